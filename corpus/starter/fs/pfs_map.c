/* SPDX-License-Identifier: MIT */
/*
 * pfs_map.c - from a place in a file to a block on the disk
 *
 * The first ten blocks of a file are named in its inode. The next ones are
 * named in an indirect block, a whole block of numbers, and those after that
 * in indirect blocks of which a double indirect block has the numbers. A zero
 * stands for a hole, at every level: a sparse file costs nothing there.
 */
#include "plainfs.h"

#define MAX_DEPTH	3

struct map_path {
	int depth;
	u32 index[MAX_DEPTH];	/* in the inode, then in each block below */
};

static u32 ptrs_per_block(const struct inode *inode)
{
	return inode->sb->bdev->block_size / sizeof(le32);
}

static int make_path(const struct inode *inode, u64 n, struct map_path *p)
{
	u64 per = ptrs_per_block(inode);

	if (n < PFS_DIRECT) {
		p->depth = 1;
		p->index[0] = n;
		return 0;
	}
	n -= PFS_DIRECT;
	if (n < per) {
		p->depth = 2;
		p->index[0] = PFS_DIRECT;
		p->index[1] = n;
		return 0;
	}
	n -= per;
	if (n < per * per) {
		p->depth = 3;
		p->index[0] = PFS_DIRECT + 1;
		p->index[1] = n / per;
		p->index[2] = n % per;
		return 0;
	}
	return -EFBIG;
}

/* A new block, near the last one of this file, and filled with zeros. */
static int new_block(struct inode *inode, u32 *block)
{
	struct pfs_super *ps = inode->sb->private;
	struct pfs_inode *pi = inode->private;
	struct buf *b;
	u32 count = 1;
	u64 first;
	int err;

	err = pfs_alloc_blocks(ps, (u64)pi->last_alloc + 1, &count, &first);
	if (err)
		return err;
	b = buf_get(inode->sb->bdev, first);
	if (IS_ERR(b)) {
		pfs_free_blocks(ps, first, 1);
		return PTR_ERR(b);
	}
	mutex_lock(&b->lock);
	memset(b->data, 0, inode->sb->bdev->block_size);
	buf_mark_dirty(b);
	mutex_unlock(&b->lock);
	buf_put(b);
	pi->last_alloc = first;
	*block = first;
	return 0;
}

/**
 * pfs_map - find the disk block of a block of a file
 * @inode: the file, locked by the caller
 * @n: number of the block in the file
 * @create: fill a hole instead of reporting it
 * @block: set to the number of the disk block, or to 0 for a hole
 */
int pfs_map(struct inode *inode, u64 n, bool create, u32 *block)
{
	struct pfs_inode *pi = inode->private;
	struct buf *b = NULL;
	struct map_path path;
	le32 *slot;
	u32 next;
	int err;

	err = make_path(inode, n, &path);
	if (err)
		return err;

	slot = &pi->ptr[path.index[0]];
	for (int level = 0;;) {
		next = le32_to_cpu(*slot);
		if (!next) {
			if (!create)
				break;
			err = new_block(inode, &next);
			if (err)
				break;
			*slot = cpu_to_le32(next);
			if (b)
				buf_mark_dirty(b);
			else
				inode_mark_dirty(inode);
		}
		if (++level == path.depth)
			break;
		if (b)
			buf_put(b);
		b = buf_read(inode->sb->bdev, next);
		if (IS_ERR(b))
			return PTR_ERR(b);
		slot = (le32 *)b->data + path.index[level];
	}
	if (b)
		buf_put(b);
	*block = err ? 0 : next;
	return err;
}

/**
 * pfs_bread - read a block of a file
 * @inode: the file
 * @index: number of the block in the file
 * @create: allocate it if it is a hole
 *
 * Returns a held buffer, or an ERR_PTR, which is -ENOENT for a hole.
 */
struct buf *pfs_bread(struct inode *inode, u64 index, bool create)
{
	u32 block;
	int err = pfs_map(inode, index, create, &block);

	if (err)
		return ERR_PTR(err);
	return block ? buf_read(inode->sb->bdev, block) : ERR_PTR(-ENOENT);
}

/*
 * Free the part of a tree from the file's block "keep" (counted within the
 * tree) on; the block of numbers itself goes when nothing of it is kept.
 * At height 0 the tree is a data block. Errors leak blocks, no more.
 */
static void free_tree(struct inode *inode, le32 *slot, int height, u64 keep)
{
	u64 per = ptrs_per_block(inode), span = 1;
	u32 block = le32_to_cpu(*slot);
	struct buf *b;

	if (!block)
		return;
	if (height > 0) {
		for (int i = 1; i < height; i++)
			span *= per;
		b = buf_read(inode->sb->bdev, block);
		if (IS_ERR(b))
			return;
		for (u64 i = keep / span; i < per; i++) {
			u64 start = i * span;

			free_tree(inode, (le32 *)b->data + i, height - 1,
				  keep > start ? keep - start : 0);
		}
		if (keep)
			buf_mark_dirty(b);
		buf_put(b);
	}
	if (!keep) {
		*slot = 0;
		pfs_free_blocks(inode->sb->private, block, 1);
	}
}

/**
 * pfs_truncate - free the blocks of a file beyond a size
 * @inode: the file, locked by the caller
 * @size: the new size in bytes
 */
void pfs_truncate(struct inode *inode, loff_t size)
{
	struct pfs_inode *pi = inode->private;
	u32 bs = inode->sb->bdev->block_size;
	u64 keep = DIV_ROUND_UP((u64)size, bs), start = 0, span = 1;

	for (int i = 0; i < PFS_PTRS; i++) {
		int height = i < PFS_DIRECT ? 0 : i - PFS_DIRECT + 1;

		if (height)
			span *= ptrs_per_block(inode);
		if (keep < start + span)
			free_tree(inode, &pi->ptr[i], height,
				  keep > start ? keep - start : 0);
		start += span;
	}
	inode->size = size;
	inode_mark_dirty(inode);
}
