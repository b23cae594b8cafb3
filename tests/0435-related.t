#!/bin/sh
# digest-state --related: mails come by and by, in several orders; the threads that it tells after each fetch are all whose
# state changed
. tests/lib.sh

exits 0 "no list" digest-state --related </dev/null
is "$(cat "$tmp/out")" "" "no threads"

cat >"$tmp/deliver.py" <<'END'
"""Deliver the mails of a folder in steps; after each ask for the states of the threads with new mail and those related, and
compare all that is known by then with the states of all threads. Prints what is wrong, and how many were told."""
import json, os, random, shutil, subprocess, sys
source, order, step, mail = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
def run(*command, given=None):
    return subprocess.run(command, input=given, stdout=subprocess.PIPE, text=True, check=True).stdout
files = sorted(os.path.join(d, n) for d, _, names in os.walk(source) for n in names)
if order == "backwards":
    files.reverse()
elif order != "forwards":
    random.Random(int(order)).shuffle(files)
for d in "cur", "new", "tmp":
    os.makedirs(mail + "/" + d)
known, told, related = {}, 0, 0
def states(lines):
    return {line.split("\t")[0]: line.split("\t")[2] for line in lines.splitlines()}
for n in range(0, len(files), step):
    for i, f in enumerate(files[n:n + step]):
        shutil.copy(f, "%s/cur/%d:2,S" % (mail, n + i))
    run("notmuch", "new", "--quiet")
    mails = {"thread:" + t["thread"]: t["query"][0].split()
             for t in json.loads(run("notmuch", "search", "--format=json", "*"))}
    fresh = [t for t in mails if any(m not in known for m in mails[t])]
    now = states(run("digest-state", "--related", given="".join(t + "\n" for t in fresh)))
    told += len(now)
    related += len(now) - len(fresh)
    for t, state in now.items():
        known.update((m, state) for m in mails[t])
    for t, state in states(run("digest-state", given=run("digest-threads", "*"))).items():
        if any(known[m] != state for m in mails[t]):
            print("after %d mails: %s is %s, not %s" % (n + step, mails[t][0], state, known[mails[t][0]]))
            known.update((m, state) for m in mails[t])
print("told", told, "related", related, file=sys.stderr)
END
deliver() { # SOURCE ORDER STEP
	rm -rf "$tmp/db"
	mkdir "$tmp/db"
	nmconfig "$tmp/db/config" "$tmp/db/mail"
	NOTMUCH_CONFIG=$tmp/db/config python3 "$tmp/deliver.py" "$1" "$2" "$3" "$tmp/db/mail" >"$tmp/wrong" 2>"$tmp/count" ||
		cat "$tmp/count" >>"$tmp/wrong"
	is "$(cat "$tmp/wrong")" "" "${1##*/}, $2: nothing is forgotten"
	note "$(cat "$tmp/count")"
}

# All vectors of digest-state in one database: versions, titles that change, mails sent twice, answers without their patch.
mkdir "$tmp/vectors"
for v in tests/vectors/state-*.in; do
	awk -v to="$tmp/vectors/$(basename "$v" .in)." 'BEGIN { n = 1 } /^=====$/ { n++; next } { print >(to n) }' "$v"
done
for order in forwards backwards 1 2; do
	deliver "$tmp/vectors" "$order" 4
done
like "$(cat "$tmp/count")" ' related [1-9]' "and some were related"
deliver "$top/examples/maildir" forwards 20

# A title that changed is followed as long as nothing else comes into question.
mkdir "$tmp/rename"
n=0
for subject in '[PATCH] vec: take the frob lock early' '[PATCH v2] vec: take the frob lock first' '[PATCH v2] vec: take the frob lock twice'; do
	n=$((n + 1))
	printf 'From: Ann Author <ann@example.org>\nTo: list@example.org\nSubject: %s\nDate: %d Mar 2025 10:00:00 +0000\nMessage-ID: <rename-%d@example.org>\n\nText.\n' \
		"$subject" "$n" "$n" >"$tmp/rename/$n"
done
deliver "$tmp/rename" forwards 1
is "$(cat "$tmp/count")" "told 6 related 3" "a second one of that name undoes the first"

# The lines' end is that of the list.
use_example
digest-threads --week 2025-W06 to:kvmarm >"$tmp/all"
digest-state <"$tmp/all" | awk -F'\t' '$3 == "superseded"' >"$tmp/list"
exits 0 "a list with an end" digest-state --related <"$tmp/list"
is "$(cut -f9 "$tmp/out" | sort -u)" "$(cut -f9 "$tmp/list" | sort -u)" "is told with it"
is "$(cut -f1 "$tmp/out" | sort | uniq -d)" "" "no thread twice"
ok "there are more than were asked for" test "$(wc -l <"$tmp/out")" -gt "$(wc -l <"$tmp/list")"
done_testing
