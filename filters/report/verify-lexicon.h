/* verify-lexicon.h - the words in which facts of a thread are told, in English and Chinese */
#ifndef VERIFY_LEXICON_H
#define VERIFY_LEXICON_H

#include "verify-deeds.h"
#include "verify-people.h"

enum lex {
	LEX_OTHER,       /* no word of this list */
	LEX_JOIN,        /* ",", "and", "but"; `arg`: a comma */
	LEX_OR,
	LEX_BREAK,       /* ";", ":" */
	LEX_PERSON,      /* of verify-people.h */
	LEX_AUTHOR,      /* "the author" */
	LEX_ANYBODY,     /* "somebody else" */
	LEX_NOBODY,
	LEX_NOBODY_BUT,  /* those who follow */
	LEX_EXCEPT,      /* the same, where "nobody" follows */
	LEX_NOT,         /* `arg`: before a verb */
	LEX_ONLY,
	LEX_PATCHES,     /* by their numbers, or "(5, 6)"; `arg`: 1, the first n[0]; 2, all but these */
	LEX_COVER,       /* the cover letter */
	LEX_EACH,        /* all of them, of the number n[0] if there is one; `arg`: none of them */
	LEX_SERIES,      /* `arg`: the whole of it */
	LEX_OTHERS,      /* the other patches, of the number n[0] if there is one; `arg`: no other */
	LEX_COUNT,       /* how many patches something has: n[0] */
	LEX_OF,          /* n[0] of n[1] patches; 0: not said */
	LEX_DEED,        /* of the kinds `arg` */
	LEX_TEST,        /* a test, or the deed */
	LEX_REPORT,      /* a report, or the deed */
	LEX_SUPERSEDE,
	LEX_NEWEST,      /* the newest version */
	LEX_NEWER,       /* a newer version; `arg`: none */
	LEX_CARRIED,     /* stood in the patches when they were sent */
	LEX_GIVEN,       /* in this thread; `arg`: only that it was given */
	LEX_FRESH,       /* in the period */
	LEX_OLD,         /* before it */
	LEX_AFTER,       /* since then */
	LEX_CONTENT,     /* whether, question: what only the mails' words can tell */
	LEX_PRONOUN,     /* who was named before; `arg`: neither of them */
	LEX_THAT_MAIL,   /* the mail that was told of */
	LEX_VERSION,     /* n[0] */
	LEX_BEYOND,      /* after version n[0] */
	LEX_ELSEWHERE,   /* in another thread */
	LEX_ABSENT,      /* not in this thread */
	LEX_LAST,        /* the last mail; `arg`: the first */
	LEX_SOLE,        /* the only mail */
	LEX_TIMES,       /* n[0] mails */
	LEX_DATE,        /* ->day */
	LEX_PARTLY,      /* in part, the rest */
	LEX_STATE,       /* the word "state" */
};

enum {
	/* Beside kinds of deeds: */
	LEX_LOOSE = 1 << 12, /* any word for it, not the tag's own */
	LEX_ANY = 1 << 13,   /* one of these kinds */
	LEX_UN = 1 << 14,    /* it was not done */
};

struct lexeme {
	enum lex what;
	unsigned arg;
	gsize from, to;              /* bytes of the text */
	int n[2];
	struct day day;
	const struct naming *who;    /* LEX_PERSON */
};

/* The lexemes of a text, but LEX_OTHER, in order; `named` as people_named() has them, and outliving the result. Free with
 * g_array_unref. */
GArray *lexemes_of(const char *text, const GPtrArray *named);

/* The numbers in "1, 2 and 4-6"; appended, int. */
void lexicon_numbers(const char *text, gsize len, GArray *out);

/* "two", "second", "两", "12": the number; 0: it is none. */
int lexicon_number(const char *word);

#endif
