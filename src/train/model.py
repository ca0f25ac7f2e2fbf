"""Trees over the program's features: rows of pages, weights, training, and the odds of blocks out of fold."""
import concurrent.futures
import math

import numpy as np
import xgboost

import bridge
import votes as V
from pages import N_FOLDS


def row_weights(page):
    """What an error at a block costs the page's F1."""
    size, y = page.blocks.size.astype(np.float64), page.label
    known = y >= 0
    content, other = size[known & (y >= .5)].sum(), size[known & (y < .5)].sum()
    w = size / (content + .3 * other + 30) + 2e-4
    return np.where(known, w, 0) * page.weight


class Features:
    """Rows of all pages with the scores of some of them."""

    def __init__(self, pages, words, classes=None, threads=2):
        self.pages, self.words, self.classes = pages, words, classes
        self.pool = concurrent.futures.ThreadPoolExecutor(threads)

    def rows(self, index, word_votes, class_votes, own):
        """[matrix] of pages; own: leave a page's own site out of its scores."""
        def one(i):
            w = word_votes.table_of(i, self.words[i][0], own)
            c = class_votes.table_of(i, self.classes[i][0], own) if class_votes else bridge.Table()
            return self.pages[i].blocks.features(w, c)
        return list(self.pool.map(one, index))


def sample(page, rng, most):
    """Rows of a page to train on, with the factor their weights grow by."""
    use = np.nonzero(page.label >= 0)[0]
    if len(use) <= most:
        return use, 1.0
    return np.sort(rng.choice(use, most, replace=False)), len(use) / most


def matrix(pages, index, rows, most=300, seed=7, columns=None):
    rng = np.random.RandomState(seed)
    x, y, w = [], [], []
    for i, m in zip(index, rows):
        use, factor = sample(pages[i], rng, most)
        if len(use):
            x.append(m[use])
            y.append(pages[i].label[use])
            w.append(row_weights(pages[i])[use] * factor)
    x, y, w = np.concatenate(x), np.concatenate(y), np.concatenate(w)
    if columns is not None:
        x = x[:, columns]
    return x, y, w / w.mean()


DEFAULTS = dict(max_depth=5, eta=.12, min_child_weight=4, subsample=.8, colsample_bytree=.5, reg_lambda=2, max_bin=128,
                tree_method='hist', objective='binary:logistic', nthread=1, seed=1, base_score=.5)


def fit(x, y, w, trees=200, margin=None, **options):
    data = xgboost.QuantileDMatrix(x, y, weight=w, base_margin=margin,
                                   max_bin=options.get('max_bin', DEFAULTS['max_bin']))
    return xgboost.train({**DEFAULTS, **options}, data, trees)


def logistic(m):
    return 1 / (1 + np.exp(-np.clip(m, -40, 40)))


class Model:
    """Trees that let go of rows that are sure after the first of them, as al_forest_score() does."""

    def __init__(self, x, y, w, trees, first=0, sure=2.0, **options):
        self.booster, self.first, self.sure, self.scale = fit(x, y, w, trees, **options), first, sure, 1.0
        if first:
            part, full = self.odds(x, first), self.odds(x, trees)
            settled = np.abs(part) > sure
            if settled.any():
                self.scale = float((part * full)[settled].sum() / (part * part)[settled].sum())

    def odds(self, x, trees):
        return self.booster.inplace_predict(x, iteration_range=(0, trees), predict_type='margin')

    def predict(self, rows):
        """[probabilities] a page."""
        if not sum(map(len, rows)):
            return [np.zeros(0)] * len(rows)
        x = np.concatenate(rows)
        full = self.odds(x, 0)
        if self.first:
            part = self.odds(x, self.first)
            full = np.where(np.abs(part) > self.sure, part * self.scale, full)
        return np.split(logistic(full), np.cumsum([len(m) for m in rows])[:-1])


def out_of_fold(features, most_tokens, trees=200, most=300, log=print, **options):
    """Probabilities of all blocks of all pages, each from a model that saw no page of its site."""
    pages, out = features.pages, [None] * len(features.pages)
    fold = np.array([p.fold for p in pages])
    for k in range(N_FOLDS):
        train, test = np.nonzero(fold != k)[0], np.nonzero(fold == k)[0]
        words = V.Votes(pages, features.words, fold != k, most_tokens[0])
        classes = V.Votes(pages, features.classes, fold != k, most_tokens[1]) if features.classes else None
        rows = features.rows(train, words, classes, True)
        made = Model(*matrix(pages, train, rows, most), trees, **options)
        del rows
        rows = features.rows(test, words, classes, False)
        for i, p in zip(test, made.predict(rows)):
            out[i] = p
        log(f'fold {k}: {len(train)} pages trained, {len(words.all()[0])} words')
    return out


SECOND = dict(max_depth=4, eta=.1, min_child_weight=20, colsample_bytree=.6)
SECOND_TREES = 60


def log_odds(p):
    p = np.clip(np.asarray(p, np.float64), 1e-7, 1 - 1e-7)
    return np.log(p / (1 - p))


def fit_second(pages, index, rows, probabilities, most):
    """Trees of the second look, added to the log odds of the first; rows are Blocks.second() of all pages."""
    rng = np.random.RandomState(11)
    x, y, w, margin = [], [], [], []
    for i in index:
        use, factor = sample(pages[i], rng, most)
        if len(use):
            x.append(rows[i][use])
            y.append(pages[i].label[use])
            w.append(row_weights(pages[i])[use] * factor)
            margin.append(log_odds(probabilities[i])[use])
    w = np.concatenate(w)
    return fit(np.concatenate(x), np.concatenate(y), w / w.mean(), SECOND_TREES, np.concatenate(margin), **SECOND)


def second_out_of_fold(pages, rows, probabilities, most, share):
    """Probabilities after the second look; those of the first are out of fold already. share: of its log odds."""
    fold, out = np.array([p.fold for p in pages]), list(probabilities)
    for k in range(N_FOLDS):
        booster = fit_second(pages, np.nonzero(fold != k)[0], rows, probabilities, most)
        for i in np.nonzero(fold == k)[0]:
            if len(rows[i]):
                more = booster.inplace_predict(rows[i], predict_type='margin')
                out[i] = logistic(log_odds(probabilities[i]) + share * more)
    return out
