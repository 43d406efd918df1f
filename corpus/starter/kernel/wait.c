/* SPDX-License-Identifier: MIT */
/*
 * wait.c - wait queues and completions
 *
 * A wait queue is a list of sleepers who want to hear of an event. Shared
 * waiters are all woken; exclusive ones are woken one at a time, because an
 * event that only one task can consume (a connection, a free buffer) would
 * otherwise wake a herd just to send it back to sleep.
 */
#include "sched.h"

#define WAIT_EXCLUSIVE	BIT(0)

struct wait_queue {
	spinlock_t lock;
	struct list_head waiters;	/* shared ones first */
};

struct waiter {
	struct list_head link;
	struct task *task;
	unsigned int flags;
	unsigned int events;	/* which events are of interest, 0 for all */
};

struct completion {
	unsigned int done;
	struct wait_queue wq;
};

#define COMPLETED_FOR_GOOD	(~0u)

void wait_queue_init(struct wait_queue *wq)
{
	spin_lock_init(&wq->lock);
	INIT_LIST_HEAD(&wq->waiters);
}

void waiter_init(struct waiter *w, unsigned int flags, unsigned int events)
{
	INIT_LIST_HEAD(&w->link);
	w->task = this_task();
	w->flags = flags;
	w->events = events;
}

static void enlist(struct wait_queue *wq, struct waiter *w)
{
	if (!list_empty(&w->link))
		return;
	/* Shared waiters in front, or a wakeup could stop short of them. */
	if (w->flags & WAIT_EXCLUSIVE)
		list_add_tail(&w->link, &wq->waiters);
	else
		list_add(&w->link, &wq->waiters);
}

/**
 * wait_prepare - announce the intention to sleep
 * @wq: queue of the event
 * @w: waiter on the stack of the caller
 * @state: state to sleep in
 *
 * Call this first, test the condition next, and sleep only if it is false.
 * Returns -EINTR when a signal makes an interruptible sleep pointless.
 */
int wait_prepare(struct wait_queue *wq, struct waiter *w, enum task_state state)
{
	unsigned long flags;
	int ret = 0;

	spin_lock_irqsave(&wq->lock, flags);
	if (state == TASK_INTERRUPTIBLE && task_signalled(w->task)) {
		/*
		 * Leave the list now. A wakeup that came earlier has removed
		 * us already and the caller checks its condition once more,
		 * so an exclusive wakeup is not swallowed by a dying task.
		 */
		list_del(&w->link);
		ret = -EINTR;
	} else {
		enlist(wq, w);
		set_state(state);
	}
	spin_unlock_irqrestore(&wq->lock, flags);
	return ret;
}

void wait_finish(struct wait_queue *wq, struct waiter *w)
{
	unsigned long flags;

	set_state(TASK_RUNNING);
	spin_lock_irqsave(&wq->lock, flags);
	list_del(&w->link);
	spin_unlock_irqrestore(&wq->lock, flags);
}

static unsigned int wake_locked(struct wait_queue *wq, unsigned int events,
				unsigned int nr_exclusive)
{
	struct waiter *w, *next;
	unsigned int woken = 0;

	list_for_each_entry_safe(w, next, &wq->waiters, link) {
		bool exclusive = w->flags & WAIT_EXCLUSIVE;

		if (w->events && !(w->events & events))
			continue;
		/* Unlinked, it has to line up again for the next event. */
		list_del(&w->link);
		if (!wake_task(w->task))
			continue;
		woken++;
		if (exclusive && --nr_exclusive == 0)
			break;
	}
	return woken;
}

/**
 * wake_up - tell the waiters that something has happened
 * @wq: queue of the event
 * @events: what has happened
 * @nr_exclusive: how many exclusive waiters to wake, 0 for all of them
 */
unsigned int wake_up(struct wait_queue *wq, unsigned int events,
		     unsigned int nr_exclusive)
{
	unsigned long flags;
	unsigned int woken;

	spin_lock_irqsave(&wq->lock, flags);
	woken = wake_locked(wq, events, nr_exclusive);
	spin_unlock_irqrestore(&wq->lock, flags);
	return woken;
}

/**
 * wait_until - sleep until a condition holds
 * @wq: queue that is woken whenever the condition may have changed
 * @cond: the condition; must not sleep
 * @arg: handed to @cond
 * @ticks: patience, or SLEEP_FOREVER
 *
 * Returns 0, -EINTR after a signal, or -ETIMEDOUT.
 */
int wait_until(struct wait_queue *wq, bool (*cond)(void *arg), void *arg,
	       long ticks)
{
	struct waiter w;
	int ret;

	waiter_init(&w, 0, 0);
	for (;;) {
		ret = wait_prepare(wq, &w, TASK_INTERRUPTIBLE);
		if (cond(arg)) {
			ret = 0;
			break;
		}
		if (ret)
			break;
		if (!ticks) {
			ret = -ETIMEDOUT;
			break;
		}
		ticks = schedule_timeout(ticks);
	}
	wait_finish(wq, &w);
	return ret;
}

void completion_init(struct completion *c)
{
	c->done = 0;
	wait_queue_init(&c->wq);
}

/* Let exactly one waiter pass, now or later. */
void complete(struct completion *c)
{
	unsigned long flags;

	spin_lock_irqsave(&c->wq.lock, flags);
	if (c->done != COMPLETED_FOR_GOOD)
		c->done++;
	wake_locked(&c->wq, 0, 1);
	spin_unlock_irqrestore(&c->wq.lock, flags);
}

void complete_all(struct completion *c)
{
	unsigned long flags;

	spin_lock_irqsave(&c->wq.lock, flags);
	c->done = COMPLETED_FOR_GOOD;
	wake_locked(&c->wq, 0, 0);
	spin_unlock_irqrestore(&c->wq.lock, flags);
}

void wait_for_completion(struct completion *c)
{
	unsigned long flags;
	struct waiter w;

	waiter_init(&w, WAIT_EXCLUSIVE, 0);
	spin_lock_irqsave(&c->wq.lock, flags);
	while (!c->done) {
		enlist(&c->wq, &w);
		set_state(TASK_UNINTERRUPTIBLE);
		spin_unlock_irqrestore(&c->wq.lock, flags);
		schedule();
		spin_lock_irqsave(&c->wq.lock, flags);
	}
	list_del(&w.link);
	if (c->done != COMPLETED_FOR_GOOD)
		c->done--;
	spin_unlock_irqrestore(&c->wq.lock, flags);
}
