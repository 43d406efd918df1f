/* SPDX-License-Identifier: MIT */
/*
 * reclaim.c - finding pages to take back, and where to put them
 *
 * Two lists approximate the order of last use. New pages start on the
 * inactive list; only those touched a second time are promoted. A program
 * that reads a huge file once thus cannot push out what others work with.
 * Pages without a file go to a swap area, a row of page-sized slots.
 */
#include "base.h"

#define PG_ACTIVE	BIT(0)
#define PG_REFERENCED	BIT(1)
#define PG_DIRTY	BIT(2)
#define PG_LOCKED	BIT(3)
#define PG_ANON		BIT(4)

#define SCAN_BATCH	32
#define SLOT_CLUSTER	64		/* slots allocated next to each other */
#define SLOT_BAD	0xff
#define SLOT_MAX_USERS	0xfe
#define NO_SLOT		0		/* slot 0 holds the header */

struct lru_page {
	struct list_head lru;
	unsigned long flags;
	u32 slot;
};

struct lru {
	spinlock_t lock;
	struct list_head active, inactive;
	unsigned long nr_active, nr_inactive;
};

struct swap_area {
	spinlock_t lock;
	u8 *users;		/* page table entries that refer to the slot */
	u32 nr_slots, nr_free;
	u32 next;		/* where to look first */
	u32 left_in_cluster;
};

bool page_test_young(struct lru_page *p);	/* reads and clears */
int page_unmap(struct lru_page *p, u32 slot);
int page_write(struct lru_page *p, u32 slot);	/* to file or swap */
void page_release(struct lru_page *p);

/* A run of free slots lets pages be written in one sweep of the disk. */
static u32 find_cluster(const struct swap_area *a)
{
	u32 run = 0;

	for (u32 i = 1; i < a->nr_slots; i++) {
		run = a->users[i] ? 0 : run + 1;
		if (run == SLOT_CLUSTER)
			return i - SLOT_CLUSTER + 1;
	}
	return NO_SLOT;
}

/**
 * swap_alloc - reserve a slot, with one user
 *
 * Returns NO_SLOT when the area is full.
 */
u32 swap_alloc(struct swap_area *a)
{
	u32 slot = NO_SLOT;

	spin_lock(&a->lock);
	if (!a->nr_free)
		goto out;
	if (!a->left_in_cluster) {
		u32 start = find_cluster(a);

		if (start != NO_SLOT)
			a->next = start;
		a->left_in_cluster = SLOT_CLUSTER;
	}
	for (u32 n = 0; n < a->nr_slots; n++) {
		u32 i = a->next;

		a->next = i + 1 < a->nr_slots ? i + 1 : 1;
		if (i == NO_SLOT || a->users[i])
			continue;
		a->users[i] = 1;
		a->nr_free--;
		a->left_in_cluster--;
		slot = i;
		break;
	}
out:
	spin_unlock(&a->lock);
	return slot;
}

/* A fork duplicates page table entries and so the users of a slot. */
int swap_dup(struct swap_area *a, u32 slot)
{
	int ret = 0;

	spin_lock(&a->lock);
	if (slot >= a->nr_slots || !a->users[slot] ||
	    a->users[slot] == SLOT_BAD)
		ret = -EINVAL;
	else if (a->users[slot] == SLOT_MAX_USERS)
		ret = -EOVERFLOW;
	else
		a->users[slot]++;
	spin_unlock(&a->lock);
	return ret;
}

void swap_free(struct swap_area *a, u32 slot)
{
	spin_lock(&a->lock);
	if (slot >= a->nr_slots || !a->users[slot] || a->users[slot] == SLOT_BAD)
		pr_err("swap: slot %u is not in use\n", slot);
	else if (--a->users[slot] == 0)
		a->nr_free++;
	spin_unlock(&a->lock);
}

void lru_add(struct lru *l, struct lru_page *p)
{
	spin_lock(&l->lock);
	p->flags &= ~(PG_ACTIVE | PG_REFERENCED);
	list_add(&p->lru, &l->inactive);
	l->nr_inactive++;
	spin_unlock(&l->lock);
}

/* Balance the lists: the inactive one should hold a third at least. */
static void shrink_active(struct lru *l, int scan)
{
	while (scan-- > 0 && l->nr_inactive * 2 < l->nr_active) {
		struct lru_page *p = list_entry(l->active.prev,
						struct lru_page, lru);

		list_del(&p->lru);
		if (page_test_young(p)) {
			list_add(&p->lru, &l->active);
			continue;
		}
		p->flags &= ~PG_ACTIVE;
		list_add(&p->lru, &l->inactive);
		l->nr_active--;
		l->nr_inactive++;
	}
}

/* Take candidates off the cold end; the lock is not held for the I/O. */
static void isolate(struct lru *l, struct list_head *batch)
{
	for (int n = 0; n < SCAN_BATCH && !list_empty(&l->inactive); n++) {
		struct lru_page *p = list_entry(l->inactive.prev,
						struct lru_page, lru);

		list_del(&p->lru);
		if (page_test_young(p)) {
			if (p->flags & PG_REFERENCED) {
				p->flags |= PG_ACTIVE;
				list_add(&p->lru, &l->active);
				l->nr_inactive--;
				l->nr_active++;
			} else {
				p->flags |= PG_REFERENCED;
				list_add(&p->lru, &l->inactive);
			}
		} else if (p->flags & PG_LOCKED) {
			list_add(&p->lru, &l->inactive);
		} else {
			p->flags |= PG_LOCKED;
			list_add_tail(&p->lru, batch);
			l->nr_inactive--;
		}
	}
}

static int evict(struct lru_page *p, struct swap_area *a)
{
	u32 slot = p->slot;	/* left from an attempt that failed? */
	int ret;

	if ((p->flags & PG_ANON) && slot == NO_SLOT) {
		slot = swap_alloc(a);
		if (slot == NO_SLOT)
			return -ENOSPC;
	}
	/* Unmap first: nobody can write to it behind the back of the disk. */
	ret = page_unmap(p, slot);
	if (ret) {
		if (slot != p->slot)
			swap_free(a, slot);
		return ret;
	}

	/* Page tables may refer to the slot now, so the page must keep it. */
	p->slot = slot;
	if (p->flags & (PG_DIRTY | PG_ANON))
		ret = page_write(p, slot);
	if (!ret)
		p->flags &= ~PG_DIRTY;
	return ret;
}

/**
 * reclaim_pages - free memory
 * @l: the lists of pages
 * @a: swap area for pages without a file
 * @want: number of pages to free
 *
 * Each round scans harder. Returns the number of pages freed.
 */
unsigned long reclaim_pages(struct lru *l, struct swap_area *a,
			    unsigned long want)
{
	unsigned long freed = 0;

	for (int scan = SCAN_BATCH; freed < want && scan <= 4096; scan *= 2) {
		struct lru_page *p, *next;
		LIST_HEAD(batch);

		spin_lock(&l->lock);
		shrink_active(l, scan);
		for (int n = 0; n < scan; n += SCAN_BATCH)
			isolate(l, &batch);
		spin_unlock(&l->lock);

		list_for_each_entry_safe(p, next, &batch, lru) {
			list_del(&p->lru);
			if (!evict(p, a)) {
				page_release(p);
				freed++;
				continue;
			}
			p->flags &= ~PG_LOCKED;
			lru_add(l, p);
		}
	}
	if (freed < want)
		pr_debug("reclaim: %lu of %lu pages\n", freed, want);
	return freed;
}
