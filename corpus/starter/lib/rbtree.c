/* SPDX-License-Identifier: MIT */
/*
 * rbtree.c - red-black trees
 *
 * The node is embedded in the caller's structure and holds its two children
 * in an array. A side is thus a number, 0 for left and 1 for right, and the
 * mirrored halves of every textbook case collapse into one piece of code
 * that works on "dir" and "!dir".
 *
 * The rules kept: the root is black, a red node has no red child, and each
 * way from the root down to a missing child passes the same number of black
 * nodes. No path is then more than twice as long as another.
 */
#include "base.h"

enum rb_side {
	RB_LEFT = 0,
	RB_RIGHT = 1,
};

struct rb_node {
	struct rb_node *parent;
	struct rb_node *child[2];
	bool red;
};

struct rb_root {
	struct rb_node *top;
	/* Order of the nodes; equal ones are kept in order of arrival. */
	int (*cmp)(const struct rb_node *a, const struct rb_node *b);
};

static inline bool is_red(const struct rb_node *node)
{
	return node && node->red;
}

static inline int side_of(const struct rb_node *node)
{
	return node->parent->child[RB_RIGHT] == node;
}

/* Let @new hang where @old hangs. @new may be NULL. */
static void rb_put(struct rb_root *root, struct rb_node *old,
		   struct rb_node *new)
{
	if (!old->parent)
		root->top = new;
	else
		old->parent->child[side_of(old)] = new;
	if (new)
		new->parent = old->parent;
}

/* Move @node one level down towards @dir; its other child takes its place. */
static void rb_rotate(struct rb_root *root, struct rb_node *node, int dir)
{
	struct rb_node *up = node->child[!dir];
	struct rb_node *inner = up->child[dir];

	rb_put(root, node, up);
	node->child[!dir] = inner;
	if (inner)
		inner->parent = node;
	up->child[dir] = node;
	node->parent = up;
}

static void insert_fixup(struct rb_root *root, struct rb_node *node)
{
	struct rb_node *parent, *grand, *uncle;
	int dir;

	while ((parent = node->parent) && parent->red) {
		/* A red parent is never the root, so there is a grandparent. */
		grand = parent->parent;
		dir = side_of(parent);
		uncle = grand->child[!dir];

		if (is_red(uncle)) {
			parent->red = false;
			uncle->red = false;
			grand->red = true;
			node = grand;
			continue;
		}

		if (side_of(node) != dir) {
			rb_rotate(root, parent, dir);
			parent = node;
		}
		parent->red = false;
		grand->red = true;
		rb_rotate(root, grand, !dir);
		break;
	}
	root->top->red = false;
}

/**
 * rb_insert - add a node
 * @root: tree to add to
 * @node: node to add, its old contents do not matter
 */
void rb_insert(struct rb_root *root, struct rb_node *node)
{
	struct rb_node **link = &root->top;
	struct rb_node *parent = NULL;

	while (*link) {
		parent = *link;
		link = &parent->child[root->cmp(node, parent) >= 0];
	}

	node->parent = parent;
	node->child[RB_LEFT] = NULL;
	node->child[RB_RIGHT] = NULL;
	node->red = true;
	*link = node;
	insert_fixup(root, node);
}

/*
 * The subtree at @parent->child[@dir] lacks one black node compared to its
 * sibling. Either the lack is repaired here or it is passed up one level.
 */
static void erase_fixup(struct rb_root *root, struct rb_node *parent, int dir)
{
	struct rb_node *node, *sib, *far;

	while (parent) {
		node = parent->child[dir];
		if (is_red(node)) {
			node->red = false;
			return;
		}

		sib = parent->child[!dir];
		if (sib->red) {
			/* Get a black sibling first; depths do not change. */
			sib->red = false;
			parent->red = true;
			rb_rotate(root, parent, dir);
			sib = parent->child[!dir];
		}

		far = sib->child[!dir];
		if (!is_red(far) && !is_red(sib->child[dir])) {
			sib->red = true;
			if (parent->red) {
				parent->red = false;
				return;
			}
			node = parent;
			parent = node->parent;
			if (parent)
				dir = side_of(node);
			continue;
		}

		if (!is_red(far)) {
			far = sib;
			sib = sib->child[dir];
			rb_rotate(root, far, !dir);
		}
		sib->red = parent->red;
		parent->red = false;
		far->red = false;
		rb_rotate(root, parent, dir);
		return;
	}

	if (root->top)
		root->top->red = false;
}

/**
 * rb_erase - take a node out
 * @root: tree the node is in
 * @node: node to take out
 */
void rb_erase(struct rb_root *root, struct rb_node *node)
{
	struct rb_node *heir, *orphan, *parent;
	bool lost_red;
	int dir = RB_LEFT;

	if (!node->child[RB_LEFT] || !node->child[RB_RIGHT]) {
		orphan = node->child[!node->child[RB_LEFT]];
		parent = node->parent;
		lost_red = node->red;
		if (parent)
			dir = side_of(node);
		rb_put(root, node, orphan);
		goto rebalance;
	}

	/* Two children: the next node in order moves up into the hole. */
	heir = node->child[RB_RIGHT];
	while (heir->child[RB_LEFT])
		heir = heir->child[RB_LEFT];

	orphan = heir->child[RB_RIGHT];
	parent = heir->parent;
	lost_red = heir->red;

	if (parent == node) {
		parent = heir;
		dir = RB_RIGHT;
	} else {
		rb_put(root, heir, orphan);
		heir->child[RB_RIGHT] = node->child[RB_RIGHT];
		heir->child[RB_RIGHT]->parent = heir;
	}
	heir->child[RB_LEFT] = node->child[RB_LEFT];
	heir->child[RB_LEFT]->parent = heir;
	heir->red = node->red;
	rb_put(root, node, heir);

rebalance:
	if (!lost_red)
		erase_fixup(root, parent, dir);
	node->parent = NULL;
}

/**
 * rb_end - outermost node of a tree
 * @root: the tree
 * @side: RB_LEFT for the smallest node, RB_RIGHT for the largest
 */
struct rb_node *rb_end(const struct rb_root *root, enum rb_side side)
{
	struct rb_node *node = root->top;

	while (node && node->child[side])
		node = node->child[side];
	return node;
}

/**
 * rb_step - neighbour in order
 * @node: where to start
 * @side: RB_RIGHT for the next node, RB_LEFT for the one before
 *
 * Return: the neighbour or NULL at the end of the tree.
 */
struct rb_node *rb_step(const struct rb_node *node, enum rb_side side)
{
	struct rb_node *pos = node->child[side];

	if (pos) {
		while (pos->child[!side])
			pos = pos->child[!side];
		return pos;
	}

	/* Climb until we come up from the other side. */
	while (node->parent && side_of(node) == (int)side)
		node = node->parent;
	return node->parent;
}
