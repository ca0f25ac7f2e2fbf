"""Every command that README shows runs; those that show output give it."""
import gzip
import pathlib
import re
import shutil
import subprocess

import cli
from corpus_runs import page, warc_record

ROOT = pathlib.Path(__file__).resolve().parents[3]
LINES = (ROOT / "README.md").read_text().splitlines()


class Readme(cli.Case):
    def setUp(self):
        super().setUp()
        self.env["PATH"] = f"{pathlib.Path(cli.PROGRAM).parent}:{self.env['PATH']}"
        for name in ("dumps/a.txt", "dumps/b/c.txt", "content/a.txt"):
            self.write(name, page(name))
        self.write("crawl.warc.gz", gzip.compress(b"".join(map(warc_record, range(3)))))

    def shell(self, command, where):
        tools = {"jq", "xargs", "parallel", "curl"} & set(re.findall(r"\w+", command))
        if "curl" in tools or not all(map(shutil.which, tools)):
            return None
        return subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=where, env=self.env, capture_output=True,
                              text=True, timeout=60)

    def test_commands_run(self):
        commands = [line.strip() for line in LINES if re.match(r" {4}articlean ", line)]
        self.assertTrue(commands)
        for command in commands:
            with self.subTest(command):
                done = self.shell(command, self.dir)
                self.assertIn(done.returncode if done else 0, (0, 1), done and done.stderr)

    def test_shown_output_is_what_comes(self):
        shown = 0
        for n, line in enumerate(LINES):
            if not line.startswith("    $ "):
                continue
            done = self.shell(line[6:], ROOT)
            expected = []
            for text in LINES[n + 1:]:
                if not text.startswith("    ") and text or text.strip() == "..." or text.startswith("    $ "):
                    break
                expected.append(text.strip())
            with self.subTest(line):
                if done:
                    self.assertIn(done.returncode, (0, 141), done.stderr)
                    # scores move with the model
                    words, shown_words = (re.sub(r"0\.\d+|\d+\.0+", "0", text).split()
                                          for text in (done.stdout, " ".join(expected)))
                    self.assertEqual(words[:len(shown_words)], shown_words)
                    shown += 1
        self.assertGreater(shown, 0)


if __name__ == "__main__":
    cli.main()
