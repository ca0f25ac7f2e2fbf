"""The program's own blocks, tokens, features and decision for Python, by way of libstrip-bridge (bridge.c)."""
import ctypes as C
import os

import numpy as np

FROM_TEXT, FROM_HTML = 1, 2
_lib = None


def load(path):
    """Opens libstrip-bridge.so; call it once before all else."""
    global _lib
    _lib = C.CDLL(os.path.abspath(path))
    _lib.bridge_open.restype = C.c_void_p
    _lib.bridge_open.argtypes = [C.c_char_p, C.c_size_t, C.c_int, C.c_char_p]
    _lib.bridge_close.argtypes = [C.c_void_p]
    _lib.bridge_blocks.restype = C.c_size_t
    _lib.bridge_blocks.argtypes = [C.c_void_p]
    _lib.bridge_ranges.argtypes = [C.c_void_p] + [C.c_void_p] * 3
    _lib.bridge_text.restype = C.c_void_p
    _lib.bridge_text.argtypes = [C.c_void_p, C.c_size_t, C.POINTER(C.c_size_t)]
    _lib.bridge_votes.restype = C.c_size_t
    _lib.bridge_votes.argtypes = [C.c_void_p, C.c_int, C.c_void_p, C.c_void_p, C.c_void_p, C.c_size_t]
    _lib.bridge_table.restype = C.c_uint
    _lib.bridge_table.argtypes = [C.c_void_p, C.c_void_p, C.c_size_t, C.c_uint, C.c_void_p, C.c_void_p]
    _lib.bridge_features.argtypes = [C.c_void_p, C.c_void_p, C.c_void_p, C.c_void_p]
    _lib.bridge_decide.argtypes = [C.c_void_p, C.c_void_p, C.c_int, C.c_void_p, C.POINTER(C.c_float)]
    _lib.bridge_second.argtypes = [C.c_void_p, C.c_void_p, C.c_void_p]
    _lib.bridge_rule.restype = C.c_char_p
    _lib.bridge_rule.argtypes = [C.c_void_p, C.c_size_t]
    _lib.bridge_output.restype = C.c_size_t
    _lib.bridge_output.argtypes = [C.c_void_p, C.POINTER(C.c_char_p)]
    _lib.bridge_feature_name.restype = C.c_char_p


def feature_names(text_only):
    return [_lib.bridge_feature_name(i).decode() for i in range(_lib.bridge_n_features(int(text_only)))]


class Table(C.Structure):
    """struct al_table with its own slots."""
    _fields_ = [('checks', C.c_void_p), ('scores', C.c_void_p), ('bits', C.c_uint)]

    def __init__(self, keys=(), scores=(), bits=8):
        keys, scores = np.ascontiguousarray(keys, np.uint32), np.ascontiguousarray(scores, np.int8)
        self.slots = np.zeros(1 << bits, np.uint16), np.zeros(1 << bits, np.int8)
        super().__init__(self.slots[0].ctypes.data, self.slots[1].ctypes.data, bits)
        self.n = _lib.bridge_table(keys.ctypes.data, scores.ctypes.data, len(keys), bits, self.checks, C.c_void_p(self.scores))


class Blocks:
    """One page as the program sees it."""

    def __init__(self, raw, form, url=''):
        self.raw = raw
        self.html = form == FROM_HTML
        self.handle = _lib.bridge_open(raw, len(raw), form, url.encode())
        if not self.handle:
            raise MemoryError
        self.n = _lib.bridge_blocks(self.handle)
        self.start, self.end, self.size = (np.zeros(self.n, np.uint32) for _ in range(3))
        _lib.bridge_ranges(self.handle, self.start.ctypes.data, self.end.ctypes.data, self.size.ctypes.data)

    def close(self):
        if self.handle:
            _lib.bridge_close(self.handle)
        self.handle = None

    __del__ = close

    def texts(self):
        out, n = [], C.c_size_t()
        for i in range(self.n):
            p = _lib.bridge_text(self.handle, i, C.byref(n))
            out.append(C.string_at(p, n.value).decode('utf-8', 'replace'))
        return out

    def rules(self):
        """The rule that dropped each block for good, '' for most."""
        return [_lib.bridge_rule(self.handle, i).decode() for i in range(self.n)]

    def votes(self, classes, label):
        """(keys, share of content) of the page's tokens."""
        room = 200 + 40 * self.n + (2000 if classes else 0)
        label = np.ascontiguousarray(label, np.float32)
        keys, share = np.zeros(room, np.uint32), np.zeros(room, np.float32)
        n = _lib.bridge_votes(self.handle, classes, label.ctypes.data, keys.ctypes.data, share.ctypes.data, room)
        return keys[:n].copy(), share[:n].copy()

    def features(self, words, classes):
        """One row a block; words and classes are tables of scores."""
        width = _lib.bridge_n_features(int(not self.html))
        rows = np.zeros((self.n + 1, width), np.float32)
        got = _lib.bridge_features(self.handle, C.byref(words), C.byref(classes), rows.ctypes.data)
        if self.n and got != width:
            raise ValueError(f'{got} columns')
        return rows[:self.n]

    def second(self, p):
        """One row a block for the second look; wants features() before."""
        rows = np.zeros((self.n + 1, _lib.bridge_n_second()), np.float32)
        p = np.ascontiguousarray(p, np.float32)
        if _lib.bridge_second(self.handle, p.ctypes.data, rows.ctypes.data) < 0:
            raise MemoryError
        return rows[:self.n]

    def decide(self, p, lean=0):
        """(mask of kept blocks, confidence); wants features() before."""
        kept, confidence = np.zeros(self.n + 1, np.uint8), C.c_float()
        p = np.ascontiguousarray(p, np.float32)
        if _lib.bridge_decide(self.handle, p.ctypes.data, lean, kept.ctypes.data, C.byref(confidence)):
            raise MemoryError
        return kept[:self.n].astype(bool), confidence.value

    def output(self):
        """The program's output after decide(), as bytes; the last call for a page."""
        text = C.c_char_p()
        n = _lib.bridge_output(self.handle, C.byref(text))
        return C.string_at(text, n) if n else b''
