#!/usr/bin/env python3
"""Scores the detection of charsets.

    score_charset.py AL-CHARSET DATA [--na100] [--errors]
    score_charset.py AL-CHARSET --prescan FILE.dat...

DATA is a folder with a manifest.tsv: file TAB label|label... A detection is right when the text in that encoding is the
text in one of the labels, U+FEFF and U+FFFD dropped. --na100 takes only 100 bytes from the first non-ASCII byte of each
file. --prescan reads the encoding tests of html5lib: what is declared or windows-1252.
Ends with "N passed, N failed".
"""
import argparse
import collections
import os
import re
import subprocess
import sys
import tempfile

FAMILIES = [
    ("utf-8", r"utf-8|ascii"), ("utf-16, utf-32", r"utf-(16|32)"), ("Chinese, simplified", r"gb|hz|iso-2022-cn"),
    ("Chinese, traditional", r"big5|euc-tw"), ("Japanese", r"euc-jp|shift_jis|cp932|iso-2022-jp"),
    ("Korean", r"euc-kr|cp949|johab|iso-2022-kr"),
    ("Cyrillic", r"windows-1251|koi8|iso-8859-5|ibm855|ibm866|mac-cyrillic"), ("Greek", r"iso-8859-7|windows-1253|ibm869"),
    ("Hebrew", r"windows-1255|iso-8859-8|ibm424"), ("Arabic", r"windows-1256|iso-8859-6"), ("Thai", r"tis-620|windows-874"),
    ("Central Europe", r"iso-8859-(2|16)$|windows-1250|ibm852|mac-central"), ("other Latin", r"."),
]


def family(label):
    return next(name for name, pattern in FAMILIES if re.match(pattern, label))


def read_manifest(data):
    with open(os.path.join(data, "manifest.tsv"), encoding="utf-8") as f:
        for line in f:
            path, labels = line.rstrip("\n").split("\t")[:2]
            if path != "file":
                yield os.path.join(data, path), labels


def score(tool, data, na100, show_errors):
    lines = "".join("%s\t%s\n" % row for row in read_manifest(data))
    command = [tool, "-s"] + (["100"] if na100 else [])
    out = subprocess.run(command, input=lines, capture_output=True, text=True, check=True).stdout
    right, total = collections.Counter(), collections.Counter()
    wrong_utf8 = 0
    for line in out.splitlines():
        path, labels, guess, by, confidence, verdict = line.split("\t")
        if verdict == "-1":
            continue  # a window of a file without non-ASCII bytes
        group = family(labels)
        total[group] += 1
        right[group] += verdict == "1"
        wrong_utf8 += verdict == "0" and (guess == "utf-8") != labels.startswith("utf-8") and "utf-8" in (guess, labels)
        if verdict == "0" and show_errors:
            print("%s: %s, found %s by %s (%s)" % (os.path.relpath(path, data), labels, guess, by, confidence))
    for group, _ in FAMILIES:
        if total[group]:
            print("%-22s %4d of %4d  %5.1f %%" % (group, right[group], total[group], 100 * right[group] / total[group]))
    n, ok = sum(total.values()), sum(right.values())
    print("%-22s %4d of %4d  %5.2f %%; UTF-8 confused with another: %d" % ("all", ok, n, 100 * ok / n, wrong_utf8))
    return ok, n - ok


def prescan_cases(path):
    with open(path, "rb") as f:
        for case in re.split(rb"(?:\A|\n)#data\n", f.read())[1:]:
            data, _, expected = case.partition(b"\n#encoding\n")
            yield data, expected.split(b"\n")[0].decode("ascii").strip().lower()


def prescan(tool, paths):
    passed = failed = 0
    for path in paths:
        for data, expected in prescan_cases(path):
            with tempfile.NamedTemporaryFile() as f:
                f.write(data)
                f.flush()
                # A byte order mark goes before any declaration, and is not the prescan's business.
                command = [tool, f.name] if data.startswith(b"\xef\xbb\xbf") else [tool, "-p", f.name]
                out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
                name, by = out.rstrip().replace(f.name + "\t", "").split("\t")[:2]
                known = subprocess.run([tool, "-l", expected], capture_output=True, text=True).stdout.strip() or expected
            if name == known:
                passed += 1
            else:
                failed += 1
                print("%s: expected %s, found %s by %s: %r" % (os.path.basename(path), expected, name, by, data[:60]))
    return passed, failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("tool")
    parser.add_argument("data", nargs="*")
    parser.add_argument("--na100", action="store_true")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--prescan", action="store_true")
    args = parser.parse_intermixed_args()
    if not args.data or not all(os.path.exists(d) for d in args.data):
        print("skipped: no data")
        return 0
    if args.prescan:
        passed, failed = prescan(args.tool, args.data)
    else:
        passed, failed = score(args.tool, args.data[0], args.na100, args.errors)
    print("%d passed, %d failed" % (passed, failed))
    return 0


sys.exit(main())
