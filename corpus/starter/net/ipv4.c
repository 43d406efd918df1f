/* SPDX-License-Identifier: MIT */
/*
 * ipv4.c - internet protocol: input, forwarding, output and fragments
 */
#include "base.h"
#include "net.h"

#define IP_HLEN		20
#define IP_DF		0x4000
#define IP_MF		0x2000
#define IP_OFFSET	0x1fff
#define IP_TTL		64

#define REASM_MAX	32
#define REASM_LIFE	(30UL * HZ)

/* One datagram being put together; parts are sorted by their offset. */
struct reasm {
	struct list_head node;
	struct list_head parts;
	u32 src, dst;
	u16 id;
	u8 proto;
	u32 got;
	u32 total;		/* 0 until the last fragment was seen */
	unsigned long born;
};

/* Where a waiting fragment keeps its place. */
#define frag_start(p)	((p)->cb[0])
#define frag_end(p)	((p)->cb[1])

static LIST_HEAD(reasm_list);
static unsigned int nr_reasm;
static DEFINE_SPINLOCK(reasm_lock);

static void (*handlers[256])(struct pktbuf *p, u32 src, u32 dst);
static u32 next_id;
static bool forwarding;

static void set_checksum(u8 *h, u32 hlen)
{
	put16(h + 10, 0);
	put16(h + 10, inet_fold(inet_sum(0, h, hlen)));
}

static void reasm_drop(struct reasm *r)
{
	struct pktbuf *p, *tmp;

	list_for_each_entry_safe(p, tmp, &r->parts, link) {
		list_del(&p->link);
		pkt_free(p);
	}
	list_del(&r->node);
	nr_reasm--;
	kfree(r);
}

static struct reasm *reasm_find(const u8 *h)
{
	u32 src = get32(h + 12), dst = get32(h + 16);
	struct reasm *r, *tmp;

	list_for_each_entry_safe(r, tmp, &reasm_list, node) {
		if (time_after(jiffies, r->born + REASM_LIFE))
			reasm_drop(r);
		else if (r->id == get16(h + 4) && r->src == src &&
			 r->dst == dst && r->proto == h[9])
			return r;
	}
	/* Lists are in order of age; the oldest is least likely to finish. */
	if (nr_reasm >= REASM_MAX)
		reasm_drop(list_first_entry(&reasm_list, struct reasm, node));
	r = kzalloc(sizeof(*r), GFP_ATOMIC);
	if (!r)
		return NULL;
	INIT_LIST_HEAD(&r->parts);
	r->src = src;
	r->dst = dst;
	r->id = get16(h + 4);
	r->proto = h[9];
	r->born = jiffies;
	list_add_tail(&r->node, &reasm_list);
	nr_reasm++;
	return r;
}

/*
 * Find the part to insert before. Overlapping fragments have no honest
 * sender, and hosts disagree on which bytes win, so they are an error. An
 * exact repetition is just a duplicated packet.
 */
static int reasm_place(struct reasm *r, struct pktbuf *p,
		       struct list_head **where)
{
	struct pktbuf *q;

	*where = &r->parts;
	list_for_each_entry(q, &r->parts, link) {
		if (frag_start(q) == frag_start(p) &&
		    frag_end(q) == frag_end(p))
			return -EEXIST;
		if (frag_start(q) >= frag_end(p)) {
			*where = &q->link;
			return 0;
		}
		if (frag_end(q) > frag_start(p))
			return -EBADMSG;
	}
	return 0;
}

static struct pktbuf *reasm_finish(struct reasm *r)
{
	struct pktbuf *whole, *q;

	whole = pkt_alloc(r->total, GFP_ATOMIC);
	if (whole) {
		whole->dev = list_first_entry(&r->parts, struct pktbuf,
					      link)->dev;
		list_for_each_entry(q, &r->parts, link)
			memcpy(pkt_append(whole, q->len), q->data, q->len);
	}
	reasm_drop(r);
	return whole;
}

/* Takes a fragment; gives the payload of a datagram that became complete. */
static struct pktbuf *reassemble(struct pktbuf *p, u32 hlen)
{
	u16 field = get16(p->data + 6);
	struct pktbuf *whole = NULL;
	struct list_head *where;
	struct reasm *r;
	u32 end;
	int err;

	spin_lock(&reasm_lock);
	r = reasm_find(p->data);
	if (!r)
		goto drop;
	pkt_pull(p, hlen);
	frag_start(p) = (field & IP_OFFSET) * 8u;
	frag_end(p) = frag_start(p) + p->len;
	if (!p->len || frag_end(p) > 65535 - IP_HLEN ||
	    ((field & IP_MF) && p->len % 8))
		goto drop;

	err = reasm_place(r, p, &where);
	if (err == -EEXIST)
		goto drop;
	if (!(field & IP_MF)) {
		if (r->total && r->total != frag_end(p))
			err = -EBADMSG;
		r->total = frag_end(p);
	}
	if (err) {
		reasm_drop(r);
		goto drop;
	}
	list_add_tail(&p->link, where);
	r->got += p->len;

	/* Without overlaps, having as many bytes means having all of them. */
	end = frag_end(list_entry(r->parts.prev, struct pktbuf, link));
	if (r->total && end > r->total)
		reasm_drop(r);
	else if (r->got == r->total)
		whole = reasm_finish(r);
	spin_unlock(&reasm_lock);
	return whole;
drop:
	spin_unlock(&reasm_lock);
	pkt_free(p);
	return NULL;
}

