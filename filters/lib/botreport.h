/* botreport.h - what a test robot found in a patch */
#ifndef BOTREPORT_H
#define BOTREPORT_H

#include <stdbool.h>

struct bot_report {
	bool error;    /* it does not build, boot or pass; false: a warning, or slower */
	char *what;    /* the first thing that it complains of, one line */
	char *config;  /* "arm64-defconfig", "x86_64-randconfig-..."; "" if it does not say */
};

/* Read a robot's mail (person_is_bot): true if it reports that something broke, false if all is well or the mail is no
 * report. Release with bot_report_clear. */
bool bot_report_find(const char *text, const char *subject, struct bot_report *r);

/* Does it say that all is well: built, passed, no issue triggered any more? */
bool bot_report_well(const char *text, const char *subject);
void bot_report_clear(struct bot_report *r);

#endif
