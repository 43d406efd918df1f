/* SPDX-License-Identifier: MIT */
/*
 * workqueue.c - deferred work in process context
 *
 * Interrupt handlers may not sleep. What needs to sleep is packed into a
 * work item, which one of the threads of a queue picks up later. An item is
 * queued at most once at a time, and never runs on two threads at once.
 */
#include "sched.h"

#define WQ_MAX_THREADS	16

struct work {
	struct list_head link;
	void (*fn)(struct work *w);
	bool pending;		/* on the list, will start in the future */
	unsigned int cancelling;
	u64 seq;		/* order of queueing */
};

struct worker {
	struct workqueue *wq;
	struct task *task;
	struct work *current;
	u64 seq;		/* of the item that is being run */
	bool requeue;		/* it was queued again meanwhile */
	bool idle;
};

struct flusher {
	struct list_head link;
	struct task *task;
	struct work *work;	/* wait for this item ... */
	u64 seq;		/* ... or for all before this number */
	bool done;
};

struct workqueue {
	const char *name;
	spinlock_t lock;
	struct list_head items;
	struct list_head flushers;
	u64 next_seq;
	bool stopping;
	unsigned int nr_threads;
	struct worker workers[WQ_MAX_THREADS];
};

struct task *thread_start(int (*fn)(void *), void *arg, const char *name, int n);
void thread_join(struct task *t);

static struct worker *runner_of(struct workqueue *wq, const struct work *w)
{
	for (unsigned int i = 0; i < wq->nr_threads; i++)
		if (wq->workers[i].current == w)
			return &wq->workers[i];
	return NULL;
}

static void append(struct workqueue *wq, struct work *w)
{
	w->pending = true;
	list_add_tail(&w->link, &wq->items);

	for (unsigned int i = 0; i < wq->nr_threads; i++) {
		struct worker *me = &wq->workers[i];

		if (me->idle) {
			me->idle = false;	/* do not pick it twice */
			wake_task(me->task);
			return;
		}
	}
}

/**
 * queue_work - run a function soon, on some thread of the queue
 *
 * Callable from any context. Returns false if the item was pending already
 * or if the queue is being destroyed.
 */
bool queue_work(struct workqueue *wq, struct work *w)
{
	struct worker *runner;
	unsigned long flags;
	bool queued = false;

	spin_lock_irqsave(&wq->lock, flags);
	runner = runner_of(wq, w);
	if (wq->stopping || w->cancelling || w->pending ||
	    (runner && runner->requeue))
		goto out;

	w->seq = wq->next_seq++;
	/*
	 * While the item runs, a second thread must not start it. The one
	 * that runs it puts it on the list when it is through.
	 */
	if (runner)
		runner->requeue = true;
	else
		append(wq, w);
	queued = true;
out:
	spin_unlock_irqrestore(&wq->lock, flags);
	return queued;
}

static bool flusher_satisfied(struct workqueue *wq, const struct flusher *f)
{
	const struct work *w;

	if (f->work)
		return !f->work->pending && !runner_of(wq, f->work);

	list_for_each_entry(w, &wq->items, link)
		if (w->seq < f->seq)
			return false;
	for (unsigned int i = 0; i < wq->nr_threads; i++)
		if (wq->workers[i].current && wq->workers[i].seq < f->seq)
			return false;
	return true;
}

static void notify_flushers(struct workqueue *wq)
{
	struct flusher *f, *next;

	list_for_each_entry_safe(f, next, &wq->flushers, link) {
		if (!flusher_satisfied(wq, f))
			continue;
		list_del(&f->link);
		f->done = true;
		wake_task(f->task);
	}
}

