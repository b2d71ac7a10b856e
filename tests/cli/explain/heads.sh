# Two heads, each made again: e_ij = q_i' k_j / sqrt(6), alpha, and its part
# of the context from its own values.
export S2S_MODEL="$FIXTURE/many.safetensors"
"$S2S" explain -q --vectors --step 2 "A dog." "Un chien." >out
awk 'function far(what, x, y) {
        n[what]++
        if (x - y > 5e-6 || y - x > 5e-6) print what, "is", x, "not", y }
    $2 == "=" { size[$1] = NF - 2; for (k = 3; k <= NF; k++) x[$1, k - 2] = $k }
    END { for (h = 1; h <= 2; h++) {
        Tx = size["e_2^" h]; A = size["q_2^" h]; N = size["ctx_2^" h]
        sum = 0
        for (j = 1; j <= Tx; j++) {
            e = 0
            for (k = 1; k <= A; k++) e += x["q_2^" h, k] * x["k_" j "^" h, k]
            far("e", e / sqrt(A), x["e_2^" h, j])
            sum += exp(x["e_2^" h, j])
        }
        for (j = 1; j <= Tx; j++)
            far("alpha", exp(x["e_2^" h, j]) / sum, x["alpha_2^" h, j])
        for (k = 1; k <= N; k++) {
            ctx = 0
            for (j = 1; j <= Tx; j++)
                ctx += x["alpha_2^" h, j] * x["v_" j "^" h, k]
            far("ctx", ctx, x["ctx_2^" h, k])
        } }
        print n["e"], n["alpha"], n["ctx"], A, N, size["h_1"] }' out
"$S2S" explain -q --step 2 "A dog." "Un chien." | grep -o '^  head .'
# One head is its part of all.
"$S2S" explain -q --vectors --step 2 --head 2 "A dog." "Un chien." >one
grep -c '\^1' one || :
grep '\^2 =' out >part
grep '\^2 =' one | cmp - part
"$S2S" explain -q --step 1 --json "A dog." "Un chien." | grep -o '"heads":[^]]*]'
