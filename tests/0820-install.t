#!/bin/sh
# make install, what was installed by itself, the timer's and the crontab's commands, make uninstall
. tests/lib.sh
use_example
private_copy
SOURCE_DATE_EPOCH=1739145600
export SOURCE_DATE_EPOCH
unset MAKEFLAGS MAKELEVEL MFLAGS
root=$tmp/root
mkdir -p "$root/usr/bin"
echo other >"$root/usr/bin/other"
exits 0 "make install" make --no-print-directory B="$B" DESTDIR="$root" PREFIX=/usr install
find "$root" ! -type d | sort >"$tmp/installed"
missing=''
for command in notmuch-digest notmuch-digest-show digest-threads digest-tag digest-state digest-group digest-text digest-report \
	digest-make digest-weeks digest-mail digest-deliver digest-html digest-pick digest-fold digest-ids digest-maildir digest-epochs digest-lei notmuch-digest-fetch notmuch-digest-init; do
	[ -x "$root/usr/bin/$command" ] || missing="$missing $command"
done
is "$missing" "" "all commands are there"
is "$(for page in filters/*.1 filters/*.5 scripts/*.1; do
	f=${page##*/}
	[ -r "$root/usr/share/man/man${f##*.}/$f" ] || echo "$f"
done)" "" "and all man pages"
is "$(find "$root" -type f ! -perm -444)" "" "everybody may read everything"
is "$(find -L "$root" -type l)" "" "no link leads nowhere"
is "$(grep -rlE "$(printf %s "$top" | sed 's/[.]/\\./g')" "$root/usr/share" "$root"/usr/bin/notmuch-digest* 2>/dev/null)" "" \
	"nothing names the place where it was built"

# By itself: nothing of the source on PATH.
PATH=$root/usr/bin:/usr/local/bin:/usr/bin:/bin
export PATH
exits 0 "the installed notmuch digest" notmuch digest --quiet --week 2025-W06 to:kvmarm
like "$(cat "$tmp/out")" '^### Thread 1' "reports"
notmuch config set digest.lists kvmarm
notmuch config set digest.kvmarm.query to:kvmarm
notmuch digest --quiet --weeks 2025-W06 kvmarm >/dev/null
exits 0 "the installed show" notmuch digest show kvmarm last
like "$(cat "$tmp/out")" '^### Thread 1' "shows"
if command -v lowdown >/dev/null; then
	exits 0 "the installed --html" notmuch digest --quiet --week 2025-W06 --html "$tmp/pages" kvmarm
	like "$(cat "$tmp/pages/kvmarm-2025-W06.html")" '<section class="thread' "makes pages"
	like "$(digest-mail "$XDG_DATA_HOME/notmuch-digest/kvmarm-2025-W06.md")" '^Content-Type: text/html' "and mail that has one"
else
	skip "no lowdown here"
fi
mkdir "$tmp/elsewhere"
ln -s "$root/usr/bin/notmuch-digest" "$tmp/elsewhere/notmuch-digest"
exits 0 "by a link from elsewhere" "$tmp/elsewhere/notmuch-digest" --quiet --week 2025-W06 to:kvmarm

if command -v man >/dev/null; then
	exits 0 "notmuch help digest" env MANPATH="$root/usr/share/man" MANPAGER=cat MANWIDTH=80 notmuch help digest
	like "$(plain <"$tmp/out")" '^ *notmuch-digest +- +what happened on a mailing list' "shows the page notmuch-digest"
else
	skip "no man here"
fi

