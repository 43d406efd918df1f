/* SPDX-License-Identifier: MIT */
/*
 * itree.c - interval tree, as a treap
 *
 * Holds closed intervals [start, last] which may overlap. The tree is sorted
 * by start and a heap by a random priority, so its shape is that of a tree
 * built in random order and needs no rebalancing rules. Each node also keeps
 * the largest "last" below it, which lets a search skip whole subtrees that
 * end too early to matter.
 */
#include "base.h"

struct span_node {
	u64 start;
	u64 last;
	u64 max_last;
	u32 prio;
	struct span_node *left;
	struct span_node *right;
};

struct itree {
	struct span_node *top;
	spinlock_t lock;
	u32 rnd;
	unsigned int count;
};

/* Priorities need to be spread, not secret: a xorshift step will do. */
static u32 next_prio(struct itree *tree)
{
	u32 x = tree->rnd;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	tree->rnd = x;
	return x;
}

static void update(struct span_node *n)
{
	n->max_last = n->last;
	if (n->left)
		n->max_last = max(n->max_last, n->left->max_last);
	if (n->right)
		n->max_last = max(n->max_last, n->right->max_last);
}

/* A total order; the address settles what the bounds leave open. */
static bool before(const struct span_node *a, const struct span_node *b)
{
	if (a->start != b->start)
		return a->start < b->start;
	if (a->last != b->last)
		return a->last < b->last;
	return (uintptr_t)a < (uintptr_t)b;
}

/*
 * Part @t into the nodes before @key and the others. The depth of the
 * recursion is the height of the treap, some 2 * log2(n) as a rule.
 */
static void split(struct span_node *t, const struct span_node *key,
		  struct span_node **lo, struct span_node **hi)
{
	if (!t) {
		*lo = NULL;
		*hi = NULL;
	} else if (before(t, key)) {
		split(t->right, key, &t->right, hi);
		*lo = t;
		update(t);
	} else {
		split(t->left, key, lo, &t->left);
		*hi = t;
		update(t);
	}
}

/* Join two treaps, all of @lo coming before all of @hi. */
static struct span_node *join(struct span_node *lo, struct span_node *hi)
{
	if (!lo)
		return hi;
	if (!hi)
		return lo;

	if (lo->prio > hi->prio) {
		lo->right = join(lo->right, hi);
		update(lo);
		return lo;
	}
	hi->left = join(lo, hi->left);
	update(hi);
	return hi;
}

static struct span_node *insert_at(struct span_node *t,
				    struct span_node *node)
{
	if (!t || node->prio > t->prio) {
		split(t, node, &node->left, &node->right);
		update(node);
		return node;
	}
	if (before(node, t))
		t->left = insert_at(t->left, node);
	else
		t->right = insert_at(t->right, node);
	update(t);
	return t;
}

static struct span_node *remove_at(struct span_node *t,
				    struct span_node *node, bool *found)
{
	if (!t)
		return NULL;
	if (t == node) {
		*found = true;
		return join(t->left, t->right);
	}
	if (before(node, t))
		t->left = remove_at(t->left, node, found);
	else
		t->right = remove_at(t->right, node, found);
	update(t);
	return t;
}

/* Leftmost node that meets [start, last], or NULL. */
static struct span_node *first_overlap(struct span_node *t, u64 start,
					u64 last)
{
	while (t) {
		if (t->max_last < start)
			return NULL;
		/*
		 * If the left side reaches as far as @start, an overlap is
		 * there or nowhere: should its node with the largest end
		 * begin behind @last, so does everything right of it.
		 */
		if (t->left && t->left->max_last >= start) {
			t = t->left;
			continue;
		}
		if (t->start > last)
			return NULL;
		if (t->last >= start)
			return t;
		t = t->right;
	}
	return NULL;
}

/**
 * itree_init - set up an empty tree
 * @tree: the tree
 * @seed: anything that differs from boot to boot
 */
void itree_init(struct itree *tree, u32 seed)
{
	tree->top = NULL;
	tree->count = 0;
	tree->rnd = seed ? seed : 0x9e3779b9u;	/* xorshift is stuck at zero */
	spin_lock_init(&tree->lock);
}

/**
 * itree_insert - add an interval, overlaps allowed
 * @tree: the tree
 * @node: interval with start and last filled in
 *
 * Return: 0, or -EINVAL if the interval ends before it starts.
 */
int itree_insert(struct itree *tree, struct span_node *node)
{
	if (node->start > node->last)
		return -EINVAL;

	spin_lock(&tree->lock);
	node->prio = next_prio(tree);
	tree->top = insert_at(tree->top, node);
	tree->count++;
	spin_unlock(&tree->lock);
	return 0;
}

/**
 * itree_claim - add an interval only if nothing is in its way
 * @tree: the tree
 * @node: interval with start and last filled in
 *
 * Test and insertion happen under one hold of the lock, so two drivers that
 * ask for the same I/O range cannot both be told yes.
 *
 * Return: 0, -EINVAL or -EBUSY.
 */
int itree_claim(struct itree *tree, struct span_node *node)
{
	struct span_node *other;
	int ret = 0;

	if (node->start > node->last)
		return -EINVAL;

	spin_lock(&tree->lock);
	other = first_overlap(tree->top, node->start, node->last);
	if (other) {
		pr_debug("itree: [%llx-%llx] collides with [%llx-%llx]\n",
			 (unsigned long long)node->start,
			 (unsigned long long)node->last,
			 (unsigned long long)other->start,
			 (unsigned long long)other->last);
		ret = -EBUSY;
		goto out;
	}
	node->prio = next_prio(tree);
	tree->top = insert_at(tree->top, node);
	tree->count++;
out:
	spin_unlock(&tree->lock);
	return ret;
}

/**
 * itree_remove - take an interval out
 * @tree: the tree
 * @node: a node that was inserted, bounds unchanged since
 */
int itree_remove(struct itree *tree, struct span_node *node)
{
	bool found = false;

	spin_lock(&tree->lock);
	tree->top = remove_at(tree->top, node, &found);
	if (found)
		tree->count--;
	spin_unlock(&tree->lock);
	return found ? 0 : -ENOENT;
}

static int visit(struct span_node *t, u64 start, u64 last,
		 int (*fn)(struct span_node *node, void *ctx), void *ctx)
{
	int ret;

	if (!t || t->max_last < start)
		return 0;

	ret = visit(t->left, start, last, fn, ctx);
	if (ret || t->start > last)
		return ret;
	if (t->last >= start) {
		ret = fn(t, ctx);
		if (ret)
			return ret;
	}
	return visit(t->right, start, last, fn, ctx);
}

/**
 * itree_for_each - call a function for all intervals that meet a range
 * @tree: the tree
 * @start: first point of the range
 * @last: last point of the range
 * @fn: called in ascending order with the lock held; non-zero ends the walk
 * @ctx: handed to @fn
 *
 * Return: 0 or what @fn returned.
 */
int itree_for_each(struct itree *tree, u64 start, u64 last,
		   int (*fn)(struct span_node *node, void *ctx), void *ctx)
{
	int ret;

	spin_lock(&tree->lock);
	ret = visit(tree->top, start, last, fn, ctx);
	spin_unlock(&tree->lock);
	return ret;
}
