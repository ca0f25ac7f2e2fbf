"""Containers, compressed input, large documents, limits, counts and the progress line."""
import bz2
import gzip
import json
import lzma
import os
import re
import resource
import shutil
import signal
import subprocess
import threading
import time

import cli
from cli import MORE, PROSE
from corpus_runs import page, warc_record

ROOMS = re.compile(r"about room (\d+)\.")


class Containers(cli.Case):
    def setUp(self):
        super().setUp()
        self.warc = b"".join(warc_record(n) for n in range(60))
        self.jsonl = b"".join(json.dumps({"id": f"r{n}", "text": page(n), "n": n}).encode() + b"\n" for n in range(60))

    def test_records_in_order_for_any_number_of_threads(self):
        self.write("c.warc", self.warc)
        self.write("c.jsonl", self.jsonl)
        seen = {self.run_cli("-t", "jsonl", "-j", n, "c.warc", "c.jsonl").out for n in ("1", "3", "8")}
        self.assertEqual(len(seen), 1)
        records = [json.loads(line) for line in seen.pop().splitlines()]
        self.assertEqual([r["id"] for r in records[:2] + records[-1:]], ["urn:uuid:0", "urn:uuid:1", "r59"])
        self.assertEqual(records[5]["url"], "http://example.org/5")
        self.assertEqual(records[70]["metadata"]["n"], 10)

    def test_compressed_input(self):
        whole = self.run_cli(stdin=self.warc).out
        self.assertEqual(whole.count("\f\n"), 59)
        members = b"".join(gzip.compress(warc_record(n)) for n in range(60))
        for content in (gzip.compress(self.warc), members, lzma.compress(self.warc), bz2.compress(self.warc)):
            self.assertEqual(self.run_cli(stdin=content).out, whole)
        if shutil.which("zstd"):
            content = subprocess.run(["zstd", "-q"], input=self.warc, capture_output=True, check=True).stdout
            self.assertEqual(self.run_cli(stdin=content).out, whole)

    def test_broken_stream_is_partial_and_keeps_what_was_there(self):
        content = gzip.compress(self.warc)
        self.write("c.warc.gz", content[:len(content) // 2])
        done = self.run_cli("c.warc.gz", status=3)
        self.assertGreater(len(ROOMS.findall(done.out)), 5)
        self.assertIn("articlean: c.warc.gz", done.err)

    def test_bad_record_keeps_its_place(self):
        lines = self.jsonl.splitlines(True)
        lines[3] = b'{"id": "r3", "text": \n'
        done = self.run_cli("-t", "jsonl", "-f", "jsonl", stdin=b"".join(lines), status=3)
        records = [json.loads(line) for line in done.out.splitlines()]
        self.assertEqual(len(records), 60)
        self.assertIn("error", records[3])
        self.assertEqual(len(done.err.splitlines()), 1, done.err)
        self.assertEqual(records[4]["id"], "r4")

    def test_containers_are_not_rewritten(self):
        self.write("c.warc", self.warc)
        self.write("c.jsonl", self.jsonl)
        self.run_cli("-i", "c.warc", "c.jsonl")
        self.assertIn("left alone: a container", self.run_cli("--check", "-v", "c.warc", "c.jsonl").err)
        self.assertEqual((self.dir / "c.warc").read_bytes(), self.warc)
        self.assertEqual((self.dir / "c.jsonl").read_bytes(), self.jsonl)

    def test_resume_inside_a_warc(self):
        for to, suffix in (("text", "txt"), ("jsonl", "jsonl")):
            content = b"".join(warc_record(n) for n in range(4000))
            self.write("whole.warc", content)
            self.run_cli("whole.warc", "-t", to, "-o", f"expected.{suffix}", "--removed=expected.removed")
            os.mkfifo(self.dir / "part.warc")
            args = ["part.warc", "-t", to, "-o", f"out.{suffix}", "--removed=out.removed"]
            run = subprocess.Popen([cli.PROGRAM, *args], cwd=self.dir, env=self.env)
            with open(self.dir / "part.warc", "wb", buffering=0) as pipe:
                for part in range(4):
                    pipe.write(content[part * 100000:(part + 1) * 100000])
                    time.sleep(0.6)
                run.send_signal(signal.SIGKILL)
                run.wait()
            journal = self.read(f".out.{suffix}.articlean-journal")
            self.assertGreater(int(re.findall(r"^@ \d+ \w+ (\d+)", journal, re.M)[-1]), 100)
            (self.dir / "part.warc").unlink()
            os.link(self.dir / "whole.warc", self.dir / "part.warc")
            self.run_cli(*args, "-j2", "--resume")
            self.assertEqual(self.read(f"out.{suffix}"), self.read(f"expected.{suffix}").replace("whole.warc", "part.warc"))
            self.assertEqual(self.read("out.removed"), self.read("expected.removed"))
            (self.dir / "part.warc").unlink()


class Large(cli.Case):
    def test_windows_are_joined_and_memory_is_bounded(self):
        text = "".join(f"{PROSE[:-1]} This is paragraph {n}, about room {n}.\n\n" for n in range(120000))
        self.write("big", text)
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        out = self.run_cli("--max-input=256K", "big").out
        if "ASAN_OPTIONS" not in os.environ:
            self.assertLess(max(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, before), 160 << 10)
        self.assertEqual([int(n) for n in ROOMS.findall(out)], list(range(120000)))
        self.assertNotIn("\f", out)
        self.assertNotIn("\n\n\n", out)

    def test_one_long_line(self):
        out = self.run_cli("--max-input=64K", stdin=(PROSE[:-1] + " ") * 8000).out
        self.assertGreater(len(out), 1000)


class Limits(cli.Case):
    def test_memory(self):
        self.write("a", page(1))
        self.write("big", ("图书馆在维修两年之后于星期一重新开放，几百人前来参观玻璃屋顶下的新阅览室。\n" * 5000).encode("gb18030"))
        done = self.run_cli("--max-memory=256K", "a", "big", "a", status=3)
        self.assertIn("articlean: big: over --timeout or --max-memory", done.err)
        self.assertEqual(len(ROOMS.findall(done.out)), 2)

    def test_time(self):
        self.write("big", "".join(f"{PROSE[:-1]} Number {n}.\n\n" for n in range(30000)))
        done = self.run_cli("--timeout=0.001", "big", "-t", "jsonl", status=3)
        self.assertEqual({"error" in json.loads(line) for line in done.out.splitlines()}, {True})
        self.run_cli("--timeout=60", "big")

    def test_fail_below(self):
        self.assertIn("is below 1", self.run_cli("--fail-below=1", stdin="x y\n", status=1).err)
        self.run_cli("--fail-below=0", stdin=PROSE)


class Counts(cli.Case):
    def test_stats(self):
        self.write("a", f"Home\nAbout us\n\n{PROSE}\n{MORE}\nCopyright 2020 Example Ltd. All rights reserved.\n")
        self.run_cli("a", "--stats=s.json", "-o", "out", "--removed=removed")
        stats = json.loads(self.read("s.json"))
        removed = [json.loads(line) for line in self.read("removed").splitlines()]
        self.assertEqual((stats["documents"], stats["blocks"]), (1, stats["kept"] + stats["removed"]))
        self.assertEqual(sum(r["removed"] for r in stats["reasons"].values()), stats["removed"])
        self.assertEqual({r["rule"] for r in removed}, {k for k, r in stats["reasons"].items() if r["removed"]})
        table = self.run_cli("a", "--stats", "-o", "out").err
        self.assertIn("documents               1\n", table)

    def test_explain(self):
        self.write("a", f"Home\n\n{PROSE}\n{MORE}\n")
        lines = [json.loads(line) for line in self.run_cli("--explain=jsonl", "a").out.splitlines()]
        blocks = [line for line in lines if "verdict" in line]
        self.assertEqual([b["text"] + "\n" for b in blocks if b["verdict"] == "keep"], [PROSE, MORE])
        self.assertIn("Home", self.run_cli("--explain", "a").out)
        self.assertNotIn("\x1b", self.run_cli("--explain", "a").out)
        self.assertIn("\x1b[", self.run_cli("--explain", "--color=always", "a").out)

    def test_explain_begins_with_what_happened(self):
        page = "Home\nNews\n\n" + PROSE + "\nShare this\n"
        lines = self.run_cli("--explain", stdin=page).out.splitlines()
        self.assertRegex(lines[0], r"^# -: utf-8 \(nothing but ASCII\), \d of \d blocks kept, confidence [01]\.\d\d$")
        column = lines[1].index("reason")
        for line in lines[2:]:
            self.assertRegex(line[:column], r"^[+-] [a-z]+ +(\d\.\d\d|-) +\d+-\d+  $")
        self.assertIn("# -: no text in it", self.run_cli("--explain", stdin="").out)
        self.assertIn("# -: an image: leave it out", self.run_cli("--explain", stdin=b"\x89PNG\r\n\x1a\n\0", status=3).out)
        self.write("1", page)
        self.write("2", page)
        self.assertIn("\n# exact copy of 1\n", self.run_cli("--explain", "--dedupe=corpus", "1", "2").out)

    def test_a_class_can_be_kept(self):
        page = "Home\n\n" + PROSE + "\n" + MORE + "\nShare this\n"
        self.assertNotIn("Share", self.run_cli(stdin=page).out)
        self.assertIn("Share this\n", self.run_cli("--keep=share", stdin=page).out)
        self.assertIn("Home\n", self.run_cli("--keep=nav", stdin=page).out)

    def test_summary(self):
        for n in range(3):
            self.write(f"d/{n}", page(n))
        self.write("d/empty", "")
        self.assertRegex(self.run_cli("-r", "d", "-o", "out").err,
                         r"^articlean: 4 inputs, 4 documents, 1 empty; \d+ bytes in, \d+ bytes out\n$")
        self.assertEqual(self.run_cli("-r", "d").err, "")

    def progress(self, *args, env=None):
        """stderr of a run that has a terminal there."""
        main, side = self.terminal()
        run = subprocess.Popen([cli.PROGRAM, *args], cwd=self.dir, env={**self.env, **(env or {})}, stderr=side,
                               stdout=subprocess.DEVNULL)
        os.close(side)
        seen = b""
        try:
            while True:
                part = os.read(main, 65536)
                if not part:
                    break
                seen += part
        except OSError:
            pass
        os.close(main)
        self.assertEqual(run.wait(), 0)
        return seen.decode()

    def test_progress(self):
        for n in range(30):
            self.write(f"d/{n:02}", "".join(f"{PROSE[:-1]} Number {n} {m}.\n\n" for m in range(500)))
        os.mkfifo(os.path.join(self.dir, "slow"))

        def feed():
            with open(os.path.join(self.dir, "slow"), "w") as slow:
                time.sleep(1)
                slow.write(PROSE)

        feeder = threading.Thread(target=feed)
        feeder.start()
        seen = self.progress("-r", "slow", "d", "-o", "out")
        feeder.join()
        self.assertRegex(seen, r"\d+/31 files, \d+ documents, [\d.]+ MB, [\d.]+ MB/s, \d+/s, \d+ %, \d+:\d\d:\d\d left")
        self.assertTrue(seen.rstrip().splitlines()[-1].split("\x1b[K")[-1].startswith("articlean: 31 inputs"))
        self.assertNotIn("\x1b", self.progress("-r", "d", "-o", "out", env={"TERM": "dumb"}))
        self.assertNotIn("\x1b", self.progress("-r", "d", "-o", "out", "--progress=never"))


if __name__ == "__main__":
    cli.main()
