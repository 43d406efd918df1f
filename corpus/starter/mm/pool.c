/* SPDX-License-Identifier: MIT */
/*
 * pool.c - allocations that cannot fail, and counters that do not collide
 *
 * Writing a dirty page out needs some memory for the request. If that
 * allocation waited for memory to be freed by writing pages out, the system
 * would be stuck. A pool holds elements back for this: progress of one
 * request is certain, and its element will come back for the next one.
 */
#include "base.h"

#define POOL_RETRY_MS	20

struct pool {
	spinlock_t lock;
	int min;		/* elements in reserve when it is full */
	int nr;
	void **element;
	void *(*alloc)(gfp_t gfp, void *arg);
	void (*free)(void *element, void *arg);
	void *arg;
};

/*
 * A counter that every processor updates would be a cache line that travels
 * all the time. Each has a share of its own instead, which it adds to the
 * total once it is large. A sum is exact, a plain read is off by a little.
 */
#define COUNTER_BATCH	32

struct pcpu_counter {
	spinlock_t lock;
	s64 total;
	s32 share[NR_CPUS];
};

void counter_add(struct pcpu_counter *c, s32 amount)
{
	unsigned long flags = local_irq_save();
	s32 *share = &c->share[smp_processor_id()];
	s64 v = (s64)*share + amount;

	if (v >= COUNTER_BATCH || v <= -COUNTER_BATCH) {
		spin_lock(&c->lock);
		c->total += v;
		*share = 0;
		spin_unlock(&c->lock);
	} else {
		*share = v;
	}
	local_irq_restore(flags);
}

/* Exact as long as nobody is adding; the caller sees to that if it cares. */
s64 counter_sum(struct pcpu_counter *c)
{
	unsigned long flags;
	s64 sum;

	spin_lock_irqsave(&c->lock, flags);
	sum = c->total;
	for (int cpu = 0; cpu < NR_CPUS; cpu++)
		sum += READ_ONCE(c->share[cpu]);
	spin_unlock_irqrestore(&c->lock, flags);
	return sum;
}

/**
 * counter_compare - compare with a limit, exactly but cheaply
 *
 * The shares are only visited if the total alone is too close to tell.
 * Returns a number less than, equal to or greater than zero.
 */
int counter_compare(struct pcpu_counter *c, s64 limit)
{
	const s64 slop = (s64)COUNTER_BATCH * NR_CPUS;
	s64 v = READ_ONCE(c->total);

	if (v <= limit + slop && v >= limit - slop)
		v = counter_sum(c);
	return (v > limit) - (v < limit);
}

void pool_destroy(struct pool *p)
{
	while (p->nr > 0)
		p->free(p->element[--p->nr], p->arg);
	kfree(p->element);
	kfree(p);
}

/**
 * pool_create - set up a pool and fill its reserve
 * @min: number of elements to hold back
 * @alloc: obtains an element; may fail
 * @free: gives one back
 * @arg: handed to both
 */
struct pool *pool_create(int min, void *(*alloc)(gfp_t, void *),
			 void (*free)(void *, void *), void *arg)
{
	struct pool *p;

	if (min < 1)
		return ERR_PTR(-EINVAL);
	p = kzalloc(sizeof(*p), GFP_KERNEL);
	if (!p)
		return ERR_PTR(-ENOMEM);
	p->element = kcalloc(min, sizeof(void *), GFP_KERNEL);
	if (!p->element) {
		kfree(p);
		return ERR_PTR(-ENOMEM);
	}
	spin_lock_init(&p->lock);
	p->min = min;
	p->alloc = alloc;
	p->free = free;
	p->arg = arg;

	while (p->nr < min) {
		void *e = alloc(GFP_KERNEL, arg);

		if (!e) {
			pool_destroy(p);
			return ERR_PTR(-ENOMEM);
		}
		p->element[p->nr++] = e;
	}
	return p;
}

/**
 * pool_alloc - get an element
 *
 * Never returns NULL if @gfp allows sleeping. A caller must not hold more
 * than one element at a time, or two of them could wait for each other.
 */
void *pool_alloc(struct pool *p, gfp_t gfp)
{
	for (;;) {
		unsigned long flags;
		/* The reserve is for bad times: try the usual way first. */
		void *e = p->alloc(GFP_ATOMIC, p->arg);

		if (e)
			return e;
		spin_lock_irqsave(&p->lock, flags);
		if (p->nr > 0)
			e = p->element[--p->nr];
		spin_unlock_irqrestore(&p->lock, flags);
		if (e || (gfp & GFP_ATOMIC))
			return e;
		/* All are in use. One comes back, or memory gets free. */
		msleep(POOL_RETRY_MS);
	}
}

void pool_free(struct pool *p, void *e)
{
	unsigned long flags;

	if (!e)
		return;
	spin_lock_irqsave(&p->lock, flags);
	if (p->nr < p->min) {
		p->element[p->nr++] = e;
		e = NULL;
	}
	spin_unlock_irqrestore(&p->lock, flags);
	if (e)
		p->free(e, p->arg);
}
