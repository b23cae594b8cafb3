#!/bin/sh
# examples/aerc and examples/notmuch-digest.el in the real aerc and notmuch-emacs
. tests/lib.sh
use_example
private_copy
SOURCE_DATE_EPOCH=1739145600 # 2025-02-10, a Monday
export SOURCE_DATE_EPOCH
mkdir -p "$mail/x/cur"
cat >"$mail/x/cur/hostile:2,S" <<-'END'
	From: Mallory <mallory@example.org>
	To: kvmarm@lists.linux.dev
	Subject: `touch pwned1` "; touch pwned2; $(touch pwned3)
	Date: Sat, 01 Jan 2022 10:00:00 +0000
	Message-ID: <$(touch${IFS}pwned4)`touch${IFS}pwned5`"';touch${IFS}pwned6;@example.org>

	The words of Mallory.
END
notmuch new --quiet
notmuch config set digest.lists kvmarm
notmuch config set digest.kvmarm.query to:kvmarm
digest-new
notmuch digest --quiet --week last kvmarm >"$tmp/report.md"
thread=$(notmuch search --output=threads subject:lock_all_vcpus)

# --- aerc
if command -v aerc >/dev/null && command -v tmux >/dev/null && [ -e /usr/share/aerc/binds.conf ]; then
	. tests/tmux.sh
	aerc=$XDG_CONFIG_HOME/aerc
	mkdir -p "$aerc"
	cp /usr/share/aerc/*.conf "$aerc"
	cat examples/aerc/binds.conf >>"$aerc/binds.conf"
	cat - examples/aerc/queries >"$aerc/queries" <<-'END'
		question=subject:lock_all_vcpus
		mallory=from:mallory@example.org
	END
	cat >"$aerc/accounts.conf" <<-END
		[Test]
		source = notmuch://$mail
		query-map = $aerc/queries
		from = Test <test@example.org>
		default = question
	END
	chmod 600 "$aerc/accounts.conf"
	terminal 110 40 "cd '$tmp' && aerc"
	nudge=110
	screen 'Question about lock_all_vcpus' "aerc: a folder"
	for folder in applied broken digests 'to answer'; do
		screen "^$folder( |$)" "and '$folder', by tags"
	done
	press ,t
	screen "^== $thread: 1 mail" ",t: the thread as one document"
	press q
	screen 'press any key to close' "and back"
	press Space
	screen '^applied ' "to the folder"
	press ,s
	screen '### Thread 1: Question about' ",s: the section of a report"
	has "$tmp/screen" '^ *kvmarm-2025-W06$' "that was kept"
	press q
	screen 'press any key to close' "and back"
	press Space
	screen '^applied ' "to the folder"
	press Enter
	screen 'KVM on ARM uses lock_all_vcpus' "in a mail"
	sleep 1
	press ,S
	screen '### Thread 1: Question about' ",S: a section that is made now"
	lacks "$tmp/screen" 'kvmarm-2025-W06' "from no report"
	press q
	screen 'press any key to close' "and back"
	press Space
	screen 'KVM on ARM uses lock_all_vcpus' "to the mail"
	press q
	screen '^applied ' "and the folder"
	press ,w
	screen 'Period: 2025-02-03' ",w: the newest report"
	press q
	screen '^applied ' "to the folder"
	press ,d
	screen 'Period: 2025-02-03' ",d: the digest of seven days"
	press q
	screen '^applied ' "to the folder"
	press ':cf mallory' Enter
	screen 'Mallory' "a hostile mail"
	press ,t
	screen 'The words of Mallory' ",t shows its thread"
	terminal_end
else
	skip "no aerc here, or no tmux"
fi

# --- notmuch-emacs
if emacs --batch --eval '(require (quote notmuch))' >/dev/null 2>&1; then
	cat >"$tmp/test.el" <<-'END'
		(require 'notmuch)
		(load (expand-file-name "examples/notmuch-digest.el") nil t)
		(defun finish (buffer)
		  (let ((process (get-buffer-process buffer)))
		    (while (and process (process-live-p process)) (accept-process-output process 0.2))
		    (accept-process-output nil 0.1)))
		(defun try (open keys)
		  "Open a buffer; press each key there; print what comes."
		  (dolist (key keys)
		    (funcall open)
		    (finish (current-buffer))
		    (goto-char (point-min))
		    (princ (format "== %s %s\n" major-mode key))
		    (call-interactively (key-binding (kbd key)))
		    (finish (current-buffer))
		    (princ (buffer-substring (point-min) (min (point-max) 400)))
		    (princ "\n")))
		(try (lambda () (notmuch-search "subject:lock_all_vcpus" t)) '(", t" ", s" ", S" ", d" ", w"))
		(try (lambda () (notmuch-show (notmuch-call-notmuch-sexp "search" "--format=sexp" "--output=threads" "x") ) ) '())
		(try (lambda () (notmuch-tree "subject:lock_all_vcpus")) '(", t" ", d"))
		(try (lambda () (notmuch-show (getenv "THREAD"))) '(", t" ", s" ", d"))
		(try (lambda () (notmuch-search "from:mallory@example.org" t)) '(", t" ", s"))
		(try (lambda () (notmuch-show (getenv "HOSTILE"))) '(", t"))
		(notmuch-search "to:kvmarm" t)
		(finish (current-buffer))
		(princ (format "== faces %s\n" (let (faces)
		  (goto-char (point-min))
		  (while (not (eobp))
		    (dolist (face (ensure-list (get-text-property (point) 'face)))
		      (when (plist-get (ensure-list face) :foreground) (add-to-list 'faces (plist-get face :foreground))))
		    (forward-line))
		  (sort faces #'string<))))
		(princ (format "== line %s\n" (progn (goto-char (point-min)) (buffer-substring (point-min) (line-end-position)))))
	END
	sed -i '/notmuch-call-notmuch-sexp/d' "$tmp/test.el"
	THREAD=$thread HOSTILE=$(notmuch search --output=threads from:mallory@example.org)
	export THREAD HOSTILE
	timeout 120 emacs --batch -l "$tmp/test.el" >"$tmp/emacs" 2>"$tmp/err"
	is "$? $(grep -v '^Loading' "$tmp/err")" "0 " "emacs: it loads, and nothing fails"
	answer() { # MODE KEY
		awk -v head="== $1 $2" '/^== notmuch-|^== (faces|line)/ { on = $0 == head; next } on' "$tmp/emacs"
	}
	like "$(answer notmuch-search-mode ', t')" "^== $thread: 1 mail" "search: , t"
	like "$(answer notmuch-search-mode ', s')" '^\*kvmarm-2025-W06\*' "search: , s"
	like "$(answer notmuch-search-mode ', S')" '^### Thread 1: Question' "search: , S"
	like "$(answer notmuch-search-mode ', d')" '^- \*\*Threads\*\*: 1$' "search: , d is of the query"
	like "$(answer notmuch-search-mode ', w')" '^- \*\*Threads\*\*: 2[0-9]' "search: , w is of the list"
	like "$(answer notmuch-tree-mode ', t')" "^== $thread: 1 mail" "tree: , t"
	like "$(answer notmuch-tree-mode ', d')" '^- \*\*Threads\*\*: 1$' "tree: , d"
	like "$(answer notmuch-show-mode ', t')" "^== $thread: 1 mail" "show: , t"
	like "$(answer notmuch-show-mode ', s')" '^\*kvmarm-2025-W06\*' "show: , s"
	like "$(answer notmuch-show-mode ', d')" '^- \*\*Threads\*\*: 1$' "show: , d"
	is "$(grep -c 'The words of Mallory' "$tmp/emacs")" 2 "a hostile mail, by its thread and by its id"
	like "$(grep '^== faces' "$tmp/emacs")" 'dark goldenrod.*gray50' "threads have the colour of their state"
	like "$(grep '^== line' "$tmp/emacs")" '\([a-z]+ (unanswered|discussed) ' "tags have lost what they all begin with"
	mkdir "$tmp/el"
	cp examples/notmuch-digest.el "$tmp/el"
	exits 0 "it compiles" emacs --batch -f batch-byte-compile "$tmp/el/notmuch-digest.el"
	is "$(grep -v '^Loading' "$tmp/err")" "" "without a warning"
else
	skip "no notmuch-emacs here"
fi
is "$(find "$tmp" "$top" -maxdepth 1 -name 'pwned*')" "" "nothing of a hostile mail went through a shell"
done_testing
