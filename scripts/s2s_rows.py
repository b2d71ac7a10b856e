"""s2s_rows.py: the families of s2s in PyTorch, a table each, and a function
for each row that `s2s info --kinds` names.

For scripts/s2s_pytorch.py.  The letters are those of Bahdanau, Cho, Bengio
2015.  w["attention.W_a"] is the tensor of that name in the model file,
c["heads"] a field of its configuration; a cell's w("U", h) is its own U h.
All is of one sentence: X [Tx x M] the embedded source, H [Tx x N] its
annotations.
"""
import math
import re

import torch
from torch import sigmoid, softmax, tanh

from s2s_file import TOKENS

TABLE = {"tokens": TOKENS, "cell": {}, "encoder": {}, "position": {},
         "summary": {}, "score": {}, "focus": {}}


def row(family, name):
    """The function below is the member `name` of the family."""
    return lambda f: TABLE[family].setdefault(name, f)


# ==== Cells: a = W x + b (+ C ctx) and the state h, c before to the next;
#      w("U", x) is U x, with --cell-norm normalised ====

def terms(w, c, name):
    """The w of the cell `name`: w("z", x) of what comes from outside, x = W x
    + C ctx; w("U", x) and w("U_h", x) of its state."""
    b, plain = w[name + ".b"], c["cell-norm"] == "no"

    def term(k, x):
        x = x if k == "z" else w[f"{name}.{k}"] @ x
        if not plain:
            x = norm(x, w[f"{name}.g_{k}"], 0)
        return x + b if k == "z" else x
    return term


@row("cell", "lstm")
def lstm(w, a, h, c):
    """c' = f c + i g, h' = o tanh(c'); the gates stand in the order i f g o"""
    i, f, g, o = (a + w("U", h)).chunk(4)
    c = sigmoid(f) * c + sigmoid(i) * tanh(g)
    return sigmoid(o) * tanh(c), c


@row("cell", "gru")
def gru(w, a, h, c):
    """Bahdanau's: s' = (1 - z) s + z tanh(a_h + U_h [r s]); order r z h"""
    a_r, a_z, a_h = a.chunk(3)
    r, z = sigmoid(torch.cat([a_r, a_z]) + w("U", h)).chunk(2)
    return (1 - z) * h + z * tanh(a_h + w("U_h", r * h)), None


@row("cell", "rnn")
def rnn(w, a, h, c):
    """h' = tanh(a + U h)"""
    return tanh(a + w("U", h)), None


# ==== Positions: the embedded source to the same with its places ====

@row("position", "none")
def no_position(w, X):
    return X


@row("position", "sin")
def sines(w, X):
    """x_j + p_j / sqrt(M), p_j[2k] = sin(j / 10000^(2k/M)), p_j[2k+1] = cos"""
    T, M = X.shape
    j, k = torch.arange(T).double()[:, None], torch.arange(M)
    angle = j / 10000 ** ((k - k % 2).double() / M)
    p = torch.where(k % 2 == 0, torch.sin(angle), torch.cos(angle))
    return X + p / math.sqrt(M)


@row("position", "learned")
def learned(w, X):
    """p_j = P_j; the last vector serves all places behind it"""
    P = w["source.P"]
    return X + P[torch.arange(len(X)).clamp(max=len(P) - 1)]


# ==== Encoders: x_1 .. x_Tx to h_1 .. h_Tx, and the last state of each layer
#      where there is one for the decoder ====

def layers(c, part):
    """part, part.l2, part.l3 .."""
    return [part] + [f"{part}.l{l}" for l in range(2, c["layers"] + 1)]


def recur(w, c, name, X):
    """The states h_1 .. h_T of a cell over the rows of X, and the last."""
    cell, H = TABLE["cell"][c["cell"]], []
    h = m = X.new_zeros(w[name + ".U"].shape[1])
    own = terms(w, c, name)
    for x in X @ w[name + ".W"].T:
        h, m = cell(own, own("z", x), h, m)
        H.append(h)
    return torch.stack(H), (h, m)


@row("encoder", "bi")
def bi(w, c, X):
    """h_j = [fwd cell(x_j, h_{j-1}) ; bwd cell(x_j, h_{j+1})]"""
    for l in layers(c, "encoder"):
        X = torch.cat([recur(w, c, l + ".fwd", X)[0],
                       recur(w, c, l + ".bwd", X.flip(0))[0].flip(0)], 1)
    return X, None


@row("encoder", "uni")
def uni(w, c, X):
    """h_j = cell(x_j, h_{j-1})"""
    ends = []
    for l in layers(c, "encoder"):
        X, end = recur(w, c, l + ".fwd", X)
        ends.append(end)
    return X, ends


@row("encoder", "window")
def window(w, c, X):
    """h_t = tanh(W [x_{t-k}; ..; x_{t+k}] + b), zeros outside"""
    k = c["enc-window"]
    for l in layers(c, "encoder"):
        nothing = X.new_zeros(k, X.shape[1])
        around = torch.cat([nothing, X, nothing]).unfold(0, 2 * k + 1, 1)
        G = around.transpose(1, 2).flatten(1)
        X = tanh(G @ w[l + ".W"].T + w[l + ".b"])
    return X, None


