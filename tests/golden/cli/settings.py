"""Configuration files, rules, colors."""
import os
import re
import subprocess

import cli
from cli import MORE, PROSE


class Config(cli.Case):
    def dumped(self, *args, **kwargs):
        out = self.run_cli("--dump-config", *args, **kwargs).out
        pairs = [line.split(" = ", 1) for line in out.splitlines() if not line.startswith("#")]
        return dict(pairs), out

    def test_defaults_are_dumped(self):
        settings, out = self.dumped()
        self.assertEqual((settings["to"], settings["jobs"], settings["max-input"]), ("text", "1", "8388608"))
        self.assertIn("configuration file: none", out)

    def test_dump_is_a_configuration_file(self):
        first = self.dumped("--recall", "-j3", "--keep=nav,ad", "--skip=dedupe", "--exclude=*.bak", "-e", "gbk",
                            "--timeout=1.5", "--max-input=64K", "--fail-below=0.25")[1]
        self.write("c", first)
        again = self.dumped("--config=c")[1]
        self.assertEqual(first.split("\n", 1)[1], again.split("\n", 1)[1])

    def test_nearest_file_up_to_the_repository(self):
        self.write(".articlean.conf", "to = markdown\n")
        self.write("repo/.git/HEAD", "")
        self.write("repo/sub/x", PROSE)
        self.write("plain/x", PROSE)

        def to(directory):
            self.dir, home = self.dir / directory, self.dir
            try:
                return self.dumped()[0]["to"]
            finally:
                self.dir = home
        self.assertEqual(to("plain"), "markdown")
        self.assertEqual(to("repo/sub"), "text")
        self.write("repo/.articlean.conf", "to = jsonl\n")
        self.assertEqual(to("repo/sub"), "jsonl")

    def test_order_of_precedence(self):
        self.write(".articlean.conf", "jobs = 2\nprecision\n")
        self.write("env.conf", "jobs = 3\n")
        self.write("asked.conf", "jobs = 4\n")
        env = {"ARTICLEAN_CONFIG": "env.conf"}
        self.assertEqual(self.dumped()[0]["jobs"], "2")
        self.assertEqual(self.dumped(env=env)[0]["jobs"], "3")
        self.assertEqual(self.dumped("--config=asked.conf", env=env)[0]["jobs"], "4")
        self.assertEqual(self.dumped("--config=asked.conf", "-j5", env=env)[0]["jobs"], "5")
        self.assertEqual(self.dumped("--no-config", env=env)[0]["jobs"], "1")
        self.assertEqual(self.dumped()[0]["precision"], "yes")

    def test_personal_file(self):
        self.write("home/.config/articlean/config", "jobs = 7\n")
        self.write("xdg/articlean/config", "jobs = 8\n")
        self.assertEqual(self.dumped(env={"HOME": str(self.dir / "home")})[0]["jobs"], "7")
        self.assertEqual(self.dumped(env={"XDG_CONFIG_HOME": str(self.dir / "xdg")})[0]["jobs"], "8")

    def test_syntax(self):
        self.write(".articlean.conf", "# a comment\r\n\n  to=markdown  \nexclude = a # b ; c\\\nhidden = yes\n"
                                      "follow = no\nrecursive\n")
        settings = self.dumped()[0]
        self.assertEqual((settings["to"], settings["exclude"]), ("markdown", "a # b ; c\\"))
        self.assertEqual((settings.get("hidden"), settings.get("follow"), settings.get("recursive")),
                         ("yes", None, "yes"))

    def test_errors_name_line_and_column(self):
        for text, words in (("to = pdf\n", ":1:6: to does not know 'pdf'; use one of text,markdown,jsonl"),
                            ("\n  prescision\n", ":2:3: unknown key 'prescision'; did you mean precision?"),
                            ("output = x\n", ":1:1: 'output' has a meaning on the command line only"),
                            ("to\n", ":1:3: 'to' needs '= FORMAT'"), ("to text\n", ":1:4: expected '='"),
                            ("jobs = many\n", ":1:8: jobs needs a number"), ("a\0b\n", ": a NUL byte"),
                            ("hidden = maybe\n", ":1:10: hidden does not know 'maybe'; use yes or no")):
            with self.subTest(text):
                self.write(".articlean.conf", text)
                done = self.run_cli(status=2, stdin=PROSE)
                self.assertIn(words, done.err)
                self.assertEqual(done.out, "")

    def test_missing_file_that_was_asked_for(self):
        self.run_cli("--config=missing", status=2, stdin=PROSE)

    def test_paths_are_relative_to_the_file(self):
        self.write("conf/my.conf", "rules = my.rules\n")
        err = self.run_cli("--config=conf/my.conf", status=2, stdin=PROSE).err
        self.assertRegex(err, r"/conf/my\.rules: No such file")

    def test_help_works_with_a_broken_file(self):
        self.write(".articlean.conf", "nonsense\n")
        self.run_cli("--help")
        self.run_cli("--version")


