#!/usr/bin/env python3
"""Checks .github/PEERS.md: each row says what articlean does, and the tests it names are tests of the build.

usage: peers.py SOURCE_ROOT BUILD_ROOT
"""
import json
import pathlib
import re
import sys

OTHER = {'quality run'}


def main():
    root, build = map(pathlib.Path, sys.argv[1:])
    tests = {t['name'] for t in json.loads((build / 'meson-info/intro-tests.json').read_text())}
    optional = {'sandbox'} | {t for t in re.findall(r'\bcluster-\w+', (root / '.github/PEERS.md').read_text())}
    wrong, rows = [], 0
    for line in (root / '.github/PEERS.md').read_text().splitlines():
        cells = [c.strip() for c in line.strip('|').split('|')]
        if not line.startswith('| ') or cells[0] in ('---', 'case', 'group'):
            continue
        rows += 1
        ours, named = cells[-2], re.split(r', ', cells[-1])
        if re.match(r'(no|none|-|–)?$', ours):
            wrong.append(f'{cells[0]}: {cells[1]}: no')
        wrong += [f'{cells[0]}: there is no test {t}' for t in named if t.strip('`') not in tests | OTHER | optional]
    print('\n'.join(wrong) or f'{rows} rows')
    return 1 if wrong or not rows else 0


if __name__ == '__main__':
    sys.exit(main())