@row("encoder", "selfrnn")
def selfrnn(w, c, X):
    """h_t = tanh(W x_t + U c_{t-1} + b), c_0 = 0, c_t = sum_j alpha_tj h_j,
    alpha_t = softmax over j <= t of v' tanh(W_q h_t + W_k h_j)"""
    for l in layers(c, "encoder"):
        W, U, b, W_q, W_k, v = [w[f"{l}.{m}"]
                                for m in "W U b W_q W_k v".split()]
        H, past = [], X.new_zeros(len(U))
        for x in X:
            H.append(tanh(W @ x + U @ past + b))
            h = torch.stack(H)
            past = softmax(tanh(W_q @ H[-1] + h @ W_k.T) @ v, 0) @ h
        X = h
    return X, None


def norm(x, g, b):
    """g (x - mean) / sqrt(variance + eps) + b, over each row"""
    x = x - x.mean(-1, keepdim=True)
    return g * x / ((x ** 2).mean(-1, keepdim=True) + 1e-5).sqrt() + b


@row("encoder", "self")
def self_attention(w, c, X):
    """O = softmax(Q K' / sqrt(d)) V for each head, u = W_O O,
    y = tanh(W_f u + b_f); by option x + u and u + y, each then normalised"""
    X = X @ w["encoder.W_in"].T if "encoder.W_in" in w else X
    W, place = c["self-window"] or len(X), torch.arange(len(X))
    far = (place[:, None] - place).abs() > W
    for l in layers(c, "encoder"):
        Q, K, V = [(X @ w[f"{l}.W_{m}"].T).chunk(c["enc-heads"], 1)
                   for m in "QKV"]
        O = [softmax((q @ k.T / math.sqrt(q.shape[1])).masked_fill(
            far, -math.inf), 1) @ v for q, k, v in zip(Q, K, V)]
        u = torch.cat(O, 1) @ w[l + ".W_O"].T
        u = X + u if c["residual"] == "yes" else u
        if c["layer-norm"] == "yes":
            u = norm(u, w[l + ".norm_u.g"], w[l + ".norm_u.b"])
        y = tanh(u @ w[l + ".W_f"].T + w[l + ".b_f"])
        X = u + y if c["residual"] == "yes" else y
        if c["layer-norm"] == "yes":
            X = norm(X, w[l + ".norm_y.g"], w[l + ".norm_y.b"])
    return X, None


# ==== Summaries: h_1 .. h_Tx to z; the first `split` of a vector's numbers
#      were read left to right, the others right to left ====

@row("summary", "last")
def last(w, H, split, words):
    """z = [fwd h_Tx ; bwd h_1]"""
    return torch.cat([H[-1, :split], H[0, split:]])


@row("summary", "first")
def first(w, H, split, words):
    """z = bwd h_1, in its place; h_1 where there is one direction"""
    return torch.cat([0 * H[0, :split], H[0, split:]]) \
        if split < H.shape[1] else H[0]


@row("summary", "mean")
def mean(w, H, split, words):
    """z = 1/Tx sum_j h_j"""
    return H.mean(0)


@row("summary", "max")
def largest(w, H, split, words):
    """z_k = max_j h_jk"""
    return H.max(0).values


def many_to_one(w, name, X, q):
    """tanh(W_c [sum_j alpha_j x_j ; q]), alpha = softmax_j(x_j' W q)"""
    alpha = softmax(X @ (w[name + ".W"] @ q), 0)
    return tanh(w[name + ".W_c"] @ torch.cat([alpha @ X, q]))


@row("summary", "attention")
def attention(w, H, split, words):
    """q is h_Tx; of two directions the summary `last`"""
    return many_to_one(w, "summary", H, last(w, H, split, words))


def sentences(words):
    """Their lengths; what stands alone as a mark is of the one before it,
    and so is </s>."""
    def kind(u):           # o: open, e: ends a sentence, m: is a mark
        u = u[1:] if len(u) > 1 and u[0] == " " else u
        mark = [ch in ".!?\u2026\u3002\uff01\uff1f" for ch in u]
        return "m" if u and all(mark) else "e" if u and mark[-1] else "o"
    kinds = "".join(map(kind, words[:-1]))
    n = [len(m[0]) for m in re.finditer("m*(?:o*e|o+m)m*|.+$", kinds)] or [0]
    return n[:-1] + [n[-1] + 1]


@row("summary", "hier")
def hier(w, H, split, words):
    """attention in each sentence, and over their vectors with q the last"""
    u = torch.stack([attention(w, h, split, None)
                     for h in H.split(sentences(words))])
    return many_to_one(w, "summary.sentence", u, u[-1]) if len(u) > 1 else u[0]


# ==== Scores: s = s_{i-1} and h_1 .. h_Tx to e_i1 .. e_iTx, for each head ====

