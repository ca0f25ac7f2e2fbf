#!/usr/bin/env python3
"""Precision of each rule on labelled text dumps.

usage: score_rules.py RULE_HITS SET_DIRECTORY... [--below P] [--examples RULE]

A set directory holds wet/ and w3m/ with pages NAME.txt and labels NAME.lab (K keep, D drop, others neutral).
The committed rules.txt is this table over the development dumps.
Prints rule, action, lines labelled D and K that it acts on, pages, precision; those below P first.
"""
import argparse
import collections
import pathlib
import subprocess


def pages(sets):
    for folder in sets:
        for style in ("wet", "w3m"):
            yield from sorted(pathlib.Path(folder, style).glob("*.txt"))


def hits(program, files):
    for at in range(0, len(files), 400):
        out = subprocess.run([program, *map(str, files[at:at + 400])], stdout=subprocess.PIPE, check=True)
        for line in out.stdout.decode().splitlines():
            yield line.split("\t")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--below", type=float, default=0.98)
    parser.add_argument("--examples", default="")
    args = parser.parse_args()
    files = list(pages(args.sets))
    labels = {str(f): f.with_suffix(".lab").read_text().splitlines() for f in files}
    counts = collections.defaultdict(collections.Counter)
    rows = {}
    drops = set()
    for file, line, rule, action, class_of, weight, acts in hits(args.program, files):
        if acts != "1":
            continue
        lab = labels[file]
        label = lab[int(line) - 1][:1] if int(line) <= len(lab) else "-"
        counts[rule][label] += 1
        counts[rule]["pages"] += (rule, file) not in rows
        rows[rule, file] = True
        counts[rule]["action"] = action + (" " + weight if action == "hint" else "")
        if action in ("drop", "meta", "end"):
            drops.add((file, int(line)))
        if args.examples and rule == args.examples:
            text = pathlib.Path(file).read_text().split("\n")[int(line) - 1]
            print(f"{label} {file}:{line}: {text[:200]}")
    total = collections.Counter(lab[:1] for lines in labels.values() for lab in lines)
    got = collections.Counter(labels[f][n - 1][:1] for f, n in drops if n <= len(labels[f]))

    def precision(c):
        return c["D"] / (c["D"] + c["K"]) if c["D"] + c["K"] else 1.0

    def order(item):
        rule, c = item
        weak = c["action"].split()[0] in ("drop", "meta", "end") and precision(c) < args.below
        return (not weak, rule)

    for rule, c in sorted(counts.items(), key=order):
        print(f"{rule:44} {c['action']:10} D {c['D']:6} K {c['K']:5} other {c['T'] + c['R'] + c['M'] + c['U']:5} "
              f"pages {c['pages']:5} precision {precision(c):.3f}"
              f"{' <' if not order((rule, c))[0] else ''}")
    print(f"{'all that drop':55} D {got['D']} of {total['D']}, K {got['K']} of {total['K']}, "
          f"precision {precision(got):.4f}")


if __name__ == "__main__":
    main()
