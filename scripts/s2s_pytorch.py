#!/usr/bin/python3
"""s2s_pytorch.py: every model of s2s in PyTorch, equation by equation.

    s2s_pytorch.py check FILE...        FILE: a model, then what to compare it
                                        with: gradients, translations; the
                                        next model, and so on
    s2s_pytorch.py translate MODEL      lines in, greedy translations out

Gradients come from `s2s gradcheck -m MODEL --dump FILE CORPUS.tsv`; a file
of translations is TSV, source and what `s2s translate --beam 1
--no-copy-unknown` made of it.

Needs torch and numpy alone: a model is a header in JSON with arrays behind
it.  Works in float64 and on one sentence at a time, so that nothing hides in
a batch.  The letters are those of Bahdanau, Cho, Bengio 2015; s2s_rows.py has
the families, a function a row, and here they are put together.
"""
import functools
import json
import re
import sys
import unicodedata

import numpy as np
import torch
from torch import tanh

from s2s_file import BOS, EOS, UNK, Units, read_file
from s2s_rows import TABLE, layers, lexicon, prior, terms

CANCELS = ["grad.attention.w_s"]       # of linear: 0 but for rounding
ONE_WAY = ["uni", "selfrnn"]           # encoders that read left to right
TYPEWRITER = str.maketrans({c: plain for plain, of in {
    "'": "\u2018\u2019\u201a\u201b\u2032\u02bc\xb4`",
    '"': "\u201c\u201d\u201e\u201f\u2033\xab\xbb",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015",
    "...": "\u2026", " ": "\xa0\u2007\u2009\u200a\u202f"}.items() for c in of})


