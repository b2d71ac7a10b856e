"""s2s_file.py: what is in a model file of s2s: arrays and text.

read_file() needs no library but numpy; Units cuts a line of text as the
model does.  For scripts/s2s_pytorch.py.
"""
import json
import re
import unicodedata

import numpy as np

TYPES = {"F64": np.float64, "F32": np.float32, "U8": np.uint8}
BOS, EOS, UNK, FIRST = 1, 2, 3, 4      # ids; 0 is padding, words from FIRST


def read_file(path):
    """{name: array, or text where the file has U8}"""
    with open(path, "rb") as f:
        header = json.loads(f.read(int.from_bytes(f.read(8), "little")))
        data, out = f.read(), {}
    del header["__metadata__"], header["checksum"]
    for name, t in header.items():
        a = np.frombuffer(data[slice(*t["data_offsets"])], TYPES[t["dtype"]])
        text = t["dtype"] == "U8"
        out[name] = a.tobytes().decode() if text else a.reshape(t["shape"])
    return out


# ==== Text ====

ESCAPES = {"\u2581": " ", "\\u2581": "\u2581", "\\t": "\t", "\\n": "\n",
           "\\\\": "\\"}


def unescape(s):
    return re.sub(r"\u2581|\\u2581|\\t|\\n|\\\\", lambda m: ESCAPES[m[0]], s)


def char_class(c):
    """L: letters and marks, N: numbers, the space, o: others"""
    major = " " if c == " " else unicodedata.category(c)[0]
    return {"M": "L"}.get(major, major) if major in "LMN " else "o"


class Units:
    """The units of one side, and the merges that make them."""

    def __init__(self, kind, vocab, codes=""):
        self.kind = kind
        self.unit = ["", "", "", "\ufffd"] + [
            unescape(line.split("\t")[0]) for line in vocab.split("\n")[:-1]]
        self.id = {u: k for k, u in enumerate(self.unit) if k >= FIRST}
        merges = [tuple(map(unescape, line.split(" ")))
                  for line in codes.split("\n")[1:-1]]
        self.rank = {pair: k for k, pair in enumerate(merges)}
        self.made_of = {"".join(pair): pair for pair in reversed(merges)}

    def cut(self, s):
        return TOKENS[self.kind](self, s)

    def words(self, s):
        return s.split()

    def chars(self, s):
        return list(s)

    def subwords(self, s):
        """A word is letters, digits or one other, with the space before."""
        s = " " + s if s else ""
        words = re.finditer(" ?(?:L{1,256}|N{1,256}|o)| ",
                            "".join(map(char_class, s)))
        return [part for m in words
                for u in self.merge(list(s[m.start():m.end()]))
                for part in self.apart(u)]

    def merge(self, word):
        """The earliest merge first, leftmost first."""
        while len(word) > 1:
            k, i = min((self.rank.get(pair, len(self.rank)), i)
                       for i, pair in enumerate(zip(word, word[1:])))
            if k == len(self.rank):
                break
            word[i:i + 2] = [word[i] + word[i + 1]]
        return word

    def apart(self, u):
        """A unit that is not kept comes apart along its merges."""
        if u in self.id or u not in self.made_of:
            return [u]
        return [part for half in self.made_of[u] for part in self.apart(half)]

    def join(self, units):
        if self.kind == "word":
            return " ".join(units)
        return "".join(units).removeprefix(" " if self.kind == "bpe" else "")


TOKENS = {"word": Units.words, "char": Units.chars, "bpe": Units.subwords}
