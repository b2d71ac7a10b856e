#!/usr/bin/env python3
"""Check the corpora in data/: counts, lengths, mapping, leakage, form, source.

    python3 tests/data_check.py [DATA_DIRECTORY] [--no-generator]

Prints the statistics and "data: ok", or one line for each property that
fails, and then exits with 1.
"""

import filecmp
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir)
PARTS = ("train", "dev", "test")
FILES = tuple(part + ".en-fr.tsv" for part in PARTS) + ("tags.tsv", "trees.tsv")
BINS = ((3, 5), (6, 10), (11, 15), (16, 20), (21, 30), (31, 40), (41, 60))
UD_TAGS = "ADJ ADP ADV AUX CCONJ DET NOUN NUM PART PRON PROPN PUNCT SCONJ VERB".split()

failures = []


def check(condition, message):
    if not condition:
        failures.append(message)


def read(folder, name):
    """The rows of a file, after a look at its bytes and its tabs."""
    with open(os.path.join(folder, name), "rb") as file:
        text = file.read().decode("utf-8")
    check(text.endswith("\n") and "\r" not in text, name + ": lines do not end with LF")
    check(unicodedata.is_normalized("NFC", text), name + ": not in NFC")
    rows = [line.split("\t") for line in text.split("\n")[:-1]]
    bad = [i + 1 for i, row in enumerate(rows) if len(row) != 2 or not all(row)
           or any(field != " ".join(field.split()) for field in row)]
    check(not bad, "%s: not two clean fields on lines %s" % (name, bad[:5]))
    return [row for row in rows if len(row) == 2]


def words_of(text):
    return tuple(word for word in (part.strip(".,;?").lower() for part in text.split()) if word)


def forms_of(text):
    return [word for part in words_of(text) for word in part.replace("'", "' ").split()]


def check_counts(parts):
    for part, least in (("train", 20000), ("dev", 950), ("test", 1450)):
        distinct = len(set(map(tuple, parts[part])))
        check(distinct >= least, "%s: %d distinct pairs, wanted %d" % (part, distinct, least))
        check(distinct == len(parts[part]), part + ": a pair is repeated")


def check_lengths(parts):
    lengths = {part: [len(row[0].split()) for row in rows] for part, rows in parts.items()}
    for part, values in lengths.items():
        check(min(values) >= 3 and max(values) <= 60, part + ": a length outside 3 to 60")
    train = lengths["train"]
    mean, long_share = sum(train) / len(train), sum(n > 30 for n in train) / len(train)
    check(15 <= mean <= 18, "train: mean length %.2f" % mean)
    check(long_share >= 0.15, "train: only %.1f %% past 30 words" % (100 * long_share))
    longest = sum(40 <= n <= 60 for n in lengths["test"])
    check(longest >= 300, "test: only %d sentences of 40 to 60 words" % longest)
    for low, high in BINS:
        count = sum(low <= n <= high for n in lengths["test"])
        check(count >= 60, "test: only %d sentences of %d to %d words" % (count, low, high))
    for part in PARTS:
        bins = ["%d-%d: %d" % (low, high, sum(low <= n <= high for n in lengths[part])) for low, high in BINS]
        print("%-5s %6d pairs, mean %.1f words; %s" % (part, len(lengths[part]), sum(lengths[part]) / len(lengths[part]),
                                                       ", ".join(bins)))
    print("train past 30 words: %.1f %%; test of 40 to 60 words: %d" % (100 * long_share, longest))


def check_mapping(parts):
    """One French sentence for each English one, and no sentence in two parts."""
    known = {}
    for part in PARTS:
        for english, french in parts[part]:
            there, other = known.setdefault(english, (part, french))
            check(other == french, "two translations of: " + english)
            check(there == part, "in %s and %s: %s" % (there, part, english))


def one_word_less(words):
    return {words[:i] + words[i + 1:] for i in range(len(words))}


def one_word_hidden(words):
    return [words[:i] + ("*",) + words[i + 1:] for i in range(len(words))]


def check_leakage(parts):
    """No held-out sentence is a training sentence with one word changed."""
    held = {words_of(row[0]): row[0] for part in ("dev", "test") for row in parts[part]}
    hidden, shorter = {}, {}
    for words, text in held.items():
        hidden.update((mask, text) for mask in one_word_hidden(words))
        shorter.update((less, text) for less in one_word_less(words))
    for english, _ in parts["train"]:
        words = words_of(english)
        near = held.get(words) or shorter.get(words)
        near = near or next((hidden[mask] for mask in one_word_hidden(words) if mask in hidden), None)
        near = near or next((held[less] for less in one_word_less(words) if less in held), None)
        check(near is None, "train has a near copy of: %s (%s)" % (near, english))


