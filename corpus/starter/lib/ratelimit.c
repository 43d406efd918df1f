/* SPDX-License-Identifier: MIT */
/*
 * ratelimit.c - not too often
 *
 * Two kinds. "struct ratelimit" is for messages: a burst per interval, and a
 * note of how many were held back. "struct bucket" meters a flow, bytes or
 * packets per second, and can tell how long to wait for the next.
 */
#include "base.h"

struct ratelimit {
	spinlock_t lock;
	unsigned long interval;		/* jiffies, 0 for no limit */
	unsigned long begin;
	unsigned int burst;
	unsigned int done;
	unsigned int missed;
};

struct bucket {
	spinlock_t lock;
	u64 rate;		/* tokens per second */
	u64 depth;		/* most that can be saved up */
	u64 tokens;
	u64 remainder;		/* part of a token, in 1/NSEC_PER_SEC */
	ktime_t stamp;
};

/**
 * ratelimit_init - set up a limit for messages
 * @rl: the limit
 * @msecs: length of the interval
 * @burst: messages allowed in each
 */
void ratelimit_init(struct ratelimit *rl, unsigned int msecs,
		    unsigned int burst)
{
	spin_lock_init(&rl->lock);
	rl->interval = msecs_to_jiffies(msecs);
	rl->begin = jiffies;
	rl->burst = burst;
	rl->done = 0;
	rl->missed = 0;
}

/**
 * ratelimit_ok - ask whether a message may go out
 * @rl: the limit
 * @who: named in the note about messages that were held back
 */
bool ratelimit_ok(struct ratelimit *rl, const char *who)
{
	unsigned int missed = 0;
	unsigned long flags;
	bool ok;

	if (!rl->interval)
		return true;

	/*
	 * May be called from anywhere, by printk's own callees too. Whoever
	 * finds the lock taken is one of many and can do without a message.
	 */
	flags = local_irq_save();
	if (!spin_trylock(&rl->lock)) {
		local_irq_restore(flags);
		return false;
	}

	if (!time_before(jiffies, rl->begin + rl->interval)) {
		missed = rl->missed;
		rl->begin = jiffies;
		rl->done = 0;
		rl->missed = 0;
	}
	ok = rl->done < rl->burst;
	if (ok)
		rl->done++;
	else
		rl->missed++;

	spin_unlock(&rl->lock);
	local_irq_restore(flags);

	/* Printed without the lock, as the console may well call back. */
	if (missed)
		pr_warn("%s: %u messages held back\n", who, missed);
	return ok;
}

/**
 * bucket_init - set up a meter
 * @b: the meter
 * @rate: tokens per second, at most 2^32
 * @depth: tokens that may be spent at once after a pause
 */
int bucket_init(struct bucket *b, u64 rate, u64 depth)
{
	/* Both bounds keep the products below inside 64 bits. */
	if (!rate || rate > 1ULL << 32 || !depth || depth > 1ULL << 32)
		return -EINVAL;

	spin_lock_init(&b->lock);
	b->rate = rate;
	b->depth = depth;
	b->tokens = depth;
	b->remainder = 0;
	b->stamp = ktime_get();
	return 0;
}

static void refill(struct bucket *b, ktime_t now)
{
	u64 passed = now > b->stamp ? (u64)(now - b->stamp) : 0;
	u64 whole = passed / NSEC_PER_SEC;
	u64 part;

	if (!passed)
		return;
	b->stamp = now;

	/* After a long pause the bucket is full; do not multiply at all. */
	if (whole > b->depth / b->rate) {
		b->tokens = b->depth;
		b->remainder = 0;
		return;
	}

	/* Keep the remainder, or frequent calls would lose all of it. */
	part = passed % NSEC_PER_SEC * b->rate + b->remainder;
	b->tokens += whole * b->rate + part / NSEC_PER_SEC;
	b->remainder = part % NSEC_PER_SEC;
	if (b->tokens >= b->depth) {
		b->tokens = b->depth;
		b->remainder = 0;
	}
}

/**
 * bucket_take - spend tokens
 * @b: the meter
 * @n: how many
 * @wait: receives nanoseconds until @n will be there; may be NULL
 *
 * Return: 0, -EAGAIN if there are too few now, -EMSGSIZE if there never will
 * be that many at once.
 */
int bucket_take(struct bucket *b, u64 n, u64 *wait)
{
	unsigned long flags;
	u64 lack;
	int ret = 0;

	if (n > b->depth)
		return -EMSGSIZE;

	spin_lock_irqsave(&b->lock, flags);
	refill(b, ktime_get());
	if (n <= b->tokens) {
		b->tokens -= n;
		goto out;
	}

	ret = -EAGAIN;
	if (wait) {
		lack = n - b->tokens;
		*wait = DIV_ROUND_UP(lack * NSEC_PER_SEC - b->remainder,
				     b->rate);
	}
out:
	spin_unlock_irqrestore(&b->lock, flags);
	return ret;
}
