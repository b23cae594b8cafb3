/* extract-cue.c - what the words of a sentence show that it does
 *
 * Phrases of the field, looked up by their first word, in a sentence folded to lower case words with one blank between
 * them. A phrase that ends in a blank ends at a word's end, else it is a stem. '^' binds it to the beginning.
 */
#include "extract-cue.h"

#include <stdbool.h>
#include <string.h>

struct phrase {
	unsigned cue;
	const char *text;
};

static const struct phrase phrases[] = {
	{ EXTRACT_DECISION, "^applied " }, { EXTRACT_DECISION, "^queued " }, { EXTRACT_DECISION, "^merged " },
	{ EXTRACT_DECISION, "^pulled " }, { EXTRACT_DECISION, "^picked " }, { EXTRACT_DECISION, "^thanks applied " },
	{ EXTRACT_DECISION, "^thanks queued " }, { EXTRACT_DECISION, "^both now queued " },
	{ EXTRACT_DECISION, "^all now queued " }, { EXTRACT_DECISION, "^now queued " }, { EXTRACT_DECISION, "now queued up " },
	{ EXTRACT_DECISION, "^now applied " }, { EXTRACT_DECISION, "^all applied " }, { EXTRACT_DECISION, "^both applied " },
	{ EXTRACT_DECISION, "^series applied " }, { EXTRACT_DECISION, "^patches applied " },
	{ EXTRACT_DECISION, "^patch applied " }, { EXTRACT_DECISION, "has been added to " },
	{ EXTRACT_DECISION, "has been applied to " }, { EXTRACT_DECISION, "has been merged " },
	{ EXTRACT_DECISION, "have been applied to " }, { EXTRACT_DECISION, "have been merged " },
	{ EXTRACT_DECISION, "i've applied " }, { EXTRACT_DECISION, "i applied " }, { EXTRACT_DECISION, "i have applied " },
	{ EXTRACT_DECISION, "i've queued " }, { EXTRACT_DECISION, "i queued " }, { EXTRACT_DECISION, "i have queued " },
	{ EXTRACT_DECISION, "i've merged " }, { EXTRACT_DECISION, "i've picked " }, { EXTRACT_DECISION, "i picked " },
	{ EXTRACT_DECISION, "i've taken " }, { EXTRACT_DECISION, "i've dropped " }, { EXTRACT_DECISION, "i'll take " },
	{ EXTRACT_DECISION, "i'll queue " }, { EXTRACT_DECISION, "i'll pick " }, { EXTRACT_DECISION, "i'll apply " },
	{ EXTRACT_DECISION, "i'll merge " }, { EXTRACT_DECISION, "i will take " }, { EXTRACT_DECISION, "i will queue " },
	{ EXTRACT_DECISION, "i will pick " }, { EXTRACT_DECISION, "i will apply " }, { EXTRACT_DECISION, "i'd like to queue " },
	{ EXTRACT_DECISION, "i plan to queue " }, { EXTRACT_DECISION, "i'm going to queue " },
	{ EXTRACT_DECISION, "i'm going to take " }, { EXTRACT_DECISION, "happy to take " },
	{ EXTRACT_DECISION, "happy to queue " }, { EXTRACT_DECISION, "happy to merge " },
	{ EXTRACT_DECISION, "not going to " }, { EXTRACT_DECISION, "won't take " }, { EXTRACT_DECISION, "won't merge " },
	{ EXTRACT_DECISION, "won't apply this " }, { EXTRACT_DECISION, "can't take " }, { EXTRACT_DECISION, "cannot take " },
	{ EXTRACT_DECISION, "nak " }, { EXTRACT_DECISION, "nack " }, { EXTRACT_DECISION, "nacked " },
	{ EXTRACT_DECISION, "let's go with " }, { EXTRACT_DECISION, "lets go with " }, { EXTRACT_DECISION, "let's drop " },
	{ EXTRACT_DECISION, "let's keep " }, { EXTRACT_DECISION, "let's not " }, { EXTRACT_DECISION, "let's leave " },
	{ EXTRACT_DECISION, "let's do " }, { EXTRACT_DECISION, "lets do " }, { EXTRACT_DECISION, "let's change " },
	{ EXTRACT_DECISION, "lets change " }, { EXTRACT_DECISION, "let's stick " }, { EXTRACT_DECISION, "let's use " },
	{ EXTRACT_DECISION, "lets use " }, { EXTRACT_DECISION, "we agreed " }, { EXTRACT_DECISION, "postpone " },
	{ EXTRACT_DECISION, "defer " }, { EXTRACT_DECISION, "deferred " }, { EXTRACT_DECISION, "come back to this " },
	{ EXTRACT_DECISION, "merge window " }, { EXTRACT_DECISION, "pull request " }, { EXTRACT_DECISION, "for this cycle " },
	{ EXTRACT_DECISION, "this late " }, { EXTRACT_DECISION, "too late " }, { EXTRACT_DECISION, "feel free to " },
	{ EXTRACT_DECISION, "next merge " }, { EXTRACT_DECISION, "supersede" }, { EXTRACT_DECISION, "please ignore " },
	{ EXTRACT_DECISION, "please disregard " }, { EXTRACT_DECISION, "drop this patch " },
	{ EXTRACT_DECISION, "drop this series " }, { EXTRACT_DECISION, "reverted " },

	{ EXTRACT_PROMISE, "i'll " }, { EXTRACT_PROMISE, "i will " }, { EXTRACT_PROMISE, "we'll " },
	{ EXTRACT_PROMISE, "will fix " }, { EXTRACT_PROMISE, "will do " }, { EXTRACT_PROMISE, "will send " },
	{ EXTRACT_PROMISE, "will post " }, { EXTRACT_PROMISE, "will respin " }, { EXTRACT_PROMISE, "will repost " },
	{ EXTRACT_PROMISE, "will change " }, { EXTRACT_PROMISE, "will update " }, { EXTRACT_PROMISE, "will add " },
	{ EXTRACT_PROMISE, "will drop " }, { EXTRACT_PROMISE, "will rework " }, { EXTRACT_PROMISE, "will be fixed " },
	{ EXTRACT_PROMISE, "will be addressed " }, { EXTRACT_PROMISE, "next version " },
	{ EXTRACT_PROMISE, "next revision " }, { EXTRACT_PROMISE, "next spin " }, { EXTRACT_PROMISE, "next respin " },
	{ EXTRACT_PROMISE, "next round " }, { EXTRACT_PROMISE, "next iteration " }, { EXTRACT_PROMISE, "i'm going to " },
	{ EXTRACT_PROMISE, "i plan to " }, { EXTRACT_PROMISE, "i intend to " }, { EXTRACT_PROMISE, "i've sent " },
	{ EXTRACT_PROMISE, "i've now sent " }, { EXTRACT_PROMISE, "i've posted " }, { EXTRACT_PROMISE, "i have sent " },
	{ EXTRACT_PROMISE, "i have posted " }, { EXTRACT_PROMISE, "i sent " }, { EXTRACT_PROMISE, "i pushed " },
	{ EXTRACT_PROMISE, "i've pushed " }, { EXTRACT_PROMISE, "i can drop " }, { EXTRACT_PROMISE, "i can change " },
	{ EXTRACT_PROMISE, "i can repost " }, { EXTRACT_PROMISE, "i can resend " }, { EXTRACT_PROMISE, "i can fold " },
	{ EXTRACT_PROMISE, "i've fixed " }, { EXTRACT_PROMISE, "i fixed " }, { EXTRACT_PROMISE, "i've changed " },
	{ EXTRACT_PROMISE, "fixed in v" }, { EXTRACT_PROMISE, "in v2 " }, { EXTRACT_PROMISE, "in v3 " },
	{ EXTRACT_PROMISE, "in v4 " }, { EXTRACT_PROMISE, "in v5 " }, { EXTRACT_PROMISE, "in v6 " },
	{ EXTRACT_PROMISE, "in v7 " }, { EXTRACT_PROMISE, "in v8 " }, { EXTRACT_PROMISE, "in v9 " },
	{ EXTRACT_PROMISE, "in v10 " }, { EXTRACT_PROMISE, "^will do " }, { EXTRACT_PROMISE, "^fixed " },
	{ EXTRACT_PROMISE, "^done " },

	{ EXTRACT_OBJECTION, "i don't think " }, { EXTRACT_OBJECTION, "i do not think " },
	{ EXTRACT_OBJECTION, "not sure " }, { EXTRACT_OBJECTION, "not convinced " }, { EXTRACT_OBJECTION, "disagree " },
	{ EXTRACT_OBJECTION, "don't like " }, { EXTRACT_OBJECTION, "dislike " }, { EXTRACT_OBJECTION, "object to " },
	{ EXTRACT_OBJECTION, "objection " }, { EXTRACT_OBJECTION, "is wrong " }, { EXTRACT_OBJECTION, "are wrong " },
	{ EXTRACT_OBJECTION, "looks wrong " }, { EXTRACT_OBJECTION, "isn't right " }, { EXTRACT_OBJECTION, "not right " },
	{ EXTRACT_OBJECTION, "not correct " }, { EXTRACT_OBJECTION, "incorrect " }, { EXTRACT_OBJECTION, "is broken " },
	{ EXTRACT_OBJECTION, "are broken " }, { EXTRACT_OBJECTION, "already broken " }, { EXTRACT_OBJECTION, "breaks " },
	{ EXTRACT_OBJECTION, "this break" }, { EXTRACT_OBJECTION, "will break " }, { EXTRACT_OBJECTION, "would break " },
	{ EXTRACT_OBJECTION, "problem " }, { EXTRACT_OBJECTION, "concern" }, { EXTRACT_OBJECTION, "worry " },
	{ EXTRACT_OBJECTION, "worried " }, { EXTRACT_OBJECTION, "afraid " }, { EXTRACT_OBJECTION, "doesn't make sense " },
	{ EXTRACT_OBJECTION, "not make sense " }, { EXTRACT_OBJECTION, "makes no sense " },
	{ EXTRACT_OBJECTION, "doesn't work " }, { EXTRACT_OBJECTION, "does not work " }, { EXTRACT_OBJECTION, "won't work " },
	{ EXTRACT_OBJECTION, "can't work " }, { EXTRACT_OBJECTION, "shouldn't " }, { EXTRACT_OBJECTION, "should not " },
	{ EXTRACT_OBJECTION, "must not " }, { EXTRACT_OBJECTION, "unfortunately " }, { EXTRACT_OBJECTION, "i'd rather " },
	{ EXTRACT_OBJECTION, "i would rather " }, { EXTRACT_OBJECTION, "i'd prefer " }, { EXTRACT_OBJECTION, "i prefer " },
	{ EXTRACT_OBJECTION, "i would prefer " }, { EXTRACT_OBJECTION, "overkill " }, { EXTRACT_OBJECTION, "unnecessary " },
	{ EXTRACT_OBJECTION, "not needed " }, { EXTRACT_OBJECTION, "no need " }, { EXTRACT_OBJECTION, "not necessary " },
	{ EXTRACT_OBJECTION, "needn't " }, { EXTRACT_OBJECTION, "don't need " }, { EXTRACT_OBJECTION, "do we need " },
	{ EXTRACT_OBJECTION, "do we really " }, { EXTRACT_OBJECTION, "too much " }, { EXTRACT_OBJECTION, "too complex " },
	{ EXTRACT_OBJECTION, "way too " }, { EXTRACT_OBJECTION, "deadlock" }, { EXTRACT_OBJECTION, "not true " },
	{ EXTRACT_OBJECTION, "isn't true " }, { EXTRACT_OBJECTION, "doesn't hold " }, { EXTRACT_OBJECTION, "fails to " },
	{ EXTRACT_OBJECTION, "will fail " }, { EXTRACT_OBJECTION, "would fail " }, { EXTRACT_OBJECTION, "conflicts with " },
	{ EXTRACT_OBJECTION, "collides with " }, { EXTRACT_OBJECTION, "clash" }, { EXTRACT_OBJECTION, "misleading " },
	{ EXTRACT_OBJECTION, "confusing " }, { EXTRACT_OBJECTION, "i don't see " }, { EXTRACT_OBJECTION, "i can't see " },
	{ EXTRACT_OBJECTION, "i fail to see " }, { EXTRACT_OBJECTION, "i don't understand " },
	{ EXTRACT_OBJECTION, "ugly " }, { EXTRACT_OBJECTION, "dangerous " }, { EXTRACT_OBJECTION, "pointless " },
	{ EXTRACT_OBJECTION, "useless " }, { EXTRACT_OBJECTION, "not acceptable " }, { EXTRACT_OBJECTION, "unacceptable " },
	{ EXTRACT_OBJECTION, "not fully " }, { EXTRACT_OBJECTION, "i wonder " }, { EXTRACT_OBJECTION, "not a fan " },
	{ EXTRACT_OBJECTION, "downside " }, { EXTRACT_OBJECTION, "not ideal " }, { EXTRACT_OBJECTION, "doesn't belong " },
	{ EXTRACT_OBJECTION, "not possible " }, { EXTRACT_OBJECTION, "impossible " }, { EXTRACT_OBJECTION, "wrong " },
	{ EXTRACT_OBJECTION, "actually " }, { EXTRACT_OBJECTION, "missing " }, { EXTRACT_OBJECTION, "not safe " },
	{ EXTRACT_OBJECTION, "unsafe " }, { EXTRACT_OBJECTION, "too coarse " }, { EXTRACT_OBJECTION, "inconsistent " },

	{ EXTRACT_AGREEMENT, "agreed " }, { EXTRACT_AGREEMENT, "i agree " }, { EXTRACT_AGREEMENT, "fair enough " },
	{ EXTRACT_AGREEMENT, "fair point " }, { EXTRACT_AGREEMENT, "good point " }, { EXTRACT_AGREEMENT, "makes sense " },
	{ EXTRACT_AGREEMENT, "make sense to me " }, { EXTRACT_AGREEMENT, "you're right " },
	{ EXTRACT_AGREEMENT, "you are right " }, { EXTRACT_AGREEMENT, "^right " }, { EXTRACT_AGREEMENT, "^indeed " },
	{ EXTRACT_AGREEMENT, "good catch " }, { EXTRACT_AGREEMENT, "nice catch " }, { EXTRACT_AGREEMENT, "great catch " },
	{ EXTRACT_AGREEMENT, "good idea " }, { EXTRACT_AGREEMENT, "good call " }, { EXTRACT_AGREEMENT, "good spot" },
	{ EXTRACT_AGREEMENT, "well spotted " }, { EXTRACT_AGREEMENT, "^ack " }, { EXTRACT_AGREEMENT, "works for me " },
	{ EXTRACT_AGREEMENT, "looks good " }, { EXTRACT_AGREEMENT, "look good " }, { EXTRACT_AGREEMENT, "looks great " },
	{ EXTRACT_AGREEMENT, "looks fine " }, { EXTRACT_AGREEMENT, "looks ok " }, { EXTRACT_AGREEMENT, "looks reasonable " },
	{ EXTRACT_AGREEMENT, "looks correct " }, { EXTRACT_AGREEMENT, "looks sane " }, { EXTRACT_AGREEMENT, "lgtm " },
	{ EXTRACT_AGREEMENT, "sounds good " }, { EXTRACT_AGREEMENT, "sounds great " }, { EXTRACT_AGREEMENT, "understood " },
	{ EXTRACT_AGREEMENT, "i understand now " }, { EXTRACT_AGREEMENT, "i see " }, { EXTRACT_AGREEMENT, "is fine " },
	{ EXTRACT_AGREEMENT, "fine by me " }, { EXTRACT_AGREEMENT, "fine with " }, { EXTRACT_AGREEMENT, "i'm fine " },
	{ EXTRACT_AGREEMENT, "i'm ok " }, { EXTRACT_AGREEMENT, "i'm okay " }, { EXTRACT_AGREEMENT, "ok with " },
	{ EXTRACT_AGREEMENT, "no objection" }, { EXTRACT_AGREEMENT, "withdraw " }, { EXTRACT_AGREEMENT, "my bad " },
	{ EXTRACT_AGREEMENT, "my mistake " }, { EXTRACT_AGREEMENT, "my fault " }, { EXTRACT_AGREEMENT, "i was wrong " },
	{ EXTRACT_AGREEMENT, "i missed " }, { EXTRACT_AGREEMENT, "i forgot " }, { EXTRACT_AGREEMENT, "i messed " },
	{ EXTRACT_AGREEMENT, "messed it up " }, { EXTRACT_AGREEMENT, "i stand corrected " },
	{ EXTRACT_AGREEMENT, "convinced " }, { EXTRACT_AGREEMENT, "much better " }, { EXTRACT_AGREEMENT, "^absolutely " },
	{ EXTRACT_AGREEMENT, "^exactly " }, { EXTRACT_AGREEMENT, "^yes " }, { EXTRACT_AGREEMENT, "^yeah " },
	{ EXTRACT_AGREEMENT, "^yep " }, { EXTRACT_AGREEMENT, "^yup " }, { EXTRACT_AGREEMENT, "^ya " },
	{ EXTRACT_AGREEMENT, "^ok " }, { EXTRACT_AGREEMENT, "^okay " }, { EXTRACT_AGREEMENT, "^sure " },
	{ EXTRACT_AGREEMENT, "^oh " }, { EXTRACT_AGREEMENT, "^ah " }, { EXTRACT_AGREEMENT, "^true " },
	{ EXTRACT_AGREEMENT, "^correct " }, { EXTRACT_AGREEMENT, "^of course " }, { EXTRACT_AGREEMENT, "^certainly " },
	{ EXTRACT_AGREEMENT, "^oops " }, { EXTRACT_AGREEMENT, "^argh " }, { EXTRACT_AGREEMENT, "^ugh " },
	{ EXTRACT_AGREEMENT, "^doh " }, { EXTRACT_AGREEMENT, "^sorry " }, { EXTRACT_AGREEMENT, "i take it back " },
	{ EXTRACT_AGREEMENT, "looks good to me " }, { EXTRACT_AGREEMENT, "i like " }, { EXTRACT_AGREEMENT, "i do agree " },

	{ EXTRACT_REQUEST, "please " }, { EXTRACT_REQUEST, "could you " }, { EXTRACT_REQUEST, "can you " },
	{ EXTRACT_REQUEST, "would you " }, { EXTRACT_REQUEST, "can we " }, { EXTRACT_REQUEST, "could we " },
	{ EXTRACT_REQUEST, "should we " }, { EXTRACT_REQUEST, "should be " }, { EXTRACT_REQUEST, "you should " },
	{ EXTRACT_REQUEST, "we should " }, { EXTRACT_REQUEST, "you need " }, { EXTRACT_REQUEST, "you also need " },
	{ EXTRACT_REQUEST, "we need " }, { EXTRACT_REQUEST, "needs to " }, { EXTRACT_REQUEST, "need to be " },
	{ EXTRACT_REQUEST, "is needed " }, { EXTRACT_REQUEST, "you may want " }, { EXTRACT_REQUEST, "you might want " },
	{ EXTRACT_REQUEST, "you'll want " }, { EXTRACT_REQUEST, "would be good " }, { EXTRACT_REQUEST, "would be nice " },
	{ EXTRACT_REQUEST, "would be better " }, { EXTRACT_REQUEST, "would be great " }, { EXTRACT_REQUEST, "might be good " },
	{ EXTRACT_REQUEST, "might be better " }, { EXTRACT_REQUEST, "may be better " }, { EXTRACT_REQUEST, "be better off " },
	{ EXTRACT_REQUEST, "how about " }, { EXTRACT_REQUEST, "what about " }, { EXTRACT_REQUEST, "i suggest " },
	{ EXTRACT_REQUEST, "i'd suggest " }, { EXTRACT_REQUEST, "i would suggest " }, { EXTRACT_REQUEST, "i recommend " },
	{ EXTRACT_REQUEST, "i'd recommend " }, { EXTRACT_REQUEST, "why not " }, { EXTRACT_REQUEST, "consider " },
	{ EXTRACT_REQUEST, "you could " }, { EXTRACT_REQUEST, "we could " }, { EXTRACT_REQUEST, "i'd like " },
	{ EXTRACT_REQUEST, "i would like " }, { EXTRACT_REQUEST, "i'd love " }, { EXTRACT_REQUEST, "must be " },
	{ EXTRACT_REQUEST, "has to be " }, { EXTRACT_REQUEST, "have to be " }, { EXTRACT_REQUEST, "instead " },
	{ EXTRACT_REQUEST, "my suggestion " }, { EXTRACT_REQUEST, "i propose " }, { EXTRACT_REQUEST, "i was hoping " },
	{ EXTRACT_REQUEST, "came up with " }, { EXTRACT_REQUEST, "my proposal " }, { EXTRACT_REQUEST, "something like " },

	{ EXTRACT_REPORT, "regression " }, { EXTRACT_REPORT, "build error" }, { EXTRACT_REPORT, "build failure" },
	{ EXTRACT_REPORT, "build fail" }, { EXTRACT_REPORT, "fails to build " }, { EXTRACT_REPORT, "fails to boot " },
	{ EXTRACT_REPORT, "doesn't build " }, { EXTRACT_REPORT, "does not build " }, { EXTRACT_REPORT, "doesn't compile " },
	{ EXTRACT_REPORT, "does not compile " }, { EXTRACT_REPORT, "doesn't boot " }, { EXTRACT_REPORT, "bisect" },
	{ EXTRACT_REPORT, "something to improve " }, { EXTRACT_REPORT, "build test error " },
	{ EXTRACT_REPORT, "build test warning " }, { EXTRACT_REPORT, "we noticed " }, { EXTRACT_REPORT, "found the following " },
	{ EXTRACT_REPORT, "syzbot found " }, { EXTRACT_REPORT, "i'm seeing " }, { EXTRACT_REPORT, "i am seeing " },
	{ EXTRACT_REPORT, "i hit " }, { EXTRACT_REPORT, "i'm hitting " }, { EXTRACT_REPORT, "crashes " },
	{ EXTRACT_REPORT, "splat " }, { EXTRACT_REPORT, "kernel panic " }, { EXTRACT_REPORT, "i ran into " },
	{ EXTRACT_REPORT, "can reproduce " }, { EXTRACT_REPORT, "could reproduce " }, { EXTRACT_REPORT, "reported " },

	{ EXTRACT_TEST, "i tested " }, { EXTRACT_TEST, "i've tested " }, { EXTRACT_TEST, "i have tested " },
	{ EXTRACT_TEST, "^tested " }, { EXTRACT_TEST, "tested on " }, { EXTRACT_TEST, "tested with " },
	{ EXTRACT_TEST, "tested using " }, { EXTRACT_TEST, "tested this " }, { EXTRACT_TEST, "tested by " },
	{ EXTRACT_TEST, "been tested " }, { EXTRACT_TEST, "not been compile tested " }, { EXTRACT_TEST, "compile tested " },
	{ EXTRACT_TEST, "build tested " }, { EXTRACT_TEST, "boot tested " }, { EXTRACT_TEST, "lightly tested " },
	{ EXTRACT_TEST, "not tested " }, { EXTRACT_TEST, "untested " }, { EXTRACT_TEST, "test results " },
	{ EXTRACT_TEST, "tests pass" }, { EXTRACT_TEST, "tests seem " }, { EXTRACT_TEST, "tests work " },
	{ EXTRACT_TEST, "works fine " }, { EXTRACT_TEST, "works well " }, { EXTRACT_TEST, "seems to work " },
	{ EXTRACT_TEST, "seem to work " }, { EXTRACT_TEST, "boots fine " }, { EXTRACT_TEST, "boots ok " },
	{ EXTRACT_TEST, "i ran " }, { EXTRACT_TEST, "i've been running " }, { EXTRACT_TEST, "can't test " },
	{ EXTRACT_TEST, "cannot test " }, { EXTRACT_TEST, "to test the " }, { EXTRACT_TEST, "benchmark" },
	{ EXTRACT_TEST, "runs successfully " }, { EXTRACT_TEST, "performance " },

	{ CUE_PURPOSE, "this series " }, { CUE_PURPOSE, "the series " }, { CUE_PURPOSE, "this patch " },
	{ CUE_PURPOSE, "this patchset " }, { CUE_PURPOSE, "this patch series " }, { CUE_PURPOSE, "this patch set " },
	{ CUE_PURPOSE, "these patches " }, { CUE_PURPOSE, "the patches " }, { CUE_PURPOSE, "this rfc " },
	{ CUE_PURPOSE, "aim" }, { CUE_PURPOSE, "goal " }, { CUE_PURPOSE, "purpose " }, { CUE_PURPOSE, "theme " },
	{ CUE_PURPOSE, "in order to " }, { CUE_PURPOSE, "the idea " }, { CUE_PURPOSE, "allow" },
	{ CUE_PURPOSE, "introduc" }, { CUE_PURPOSE, "add support " }, { CUE_PURPOSE, "adds support " },
	{ CUE_PURPOSE, "support for " }, { CUE_PURPOSE, "enables " }, { CUE_PURPOSE, "enable the " },
	{ CUE_PURPOSE, "implement" }, { CUE_PURPOSE, "to fix " }, { CUE_PURPOSE, "fixes " }, { CUE_PURPOSE, "^fix " },
	{ CUE_PURPOSE, "to address " }, { CUE_PURPOSE, "addresses " }, { CUE_PURPOSE, "to solve " },
	{ CUE_PURPOSE, "solves " }, { CUE_PURPOSE, "motivation " }, { CUE_PURPOSE, "^add " }, { CUE_PURPOSE, "^make " },
	{ CUE_PURPOSE, "^remove " }, { CUE_PURPOSE, "^drop " }, { CUE_PURPOSE, "^replace " }, { CUE_PURPOSE, "^use " },
	{ CUE_PURPOSE, "^move " }, { CUE_PURPOSE, "^convert " }, { CUE_PURPOSE, "^rework " }, { CUE_PURPOSE, "^let " },
	{ CUE_PURPOSE, "^avoid " }, { CUE_PURPOSE, "^instead " }, { CUE_PURPOSE, "clean up " }, { CUE_PURPOSE, "cleanup " },
	{ CUE_PURPOSE, "refactor" }, { CUE_PURPOSE, "the meat of " }, { CUE_PURPOSE, "backport" },
	{ CUE_PURPOSE, "is required to " }, { CUE_PURPOSE, "tries to " }, { CUE_PURPOSE, "simplif" },
	{ CUE_PURPOSE, "the problem " }, { CUE_PURPOSE, "to support " }, { CUE_PURPOSE, "please pull " },

	{ CUE_REASON, "because " }, { CUE_REASON, "so that " }, { CUE_REASON, "otherwise " }, { CUE_REASON, "therefore " },
	{ CUE_REASON, "since " }, { CUE_REASON, "which means " }, { CUE_REASON, "the reason " }, { CUE_REASON, "due to " },
	{ CUE_REASON, "as a result " }, { CUE_REASON, "in that case " }, { CUE_REASON, "the point " },
	{ CUE_REASON, "my point " }, { CUE_REASON, "the issue " }, { CUE_REASON, "hence " }, { CUE_REASON, "only way " },
	{ CUE_REASON, "main " }, { CUE_REASON, "turns out " }, { CUE_REASON, "it means " }, { CUE_REASON, "for example " },

	{ CUE_MINOR, "nit " }, { CUE_MINOR, "nits " }, { CUE_MINOR, "nitpick" }, { CUE_MINOR, "typo" },
	{ CUE_MINOR, "whitespace " }, { CUE_MINOR, "white space " }, { CUE_MINOR, "checkpatch" },
	{ CUE_MINOR, "blank line " }, { CUE_MINOR, "indentation " }, { CUE_MINOR, "spelling " }, { CUE_MINOR, "newline " },
	{ CUE_MINOR, "comment style " }, { CUE_MINOR, "coding style " }, { CUE_MINOR, "alignment of " },

	{ CUE_IDLE, "based on v" }, { CUE_IDLE, "based on top " }, { CUE_IDLE, "on top of v" }, { CUE_IDLE, "applies on " },
	{ CUE_IDLE, "applies to " }, { CUE_IDLE, "applies cleanly " }, { CUE_IDLE, "rebased on" },
	{ CUE_IDLE, "rebased to " }, { CUE_IDLE, "rebased onto " }, { CUE_IDLE, "can be found " },
	{ CUE_IDLE, "available at " }, { CUE_IDLE, "available in the git " }, { CUE_IDLE, "git repo" },
	{ CUE_IDLE, "thanks for " }, { CUE_IDLE, "thanks to " }, { CUE_IDLE, "thank you " }, { CUE_IDLE, "thanks a lot " },
	{ CUE_IDLE, "comments are welcome " }, { CUE_IDLE, "comments welcome " }, { CUE_IDLE, "feedback " },
	{ CUE_IDLE, "any comments " }, { CUE_IDLE, "sorry for the " }, { CUE_IDLE, "apologies for " },
	{ CUE_IDLE, "hope this helps " }, { CUE_IDLE, "see below " }, { CUE_IDLE, "as follows " }, { CUE_IDLE, "reviewed by " },
	{ CUE_IDLE, "acked by " }, { CUE_IDLE, "let me know " }, { CUE_IDLE, "wdyt " }, { CUE_IDLE, "http" },
	{ CUE_IDLE, "previously posted " }, { CUE_IDLE, "the previous version " }, { CUE_IDLE, "kindly " },
	{ CUE_IDLE, "thoughts " }, { CUE_IDLE, "stay tuned " }, { CUE_IDLE, "no functional change" },
	{ CUE_IDLE, "happy new year " }, { CUE_IDLE, "resend" },

	{ CUE_HEDGE, "^so " }, { CUE_HEDGE, "^and " }, { CUE_HEDGE, "^but " }, { CUE_HEDGE, "^it " },
	{ CUE_HEDGE, "^it's " }, { CUE_HEDGE, "^this " }, { CUE_HEDGE, "^that " }, { CUE_HEDGE, "^that's " },
	{ CUE_HEDGE, "^they " }, { CUE_HEDGE, "^these " }, { CUE_HEDGE, "^those " }, { CUE_HEDGE, "^then " },
	{ CUE_HEDGE, "^which " }, { CUE_HEDGE, "^also " }, { CUE_HEDGE, "^however " }, { CUE_HEDGE, "^otherwise " },
	{ CUE_HEDGE, "^hence " }, { CUE_HEDGE, "^therefore " }, { CUE_HEDGE, "^thus " }, { CUE_HEDGE, "^or " },

	{ CUE_VERSION, "this is v" }, { CUE_VERSION, "this is version " }, { CUE_VERSION, "here's v" },
	{ CUE_VERSION, "here is v" }, { CUE_VERSION, "this is the v" }, { CUE_VERSION, "this is the second version " },
	{ CUE_VERSION, "this is the third version " },
};

