#!/usr/bin/env python3
"""Runs the built program over the development sets and writes one table of figures.

usage: run.py PROGRAM [EVAL_DIR] [--programs DIR] [--table FILE] [--only SET,...]

EVAL_DIR, or else the variable ARTICLEAN_EVAL, names the folder with the archives and scorers of the development data
(html/, textdump/, ...). Where it is absent the run is skipped with a message and status 77. The strip models were
trained on these very sets: figures of the kind `strip` here are in-sample and show changes only; those that count are
cross-validated and come from src/train.
"""
import argparse
import csv
import json
import os
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
from concurrent.futures import ThreadPoolExecutor

BATCH = 200


def unpack(archive, target):
    with tarfile.open(archive) as tar:
        tar.extractall(target, filter='data') if hasattr(tarfile, 'data_filter') else tar.extractall(target)


def clean(program, files, out, options=()):
    """Cleans files and writes OUT/<stem>.txt for each; returns how many came out empty."""
    out.mkdir(parents=True, exist_ok=True)

    def batch(part):
        run = subprocess.run([program, '-t', 'jsonl', *options, '--', *map(str, part)], capture_output=True)
        lines = run.stdout.decode('utf-8').splitlines()
        if len(lines) != len(part):
            sys.exit(f'{len(part)} inputs gave {len(lines)} records (exit {run.returncode}): {run.stderr.decode()[:500]}')
        empty = 0
        for path, line in zip(part, lines):
            text = json.loads(line).get('text', '')
            empty += not text
            (out / (path.stem + '.txt')).write_text(text, encoding='utf-8')
        return empty

    parts = [files[i:i + BATCH] for i in range(0, len(files), BATCH)]
    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(batch, parts))


def html_rows(program, data, scorer, work, name):
    out = work / 'out' / name
    clean(program, sorted((data / name).glob('*.html')), out)
    table = work / f'{name}.json'
    subprocess.run([sys.executable, scorer, data / name, out, '--json', table], check=True, stdout=subprocess.DEVNULL)
    for group, row in json.loads(table.read_text()).items():
        kind, _, value = group.partition(' ')
        yield (name, value or 'all', row['pages'], 'word F1', row['words']['f1'])
        if group == 'all':
            yield (name, 'all', row['pages'], 'shingle F1', row['shingles']['f1'])
            if 'snippets' in row:
                yield (name, 'all', row['pages'], 'snippets kept', row['snippets']['keep'])
                yield (name, 'all', row['pages'], 'snippets leaked', row['snippets']['leak'])


def dump_rows(program, data, scorer, work, name):
    out = work / 'out' / name
    for style in ('wet', 'w3m'):
        clean(program, sorted((data / name / style).glob('*.txt')), out / style, ['--from=text'])
    table = work / f'{name}.jsonl'
    subprocess.run([sys.executable, scorer, data / name, out, '--jobs', '2', '--json', table], check=True,
                   stdout=subprocess.DEVNULL)
    groups = {}
    for line in table.read_text().splitlines():
        page = json.loads(line)
        for style in (page['style'], 'both'):
            for key in {'all', page['lang'], page['type']}:
                groups.setdefault((style, key), []).append(page)
    for (style, key), pages in sorted(groups.items()):
        for measure in ('lineF1', 'wordF1', 'boil%', 'lost%') if key == 'all' else ('lineF1',):
            values = [p[measure] for p in pages if p[measure] is not None]
            yield (f'{name} {style}', key, len(values), measure, sum(values) / len(values))


def charset_rows(programs, work):
    """Share of files whose encoding is found, whole and by 100 bytes."""
    here = pathlib.Path(__file__).parent
    for measure, options in (('whole files', []), ('100 bytes', ['--na100'])):
        run = subprocess.run([sys.executable, here / 'score_charset.py', programs / 'al-charset', work / 'charset/charset', *options],
                             capture_output=True, text=True)
        passed, failed = map(int, re.search(r'(\d+) passed, (\d+) failed', run.stdout).groups())
        yield ('charset', 'all', passed + failed, measure, passed / (passed + failed))


def dedupe_rows(programs, scorer, work):
    """Pairs and filter over all documents, in Chinese and in English; the scorer sets short parts in one line."""
    here = pathlib.Path(__file__).parent
    run = subprocess.run([sys.executable, here / 'dedupe.py', programs / 'dedupe_run', scorer, work / 'dedupe/dedupe-dev'],
                         capture_output=True, text=True)
    for part in run.stdout.split('== ')[1:]:
        title, _, body = part.partition('\n')
        found = re.search(r'documents (\d+)', body)
        if not title.startswith('copies') or not found:
            continue
        group = title.removeprefix('copies, ')
        for measure, pattern in (('pair F1', r'pairs\n.*?\n  f1 ([\d.]+)'), ('recall J>=.8', r'recall_jac_ge_0.8 ([\d.]+)'),
                                 ('removed', r'\nfilter\b.*?\brecall\W+([\d.]+)'), ('clusters lost', r'loss_rate\W+([\d.]+)')):
            value = re.search(pattern, body, re.S)
            if value:
                yield ('dedupe', group, int(found.group(1)), measure, float(value.group(1)))


def main():
    parser = argparse.ArgumentParser(description='Figures of the development sets.')
    parser.add_argument('program')
    parser.add_argument('eval_dir', nargs='?', default=os.environ.get('ARTICLEAN_EVAL', ''),
                        help='folder of the unpacked sets; without it ARTICLEAN_EVAL')
    parser.add_argument('--programs', type=pathlib.Path, help='folder of al-charset and dedupe_run')
    parser.add_argument('--table', help='CSV file to write')
    parser.add_argument('--only', default='', help='names of sets, separated by commas')
    args = parser.parse_args()
    evaluation = pathlib.Path(args.eval_dir)
    if not args.eval_dir or not (evaluation / 'html').is_dir():
        print('skipped: no development data; set ARTICLEAN_EVAL to its folder')
        return 77
    program = str(pathlib.Path(args.program).resolve())
    only = set(filter(None, args.only.split(',')))
    rows = []
    with tempfile.TemporaryDirectory() as temporary:
        work = pathlib.Path(temporary)
        for archive in sorted(evaluation.glob('html/*.tar.xz')):
            unpack(archive, work / 'html')
        for archive in sorted(evaluation.glob('textdump/*.tar.xz')):
            unpack(archive, work / 'textdump')
        for folder in sorted(p.name for p in (work / 'html').iterdir()):
            if not only or folder in only:
                rows += html_rows(program, work / 'html', evaluation / 'html/score_html.py', work, folder)
        for folder in sorted(p.name for p in (work / 'textdump').iterdir()):
            if not only or folder in only:
                rows += dump_rows(program, work / 'textdump', evaluation / 'score_textdump.py', work, folder)
        if args.programs:
            for name in ('charset', 'dedupe'):
                unpack(next(evaluation.glob(f'{name}/*.tar.xz')), work / name)
            rows += charset_rows(args.programs, work)
            rows += dedupe_rows(args.programs, evaluation / 'dedupe/score_dedupe.py', work)
    print_rows(rows)
    if args.table:
        with open(args.table, 'w', newline='', encoding='utf-8') as file:
            writer = csv.writer(file, lineterminator='\n')
            writer.writerow(['set', 'group', 'n', 'measure', 'value'])
            writer.writerows((s, g, n, m, f'{v:.4f}') for s, g, n, m, v in rows)
    return 0


def print_rows(rows):
    for name, group, n, measure, value in rows:
        print(f'{name:<22}{group:<16}{n:>6}  {measure:<16}{value:.4f}')


if __name__ == '__main__':
    sys.exit(main())
