"""What the tests of the program share: a scratch directory for each test and a way to run it."""
import os
import pathlib
import pty
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else "articlean"

PROSE = ("The library opened its doors again on Monday after two years of repairs, and several hundred people "
         "came to see the new reading room under the glass roof.\n")
MORE = ("Work had been delayed twice, the director said, because the old beams were weaker than the first "
        "survey had shown and had to be replaced one by one.\n")


class Case(unittest.TestCase):
    """Every test runs in its own empty directory, without configuration from outside."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.dir = pathlib.Path(scratch.name)
        (self.dir / ".git").mkdir()  # the search for .articlean.conf ends here
        self.env = {"PATH": os.environ["PATH"], "HOME": scratch.name, "LC_ALL": "C.UTF-8"}
        for name in ("LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"):
            if name in os.environ:
                self.env[name] = os.environ[name]

    def write(self, name, content=PROSE):
        path = self.dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def read(self, name):
        return (self.dir / name).read_text()

    def terminal(self):
        """Both ends of a terminal; the test is skipped where the system has none to give."""
        try:
            return pty.openpty()
        except OSError as error:
            self.skipTest(f"no terminal: {error}")

    def run_cli(self, *args, stdin=b"", status=0, env=None, timeout=60):
        """Runs the program and checks its exit status; stdout and stderr are text."""
        stdin = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run([PROGRAM, *map(str, args)], input=stdin, capture_output=True, cwd=self.dir,
                              env={**self.env, **(env or {})}, timeout=timeout)
        done.out = done.stdout.decode("utf-8", "surrogateescape")
        done.err = done.stderr.decode("utf-8", "surrogateescape")
        self.assertEqual(done.returncode, status, f"{args}: {done.out[:500]}\n{done.err[:500]}")
        return done


def main():
    unittest.main(argv=sys.argv[:1] + sys.argv[2:], verbosity=1)
