/* SPDX-License-Identifier: MIT */
/*
 * glob.c - shell patterns, and fast search for a fixed string
 *
 * Patterns come from the command line and from module tables, to pick
 * devices by name: "*" any text, "?" any character, "[a-f]" or "[!a-f]" one
 * of a class, "\" takes away the meaning of what follows.
 */
#include "base.h"

/* Result of comparing one element of a pattern with one character. */
struct step {
	bool hit;
	const char *next;	/* behind the element */
};

static struct step match_class(const char *pat, u8 c)
{
	struct step st = { false, NULL };
	const char *p = pat + 1;
	bool negate = false;

	if (*p == '!' || *p == '^') {
		negate = true;
		p++;
	}
	/* A bracket right at the start is a member, not the end. */
	do {
		u8 lo, hi;

		if (*p == '\\' && p[1])
			p++;
		if (!*p)
			goto literal;
		lo = hi = (u8)*p++;
		if (*p == '-' && p[1] && p[1] != ']') {
			p++;
			if (*p == '\\' && p[1])
				p++;
			hi = (u8)*p++;
		}
		if (c >= lo && c <= hi)
			st.hit = true;
	} while (*p != ']');

	st.hit ^= negate;
	st.next = p + 1;
	return st;

literal:
	/* Never closed, so it was an ordinary bracket after all. */
	st.hit = c == '[';
	st.next = pat + 1;
	return st;
}

static struct step match_one(const char *pat, u8 c)
{
	struct step st = { false, pat + 1 };

	switch (*pat) {
	case '?':
		st.hit = true;
		break;
	case '[':
		return match_class(pat, c);
	case '\\':
		if (pat[1]) {
			pat++;
			st.next++;
		}
		fallthrough;
	default:
		st.hit = (u8)*pat == c;
	}
	return st;
}

/**
 * glob_match - compare a string with a pattern
 * @pat: the pattern
 * @s: the string; all of it has to match
 *
 * Only the latest star is ever retried. An earlier one that took more text
 * could not help: the later star can take up that text just as well. This
 * bounds the work by the product of the lengths and needs no recursion.
 */
bool glob_match(const char *pat, const char *s)
{
	const char *retry_pat = NULL, *retry_s = NULL;

	while (*s) {
		struct step st;

		if (*pat == '*') {
			retry_pat = ++pat;
			retry_s = s;
			/* A final star takes whatever is left. */
			if (!*pat)
				return true;
			continue;
		}
		if (*pat) {
			st = match_one(pat, (u8)*s);
			if (st.hit) {
				pat = st.next;
				s++;
				continue;
			}
		}
		if (!retry_pat)
			return false;
		pat = retry_pat;
		s = ++retry_s;
	}
	while (*pat == '*')
		pat++;
	return !*pat;
}

/**
 * glob_list_match - compare a name with a list such as "eth*,!eth0"
 * @list: patterns separated by commas, "!" in front of one excludes
 * @name: the name
 *
 * The last pattern that matches decides, so exceptions follow the rule.
 *
 * Return: 1 or 0, or -ENAMETOOLONG if a pattern is too long.
 */
int glob_list_match(const char *list, const char *name)
{
	char pat[64];
	int verdict = 0;

	while (*list) {
		const char *end = strchr(list, ',');
		size_t len = end ? (size_t)(end - list) : strlen(list);
		bool exclude = len && *list == '!';

		if (exclude) {
			list++;
			len--;
		}
		if (len >= sizeof(pat)) {
			pr_warn("glob: pattern of %zu characters\n", len);
			return -ENAMETOOLONG;
		}
		memcpy(pat, list, len);
		pat[len] = '\0';
		if (glob_match(pat, name))
			verdict = !exclude;

		list += len;
		if (*list)
			list++;
	}
	return verdict;
}

/* A fixed string prepared for searching, after Horspool. */
struct needle {
	const u8 *text;
	size_t len;
	u8 skip[256];
};

/**
 * needle_prepare - compute how far each byte lets the search jump
 * @n: the needle
 * @text: its text, not copied
 * @len: its length
 */
int needle_prepare(struct needle *n, const void *text, size_t len)
{
	size_t i;

	if (!len)
		return -EINVAL;

	n->text = text;
	n->len = len;
	/* A jump that is shorter than possible is still a correct one. */
	memset(n->skip, (int)min(len, (size_t)255), sizeof(n->skip));
	for (i = 0; i + 1 < len; i++)
		n->skip[n->text[i]] = (u8)min(len - 1 - i, (size_t)255);
	return 0;
}

/**
 * needle_find - find a prepared string in a block of memory
 * @n: the needle
 * @hay: the block
 * @len: its length
 *
 * Return: offset of the first match, or -ENOENT.
 */
ssize_t needle_find(const struct needle *n, const void *hay, size_t len)
{
	const u8 *p = hay;
	size_t pos = 0;

	while (len >= n->len && pos <= len - n->len) {
		u8 last = p[pos + n->len - 1];

		if (last == n->text[n->len - 1] &&
		    !memcmp(p + pos, n->text, n->len - 1))
			return (ssize_t)pos;
		pos += n->skip[last];
	}
	return -ENOENT;
}
