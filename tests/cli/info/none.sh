# where no model lies beside the program either
cp "$S2S" s2s
./s2s info