# The examples that run it.
doc=$root/usr/share/doc/notmuch-digest/examples
sed "s|^path=.*|path=$mail|" "$doc/notmuch-config" >"$tmp/config-example"
exits 0 "its settings: a list by its List-Id" env NOTMUCH_CONFIG="$tmp/config-example" sh -c 'notmuch reindex "*" && notmuch digest --quiet --week 2025-W06 kvmarm'
has "$tmp/out" '^# KVM/ARM, the week$' "has its title"
has "$tmp/out" '^- \*\*Mails\*\*: 217' "and its mail"
unknown=$(sed -n '/^\[digest\]/,$s/^#\{0,1\}\([a-z_.]*\)=.*/\1/p' "$doc/notmuch-config" | sed 's/^kvm\(arm\)*[.]//' | sort -u |
	while read -r key; do
		option=$(echo "$key" | sed 's/_/\\\\-/g')
		grep -qE -e "digest\.(NAME\.)?$key\b" -e "\\\\-\\\\-$option\b" filters/*.1 scripts/*.1 || echo "$key"
	done)
is "$unknown" "" "each setting is one that a manual tells of"
service=$(sed -n 's/^ExecStart=//p' "$doc/systemd/notmuch-digest.service")
cron=$(sed -n 's/^0 [^n]*\(notmuch .*\)/\1/p' "$doc/crontab")
sed '/^digest-due/d' "$doc/post-new" >"$tmp/hook"
exits 0 "the hook" sh "$tmp/hook"
is "$(notmuch count tag:digest/rfc)" 15 "tags"
exits 0 "the timer's command: $service" sh -c "$service"
is "$(notmuch count tag:digest/report)" 1 "delivers"
exits 0 "the crontab's command: $cron" sh -c "$cron"
is "$(cat "$tmp/out" "$tmp/err")" "" "makes cron send no mail"
printf '#!/bin/sh\ncat >"%s/failure"\n' "$tmp" >"$tmp/elsewhere/sendmail"
printf '#!/bin/sh\necho "status of $*"\nexit 3\n' >"$tmp/elsewhere/systemctl"
chmod +x "$tmp/elsewhere/sendmail" "$tmp/elsewhere/systemctl"
sed -n 's/^ExecStart=//p' "$doc/systemd/notmuch-digest-failed@.service" |
	sed -e 's/%%/\n/g' -e 's/%i/notmuch-digest.service/g' -e 's/%H/host/g' -e 's/\$\$/$/g' | tr '\n' '%' >"$tmp/command"
exits 0 "the failure unit's command" env PATH="$tmp/elsewhere:$PATH" sh "$tmp/command"
is "$(cat "$tmp/failure" 2>/dev/null)" "To: test@example.org
Subject: notmuch-digest.service failed on host

status of --user status --full --lines=50 notmuch-digest.service" "writes a mail"
if command -v systemd-analyze >/dev/null; then
	cp "$doc"/systemd/* "$tmp/elsewhere"
	cp "$tmp/elsewhere/notmuch-digest-failed@.service" "$tmp/elsewhere/notmuch-digest-failed@x.service"
	XDG_RUNTIME_DIR=$tmp systemd-analyze verify --user --man=no "$tmp/elsewhere/notmuch-digest.timer" \
		"$tmp/elsewhere/notmuch-digest.service" "$tmp/elsewhere/notmuch-digest-failed@x.service" >"$tmp/units" 2>&1
	is "$(grep notmuch-digest "$tmp/units")" "" "systemd finds nothing wrong with the units"
	is "$(systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' "$doc/systemd/notmuch-digest.timer")" >/dev/null 2>&1; echo $?)" 0 \
		"nor with the time"
else
	skip "no systemd-analyze here"
fi

exits 0 "make install again" make --no-print-directory B="$B" DESTDIR="$root" PREFIX=/usr install
find "$root" ! -type d | sort >"$tmp/twice"
same "$tmp/twice" "$tmp/installed" "installs the same"
exits 0 "make uninstall" make --no-print-directory B="$B" DESTDIR="$root" PREFIX=/usr uninstall
is "$(find "$root" ! -type d)" "$root/usr/bin/other" "leaves what was there before, and nothing else"
is "$(find "$root" -name 'notmuch-digest*')" "" "no folder of its own"

# What is compiled anew: what a header stands in, and everything when the flags change.
PATH=$bin:/usr/local/bin:/usr/bin:/bin
unset CFLAGS CPPFLAGS EXTRA_CFLAGS LDFLAGS
mkdir "$tmp/tree"
cp -R Makefile filters "$tmp/tree"
cd "$tmp/tree" || exit 1
made() {
	make B=b "$@" b/filters/lib/css.o b/filters/lib/flowed.o 2>"$tmp/err" | grep -o -- '-o b/[^ ]*' | sort | tr '\n' ' '
}
is "$(made)" "-o b/filters/lib/css.o -o b/filters/lib/flowed.o " "two files are compiled"
is "$(made)$(made EXTRA_CFLAGS=-Werror)" "" "once"
touch filters/lib/css.h
is "$(made)" "-o b/filters/lib/css.o " "when a header changes, what includes it"
is "$(made CFLAGS=-O1)" "-o b/filters/lib/css.o -o b/filters/lib/flowed.o " "when the flags change, all"
echo '#include "lib/gone.h"' >>filters/lib/css.c
: >filters/lib/gone.h
made CFLAGS=-O1 >/dev/null
rm filters/lib/gone.h
sed -i '$d' filters/lib/css.c
is "$(made CFLAGS=-O1)" "-o b/filters/lib/css.o " "a header that is gone is nothing to stop at"
is "$(cat "$tmp/err")" "" "nor to talk of"
done_testing
