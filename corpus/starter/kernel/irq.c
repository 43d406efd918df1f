/* SPDX-License-Identifier: MIT */
/*
 * irq.c - interrupt lines and soft interrupts
 *
 * Devices may share a line, so a line has a chain of handlers and each says
 * whether the interrupt was its own. Handlers do what cannot wait and raise
 * a soft interrupt for the rest, which runs with interrupts enabled.
 */
#include "base.h"

#define NR_IRQS		224
#define IRQ_SHARED	BIT(0)
#define IRQ_ONESHOT	BIT(1)	/* stays masked until irq_enable() */
#define STORM_WINDOW	10000
#define STORM_LIMIT	9900	/* unclaimed ones out of the window */

enum irq_ret {
	IRQ_NONE,
	IRQ_HANDLED,
};

typedef enum irq_ret (*irq_fn)(int irq, void *dev);

struct irq_action {
	struct irq_action *next;
	irq_fn fn;
	void *dev;
	const char *name;
	unsigned long flags;
};

struct irq_chip {
	const char *name;
	void (*mask)(int irq);
	void (*unmask)(int irq);
	void (*ack)(int irq);
};

struct irq_line {
	spinlock_t lock;
	const struct irq_chip *chip;
	struct irq_action *actions;
	unsigned int disabled;	/* nesting depth */
	unsigned int total, unclaimed;
	bool running;
};

static struct irq_line lines[NR_IRQS];

static struct irq_line *line_of(int irq)
{
	if (irq < 0 || irq >= NR_IRQS || !lines[irq].chip)
		return NULL;
	return &lines[irq];
}

/**
 * irq_request - install a handler
 * @irq: number of the line
 * @fn: handler, called with the line locked out
 * @flags: IRQ_* flags; all sharers of a line must agree on them
 * @name: for messages
 * @dev: handed to @fn, and the key for irq_free()
 */
int irq_request(int irq, irq_fn fn, unsigned long flags, const char *name,
		void *dev)
{
	struct irq_line *l = line_of(irq);
	struct irq_action *a, **link;
	unsigned long irqflags;
	int ret = 0;

	/* Without a key a sharer could never be told from the others. */
	if (!l || !fn || ((flags & IRQ_SHARED) && !dev))
		return -EINVAL;
	a = kzalloc(sizeof(*a), GFP_KERNEL);
	if (!a)
		return -ENOMEM;
	a->fn = fn;
	a->dev = dev;
	a->name = name;
	a->flags = flags;

	spin_lock_irqsave(&l->lock, irqflags);
	if (l->actions && (!(flags & IRQ_SHARED) ||
			   l->actions->flags != flags)) {
		pr_err("irq %d: %s conflicts with %s\n", irq, name,
		       l->actions->name);
		ret = -EBUSY;
		goto out;
	}
	for (link = &l->actions; *link; link = &(*link)->next)
		;
	*link = a;
	if (a == l->actions) {
		l->disabled = 0;
		l->total = l->unclaimed = 0;
		l->chip->unmask(irq);
	}
out:
	spin_unlock_irqrestore(&l->lock, irqflags);
	if (ret)
		kfree(a);
	return ret;
}

void irq_free(int irq, void *dev)
{
	struct irq_line *l = line_of(irq);
	struct irq_action *a, **link;
	unsigned long flags;

	if (WARN_ON(!l))
		return;
	spin_lock_irqsave(&l->lock, flags);
	for (link = &l->actions; (a = *link) != NULL; link = &a->next)
		if (a->dev == dev)
			break;
	if (a)
		*link = a->next;
	if (!l->actions)
		l->chip->mask(irq);
	spin_unlock_irqrestore(&l->lock, flags);

	/* Another processor may be walking the chain right now. */
	while (READ_ONCE(l->running))
		cpu_relax();
	WARN_ON(!a);
	kfree(a);
}

