#!/usr/bin/env python3
"""Checks that every header compiles alone.

usage: headers.py SOURCE_ROOT COMPILER
"""
import pathlib
import subprocess
import sys


def main():
    root, compiler = pathlib.Path(sys.argv[1]), sys.argv[2]
    headers = sorted((root / 'include').rglob('*.h')) + sorted((root / 'src').rglob('*.h'))
    failed = 0
    for header in headers:
        run = subprocess.run([compiler, '-std=c11', '-D_GNU_SOURCE', '-DPCRE2_CODE_UNIT_WIDTH=8', '-fsyntax-only', '-Wall', '-Werror',
                              '-I', root / 'include', '-I', root / 'src', '-include', header, '-x', 'c', '/dev/null'],
                             capture_output=True, text=True)
        if run.returncode:
            failed += 1
            print(f'{header.relative_to(root)} does not compile alone:\n{run.stderr[:600]}')
    print(f'{len(headers) - failed} of {len(headers)} headers compile alone')
    return 1 if failed or not headers else 0


if __name__ == '__main__':
    sys.exit(main())
