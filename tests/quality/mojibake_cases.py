#!/usr/bin/env python3
"""Score the repair of mojibake on cases of the form [{"original", "fixed", "label"}].

usage: mojibake_cases.py NORMALIZE_LINES CASES.json
Quotes, width, ligatures and white space are folded before texts are compared: the cases were written for a tool
that changes them, and this one keeps them.
"""
import json
import re
import subprocess
import sys
import tempfile
import unicodedata


def fold(text):
    text = unicodedata.normalize("NFKC", text)
    text = text.translate(str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "‚": "'", "ʼ": "'"}))
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf"))
    return re.sub(r"\s+", " ", text).strip()


def main():
    program, path = sys.argv[1:]
    with open(path, encoding="utf-8") as f:
        cases = json.load(f)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="") as f:
        f.write("".join(c["original"].replace("\n", " ") + "\n" for c in cases))
        f.flush()
        got = subprocess.run([program, "-p", f.name], capture_output=True, check=True).stdout.decode()
    good = 0
    for case, line in zip(cases, got.split("\n")):
        if fold(line) == fold(case["fixed"]):
            good += 1
        else:
            print(f"{case['label']} ({case.get('expect', '')})\n  in   {case['original']!r}\n  got  {line!r}\n"
                  f"  want {case['fixed']!r}")
    print(f"{good} of {len(cases)}")


if __name__ == "__main__":
    main()
