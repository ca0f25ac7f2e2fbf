"""Which blocks of a page hold its truth text: an order-keeping chain of places, heaviest by tokens."""
import collections
import re

CJK = '\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff'
TOKEN = re.compile(f'[{CJK}]|[^\\W{CJK}]+')
GRAM = 4         # tokens that must follow each other to count as found
MAX_PLACES = 6   # places of the truth that are tried for a block


def tokens(text):
    return TOKEN.findall(text.lower())


class Index:
    """Where 4-grams and single tokens stand in the truth."""

    def __init__(self, truth):
        self.truth = truth
        self.grams, self.single = collections.defaultdict(list), collections.defaultdict(list)
        for i in range(len(truth) - GRAM + 1):
            self.grams[tuple(truth[i:i + GRAM])].append(i)
        for i, t in enumerate(truth):
            self.single[t].append(i)

    def places(self, block):
        """(share of the block's tokens found anywhere, [(start, end, weight)])."""
        k = len(block)
        if k < GRAM:
            hits = [p for p in self.single.get(block[0], ())[:200] if self.truth[p:p + k] == block] if k else []
            return float(bool(hits)), [(p, p + k, .9 * k) for p in hits[:40]]
        hit, starts = bytearray(k), collections.Counter()
        for i in range(k - GRAM + 1):
            where = self.grams.get(tuple(block[i:i + GRAM]))
            if where:
                hit[i:i + GRAM] = b'\1' * GRAM
                for p in where[:8]:
                    starts[p - i] += 1
        found = sum(hit)
        if found < max(GRAM, .35 * k):
            return found / k, []
        best = starts.most_common(MAX_PLACES)
        return found / k, [(max(0, s), min(len(self.truth), max(0, s) + k), min(found, m + GRAM - 1))
                           for s, m in best if 3 * m >= best[0][1]]


class Maxima:
    """Fenwick tree of prefix maxima."""

    def __init__(self, n):
        self.best = [(0.0, -1)] * (n + 1)

    def upto(self, i):
        best = (0.0, -1)
        while i > 0:
            if self.best[i][0] > best[0]:
                best = self.best[i]
            i -= i & -i
        return best

    def put(self, i, value):
        while i < len(self.best):
            if value[0] > self.best[i][0]:
                self.best[i] = value
            i += i & -i


def chain(places, n_truth):
    """Indices of the heaviest chain of places (block, start, end, weight) in order in both texts."""
    tree, back, at = Maxima(n_truth + 2), [], 0
    while at < len(places):
        stop, pending = at, []
        while stop < len(places) and places[stop][0] == places[at][0]:
            _, start, end, weight = places[stop]
            value, before = tree.upto(start + 1 + min(3, (end - start) // 4))
            if before >= 0 and end - start < GRAM:      # a short block far from its neighbour is likelier another one
                weight *= 1 - min(.5, .02 * abs(start - places[before][2]))
            pending.append((end + 1, (value + weight, stop)))
            back.append(before)
            stop += 1
        for end, value in pending:
            tree.put(end, value)
        at = stop
    i, out = tree.upto(n_truth + 2)[1], []
    while i >= 0:
        out.append(i)
        i = back[i]
    return out


def shares(blocks, truth):
    """Share of each block's tokens that is content; a second copy of the same text has 0.

    blocks: token lists in page order; truth: token list.
    """
    out = [0.0] * len(blocks)
    if not truth:
        return out
    index, places, found = Index(truth), [], []
    for b, block in enumerate(blocks):
        share, some = index.places(block)
        found.append(share)
        places += [(b, *place) for place in some]
    used = bytearray(len(truth))
    for i in chain(places, len(truth)):
        b, start, end, _ = places[i]
        out[b] = max(found[b], .6 if len(blocks[b]) < GRAM else 0)
        used[start:end] = b'\1' * (end - start)
    for b, start, end, _ in sorted(places, key=lambda p: -p[3]):     # what the truth has in another order
        if not out[b] and end - start >= 6 and found[b] >= .7 and sum(used[start:end]) < .3 * (end - start):
            out[b] = found[b]
            used[start:end] = b'\1' * (end - start)
    return out
