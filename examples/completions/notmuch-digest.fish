# fish completion for `notmuch digest` and the filters; belongs in vendor_conf.d, because `notmuch` has no file of its own

function __digest_lists
	notmuch config get digest.lists 2>/dev/null | string split -n ';'
end

function __digest_weeks
	printf '%s\n' last this
	digest-weeks (math (date +%Y) - 1)-W01..this 2>/dev/null
end

function __digest_add # COMMAND... -- as in complete(1)
	set -l at (contains -i -- -- $argv)
	for command in $argv[1..(math $at - 1)]
		switch $command
			case notmuch
				complete -c notmuch -n '__fish_seen_subcommand_from digest' $argv[(math $at + 1)..-1]
			case fetch init
				complete -c notmuch -n "__fish_seen_subcommand_from $command" $argv[(math $at + 1)..-1]
			case '*'
				complete -c $command $argv[(math $at + 1)..-1]
		end
	end
end

complete -c notmuch -n '__fish_use_subcommand' -f -a digest -d 'report on a mailing list'
set -l driver notmuch notmuch-digest
set -l filters digest-threads digest-tag digest-state digest-group digest-text digest-report
set -l reporters $driver digest-report
set -l publishers digest-html digest-deliver digest-mail digest-pick
set -l readers digest-new digest-due digest-here
set -l fetchers fetch notmuch-digest-fetch
set -l beginners init notmuch-digest-init

__digest_add $driver $filters digest-ids -- -f
__digest_add $driver $filters $publishers $readers digest-ids digest-maildir notmuch-digest-fetch notmuch-digest-init -- -l help -d 'show help'
__digest_add $driver $filters $publishers $readers digest-ids digest-maildir notmuch-digest-fetch notmuch-digest-init -- -l version \
	-d 'show the version'
complete -c notmuch -n '__fish_seen_subcommand_from digest' -a '(__digest_lists) show fetch init'
complete -c notmuch-digest -a '(__digest_lists) show fetch init'
complete -c notmuch -n '__fish_seen_subcommand_from show' -l links -d 'show where links lead'
complete -c notmuch-digest -n '__fish_seen_subcommand_from show' -l links -d 'show where links lead'
complete -c notmuch -n '__fish_seen_subcommand_from show' -a '(__digest_weeks)'
complete -c notmuch-digest -n '__fish_seen_subcommand_from show' -a '(__digest_weeks)'

__digest_add $driver digest-threads -- -x -l days -d 'the last N days'
__digest_add $driver digest-threads -- -x -l week -a '(__digest_weeks)' -d 'a week, Monday to Sunday'
__digest_add $driver digest-threads -- -x -l since -d 'from a date on'
__digest_add $driver digest-threads -- -x -l until -d 'up to a date, included'
__digest_add $driver -- -x -l weeks -a '(__digest_weeks)' -d 'a report for each week'
__digest_add $driver -- -x -l list -a '(__digest_lists)' -d 'a list'
__digest_add $driver -- -l all -d 'all lists'
__digest_add $driver -- -x -l html -a '(__fish_complete_directories)' -d 'pages of a folder'
__digest_add $driver digest-html -- -x -l url -d 'where others read it'
__digest_add $driver digest-deliver -- -l deliver -d 'into the maildir'
__digest_add $driver digest-deliver -- -x -l mail -d 'to somebody'
complete -c digest-mail -x -l to -d 'receiver'
complete -c digest-pick -l neomutt -d 'print a command for neomutt'
__digest_add $driver digest-html -- -l force -d 'make kept reports again'
__digest_add $driver digest-tag -- -r -F -l rules -d 'rules'
__digest_add $driver digest-group -- -x -l order -d 'groups in this order'
__digest_add $driver digest-group -- -x -l merge -a 'none split series' -d 'which threads are joined'
__digest_add $reporters -- -r -F -s o -l output -d 'file'
__digest_add $reporters -- -x -l backend -a 'auto extract openai anthropic ollama command' -d 'who summarises'
__digest_add $reporters -- -x -l language -a 'en zh' -d 'language of the report'
__digest_add $reporters -- -x -l verify -a 'mark drop off' -d 'what becomes of sentences without proof'
__digest_add $reporters -- -x -l format -a 'markdown json' -d 'output format'
__digest_add $reporters -- -l dry-run -d 'tell what would be sent, and its cost'
__digest_add $reporters -- -l print-prompt -d 'print what would be sent'
__digest_add $reporters -- -l no-cache -d 'ask again'
__digest_add $reporters -- -l quiet -d 'no hints, no progress'
__digest_add $reporters -- -r -F -l prompt -d 'file with a system prompt'
__digest_add $reporters -- -r -F -l ca-file -d certificates
for option in model endpoint command jobs title link private context max-tokens price-in price-out api-key-command \
		connect-timeout first-timeout idle-timeout timeout retry-wait
	__digest_add $reporters -- -x -l $option
end
complete -c digest-new -x -l seconds -d 'stop after that time'
complete -c digest-new -l all -d 'tag all mail anew'
complete -c digest-due -l wait -d 'in the foreground'
complete -c digest-here -l section -d 'its section of the newest report'
complete -c digest-here -l fresh -d 'made now'
complete -c digest-here -x -l mailbox -a '(__fish_complete_directories)' -d 'the digest of a folder'
complete -c digest-threads -l header -d 'begin with comment lines'
complete -c digest-threads -x -l format -a 'tsv json' -d 'output format'
complete -c digest-tag -l write -d 'tag the mail'
complete -c digest-tag -l batch -d 'print lines for notmuch tag'
complete -c digest-state -x -l format -a 'tsv json' -d 'output format'
complete -c digest-state -l related -d 'threads whose state may have changed, too'
complete -c digest-text -l collate -d 'answers under what they answer'
complete -c digest-text -l flat -d 'in order of date'
complete -c digest-text -x -l format -a 'text json' -d 'output format'
complete -c digest-text -l stats -d 'count quotes'
complete -c digest-text -x -l diffs -a 'full answered none' -d 'of patches'
complete -c digest-text -x -l color -a 'auto always never' -d colours
complete -c digest-text -x -l width -d columns
__digest_add digest-ids digest-maildir -- -l files -d 'names of files come in'
complete -c digest-maildir -r -F -l seen -d 'what was seen before'
__digest_add digest-maildir digest-new $fetchers -- -l quiet -d 'no progress'
complete -c notmuch-digest-fetch -a '(__digest_lists)'
__digest_add $fetchers $beginners -- -x -l since -d 'threads with mail since'
__digest_add $fetchers $beginners -- -x -l with -a 'lei git' -d 'the way'
__digest_add $beginners -- -x -l name -d 'what it is called'
__digest_add $beginners -- -x -l query -d 'what finds its mail'
__digest_add $beginners -- -x -l maildir -a '(__fish_complete_directories)' -d 'where its mail is'
__digest_add $beginners -- -l no-fetch -d 'the mail is there'
__digest_add $beginners -- -x -l mail -a '(__fish_complete_directories)' -d 'where all mail is'
__digest_add $beginners -- -x -l backend -a 'auto extract openai anthropic ollama command' -d 'who summarises'
__digest_add $beginners -- -x -l endpoint -d 'base URL of the server'
__digest_add $beginners -- -x -l model -d model
__digest_add $beginners -- -l force -d 'set what is set otherwise'
__digest_add $beginners -- -l dry-run -d 'only show'
__digest_add $beginners -- -l yes -d 'ask nothing'
functions -e __digest_add
