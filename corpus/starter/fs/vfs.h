/* SPDX-License-Identifier: MIT */
/*
 * vfs.h - the objects that all file systems share
 *
 * An inode is a file, a name_node is one name of it in a directory, a file
 * is one opening of it. A superblock is a mounted file system; to keep path
 * lookup simple it can be mounted in one place only.
 */
#ifndef VFS_H
#define VFS_H

#include "base.h"
#include "../block/blk.h"

#define S_IFMT		0170000
#define S_IFDIR		0040000
#define S_IFREG		0100000
#define S_IFLNK		0120000
#define S_ISDIR(m)	(((m) & S_IFMT) == S_IFDIR)
#define S_ISREG(m)	(((m) & S_IFMT) == S_IFREG)
#define S_ISLNK(m)	(((m) & S_IFMT) == S_IFLNK)

#define NAME_MAX	255
#define PATH_MAX	4096

#define O_ACCMODE	0x0003u
#define O_WRONLY	0x0001u
#define O_NONBLOCK	0x0800u

struct file;
struct inode;
struct superblock;
struct poll_table;

struct inode_ops {
	int (*lookup)(struct inode *dir, const char *name, size_t len,
		      u64 *ino);
	int (*create)(struct inode *dir, const char *name, size_t len,
		      umode_t mode, u64 *ino);
	int (*unlink)(struct inode *dir, const char *name, size_t len);
	int (*readlink)(struct inode *inode, char *buf, size_t size);
};

struct file_ops {
	ssize_t (*read)(struct file *f, void __user *buf, size_t n,
			loff_t *pos);
	ssize_t (*write)(struct file *f, const void __user *buf, size_t n,
			 loff_t *pos);
	u32 (*poll)(struct file *f, struct poll_table *pt);
	void (*release)(struct inode *inode, struct file *f);
};

struct inode {
	struct list_head hash;
	struct list_head lru;
	struct list_head dirty;
	u64 ino;
	umode_t mode;
	u32 nlink;
	u32 uid, gid;
	loff_t size;
	int refs;
	u32 state;
	struct mutex lock;
	struct superblock *sb;
	const struct inode_ops *iops;
	const struct file_ops *fops;
	void *private;
};

struct super_ops {
	int (*read_inode)(struct inode *inode);
	int (*write_inode)(struct inode *inode);
	void (*delete_inode)(struct inode *inode);	/* nlink is 0 */
	void (*forget_inode)(struct inode *inode);	/* leaves memory */
	int (*sync)(struct superblock *sb);
	void (*put_super)(struct superblock *sb);
};

struct superblock {
	struct list_head link;
	struct blk_device *bdev;
	const struct fs_type *type;
	const struct super_ops *ops;
	bool read_only;
	u64 root_ino;
	struct name_node *root;
	struct name_node *covers;	/* the directory it is mounted on */
	void *private;
};

struct name_node {
	struct list_head hash;
	struct list_head lru;
	struct name_node *parent;	/* itself for a root */
	struct inode *inode;		/* NULL: known not to exist */
	struct superblock *sb;
	struct superblock *mounted;	/* what hides this directory */
	int refs;
	u32 key;
	u8 len;
	char text[];
};

struct file {
	struct inode *inode;
	const struct file_ops *fops;
	loff_t pos;
	u32 flags;
	atomic_t refs;
	void *private;
};

struct inode *inode_get(struct superblock *sb, u64 ino);
void inode_put(struct inode *inode);
void inode_mark_dirty(struct inode *inode);
int inode_sync(struct superblock *sb);
void inode_drop_unused(struct superblock *sb);

struct name_node *name_lookup(struct name_node *dir, const char *text,
			      size_t len);
struct name_node *name_root(struct superblock *sb, struct inode *inode);
void name_hold(struct name_node *n);
void name_put(struct name_node *n);
void name_prune(struct superblock *sb);
struct name_node *mount_top(struct name_node *n);

void file_put(struct file *f);
ssize_t file_read_at(struct file *f, void *buf, size_t n, loff_t pos);
ssize_t file_write_at(struct file *f, const void *buf, size_t n, loff_t pos);
int file_sync(struct file *f);

#endif /* VFS_H */
