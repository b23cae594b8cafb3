/* entity.h - character references of HTML */
#ifndef ENTITY_H
#define ENTITY_H

#include <glib.h>
#include <stdbool.h>

/* The character reference at s, which starts with '&': its character in *c; returns its length, 0 if it is none. */
size_t entity_decode(const char *s, size_t len, gunichar *c);

/* A copy with every reference decoded. Free with g_free. */
char *entity_decode_all(const char *s, size_t len);

#endif
