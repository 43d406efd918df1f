/* SPDX-License-Identifier: MIT */
/*
 * arp.c - ethernet framing and the cache of neighbours' hardware addresses
 *
 * A packet for a neighbour we do not know waits in its entry while a request
 * is on the wire. The queue there is short on purpose: the sender will repeat
 * what matters, and a dead host must not collect memory.
 */
#include "base.h"
#include "net.h"

#define ARP_BUCKETS	64
#define ARP_WAITING	4
#define ARP_TRIES	3
#define ARP_RETRY	HZ
#define ARP_FRESH	(60 * HZ)	/* trusted without asking */
#define ARP_KEEP	(600UL * HZ)	/* unused this long: forgotten */
#define ARP_LEN		28

enum arp_state {
	ARP_ASKING,	/* no address yet, a request is out */
	ARP_KNOWN,
	ARP_PROBING,	/* address is old but used until refuted */
	ARP_DEAD,	/* nobody answered; fail fast for a while */
};

struct arp_entry {
	struct list_head node;
	struct netdev *dev;
	u32 ip;
	u8 mac[ETHER_ALEN];
	enum arp_state state;
	int tries;
	unsigned long stamp;	/* last change of state or request */
	unsigned long used;
	struct pktq waiting;
};

static struct list_head table[ARP_BUCKETS];
static DEFINE_SPINLOCK(arp_lock);

static const u8 broadcast[ETHER_ALEN] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

/**
 * ether_output - put an ethernet header on a packet and queue it
 * @dev: device to send it on
 * @p: payload with headroom; consumed
 * @dst: hardware address of the receiver
 * @type: what the payload is
 */
int ether_output(struct netdev *dev, struct pktbuf *p, const u8 *dst, u16 type)
{
	u8 *h = pkt_push(p, ETHER_HLEN);

	memcpy(h, dst, ETHER_ALEN);
	memcpy(h + 6, dev->hwaddr, ETHER_ALEN);
	put16(h + 12, type);
	return netdev_send(dev, p);
}

static void arp_send(struct netdev *dev, u16 op, u32 target, const u8 *mac)
{
	struct pktbuf *p = pkt_alloc(ARP_LEN, GFP_ATOMIC);
	u8 *a;

	if (!p)
		return;		/* the retry will get another chance */
	a = pkt_append(p, ARP_LEN);
	put16(a, 1);				/* ethernet */
	put16(a + 2, ETHER_IP);
	a[4] = ETHER_ALEN;
	a[5] = 4;
	put16(a + 6, op);
	memcpy(a + 8, dev->hwaddr, ETHER_ALEN);
	put32(a + 14, dev->addr);
	if (op == 1)
		memset(a + 18, 0, ETHER_ALEN);
	else
		memcpy(a + 18, mac, ETHER_ALEN);
	put32(a + 24, target);
	ether_output(dev, p, mac, ETHER_ARP);
}

static struct list_head *bucket(u32 ip)
{
	return &table[(ip * 0x9e3779b1u) >> 26];
}

static struct arp_entry *arp_find(struct netdev *dev, u32 ip, bool create)
{
	struct arp_entry *e;

	list_for_each_entry(e, bucket(ip), node)
		if (e->ip == ip && e->dev == dev)
			return e;
	if (!create)
		return NULL;
	e = kzalloc(sizeof(*e), GFP_ATOMIC);
	if (!e)
		return NULL;
	e->dev = dev;
	e->ip = ip;
	e->state = ARP_DEAD;
	e->stamp = jiffies - ARP_FRESH;
	pktq_init(&e->waiting, ARP_WAITING);
	list_add(&e->node, bucket(ip));
	return e;
}

/**
 * arp_output - send an IP packet to a host on the same wire
 * @dev: device that reaches it
 * @p: packet that starts with its IP header; consumed
 * @hop: the host's IP address
 */
