#!/usr/bin/env python3
"""Checks that every source file includes only from its own folder, from the layers above it in src/LAYERS, and that
the program sees the public headers alone.

usage: layers.py SOURCE_ROOT
"""
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)


def main():
    root = pathlib.Path(sys.argv[1])
    layers = [line.split() for line in (root / 'src/LAYERS').read_text().splitlines() if line.strip()]
    level = {folder: n for n, line in enumerate(layers) for folder in line}
    wrong = []
    seen = 0
    for path in sorted((root / 'src').rglob('*.[ch]')):
        folder = path.relative_to(root / 'src').parts[0]
        seen += 1
        for kind, name in INCLUDE.findall(path.read_text(encoding='utf-8')):
            where = f'{path.relative_to(root)}: {name}'
            target = name.split('/')[0] if '/' in name else folder
            if kind == '<':
                continue
            if folder not in level:
                if target in level or target == '..':
                    wrong.append(f'{where}: the program may use public headers only')
            elif target == '..' or (target not in level and '/' in name and not (path.parent / name).exists()):
                wrong.append(f'{where}: not a folder of src/LAYERS')
            elif target != folder and target in level and level[target] >= level[folder]:
                wrong.append(f'{where}: {folder} may not use {target}')
    print('\n'.join(wrong) or f'{seen} files keep the layers')
    return 1 if wrong or not seen else 0


if __name__ == '__main__':
    sys.exit(main())
