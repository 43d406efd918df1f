/* SPDX-License-Identifier: MIT */
/*
 * bridge.c - joins ethernet devices into one segment and learns who is where
 *
 * Each source address is remembered with the port it came from. A frame for a
 * known address goes to that port alone; everything else is flooded. Ports
 * start by listening, then learn, then forward, so that a loop which a cable
 * has just closed shows itself before it can multiply frames.
 */
#include "base.h"
#include "net.h"

#define FDB_BITS	8
#define FDB_MAX		4096
#define FDB_AGE		(300UL * HZ)
#define PORT_DELAY	(15UL * HZ)
#define BRIDGE_PORTS	16
#define FLAP_LIMIT	8

enum port_state {
	PORT_BLOCKED, PORT_LISTENING, PORT_LEARNING, PORT_FORWARDING
};

struct bridge_port {
	struct bridge *br;
	struct netdev *dev;
	enum port_state state;
	unsigned long since;
	int flaps;		/* addresses that moved here lately */
};

struct fdb_entry {
	struct list_head node;
	u8 mac[ETHER_ALEN];
	bool pinned;		/* set by hand; never moves or ages */
	struct bridge_port *port;
	unsigned long seen;
};

struct bridge {
	spinlock_t lock;
	struct list_head fdb[1 << FDB_BITS];
	unsigned int nr_fdb;
	struct bridge_port *ports[BRIDGE_PORTS];
};

/* Vendors share the first half of an address, so the second does the work. */
static unsigned int mac_hash(const u8 *mac)
{
	return (get32(mac + 2) * 0x61c88647u) >> (32 - FDB_BITS);
}

static struct fdb_entry *fdb_find(struct bridge *br, const u8 *mac)
{
	struct fdb_entry *e;

	list_for_each_entry(e, &br->fdb[mac_hash(mac)], node)
		if (!memcmp(e->mac, mac, ETHER_ALEN))
			return e;
	return NULL;
}

static void fdb_learn(struct bridge_port *port, const u8 *mac)
{
	struct bridge *br = port->br;
	struct fdb_entry *e = fdb_find(br, mac);

	if (e) {
		if (e->pinned)
			return;
		if (e->port != port) {
			port->flaps++;
			e->port = port;
		}
		e->seen = jiffies;
		return;
	}
	/* A sender that invents addresses must not eat all memory. */
	if (br->nr_fdb >= FDB_MAX)
		return;
	e = kzalloc(sizeof(*e), GFP_ATOMIC);
	if (!e)
		return;
	memcpy(e->mac, mac, ETHER_ALEN);
	e->port = port;
	e->seen = jiffies;
	list_add(&e->node, &br->fdb[mac_hash(mac)]);
	br->nr_fdb++;
}

static void send_copy(struct bridge_port *to, const struct pktbuf *p)
{
	struct pktbuf *q;

	/* The frame comes with its header, which the mtu does not count. */
	if (p->len > to->dev->mtu + (u32)ETHER_HLEN)
		return;
	q = pkt_copy(p, GFP_ATOMIC);
	if (q)
		netdev_send(to->dev, q);
}

/*
 * The receive hook of every port. Frames for ourselves go on up the stack
 * (false); group frames do both.
 */
static bool bridge_input(struct netdev *dev, struct pktbuf *p)
{
	struct bridge_port *in = dev->hook_data, *out;
	struct bridge *br = in->br;
	const u8 *dst = p->data, *src = p->data + ETHER_ALEN;
	static const u8 reserved[5] = { 0x01, 0x80, 0xc2, 0x00, 0x00 };
	struct fdb_entry *e = NULL;
	bool taken = true;
	int i;

	if (p->len < ETHER_HLEN || (src[0] & 1) ||
	    in->state == PORT_BLOCKED || in->state == PORT_LISTENING)
		goto drop;
	/* These addresses are for the next bridge only, by definition. */
	if (!memcmp(dst, reserved, 5) && dst[5] < 16)
		goto drop;
	if (!memcmp(dst, dev->hwaddr, ETHER_ALEN))
		return false;

	spin_lock(&br->lock);
	fdb_learn(in, src);
	if (in->state == PORT_FORWARDING) {
		if (!(dst[0] & 1))
			e = fdb_find(br, dst);
		for (i = 0; i < BRIDGE_PORTS; i++) {
			out = br->ports[i];
			if (!out || out == in ||
			    out->state != PORT_FORWARDING ||
			    (e && e->port != out))
				continue;
			send_copy(out, p);
		}
		taken = !(dst[0] & 1);
	}
	spin_unlock(&br->lock);
	if (!taken)
		return false;
drop:
	pkt_free(p);
	return true;
}

/**
 * bridge_add_port - let a device take part in a bridge
 * @br: bridge
 * @dev: device that belongs to no other bridge
 */
int bridge_add_port(struct bridge *br, struct netdev *dev)
{
	struct bridge_port *port;
	int i, err = -ENOSPC;

	if (dev->rx_hook)
		return -EBUSY;
	port = kzalloc(sizeof(*port), GFP_KERNEL);
	if (!port)
		return -ENOMEM;
	port->br = br;
	port->dev = dev;
	port->state = PORT_LISTENING;
	port->since = jiffies;

	spin_lock(&br->lock);
	for (i = 0; i < BRIDGE_PORTS; i++) {
		if (!br->ports[i]) {
			br->ports[i] = port;
			dev->hook_data = port;
			/* The hook must not be seen before its data. */
			smp_store_release(&dev->rx_hook, bridge_input);
			err = 0;
			break;
		}
	}
	spin_unlock(&br->lock);
	if (err)
		kfree(port);
	return err;
}

/**
 * bridge_tick - age addresses and advance ports; runs once a second
 * @br: bridge
 */
void bridge_tick(struct bridge *br)
{
	struct fdb_entry *e, *tmp;
	struct bridge_port *port;
	int i;

	spin_lock(&br->lock);
	for (i = 0; i < 1 << FDB_BITS; i++) {
		list_for_each_entry_safe(e, tmp, &br->fdb[i], node) {
			if (e->pinned ||
			    time_before(jiffies, e->seen + FDB_AGE))
				continue;
			list_del(&e->node);
			kfree(e);
			br->nr_fdb--;
		}
	}
	for (i = 0; i < BRIDGE_PORTS; i++) {
		port = br->ports[i];
		if (!port)
			continue;
		/* Addresses that keep jumping mean frames run in a circle. */
		if (port->flaps > FLAP_LIMIT && port->state != PORT_BLOCKED) {
			pr_warn("%s: likely loop, port blocked\n",
				port->dev->name);
			port->state = PORT_BLOCKED;
			port->since = jiffies;
		} else if (port->state != PORT_FORWARDING &&
			   time_after(jiffies, port->since + PORT_DELAY)) {
			port->state++;
			port->since = jiffies;
		}
		port->flaps = 0;
	}
	spin_unlock(&br->lock);
}

struct bridge *bridge_create(void)
{
	struct bridge *br = kzalloc(sizeof(*br), GFP_KERNEL);
	int i;

	if (!br)
		return NULL;
	spin_lock_init(&br->lock);
	for (i = 0; i < 1 << FDB_BITS; i++)
		INIT_LIST_HEAD(&br->fdb[i]);
	return br;
}
