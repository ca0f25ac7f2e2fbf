"""The program among its neighbours: pipes, find and xargs, GNU parallel, jq, make, Python."""
import ctypes
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

import cli
from cli import MORE, PROSE
from corpus_runs import page

LIBRARY = os.path.abspath(sys.argv.pop(2)) if len(sys.argv) > 2 and ".so" in sys.argv[2] else None
SCHEMA = pathlib.Path(__file__).resolve().parents[3] / "man" / "record.schema.json"


class Recipes(cli.Case):
    def setUp(self):
        super().setUp()
        self.env["PATH"] = f"{os.path.dirname(cli.PROGRAM)}:{self.env['PATH']}"
        for n in range(12):
            self.write(f"in/{n % 3}/{n} x.html", f"<html><body><article><h1>Page {n}</h1>"
                       f"<p>{page(n)}</p><p>{MORE}</p></article></body></html>")
        self.run_cli("-r", "in", "-o", "expected")

    def shell(self, command, tool=None):
        if tool and not shutil.which(tool):
            self.skipTest(f"{tool} is not installed")
        done = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", command], cwd=self.dir, env=self.env,
                              capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def files(self, root):
        return {str(p.relative_to(self.dir / root)): p.read_text() for p in (self.dir / root).rglob("*.txt")}

    def same(self, root):
        self.assertEqual(self.files(root), self.files("expected"))

    def test_pipe(self):
        self.assertEqual(self.shell("cat 'in/1/1 x.html' | articlean"), self.read("expected/1/1 x.html.txt"))

    def test_find_and_xargs(self):
        self.shell("cd in && find . -type f -print0 | xargs -0 -n 5 -P 2 articlean -q -o ../out/")
        self.same("out")

    def test_files_from(self):
        self.shell("cd in && find . -type f -print0 | sort -z | articlean --files-from=- -0 -q -o ../out/")
        self.same("out")

    def test_parallel(self):
        self.shell("cd in && find . -type f -print0 | parallel -0 -j 2 -n 4 articlean -q -o ../out/ {}", "parallel")
        self.same("out")

    def test_jq(self):
        out = self.shell("articlean -r in -t jsonl | jq -r 'select(.text | test(\"about room 7\")) | .articlean.encoding.name'",
                         "jq")
        self.assertEqual(out, "utf-8\n")

    def test_make(self):
        self.write("Makefile", "pages := $(wildcard src/*.html)\nall: $(pages:src/%.html=out/%.txt)\n"
                               "out/%.txt: src/%.html\n\t@mkdir -p $(@D)\n\t@articlean -o $@ $<\n")
        for n in range(3):
            self.write(f"src/{n}.html", (self.dir / f"in/{n}/{n} x.html").read_bytes())
        self.shell("make -s -j2", "make")
        for n in range(3):
            self.assertEqual(self.read(f"out/{n}.txt"), self.read(f"expected/{n}/{n} x.html.txt"))

    def test_python_subprocess(self):
        html = (self.dir / "in/1/1 x.html").read_bytes()
        text = subprocess.run(["articlean"], input=html, capture_output=True, check=True, env=self.env).stdout
        self.assertEqual(text.decode(), self.read("expected/1/1 x.html.txt"))

    @unittest.skipUnless(LIBRARY, "no library given")
    def test_python_ctypes(self):
        try:
            library = ctypes.CDLL(LIBRARY)
        except OSError as error:
            if '__asan' not in str(error):
                raise
            self.skipTest('a library built with sanitizers loads only into programs built so')
        sink_type = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p)
        parts = []

        @sink_type
        def sink(data, size, _):
            parts.append(ctypes.string_at(data, size))
            return 0
        html = (self.dir / "in/1/1 x.html").read_bytes()
        library.articlean_clean_bytes.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_size_t,
                                                  ctypes.c_int, sink_type, ctypes.c_void_p]
        self.assertEqual(library.articlean_clean_bytes(None, b"page", html, len(html), 0, sink, None), 0)
        self.assertEqual(b"".join(parts).decode(), self.read("expected/1/1 x.html.txt"))


