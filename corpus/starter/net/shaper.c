/* SPDX-License-Identifier: MIT */
/*
 * shaper.c - token buckets that share a link between classes of traffic
 *
 * Each class earns tokens (bytes) at its own rate and may save up to its
 * burst. A class that has spent its own may borrow from the link's bucket, up
 * to its ceiling: so a guarantee holds when everybody is busy, and nothing is
 * wasted when they are not.
 *
 * Buckets are kept in nanoseconds of line time rather than in bytes. At a
 * given rate both say the same, but time adds up without rounding losses and
 * the moment at which a packet conforms needs no second division.
 */
#include "base.h"
#include "net.h"

#define SHAPER_CLASSES	8
#define CLASS_LIMIT	128

struct bucket {
	u64 rate;		/* bytes per second */
	s64 depth;		/* the most that can be saved, in ns */
	s64 credit;		/* ns; negative is debt */
	ktime_t last;
};

struct shape_class {
	struct bucket own;	/* guaranteed */
	struct bucket ceil;	/* guaranteed and borrowed together */
	struct pktq q;
	u64 sent, borrowed, dropped;
};

struct shaper {
	spinlock_t lock;
	struct netdev *dev;
	struct bucket link;
	struct shape_class cls[SHAPER_CLASSES];
	unsigned int nr, turn;
};

static s64 line_time(const struct bucket *b, u32 bytes)
{
	return (s64)((u64)bytes * NSEC_PER_SEC / b->rate);
}

static void bucket_init(struct bucket *b, u64 rate, u32 burst, ktime_t now)
{
	b->rate = rate;
	b->depth = line_time(b, burst);
	b->credit = b->depth;
	b->last = now;
}

static void bucket_fill(struct bucket *b, ktime_t now)
{
	b->credit = min_t(s64, b->depth, b->credit + (now - b->last));
	b->last = now;
}

/* Nanoseconds until a packet may go; 0 is now. */
static s64 bucket_wait(const struct bucket *b, u32 bytes)
{
	/* A packet larger than the burst would wait for ever: cap it. */
	s64 need = min_t(s64, line_time(b, bytes), b->depth);

	return max_t(s64, need - b->credit, 0);
}

/**
 * shaper_init - set up a shaper for a device
 * @s: shaper
 * @dev: where conforming packets go
 * @rate: bytes per second of the link, slightly below its true speed
 * @burst: bytes that may leave back to back
 */
int shaper_init(struct shaper *s, struct netdev *dev, u64 rate, u32 burst)
{
	if (rate < 1000 || burst < dev->mtu)
		return -EINVAL;
	memset(s, 0, sizeof(*s));
	spin_lock_init(&s->lock);
	s->dev = dev;
	bucket_init(&s->link, rate, burst, ktime_get());
	return 0;
}

/**
 * shaper_add_class - add a class; packets choose it by their prio
 * @s: shaper
 * @rate: guaranteed bytes per second
 * @ceil: the most it may use when others leave room
 * @burst: bytes it may save up
 *
 * Return: number of the class. Promising more than the link has is refused.
 */
int shaper_add_class(struct shaper *s, u64 rate, u64 ceil, u32 burst)
{
	struct shape_class *c;
	u64 promised = rate;
	ktime_t now = ktime_get();
	unsigned int i;

	if (s->nr == SHAPER_CLASSES)
		return -ENOSPC;
	if (rate < 1000 || ceil < rate || burst < s->dev->mtu)
		return -EINVAL;
	for (i = 0; i < s->nr; i++)
		promised += s->cls[i].own.rate;
	if (promised > s->link.rate)
		return -ERANGE;

	c = &s->cls[s->nr];
	bucket_init(&c->own, rate, burst, now);
	bucket_init(&c->ceil, ceil, burst, now);
	pktq_init(&c->q, CLASS_LIMIT);
	return s->nr++;
}

int shaper_enqueue(struct shaper *s, struct pktbuf *p)
{
	struct shape_class *c;
	bool queued;

	if (!s->nr) {
		pkt_free(p);
		return -ENODEV;
	}
	spin_lock(&s->lock);
	c = &s->cls[min_t(unsigned int, p->prio, s->nr - 1)];
	queued = pktq_push(&c->q, p);
	if (!queued)
		c->dropped++;
	spin_unlock(&s->lock);
	if (!queued)
		pkt_free(p);
	return queued ? 0 : -ENOBUFS;
}

static void charge(struct shaper *s, struct shape_class *c, u32 len, bool own)
{
	s->link.credit -= line_time(&s->link, len);
	c->ceil.credit -= line_time(&c->ceil, len);
	if (own)
		c->own.credit -= line_time(&c->own, len);
	else
		c->borrowed += len;
	c->sent += len;
}

/*
 * Choose a class that may send now. Guarantees come first; what is left goes
 * round in turn. If nobody may, *wait is the time until somebody can.
 */
static struct shape_class *choose(struct shaper *s, ktime_t now, bool *own,
				  s64 *wait)
{
	struct shape_class *c, *lender = NULL;
	s64 link, mine, ceil;
	unsigned int i;
	u32 len;

	*wait = NSEC_PER_SEC;
	for (i = 0; i < s->nr; i++) {
		c = &s->cls[(s->turn + i) % s->nr];
		bucket_fill(&c->own, now);
		bucket_fill(&c->ceil, now);
		if (!c->q.len)
			continue;
		len = list_first_entry(&c->q.list, struct pktbuf, link)->len;
		link = bucket_wait(&s->link, len);
		mine = max(bucket_wait(&c->own, len), link);
		ceil = max(bucket_wait(&c->ceil, len), link);
		if (!mine) {
			*own = true;
			return c;
		}
		if (!ceil && !lender)
			lender = c;
		*wait = min(*wait, min(mine, ceil));
	}
	*own = false;
	if (lender)
		s->turn = (lender - s->cls + 1) % s->nr;
	return lender;
}

/**
 * shaper_run - send what conforms
 * @s: shaper
 *
 * Return: nanoseconds after which to run again.
 */
s64 shaper_run(struct shaper *s)
{
	struct shape_class *c;
	struct pktbuf *p;
	ktime_t now = ktime_get();
	bool own;
	s64 wait;

	spin_lock(&s->lock);
	bucket_fill(&s->link, now);
	while ((c = choose(s, now, &own, &wait))) {
		p = pktq_pop(&c->q);
		charge(s, c, p->len, own);
		spin_unlock(&s->lock);
		netdev_send(s->dev, p);
		spin_lock(&s->lock);
	}
	spin_unlock(&s->lock);
	return wait;
}
