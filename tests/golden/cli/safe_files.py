"""Rewriting files: --check, --diff, --in-place, --backup, and what must never happen to a file."""
import os
import re
import shutil
import signal
import stat
import subprocess
import tempfile
import time
import unittest

import cli
from cli import MORE, PROSE

DIRTY = PROSE + "\n\n\n" + MORE + "\n\n"
CLEAN = PROSE + "\n" + MORE


class InPlace(cli.Case):
    def test_changes_once(self):
        self.write("a", DIRTY)
        self.run_cli("-i", "a")
        self.assertEqual(self.read("a"), CLEAN)
        before = os.stat(self.dir / "a")
        self.run_cli("-i", "a")
        after = os.stat(self.dir / "a")
        self.assertEqual((before.st_ino, before.st_mtime_ns), (after.st_ino, after.st_mtime_ns))
        self.assertEqual(sorted(os.listdir(self.dir)), [".git", "a"])

    def test_unchanged_is_untouched(self):
        path = self.write("a", CLEAN)
        os.utime(path, ns=(1, 1))
        self.run_cli("-i", "a")
        self.assertEqual(os.stat(path).st_mtime_ns, 1)

    def test_mode_and_owner_are_kept(self):
        path = self.write("a", DIRTY)
        os.chmod(path, 0o640)
        if os.geteuid() == 0:
            os.chown(path, 65534, 65534)
        old = os.stat(path)
        self.run_cli("-i", "a")
        new = os.stat(path)
        self.assertEqual((new.st_mode, new.st_uid, new.st_gid), (old.st_mode, old.st_uid, old.st_gid))
        self.assertEqual(self.read("a"), CLEAN)

    def test_symbolic_link_stays(self):
        self.write("real/a", DIRTY)
        os.symlink("real/a", self.dir / "link")
        self.run_cli("-i", "link")
        self.assertTrue((self.dir / "link").is_symlink())
        self.assertEqual(self.read("real/a"), CLEAN)
        self.assertEqual(os.listdir(self.dir / "real"), ["a"])

    def test_hard_link_is_refused(self):
        self.write("a", DIRTY)
        os.link(self.dir / "a", self.dir / "b")
        self.assertIn("hard links", self.run_cli("-i", "a", status=3).err)
        self.assertEqual(self.read("b"), DIRTY)

    def test_a_forgotten_equals_sign_costs_no_page(self):
        page = f"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<title>T</title><p>{PROSE}"
        self.write("page.html", page)
        for option in ("--report", "--removed", "--stats=page.html"):
            done = self.run_cli(option, *(() if "=" in option else ("page.html",)), stdin=DIRTY, status=2)
            self.assertIn("page.html: exists and was not written by --", done.err)
            self.assertEqual(self.read("page.html"), page)
        for n in range(2):  # what they wrote they write again
            self.run_cli("page.html", "--report=r", "--removed=m", "--stats=s", "-o", "out", "--drop=title,heading")
        self.run_cli("page.html", "--report=page.html", "--force", "-o", "out")
        self.assertIn("<title>articlean report</title>", self.read("page.html"))

    def test_backup(self):
        path = self.write("a", DIRTY)
        os.chmod(path, 0o600)
        self.run_cli("-i", "--backup=.orig", "a")
        self.assertEqual((self.read("a"), self.read("a.orig")), (CLEAN, DIRTY))
        self.assertEqual(stat.S_IMODE(os.stat(self.dir / "a.orig").st_mode), 0o600)
        self.write("b", CLEAN)
        self.run_cli("-i", "--backup=.orig", "b")
        self.assertFalse((self.dir / "b.orig").exists())
        self.write("c", DIRTY)
        self.run_cli("-i", "--backup=/../x", "c", status=3)
        self.assertEqual(self.read("c"), DIRTY)

    def test_nothing_kept_leaves_the_file(self):
        self.write("a", " \n\n \n")
        self.assertIn("nothing of it would be kept", self.run_cli("-i", "a", status=1).err)
        self.assertEqual(self.read("a"), " \n\n \n")

    def test_binary_empty_and_containers_are_left_alone(self):
        contents = {"nul": b"abc\0def\n\n\n", "empty": b"", "gz": b"\x1f\x8b\x08rest\n\n\n", "xz": b"\xfd7zXZ\0rest",
                    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"}
        for name, content in contents.items():
            self.write(name, content)
        self.run_cli("-i", *contents)
        self.run_cli("--check", *contents)
        for name, content in contents.items():
            self.assertEqual((self.dir / name).read_bytes(), content)

    def test_source_of_a_page_is_not_given_up(self):
        page = f"<html><body><h1>T</h1><p>{PROSE}</p></body></html>"
        self.write("a.html", page)
        self.assertIn("--from=html makes text of it", self.run_cli("-i", "a.html", status=1).err)
        self.assertEqual(self.read("a.html"), page)
        self.run_cli("-i", "-f", "html", "a.html")
        self.assertIn(PROSE, self.read("a.html"))

    def test_no_metadata_in_place(self):
        self.write("a", CLEAN)
        self.run_cli("--check", "--with-metadata", "a")

    def test_other_encoding_becomes_utf8(self):
        text = "图书馆在维修两年之后于星期一重新开放，几百人前来参观玻璃屋顶下的新阅览室。\n"
        self.write("a", text.encode("gb18030"))
        self.run_cli("-i", "-e", "gb18030", "a")
        self.assertEqual(self.read("a"), text)

    def test_read_only_directory(self):
        if os.geteuid() == 0:
            self.skipTest("root writes everywhere")
        self.write("d/a", DIRTY)
        os.chmod(self.dir / "d", 0o500)
        self.addCleanup(os.chmod, self.dir / "d", 0o700)
        self.run_cli("-i", "d/a", status=3)
        self.assertEqual(self.read("d/a"), DIRTY)

    def test_unwritable_place_keeps_the_file(self):
        self.write("a", DIRTY)
        (self.dir / ".a.articlean-part").mkdir()  # the temporary file cannot be made, even by root
        self.assertIn("left as it is", self.run_cli("-i", "a", status=3).err)
        self.assertEqual(self.read("a"), DIRTY)

    def test_full_disk_keeps_the_old_file(self):
        self.write("a", DIRTY)
        done = subprocess.run(["sh", "-c", f"ulimit -f 0; trap '' XFSZ; exec '{cli.PROGRAM}' -i a"], cwd=self.dir,
                              env=self.env, capture_output=True, text=True)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("File too large", done.stderr)
        self.assertEqual(self.read("a"), DIRTY)
        self.assertEqual(sorted(os.listdir(self.dir)), [".git", "a"])

    def test_strange_names(self):
        names = ["--", "-n", "a b", "\u4e2d\u6587", "new\nline", "tab\t", "'q\"", "\\x"]
        for name in names:
            self.write(name, DIRTY)
        self.run_cli("-i", "--", *names)
        for name in names:
            self.assertEqual(self.read(name), CLEAN)

    def test_many_files_with_threads(self):
        names = [f"f{n}" for n in range(100)]
        for name in names:
            self.write(name, DIRTY)
        self.run_cli("-i", "-j8", *names)
        self.assertEqual({self.read(name) for name in names}, {CLEAN})


class Looking(cli.Case):
    def test_check_names_and_counts(self):
        self.write("dirty", DIRTY)
        self.write("clean", CLEAN)
        done = self.run_cli("--check", "dirty", "clean", status=1)
        self.assertRegex(done.out, r"^dirty: would change: .+\n$")
        self.assertIn("1 would change", done.err)
        self.assertEqual(self.run_cli("--check", "clean").out, "")
        self.assertEqual(self.read("dirty"), DIRTY)

    def test_diff_is_a_patch(self):
        self.write("a", DIRTY)
        diff = self.run_cli("--diff", "a", status=1).out
        self.assertIn("--- a\n+++ a\t(cleaned)\n@@ ", diff)
        if shutil.which("patch"):
            subprocess.run(["patch", "-s", "a"], input=diff, text=True, cwd=self.dir, check=True)
            self.assertEqual(self.read("a"), CLEAN)

    def test_diff_with_in_place_shows_and_writes(self):
        self.write("a", DIRTY)
        self.assertIn("@@", self.run_cli("-i", "--diff", "a").out)
        self.assertEqual(self.read("a"), CLEAN)

    def test_diff_of_a_long_file_is_quick(self):
        lines = [f"{PROSE[:-1]} Number {n}.\n\n" for n in range(20000)]
        self.write("a", "".join(line + ("\n" if n % 50 == 0 else "") for n, line in enumerate(lines)))
        began = time.monotonic()
        out = self.run_cli("--diff", "a", status=1).out
        self.assertLess(time.monotonic() - began, 20)
        self.assertGreaterEqual(out.count("@@ -"), 390)

    def test_stdin(self):
        self.run_cli("--check", stdin=CLEAN)
        self.run_cli("--check", stdin=DIRTY, status=1)
        self.assertIn("--- -\n", self.run_cli("--diff", stdin=DIRTY, status=1).out)


if __name__ == "__main__":
    cli.main()
