/* SPDX-License-Identifier: MIT */
/*
 * pi_mutex.c - fair spin lock and a mutex with priority inheritance
 *
 * If an urgent task waits for a mutex whose owner is unimportant, any task
 * in between could hold both of them up for as long as it likes. The owner
 * therefore runs at the priority of its most urgent waiter until it lets
 * go, and the loan is passed on if the owner itself waits for a mutex.
 */
#include "sched.h"

#define MAX_CHAIN	64
#define HAS_WAITERS	1UL	/* low bit of the owner word */

/*
 * Tickets are served in the order in which they were drawn, so no processor
 * can starve, which a plain test-and-set lock does not promise.
 */
struct ticket_lock {
	union {
		u32 both;
		struct {
			u16 serving;
			u16 next;
		};
	};
};

struct pi_task {
	struct task *task;
	int base_prio;			/* small numbers are urgent */
	int prio;			/* base_prio, or better if boosted */
	struct list_head contended;	/* held mutexes that have waiters */
	struct pi_waiter *blocked;
};

struct pi_mutex {
	unsigned long owner;
	struct list_head waiters;	/* most urgent first */
	struct list_head held_link;
};

struct pi_waiter {
	struct list_head link;
	struct pi_task *who;
	struct pi_mutex *mutex;
	bool granted;
};

/*
 * A chain of owners touches many mutexes. One lock for all waiter lists
 * avoids an ordering problem; the uncontended case never takes it.
 */
static struct ticket_lock pi_lock;

void task_change_prio(struct task *t, int prio);

void ticket_lock(struct ticket_lock *l)
{
	u16 mine = __atomic_fetch_add(&l->next, 1, __ATOMIC_RELAXED);
	u16 ahead;

	while ((ahead = mine - smp_load_acquire(&l->serving)) != 0) {
		/* Wait in proportion: polling slows down the holder. */
		for (unsigned int i = ahead * 16; i > 0; i--)
			cpu_relax();
	}
}

bool ticket_trylock(struct ticket_lock *l)
{
	struct ticket_lock old = { .both = READ_ONCE(l->both) }, new = old;

	if (old.serving != old.next)
		return false;
	new.next++;
	return cmpxchg(&l->both, old.both, new.both) == old.both;
}

void ticket_unlock(struct ticket_lock *l)
{
	smp_store_release(&l->serving, (u16)(l->serving + 1));
}

void pi_mutex_init(struct pi_mutex *m)
{
	m->owner = 0;
	INIT_LIST_HEAD(&m->waiters);
	INIT_LIST_HEAD(&m->held_link);
}

static inline struct pi_task *pi_owner(const struct pi_mutex *m)
{
	return (struct pi_task *)(READ_ONCE(m->owner) & ~HAS_WAITERS);
}

static struct pi_waiter *top_waiter(const struct pi_mutex *m)
{
	return list_first_entry(&m->waiters, struct pi_waiter, link);
}

static void queue_waiter(struct pi_mutex *m, struct pi_waiter *w)
{
	struct pi_waiter *pos;

	list_for_each_entry(pos, &m->waiters, link)
		if (w->who->prio < pos->who->prio)
			break;
	list_add_tail(&w->link, &pos->link);	/* in front of pos */
}

static int inherited_prio(const struct pi_task *t)
{
	int prio = t->base_prio;
	struct pi_mutex *m;

	list_for_each_entry(m, &t->contended, held_link)
		prio = min(prio, top_waiter(m)->who->prio);
	return prio;
}

/* Recompute priorities along the chain of owners, while they change. */
static void adjust_chain(struct pi_task *t)
{
	for (int depth = 0; t && depth < MAX_CHAIN; depth++) {
		int prio = inherited_prio(t);
		struct pi_waiter *w = t->blocked;

		if (prio == t->prio)
			return;
		t->prio = prio;
		task_change_prio(t->task, prio);
		if (!w)
			return;
		list_del(&w->link);
		queue_waiter(w->mutex, w);
		t = pi_owner(w->mutex);
	}
}

static bool would_deadlock(const struct pi_mutex *m, const struct pi_task *me)
{
	for (int depth = 0; depth < MAX_CHAIN; depth++) {
		const struct pi_task *owner = pi_owner(m);

		if (owner == me)
			return true;
		if (!owner || !owner->blocked)
			return false;
		m = owner->blocked->mutex;
	}
	pr_warn("pi_mutex: chain of more than %d owners\n", MAX_CHAIN);
	return true;
}

static int lock_slow(struct pi_mutex *m, struct pi_task *me)
{
	struct pi_waiter w = { .who = me, .mutex = m };
	unsigned long old;

	ticket_lock(&pi_lock);
	/*
	 * Either take a mutex that was released just now, or set the waiter
	 * bit, after which the owner cannot release it behind our back.
	 */
	for (;;) {
		old = READ_ONCE(m->owner);
		if (!old) {
			if (cmpxchg(&m->owner, 0UL, (unsigned long)me) == 0)
				goto out;
		} else if (old & HAS_WAITERS ||
			   cmpxchg(&m->owner, old, old | HAS_WAITERS) == old) {
			break;
		}
	}

	if (would_deadlock(m, me)) {
		if (list_empty(&m->waiters))
			WRITE_ONCE(m->owner, old & ~HAS_WAITERS);
		ticket_unlock(&pi_lock);
		return -EDEADLK;
	}

	if (list_empty(&m->waiters))
		list_add(&m->held_link, &pi_owner(m)->contended);
	queue_waiter(m, &w);
	me->blocked = &w;
	adjust_chain(pi_owner(m));

	while (!w.granted) {
		set_state(TASK_UNINTERRUPTIBLE);
		ticket_unlock(&pi_lock);
		schedule();
		ticket_lock(&pi_lock);
	}
out:
	ticket_unlock(&pi_lock);
	return 0;
}

/**
 * pi_mutex_lock - acquire, sleeping if need be
 *
 * Returns 0, or -EDEADLK if the caller would wait for itself.
 */
int pi_mutex_lock(struct pi_mutex *m, struct pi_task *me)
{
	if (likely(cmpxchg(&m->owner, 0UL, (unsigned long)me) == 0))
		return 0;
	return lock_slow(m, me);
}

/**
 * pi_mutex_unlock - release, handing over to the most urgent waiter
 */
void pi_mutex_unlock(struct pi_mutex *m, struct pi_task *me)
{
	unsigned long word = (unsigned long)me;
	struct pi_waiter *w;

	BUG_ON(pi_owner(m) != me);
	if (likely(cmpxchg(&m->owner, word, 0UL) == word))
		return;

	ticket_lock(&pi_lock);
	if (list_empty(&m->waiters)) {
		/* The bit was set by one who then gave up. */
		WRITE_ONCE(m->owner, 0UL);
		goto out;
	}

	w = top_waiter(m);
	list_del(&w->link);
	list_del(&m->held_link);
	word = (unsigned long)w->who;
	if (!list_empty(&m->waiters)) {
		word |= HAS_WAITERS;
		list_add(&m->held_link, &w->who->contended);
	}
	WRITE_ONCE(m->owner, word);
	w->who->blocked = NULL;
	w->granted = true;
	wake_task(w->who->task);

	adjust_chain(me);	/* give the loan back */
out:
	ticket_unlock(&pi_lock);
}
