# --svg is of the positions.
"$S2S" info --svg --kinds
