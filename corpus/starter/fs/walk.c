/* SPDX-License-Identifier: MIT */
/*
 * walk.c - from a path to the node that it names
 *
 * The walk is a loop and not a recursion, because the path may come from a
 * hostile user and kernel stacks are small. When a symbolic link is met, the
 * rest of the path is put aside on a short stack and the walk goes on along
 * the target of the link.
 */
#include "vfs.h"

#define LINK_NEST	8	/* links with something left to do after them */
#define LINK_TOTAL	40	/* all links of one walk, against cycles */

#define WALK_NOFOLLOW	0x1u	/* a link at the very end is the result */
#define WALK_DIR	0x2u	/* the result has to be a directory */
#define WALK_MISSING	0x4u	/* the last name need not exist */

struct walk {
	struct name_node *root;		/* of this process; ".." stops there */
	struct name_node *at;
	const char *rest;
	char *buf;			/* what rest points into, if a link */
	u32 flags;
	int depth;
	int links;
	struct {
		const char *rest;
		char *buf;
	} stack[LINK_NEST];
};

static void step_to(struct walk *w, struct name_node *n)
{
	name_put(w->at);
	w->at = n;
}

static void step_up(struct walk *w)
{
	struct name_node *n = w->at;

	/* From the root of a mounted file system, go on outside of it. */
	while (n != w->root && n->parent == n && n->sb->covers)
		n = n->sb->covers;
	if (n != w->root)
		n = n->parent;
	name_hold(n);
	step_to(w, mount_top(n));
}

static const char *skip_slashes(const char *p)
{
	while (*p == '/')
		p++;
	return p;
}

/* End of the current text: take up what the last link interrupted. */
static bool pop_link(struct walk *w)
{
	kfree(w->buf);
	w->buf = NULL;
	if (!w->depth)
		return false;
	w->depth--;
	w->rest = w->stack[w->depth].rest;
	w->buf = w->stack[w->depth].buf;
	return true;
}

static int follow_link(struct walk *w, struct inode *link)
{
	char *target;
	int len;

	if (++w->links > LINK_TOTAL)
		return -ELOOP;
	target = kmalloc(PATH_MAX, GFP_KERNEL);
	if (!target)
		return -ENOMEM;
	len = link->iops->readlink(link, target, PATH_MAX - 1);
	if (len <= 0) {
		kfree(target);
		return len ? len : -ENOENT;
	}
	target[len] = '\0';

	if (*w->rest) {
		if (w->depth == LINK_NEST) {
			kfree(target);
			return -ELOOP;
		}
		w->stack[w->depth].rest = w->rest;
		w->stack[w->depth].buf = w->buf;
		w->depth++;
	} else {
		kfree(w->buf);	/* a link at the end costs no stack */
	}
	w->buf = target;
	w->rest = target;
	if (*target == '/') {
		name_hold(w->root);
		step_to(w, mount_top(w->root));
		w->rest = skip_slashes(target);
	}
	return 0;
}

/* Take one component off the rest of the path and go there. */
static int step(struct walk *w)
{
	const char *name = w->rest;
	bool slash, last;
	struct name_node *n;
	struct inode *inode;
	size_t len = 0;

	while (name[len] && name[len] != '/')
		len++;
	slash = name[len] == '/';
	w->rest = skip_slashes(name + len);
	last = !*w->rest && !w->depth;
	if (last && slash)
		w->flags |= WALK_DIR;

	if (!w->at->inode || !S_ISDIR(w->at->inode->mode))
		return -ENOTDIR;
	if (len == 1 && name[0] == '.')
		return 0;
	if (len == 2 && name[0] == '.' && name[1] == '.') {
		step_up(w);
		return 0;
	}

	n = name_lookup(w->at, name, len);
	if (IS_ERR(n))
		return PTR_ERR(n);
	inode = n->inode;
	if (!inode) {
		if (last && (w->flags & WALK_MISSING)) {
			step_to(w, n);
			return 0;
		}
		name_put(n);
		return -ENOENT;
	}
	if (S_ISLNK(inode->mode) &&
	    (!last || slash || !(w->flags & WALK_NOFOLLOW))) {
		/* Relative targets start from here, so at does not move. */
		int err = follow_link(w, inode);

		name_put(n);
		return err;
	}
	step_to(w, mount_top(n));
	return 0;
}

/**
 * walk_path - resolve a path
 * @root: where absolute paths start, and what ".." cannot leave
 * @cwd: where relative paths start
 * @path: the path
 * @flags: WALK_ bits
 *
 * Returns the held node, without an inode only if WALK_MISSING allows that,
 * or an ERR_PTR.
 */
struct name_node *walk_path(struct name_node *root, struct name_node *cwd,
			    const char *path, u32 flags)
{
	struct walk w = {
		.root = root,
		.at = *path == '/' ? root : cwd,
		.rest = skip_slashes(path),
		.flags = flags,
	};
	int err = 0;

	if (!*path)
		return ERR_PTR(-ENOENT);
	name_hold(w.at);
	w.at = mount_top(w.at);
	do {
		while (*w.rest && !err)
			err = step(&w);
	} while (pop_link(&w) && !err);
	while (pop_link(&w))
		;

	if (!err && (w.flags & WALK_DIR) && w.at->inode &&
	    !S_ISDIR(w.at->inode->mode))
		err = -ENOTDIR;
	if (err) {
		name_put(w.at);
		return ERR_PTR(err);
	}
	return w.at;
}
