#!/usr/bin/env python3
"""The contract of articlean-dedupe by sort alone: whatever way the records are split and shuffled, the same stay.

usage: contract.py ARTICLEAN-DEDUPE
"""
import random
import subprocess
import sys
import tempfile

import corpus


def step(program, data, *args):
    done = subprocess.run([program, *args], input=data, stdout=subprocess.PIPE, check=True)
    return done.stdout.splitlines(keepends=True)


def dedupe(program, shards, directory):
    """The steps with every shuffle done by sorting; returns the list of copies and the records that stay."""
    def over(shards, *args):
        return [line for shard in shards for line in step(program, b"".join(shard), *args)]

    chrome = step(program, b"".join(sorted(set(over(shards, "blocks")))), "chrome")
    with open(directory + "/chrome", "wb") as f:
        f.writelines(chrome)
    keys = sorted(over(shards, "sketch", "--chrome=" + directory + "/chrome"))
    # A group must stay whole, as in any shuffle; otherwise reducers may share the keys as they like.
    reducers = [[k for k in keys if k.split(b"\t")[0][-1] % len(shards) == i] for i in range(len(shards))]
    pairs = sorted(set(over(reducers, "pairs")))
    copies = step(program, b"".join(pairs), "clusters")
    with open(directory + "/copies", "wb") as f:
        f.writelines(copies)
    return copies, over(shards, "filter", "--drop=" + directory + "/copies")


def main():
    program = sys.argv[1]
    records = corpus.lines(corpus.make())
    with tempfile.TemporaryDirectory() as directory:
        copies, kept = dedupe(program, [records], directory)
        for parts, seed in ((2, 1), (5, 2), (5, 3)):
            shuffled = records[:]
            random.Random(seed).shuffle(shuffled)
            others, kept_too = dedupe(program, [shuffled[i::parts] for i in range(parts)], directory)
            assert others == copies, "%d shards give other copies" % parts
            assert sorted(kept_too) == sorted(kept)
    gone = {line.split(b"\t")[0].decode() for line in copies}
    ids = [r["id"] for r in corpus.make()]
    missed = [i for i in ids if not i.endswith("first") and i not in gone]
    false = [line for line in copies if line.split(b"\t")[0][:4] != line.split(b"\t")[1][:4]]
    lost = [i for i in ids if i.endswith("first") and i in gone]
    assert not false and not lost, (false, lost)
    assert len(missed) <= len(ids) / 100, missed
    kinds = {line.split(b"\t")[2] for line in copies}
    assert kinds == {b"exact", b"near", b"contained"}, kinds
    print("%d documents, %d copies found, %d missed, none false" % (len(ids), len(gone), len(missed)))


main()
