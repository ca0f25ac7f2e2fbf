"""The HTML report: well-formed, self-contained, safe, and it works in a browser."""
import html.parser
import json
import re
import shutil
import subprocess
import unittest

import cli
from cli import MORE, PROSE

PAGE = (f"<html><head><title>A day at the library</title></head><body><nav><a href=/>Home</a> <a href=/n>News</a></nav>"
        f"<article><h1>A day at the library</h1><p>{PROSE}</p><p>{MORE} It was a do\u00e2\u20ac\u2122nt.</p>"
        "<p>The &lt;script&gt;alert(1)&lt;/script&gt; &quot;quoted&quot; &amp; odd text of a paragraph is text, and the "
        "reader of the report sees it as such, with all its marks.</p></article>"
        "<footer>Copyright 2020 Example Ltd. All rights reserved.</footer></body></html>")
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Parser(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.seen, self.wrong, self.outside = [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        self.outside += [v for k, v in attrs if k in ("src", "href")]
        if tag not in ("meta", "input", "tr", "td", "th"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


class Report(cli.Case):
    def setUp(self):
        super().setUp()
        self.write("page \"<b>.html", PAGE)
        self.run_cli("page \"<b>.html", "--report=r.html", "-o", "out.txt", "--url=https://example.org/?a=<b>&c=\"")
        self.page = self.read("r.html")

    def test_well_formed_and_self_contained(self):
        parser = Parser()
        parser.feed(self.page)
        parser.close()
        self.assertEqual((parser.open, parser.wrong, parser.outside), ([], [], []))
        self.assertEqual([tag for tag, _ in parser.seen].count("script"), 1)
        self.assertEqual([tag for tag, _ in parser.seen].count("b"), 0)

    def test_every_block_has_its_reason(self):
        blocks = [a for tag, a in self.attributes() if tag == "div"]
        self.assertTrue([a for a in blocks if " d " in f" {a['class']} "])
        for a in blocks:
            self.assertRegex(a["title"], r"^(kept|removed): .+; bytes \d+ to \d+")

    def attributes(self):
        parser = Parser()
        parser.feed(self.page)
        return parser.seen

    def test_counts_by_rule(self):
        rows = dict(re.findall(r'<tr data-why="([^"]+)"><td>[^<]+<td>(\d+)', self.page))
        blocks = [a["data-why"] for tag, a in self.attributes() if tag == "div" and "b d" in a["class"]]
        self.assertEqual({why: blocks.count(why) for why in set(blocks)}, {k: int(v) for k, v in rows.items() if v != "0"})

    @unittest.skipUnless(BROWSER, "no browser is installed")
    def test_clicks_in_a_browser(self):
        probe = """<script>
        const shown = s => [...document.querySelectorAll(s)].filter(e => e.offsetParent !== null).length;
        const out = {kept: shown('.b.k'), dropped: shown('.b.d')};
        document.getElementById('d').click(); out.without = shown('.b.d'); document.getElementById('d').click();
        const row = document.querySelector('tr[data-why]'); row.click();
        out.only = shown('.b'); out.said = document.getElementById('only').textContent; row.click();
        out.again = shown('.b'); document.title = JSON.stringify(out);</script>"""
        self.write("probe.html", self.page.replace("</body>", probe + "</body>"))
        done = subprocess.run([BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={self.dir}/profile",
                               "--dump-dom", f"file://{self.dir}/probe.html"], capture_output=True, text=True, timeout=60)
        found = re.search(r"<title>(\{.*?\})</title>", done.stdout)
        self.assertTrue(found, done.stderr[-500:])
        out = json.loads(html.unescape(found.group(1)))
        self.assertGreater(out["kept"], 2)
        self.assertGreater(out["dropped"], 0)
        self.assertEqual((out["without"], out["again"]), (0, out["kept"] + out["dropped"]))
        self.assertTrue(0 < out["only"] < out["again"] and out["said"].startswith("only "), out)


if __name__ == "__main__":
    cli.main()
