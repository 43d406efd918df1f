/* SPDX-License-Identifier: MIT */
/*
 * module.c - resolving the symbols of loadable modules
 *
 * A module refers to functions of the kernel and of other modules by name.
 * Loading it means to look the names up and to patch the addresses into its
 * code. Each symbol carries a checksum of its C type; a module built
 * against another version of a structure is turned away, not left to crash.
 */
#include "base.h"

#define MODULE_NAME_MAX	56
#define MAX_DEPS	16

enum module_state {
	MODULE_LOADING,
	MODULE_LIVE,
	MODULE_LEAVING,
};

struct export {
	const char *name;
	unsigned long addr;
	u32 crc;
};

struct import {
	const char *name;
	u32 crc;
	unsigned long addr;	/* filled in by the loader */
};

enum reloc_type {
	RELOC_ABS64,
	RELOC_PC32,
};

struct reloc {
	u32 offset;		/* of the place to patch, in the image */
	u16 import;
	u8 type;
	s32 addend;
};

struct module {
	struct list_head link;
	char name[MODULE_NAME_MAX];
	enum module_state state;
	unsigned int users;	/* modules and open devices */
	u8 *image;
	size_t image_size;
	const struct export *exports;	/* sorted by name */
	unsigned int nr_exports;
	struct import *imports;
	unsigned int nr_imports;
	const struct reloc *relocs;
	unsigned int nr_relocs;
	struct module *deps[MAX_DEPS];
	unsigned int nr_deps;
	int (*init)(void);
	void (*exit)(void);
};

static LIST_HEAD(modules);
static DEFINE_MUTEX(module_lock);
static struct module kernel_module = {	/* always there, never unloaded */
	.name = "kernel",
	.state = MODULE_LIVE,
};

/* The table is made when the kernel is linked, sorted like all of them. */
void __init module_set_kernel_exports(const struct export *table, unsigned int n)
{
	kernel_module.exports = table;
	kernel_module.nr_exports = n;
}

static const struct export *search(const struct module *m, const char *name)
{
	unsigned int lo = 0, hi = m->nr_exports;

	while (lo < hi) {
		unsigned int mid = lo + (hi - lo) / 2;
		int order = strcmp(name, m->exports[mid].name);

		if (!order)
			return &m->exports[mid];
		if (order < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

static const struct export *find_symbol(const char *name, struct module **owner)
{
	const struct export *e = search(&kernel_module, name);
	struct module *m;

	*owner = &kernel_module;
	if (e)
		return e;
	list_for_each_entry(m, &modules, link) {
		/* One that is half loaded or on its way out lends nothing. */
		if (m->state != MODULE_LIVE)
			continue;
		*owner = m;
		e = search(m, name);
		if (e)
			return e;
	}
	return NULL;
}

static int add_dep(struct module *m, struct module *on)
{
	if (on == &kernel_module)
		return 0;
	for (unsigned int i = 0; i < m->nr_deps; i++)
		if (m->deps[i] == on)
			return 0;
	if (m->nr_deps == MAX_DEPS)
		return -E2BIG;
	m->deps[m->nr_deps++] = on;
	on->users++;
	return 0;
}

static void drop_deps(struct module *m)
{
	while (m->nr_deps)
		m->deps[--m->nr_deps]->users--;
}

static int resolve(struct module *m)
{
	for (unsigned int i = 0; i < m->nr_imports; i++) {
		struct import *im = &m->imports[i];
		const struct export *e;
		struct module *owner;
		int ret;

		e = find_symbol(im->name, &owner);
		if (!e) {
			pr_err("%s: unknown symbol %s\n", m->name, im->name);
			return -ENOENT;
		}
		if (e->crc != im->crc) {
			pr_err("%s: %s has another type in %s\n", m->name,
			       im->name, owner->name);
			return -ENOEXEC;
		}
		ret = add_dep(m, owner);
		if (ret)
			return ret;
		im->addr = e->addr;
	}
	return 0;
}

static int relocate(struct module *m)
{
	for (unsigned int i = 0; i < m->nr_relocs; i++) {
		const struct reloc *r = &m->relocs[i];
		size_t width = r->type == RELOC_ABS64 ? 8 : 4;
		u64 value;
		s64 rel;

		if (r->import >= m->nr_imports || width > m->image_size ||
		    r->offset > m->image_size - width)
			return -ENOEXEC;
		value = m->imports[r->import].addr + r->addend;

		switch (r->type) {
		case RELOC_ABS64:
			memcpy(m->image + r->offset, &value, 8);
			break;
		case RELOC_PC32:
			rel = value - (unsigned long)(m->image + r->offset);
			if (rel != (s32)rel) {
				pr_err("%s: %s is out of reach\n", m->name,
				       m->imports[r->import].name);
				return -ERANGE;
			}
			memcpy(m->image + r->offset, &(s32){ rel }, 4);
			break;
		default:
			return -ENOEXEC;
		}
	}
	return 0;
}

/**
 * module_load - link a module into the kernel and start it
 * @m: the module, with its image in executable memory
 */
int module_load(struct module *m)
{
	struct module *other, *owner;
	int ret = -EEXIST;

	mutex_lock(&module_lock);
	list_for_each_entry(other, &modules, link)
		if (!strcmp(other->name, m->name))
			goto unlock;
	for (unsigned int i = 0; i < m->nr_exports; i++)
		if (find_symbol(m->exports[i].name, &owner))
			goto unlock;

	m->state = MODULE_LOADING;
	ret = resolve(m);
	if (!ret)
		ret = relocate(m);
	if (ret)
		goto drop;
	list_add_tail(&m->link, &modules);
	mutex_unlock(&module_lock);

	/* Without the lock: it may want to load another module. */
	ret = m->init ? m->init() : 0;

	mutex_lock(&module_lock);
	if (!ret) {
		m->state = MODULE_LIVE;
		goto unlock;
	}
	pr_err("%s: init failed: %d\n", m->name, ret);
	list_del(&m->link);
drop:
	drop_deps(m);
unlock:
	mutex_unlock(&module_lock);
	return ret;
}

/* Returns -EBUSY while the module is used, or if it has no exit function. */
int module_unload(struct module *m)
{
	mutex_lock(&module_lock);
	if (m->state != MODULE_LIVE || m->users || (m->init && !m->exit)) {
		mutex_unlock(&module_lock);
		return -EBUSY;
	}
	m->state = MODULE_LEAVING;	/* nobody can take a reference now */
	mutex_unlock(&module_lock);

	if (m->exit)
		m->exit();

	mutex_lock(&module_lock);
	list_del(&m->link);
	drop_deps(m);
	mutex_unlock(&module_lock);
	return 0;
}
