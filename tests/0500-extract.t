#!/bin/sh
# The extract: every quote verbatim, of the mail and by the person it names; read from the files by tests/extract-check
. tests/lib.sh
show=$B/tests/extract-show

# spoil PYTHON: the items with one thing made wrong
spoil() {
	python3 -c '
import json, sys
for line in sys.stdin:
    x = json.loads(line)
    if "quote" in x:
        exec(sys.argv[1])
    print(json.dumps(x))' "$1" <"$tmp/items" >"$tmp/spoilt"
}

check_all() {
	digest-threads '*' >"$tmp/all"
	exits 0 "$1: extracts of all threads" "$show" <"$tmp/all"
	mv "$tmp/out" "$tmp/items"
	"$show" <"$tmp/all" >"$tmp/again"
	same "$tmp/again" "$tmp/items" "$1: the same threads give the same items"
	exits 0 "$1: verbatim, rightly attributed, at most twelve" tests/extract-check "$mail" <"$tmp/items"
	note "$(tail -20 "$tmp/out")"
	is "$(grep -c '"threads"' "$tmp/items")" "$(wc -l <"$tmp/all")" "$1: every thread"
	# shellcheck disable=SC2016 # of a report's markdown, nothing to expand
	is "$(grep -cE '"quote":"[^"]*(Signed-off-by|Reviewed-by|Acked-by|Tested-by|Message-Id): [^"]*@' "$tmp/items")" 0 \
		"$1: no trailers"
	is "$(grep -cE '"quote":"(@@ |diff --git |index [0-9a-f]+\.\.)' "$tmp/items")" 0 "$1: no diffs"
	is "$(grep -cE '"quote":"On .* wrote:"' "$tmp/items")" 0 "$1: no attributions"
}

use_example
mail=$(notmuch config get database.path)
check_all example
is "$(grep -c '"mails":[0-9]*}' "$tmp/items")" "$(grep -c . "$tmp/all")" "example: a head each"
grep -q '"part":"new"' "$tmp/items" && grep -q '"part":"what"' "$tmp/items"
is "$?" 0 "example: what it is, and what is new"
digest-threads --week 2025-W06 '*' | "$show" >"$tmp/items"
grep -q '"cue":"decision"' "$tmp/items"
is "$?" 0 "example: an applied series is told as a decision"

# The check finds what is wrong.
spoil 'x["quote"] = x["quote"].replace("e", "E", 1)'
exits 1 "a changed letter would be found" tests/extract-check "$mail" <"$tmp/spoilt"
spoil 'x["from"] = "Somebody Else"'
exits 1 "a wrong speaker would be found" tests/extract-check "$mail" <"$tmp/spoilt"
spoil 'x["author"] = "Somebody Else"'
exits 1 "a wrong author would be found" tests/extract-check "$mail" <"$tmp/spoilt"
spoil 'x["unanswered"] = True'
exits 1 "a false 'no reply' would be found" tests/extract-check "$mail" <"$tmp/spoilt"
spoil 'x["new"] = not x["new"]'
exits 1 "history told as new would be found" tests/extract-check "$mail" <"$tmp/spoilt"
spoil 'x["cue"] = "question"; x["quote"] = x["quote"].replace("?", "")'
exits 1 "a false label would be found" tests/extract-check "$mail" <"$tmp/spoilt"
: >"$tmp/none"
exits 1 "nothing at all would be found" tests/extract-check "$mail" <"$tmp/none"

# Made threads: a patch that another passes on, quotes of quotes, a diff and a signature in an answer.
maildir=$tmp/made
mkdir -p "$maildir/cur" "$maildir/new" "$maildir/tmp"
cat >"$maildir/cur/1:2," <<'END'
From: Sam Sender <sam@example.org>
To: list@example.org
Subject: [PATCH] frob: Let the frobnicator sleep while nothing is to be done
Message-ID: <1@example.org>
Date: Mon, 03 Feb 2025 10:00:00 +0000

From: Ann Author <ann@example.org>

The frobnicator spins even while no work is queued, which keeps a whole core
awake and costs two watts on every board we have measured so far. Let it sleep on the wait queue
instead, and wake it from the interrupt handler.

Signed-off-by: Ann Author <ann@example.org>
Signed-off-by: Sam Sender <sam@example.org>
---
 frob.c | 2 +-
 1 file changed, 1 insertion(+), 1 deletion(-)

diff --git a/frob.c b/frob.c
--- a/frob.c
+++ b/frob.c
@@ -1 +1 @@
-	spin();
+	wait_event(q, work_is_queued_or_the_device_has_been_removed_from_the_bus());
-- 
2.40.0
END
cat >"$maildir/cur/2:2," <<'END'
From: Rita Reviewer <rita@example.org>
To: sam@example.org, list@example.org
Subject: Re: [PATCH] frob: Let the frobnicator sleep while nothing is to be done
Message-ID: <2@example.org>
In-Reply-To: <1@example.org>
Date: Mon, 03 Feb 2025 11:00:00 +0000

On Mon, 03 Feb 2025, Sam Sender wrote:
> The frobnicator spins even while no work is queued, which keeps a whole core
> awake and costs two watts on every board we have measured so far. Let it sleep on the wait queue
> instead, and wake it from the interrupt handler.

I don't think that this can work as it is, because the interrupt handler may run
before the queue has been initialised. Could you move the call behind the probe?

