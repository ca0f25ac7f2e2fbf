"""What the system may do to a run: memory that ends, calls that are interrupted, input that goes away."""
import gzip
import json
import os
import subprocess
import sys
import time
import unittest

import cli
from cli import MORE, PROSE
from corpus_runs import page, warc_record

SHIM = os.path.abspath(sys.argv.pop(2))


@unittest.skipIf(os.environ.get("ARTICLEAN_SANITIZED"), "sanitizers have an allocator of their own")
class Faults(cli.Case):
    def faulty(self, *args, stdin=b"", **faults):
        """(finished run, whether an allocation failed in it)."""
        ours, theirs = os.pipe()
        env = {**self.env, "LD_PRELOAD": SHIM, "FAULTS_FD": str(theirs), **{f"FAULTS_{k}": str(v) for k, v in faults.items()}}
        done = subprocess.run([cli.PROGRAM, *args], input=stdin, capture_output=True, cwd=self.dir, env=env, pass_fds=[theirs],
                              timeout=60)
        os.close(theirs)
        with os.fdopen(ours, "rb") as pipe:
            return done, pipe.read() == b"hit"

    def every_allocation(self, *args, stdin=b""):
        whole = self.run_cli(*args, stdin=stdin).stdout
        n = 0
        while True:
            done, was_hit = self.faulty(*args, stdin=stdin, ALLOC=n)
            if not was_hit:
                break
            self.assertIn(done.returncode, (0, 3, 4), f"allocation {n}: {done.stderr[:500]}")
            if done.returncode == 0:
                self.assertEqual(done.stdout, whole, f"allocation {n}")
            else:
                self.assertTrue(done.stderr.startswith(b"articlean: "), f"allocation {n}: {done.stderr[:500]}")
            n += 1
        self.assertEqual((done.returncode, done.stdout), (0, whole))
        self.assertGreater(n, 50)

    def test_every_allocation_of_a_page(self):
        self.every_allocation("-t", "jsonl", stdin=f"<title>x</title><p>{PROSE}<p class='a &amp; b'>{MORE}".encode())

    def test_every_allocation_of_a_container_in_a_corpus(self):
        self.write("own.rules", "rule own.any.x\nclass share\nscope line\naction drop\nwords buy it\nhit buy it\nmiss by it\n")
        content = gzip.compress(b"".join(warc_record(n) for n in range(2)))
        self.write("c.warc.gz", content)
        self.every_allocation("-t", "jsonl", "--dedupe=corpus", "--rules=own.rules", "--explain=jsonl", "c.warc.gz")

    def test_short_and_interrupted_calls(self):
        lines = b"".join(json.dumps({"id": f"r{n}", "text": page(n)}).encode() + b"\n" for n in range(20))
        warc = gzip.compress(b"".join(warc_record(n) for n in range(20)))
        for content in (lines, warc, (PROSE + "\n" + MORE).encode("utf-16")):
            whole = self.run_cli("-t", "jsonl", stdin=content).stdout
            for size in (1, 7):
                done, _ = self.faulty("-t", "jsonl", stdin=content, SHORT=size)
                self.assertEqual((done.returncode, done.stdout), (0, whole), done.stderr)
        self.write("in", PROSE + "\n" + MORE)
        self.faulty("in", "-o", "out.txt", SHORT=5)
        self.assertEqual(self.read("out.txt"), self.run_cli("in").out)

    def test_input_that_is_cut_or_deleted_while_it_is_read(self):
        for harm in (lambda: os.truncate(self.dir / "in", 100), lambda: os.unlink(self.dir / "in")):
            self.write("in", (PROSE + "\n") * 4000)
            env = {**self.env, "LD_PRELOAD": SHIM, "FAULTS_SHORT": "64"}
            with subprocess.Popen([cli.PROGRAM, "in", "-o", "out.txt"], cwd=self.dir, env=env, stderr=subprocess.PIPE) as run:
                time.sleep(0.02)
                harm()
                run.stderr.read()
            self.assertIn(run.returncode, (0, 3))
            (self.dir / "out.txt").read_bytes().decode()
            self.assertEqual(sorted(p.name for p in self.dir.glob(".out*")), [])


if __name__ == "__main__":
    cli.main()
