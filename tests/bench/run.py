#!/usr/bin/env python3
"""Speed as ratios to programs that run beside it, and instructions a byte as a table that is compared.

usage: run.py times BENCH PROGRAM CORPUS          CPU time of every stage, against wc, iconv, w3m and others in turn
       run.py count BENCH CORPUS TABLE [--write]   instructions a byte of every stage by callgrind, against the table

Data: the development sets when ARTICLEAN_EVAL names their folder, else pages made from corpus/. Times are medians of
five rounds; the machine's mood cancels out in the ratios, never quote the seconds. The table holds counts of one
compiler and one C library; more than 5 % over it fails, and --write makes it anew.
"""
import csv
import os
import pathlib
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time

ROUNDS = 5
TOLERANCE = 1.05
STAGES = ('decode', 'normalize', 'strip', 'dedupe')


def made_data(corpus, work):
    """Text and HTML files of some megabytes from the pages of corpus/, shuffled by a fixed seed."""
    chance = random.Random(1)
    text, html = [], []
    for page in sorted(pathlib.Path(corpus).glob('*/*/page.*')):
        try:
            data = page.read_bytes().decode('utf-8')
        except UnicodeDecodeError:
            continue
        (html if page.suffix == '.html' else text).append(data)
    files = {'text': [], 'html': []}
    for n in range(60):
        files['text'].append(work / f'{n}.txt')
        files['text'][-1].write_text('\n'.join(chance.sample(text, 4)), encoding='utf-8')
        files['html'].append(work / f'{n}.html')
        bodies = [re.sub(r'(?is).*<body[^>]*>|</body>.*', '', page) for page in chance.sample(html, 4)]
        files['html'][-1].write_text('<!DOCTYPE html><title>Made page</title>' + ''.join(bodies), encoding='utf-8')
    return files


def real_data(evaluation, work):
    """Every twelfth page of the development sets."""
    files = {}
    for kind, archive, member in (('text', 'textdump/dev.tar.xz', '/wet/'), ('html', 'html/wcxb-dev.tar.xz', '.html')):
        with tarfile.open(pathlib.Path(evaluation) / archive) as tar:
            names = sorted(m.name for m in tar.getmembers() if member in m.name and not m.name.endswith('.lab'))
            tar.extractall(work, members=[tar.getmember(name) for name in names[::12]])
            files[kind] = [work / name for name in names[::12]]
    return files


def bench(program, stages, files, rounds=ROUNDS):
    """(bytes, median seconds of CPU)."""
    run = subprocess.run([program, str(rounds), stages, *map(str, files)], capture_output=True, text=True, check=True)
    size, _, median, _ = run.stdout.split()
    return int(size), float(median)


def cpu_of(command, data):
    """Median CPU seconds of a command that reads `data`."""
    times = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryFile() as given:
            given.write(data)
            given.seek(0)
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(command, stdin=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                           env={**os.environ, 'LC_ALL': 'C.UTF-8'})
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(times)


PEERS = {
    'trafilatura': 'import trafilatura; f = trafilatura.extract',
    'resiliparse': 'from resiliparse.extract.html2text import extract_plain_text as e\ndef f(s): e(s, main_content=True)',
    'justext': 'import justext; w = justext.get_stoplist("English")\ndef f(s): justext.justext(s.encode(), w)',
    'ftfy': 'from ftfy import fix_text as f',
}


def cpu_of_peer(setup, files):
    """CPU seconds of a Python peer inside its function, None where it is not installed."""
    code = setup + ('\nimport sys, time\ntexts = [open(p, encoding="utf-8", errors="replace").read() for p in sys.argv[1:]]\n'
                    'f(texts[0])\nt = time.process_time()\nfor s in texts: f(s)\nprint(time.process_time() - t)')
    run = subprocess.run([sys.executable, '-c', code, *map(str, files)], capture_output=True, text=True)
    return None if run.returncode else float(run.stdout.split()[-1])


def times(program, cleaner, corpus):
    with tempfile.TemporaryDirectory() as temporary:
        work = pathlib.Path(temporary)
        evaluation = os.environ.get('ARTICLEAN_EVAL')
        files = real_data(evaluation, work) if evaluation else made_data(corpus, work)
        for kind in ('text', 'html'):
            print(f'\n{kind}: {len(files[kind])} files, {"development data" if evaluation else "made data"}')
            total = 0
            for i, stage in enumerate(STAGES):
                size, now = bench(program, ','.join(STAGES[:i + 1]), files[kind])
                print(f'  {"+ " + stage:<24}{size / now / 1e6:9.1f} MB/s   stage alone {size / max(1e-9, now - total) / 1e6:9.1f}')
                total = now
            if kind == 'text':
                size, now = bench(program, 'decode,normalize,dedupe', files[kind])
                print(f'  {"all but strip":<24}{size / now / 1e6:9.1f} MB/s')
            data = b'\n'.join(p.read_bytes() for p in files[kind])
            ours = len(data) / total
            commands = {'wc -m': ['wc', '-m'], 'iconv utf-8': ['iconv', '-c', '-f', 'utf-8', '-t', 'utf-8'],
                        'uconv any-nfc': ['uconv', '-x', 'any-nfc']}
            if kind == 'html':
                commands = {'w3m -dump': ['w3m', '-dump', '-T', 'text/html', '-cols', '4000']}
            for name, command in commands.items():
                if shutil.which(command[0]):
                    theirs = len(data) / max(1e-6, cpu_of(command, data))
                    print(f'  {name:<24}{theirs / 1e6:9.1f} MB/s   ours / it {ours / theirs:9.2f}')
            some = files[kind][:30]
            size, median = bench(program, 'all', some)
            for name, setup in PEERS.items():
                if (name == 'ftfy') == (kind == 'text'):
                    theirs = cpu_of_peer(setup, some)
                    print(f'  {name:<24}' + ('not installed' if theirs is None else
                                             f'{size / theirs / 1e6:9.1f} MB/s   ours / it {theirs / median:9.1f}'))
        per_process(cleaner, files['html'])