struct cues {
	GHashTable *by_word;  /* first word -> GPtrArray of struct phrase */
};

static size_t word_length(const char *s)
{
	return strcspn(s, " ");
}

struct cues *cues_new(void)
{
	struct cues *c = g_new(struct cues, 1);

	c->by_word = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
	for (size_t i = 0; i < G_N_ELEMENTS(phrases); i++) {
		const char *s = phrases[i].text + (phrases[i].text[0] == '^');
		/* A stem has no first word of its own: by its first three letters, as all words of a sentence are asked. */
		char *key = strchr(s, ' ') ? g_strndup(s, word_length(s)) : g_strndup(s, 3);
		GPtrArray *list = g_hash_table_lookup(c->by_word, key);

		if (!list) {
			list = g_ptr_array_new();
			g_hash_table_insert(c->by_word, g_strdup(key), list);
		}
		g_ptr_array_add(list, (gpointer)&phrases[i]);
		g_free(key);
	}
	return c;
}

void cues_free(struct cues *c)
{
	g_hash_table_unref(c->by_word);
	g_free(c);
}

/* Lower case words, one blank after each; letters, digits, "'" and "_" make words. */
static char *fold(const char *s, size_t n)
{
	GString *out = g_string_sized_new(n + 2);

	for (size_t i = 0; i < n; i++) {
		if (i + 3 <= n && !memcmp(s + i, "\u2019", 3)) {
			g_string_append_c(out, '\'');
			i += 2;
		} else if (g_ascii_isalnum(s[i]) || s[i] == '_' || s[i] == '\'' || (s[i] & 0x80)) {
			g_string_append_c(out, g_ascii_tolower(s[i]));
		} else if (out->len && out->str[out->len - 1] != ' ') {
			g_string_append_c(out, ' ');
		}
	}
	if (out->len && out->str[out->len - 1] != ' ')
		g_string_append_c(out, ' ');
	return g_string_free(out, FALSE);
}

