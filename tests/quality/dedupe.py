#!/usr/bin/env python3
"""Figures of the dedupe stage on a labelled set.

usage: dedupe.py DEDUPE_RUN SCORER SET      SET holds docs.jsonl, and SCORER takes SET --clusters, --drop and --lines

Exact and near copies make one cluster with the document they are copies of; a document that is only contained in another
is dropped, but begins a cluster of its own.
"""
import os
import subprocess
import sys
import tempfile


def run(program, source, *args):
    with open(source, "rb") as f:
        return subprocess.run([program, *args], stdin=f, stdout=subprocess.PIPE, check=True, text=True).stdout


def write(path, lines):
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(line + "\n" for line in lines)
    return path


def clusters(found, directory):
    rows = [line.split("\t") for line in found.splitlines()]
    of = {row[0]: row[1] for row in rows if row[2] in ("exact", "near")}

    def root(i):
        while i in of:
            i = of[i]
        return i

    return ["--clusters", write(directory + "/clusters", ["%s\t%s" % (row[0], root(row[0])) for row in rows]),
            "--drop", write(directory + "/drop", [row[0] for row in rows if row[2] != "-"])]


def main():
    if len(sys.argv) != 4 or not os.path.exists(sys.argv[3] + "/docs.jsonl"):
        print("skipped: give the program dedupe_run, the scorer and the set", file=sys.stderr)
        sys.exit(77)
    program, scorer, data = sys.argv[1:]
    source = data + "/docs.jsonl"
    with tempfile.TemporaryDirectory() as directory:
        for title, args in (("whole pipeline", []), ("dedupe alone, chrome left in", ["only-dedupe"])):
            found = clusters(run(program, source, "clusters", *args), directory)
            for lang in ([], ["--lang", "zh"], ["--lang", "en"]):
                print("== copies,", title, *lang, flush=True)
                subprocess.run([sys.executable, scorer, data, *found, *lang], check=True)
        for args in ([], ["near-blocks"]):
            print("== repeats in a document", *args, flush=True)
            lines = write(directory + "/lines", run(program, source, "lines", "only-dedupe", *args).splitlines())
            subprocess.run([sys.executable, scorer, data, "--lines", lines], check=True)


main()
