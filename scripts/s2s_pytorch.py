#!/usr/bin/python3
"""s2s_pytorch.py: a model of s2s in PyTorch, equation by equation.

    s2s_pytorch.py check MODEL DUMP...     compares loss and every gradient
    s2s_pytorch.py translate MODEL         lines in, greedy translations out

DUMP comes from `s2s gradcheck -m MODEL --dump DUMP CORPUS.tsv`.  Needs torch
and numpy alone: the file is a header in JSON with arrays behind it.  It works
in float64 and on one sentence at a time, so that nothing hides in a batch.
The letters are those of Bahdanau, Cho, Bengio 2015, and w["decoder.W_s"] is
the tensor of that name in the file.
"""
import json
import re
import sys
import unicodedata

import numpy as np
import torch
from torch import sigmoid, tanh

TYPES = {"F64": np.float64, "F32": np.float32, "U8": np.uint8}
WRITTEN = {"cell": ["lstm"], "encoder": ["bi", "uni"],
           "position": ["none", "sin"], "summary": ["last", "mean"],
           "score": ["concat", "dot"], "focus": ["soft", "uniform", "none"]}
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


class Model:
    def __init__(self, path):
        f = read_file(path)
        self.config = c = json.loads(f["config"])
        for family, kinds in WRITTEN.items():
            if c[family] not in kinds:
                sys.exit(f"{path}: {family} {c[family]} is not written here")
        self.w = {k: torch.tensor(a, dtype=torch.float64, requires_grad=True)
                  for k, a in f.items() if isinstance(a, np.ndarray)
                  and not k.startswith("train.")}
        self.source = Units(c["tokens"], f["source.vocab"], f["source.codes"])
        self.target = Units(c["tokens"],
                            f["target.vocab"] or f["source.vocab"])
        self.E_y = self.w["target.E_y"]
        self.E_x = self.w.get("source.E_x", self.E_y)       # --tie all
        self.W_o = self.w.get("output.W_o", self.E_y)       # --tie out, all

    def layers(self, part):
        """decoder, decoder.l2, decoder.l3 ..."""
        return [part] + [f"{part}.l{l}"
                         for l in range(2, self.config["layers"] + 1)]

    def lstm(self, name, x, h, c):
        """x = W x_t + b; the gates stand in the order i f g o."""
        i, f, g, o = (x + self.w[name + ".U"] @ h).chunk(4)
        c = sigmoid(f) * c + sigmoid(i) * tanh(g)
        return sigmoid(o) * tanh(c), c

    def direction(self, name, X):
        X = X @ self.w[name + ".W"].T + self.w[name + ".b"]
        h = c = X.new_zeros(X.shape[1] // 4)
        H = []
        for x in X:
            h, c = self.lstm(name, x, h, c)
            H.append(h)
        return torch.stack(H)

    def read(self, x):
        """h_j = [fwd LSTM(E_x x_j) ; bwd LSTM(E_x x_j)] and the summary z"""
        H = self.E_x[x + [EOS]]
        if self.config["position"] == "sin":
            H = H * H.shape[1] ** 0.5 + positions(*H.shape)
        for name in self.layers("encoder"):
            side = [self.direction(name + ".fwd", H)]
            if self.config["encoder"] == "bi":
                side.append(self.direction(name + ".bwd", H.flip(0)).flip(0))
            H = torch.cat(side, 1)
        if self.config["summary"] == "mean":
            return H, H.mean(0)
        n = side[0].shape[1]                                # last
        return H, torch.cat([H[-1, :n], H[0, n:]])

    def start(self, z):
        """s_0 = tanh(W_s z + b_s), c_0 = W_c z + b_c, for each layer"""
        w = self.w
        return [(tanh(w[d + ".W_s"] @ z + w[d + ".b_s"]),
                 w[d + ".W_c"] @ z + w[d + ".b_c"])
                for d in self.layers("decoder")]

    def attend(self, H, z, s):
        """ctx_i = sum_j alpha_ij h_j, alpha_i = softmax(e_i); s is s_{i-1}"""
        w, focus = self.w, self.config["focus"]
        if focus == "none":
            return z, None
        if focus == "uniform":
            e = H.new_zeros(len(H))
        elif self.config["score"] == "dot":
            e = H @ s
        else:          # e_ij = v_a' tanh(W_a s_{i-1} + U_a h_j)
            e = tanh(w["attention.W_a"] @ s
                     + H @ w["attention.U_a"].T) @ w["attention.v_a"]
        alpha = torch.softmax(e, 0)
        return alpha @ H, alpha

    def step(self, H, z, y, state):
        """From y_{i-1} and the state before to the logits of y_i, alpha_i
        and the state: s_i = LSTM(W E_y y_{i-1} + C ctx_i + b, s_{i-1})"""
        w, Ey = self.w, self.E_y[y]
        ctx, alpha = self.attend(H, z, state[0][0])
        s, to_first, after = Ey, w["decoder.C"] @ ctx, []
        for d, (h, c) in zip(self.layers("decoder"), state):
            x = w[d + ".W"] @ s + w[d + ".b"] + to_first
            s, c = self.lstm(d, x, h, c)
            after.append((s, c))
            to_first = 0
        t = tanh(w["output.U_o"] @ s + w["output.V_o"] @ Ey
                 + w["output.C_o"] @ ctx + w["output.b_t"])
        return self.W_o @ t + w["output.b_o"], alpha, after

    def loss(self, x, y):
        """The sum over y_1 .. y_Ty </s>, with label smoothing."""
        eps, total = self.config["smoothing"], 0
        H, z = self.read(x)
        state = self.start(z)
        for before, now in zip([BOS] + y, y + [EOS]):
            logits, _, state = self.step(H, z, before, state)
            logp = torch.log_softmax(logits, 0)
            total = total - (1 - eps) * logp[now] - eps * logp.mean()
        return total

    def gradients(self, xs, ys):
        """Of the mean loss of a target token, with the loss itself."""
        loss = (sum(map(self.loss, xs, ys)) / sum(len(y) + 1 for y in ys))
        g = torch.autograd.grad(loss, list(self.w.values()))
        return {"loss": loss.detach().reshape(1).numpy(),
                **{"grad." + k: d.numpy() for k, d in zip(self.w, g)}}

    def translate(self, line):
        text = unicodedata.normalize("NFC", line)
        pieces = self.source.cut(text)[:1000]
        if not pieces:
            return ""
        H, z = self.read([self.source.id.get(u, UNK) for u in pieces])
        state, y, out = self.start(z), BOS, []
        for _ in range(2 * len(H) + 19):
            logits, alpha, state = self.step(H, z, y, state)
            y = int(logits[EOS:].argmax()) + EOS            # no <pad>, no <s>
            if y == EOS:
                break
            out.append(self.target.unit[y])
            if y == UNK and alpha is not None:   # what it looked at, but </s>
                u = pieces[int(alpha[:-1].argmax())]
                out[-1] = u.lstrip() or u
        return re.sub("[\r\n]", " ", self.target.join(out))


def positions(T, M):
    """p_j[2k] = sin(j / 10000^(2k/M)), p_j[2k+1] = cos(the same)"""
    j, k = torch.arange(T).double()[:, None], torch.arange(M)
    angle = j / 10000 ** ((k - k % 2).double() / M)
    return torch.where(k % 2 == 0, torch.sin(angle), torch.cos(angle))


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
        if self.kind != "bpe":
            return s.split() if self.kind == "word" else list(s)
        # a word is letters, digits or one other, with the space before it
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


# ==== Commands ====

def difference(ours, theirs):
    """The largest, relative to the largest element; all zero is wrong."""
    if ours.shape != theirs.shape or not ours.any() or not theirs.any():
        return np.inf
    d = np.abs(ours - theirs).max() / np.abs(ours).max()
    return np.inf if np.isnan(d) else d


def check(model, path):
    dump = read_file(path)
    batch = json.loads(dump.pop("batch"))
    ours = model.gradients(batch["source"], batch["target"])
    double = all(a.dtype == np.float64 for a in dump.values())
    bound = 1e-9 if double else 1e-4
    d = {k: difference(ours[k], dump[k]) if k in ours and k in dump
         else np.inf for k in ours.keys() | dump.keys()}
    worst = max(d, key=d.get)
    wrong = sorted(k for k in d if d[k] > bound)
    print(f"loss {ours['loss'][0]:.6f} differs by {d['loss']:.1e}, "
          f"{len(d) - 1} gradients by at most {d[worst]:.1e} ({worst})")
    for k in wrong:
        print(f"  WRONG: {k} differs by {d[k]:.1e}, more than {bound:g}")
    return not wrong


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in ("check", "translate"):
        sys.exit(__doc__)
    model = Model(sys.argv[2])
    if sys.argv[1] == "check":
        right = [check(model, path) for path in sys.argv[3:]]
        sys.exit(not (right and all(right)))
    sys.stdin.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    with torch.no_grad():
        for line in sys.stdin:
            line = line.removesuffix("\n").removesuffix("\r")
            print(model.translate(line), flush=True)


if __name__ == "__main__":
    main()