class Rules(cli.Case):
    def test_list_and_show(self):
        lines = self.run_cli("--list-rules").out.splitlines()
        self.assertTrue(lines)
        shown = self.run_cli("--show-rule=" + lines[0].split()[0]).out
        self.assertIn(lines[0].split()[0].rsplit(".", 1)[-1], shown)
        self.assertIn("--list-rules lists them", self.run_cli("--show-rule=none.such", status=2).err)
        self.assertEqual(self.run_cli("--list-rules", "--no-default-rules").out, "")

    def test_built_in_examples_pass(self):
        self.assertRegex(self.run_cli("--test-rules").err, r"articlean: \d+ examples passed\n")

    def test_bad_rule_file_names_the_line(self):
        self.write("bad.rules", "this is not a rule\n")
        self.assertRegex(self.run_cli("--rules=bad.rules", status=2, stdin=PROSE).err, r"bad\.rules:1(:\d+)?: ")
        self.run_cli("--test-rules=bad.rules", status=2)

    def test_missing_rule_file(self):
        self.assertIn("No such file", self.run_cli("--rules=missing", status=2, stdin=PROSE).err)


class Colors(cli.Case):
    def on_terminal(self, *args, env=None):
        """stdout of a run that has a terminal there."""
        main, side = self.terminal()
        run = subprocess.Popen([cli.PROGRAM, *args], cwd=self.dir, env={**self.env, **(env or {})}, stdout=side,
                               stderr=subprocess.DEVNULL)
        os.close(side)
        seen = b""
        try:
            while part := os.read(main, 65536):
                seen += part
        except OSError:
            pass
        os.close(main)
        run.wait()
        return seen.decode()

    def test_terminal_decides_unless_told(self):
        self.write("a", PROSE + "\n\n\n" + MORE)
        self.assertIn("\x1b[31m-", self.on_terminal("--diff", "a"))
        self.assertIn("\x1b[", self.on_terminal("--explain", "a"))
        for args, env in ((["--color=never"], {}), ([], {"NO_COLOR": "1"}), ([], {"TERM": "dumb"})):
            self.assertNotIn("\x1b", self.on_terminal("--diff", "a", *args, env=env))
        self.assertNotIn("\x1b", self.run_cli("--diff", "a", status=1).out)

    def test_a_diff_cannot_drive_the_terminal(self):
        self.write("a", f"\x1b]0;title\x07{PROSE}\n\n\n{MORE}")
        self.assertNotIn("\x1b]", self.on_terminal("--diff", "--color=never", "a"))

    def test_rules_of_a_host(self):
        self.write("site.rules", "rule my.en.slogan\nclass ad\nscope block\naction drop\nhost gazette.example\n"
                                 "words under the glass roof\nhit It stood under the glass roof.\nmiss It has a glass roof.\n")
        args = ("--rules=site.rules", "-f", "text")
        for url, stays in (("https://gazette.example/1", False), ("http://news.gazette.example/1", False),
                           ("https://example.org/", True), ("https://notgazette.example/", True)):
            out = self.run_cli(*args, "--url=" + url, stdin=PROSE + "\n" + MORE).out
            self.assertEqual("glass roof" in out, stays, url)


if __name__ == "__main__":
    cli.main()