def check_forms(parts):
    """Every form often enough in train, and none only outside of it."""
    for column, language, low, high in ((0, "English", 700, 1500), (1, "French", 900, 1700)):
        counts = Counter(form for row in parts["train"] for form in forms_of(row[column]))
        rare = [form for form, count in counts.items() if count < 20]
        check(not rare, "%s forms met less than 20 times: %s" % (language, sorted(rare)[:10]))
        check(low <= len(counts) <= high, "%s: %d forms" % (language, len(counts)))
        unknown = {form for part in ("dev", "test") for row in parts[part] for form in forms_of(row[column])} - set(counts)
        check(not unknown, "%s forms not in train: %s" % (language, sorted(unknown)[:10]))
        common = sum(count >= 40 for count in counts.values())
        print("%s: %d forms, the rarest %d times, %d of them 40 times or more, %d words"
              % (language, len(counts), min(counts.values()), common, sum(counts.values())))


def check_french(parts):
    """Slips that a pattern can see: elision, contraction, spacing."""
    slips = re.compile(r"\b(?:le|la|de|ne|que|je|me|se) (?!onze|huit|y\b)[aeiouéèêhœ]"
                       r"|\b(?:de|à) les? (?=[a-zéèêœ]+ (?:de|et|qui|que)\b)|(?<!qu)'[^aeiouéèêâhœy]|  ", re.I)
    lone = re.compile(r"\b(?:beau|nouveau|vieux|ce|ma|sa) (?:homme|acteur|étudiant|écrivain|avocat|ingénieur|enfant"
                      r"|oncle|ami|oiseau|âne|œuf|oignon|article|ordinateur|hôtel|hôpital|aéroport|avion|amie"
                      r"|écharpe|histoire|usine|école|église|orange|assiette|étagère|horloge|idée)\b", re.I)
    for rows in parts.values():
        for english, french in rows:
            check(not re.search(r"\b(?:an useful|an [^aeiou]|a [aeio])", english, re.I), "a or an: " + english)
            check(not slips.search(french), "elision or contraction: " + french)
            check(not lone.search(french), "form before a vowel: " + french)


def check_tags(rows):
    for sentence, tags in rows:
        check(len(sentence.split()) == len(tags.split()), "tags.tsv: counts differ: " + sentence)
        check(all(tag in UD_TAGS for tag in tags.split()), "tags.tsv: unknown tag: " + tags)


def check_trees(rows):
    for sentence, tree in rows:
        words = [token.rstrip(")") for token in tree.split() if not token.startswith("(")]
        check(words == sentence.split(), "trees.tsv: leaves differ: " + sentence)
        depth, lowest = 0, 1
        for i, char in enumerate(tree):
            depth += (char == "(") - (char == ")")
            if i < len(tree) - 1:
                lowest = min(lowest, depth)
        check(depth == 0 and lowest > 0, "trees.tsv: brackets: " + tree)


def check_generator(folder):
    """The generator writes these very bytes."""
    with tempfile.TemporaryDirectory() as fresh:
        script = os.path.join(ROOT, "scripts", "make_data.py")
        subprocess.run([sys.executable, script, fresh], check=True)
        for name in FILES:
            same = filecmp.cmp(os.path.join(folder, name), os.path.join(fresh, name), shallow=False)
            check(same, name + ": scripts/make_data.py writes other bytes")


def main(arguments):
    folders = [argument for argument in arguments if not argument.startswith("--")]
    folder = folders[0] if folders else os.path.join(ROOT, "data")
    parts = {part: read(folder, part + ".en-fr.tsv") for part in PARTS}
    tags, trees = read(folder, "tags.tsv"), read(folder, "trees.tsv")
    check_counts(parts)
    check_lengths(parts)
    check_mapping(parts)
    check_leakage(parts)
    check_forms(parts)
    check_french(parts)
    for name, rows in (("tags.tsv", tags), ("trees.tsv", trees)):
        check(len(rows) >= 3000 and len({row[0] for row in rows}) == len(rows), name + ": too few or repeated lines")
        print("%s: %d sentences" % (name, len(rows)))
    check_tags(tags)
    check_trees(trees)
    if "--no-generator" not in arguments:
        check_generator(folder)
    for message in failures[:20]:
        print("data: FAILED: " + message)
    if failures:
        print("data: %d failures" % len(failures))
        return 1
    print("data: ok")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
