/* SPDX-License-Identifier: MIT */
/*
 * inode.c - the inode cache
 *
 * There is at most one struct inode in memory for a file, or two users would
 * each change their own copy. The table and the state of all inodes are under
 * one mutex, which is never held over I/O: an inode that is being read or
 * written back says so in its state, and others wait for that to pass.
 */
#include "vfs.h"

#define INODE_HASH	256

#define I_NEW		0x1u	/* being read in */
#define I_LEAVING	0x2u	/* being written or deleted, then freed */
#define I_DIRTY		0x4u
#define I_BAD		0x8u	/* could not be read */

static struct list_head inode_table[INODE_HASH];
static LIST_HEAD(inode_lru);
static LIST_HEAD(inode_dirty);
static DEFINE_MUTEX(inode_lock);
static struct waitq inode_wait;

static struct list_head *bucket(struct superblock *sb, u64 ino)
{
	u64 h = (ino + ((uintptr_t)sb >> 5)) * 0x9e3779b97f4a7c15ULL;

	return &inode_table[h >> 56];
}

static struct inode *find(struct superblock *sb, u64 ino)
{
	struct inode *i;

	list_for_each_entry(i, bucket(sb, ino), hash)
		if (i->sb == sb && i->ino == ino)
			return i;
	return NULL;
}

static struct inode *new_inode(struct superblock *sb, u64 ino)
{
	struct inode *i = kzalloc(sizeof(*i), GFP_KERNEL);

	if (!i)
		return NULL;
	i->sb = sb;
	i->ino = ino;
	i->refs = 1;
	i->state = I_NEW;
	mutex_init(&i->lock);
	INIT_LIST_HEAD(&i->lru);
	INIT_LIST_HEAD(&i->dirty);
	list_add(&i->hash, bucket(sb, ino));
	return i;
}

/* Out of every list and into the void. Called and returns with the lock. */
static void evict(struct inode *i)
{
	const struct super_ops *ops = i->sb->ops;
	int err = 0;

	i->state |= I_LEAVING;
	list_del(&i->lru);
	list_del(&i->dirty);
	mutex_unlock(&inode_lock);

	if (i->state & I_BAD)
		;	/* its contents are nothing to act upon */
	else if (i->nlink == 0 && ops->delete_inode)
		ops->delete_inode(i);
	else if ((i->state & I_DIRTY) && ops->write_inode)
		err = ops->write_inode(i);
	if (err)
		pr_err("inode %llu: lost a change, error %d\n",
		       (unsigned long long)i->ino, err);
	if (ops->forget_inode)
		ops->forget_inode(i);

	/* Until here lookups found it and waited, so as not to read old
	 * state from disk. */
	mutex_lock(&inode_lock);
	list_del(&i->hash);
	wake_all(&inode_wait);
	kfree(i);
}

/**
 * inode_get - the inode of a number, read from its file system if need be
 * @sb: the file system
 * @ino: number of the inode
 *
 * Returns a held inode, or an ERR_PTR.
 */
struct inode *inode_get(struct superblock *sb, u64 ino)
{
	struct inode *i;
	int err;

	mutex_lock(&inode_lock);
again:
	i = find(sb, ino);
	if (i && (i->state & (I_NEW | I_LEAVING))) {
		cond_wait_uninterruptible(&inode_wait, &inode_lock);
		goto again;
	}
	if (i) {
		if (i->refs++ == 0)
			list_del(&i->lru);
		mutex_unlock(&inode_lock);
		return i;
	}
	i = new_inode(sb, ino);
	mutex_unlock(&inode_lock);
	if (!i)
		return ERR_PTR(-ENOMEM);

	err = sb->ops->read_inode(i);

	mutex_lock(&inode_lock);
	i->state &= ~I_NEW;
	if (err) {
		i->state |= I_BAD;
		evict(i);
	} else {
		wake_all(&inode_wait);
	}
	mutex_unlock(&inode_lock);
	return err ? ERR_PTR(err) : i;
}

/**
 * inode_put - give up a reference
 * @i: the inode
 *
 * An inode without users stays cached, unless its last name has gone too:
 * then the file itself is deleted, here and now.
 */
void inode_put(struct inode *i)
{
	mutex_lock(&inode_lock);
	BUG_ON(i->refs <= 0);
	if (--i->refs == 0) {
		if (i->nlink == 0)
			evict(i);
		else
			list_add_tail(&i->lru, &inode_lru);
	}
	mutex_unlock(&inode_lock);
}

void inode_mark_dirty(struct inode *i)
{
	mutex_lock(&inode_lock);
	if (!(i->state & (I_DIRTY | I_LEAVING))) {
		i->state |= I_DIRTY;
		list_add_tail(&i->dirty, &inode_dirty);
	}
	mutex_unlock(&inode_lock);
}

/**
 * inode_sync - write the changed inodes of a file system
 * @sb: the file system
 *
 * Returns the first error; that inode and the ones after it stay dirty.
 */
int inode_sync(struct superblock *sb)
{
	struct inode *i, *tmp;
	LIST_HEAD(batch);
	int err = 0;

	mutex_lock(&inode_lock);
	list_for_each_entry_safe(i, tmp, &inode_dirty, dirty)
		if (i->sb == sb)
			list_move_tail(&i->dirty, &batch);
	while (!list_empty(&batch)) {
		i = list_first_entry(&batch, struct inode, dirty);
		if (err) {
			list_move_tail(&i->dirty, &inode_dirty);
			continue;
		}
		list_del(&i->dirty);
		i->state &= ~I_DIRTY;
		if (i->refs++ == 0)
			list_del(&i->lru);
		mutex_unlock(&inode_lock);
		err = sb->ops->write_inode(i);
		if (err)
			inode_mark_dirty(i);
		inode_put(i);
		mutex_lock(&inode_lock);
	}
	mutex_unlock(&inode_lock);
	return err;
}

/* Empty the cache of a file system, as far as nobody uses its inodes. */
void inode_drop_unused(struct superblock *sb)
{
	struct inode *i;

	mutex_lock(&inode_lock);
again:
	list_for_each_entry(i, &inode_lru, lru) {
		if (i->sb == sb) {
			evict(i);
			goto again;	/* the lock was dropped */
		}
	}
	mutex_unlock(&inode_lock);
}

void __init inode_init(void)
{
	waitq_init(&inode_wait);
	for (int n = 0; n < INODE_HASH; n++)
		INIT_LIST_HEAD(&inode_table[n]);
}