@row("score", "concat")
def concat(w, c, s, H):
    """e_ij = v_a' tanh(W_a s_{i-1} + U_a h_j)"""
    return tanh(w["attention.W_a"] @ s
                + H @ w["attention.U_a"].T) @ w["attention.v_a"]


@row("score", "qk")
def qk(w, c, s, H):
    """e_ij = q_i' k_j / sqrt(d), q_i = W_Q s_{i-1}, k_j = W_K h_j; a head
    has d of their numbers"""
    q = (w["attention.W_Q"] @ s).reshape(c["heads"], -1)
    k = (H @ w["attention.W_K"].T).reshape(len(H), *q.shape)
    e = torch.einsum("md,jmd->mj", q, k)
    return e / math.sqrt(q.shape[1]) if c["attn-scale"] == "sqrt" else e


@row("score", "dot")
def dot(w, c, s, H):
    """e_ij = s_{i-1}' h_j"""
    return H @ s


@row("score", "general")
def general(w, c, s, H):
    """e_ij = s_{i-1}' W_a h_j"""
    return H @ w["attention.W_a"].T @ s


@row("score", "cosine")
def cosine(w, c, s, H):
    """e_ij = g cos(s_{i-1}, h_j)"""
    return w["attention.g"] * (H @ s) / (s.norm() * H.norm(dim=1))


@row("score", "mlp")
def mlp(w, c, s, H):
    """e_ij = v_a' x_ij, x_ij = tanh(W_2 tanh(W_a s_{i-1} + U_a h_j) + b_2)"""
    x = tanh(w["attention.W_a"] @ s + H @ w["attention.U_a"].T)
    if c["mlp-layers"] == 2:
        x = tanh(x @ w["attention.W_2"].T + w["attention.b_2"])
    return x @ w["attention.v_a"]


@row("score", "linear")
def linear(w, c, s, H):
    """e_ij = w_s' s_{i-1} + w_h' h_j; the softmax takes w_s away again"""
    return w["attention.w_s"] @ s + H @ w["attention.w_h"][0]


# ==== Focuses: e_i1 .. e_iTx [heads x Tx] to alpha_i1 .. alpha_iTx ====

def nearby(e, p, D):
    """softmax over |j - p| <= D, 0 outside"""
    j = torch.arange(e.shape[-1])
    return softmax(e.masked_fill((j - p).abs() > D, -math.inf), -1)


@row("focus", "soft")
def soft(w, c, e, s, i, drawn):
    return softmax(e, -1)


@row("focus", "uniform")
def uniform(w, c, e, s, i, drawn):
    return torch.ones_like(e) / e.shape[-1]


@row("focus", "local-m")
def local_m(w, c, e, s, i, drawn):
    """the window lies around min(i, Tx), from 0: min(i, Tx - 1)"""
    return nearby(e, min(i, e.shape[-1] - 1), c["window"])


@row("focus", "local-p")
def local_p(w, c, e, s, i, drawn):
    """softmax of e_ij - (j - p)^2 / 2 sigma^2 around p = Tx sigm(v' tanh(W
    s)), sigma = D / 2: Luong's (10), but that the row sums to 1"""
    T, D = e.shape[-1], c["window"]
    p = T * sigmoid(w["attention.v_p"] @ tanh(w["attention.W_p"] @ s))
    if D > 0:
        e = e - (torch.arange(T) - p) ** 2 / (2 * (D / 2) ** 2)
    return nearby(e, min(math.floor(p + 0.5), T - 1), D)


@row("focus", "hard")
def hard(w, c, e, s, i, drawn):
    """one-hot: in training what was drawn, else arg-max_j e_ij.  With Gumbel
    noise g it was drawn from y = softmax(e + g), and alpha has y's slope"""
    if drawn is None:
        return torch.eye(e.shape[-1]).double()[e.argmax(-1)]
    alpha, y = drawn
    if c["hard-estimator"] == "gumbel":
        g = y.log() - e.detach()               # but for a constant
        y = softmax(e + g, -1)
        return alpha + y - y.detach()
    return alpha


@row("focus", "none")
def no_focus(w, c, e, s, i, drawn):
    return None


# ==== Readouts: U_o s + V_o E_y y_{i-1} + C_o ctx_i + b_t to t_i ====

TABLE["readout"] = {"tanh": tanh,
                    "maxout": lambda t: t.reshape(-1, 2).max(1).values}


# ==== The lexicon prior ====

def lexicon(text, Ky):
    """L [Ky x Kx], p(y | x): a line for each x, of y and p in 2^-16."""
    columns = [list(map(int, line.split())) for line in text.splitlines()]
    L = torch.zeros(Ky, len(columns), dtype=torch.float64)
    for x, column in enumerate(columns):
        for y, parts in zip(column[::2], column[1::2]):
            L[y, x] += parts / 65536
    return L


def prior(c, L, alpha):
    """log(L a_i + eps), a_i the mean of the heads"""
    return torch.log(L @ alpha.mean(0) + c["lexicon"])
