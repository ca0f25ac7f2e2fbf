#!/usr/bin/env python3
"""Runs the shipped recipes for GNU parallel and Spark and compares what stays with that of one process.

usage: engines.py parallel|spark ARTICLEAN-DEDUPE RECIPE      exit status 77: the engine is not installed
"""
import importlib.util
import os
import random
import shutil
import subprocess
import sys
import tempfile

import corpus


def read_parts(directory):
    out = []
    for name in sorted(os.listdir(directory)):
        if name.startswith("part-"):
            with open(os.path.join(directory, name), "rb") as f:
                out += f.readlines()
    return sorted(out)


def run_parallel(program, recipe, records, directory, block):
    source, out, copies = (os.path.join(directory, n) for n in ("in.jsonl", "out.jsonl", "copies.tsv"))
    with open(source, "wb") as f:
        f.writelines(records)
    env = dict(os.environ, CLEAN="", DEDUPE=program, BLOCK=block)
    subprocess.run(["sh", recipe, source, out, copies], env=env, check=True)
    with open(out, "rb") as f, open(copies, "rb") as g:
        return sorted(f.readlines()), sorted(g.readlines())


def run_spark(program, recipe, records, directory, partitions):
    source, out = os.path.join(directory, "in.jsonl"), os.path.join(directory, "out-%d" % partitions)
    with open(source, "wb") as f:
        f.writelines(records)
    master = os.environ.get("ARTICLEAN_SPARK", "local-cluster[2,1,1024]")
    env = dict(os.environ, PYSPARK_PYTHON=sys.executable)
    subprocess.run([sys.executable, recipe, "--master", master, "--partitions", str(partitions), "--clean", "",
                    "--dedupe", program, source, out], env=env, check=True, stderr=subprocess.DEVNULL)
    return read_parts(out + "/text"), read_parts(out + "/copies")


def main():
    engine, recipe = sys.argv[1], sys.argv[3]
    program = os.path.abspath(sys.argv[2])  # the workers of Spark stand in folders of their own
    if engine == "spark" and not (importlib.util.find_spec("pyspark") and shutil.which("java")):
        print("skipped: Spark is not installed (pip install pyspark, and a Java runtime)")
        sys.exit(77)
    if not shutil.which("parallel"):
        print("skipped: GNU parallel is not installed")
        sys.exit(77)
    records = corpus.lines(corpus.make())
    recipes = os.path.dirname(recipe)
    with tempfile.TemporaryDirectory() as directory:
        expected = run_parallel(program, recipes + "/articlean-parallel.sh", records, directory, "1G")
        for n in (2, 5):
            random.Random(n).shuffle(records)
            if engine == "spark":
                found = run_spark(program, recipe, records, directory, n)
            else:
                found = run_parallel(program, recipe, records, directory, "%d" % -n)
            assert found[1] == expected[1], "other copies with %d parts" % n
            assert found[0] == expected[0], "other survivors with %d parts" % n
    print("%s: %d records stay, %d are copies, the same for 1, 2 and 5 parts" %
          (engine, len(expected[0]), len(expected[1])))


main()
