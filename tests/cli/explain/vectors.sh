# A step made again from what is printed: e_ij = v_a' tanh(q_i + k_j), their
# softmax, and the weighted sum of the h_j.
"$S2S" explain -q -m "$FIXTURE/tiny.safetensors" --vectors --step 2 \
    "A dog." "Un chien." >out
grep -c '^step' out
awk 'function tanh(x) { return 1 - 2 / (exp(2 * x) + 1) }
    function far(what, x, y) {
        n[what]++
        if (x - y > 2e-6 || y - x > 2e-6) print what, "is", x, "not", y }
    $2 == "=" { size[$1] = NF - 2; for (k = 3; k <= NF; k++) x[$1, k - 2] = $k }
    END {
        Tx = size["e_2"]; A = size["v_a"]; N = size["h_1"]
        for (j = 1; j <= Tx; j++) {
            e = 0
            for (k = 1; k <= A; k++)
                e += x["v_a", k] * tanh(x["q_2", k] + x["k_" j, k])
            far("e", e, x["e_2", j])
            sum += exp(x["e_2", j])
        }
        for (j = 1; j <= Tx; j++)
            far("alpha", exp(x["e_2", j]) / sum, x["alpha_2", j])
        for (k = 1; k <= N; k++) {
            ctx = 0
            for (j = 1; j <= Tx; j++) ctx += x["alpha_2", j] * x["h_" j, k]
            far("ctx", ctx, x["ctx_2", k])
            norm += ctx * ctx
        }
        print n["e"], n["alpha"], n["ctx"], size["s_1"]
        printf "|ctx| = %.4f\n", sqrt(norm) }' out >again
head -n 1 again
tail -n 1 again >norm
grep -o '|ctx| = .*' out | cmp - norm
# JSON has the same numbers.
"$S2S" explain -q -m "$FIXTURE/tiny.safetensors" --vectors --step 2 --json \
    "A dog." "Un chien." >json
grep -o '"[a-z_]*":\[' json | sort -u | tr '\n' ' '
