/* SPDX-License-Identifier: MIT */
/*
 * gpio.c - a controller with four banks of 32 general-purpose lines
 *
 * The chip raises one interrupt while any unmasked line is at its trigger
 * level; it knows nothing of edges. Both edges are made from levels by
 * turning the trigger around each time it fires. A mechanical contact bounces
 * for some milliseconds, so a line may also be set to report a change only
 * after it has been quiet for a while.
 */
#include "base.h"
#include "drv.h"

#define BANKS		4
#define LINES		(BANKS * 32)
#define BANK_STRIDE	0x40

enum gpio_reg {
	G_DIR = 0x00,		/* 1 is output */
	G_SET = 0x04,		/* writing a one raises the line */
	G_CLEAR = 0x08,
	G_LEVEL = 0x0c,
	G_MASK = 0x10,		/* 1 lets the line interrupt */
	G_TRIGGER = 0x14,	/* level that interrupts */
};

typedef void (*gpio_edge_fn)(unsigned int line, bool high, void *arg);

struct gpio_line {
	const char *owner;
	gpio_edge_fn fn;
	void *arg;
	unsigned long quiet;	/* jiffies a change must last */
	unsigned long settle_at;	/* 0: nothing is pending */
	bool reported;
};

static u8 __iomem *regs;
static struct gpio_line lines[LINES];
static DEFINE_SPINLOCK(gpio_lock);

static u8 __iomem *reg_of(unsigned int line, enum gpio_reg reg)
{
	return regs + line / 32 * BANK_STRIDE + reg;
}

static void update(unsigned int line, enum gpio_reg reg, bool on)
{
	u8 __iomem *r = reg_of(line, reg);
	u32 bit = BIT(line % 32);

	writel(on ? readl(r) | bit : readl(r) & ~bit, r);
}

/**
 * gpio_claim - reserve a line
 * @line: its number
 * @who: name for the log, must stay valid
 */
int gpio_claim(unsigned int line, const char *who)
{
	unsigned long flags;
	int err = 0;

	if (line >= LINES)
		return -EINVAL;
	spin_lock_irqsave(&gpio_lock, flags);
	if (lines[line].owner) {
		pr_warn("gpio: %s wants line %u of %s\n", who, line,
			lines[line].owner);
		err = -EBUSY;
	} else {
		lines[line].owner = who;
	}
	spin_unlock_irqrestore(&gpio_lock, flags);
	return err;
}

void gpio_release(unsigned int line)
{
	unsigned long flags;

	spin_lock_irqsave(&gpio_lock, flags);
	/* An input does no harm, whatever is wired to it. */
	update(line, G_MASK, false);
	update(line, G_DIR, false);
	memset(&lines[line], 0, sizeof(lines[line]));
	spin_unlock_irqrestore(&gpio_lock, flags);
}

bool gpio_get(unsigned int line)
{
	return readl(reg_of(line, G_LEVEL)) & BIT(line % 32);
}

int gpio_input(unsigned int line)
{
	unsigned long flags;

	if (line >= LINES || !lines[line].owner)
		return -EINVAL;
	spin_lock_irqsave(&gpio_lock, flags);
	update(line, G_DIR, false);
	spin_unlock_irqrestore(&gpio_lock, flags);
	return 0;
}

/**
 * gpio_output - drive a line
 * @line: its number
 * @high: level to drive
 *
 * The level is set before the direction, or the line would show whatever was
 * left in the latch for an instant.
 */
int gpio_output(unsigned int line, bool high)
{
	unsigned long flags;

	if (line >= LINES || !lines[line].owner)
		return -EINVAL;
	if (lines[line].fn)
		return -EBUSY;
	writel(BIT(line % 32), reg_of(line, high ? G_SET : G_CLEAR));
	spin_lock_irqsave(&gpio_lock, flags);
	update(line, G_DIR, true);
	spin_unlock_irqrestore(&gpio_lock, flags);
	return 0;
}

/**
 * gpio_watch - call a function when an input changes
 * @line: a claimed line
 * @fn: called from interrupt context
 * @arg: passed to @fn
 * @quiet_ms: how long a change must last to count, 0 for no debouncing
 */
int gpio_watch(unsigned int line, gpio_edge_fn fn, void *arg,
	       unsigned int quiet_ms)
{
	struct gpio_line *l;
	unsigned long flags;
	int err;

	err = gpio_input(line);
	if (err)
		return err;
	l = &lines[line];
	spin_lock_irqsave(&gpio_lock, flags);
	l->fn = fn;
	l->arg = arg;
	l->quiet = quiet_ms ? msecs_to_jiffies(quiet_ms) : 0;
	l->reported = gpio_get(line);
	update(line, G_TRIGGER, !l->reported);
	update(line, G_MASK, true);
	spin_unlock_irqrestore(&gpio_lock, flags);
	return 0;
}

/* Lock held. Arms the line for its next change and tells the owner. */
static void report_line(unsigned int line, bool high)
{
	struct gpio_line *l = &lines[line];

	update(line, G_TRIGGER, !high);
	update(line, G_MASK, true);
	if (high == l->reported)
		return;
	l->reported = high;
	l->fn(line, high, l->arg);
}

static bool gpio_irq(void *arg __unused)
{
	unsigned int bank, line;
	bool ours = false;
	u32 level, pending;
	u8 __iomem *b;

	spin_lock(&gpio_lock);
	for (bank = 0; bank < BANKS; bank++) {
		b = regs + bank * BANK_STRIDE;
		level = readl(b + G_LEVEL);
		pending = readl(b + G_MASK) & ~(level ^ readl(b + G_TRIGGER));
		while (pending) {
			line = bank * 32 + __builtin_ctz(pending);
			pending &= pending - 1;
			ours = true;
			if (!lines[line].quiet) {
				report_line(line, level & BIT(line % 32));
				continue;
			}
			/* Stay deaf until the contact had time to settle. */
			update(line, G_MASK, false);
			lines[line].settle_at =
				(jiffies + lines[line].quiet) | 1;
		}
	}
	spin_unlock(&gpio_lock);
	return ours;
}

/* From the timer: look at the lines whose settling time is over. */
void gpio_tick(void)
{
	unsigned int line;

	spin_lock(&gpio_lock);
	for (line = 0; line < LINES; line++) {
		if (!lines[line].settle_at ||
		    time_before(jiffies, lines[line].settle_at))
			continue;
		lines[line].settle_at = 0;
		report_line(line, gpio_get(line));
	}
	spin_unlock(&gpio_lock);
}

int __init gpio_init(phys_addr_t phys, int irq)
{
	unsigned int bank;
	int err;

	regs = io_map(phys, BANKS * BANK_STRIDE);
	if (!regs)
		return -ENOMEM;
	for (bank = 0; bank < BANKS; bank++)
		writel(0, regs + bank * BANK_STRIDE + G_MASK);
	err = irq_attach(irq, gpio_irq, NULL, "gpio");
	if (err)
		io_unmap(regs);
	return err;
}
