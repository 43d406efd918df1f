/* SPDX-License-Identifier: MIT */
/*
 * mount.c - file system types, superblocks and the mount table
 *
 * Mounting hides a directory behind the root of another file system. Both
 * nodes are pinned for as long as that lasts: the covered one by us, the root
 * by its superblock. A count of one on the root therefore means that nobody
 * is inside, since every cached name below holds its way up.
 */
#include "vfs.h"

#define MOUNT_RDONLY	0x1u

struct fs_type {
	struct list_head link;
	const char *name;
	bool needs_dev;
	int (*fill_super)(struct superblock *sb, const char *options);
};

static LIST_HEAD(fs_types);
static LIST_HEAD(mounts);		/* of superblocks, oldest first */
static DEFINE_MUTEX(mount_lock);
static struct superblock *root_sb;

static struct fs_type *find_type(const char *name)
{
	struct fs_type *t;

	list_for_each_entry(t, &fs_types, link)
		if (!strcmp(t->name, name))
			return t;
	return NULL;
}

/**
 * fs_register - make a file system type known
 * @t: the type, which stays with us for good
 */
int fs_register(struct fs_type *t)
{
	int err = 0;

	if (!t->fill_super)
		return -EINVAL;
	mutex_lock(&mount_lock);
	if (find_type(t->name))
		err = -EEXIST;
	else
		list_add_tail(&t->link, &fs_types);
	mutex_unlock(&mount_lock);
	return err;
}

/* Undo make_super(), in whatever state it was left. */
static void kill_super(struct superblock *sb)
{
	if (sb->root)
		name_put(sb->root);
	if (sb->ops) {
		inode_drop_unused(sb);
		if (sb->ops->put_super)
			sb->ops->put_super(sb);
	}
	kfree(sb);
}

static struct superblock *make_super(struct fs_type *t, struct blk_device *dev,
				     u32 flags, const char *options)
{
	struct superblock *sb = kzalloc(sizeof(*sb), GFP_KERNEL);
	struct inode *root;
	int err;

	if (!sb)
		return ERR_PTR(-ENOMEM);
	INIT_LIST_HEAD(&sb->link);
	sb->type = t;
	sb->bdev = dev;
	sb->read_only = (flags & MOUNT_RDONLY) || (dev && dev->read_only);
	err = t->fill_super(sb, options);
	if (err) {
		kfree(sb);
		return ERR_PTR(err);
	}

	root = inode_get(sb, sb->root_ino);
	if (IS_ERR(root)) {
		err = PTR_ERR(root);
		goto fail;
	}
	err = -ENOTDIR;
	if (S_ISDIR(root->mode)) {
		err = -ENOMEM;
		sb->root = name_root(sb, root);
	}
	if (!sb->root) {
		inode_put(root);
		goto fail;
	}
	return sb;
fail:
	kill_super(sb);
	return ERR_PTR(err);
}

/* Two superblocks on one device would each trust their own caches. */
static bool dev_in_use(const struct blk_device *dev)
{
	struct superblock *sb;

	list_for_each_entry(sb, &mounts, link)
		if (dev && sb->bdev == dev)
			return true;
	return false;
}

/**
 * mount_at - mount a file system
 * @type: name of its type
 * @dev: the device it lives on, or NULL
 * @where: directory to be covered; NULL for the root of everything
 * @flags: MOUNT_ bits
 * @options: text for the file system
 */
int mount_at(const char *type, struct blk_device *dev, struct name_node *where,
	     u32 flags, const char *options)
{
	struct superblock *sb;
	struct fs_type *t;
	int err = 0;

	if (where && (!where->inode || !S_ISDIR(where->inode->mode)))
		return -ENOTDIR;

	mutex_lock(&mount_lock);
	t = find_type(type);
	if (!t)
		err = -ENODEV;
	else if (t->needs_dev && !dev)
		err = -EINVAL;
	else if (dev_in_use(dev) || (where ? !!where->mounted : !!root_sb))
		err = -EBUSY;
	if (err)
		goto out;

	sb = make_super(t, dev, flags, options);
	if (IS_ERR(sb)) {
		err = PTR_ERR(sb);
		pr_err("mount: %s on %s failed, error %d\n", type,
		       dev ? dev->name : "no device", err);
		goto out;
	}
	if (where) {
		name_hold(where);
		sb->covers = where;
		smp_store_release(&where->mounted, sb);
	} else {
		root_sb = sb;
	}
	list_add_tail(&sb->link, &mounts);
out:
	mutex_unlock(&mount_lock);
	return err;
}

/**
 * mount_top - go from a directory to what is mounted over it, if anything
 * @n: a held node; the reference moves to the node returned
 *
 * Something may be mounted on a mounted root in turn, hence the loop.
 */
struct name_node *mount_top(struct name_node *n)
{
	struct name_node *root;

	/* Nearly every directory is none, and need not take the lock. */
	if (!smp_load_acquire(&n->mounted))
		return n;
	mutex_lock(&mount_lock);
	while (n->mounted) {
		root = n->mounted->root;
		name_hold(root);
		name_put(n);
		n = root;
	}
	mutex_unlock(&mount_lock);
	return n;
}

static int sync_super(struct superblock *sb)
{
	int err, ret = 0;

	if (sb->read_only)
		return 0;
	if (sb->ops->write_inode)
		ret = inode_sync(sb);
	/* With a journal only the file system knows when blocks may go. */
	err = 0;
	if (sb->ops->sync)
		err = sb->ops->sync(sb);
	else if (sb->bdev)
		err = buf_sync(sb->bdev);
	return ret ? ret : err;
}

/**
 * mount_remove - unmount a file system
 * @sb: the file system, not in use by the caller
 *
 * Returns -EBUSY if files are open in it, if it is somebody's current
 * directory, or if something else is mounted below.
 */
int mount_remove(struct superblock *sb)
{
	struct name_node *covered = sb->covers;
	int err = -EBUSY;

	mutex_lock(&mount_lock);
	if (!covered)
		goto out;
	name_prune(sb);
	if (READ_ONCE(sb->root->refs) > 1 || sb->root->mounted)
		goto out;
	err = sync_super(sb);
	if (err)
		goto out;

	/* No walk can enter between: mount_top() needs our lock for that. */
	WRITE_ONCE(covered->mounted, NULL);
	list_del(&sb->link);
	kill_super(sb);
	name_put(covered);
out:
	mutex_unlock(&mount_lock);
	return err;
}
