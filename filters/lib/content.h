/* content.h - the bytes of a MIME part, transfer encoding undone */
#ifndef CONTENT_H
#define CONTENT_H

#include <gmime/gmime.h>
#include <stdbool.h>

struct content {
	const char *bytes;
	size_t len;
	bool cut;      /* there was more than was asked for */
	GString *own;  /* holds the bytes when they are not the file's own */
};

/* Decode a part, at most `max` bytes of it (a few more may come). Bytes that need no decoding are not copied: they
 * live as long as the part. */
void content_open(struct content *c, GMimePart *part, size_t max);
void content_close(struct content *c);

/* Bytes that the part has once decoded, without decoding it where that can be told (base64). */
size_t content_size(GMimePart *part);

#endif