def per_process(cleaner, files):
    """One process a page, as in a shell loop, on the pages nearest to 200 kB; what a start costs by itself."""
    files = sorted(files, key=lambda p: abs(p.stat().st_size - 200_000))[:10]
    ours = sum(cpu_of([cleaner], p.read_bytes()) for p in files)
    size = sum(p.stat().st_size for p in files) / len(files)
    print(f'\none process a page of {size / 1e3:.0f} kB: {ours / len(files) * 1e3:.2f} ms of CPU', end='')
    if shutil.which('w3m'):
        theirs = sum(cpu_of(['w3m', '-dump', '-T', 'text/html'], p.read_bytes()) for p in files)
        print(f', w3m -dump {theirs / len(files) * 1e3:.2f} ms, ratio {theirs / ours:.2f}', end='')
    print()
    waits = []
    for _ in range(21):
        started = time.monotonic()
        with subprocess.Popen([cleaner], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
            child.stdin.write(b'<p>A short page of one sentence, so that there is a byte to wait for.</p>')
            child.stdin.close()
            child.stdout.read(1)
            waits.append(time.monotonic() - started)
    print(f'first byte of a short page after {statistics.median(waits) * 1e3:.2f} ms, the best {min(waits) * 1e3:.2f}')


def made_rules(n):
    """A pack of `n` rules as sites need them: phrases for whole lines, a third of them patterns with a literal."""
    chance = random.Random(2)
    words = ('subscribe share follow newsletter read more login register cookie policy related stories popular download app '
             'advert sponsored comment reply print email copyright rights reserved contact about terms privacy').split()
    stanzas = []
    for i in range(n):
        phrase = ' '.join(chance.sample(words, 3)) + f' {chance.choice("abcdefgh")}{i}'
        how = f'words {phrase} | {phrase} now' if i % 3 else f'need {phrase}\nre {phrase}[ :]+\\d{{1,4}}'
        stanzas.append(f'rule made.rule.n{i}\nclass share\nscope {"line" if i % 2 else "start"}\naction drop\n{how}\n'
                       f'hit {phrase}{"" if i % 3 else ": 12"}\nmiss Nobody in the harbour had read it.\n')
    return '\n'.join(stanzas)


def counted(program, files, symbol):
    """Instructions inside one function of the program and what it calls."""
    command = ['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null', f'--toggle-collect={symbol}', program, '1', 'all',
               *map(str, files)]
    run = subprocess.run(command, capture_output=True, text=True)
    return int(re.search(r'Collected : (\d+)', run.stderr).group(1)) / 2  # one round to warm up, one counted


def count(program, corpus, table, write):
    if not shutil.which('valgrind'):
        print('skipped: valgrind is not installed')
        return 77
    rows = []
    with tempfile.TemporaryDirectory() as temporary:
        files = made_data(corpus, pathlib.Path(temporary))
        for kind in ('text', 'html'):
            some = files[kind][:12]
            size = sum(p.stat().st_size for p in some)
            for stage in (*STAGES, 'all'):
                symbol = 'al_pipeline_run' if stage == 'all' else f'al_{stage}_run'
                rows.append((kind, stage, counted(program, some, symbol) / size))
        size = sum(p.stat().st_size for p in files['text'][:12])
        for n in (50, 1000):
            pack = pathlib.Path(temporary) / f'{n}.rules'
            pack.write_text(made_rules(n), encoding='utf-8')
            rows.append(('text', f'{n} rules', counted(program, [f'--rules={pack}', *files['text'][:12]], 'al_matcher_run') / size))
    known = {}
    if os.path.exists(table):
        with open(table, encoding='utf-8') as file:
            known = {(r['data'], r['stage']): float(r['instructions_per_byte']) for r in csv.DictReader(file)}
    failed = 0
    for kind, stage, value in rows:
        before = known.get((kind, stage))
        bad = before is not None and value > before * TOLERANCE
        failed += bad
        print(f'{kind:<6}{stage:<12}{value:9.1f} instructions a byte' + (f', table {before:9.1f}' if before else '') + ('  FAULT' if bad else ''))
    if write:
        with open(table, 'w', newline='', encoding='utf-8') as file:
            writer = csv.writer(file, lineterminator='\n')
            writer.writerow(['data', 'stage', 'instructions_per_byte'])
            writer.writerows((k, s, f'{v:.1f}') for k, s, v in rows)
        return 0
    return 1 if failed or not known else 0


def main():
    if sys.argv[1] == 'times':
        times(*sys.argv[2:5])
        return 0
    return count(*sys.argv[2:5], '--write' in sys.argv)


if __name__ == '__main__':
    sys.exit(main())
