# No pairs have no perplexity.
echo | "$S2S" score -m "$FIXTURE/tiny.safetensors"
