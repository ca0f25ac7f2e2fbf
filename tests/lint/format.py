#!/usr/bin/env python3
"""Checks the format of C files with clang-format, and of all text files: UTF-8, LF, no trailing blanks, final newline.
Exits 77 (skipped) where clang-format is not installed.

usage: format.py SOURCE_ROOT
"""
import pathlib
import shutil
import subprocess
import sys

TEXT = {'.c', '.h', '.py', '.md', '.build', '.rules', '.yaml', '.yml', '.sh', '.txt', '.1', '.3', '.5', '.7'}
FOLDERS = ('src', 'include', 'tests', 'man', '.github', '.ci')
TRAINED = 'tables/'  # made by programs, checked for text form only


def text_faults(path):
    data = path.read_bytes()
    try:
        text = data.decode('utf-8')
    except UnicodeDecodeError:
        return [f'{path}: not UTF-8']
    faults = []
    if '\r' in text:
        faults.append(f'{path}: carriage return')
    if text and not text.endswith('\n'):
        faults.append(f'{path}: no newline at the end')
    faults += [f'{path}:{n}: trailing blank' for n, line in enumerate(text.split('\n'), 1) if line != line.rstrip(' \t')]
    return faults


def main():
    root = pathlib.Path(sys.argv[1])
    files = [p for d in FOLDERS for p in sorted((root / d).rglob('*')) if p.is_file() and p.suffix in TEXT]
    files += [root / 'README.md', root / 'meson.build']
    faults = [f for p in files if p.exists() for f in text_faults(p)]
    print('\n'.join(faults[:50]))
    if faults:
        return 1
    if not shutil.which('clang-format'):
        print('clang-format is not installed: C files not checked')
        return 77
    c_files = [str(p) for p in files if p.suffix in ('.c', '.h') and TRAINED not in str(p.relative_to(root))]
    run = subprocess.run(['clang-format', '--dry-run', '-Werror', *c_files], capture_output=True, text=True)
    print(run.stderr[:8000] or f'{len(files)} files are well formed')
    return 1 if run.returncode else 0


if __name__ == '__main__':
    sys.exit(main())
