#!/bin/sh
# Each man page's EXAMPLES, run as they stand
#
# An example is a block that is indented deeper than the text around it. Blocks of a page run one after the other, in one
# folder, which has the report that was kept, on a copy of the example mails in the week after theirs. An example that needs what is not here says so in
# a comment: "# needs a model", "# needs a network", "# needs an editor", "# needs a terminal"; it is skipped, visibly,
# after a look at its syntax.
. tests/lib.sh
command -v mandoc >/dev/null || skip_all "no mandoc here"
use_example
shared=$NOTMUCH_CONFIG
SOURCE_DATE_EPOCH=1739145600 # 2025-02-10, a Monday
MANPAGER=cat MANWIDTH=200
export SOURCE_DATE_EPOCH MANPAGER MANWIDTH
cat >"$tmp/sendmail" <<'END'
#!/bin/sh
cat >/dev/null
END
chmod +x "$tmp/sendmail"
SENDMAIL=$tmp/sendmail
export SENDMAIL

# The blocks of a page: $work/1, $work/2, ...
blocks() { # PAGE
	mandoc -Tutf8 -Owidth=200 "$1" | col -bx | awk -v to="$work/" '
	/^[^ ]/ { on = /^EXAMPLES/; next }
	!on { next }
	/^              / { if (!in_block) n++; in_block = 1; print substr($0, 15) >(to n); next }
	/^ *$/ && in_block { blank = 1; next }
	{ in_block = 0 }'
}

notmuch digest --quiet --weeks 2025-W06 to:kvmarm >/dev/null
for page in filters/*.[15] scripts/*.[15]; do
	[ -e "$page" ] || continue
	name=${page##*/}
	work=$tmp/$name.dir
	mkdir "$work" "$work/here"
	blocks "$page"
	if [ ! -e "$work/1" ]; then
		fail "$name has examples"
		continue
	fi
	# Each page begins afresh.
	rm -rf "$tmp/private"
	NOTMUCH_CONFIG=$shared
	private_copy
	notmuch config set digest.query to:kvmarm
	notmuch config set digest.lists kvmarm
	notmuch config set digest.kvmarm.query to:kvmarm
	notmuch config set user.primary_email me@example.org
	ln -s "$top/examples" "$work/here/examples"
	cp "$XDG_DATA_HOME"/notmuch-digest/kvmarm-2025-W06.* "$work/here"
	n=1
	while [ -e "$work/$n" ]; do
		what="$name: $(tr '\n' ' ' <"$work/$n" | tr -s ' ' | cut -c1-70)"
		needs=$(sed -n 's/.*# needs \(an\{0,1\} [a-z]*\).*/\1/p;' "$work/$n" | head -n 1)
		if ! sh -n "$work/$n" 2>"$tmp/err"; then
			fail "$what"
			note "$(cat "$tmp/err")"
		elif [ -n "$needs" ]; then
			skip "$what: needs $needs"
		else
			(cd "$work/here" && timeout 60 sh -eu "$work/$n") >"$tmp/out" 2>"$tmp/err" </dev/null
			status=$?
			missing=$(sed -n 's/.* \([a-z0-9]*\): \(command \)\{0,1\}not found.*/\1/p' "$tmp/err" | head -n 1)
			grep -v 'no model is set up' "$tmp/err" >"$tmp/said"
			if [ "$status" -eq 127 ] && [ -n "$missing" ]; then
				skip "$what: no $missing here"
			elif [ "$status" -eq 0 ] && [ ! -s "$tmp/said" ]; then
				pass "$what"
			else
				fail "$what"
				note "exit status $status"
				note "$(cat "$work/$n")"
				note "$(head -5 "$tmp/said")"
			fi
		fi
		n=$((n + 1))
	done
done
done_testing
