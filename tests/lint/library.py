#!/usr/bin/env python3
"""Checks that libarticlean(3) and the public headers name the same: every function with its prototype, every structure,
enumeration, type, constant and code, and nothing that is not there.

usage: library.py SOURCE_ROOT
"""
import pathlib
import re
import sys


def squeeze(text):
    return re.sub(r'\* (?=\*)', '*', re.sub(r'\s*\*\s*', ' *', re.sub(r'\s+', ' ', text))).strip()


def declared(headers):
    """{function: (type, [parameters])} of the headers."""
    found = {}
    for kind, name, args in re.findall(r'^ARTICLEAN_API\s+([^;(]*?)\b(articlean_\w+)\(([^;]*)\);', headers, re.M):
        found[name] = (squeeze(kind), [squeeze(a) for a in args.split(',')])
    return found


def documented(page):
    found = {}
    for kind, name, args in re.findall(r'^\.Ft (.*)\n\.Fn (articlean_\w+)(.*)', page, re.M):
        found[name] = (squeeze(kind.strip('"')), [squeeze(a) for a in re.findall(r'"([^"]*)"|(\S+)', args) for a in a if a])
    return found


def names(text):
    """Public names, but for guards and the mark of what is exported."""
    return {n for n in re.findall(r'\b(?:articlean_\w+|ARTICLEAN_\w+)', text) if not n.endswith('_H')} - {'ARTICLEAN_API'}


def main():
    root = pathlib.Path(sys.argv[1])
    sources = [p.read_text() for p in sorted((root / 'include/articlean').glob('*.h'))]
    headers = re.sub(r'/\*.*?\*/', '', '\n'.join(sources), flags=re.S)
    page = (root / 'man/libarticlean.3').read_text()
    functions, shown = declared(headers), documented(page)
    wrong = [f'{n}: SYNOPSIS says {shown.get(n)}, the header {f}' for n, f in sorted(functions.items()) if shown.get(n) != f]
    wrong += [f'{n}: not in libarticlean(3)' for n in sorted(names(headers) - names(page))]
    wrong += [f'{n}: in libarticlean(3), but in no header' for n in sorted(names(page) - names(headers))]
    print('\n'.join(wrong) or f'{len(functions)} functions and {len(names(headers))} names are documented')
    return 1 if wrong or not functions else 0


if __name__ == '__main__':
    sys.exit(main())
