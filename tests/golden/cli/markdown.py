"""Markdown in place: the source is mended, its constructs stay byte for byte."""
import html
import re
import shutil
import subprocess
import unittest

import cli
from cli import MORE, PROSE

ZERO_WIDTH = "\u200b"
DOCUMENT = f"""---
title:  "A  tit{ZERO_WIDTH}le"
tags: [a,  b]
---

Setext  heading
===============

{PROSE}
* item   with [a  li{ZERO_WIDTH}nk](http://example.org/a{ZERO_WIDTH}b "x")
* `co{ZERO_WIDTH}de`  and <b>ht{ZERO_WIDTH}ml</b>

| a  | b{ZERO_WIDTH} |
|:---|--:|
| 1  | 2  |

```text
Share{ZERO_WIDTH}  this
```

    indented{ZERO_WIDTH}  code

{MORE}

[ref]: http://example.org/{ZERO_WIDTH}
"""


class Markdown(cli.Case):
    def test_constructs_stay(self):
        self.write("a.md", DOCUMENT)
        self.run_cli("--check", "a.md")
        self.run_cli("-i", "a.md")
        self.assertEqual(self.read("a.md"), DOCUMENT)

    def test_prose_is_mended(self):
        dirty = DOCUMENT.replace("glass roof", f"gla{ZERO_WIDTH}ss roof").replace("the first", "the don\u00e2\u20ac\u2122t first")
        self.write("a.md", dirty)
        diff = self.run_cli("--diff", "a.md", status=1).out
        self.assertEqual([line[0] for line in diff.splitlines()[2:] if line[0] in "+-"], ["-", "+", "-", "+"])
        self.run_cli("-i", "a.md")
        self.assertEqual(self.read("a.md"), DOCUMENT.replace("the first", "the don\u2019t first"))
        self.run_cli("--check", "a.md")

    def test_crlf_and_hard_breaks_stay(self):
        text = (PROSE + "A hard break  \nfollows.\n\n\n\n" + MORE).replace("\n", "\r\n").encode()
        self.write("a.md", text)
        self.run_cli("-i", "a.md")
        self.assertEqual((self.dir / "a.md").read_bytes(), text)

    def test_unclosed_constructs(self):
        for text in ("```\nnever closed" + ZERO_WIDTH, "[never " + ZERO_WIDTH, "`x " + ZERO_WIDTH, "---\nno: end" + ZERO_WIDTH,
                     "[" * 1000, "<" * 1000, "`" * 100, "\\", "[x]:", "|", "|-|", ""):
            self.write("a.md", f"{PROSE}\n{text}")
            self.run_cli("-i", "a.md")
            self.assertTrue(self.read("a.md").startswith(PROSE))

    def test_equal_headings_stay(self):
        text = f"# One\n\n## Fixed\n\n{PROSE}\n## Fixed\n\n{MORE}"
        self.write("a.md", text)
        self.run_cli("--check", "a.md")

    def test_repeated_paragraph_goes(self):
        self.write("a.md", f"# One\n\n{PROSE}\n{MORE}\n{PROSE}\n")
        self.assertIn("1 block removed (", self.run_cli("--check", "a.md", status=1).out)
        self.run_cli("-i", "a.md")
        self.assertEqual(self.read("a.md"), f"# One\n\n{PROSE}\n{MORE}")

    def test_other_encodings_are_left_alone(self):
        content = ("图书馆在维修两年之后于星期一重新开放，几百人前来参观玻璃屋顶下的新阅览室。" * 5 + "\n").encode("gb18030")
        self.write("a.md", content)
        self.assertIn("not UTF-8", self.run_cli("-i", "-e", "gb18030", "a.md", status=1).err)
        self.assertEqual((self.dir / "a.md").read_bytes(), content)

    def test_filter_still_writes_text(self):
        self.assertNotIn("```", self.run_cli("-f", "markdown", stdin=DOCUMENT).out)


PAGE = f"""<html><head><title>On paper</title></head><body><article><h1>On <a href="/p">paper</a> &amp; C #</h1>
<p>{PROSE.replace("library", '<a href="lib(1).html">lib&#x200B;rary</a>')} 5 * 3 * 2 = 30, a_b_c, _d_, `e`, [f](g), &lt;h&gt;, i ~~j~~!</p>
<p># {MORE}</p><p>1. {PROSE}</p><p>&gt; {MORE} \\</p>
<div class="language-ruby"><pre><code>puts "x"

```
</code></pre></div>
<blockquote>{MORE} It was said.</blockquote>
<ul><li>The first <a href="https://example.org/x">item</a> of the list of things</li><li>- The second item of it, with <a
href="javascript:x()">more</a></li></ul>
<p>{PROSE.replace("Monday", "Tuesday")}</p></article></body></html>"""


class Output(cli.Case):
    def test_links_and_languages(self):
        out = self.run_cli("-t", "markdown", "--with-links", "--url=https://example.org/a/b", stdin=PAGE).out
        self.assertIn("# On [paper](https://example.org/p) & C \\#\n", out)
        self.assertIn("The [library](https://example.org/a/lib%281%29.html) opened", out)
        self.assertIn("[item](https://example.org/x)", out)
        self.assertIn("\n````ruby\n", out)
        self.assertNotIn("javascript", out)
        self.assertNotIn("](", self.run_cli("-t", "markdown", stdin=PAGE).out.replace("\\](", ""))

    def test_links_need_html(self):
        dump = "A [link](https://example.org/) in a dump.\n\n" + PROSE
        self.assertNotRegex(self.run_cli("-t", "markdown", "--with-links", "-f", "text", stdin=dump).out, r"[^\\]\]\(http")

    def test_what_is_written_is_read_again(self):
        text = self.run_cli("--skip=strip,dedupe", stdin=PAGE).out
        for args in ((), ("--with-links",)):
            marked = self.run_cli("-t", "markdown", "--skip=strip,dedupe", *args, stdin=PAGE).out
            again = self.run_cli("-f", "markdown", "--skip=strip,dedupe", stdin=marked).out
            self.assertEqual(again, text)

    @unittest.skipUnless(shutil.which("cmark"), "cmark is not installed")
    def test_a_parser_of_markdown_finds_the_text(self):
        text = self.run_cli("--skip=strip,dedupe", stdin=PAGE).out
        marked = self.run_cli("-t", "markdown", "--skip=strip,dedupe", "--with-links", stdin=PAGE).out
        made = subprocess.run(["cmark"], input=marked, capture_output=True, text=True, check=True).stdout
        plain = html.unescape(re.sub(r"<[^>]*>", "", made))
        self.assertEqual(plain.split(), text.split())
        self.assertEqual(re.findall(r'href="([^"]*)"', made), ["/p", "lib%281%29.html", "https://example.org/x"])
        self.assertIn('<code class="language-ruby">', made)


if __name__ == "__main__":
    cli.main()
