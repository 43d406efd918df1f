/* SPDX-License-Identifier: MIT */
/*
 * pci.c - finds what is on the PCI buses and brings drivers to it
 */
#include "base.h"
#include "drv.h"

#define CONF_ADDR	0xcf8
#define CONF_DATA	0xcfc

#define REG_ID		0x00
#define REG_COMMAND	0x04
#define REG_STATUS	0x06
#define REG_CLASS	0x08
#define REG_HEADER	0x0e
#define REG_BAR0	0x10
#define REG_SECONDARY	0x19
#define REG_CAPS	0x34
#define REG_IRQ		0x3c

#define CMD_IO		0x01
#define CMD_MEM		0x02
#define CMD_MASTER	0x04
#define STATUS_CAPS	0x10
#define HEADER_MULTI	0x80
#define CLASS_BRIDGE	0x0604

static LIST_HEAD(functions);
static LIST_HEAD(drivers);
static DEFINE_MUTEX(pci_lock);
static DEFINE_SPINLOCK(conf_lock);	/* the address is a shared register */

/**
 * pci_read - read from a function's configuration space
 * @f: function
 * @reg: offset, a multiple of the width
 * @width: 1, 2 or 4 bytes
 */
u32 pci_read(const struct pci_fn *f, u8 reg, u8 width)
{
	u32 addr = BIT(31) | f->bus << 16 | f->slot << 11 | f->fn << 8 |
		   (reg & 0xfc);
	unsigned long flags;
	u32 val;

	spin_lock_irqsave(&conf_lock, flags);
	outl(addr, CONF_ADDR);
	val = inl(CONF_DATA);
	spin_unlock_irqrestore(&conf_lock, flags);
	val >>= (reg & 3) * 8;
	return width == 4 ? val : val & ((1u << width * 8) - 1);
}

void pci_write(const struct pci_fn *f, u8 reg, u8 width, u32 val)
{
	u32 addr = BIT(31) | f->bus << 16 | f->slot << 11 | f->fn << 8 |
		   (reg & 0xfc);
	u16 port = CONF_DATA + (reg & 3);
	unsigned long flags;

	/*
	 * Narrow writes must be narrow on the bus as well: a neighbour may
	 * have bits that are cleared by writing a one.
	 */
	spin_lock_irqsave(&conf_lock, flags);
	outl(addr, CONF_ADDR);
	if (width == 1)
		outb(val, port);
	else if (width == 2)
		outw(val, port);
	else
		outl(val, port);
	spin_unlock_irqrestore(&conf_lock, flags);
}

void pci_enable(const struct pci_fn *f, bool master)
{
	u32 cmd = pci_read(f, REG_COMMAND, 2) | CMD_IO | CMD_MEM;

	pci_write(f, REG_COMMAND, 2, master ? cmd | CMD_MASTER : cmd);
}

/**
 * pci_find_cap - look for a capability
 * @f: function
 * @id: kind of capability
 *
 * Return: its offset or 0. A list that bites its tail ends after 48 steps,
 * which is as many as fit into the space.
 */
u8 pci_find_cap(const struct pci_fn *f, u8 id)
{
	int steps = 48;
	u8 at;

	if (!(pci_read(f, REG_STATUS, 2) & STATUS_CAPS))
		return 0;
	at = pci_read(f, REG_CAPS, 1) & ~3;
	while (at >= 0x40 && steps--) {
		if (pci_read(f, at, 1) == id)
			return at;
		at = pci_read(f, at + 1, 1) & ~3;
	}
	return 0;
}

/*
 * A base register that is written with ones keeps zeros where the address
 * must be aligned, and so tells the size. While it holds that nonsense the
 * function must not answer on the bus.
 */
