#!/usr/bin/env bash
# Takes what `make fuzz` has found into the kept inputs: of the inputs that reach code no kept one reaches, the small ones,
# until a target has 60. An input that crashed goes in by hand, as found-WHAT, together with the fix.
set -eu
cd "$(dirname "$0")"
most=60
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for folder in corpus/*/; do
    target=$(basename "$folder")
    grown=../../build/fuzz/$target
    [ -d "$grown" ] || continue
    largest=4096
    [ "$target" = store_file ] && largest=16896
    mkdir "$work/$target"
    cp "$folder"* "$work/$target/"
    cargo +nightly fuzz run --fuzz-dir . "$target" "$work/$target" "$grown" -- -merge=1 -set_cover_merge=1 2>/dev/null
    # libFuzzer names them by their hash, so the first ones are any ones
    room=$((most - $(find "$folder" -type f | wc -l)))
    [ "$target" = store_file ] && room=$((room > 12 ? 12 : room))
    find "$work/$target" -type f -size "-$((largest + 1))c" -printf '%f\n' | grep -E '^[0-9a-f]{40}$' | sort | head -n "$((room > 0 ? room : 0))" |
        while IFS= read -r name; do cp "$work/$target/$name" "${folder}found-${name:0:12}"; done
done
