/* SPDX-License-Identifier: MIT */
/*
 * initramfs.c - unpack the cpio archive that the boot loader has left us
 *
 * The archive ("newc" format) is a row of headers in hexadecimal text, each
 * followed by a name and by data, both padded to four bytes. Several archives
 * may follow one another, with zeros between; later files replace earlier.
 * Owners are ignored: at this point of the boot everything belongs to root.
 */
#include "vfs.h"

#define CPIO_PAD(n)	ALIGN(n, (size_t)4)
#define CPIO_TRAILER	"TRAILER!!!"

/* The fields of the header after its magic, eight digits each. */
enum cpio_field {
	C_INO, C_MODE, C_UID, C_GID, C_NLINK, C_MTIME, C_SIZE,
	C_MAJOR, C_MINOR, C_RMAJOR, C_RMINOR, C_NAMESIZE, C_CHECK,
	NR_CPIO_FIELDS
};

#define CPIO_HEADER	(6 + 8 * NR_CPIO_FIELDS)

/* Of several names for one file, all but the first become links to it. */
struct hard_link {
	struct list_head link;
	u32 ino, major, minor;
	const char *name;		/* in the archive itself */
};

struct unpack {
	const u8 *p;
	size_t left;
	u32 field[NR_CPIO_FIELDS];
	const char *name;
	const u8 *data;
	struct list_head links;
	unsigned int nr_files;
};

int vfs_mkdir(const char *path, umode_t mode);
int vfs_mknod(const char *path, umode_t mode, u32 major, u32 minor);
int vfs_symlink(const char *path, const char *target);
int vfs_link(const char *old, const char *path);
int vfs_unlink(const char *path);
int vfs_write_file(const char *path, const void *data, size_t n, umode_t mode);

static int parse_hex(const u8 *p, u32 *out)
{
	u32 v = 0;

	for (int i = 0; i < 8; i++) {
		u8 c = p[i] | 0x20;	/* letters to lower case */

		if (p[i] >= '0' && p[i] <= '9')
			v = v << 4 | (u32)(p[i] - '0');
		else if (c >= 'a' && c <= 'f')
			v = v << 4 | (u32)(c - 'a' + 10);
		else
			return -EINVAL;
	}
	*out = v;
	return 0;
}

/* A name must stay below the root, whatever the archive says. */
static bool name_is_safe(const char *name)
{
	const char *p = name;

	while (*p) {
		if (p[0] == '.' && p[1] == '.' && (!p[2] || p[2] == '/'))
			return false;
		while (*p && *p != '/')
			p++;
		while (*p == '/')
			p++;
	}
	return *name != '\0';
}

/* Parse the next entry, and step over it. */
static int next_entry(struct unpack *u)
{
	size_t name_len, head, total;

	if (u->left < CPIO_HEADER || memcmp(u->p, "070701", 6))
		return -EINVAL;
	for (int i = 0; i < NR_CPIO_FIELDS; i++)
		if (parse_hex(u->p + 6 + 8 * i, &u->field[i]))
			return -EINVAL;

	/* The padding counts from the header, which starts aligned. */
	name_len = u->field[C_NAMESIZE];
	head = CPIO_PAD(CPIO_HEADER + name_len);
	total = head + u->field[C_SIZE];
	if (!name_len || name_len > PATH_MAX || total > u->left)
		return -EINVAL;
	u->name = (const char *)u->p + CPIO_HEADER;
	if (u->name[name_len - 1])
		return -EINVAL;
	u->data = u->p + head;

	total = min(CPIO_PAD(total), u->left);	/* the end may lack padding */
	u->p += total;
	u->left -= total;
	return 0;
}

static int remember_link(struct unpack *u, const char **first)
{
	struct hard_link *l;

	*first = NULL;
	list_for_each_entry(l, &u->links, link) {
		if (l->ino == u->field[C_INO] &&
		    l->major == u->field[C_MAJOR] &&
		    l->minor == u->field[C_MINOR]) {
			*first = l->name;
			return 0;
		}
	}
	l = kmalloc(sizeof(*l), GFP_KERNEL);
	if (!l)
		return -ENOMEM;
	l->ino = u->field[C_INO];
	l->major = u->field[C_MAJOR];
	l->minor = u->field[C_MINOR];
	l->name = u->name;
	list_add(&l->link, &u->links);
	return 0;
}

/* The inode numbers mean something within one archive only. */
static void forget_links(struct unpack *u)
{
	struct hard_link *l, *tmp;

	list_for_each_entry_safe(l, tmp, &u->links, link)
		kfree(l);
	INIT_LIST_HEAD(&u->links);
}

static int make_regular(struct unpack *u)
{
	const char *first = NULL;
	int err = 0;

	if (u->field[C_NLINK] > 1)
		err = remember_link(u, &first);
	if (!err && first)
		err = vfs_link(first, u->name);
	/* The data come with the last of the names, the others have none. */
	if (!err && (!first || u->field[C_SIZE]))
		err = vfs_write_file(u->name, u->data, u->field[C_SIZE],
				     u->field[C_MODE] & 07777);
	return err;
}

static int make_entry(struct unpack *u)
{
	umode_t mode = u->field[C_MODE];
	char *target;
	int err;

	if (S_ISDIR(mode)) {
		err = vfs_mkdir(u->name, mode & 07777);
		if (err == -EEXIST)
			err = 0;
	} else {
		vfs_unlink(u->name);	/* most often there is nothing */
		if (S_ISREG(mode)) {
			err = make_regular(u);
		} else if (S_ISLNK(mode)) {
			target = kzalloc(u->field[C_SIZE] + 1UL, GFP_KERNEL);
			if (!target)
				return -ENOMEM;
			memcpy(target, u->data, u->field[C_SIZE]);
			err = vfs_symlink(u->name, target);
			kfree(target);
		} else {
			err = vfs_mknod(u->name, mode, u->field[C_RMAJOR],
					u->field[C_RMINOR]);
		}
	}
	return err;
}

/**
 * initramfs_unpack - fill the root file system from an archive in memory
 * @start: the archive
 * @size: its size
 *
 * A file that cannot be made is reported and skipped, for half a system may
 * still boot far enough to tell what is wrong. A damaged archive ends it.
 */
int __init initramfs_unpack(const void *start, size_t size)
{
	struct unpack u = { .p = start, .left = size };
	int err = 0;

	INIT_LIST_HEAD(&u.links);
	while (u.left) {
		if (!*u.p) {		/* filler between two archives */
			u.p++;
			u.left--;
			continue;
		}
		err = next_entry(&u);
		if (err) {
			pr_err("initramfs: bad header at offset %zu\n",
			       size - u.left);
			break;
		}
		if (!strcmp(u.name, CPIO_TRAILER)) {
			forget_links(&u);
			continue;
		}
		err = name_is_safe(u.name) ? make_entry(&u) : -EPERM;
		if (err)
			pr_warn("initramfs: %s: error %d\n", u.name, err);
		else
			u.nr_files++;
		err = 0;
	}
	forget_links(&u);
	pr_info("initramfs: %u files unpacked\n", u.nr_files);
	return err;
}
