"""Runs over many files: trees, lists, threads, resuming, partial failures."""
import gzip
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import time
import unittest

import cli
from cli import MORE, PROSE


def page(n):
    """A small page of its own for every number."""
    return f"{PROSE}\nPage number {n} of the collection has a sentence that no other page has, about room {n}.\n"


class Trees(cli.Case):
    def test_mirrored_tree_adds_the_suffix(self):
        for name in ("d/a.html", "d/a.txt", "d/sub/a", "d/sub/deep/b.md"):
            self.write(name, page(name))
        self.run_cli("-r", "d", "-o", "out/")
        made = sorted(str(p.relative_to(self.dir / "out")) for p in (self.dir / "out").rglob("*") if p.is_file())
        self.assertEqual(made, [".articlean-journal", "a.html.txt", "a.txt.txt", "sub/a.txt", "sub/deep/b.md.txt"])
        for name in ("a.html", "a.txt", "sub/a", "sub/deep/b.md"):
            self.assertIn(f"about room d/{name}.", self.read(f"out/{name}.txt"))

    def test_output_is_a_directory_or_a_file(self):
        self.write("d/a", page(1))
        self.run_cli("-r", "d", "-o", "new")
        self.assertTrue((self.dir / "new/a.txt").is_file())
        self.run_cli("-r", "d", "-t", "text", "-o", "all.txt")
        self.assertIn("room 1", self.read("all.txt"))
        self.run_cli("d/a", "-o", "one")
        self.assertIn("room 1", self.read("one"))

    def test_several_roots_never_collide(self):
        for root in ("x", "y"):
            self.write(root + "/a", page(root))
        self.run_cli("-r", "x", "y", "-o", "out/")
        self.assertIn("room x", self.read("out/x/a.txt"))
        self.assertIn("room y", self.read("out/y/a.txt"))

    def test_parents_stay_inside(self):
        self.write("a", page(1))
        (self.dir / "sub").mkdir()
        self.run_cli("sub/../a", "-o", "out/")
        self.assertTrue((self.dir / "out/sub/__up__/a.txt").is_file())

    def test_same_output_twice_is_refused(self):
        self.write("a", page(1))
        done = self.run_cli("a", "./a", "-o", "out/", status=3)
        self.assertIn("./a: not written, a.txt was written for another input", done.err)
        self.assertIn("room 1", self.read("out/a.txt"))

    def test_foreign_file_is_not_overwritten(self):
        self.write("d/a", page(1))
        self.write("out/a.txt", "mine\n")
        self.assertIn("--force overwrites it", self.run_cli("-r", "d", "-o", "out", status=3).err)
        self.assertEqual(self.read("out/a.txt"), "mine\n")
        self.run_cli("-r", "d", "-o", "out", "--force")
        self.assertIn("room 1", self.read("out/a.txt"))
        self.write("d/a", page(2))
        self.run_cli("-r", "d", "-o", "out")  # ours by now
        self.assertIn("room 2", self.read("out/a.txt"))

    def test_include_exclude_hidden(self):
        for name in ("a.html", "b.txt", ".h/c.html", "old/d.html", "old/keep/e.html", "x/old.html"):
            self.write("d/" + name, page(name))

        def taken(*args):
            out = self.run_cli("-r", "d", "-t", "text", *args).out
            return sorted(re.findall(r"about room (\S+)\.", out))
        self.assertEqual(taken(), ["a.html", "b.txt", "old/d.html", "old/keep/e.html", "x/old.html"])
        self.assertEqual(taken("--include=*.html"), ["a.html", "old/d.html", "old/keep/e.html", "x/old.html"])
        self.assertEqual(taken("--exclude=old/"), ["a.html", "b.txt", "x/old.html"])
        self.assertEqual(taken("--exclude=old/*", "--exclude=!old/keep/"),
                         ["a.html", "b.txt", "old/keep/e.html", "x/old.html"])
        self.assertEqual(taken("--include=/*.html"), ["a.html"])
        self.assertEqual(taken("--include=old/**"), ["old/d.html", "old/keep/e.html"])
        self.assertIn(".h/c.html", taken("--hidden", "--exclude=.git"))

    def test_output_inside_the_input_is_left_out(self):
        self.write("a", page(1))
        self.run_cli("-r", ".", "-o", "out")
        self.run_cli("-r", ".", "-o", "out")
        self.assertEqual([p.name for p in (self.dir / "out").iterdir() if p.suffix], ["a.txt"])

    def test_links(self):
        self.write("d/a", page(1))
        os.symlink("a", self.dir / "d/link")
        os.symlink("..", self.dir / "d/loop")
        self.assertEqual(self.run_cli("-r", "d").out.count("about room"), 1)
        self.assertEqual(self.run_cli("-r", "-L", "d").out.count("about room"), 2)

    def test_order_is_that_of_bytes(self):
        for name in ("b", "a/z", "B", "a.b", "\u4e2d"):
            self.write("d/" + name, page(name))
        out = self.run_cli("-r", "d").out
        self.assertEqual(re.findall(r"about room (\S+)\.", out), ["B", "a/z", "a.b", "b", "\u4e2d"])


