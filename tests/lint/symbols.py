#!/usr/bin/env python3
"""Checks that the public headers, the shared library and the symbols file of the Debian package agree.

usage: symbols.py SOURCE_ROOT LIBRARY
"""
import pathlib
import re
import subprocess
import sys


def main():
    root = pathlib.Path(sys.argv[1])
    headers = ''.join(p.read_text() for p in sorted((root / 'include/articlean').glob('*.h')))
    declared = set(re.findall(r'^ARTICLEAN_API\b[^;(]*?\b(articlean_\w+)\(', headers, re.M))
    dump = subprocess.run(['nm', '-D', '--defined-only', sys.argv[2]], capture_output=True, text=True, check=True).stdout
    exported = set(re.findall(r' T (articlean_\w+)', dump))
    text = (root / '.packaging/debian/libarticlean0.symbols').read_text()
    listed = set(re.findall(r'^ (\w+)@', text, re.M))
    wrong = [f'{name}: declared but not exported' for name in sorted(declared - exported)]
    wrong += [f'{name}: exported but not declared' for name in sorted(exported - declared)]
    wrong += [f'{name}: add " {name}@Base VERSION" to the symbols file' for name in sorted(exported - listed)]
    wrong += [f'{name}: gone from the library; the ABI is broken' for name in sorted(listed - exported)]
    print('\n'.join(wrong) or f'{len(exported)} symbols')
    return 1 if wrong or not exported else 0


if __name__ == '__main__':
    sys.exit(main())
