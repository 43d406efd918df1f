/* SPDX-License-Identifier: MIT */
/*
 * futex.c - the kernel half of locks in user memory
 *
 * User space takes and drops its locks with atomic instructions on a word
 * of its own. It calls the kernel only to sleep until the word changes, and
 * to wake those who sleep. The kernel keeps no state for a word on which
 * nobody waits; sleepers are found through a hash of its address.
 */
#include "sched.h"

#define FUTEX_BITS	8
#define FUTEX_BUCKETS	(1u << FUTEX_BITS)

struct futex_key {
	const void *space;	/* address space or shared object */
	u64 offset;		/* of the word within it */
};

struct futex_waiter {
	struct list_head link;
	struct futex_key key;
	struct task *task;
	struct futex_bucket *bucket;	/* NULL once woken */
	u32 mask;
};

struct futex_bucket {
	spinlock_t lock;
	struct list_head waiters;
} __aligned(64);		/* neighbours do not share a cache line */

static struct futex_bucket buckets[FUTEX_BUCKETS];

int futex_translate(unsigned long addr, struct futex_key *key);

/* Copies without handling page faults, so that it may run under a lock. */
unsigned long copy_from_user_atomic(void *to, const void __user *from, size_t n);

void __init futex_init(void)
{
	for (unsigned int i = 0; i < FUTEX_BUCKETS; i++) {
		spin_lock_init(&buckets[i].lock);
		INIT_LIST_HEAD(&buckets[i].waiters);
	}
}

static int get_key(u32 __user *uaddr, struct futex_key *key)
{
	unsigned long addr = (unsigned long)uaddr;

	/* A word across two pages could not be read atomically. */
	if (addr % sizeof(u32))
		return -EINVAL;
	return futex_translate(addr, key);
}

static struct futex_bucket *bucket_of(const struct futex_key *key)
{
	u64 h = (u64)(unsigned long)key->space ^ key->offset >> 2;

	h *= 0x9e3779b97f4a7c15ULL;
	return &buckets[h >> (64 - FUTEX_BITS)];
}

static inline bool same_key(const struct futex_key *a,
			    const struct futex_key *b)
{
	return a->space == b->space && a->offset == b->offset;
}

static void wake_waiter(struct futex_waiter *w)
{
	struct task *t = w->task;

	list_del(&w->link);
	/*
	 * After this store the waiter may return and its stack is gone. The
	 * task is not: those are freed only after a grace period, and that
	 * cannot end while we hold a spin lock.
	 */
	smp_store_release(&w->bucket, NULL);
	wake_task(t);
}

/*
 * A requeue may move the waiter to another bucket at any time, so the lock
 * that protects it is only known for sure once it is held.
 */
static bool unqueue(struct futex_waiter *w)
{
	struct futex_bucket *b;

	while ((b = smp_load_acquire(&w->bucket)) != NULL) {
		spin_lock(&b->lock);
		if (w->bucket == b) {
			list_del(&w->link);
			spin_unlock(&b->lock);
			return true;
		}
		spin_unlock(&b->lock);
	}
	return false;
}

/**
 * futex_wait - sleep while a word has the expected value
 * @uaddr: the word
 * @expected: value that the caller has seen
 * @mask: which wakeups to listen to, not 0
 * @ticks: how long to wait, or SLEEP_FOREVER
 *
 * The comparison and the queueing are one step as far as futex_wake() can
 * tell, or the wakeup that follows a change of the word might be missed.
 *
 * Returns 0 when woken, -EAGAIN if the word differs, -ETIMEDOUT, -EINTR.
 */
int futex_wait(u32 __user *uaddr, u32 expected, u32 mask, long ticks)
{
	struct futex_waiter w = { .task = this_task(), .mask = mask };
	struct futex_bucket *b;
	u32 value;
	int ret;

	if (!mask)
		return -EINVAL;
retry:
	ret = get_key(uaddr, &w.key);
	if (ret)
		return ret;

	b = bucket_of(&w.key);
	spin_lock(&b->lock);
	if (copy_from_user_atomic(&value, uaddr, sizeof(value))) {
		spin_unlock(&b->lock);
		/* Not in memory: touch it without the lock, start over. */
		if (copy_from_user(&value, uaddr, sizeof(value)))
			return -EFAULT;
		goto retry;
	}
	if (value != expected) {
		spin_unlock(&b->lock);
		return -EAGAIN;
	}
	w.bucket = b;
	list_add_tail(&w.link, &b->waiters);
	set_state(TASK_INTERRUPTIBLE);
	spin_unlock(&b->lock);

	while (smp_load_acquire(&w.bucket)) {
		if (task_signalled(w.task)) {
			ret = -EINTR;
			break;
		}
		if (!ticks) {
			ret = -ETIMEDOUT;
			break;
		}
		ticks = schedule_timeout(ticks);
		set_state(TASK_INTERRUPTIBLE);
	}
	set_state(TASK_RUNNING);

	/* A wakeup that arrived in time counts, whatever else happened. */
	return unqueue(&w) ? ret : 0;
}

/**
 * futex_wake - wake sleepers on a word
 * @nr: at most this many
 * @mask: only those who listen to one of these bits
 *
 * Returns how many were woken.
 */
int futex_wake(u32 __user *uaddr, int nr, u32 mask)
{
	struct futex_waiter *w, *next;
	struct futex_bucket *b;
	struct futex_key key;
	int woken = 0;
	int ret = get_key(uaddr, &key);

	if (ret)
		return ret;
	b = bucket_of(&key);
	spin_lock(&b->lock);
	list_for_each_entry_safe(w, next, &b->waiters, link) {
		if (woken >= nr)
			break;
		if (!same_key(&w->key, &key) || !(w->mask & mask))
			continue;
		wake_waiter(w);
		woken++;
	}
	spin_unlock(&b->lock);
	return woken;
}

/**
 * futex_requeue - wake some sleepers and move others to a second word
 *
 * For broadcasts on a condition variable: all the waiters need the same
 * lock next, so waking more than one of them would only make them collide.
 */
int futex_requeue(u32 __user *from, u32 __user *to, int nr_wake, int nr_move)
{
	struct futex_bucket *b1, *b2, *first, *second;
	struct futex_waiter *w, *next;
	struct futex_key k1, k2;
	int done = 0, ret;

	ret = get_key(from, &k1);
	if (!ret)
		ret = get_key(to, &k2);
	if (ret)
		return ret;
	if (same_key(&k1, &k2))
		return -EINVAL;

	b1 = bucket_of(&k1);
	b2 = bucket_of(&k2);
	first = b1 < b2 ? b1 : b2;	/* always lock in address order */
	second = b1 < b2 ? b2 : b1;
	spin_lock(&first->lock);
	if (first != second)
		spin_lock(&second->lock);

	list_for_each_entry_safe(w, next, &b1->waiters, link) {
		if (done >= nr_wake + nr_move)
			break;
		if (!same_key(&w->key, &k1))
			continue;
		if (done++ < nr_wake) {
			wake_waiter(w);
			continue;
		}
		w->key = k2;
		list_move_tail(&w->link, &b2->waiters);
		smp_store_release(&w->bucket, b2);
	}

	if (first != second)
		spin_unlock(&second->lock);
	spin_unlock(&first->lock);
	return done;
}
