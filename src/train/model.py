"""Trees over the program's features: rows of pages, weights, training, and the odds of blocks out of fold."""
import concurrent.futures

import catboost
import numpy as np

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
        """A matrix a page, one after the other; own: leave a page's own site out of its scores."""
        def one(i):
            w = word_votes.table_of(i, self.words[i][0], own)
            c = class_votes.table_of(i, self.classes[i][0], own) if class_votes else bridge.Table()
            return self.pages[i].blocks.features(w, c)
        return self.pool.map(one, index)


def sample(page, rng, most):
    """Rows of a page to train on, with the factor their weights grow by."""
    use = np.nonzero(page.label >= 0)[0]
    if len(use) <= most:
        return use, 1.0
    return np.sort(rng.choice(use, most, replace=False)), len(use) / most


def matrix(pages, index, rows, most=300, seed=7):
    rng = np.random.RandomState(seed)
    x, y, w = [], [], []
    for i, m in zip(index, rows):
        use, factor = sample(pages[i], rng, most)
        if len(use):
            x.append(m[use])
            y.append(pages[i].label[use])
            w.append(row_weights(pages[i])[use] * factor)
    x, y, w = np.concatenate(x), np.concatenate(y), np.concatenate(w)
    return x, y, w / w.mean()


# A level asks one of few columns, and splits are chosen with noise, so that no single column bears the trees.
DEFAULTS = dict(depth=6, learning_rate=.12, l2_leaf_reg=10, rsm=.1, random_strength=3, border_count=128,
                bootstrap_type='Bernoulli', subsample=.8, loss_function='Logloss', leaf_estimation_iterations=1,
                boosting_type='Plain', thread_count=2, random_seed=1, verbose=0, allow_writing_files=False)


def logistic(m):
    return 1 / (1 + np.exp(-np.clip(m, -40, 40)))


class Scale:
    """How values become whole numbers of 16 bits, as struct al_forest has it: (value - middle) * step, cut."""

    def __init__(self, x):
        low, high = x.min(axis=0).astype(np.float64), x.max(axis=0).astype(np.float64)
        self.middle = ((low + high) / 2).astype(np.float32)
        self.step = (65000 / np.maximum(high - low, 1e-6)).astype(np.float32)

    def bring_down(self, x):
        """Changes the matrix itself: it may be most of the memory."""
        x -= self.middle
        x *= self.step
        np.clip(x, -32768, 32767, out=x)
        np.trunc(x, out=x)


class Trees:
    """Symmetric trees over values of 16 bits. What is given to train on changes to these."""

    def __init__(self, x, y, w, trees, margin=None, **options):
        self.scale = Scale(x)
        self.scale.bring_down(x)
        self.booster = catboost.CatBoost({**DEFAULTS, **options, 'iterations': trees})
        self.booster.fit(catboost.Pool(x, y, weight=w, baseline=margin))

    def odds(self, x):
        """Log odds of rows as they are."""
        x = x.copy()
        self.scale.bring_down(x)
        return self.odds_of_whole(x)

    def odds_of_whole(self, x, trees=0):
        """By the first trees, or by all."""
        return self.booster.predict(x, prediction_type='RawFormulaVal', ntree_end=trees, thread_count=2)


class Model(Trees):
    """Trees that let go of rows that are sure after the first of them, as al_forest_add() does."""

    def __init__(self, x, y, w, trees, first, sure, **options):
        super().__init__(x, y, w, trees, **options)
        self.first, self.sure, self.growth = first, sure, 1.0
        part, full = self.odds_of_whole(x, first), self.odds_of_whole(x)
        settled = np.abs(part) > sure
        if settled.any():
            self.growth = float((part * full)[settled].sum() / (part * part)[settled].sum())

    def predict(self, x):
        """Probabilities of rows, which change."""
        if not len(x):
            return np.zeros(0)
        self.scale.bring_down(x)
        part, full = self.odds_of_whole(x, self.first), self.odds_of_whole(x)
        return logistic(np.where(np.abs(part) > self.sure, part * self.growth, full))


def out_of_fold(features, most_tokens, trees=200, most=300, log=print, **options):
    """Probabilities of all blocks of all pages, each from a model that saw no page of its site."""
    pages, out = features.pages, [None] * len(features.pages)
    fold = np.array([p.fold for p in pages])
    for k in range(N_FOLDS):
        train, test = np.nonzero(fold != k)[0], np.nonzero(fold == k)[0]
        words = V.Votes(pages, features.words, fold != k, most_tokens[0])
        classes = V.Votes(pages, features.classes, fold != k, most_tokens[1]) if features.classes else None
        made = Model(*matrix(pages, train, features.rows(train, words, classes, True), most), trees, **options)
        for i, x in zip(test, features.rows(test, words, classes, False)):
            out[i] = made.predict(x)
        log(f'fold {k}: {len(train)} pages trained, {len(words.all()[0])} words')
    return out


SECOND = dict(depth=4, learning_rate=.1, l2_leaf_reg=20, rsm=.3, random_strength=1)
SECOND_TREES = 64


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
    return Trees(np.concatenate(x), np.concatenate(y), w / w.mean(), SECOND_TREES, np.concatenate(margin), **SECOND)


def second_out_of_fold(pages, rows, probabilities, most, share):
    """Probabilities after the second look; those of the first are out of fold already. share: of its log odds."""
    fold, out = np.array([p.fold for p in pages]), list(probabilities)
    for k in range(N_FOLDS):
        made = fit_second(pages, np.nonzero(fold != k)[0], rows, probabilities, most)
        for i in np.nonzero(fold == k)[0]:
            if len(rows[i]):
                out[i] = logistic(log_odds(probabilities[i]) + share * made.odds(rows[i]))
    return out