/* These nest: a line works again after as many enables as disables. */
void irq_disable(int irq)
{
	struct irq_line *l = line_of(irq);
	unsigned long flags;

	if (WARN_ON(!l))
		return;
	spin_lock_irqsave(&l->lock, flags);
	if (l->disabled++ == 0)
		l->chip->mask(irq);
	spin_unlock_irqrestore(&l->lock, flags);
}

void irq_enable(int irq)
{
	struct irq_line *l = line_of(irq);
	unsigned long flags;

	if (WARN_ON(!l || !l->disabled))
		return;
	spin_lock_irqsave(&l->lock, flags);
	if (--l->disabled == 0)
		l->chip->unmask(irq);
	spin_unlock_irqrestore(&l->lock, flags);
}

static void check_storm(struct irq_line *l, int irq, enum irq_ret ret)
{
	l->total++;
	if (ret == IRQ_NONE)
		l->unclaimed++;
	if (l->total < STORM_WINDOW)
		return;
	/* A line that nobody can silence would lock up the processor. */
	if (l->unclaimed > STORM_LIMIT) {
		pr_err("irq %d: nobody cared, disabling it\n", irq);
		l->disabled++;
		l->chip->mask(irq);
	}
	l->total = l->unclaimed = 0;
}

/* Entry from the low-level code, with interrupts off. */
void irq_dispatch(int irq)
{
	struct irq_line *l = line_of(irq);
	enum irq_ret ret = IRQ_NONE;

	if (!l) {
		pr_warn("irq %d: unexpected\n", irq);
		return;
	}
	spin_lock(&l->lock);
	l->chip->mask(irq);
	l->chip->ack(irq);
	if (l->disabled || !l->actions)
		goto out;	/* stays masked */

	l->running = true;
	if (l->actions->flags & IRQ_ONESHOT)
		l->disabled++;
	spin_unlock(&l->lock);
	for (struct irq_action *a = l->actions; a; a = a->next)
		if (a->fn(irq, a->dev) == IRQ_HANDLED)
			ret = IRQ_HANDLED;
	spin_lock(&l->lock);
	WRITE_ONCE(l->running, false);

	check_storm(l, irq, ret);
	if (!l->disabled && l->actions)
		l->chip->unmask(irq);
out:
	spin_unlock(&l->lock);
}

/* In order of urgency: the lowest bit runs first. */
enum softirq {
	SOFT_TIMER,
	SOFT_NET_RX,
	SOFT_NET_TX,
	SOFT_BLOCK,
	SOFT_RCU,
	NR_SOFTIRQS,
};

#define MAX_ROUNDS	8

static void (*soft_fn[NR_SOFTIRQS])(void);
static struct {
	u32 pending;
	bool active;
} __aligned(64) soft[NR_CPUS];

void wake_softirq_thread(int cpu);

void softirq_register(enum softirq nr, void (*fn)(void))
{
	soft_fn[nr] = fn;
}

void softirq_raise(enum softirq nr)
{
	unsigned long flags = local_irq_save();

	soft[smp_processor_id()].pending |= 1u << nr;
	local_irq_restore(flags);
}

/**
 * softirq_run - run what was raised, on the way out of an interrupt
 *
 * Under a flood of packets each round raises the next one. After a few of
 * them the rest is left to a thread, which has to compete with user
 * processes for the processor, so that those make progress too.
 */
void softirq_run(void)
{
	unsigned long flags = local_irq_save();
	int cpu = smp_processor_id(), rounds = 0;
	u32 ready;

	if (soft[cpu].active)
		goto out;	/* we interrupted one; it will look again */
	soft[cpu].active = true;
	while ((ready = soft[cpu].pending) != 0) {
		if (rounds++ == MAX_ROUNDS) {
			wake_softirq_thread(cpu);
			break;
		}
		soft[cpu].pending = 0;
		local_irq_restore(flags);
		for (; ready; ready &= ready - 1)
			soft_fn[__builtin_ctz(ready)]();
		flags = local_irq_save();
	}
	soft[cpu].active = false;
out:
	local_irq_restore(flags);
}
