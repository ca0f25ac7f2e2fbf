#!/usr/bin/env python3
"""Trains the model of one kind of page, reports it out of fold by site, and writes its tables.

usage: train.py dump|html --bridge libstrip-bridge.so --out FILE.c [--no-report | --report-only] SET[:WEIGHT]...

A SET is a folder: meta.jsonl with id, lang, type and url (dumps: site), and for HTML ID.html and ID.txt (the
truth); for dumps truth/ID.txt, STYLE/ID.txt and STYLE/ID.lab (a code a line: K keep, D drop, else neutral).
See README.md here.
"""
import argparse
import os
import sys
import time

import numpy as np
import xgboost

import bridge
import model
import pages as P
import score
import tables
import votes as V

SETTINGS = {
    'dump': dict(least=(10, 8), trees=150, most=300, options={}),
    'html': dict(least=(9, 8), trees=200, most=300, options={}),
}


def read_sets(kind, sets):
    pages = []
    for name in sets:
        folder, _, weight = name.partition(':')
        if kind == 'html':
            pages += P.html(folder, float(weight or 1))
        else:
            pages += P.dumps(folder)
    return pages + (list(P.truths(pages)) if kind == 'dump' else [])


def report(kind, pages, probabilities):
    print('Out of fold by site, decided by the program:')
    values = []
    for page, p in zip(pages, probabilities):
        s = score.Scorer(page)
        kept, confidence = page.blocks.decide(p)
        words = s.words(kept)
        values.append((*words, *(s.lines(kept)[2:] if kind == 'dump' else ()), confidence))
    names = ['wordP', 'wordR', 'wordF1'] + (['lineF1', 'lost'] if kind == 'dump' else []) + ['conf']
    score.table(pages, values, names)
    for name in sorted({p.set for p in pages}):
        index = [i for i, p in enumerate(pages) if p.set == name]
        print(f'\n{name}')
        score.table([pages[i] for i in index], [values[i] for i in index], names, ('style', 'type', 'lang'))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('kind', choices=sorted(SETTINGS))
    parser.add_argument('sets', nargs='+')
    parser.add_argument('--bridge', required=True)
    parser.add_argument('--out', required=True)
    parser.add_argument('--no-report', action='store_true')
    parser.add_argument('--report-only', action='store_true')
    args = parser.parse_args()
    bridge.load(args.bridge)
    start, set_up = time.time(), SETTINGS[args.kind]
    pages = read_sets(args.kind, args.sets)
    words = V.gather(pages, 0)
    classes = V.gather(pages, 1) if args.kind == 'html' else None
    features = model.Features(pages, words, classes)
    print(f'{len(pages)} pages, {sum(p.blocks.n for p in pages)} blocks, {time.time() - start:.0f} s', flush=True)
    if not args.no_report:
        report(args.kind, pages, model.out_of_fold(features, set_up['least'], set_up['trees'], set_up['most'],
                                                   **set_up['options']))
    if args.report_only:
        return
    everyone = np.ones(len(pages), bool)
    w = V.Votes(pages, words, everyone, set_up['least'][0])
    c = V.Votes(pages, classes, everyone, set_up['least'][1]) if classes else None
    index = range(len(pages))
    booster = model.fit(*model.matrix(pages, index, features.rows(index, w, c, True), set_up['most']),
                        set_up['trees'], **set_up['options'])
    names = ' '.join(os.path.basename(s.rstrip('/')) for s in args.sets)
    note = [f'train.py {args.kind} {names}', f'{len(pages)} pages; xgboost {xgboost.__version__}, numpy {np.__version__}']
    size = tables.write(args.out, args.kind, booster, w.all(), c.all() if c else ((), ()), note)
    print(f'{args.out}: {size} bytes of tables, {time.time() - start:.0f} s')


if __name__ == '__main__':
    sys.exit(main())
