/* SPDX-License-Identifier: MIT */
/*
 * pcinet.c - the "Larch" PCI network card, and the descriptor rings it uses
 *
 * Card and driver share a ring of descriptors in each direction. The OWN bit
 * says whose a descriptor is at the moment; it is written last when giving
 * and read first when taking. Receive descriptors always hold a fresh buffer:
 * a frame is passed up only if another buffer can take its place, so the card
 * never runs dry because memory was short for a moment.
 */
#include "base.h"
#include "drv.h"
#include "../net/net.h"

#define LARCH_VENDOR	0x1d3c
#define LARCH_DEVICE	0x0100

enum larch_reg {
	L_CTL = 0x00, L_IRQ_STATUS = 0x04, L_IRQ_MASK = 0x08,
	L_TX_BASE = 0x10, L_RX_BASE = 0x18, L_RING_SIZES = 0x20,
	L_TX_POKE = 0x24, L_MAC = 0x30, L_LINK = 0x38,
};

#define CTL_RESET	0x01
#define CTL_TX		0x02
#define CTL_RX		0x04

#define IRQ_TX		0x01
#define IRQ_RX		0x02
#define IRQ_LINK	0x04
#define IRQ_BUS_ERROR	0x80
#define IRQ_ALL		(IRQ_TX | IRQ_RX | IRQ_LINK | IRQ_BUS_ERROR)

#define D_OWN		0x80000000u	/* the card's */
#define D_ERROR		0x40000000u
#define D_IRQ		0x20000000u
#define D_LEN		0x0000ffffu

#define TX_SIZE		64u		/* both are powers of two */
#define RX_SIZE		64u
#define BUF_SIZE	1536u
#define TX_IRQ_EVERY	8u

struct dma_desc {
	le64 addr;
	le32 flags;
	le32 spare;
};

struct dma_slot {
	u8 *buf;
	dma_addr_t bus;
};

/* head is where we give, tail where we take back; both run freely. */
struct dma_ring {
	struct dma_desc *desc;
	struct dma_slot *slot;
	dma_addr_t bus;
	u32 size, head, tail;
};

struct larch {
	struct netdev net;
	struct pci_fn *pci;
	u8 __iomem *regs;
	spinlock_t tx_lock;
	struct dma_ring tx, rx;
	u64 rx_errors, tx_errors;
	bool link;
};

static void ring_destroy(struct dma_ring *r)
{
	u32 i;

	for (i = 0; r->slot && i < r->size; i++)
		if (r->slot[i].buf)
			dma_free(r->slot[i].buf, BUF_SIZE, r->slot[i].bus);
	kfree(r->slot);
	if (r->desc)
		dma_free(r->desc, r->size * sizeof(*r->desc), r->bus);
	memset(r, 0, sizeof(*r));
}

/*
 * Every slot gets a buffer that the bus can reach, once and for all. Copying
 * a frame of this size costs less than mapping it for each use.
 */
static int ring_create(struct dma_ring *r, u32 size)
{
	u32 i;

	r->size = size;
	r->head = r->tail = 0;
	r->slot = kcalloc(size, sizeof(*r->slot), GFP_KERNEL);
	r->desc = dma_alloc(size * sizeof(*r->desc), &r->bus);
	if (!r->slot || !r->desc)
		goto fail;
	memset(r->desc, 0, size * sizeof(*r->desc));
	for (i = 0; i < size; i++) {
		r->slot[i].buf = dma_alloc(BUF_SIZE, &r->slot[i].bus);
		if (!r->slot[i].buf)
			goto fail;
		r->desc[i].addr = cpu_to_le64(r->slot[i].bus);
	}
	return 0;
fail:
	ring_destroy(r);
	return -ENOMEM;
}

static void ring_give(struct dma_ring *r, u32 flags)
{
	struct dma_desc *d = &r->desc[r->head++ & (r->size - 1)];

	smp_wmb();	/* the contents before the change of owner */
	WRITE_ONCE(d->flags, cpu_to_le32(flags | D_OWN));
}

/* The oldest slot if the card has returned it, else NULL. */
static struct dma_slot *ring_take(struct dma_ring *r, u32 *flags)
{
	u32 at = r->tail & (r->size - 1);

	if (r->tail == r->head)
		return NULL;
	*flags = le32_to_cpu(READ_ONCE(r->desc[at].flags));
	if (*flags & D_OWN)
		return NULL;
	smp_rmb();
	r->tail++;
	return &r->slot[at];
}

static int larch_xmit(struct netdev *dev, struct pktbuf *p)
{
	struct larch *l = dev->priv;
	struct dma_ring *r = &l->tx;
	struct dma_slot *slot;
	unsigned long flags;
	u32 len = p->len, f;

	if (len > BUF_SIZE)
		return -EMSGSIZE;
	spin_lock_irqsave(&l->tx_lock, flags);
	if (r->head - r->tail == r->size) {
		netdev_tx_stop(dev);
		spin_unlock_irqrestore(&l->tx_lock, flags);
		return -EBUSY;
	}
	slot = &r->slot[r->head & (r->size - 1)];
	memcpy(slot->buf, p->data, len);
	if (len < 60) {
		/* Padding must not carry bytes of an earlier frame out. */
		memset(slot->buf + len, 0, 60 - len);
		len = 60;
	}
	/* Some slots interrupt, so that a full ring is always noticed. */
	f = r->head % TX_IRQ_EVERY == 0 ? len | D_IRQ : len;
	ring_give(r, f);
	writel(1, l->regs + L_TX_POKE);
	spin_unlock_irqrestore(&l->tx_lock, flags);
	pkt_free(p);
	return 0;
}

