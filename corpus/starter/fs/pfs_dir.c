/* SPDX-License-Identifier: MIT */
/*
 * pfs_dir.c - directories of plainfs
 *
 * A directory is a file of 32-byte slots. An entry takes one slot, and for a
 * long name some more right behind it; it never crosses the end of a block.
 * A slot of zeros is free, which makes a fresh block an empty one and needs
 * no list of holes. "." and ".." are not stored; path lookup knows them.
 */
#include "plainfs.h"

#define SLOT_SIZE	32u
#define HEAD_NAME	(SLOT_SIZE - offsetof(struct pfs_entry, name))

struct pfs_entry {
	le32 ino;		/* 0: this slot is free */
	u8 nr_slots;
	u8 name_len;
	u8 type;		/* S_IFMT part of the mode, shifted */
	u8 tag;			/* hash of the name, to skip most compares */
	char name[24];		/* goes on into the next slots */
};

static u32 slots_for(size_t len)
{
	return len <= HEAD_NAME ? 1 :
	       1 + DIV_ROUND_UP(len - HEAD_NAME, SLOT_SIZE);
}

static u8 name_tag(const char *name, size_t len)
{
	u32 h = len;

	while (len--)
		h = h * 31 + (u8)*name++;
	return h ^ h >> 8 ^ h >> 16;
}

static struct pfs_entry *slot_at(struct buf *b, u32 slot)
{
	return (struct pfs_entry *)(b->data + slot * SLOT_SIZE);
}

/* A broken entry would lead us astray within the block, or out of it. */
static bool entry_ok(const struct pfs_entry *e, u32 left)
{
	return e->name_len && e->nr_slots <= left &&
	       e->nr_slots == slots_for(e->name_len);
}

/* What a scan looks for, and where it found it. */
struct scan {
	const char *name;	/* NULL: any entry */
	size_t len;
	u32 room;		/* or a hole of this many slots */
	struct buf *b;		/* held when the scan returns 0 */
	u32 slot;
};

static int scan_block(struct inode *dir, struct scan *s, struct buf *b)
{
	u32 nr = dir->sb->bdev->block_size / SLOT_SIZE, hole = 0, i;
	u8 tag = s->name ? name_tag(s->name, s->len) : 0;

	for (i = 0; i < nr;) {
		struct pfs_entry *e = slot_at(b, i);

		if (!e->ino) {
			i++;
			if (s->room && ++hole == s->room) {
				s->slot = i - hole;
				return 0;
			}
			continue;
		}
		hole = 0;
		if (!entry_ok(e, nr - i)) {
			pr_err("plainfs: directory %llu: bad entry in block %llu, slot %u\n",
			       (unsigned long long)dir->ino,
			       (unsigned long long)b->block, i);
			return -EIO;
		}
		if (!s->room &&
		    (!s->name || (e->tag == tag && e->name_len == s->len &&
				  !memcmp(e->name, s->name, s->len)))) {
			s->slot = i;
			return 0;
		}
		i += e->nr_slots;
	}
	return -ENOENT;
}

/* Scan all blocks; the caller holds the lock of the directory. */
static int scan_dir(struct inode *dir, struct scan *s)
{
	u64 nr = dir->size / dir->sb->bdev->block_size;
	int err;

	for (u64 i = 0; i < nr; i++) {
		struct buf *b = pfs_bread(dir, i, false);

		if (IS_ERR(b))
			return PTR_ERR(b);
		err = scan_block(dir, s, b);
		if (!err) {
			s->b = b;
			return 0;
		}
		buf_put(b);
		if (err != -ENOENT)
			return err;
	}
	return -ENOENT;
}

/**
 * pfs_dir_find - look up a name
 * @dir: the directory
 * @name: the name
 * @len: its length
 * @ino: set to the number of the inode
 */
int pfs_dir_find(struct inode *dir, const char *name, size_t len, u64 *ino)
{
	struct scan s = { .name = name, .len = len };
	int err = scan_dir(dir, &s);

	if (err)
		return err;
	*ino = le32_to_cpu(slot_at(s.b, s.slot)->ino);
	buf_put(s.b);
	return 0;
}

/**
 * pfs_dir_add - add an entry
 * @dir: the directory
 * @name: the name, which must not be there yet
 * @len: its length, from 1 to NAME_MAX
 * @ino: number of the inode
 * @mode: its mode
 */
int pfs_dir_add(struct inode *dir, const char *name, size_t len, u64 ino,
		umode_t mode)
{
	struct scan s = { .room = slots_for(len) };
	u32 bs = dir->sb->bdev->block_size;
	struct pfs_entry *e;
	int err;

	if (!len || len > NAME_MAX || ino > UINT32_MAX)
		return -EINVAL;
	err = scan_dir(dir, &s);
	if (err == -ENOENT) {
		/* No hole is large enough; grow by a block of zeros. */
		s.b = pfs_bread(dir, dir->size / bs, true);
		if (IS_ERR(s.b))
			return PTR_ERR(s.b);
		s.slot = 0;
		dir->size += bs;
		inode_mark_dirty(dir);
	} else if (err) {
		return err;
	}

	e = slot_at(s.b, s.slot);
	mutex_lock(&s.b->lock);
	memset(e, 0, s.room * SLOT_SIZE);
	e->ino = cpu_to_le32(ino);
	e->nr_slots = s.room;
	e->name_len = len;
	e->type = (mode & S_IFMT) >> 12;
	e->tag = name_tag(name, len);
	memcpy((u8 *)e + offsetof(struct pfs_entry, name), name, len);
	buf_mark_dirty(s.b);
	mutex_unlock(&s.b->lock);
	buf_put(s.b);
	return 0;
}

/**
 * pfs_dir_remove - remove an entry
 * @dir: the directory
 * @name: the name
 * @len: its length
 *
 * The blocks stay with the directory; a later entry will fill the hole.
 */
int pfs_dir_remove(struct inode *dir, const char *name, size_t len)
{
	struct scan s = { .name = name, .len = len };
	int err = scan_dir(dir, &s);
	struct pfs_entry *e;

	if (err)
		return err;
	e = slot_at(s.b, s.slot);
	mutex_lock(&s.b->lock);
	memset(e, 0, e->nr_slots * SLOT_SIZE);
	buf_mark_dirty(s.b);
	mutex_unlock(&s.b->lock);
	buf_put(s.b);
	return 0;
}

/* 1 if the directory is empty, 0 if not, or an error. */
int pfs_dir_empty(struct inode *dir)
{
	struct scan s = { .name = NULL };
	int err = scan_dir(dir, &s);

	if (!err)
		buf_put(s.b);
	return err == -ENOENT ? 1 : err;
}
