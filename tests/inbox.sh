# shellcheck shell=sh disable=SC2154,SC2034
# tests/inbox.sh - real public-inboxes on loopback, for tests of what fetches; sourced after lib.sh
#
#   mails                    $tmp/mails/0000, ...: 217 mails or more, the newest a minute old ($count of them)
#   inbox NAME [OPTION...]   an empty one, $inboxes/NAME, served as $server/NAME/ (public-inbox-init's options)
#   inbox_add NAME <FILES    mails come, in that order; ROTATE=BYTES begins a new epoch after so many
#   inbox_remove NAME FILE   one is deleted, as spam is
#   inbox_purge NAME FILE    one is purged: history is rewritten
#   serve                    start the server, or start it again: its search looks for new mail only now and then
#   ids <FILES               their Message-IDs, sorted
#   own_ids MAILDIR          those of a maildir
#   whole MAILDIR NAME       names of its files that are not, byte for byte, what the inbox has

for need in public-inbox-init public-inbox-httpd public-inbox-purge git curl python3; do
	command -v $need >/dev/null || skip_all "no $need here"
done
unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY no_proxy NO_PROXY 2>/dev/null
inboxes=$tmp/inboxes
# The server's home is another one than the user's.
as_server() {
	HOME=$inboxes XDG_CACHE_HOME=$inboxes "$@"
}
mkdir "$inboxes"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
server=http://127.0.0.1:$port
httpd=''
trap '[ -z "$httpd" ] || kill "$httpd"; rm -rf "$tmp"' EXIT

mails() {
	mkdir "$tmp/mails"
	if [ -e "$corpus" ]; then
		use_corpus
		# A busy time: the last fifty are of two days.
		find "$(dirname "$NOTMUCH_CONFIG")/mail" -path '*/cur/*' | sed 's,.*/cur/,&	,' | sort -t '	' -k 2n | tr -d '\t' |
			head -n 1900 | tail -n 300 >"$tmp/files"
	else
		find "$top/examples/maildir/cur" -type f >"$tmp/files"
	fi
	"$top/tests/redate" "$tmp/mails" <"$tmp/files"
	count=$(find "$tmp/mails" -type f | wc -l | tr -d ' ')
	NOTMUCH_CONFIG=$tmp/no-config
	export NOTMUCH_CONFIG
}

inbox() {
	inbox=$1
	shift
	as_server public-inbox-init "$@" "$inbox" "$inboxes/$inbox" "$server/$inbox/" "$inbox@example.org" >/dev/null
	[ -z "$httpd" ] || kill -HUP "$httpd"
}

cat >"$tmp/import.pl" <<'END'
use PublicInbox::Config;
use PublicInbox::InboxWritable;
use PublicInbox::Eml;
my $inbox = PublicInbox::Config->new->lookup_name($ARGV[0]) or die "$ARGV[0]: no such inbox\n";
my $im = PublicInbox::InboxWritable->new($inbox)->importer(0);
$im->{rotate_bytes} = $ENV{ROTATE} if $ENV{ROTATE};
while (my $name = <STDIN>) {
	chomp $name;
	my $bytes = do { open my $f, '<', $name or die "$name: $!\n"; local $/; <$f> };
	my $mail = PublicInbox::Eml->new(\$bytes);
	$ARGV[1] ? $im->remove($mail) : $im->add($mail);
}
$im->done;
END
inbox_add() {
	as_server perl "$tmp/import.pl" "$1"
}
inbox_remove() {
	echo "$2" | as_server perl "$tmp/import.pl" "$1" remove
}
inbox_purge() {
	as_server public-inbox-purge "$inboxes/$1" <"$2" >/dev/null 2>&1
}

serve() {
	[ -z "$httpd" ] || { kill "$httpd" && wait "$httpd" 2>/dev/null; }
	HOME=$inboxes XDG_CACHE_HOME=$inboxes public-inbox-httpd -W 0 -l "127.0.0.1:$port" >/dev/null 2>"$tmp/httpd" &
	httpd=$!
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
		curl -s -o /dev/null "$server/" && return
		sleep 0.3
	done
	echo "Bail out! public-inbox-httpd does not start: $(tail -n 1 "$tmp/httpd")"
	exit 1
}

ids() {
	digest-ids --files | cut -f 3 | sort
}
own_ids() {
	find "$1/new" "$1/cur" -type f | ids
}
whole() {
	find "$1/new" "$1/cur" -type f | sort >"$tmp/whole"
	git hash-object --no-filters --stdin-paths <"$tmp/whole" >"$tmp/blobs"
	paste -d ' ' "$tmp/blobs" "$tmp/whole" | while read -r blob file; do
		for repository in "$inboxes/$2"/git/*.git; do
			! git --git-dir="$repository" cat-file -e "$blob" 2>/dev/null || continue 2
		done
		echo "$file"
	done
}
