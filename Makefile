# notmuch-digest - `make` builds, `make demo` shows, `make check` tests
#
# Everything made goes to build/; `make clean` removes it.

PREFIX ?= /usr/local
MANDIR ?= $(PREFIX)/share/man
DESTDIR ?=
# Where shells look for completions below a prefix; fish reads the file at its start, because `notmuch` has none of its own.
BASHDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR ?= $(PREFIX)/share/zsh/site-functions
FISHDIR ?= $(PREFIX)/share/fish/vendor_conf.d
EXAMPLESDIR ?= $(PREFIX)/share/doc/notmuch-digest/examples

CC ?= cc
CFLAGS ?= -O2 -g
WARN = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith
EXTRA_CFLAGS ?=
B ?= build

VERSION := 0.1

# Asked for only when something is compiled, so that `make demo` can install them first.
PKG_CFLAGS = $(shell pkg-config --cflags gmime-3.0 jansson libcurl)
LIBS_MAIL = -lnotmuch $(shell pkg-config --libs gmime-3.0 jansson)
LIBS_REPORT = $(LIBS_MAIL) $(shell pkg-config --libs libcurl) -lm

FILTERS := $(patsubst filters/%.c,%,$(wildcard filters/digest-*.c))
LIB_O := $(patsubst %.c,$B/%.o,$(wildcard filters/lib/*.c))
LLM_O := $(patsubst %.c,$B/%.o,$(wildcard filters/llm/*.c))
REPORT_O := $(patsubst %.c,$B/%.o,$(wildcard filters/report/*.c))
UNITS := $(patsubst tests/unit/%.c,$B/tests/unit/%,$(wildcard tests/unit/*.c))
TOOLS := $(patsubst tests/%.c,$B/tests/%,$(wildcard tests/*.c))
MANUALS := $(wildcard filters/*.[15] scripts/*.1)
INSTALLED_SCRIPTS := $(filter-out %.1,$(wildcard scripts/notmuch-digest* scripts/digest-*))
COMPLETED := $(filter digest-%,$(FILTERS)) digest-html digest-deliver digest-mail digest-new digest-due digest-here digest-pick notmuch-digest-fetch notmuch-digest-init
EXAMPLES := $(filter-out examples/maildir examples/mails.tsv examples/completions,$(wildcard examples/*))
SCRIPTS := $(filter-out %.1 scripts/web,$(wildcard scripts/*)) scripts/web/markdown
WEB := $(wildcard scripts/web/*)
WEBDIR = $(PREFIX)/share/notmuch-digest
TESTS ?= $(wildcard tests/*.t)
PROVEFLAGS ?=
CPUS := $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)

COMPILE = $(CC) -std=gnu17 $(WARN) -DVERSION='"$(VERSION)"' -D_GNU_SOURCE -Ifilters \
	$(PKG_CFLAGS) $(CPPFLAGS) $(CFLAGS) $(EXTRA_CFLAGS) -MMD -MP

all: $(FILTERS:%=$B/bin/%)

# What was compiled otherwise is compiled anew.
FLAGS = $(filter-out -Werror,$(COMPILE))
$B/flags: FORCE
	@mkdir -p $(@D)
	@echo $(FLAGS) | cmp -s - $@ || echo $(FLAGS) >$@

$B/%.o: %.c Makefile $B/flags
	@mkdir -p $(@D)
	$(COMPILE) -c -o $@ $<

# What digest-tag runs without --rules is what examples/ shows.
$B/default-rules.inc: examples/rules/default Makefile
	@mkdir -p $(@D)
	sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$$/\\n"/' $< >$@
$B/filters/digest-tag.o: $B/default-rules.inc
$B/filters/digest-tag.o: private CPPFLAGS += -I$B

$B/libdigest.a: $(LIB_O)
	rm -f $@ && $(AR) rcs $@ $^
$B/libllm.a: $(LLM_O)
	rm -f $@ && $(AR) rcs $@ $^
$B/libreport.a: $(REPORT_O)
	rm -f $@ && $(AR) rcs $@ $^

# Only digest-report sees libcurl: a filter links what it needs.
$B/bin/digest-report: $B/filters/digest-report.o $B/libreport.a $B/libllm.a $B/libdigest.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(EXTRA_CFLAGS) $(LDFLAGS) -o $@ $^ -Wl,--as-needed $(LIBS_REPORT)
$B/bin/%: $B/filters/%.o $B/libdigest.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(EXTRA_CFLAGS) $(LDFLAGS) -o $@ $^ -Wl,--as-needed $(LIBS_MAIL)

$B/tests/unit/%: $B/tests/unit/%.o $B/libreport.a $B/libllm.a $B/libdigest.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(EXTRA_CFLAGS) $(LDFLAGS) -o $@ $^ -Wl,--as-needed -lcmocka $(LIBS_REPORT)

# Programs that tests use: what becomes of a mail, questions put to a server, ...
$B/tests/%: $B/tests/%.o $B/libreport.a $B/libllm.a $B/libdigest.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(EXTRA_CFLAGS) $(LDFLAGS) -o $@ $^ -Wl,--as-needed $(LIBS_REPORT)

# Fuzz targets. Linked with replay.c they run over their corpus, tests/fuzz/NAME/*; `make fuzz` lets clang's libFuzzer look for
# more, FUZZTIME seconds each.
FUZZERS := $(patsubst tests/fuzz/fuzz-%.c,$B/tests/fuzz/fuzz-%,$(wildcard tests/fuzz/fuzz-*.c))
FUZZ_MAIN ?= $B/tests/fuzz/replay.o
FUZZTIME ?= 60
$B/tests/fuzz/fuzz-%: $B/tests/fuzz/fuzz-%.o $(FUZZ_MAIN) $B/libreport.a $B/libllm.a $B/libdigest.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(EXTRA_CFLAGS) $(LDFLAGS) -o $@ $^ -Wl,--as-needed $(LIBS_REPORT)

fuzzers: $(FUZZERS)

fuzz:
	$(MAKE) --no-print-directory B=$B/fuzz CC=clang FUZZ_MAIN= LDFLAGS=-fsanitize=fuzzer \
		EXTRA_CFLAGS='-O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all' fuzzers
	for f in $(FUZZERS:$B/%=%); do n=$${f##*fuzz-}; d=$$(ls -d tests/fuzz/$$n.dict 2>/dev/null); \
		mkdir -p $B/fuzz/corpus/$$n tests/fuzz/$$n && \
		$B/fuzz/$$f -max_total_time=$(FUZZTIME) -print_final_stats=1 $${d:+-dict=$$d} $B/fuzz/corpus/$$n tests/fuzz/$$n || exit 1; \
	done

units: $(UNITS) $(TOOLS) $(FUZZERS)

# The two commands of README.md: each installs what it needs, says so, and does the rest.
demo:
	@scripts/install-deps build
	@$(MAKE) --no-print-directory -j$(CPUS) all
	@scripts/demo $B

# What the demo shows stands in examples/, too; a test compares them. The clock is that of the Monday after its week.
example-report: all
	SOURCE_DATE_EPOCH=1739145600 scripts/demo $B >/dev/null
	cp $B/demo/kvmarm-2025-W06.md examples/report.md

check:
	@scripts/install-deps test
	@$(MAKE) --no-print-directory -j$(CPUS) all units
	CMOCKA_MESSAGE_OUTPUT=TAP B=$B prove -j$(CPUS) $(PROVEFLAGS) $(TESTS) $(UNITS)

# Speed and memory beside `notmuch search` and `notmuch show`, in one run; figures, no verdicts.
bench: all units
	tests/bench $B
	tests/bench-fetch $B

lint:
	@scripts/install-deps test
	mandoc -Tlint -Wwarning $(MANUALS)
	shellcheck -s sh $(SCRIPTS) examples/post-new $(wildcard tests/*.sh tests/*.t)
	shellcheck -s bash $(wildcard examples/completions/*.bash)
	$(MAKE) --no-print-directory -j$(CPUS) B=$B/lint EXTRA_CFLAGS=-Werror all units

install: all
	install -d $(addprefix $(DESTDIR),$(PREFIX)/bin $(MANDIR)/man1 $(MANDIR)/man5 $(BASHDIR) $(ZSHDIR) $(FISHDIR) $(EXAMPLESDIR))
	install -d $(DESTDIR)$(WEBDIR) && install -m 644 $(WEB) $(DESTDIR)$(WEBDIR)
	install -m 755 $(FILTERS:%=$B/bin/%) $(INSTALLED_SCRIPTS) $(DESTDIR)$(PREFIX)/bin
	install -m 644 $(filter %.1,$(MANUALS)) $(DESTDIR)$(MANDIR)/man1
	install -m 644 $(filter %.5,$(MANUALS)) $(DESTDIR)$(MANDIR)/man5
	install -m 644 examples/completions/notmuch-digest.bash $(DESTDIR)$(BASHDIR)/notmuch-digest
	for c in $(COMPLETED); do ln -sf notmuch-digest $(DESTDIR)$(BASHDIR)/$$c || exit 1; done
	install -m 644 examples/completions/_notmuch_digest $(DESTDIR)$(ZSHDIR)
	install -m 644 examples/completions/notmuch-digest.fish $(DESTDIR)$(FISHDIR)
	cp -R $(EXAMPLES) $(DESTDIR)$(EXAMPLESDIR)

uninstall:
	rm -f $(patsubst %,$(DESTDIR)$(WEBDIR)/%,$(notdir $(WEB)))
	rm -f $(patsubst %,$(DESTDIR)$(PREFIX)/bin/%,$(FILTERS) $(notdir $(INSTALLED_SCRIPTS)))
	rm -f $(patsubst %,$(DESTDIR)$(MANDIR)/man1/%,$(notdir $(filter %.1,$(MANUALS))))
	rm -f $(patsubst %,$(DESTDIR)$(MANDIR)/man5/%,$(notdir $(filter %.5,$(MANUALS))))
	rm -f $(addprefix $(DESTDIR)$(BASHDIR)/,notmuch-digest $(COMPLETED))
	rm -f $(DESTDIR)$(ZSHDIR)/_notmuch_digest $(DESTDIR)$(FISHDIR)/notmuch-digest.fish
	rm -rf $(patsubst %,$(DESTDIR)$(EXAMPLESDIR)/%,$(notdir $(EXAMPLES)))
	-rmdir $(DESTDIR)$(WEBDIR) $(DESTDIR)$(EXAMPLESDIR) $(dir $(DESTDIR)$(EXAMPLESDIR)) 2>/dev/null

clean:
	rm -rf $B

FORCE:
.PHONY: all units fuzz fuzzers demo example-report check bench lint install uninstall clean FORCE
.SECONDARY:
-include $(shell find $B -path $B/test -prune -o -name '*.d' -type f -print 2>/dev/null)
