#!/usr/bin/env python3
"""Runs the program over input that was made to hurt it.

usage: hostile.py PROGRAM [--growth]

Without --growth each input is cleaned once: right exit status, valid UTF-8, the honest paragraph beside the attack kept,
memory and time within bounds. With --growth each is counted in instructions by valgrind's callgrind at two sizes: twice
the size may cost at most 2.2 times the work. Skipped (77) where valgrind is not installed.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

PROSE = ('The harbour master closed the gates at nine, counted the boats twice, and wrote their names into the book that '
         'his father had begun. Nobody had asked him to do so, and nobody ever read what he wrote there.')
PAGE = f'<p>{PROSE}</p>'
MEMORY = 16 << 20  # bytes beside 1.25 x the input
FACTOR = 1.25


def repeat(unit, size):
    return (unit * (size // len(unit) + 1))[:size]


# name: (function from size in bytes to input, prose is kept with --only=decode,normalize)
CASES = {
    'nested div': lambda n: PAGE + repeat('<div>', n) + PAGE,
    'nested b': lambda n: PAGE + repeat('<b>', n) + PAGE,
    'nested table': lambda n: PAGE + repeat('<table><tr><td>', n) + PAGE,
    'nested list': lambda n: PAGE + repeat('<ul><li>', n) + PAGE,
    'misnested a': lambda n: PAGE + repeat('<a href=x><p>', n) + PAGE,
    'unclosed p': lambda n: PAGE + repeat('<p>x ', n) + PAGE,
    'end tags': lambda n: PAGE + repeat('</div></p></a>', n) + PAGE,
    'attributes': lambda n: PAGE + '<div ' + ' '.join(f'a{i}=1' for i in range(n // 8)) + '>' + PAGE,
    'class names': lambda n: PAGE + '<div class="' + ' '.join(f'c{i}' for i in range(n // 7)) + '">' + PAGE,
    'entities': lambda n: PAGE + '<p>' + repeat('&amp;&#x4e2d;&notit;&', n) + '</p>' + PAGE,
    'ampersands': lambda n: PAGE + '<p>' + repeat('&', n) + '</p>' + PAGE,
    'less-than flood': lambda n: PAGE + '<p>' + repeat('<', n) + '</p>' + PAGE,
    'bang flood': lambda n: PAGE + repeat('<!-', n) + '>' + PAGE,
    'open comment': lambda n: PAGE + '<!--' + repeat('-', n),
    'open script': lambda n: PAGE + '<script>' + repeat('<!--<script>', n),
    'open attribute': lambda n: PAGE + '<div title="' + repeat('x<p>', n),
    'json depth': lambda n: PAGE + '<script type="application/ld+json">' + repeat('[{"a":', n) + '</script>' + PAGE,
    'marks tower': lambda n: PROSE + '\n\ne' + repeat('\u0301\u0323', n // 2) + '\n\n' + PROSE,
    'bidi controls': lambda n: PROSE + '\n\n' + repeat('\u202e\u2066a', n // 3) + '\n\n' + PROSE,
    'spaces': lambda n: PROSE + '\n\n' + repeat(' ', n) + '\n\n' + PROSE,
    'empty lines': lambda n: PROSE + '\n' + repeat('\n', n) + PROSE,
    'one letter lines': lambda n: PROSE + '\n\n' + repeat('a\n', n) + '\n' + PROSE,
    'one line': lambda n: PROSE + '\n\n' + repeat('no end in sight ', n) + '\n\n' + PROSE,
    'bars': lambda n: PROSE + '\n\n' + repeat(' | ', n) + '\n\n' + PROSE,
    'lines after a mark': lambda n: '<3 ' + PROSE + '\n\n' + repeat('a\n', n) + '\n' + PROSE,
    'bullets': lambda n: PROSE + '\n\n' + repeat('  • x\n', n) + '\n' + PROSE,
    'same line': lambda n: PROSE + '\n\n' + repeat('The same line, again and again, and once more.\n\n', n) + PROSE,
    'mojibake': lambda n: PROSE + '\n\n' + repeat('Ã¤â€œ ÖÐÎÄ 锟斤拷', n // 2) + '\n\n' + PROSE,
    'nul bytes': lambda n: PROSE + '\n\n' + repeat('\0', n) + '\n\n' + PROSE,
    'bad bytes': lambda n: (PROSE + '\n\n').encode() + repeat(b'\xff\xfe\xed\xa0\x80\x81', n) + ('\n\n' + PROSE).encode(),
    'random bytes': lambda n: (PROSE + '\n\n').encode() + noise(n) + ('\n\n' + PROSE).encode(),
}
LOST = {'open comment', 'open script', 'open attribute', 'random bytes'}  # the tail is inside the attack, or not text


def noise(size):
    """Bytes of a linear congruential generator: the same on every machine."""
    state, out = 1, bytearray()
    while len(out) < size:
        state = (state * 6364136223846793005 + 1442695040888963407) & (1 << 64) - 1
        out += state.to_bytes(8, 'little')
    return bytes(out[:size])


def make(name, size):
    data = CASES[name](size)
    return data if isinstance(data, bytes) else data.encode('utf-8', 'surrogatepass')


# A process begins with the peak memory of the one that made it, so a small one stands between.
MEASURE = """
import os, sys
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, file=sys.stderr)
"""


def run(program, data, *options):
    """(exit status, output, seconds of CPU, peak bytes) of one run."""
    with tempfile.TemporaryFile() as given:
        given.write(data)
        given.seek(0)
        child = subprocess.run([sys.executable, '-S', '-E', '-c', MEASURE, program, '-q', *options], stdin=given, capture_output=True,
                               timeout=240)
        status, seconds, peak = child.stderr.split()[-3:]
        return int(status), child.stdout, float(seconds), int(peak)


def faults_of(program, name, size, base):
    data = make(name, size)
    faults = []
    for options in ((), ('--only=decode,normalize',)):
        status, out, seconds, peak = run(program, data, *options)
        shown = f'{name} {" ".join(options)}'
        if status != 0:
            faults.append(f'{shown}: exit {status}')
        try:
            text = out.decode('utf-8')
        except UnicodeDecodeError:
            faults.append(f'{shown}: output is not UTF-8')
            continue
        found = ''.join(text.split()).count(''.join(PROSE.split()))
        if options and not found:
            faults.append(f'{shown}: the honest paragraph is lost')
        if options and name not in LOST and found < 2:
            faults.append(f'{shown}: the paragraph after the attack is lost')
        if os.environ.get('ARTICLEAN_SANITIZED') != '1' and peak > base + MEMORY + FACTOR * len(data):
            faults.append(f'{shown}: {peak >> 20} MiB for an input of {len(data) >> 10} KiB')
        if seconds > 20:
            faults.append(f'{shown}: {seconds:.0f} seconds')
    return faults


def instructions(program, data):
    with tempfile.NamedTemporaryFile(suffix='.in') as given:
        given.write(data)
        given.flush()
        run = subprocess.run(['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null', program, given.name],
                             capture_output=True, text=True, env={**os.environ, 'LD_BIND_NOW': '1'})
        return int(re.search(r'Collected : (\d+)', run.stderr).group(1))


def growth(program):
    small = 100_000
    floor = instructions(program, b'')
    failed = 0
    ordinary = (instructions(program, (PAGE * 500).encode()) - floor) / len(PAGE * 500)
    print(f'{"ordinary page":<18}{ordinary:9.0f} instructions a byte')
    for name in CASES:
        a, b = (instructions(program, make(name, size)) - floor for size in (small, 2 * small))
        bad = b > 2.2 * a
        failed += bad
        print(f'{name:<18}{a / small:9.0f} instructions a byte, twice the size costs {b / max(1, a):.2f}{"  FAULT" if bad else ""}')
    return failed


def main():
    program = os.path.abspath(sys.argv[1])
    if '--growth' in sys.argv:
        if not shutil.which('valgrind'):
            print('skipped: valgrind is not installed')
            return 77
        return 1 if growth(program) else 0
    started = time.monotonic()
    base = run(program, b'')[3]
    faults = [fault for name in CASES for fault in faults_of(program, name, 1_000_000, base)]
    print('\n'.join(faults) or f'{len(CASES)} inputs survived in {time.monotonic() - started:.0f} s')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
