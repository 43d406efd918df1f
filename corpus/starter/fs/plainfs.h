/* SPDX-License-Identifier: MIT */
/*
 * plainfs.h - what plainfs keeps on disk
 *
 * Block 0 is left to a boot loader, block 1 is the superblock. Then follow
 * the groups, each of which starts with a bitmap of its own blocks and one of
 * its inodes. All numbers are little-endian.
 */
#ifndef PLAINFS_H
#define PLAINFS_H

#include "vfs.h"

#define PFS_DIRECT	10	/* then one indirect and one double indirect */
#define PFS_PTRS	(PFS_DIRECT + 2)

struct pfs_group {
	u64 block_map;		/* block of the bitmap */
	u64 inode_map;
	u32 free_blocks;
	u32 free_inodes;
};

struct pfs_super {
	struct superblock *sb;
	struct mutex alloc_lock;
	u64 first_block;	/* of group 0 */
	u64 nr_blocks;		/* in all groups together */
	u32 blocks_per_group;
	u32 inodes_per_group;
	u32 nr_groups;
	u64 free_blocks;
	struct pfs_group *groups;
};

struct pfs_inode {
	le32 ptr[PFS_PTRS];
	le32 xattr_block;
	u32 last_alloc;		/* in memory only: where to look next */
};

int pfs_alloc_blocks(struct pfs_super *ps, u64 goal, u32 *count, u64 *first);
int pfs_free_blocks(struct pfs_super *ps, u64 first, u32 count);

struct buf *pfs_bread(struct inode *inode, u64 index, bool create);

#endif /* PLAINFS_H */
