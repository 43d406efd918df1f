/* SPDX-License-Identifier: MIT */
/*
 * netdev.c - network devices and the queues in front of and behind them
 *
 * Transmit: each device has three bands, and a lower band is served only when
 * the higher ones are empty. Whoever finds the device idle drains it for
 * everybody; the others just leave their packet in the queue. So a driver's
 * xmit() is never entered twice at the same time.
 *
 * Receive: interrupts put frames into a backlog per processor, and a later,
 * interruptible pass hands them to the protocols, a limited number at a time.
 */
#include "base.h"
#include "net.h"

#define TXQ_LIMIT	256
#define BACKLOG_LIMIT	1024
#define MAX_PROTOS	8

struct backlog {
	spinlock_t lock;
	struct pktq q;
} __aligned(64);

static struct backlog backlogs[NR_CPUS];

static LIST_HEAD(devices);
static DEFINE_MUTEX(devices_lock);

static struct {
	u16 type;
	void (*input)(struct pktbuf *p);
} protos[MAX_PROTOS];
static unsigned int nr_protos;

/* Names are a stem and the lowest free number, as in "eth0". */
static int assign_name(struct netdev *dev, const char *stem)
{
	struct netdev *d;
	int n;

	for (n = 0; n < 100; n++) {
		bool taken = false;

		snprintf(dev->name, sizeof(dev->name), "%s%d", stem, n);
		list_for_each_entry(d, &devices, node) {
			if (!strcmp(d->name, dev->name)) {
				taken = true;
				break;
			}
		}
		if (!taken)
			return 0;
	}
	return -ENFILE;
}

/**
 * netdev_register - make a device known to the stack
 * @dev: device with its ops, address and mtu filled in
 * @stem: first part of its name
 */
int netdev_register(struct netdev *dev, const char *stem)
{
	int err, i;

	if (!dev->ops || !dev->ops->xmit || dev->mtu < 68)
		return -EINVAL;

	spin_lock_init(&dev->qlock);
	for (i = 0; i < NETDEV_BANDS; i++)
		pktq_init(&dev->txq[i], TXQ_LIMIT);

	mutex_lock(&devices_lock);
	err = assign_name(dev, stem);
	if (!err)
		list_add_tail(&dev->node, &devices);
	mutex_unlock(&devices_lock);
	if (!err)
		pr_info("%s: registered, mtu %u\n", dev->name, dev->mtu);
	return err;
}

int netdev_open(struct netdev *dev)
{
	int err = 0;

	mutex_lock(&devices_lock);
	if (!(dev->flags & NETDEV_UP)) {
		dev->tx_stopped = false;
		err = dev->ops->open ? dev->ops->open(dev) : 0;
		if (!err)
			dev->flags |= NETDEV_UP;
	}
	mutex_unlock(&devices_lock);
	return err;
}

void netdev_close(struct netdev *dev)
{
	struct pktbuf *p;
	unsigned long flags;
	int i;

	mutex_lock(&devices_lock);
	dev->flags &= ~NETDEV_UP;
	netdev_tx_stop(dev);
	if (dev->ops->stop)
		dev->ops->stop(dev);

	spin_lock_irqsave(&dev->qlock, flags);
	for (i = 0; i < NETDEV_BANDS; i++) {
		while ((p = pktq_pop(&dev->txq[i]))) {
			dev->tx_dropped++;
			pkt_free(p);
		}
	}
	spin_unlock_irqrestore(&dev->qlock, flags);
	mutex_unlock(&devices_lock);
}

static struct pktbuf *next_to_send(struct netdev *dev, struct pktq **from)
{
	int i;

	for (i = 0; i < NETDEV_BANDS; i++) {
		if (dev->txq[i].len) {
			*from = &dev->txq[i];
			return pktq_pop(*from);
		}
	}
	return NULL;
}

/*
 * Called and left with qlock held. A driver that answers -EBUSY has called
 * netdev_tx_stop() before; if its interrupt woke the queue in the meantime
 * the loop sees that and simply tries the same packet again.
 */