class Model:
    def __init__(self, f):
        self.c = c = json.loads(f["config"])
        for family, known in TABLE.items():
            if c[family] not in known:
                raise LookupError(f"no oracle for {family} {c[family]}")
            setattr(self, family, known[c[family]])
        self.w = {k: torch.tensor(a, dtype=torch.float64, requires_grad=True)
                  for k, a in f.items() if isinstance(a, np.ndarray)
                  and not k.startswith("train.")}
        self.source = Units(c["tokens"], f["source.vocab"], f["source.codes"])
        self.target = Units(c["tokens"],
                            f["target.vocab"] or f["source.vocab"])
        self.E_y = self.w["target.E_y"]
        self.E_x = self.w.get("source.E_x", self.E_y)       # --tie all
        self.W_o = self.w.get("output.W_o", self.E_y)       # --tie out, all
        self.L = lexicon(f["lexicon"], len(self.E_y)) \
            if c["lexicon"] else None

    def read(self, x):
        """The annotations h_1 .. h_Tx, the summary z, the columns L_x that
        the lexicon has of x_1 .. x_Tx, and s_0."""
        x = x + [EOS]
        L = None if self.L is None else self.L[:, x]
        X = self.position(self.w, self.E_x[x])
        H, ends = self.encoder(self.w, self.c, X)
        N = H.shape[1]
        split = N if self.c["encoder"] in ONE_WAY else N // 2
        z = self.summary(self.w, H, split, [self.source.unit[k] for k in x])
        return H, z, L, self.start(z) if self.c["bridge"] == "map" else ends

    def start(self, z):
        """s_0 = tanh(W_s z + b_s), c_0 = W_c z + b_c, for each layer"""
        w = self.w
        return [(tanh(w[d + ".W_s"] @ z + w[d + ".b_s"]),
                 w[d + ".W_c"] @ z + w[d + ".b_c"]
                 if d + ".W_c" in w else None)
                for d in layers(self.c, "decoder")]

    def attend(self, i, H, z, s, drawn):
        """ctx_i = sum_j alpha_ij v_j, with e_ij and alpha_ij for each head;
        with more heads each sees its part of v_j = W_V h_j.  s is s_{i-1}"""
        w, c = self.w, self.c
        if c["focus"] == "none":
            return z, None, None
        e = (H.new_zeros(len(H)) if c["focus"] == "uniform" else
             self.score(w, c, s, H)).reshape(-1, len(H))
        alpha = self.focus(w, c, e, s, i, drawn)
        V = H if len(e) == 1 else H @ w["attention.W_V"].T
        return torch.cat([a @ v for a, v in
                          zip(alpha, V.chunk(len(e), 1))]), e, alpha

    def step(self, i, H, z, L, y, state, drawn=None):
        """From y_{i-1} and the state before to the logits of y_i, the state,
        e_i and alpha_i: s_i = cell(W E_y y_{i-1} + C ctx_i + b, s_{i-1})"""
        w, Ey = self.w, self.E_y[y]
        ctx, e, alpha = self.attend(i, H, z, state[0][0], drawn)
        s, to_first, after = Ey, w["decoder.C"] @ ctx, []
        for d, (h, m) in zip(layers(self.c, "decoder"), state):
            own = terms(w, self.c, d)
            s, m = self.cell(own, own("z", w[d + ".W"] @ s + to_first), h, m)
            after.append((s, m))
            to_first = 0
        s = s if self.c["readout-state"] == "now" else state[-1][0]
        t = self.readout(w["output.U_o"] @ s + w["output.V_o"] @ Ey
                         + w["output.C_o"] @ ctx + w["output.b_t"])
        logits = self.W_o @ t + w["output.b_o"]
        if L is not None:
            logits = logits + prior(self.c, L, alpha)
        return logits, after, e, alpha

    def guided(self, alpha, links):
        """-w sum_j A_ij log(a_ij + eps) of one row, a_i the mean of heads"""
        return -self.c["guide"] * sum(
            A * torch.log(alpha.mean(0)[j] + 1e-6) for j, A in links)

    def losses(self, x, y, drawn, guide):
        """Of y_1 .. y_Ty </s>, with label smoothing and guided alignment; and,
        where alpha is drawn, log pi_i, the probability of the alpha_i that
        was"""
        eps, loss, log_pi = self.c["smoothing"], [], []
        H, z, L, state = self.read(x)
        for i, (before, now) in enumerate(zip([BOS] + y, y + [EOS])):
            logits, state, e, alpha = self.step(
                i, H, z, L, before, state,
                None if drawn is None else drawn[i])
            logp = torch.log_softmax(logits, 0)
            loss.append(-(1 - eps) * logp[now] - eps * logp.mean()
                        + self.guided(alpha, guide[i] if i < len(y) else []))
            if drawn is not None:
                log_pi.append((alpha * torch.log_softmax(e, -1)).sum())
        return torch.stack(loss), log_pi and torch.stack(log_pi)

    @functools.lru_cache(maxsize=1)  # both builds dump one batch
    def gradients(self, batch):
        """Of the mean loss of a target token of a batch in JSON, with the loss
        itself.  REINFORCE adds A_i log pi_i, A_i = sum_{i' >= i} (loss_i' -
        baseline), of which A_i is a constant; the baseline moves towards the
        mean loss."""
        batch = json.loads(batch)
        w, total, more, n = dict(self.w), 0, 0, 0
        baseline = w.pop("attention.baseline", None)
        drawn = [torch.tensor(list(zip(*pair)), dtype=torch.float64)
                 for pair in zip(batch["alpha"], batch["prob"])] \
            if "alpha" in batch else [None] * len(batch["source"])
        guides = batch.get("guide", [[[] for _ in y] for y in batch["target"]])
        for x, y, draws, guide in zip(batch["source"], batch["target"], drawn,
                                      guides):
            loss, log_pi = self.losses(x, y, draws, guide)
            total, n = total + loss.sum(), n + len(loss)
            if baseline is not None:
                A = (loss - baseline).detach().flip(0).cumsum(0).flip(0)
                more = more + (A * log_pi).sum()
        g = torch.autograd.grad((total + more) / n, list(w.values()))
        mean = (total / n).detach().reshape(1).numpy()
        out = {"grad." + k: d.numpy() for k, d in zip(w, g)}
        if baseline is not None:
            out["grad.attention.baseline"] = mean
        return {"loss": mean, **out}

    def pieces(self, line):
        """Cut; what is unknown as a typewriter has it, if that is known."""
        known = self.source.id
        text = unicodedata.normalize("NFC", line.strip(" \t\n\v\f\r"))
        cut = self.source.cut(text)
        if all(u in known for u in cut):
            return cut
        plain = lambda u: u if u in known else u.translate(TYPEWRITER)
        text = (re.sub(r"\S+", lambda m: plain(m[0]), text)
                if self.source.kind == "word" else "".join(map(plain, cut)))
        again = self.source.cut(text.strip(" \t\n\v\f\r"))
        return min(cut, again, key=lambda c: sum(u not in known for u in c))

    @functools.lru_cache(maxsize=64)
    @torch.no_grad()
    def translate(self, line):
        pieces = self.pieces(line)[:1000]
        if not pieces:
            return ""
        H, z, L, state = self.read([self.source.id.get(u, UNK)
                                    for u in pieces])
        y, out, last = BOS, [], -1
        for i in range(2 * len(H) + 19):
            logits, state, _, alpha = self.step(i, H, z, L, y, state)
            y = int(logits[EOS:].argmax()) + EOS            # no <pad>, no <s>
            if y == EOS:
                break
            out.append(self.target.unit[y])
            j = -1
            if y == UNK and alpha is not None:   # what it looked at, but </s>,
                j = int(alpha.mean(0)[:-1].argmax())             # once a run
                out[-1] = pieces[j].lstrip() or pieces[j]
                if j == last:
                    out.pop()                    # and its space
            last = j
        return re.sub("[\r\n]", " ", self.target.join(out))


