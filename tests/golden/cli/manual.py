"""articlean(1): the option table and the page say the same, both ways, and every example runs."""
import gzip
import json
import pathlib
import re
import shutil
import subprocess
import unittest

import cli
from cli import MORE, PROSE
from corpus_runs import page, warc_record

MAN = pathlib.Path(__file__).resolve().parents[3] / "man"
TEXT = (MAN / "articlean.1").read_text()

RULES = """rule my.en.example
class nav
scope line
action drop
words read all about it
hit Read all about it
miss They read all about the town.
"""


def plain(line):
    """An mdoc line of text as it is printed."""
    return line.replace("\\&", "").replace("\\e", "\\")


class Page(cli.Case):
    def table(self):
        """Options as --help shows them: {name: (letter, argument)}."""
        rows = re.findall(r"^  (?:-(\w), |    )--([a-z-]+)(\[?=\S+)?", self.run_cli("--help").out, re.M)
        return {name: (letter, argument) for letter, name, argument in rows}

    def test_every_option_and_no_other_is_documented(self):
        documented = {}
        for line in re.findall(r"^\.It Fl (.*)", TEXT, re.M):
            letter = re.match(r"(\w) (?:Ar \w+ )?, Fl ", line)
            names = re.findall(r"-([a-z][a-z-]+)(.*)", line)
            if names:
                name, rest = names[0]
                self.assertNotIn(name, documented)
                documented[name] = (letter.group(1) if letter else "",
                                    "" if not rest else "[=" if "Op = " in rest else "=")
        table = {name: (letter, argument[:2] if argument.startswith("[") else argument[:1])
                 for name, (letter, argument) in self.table().items()}
        self.assertEqual(documented, table)

    def test_every_value_is_documented(self):
        self.run_cli("--help")
        script = self.run_cli("--completions=fish").out
        for name, words in re.findall(r"-l ([a-z-]+).* -a '([^']*)'", script):
            entry = re.search(rf"^\.It Fl (\w .*, Fl )?-{name}\b(?s:.*?)^\.(It|El)", TEXT, re.M).group()
            for word in words.split():
                if name not in ("drop", "skip"):  # the same lists as --keep and --only
                    self.assertRegex(entry, rf"\b{word}\b", f"--{name}={word}")

    def test_every_option_has_an_example_of_its_own(self):
        entries = re.split(r"^\.It ", TEXT[:TEXT.index(".Ss Rewriting")], flags=re.M)[1:]
        for entry in entries:
            head, _, body = entry.partition("\n")
            name = re.findall(r"-([a-z][a-z-]+)", head)[0]
            letter = re.match(r"Fl (\w) ", head)
            example = re.search(r"^\.Dl (.*)", body, re.M)
            self.assertTrue(example, f"--{name} has no example")
            used = f"--{name}" in example.group(1) or (letter and re.search(rf" -\w*{letter.group(1)}\b", example.group(1)))
            self.assertTrue(used, f"the example of --{name} does not use it")

    def test_long_options_in_the_page_exist(self):
        table = self.table()
        for name in re.findall(r"(?<![\w-])--([a-z][a-z-]+)", "\n".join(re.findall(r"^\.Dl (.*)", TEXT, re.M))):
            self.assertIn(name, table)
        for name in re.findall(r"^\.Fl -([a-z][a-z-]+)", TEXT, re.M):
            self.assertIn(name, table)

    def test_rules_that_pages_name_exist(self):
        listed = {line.split()[0] for line in self.run_cli("--list-rules").out.splitlines()}
        packs = {name.split(".")[0] for name in listed}
        named = {name for path in MAN.glob("*.[157]") for name in re.findall(r"(?<![\w.])[a-z]+\.(?:en|zh|any)\.[a-z-]+", path.read_text())
                 if name.split(".")[0] in packs}
        self.assertGreater(len(named), 2)
        self.assertLessEqual(named, listed)

    @unittest.skipUnless(shutil.which("mandoc"), "mandoc is not installed")
    def test_mandoc_has_no_warnings(self):
        for path in sorted(MAN.glob("*.[1-9]")):
            done = subprocess.run(["mandoc", "-Tlint", "-W", "warning", str(path)], capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stdout), (0, ""), path.name)


class Examples(cli.Case):
    def setUp(self):
        super().setUp()
        html = f"<html><head><title>T</title></head><body><h1>T</h1><p>{PROSE}</p><p>{MORE}</p></body></html>"
        for name in ("page.html", "dumps/a.html", "dumps/sub/b.html"):
            self.write(name, html)
        for name in ("page.txt", "clean.txt", "dumps/c.txt", "dumps/old/d.txt", "notes/n.txt"):
            self.write(name, page(name))
        self.write("chinese.txt", ("图书馆在维修两年之后于星期一重新开放，几百人前来参观玻璃屋顶下的新阅览室。" * 4).encode("gb18030"))
        self.write("records.jsonl", json.dumps({"key": "1", "content": PROSE, "link": "http://example.org/"}) + "\n")
        self.write("crawl.warc.gz", gzip.compress(b"".join(map(warc_record, range(3)))))
        self.write("my.rules", RULES)
        self.write("my.conf", "recall\n")
        self.env["PATH"] = f"{pathlib.Path(cli.PROGRAM).parent}:{self.env['PATH']}"

    def test_they_run(self):
        examples = [plain(line) for line in re.findall(r"^\.Dl (.*)", TEXT, re.M)]
        self.assertGreater(len(examples), 60)
        for example in examples:
            tools = {"jq", "xargs", "find"} & set(example.split())
            if not all(map(shutil.which, tools)):
                continue
            with self.subTest(example):
                shutil.rmtree(self.dir / "clean", ignore_errors=True)
                if "--index-read-only" in example:
                    self.run_cli("clean.txt", "--dedupe=corpus", "--index=seen")
                if "--resume" in example:
                    self.run_cli("-r", "dumps", "-o", "clean")
                done = subprocess.run(["bash", "-o", "pipefail", "-c", example], cwd=self.dir, env=self.env,
                                      capture_output=True, text=True, timeout=60)
                self.assertIn(done.returncode, (0, 1), done.stderr)


@unittest.skipUnless(shutil.which("jq"), "jq is not installed")
class Tutorial(cli.Case):
    def test_sessions_give_what_the_page_shows(self):
        self.env["PATH"] = f"{pathlib.Path(cli.PROGRAM).parent}:{self.env['PATH']}"
        text = (MAN / "articlean-tutorial.7").read_text()
        lines = [plain(line) for block in re.findall(r"^\.Bd -literal\n(.*?)^\.Ed", text, re.M | re.S)
                 for line in block.splitlines()]
        self.assertTrue(lines)
        n = 0
        while n < len(lines):
            command, n = lines[n][2:], n + 1
            if "<<" in command:
                end = lines.index("END", n)
                command, n = "\n".join([command, *lines[n:end + 1]]), end + 1
            expected = []
            while n < len(lines) and not lines[n].startswith("$ "):
                expected.append(lines[n])
                n += 1
            done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=self.dir, env=self.env,
                                  capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 0, f"{command}: {done.stderr}")
            shown = done.stdout.splitlines()
            if expected[-1:] == ["..."]:
                expected.pop()
                shown = shown[:len(expected)]
            self.assertEqual([re.sub(r" 0\.\d\d ", " ", line).rstrip() for line in shown],
                             [re.sub(r" 0\.\d\d ", " ", line).rstrip() for line in expected], command)


if __name__ == "__main__":
    cli.main()
