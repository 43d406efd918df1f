/* SPDX-License-Identifier: MIT */
/*
 * sched_fair.c - proportional share scheduling of ordinary tasks
 *
 * Every task owns a virtual clock that advances slower the heavier the task
 * is. The run queue always picks the task whose clock is furthest behind,
 * so over time each one receives processor time in proportion to its weight.
 *
 * Waiting tasks live in a pairing heap: insertion is constant time and only
 * the minimum is ever asked for, which a balanced tree would be too much for.
 * The running task is kept outside the heap, because its key changes.
 */
#include "base.h"

#define FAIR_LATENCY	(12 * NSEC_PER_MSEC)	/* everybody runs once in this */
#define FAIR_MIN_SLICE	(1500 * NSEC_PER_USEC)
#define FAIR_UNIT	1000u			/* weight of nice 0 */
#define NICE_MIN	(-8)
#define NICE_MAX	7

struct fair_entity {
	u64 vtime;
	u64 started;		/* wall time of the last accounting */
	u64 ran;		/* wall time used in this slice */
	u32 weight;
	bool queued;
	struct fair_entity *child;
	struct fair_entity *sibling;
	struct fair_entity *prev;	/* left sibling, or parent if leftmost */
};

struct fair_rq {
	spinlock_t lock;
	struct fair_entity *root;
	struct fair_entity *curr;
	u64 floor;		/* never goes back; new tasks start near it */
	u64 load;
	unsigned int nr;
	bool need_resched;
};

/* One step of nice changes the share of a task by a fifth. */
static const u16 nice_weight[NICE_MAX - NICE_MIN + 1] = {
	4300, 3583, 2986, 2488, 2074, 1728, 1440, 1200,
	1000,  833,  694,  579,  482,  402,  335,  279,
};

/* Virtual clocks wrap, so only their signed distance may be compared. */
static inline bool runs_before(const struct fair_entity *a,
			       const struct fair_entity *b)
{
	return (s64)(a->vtime - b->vtime) < 0;
}

static struct fair_entity *heap_meld(struct fair_entity *a,
				     struct fair_entity *b)
{
	if (!a || !b)
		return a ? a : b;
	if (runs_before(b, a))
		swap(a, b);

	b->prev = a;
	b->sibling = a->child;
	if (b->sibling)
		b->sibling->prev = b;
	a->child = b;
	return a;
}

/* Meld neighbours pairwise, then fold the winners: amortised log n. */
static struct fair_entity *heap_fold(struct fair_entity *first)
{
	struct fair_entity *winners = NULL, *root = NULL;

	while (first) {
		struct fair_entity *a = first, *b = a->sibling;

		first = b ? b->sibling : NULL;
		a->sibling = NULL;
		a->prev = NULL;
		if (b) {
			b->sibling = NULL;
			b->prev = NULL;
		}
		a = heap_meld(a, b);
		a->sibling = winners;
		winners = a;
	}

	while (winners) {
		struct fair_entity *next = winners->sibling;

		winners->sibling = NULL;
		root = heap_meld(root, winners);
		winners = next;
	}
	return root;
}

static void heap_remove(struct fair_rq *rq, struct fair_entity *e)
{
	struct fair_entity *rest = heap_fold(e->child);

	if (e == rq->root) {
		rq->root = rest;
	} else {
		if (e->prev->child == e)
			e->prev->child = e->sibling;
		else
			e->prev->sibling = e->sibling;
		if (e->sibling)
			e->sibling->prev = e->prev;
		rq->root = heap_meld(rq->root, rest);
	}
	e->child = NULL;
	e->sibling = NULL;
	e->prev = NULL;
}

static void charge_curr(struct fair_rq *rq, u64 now)
{
	struct fair_entity *e = rq->curr, *behind = rq->root;
	u64 delta;

	if (!e)
		return;
	delta = now - e->started;
	if ((s64)delta <= 0)
		return;

	e->started = now;
	e->ran += delta;
	e->vtime += delta * FAIR_UNIT / e->weight;

	if (!behind || runs_before(e, behind))
		behind = e;
	if ((s64)(behind->vtime - rq->floor) > 0)
		rq->floor = behind->vtime;
}

static u64 fair_slice(const struct fair_rq *rq, const struct fair_entity *e)
{
	u64 period = max_t(u64, FAIR_LATENCY, rq->nr * FAIR_MIN_SLICE);

	return max_t(u64, period * e->weight / rq->load, FAIR_MIN_SLICE);
}

/**
 * fair_enqueue - make a task runnable
 * @rq: run queue of the processor
 * @e: scheduling entity of the task, not queued anywhere
 * @now: current time in nanoseconds
 *
 * A sleeper gets credit for half a latency period at most. Without the
 * limit a task that slept for an hour would then run for an hour.
 */
void fair_enqueue(struct fair_rq *rq, struct fair_entity *e, u64 now)
{
	u64 earliest;

	spin_lock(&rq->lock);
	if (WARN_ON(e->queued))
		goto out;

	charge_curr(rq, now);
	earliest = rq->floor - FAIR_LATENCY / 2;
	if ((s64)(e->vtime - earliest) < 0)
		e->vtime = earliest;

	e->queued = true;
	rq->root = heap_meld(rq->root, e);
	rq->load += e->weight;
	rq->nr++;

	/* Preempt only for a clear lead, or wakeups would thrash the cache. */
	if (rq->curr &&
	    (s64)(rq->curr->vtime - e->vtime) > FAIR_MIN_SLICE)
		rq->need_resched = true;
out:
	spin_unlock(&rq->lock);
}

/**
 * fair_dequeue - take a task off the run queue, running or not
 */
void fair_dequeue(struct fair_rq *rq, struct fair_entity *e, u64 now)
{
	spin_lock(&rq->lock);
	charge_curr(rq, now);
	if (e == rq->curr) {
		rq->curr = NULL;
		rq->need_resched = true;
	} else {
		heap_remove(rq, e);
	}
	e->queued = false;
	rq->load -= e->weight;
	rq->nr--;
	spin_unlock(&rq->lock);
}

/**
 * fair_pick_next - put the running task back and choose the next one
 *
 * Returns NULL when the processor has nothing to do but idle.
 */
struct fair_entity *fair_pick_next(struct fair_rq *rq, u64 now)
{
	struct fair_entity *next;

	spin_lock(&rq->lock);
	charge_curr(rq, now);
	if (rq->curr)
		rq->root = heap_meld(rq->root, rq->curr);

	next = rq->root;
	if (next) {
		heap_remove(rq, next);
		next->started = now;
		next->ran = 0;
	}
	rq->curr = next;
	rq->need_resched = false;
	spin_unlock(&rq->lock);
	return next;
}

/* Called by the timer interrupt; returns true if the task had its share. */
bool fair_tick(struct fair_rq *rq, u64 now)
{
	bool resched;

	spin_lock(&rq->lock);
	charge_curr(rq, now);
	if (rq->curr && rq->root && rq->curr->ran >= fair_slice(rq, rq->curr))
		rq->need_resched = true;
	resched = rq->need_resched;
	spin_unlock(&rq->lock);
	return resched;
}

int fair_set_nice(struct fair_rq *rq, struct fair_entity *e, int nice, u64 now)
{
	u32 weight;

	if (nice < NICE_MIN || nice > NICE_MAX)
		return -EINVAL;
	weight = nice_weight[nice - NICE_MIN];

	spin_lock(&rq->lock);
	charge_curr(rq, now);	/* past time is billed at the old rate */
	if (e->queued)
		rq->load += weight - (u64)e->weight;
	e->weight = weight;
	spin_unlock(&rq->lock);
	return 0;
}
