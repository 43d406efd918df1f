/* SPDX-License-Identifier: MIT */
/*
 * numparse.c - numbers from text
 *
 * The classic strtoul() family reports errors in a way that nobody checks.
 * Here each function returns 0 or an error, writes the result only on
 * success, and insists on having used up the whole string: "12abc" is not
 * twelve. One trailing newline is fine, for that is what echo sends.
 */
#include "base.h"

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 10;
	return -1;
}

/* Work out what "0x", "0o" and "0b" say, and step over them. */
static const char *detect_base(const char *s, unsigned int *base)
{
	unsigned int found = 0;

	if (s[0] == '0') {
		switch (s[1] | 0x20) {
		case 'x':
			found = 16;
			break;
		case 'o':
			found = 8;
			break;
		case 'b':
			found = 2;
			break;
		}
	}

	/* "0b1" in base 16 is a plain number, so an explicit base wins. */
	if (found && (!*base || *base == found)) {
		*base = found;
		return s + 2;
	}
	if (!*base)
		*base = 10;
	return s;
}

/* Parse digits; returns where they end or an error pointer. */
static const char *parse_digits(const char *s, unsigned int base, u64 *val)
{
	const char *start;
	u64 v = 0;
	int d;

	s = detect_base(s, &base);
	if (base < 2 || base > 36)
		return ERR_PTR(-EINVAL);

	for (start = s; (d = digit_value(*s)) >= 0; s++) {
		if ((unsigned int)d >= base)
			break;
		if (__builtin_mul_overflow(v, (u64)base, &v) ||
		    __builtin_add_overflow(v, (u64)d, &v))
			return ERR_PTR(-ERANGE);
	}
	if (s == start)
		return ERR_PTR(-EINVAL);
	*val = v;
	return s;
}

static bool at_end(const char *s)
{
	if (*s == '\n')
		s++;
	return !*s;
}

/**
 * parse_u64 - read an unsigned number
 * @s: the text
 * @base: 2 to 36, or 0 to go by the prefix
 * @val: receives the number
 *
 * Return: 0, -EINVAL or -ERANGE.
 */
int parse_u64(const char *s, unsigned int base, u64 *val)
{
	u64 v;

	s = parse_digits(s, base, &v);
	if (IS_ERR(s))
		return (int)PTR_ERR(s);
	if (!at_end(s))
		return -EINVAL;
	*val = v;
	return 0;
}

/**
 * parse_s64 - read a signed number
 * @s: the text, with an optional sign
 * @base: as for parse_u64()
 * @val: receives the number
 */
int parse_s64(const char *s, unsigned int base, s64 *val)
{
	bool neg = *s == '-';
	u64 v;
	int ret;

	if (*s == '-' || *s == '+')
		s++;
	ret = parse_u64(s, base, &v);
	if (ret)
		return ret;

	/* There is one more negative number than there are positive ones. */
	if (v > (u64)INT64_MAX + neg)
		return -ERANGE;
	*val = neg ? (s64)(0 - v) : (s64)v;
	return 0;
}

/**
 * parse_in_range - read a signed number with limits
 * @s: the text
 * @lo: smallest value allowed
 * @hi: largest value allowed
 * @val: receives the number
 */
int parse_in_range(const char *s, int lo, int hi, int *val)
{
	s64 v;
	int ret = parse_s64(s, 0, &v);

	if (ret)
		return ret;
	if (v < lo || v > hi)
		return -ERANGE;
	*val = (int)v;
	return 0;
}

/**
 * parse_size - read a size such as "64k", "2M" or "0x1000"
 * @s: the text
 * @size: receives the number of bytes
 */
int parse_size(const char *s, u64 *size)
{
	static const char units[] = "kmgtpe";
	const char *unit;
	unsigned int shift;
	u64 v;

	s = parse_digits(s, 0, &v);
	if (IS_ERR(s))
		return (int)PTR_ERR(s);

	unit = *s ? strchr(units, *s | 0x20) : NULL;
	if (unit) {
		shift = 10 * (unsigned int)(unit - units + 1);
		if (v > UINT64_MAX >> shift)
			return -ERANGE;
		v <<= shift;
		s++;
	}
	if (!at_end(s))
		return -EINVAL;
	*size = v;
	return 0;
}

/**
 * parse_bool - read a switch
 * @s: "1", "0", "yes", "no", "on", "off", and what else begins like these
 * @val: receives the answer
 */
int parse_bool(const char *s, bool *val)
{
	switch (s[0]) {
	case '1':
	case 'y':
	case 'Y':
		*val = true;
		return 0;
	case '0':
	case 'n':
	case 'N':
		*val = false;
		return 0;
	case 'o':
	case 'O':
		if ((s[1] | 0x20) == 'n')
			*val = true;
		else if ((s[1] | 0x20) == 'f')
			*val = false;
		else
			return -EINVAL;
		return 0;
	}
	return -EINVAL;
}
