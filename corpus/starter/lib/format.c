/* SPDX-License-Identifier: MIT */
/*
 * format.c - vsnprintf() and its relatives
 *
 * All output goes through emit(), which counts every character and stores
 * only those that fit. The return value is thus the length the text would
 * have had, and a buffer of size 0 is a way to ask for that length.
 *
 * Beyond the standard conversions "%pM" prints a hardware address and "%pI"
 * an IPv4 address, both given by pointer. No floating point.
 */
#include "base.h"

enum fmt_flags {
	F_LEFT = 1 << 0,
	F_PLUS = 1 << 1,
	F_SPACE = 1 << 2,
	F_ALT = 1 << 3,
	F_ZERO = 1 << 4,
	F_UPPER = 1 << 5,
	F_SIGNED = 1 << 6,
};

enum fmt_size {
	SIZE_CHAR,
	SIZE_SHORT,
	SIZE_INT,
	SIZE_LONG,
	SIZE_LLONG,
};

struct spec {
	unsigned int flags;
	unsigned int base;
	int width;
	int precision;		/* -1 if none was given */
	enum fmt_size size;
};

struct sink {
	char *buf;
	size_t size;
	size_t len;
};

static inline void emit(struct sink *out, char c)
{
	if (out->len < out->size)
		out->buf[out->len] = c;
	out->len++;
}

static void pad(struct sink *out, char c, int n)
{
	while (n-- > 0)
		emit(out, c);
}

static void put_text(struct sink *out, const char *s, const struct spec *sp)
{
	int len = 0, i;

	if (!s)
		s = "(null)";
	/* With a precision the text need not be terminated. */
	while ((sp->precision < 0 || len < sp->precision) && s[len])
		len++;

	if (!(sp->flags & F_LEFT))
		pad(out, ' ', sp->width - len);
	for (i = 0; i < len; i++)
		emit(out, s[i]);
	if (sp->flags & F_LEFT)
		pad(out, ' ', sp->width - len);
}

static void put_number(struct sink *out, u64 val, const struct spec *sp)
{
	const char *digits = sp->flags & F_UPPER ? "0123456789ABCDEF"
						 : "0123456789abcdef";
	char tmp[24];		/* 64 bits in octal are 22 digits */
	char prefix[3];
	int n = 0, np = 0, zeros, total;

	if (sp->flags & F_SIGNED) {
		if ((s64)val < 0) {
			prefix[np++] = '-';
			val = 0 - val;
		} else if (sp->flags & F_PLUS) {
			prefix[np++] = '+';
		} else if (sp->flags & F_SPACE) {
			prefix[np++] = ' ';
		}
	}
	if ((sp->flags & F_ALT) && sp->base == 16 && val) {
		prefix[np++] = '0';
		prefix[np++] = sp->flags & F_UPPER ? 'X' : 'x';
	}

	/* Zero with an explicit precision of zero has no digits at all. */
	while (val) {
		tmp[n++] = digits[val % sp->base];
		val /= sp->base;
	}
	if (!n && sp->precision != 0)
		tmp[n++] = '0';
	if ((sp->flags & F_ALT) && sp->base == 8 && (!n || tmp[n - 1] != '0'))
		tmp[n++] = '0';

	zeros = max(sp->precision - n, 0);
	if ((sp->flags & (F_ZERO | F_LEFT)) == F_ZERO && sp->precision < 0)
		zeros = max(sp->width - n - np, 0);
	total = np + zeros + n;

	if (!(sp->flags & F_LEFT))
		pad(out, ' ', sp->width - total);
	for (total = 0; total < np; total++)
		emit(out, prefix[total]);
	pad(out, '0', zeros);
	total = np + zeros + n;
	while (n)
		emit(out, tmp[--n]);
	if (sp->flags & F_LEFT)
		pad(out, ' ', sp->width - total);
}

/* Returns how many letters behind the 'p' were understood. */
static int put_pointer(struct sink *out, const char *ext, const void *ptr,
		       struct spec *sp)
{
	struct spec byte = { .base = 10, .precision = -1 };
	const u8 *p = ptr;
	char sep;
	int n, i;

	switch (*ext) {
	case 'M':
		n = 6;
		sep = ':';
		byte.base = 16;
		byte.precision = 2;
		break;
	case 'I':
		n = 4;
		sep = '.';
		break;
	default:
		sp->base = 16;
		sp->flags |= F_ALT;
		put_number(out, (uintptr_t)ptr, sp);
		return 0;
	}

