/* SPDX-License-Identifier: MIT */
/*
 * dhcp.c - obtains and keeps the address of a network device
 *
 * The client sends from address 0 until it has a lease. At half the lease it
 * asks its own server for more time, at seven eighths any server, and at the
 * end it gives the address up at once: somebody else may get it next.
 */
#include "base.h"
#include "net.h"

#define BOOTP_LEN	236		/* fixed part, before the cookie */
#define DHCP_COOKIE	0x63825363
#define DHCP_MAX	576
#define CLIENT_PORT	68
#define SERVER_PORT	67

enum dhcp_option {
	OPT_PAD = 0, OPT_MASK = 1, OPT_ROUTER = 3, OPT_DNS = 6,
	OPT_REQUESTED = 50, OPT_LEASE = 51, OPT_TYPE = 53, OPT_SERVER = 54,
	OPT_WANTED = 55, OPT_T1 = 58, OPT_T2 = 59, OPT_END = 255,
};

enum dhcp_type {
	DHCP_DISCOVER = 1, DHCP_OFFER, DHCP_REQUEST, DHCP_DECLINE,
	DHCP_ACK, DHCP_NAK, DHCP_RELEASE,
};

enum dhcp_state {
	D_INIT, D_SELECTING, D_REQUESTING, D_BOUND, D_RENEWING, D_REBINDING
};

struct dhcp_lease {
	u32 addr, mask, router, dns, server;
	u32 lease, t1, t2;		/* seconds */
};

struct dhcp_client {
	struct netdev *dev;
	enum dhcp_state state;
	struct dhcp_lease offer, lease;
	u32 xid;
	int tries;
	unsigned long next;		/* when to act if nothing arrives */
	unsigned long got;		/* when the lease's request was sent */
	unsigned long sent;
	void (*changed)(struct dhcp_client *c, const struct dhcp_lease *l);
};

static u8 *put_option32(u8 *o, enum dhcp_option code, u32 val)
{
	o[0] = code;
	o[1] = 4;
	put32(o + 2, val);
	return o + 6;
}

static int dhcp_send(struct dhcp_client *c, enum dhcp_type type, u32 to)
{
	static const u8 wanted[] = { OPT_MASK, OPT_ROUTER, OPT_DNS, OPT_LEASE };
	bool renewing = c->state == D_RENEWING || c->state == D_REBINDING;
	struct pktbuf *p = pkt_alloc(DHCP_MAX, GFP_KERNEL);
	u32 src = renewing ? c->lease.addr : 0;
	u8 *m, *o, *h;

	if (!p)
		return -ENOMEM;
	m = p->data;
	memset(m, 0, BOOTP_LEN);
	m[0] = 1;				/* request */
	m[1] = 1;				/* ethernet */
	m[2] = ETHER_ALEN;
	put32(m + 4, c->xid);
	/* Without an address we cannot be answered by unicast. */
	put16(m + 10, renewing ? 0 : 0x8000);
	put32(m + 12, src);
	memcpy(m + 28, c->dev->hwaddr, ETHER_ALEN);
	put32(m + BOOTP_LEN, DHCP_COOKIE);

	o = m + BOOTP_LEN + 4;
	*o++ = OPT_TYPE;
	*o++ = 1;
	*o++ = type;
	if (c->state == D_REQUESTING) {
		o = put_option32(o, OPT_REQUESTED, c->offer.addr);
		o = put_option32(o, OPT_SERVER, c->offer.server);
	}
	*o++ = OPT_WANTED;
	*o++ = sizeof(wanted);
	memcpy(o, wanted, sizeof(wanted));
	o += sizeof(wanted);
	*o++ = OPT_END;
	pkt_append(p, o - m);

	h = pkt_push(p, 8);
	put16(h, CLIENT_PORT);
	put16(h + 2, SERVER_PORT);
	put16(h + 4, p->len);
	put16(h + 6, 0);			/* optional, and src may be 0 */
	c->sent = jiffies;

	if (renewing)
		return ip_output(p, src, to, IPP_UDP);

	/* ip_output() would fill in an address; build this header here. */
	h = pkt_push(p, 20);
	memset(h, 0, 20);
	h[0] = 0x45;
	put16(h + 2, p->len);
	h[8] = 64;
	h[9] = IPP_UDP;
	put32(h + 16, 0xffffffff);
	put16(h + 10, inet_fold(inet_sum(0, h, 20)));
	return arp_output(c->dev, p, 0xffffffff);
}

