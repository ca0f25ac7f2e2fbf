#!/usr/bin/env python3
"""Decode genuine Chinese lines in wrong charsets and count the Han characters that come back.

usage: hanbytes_round.py NORMALIZE_LINES TEXT...
Uses up to 400 lines with at least 20 Han characters; lines that a pair of charsets cannot express are passed over.
"""
import collections
import random
import re
import subprocess
import sys
import tempfile


def is_han(c):
    return "\u4e00" <= c <= "\u9fff"


def windows_1252(data):
    return "".join(bytes([b]).decode("cp1252") if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b) for b in data)


KINDS = {
    "GBK as latin-1": lambda s: s.encode("gbk").decode("latin-1"),
    "GBK as windows-1252": lambda s: windows_1252(s.encode("gbk")),
    "Big5 as latin-1": lambda s: s.encode("big5").decode("latin-1"),
    "UTF-8 as GB18030": lambda s: s.encode().decode("gb18030", "replace"),
    "UTF-8 as GBK": lambda s: s.encode().decode("gbk", "replace"),
    "GBK as Big5": lambda s: s.encode("gbk").decode("big5"),
    "Big5 as GB18030": lambda s: s.encode("big5").decode("gb18030", "replace"),
}


def main():
    program, *paths = sys.argv[1:]
    lines = []
    for path in paths:
        with open(path, encoding="utf-8") as f:
            lines += [line.strip() for line in f if sum(map(is_han, line)) >= 20]
    random.Random(5).shuffle(lines)
    for kind, damage in KINDS.items():
        pairs = []
        for line in lines:
            try:
                pairs.append((line, re.sub(r"[\n\r]", "", damage(line))))
            except UnicodeError:
                pass
        pairs = pairs[:400]
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="") as f:
            f.write("".join(bad + "\n" for _, bad in pairs))
            f.flush()
            got = subprocess.run([program, "-p", f.name], capture_output=True, check=True).stdout.decode().split("\n")
        n = right = whole = 0
        for (line, _), back in zip(pairs, got):
            han = collections.Counter(filter(is_han, line))
            n += sum(han.values())
            right += sum((han & collections.Counter(back)).values())
            whole += re.sub(r"\s+", " ", line) == back
        print(f"{kind}: {len(pairs)} lines, {whole} exact, Han recovered {right / max(1, n):.3f}")


if __name__ == "__main__":
    main()
