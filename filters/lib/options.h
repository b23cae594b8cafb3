/* options.h - what every command line has */
#ifndef OPTIONS_H
#define OPTIONS_H

/* Codes for long options that have no letter; each filter's own start at OPT_OWN. */
enum { OPT_HELP = 256, OPT_VERSION, OPT_OWN };

/* The two entries for a struct option array. */
#define OPTIONS_COMMON { "help", no_argument, NULL, OPT_HELP }, { "version", no_argument, NULL, OPT_VERSION }

/* Print "usage: ..." and the text to standard output and leave with 0 (1 if it cannot be written). */
_Noreturn void options_help(const char *usage);
_Noreturn void options_version(void);

/* getopt_long has complained already (its message begins with argv[0]): point to --help, leave with EXIT_USAGE. */
_Noreturn void options_bad(void);

#endif
