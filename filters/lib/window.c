#include "window.h"
#include "list.h"
#include "msg.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

time_t window_now(void)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	gint64 t;

	if (!epoch || !*epoch)
		return time(NULL);
	if (!g_ascii_string_to_signed(epoch, 10, 0, G_MAXINT64, &t, NULL))
		msg_die(EXIT_USAGE, "SOURCE_DATE_EPOCH: not a number of seconds: %s", epoch);
	return (time_t)t;
}

struct window window_days(unsigned days)
{
	time_t now = window_now();

	return (struct window){ now - (time_t)days * 86400, now };
}

/* Local midnight at the start of a day. mktime finds the zone's rule for that day, so weeks with a change of the clock
 * have 167 or 169 hours. */
static time_t midnight(const GDate *d)
{
	struct tm tm = { .tm_isdst = -1 };

	g_date_to_struct_tm(d, &tm);
	tm.tm_isdst = -1;
	return mktime(&tm);
}

static struct window week_of(const GDate *monday)
{
	GDate next = *monday;

	g_date_add_days(&next, 7);
	return (struct window){ midnight(monday), midnight(&next) - 1 };
}

static void local_date(time_t t, GDate *d)
{
	struct tm tm;

	localtime_r(&t, &tm);
	g_date_clear(d, 1);
	g_date_set_dmy(d, (GDateDay)tm.tm_mday, (GDateMonth)(tm.tm_mon + 1), (GDateYear)(tm.tm_year + 1900));
}

bool window_week(const char *week, struct window *w)
{
	unsigned year, number;
	GDate d;
	int used = 0;

	if (!strcmp(week, "last")) {
		local_date(window_now(), &d);
		g_date_subtract_days(&d, (guint)g_date_get_weekday(&d) - 1 + 7);
		*w = week_of(&d);
		return true;
	}
	if (sscanf(week, "%4u-W%2u%n", &year, &number, &used) != 2 || (size_t)used != strlen(week) || used != 8)
		return false;
	if (year < 1970 || number < 1)
		return false;
	/* The fourth of January is always in week one. */
	g_date_clear(&d, 1);
	g_date_set_dmy(&d, 4, G_DATE_JANUARY, (GDateYear)year);
	g_date_subtract_days(&d, (guint)g_date_get_weekday(&d) - 1);
	g_date_add_days(&d, (number - 1) * 7);
	if (g_date_get_iso8601_week_of_year(&d) != number)
		return false;
	*w = week_of(&d);
	return true;
}

static bool parse_date(const char *s, GDate *d)
{
	unsigned y, m, day;
	int used = 0;

	if (sscanf(s, "%4u-%2u-%2u%n", &y, &m, &day, &used) != 3 || used != 10)
		return false;
	if (!g_date_valid_dmy((GDateDay)day, (GDateMonth)m, (GDateYear)y))
		return false;
	g_date_clear(d, 1);
	g_date_set_dmy(d, (GDateDay)day, (GDateMonth)m, (GDateYear)y);
	return true;
}

bool window_moment(const char *text, bool start, time_t *t)
{
	g_autofree char *iso = NULL;
	g_autoptr(GTimeZone) local = NULL;
	g_autoptr(GDateTime) moment = NULL;
	gint64 seconds;
	GDate d;

	if (text[0] == '@') {
		if (!g_ascii_string_to_signed(text + 1, 10, 0, G_MAXINT64, &seconds, NULL))
			return false;
		*t = (time_t)seconds;
		return true;
	}
	if (!parse_date(text, &d))
		return false;
	if (!text[10]) {
		if (!start)
			g_date_add_days(&d, 1);
		*t = midnight(&d) - (start ? 0 : 1);
		return true;
	}
	/* GLib wants seconds and a T. */
	iso = g_strdup(text);
	if (iso[10] == ' ')
		iso[10] = 'T';
	if (strlen(iso) >= 16 && iso[13] == ':' && iso[16] != ':') {
		char *with = g_strdup_printf("%.16s:00%s", iso, iso + 16);

		g_free(iso);
		iso = with;
	}
	local = g_time_zone_new_local();
	moment = g_date_time_new_from_iso8601(iso, local);
	if (!moment)
		return false;
	*t = (time_t)g_date_time_to_unix(moment);
	return true;
}