/*
 * Later fragments carry only the options marked "copied" (the top bit). The
 * others become no-ops, which keeps the header as long as the first one's.
 */
static void blank_options(u8 *opt, u32 len)
{
	u32 i = 0, n;

	while (i < len && opt[i] != 0) {
		n = opt[i] == 1 || i + 1 >= len ? 1 : opt[i + 1];
		if (!n || n > len - i)
			n = len - i;
		if (!(opt[i] & 0x80))
			memset(opt + i, 1, n);
		i += n;
	}
}

static int fragment(struct netdev *dev, struct pktbuf *p, u32 hop)
{
	u32 hlen = (p->data[0] & 15) * 4u, body = p->len - hlen;
	u32 step = (dev->mtu - hlen) & ~7u, off, n;
	u16 field = get16(p->data + 6);
	struct pktbuf *q;
	int err = 0;
	u8 *h;

	for (off = 0; off < body && !err; off += n) {
		n = min(step, body - off);
		q = pkt_alloc(hlen + n, GFP_ATOMIC);
		if (!q) {
			err = -ENOMEM;
			break;
		}
		q->prio = p->prio;
		h = pkt_append(q, hlen + n);
		memcpy(h, p->data, hlen);
		memcpy(h + hlen, p->data + hlen + off, n);
		if (off)
			blank_options(h + IP_HLEN, hlen - IP_HLEN);
		put16(h + 2, hlen + n);
		/* Keep MF if what we cut is itself a middle fragment. */
		put16(h + 6, (field + off / 8) |
			     (off + n < body ? IP_MF : 0));
		set_checksum(h, hlen);
		err = arp_output(dev, q, hop);
	}
	pkt_free(p);
	return err;
}

static int ip_send(struct netdev *dev, struct pktbuf *p, u32 hop)
{
	if (p->len <= dev->mtu)
		return arp_output(dev, p, hop);
	if (!(get16(p->data + 6) & IP_DF))
		return fragment(dev, p, hop);
	pkt_free(p);
	return -EMSGSIZE;
}

static void ip_forward(struct pktbuf *p, u32 dst)
{
	struct netdev *out;
	u32 hop, sum;
	u8 *h;

	out = route_lookup(dst, &hop);
	if (!forwarding || !out || p->data[8] <= 1 || pkt_make_writable(p)) {
		pkt_free(p);
		return;
	}
	/* One less in the high byte of a word is 0x100 more in the sum. */
	h = p->data;
	h[8]--;
	sum = get16(h + 10) + 0x100u;
	put16(h + 10, sum + (sum >> 16));
	ip_send(out, p, hop);
}

static void ip_input(struct pktbuf *p)
{
	struct netdev *dev = p->dev;
	u32 hlen, total, src, dst;
	u8 *h = p->data, proto;

	if (p->len < IP_HLEN || h[0] >> 4 != 4)
		goto drop;
	hlen = (h[0] & 15) * 4u;
	total = get16(h + 2);
	if (hlen < IP_HLEN || total < hlen || total > p->len ||
	    inet_fold(inet_sum(0, h, hlen)))
		goto drop;
	p->len = total;		/* short frames arrive padded */
	src = get32(h + 12);
	dst = get32(h + 16);
	proto = h[9];

	/* A device without an address takes all: it may be asking for one. */
	if (dev->addr && dst != dev->addr && dst != 0xffffffff &&
	    dst != (dev->addr | ~dev->mask)) {
		ip_forward(p, dst);
		return;
	}
	if (get16(h + 6) & (IP_MF | IP_OFFSET)) {
		p = reassemble(p, hlen);
		if (!p)
			return;
	} else {
		pkt_pull(p, hlen);
	}
	if (handlers[proto]) {
		handlers[proto](p, src, dst);
		return;
	}
drop:
	pkt_free(p);
}

/**
 * ip_output - send a transport segment
 * @p: the segment, with headroom; consumed in every case
 * @src: our address, or 0 for that of the outgoing device
 * @dst: destination
 * @proto: transport protocol number
 */
int ip_output(struct pktbuf *p, u32 src, u32 dst, u8 proto)
{
	struct netdev *dev;
	u32 hop;
	u8 *h;

	dev = route_lookup(dst, &hop);
	if (!dev || p->len > 65535 - IP_HLEN) {
		pkt_free(p);
		return dev ? -EMSGSIZE : -ENETUNREACH;
	}
	h = pkt_push(p, IP_HLEN);
	h[0] = 0x45;
	h[1] = 0;
	put16(h + 2, p->len);
	put16(h + 4, __sync_fetch_and_add(&next_id, 1));
	put16(h + 6, proto == IPP_TCP ? IP_DF : 0);
	h[8] = IP_TTL;
	h[9] = proto;
	put32(h + 12, src ? src : dev->addr);
	put32(h + 16, dst);
	set_checksum(h, IP_HLEN);
	return ip_send(dev, p, hop);
}

int ip_register_proto(u8 proto, void (*fn)(struct pktbuf *, u32, u32))
{
	return cmpxchg(&handlers[proto], NULL, fn) ? -EBUSY : 0;
}

void ip_set_forwarding(bool on)
{
	WRITE_ONCE(forwarding, on);
}

int __init ip_init(void)
{
	return net_register_proto(ETHER_IP, ip_input);
}
