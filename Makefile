# notmuch-digest - `make` builds, `make demo` shows, `make check` tests
#
# Everything made goes to build/; `make clean` removes it.

PREFIX ?= /usr/local
MANDIR ?= $(PREFIX)/share/man
DESTDIR ?=

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

COMPILE = $(CC) -std=gnu17 $(WARN) -DVERSION='"$(VERSION)"' -D_GNU_SOURCE -Ifilters \
	$(PKG_CFLAGS) $(CPPFLAGS) $(CFLAGS) $(EXTRA_CFLAGS) -MMD -MP

all: $(FILTERS:%=$B/bin/%)

$B/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(COMPILE) -c -o $@ $<

# What digest-tag runs without --rules is what examples/ shows.
$B/default-rules.inc: examples/rules/default Makefile
	@mkdir -p $(@D)
	sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$$/\\n"/' $< >$@
$B/filters/digest-tag.o: $B/default-rules.inc
$B/filters/digest-tag.o: CPPFLAGS += -I$B

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

units: $(UNITS) $B/tests/llm-ask $B/tests/extract-show

# What tests use to see what becomes of a mail.
$B/tests/mail-dump: $B/tests/mail-dump.o $B/libdigest.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(EXTRA_CFLAGS) $(LDFLAGS) -o $@ $^ -Wl,--as-needed $(LIBS_MAIL)

# What tests use to put questions to filters/llm.
$B/tests/llm-ask: $B/tests/llm-ask.o $B/libllm.a $B/libdigest.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(EXTRA_CFLAGS) $(LDFLAGS) -o $@ $^ -Wl,--as-needed $(LIBS_REPORT)

# Prints extracts alone, without a report around them.
$B/tests/extract-show: $B/tests/extract-show.o $B/libreport.a $B/libdigest.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(EXTRA_CFLAGS) $(LDFLAGS) -o $@ $^ -Wl,--as-needed $(LIBS_REPORT)

clean:
	rm -rf $B

.PHONY: all units clean
.SECONDARY:
-include $(shell find $B -name '*.d' 2>/dev/null)
