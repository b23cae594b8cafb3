/* maildir.h - files of a maildir, which mail readers rename at any time */
#ifndef MAILDIR_H
#define MAILDIR_H

/* Open a file to read (O_NONBLOCK: a pipe does not wait). One that is no longer there because its flags changed or because it was
 * seen (https://cr.yp.to/proto/maildir.html: "unique:2,FLAGS", new/ to cur/) is opened under its new name. Returns the
 * descriptor, or -1 with errno. */
int maildir_open(const char *path);

#endif
