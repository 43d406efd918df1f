/* SPDX-License-Identifier: MIT */
/*
 * kobj.c - reference counts, and named objects that form a tree
 *
 * A count that leaks references would wrap in the end and free an object in
 * use. This one sticks near its maximum instead: leaking memory is the
 * lesser evil.
 */
#include "base.h"

#define REF_STUCK	0x40000000	/* from here on the count is ignored */

struct ref {
	atomic_t count;
};

struct kobj;

struct kobj_type {
	const char *name;
	void (*release)(struct kobj *obj);
};

struct kobj {
	const char *name;
	const struct kobj_type *type;
	struct ref ref;
	struct kobj *parent;
	struct list_head children;
	struct list_head sibling;
};

/* Protects the shape of the tree, not the objects in it. */
static DEFINE_MUTEX(tree_lock);

/**
 * ref_get_live - take a reference unless the last one is gone
 * @r: the count
 *
 * For lookups, which may meet an object on its way out. The memory of @r
 * itself must be kept alive by a lock.
 */
bool ref_get_live(struct ref *r)
{
	int old = atomic_read(&r->count);

	while (old > 0 && old < REF_STUCK) {
		int seen = atomic_cmpxchg(&r->count, old, old + 1);

		if (seen == old)
			return true;
		old = seen;
	}
	return old >= REF_STUCK;
}

/**
 * ref_put - drop a reference
 * @r: the count
 *
 * Return: true for the last one; the object is then the caller's to free.
 */
bool ref_put(struct ref *r)
{
	int old = atomic_read(&r->count);

	for (;;) {
		int seen;

		if (old >= REF_STUCK)
			return false;
		if (WARN_ON(old <= 0))
			return false;
		seen = atomic_cmpxchg(&r->count, old, old - 1);
		if (seen == old)
			return old == 1;
		old = seen;
	}
}

struct kobj *kobj_get(struct kobj *obj)
{
	/* Who calls this holds a reference, so the count is not zero. */
	if (obj)
		WARN_ON(!ref_get_live(&obj->ref));
	return obj;
}

/**
 * kobj_put - drop a reference, and the object with the last one
 * @obj: the object, or NULL
 *
 * An object holds a reference on its parent. Freeing one may thus free its
 * ancestors, which a loop does so as not to nest as deep as the tree.
 */
void kobj_put(struct kobj *obj)
{
	while (obj && ref_put(&obj->ref)) {
		struct kobj *parent = obj->parent;

		mutex_lock(&tree_lock);
		list_del(&obj->sibling);
		mutex_unlock(&tree_lock);

		pr_debug("kobj: %s '%s' released\n", obj->type->name, obj->name);
		kfree(obj->name);
		obj->type->release(obj);
		obj = parent;
	}
}

/* The caller holds tree_lock. Objects on their way out do not count. */
static struct kobj *find_child(struct kobj *parent, const char *name,
			       size_t len)
{
	struct kobj *kid;

	list_for_each_entry(kid, &parent->children, sibling) {
		if (!strncmp(kid->name, name, len) && !kid->name[len] &&
		    ref_get_live(&kid->ref))
			return kid;
	}
	return NULL;
}

/**
 * kobj_init - name an object and put it into the tree
 * @obj: the object, embedded in something larger
 * @type: how to free it
 * @parent: where to put it, NULL for a root
 * @name: its name, copied; no "/" and not empty
 *
 * Return: 0, -EINVAL, -ENOMEM or -EEXIST. On error the object is not in the
 * tree and is freed by the caller's own means.
 */
int kobj_init(struct kobj *obj, const struct kobj_type *type,
	      struct kobj *parent, const char *name)
{
	struct kobj *twin = NULL;

	if (!type || !type->release || !*name || strchr(name, '/'))
		return -EINVAL;

	obj->name = kstrdup(name, GFP_KERNEL);
	if (!obj->name)
		return -ENOMEM;
	obj->type = type;
	obj->parent = parent;
	atomic_set(&obj->ref.count, 1);
	INIT_LIST_HEAD(&obj->children);
	INIT_LIST_HEAD(&obj->sibling);
	if (!parent)
		return 0;

	mutex_lock(&tree_lock);
	twin = find_child(parent, name, strlen(name));
	if (!twin)
		list_add_tail(&obj->sibling, &kobj_get(parent)->children);
	mutex_unlock(&tree_lock);

	if (!twin)
		return 0;
	/* Put after unlocking: it could be the last reference by now. */
	kobj_put(twin);
	kfree(obj->name);
	return -EEXIST;
}

/**
 * kobj_find - look an object up by its path
 * @root: where to start
 * @path: names separated by "/"
 *
 * Return: the object with a reference taken, or NULL.
 */
struct kobj *kobj_find(struct kobj *root, const char *path)
{
	struct kobj *obj = kobj_get(root);

	while (obj) {
		const char *end;
		struct kobj *kid;

		while (*path == '/')
			path++;
		if (!*path)
			break;
		end = strchr(path, '/');
		if (!end)
			end = path + strlen(path);

		mutex_lock(&tree_lock);
		kid = find_child(obj, path, (size_t)(end - path));
		mutex_unlock(&tree_lock);
		kobj_put(obj);
		obj = kid;
		path = end;
	}
	return obj;
}