int arp_output(struct netdev *dev, struct pktbuf *p, u32 hop)
{
	u8 mac[ETHER_ALEN];
	struct arp_entry *e;
	unsigned long flags;
	bool ask = false;
	int err = 0;

	if (hop == 0xffffffff || hop == (dev->addr | ~dev->mask))
		return ether_output(dev, p, broadcast, ETHER_IP);

	spin_lock_irqsave(&arp_lock, flags);
	e = arp_find(dev, hop, true);
	if (!e) {
		err = -ENOMEM;
		goto drop;
	}
	e->used = jiffies;
	switch (e->state) {
	case ARP_KNOWN:
		if (time_after(jiffies, e->stamp + ARP_FRESH)) {
			e->state = ARP_PROBING;
			e->stamp = jiffies;
			e->tries = 1;
			ask = true;
		}
		fallthrough;
	case ARP_PROBING:
		memcpy(mac, e->mac, ETHER_ALEN);
		spin_unlock_irqrestore(&arp_lock, flags);
		/* A probe asks the host itself, sparing all the others. */
		if (ask)
			arp_send(dev, 1, hop, mac);
		return ether_output(dev, p, mac, ETHER_IP);
	case ARP_DEAD:
		if (time_before(jiffies, e->stamp + 5 * HZ)) {
			err = -EHOSTUNREACH;
			goto drop;
		}
		e->state = ARP_ASKING;
		e->stamp = jiffies;
		e->tries = 1;
		ask = true;
		fallthrough;
	case ARP_ASKING:
		if (e->waiting.len == e->waiting.limit)
			pkt_free(pktq_pop(&e->waiting));
		pktq_push(&e->waiting, p);
		break;
	}
	spin_unlock_irqrestore(&arp_lock, flags);
	if (ask)
		arp_send(dev, 1, hop, broadcast);
	return 0;
drop:
	spin_unlock_irqrestore(&arp_lock, flags);
	pkt_free(p);
	return err;
}

static void arp_input(struct pktbuf *p)
{
	struct netdev *dev = p->dev;
	struct pktbuf *held;
	struct arp_entry *e;
	struct pktq ready;
	unsigned long flags;
	u32 sender, target;
	u8 mac[ETHER_ALEN];
	bool for_us;
	u16 op;

	if (p->len < ARP_LEN || get16(p->data) != 1 ||
	    get16(p->data + 2) != ETHER_IP || p->data[4] != ETHER_ALEN ||
	    p->data[5] != 4)
		goto out;
	op = get16(p->data + 6);
	memcpy(mac, p->data + 8, ETHER_ALEN);
	sender = get32(p->data + 14);
	target = get32(p->data + 24);
	for_us = dev->addr && target == dev->addr;

	if (mac[0] & 1)
		goto out;	/* a group address cannot be a sender */
	if (sender == dev->addr && memcmp(mac, dev->hwaddr, ETHER_ALEN)) {
		pr_warn("%s: our address is also used by %02x:%02x:%02x:%02x:%02x:%02x\n",
			dev->name, mac[0], mac[1], mac[2], mac[3], mac[4],
			mac[5]);
		goto out;
	}

	/* Update what we know, but learn only from those who talk to us. */
	pktq_init(&ready, ARP_WAITING);
	spin_lock_irqsave(&arp_lock, flags);
	e = sender ? arp_find(dev, sender, for_us) : NULL;
	if (e) {
		memcpy(e->mac, mac, ETHER_ALEN);
		e->state = ARP_KNOWN;
		e->stamp = jiffies;
		if (for_us)
			e->used = jiffies;
		while ((held = pktq_pop(&e->waiting)))
			pktq_push(&ready, held);
	}
	spin_unlock_irqrestore(&arp_lock, flags);

	while ((held = pktq_pop(&ready)))
		ether_output(dev, held, mac, ETHER_IP);
	if (op == 1 && for_us)
		arp_send(dev, 2, sender, mac);
out:
	pkt_free(p);
}

static void give_up(struct arp_entry *e)
{
	struct pktbuf *p;

	e->state = ARP_DEAD;
	e->stamp = jiffies;
	while ((p = pktq_pop(&e->waiting)))
		pkt_free(p);
}

/**
 * arp_tick - repeat requests and forget old neighbours; runs once a second
 */
void arp_tick(void)
{
	struct arp_entry *e, *tmp;
	unsigned long flags;
	int i;

	spin_lock_irqsave(&arp_lock, flags);
	for (i = 0; i < ARP_BUCKETS; i++) {
		list_for_each_entry_safe(e, tmp, &table[i], node) {
			if (e->state == ARP_ASKING || e->state == ARP_PROBING) {
				if (time_before(jiffies, e->stamp + ARP_RETRY))
					continue;
				if (e->tries++ >= ARP_TRIES) {
					give_up(e);
					continue;
				}
				e->stamp = jiffies;
				arp_send(e->dev, 1, e->ip, broadcast);
			} else if (time_after(jiffies, e->used + ARP_KEEP)) {
				list_del(&e->node);
				kfree(e);
			}
		}
	}
	spin_unlock_irqrestore(&arp_lock, flags);
}

int __init arp_init(void)
{
	int i;

	for (i = 0; i < ARP_BUCKETS; i++)
		INIT_LIST_HEAD(&table[i]);
	return net_register_proto(ETHER_ARP, arp_input);
}
