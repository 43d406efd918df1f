/* SPDX-License-Identifier: MIT */
/*
 * string.c - strings and blocks of memory
 *
 * The copying routines work a word at a time once the destination is aligned
 * and leave odd ends to a byte loop. Built with -fno-builtin, or the
 * compiler recognises those loops and turns each into a call of itself.
 */
#include "base.h"

#define ONES	(~0UL / 255)		/* 0x01 in each byte */
#define HIGHS	(ONES * 0x80)		/* 0x80 in each byte */

/* Words read through this type may alias whatever the caller stored. */
typedef unsigned long __attribute__((may_alias, aligned(1))) any_word;

/* Non-zero if some byte of @w is zero. */
static inline unsigned long has_zero(unsigned long w)
{
	return (w - ONES) & ~w & HIGHS;
}

static inline bool word_aligned(const void *p)
{
	return !((uintptr_t)p % sizeof(long));
}

void *memcpy(void *dst, const void *src, size_t n)
{
	u8 *d = dst;
	const u8 *s = src;

	while (n && !word_aligned(d)) {
		*d++ = *s++;
		n--;
	}
	for (; n >= sizeof(long); n -= sizeof(long)) {
		*(any_word *)d = *(const any_word *)s;
		d += sizeof(long);
		s += sizeof(long);
	}
	while (n--)
		*d++ = *s++;
	return dst;
}

void *memmove(void *dst, const void *src, size_t n)
{
	u8 *d = dst;
	const u8 *s = src;

	/* One unsigned comparison covers "before" and "well behind". */
	if ((uintptr_t)d - (uintptr_t)s >= n) {
		while (n--)
			*d++ = *s++;
	} else {
		while (n--)
			d[n] = s[n];
	}
	return dst;
}

void *memset(void *dst, int c, size_t n)
{
	unsigned long fill = ONES * (u8)c;
	u8 *d = dst;

	while (n && !word_aligned(d)) {
		*d++ = (u8)c;
		n--;
	}
	for (; n >= sizeof(long); n -= sizeof(long)) {
		*(any_word *)d = fill;
		d += sizeof(long);
	}
	while (n--)
		*d++ = (u8)c;
	return dst;
}

int memcmp(const void *a, const void *b, size_t n)
{
	const u8 *x = a, *y = b;

	for (; n; n--, x++, y++) {
		if (*x != *y)
			return *x - *y;
	}
	return 0;
}

/**
 * mem_differs - compare secrets in constant time
 * @a: first block
 * @b: second block
 * @n: length of both
 *
 * Where memcmp() stops tells an attacker how many bytes were right. This
 * looks at all of them and says only yes or no.
 */
bool mem_differs(const void *a, const void *b, size_t n)
{
	const volatile u8 *x = a, *y = b;
	u8 diff = 0;

	while (n--)
		diff |= *x++ ^ *y++;
	return diff != 0;
}

size_t strlen(const char *s)
{
	const char *p = s;

	for (; !word_aligned(p); p++) {
		if (!*p)
			return p - s;
	}
	/* An aligned word never straddles a page: no fault past the end. */
	while (!has_zero(*(const any_word *)p))
		p += sizeof(long);
	while (*p)
		p++;
	return p - s;
}

int strcmp(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return (u8)*a - (u8)*b;
}

int strncmp(const char *a, const char *b, size_t n)
{
	for (; n; n--, a++, b++) {
		if (*a != *b)
			return (u8)*a - (u8)*b;
		if (!*a)
			break;
	}
	return 0;
}

char *strchr(const char *s, int c)
{
	for (; *s != (char)c; s++) {
		if (!*s)
			return NULL;
	}
	return (char *)s;
}

/**
 * str_copy - copy a string into a buffer of known size
 * @dst: buffer, always terminated unless @size is 0
 * @src: string to copy
 * @size: size of the buffer
 *
 * Return: length copied, or -E2BIG if the string had to be cut. Unlike the
 * classic functions this does not read @src further than it copies.
 */
ssize_t str_copy(char *dst, const char *src, size_t size)
{
	size_t i;

	if (!size)
		return -E2BIG;

	for (i = 0; i < size; i++) {
		dst[i] = src[i];
		if (!src[i])
			return (ssize_t)i;
	}
	dst[size - 1] = '\0';
	return -E2BIG;
}

/**
 * str_trim - cut white space from both ends
 * @s: string, changed in place
 *
 * Return: its first character that is not white space.
 */
char *str_trim(char *s)
{
	static const char white[] = " \t\r\n\v\f";
	size_t len;

	while (*s && strchr(white, *s))
		s++;
	len = strlen(s);
	while (len && strchr(white, s[len - 1]))
		len--;
	s[len] = '\0';
	return s;
}

char *kstrdup(const char *s, gfp_t flags)
{
	size_t size;
	char *copy;

	if (!s)
		return NULL;
	size = strlen(s) + 1;
	copy = kmalloc(size, flags);
	return copy ? memcpy(copy, s, size) : NULL;
}
