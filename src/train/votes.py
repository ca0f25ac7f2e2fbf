"""Scores of tokens: smoothed log odds of content, one vote a site; a site's own vote can be left out."""
import typing

import numpy as np

import bridge

PRIOR = 2.0      # pseudo-sites that vote as all do
BASE = .35       # share of content that a token says nothing with
UNIT = 32        # a score of 1 in a table, as AL_SCORE_UNIT
MAX_SITES = 1 << 20
LEAST_SITES = 6  # a token met on fewer says nothing


def by_sites(n, score):
    return n


def by_use(n, score):
    """What a token tells in all: languages with few sites have tokens that tell much, too."""
    return n * score * score


class Limit(typing.NamedTuple):
    """Tokens that count, at most, and what ranks them: a function of the sites and scores of all."""
    most: int
    rank: typing.Callable = by_sites


def gather(pages, classes):
    """[(keys, share)] a page, once: neither folds nor models change it."""
    return [p.blocks.votes(classes, p.label) for p in pages]


def odds(n, found):
    base = np.log(BASE / (1 - BASE))
    score = np.log((np.maximum(found, 0) + PRIOR * BASE) / (np.maximum(n - found, 0) + PRIOR * (1 - BASE))) - base
    return np.clip(np.rint(score * UNIT), -127, 127).astype(np.int8)


class Votes:
    """The votes of some pages."""

    def __init__(self, pages, votes, chosen, limit):
        """chosen: mask of the pages that vote; limit: a Limit, or a number for tokens met on most sites."""
        names = {s: i for i, s in enumerate(sorted({p.site for p in pages}))}
        self.site = np.array([names[p.site] for p in pages], np.int64)
        self.least = LEAST_SITES
        index = [i for i in range(len(pages)) if chosen[i] and pages[i].has_vote and len(votes[i][0])]
        if not index:
            self.keys = np.zeros(0, np.int64)
            return
        key = np.concatenate([votes[i][0] for i in index]).astype(np.int64)
        share = np.concatenate([votes[i][1] for i in index]).astype(np.float64)
        pair = key * MAX_SITES + np.repeat(self.site[index], [len(votes[i][0]) for i in index])
        self.pair, where = np.unique(pair, return_inverse=True)
        self.share = np.bincount(where, weights=share) / np.bincount(where)
        self.keys, where = np.unique(self.pair // MAX_SITES, return_inverse=True)
        self.n = np.bincount(where)
        self.found = np.bincount(where, weights=self.share)
        self.choose(limit if isinstance(limit, Limit) else Limit(limit))

    def choose(self, limit):
        """Leaves the tokens of highest rank."""
        rank = limit.rank(self.n, odds(self.n, self.found) / UNIT)
        rank = np.where(self.n >= LEAST_SITES, rank, 0)
        floor = max(0, np.sort(rank)[-limit.most - 1]) if limit.most < len(rank) else 0
        self.keys, self.n, self.found = self.keys[rank > floor], self.n[rank > floor], self.found[rank > floor]
        self.least = self.n.min() if len(self.n) else LEAST_SITES

    def all(self):
        """(keys, scores) of all tokens that count."""
        return (self.keys, odds(self.n, self.found)) if len(self.keys) else (self.keys, self.keys)

    def table_of(self, i, keys, own):
        """A table for one page that holds its tokens only; own: its site's vote does not count."""
        keys = keys.astype(np.int64)
        at = np.minimum(np.searchsorted(self.keys, keys), max(0, len(self.keys) - 1))
        hit = self.keys[at] == keys if len(self.keys) else np.zeros(len(keys), bool)
        keys, at = keys[hit], at[hit]
        if not len(keys):
            return bridge.Table()
        n, found = self.n[at].astype(float), self.found[at].copy()
        if own:
            pair = keys * MAX_SITES + self.site[i]
            at = np.minimum(np.searchsorted(self.pair, pair), len(self.pair) - 1)
            mine = self.pair[at] == pair
            n -= mine
            found -= np.where(mine, self.share[at], 0)
        known = n >= self.least
        bits = max(8, int(1.6 * known.sum()).bit_length())
        return bridge.Table(keys[known], odds(n[known], found[known]), bits)
