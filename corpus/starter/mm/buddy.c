/* SPDX-License-Identifier: MIT */
/*
 * buddy.c - the page allocator
 *
 * Memory is handed out in blocks of 2^order pages, aligned to their size.
 * Each block has one buddy, found by flipping a bit of its number, with
 * which it merges when both are free. That keeps large blocks available.
 */
#include "base.h"

#define MAX_ORDER	10
#define NOT_FREE	0xff
#define GFP_URGENT	0x100u	/* may use the reserve, e.g. to free memory */

struct page {
	struct list_head link;
	u8 order;		/* of a free block, in its first page */
	atomic_t refs;
};

struct zone {
	const char *name;
	spinlock_t lock;
	unsigned long base;	/* number of the first page frame */
	unsigned long nr_pages;
	unsigned long nr_free;
	unsigned long reserve;
	struct page *pages;
	struct list_head free[MAX_ORDER + 1];
	unsigned long nr_blocks[MAX_ORDER + 1];
};

/* Numbers are relative to the zone, whose base is aligned to MAX_ORDER. */
static inline unsigned long index_of(const struct zone *z, const struct page *p)
{
	return p - z->pages;
}

static void block_add(struct zone *z, unsigned long idx, unsigned int order)
{
	struct page *p = &z->pages[idx];

	p->order = order;
	list_add(&p->link, &z->free[order]);
	z->nr_blocks[order]++;
}

static void block_del(struct zone *z, struct page *p)
{
	list_del(&p->link);
	z->nr_blocks[p->order]--;
	p->order = NOT_FREE;
}

static bool zone_ok(const struct zone *z, unsigned int order, gfp_t gfp)
{
	unsigned long keep = z->reserve;

	if (gfp & GFP_URGENT)
		keep = 0;
	else if (gfp & GFP_ATOMIC)
		keep /= 2;	/* it cannot wait for reclaim */
	return z->nr_free >= (1UL << order) + keep;
}

/**
 * pages_alloc - take a block of pages
 * @z: zone to take it from
 * @order: binary logarithm of the number of pages
 * @gfp: how urgent it is
 *
 * Returns the first page, or NULL.
 */
struct page *pages_alloc(struct zone *z, unsigned int order, gfp_t gfp)
{
	struct page *p = NULL;
	unsigned long flags;
	unsigned int o;

	if (WARN_ON(order > MAX_ORDER))
		return NULL;

	spin_lock_irqsave(&z->lock, flags);
	if (!zone_ok(z, order, gfp))
		goto out;
	for (o = order; o <= MAX_ORDER; o++)
		if (!list_empty(&z->free[o]))
			break;
	if (o > MAX_ORDER)
		goto out;	/* enough pages, but in small pieces */

	p = list_first_entry(&z->free[o], struct page, link);
	block_del(z, p);
	/* Keep the lower half each time, give back the upper one. */
	while (o > order) {
		o--;
		block_add(z, index_of(z, p) + (1UL << o), o);
	}
	z->nr_free -= 1UL << order;
	atomic_set(&p->refs, 1);
out:
	spin_unlock_irqrestore(&z->lock, flags);
	return p;
}

static void free_block(struct zone *z, unsigned long idx, unsigned int order)
{
	z->nr_free += 1UL << order;
	while (order < MAX_ORDER) {
		unsigned long buddy = idx ^ (1UL << order);

		/* A buddy that was split is free only in part. */
		if (buddy + (1UL << order) > z->nr_pages ||
		    z->pages[buddy].order != order)
			break;
		block_del(z, &z->pages[buddy]);
		idx &= buddy;
		order++;
	}
	block_add(z, idx, order);
}

/* Drop a reference to a block; the last one frees it. */
void pages_put(struct zone *z, struct page *p, unsigned int order)
{
	unsigned long idx = index_of(z, p), flags;

	BUG_ON(idx >= z->nr_pages || idx & ((1UL << order) - 1));
	if (!atomic_dec_and_test(&p->refs))
		return;

	spin_lock_irqsave(&z->lock, flags);
	if (p->order != NOT_FREE)
		panic("buddy: frame %lu freed twice", z->base + idx);
	free_block(z, idx, order);
	spin_unlock_irqrestore(&z->lock, flags);
}

/**
 * zone_add_range - give a range of usable memory to the allocator
 * @z: a zone, set up by zone_init()
 * @start: first page frame
 * @end: the frame after the last one
 *
 * The range is cut into the largest blocks that its alignment allows.
 */
void __init zone_add_range(struct zone *z, unsigned long start,
			   unsigned long end)
{
	unsigned long idx = max(start, z->base) - z->base;
	unsigned long last = min(end, z->base + z->nr_pages) - z->base;

	while (idx < last) {
		unsigned int order = idx ? __builtin_ctzl(idx) : MAX_ORDER;

		order = min(order, (unsigned int)MAX_ORDER);
		while (idx + (1UL << order) > last)
			order--;
		free_block(z, idx, order);
		idx += 1UL << order;
	}
}

void __init zone_init(struct zone *z, const char *name, unsigned long base,
		      unsigned long nr_pages, struct page *pages)
{
	BUG_ON(base & ((1UL << MAX_ORDER) - 1));
	*z = (struct zone){ .name = name, .base = base, .nr_pages = nr_pages,
			    .pages = pages, .reserve = nr_pages / 256 };
	for (unsigned int o = 0; o <= MAX_ORDER; o++)
		INIT_LIST_HEAD(&z->free[o]);
	for (unsigned long i = 0; i < nr_pages; i++) {
		pages[i].order = NOT_FREE;
		INIT_LIST_HEAD(&pages[i].link);
	}
}

/**
 * zone_fragmentation - how much of the free memory is of no use
 *
 * Returns the percentage that lies in blocks smaller than @order.
 */
unsigned int zone_fragmentation(struct zone *z, unsigned int order)
{
	unsigned long small = 0, flags;
	unsigned int ret = 0;

	spin_lock_irqsave(&z->lock, flags);
	for (unsigned int o = 0; o < order && o <= MAX_ORDER; o++)
		small += z->nr_blocks[o] << o;
	if (z->nr_free)
		ret = small * 100 / z->nr_free;
	spin_unlock_irqrestore(&z->lock, flags);
	return ret;
}
