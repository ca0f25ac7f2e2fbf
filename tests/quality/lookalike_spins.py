#!/usr/bin/env python3
"""Spin genuine texts with a table of look-alikes, undo it, and score what comes back.

usage: lookalike_spins.py NORMALIZE_LINES TABLE TEXT...
TABLE: lines "PLAIN LOOKALIKE [LOOKALIKE ...]". Of each text one character in 52 to 64 is replaced, when the table has
it. Precision and recall count places; the third figure is changes to characters that had not been replaced.
A fair TABLE has no part in the tables of the program: somebody else's, or the half of cnchar-trad's pairs that
make_lookalikes.py was told to leave out, with a program built on what it made. Traditional texts are not mended.
"""
import collections
import random
import subprocess
import sys
import tempfile


def run(program, text):
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="") as f:
        f.write(text)
        f.flush()
        return subprocess.run([program, "-p", f.name], capture_output=True, check=True).stdout.decode()


def spin(text, table, rng):
    chars, places = list(text), {}
    for start in range(rng.randrange(58), len(chars), 58):
        i = start + rng.randrange(-6, 7)
        if 0 <= i < len(chars) and chars[i] in table:
            places[i] = rng.choice(table[chars[i]])
            chars[i] = places[i]
    return "".join(chars), places


def main():
    program, table_path, *paths = sys.argv[1:]
    table = collections.defaultdict(list)
    with open(table_path, encoding="utf-8") as f:
        for line in f:
            plain, *alike = line.split()
            table[plain] += [x for x in alike if x != plain and len(x) == 1]
    table = {plain: alike for plain, alike in table.items() if alike}
    rng = random.Random(58)
    spun = right = wrong = other = skipped = 0
    mistakes, missed = collections.Counter(), collections.Counter()
    for path in paths:
        with open(path, encoding="utf-8") as f:
            clean = run(program, f.read())
        text, places = spin(clean, table, rng)
        back = run(program, text)
        if len(back) != len(clean):
            skipped += 1
            continue
        spun += len(places)
        for i, (a, b, c) in enumerate(zip(clean, text, back)):
            if i in places:
                right += c == a
                wrong += c not in (a, b)
                if c not in (a, b):
                    mistakes[f"{b}:{a}/{c}"] += 1
                elif c == b:
                    missed[f"{b}:{a}"] += 1
            else:
                other += c != b
    print(f"{len(paths)} texts, {spun} replaced, {right} right, {wrong} wrong, {other} other changes, {skipped} skipped")
    print(f"precision {right / max(1, right + wrong + other):.3f}, recall {right / max(1, spun):.3f}")
    print("wrong", mistakes.most_common(30))
    print("missed", missed.most_common(30))


if __name__ == "__main__":
    main()
