"""The hooks under the real pre-commit in a real repository, and the git filter of the manual."""
import os
import pathlib
import shutil
import subprocess
import unittest

import cli
from cli import MORE, PROSE

ROOT = pathlib.Path(__file__).resolve().parents[3]
ZERO_WIDTH = "\u200b"
DIRTY = PROSE + "\n\n\n" + MORE
CLEAN = PROSE + "\n" + MORE


@unittest.skipUnless(shutil.which("git"), "git is not installed")
class Git(cli.Case):
    def setUp(self):
        super().setUp()
        (self.dir / ".git").rmdir()
        self.env.update(PATH=os.path.dirname(cli.PROGRAM) + ":" + os.environ["PATH"],
                        PRE_COMMIT_HOME=str(self.dir / "cache"), GIT_CONFIG_NOSYSTEM="1",
                        GIT_AUTHOR_NAME="a", GIT_AUTHOR_EMAIL="a@example.org", GIT_COMMITTER_NAME="a",
                        GIT_COMMITTER_EMAIL="a@example.org", GIT_CONFIG_COUNT="1",
                        GIT_CONFIG_KEY_0="protocol.file.allow", GIT_CONFIG_VALUE_0="always")

    def command(self, *args, where=".", status=0):
        done = subprocess.run(args, cwd=self.dir / where, env=self.env, capture_output=True, text=True,
                              errors="surrogateescape")
        self.assertEqual(done.returncode, status, f"{args}: {done.stdout}\n{done.stderr}")
        return done.stdout

    def repository(self, name, files):
        for path, content in files.items():
            self.write(f"{name}/{path}", content)
        self.command("git", "init", "-q", name)
        self.command("git", "add", "-A", where=name)
        self.command("git", "commit", "-qm", "first", where=name)
        return self.command("git", "rev-parse", "HEAD", where=name).strip()


@unittest.skipUnless(shutil.which("pre-commit"), "pre-commit is not installed")
class PreCommit(Git):
    FILES = {"clean.txt": CLEAN, "dirty.txt": DIRTY, "note.md": f"# Title\n\n{PROSE}\n```\nx{ZERO_WIDTH}\n```\n",
             "dirty.md": f"# Title\n\n{PROSE.replace('glass', 'gl' + ZERO_WIDTH + 'ass')}", "empty.txt": "",
             "nul.txt": b"a\0b\n\n\n\n", "--": DIRTY, "-n.txt": CLEAN, "a b\u4e2d.txt": CLEAN, "code.py": "x = 1\n\n\n\n\n",
             "gbk.txt": ("图书馆在维修两年之后于星期一重新开放，几百人前来参观玻璃屋顶下的新阅览室。" * 3 + "\n").encode("gb18030")}

    def start(self, hook):
        revision = self.repository("hooks", {".pre-commit-hooks.yaml": (ROOT / ".pre-commit-hooks.yaml").read_text()})
        config = f"repos:\n- repo: {self.dir}/hooks\n  rev: {revision}\n  hooks:\n  - id: {hook}\n"
        self.repository("work", {**self.FILES, ".pre-commit-config.yaml": config})

    def test_check_fails_with_a_diff_and_changes_nothing(self):
        self.start("articlean-check")
        out = self.command("pre-commit", "run", "--all-files", "--color=never", where="work", status=1)
        self.assertIn("--- dirty.txt\n", out)
        self.assertIn("--- dirty.md\n", out)
        for name in ("clean.txt", "note.md", "empty.txt", "nul.txt", "code.py", "-n.txt"):
            self.assertNotIn("--- " + name, out)
        self.assertEqual(self.command("git", "status", "--porcelain", where="work"), "")

    def test_clean_files_pass(self):
        self.start("articlean-check")
        self.command("pre-commit", "run", "--color=never", "--files", "clean.txt", "note.md", "empty.txt", "nul.txt",
                     "./-n.txt", where="work")

    def test_rewrite_changes_once_then_passes(self):
        self.start("articlean")
        self.command("pre-commit", "run", "--all-files", where="work", status=1)
        self.assertEqual(self.read("work/dirty.txt"), CLEAN)
        self.assertEqual(self.read("work/dirty.md"), f"# Title\n\n{PROSE}")
        self.assertEqual(self.read("work/note.md"), self.FILES["note.md"])
        self.assertEqual((self.dir / "work/nul.txt").read_bytes(), b"a\0b\n\n\n\n")
        self.assertIn("图书馆", self.read("work/gbk.txt"))
        self.command("git", "add", "-A", where="work")
        self.command("pre-commit", "run", "--all-files", where="work")


class Filter(Git):
    def test_clean_filter(self):
        self.repository("work", {".gitattributes": "*.txt filter=articlean\n"})
        self.command("git", "config", "filter.articlean.clean", "articlean --stdin-name=%f", where="work")
        self.command("git", "config", "filter.articlean.required", "true", where="work")
        self.write("work/a.txt", DIRTY)
        self.command("git", "add", "a.txt", where="work")
        self.assertEqual(self.command("git", "show", ":a.txt", where="work"), CLEAN)


if __name__ == "__main__":
    cli.main()
