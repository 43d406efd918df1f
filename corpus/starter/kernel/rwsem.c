/* SPDX-License-Identifier: MIT */
/*
 * rwsem.c - semaphore for many readers or one writer
 *
 * The whole state is one word: a writer bit, a bit that says somebody is
 * queued, and the number of readers above them. As soon as anybody waits,
 * newcomers queue up too, so a stream of readers cannot lock out a writer.
 * Ownership is handed over by the releaser, in the order of arrival.
 */
#include "sched.h"

#define RW_WRITER	1L
#define RW_QUEUED	2L
#define RW_READER	4L	/* one reader */
#define RW_HOLDERS(c)	((c) & ~RW_QUEUED)

struct rwsem {
	long count;
	spinlock_t lock;	/* protects the queue */
	struct list_head queue;
};

struct rw_waiter {
	struct list_head link;
	struct task *task;
	bool writer;
	bool granted;
};

void rwsem_init(struct rwsem *s)
{
	s->count = 0;
	spin_lock_init(&s->lock);
	INIT_LIST_HEAD(&s->queue);
}

static bool try_take(struct rwsem *s, bool writer)
{
	long c = READ_ONCE(s->count);

	while (!(c & (RW_WRITER | RW_QUEUED)) && (!writer || c == 0)) {
		long seen = cmpxchg(&s->count, c,
				    c + (writer ? RW_WRITER : RW_READER));

		if (seen == c)
			return true;
		c = seen;
	}
	return false;
}

static void grant(struct rw_waiter *w)
{
	list_del(&w->link);
	smp_store_release(&w->granted, true);
	wake_task(w->task);
}

/*
 * Give the semaphore to the head of the queue if it is free for it: to one
 * writer, or to all the readers up to the next writer. Caller holds the
 * queue lock; since RW_QUEUED is set, nobody can slip in on the fast path.
 */
static void hand_over(struct rwsem *s)
{
	while (!list_empty(&s->queue)) {
		struct rw_waiter *w;
		long c = READ_ONCE(s->count);

		w = list_first_entry(&s->queue, struct rw_waiter, link);
		if (w->writer) {
			if (RW_HOLDERS(c))
				return;
			__sync_fetch_and_add(&s->count, RW_WRITER);
			grant(w);
			break;
		}
		if (c & RW_WRITER)
			return;
		__sync_fetch_and_add(&s->count, RW_READER);
		grant(w);
	}

	if (list_empty(&s->queue))
		__sync_fetch_and_and(&s->count, ~RW_QUEUED);
}

static int wait_turn(struct rwsem *s, bool writer, enum task_state state)
{
	struct rw_waiter w = { .task = this_task(), .writer = writer };
	int ret = 0;

	spin_lock(&s->lock);
	list_add_tail(&w.link, &s->queue);
	__sync_fetch_and_or(&s->count, RW_QUEUED);
	/*
	 * The last holder may have left before it could see the bit. Nobody
	 * would ever wake us then, so look after the queue ourselves.
	 */
	hand_over(s);
	spin_unlock(&s->lock);

	for (;;) {
		set_state(state);
		if (smp_load_acquire(&w.granted))
			break;
		if (state == TASK_INTERRUPTIBLE && task_signalled(w.task)) {
			ret = -EINTR;
			break;
		}
		schedule();
	}
	set_state(TASK_RUNNING);

	/*
	 * The lock also waits for a granter who is still in hand_over(), so
	 * that the waiter does not leave the stack under its eyes.
	 */
	spin_lock(&s->lock);
	if (w.granted) {
		ret = 0;
	} else {
		/* Readers behind a writer who gives up need not wait. */
		list_del(&w.link);
		if (list_empty(&s->queue))
			__sync_fetch_and_and(&s->count, ~RW_QUEUED);
		else
			hand_over(s);
	}
	spin_unlock(&s->lock);
	return ret;
}

/**
 * down_read - acquire for reading
 *
 * Readers share the semaphore. Taking it twice in one task is a bug: a
 * writer that queues up in between would deadlock with the second attempt.
 */
void down_read(struct rwsem *s)
{
	if (!try_take(s, false))
		wait_turn(s, false, TASK_UNINTERRUPTIBLE);
}

bool down_read_trylock(struct rwsem *s)
{
	return try_take(s, false);
}

/**
 * down_write - acquire for writing, excluding everybody else
 */
void down_write(struct rwsem *s)
{
	if (!try_take(s, true))
		wait_turn(s, true, TASK_UNINTERRUPTIBLE);
}

int down_write_interruptible(struct rwsem *s)
{
	if (try_take(s, true))
		return 0;
	return wait_turn(s, true, TASK_INTERRUPTIBLE);
}

static void release(struct rwsem *s, long what)
{
	long c = __sync_sub_and_fetch(&s->count, what);

	WARN_ON(c < 0);
	if (!(c & RW_QUEUED) || RW_HOLDERS(c))
		return;
	spin_lock(&s->lock);
	hand_over(s);
	spin_unlock(&s->lock);
}

void up_read(struct rwsem *s)
{
	release(s, RW_READER);
}

void up_write(struct rwsem *s)
{
	release(s, RW_WRITER);
}

/**
 * downgrade_write - turn the write lock into a read lock
 *
 * There is no moment in between in which another writer could get in.
 */
void downgrade_write(struct rwsem *s)
{
	long c = __sync_add_and_fetch(&s->count, RW_READER - RW_WRITER);

	if (!(c & RW_QUEUED))
		return;
	spin_lock(&s->lock);
	hand_over(s);
	spin_unlock(&s->lock);
}
