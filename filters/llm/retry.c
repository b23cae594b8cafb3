/* retry.c - how long to wait before asking again */
#include "fault.h"

#include <curl/curl.h>
#include <math.h>
#include <stdlib.h>

double retry_after(const char *value, double now)
{
	char *end;
	double s = g_ascii_strtod(value, &end);
	if (end != value) {
		while (g_ascii_isspace(*end))
			end++;
		if (*end || !isfinite(s))
			s = 0;
	} else {
		time_t t = curl_getdate(value, NULL);
		s = t == (time_t)-1 ? 0 : (double)t - now;
	}
	return s > 0 ? s : 0;
}

/* Doubled each time; a server that loads its model or is overloaded is given four times as long, so that the whole
 * comes to a minute. A server's own word stands, and everybody comes a little later than it says, not all at once. */
double retry_wait(const struct fault *f, unsigned tries, double waited, double base, double chance)
{
	if (!f->passing || tries >= TRIES)
		return -1;
	double wait = base * (f->slow ? 4 : 1) * (1u << (tries - 1)) * (0.5 + chance / 2);
	if (f->after > 0)
		wait = f->after + MIN(base, f->after / 10) * chance;
	return waited + wait > WAITING ? -1 : wait;
}
