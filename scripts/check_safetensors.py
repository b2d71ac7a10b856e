#!/usr/bin/env python3
"""check_safetensors.py FILE...: is each a valid safetensors file of s2s?

Checks every rule of the public format (github.com/huggingface/safetensors,
"Format") and, after those, what s2s promises beyond it: the order, the
alignment and the checksum.  It shares no code with src/model, and is the
second opinion on it.  --format checks the public rules alone.  One line a
file; a failure names its rule, and the exit status is then 1.
"""
import json
import re
import sys
import zlib

HEADER_LIMIT = 100_000_000  # of the public format
BITS = {"F4": 4, "F6_E2M3": 6, "F6_E3M2": 6, "BOOL": 8, "U8": 8, "I8": 8,
        "F8_E5M2": 8, "F8_E4M3": 8, "F8_E8M0": 8, "I16": 16, "U16": 16,
        "F16": 16, "BF16": 16, "I32": 32, "U32": 32, "F32": 32, "F64": 64,
        "I64": 64, "U64": 64, "C64": 64}
OURS = {"F64", "F32", "BF16", "I8", "U8"}


class Broken(Exception):
    pass


def rule(name, holds, found=""):
    if not holds:
        raise Broken(f"{name}: {found}" if found else name)


def no_duplicates(pairs):
    seen = {}
    for key, value in pairs:
        rule("no-duplicate-keys", key not in seen, key)
        seen[key] = value
    return seen


def no_constant(word):
    raise Broken(f"header-is-json: {word}")


def whole(x):
    """A number that is written as a non-negative integer of 64 bits."""
    return type(x) is int and 0 <= x < 1 << 64


def read_header(data):
    rule("length-is-8-bytes", len(data) >= 8, f"{len(data)} bytes")
    n = int.from_bytes(data[:8], "little")
    rule("header-at-most-100-mb", n <= HEADER_LIMIT, n)
    rule("header-inside-file", n <= len(data) - 8, n)
    raw = data[8:8 + n]
    rule("header-begins-with-brace", raw[:1] == b"{", raw[:1])
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as e:
        raise Broken(f"header-is-utf-8: {e}")
    rule("padded-with-spaces-only", not re.search(r"[\t\r\n]\Z", text))
    # Python reads -0 as the integer 0, and JSON's -0 is no offset
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', "", text)
    rule("numbers-not-negative", "-" not in outside)
    try:
        header = json.loads(text, object_pairs_hook=no_duplicates,
                            parse_constant=no_constant)
        json.dumps(header, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as e:
        raise Broken(f"header-is-json: {e}")
    return header, 8 + n


def check_metadata(header):
    meta = header.pop("__metadata__", {})
    rule("metadata-is-object", isinstance(meta, dict))
    for key, value in meta.items():
        rule("metadata-maps-text-to-text", isinstance(value, str), key)


def check_tensor(name, t):
    """The tensor's (begin, end)."""
    rule("tensor-is-object", isinstance(t, dict), name)
    rule("tensor-has-its-three-keys",
         set(t) == {"dtype", "shape", "data_offsets"}, f"{name}: {sorted(t)}")
    dtype, shape, offsets = t["dtype"], t["shape"], t["data_offsets"]
    rule("dtype-is-known", isinstance(dtype, str) and dtype in BITS,
         f"{name}: {dtype}")
    rule("shape-is-list-of-sizes",
         isinstance(shape, list) and all(map(whole, shape)), name)
    rule("offsets-are-two-sizes", isinstance(offsets, list)
         and len(offsets) == 2 and all(map(whole, offsets)), name)
    bits = BITS[dtype]
    for d in shape:
        bits *= d
        rule("size-does-not-overflow", bits < 1 << 64, f"{name}: {shape}")
    begin, end = offsets
    rule("offsets-in-order", begin <= end, f"{name}: {offsets}")
    rule("offsets-match-shape", (end - begin) * 8 == bits,
         f"{name}: {dtype} {shape} in {end - begin} bytes")
    return begin, end


def check_format(data):
    header, start = read_header(data)
    check_metadata(header)
    at = 0
    for begin, end, name in sorted(
            check_tensor(name, t) + (name,) for name, t in header.items()):
        rule("no-overlap", begin >= at, f"{name} begins at {begin} < {at}")
        rule("no-holes", begin == at, f"{name} begins at {begin} > {at}")
        at = end
    rule("data-inside-file", start + at <= len(data),
         f"{start + at} > {len(data)} bytes")
    rule("file-ends-with-data", start + at == len(data),
         f"{len(data) - start - at} bytes behind it")
    return header, start


def check_ours(data, header, start):
    tensors = list(header.items())
    widths = [BITS[t["dtype"]] for _, t in tensors]
    begins = [t["data_offsets"][0] for _, t in tensors]
    raw = data[8:start]
    rule("s2s-no-nul-in-strings",
         not re.search(rb"(?<!\\)(\\\\)*\\u0000", raw))
    rule("s2s-no-white-space-but-spaces", not re.search(rb"[\t\r\n]", raw))
    rule("s2s-header-at-most-1-mib", start - 8 <= 1 << 20, start - 8)
    rule("s2s-at-most-4096-tensors", len(tensors) <= 4096, len(tensors))
    rule("s2s-data-aligned-to-8", start % 8 == 0, start)
    rule("s2s-header-in-order-of-data", begins == sorted(begins))
    rule("s2s-widest-types-first", widths == sorted(widths, reverse=True))
    for name, t in tensors:
        rule("s2s-types", t["dtype"] in OURS, f"{name}: {t['dtype']}")
        rule("s2s-rank-at-most-4", len(t["shape"]) <= 4, name)
        rule("s2s-numbers-below-10^15",
             all(x < 10**15 for x in t["shape"] + t["data_offsets"]), name)
    rule("s2s-checksum-is-last", bool(tensors) and
         tensors[-1][0] == "checksum", tensors[-1:])
    last = tensors[-1][1]
    rule("s2s-checksum-is-u8-4",
         (last["dtype"], last["shape"]) == ("U8", [4]), last)
    rule("s2s-checksum-matches", zlib.crc32(data[:-4]) ==
         int.from_bytes(data[-4:], "little"), data[-4:].hex())


def check(path, public_only):
    with open(path, "rb") as f:
        data = f.read()
    header, start = check_format(data)
    if not public_only:
        check_ours(data, header, start)
    return f"ok, {len(header)} tensors, {len(data)} bytes"


def main():
    paths = [a for a in sys.argv[1:] if a != "--format"]
    failed = not paths
    for path in paths:
        try:
            print(f"{path}: {check(path, '--format' in sys.argv)}")
        except (Broken, OSError) as e:
            print(f"{path}: FAILED {e}")
            failed = True
    sys.exit(failed)


if __name__ == "__main__":
    main()
