#!/usr/bin/env python3
"""Clean a JSONL corpus with articlean and leave out its copies, on Spark.

  spark-submit articlean-spark.py [--partitions N] [--clean COMMAND] [--near F] INPUT OUTPUT

INPUT is anything textFile() reads, OUTPUT a directory that is not there yet: OUTPUT/text holds the records that stay,
OUTPUT/copies the list of the others. The programs articlean and articlean-dedupe must be on every worker.
What stays depends on the records alone: not on their order, nor on the number of partitions. See articlean-cluster(7).
"""
import argparse
import os
import subprocess
import tempfile
import threading
import zlib


def through(lines, command, files=()):
    """Runs lines through a program on a worker; {name} in the command becomes the worker's copy of that file."""
    from pyspark import SparkFiles
    for name in files:
        command = [part.replace("{" + name + "}", SparkFiles.get(name)) for part in command]
    program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def feed():
        try:
            for line in lines:
                program.stdin.write(line.encode() + b"\n")
            program.stdin.close()
        except BrokenPipeError:
            pass

    feeder = threading.Thread(target=feed, daemon=True)
    feeder.start()
    for line in program.stdout:
        yield line[:-1].decode()
    feeder.join()
    # Status 3 tells of records that could not be used; they are named in the log and the others are done.
    if program.wait() not in (0, 3):
        raise RuntimeError("%s: exit status %d" % (" ".join(command), program.returncode))


def pipe(rdd, command, files=()):
    return rdd.mapPartitions(lambda lines: through(lines, command, files))


def key_of(line):
    """The partition of a line is that of its first column; crc32 is the same in every worker."""
    return zlib.crc32(line.split("\t", 1)[0].encode())


def grouped(rdd, partitions):
    """Brings lines of one key together, sorted; equal lines become one."""
    pairs = rdd.map(lambda line: (line, None)).reduceByKey(lambda a, _: a, partitions)
    return pairs.repartitionAndSortWithinPartitions(partitions, key_of).keys()


def share(sc, directory, name, lines):
    """Hands a list to all workers as a file."""
    path = os.path.join(directory, name)
    with open(path, "w", encoding="utf-8") as f:
        for line in lines:
            f.write(line + "\n")
    sc.addFile(path)


def run(sc, args, directory):
    dedupe = args.dedupe
    records = sc.textFile(args.input, args.partitions)
    if args.partitions:
        records = records.repartition(args.partitions)
    partitions = args.partitions or records.getNumPartitions()
    if args.clean:
        records = pipe(records, args.clean.split())
    records.persist()

    chrome = pipe(grouped(pipe(records, [dedupe, "blocks"]), partitions), [dedupe, "chrome"])
    share(sc, directory, "chrome", sorted(chrome.collect()))

    keys = pipe(records, [dedupe, "sketch", "--chrome={chrome}"], ["chrome"])
    near = ["--near=%s" % args.near] if args.near is not None else []
    pairs = pipe(grouped(keys, partitions), [dedupe, "pairs"] + near)
    # The pairs, some 50 bytes for each copy, are decided in one place.
    copies = pipe(pairs.distinct().sortBy(lambda line: line, numPartitions=1), [dedupe, "clusters"]).persist()
    copies.saveAsTextFile(args.output + "/copies")
    share(sc, directory, "drop", sorted(copies.map(lambda line: line.split("\t", 1)[0]).collect()))

    pipe(records, [dedupe, "filter", "--drop={drop}"], ["drop"]).saveAsTextFile(args.output + "/text")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--partitions", type=int)
    parser.add_argument("--clean", default="articlean -f jsonl -t jsonl -", help="empty: the input is clean")
    parser.add_argument("--dedupe", default="articlean-dedupe", help="the companion program")
    parser.add_argument("--near", type=float)
    parser.add_argument("--master", help="as of spark-submit")
    parser.add_argument("input")
    parser.add_argument("output")
    args = parser.parse_args()
    from pyspark.sql import SparkSession
    builder = SparkSession.builder.appName("articlean")
    if args.master:
        builder = builder.master(args.master)
    spark = builder.getOrCreate()
    with tempfile.TemporaryDirectory() as directory:
        run(spark.sparkContext, args, directory)
        spark.stop()


if __name__ == "__main__":
    main()
