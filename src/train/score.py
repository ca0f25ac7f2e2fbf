"""Scores kept blocks: word F1 as WCXB counts it, line F1 by characters for dumps; tables by set, type, language."""
import collections

import numpy as np

import align


def prf(hit, got, want):
    p = hit / got if got else float(not want)
    r = hit / want if want else 1.0 if not got else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def characters(text):
    return len(''.join(text.split()))


class Scorer:
    """A page's text and truth, counted once."""

    def __init__(self, page):
        texts = page.blocks.texts()
        ids = {}
        truth = [ids.setdefault(t, len(ids)) for t in align.tokens(page.truth)]
        block, token = [], []
        for i, text in enumerate(texts):
            for t in align.tokens(text):
                block.append(i)
                token.append(ids.setdefault(t, len(ids)))
        self.block, self.token = np.array(block, np.int64), np.array(token, np.int64)
        self.want = np.bincount(np.array(truth, np.int64), minlength=len(ids)) if ids else np.zeros(0, np.int64)
        self.n_want = len(truth)
        self.chars = np.array([characters(t) for t in texts], float)
        self.label = page.label

    def words(self, kept):
        """(P, R, F1) of the bag of words."""
        chosen = self.token[kept[self.block]] if len(self.block) else self.token
        hit = np.minimum(np.bincount(chosen, minlength=len(self.want)), self.want).sum() if len(chosen) else 0
        return prf(hit, len(chosen), self.n_want)

    def lines(self, kept):
        """(P, R, F1, share of content lost) of labelled lines by characters."""
        yes, no = self.label >= .5, (self.label < .5) & (self.label >= 0)
        content, hit = self.chars[yes].sum(), self.chars[yes & kept].sum()
        p, r, f = prf(hit, hit + self.chars[no & kept].sum(), content)
        return p, r, f, 1 - hit / content if content else 0.0


def table(pages, values, names, keys=('set', 'style', 'type', 'lang'), least=8):
    """Prints means by all, and by each key."""
    values = np.array(values)
    print(f'{"":24}{"pages":>6}' + ''.join(f'{n:>9}' for n in names))

    def line(name, index):
        print(f'{name:24}{len(index):6}' + ''.join(f'{v:9.4f}' for v in values[index].mean(axis=0)))
    line('all', np.arange(len(pages)))
    for key in keys:
        groups = collections.defaultdict(list)
        for i, p in enumerate(pages):
            groups[getattr(p, key)].append(i)
        if len(groups) > 1:
            for name, index in sorted(groups.items()):
                if len(index) >= least:
                    line(f'{key} {name}', index)
