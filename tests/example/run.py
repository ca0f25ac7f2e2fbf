#!/usr/bin/env python3
"""Runs the example program on a small page and checks what it prints.

usage: run.py EXAMPLE
"""
import subprocess
import sys

PAGE = '\n'.join(['The lighthouse keeper', '', 'The lamp was lit at dusk, as it had been on every evening of his forty '
                  'years on the rock, and the keeper sat down to write the day into the log.', '',
                  'Nobody had passed since the supply boat, and nobody was expected before the spring tides came.', ''])


def main():
    out = subprocess.run([sys.argv[1]], input=PAGE.encode(), capture_output=True, check=True).stdout.decode()
    first, _, text = out.partition('\n')
    print(out)
    return 0 if first.startswith('title: ') and 'The lamp was lit at dusk' in text else 1


if __name__ == '__main__':
    sys.exit(main())
