#!/bin/sh
# examples/report.md is what `make demo` shows today; `make example-report` writes it anew
. tests/lib.sh
mkdir "$tmp/build"
ln -s "$bin" "$tmp/build/bin"
exits 0 "the demo" env SOURCE_DATE_EPOCH=1739145600 scripts/demo "$tmp/build"
same "$tmp/build/demo/kvmarm-2025-W06.md" examples/report.md "makes the report that is in examples/ (if it should differ: make example-report)"
is "$(grep -c '^### Thread ' examples/report.md)" 25 "on twenty-five threads"
done_testing
