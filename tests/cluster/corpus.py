"""A made-up corpus with known copies: every word is invented, the same in every run."""
import json
import random


def words(rng, n):
    return ["".join(rng.choice(("ba", "ko", "ri", "ten", "sul", "mo", "an", "fe", "dra", "li")) for _ in
                    range(rng.randint(1, 4))) for _ in range(n)]


def article(rng, vocabulary):
    return [" ".join(rng.choices(vocabulary, k=rng.randint(40, 80))).capitalize() + "." for _ in range(6)]


def make(n=120, seed=7):
    """Yields records whose id tells the article and what was done to it: ARTICLE-COPY-KIND."""
    rng = random.Random(seed)
    vocabulary = words(rng, 3000)
    sites = [[" ".join(rng.choices(vocabulary, k=4)) for _ in range(12)] for _ in range(3)]
    records = []
    for a in range(n):
        text = article(rng, vocabulary)

        def add(copy, kind, paragraphs):
            chrome = rng.choice(sites)
            page = chrome[:6] + paragraphs + chrome[6:]
            records.append({"id": "%04d-%d-%s" % (a, copy, kind), "text": "\n\n".join(page)})

        add(0, "first", text)
        if a % 3 == 0:
            add(1, "exact", [p.upper() for p in text])
        if a % 3 != 2:
            edited = [" ".join(w if rng.random() > .06 else rng.choice(vocabulary) for w in p.split()) for p in text]
            add(2, "near", edited)
        if a % 4 == 0:
            add(3, "contained", text[:2])
        if a % 10 == 0:
            for k in range(4, 90 if a == 0 else 8):
                add(k, "near", text[k % 3:] + text[:k % 3])
    return records


def lines(records):
    return [(json.dumps(r, ensure_ascii=False) + "\n").encode() for r in records]