static void size_bars(struct pci_fn *f, int nr)
{
	u32 cmd = pci_read(f, REG_COMMAND, 2), old, mask;
	u64 base, span;
	int i;
	u8 reg;

	pci_write(f, REG_COMMAND, 2, cmd & ~(CMD_IO | CMD_MEM));
	for (i = 0; i < nr; i++) {
		reg = REG_BAR0 + i * 4;
		old = pci_read(f, reg, 4);
		pci_write(f, reg, 4, ~0u);
		mask = pci_read(f, reg, 4);
		pci_write(f, reg, 4, old);
		if (!mask)
			continue;
		f->bar[i].io = old & 1;
		if (f->bar[i].io) {
			f->bar[i].base = old & ~3u;
			/* The upper half may be missing in port bars. */
			f->bar[i].size = (u16)~(mask & ~3u) + 1u;
			continue;
		}
		base = old & ~15u;
		span = 0xffffffff00000000ull | (mask & ~15u);
		f->bar[i].wide = (old & 6) == 4;
		if (f->bar[i].wide && i + 1 < nr) {
			reg += 4;
			old = pci_read(f, reg, 4);
			pci_write(f, reg, 4, ~0u);
			mask = pci_read(f, reg, 4);
			pci_write(f, reg, 4, old);
			base |= (u64)old << 32;
			span = (u64)mask << 32 | (u32)span;
		}
		f->bar[i].base = base;
		f->bar[i].size = ~span + 1;
		if (f->bar[i].wide)
			i++;
	}
	pci_write(f, REG_COMMAND, 2, cmd);
}

static void scan_bus(u8 bus, int depth);

static bool scan_function(u8 bus, u8 slot, u8 fn, int depth)
{
	struct pci_fn probe = { .bus = bus, .slot = slot, .fn = fn }, *f;
	u32 id = pci_read(&probe, REG_ID, 4);
	bool bridge;
	u8 below;

	if ((u16)id == 0xffff || !id)
		return false;
	f = kzalloc(sizeof(*f), GFP_KERNEL);
	if (!f)
		return false;
	*f = probe;
	f->vendor = id & 0xffff;
	f->device = id >> 16;
	f->class = pci_read(f, REG_CLASS, 4) >> 8;
	f->irq = pci_read(f, REG_IRQ, 1);
	bridge = f->class >> 8 == CLASS_BRIDGE;
	size_bars(f, bridge ? 2 : 6);
	list_add_tail(&f->node, &functions);
	pr_info("pci: %02x:%02x.%x %04x:%04x class %06x\n", bus, slot, fn,
		f->vendor, f->device, f->class);

	/* Firmware numbered the buses; 0 means it did not get this far. */
	if (bridge) {
		below = pci_read(f, REG_SECONDARY, 1);
		if (below > bus && depth < 8)
			scan_bus(below, depth + 1);
	}
	return true;
}

static void scan_bus(u8 bus, int depth)
{
	struct pci_fn probe = { .bus = bus };
	u8 slot, fn;

	for (slot = 0; slot < 32; slot++) {
		probe.slot = slot;
		/* Cheap devices answer for all functions with the first. */
		if (!scan_function(bus, slot, 0, depth) ||
		    !(pci_read(&probe, REG_HEADER, 1) & HEADER_MULTI))
			continue;
		for (fn = 1; fn < 8; fn++)
			scan_function(bus, slot, fn, depth);
	}
}

static int try_driver(struct pci_fn *f, struct pci_driver *drv)
{
	int err;

	if (f->priv || f->vendor != drv->vendor || f->device != drv->device)
		return -ENODEV;
	err = drv->probe(f);
	if (err)
		pr_err("%s: %02x:%02x.%x failed: %d\n", drv->name, f->bus,
		       f->slot, f->fn, err);
	else if (!f->priv)
		f->priv = drv;		/* taken, even without state */
	return err;
}

/**
 * pci_register_driver - offer a driver all functions that are still free
 * @drv: driver; probe() sets f->priv
 *
 * Return: how many functions it took.
 */
int pci_register_driver(struct pci_driver *drv)
{
	struct pci_fn *f;
	int taken = 0;

	mutex_lock(&pci_lock);
	list_add_tail(&drv->node, &drivers);
	list_for_each_entry(f, &functions, node)
		if (!try_driver(f, drv))
			taken++;
	mutex_unlock(&pci_lock);
	return taken;
}

int __init pci_init(void)
{
	struct pci_driver *drv;
	struct pci_fn *f;

	outl(BIT(31), CONF_ADDR);
	if (inl(CONF_ADDR) != BIT(31))
		return -ENODEV;
	mutex_lock(&pci_lock);
	scan_bus(0, 0);
	list_for_each_entry(f, &functions, node)
		list_for_each_entry(drv, &drivers, node)
			try_driver(f, drv);
	mutex_unlock(&pci_lock);
	return 0;
}
