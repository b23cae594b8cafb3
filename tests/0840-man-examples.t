#!/bin/sh
# Each man page's EXAMPLES, run as they stand
#
# An example is a block that is indented deeper than the text around it. Blocks of a page run one after the other, in one
# folder, which has a report that was kept and a list, on a copy of the example mails in the week after theirs. Where a
# comment says "# needs a model", that is the fault server, at the port that the examples name. An example that needs what
# cannot be here says so in a comment: "# needs a network", "# needs an editor", "# needs a terminal"; it is skipped,
# visibly, after a look at its syntax.
. tests/lib.sh
command -v mandoc >/dev/null || skip_all "no mandoc here"
. tests/faultd.sh
use_example
shared=$NOTMUCH_CONFIG
SOURCE_DATE_EPOCH=1739145600 # 2025-02-10, a Monday
MANPAGER=cat MANWIDTH=200
export SOURCE_DATE_EPOCH MANPAGER MANWIDTH
mkdir "$tmp/bin"
for command in sendmail ollama; do
	printf '#!/bin/sh\ncat >/dev/null\n[ %s = sendmail ] || echo "Somebody wrote something."\n' "$command" >"$tmp/bin/$command"
done
chmod +x "$tmp/bin"/*
PATH=$tmp/bin:$PATH
SENDMAIL=$tmp/bin/sendmail
export PATH SENDMAIL
faultd_start --port 8080
script v1 <<'END_OF'
head 200
words openai "Somebody wrote something."
end
END_OF
# What somebody may not have, and an example may use.
optional=' jq less parallel lowdown w3m emacs neomutt '

# The blocks of a page: $work/1, $work/2, ...
blocks() { # PAGE
	mandoc -Tutf8 -Owidth=200 "$1" | plain | awk -v to="$work/" '
	/^[^ ]/ { on = /^EXAMPLES/; next }
	!on { next }
	/^              / { if (!in_block) n++; in_block = 1; print substr($0, 15) >(to n); next }
	/^ *$/ && in_block { blank = 1; next }
	{ in_block = 0 }'
}

# How many a page's source has.
sources() { # PAGE
	awk '/^\.S[Hh]/ { on = /EXAMPLES/ } on && /^\.(EX|nf|Bd)/ { n++ } END { print n + 0 }' "$1"
}

# What becomes of an example, in the folder $work/here: $verdict, and why in $tmp/said.
judge() { # FILE
	needs=$(sed -n 's/.*# needs \(an\{0,1\} [a-z]*\).*/\1/p' "$1" | head -n 1)
	model=NOTHING=
	verdict='not ok'
	sh -n "$1" 2>"$tmp/said" || return
	case $needs in
	'') ;;
	'a model')
		model=DIGEST_ENDPOINT=http://127.0.0.1:$port/v1
		if grep -q 127.0.0.1:8080 "$1" && [ "$port" != 8080 ]; then
			verdict='skip: port 8080 is taken'
			return
		fi
		;;
	*)
		verdict="skip: needs $needs"
		return
		;;
	esac
	(cd "$work/here" && env "$model" timeout 60 sh -eu "$1") >"$tmp/out" 2>"$tmp/err" </dev/null
	status=$?
	missing=$(sed -n 's/.* \([A-Za-z0-9._-]*\): \(command \)\{0,1\}not found.*/\1/p' "$tmp/err" | head -n 1)
	case $optional in *" ${missing:-none of them} "*)
		verdict="skip: no $missing here"
		return
		;;
	esac
	# The hint and the progress are no complaints.
	grep -vE 'no model is set up|^digest-report: [0-9]+/[0-9]+ thread:[0-9a-f]+( thread:[0-9a-f]+)*(: from the cache)?$' "$tmp/err" |
		grep -vE '^digest-report: [a-z]+: answers: [0-9]+; .*; threads without a summary: 0; [0-9]+ s$' >"$tmp/said"
	if [ "$status" -eq 0 ] && [ ! -s "$tmp/said" ]; then
		verdict=ok
	else
		echo "exit status $status" >>"$tmp/said"
	fi
}

notmuch digest --quiet --weeks 2025-W06 to:kvmarm >/dev/null
# Each page begins afresh.
afresh() { # NAME
	work=$tmp/$1.dir
	mkdir "$work" "$work/here"
	# What the last page left running in the background.
	for lock in "$XDG_STATE_HOME"/notmuch-digest/*.due.lock; do
		[ ! -e "$lock" ] || flock "$lock" true
	done
	rm -rf "$tmp/private"
	NOTMUCH_CONFIG=$shared
	private_copy
	notmuch config set digest.query to:kvmarm
	notmuch config set digest.lists kvmarm
	notmuch config set digest.kvmarm.query to:kvmarm
	notmuch config set user.primary_email me@example.org
	ln -s "$top/examples" "$work/here/examples"
	cp "$XDG_DATA_HOME"/notmuch-digest/kvmarm-2025-W06.* "$work/here"
	cp "$work/here/kvmarm-2025-W06.list" "$work/here/list"
}

for page in filters/*.[15] scripts/*.[15]; do
	[ -e "$page" ] || continue
	name=${page##*/}
	afresh "$name"
	blocks "$page"
	n=0
	while [ -e "$work/$((n + 1))" ]; do
		n=$((n + 1))
		what="$name: $(grep -v '^#' "$work/$n" | tr '\n' ' ' | tr -s ' ' | cut -c1-70)"
		judge "$work/$n"
		case $verdict in
		ok) pass "$what" ;;
		skip*) skip "$what: ${verdict#skip: }" ;;
		*)
			fail "$what"
			note "$(cat "$work/$n")"
			note "$(head -5 "$tmp/said")"
			;;
		esac
	done
	is "$n" "$(sources "$page")" "$name: that is all of its examples"
	[ "$n" -gt 0 ] || fail "$name has examples"
done

# The judge knows a bad example.
cat >"$tmp/bad.1" <<'END_OF'
.TH BAD 1 "2025-02-10" "notmuch-digest" "User Commands"
.SH NAME
bad \- examples that do not work
.SH EXAMPLES
.RS
.EX
digest\-threads \-\-week last to:kvmarm | wc \-l
.EE
.RE
.PP
A command that does not exist, one that fails, one that does within a pipe, an option that is none, bad syntax:
.PP
.RS
.EX
digest\-frob \-\-week last
.EE
.RE
.PP
Next:
.PP
.RS
.EX
notmuch digest \-\-week last
false
.EE
.RE
.PP
Next:
.PP
.RS
.EX
digest\-threads nosuch( | digest\-tag
.EE
.RE
.PP
Next:
.PP
.RS
.EX
digest\-threads \-\-frob | cat
.EE
.RE
.PP
Next:
.PP
.RS
.EX
digest\-threads to:kvmarm | (cat
.EE
.RE
.SH SEE ALSO
nothing
END_OF
afresh bad
blocks "$tmp/bad.1"
judge "$work/1"
is "$verdict" ok "a good example is good"
for n in 2 3 4 5 6; do
	judge "$work/$n"
	is "$verdict" 'not ok' "a bad one is bad: $(tail -n 1 "$work/$n")"
done
done_testing