static int worker_main(void *arg)
{
	struct worker *me = arg;
	struct workqueue *wq = me->wq;
	unsigned long flags;

	spin_lock_irqsave(&wq->lock, flags);
	for (;;) {
		struct work *w;

		if (list_empty(&wq->items)) {
			if (wq->stopping)
				break;
			me->idle = true;
			set_state(TASK_UNINTERRUPTIBLE);
			spin_unlock_irqrestore(&wq->lock, flags);
			schedule();
			spin_lock_irqsave(&wq->lock, flags);
			me->idle = false;
			continue;
		}

		w = list_first_entry(&wq->items, struct work, link);
		list_del(&w->link);
		w->pending = false;
		me->current = w;
		me->seq = w->seq;
		spin_unlock_irqrestore(&wq->lock, flags);

		w->fn(w);

		spin_lock_irqsave(&wq->lock, flags);
		me->current = NULL;
		/* The function may have freed w, unless it was requeued. */
		if (me->requeue) {
			me->requeue = false;
			append(wq, w);
		}
		notify_flushers(wq);
	}
	spin_unlock_irqrestore(&wq->lock, flags);
	return 0;
}

static void wait_flushed(struct workqueue *wq, struct work *w, bool cancel)
{
	struct flusher f = { .task = this_task(), .work = w };
	unsigned long flags;

	spin_lock_irqsave(&wq->lock, flags);
	if (cancel) {
		struct worker *runner = runner_of(wq, w);

		/* An item that queues itself again would never end. */
		w->cancelling++;
		if (runner)
			runner->requeue = false;
		if (w->pending) {
			list_del(&w->link);
			w->pending = false;
			notify_flushers(wq);
		}
	}
	f.seq = wq->next_seq;
	f.done = flusher_satisfied(wq, &f);
	if (!f.done)
		list_add_tail(&f.link, &wq->flushers);

	while (!f.done) {
		set_state(TASK_UNINTERRUPTIBLE);
		spin_unlock_irqrestore(&wq->lock, flags);
		schedule();
		spin_lock_irqsave(&wq->lock, flags);
	}
	if (cancel)
		w->cancelling--;
	spin_unlock_irqrestore(&wq->lock, flags);
}

/* Wait until everything that is queued at this moment has finished. */
void flush_queue(struct workqueue *wq)
{
	wait_flushed(wq, NULL, false);
}

/**
 * cancel_work_sync - unqueue an item and wait until it runs nowhere
 *
 * Must not be called by the item itself, which would wait for its own end.
 */
void cancel_work_sync(struct workqueue *wq, struct work *w)
{
	wait_flushed(wq, w, true);
}

void destroy_queue(struct workqueue *wq)
{
	unsigned long flags;

	spin_lock_irqsave(&wq->lock, flags);
	wq->stopping = true;
	for (unsigned int i = 0; i < wq->nr_threads; i++)
		wake_task(wq->workers[i].task);
	spin_unlock_irqrestore(&wq->lock, flags);

	for (unsigned int i = 0; i < wq->nr_threads; i++)
		thread_join(wq->workers[i].task);
	kfree(wq);
}

struct workqueue *create_queue(const char *name, unsigned int threads)
{
	struct workqueue *wq;

	if (!threads || threads > WQ_MAX_THREADS)
		return ERR_PTR(-EINVAL);
	wq = kzalloc(sizeof(*wq), GFP_KERNEL);
	if (!wq)
		return ERR_PTR(-ENOMEM);
	wq->name = name;
	spin_lock_init(&wq->lock);
	INIT_LIST_HEAD(&wq->items);
	INIT_LIST_HEAD(&wq->flushers);

	for (unsigned int i = 0; i < threads; i++) {
		struct worker *me = &wq->workers[i];
		struct task *t;

		me->wq = wq;
		t = thread_start(worker_main, me, name, i);
		if (IS_ERR(t)) {
			pr_err("%s: cannot start thread %u\n", name, i);
			destroy_queue(wq);
			return ERR_PTR(PTR_ERR(t));
		}
		me->task = t;
		wq->nr_threads++;
	}
	return wq;
}
