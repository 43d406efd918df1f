/* SPDX-License-Identifier: MIT */
/*
 * params.c - the command line: "console=ttyS0 quiet root='my disk' mem=64M"
 *
 * Words are split in place, so the line must be writable and must outlive
 * the string parameters that point into it. A bad value is reported and
 * skipped: a typing error should not keep a machine from booting.
 */
#include "base.h"

int parse_bool(const char *s, bool *val);
int parse_in_range(const char *s, int lo, int hi, int *val);
int parse_size(const char *s, u64 *size);

enum param_type {
	PARAM_BOOL,
	PARAM_INT,
	PARAM_SIZE,
	PARAM_STRING,
	PARAM_CHOICE,
	PARAM_CALL,
};

struct param {
	const char *name;
	enum param_type type;
	union {
		bool *flag;
		int *num;
		u64 *size;
		const char **str;
		int (*call)(const char *value);
	} to;
	int lo, hi;			/* PARAM_INT */
	const char *const *choices;	/* PARAM_CHOICE, ends with NULL */
};

/**
 * next_word - split the next word off a command line
 * @line: the line; moved behind the word
 * @value: receives what follows the first "=", or NULL if there is none
 *
 * Quotes of either kind protect white space. They may open anywhere in a
 * word and are removed from it.
 *
 * Return: the word, NULL at the end, or an error pointer for an open quote.
 */
char *next_word(char **line, char **value)
{
	char *in = *line, *out, *word;
	char quote = 0;

	while (*in == ' ' || *in == '\t' || *in == '\n')
		in++;
	*value = NULL;
	if (!*in) {
		*line = in;
		return NULL;
	}

	for (word = out = in; *in; in++) {
		if (quote) {
			if (*in == quote)
				quote = 0;
			else
				*out++ = *in;
			continue;
		}
		if (*in == ' ' || *in == '\t' || *in == '\n')
			break;
		if (*in == '"' || *in == '\'') {
			quote = *in;
		} else if (*in == '=' && !*value) {
			*out++ = '\0';
			*value = out;
		} else {
			*out++ = *in;
		}
	}
	*line = *in ? in + 1 : in;
	*out = '\0';
	return quote ? ERR_PTR(-EINVAL) : word;
}

/* Names are compared with "-" and "_" being the same, as people mix them. */
static bool same_name(const char *a, const char *b)
{
	for (;; a++, b++) {
		char x = *a == '-' ? '_' : *a;
		char y = *b == '-' ? '_' : *b;

		if (x != y)
			return false;
		if (!x)
			return true;
	}
}

static int set_choice(const struct param *p, const char *value)
{
	int i;

	for (i = 0; p->choices[i]; i++) {
		if (!strcmp(p->choices[i], value)) {
			*p->to.num = i;
			return 0;
		}
	}
	return -EINVAL;
}

/**
 * param_set - give a parameter a value
 * @p: the parameter
 * @value: text of the value; NULL is fine for switches and means "on"
 */
int param_set(const struct param *p, const char *value)
{
	if (!value && p->type != PARAM_BOOL && p->type != PARAM_CALL)
		return -ENODATA;

	switch (p->type) {
	case PARAM_BOOL:
		if (value)
			return parse_bool(value, p->to.flag);
		*p->to.flag = true;
		return 0;
	case PARAM_INT:
		return parse_in_range(value, p->lo, p->hi, p->to.num);
	case PARAM_SIZE:
		return parse_size(value, p->to.size);
	case PARAM_STRING:
		*p->to.str = value;
		return 0;
	case PARAM_CHOICE:
		return set_choice(p, value);
	case PARAM_CALL:
		return p->to.call(value);
	}
	return -ENOSYS;
}

/**
 * params_parse - go through a command line
 * @line: the line, changed in place
 * @table: the parameters known
 * @nr: how many
 * @unknown: called for words that are not in the table; may be NULL
 *
 * Return: number of words that were in error.
 */
int params_parse(char *line, const struct param *table, size_t nr,
		 void (*unknown)(const char *name, const char *value))
{
	char *name, *value;
	int errors = 0;

	while ((name = next_word(&line, &value))) {
		size_t i;
		int ret;

		if (IS_ERR(name)) {
			pr_err("params: quote is never closed\n");
			return errors + 1;
		}
		/* A lone "--" hands the rest to the first program. */
		if (!value && !strcmp(name, "--"))
			break;

		for (i = 0; i < nr && !same_name(table[i].name, name); i++)
			;
		if (i == nr) {
			if (unknown)
				unknown(name, value);
			continue;
		}
		ret = param_set(&table[i], value);
		if (ret) {
			pr_err("params: '%s' is no value for %s (%d)\n",
			       value ? value : "", name, ret);
			errors++;
		}
	}
	return errors;
}
