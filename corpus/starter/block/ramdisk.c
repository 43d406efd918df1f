/* SPDX-License-Identifier: MIT */
/*
 * ramdisk.c - a block device in memory
 *
 * Pages are allocated when they are first written, so a large and nearly
 * empty disk costs little; what was never written reads as zeros. The pages
 * hang off a table of two levels, both filled on demand. An entry is set once
 * with a compare-and-swap and stays until a discard, so that readers can look
 * it up without a lock. Only discard needs to keep the others out, and does
 * so by counting them.
 */
#include "blk.h"

#define LEAF_SLOTS	(PAGE_SIZE / sizeof(unsigned long))
#define SECT_PER_PAGE	(PAGE_SIZE / SECTOR_SIZE)

struct ramdisk {
	struct blk_device bdev;
	unsigned long **root;		/* leaves of page addresses */
	size_t nr_leaves;
	atomic_t nr_pages;
	atomic_t users;			/* transfers in progress, or -1 */
};

/* The slot of a page; NULL if its leaf is missing and may not be made. */
static unsigned long *slot_of(struct ramdisk *rd, u64 page, bool make)
{
	unsigned long **leaf = &rd->root[page / LEAF_SLOTS];
	unsigned long *fresh;

	if (!smp_load_acquire(leaf)) {
		if (!make)
			return NULL;
		fresh = (unsigned long *)get_free_page(GFP_ATOMIC | GFP_ZERO);
		if (!fresh)
			return NULL;
		if (cmpxchg(leaf, NULL, fresh) != NULL)
			free_page((unsigned long)fresh);
	}
	return *leaf + page % LEAF_SLOTS;
}

static u8 *page_for_write(struct ramdisk *rd, u64 page)
{
	unsigned long *slot = slot_of(rd, page, true);
	unsigned long fresh;

	if (!slot)
		return NULL;
	if (!smp_load_acquire(slot)) {
		fresh = get_free_page(GFP_ATOMIC | GFP_ZERO);
		if (!fresh)
			return NULL;
		if (cmpxchg(slot, 0, fresh) != 0)
			free_page(fresh);
		else
			atomic_inc(&rd->nr_pages);
	}
	return (u8 *)*slot;
}

static int copy_sectors(struct ramdisk *rd, struct blk_io *io)
{
	u64 pos = io->sector << SECTOR_SHIFT;
	size_t left = (size_t)io->nsect << SECTOR_SHIFT;
	u8 *data = io->data;

	while (left) {
		size_t off = pos & (PAGE_SIZE - 1);
		size_t n = min_t(size_t, left, PAGE_SIZE - off);

		if (io->op == BLK_WRITE) {
			u8 *page = page_for_write(rd, pos >> PAGE_SHIFT);

			if (!page)
				return -ENOSPC;
			memcpy(page + off, data, n);
		} else {
			unsigned long *slot, page = 0;

			slot = slot_of(rd, pos >> PAGE_SHIFT, false);
			if (slot)
				page = smp_load_acquire(slot);
			if (page)
				memcpy(data, (u8 *)page + off, n);
			else
				memset(data, 0, n);
		}
		data += n;
		pos += n;
		left -= n;
	}
	return 0;
}

/* Free the pages that lie wholly within the range; the rest may stay. */
static void discard(struct ramdisk *rd, sector_t sector, u32 nsect)
{
	u64 page = DIV_ROUND_UP(sector, SECT_PER_PAGE);
	u64 end = (sector + nsect) / SECT_PER_PAGE;

	for (; page < end; page++) {
		unsigned long *slot = slot_of(rd, page, false);
		unsigned long old = slot ? xchg(slot, 0UL) : 0;

		if (old) {
			free_page(old);
			atomic_dec(&rd->nr_pages);
		}
	}
}

static void enter(struct ramdisk *rd)
{
	int n;

	for (;;) {
		n = atomic_read(&rd->users);
		if (n >= 0 && atomic_cmpxchg(&rd->users, n, n + 1) == n)
			return;
		cpu_relax();
	}
}

static void ramdisk_submit(struct blk_device *bdev, struct blk_io *io)
{
	struct ramdisk *rd = container_of(bdev, struct ramdisk, bdev);
	int err = 0;

	if (!blk_in_range(io)) {
		blk_complete(io, -EIO);
		return;
	}
	switch (io->op) {
	case BLK_READ:
	case BLK_WRITE:
		enter(rd);
		err = copy_sectors(rd, io);
		atomic_dec(&rd->users);
		break;
	case BLK_DISCARD:
		/* A hint only: with transfers under way it is not worth it. */
		if (atomic_cmpxchg(&rd->users, 0, -1) != 0)
			break;
		discard(rd, io->sector, io->nsect);
		atomic_set(&rd->users, 0);
		break;
	case BLK_FLUSH:
		break;
	default:
		err = -EOPNOTSUPP;
	}
	blk_complete(io, err);
}

static void ramdisk_release(struct blk_device *bdev)
{
	struct ramdisk *rd = container_of(bdev, struct ramdisk, bdev);

	discard(rd, 0, bdev->capacity);
	for (size_t i = 0; i < rd->nr_leaves; i++)
		if (rd->root[i])
			free_page((unsigned long)rd->root[i]);
	kfree(rd->root);
	kfree(rd);
}

static const struct blk_device_ops ramdisk_ops = {
	.submit = ramdisk_submit,
	.release = ramdisk_release,
};

/**
 * ramdisk_create - make and register a RAM disk
 * @index: number in the name, as in ram0
 * @pages: size in pages
 */
struct blk_device *ramdisk_create(int index, u32 pages)
{
	struct ramdisk *rd;
	int err = -ENOMEM;

	/* One io can then always name the whole disk. */
	if (!pages || pages > UINT32_MAX / SECT_PER_PAGE)
		return ERR_PTR(-EINVAL);
	rd = kzalloc(sizeof(*rd), GFP_KERNEL);
	if (!rd)
		return ERR_PTR(-ENOMEM);
	rd->nr_leaves = DIV_ROUND_UP(pages, LEAF_SLOTS);
	rd->root = kcalloc(rd->nr_leaves, sizeof(*rd->root), GFP_KERNEL);
	if (!rd->root)
		goto fail;

	snprintf(rd->bdev.name, sizeof(rd->bdev.name), "ram%d", index);
	rd->bdev.capacity = (sector_t)pages * SECT_PER_PAGE;
	rd->bdev.block_size = PAGE_SIZE;
	rd->bdev.ops = &ramdisk_ops;
	err = blk_register(&rd->bdev);
	if (err)
		goto fail;
	return &rd->bdev;
fail:
	kfree(rd->root);
	kfree(rd);
	return ERR_PTR(err);
}
