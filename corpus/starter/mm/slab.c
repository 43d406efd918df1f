/* SPDX-License-Identifier: MIT */
/*
 * slab.c - caches of objects of one size
 *
 * A slab is one page: a header, then objects. Free objects form a stack of
 * index numbers in the header. As slabs are aligned to pages, the slab of
 * an object is found by clearing the low bits of its address.
 */
#include "base.h"

#define SLAB_MAGIC	0x51ab51abu
#define SLAB_POISON	BIT(0)		/* catch writes to freed objects */
#define POISON_BYTE	0x6b
#define MAX_EMPTY	3		/* empty slabs to keep for later */

struct cache {
	const char *name;
	spinlock_t lock;
	size_t size;
	unsigned long flags;
	u16 per_slab;
	u16 offset;		/* of the first object in the slab */
	void (*ctor)(void *obj);
	struct list_head partial;
	struct list_head full;
	struct list_head empty;
	unsigned int nr_empty;
	unsigned long in_use;
};

struct slab {
	struct list_head link;
	struct cache *cache;
	u32 magic;
	u16 nr_free;
	u16 free[];		/* stack of free objects */
};

/**
 * cache_create - set up a cache
 * @name: for messages; not copied
 * @size: size of an object
 * @align: alignment, a power of two
 * @flags: SLAB_* flags
 * @ctor: brings a new object into its initial state, or NULL. Objects must
 *	be in that state again when freed, so it cannot go with SLAB_POISON.
 */
struct cache *cache_create(const char *name, size_t size, size_t align,
			   unsigned long flags, void (*ctor)(void *obj))
{
	size_t n, offset;
	struct cache *c;

	if (!size || !align || (align & (align - 1)) ||
	    (ctor && (flags & SLAB_POISON)))
		return ERR_PTR(-EINVAL);

	size = ALIGN(size, align);
	/* The index stack grows with the number of objects: fit both. */
	n = (PAGE_SIZE - sizeof(struct slab)) / (size + sizeof(u16));
	for (; n > 0; n--) {
		offset = ALIGN(sizeof(struct slab) + n * sizeof(u16), align);
		if (offset + n * size <= PAGE_SIZE)
			break;
	}
	if (!n)
		return ERR_PTR(-E2BIG);

	c = kzalloc(sizeof(*c), GFP_KERNEL);
	if (!c)
		return ERR_PTR(-ENOMEM);
	c->name = name;
	c->size = size;
	c->flags = flags;
	c->per_slab = n;
	c->offset = offset;
	c->ctor = ctor;
	spin_lock_init(&c->lock);
	INIT_LIST_HEAD(&c->partial);
	INIT_LIST_HEAD(&c->full);
	INIT_LIST_HEAD(&c->empty);
	return c;
}

static inline void *object(const struct cache *c, struct slab *s, u16 i)
{
	return (char *)s + c->offset + i * c->size;
}

static struct slab *slab_new(struct cache *c, gfp_t gfp)
{
	struct slab *s = (struct slab *)get_free_page(gfp);

	if (!s)
		return NULL;
	s->cache = c;
	s->magic = SLAB_MAGIC;
	s->nr_free = c->per_slab;
	for (u16 i = 0; i < c->per_slab; i++) {
		void *obj = object(c, s, i);

		s->free[i] = c->per_slab - 1 - i;	/* lowest on top */
		if (c->ctor)
			c->ctor(obj);
		else if (c->flags & SLAB_POISON)
			memset(obj, POISON_BYTE, c->size);
	}
	return s;
}

static void check_poison(const struct cache *c, const u8 *obj)
{
	for (size_t i = 0; i < c->size; i++) {
		if (obj[i] == POISON_BYTE)
			continue;
		pr_err("slab %s: %p was written after free, offset %zu: %02x\n",
		       c->name, (const void *)obj, i, obj[i]);
		return;
	}
}

/**
 * cache_alloc - get an object
 *
 * Slabs in partial use come first, so that others can run empty and their
 * memory can go back. Returns NULL if there is no memory.
 */
void *cache_alloc(struct cache *c, gfp_t gfp)
{
	struct slab *s, *fresh = NULL;
	unsigned long flags;
	void *obj;

	spin_lock_irqsave(&c->lock, flags);
	while (list_empty(&c->partial)) {
		if (!list_empty(&c->empty)) {
			c->nr_empty--;
			list_move_tail(c->empty.next, &c->partial);
			break;
		}
		if (fresh) {
			list_add(&fresh->link, &c->partial);
			fresh = NULL;
			break;
		}
		/* Getting a page may sleep; look again afterwards. */
		spin_unlock_irqrestore(&c->lock, flags);
		fresh = slab_new(c, gfp);
		if (!fresh)
			return NULL;
		spin_lock_irqsave(&c->lock, flags);
	}

	s = list_first_entry(&c->partial, struct slab, link);
	obj = object(c, s, s->free[--s->nr_free]);
	if (!s->nr_free)
		list_move_tail(&s->link, &c->full);
	c->in_use++;
	spin_unlock_irqrestore(&c->lock, flags);

	if (fresh)		/* somebody freed an object meanwhile */
		free_page((unsigned long)fresh);
	if (c->flags & SLAB_POISON)
		check_poison(c, obj);
	return obj;
}

void cache_free(struct cache *c, void *obj)
{
	struct slab *s = (struct slab *)((unsigned long)obj & PAGE_MASK);
	size_t pos = (char *)obj - (char *)s - c->offset;
	struct slab *spare = NULL;
	unsigned long flags;

	if (s->magic != SLAB_MAGIC || s->cache != c || pos % c->size) {
		pr_err("slab %s: %p is not an object of it\n", c->name, obj);
		return;
	}
	if (c->flags & SLAB_POISON)
		memset(obj, POISON_BYTE, c->size);

	spin_lock_irqsave(&c->lock, flags);
	s->free[s->nr_free++] = pos / c->size;
	c->in_use--;
	if (s->nr_free == c->per_slab) {
		list_move_tail(&s->link, &c->empty);
		if (++c->nr_empty > MAX_EMPTY) {
			c->nr_empty--;
			list_del(&s->link);
			spare = s;
		}
	} else if (s->nr_free == 1) {
		list_move_tail(&s->link, &c->partial);
	}
	spin_unlock_irqrestore(&c->lock, flags);
	if (spare)
		free_page((unsigned long)spare);
}

/* Returns -EBUSY, and keeps the cache, if objects are still in use. */
int cache_destroy(struct cache *c)
{
	if (c->in_use) {
		pr_err("slab %s: %lu objects left\n", c->name, c->in_use);
		return -EBUSY;
	}
	while (!list_empty(&c->empty)) {
		struct list_head *link = c->empty.next;

		list_del(link);
		free_page((unsigned long)list_entry(link, struct slab, link));
	}
	kfree(c);
	return 0;
}