static void tx_done(struct larch *l)
{
	bool wake;
	u32 flags;

	spin_lock(&l->tx_lock);
	while (ring_take(&l->tx, &flags))
		if (flags & D_ERROR)
			l->tx_errors++;
	/* Waking for a single slot would stop again after one frame. */
	wake = l->net.tx_stopped &&
	       l->tx.head - l->tx.tail <= l->tx.size - TX_IRQ_EVERY;
	spin_unlock(&l->tx_lock);
	if (wake)
		netdev_tx_wake(&l->net);
}

static void rx_done(struct larch *l)
{
	struct dma_slot *slot;
	struct pktbuf *p;
	u32 flags, len;

	while ((slot = ring_take(&l->rx, &flags))) {
		len = flags & D_LEN;
		if ((flags & D_ERROR) || len < ETHER_HLEN || len > BUF_SIZE) {
			l->rx_errors++;
		} else {
			p = pkt_alloc(len, GFP_ATOMIC);
			if (p) {
				memcpy(pkt_append(p, len), slot->buf, len);
				netdev_rx(&l->net, p);
			} else {
				l->net.rx_dropped++;
			}
		}
		ring_give(&l->rx, BUF_SIZE);
	}
}

static bool larch_irq(void *arg)
{
	struct larch *l = arg;
	u32 status = readl(l->regs + L_IRQ_STATUS);
	bool link;

	/* All ones: the card was pulled out while we looked. */
	if (!(status & IRQ_ALL) || status == ~0u)
		return false;
	/* Acknowledge first; what comes meanwhile interrupts again. */
	writel(status, l->regs + L_IRQ_STATUS);
	if (status & IRQ_RX)
		rx_done(l);
	if (status & IRQ_TX)
		tx_done(l);
	if (status & IRQ_LINK) {
		link = readl(l->regs + L_LINK) & 1;
		if (link != l->link)
			pr_info("%s: link %s\n", l->net.name,
				link ? "up" : "down");
		l->link = link;
	}
	if (status & IRQ_BUS_ERROR) {
		pr_err("%s: bus error, card stopped\n", l->net.name);
		writel(0, l->regs + L_CTL);
	}
	return true;
}

static int larch_reset(struct larch *l)
{
	int patience = 1000;

	writel(CTL_RESET, l->regs + L_CTL);
	while (readl(l->regs + L_CTL) & CTL_RESET) {
		if (!--patience)
			return -ETIMEDOUT;
		udelay(10);
	}
	return 0;
}

static void write_bus(struct larch *l, enum larch_reg reg, dma_addr_t bus)
{
	writel((u32)bus, l->regs + reg);
	writel(bus >> 32, l->regs + reg + 4);
}

static int larch_open(struct netdev *dev)
{
	struct larch *l = dev->priv;
	int err;

	err = ring_create(&l->tx, TX_SIZE);
	if (err)
		return err;
	err = ring_create(&l->rx, RX_SIZE);
	if (err)
		goto free_tx;
	err = larch_reset(l);
	if (err)
		goto free_rx;
	while (l->rx.head != l->rx.size)
		ring_give(&l->rx, BUF_SIZE);
	write_bus(l, L_TX_BASE, l->tx.bus);
	write_bus(l, L_RX_BASE, l->rx.bus);
	writel(TX_SIZE | RX_SIZE << 16, l->regs + L_RING_SIZES);

	err = irq_attach(l->pci->irq, larch_irq, l, dev->name);
	if (err)
		goto free_rx;
	writel(IRQ_ALL, l->regs + L_IRQ_MASK);
	writel(CTL_TX | CTL_RX, l->regs + L_CTL);
	l->link = readl(l->regs + L_LINK) & 1;
	return 0;
free_rx:
	ring_destroy(&l->rx);
free_tx:
	ring_destroy(&l->tx);
	return err;
}

static void larch_stop(struct netdev *dev)
{
	struct larch *l = dev->priv;

	writel(0, l->regs + L_IRQ_MASK);
	/* Memory may go back only when the card has surely let go of it. */
	if (larch_reset(l))
		panic("%s: card does not stop writing to memory", dev->name);
	irq_detach(l->pci->irq, l);
	ring_destroy(&l->rx);
	ring_destroy(&l->tx);
}

static const struct netdev_ops larch_ops = {
	.open = larch_open,
	.stop = larch_stop,
	.xmit = larch_xmit,
};

int netdev_register(struct netdev *dev, const char *stem);

static int larch_probe(struct pci_fn *f)
{
	struct larch *l;
	int i, err;

	if (f->bar[0].io || f->bar[0].size < 64)
		return -ENODEV;
	l = kzalloc(sizeof(*l), GFP_KERNEL);
	if (!l)
		return -ENOMEM;
	l->regs = io_map(f->bar[0].base, f->bar[0].size);
	if (!l->regs) {
		err = -ENOMEM;
		goto fail;
	}
	pci_enable(f, true);
	spin_lock_init(&l->tx_lock);
	for (i = 0; i < ETHER_ALEN; i++)
		l->net.hwaddr[i] = readb(l->regs + L_MAC + i);
	l->pci = f;
	l->net.priv = l;
	l->net.ops = &larch_ops;
	l->net.mtu = 1500;
	err = netdev_register(&l->net, "eth");
	if (err)
		goto unmap;
	f->priv = l;
	return 0;
unmap:
	io_unmap(l->regs);
fail:
	kfree(l);
	return err;
}

static struct pci_driver larch_driver = {
	.name = "larch",
	.vendor = LARCH_VENDOR,
	.device = LARCH_DEVICE,
	.probe = larch_probe,
};

int __init larch_init(void)
{
	return pci_register_driver(&larch_driver) > 0 ? 0 : -ENODEV;
}
