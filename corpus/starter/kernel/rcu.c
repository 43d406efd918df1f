/* SPDX-License-Identifier: MIT */
/*
 * rcu.c - freeing memory that lockless readers may still be looking at
 *
 * Readers take no lock, they only promise not to sleep. Whoever unlinks an
 * object therefore waits until every processor has passed a point where it
 * cannot be reading: a context switch, idling, or user mode. Such a stretch
 * is a grace period. Many callbacks share one, which keeps them cheap.
 */
#include "sched.h"

#define rcu_read_lock()		preempt_disable()
#define rcu_read_unlock()	preempt_enable()

/* Publish a pointer only after the contents of the object. */
#define rcu_publish(p, v)	smp_store_release(&(p), (v))
#define rcu_fetch(p)		smp_load_acquire(&(p))

#define RCU_BATCH	64	/* callbacks to run without a break */

struct rcu_head {
	struct rcu_head *next;
	void (*fn)(struct rcu_head *head);
};

struct rcu_list {
	struct rcu_head *first;
	struct rcu_head **tail;
};

/* Callbacks of one processor; used by it alone, with interrupts off. */
static struct rcu_cpu {
	struct rcu_list fresh;	/* no grace period assigned yet */
	struct rcu_list waiting;
	u64 waiting_for;	/* number of the grace period */
	struct rcu_list ready;
} rcu_cpus[NR_CPUS];

static DEFINE_SPINLOCK(gp_lock);
static u64 gp_started;		/* number of the newest grace period */
static u64 gp_done;		/* all up to this one are over */
static u64 gp_wanted;
static u64 gp_mask;		/* processors that it still waits for */
static u64 online_mask;

static void list_reset(struct rcu_list *l)
{
	l->first = NULL;
	l->tail = &l->first;
}

static void list_splice(struct rcu_list *from, struct rcu_list *to)
{
	if (!from->first)
		return;
	*to->tail = from->first;
	to->tail = from->tail;
	list_reset(from);
}

static void start_gp(void)
{
	if (gp_started != gp_done || gp_wanted <= gp_done)
		return;
	gp_mask = online_mask;
	gp_started++;
}

static void report(int cpu)
{
	if (!(gp_mask & (1ULL << cpu)))
		return;
	gp_mask &= ~(1ULL << cpu);
	if (!gp_mask) {
		WRITE_ONCE(gp_done, gp_started);
		start_gp();
	}
}

/* This processor is not reading; the scheduler calls it, interrupts off. */
void rcu_quiescent(int cpu)
{
	/* A stale view costs a delay at most: the next call reports. */
	if (!(READ_ONCE(gp_mask) & (1ULL << cpu)))
		return;
	smp_mb();	/* finish all reads before saying so */
	spin_lock(&gp_lock);
	report(cpu);
	spin_unlock(&gp_lock);
}

/**
 * rcu_call - run a function after a grace period
 * @head: embedded in the object, not in use
 * @fn: usually frees the object
 */
void rcu_call(struct rcu_head *head, void (*fn)(struct rcu_head *head))
{
	unsigned long flags = local_irq_save();
	struct rcu_cpu *rc = &rcu_cpus[smp_processor_id()];

	head->fn = fn;
	head->next = NULL;
	*rc->fresh.tail = head;
	rc->fresh.tail = &head->next;
	local_irq_restore(flags);
}

static void advance(struct rcu_cpu *rc)
{
	if (rc->waiting.first && READ_ONCE(gp_done) >= rc->waiting_for)
		list_splice(&rc->waiting, &rc->ready);
	if (rc->waiting.first || !rc->fresh.first)
		return;

	list_splice(&rc->fresh, &rc->waiting);
	spin_lock(&gp_lock);
	/*
	 * A grace period under way is of no use: some processors may have
	 * reported before our object was unlinked. Wait for the next one.
	 */
	rc->waiting_for = gp_started + 1;
	gp_wanted = max(gp_wanted, rc->waiting_for);
	start_gp();
	spin_unlock(&gp_lock);
}

/* Soft interrupt: returns true if there is more to run. */
bool rcu_process(void)
{
	unsigned long flags = local_irq_save();
	struct rcu_cpu *rc = &rcu_cpus[smp_processor_id()];
	bool more;

	advance(rc);
	for (int n = 0; rc->ready.first && n < RCU_BATCH; n++) {
		struct rcu_head *head = rc->ready.first;

		rc->ready.first = head->next;
		if (!head->next)
			rc->ready.tail = &rc->ready.first;
		local_irq_restore(flags);
		head->fn(head);
		flags = local_irq_save();
	}
	more = rc->ready.first;
	local_irq_restore(flags);
	return more;
}

struct rcu_sync {
	struct rcu_head head;
	struct task *task;
	bool done;
};

static void rcu_sync_done(struct rcu_head *head)
{
	struct rcu_sync *s = container_of(head, struct rcu_sync, head);
	struct task *t = s->task;

	smp_store_release(&s->done, true);
	wake_task(t);
}

/**
 * rcu_synchronize - sleep until all present readers are gone
 */
void rcu_synchronize(void)
{
	struct rcu_sync s = { .task = this_task() };

	rcu_call(&s.head, rcu_sync_done);
	for (;;) {
		set_state(TASK_UNINTERRUPTIBLE);
		if (smp_load_acquire(&s.done))
			break;
		schedule();
	}
	set_state(TASK_RUNNING);
}

void rcu_cpu_online(int cpu)
{
	struct rcu_cpu *rc = &rcu_cpus[cpu];

	list_reset(&rc->fresh);
	list_reset(&rc->waiting);
	list_reset(&rc->ready);
	spin_lock(&gp_lock);
	online_mask |= 1ULL << cpu;	/* counts from the next period on */
	spin_unlock(&gp_lock);
}

/* Called on a living processor when @cpu has stopped. */
void rcu_cpu_dead(int cpu)
{
	unsigned long flags = local_irq_save();
	struct rcu_cpu *dead = &rcu_cpus[cpu];
	struct rcu_cpu *heir = &rcu_cpus[smp_processor_id()];

	list_splice(&dead->ready, &heir->ready);
	list_splice(&dead->waiting, &heir->fresh);	/* wait once more */
	list_splice(&dead->fresh, &heir->fresh);

	spin_lock(&gp_lock);
	online_mask &= ~(1ULL << cpu);
	report(cpu);
	spin_unlock(&gp_lock);
	local_irq_restore(flags);
}