class Lists(cli.Case):
    def test_files_from(self):
        for n in range(3):
            self.write(f"f {n}", page(n))
        self.write("list", "f 2\nf 0\n")
        out = self.run_cli("--files-from=list").out
        self.assertEqual(re.findall(r"room (\d)\.", out), ["2", "0"])
        out = self.run_cli("--files-from=-", "-0", stdin=b"f 1\0f 0\0").out
        self.assertEqual(re.findall(r"room (\d)\.", out), ["1", "0"])
        self.run_cli("--files-from=missing", status=2)

    def test_names_with_newlines(self):
        self.write("a\nb", page(1))
        self.assertIn("room 1", self.run_cli("--files-from=-", "-0", stdin=b"a\nb\0").out)

    def test_partial_failure_names_and_counts(self):
        self.write("good", page(1))
        done = self.run_cli("missing", "good", "gone", "-o", "out/", status=3)
        self.assertIn("missing: No such file", done.err)
        self.assertIn("gone: No such file", done.err)
        self.assertIn("3 inputs, 1 document, 2 failed", done.err)
        self.assertIn("room 1", self.read("out/good.txt"))

    def test_what_cannot_be_read_leaves_no_file(self):
        self.write("d/a", page(1))
        (self.dir / "d/cut.gz").write_bytes(gzip.compress(page(2).encode())[:12])
        done = self.run_cli("-r", "d", "-o", "out", status=3)
        self.assertIn("d/cut.gz: damaged container", done.err)
        self.assertTrue((self.dir / "out/a.txt").is_file())
        self.assertFalse((self.dir / "out/cut.gz.txt").exists())

    def test_one_run_equals_xargs(self):
        names = []
        for n in range(20):
            names.append(str(self.write(f"in/{n}.html", page(n)).relative_to(self.dir)))
        self.run_cli(*names, "-o", "one/")
        for name in names:
            self.run_cli(name, "-o", "many/")
        for name in names:
            self.assertEqual(self.read(f"one/{name}.txt"), self.read(f"many/{name}.txt"))


class FullDisk(cli.Case):
    def limited(self, *args):
        """A run that cannot write files of more than 1 KiB."""
        done = subprocess.run(["bash", "-c", 'ulimit -f 1; trap "" XFSZ; exec "$0" "$@"', cli.PROGRAM, *args], cwd=self.dir,
                              env=self.env, capture_output=True, text=True)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertEqual([str(p) for p in self.dir.rglob("*.articlean-part")], [])
        return done.stderr

    def test_one_file_keeps_its_old_content(self):
        self.write("big", "".join(page(n) + "\n" for n in range(20)))
        self.write("out", "old\n")
        self.assertIn("out: File too large", self.limited("big", "-o", "out"))
        self.assertEqual(self.read("out"), "old\n")

    def test_a_tree_goes_on_with_what_fits(self):
        self.write("d/1", page(1))
        self.write("d/2", "".join(page(n) + "\n" for n in range(20)))
        self.write("d/3", page(3))
        self.assertIn("1 failed", self.limited("-r", "d", "-o", "out"))
        self.assertEqual(sorted(p.name for p in (self.dir / "out").glob("*.txt")), ["1.txt", "3.txt"])


