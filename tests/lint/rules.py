"""Every rule against its own examples: the built-in packs, and the packs printed in articlean-rules(5).

usage: rules.py PROGRAM ROOT
"""
import pathlib
import re
import subprocess
import sys
import tempfile

program, root = sys.argv[1], pathlib.Path(sys.argv[2])
failed = subprocess.run([program, "--test-rules"]).returncode

page = (root / "man" / "articlean-rules.5").read_text(encoding="utf-8")
blocks = re.findall(r"^\.Bd -literal -offset indent\n(.*?)^\.Ed", page, re.S | re.M)
packs = [b.replace(r"\e", "\\") for b in blocks if re.search(r"^rule ", b, re.M)]
if not packs:
    print("articlean-rules(5) shows no pack")
    failed = 1
with tempfile.NamedTemporaryFile("w", suffix=".rules", encoding="utf-8") as pack:
    pack.write("\n\n".join(packs))
    pack.flush()
    failed |= subprocess.run([program, "--test-rules=" + pack.name]).returncode

listed = subprocess.run([program, "--list-rules"], stdout=subprocess.PIPE, check=True).stdout.decode()
ids = [line.split()[0] for line in listed.splitlines()]
if len(ids) != len(set(ids)):
    print("an id is used twice")
    failed = 1
sys.exit(failed)
