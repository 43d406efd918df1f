/* SPDX-License-Identifier: MIT */
/*
 * sort.c - sorting and searching arrays of anything
 *
 * Quicksort is the fastest on average and quadratic when provoked. So it
 * gets a budget of partitions that honest input does not use up; a part that
 * exhausts the budget is handed to heapsort, which cannot be provoked. Short
 * parts are left to insertion sort.
 */
#include "base.h"

#define SHORT_PART	12

typedef int (*cmp_fn)(const void *a, const void *b, const void *ctx);

struct sorter {
	size_t size;
	cmp_fn cmp;
	const void *ctx;
	void (*exchange)(void *a, void *b, size_t size);
};

/* Elements mostly are pointers or pairs of them: move whole words. */
static void exchange_words(void *a, void *b, size_t size)
{
	u64 *x = a, *y = b;

	for (size /= sizeof(u64); size; size--, x++, y++)
		swap(*x, *y);
}

static void exchange_bytes(void *a, void *b, size_t size)
{
	u8 *x = a, *y = b;

	for (; size; size--, x++, y++)
		swap(*x, *y);
}

static inline int compare(const struct sorter *s, const void *a, const void *b)
{
	return s->cmp(a, b, s->ctx);
}

static void insertion_sort(const struct sorter *s, u8 *base, size_t n)
{
	u8 *end = base + n * s->size;
	u8 *i, *j;

	for (i = base + s->size; i < end; i += s->size) {
		for (j = i; j > base; j -= s->size) {
			if (compare(s, j - s->size, j) <= 0)
				break;
			s->exchange(j - s->size, j, s->size);
		}
	}
}

static void sink(const struct sorter *s, u8 *base, size_t pos, size_t n)
{
	size_t kid;

	while ((kid = 2 * pos + 1) < n) {
		if (kid + 1 < n && compare(s, base + kid * s->size,
					   base + (kid + 1) * s->size) < 0)
			kid++;
		if (compare(s, base + pos * s->size, base + kid * s->size) >= 0)
			return;
		s->exchange(base + pos * s->size, base + kid * s->size, s->size);
		pos = kid;
	}
}

static void heap_sort(const struct sorter *s, u8 *base, size_t n)
{
	size_t i;

	for (i = n / 2; i-- > 0; )
		sink(s, base, i, n);
	for (i = n; i-- > 1; ) {
		s->exchange(base, base + i * s->size, s->size);
		sink(s, base, 0, i);
	}
}

/* Put the median of first, middle and last element into the first place. */
static void choose_pivot(const struct sorter *s, u8 *base, size_t n)
{
	u8 *mid = base + n / 2 * s->size;
	u8 *last = base + (n - 1) * s->size;

	if (compare(s, mid, last) > 0)
		s->exchange(mid, last, s->size);
	/* Now mid <= last; the median is the larger of base and mid ... */
	if (compare(s, base, mid) < 0)
		s->exchange(base, mid, s->size);
	/* ... unless that is larger than last. */
	if (compare(s, base, last) > 0)
		s->exchange(base, last, s->size);
}

/* Returns where the pivot ended up. */
static size_t partition(const struct sorter *s, u8 *base, size_t n)
{
	size_t lo = 0, hi = n;

	choose_pivot(s, base, n);
	for (;;) {
		/* Stopping at equal keys keeps the halves even for them. */
		do
			lo++;
		while (lo < n && compare(s, base + lo * s->size, base) < 0);
		do
			hi--;
		while (compare(s, base + hi * s->size, base) > 0);
		if (lo >= hi)
			break;
		s->exchange(base + lo * s->size, base + hi * s->size, s->size);
	}
	s->exchange(base, base + hi * s->size, s->size);
	return hi;
}

static void intro_sort(const struct sorter *s, u8 *base, size_t n, int budget)
{
	while (n > SHORT_PART) {
		size_t mid, right;

		if (!budget--) {
			heap_sort(s, base, n);
			return;
		}
		mid = partition(s, base, n);
		right = n - mid - 1;

		/* Recurse into the smaller half: the stack stays shallow. */
		if (mid < right) {
			intro_sort(s, base, mid, budget);
			base += (mid + 1) * s->size;
			n = right;
		} else {
			intro_sort(s, base + (mid + 1) * s->size, right, budget);
			n = mid;
		}
	}
	insertion_sort(s, base, n);
}

/**
 * sort_array - sort in place, not stable
 * @base: first element
 * @n: number of elements
 * @size: size of one
 * @cmp: comparison function
 * @ctx: handed to @cmp
 */
void sort_array(void *base, size_t n, size_t size, cmp_fn cmp, const void *ctx)
{
	struct sorter s = { .size = size, .cmp = cmp, .ctx = ctx };

	if (n < 2 || !size)
		return;
	if ((size | (uintptr_t)base) % sizeof(u64))
		s.exchange = exchange_bytes;
	else
		s.exchange = exchange_words;
	intro_sort(&s, base, n, 2 * (64 - __builtin_clzll(n)));
}

/**
 * lower_bound - first element that is not less than a key
 * @key: what to look for
 * @base: a sorted array
 * @n: number of elements
 * @size: size of one
 * @cmp: comparison function, the key being its second argument
 * @ctx: handed to @cmp
 *
 * Return: index of that element, @n if all are less.
 */
size_t lower_bound(const void *key, const void *base, size_t n, size_t size,
		   cmp_fn cmp, const void *ctx)
{
	size_t lo = 0;

	while (n) {
		size_t half = n / 2;

		if (cmp((const u8 *)base + (lo + half) * size, key, ctx) < 0) {
			lo += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	return lo;
}

/**
 * search_sorted - find the first element equal to a key, or NULL
 */
void *search_sorted(const void *key, const void *base, size_t n, size_t size,
		    cmp_fn cmp, const void *ctx)
{
	size_t i = lower_bound(key, base, n, size, cmp, ctx);
	u8 *hit = (u8 *)base + i * size;

	return i < n && !cmp(hit, key, ctx) ? hit : NULL;
}
