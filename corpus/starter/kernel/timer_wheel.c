/* SPDX-License-Identifier: MIT */
/*
 * timer_wheel.c - coarse timers, driven by the periodic tick
 *
 * Most timers of a kernel are timeouts that get cancelled long before they
 * fire, so starting and stopping must be cheap and sorting is wasted work.
 * The wheel has four levels of 64 slots. A slot on level n spans 64^n ticks;
 * when the clock enters the span of a slot, its timers are dealt out again
 * to the finer levels below.
 */
#include "base.h"

#define WHEEL_BITS	6
#define WHEEL_SLOTS	(1u << WHEEL_BITS)
#define WHEEL_MASK	(WHEEL_SLOTS - 1)
#define WHEEL_LEVELS	4
#define WHEEL_SPAN	(1UL << (WHEEL_BITS * WHEEL_LEVELS))

struct wheel_timer {
	struct list_head link;
	unsigned long expires;
	void (*fn)(struct wheel_timer *t);
};

struct wheel {
	spinlock_t lock;
	unsigned long clock;		/* the last tick that was handled */
	struct wheel_timer *running;
	unsigned int pending;
	struct list_head slot[WHEEL_LEVELS][WHEEL_SLOTS];
};

void wheel_init(struct wheel *w, unsigned long now)
{
	spin_lock_init(&w->lock);
	w->clock = now;
	w->running = NULL;
	w->pending = 0;
	for (int l = 0; l < WHEEL_LEVELS; l++)
		for (unsigned int s = 0; s < WHEEL_SLOTS; s++)
			INIT_LIST_HEAD(&w->slot[l][s]);
}

void wheel_timer_setup(struct wheel_timer *t, void (*fn)(struct wheel_timer *))
{
	INIT_LIST_HEAD(&t->link);
	t->expires = 0;
	t->fn = fn;
}

/* An unlinked timer points at itself, so the link tells whether it is set. */
static inline bool wheel_timer_pending(const struct wheel_timer *t)
{
	return !list_empty(&t->link);
}

static void place(struct wheel *w, struct wheel_timer *t)
{
	unsigned long delta = t->expires - w->clock;
	unsigned long when = t->expires;
	int level = 0;

	/*
	 * Beyond the horizon the timer waits in the last slot that the wheel
	 * will reach. It finds there that it is early and is placed again.
	 */
	if (delta >= WHEEL_SPAN) {
		delta = WHEEL_SPAN - 1;
		when = w->clock + delta;
	}
	while (delta >> (WHEEL_BITS * (level + 1)))
		level++;

	when >>= WHEEL_BITS * level;
	list_add_tail(&t->link, &w->slot[level][when & WHEEL_MASK]);
}

/**
 * wheel_mod - start a timer, or move a pending one
 * @w: the wheel
 * @t: the timer
 * @expires: absolute tick to fire at; a past one means the next tick
 *
 * Returns true if the timer was pending before.
 */
bool wheel_mod(struct wheel *w, struct wheel_timer *t, unsigned long expires)
{
	unsigned long flags;
	bool was_pending;

	spin_lock_irqsave(&w->lock, flags);
	was_pending = wheel_timer_pending(t);
	if (!time_after(expires, w->clock))
		expires = w->clock + 1;

	/* Retransmit timers are rearmed to the same tick again and again. */
	if (was_pending && t->expires == expires)
		goto out;

	if (was_pending)
		list_del(&t->link);
	else
		w->pending++;
	t->expires = expires;
	place(w, t);
out:
	spin_unlock_irqrestore(&w->lock, flags);
	return was_pending;
}

bool wheel_del(struct wheel *w, struct wheel_timer *t)
{
	unsigned long flags;
	bool was_pending;

	spin_lock_irqsave(&w->lock, flags);
	was_pending = wheel_timer_pending(t);
	if (was_pending) {
		list_del(&t->link);
		w->pending--;
	}
	spin_unlock_irqrestore(&w->lock, flags);
	return was_pending;
}

/**
 * wheel_del_sync - stop a timer and wait until its function has returned
 *
 * After this the memory of the timer may be freed. Must not be called from
 * the function of the timer itself, nor with a lock held that it takes.
 */
void wheel_del_sync(struct wheel *w, struct wheel_timer *t)
{
	/* The function may have started the timer once more: look again. */
	do {
		wheel_del(w, t);
		while (READ_ONCE(w->running) == t)
			cpu_relax();
	} while (wheel_timer_pending(t));
}

static void take_list(struct list_head *from, struct list_head *to)
{
	INIT_LIST_HEAD(to);
	while (!list_empty(from))
		list_move_tail(from->next, to);
}

/* Deal out the timers of the slot that the clock has just entered. */
static void cascade(struct wheel *w, int level)
{
	unsigned int idx = (w->clock >> (WHEEL_BITS * level)) & WHEEL_MASK;
	struct list_head batch;

	take_list(&w->slot[level][idx], &batch);
	while (!list_empty(&batch)) {
		struct wheel_timer *t;

		t = list_first_entry(&batch, struct wheel_timer, link);
		list_del(&t->link);
		place(w, t);
	}
}

static void fire_slot(struct wheel *w, struct list_head *due,
		      unsigned long *flags)
{
	while (!list_empty(due)) {
		struct wheel_timer *t;
		void (*fn)(struct wheel_timer *);

		t = list_first_entry(due, struct wheel_timer, link);
		fn = t->fn;
		list_del(&t->link);
		w->pending--;
		w->running = t;

		/* Unlocked, so that the function may start timers itself. */
		spin_unlock_irqrestore(&w->lock, *flags);
		fn(t);
		spin_lock_irqsave(&w->lock, *flags);
		WRITE_ONCE(w->running, NULL);
	}
}

/**
 * wheel_advance - run every timer that is due
 * @w: the wheel
 * @now: the current tick
 *
 * Ticks that were missed while interrupts were off are made up for one by
 * one, which keeps timers in order.
 */
void wheel_advance(struct wheel *w, unsigned long now)
{
	struct list_head due;
	unsigned long flags;

	spin_lock_irqsave(&w->lock, flags);
	while (time_after(now, w->clock)) {
		if (!w->pending) {
			w->clock = now;	/* nothing to miss on the way */
			break;
		}
		w->clock++;

		for (int l = 1; l < WHEEL_LEVELS; l++) {
			unsigned long below = WHEEL_BITS * l;

			if (w->clock & ((1UL << below) - 1))
				break;
			cascade(w, l);
		}
		take_list(&w->slot[0][w->clock & WHEEL_MASK], &due);
		fire_slot(w, &due, &flags);
	}
	spin_unlock_irqrestore(&w->lock, flags);
}
