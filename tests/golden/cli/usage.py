"""Options, help, exit status, messages."""
import os
import re
import shutil
import signal
import subprocess

import cli
from cli import MORE, PROSE


class Options(cli.Case):
    def test_long_options_are_not_abbreviated(self):
        self.assertIn("did you mean --check?", self.run_cli("--che", status=2).err)
        self.assertIn("does not know 'utf-88'", self.run_cli("-e", "utf-88", status=2).err)
        self.assertIn("did you mean --explain?", self.run_cli("--expl=jsonl", status=2).err)

    def test_mistyped_option_names_the_nearest(self):
        self.assertIn("did you mean --recursive?", self.run_cli("--recusrive", status=2).err)
        self.assertIn("did you mean --dedupe?", self.run_cli("--dedup", "x", status=2).err)
        self.assertIn("'articlean --help'", self.run_cli("--zzzzzzzz", status=2).err)
        self.assertIn("unknown option '-Q'", self.run_cli("-Q", status=2).err)

    def test_bad_arguments(self):
        for args, words in ((["--to"], "needs an argument"), (["--check=1"], "takes no argument"),
                            (["--to=pdf"], "use one of text,markdown,jsonl"), (["-t", "pdf"], "--to"),
                            (["--jobs=x"], "needs a number"), (["--max-input=8Q"], "size such as 512K"),
                            (["--max-input=1"], "at least 4K"), (["--fail-below=2"], "from 0 to 1"),
                            (["--only=strip,cook"], "does not know 'cook'"), (["--keep=foo"], "use one of title,"),
                            (["--max-input=99999999999999999999"], "size"), (["--timeout=-1"], "--timeout")):
            with self.subTest(args):
                self.assertIn(words, self.run_cli(*args, status=2).err)

    def test_contradictions(self):
        self.write("a")
        for args in (["-i", "-o", "x", "a"], ["-i", "--check", "a"], ["-i"], ["-i", "-"], ["--check", "-t", "jsonl"],
                     ["--resume", "a"], ["a", "--removed=-"], ["a", "-o", "x", "--removed=-", "--stats=-"], ["-q", "-v"], ["-0"], ["--config=x", "--no-config"], ["--check", "-o", "x"]):
            with self.subTest(args):
                self.run_cli(*args, status=2)
        self.assertEqual(self.read("a"), PROSE)

    def test_options_and_files_in_any_order(self):
        self.write("a")
        self.write("-b", MORE)
        self.assertEqual(self.run_cli("a", "-t", "text").out, PROSE)
        self.assertEqual(self.run_cli("-t", "text", "--", "-b").out, MORE)

    def test_dash_is_stdin(self):
        self.write("a")
        self.assertEqual(self.run_cli("-", stdin=MORE).out, MORE)
        self.assertEqual(self.run_cli("a", "-", stdin=MORE).out, PROSE + "\f\n" + MORE)
        self.assertEqual(self.run_cli(stdin=PROSE).out, PROSE)

    def test_help_shows_every_group_in_80_columns(self):
        out = self.run_cli("--help").out
        for group in ("Input:", "Cleaning:", "Dedupe:", "Output:", "Look or check:", "Rules and", "Run:", "Exit"):
            self.assertIn("\n" + group, out)
        self.assertLessEqual(max(map(len, out.splitlines())), 79)

    def test_version(self):
        self.assertRegex(self.run_cli("-V").out, r"^articlean \d+\.\d+\.\d+\n$")

    def test_terminal_without_arguments_gets_short_help(self):
        main, side = self.terminal()
        done = subprocess.run([cli.PROGRAM], stdin=side, capture_output=True, env=self.env, cwd=self.dir, timeout=20)
        os.close(main)
        os.close(side)
        self.assertEqual((done.returncode, done.stdout), (2, b""))
        self.assertIn(b"Usage: articlean", done.stderr)