class Threads(cli.Case):
    def setUp(self):
        super().setUp()
        rng = random.Random(7)
        for n in range(150):
            copies = PROSE + "\n" if n % 3 else ""
            text = "".join(f"{rng.choice((PROSE, MORE))[:-1]} {rng.random()}\n\n" for _ in range(rng.randrange(60)))
            self.write(f"d/{n:03}.txt", copies + text)

    def outputs(self, *args):
        seen = set()
        for jobs in ("1", "2", "8", "0"):
            done = self.run_cli("-r", "d", "-j", jobs, *args)
            seen.add((done.stdout, done.stderr))
        return seen

    def test_same_bytes_for_any_number_of_threads(self):
        self.assertEqual(len(self.outputs()), 1)
        self.assertEqual(len(self.outputs("--stats")), 1)

    def test_same_bytes_with_limits(self):
        self.assertEqual(len(self.outputs("--max-input=4K")), 1)

    def test_messages_stay_in_order(self):
        names = [f"missing{n}" if n % 7 == 0 else f"d/{n:03}.txt" for n in range(150)]
        done = self.run_cli("-j8", *names, status=3)
        self.assertEqual(re.findall(r"articlean: missing(\d+)", done.err), [str(n) for n in range(0, 150, 7)])


class Copies(cli.Case):
    def setUp(self):
        super().setUp()
        for n in range(40):
            self.write(f"d/{n:02}.txt", page(n % 25))

    def test_first_in_order_stays_for_any_number_of_threads(self):
        seen = {self.run_cli("-r", "d", "--dedupe=corpus", "--near=1", "-j", n).out for n in ("1", "2", "8")}
        self.assertEqual(len(seen), 1)
        self.assertEqual(re.findall(r"about room (\d+)\.", seen.pop()), [str(n) for n in range(25)])

    def test_copies_are_counted_and_are_no_findings(self):
        done = self.run_cli("-r", "d", "--dedupe=corpus", "--near=1", "--fail-on-empty", "-v")
        self.assertIn("40 documents, 15 copies", done.err)

    def test_index_remembers(self):
        self.run_cli("d/01.txt", "d/02.txt", "--dedupe=corpus", "--near=1", "--index=index", "-o", "x")
        done = self.run_cli("-r", "d", "--dedupe=corpus", "--near=1", "--index=index", "--index-read-only", "-v")
        self.assertIn("15 copies", done.err)
        self.run_cli("d/03.txt", "missing", "--dedupe=corpus", "--index=index", status=3)
        self.write("new", page(3))
        self.assertIn("room 3.", self.run_cli("new", "--dedupe=corpus", "--near=1", "--index=index").out)
        self.assertNotIn("room", self.run_cli("d/03.txt", "--dedupe=corpus", "--index=index").out)

    def test_resumed_run_knows_the_copies_of_the_first_part(self):
        self.run_cli("-r", "d", "--dedupe=corpus", "--near=1", "-o", "whole")
        self.run_cli(*(f"d/{n:02}.txt" for n in range(20)), "--dedupe=corpus", "--near=1", "-o", "unused/")
        for name in ("d/30.txt", "d/35.txt"):  # as if the run had been stopped before them
            self.write(name, (self.dir / name).read_bytes())
        self.run_cli("-r", "d", "--dedupe=corpus", "--near=1", "-o", "whole", "--resume")
        self.assertEqual(self.read("whole/30.txt.txt"), "")

    def test_index_needs_corpus(self):
        self.run_cli("--index=x", status=2)
        self.run_cli("--dedupe=corpus", "--index-read-only", status=2)


class Lists(cli.Case):
    def test_a_list_from_a_pipe_is_read_once(self):
        self.write("a.txt")
        done = self.run_cli("--files-from=/dev/stdin", "--progress=always", "-o", "out/", stdin="a.txt\n")
        self.assertIn("1 input, 1 document", done.err)


