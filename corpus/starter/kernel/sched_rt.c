/* SPDX-License-Identifier: MIT */
/*
 * sched_rt.c - real-time tasks with fixed priorities
 *
 * The highest priority runnable task always runs. A bitmap with one bit per
 * priority makes finding it a single instruction. Two safeguards keep the
 * machine usable: round-robin tasks share their level in time slices, and
 * the class as a whole may not use more than a part of each period, so that
 * a looping real-time task can still be killed from a shell.
 */
#include "base.h"

#define RT_LEVELS	64		/* 0 is the most urgent */
#define RT_SLICE	(100 * HZ / 1000)
#define RT_PERIOD	(1000 * NSEC_PER_MSEC)
#define RT_BUDGET	(950 * NSEC_PER_MSEC)
#define RT_NONE		RT_LEVELS	/* "no real-time task" as a level */

enum rt_policy {
	RT_FIFO,
	RT_ROUND_ROBIN,
};

struct rt_task {
	struct list_head link;
	enum rt_policy policy;
	u8 prio;
	int ticks_left;
	u64 allowed;		/* bit per processor */
	int cpu;
	const char *name;
};

struct rt_rq {
	spinlock_t lock;
	u64 ready;		/* bit n: level n has a task */
	struct list_head level[RT_LEVELS];
	struct rt_task *curr;
	unsigned int nr;
	u64 period_start;
	u64 used;
	bool throttled;
};

static struct rt_rq rt_rqs[NR_CPUS];

/*
 * The level each processor runs at, readable without its lock. It is a hint:
 * whoever acts on it checks again after locking the queue.
 */
static u8 cpu_level[NR_CPUS];

void __init rt_init(void)
{
	for (int cpu = 0; cpu < NR_CPUS; cpu++) {
		struct rt_rq *rq = &rt_rqs[cpu];

		spin_lock_init(&rq->lock);
		for (int i = 0; i < RT_LEVELS; i++)
			INIT_LIST_HEAD(&rq->level[i]);
		cpu_level[cpu] = RT_NONE;
	}
}

static inline int top_level(const struct rt_rq *rq)
{
	return rq->ready ? __builtin_ctzll(rq->ready) : RT_NONE;
}

static void publish_level(struct rt_rq *rq)
{
	WRITE_ONCE(cpu_level[rq - rt_rqs],
		   rq->throttled ? RT_NONE : top_level(rq));
}

/*
 * A preempted task goes back to the head of its level: it did not give up
 * the processor by itself and must not lose its turn to its equals.
 */
static void rt_insert(struct rt_rq *rq, struct rt_task *t, bool head)
{
	if (head)
		list_add(&t->link, &rq->level[t->prio]);
	else
		list_add_tail(&t->link, &rq->level[t->prio]);
	rq->ready |= 1ULL << t->prio;
	rq->nr++;
	t->cpu = rq - rt_rqs;
	publish_level(rq);
}

static void rt_unlink(struct rt_rq *rq, struct rt_task *t)
{
	list_del(&t->link);
	if (list_empty(&rq->level[t->prio]))
		rq->ready &= ~(1ULL << t->prio);
	rq->nr--;
	publish_level(rq);
}

/**
 * rt_select_cpu - find a processor where a woken task can run at once
 * @t: the task
 *
 * Prefers the last processor, whose cache may still be warm, and otherwise
 * the one doing the least urgent work. Returns -ENODEV if the task may run
 * nowhere.
 */
int rt_select_cpu(const struct rt_task *t)
{
	int best = -ENODEV, worst_level = -1;
	u64 mask = t->allowed;

	if ((mask & (1ULL << t->cpu)) && READ_ONCE(cpu_level[t->cpu]) > t->prio)
		return t->cpu;

	while (mask) {
		int cpu = __builtin_ctzll(mask);
		int level = READ_ONCE(cpu_level[cpu]);

		mask &= mask - 1;
		if (level > worst_level) {
			worst_level = level;
			best = cpu;
		}
	}
	return best;
}

/* Returns true if the processor should be interrupted for the new task. */
bool rt_enqueue(int cpu, struct rt_task *t)
{
	struct rt_rq *rq = &rt_rqs[cpu];
	bool preempt;

	spin_lock(&rq->lock);
	if (t->policy == RT_ROUND_ROBIN && t->ticks_left <= 0)
		t->ticks_left = RT_SLICE;
	preempt = !rq->throttled && (!rq->curr || t->prio < rq->curr->prio);
	rt_insert(rq, t, false);
	spin_unlock(&rq->lock);
	return preempt;
}

void rt_dequeue(struct rt_task *t)
{
	struct rt_rq *rq = &rt_rqs[t->cpu];

	spin_lock(&rq->lock);
	rt_unlink(rq, t);
	if (rq->curr == t)
		rq->curr = NULL;
	spin_unlock(&rq->lock);
}

struct rt_task *rt_pick_next(int cpu)
{
	struct rt_rq *rq = &rt_rqs[cpu];
	struct rt_task *t = NULL;

	spin_lock(&rq->lock);
	if (rq->ready && !rq->throttled)
		t = list_first_entry(&rq->level[top_level(rq)],
				     struct rt_task, link);
	rq->curr = t;
	spin_unlock(&rq->lock);
	return t;
}

static void charge_period(struct rt_rq *rq, u64 now, u64 ran)
{
	if (now - rq->period_start >= RT_PERIOD) {
		rq->period_start = now;
		rq->used = 0;
		if (rq->throttled) {
			rq->throttled = false;
			publish_level(rq);
		}
	}

	if (!rq->curr)
		return;
	rq->used += ran;
	if (rq->used > RT_BUDGET && !rq->throttled) {
		rq->throttled = true;
		publish_level(rq);
		pr_warn("sched: cpu%d: real-time tasks used their budget, %s waits\n",
			(int)(rq - rt_rqs), rq->curr->name);
	}
}

/**
 * rt_tick - account one timer tick
 * @cpu: this processor
 * @now: current time in nanoseconds
 *
 * Returns true if another task has to be picked.
 */
bool rt_tick(int cpu, u64 now)
{
	struct rt_rq *rq = &rt_rqs[cpu];
	struct rt_task *t;
	bool resched = false, was_throttled;

	spin_lock(&rq->lock);
	was_throttled = rq->throttled;
	charge_period(rq, now, NSEC_PER_SEC / HZ);
	if (rq->throttled != was_throttled)
		resched = true;

	t = rq->curr;
	if (t && t->policy == RT_ROUND_ROBIN && --t->ticks_left <= 0) {
		t->ticks_left = RT_SLICE;
		/* Alone on its level there is nobody to yield to. */
		if (t->link.next != t->link.prev) {
			list_move_tail(&t->link, &rq->level[t->prio]);
			resched = true;
		}
	}
	spin_unlock(&rq->lock);
	return resched;
}

int rt_set_prio(struct rt_task *t, unsigned int prio)
{
	struct rt_rq *rq = &rt_rqs[t->cpu];
	bool raised;

	if (prio >= RT_LEVELS)
		return -EINVAL;

	spin_lock(&rq->lock);
	raised = prio < t->prio;
	if (list_empty(&t->link)) {
		t->prio = prio;		/* asleep: takes effect on wakeup */
	} else {
		rt_unlink(rq, t);
		t->prio = prio;
		/* A lowered task keeps its turn, a raised one queues up. */
		rt_insert(rq, t, !raised);
	}
	spin_unlock(&rq->lock);
	return 0;
}
