# Each option stands once, under the heading of what it decides.
"$S2S" train --help | grep -E '^[a-z].*:$|^ .*--(dev|score|bpe|dropout|epochs|beam|help) ?'
"$S2S" train --help | grep -o -- '--[a-z-]* [A-Z]' | sort | uniq -d
"$S2S" align --help | grep '^[a-z].*:$'
