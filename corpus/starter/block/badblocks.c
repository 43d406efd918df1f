/* SPDX-License-Identifier: MIT */
/*
 * badblocks.c - remember the sectors that a disk cannot read any more
 *
 * The list is one page of packed ranges, sorted and disjoint, that a driver
 * stores on the disk as it stands. Each u64 holds, from the top, one bit
 * "acknowledged" (the range has been written to stable storage), 54 bits of
 * first sector and 9 bits of length less one. Longer runs take several words.
 */
#include "base.h"

#define BB_LEN_BITS	9
#define BB_MAX_LEN	(1u << BB_LEN_BITS)
#define BB_MAX		(PAGE_SIZE / sizeof(u64))
#define BB_ACK		(1ULL << 63)

#define BB_START(w)	(((w) & ~BB_ACK) >> BB_LEN_BITS)
#define BB_LEN(w)	(((w) & (BB_MAX_LEN - 1)) + 1)
#define BB_END(w)	(BB_START(w) + BB_LEN(w))
#define BB_WORD(start, len, ack) \
	((ack) | (u64)(start) << BB_LEN_BITS | ((len) - 1))

struct badblocks {
	spinlock_t lock;
	u64 *range;
	unsigned int count;
	bool changed;		/* not yet stored on the disk */
};

int badblocks_init(struct badblocks *bb)
{
	memset(bb, 0, sizeof(*bb));
	spin_lock_init(&bb->lock);
	bb->range = (u64 *)get_free_page(GFP_KERNEL | GFP_ZERO);
	return bb->range ? 0 : -ENOMEM;
}

/* Index of the first range that ends above the sector. */
static unsigned int find_range(const struct badblocks *bb, sector_t s)
{
	unsigned int lo = 0, hi = bb->count;

	while (lo < hi) {
		unsigned int mid = lo + (hi - lo) / 2;

		if (BB_END(bb->range[mid]) <= s)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/**
 * badblocks_check - does a transfer touch a bad sector?
 * @bb: the list
 * @s: first sector
 * @n: number of sectors
 * @first_bad: set to the first bad sector of the transfer
 *
 * Returns 0 if it does not, 1 if it does, and -EAGAIN if it touches a range
 * that is not acknowledged yet, so that a writer has to wait.
 */
int badblocks_check(struct badblocks *bb, sector_t s, u32 n,
		    sector_t *first_bad)
{
	unsigned long flags;
	unsigned int i;
	int ret = 0;

	spin_lock_irqsave(&bb->lock, flags);
	for (i = find_range(bb, s);
	     i < bb->count && BB_START(bb->range[i]) < s + n; i++) {
		if (!ret) {
			*first_bad = max_t(sector_t, s, BB_START(bb->range[i]));
			ret = 1;
		}
		if (!(bb->range[i] & BB_ACK)) {
			ret = -EAGAIN;
			break;
		}
	}
	spin_unlock_irqrestore(&bb->lock, flags);
	return ret;
}

/* Make room for count words in the place of the words i up to (not with) j. */
static int reshape(struct badblocks *bb, unsigned int i, unsigned int j,
		   unsigned int count)
{
	if (bb->count - (j - i) + count > BB_MAX)
		return -ENOSPC;
	memmove(&bb->range[i + count], &bb->range[j],
		(bb->count - j) * sizeof(u64));
	bb->count = bb->count - (j - i) + count;
	bb->changed = true;
	return 0;
}

/**
 * badblocks_set - add sectors to the list
 * @bb: the list
 * @s: first bad sector
 * @n: number of them, not 0
 *
 * The sectors join the ranges that they touch. A joined range is no longer
 * acknowledged, because its new part is on no disk yet. Returns -ENOSPC when
 * the page is full; the driver had better give up the disk then.
 */
int badblocks_set(struct badblocks *bb, sector_t s, u32 n)
{
	sector_t end = s + n, lo = s, hi = end, known = 0;
	unsigned int i, j, count;
	unsigned long flags;
	int err = 0;

	spin_lock_irqsave(&bb->lock, flags);
	/* One lower, to see a neighbour that ends right where we start. */
	i = find_range(bb, s ? s - 1 : 0);
	for (j = i; j < bb->count && BB_START(bb->range[j]) <= end; j++) {
		sector_t from = BB_START(bb->range[j]);
		sector_t to = BB_END(bb->range[j]);

		lo = min(lo, from);
		hi = max(hi, to);
		if (min(to, end) > max(from, s))
			known += min(to, end) - max(from, s);
	}
	if (known == n)
		goto out;

	count = DIV_ROUND_UP(hi - lo, BB_MAX_LEN);
	err = reshape(bb, i, j, count);
	if (err)
		goto out;
	for (; lo < hi; i++) {
		u64 len = min_t(u64, hi - lo, BB_MAX_LEN);

		bb->range[i] = BB_WORD(lo, len, 0);
		lo += len;
	}
out:
	spin_unlock_irqrestore(&bb->lock, flags);
	return err;
}

/**
 * badblocks_clear - forget sectors that were written with success
 * @bb: the list
 * @s: first sector
 * @n: number of sectors
 */
int badblocks_clear(struct badblocks *bb, sector_t s, u32 n)
{
	sector_t end = s + n;
	unsigned long flags;
	unsigned int i, j, count = 0;
	u64 keep[2], word;
	int err = 0;

	spin_lock_irqsave(&bb->lock, flags);
	i = find_range(bb, s);
	for (j = i; j < bb->count && BB_START(bb->range[j]) < end; j++) {
		word = bb->range[j];
		/* What sticks out on either side stays bad. */
		if (BB_START(word) < s)
			keep[count++] = BB_WORD(BB_START(word),
						s - BB_START(word),
						word & BB_ACK);
		if (BB_END(word) > end)
			keep[count++] = BB_WORD(end, BB_END(word) - end,
						word & BB_ACK);
	}
	if (j > i)
		err = reshape(bb, i, j, count);
	if (!err)
		memcpy(&bb->range[i], keep, count * sizeof(u64));
	spin_unlock_irqrestore(&bb->lock, flags);
	return err;
}

/* The page has reached the disk: everything in it counts from now on. */
void badblocks_ack_all(struct badblocks *bb)
{
	unsigned long flags;

	spin_lock_irqsave(&bb->lock, flags);
	for (unsigned int i = 0; i < bb->count; i++)
		bb->range[i] |= BB_ACK;
	bb->changed = false;
	spin_unlock_irqrestore(&bb->lock, flags);
}