static void drain(struct netdev *dev, unsigned long *flags)
{
	struct pktbuf *p;
	struct pktq *from;
	u32 len;
	int err;

	if (dev->draining)
		return;
	dev->draining = true;
	while (!dev->tx_stopped && (p = next_to_send(dev, &from))) {
		len = p->len;
		spin_unlock_irqrestore(&dev->qlock, *flags);
		err = dev->ops->xmit(dev, p);
		spin_lock_irqsave(&dev->qlock, *flags);

		if (!err) {
			dev->tx_packets++;
			dev->tx_bytes += len;
		} else if (err == -EBUSY) {
			list_add(&p->link, &from->list);
			from->len++;
		} else {
			dev->tx_dropped++;
			pkt_free(p);
		}
	}
	dev->draining = false;
}

/**
 * netdev_send - queue a finished frame
 * @dev: device to send it
 * @p: the frame, owned by the queue from here on in every case
 */
int netdev_send(struct netdev *dev, struct pktbuf *p)
{
	struct pktq *q = &dev->txq[min_t(u8, p->prio, NETDEV_BANDS - 1)];
	unsigned long flags;
	int err = 0;

	spin_lock_irqsave(&dev->qlock, flags);
	if (!(dev->flags & NETDEV_UP))
		err = -ENETDOWN;
	else if (!pktq_push(q, p))
		err = -ENOBUFS;
	else
		drain(dev, &flags);
	if (err)
		dev->tx_dropped++;
	spin_unlock_irqrestore(&dev->qlock, flags);
	if (err)
		pkt_free(p);
	return err;
}

void netdev_tx_stop(struct netdev *dev)
{
	WRITE_ONCE(dev->tx_stopped, true);
}

void netdev_tx_wake(struct netdev *dev)
{
	unsigned long flags;

	spin_lock_irqsave(&dev->qlock, flags);
	dev->tx_stopped = false;
	drain(dev, &flags);
	spin_unlock_irqrestore(&dev->qlock, flags);
}

/* Called by drivers, usually from their interrupt handler. */
void netdev_rx(struct netdev *dev, struct pktbuf *p)
{
	struct backlog *b = &backlogs[smp_processor_id()];
	unsigned long flags;
	bool queued;

	p->dev = dev;
	spin_lock_irqsave(&b->lock, flags);
	queued = pktq_push(&b->q, p);
	if (queued) {
		dev->rx_packets++;
		dev->rx_bytes += p->len;
	} else {
		dev->rx_dropped++;
	}
	spin_unlock_irqrestore(&b->lock, flags);
	if (!queued)
		pkt_free(p);
}

static void deliver(struct pktbuf *p)
{
	struct netdev *dev = p->dev;
	unsigned int i;
	u16 type;

	if (dev->rx_hook && dev->rx_hook(dev, p))
		return;
	if (p->len < ETHER_HLEN)
		goto drop;
	type = get16(p->data + 12);
	pkt_pull(p, ETHER_HLEN);
	for (i = 0; i < smp_load_acquire(&nr_protos); i++) {
		if (protos[i].type == type) {
			protos[i].input(p);
			return;
		}
	}
drop:
	pkt_free(p);
}

/**
 * net_rx_run - hand received frames to the protocols
 * @budget: the most to handle, so that a flood cannot own the processor
 *
 * Return: true if the budget ran out and the caller should come back.
 */
bool net_rx_run(int budget)
{
	struct backlog *b = &backlogs[smp_processor_id()];
	struct pktbuf *p;
	unsigned long flags;

	while (budget-- > 0) {
		spin_lock_irqsave(&b->lock, flags);
		p = pktq_pop(&b->q);
		spin_unlock_irqrestore(&b->lock, flags);
		if (!p)
			return false;
		deliver(p);
	}
	return true;
}

int net_register_proto(u16 type, void (*input)(struct pktbuf *p))
{
	if (nr_protos == MAX_PROTOS)
		return -ENOSPC;
	protos[nr_protos].type = type;
	protos[nr_protos].input = input;
	/* Readers take no lock: the entry is complete before it counts. */
	smp_store_release(&nr_protos, nr_protos + 1);
	return 0;
}

void __init netdev_init(void)
{
	int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++) {
		spin_lock_init(&backlogs[cpu].lock);
		pktq_init(&backlogs[cpu].q, BACKLOG_LIMIT);
	}
}