def violations(value, schema, where="record"):
    """What is wrong with a value, for the words of JSON Schema that the file uses."""
    types = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float)}
    if "type" in schema and (not isinstance(value, types[schema["type"]]) or isinstance(value, bool)):
        yield f"{where}: not of type {schema['type']}"
        return
    if "anyOf" in schema and all(list(violations(value, s, where)) for s in schema["anyOf"]):
        yield f"{where}: none of anyOf"
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{where}: {value!r} does not match"
    if isinstance(value, (int, float)) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{where}: {value} is out of range"
    for name in schema.get("required", []):
        if name not in value:
            yield f"{where}: no {name}"
    for name, item in (value.items() if isinstance(value, dict) else ()):
        if name in schema.get("properties", {}):
            yield from violations(item, schema["properties"][name], f"{where}.{name}")
    for n, item in enumerate(value if isinstance(value, list) else ()):
        yield from violations(item, schema.get("items", {}), f"{where}[{n}]")


class Schema(cli.Case):
    def setUp(self):
        super().setUp()
        self.schema = json.loads(SCHEMA.read_text())

    def test_the_validator_finds_faults(self):
        good = {"id": "1", "source": "s", "text": "", "articlean": {"version": "0.1.0", "encoding": {"name": "x"},
                                                                    "confidence": 1}}
        self.assertEqual(list(violations(good, self.schema)), [])
        for bad in ({**good, "id": 1}, {**good, "language": "?"}, {k: v for k, v in good.items() if k != "text"}, [],
                    {**good, "articlean": {**good["articlean"], "confidence": 2}},
                    {**good, "articlean": {**good["articlean"], "removed": [{"start": -1, "end": 1, "rule": "r"}]}}):
            self.assertTrue(list(violations(bad, self.schema)), bad)

    def test_records(self):
        self.write("a.html", f"<html lang=en><head><title>T</title><meta name=author content=A></head><body><nav>Home</nav>"
                             f"<h1>T</h1><p>{PROSE}</p><p>{MORE}</p></body></html>")
        self.write("b.txt", page(2))
        self.write("c.txt", "")
        self.write("d.jsonl", json.dumps({"id": "7", "text": PROSE, "kept": [1.10, {"x": None}]}) + "\n{broken\n")
        self.write("e.txt", ("图书馆在维修两年之后于星期一重新开放，几百人前来参观玻璃屋顶下的新阅览室。" * 4).encode("gb18030"))
        done = subprocess.run([cli.PROGRAM, "-t", "jsonl", "--with-removed", "a.html", "b.txt", "c.txt", "d.jsonl", "e.txt"],
                              cwd=self.dir, env=self.env, capture_output=True, text=True)
        records = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(len(records), 6)
        for record in records:
            self.assertEqual(list(violations(record, self.schema)), [], record)
        self.assertEqual(done.returncode, 3)  # the broken line
        self.assertIn("error", records[4])
        self.assertEqual((records[3]["id"], records[3]["metadata"]["kept"]), ("7", [1.10, {"x": None}]))
        self.assertEqual(records[5]["articlean"]["encoding"]["name"], "gb18030")
        self.assertRegex(records[0]["articlean"]["rules"], r"^builtin@\d+\.\d+\.\d+$")
        self.assertEqual((records[0]["title"], records[0]["author"]), ("T", "A"))

    def test_rule_packs_are_named_by_what_they_say(self):
        pack = "rule my.en.x\nclass nav\nscope line\naction drop\nwords {}\nhit {}\nmiss Other words of a line.\n"
        self.write("a.rules", pack.format("read all about it", "read all about it"))
        self.write("b/a.rules", self.read("a.rules"))
        self.write("c/a.rules", pack.format("see all about it", "see all about it"))

        def named(*args):
            record = json.loads(self.run_cli("-t", "jsonl", *args, stdin=PROSE).out)
            self.assertEqual(list(violations(record, self.schema)), [])
            return record["articlean"].get("rules")
        self.assertRegex(named("--rules=a.rules"), r"^builtin@[\d.]+,a\.rules@[0-9a-f]{16}$")
        self.assertEqual(named("--rules=a.rules"), named("--rules=b/a.rules"))
        self.assertNotEqual(named("--rules=a.rules"), named("--rules=c/a.rules"))
        self.assertIsNone(named("--no-default-rules"))
        self.assertIsNone(named("--skip=strip"))


if __name__ == "__main__":
    cli.main()
