/* SPDX-License-Identifier: MIT */
/*
 * heap.c - priority queue of pointers
 *
 * A heap with four children per node rather than two. It is half as deep, so
 * an insertion makes half the comparisons, and the four siblings that a
 * removal has to look at sit in one half of a cache line.
 *
 * Each element may carry its own place in the array. With that, an element
 * in the middle (a timer that is cancelled, a request whose deadline moved)
 * is found in no time instead of by a scan.
 */
#include "base.h"

#define HEAP_ARITY	4
#define HEAP_MIN_ROOM	16
#define HEAP_NOWHERE	((size_t)-1)

struct heap_ops {
	/* Whether @a has to come out before @b. */
	bool (*before)(const void *a, const void *b);
	/* Tells the element where it is; NULL if nobody wants to know. */
	void (*moved)(void *elem, size_t pos);
};

struct heap {
	void **elem;
	size_t count;
	size_t room;
	const struct heap_ops *ops;
};

static inline size_t parent_of(size_t pos)
{
	return (pos - 1) / HEAP_ARITY;
}

static inline void put_at(struct heap *h, size_t pos, void *elem)
{
	h->elem[pos] = elem;
	if (h->ops->moved)
		h->ops->moved(elem, pos);
}

static inline void tell_gone(struct heap *h, void *elem)
{
	if (h->ops->moved)
		h->ops->moved(elem, HEAP_NOWHERE);
}

/*
 * Both sifts carry the element in hand and move others into the hole, one
 * store per level instead of the three of a swap.
 */
static size_t sift_up(struct heap *h, size_t pos, void *elem)
{
	while (pos) {
		size_t up = parent_of(pos);

		if (!h->ops->before(elem, h->elem[up]))
			break;
		put_at(h, pos, h->elem[up]);
		pos = up;
	}
	put_at(h, pos, elem);
	return pos;
}

static size_t sift_down(struct heap *h, size_t pos, void *elem)
{
	for (;;) {
		size_t first = pos * HEAP_ARITY + 1;
		size_t end = min(first + HEAP_ARITY, h->count);
		size_t best = first;
		size_t i;

		if (first >= h->count)
			break;
		for (i = first + 1; i < end; i++) {
			if (h->ops->before(h->elem[i], h->elem[best]))
				best = i;
		}
		if (!h->ops->before(h->elem[best], elem))
			break;
		put_at(h, pos, h->elem[best]);
		pos = best;
	}
	put_at(h, pos, elem);
	return pos;
}

static int make_room(struct heap *h, size_t want)
{
	size_t room = max(h->room, (size_t)HEAP_MIN_ROOM);
	void **elem;

	if (want <= h->room)
		return 0;
	while (room < want) {
		if (room > SIZE_MAX / (2 * sizeof(*elem)))
			return -EOVERFLOW;
		room *= 2;
	}

	elem = krealloc(h->elem, room * sizeof(*elem), GFP_KERNEL);
	if (!elem)
		return -ENOMEM;
	h->elem = elem;
	h->room = room;
	return 0;
}

/**
 * heap_init - set up an empty heap
 * @h: the heap
 * @ops: order of the elements
 */
void heap_init(struct heap *h, const struct heap_ops *ops)
{
	h->elem = NULL;
	h->count = 0;
	h->room = 0;
	h->ops = ops;
}

/**
 * heap_push - add an element
 * @h: the heap
 * @elem: the element
 *
 * Return: 0 or -ENOMEM, in which case the heap is as it was before.
 */
int heap_push(struct heap *h, void *elem)
{
	int ret = make_room(h, h->count + 1);

	if (ret)
		return ret;
	sift_up(h, h->count++, elem);
	return 0;
}

/**
 * heap_peek - the element that would come out next, or NULL
 * @h: the heap
 */
void *heap_peek(const struct heap *h)
{
	return h->count ? h->elem[0] : NULL;
}

/**
 * heap_remove_at - take out the element at a known place
 * @h: the heap
 * @pos: its place, as last told to moved()
 *
 * Return: the element, or NULL if @pos is not in the heap.
 */
void *heap_remove_at(struct heap *h, size_t pos)
{
	void *gone, *last;

	if (pos >= h->count)
		return NULL;

	gone = h->elem[pos];
	last = h->elem[--h->count];
	if (pos != h->count) {
		/*
		 * The last leaf comes from another branch: it may belong
		 * above the hole as well as below it.
		 */
		if (pos && h->ops->before(last, h->elem[parent_of(pos)]))
			sift_up(h, pos, last);
		else
			sift_down(h, pos, last);
	}
	tell_gone(h, gone);
	return gone;
}

/**
 * heap_pop - take out the first element
 * @h: the heap
 */
void *heap_pop(struct heap *h)
{
	return heap_remove_at(h, 0);
}

/**
 * heap_changed - restore the order after an element's key was changed
 * @h: the heap
 * @pos: place of that element
 *
 * Return: its new place, or HEAP_NOWHERE if @pos is not in the heap.
 */
size_t heap_changed(struct heap *h, size_t pos)
{
	void *elem;

	if (WARN_ON(pos >= h->count))
		return HEAP_NOWHERE;

	elem = h->elem[pos];
	if (pos && h->ops->before(elem, h->elem[parent_of(pos)]))
		return sift_up(h, pos, elem);
	return sift_down(h, pos, elem);
}

/**
 * heap_destroy - free the array, not the elements
 * @h: the heap
 */
void heap_destroy(struct heap *h)
{
	if (h->count)
		pr_debug("heap: destroyed with %zu elements in it\n", h->count);
	kfree(h->elem);
	heap_init(h, h->ops);
}