/* Returns the message type, or 0 if the options make no sense. */
static int parse_options(const u8 *o, u32 len, struct dhcp_lease *l)
{
	u32 i = 0, n, val;
	int type = 0;

	while (i < len && o[i] != OPT_END) {
		if (o[i] == OPT_PAD) {
			i++;
			continue;
		}
		if (i + 2 > len || i + 2 + o[i + 1] > len)
			return 0;
		n = o[i + 1];
		val = n >= 4 ? get32(o + i + 2) : 0;
		switch (o[i]) {
		case OPT_TYPE:
			type = n == 1 ? o[i + 2] : 0;
			break;
		case OPT_MASK:
			l->mask = val;
			break;
		case OPT_ROUTER:	/* a list: the first is preferred */
			l->router = val;
			break;
		case OPT_DNS:
			l->dns = val;
			break;
		case OPT_SERVER:
			l->server = val;
			break;
		case OPT_LEASE:
			l->lease = val;
			break;
		case OPT_T1:
			l->t1 = val;
			break;
		case OPT_T2:
			l->t2 = val;
			break;
		}
		i += 2 + n;
	}
	return type;
}

static void restart(struct dhcp_client *c)
{
	if (c->lease.addr) {
		memset(&c->lease, 0, sizeof(c->lease));
		c->dev->addr = 0;
		c->changed(c, NULL);
	}
	c->state = D_INIT;
	c->tries = 0;
	c->next = jiffies;
}

static void bind_lease(struct dhcp_client *c, struct dhcp_lease *l)
{
	/* Keep the products with HZ in range; nobody waits 30 days. */
	l->lease = clamp(l->lease, 60u, 30 * 86400u);
	if (!l->t1 || l->t1 >= l->lease)
		l->t1 = l->lease / 2;
	if (l->t2 <= l->t1 || l->t2 >= l->lease)
		l->t2 = l->t1 + (l->lease - l->t1) * 3 / 4;
	c->lease = *l;
	c->got = c->sent;
	c->state = D_BOUND;
	c->tries = 0;
	c->next = c->got + (unsigned long)l->t1 * HZ;
	c->dev->addr = l->addr;
	c->dev->mask = l->mask ? l->mask : 0xffffff00;
	c->changed(c, &c->lease);
	pr_info("%s: address %08x for %u s\n", c->dev->name, l->addr, l->lease);
}

/**
 * dhcp_input - handle a message that arrived on the client port
 * @c: client
 * @m: the message
 * @len: its length
 */
void dhcp_input(struct dhcp_client *c, const u8 *m, u32 len)
{
	struct dhcp_lease l = { 0 };
	int type;

	if (len < BOOTP_LEN + 4 || m[0] != 2 || get32(m + 4) != c->xid ||
	    memcmp(m + 28, c->dev->hwaddr, ETHER_ALEN) ||
	    get32(m + BOOTP_LEN) != DHCP_COOKIE)
		return;
	l.addr = get32(m + 16);
	type = parse_options(m + BOOTP_LEN + 4, len - BOOTP_LEN - 4, &l);

	switch (c->state) {
	case D_SELECTING:
		if (type != DHCP_OFFER || !l.addr || !l.server)
			return;
		c->offer = l;
		c->state = D_REQUESTING;
		c->tries = 0;
		c->next = jiffies;
		break;
	case D_REQUESTING:
	case D_RENEWING:
	case D_REBINDING:
		if (type == DHCP_ACK && l.addr)
			bind_lease(c, &l);
		else if (type == DHCP_NAK)
			restart(c);
		break;
	default:
		break;
	}
}

/**
 * dhcp_tick - do what is due; runs a few times a second
 * @c: client
 */
void dhcp_tick(struct dhcp_client *c)
{
	unsigned long end = c->got + (unsigned long)c->lease.lease * HZ;
	unsigned long t2 = c->got + (unsigned long)c->lease.t2 * HZ;

	if (time_before(jiffies, c->next))
		return;
	if (c->state >= D_BOUND && !time_before(jiffies, end)) {
		pr_warn("%s: lease ran out\n", c->dev->name);
		restart(c);
	}

	switch (c->state) {
	case D_INIT:
		c->xid = (u32)ktime_get() ^ get32(c->dev->hwaddr + 2);
		c->state = D_SELECTING;
		fallthrough;
	case D_SELECTING:
		dhcp_send(c, DHCP_DISCOVER, 0xffffffff);
		break;
	case D_REQUESTING:
		if (c->tries >= 4) {
			restart(c);	/* the server went away: ask all */
			return;
		}
		dhcp_send(c, DHCP_REQUEST, 0xffffffff);
		break;
	case D_BOUND:
		c->state = D_RENEWING;
		fallthrough;
	case D_RENEWING:
	case D_REBINDING:
		if (!time_before(jiffies, t2))
			c->state = D_REBINDING;
		dhcp_send(c, DHCP_REQUEST, c->state == D_RENEWING ?
					   c->lease.server : 0xffffffff);
		/* Half of what is left, so that tries get denser. */
		c->next = c->state == D_RENEWING ? t2 : end;
		c->next = jiffies + max((c->next - jiffies) / 2, 60UL * HZ);
		if (time_after(c->next, end))
			c->next = end;
		return;
	}
	/* 4, 8, 16, 32 seconds and some, so that clients do not march. */
	c->next = jiffies + (4UL << min(c->tries, 4)) * HZ +
		  (c->xid >> (c->tries & 7)) % HZ;
	c->tries++;
}