class Completions(cli.Case):
    def names(self):
        return set(re.findall(r"--([a-z-]+)", self.run_cli("--help").out)) - {"fail-"}

    def test_every_shell_knows_every_option(self):
        for shell, pattern in (("bash", r"--([a-z][a-z-]+)"), ("zsh", r"--([a-z][a-z-]+)"), ("fish", r" -l ([a-z-]+)")):
            with self.subTest(shell):
                out = self.run_cli("--completions=" + shell).out
                self.assertLessEqual(self.names(), set(re.findall(pattern, out)))

    def test_shells_accept_the_scripts(self):
        for shell, args in (("bash", ["-n"]), ("zsh", ["-n"]), ("fish", ["--no-execute"])):
            if not shutil.which(shell):
                continue
            with self.subTest(shell):
                self.write("script", self.run_cli("--completions=" + shell).out)
                done = subprocess.run([shell, *args, "script"], cwd=self.dir, env=self.env, capture_output=True)
                self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_bash_completes(self):
        if not shutil.which("bash"):
            self.skipTest("no bash")
        self.write("script", self.run_cli("--completions=bash").out)

        def complete(*words):
            code = f"source ./script; COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; _articlean; " \
                   "printf '%s\\n' \"${COMPREPLY[@]}\""
            return subprocess.run(["bash", "-c", code], cwd=self.dir, env=self.env, capture_output=True,
                                  text=True, check=True).stdout.split()
        self.assertEqual(complete("articlean", "--to", "=", "j"), ["jsonl"])
        self.assertEqual(complete("articlean", "-t", "ma"), ["markdown"])
        self.assertEqual(complete("articlean", "--in-p"), ["--in-place"])
        self.assertEqual(complete("articlean", "scr"), ["script"])


class ExitStatus(cli.Case):
    def test_missing_file_is_partial_and_named(self):
        self.write("a")
        done = self.run_cli("a", "missing", status=3)
        self.assertEqual(done.out, PROSE)
        self.assertIn("articlean: missing: No such file or directory\n", done.err)

    def test_directory_needs_r(self):
        self.write("d/a")
        self.assertIn("d: is a directory; -r walks it", self.run_cli("d", status=3).err)

    def test_full_disk(self):
        self.write("a")
        with open("/dev/full", "wb") as full:
            done = subprocess.run([cli.PROGRAM, "a"], stdout=full, stderr=subprocess.PIPE, cwd=self.dir, env=self.env)
        self.assertEqual(done.returncode, 3)
        self.assertIn(b"standard output: No space left on device", done.stderr)
        self.run_cli("a", "-o", "/dev/full", status=3)
        self.run_cli("--help", status=0)

    def test_closed_stdout(self):
        self.write("a")
        done = subprocess.run(["sh", "-c", f"'{cli.PROGRAM}' a >&-"], cwd=self.dir, env=self.env, capture_output=True)
        self.assertEqual(done.returncode, 3)

    def test_sigpipe_is_quiet(self):
        self.write("a", (PROSE + "\n") * 1)
        names = ["a"] * 3000
        run = subprocess.Popen([cli.PROGRAM, *names], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.dir,
                               env=self.env)
        run.stdout.read(10)
        run.stdout.close()
        self.assertEqual(run.stderr.read(), b"")
        run.stderr.close()
        self.assertEqual(run.wait(), -signal.SIGPIPE)

    def test_bytes_that_do_not_decode(self):
        page = PROSE.replace("glass", "\u73bb\u7483").encode("gb18030").replace(b"roof", b"ro\xffof")
        self.assertIn("ro\ufffdof", self.run_cli("-e", "gb18030", stdin=page).out)
        done = self.run_cli("-e", "gb18030", "--decode-errors=fail", stdin=page, status=3)
        self.assertEqual(done.out, "")
        self.assertIn("cannot be decoded", done.err)

    def test_fail_on_empty(self):
        self.run_cli("--fail-on-empty", stdin="", status=1)
        self.run_cli("--fail-on-empty", stdin=PROSE, status=0)

    def test_empty_input_gives_empty_output(self):
        self.assertEqual(self.run_cli(stdin="").out, "")


class Messages(cli.Case):
    def test_escape_sequences_never_reach_the_terminal(self):
        name = "a\x1b[2Jb\nc\x9b1m\u202e.txt"
        err = self.run_cli(name, status=3).err
        self.assertNotIn("\x1b", err)
        self.assertNotIn("\x9b", err)
        self.assertNotIn("\u202e", err)
        self.assertEqual(err.count("\n"), 1)
        self.assertIn("a\\x1B[2Jb\\x0Ac", err)
        self.assertNotIn("\x1b", self.run_cli("--\x1b[2J", status=2).err)

    def test_quiet_only_says_what_failed(self):
        self.write("d/a")
        self.assertEqual(self.run_cli("-q", "-r", "d", "-o", "out").err, "")
        self.assertIn("missing", self.run_cli("-q", "missing", status=3).err)

    def test_stdin_name(self):
        self.assertIn("feed.txt", self.run_cli("--check", "--stdin-name=feed.txt", stdin=PROSE + "\n\n\n", status=1).out)


if __name__ == "__main__":
    cli.main()
