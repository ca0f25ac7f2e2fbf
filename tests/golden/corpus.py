#!/usr/bin/env python3
"""Cleans every page of corpus/ and compares with its expected text, then checks what must hold for any page.

usage: corpus.py PROGRAM CORPUS [--write]

Golden: the output equals expected.txt byte for byte. Properties: cleaning the output again changes nothing; a case whose
name begins with `clean-` comes through with all its words. --write replaces the expected files by what the program
prints. A case with a known-fault.txt fails
today for the reason given there, and the test says so when it passes. What must hold inside the library is checked
by properties.c.
"""
import pathlib
import re
import subprocess
import sys


def clean(program, data, *options):
    run = subprocess.run([program, *options], input=data, capture_output=True)
    if run.returncode not in (0,):
        raise RuntimeError(f'exit {run.returncode}: {run.stderr.decode(errors="replace")[:300]}')
    return run.stdout


def faults_of(program, case, write):
    page = next(p for p in sorted(case.iterdir()) if p.stem == 'page')
    data = page.read_bytes()
    out = clean(program, data)
    expected = case / 'expected.txt'
    if write:
        expected.write_bytes(out)
    faults = []
    try:
        text = out.decode('utf-8')
    except UnicodeDecodeError as error:
        return [f'output is not UTF-8: {error}']
    if not expected.exists() or out != expected.read_bytes():
        faults.append('differs from expected.txt')
    again = clean(program, out, '--from=text')
    if again != out:
        faults.append('cleaning the output again changes it')
    if case.name.startswith('clean-'):
        words = re.sub(r'^ *•|\s', '', data.decode('utf-8'), flags=re.M)  # bullets are marks, not words
        if re.sub(r'\s+', '', text) != words:
            faults.append('a clean text was changed')
    if not (case / 'about.txt').exists():
        faults.append('has no about.txt')
    return faults


def main():
    program, corpus = sys.argv[1], pathlib.Path(sys.argv[2])
    cases = sorted({p.parent for p in corpus.glob('*/*/page.*')})
    failed = n_known = 0
    for case in cases:
        try:
            faults = faults_of(program, case, '--write' in sys.argv)
        except RuntimeError as error:
            faults = [str(error)]
        known = (case / 'known-fault.txt').exists()
        if known and not faults:
            faults = ['passes: remove known-fault.txt']
            known = False
        failed += bool(faults) and not known
        n_known += bool(faults) and known
        for fault in faults:
            print(f'{case.relative_to(corpus)}: {fault}{" (known)" if known else ""}')
    print(f'{len(cases) - failed - n_known} of {len(cases)} cases pass, {n_known} are known to fail')
    return 1 if failed or not cases else 0


if __name__ == '__main__':
    sys.exit(main())
