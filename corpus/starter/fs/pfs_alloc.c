/* SPDX-License-Identifier: MIT */
/*
 * pfs_alloc.c - which blocks and inodes of a plainfs are in use
 *
 * A set bit is a used object. Blocks are searched from a goal, normally the
 * one after the file's last block, so that files grow in a row. Inodes of
 * files go into the group of their directory; a new directory goes to a group
 * with much room, so that trees spread over the disk and have space to grow.
 */
#include "plainfs.h"

/*
 * First bit in [from, end) whose value is the wanted one, or end. Reads whole
 * words: bitmaps are blocks, so that there always is a whole last word.
 */
static u32 find_bit(const u64 *map, u32 from, u32 end, bool wanted)
{
	while (from < end) {
		u64 word = wanted ? map[from / 64] : ~map[from / 64];

		word &= ~0ULL << (from % 64);
		if (word)
			return min(end, ALIGN_DOWN(from, 64u) +
					(u32)__builtin_ctzll(word));
		from = ALIGN_DOWN(from, 64u) + 64;
	}
	return end;
}

/* Blocks in a group; the last group may be shorter than the others. */
static u32 group_size(const struct pfs_super *ps, u32 g)
{
	u64 before = (u64)g * ps->blocks_per_group;

	return min_t(u64, ps->blocks_per_group, ps->nr_blocks - before);
}

static void set_bits(struct buf *b, u32 bit, u32 count, bool used)
{
	u64 *map = (u64 *)b->data;

	for (; count--; bit++) {
		if (used)
			map[bit / 64] |= 1ULL << (bit % 64);
		else
			map[bit / 64] &= ~(1ULL << (bit % 64));
	}
	buf_mark_dirty(b);
}

/*
 * Take a run of free blocks from one group, at or after a position if there
 * is one. *count is what is wanted and becomes what was got.
 */
static int alloc_in_group(struct pfs_super *ps, u32 g, u32 from, u32 *count,
			  u32 *bit)
{
	struct pfs_group *grp = &ps->groups[g];
	u32 size = group_size(ps, g), end, at;
	int err = -ENOSPC;
	struct buf *b;
	u64 *map;

	b = buf_read(ps->sb->bdev, grp->block_map);
	if (IS_ERR(b))
		return PTR_ERR(b);
	map = (u64 *)b->data;
	mutex_lock(&b->lock);
	at = find_bit(map, from, size, false);
	end = size;
	if (at == size) {
		at = find_bit(map, 0, from, false);
		end = from;
	}
	if (at < end) {
		end = min_t(u64, end, (u64)at + *count);
		*count = find_bit(map, at, end, true) - at;
		set_bits(b, at, *count, true);
		grp->free_blocks -= *count;
		ps->free_blocks -= *count;
		*bit = at;
		err = 0;
	} else if (grp->free_blocks) {
		pr_warn("plainfs: group %u is full, but counts %u free\n", g,
			grp->free_blocks);
		grp->free_blocks = 0;
	}
	mutex_unlock(&b->lock);
	buf_put(b);
	return err;
}

/**
 * pfs_alloc_blocks - allocate blocks in a row
 * @ps: the file system
 * @goal: the block that would be best
 * @count: how many are wanted; set to how many there are, at least one
 * @first: set to the first of them
 */
int pfs_alloc_blocks(struct pfs_super *ps, u64 goal, u32 *count, u64 *first)
{
	u64 rel = goal - ps->first_block;
	u32 g, from, bit = 0;
	int err = -ENOSPC;

	if (goal < ps->first_block || rel >= ps->nr_blocks)
		rel = 0;
	g = rel / ps->blocks_per_group;
	from = rel % ps->blocks_per_group;

	mutex_lock(&ps->alloc_lock);
	for (u32 n = 0; n < ps->nr_groups && err == -ENOSPC; n++) {
		if (ps->groups[g].free_blocks)
			err = alloc_in_group(ps, g, from, count, &bit);
		if (!err)
			*first = ps->first_block + bit +
				 (u64)g * ps->blocks_per_group;
		g = (g + 1) % ps->nr_groups;
		from = 0;
	}
	mutex_unlock(&ps->alloc_lock);
	return err;
}

/**
 * pfs_free_blocks - give back blocks in a row, within one group
 * @ps: the file system
 * @first: the first block
 * @count: how many
 *
 * A block that is free already means that two files had it. Nothing is freed
 * then: leaking blocks is harmless, handing them out twice is not.
 */
int pfs_free_blocks(struct pfs_super *ps, u64 first, u32 count)
{
	u64 rel = first - ps->first_block;
	u32 g, bit;
	struct buf *b;
	int err = 0;

	if (first < ps->first_block || rel >= ps->nr_blocks)
		goto bad;
	g = rel / ps->blocks_per_group;
	bit = rel % ps->blocks_per_group;
	if (count > group_size(ps, g) - bit)
		goto bad;

	b = buf_read(ps->sb->bdev, ps->groups[g].block_map);
	if (IS_ERR(b))
		return PTR_ERR(b);
	mutex_lock(&ps->alloc_lock);
	mutex_lock(&b->lock);
	if (find_bit((u64 *)b->data, bit, bit + count, false) < bit + count) {
		err = -EIO;
	} else {
		set_bits(b, bit, count, false);
		ps->groups[g].free_blocks += count;
		ps->free_blocks += count;
	}
	mutex_unlock(&b->lock);
	mutex_unlock(&ps->alloc_lock);
	buf_put(b);
	if (!err)
		return 0;
bad:
	pr_err("plainfs: bad free of %u blocks at %llu\n", count,
	       (unsigned long long)first);
	return -EIO;
}

static u32 choose_group(const struct pfs_super *ps, u64 parent, bool is_dir)
{
	u32 best = parent / ps->inodes_per_group % ps->nr_groups;

	if (!is_dir)
		return best;
	for (u32 g = 0; g < ps->nr_groups; g++)
		if (ps->groups[g].free_inodes &&
		    ps->groups[g].free_blocks > ps->groups[best].free_blocks)
			best = g;
	return best;
}

/**
 * pfs_alloc_inode - find a number for a new inode
 * @ps: the file system
 * @parent: number of the directory it goes into
 * @is_dir: whether it is to be a directory itself
 * @ino: set to the number; they start at 1, since 0 marks an unused entry
 */
int pfs_alloc_inode(struct pfs_super *ps, u64 parent, bool is_dir, u64 *ino)
{
	u32 g, bit, size = ps->inodes_per_group;
	struct buf *b;
	int err = -ENOSPC;

	mutex_lock(&ps->alloc_lock);
	g = choose_group(ps, parent - 1, is_dir);
	for (u32 n = 0; n < ps->nr_groups; n++, g = (g + 1) % ps->nr_groups) {
		if (!ps->groups[g].free_inodes)
			continue;
		b = buf_read(ps->sb->bdev, ps->groups[g].inode_map);
		if (IS_ERR(b)) {
			err = PTR_ERR(b);
			break;
		}
		mutex_lock(&b->lock);
		bit = find_bit((u64 *)b->data, 0, size, false);
		if (bit < size) {
			set_bits(b, bit, 1, true);
			ps->groups[g].free_inodes--;
			*ino = (u64)g * size + bit + 1;
			err = 0;
		}
		mutex_unlock(&b->lock);
		buf_put(b);
		if (!err)
			break;
	}
	mutex_unlock(&ps->alloc_lock);
	return err;
}
