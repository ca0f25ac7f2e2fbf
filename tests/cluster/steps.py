#!/usr/bin/env python3
"""The steps of articlean-dedupe that stand alone: lines, index, filter, and what they refuse.

usage: steps.py ARTICLEAN-DEDUPE ARTICLEAN
"""
import random
import subprocess
import sys
import tempfile

import corpus

program, articlean = sys.argv[1:3]


def run(*args, data=b"", status=0):
    done = subprocess.run([program, *args], input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert done.returncode == status, (args, done.returncode, done.stderr)
    return done.stdout


def lines():
    rng = random.Random(5)
    for text in (b"", b"\n", b"a", b"a\na", b"a\n\nb\n\na\n", bytes(rng.choice(b"ab\n") for _ in range(5000)),
                 b"".join(b"%d\n" % rng.randint(0, 40000) for _ in range(100000)),
                 b"long " * 700000 + b"\nx\n" + b"long " * 700000 + b"\n"):
        seen, expected = set(), []
        for line in text.splitlines(keepends=True) if b"\r" not in text else []:
            if line.rstrip(b"\n") not in seen:
                seen.add(line.rstrip(b"\n"))
                expected.append(line)
        assert run("lines", data=text) == b"".join(expected), text[:40]


def filter_keeps_bytes(directory):
    records = [b'{"id": "a b", "text": "x"}\n', b'{"text":"no id"}\n', b'[1]\n', b'{"id":"c","text":"y"  }']
    with open(directory + "/drop", "w") as f:
        f.write("a%20b\tc\tnear\t0.9\n")
    # What cannot be read is named, and kept.
    assert run("filter", "--drop=" + directory + "/drop", data=b"".join(records), status=3) == b"".join(records[1:])


def refuses():
    run(status=2)
    run("no-such-step", status=2)
    run("filter", status=2)
    run("pairs", "--near=2", status=2)
    run("pairs", data=b"x01\tb\nx01\ta\n", status=4)
    run("clusters", data=b"c\ta\tnear\t1\nb\ta\tnear\t1\n", status=4)
    run("clusters", data=b"a\tb\tnear\t1\n", status=4)
    run("sketch", data=b"not json\n", status=3)
    run("index", "inspect", "/nonexistent", status=4)


def star_not_chain():
    # c is a copy of b only, and b goes: so c stays. d is a copy of both, and goes for a.
    pairs = b"b\ta\tnear\t0.900\nc\tb\tnear\t0.900\nd\ta\tnear\t0.500\nd\tb\texact\t1.000\n"
    assert run("clusters", data=pairs) == b"b\ta\tnear\t0.900\nd\ta\tnear\t0.500\n"


def index(directory):
    path = directory + "/index"
    records = b"".join(corpus.lines(corpus.make(20)))
    command = [articlean, "-f", "jsonl", "-t", "jsonl", "--skip=strip", "--dedupe=corpus", "--index=" + path, "-"]
    first = subprocess.run(command, input=records, stdout=subprocess.PIPE, check=True).stdout
    counts = dict(line.split("\t") for line in run("index", "inspect", path).decode().splitlines())
    assert int(counts["documents"]) >= 20, counts
    run("index", "verify", path)
    exported = run("index", "export", path).decode().splitlines()
    assert len(exported) == int(counts["documents"])
    assert exported[0].startswith("0000-0-first\t"), exported[0]
    # The same records once more: they are known by their ids, and the same are copies.
    again = subprocess.run(command, input=records, stdout=subprocess.PIPE, check=True).stdout
    assert again == first


def main():
    lines()
    refuses()
    star_not_chain()
    with tempfile.TemporaryDirectory() as directory:
        filter_keeps_bytes(directory)
        index(directory)


main()