class SiteEvidence(cli.Case):
    PROMO = "More stories of the harbour"
    WORDS = ("the old crew had mended every net before the storm came and nobody in the small town knew how long "
             "their bread would last while the snow lay on the road to the mill").split()

    def story(self, n):
        """Two paragraphs that no other number has."""
        rng = random.Random(n)
        text = [" ".join(rng.choices(self.WORDS, k=30)).capitalize() + "." for _ in range(4)]
        return " ".join(text[:2]) + "\n\n" + " ".join(text[2:]) + "\n"

    def setUp(self):
        super().setUp()
        for n in range(12):
            self.write(f"one/{n:02}.txt", self.story(n) + "\n" + self.PROMO + "\n")
        self.write("two/00.txt", self.story(70) + "\n" + self.PROMO + "\n")

    def test_what_recurs_on_a_site_goes(self):
        self.assertIn(self.PROMO, self.run_cli("one/03.txt").out)
        done = self.run_cli("-r", "one", "two", "--site-evidence")
        self.assertEqual(done.out.count(self.PROMO), 1)
        self.assertIn(self.story(3)[:60], done.out)
        told = self.run_cli("-r", "one", "--site-evidence", "--explain").out
        self.assertIn("strip.repeated", told)
        self.assertIn("also on 11 other pages of this site", told)

    def test_any_number_of_threads_gives_the_same(self):
        self.assertEqual(len({self.run_cli("-r", "one", "two", "--site-evidence", "-j", n).out for n in "128"}), 1)

    def test_copies_of_an_article_are_no_evidence(self):
        for n in range(5):
            self.write(f"copies/{n}.txt", self.story(7))
        self.assertEqual(self.run_cli("-r", "copies", "--site-evidence").out, self.run_cli("-r", "copies").out)

    def test_resumes_with_the_same_evidence_only(self):
        self.run_cli("-r", "one", "--site-evidence", "-o", "out")
        self.assertIn("12 done before", self.run_cli("-r", "one", "--site-evidence", "-o", "out", "--resume").err)
        self.assertIn("other options", self.run_cli("-r", "one", "-o", "out", "--resume", status=2).err)

    def test_needs_files(self):
        os.mkfifo(self.dir / "pipe")
        for args in (["-"], [], ["--files-from=-"], ["--files-from=pipe"], ["--check", "one/00.txt"], ["pipe"], ["--skip=strip", "one/00.txt"]):
            self.run_cli("--site-evidence", *args, status=2)
        self.assertEqual(self.run_cli("--site-evidence", "missing", status=3).err.count("missing"), 1)


def warc_record(n):
    body = page(n).encode()
    return (f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://example.org/{n}\r\n"
            f"WARC-Record-ID: <urn:uuid:{n}>\r\nWARC-Date: 2020-01-01T00:00:00Z\r\nContent-Type: text/plain\r\n"
            f"Content-Length: {len(body)}\r\n\r\n").encode() + body + b"\r\n\r\n"


