#!/usr/bin/env python3
"""Trains the model of one kind of page, reports it out of fold by site, and writes its tables.

usage: train.py dump|html --bridge libstrip-bridge.so --out DIR [--report-only] [--texts DIR] SET[:WEIGHT]...

A SET is a folder: meta.jsonl with id, lang, type and url (dumps: site), and for HTML ID.html and ID.txt (the
truth); for dumps truth/ID.txt, STYLE/ID.txt and STYLE/ID.lab (a code a line: K keep, D drop, else neutral).
See README.md here.
"""
import argparse
import os
import sys
import time

import catboost
import numpy as np

import bridge
import model
import pages as P
import score
import tables
import votes as V

# Rows of a page, trees, tokens of the two tables, and how much of the second look counts.
SETTINGS = {
    'dump': dict(tokens=(V.Limit(22900, V.by_use), 0), trees=512, most=120, second=1.0,
                 options=dict(learning_rate=.1, first=64, sure=2.5)),
    'html': dict(tokens=(22900, 11400), trees=1440, most=200, second=.5,
                 options=dict(learning_rate=.06, rsm=.15, random_strength=2, l2_leaf_reg=5, first=144, sure=2.0)),
}


def read_sets(kind, sets):
    """Pages of all sets; for dumps HTML sets are rendered, and the truths of the dumps are pages as well."""
    pages = []
    for name in sets:
        folder, _, weight = name.partition(':')
        if kind == 'html':
            pages += P.html(folder, float(weight or 1))
        elif os.path.isdir(os.path.join(folder, 'truth')):
            dumps = list(P.dumps(folder))
            pages += dumps + list(P.truths(dumps)) + list(P.windows(dumps)) + P.disguised(dumps)
        else:
            plain = list(P.html(folder))
            pages += list(P.rendered(plain, float(weight or .5))) + list(P.browsed(plain, float(weight or .5)))
    return pages


LEANS = ('balanced', 'precision', 'recall')


def values_of(kind, page, scorer, p, lean):
    kept, confidence = page.blocks.decide(p, lean)
    return (*scorer.words(kept), *(scorer.lines(kept)[2:] if kind == 'dump' else ()), confidence)


def report(kind, pages, probabilities):
    names = ['wordP', 'wordR', 'wordF1'] + (['lineF1', 'lost'] if kind == 'dump' else []) + ['conf']
    scorers = [score.Scorer(p) for p in pages]
    print('Out of fold by site, decided by the program:')
    for lean, lean_name in reversed(list(enumerate(LEANS))):
        values = np.array([values_of(kind, *job, lean) for job in zip(pages, scorers, probabilities)])
        print(f'\n{lean_name}')
        score.table(pages, values, names, ('set',))
    for name in sorted({p.set for p in pages}):
        index = [i for i, p in enumerate(pages) if p.set == name]
        print(f'\n{name}')
        score.table([pages[i] for i in index], values[index], names, ('style', 'type', 'lang'))
        low, f = values[index, -1] < .8, values[index, 2]
        if low.any() and not low.all():
            print(f'confidence below .8: {low.mean():.3f} of the pages, word F1 {f[low].mean():.3f}; others '
                  f'{f[~low].mean():.3f}')
        empty = [pages[i].id for i in index if len(pages[i].truth) >= 500 and not values[i][1]]
        print(f'empty or wholly wrong with 500 characters of truth: {len(empty)} {" ".join(empty[:20])}')


def write_texts(folder, pages, probabilities):
    for page, p in zip(pages, probabilities):
        page.blocks.decide(p)
        place = os.path.join(folder, page.set, page.style)
        os.makedirs(place, exist_ok=True)
        with open(os.path.join(place, page.id + '.txt'), 'wb') as file:
            file.write(page.blocks.output())


def note_of(args, pages):
    names = ' '.join(os.path.basename(s.rstrip('/')) for s in args.sets)
    return [f'train.py {args.kind} {names}',
            f'{len(pages)} pages; catboost {catboost.__version__}, numpy {np.__version__}']


def write_model(args, set_up, pages, features):
    everyone = np.ones(len(pages), bool)
    w = V.Votes(pages, features.words, everyone, set_up['tokens'][0])
    c = V.Votes(pages, features.classes, everyone, set_up['tokens'][1]) if features.classes else None
    made = model.Model(*model.matrix(pages, range(len(pages)), features.rows(range(len(pages)), w, c, True),
                                      set_up['most']), set_up['trees'], **set_up['options'])
    path = os.path.join(args.out, f'{args.kind}_model.c')
    size = tables.write(path, args.kind, made, w.all(), c.all() if c else ((), ()), note_of(args, pages))
    print(f'{path}: {size} bytes of tables', flush=True)


def write_second(args, pages, made):
    path = os.path.join(args.out, f'{args.kind}_second.c')
    size = tables.write_forest(path, f'al_second_{args.kind}', made, note_of(args, pages),
                               SETTINGS[args.kind]['second'])
    print(f'{path}: {size} bytes of tables', flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('kind', choices=sorted(SETTINGS))
    parser.add_argument('sets', nargs='+')
    parser.add_argument('--bridge', required=True)
    parser.add_argument('--out', required=True, help='folder for KIND_model.c and KIND_second.c')
    parser.add_argument('--texts', help='write what the program puts out, out of fold, to TEXTS/SET[/STYLE]/ID.txt')
    parser.add_argument('--report-only', action='store_true')
    args = parser.parse_args()
    bridge.load(args.bridge)
    start, set_up = time.time(), SETTINGS[args.kind]
    pages = read_sets(args.kind, args.sets)
    words = V.gather(pages, 0)
    classes = V.gather(pages, 1) if args.kind == 'html' else None
    features = model.Features(pages, words, classes)
    print(f'{len(pages)} pages, {sum(p.blocks.n for p in pages)} blocks, {time.time() - start:.0f} s', flush=True)
    first = model.out_of_fold(features, set_up['tokens'], set_up['trees'], set_up['most'], **set_up['options'])
    rows = [p.blocks.second(q) for p, q in zip(pages, first)]
    probabilities = model.second_out_of_fold(pages, rows, first, set_up['most'], set_up['second'])
    print(f'out of fold after {time.time() - start:.0f} s', flush=True)
    if not args.report_only:
        write_model(args, set_up, pages, features)
        write_second(args, pages, model.fit_second(pages, range(len(pages)), rows, first, set_up['most']))
    report(args.kind, pages, probabilities)
    if args.texts:
        write_texts(args.texts, pages, probabilities)
    print(f'{time.time() - start:.0f} s')


if __name__ == '__main__':
    sys.exit(main())