static unsigned match(const struct cues *c, const char *key, const char *at, bool first)
{
	const GPtrArray *list = g_hash_table_lookup(c->by_word, key);
	unsigned set = 0;

	for (guint i = 0; list && i < list->len; i++) {
		const struct phrase *p = list->pdata[i];
		bool bound = p->text[0] == '^';

		if ((!bound || first) && g_str_has_prefix(at, p->text + bound))
			set |= CUE_BIT(p->cue);
	}
	return set;
}

unsigned cues_of(const struct cues *c, const char *s, size_t n)
{
	g_autofree char *words = fold(s, n);
	unsigned set = 0;
	char key[32];

	for (char *w = words; *w; w += word_length(w) + (w[word_length(w)] == ' ')) {
		size_t len = word_length(w);

		if (len < sizeof(key)) {
			memcpy(key, w, len);
			key[len] = '\0';
			set |= match(c, key, w, w == words);
		}
		if (len > 3) {
			memcpy(key, w, 3);
			key[3] = '\0';
			set |= match(c, key, w, w == words);
		}
	}
	while (n && strchr(" )\"'`*_", s[n - 1]))
		n--;
	if (n && (s[n - 1] == '?' || (n >= 3 && !memcmp(s + n - 3, "\uff1f", 3))))
		set |= CUE_BIT(EXTRACT_QUESTION);
	return set;
}
