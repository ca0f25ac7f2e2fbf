#!/usr/bin/env python3
"""Writes codepages.txt: the 256 characters of the code pages of old pages that the Encoding Standard does not
know, from the codecs of Python 3.11 (facts of the Unicode Consortium's mapping files and of RFC 1489's kin).

    python3 make_codepages.py > codepages.txt
"""
import unicodedata

# Canonical name, Python's codec, further labels.
PAGES = [
    ("ibm037", "cp037", "cp037 ebcdic-cp-us"), ("ibm273", "cp273", "cp273"), ("ibm424", "cp424", "cp424"),
    ("ibm500", "cp500", "cp500"), ("ibm875", "cp875", "cp875"), ("ibm1026", "cp1026", "cp1026"), ("ibm1140", "cp1140", "cp1140"),
    ("ibm437", "cp437", "cp437 437"), ("ibm720", "cp720", "cp720 dos-720"), ("ibm737", "cp737", "cp737"),
    ("ibm775", "cp775", "cp775"), ("ibm850", "cp850", "cp850 850"), ("ibm852", "cp852", "cp852 852"),
    ("ibm855", "cp855", "cp855 855"), ("ibm856", "cp856", "cp856"), ("ibm857", "cp857", "cp857 857"),
    ("ibm858", "cp858", "cp858"), ("ibm860", "cp860", "cp860"), ("ibm861", "cp861", "cp861"),
    ("ibm862", "cp862", "cp862 dos-862"), ("ibm863", "cp863", "cp863"), ("ibm864", "cp864", "cp864"),
    ("ibm865", "cp865", "cp865"), ("ibm869", "cp869", "cp869"), ("ibm1125", "cp1125", "cp1125"),
    ("koi8-t", "koi8_t", ""), ("kz-1048", "kz1048", "kz1048 strk1048-2002 rk1048"),
    ("ptcp154", "ptcp154", "pt154 cp154 cyrillic-asian"),
    ("mac-centraleurope", "mac_latin2", "x-mac-ce maccentraleurope mac-latin2 x-mac-centraleurroman"),
    ("mac-greek", "mac_greek", "x-mac-greek"), ("mac-turkish", "mac_turkish", "x-mac-turkish"),
    ("mac-iceland", "mac_iceland", "x-mac-icelandic"), ("mac-romania", "mac_romanian", "x-mac-romanian"),
    ("mac-croatian", "mac_croatian", "x-mac-croatian"),
]


def show(c):
    if c is None:
        return "."
    if c in "\\. " or unicodedata.category(c)[0] in "CMZ" or unicodedata.normalize("NFC", c) != c:
        return "\\%04x" % ord(c)
    return c


def chart(codec):
    row = []
    for b in range(256):
        try:
            c = bytes([b]).decode(codec)
        except UnicodeDecodeError:
            c = None
        row.append(show(c))
    # The lower half is left out where it is ASCII.
    ascii_half = all(bytes([b]).decode(codec) == chr(b) for b in range(128))
    return "".join(row[128:] if ascii_half else row)


print("# From the codecs of Python 3.11 by make_codepages.py: code pages outside the Encoding Standard.")
print("# name, then the characters of the bytes 80..FF, or of 00..FF where the lower half is not ASCII.")
for name, codec, _ in PAGES:
    print(name, chart(codec))
print("# labels")
for name, _, labels in PAGES:
    print("=", " ".join([name] + labels.split()))
