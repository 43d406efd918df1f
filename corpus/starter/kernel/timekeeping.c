/* SPDX-License-Identifier: MIT */
/*
 * timekeeping.c - what time it is
 *
 * Time is read far more often than it is updated, from any context. A
 * sequence lock lets readers go without writing to shared memory at all:
 * the writer makes the counter odd while it works, and a reader that saw an
 * odd or a changed counter simply tries again.
 */
#include "base.h"

#define SLEW_PARTS	2000	/* adjust the speed by 1/2000: 500 ppm */
#define MAX_SLEW	(NSEC_PER_SEC / 2)
#define MAX_IDLE_SEC	8

struct seqlock {
	u32 seq;
	spinlock_t lock;
};

static inline u32 seq_begin(const struct seqlock *s)
{
	u32 seq;

	while ((seq = smp_load_acquire(&s->seq)) & 1)
		cpu_relax();
	return seq;
}

static inline bool seq_retry(const struct seqlock *s, u32 seq)
{
	smp_rmb();
	return READ_ONCE(s->seq) != seq;
}

static void seq_write_lock(struct seqlock *s, unsigned long *flags)
{
	/* An interrupt that read the time here would spin for ever. */
	*flags = __spin_lock_irqsave(&s->lock);
	WRITE_ONCE(s->seq, s->seq + 1);
	smp_wmb();
}

static void seq_write_unlock(struct seqlock *s, unsigned long flags)
{
	smp_store_release(&s->seq, s->seq + 1);
	spin_unlock_irqrestore(&s->lock, flags);
}

struct counter_source {
	const char *name;
	u64 (*read)(struct counter_source *cs);
	u64 mask;
	u32 freq;		/* Hz */
	int rating;		/* larger is better */
};

static struct {
	struct seqlock lock;
	struct counter_source *src;
	u64 last;		/* counter at the last update */
	u32 mult;		/* ns = cycles * mult >> shift */
	u32 nominal;		/* mult without the slew */
	u32 shift;
	u64 frac;		/* shifted nanoseconds below one */
	s64 mono;		/* since boot, never goes back */
	s64 wall_offset;	/* what makes it the time of day */
	s64 slew;		/* correction still to be worked off */
} tk;

static inline u64 cycles_since(u64 last)
{
	/* The mask makes a counter that has wrapped come out right. */
	return (tk.src->read(tk.src) - last) & tk.src->mask;
}

/*
 * Choose the largest shift, hence the best precision, for which the product
 * of MAX_IDLE_SEC worth of cycles and mult still fits in 64 bits.
 */
static void choose_scale(u32 freq, u32 *mult, u32 *shift)
{
	u64 max_cycles = (u64)freq * MAX_IDLE_SEC;
	u64 m;
	u32 s;

	for (s = 32; s > 0; s--) {
		m = (((u64)NSEC_PER_SEC << s) + freq / 2) / freq;
		/* Leave a bit for the slew and for the carried fraction. */
		if (m < UINT32_MAX / 2 && m < (UINT64_MAX >> 1) / max_cycles)
			break;
	}
	*shift = s;
	*mult = (((u64)NSEC_PER_SEC << s) + freq / 2) / freq;
}

static void accumulate(void)
{
	u64 cycles = cycles_since(tk.last);
	s64 ns;

	tk.last = (tk.last + cycles) & tk.src->mask;
	tk.frac += cycles * tk.mult;
	ns = tk.frac >> tk.shift;
	tk.frac &= (1ULL << tk.shift) - 1;
	tk.mono += ns;

	if (!tk.slew)
		return;
	/* The clock ran fast or slow for this long: deduct what it gained. */
	ns = ns / SLEW_PARTS + 1;
	if (tk.slew > 0)
		tk.slew -= min(tk.slew, ns);
	else
		tk.slew += min(-tk.slew, ns);
	if (!tk.slew)
		tk.mult = tk.nominal;
}

/**
 * time_register - offer a hardware counter for keeping time
 *
 * Returns -EEXIST if a better one is in use already.
 */
int time_register(struct counter_source *cs)
{
	unsigned long flags;
	int ret = 0;

	if (!cs->freq || !cs->mask)
		return -EINVAL;

	seq_write_lock(&tk.lock, &flags);
	if (tk.src && tk.src->rating >= cs->rating) {
		ret = -EEXIST;
		goto out;
	}
	if (tk.src)
		accumulate();	/* what the old one has counted so far */
	tk.src = cs;
	tk.last = cs->read(cs) & cs->mask;
	choose_scale(cs->freq, &tk.nominal, &tk.shift);
	tk.mult = tk.nominal;
	tk.frac = 0;
	tk.slew = 0;
out:
	seq_write_unlock(&tk.lock, flags);
	if (!ret)
		pr_info("time: using %s, %u Hz, mult %u shift %u\n",
			cs->name, cs->freq, tk.mult, tk.shift);
	return ret;
}

/* Called from the tick, at least every MAX_IDLE_SEC seconds. */
void time_update(void)
{
	unsigned long flags;

	seq_write_lock(&tk.lock, &flags);
	if (tk.src)
		accumulate();
	seq_write_unlock(&tk.lock, flags);
}

static s64 read_clock(bool wall)
{
	u32 seq;
	s64 ns;

	do {
		seq = seq_begin(&tk.lock);
		ns = tk.mono;
		if (tk.src)
			ns += (cycles_since(tk.last) * tk.mult + tk.frac)
				>> tk.shift;
		if (wall)
			ns += tk.wall_offset;
	} while (seq_retry(&tk.lock, seq));
	return ns;
}

ktime_t ktime_get(void)
{
	return read_clock(false);
}

ktime_t wall_time(void)
{
	return read_clock(true);
}

/* Set the time of day at once; the monotonic clock does not notice. */
void set_wall_time(s64 ns)
{
	unsigned long flags;

	seq_write_lock(&tk.lock, &flags);
	if (tk.src)
		accumulate();
	tk.wall_offset = ns - tk.mono;
	seq_write_unlock(&tk.lock, flags);
}

/**
 * slew_time - correct the clock gradually
 * @delta: nanoseconds to gain (or to lose, if negative)
 *
 * Programs that measure intervals never see the time jump.
 */
int slew_time(s64 delta)
{
	unsigned long flags;
	u32 part;

	if (delta > MAX_SLEW || delta < -MAX_SLEW)
		return -ERANGE;

	seq_write_lock(&tk.lock, &flags);
	if (tk.src)
		accumulate();
	part = tk.nominal / SLEW_PARTS;
	tk.slew = delta;
	tk.mult = tk.nominal;
	if (delta > 0)
		tk.mult += part;
	else if (delta < 0)
		tk.mult -= part;
	seq_write_unlock(&tk.lock, flags);
	return 0;
}