# ==== Comparisons ====

def difference(name, ours, theirs, least):
    """The largest, relative to the largest element, or to the `least` part of
    all gradients' largest if that is more.  All zero is wrong: then nothing
    was compared.  What cancels is relative to all gradients."""
    a, b = ours.get(name), theirs.get(name)
    if a is None or b is None or a.shape != b.shape:
        return np.inf
    top = max(np.abs(x).max() for k, x in ours.items() if k != "loss")
    if name in CANCELS:
        return max(np.abs(a).max(), np.abs(b).max()) / top
    if not a.any() or not b.any():
        return np.inf
    d = np.abs(a - b).max() / max(np.abs(a).max(), least * top)
    return np.inf if np.isnan(d) else d


def check_gradients(model, dump):
    """What differs too much, and a line about the whole."""
    ours = model.gradients(dump.pop("batch"))
    double = all(a.dtype == np.float64 for a in dump.values())
    bound = 1e-9 if double else 1e-4
    # in float a small sum of large terms has the error of the large ones
    least = 0 if double else 0.01
    d = {k: difference(k, ours, dump, least)
         for k in ours.keys() | dump.keys()}
    worst = max(d, key=d.get)
    wrong = [f"WRONG: {k} differs by {d[k]:.1e}, more than {bound:g}"
             for k in sorted(d) if d[k] > bound]
    return wrong, (f"loss {ours['loss'][0]:.6f} differs by {d['loss']:.1e}, "
                   f"{len(d) - 1} gradients by at most {d[worst]:.1e} "
                   f"({worst})")


def check_translations(model, path):
    with open(path, encoding="utf-8", newline="\n") as f:
        pairs = [line.removesuffix("\n").split("\t") for line in f]
    ours = [model.translate(source) for source, _ in pairs]
    wrong = [f"WRONG: {source}: {mine}, not {theirs}"
             for (source, theirs), mine in zip(pairs, ours) if mine != theirs]
    return wrong, (f"{len(set(ours))} different among {len(ours)} "
                   "translations")


def check(paths):
    """One line a comparison; returns whether all are right."""
    model, right = None, True
    for path in paths:
        try:
            f = {} if path.endswith(".tsv") else read_file(path)
            if "config" in f:
                model = None
                Model.gradients.cache_clear()
                Model.translate.cache_clear()
                model = Model(f)
                continue
            if model is None:
                raise LookupError("no model to compare it with")
            wrong, line = (check_gradients(model, f) if f else
                           check_translations(model, path))
        except (LookupError, TypeError, RuntimeError, ValueError) as e:
            wrong, line = [f"{type(e).__name__}: {e}"], "impossible"
        print("FAILED " if wrong else "ok     ", f"{path}: {line}")
        print("".join(f"        {text}\n" for text in wrong[:40]), end="",
              flush=True)
        right = right and not wrong
    return right


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in ("check", "translate"):
        sys.exit(__doc__)
    if sys.argv[1] == "check":
        sys.exit(not check(sys.argv[2:]))
    model = Model(read_file(sys.argv[2]))
    sys.stdin.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    for line in sys.stdin:
        line = line.removesuffix("\n").removesuffix("\r")
        print(model.translate(line), flush=True)


if __name__ == "__main__":
    main()
