/* SPDX-License-Identifier: MIT */
/*
 * list.c - the longer operations on doubly linked lists
 *
 * The header has what must be inlined: add, delete, walk. What lives here is
 * either too long for that or rarely on a hot path: splicing, cutting,
 * reversing, checking and sorting. Nothing in this file allocates, so all of
 * it may be called with a lock held and from interrupt context.
 */
#include "base.h"

/*
 * Runs waiting to be merged are kept in bins. Bin n holds either nothing or
 * the merge of exactly 2^n runs, so 48 bins outlast any memory we will meet.
 */
#define SORT_BINS	48

/* Negative, zero or positive, like strcmp(). @ctx is the caller's own. */
typedef int (*list_cmp_t)(void *ctx, const struct list_head *a,
			  const struct list_head *b);

/**
 * list_splice_init - move all nodes of one list into another
 * @from: list to empty
 * @after: node (or head) behind which the nodes are put, order kept
 *
 * @from is left as a valid empty list, ready for the next batch.
 */
void list_splice_init(struct list_head *from, struct list_head *after)
{
	struct list_head *first = from->next;
	struct list_head *last = from->prev;
	struct list_head *rest = after->next;

	if (list_empty(from))
		return;

	first->prev = after;
	after->next = first;
	last->next = rest;
	rest->prev = last;
	INIT_LIST_HEAD(from);
}

/**
 * list_cut - split a list in two
 * @head: list to cut
 * @last: node that ends the front part, or @head for an empty front
 * @front: head that receives the nodes up to and including @last
 *
 * Whatever @front held before is forgotten, so pass an empty one.
 */
void list_cut(struct list_head *head, struct list_head *last,
	      struct list_head *front)
{
	struct list_head *rest = last->next;

	INIT_LIST_HEAD(front);
	if (list_empty(head) || last == head)
		return;

	front->next = head->next;
	front->next->prev = front;
	front->prev = last;
	last->next = front;

	head->next = rest;
	rest->prev = head;
}

/**
 * list_reverse - turn a list around in place
 * @head: the list
 */
void list_reverse(struct list_head *head)
{
	struct list_head *pos = head;

	/* Swapping the links of every node, head included, is all it takes. */
	do {
		struct list_head *next = pos->next;

		pos->next = pos->prev;
		pos->prev = next;
		pos = next;
	} while (pos != head);
}

/**
 * list_check - look for broken links
 * @head: the list
 * @limit: more nodes than this count as a loop that misses the head
 *
 * Return: 0 for a sound list, -EFAULT for a NULL link, -EINVAL for
 * neighbours that disagree, -ELOOP when @limit was passed.
 */
int list_check(const struct list_head *head, size_t limit)
{
	const struct list_head *pos = head;
	size_t seen = 0;

	do {
		const struct list_head *next = pos->next;

		if (!next || !next->prev) {
			pr_err("list %p: NULL link after %zu nodes\n",
			       (const void *)head, seen);
			return -EFAULT;
		}
		if (next->prev != pos) {
			pr_err("list %p: node %p is not its successor's prev\n",
			       (const void *)head, (const void *)pos);
			return -EINVAL;
		}
		if (seen++ > limit)
			return -ELOOP;
		pos = next;
	} while (pos != head);

	return 0;
}

/*
 * Merge two NULL-terminated chains. Only ->next is kept right; the caller
 * repairs ->prev once at the end instead of at every step. On a tie the node
 * of @a goes first, which makes the sort stable as long as @a is the older.
 */
static struct list_head *merge_chains(void *ctx, list_cmp_t cmp,
				      struct list_head *a, struct list_head *b)
{
	struct list_head *out = NULL;
	struct list_head **tail = &out;

	while (a && b) {
		struct list_head **src = cmp(ctx, a, b) <= 0 ? &a : &b;

		*tail = *src;
		tail = &(*src)->next;
		*src = *tail;
	}
	*tail = a ? a : b;
	return out;
}

/* Take the longest ascending run off the front of @chain. */
static struct list_head *take_run(void *ctx, list_cmp_t cmp,
				  struct list_head **chain)
{
	struct list_head *first = *chain;
	struct list_head *last = first;

	while (last->next && cmp(ctx, last, last->next) <= 0)
		last = last->next;

	*chain = last->next;
	last->next = NULL;
	return first;
}

/**
 * list_sort - stable merge sort
 * @head: list to sort
 * @cmp: comparison function
 * @ctx: handed to @cmp untouched
 *
 * The unit of merging is a run that is already in order, not a single node.
 * Kernel lists tend to be nearly sorted, since most are appended to in time
 * or address order, and for those this ends after n comparisons.
 */
void list_sort(struct list_head *head, list_cmp_t cmp, void *ctx)
{
	struct list_head *bins[SORT_BINS] = { NULL };
	struct list_head *chain, *run, *prev;
	unsigned int i;

	if (list_empty(head))
		return;

	chain = head->next;
	head->prev->next = NULL;

	while (chain) {
		run = take_run(ctx, cmp, &chain);

		/* Like adding one to a binary number: carry while set. */
		for (i = 0; bins[i]; i++) {
			run = merge_chains(ctx, cmp, bins[i], run);
			bins[i] = NULL;
		}
		BUG_ON(i == SORT_BINS - 1);
		bins[i] = run;
	}

	/* Lower bins hold the younger nodes: they are always the second. */
	run = NULL;
	for (i = 0; i < SORT_BINS; i++) {
		if (bins[i])
			run = merge_chains(ctx, cmp, bins[i], run);
	}

	prev = head;
	for (; run; run = run->next) {
		prev->next = run;
		run->prev = prev;
		prev = run;
	}
	prev->next = head;
	head->prev = prev;
}
