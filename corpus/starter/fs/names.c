/* SPDX-License-Identifier: MIT */
/*
 * names.c - the cache of directory entries
 *
 * Most lookups repeat earlier ones. A name_node remembers the answer of a
 * directory for one name; that a name does not exist is worth remembering
 * too (think of a search path), and is kept as a node without an inode. Each
 * node holds its parent, so the way up to the root is always in memory.
 */
#include "vfs.h"

#define NAME_HASH	512
#define NAMES_MAX	8192	/* unused nodes kept */

static struct list_head name_table[NAME_HASH];
static LIST_HEAD(name_lru);
static DEFINE_MUTEX(name_lock);
static unsigned int nr_unused;

static u32 name_key(const struct name_node *dir, const char *text, size_t len)
{
	u32 h = 2166136261u ^ (u32)((uintptr_t)dir >> 4);

	while (len--)
		h = (h ^ (u8)*text++) * 16777619u;
	return h ^ h >> 15;
}

static struct name_node *new_node(const char *text, size_t len)
{
	struct name_node *n = kzalloc(sizeof(*n) + len + 1, GFP_KERNEL);

	if (!n)
		return NULL;
	memcpy(n->text, text, len);
	n->len = len;
	n->refs = 1;
	n->parent = n;
	INIT_LIST_HEAD(&n->hash);
	INIT_LIST_HEAD(&n->lru);
	return n;
}

static void hold_locked(struct name_node *n)
{
	if (n->refs++ == 0) {
		list_del(&n->lru);
		nr_unused--;
	}
}

static void put_locked(struct name_node *n);

static void destroy_locked(struct name_node *n)
{
	struct name_node *parent = n->parent;
	struct inode *inode = n->inode;

	list_del(&n->hash);
	kfree(n);
	if (inode)
		inode_put(inode);
	if (parent != n)
		put_locked(parent);
}

static void trim_locked(void)
{
	while (nr_unused > NAMES_MAX) {
		struct name_node *n = list_first_entry(&name_lru,
						       struct name_node, lru);

		list_del(&n->lru);
		nr_unused--;
		destroy_locked(n);
	}
}

/* A node that was taken out of the table is of no use to anybody else. */
static void put_locked(struct name_node *n)
{
	BUG_ON(n->refs <= 0);
	if (--n->refs)
		return;
	if (list_empty(&n->hash)) {
		destroy_locked(n);
	} else {
		list_add_tail(&n->lru, &name_lru);
		nr_unused++;
	}
}

void name_hold(struct name_node *n)
{
	mutex_lock(&name_lock);
	hold_locked(n);
	mutex_unlock(&name_lock);
}

void name_put(struct name_node *n)
{
	mutex_lock(&name_lock);
	put_locked(n);
	trim_locked();
	mutex_unlock(&name_lock);
}

static struct name_node *find_locked(struct name_node *dir, u32 key,
				     const char *text, size_t len)
{
	struct name_node *n;

	list_for_each_entry(n, &name_table[key % NAME_HASH], hash) {
		if (n->key == key && n->parent == dir && n->len == len &&
		    !memcmp(n->text, text, len)) {
			hold_locked(n);
			return n;
		}
	}
	return NULL;
}

/**
 * name_lookup - the node of a name in a directory
 * @dir: held node of the directory
 * @text: the name, not terminated
 * @len: its length
 *
 * Asks the file system when the cache does not know. Returns a held node,
 * whose inode is NULL if there is no such name, or an ERR_PTR.
 */
struct name_node *name_lookup(struct name_node *dir, const char *text,
			      size_t len)
{
	struct inode *di = dir->inode;
	u32 key = name_key(dir, text, len);
	struct name_node *n;
	u64 ino;
	int err;

	if (len > NAME_MAX)
		return ERR_PTR(-ENAMETOOLONG);
	if (!di || !S_ISDIR(di->mode))
		return ERR_PTR(-ENOTDIR);

	mutex_lock(&name_lock);
	n = find_locked(dir, key, text, len);
	mutex_unlock(&name_lock);
	if (n)
		return n;

	/* The directory's lock keeps others from adding the same node. */
	mutex_lock(&di->lock);
	mutex_lock(&name_lock);
	n = find_locked(dir, key, text, len);
	mutex_unlock(&name_lock);
	if (n)
		goto out;

	n = new_node(text, len);
	if (!n) {
		n = ERR_PTR(-ENOMEM);
		goto out;
	}
	err = di->iops->lookup(di, text, len, &ino);
	if (!err) {
		n->inode = inode_get(dir->sb, ino);
		if (IS_ERR(n->inode))
			err = PTR_ERR(n->inode);
	}
	if (err && err != -ENOENT) {
		kfree(n);
		n = ERR_PTR(err);
		goto out;
	}
	if (err)
		n->inode = NULL;
	n->key = key;
	n->sb = dir->sb;
	n->parent = dir;
	mutex_lock(&name_lock);
	hold_locked(dir);
	list_add(&n->hash, &name_table[key % NAME_HASH]);
	mutex_unlock(&name_lock);
out:
	mutex_unlock(&di->lock);
	return n;
}

/* The root of a file system has no name; takes over the inode's reference. */
struct name_node *name_root(struct superblock *sb, struct inode *inode)
{
	struct name_node *n = new_node("", 0);

	if (n) {
		n->sb = sb;
		n->inode = inode;
	}
	return n;
}

/**
 * name_forget - a name was removed, or another file has it now
 * @n: the node; current users keep it, new lookups will ask the directory
 */
void name_forget(struct name_node *n)
{
	mutex_lock(&name_lock);
	list_del(&n->hash);
	mutex_unlock(&name_lock);
}

/* Drop the unused nodes of a file system, the leaves first. */
void name_prune(struct superblock *sb)
{
	struct name_node *n;

	mutex_lock(&name_lock);
again:
	list_for_each_entry(n, &name_lru, lru) {
		if (n->sb == sb) {
			list_del(&n->lru);
			nr_unused--;
			destroy_locked(n);
			goto again;	/* its parent may have joined the list */
		}
	}
	mutex_unlock(&name_lock);
}

void __init name_init(void)
{
	for (int i = 0; i < NAME_HASH; i++)
		INIT_LIST_HEAD(&name_table[i]);
}
