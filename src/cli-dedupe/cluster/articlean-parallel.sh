#!/bin/sh
# Clean a JSONL corpus with articlean and leave out its copies, on all cores of a machine (or of many: give
# PARALLEL the --sshlogin options of GNU parallel).
#
#   articlean-parallel.sh INPUT.jsonl OUTPUT.jsonl [COPIES.tsv]
#
# CLEAN, DEDUPE: the commands; an empty CLEAN means that the input is clean. See articlean-cluster(7).
set -eu
export LC_ALL=C
in=$1 out=$2
: "${CLEAN=articlean -f jsonl -t jsonl -}" "${DEDUPE=articlean-dedupe}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Runs a filter over the parts of a file, which are cut between lines, and keeps their order.
parts() {
    parallel --will-cite --pipepart --keep-order --halt now,fail=1 --block "${BLOCK:--4}" -a "$1" "$2"
}

if [ -n "$CLEAN" ]; then
    parts "$in" "$CLEAN" > "$work/clean.jsonl"
    in=$work/clean.jsonl
fi
parts "$in" "$DEDUPE blocks" | sort -u | $DEDUPE chrome > "$work/chrome"
parts "$in" "$DEDUPE sketch --chrome=$work/chrome" | sort | $DEDUPE pairs | sort -u > "$work/pairs"
$DEDUPE clusters < "$work/pairs" > "$work/copies"
parts "$in" "$DEDUPE filter --drop=$work/copies" > "$out"
if [ $# -gt 2 ]; then
    cp "$work/copies" "$3"
fi
