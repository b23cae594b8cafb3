/* extract-phrases.c - phrases of the field that show what a sentence does
 *
 * Matched against a sentence folded to lower case words with one blank after each. A phrase that ends in a blank ends
 * at a word's end, one that does not is a stem. '^' binds it to the beginning. Those that are sure make the label that
 * a reader sees; the others count for the choice alone.
 */
#include "extract-phrases.h"
#include "extract-cue.h"

const struct phrases phrases[] = {
	{ EXTRACT_DECISION, true,
	  "^applied |^queued |^merged |^thanks applied |^thanks queued |^both now queued |^all now queued |"
	  "^now queued |now queued up |^now applied |^all applied |^both applied |^series applied |"
	  "^patches applied |^patch applied |i've queued |i queued |i have queued |i've merged |i've picked |"
	  "won't take |won't merge |nak |nack |nacked |i'm not going to " },
	{ EXTRACT_DECISION, false,
	  "^pulled |^picked |has been merged |have been merged |i picked |i'll pick |i will pick |"
	  "i'd like to queue |i plan to queue |i'm going to queue |i'm going to take |happy to take |"
	  "happy to queue |happy to merge |won't apply this |can't take |cannot take |let's leave |let's do |"
	  "lets do |let's use |lets use |we agreed |postpone |defer |deferred |merge window |pull request |"
	  "for this cycle |this late |too late |next merge |supersede|please ignore |please disregard |"
	  "drop this patch |drop this series |reverted |i'll take |i will take |i'll queue |i'll apply |"
	  "i'll merge |i will queue |i will apply |let's go with |lets go with |let's drop |let's keep |let's not |"
	  "let's change |lets change |let's stick |come back to this |has been added to |has been applied to |"
	  "have been applied to |i applied |i've applied |i have applied |i've dropped |i've taken |"
	  "looking at queuing |looking at queueing |i'd like to merge |feel free to send |feel free to merge |"
	  "feel free to take |feel free to queue |feel free to apply " },
	{ EXTRACT_PROMISE, true,
	  "i'll fix |i'll do |i'll send |i'll post |i'll respin |i'll repost |i'll change |i'll update |i'll add |"
	  "i'll drop |i'll rework |i'll fold |i'll take |i'll address |i'll make |i'll test |i'll pick |"
	  "i'll queue |i'll apply |i'll move |i'll remove |i'll rename |i'll include |i'll split |i'll rebase |"
	  "i'll resend |i'll figure |i'll rewrite |i'll clean |i'll come |i'll revert |i'll merge |i'll spin |"
	  "i'll sort |i'll prepare |i will fix |i will do |i will send |i will post |i will respin |i will repost |"
	  "i will change |i will update |i will add |i will drop |i will rework |i will fold |i will take |"
	  "i will address |i will make |i will test |i will pick |i will queue |i will apply |i will move |"
	  "i will remove |i will rename |i will include |i will split |i will rebase |i will resend |"
	  "i will figure |i will rewrite |i will clean |i will come |i will revert |i will merge |i will spin |"
	  "i will sort |i will prepare |will fix |will respin |will repost |i'm going to |i plan to |i've sent |"
	  "i've now sent |i've posted |i have sent |i have posted |i pushed |i've pushed |i can drop |"
	  "i can repost |i can resend |i've fixed |^will do |i've reworked |i've updated " },
	{ EXTRACT_PROMISE, false,
	  "i'll |i will |i intend to |we can drop |can be dropped |let me fix |will do |will send |will post |"
	  "will change |will update |will add |will drop |will rework |will be fixed |will be addressed |"
	  "next version |next revision |next spin |next respin |next round |next iteration |i sent |i can change |"
	  "i can fold |i fixed |i've changed |fixed in v|in v2 |in v3 |in v4 |in v5 |in v6 |in v7 |in v8 |in v9 |"
	  "in v10 |^fixed |^done |we'll fix |we'll take |we'll need to |i've reworked |i reworked |"
	  "i have reworked |another proposal |posted soon " },
	{ EXTRACT_OBJECTION, true,
	  "i don't think |i do not think |not convinced |disagree |don't like |object to |is wrong |looks wrong |"
	  "not correct |incorrect |is broken |doesn't make sense |makes no sense |doesn't work |overkill |"
	  "not true |misleading |i don't see |i can't see |i fail to see |not acceptable |unacceptable |not a fan |"
	  "i'd rather not " },
	{ EXTRACT_OBJECTION, false,
	  "not sure |dislike |objection |are wrong |isn't right |not right |are broken |already broken |breaks |"
	  "this break|will break |would break |concern|worry |worried |afraid |not make sense |does not work |"
	  "won't work |can't work |shouldn't |should not |must not |unfortunately |i'd rather |i would rather |"
	  "i'd prefer |i prefer |i would prefer |unnecessary |not needed |no need |not necessary |needn't |"
	  "don't need |do we need |do we really |too much |too complex |way too |deadlock|isn't true |"
	  "doesn't hold |fails to |will fail |would fail |conflicts with |collides with |clash|confusing |"
	  "i don't understand |ugly |dangerous |pointless |useless |not fully |i wonder |downside |not ideal |"
	  "doesn't belong |not possible |impossible |wrong |not safe |unsafe |too coarse |inconsistent |"
	  "don't feel |too late |isn't enough |not enough |i still |my only |the problem with |problem is |"
	  "a problem |problems |problematic " },
	{ EXTRACT_AGREEMENT, true,
	  "agreed |i agree |fair enough |fair point |good point |makes sense |make sense to me |you're right |"
	  "you are right |^indeed |good catch |nice catch |great catch |good idea |good call |good spot|"
	  "well spotted |^ack |works for me |looks good |looks great |looks fine |lgtm |sounds good |sounds great |"
	  "i understand now |fine by me |fine with |i'm fine |i'm ok |i'm okay |no objection|withdraw |my bad |"
	  "my mistake |i was wrong |i messed |messed it up |i stand corrected |convinced |^absolutely |^exactly |"
	  "^yes |^yeah |^yep |^ok |^okay |looks good to me |i do agree " },
	{ EXTRACT_AGREEMENT, false,
	  "^right |look good |looks ok |looks reasonable |looks correct |looks sane |i see |is fine |ok with |"
	  "my fault |i missed |i forgot |^yup |^ya |^sure |^true |^correct |^of course |^certainly |^oops |^argh |"
	  "^ugh |^doh |i take it back |i like |understood |much better |starts to look |starting to look |"
	  "thanks for the explanation |thanks for clarif|thanks for explain" },
	{ EXTRACT_REQUEST, true,
	  "please |could you |can you |would you |you should |how about |i suggest |i'd suggest |i would suggest |"
	  "i recommend |i'd recommend " },
	{ EXTRACT_REQUEST, false,
	  "can we |could we |should we |should be |we should |you need |you also need |we need |needs to |"
	  "need to be |is needed |you may want |you might want |you'll want |would be good |would be nice |"
	  "would be better |would be great |might be good |might be better |may be better |be better off |"
	  "what about |why not |consider |you could |we could |i'd like |i would like |i'd love |must be |"
	  "has to be |have to be |instead |my suggestion |i propose |i was hoping |came up with |my proposal |"
	  "something like " },
	{ EXTRACT_REPORT, false,
	  "regression |build fail|doesn't build |does not build |doesn't compile |does not compile |doesn't boot |"
	  "bisect|found the following |i'm seeing |i am seeing |i hit |i'm hitting |crashes |splat |kernel panic |"
	  "i ran into |can reproduce |could reproduce |reported " },
	{ EXTRACT_REPORT, true,
	  "build error|build failure|fails to build |fails to boot |something to improve |build test error |"
	  "build test warning |we noticed |syzbot found " },
	{ EXTRACT_TEST, true,
	  "i tested |i've tested |i have tested |^tested |compile tested |build tested |boot tested |"
	  "lightly tested |tests pass|tests seem " },
	{ EXTRACT_TEST, false,
	  "tested on |tested with |tested using |tested this |tested by |been tested |not been compile tested |"
	  "not tested |untested |test results |tests work |works fine |works well |seems to work |seem to work |"
	  "boots fine |boots ok |i ran |i've been running |can't test |cannot test |to test the |benchmark|"
	  "runs successfully |performance " },
	{ CUE_PURPOSE, true,
	  "this series |the series |this patch |this patchset |this patch series |this patch set |these patches |"
	  "this rfc |aim|goal |purpose |theme |the idea |motivation |the meat of |patch series |this commit |"
	  "this change |this adds |this allows |^this changes |^this makes |^this fixes |^this introduces |"
	  "^this removes |^this moves |^this converts |^this replaces |^this enables |^this extends " },
	{ CUE_PURPOSE, false,
	  "the patches |in order to |allow|introduc|add support |adds support |support for |enables |enable the |"
	  "implement|to fix |fixes |^fix |to address |addresses |to solve |solves |^add |^make |^remove |^drop |"
	  "^replace |^use |^move |^convert |^rework |^let |^avoid |^instead |clean up |cleanup |refactor|backport|"
	  "is required to |tries to |simplif|the problem |to support |please pull " },
	{ CUE_REASON, false,
	  "because |so that |otherwise |therefore |since |which means |the reason |due to |as a result |"
	  "in that case |the point |my point |the issue |hence |only way |main |turns out |it means |for example " },
	{ CUE_MINOR, false,
	  "nit |nits |nitpick|typo|whitespace |white space |checkpatch|blank line |indentation |spelling |newline |"
	  "comment style |coding style |alignment of " },
	{ CUE_IDLE, false,
	  "based on v|based on top |on top of v|applies on |applies to |applies cleanly |rebased on|rebased to |"
	  "rebased onto |can be found |available at |available in the git |git repo|thanks for |thanks to |"
	  "thank you |thanks a lot |comments are welcome |comments welcome |feedback |any comments |sorry for the |"
	  "apologies for |hope this helps |see below |as follows |reviewed by |acked by |let me know |wdyt |http|"
	  "previously posted |the previous version |kindly |thoughts |stay tuned |no functional change|"
	  "happy new year |resend|is applied to |is based on |more details |are based on |on top of |"
	  "distribution list |^note that this patch depends " },
	{ CUE_HEDGE, false,
	  "^so |^and |^but |^it |^it's |^this |^that |^that's |^they |^these |^those |^then |^which |^also |"
	  "^however |^otherwise |^hence |^therefore |^thus |^or |"
	  "^such |^for such |^in such |^in that case |^in this case |^both |^neither |^same " },
	{ CUE_VERSION, false,
	  "this is v|this is version |here's v|here is v|this is the v|this is the second version |"
	  "this is the third version " },
	{ CUE_DOUBT, false,
	  "if |whether |unless |once |not |isn't |don't |doesn't |won't |can't |didn't |wouldn't |shouldn't |"
	  "couldn't |cannot |but |would be " },
	{ CUE_OPINION, false,
	  "i think |i believe |imho |imo |in my opinion |my point |i'd say |i'd argue |i would argue |i feel |"
	  "my understanding |the reason |my view |i expect |my concern |my worry |my preference |my proposal " },
};

const size_t phrases_count = G_N_ELEMENTS(phrases);