	if (!ptr) {
		put_text(out, NULL, sp);
		return 1;
	}
	for (i = 0; i < n; i++) {
		if (i)
			emit(out, sep);
		put_number(out, p[i], &byte);
	}
	return 1;
}

static const char *read_count(const char *f, int *val)
{
	*val = 0;
	for (; *f >= '0' && *f <= '9'; f++) {
		if (*val < 100000)
			*val = *val * 10 + (*f - '0');
	}
	return f;
}

static const char *parse_flags(const char *f, struct spec *sp)
{
	static const char names[] = "-+ #0";	/* in the order of the bits */
	const char *hit;

	for (; *f && (hit = strchr(names, *f)); f++)
		sp->flags |= 1u << (hit - names);
	return f;
}

static const char *parse_size_letters(const char *f, struct spec *sp)
{
	sp->size = SIZE_INT;
	switch (*f) {
	case 'h':
		sp->size = f[1] == 'h' ? SIZE_CHAR : SIZE_SHORT;
		break;
	case 'l':
		sp->size = f[1] == 'l' ? SIZE_LLONG : SIZE_LONG;
		break;
	case 'z':
	case 't':
		sp->size = SIZE_LONG;
		break;
	default:
		return f;
	}
	return f + (f[0] == f[1] ? 2 : 1);
}

/* Cut @val down to its type, keeping the sign if it has one. */
static u64 narrow(u64 val, const struct spec *sp)
{
	unsigned int drop;

	switch (sp->size) {
	case SIZE_CHAR:
		drop = 56;
		break;
	case SIZE_SHORT:
		drop = 48;
		break;
	case SIZE_INT:
		drop = 32;
		break;
	default:
		return val;
	}
	if (sp->flags & F_SIGNED)
		return (u64)((s64)(val << drop) >> drop);
	return val << drop >> drop;
}

/**
 * vsnprintf - format text into a buffer
 * @buf: where to write; terminated unless @size is 0
 * @size: size of the buffer
 * @fmt: the format
 * @args: its arguments
 *
 * Return: length of the whole text, also if not all of it fitted.
 */
int vsnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	struct sink out = { .buf = buf, .size = size };

	for (; *fmt; fmt++) {
		struct spec sp = { .base = 10, .precision = -1 };
		const char *start = fmt;
		char one[2] = { 0 };

		if (*fmt != '%') {
			emit(&out, *fmt);
			continue;
		}

		fmt = parse_flags(fmt + 1, &sp);
		if (*fmt == '*') {
			sp.width = va_arg(args, int);
			if (sp.width < 0) {
				sp.width = -sp.width;
				sp.flags |= F_LEFT;
			}
			fmt++;
		} else {
			fmt = read_count(fmt, &sp.width);
		}
		if (*fmt == '.' && *++fmt == '*') {
			sp.precision = max(va_arg(args, int), -1);
			fmt++;
		} else if (fmt[-1] == '.') {
			fmt = read_count(fmt, &sp.precision);
		}
		fmt = parse_size_letters(fmt, &sp);

		switch (*fmt) {
		case '%':
			emit(&out, '%');
			continue;
		case 'c':
			one[0] = (char)va_arg(args, int);
			if (one[0]) {
				put_text(&out, one, &sp);
			} else {
				/* A NUL has no length as a text. */
				emit(&out, '\0');
			}
			continue;
		case 's':
			put_text(&out, va_arg(args, const char *), &sp);
			continue;
		case 'p':
			fmt += put_pointer(&out, fmt + 1,
					   va_arg(args, const void *), &sp);
			continue;
		case 'd':
		case 'i':
			sp.flags |= F_SIGNED;
			break;
		case 'u':
			break;
		case 'o':
			sp.base = 8;
			break;
		case 'X':
			sp.flags |= F_UPPER;
			fallthrough;
		case 'x':
			sp.base = 16;
			break;
		default:
			/* Show what was not understood, and read no argument. */
			while (start < fmt)
				emit(&out, *start++);
			if (!*fmt)
				goto done;
			emit(&out, *fmt);
			continue;
		}

		if (sp.size >= SIZE_LONG)
			put_number(&out, va_arg(args, u64), &sp);
		else
			put_number(&out, narrow(va_arg(args, unsigned int), &sp),
				   &sp);
	}
done:
	if (size)
		buf[min(out.len, size - 1)] = '\0';
	return (int)out.len;
}

int snprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(buf, size, fmt, args);
	va_end(args);
	return len;
}
