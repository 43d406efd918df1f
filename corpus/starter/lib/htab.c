/* SPDX-License-Identifier: MIT */
/*
 * htab.c - hash table that grows a little at a time
 *
 * A table that rehashes all its entries at once makes one unlucky caller
 * wait for everybody. Here a resize only allocates the new array; each later
 * insert or removal carries a few buckets over from the old one. While that
 * goes on an entry may be in either array, so lookups try both.
 */
#include "base.h"

#define HTAB_MIN_BITS	4
#define HTAB_MAX_BITS	24
#define HTAB_STEP	4	/* buckets carried over per operation */

struct hnode {
	struct hnode *next;
	u32 hash;
};

struct htab_ops {
	u32 (*hash)(const void *key, u32 seed);
	bool (*match)(const struct hnode *node, const void *key);
	void (*release)(struct hnode *node);
};

struct bucket_array {
	struct hnode **slot;
	unsigned int bits;
};

struct htab {
	const struct htab_ops *ops;
	struct bucket_array cur;
	struct bucket_array old;	/* slot is NULL when no move is on */
	size_t moved;			/* buckets of old already emptied */
	size_t count;
	u32 seed;
	spinlock_t lock;
};

static inline size_t array_size(const struct bucket_array *a)
{
	return (size_t)1 << a->bits;
}

static inline struct hnode **slot_of(const struct bucket_array *a, u32 hash)
{
	/* The upper bits are the well mixed ones of a multiplied hash. */
	return &a->slot[hash >> (32 - a->bits)];
}

static int array_alloc(struct bucket_array *a, unsigned int bits)
{
	a->slot = kcalloc((size_t)1 << bits, sizeof(*a->slot), GFP_ATOMIC);
	if (!a->slot)
		return -ENOMEM;
	a->bits = bits;
	return 0;
}

static inline bool moving(const struct htab *t)
{
	return t->old.slot != NULL;
}

static void carry_over(struct htab *t, size_t nr)
{
	size_t end = array_size(&t->old);

	while (nr-- && t->moved < end) {
		struct hnode *node = t->old.slot[t->moved];

		t->old.slot[t->moved++] = NULL;
		while (node) {
			struct hnode *next = node->next;
			struct hnode **to = slot_of(&t->cur, node->hash);

			node->next = *to;
			*to = node;
			node = next;
		}
	}

	if (t->moved == end) {
		kfree(t->old.slot);
		t->old.slot = NULL;
		pr_debug("htab: settled at %zu buckets\n", array_size(&t->cur));
	}
}

/*
 * Begin a move if the load asks for it. Failure to allocate is no error:
 * the chains get longer, and the next operation will try again.
 */
static void consider_resize(struct htab *t)
{
	size_t size = array_size(&t->cur);
	unsigned int bits = t->cur.bits;
	struct bucket_array fresh;

	if (t->count > size && bits < HTAB_MAX_BITS)
		bits++;
	else if (t->count < size / 8 && bits > HTAB_MIN_BITS)
		bits--;
	else
		return;

	if (array_alloc(&fresh, bits))
		return;
	t->old = t->cur;
	t->cur = fresh;
	t->moved = 0;
}

static void after_change(struct htab *t)
{
	if (moving(t))
		carry_over(t, HTAB_STEP);
	else
		consider_resize(t);
}

/* Find the link that points at the entry for @key, or NULL. */
static struct hnode **find_link(struct htab *t, const void *key, u32 hash)
{
	struct bucket_array *arrays[] = { &t->cur, &t->old };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(arrays); i++) {
		struct hnode **link;

		if (!arrays[i]->slot)
			continue;
		link = slot_of(arrays[i], hash);
		for (; *link; link = &(*link)->next) {
			/* The stored hash spares most calls of match(). */
			if ((*link)->hash == hash && t->ops->match(*link, key))
				return link;
		}
	}
	return NULL;
}

/**
 * htab_init - set up an empty table
 * @t: the table
 * @ops: how to hash and compare keys; release may be NULL
 * @seed: mixed into the hash, so that keys cannot be chosen to collide
 */
int htab_init(struct htab *t, const struct htab_ops *ops, u32 seed)
{
	if (!ops || !ops->hash || !ops->match)
		return -EINVAL;

	t->ops = ops;
	t->old.slot = NULL;
	t->moved = 0;
	t->count = 0;
	t->seed = seed;
	spin_lock_init(&t->lock);
	return array_alloc(&t->cur, HTAB_MIN_BITS);
}

/**
 * htab_insert - add an entry unless its key is taken
 * @t: the table
 * @node: the entry; it belongs to the table until it is removed
 * @key: key of the entry
 *
 * Return: 0 or -EEXIST.
 */
int htab_insert(struct htab *t, struct hnode *node, const void *key)
{
	u32 hash = t->ops->hash(key, t->seed);
	struct hnode **slot;
	int ret = -EEXIST;

	spin_lock(&t->lock);
	if (find_link(t, key, hash))
		goto out;

	slot = slot_of(&t->cur, hash);
	node->hash = hash;
	node->next = *slot;
	*slot = node;
	t->count++;
	after_change(t);
	ret = 0;
out:
	spin_unlock(&t->lock);
	return ret;
}

/**
 * htab_lookup - find the entry for a key
 * @t: the table
 * @key: key to look for
 *
 * The entry may be removed as soon as this returns; callers that share a
 * table must hold a reference of their own on what it contains.
 */
struct hnode *htab_lookup(struct htab *t, const void *key)
{
	u32 hash = t->ops->hash(key, t->seed);
	struct hnode **link;
	struct hnode *node;

	spin_lock(&t->lock);
	link = find_link(t, key, hash);
	node = link ? *link : NULL;
	spin_unlock(&t->lock);
	return node;
}

/**
 * htab_remove - unlink the entry for a key
 * @t: the table
 * @key: key to remove
 *
 * Return: the entry, now the caller's, or NULL if there was none.
 */
struct hnode *htab_remove(struct htab *t, const void *key)
{
	u32 hash = t->ops->hash(key, t->seed);
	struct hnode **link;
	struct hnode *node = NULL;

	spin_lock(&t->lock);
	link = find_link(t, key, hash);
	if (link) {
		node = *link;
		*link = node->next;
		node->next = NULL;
		t->count--;
		after_change(t);
	}
	spin_unlock(&t->lock);
	return node;
}

/**
 * htab_destroy - free the table and release what is left in it
 * @t: a table nobody else uses any more
 */
void htab_destroy(struct htab *t)
{
	size_t i;

	if (moving(t))
		carry_over(t, array_size(&t->old));

	for (i = 0; i < array_size(&t->cur); i++) {
		struct hnode *node = t->cur.slot[i];

		while (node) {
			struct hnode *next = node->next;

			if (t->ops->release)
				t->ops->release(node);
			node = next;
		}
	}
	kfree(t->cur.slot);
	t->cur.slot = NULL;
	t->count = 0;
}

/**
 * hash_bytes - a hash for keys of plain bytes
 * @data: the key
 * @len: its length
 * @seed: start value
 */
u32 hash_bytes(const void *data, size_t len, u32 seed)
{
	const u8 *p = data;
	u32 h = seed ^ 0x811c9dc5u;

	while (len--)
		h = (h ^ *p++) * 0x01000193u;

	/* FNV leaves the top bits weak, and those pick the bucket. */
	h ^= h >> 15;
	h *= 0x2c1b3c6du;
	h ^= h >> 12;
	h *= 0x297a2d39u;
	return h;
}
