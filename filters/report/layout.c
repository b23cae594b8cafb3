#include "layout.h"
#include "lib/listing.h"
#include "markdown.h"

#include <string.h>

enum { LARGE = 20 };

static struct list_line *line_at(const GPtrArray *lines, unsigned i)
{
	return lines->pdata[i];
}

void report_order(GPtrArray *lines)
{
	g_autofree struct list_line **in = g_memdup2(lines->pdata, lines->len * sizeof(*in));
	unsigned n = 0;

	for (unsigned i = 0; i < lines->len; i++) {
		const char *group = in[i] ? in[i]->group : NULL;

		for (unsigned j = i; group && j < lines->len; j++) {
			if (in[j] && !strcmp(in[j]->group, group)) {
				lines->pdata[n++] = in[j];
				in[j] = NULL;
			}
		}
	}
}

static void local_time(GString *out, time_t t, const char *format)
{
	char buf[64];
	struct tm tm;

	localtime_r(&t, &tm);
	strftime(buf, sizeof(buf), format, &tm);
	g_string_append(out, buf);
}

static void append_period(GString *out, const struct settings *s, const GPtrArray *lines, time_t since, time_t until)
{
	const struct list_line *l = lines->len ? lines->pdata[0] : NULL;
	g_autofree char *query = NULL;
	struct window w;

	if (since == LIST_NO_TIME && until == LIST_NO_TIME && l) {
		if (listing_parse_scope(l->scope, &query, &w))
			since = w.since;
		until = l->end;
	}
	if (since == LIST_NO_TIME && until == LIST_NO_TIME) {
		g_string_append(out, s->labels->all_mail);
		return;
	}
	if (since != LIST_NO_TIME)
		local_time(out, since, "%Y-%m-%d %H:%M ");
	g_string_append(out, "–");
	if (until != LIST_NO_TIME)
		local_time(out, until, " %Y-%m-%d %H:%M %Z");
}

struct sums {
	unsigned threads;   /* as notmuch has them */
	unsigned sections;  /* fewer: fragments are joined */
	unsigned mails, news, large;
};

static struct sums sum(const GPtrArray *lines, const char *group)
{
	struct sums n = { 0 };

	for (unsigned i = 0; i < lines->len; i++) {
		const struct list_line *l = line_at(lines, i);

		if (group && strcmp(l->group, group))
			continue;
		n.sections++;
		for (const char *p = l->threads; p; p = strchr(p + 1, ' '))
			n.threads++;
		n.mails += l->total;
		n.news += l->new_;
		n.large += l->total > LARGE;
	}
	return n;
}

static const char *group_name(const struct settings *s, const char *group)
{
	return strcmp(group, "-") ? group : s->labels->no_group;
}

static void append_count(GString *out, const char *const forms[2], unsigned n)
{
	g_string_append_printf(out, forms[n != 1], n);
}

static void append_distribution(GString *out, const struct settings *s, const GPtrArray *lines)
{
	for (unsigned i = 0; i < lines->len; i++) {
		const char *group = line_at(lines, i)->group;
		struct sums n;

		if (i && !strcmp(line_at(lines, i - 1)->group, group))
			continue;
		n = sum(lines, group);
		g_string_append(out, "- **");
		markdown_words(out, group_name(s, group));
		g_string_append(out, "**: ");
		append_count(out, s->labels->thread_count, n.sections);
		g_string_append(out, " (");
		append_count(out, s->labels->mail_count, n.mails);
		g_string_append(out, ")\n");
	}
}

void report_head(GString *out, const struct settings *s, const GPtrArray *lines, time_t made, time_t since,
		 time_t until)
{
	const struct labels *w = s->labels;
	struct sums n = sum(lines, NULL);

	g_string_append(out, "# ");
	markdown_words(out, s->title);
	g_string_append_printf(out, "\n\n**%s**: ", w->generated);
	local_time(out, made, "%Y-%m-%d %H:%M:%S %Z");
	g_string_append_printf(out, "\n\n**%s**: ", w->period);
	append_period(out, s, lines, since, until);
	g_string_append_printf(out, "\n\n## 📊 %s\n\n- **%s**: %u (", w->totals, w->all_mails, n.mails);
	g_string_append_printf(out, w->new_count, n.news);
	g_string_append_printf(out, ")\n- **%s**: %u", w->threads, n.threads);
	if (n.sections != n.threads) {
		g_string_append(out, " (");
		g_string_append_printf(out, w->joined, n.sections);
		g_string_append_c(out, ')');
	}
	g_string_append_printf(out, "\n- **%s** ", w->large);
	g_string_append_printf(out, w->large_count, n.large);
	g_string_append_c(out, '\n');
	if (s->hidden)
		g_string_append_printf(out, "- **%s**: %u\n", w->hidden, s->hidden);
	if (!lines->len) {
		g_string_append_printf(out, "\n%s\n", w->empty);
		return;
	}
	g_string_append_printf(out, "\n### %s\n\n", w->distribution);
	append_distribution(out, s, lines);
}

void report_chapter(GString *out, const struct settings *s, const GPtrArray *lines, const char *group)
{
	g_string_append(out, "\n---\n\n## 📌 ");
	markdown_words(out, group_name(s, group));
	g_string_append(out, "\n\n");
	append_count(out, s->labels->group_total, sum(lines, group).sections);
	g_string_append(out, "\n\n---\n");
}

