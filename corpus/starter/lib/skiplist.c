/* SPDX-License-Identifier: MIT */
/*
 * skiplist.c - ordered map with lookups that take no lock
 *
 * Each node is in the bottom list, one in four also in the list above, one
 * in sixteen in the next, and so on. A search runs along the sparse lists
 * first and drops down when it would overshoot.
 *
 * Writers hold the lock. A reader may come along at any time: a new node is
 * complete before it is linked, and linked from the bottom up, so a reader
 * finds it or does not but never sees half of it. Removed nodes keep their
 * links and go to a graveyard until the owner knows that readers are gone.
 */
#include "base.h"

#define SKIP_LEVELS	12	/* good for 4^12 nodes */

struct skip_node {
	u64 key;
	void *value;
	struct skip_node *buried;
	unsigned int levels;
	struct skip_node *next[];
};

struct skiplist {
	spinlock_t lock;
	u32 rnd;
	size_t count;
	struct skip_node *graveyard;
	struct skip_node *head[SKIP_LEVELS];
};

/* Links of a node; the list itself stands in for a node before the first. */
static inline struct skip_node **links(struct skiplist *sl,
				       struct skip_node *node)
{
	return node ? node->next : sl->head;
}

static unsigned int draw_levels(struct skiplist *sl)
{
	unsigned int zeros;

	sl->rnd = sl->rnd * 1664525u + 1013904223u;
	/* The low bits of this generator hardly change: use the high ones. */
	zeros = sl->rnd ? (unsigned int)__builtin_clz(sl->rnd) : 31;
	return min(1 + zeros / 2, (unsigned int)SKIP_LEVELS);
}

/*
 * Find the first node whose key is not less than @key. With @prev given,
 * store the link to change at each level.
 */
static struct skip_node *find(struct skiplist *sl, u64 key,
			      struct skip_node ***prev)
{
	struct skip_node *node = NULL, *next = NULL;
	int level;

	for (level = SKIP_LEVELS - 1; level >= 0; level--) {
		for (;;) {
			next = smp_load_acquire(&links(sl, node)[level]);
			if (!next || next->key >= key)
				break;
			node = next;
		}
		if (prev)
			prev[level] = &links(sl, node)[level];
	}
	return next;
}

/**
 * skiplist_init - set up an empty list
 * @sl: the list
 * @seed: start of the random sequence
 */
void skiplist_init(struct skiplist *sl, u32 seed)
{
	memset(sl, 0, sizeof(*sl));
	spin_lock_init(&sl->lock);
	sl->rnd = seed;
}

/**
 * skiplist_insert - add a key
 * @sl: the list
 * @key: the key
 * @value: what it stands for, not NULL
 *
 * Return: 0, -EINVAL, -EEXIST or -ENOMEM.
 */
int skiplist_insert(struct skiplist *sl, u64 key, void *value)
{
	struct skip_node **prev[SKIP_LEVELS];
	struct skip_node *node;
	unsigned int levels, i;
	int ret = -EEXIST;

	if (!value)
		return -EINVAL;

	spin_lock(&sl->lock);
	node = find(sl, key, prev);
	if (node && node->key == key)
		goto out;

	ret = -ENOMEM;
	levels = draw_levels(sl);
	node = kmalloc(sizeof(*node) + levels * sizeof(node->next[0]),
		       GFP_ATOMIC);
	if (!node)
		goto out;
	node->key = key;
	node->value = value;
	node->buried = NULL;
	node->levels = levels;
	for (i = 0; i < levels; i++) {
		node->next[i] = *prev[i];
		smp_store_release(prev[i], node);
	}
	sl->count++;
	ret = 0;
out:
	spin_unlock(&sl->lock);
	return ret;
}

/**
 * skiplist_lookup - find the value of a key, without a lock
 * @sl: the list
 * @key: the key
 */
void *skiplist_lookup(struct skiplist *sl, u64 key)
{
	struct skip_node *node = find(sl, key, NULL);

	return node && node->key == key ? node->value : NULL;
}

/**
 * skiplist_remove - remove a key
 * @sl: the list
 * @key: the key
 *
 * Return: its value, or NULL if there is no such key.
 */
void *skiplist_remove(struct skiplist *sl, u64 key)
{
	struct skip_node **prev[SKIP_LEVELS];
	struct skip_node *node;
	void *value = NULL;
	unsigned int i;

	spin_lock(&sl->lock);
	node = find(sl, key, prev);
	if (node && node->key == key) {
		for (i = node->levels; i-- > 0; )
			smp_store_release(prev[i], node->next[i]);
		value = node->value;
		node->buried = sl->graveyard;
		sl->graveyard = node;
		sl->count--;
	}
	spin_unlock(&sl->lock);
	return value;
}

/**
 * skiplist_reap - free removed nodes
 * @sl: the list; no lookup that began before the removals may still run
 */
void skiplist_reap(struct skiplist *sl)
{
	struct skip_node *node, *next;

	spin_lock(&sl->lock);
	node = sl->graveyard;
	sl->graveyard = NULL;
	spin_unlock(&sl->lock);

	for (; node; node = next) {
		next = node->buried;
		kfree(node);
	}
}
