/* SPDX-License-Identifier: MIT */
/*
 * hrtimer.c - timers with nanosecond resolution
 *
 * The tick is too coarse for audio, for sleeping a few microseconds and for
 * interval timers that must not drift. Each processor keeps its precise
 * timers in a binary heap and programs its one-shot event device for the
 * earliest of them. Every timer remembers its place in the heap, so that
 * cancelling does not have to search.
 */
#include "base.h"

#define HEAP_FIRST_SIZE	32
#define MAX_INTR_LOOPS	3

enum hrt_restart {
	HRT_DONE,
	HRT_AGAIN,		/* the function has set a new expiry */
};

struct hrt_timer {
	ktime_t expires;
	int index;		/* in the heap, -1 if not queued */
	enum hrt_restart (*fn)(struct hrt_timer *t);
};

/* A clock event device that can interrupt once, after a delay. */
struct hrt_device {
	const char *name;
	s64 min_delay;
	s64 max_delay;
	int (*program)(struct hrt_device *dev, s64 delay);
};

struct hrt_base {
	spinlock_t lock;
	struct hrt_device *dev;
	struct hrt_timer **heap;
	int used;
	int size;
	ktime_t programmed;	/* what the device is set for */
	unsigned int hangs;
};

#define HRT_NEVER	INT64_MAX

int hrt_base_init(struct hrt_base *b, struct hrt_device *dev)
{
	b->heap = kcalloc(HEAP_FIRST_SIZE, sizeof(*b->heap), GFP_KERNEL);
	if (!b->heap)
		return -ENOMEM;
	spin_lock_init(&b->lock);
	b->dev = dev;
	b->size = HEAP_FIRST_SIZE;
	b->used = 0;
	b->programmed = HRT_NEVER;
	b->hangs = 0;
	return 0;
}

void hrt_setup(struct hrt_timer *t, enum hrt_restart (*fn)(struct hrt_timer *))
{
	t->fn = fn;
	t->expires = 0;
	t->index = -1;
}

static inline void heap_set(struct hrt_base *b, int i, struct hrt_timer *t)
{
	b->heap[i] = t;
	t->index = i;
}

static void sift_up(struct hrt_base *b, int i, struct hrt_timer *t)
{
	while (i > 0) {
		int parent = (i - 1) / 2;

		if (b->heap[parent]->expires <= t->expires)
			break;
		heap_set(b, i, b->heap[parent]);
		i = parent;
	}
	heap_set(b, i, t);
}

static void sift_down(struct hrt_base *b, int i, struct hrt_timer *t)
{
	for (;;) {
		int kid = 2 * i + 1;

		if (kid >= b->used)
			break;
		if (kid + 1 < b->used &&
		    b->heap[kid + 1]->expires < b->heap[kid]->expires)
			kid++;
		if (t->expires <= b->heap[kid]->expires)
			break;
		heap_set(b, i, b->heap[kid]);
		i = kid;
	}
	heap_set(b, i, t);
}

static int heap_push(struct hrt_base *b, struct hrt_timer *t)
{
	if (b->used == b->size) {
		struct hrt_timer **bigger;

		bigger = krealloc(b->heap, 2 * b->size * sizeof(*bigger),
				  GFP_ATOMIC);
		if (!bigger)
			return -ENOMEM;
		b->heap = bigger;
		b->size *= 2;
	}
	sift_up(b, b->used++, t);
	return 0;
}

static void heap_remove(struct hrt_base *b, struct hrt_timer *t)
{
	struct hrt_timer *last = b->heap[--b->used];
	int hole = t->index;

	t->index = -1;
	if (last == t)
		return;
	/* The last leaf may belong above or below the hole. */
	if (hole > 0 && last->expires < b->heap[(hole - 1) / 2]->expires)
		sift_up(b, hole, last);
	else
		sift_down(b, hole, last);
}

static void reprogram(struct hrt_base *b)
{
	ktime_t first = b->used ? b->heap[0]->expires : HRT_NEVER;
	s64 delay;

	if (first == b->programmed)
		return;
	b->programmed = first;
	if (first == HRT_NEVER)
		return;		/* a stray interrupt costs less than a stop */

	/*
	 * A delay that is too short would be missed by the hardware and the
	 * event lost until its counter wraps. One that is too long fires
	 * early, finds nothing due, and is set again.
	 */
	delay = clamp(first - ktime_get(), b->dev->min_delay,
		      b->dev->max_delay);
	if (b->dev->program(b->dev, delay))
		pr_err("hrtimer: %s: cannot set a delay of %lld ns\n",
		       b->dev->name, (long long)delay);
}

/**
 * hrt_start - queue a timer
 * @b: timer base of this processor
 * @t: the timer; a queued one is moved
 * @expires: absolute time
 *
 * Returns 0, or -ENOMEM if the heap could not grow.
 */
int hrt_start(struct hrt_base *b, struct hrt_timer *t, ktime_t expires)
{
	unsigned long flags;
	int ret;

	spin_lock_irqsave(&b->lock, flags);
	if (t->index >= 0)
		heap_remove(b, t);
	t->expires = expires;
	ret = heap_push(b, t);
	reprogram(b);
	spin_unlock_irqrestore(&b->lock, flags);
	return ret;
}

bool hrt_cancel(struct hrt_base *b, struct hrt_timer *t)
{
	unsigned long flags;
	bool queued;

	spin_lock_irqsave(&b->lock, flags);
	queued = t->index >= 0;
	if (queued) {
		heap_remove(b, t);
		reprogram(b);
	}
	spin_unlock_irqrestore(&b->lock, flags);
	return queued;
}

/**
 * hrt_forward - move the expiry past the present by whole intervals
 * @t: a timer that is not queued, usually from within its function
 * @now: the time to get past
 * @interval: length of the period
 *
 * Counting from the old expiry and not from now keeps the period exact.
 * Returns the number of intervals; more than one means an overrun.
 */
u64 hrt_forward(struct hrt_timer *t, ktime_t now, s64 interval)
{
	u64 n;

	if (WARN_ON(interval <= 0) || now < t->expires)
		return 0;
	n = (u64)(now - t->expires) / interval + 1;
	t->expires += n * interval;
	return n;
}

/* Interrupt handler of the event device, with interrupts disabled. */
void hrt_interrupt(struct hrt_base *b)
{
	int loops = 0;
	ktime_t now;

	spin_lock(&b->lock);
	b->programmed = HRT_NEVER;
again:
	now = ktime_get();
	while (b->used && b->heap[0]->expires <= now) {
		struct hrt_timer *t = b->heap[0];
		enum hrt_restart again;

		heap_remove(b, t);
		spin_unlock(&b->lock);
		again = t->fn(t);
		spin_lock(&b->lock);
		/* Somebody may have queued it meanwhile; theirs wins. */
		if (again == HRT_AGAIN && t->index < 0)
			WARN_ON(heap_push(b, t));
	}

	/* Running the functions took time in which more became due. */
	if (b->used && b->heap[0]->expires <= ktime_get()) {
		if (++loops < MAX_INTR_LOOPS)
			goto again;
		b->hangs++;
		pr_warn("hrtimer: %s: timers outrun the processor (%u)\n",
			b->dev->name, b->hangs);
	}
	reprogram(b);
	spin_unlock(&b->lock);
}