/* As the sender's clock showed it: "Sun, 02 Feb 2025 18:42:54 -0600". Names of days and months are RFC 5322's. */
static void sender_time(GString *out, const struct mail *m)
{
	static const char days[] = "SunMonTueWedThuFriSat", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t t = m->date + (time_t)m->zone * 60;
	int zone = m->zone < 0 ? -m->zone : m->zone;
	struct tm tm;

	gmtime_r(&t, &tm);
	g_string_append_printf(out, "%.3s, %02d %.3s %d %02d:%02d:%02d %c%02d%02d", days + 3 * tm.tm_wday, tm.tm_mday,
			       months + 3 * tm.tm_mon, tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec,
			       m->zone < 0 ? '-' : '+', zone / 60, zone % 60);
}

void report_state(GString *out, const struct settings *s, const char *state, const struct ledger *l)
{
	unsigned patches = 0;

	markdown_words(out, state);
	if (l && !strcmp(state, "reviewed"))
		patches = l->reviewed;
	if (l && !strcmp(state, "applied"))
		patches = l->applied_patches;
	if (!patches || patches >= l->patches)
		return;
	g_string_append(out, " (");
	g_string_append_printf(out, s->labels->of_patches, patches, l->patches);
	g_string_append_c(out, ')');
}

void report_section(GString *out, const struct settings *s, const struct list_line *line, const struct thread *t,
		    const struct ledger *l, unsigned number)
{
	const struct labels *w = s->labels;

	g_string_append_printf(out, "\n### %s %u: ", w->section, number);
	markdown_words(out, line->subject);
	g_string_append_printf(out, "\n\n**📧 %s**: %u", w->mails, line->total);
	if (line->new_ != line->total) {
		g_string_append(out, " (");
		g_string_append_printf(out, w->new_count, line->new_);
		g_string_append_c(out, ')');
	}
	g_string_append_printf(out, " | **👥 %s**: %u", w->people, line->people);
	if (t && thread_mail(t, 0)->date) {
		g_string_append_printf(out, " | **📅 %s**: ", w->started);
		sender_time(out, thread_mail(t, 0));
	}
	g_string_append(out, "\n\n");
	if (strcmp(line->state, "-")) {
		g_string_append_printf(out, "**🚦 %s**: ", w->state);
		report_state(out, s, line->state, l);
		g_string_append(out, "\n\n");
	}
}

static void append_mail(GString *out, const struct settings *s, const struct thread *t, const struct mail *m)
{
	const struct labels *w = s->labels;
	time_t newest = thread_mail(t, t->mails->len - 1)->date;
	struct tm year, now;

	localtime_r(&m->date, &year);
	localtime_r(&newest, &now);
	g_string_append_printf(out, "%u. **[", m->number);
	if (m->date)
		local_time(out, m->date, year.tm_year == now.tm_year ? "%m-%d %H:%M" : "%Y-%m-%d %H:%M");
	else
		g_string_append_c(out, '-');
	g_string_append(out, "]** ");
	if (m->is_new && t->news != t->mails->len)
		g_string_append_printf(out, "*%s* ", w->new_mark);
	g_string_append_c(out, '[');
	markdown_words(out, *m->subject ? m->subject : "-");
	g_string_append(out, "](");
	markdown_url(out, s->link, m->id);
	/* A nested list begins under the words of its item, whatever the number's length. */
	g_string_append_printf(out, ")\n%*s- %s: ", m->number < 10 ? 3 : m->number < 100 ? 4 : m->number < 1000 ? 5 : 6,
			       "", w->from);
	markdown_words(out, m->from.name);
	g_string_append_c(out, ' ');
	markdown_address(out, m->from.addr);
	if (m->error)
		g_string_append_printf(out, " (%s)", w->gone);
	g_string_append_c(out, '\n');
}

void report_mails(GString *out, const struct settings *s, const struct thread *t)
{
	g_string_append_printf(out, "#### 📝 %s\n\n", s->labels->list);
	for (unsigned i = 0; i < t->mails->len; i++)
		append_mail(out, s, t, thread_mail(t, i));
}

void report_link(GString *out, const struct settings *s, const char *words, const char *message_id)
{
	g_string_append_c(out, '[');
	markdown_words(out, words);
	g_string_append(out, "](");
	markdown_url(out, s->link, message_id);
	g_string_append_c(out, ')');
}

void report_cite(GString *out, const struct settings *s, const struct thread *t, unsigned mail)
{
	g_string_append_printf(out, "[\\[%u\\]](", mail);
	markdown_url(out, s->link, thread_mail(t, mail - 1)->id);
	g_string_append_c(out, ')');
}

void report_date(GString *out, time_t t)
{
	local_time(out, t, "%m-%d");
}

void report_days(GString *out, const struct settings *s, int days)
{
	if (days > 1)
		g_string_append_printf(out, s->labels->days, days);
	else
		g_string_append(out, days == 1 ? s->labels->one_day : s->labels->no_day);
}

/* lowdown's rule: lower case, a hyphen for white space, letters, digits and "-_." of ASCII stay, the rest vanishes; no
 * hyphen twice. Its typographic dashes vanish too. */
void report_anchor(GString *out, const struct settings *s, const struct list_line *line, unsigned number)
{
	g_autofree char *text = g_strdup_printf("%s %u: %s", s->labels->section, number, line->subject);
	gsize start = out->len;

	for (const char *p = text; *p; p++) {
		if (*p == '-' && p[1] == '-') {
			while (p[1] == '-')
				p++;
		} else if (*p == ' ' || *p == '-') {
			if (out->len > start && out->str[out->len - 1] != '-')
				g_string_append_c(out, '-');
		} else if (g_ascii_isalnum(*p) || *p == '_' || *p == '.') {
			g_string_append_c(out, g_ascii_tolower(*p));
		}
	}
}