class Resume(cli.Case):
    def kill_after(self, seconds, *args):
        run = subprocess.Popen([cli.PROGRAM, *args], cwd=self.dir, env=self.env, stderr=subprocess.DEVNULL)
        try:
            run.wait(seconds)
        except subprocess.TimeoutExpired:
            run.send_signal(signal.SIGKILL)
            run.wait()
        return run.returncode

    def snapshot(self, name):
        root = self.dir / name
        return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*")
                if p.is_file() and p.name != ".articlean-journal"}

    def resume_tree(self, files, kills):
        for n in range(files):
            self.write(f"d/{n % 10}/{n}.txt", "Home\nSign in\n\n" + page(n) + "\nShare this\n")
        began = time.monotonic()
        self.run_cli("-r", "d", "-o", "whole", "--removed=whole.removed", timeout=900)
        whole = time.monotonic() - began
        expected = self.snapshot("whole")
        self.assertEqual(len(expected), files)
        rng = random.Random(3)
        killed = 0
        while killed < kills:
            out = f"out{killed}"
            status = self.kill_after(whole * rng.random(), "-r", "d", "-o", out, f"--removed={out}.removed")
            for name, content in (self.snapshot(out) if (self.dir / out).exists() else {}).items():
                if not name.endswith(".articlean-part"):
                    self.assertEqual(content, expected[name], "half-written file")
            self.run_cli("-r", "d", "-o", out, f"--removed={out}.removed", "--resume", "-j2",
                         timeout=900)
            self.assertEqual(self.snapshot(out), expected)
            self.assertEqual(self.read(out + ".removed"), self.read("whole.removed"))
            shutil.rmtree(self.dir / out)
            if status == -signal.SIGKILL:
                killed += 1
            else:
                whole *= 0.8  # it was quicker than the first

    def test_tree_after_kill(self):
        self.resume_tree(600, 6)

    @unittest.skipUnless(os.environ.get("ARTICLEAN_LONG"), "set ARTICLEAN_LONG to kill a run of 20,000 files 20 times")
    def test_long_tree_after_kills(self):
        self.resume_tree(20000, 20)

    def test_done_files_are_skipped_and_changed_ones_are_not(self):
        for n in range(3):
            self.write(f"d/{n}", page(n))
        self.run_cli("-r", "d", "-o", "out")
        self.write("d/1", page(77))
        done = self.run_cli("-r", "d", "-o", "out", "--resume")
        self.assertIn("2 done before", done.err)
        self.assertIn("room 77", self.read("out/1.txt"))

    def test_failures_are_not_forgotten(self):
        self.write("d/1.jsonl", json.dumps({"id": "1", "text": PROSE}) + "\n{broken\n")
        self.write("d/2", page(2))
        self.assertIn("1 failed", self.run_cli("-r", "d", "-o", "out", status=3).err)
        done = self.run_cli("-r", "d", "-o", "out", "--resume", status=3)
        self.assertIn("d/1.jsonl: something in it failed before the run was stopped", done.err)
        self.assertIn("1 failed, 2 done before", done.err)
        self.write("d/1.jsonl", json.dumps({"id": "1", "text": PROSE}) + "\n")
        self.assertIn("1 done before", self.run_cli("-r", "d", "-o", "out", "--resume").err)
        self.assertNotIn("done before", self.run_cli("missing", "d/2", status=3).err)

    def test_other_options_are_refused(self):
        self.write("d/1", page(1))
        self.run_cli("-r", "d", "-o", "out")
        self.assertIn("other options", self.run_cli("-r", "d", "-o", "out", "--resume", "--recall", status=2).err)

    def stopped_stream(self, name, content, *args, status=0):
        """Feeds the first half, waits for a checkpoint, kills, and resumes with the whole."""
        fifo = self.dir / name
        os.mkfifo(fifo)
        run = subprocess.Popen([cli.PROGRAM, name, *args], cwd=self.dir, env=self.env)
        with open(fifo, "wb", buffering=0) as pipe:
            pipe.write(content[:len(content) // 3])
            time.sleep(0.7)
            pipe.write(content[len(content) // 3:len(content) // 2])
            time.sleep(0.4)
            run.send_signal(signal.SIGKILL)
            run.wait()
        fifo.unlink()
        self.write(name, content)
        return self.run_cli(name, *args, "--resume", status=status)

    def test_inside_one_output_file(self):
        content = b"".join(json.dumps({"id": str(n), "text": page(n)}).encode() + b"\n" for n in range(3000))
        self.write("whole.jsonl", content)
        self.run_cli("whole.jsonl", "-f", "jsonl", "-o", "expected.txt")
        self.stopped_stream("in.jsonl", content, "-f", "jsonl", "-o", "out.txt")
        self.assertEqual(self.read("out.txt"), self.read("expected.txt"))
        self.assertEqual([p.name for p in self.dir.glob(".*articlean*")], [])

    def test_failures_before_a_kill_count(self):
        lines = [json.dumps({"id": str(n), "text": page(n)}).encode() + b"\n" for n in range(3000)]
        lines[5] = b"{broken\n"
        content = b"".join(lines)
        for out in ("out.txt", "tree/"):
            with self.subTest(out):
                done = self.stopped_stream("in.jsonl", content, "-f", "jsonl", "-o", out, status=3)
                self.assertIn("failed before the run was stopped", done.err)
                (self.dir / "in.jsonl").unlink()

    def test_interrupt_removes_what_nobody_can_resume(self):
        os.mkfifo(self.dir / "pipe")
        run = subprocess.Popen([cli.PROGRAM, "pipe", "-o", "out.txt"], cwd=self.dir, env=self.env)
        with open(self.dir / "pipe", "wb", buffering=0) as pipe:
            pipe.write(PROSE.encode())
            time.sleep(0.2)
            self.assertEqual(len(list(self.dir.glob(".out.txt.articlean-part"))), 1)
            run.send_signal(signal.SIGTERM)
            self.assertEqual(run.wait(), -signal.SIGTERM)
        self.assertEqual({p.name for p in self.dir.iterdir()}, {".git", "pipe"})


if __name__ == "__main__":
    cli.main()
