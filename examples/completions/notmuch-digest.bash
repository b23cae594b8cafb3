# bash completion for notmuch-digest and its filters
#
# For `notmuch digest` too, source this file from ~/.bashrc: the completion that comes with notmuch calls _notmuch_digest
# where that exists. Options are those that --help tells of.

__notmuch_digest_words() { # WORD CANDIDATE...
	local word=$1
	shift
	mapfile -t COMPREPLY < <(compgen -W "$*" -- "$word")
}

# What an option's value can be: 1 if it is not known to have one.
__notmuch_digest_value() { # OPTION WORD COMMAND
	local weeks='last this'
	case $1 in
	--week | --weeks)
		weeks+=" $(digest-weeks "$(($(date +%Y) - 1))-W01..this" 2>/dev/null)"
		__notmuch_digest_words "$2" "$weeks"
		;;
	--list) __notmuch_digest_words "$2" "$(notmuch config get digest.lists 2>/dev/null | tr ';' ' ')" ;;
	--language) __notmuch_digest_words "$2" en zh ;;
	--merge) __notmuch_digest_words "$2" none split series ;;
	--verify) __notmuch_digest_words "$2" mark drop off ;;
	--diffs) __notmuch_digest_words "$2" full answered none ;;
	--color) __notmuch_digest_words "$2" auto always never ;;
	--backend) __notmuch_digest_words "$2" auto extract openai anthropic ollama command ;;
	--format)
		case $3 in
		digest-threads | digest-state) __notmuch_digest_words "$2" tsv json ;;
		digest-text) __notmuch_digest_words "$2" text json ;;
		*) __notmuch_digest_words "$2" markdown json ;;
		esac
		;;
	--with) __notmuch_digest_words "$2" lei git ;;
	--html | --maildir) mapfile -t COMPREPLY < <(compgen -d -- "$2") ;;
	--mail)
		[ "$3" = notmuch-digest-init ] || return 0
		mapfile -t COMPREPLY < <(compgen -d -- "$2")
		;;
	-o | --output | --rules | --prompt | --ca-file | --seen) mapfile -t COMPREPLY < <(compgen -f -- "$2") ;;
	--days | --since | --until | --name | --query | --url | --model | --endpoint | --command | --jobs | --title | --link | --private | \
		--context | --max-tokens | --price-in | --price-out | --api-key-command | --*timeout | --retry-wait | --order | \
		--width | --seconds | --to)
		COMPREPLY=()
		;;
	*) return 1 ;;
	esac
}

# Reports that are kept, folders and files of Markdown.
__notmuch_digest_reports() { # WORD
	local kept=${XDG_DATA_HOME:-$HOME/.local/share}/notmuch-digest
	mapfile -t COMPREPLY < <(compgen -d -- "$1"; compgen -f -X '!*.md' -- "$1"; compgen -W "$(printf '%s\n' "$kept"/*.md)" -- "$1")
}

__notmuch_digest_options() { # COMMAND
	"$1" --help 2>/dev/null | grep -oE -e '--[a-z]+(-[a-z]+)*'
	[ "$1" != notmuch-digest ] || __notmuch_digest_options digest-report
	printf '%s\n' --help --version
	[ "$1" != digest-report ] || echo --output
}

__notmuch_digest() {
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[0]##*/}
	local first=1
	if [ "$command" = notmuch ]; then
		command=notmuch-digest first=2
	fi
	case $command,$((COMP_CWORD > first)),${COMP_WORDS[first]} in notmuch-digest,1,fetch | notmuch-digest,1,init)
		command=notmuch-digest-${COMP_WORDS[first]}
		;;
	esac
	COMPREPLY=()
	# --language=zh comes as three words where = breaks words.
	if [ "$word" = = ]; then
		word=''
	elif [ "$before" = = ]; then
		before=${COMP_WORDS[COMP_CWORD - 2]}
	fi
	__notmuch_digest_value "$before" "$word" "$command" && return
	case $word in
	-*)
		if [ "$command,${COMP_WORDS[first]}" = notmuch-digest,show ]; then
			__notmuch_digest_words "$word" --help --links
			return
		fi
		__notmuch_digest_words "$word" "$(__notmuch_digest_options "$command" | sort -u)"
		return
		;;
	esac
	case $command in
	digest-html | digest-deliver | digest-mail | digest-pick) __notmuch_digest_reports "$word" ;;
	digest-maildir) mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
	notmuch-digest-fetch | notmuch-digest-init)
		mapfile -t COMPREPLY < <(compgen -d -- "$word"; compgen -W "$(notmuch config get digest.lists 2>/dev/null | tr ';' ' ')" -- "$word")
		;;
	esac
	[ "$command" = notmuch-digest ] || return
	local words
	words=$(notmuch config get digest.lists 2>/dev/null | tr ';' ' ')
	[ "$COMP_CWORD" -gt "$first" ] || words+=' show fetch init'
	[ "${COMP_WORDS[first]}" != show ] || words+=" last this $(cd "${XDG_DATA_HOME:-$HOME/.local/share}/notmuch-digest" 2>/dev/null &&
		printf '%s\n' ./*-????-W??.md | sed -n 's/.*-\(....-W..\)\.md/\1/p' | sort -u)"
	__notmuch_digest_words "$word" "$words"
}

_notmuch_digest() {
	__notmuch_digest
}

complete -F __notmuch_digest notmuch-digest digest-threads digest-tag digest-state digest-group digest-text digest-report \
	digest-html digest-deliver digest-mail digest-new digest-due digest-here digest-pick digest-ids digest-maildir notmuch-digest-fetch notmuch-digest-init
