/* SPDX-License-Identifier: MIT */
/*
 * bitmap.c - arrays of bits
 *
 * A bitmap is an array of unsigned long, bit 0 being the lowest bit of the
 * first word. The bits behind the end in the last word may hold anything;
 * whoever counts or compares has to mask them off, and does so here.
 */
#include "base.h"

#define WORD(bit)	((bit) / BITS_PER_LONG)
#define WORDS(bits)	DIV_ROUND_UP(bits, BITS_PER_LONG)

/* Ones from bit @n of a word upwards, and ones below bit @n. */
#define MASK_FROM(n)	(~0UL << ((n) % BITS_PER_LONG))
#define MASK_BELOW(n)	(~0UL >> (-(n) % BITS_PER_LONG))

static void fill_range(unsigned long *map, unsigned int start,
		       unsigned int nr, unsigned long fill)
{
	unsigned int end = start + nr;
	unsigned int i;

	if (!nr)
		return;

	for (i = WORD(start); i <= WORD(end - 1); i++) {
		unsigned long mask = ~0UL;

		if (i == WORD(start))
			mask &= MASK_FROM(start);
		if (i == WORD(end - 1))
			mask &= MASK_BELOW(end);
		map[i] = (map[i] & ~mask) | (fill & mask);
	}
}

/**
 * bitmap_set - set a range of bits
 * @map: the bitmap
 * @start: first bit
 * @nr: number of bits
 */
void bitmap_set(unsigned long *map, unsigned int start, unsigned int nr)
{
	fill_range(map, start, nr, ~0UL);
}

/**
 * bitmap_clear - clear a range of bits
 * @map: the bitmap
 * @start: first bit
 * @nr: number of bits
 */
void bitmap_clear(unsigned long *map, unsigned int start, unsigned int nr)
{
	fill_range(map, start, nr, 0);
}

/*
 * Search for a one in map ^ flip: flip is 0 to find set bits and all ones to
 * find clear ones. Returns @size if there is none.
 */
static unsigned int find_from(const unsigned long *map, unsigned int size,
			      unsigned int from, unsigned long flip)
{
	unsigned long word;
	unsigned int i;

	if (from >= size)
		return size;

	i = WORD(from);
	word = (map[i] ^ flip) & MASK_FROM(from);
	while (!word) {
		if (++i >= WORDS(size))
			return size;
		word = map[i] ^ flip;
	}
	/* The hit may lie in the undefined tail of the last word. */
	return min(size, i * BITS_PER_LONG + (unsigned int)__builtin_ctzl(word));
}

unsigned int find_next_set(const unsigned long *map, unsigned int size,
			   unsigned int from)
{
	return find_from(map, size, from, 0);
}

unsigned int find_next_clear(const unsigned long *map, unsigned int size,
			     unsigned int from)
{
	return find_from(map, size, from, ~0UL);
}

/**
 * bitmap_find_area - find a run of clear bits
 * @map: the bitmap
 * @size: its length in bits
 * @from: where to start
 * @nr: length of the run
 * @align: power of two the first bit must be a multiple of
 *
 * Return: first bit of the run, or @size if there is none.
 */
unsigned int bitmap_find_area(const unsigned long *map, unsigned int size,
			      unsigned int from, unsigned int nr,
			      unsigned int align)
{
	unsigned int start = from;
	unsigned int used;

	while ((start = find_next_clear(map, size, start)) < size) {
		start = ALIGN(start, align);
		if (start >= size || nr > size - start)
			break;
		used = find_next_set(map, start + nr, start);
		if (used == start + nr)
			return start;
		/* No run that includes this bit can be free. */
		start = used + 1;
	}
	return size;
}

/**
 * bitmap_weight - number of set bits
 * @map: the bitmap
 * @size: its length in bits
 */
unsigned int bitmap_weight(const unsigned long *map, unsigned int size)
{
	unsigned int i, sum = 0;

	for (i = 0; i < size / BITS_PER_LONG; i++)
		sum += __builtin_popcountl(map[i]);
	if (size % BITS_PER_LONG)
		sum += __builtin_popcountl(map[i] & MASK_BELOW(size));
	return sum;
}

/**
 * bitmap_format - write a bitmap as a list of ranges, "0-3,8,10-11"
 * @buf: where to write
 * @len: room there
 * @map: the bitmap
 * @size: its length in bits
 *
 * Return: length of the text or -ENOSPC.
 */
int bitmap_format(char *buf, size_t len, const unsigned long *map,
		  unsigned int size)
{
	unsigned int start, end;
	size_t used = 0;
	int n;

	if (!len)
		return -ENOSPC;
	buf[0] = '\0';

	for (start = find_next_set(map, size, 0); start < size;
	     start = find_next_set(map, size, end)) {
		const char *sep = used ? "," : "";

		end = find_next_clear(map, size, start);
		if (end - start == 1)
			n = snprintf(buf + used, len - used, "%s%u", sep, start);
		else
			n = snprintf(buf + used, len - used, "%s%u-%u", sep,
				     start, end - 1);
		if (n < 0 || (size_t)n >= len - used)
			return -ENOSPC;
		used += n;
	}
	return (int)used;
}

static const char *read_uint(const char *s, unsigned int *val)
{
	const char *start = s;
	unsigned int v = 0;

	for (; *s >= '0' && *s <= '9'; s++) {
		if (v > 100000000)
			return NULL;
		v = v * 10 + (*s - '0');
	}
	*val = v;
	return s == start ? NULL : s;
}

/**
 * bitmap_parse - the reverse of bitmap_format()
 * @s: text such as "1,4-7" with an optional final newline
 * @map: bitmap to fill; on error its contents are undefined
 * @size: its length in bits
 *
 * Return: 0, -EINVAL for bad syntax, -ERANGE for a bit behind the end.
 */
int bitmap_parse(const char *s, unsigned long *map, unsigned int size)
{
	unsigned int first, last;

	bitmap_clear(map, 0, size);
	while (*s && *s != '\n') {
		s = read_uint(s, &first);
		if (!s)
			return -EINVAL;
		last = first;
		if (*s == '-') {
			s = read_uint(s + 1, &last);
			if (!s || last < first)
				return -EINVAL;
		}
		if (last >= size)
			return -ERANGE;
		bitmap_set(map, first, last - first + 1);

		if (*s == ',')
			s++;
		else if (*s && *s != '\n')
			return -EINVAL;
	}
	return 0;
}
