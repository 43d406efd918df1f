/* SPDX-License-Identifier: MIT */
/*
 * radix.c - radix tree from unsigned long to pointer
 *
 * The index is eaten six bits at a time, the highest first. The tree is only
 * as high as its largest index needs: the root remembers how many levels
 * there are, grows on top when a larger index comes and shrinks when the
 * upper levels have only their slot 0 left. Small dense ranges, page caches
 * above all, get by with one or two levels.
 *
 * Each slot has a mark next to it. In an inner node the mark says that some
 * marked entry is below, so "all dirty pages" is found without a full walk.
 *
 * Callers provide the locking.
 */
#include "base.h"

#define RADIX_BITS	6
#define RADIX_SLOTS	(1u << RADIX_BITS)
#define RADIX_LEVELS	DIV_ROUND_UP(BITS_PER_LONG, RADIX_BITS)

struct radix_node {
	void *slot[RADIX_SLOTS];
	u64 marks;
	unsigned int used;
};

struct radix_tree {
	struct radix_node *top;
	unsigned int levels;		/* 0 for an empty tree */
	gfp_t gfp;
};

/* The way taken from the top down to a leaf; needed to clean up after. */
struct radix_path {
	struct radix_node *node[RADIX_LEVELS];
	unsigned int idx[RADIX_LEVELS];
};

static inline unsigned int digit(unsigned long index, unsigned int level)
{
	return (index >> (level * RADIX_BITS)) & (RADIX_SLOTS - 1);
}

/* Whether @index can be reached with @levels levels. */
static bool fits(unsigned long index, unsigned int levels)
{
	if (levels >= RADIX_LEVELS)
		return true;
	return !(index >> (levels * RADIX_BITS));
}

static int grow(struct radix_tree *tree, unsigned long index)
{
	do {
		struct radix_node *node = kzalloc(sizeof(*node), tree->gfp);

		if (!node)
			return -ENOMEM;
		if (tree->top) {
			node->slot[0] = tree->top;
			node->marks = tree->top->marks ? 1 : 0;
			node->used = 1;
		}
		tree->top = node;
		tree->levels++;
	} while (!fits(index, tree->levels));

	return 0;
}

static void shrink(struct radix_tree *tree)
{
	while (tree->levels > 1 && tree->top->used == 1 && tree->top->slot[0]) {
		struct radix_node *old = tree->top;

		tree->top = old->slot[0];
		tree->levels--;
		kfree(old);
	}
	if (!tree->top->used) {
		kfree(tree->top);
		tree->top = NULL;
		tree->levels = 0;
	}
}

/* Walk to @index; fills the path and returns the entry or NULL. */
static void *descend(const struct radix_tree *tree, unsigned long index,
		     struct radix_path *path)
{
	void *p = tree->top;
	unsigned int level = tree->levels;

	if (!level || !fits(index, level))
		return NULL;

	while (level-- && p) {
		path->node[level] = p;
		path->idx[level] = digit(index, level);
		p = path->node[level]->slot[path->idx[level]];
	}
	return p;
}

/**
 * radix_insert - store an entry
 * @tree: the tree
 * @index: where
 * @item: what, not NULL
 *
 * Return: 0, -EINVAL, -EEXIST or -ENOMEM. A failed insert may leave empty
 * nodes behind, which the next delete or insert on that path makes use of.
 */
int radix_insert(struct radix_tree *tree, unsigned long index, void *item)
{
	struct radix_node *node;
	unsigned int level;
	int ret;

	if (!item)
		return -EINVAL;

	if (!tree->levels || !fits(index, tree->levels)) {
		ret = grow(tree, index);
		if (ret)
			return ret;
	}

	node = tree->top;
	for (level = tree->levels - 1; level > 0; level--) {
		unsigned int i = digit(index, level);

		if (!node->slot[i]) {
			node->slot[i] = kzalloc(sizeof(*node), tree->gfp);
			if (!node->slot[i])
				return -ENOMEM;
			node->used++;
		}
		node = node->slot[i];
	}

	level = digit(index, 0);
	if (node->slot[level])
		return -EEXIST;
	node->slot[level] = item;
	node->used++;
	return 0;
}

/**
 * radix_lookup - find an entry
 * @tree: the tree
 * @index: where to look
 */
void *radix_lookup(const struct radix_tree *tree, unsigned long index)
{
	struct radix_path path;

	return descend(tree, index, &path);
}

/**
 * radix_set_mark - mark an entry or take its mark away
 * @tree: the tree
 * @index: where
 * @on: whether it shall be marked
 *
 * Return: 0 or -ENOENT.
 */
int radix_set_mark(struct radix_tree *tree, unsigned long index, bool on)
{
	struct radix_path path;
	unsigned int level;

	if (!descend(tree, index, &path))
		return -ENOENT;

	for (level = 0; level < tree->levels; level++) {
		struct radix_node *node = path.node[level];
		u64 bit = 1ULL << path.idx[level];

		if (on) {
			node->marks |= bit;
			continue;
		}
		node->marks &= ~bit;
		/* A sibling is still marked, so is the way to here. */
		if (node->marks)
			break;
	}
	return 0;
}

/**
 * radix_delete - remove an entry
 * @tree: the tree
 * @index: where
 *
 * Return: the entry that was there, or NULL.
 */
void *radix_delete(struct radix_tree *tree, unsigned long index)
{
	struct radix_path path;
	unsigned int level;
	void *item = descend(tree, index, &path);

	if (!item)
		return NULL;

	radix_set_mark(tree, index, false);
	for (level = 0; level < tree->levels; level++) {
		struct radix_node *node = path.node[level];

		node->slot[path.idx[level]] = NULL;
		if (--node->used || level == tree->levels - 1)
			break;
		kfree(node);
	}
	shrink(tree);
	return item;
}

static struct radix_node *skip_to(struct radix_node *node, unsigned int level,
				  unsigned long *index, bool marked,
				  void **item)
{
	unsigned int i = digit(*index, level);
	unsigned int shift = level * RADIX_BITS;

	for (; i < RADIX_SLOTS; i++) {
		if (node->slot[i] && (!marked || node->marks >> i & 1)) {
			*item = node->slot[i];
			return level ? node->slot[i] : node;
		}
		/* Next slot: this digit up by one, all lower ones zero. */
		*index = ((*index >> shift) + 1) << shift;
	}
	return NULL;
}

/**
 * radix_next - find the first entry at or behind an index
 * @tree: the tree
 * @index: where to start; receives the index of what was found
 * @marked: whether only marked entries count
 *
 * Return: the entry, or NULL when there are no more.
 */
void *radix_next(const struct radix_tree *tree, unsigned long *index,
		 bool marked)
{
	void *item = NULL;

restart:
	if (tree->levels && fits(*index, tree->levels)) {
		struct radix_node *node = tree->top;
		unsigned int level = tree->levels;
		unsigned long from = *index;

		while (level--) {
			node = skip_to(node, level, index, marked, &item);
			if (node)
				continue;
			/*
			 * Ran off the end of this node. The index now names
			 * its right neighbour; zero means it wrapped.
			 */
			if (*index <= from)
				return NULL;
			goto restart;
		}
		return item;
	}
	return NULL;
}