Rita
-- 
The opinions of a reviewer that signs her mails are nobody else's at all.
END
cat >"$maildir/cur/3:2," <<'END'
From: Ann Author <ann@example.org>
To: rita@example.org, list@example.org
Subject: Re: [PATCH] frob: Let the frobnicator sleep while nothing is to be done
Message-ID: <3@example.org>
In-Reply-To: <2@example.org>
References: <1@example.org> <2@example.org>
Date: Mon, 03 Feb 2025 12:00:00 +0000

On Mon, 03 Feb 2025, Rita Reviewer wrote:
> > awake and costs two watts on every board we have measured so far. Let it sleep on the wait queue
> I don't think that this can work as it is, because the interrupt handler may run
> before the queue has been initialised. Could you move the call behind the probe?

You're right, the order is wrong on boards that share the line. I'll move it in v2.

END
nmconfig "$tmp/made.config" "$maildir"
NOTMUCH_CONFIG=$tmp/made.config notmuch new --quiet
NOTMUCH_CONFIG=$tmp/made.config
export NOTMUCH_CONFIG
digest-threads '*' >"$tmp/all"
exits 0 "made thread: extract" "$show" <"$tmp/all"
mv "$tmp/out" "$tmp/items"
exits 0 "made thread: right by the files" tests/extract-check "$maildir" <"$tmp/items"
like "$(grep '"part":"what"' "$tmp/items")" '"from":"Sam Sender","author":"Ann Author"' "who wrote a patch that another sends"
like "$(grep '"id":"2@example.org"' "$tmp/items")" 'cannot|can work as it is' "the objection"
unlike "$(cat "$tmp/items")" 'opinions of a reviewer|work_is_queued_or|Signed-off-by|"quote":"Rita"' \
	"no signature, diff, trailer or name"
like "$(grep '"id":"3@example.org"' "$tmp/items")" 'You.re right.*"answers":"2@example.org"' "the answer, and what it answers"
like "$(grep '"id":"2@example.org"' "$tmp/items")" '"answered":"3@example.org"' "who answered the objection"
unlike "$(grep '"id":"3@example.org"' "$tmp/items")" '"cue":"objection"' "who agrees that something is wrong does not object"
unlike "$(grep '"id":"3@example.org"' "$tmp/items" | sed 's/"answers".*//')" 'two watts' "no quote of a quote"
like "$(digest-report --backend=extract --language=en <"$tmp/all")" '\*\*Ann Author\*\*, sent by Sam Sender' \
	"a report names both"

# By its header a reply to one, by its words for another.
cat >"$maildir/cur/4:2," <<'END'
From: Bob Builder <bob@example.org>
To: ann@example.org, rita@example.org, list@example.org
Subject: Re: [PATCH] frob: Let the frobnicator sleep while nothing is to be done
Message-ID: <4@example.org>
In-Reply-To: <3@example.org>
References: <1@example.org> <2@example.org> <3@example.org>
Date: Mon, 03 Feb 2025 13:00:00 +0000

Hi Rita,

Could you please take this into your tree for the next release, because our boards
cannot be shipped without it and nobody has objected for a month?
END
sed -e 's/^Hi Rita,/Hi Ann,/' -e 's/<4@/<5@/' -e '/^Could/,$d' "$maildir/cur/4:2," >"$maildir/cur/5:2,"
echo 'Would you mind sending the test of the probe as a patch of its own? I cannot review both at once.' >>"$maildir/cur/5:2,"
notmuch new --quiet
exits 0 "who is greeted" "$show" <"$tmp/all"
mv "$tmp/out" "$tmp/items"
is "$(grep '"id":"4@example.org"' "$tmp/items" | grep -c -v '"answers"')" 1 "not told as a reply to somebody else"
is "$(grep '"id":"5@example.org"' "$tmp/items" | grep -c '"answers":"3@example.org"')" 1 "told as a reply to the one who is greeted"

# What a cover letter says and its patch says again is told once.
cat >"$maildir/cur/6:2," <<'END'
From: Ann Author <ann@example.org>
To: list@example.org
Subject: [PATCH 0/1] frob: Count the pages of the buffer by the host's size
Message-ID: <6@example.org>
Date: Tue, 04 Feb 2025 10:00:00 +0000

Fix the count of the buffer's pages, which goes by the guest's size and is wrong where the host's size is larger.

Ann Author (1):
  frob: Count the pages of the buffer by the host's size

 frob.c | 2 +-
 1 file changed, 1 insertion(+), 1 deletion(-)
END
cat >"$maildir/cur/7:2," <<'END'
From: Ann Author <ann@example.org>
To: list@example.org
Subject: [PATCH 1/1] frob: Count the pages of the buffer by the host's size
Message-ID: <7@example.org>
In-Reply-To: <6@example.org>
Date: Tue, 04 Feb 2025 10:00:01 +0000

Fix the count of the buffer's pages, which goes by the guest's size
and is wrong where the host's size is larger.

Round the size up first, since the host refuses what is not aligned.

Signed-off-by: Ann Author <ann@example.org>
---
 frob.c | 2 +-
 1 file changed, 1 insertion(+), 1 deletion(-)

diff --git a/frob.c b/frob.c
--- a/frob.c
+++ b/frob.c
@@ -1 +1 @@
-	count(guest_size);
+	count(host_size);
END
notmuch new --quiet
digest-threads id:6@example.org >"$tmp/all"
exits 0 "a sentence twice" "$show" <"$tmp/all"
mv "$tmp/out" "$tmp/items"
is "$(grep -c 'which goes by the guest' "$tmp/items")" 1 "the same sentence of two mails stands there once"
like "$(cat "$tmp/items")" 'Round the size up first' "what the patch says besides stands there too"
done_testing
