/* SPDX-License-Identifier: MIT */
/*
 * buffer.c - a cache of disk blocks
 *
 * File systems see the disk as an array of blocks and look at the same few
 * of them (bitmaps, inode tables, directories) over and over. Each block in
 * memory is one struct buf, found by device and number, so that two users of
 * a block always share its bytes. Writes are delayed until buf_sync().
 */
#include "blk.h"

#define HASH_BITS	8
#define BUF_LIMIT	4096	/* soft: dirty and used buffers may exceed it */

static struct list_head hash_table[1 << HASH_BITS];
static LIST_HEAD(lru_list);		/* unused, least recently used first */
static LIST_HEAD(dirty_list);
static DEFINE_SPINLOCK(cache_lock);	/* lists, refs and flags */
static unsigned int nr_bufs;

static struct list_head *bucket_of(const struct blk_device *dev, u64 block)
{
	u64 key = block ^ ((uintptr_t)dev >> 6);

	return &hash_table[(key * 0x9e3779b97f4a7c15ULL) >> (64 - HASH_BITS)];
}

static void hold_locked(struct buf *b)
{
	if (b->refs++ == 0)
		list_del(&b->lru);
}

static struct buf *find_locked(struct blk_device *dev, u64 block)
{
	struct buf *b;

	list_for_each_entry(b, bucket_of(dev, block), hash) {
		if (b->dev == dev && b->block == block) {
			hold_locked(b);
			return b;
		}
	}
	return NULL;
}

static struct buf *alloc_buf(struct blk_device *dev, u64 block)
{
	struct buf *b = kzalloc(sizeof(*b), GFP_KERNEL);

	if (!b)
		return NULL;
	b->data = kmalloc(dev->block_size, GFP_KERNEL);
	if (!b->data) {
		kfree(b);
		return NULL;
	}
	INIT_LIST_HEAD(&b->hash);
	INIT_LIST_HEAD(&b->lru);
	INIT_LIST_HEAD(&b->dirty);
	mutex_init(&b->lock);
	b->dev = dev;
	b->block = block;
	b->refs = 1;
	return b;
}

static void free_buf(struct buf *b)
{
	kfree(b->data);
	kfree(b);
}

/* Drop clean, unused buffers, oldest first, until the cache fits again. */
static void reclaim_locked(void)
{
	struct buf *b, *tmp;

	list_for_each_entry_safe(b, tmp, &lru_list, lru) {
		if (nr_bufs <= BUF_LIMIT)
			break;
		if (b->flags & BUF_DIRTY)
			continue;
		list_del(&b->lru);
		list_del(&b->hash);
		nr_bufs--;
		free_buf(b);
	}
}

static int transfer(struct buf *b, enum blk_op op)
{
	u32 nsect = b->dev->block_size >> SECTOR_SHIFT;

	return blk_rw_sync(b->dev, op, b->block * nsect, nsect, b->data);
}

/**
 * buf_get - find or make the buffer of a block, without reading it
 * @dev: the device
 * @block: number of the block, in units of the device's block_size
 *
 * For callers that overwrite the block whole; they set BUF_VALID by calling
 * buf_mark_dirty(). Returns a held buffer or an ERR_PTR.
 */
struct buf *buf_get(struct blk_device *dev, u64 block)
{
	struct buf *b, *fresh;

	if (block >= dev->capacity / (dev->block_size >> SECTOR_SHIFT))
		return ERR_PTR(-ENXIO);

	spin_lock(&cache_lock);
	b = find_locked(dev, block);
	spin_unlock(&cache_lock);
	if (b)
		return b;

	fresh = alloc_buf(dev, block);
	if (!fresh)
		return ERR_PTR(-ENOMEM);

	/* The lock was dropped to allocate, so someone may have been faster. */
	spin_lock(&cache_lock);
	b = find_locked(dev, block);
	if (!b) {
		list_add(&fresh->hash, bucket_of(dev, block));
		nr_bufs++;
		reclaim_locked();
		swap(b, fresh);
	}
	spin_unlock(&cache_lock);
	if (fresh)
		free_buf(fresh);
	return b;
}

/**
 * buf_read - the buffer of a block, with the contents of the disk
 * @dev: the device
 * @block: number of the block
 */
struct buf *buf_read(struct blk_device *dev, u64 block)
{
	struct buf *b = buf_get(dev, block);
	int err = 0;

	if (IS_ERR(b))
		return b;
	mutex_lock(&b->lock);
	if (!(b->flags & BUF_VALID)) {
		err = transfer(b, BLK_READ);
		if (!err) {
			spin_lock(&cache_lock);
			b->flags |= BUF_VALID;
			spin_unlock(&cache_lock);
		}
	}
	mutex_unlock(&b->lock);
	if (err) {
		pr_err("buffer: %s: cannot read block %llu (%d)\n", dev->name,
		       (unsigned long long)block, err);
		buf_put(b);
		return ERR_PTR(err);
	}
	return b;
}

void buf_put(struct buf *b)
{
	spin_lock(&cache_lock);
	BUG_ON(b->refs <= 0);
	if (--b->refs == 0)
		list_add_tail(&b->lru, &lru_list);
	spin_unlock(&cache_lock);
}

void buf_mark_dirty(struct buf *b)
{
	spin_lock(&cache_lock);
	if (!(b->flags & BUF_DIRTY))
		list_add_tail(&b->dirty, &dirty_list);
	b->flags |= BUF_DIRTY | BUF_VALID;
	spin_unlock(&cache_lock);
}

static int write_buf(struct buf *b)
{
	int err = 0;

	mutex_lock(&b->lock);
	spin_lock(&cache_lock);
	if (!(b->flags & BUF_DIRTY)) {
		spin_unlock(&cache_lock);
		goto out;
	}
	/* Clean before the write, so that a change during it counts again. */
	b->flags &= ~BUF_DIRTY;
	list_del(&b->dirty);
	spin_unlock(&cache_lock);

	err = transfer(b, BLK_WRITE);
	if (err)
		buf_mark_dirty(b);
out:
	mutex_unlock(&b->lock);
	return err;
}

/**
 * buf_sync - write every dirty block of a device and flush its write cache
 * @dev: the device
 *
 * Goes on after an error, and returns the first one. Blocks that become dirty
 * meanwhile stay for the next call, so a busy writer cannot keep us here.
 */
int buf_sync(struct blk_device *dev)
{
	struct buf *b, *tmp;
	LIST_HEAD(batch);
	int err, first = 0;

	spin_lock(&cache_lock);
	list_for_each_entry_safe(b, tmp, &dirty_list, dirty)
		if (b->dev == dev)
			list_move_tail(&b->dirty, &batch);
	while (!list_empty(&batch)) {
		b = list_first_entry(&batch, struct buf, dirty);
		hold_locked(b);
		spin_unlock(&cache_lock);
		err = write_buf(b);	/* takes it off the batch */
		if (err && !first)
			first = err;
		buf_put(b);
		spin_lock(&cache_lock);
	}
	spin_unlock(&cache_lock);

	err = blk_rw_sync(dev, BLK_FLUSH, 0, 0, NULL);
	return first ? first : err;
}

void __init buf_init(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(hash_table); i++)
		INIT_LIST_HEAD(&hash_table[i]);
}
