/* SPDX-License-Identifier: MIT */
/*
 * net.h - types and services shared by the network stack
 *
 * Addresses and ports are in host order everywhere inside the stack; they
 * are turned around only where bytes enter or leave a packet.
 */
#ifndef NET_H
#define NET_H

#include "base.h"

#define ETHER_ALEN	6
#define ETHER_HLEN	14
#define PKT_HEADROOM	64	/* link, network and transport headers */

#define ETHER_IP	0x0800
#define ETHER_ARP	0x0806

#define IPP_TCP		6
#define IPP_UDP		17

struct netdev;
struct pkt_store;

struct pktbuf {
	struct list_head link;
	struct netdev *dev;
	struct pkt_store *store;
	u8 *data;		/* first valid byte */
	u32 len;
	u32 cb[4];		/* scratch for whichever layer owns it */
	u8 prio;
};

/* A bounded queue of packets; its owner brings the lock. */
struct pktq {
	struct list_head list;
	u32 len;
	u32 limit;
};

struct netdev_ops {
	int (*open)(struct netdev *dev);
	void (*stop)(struct netdev *dev);
	int (*xmit)(struct netdev *dev, struct pktbuf *p);
};

#define NETDEV_UP	BIT(0)
#define NETDEV_BANDS	3

struct netdev {
	struct list_head node;
	char name[16];
	u8 hwaddr[ETHER_ALEN];
	u16 mtu;
	u32 flags;
	u32 addr;
	u32 mask;
	const struct netdev_ops *ops;
	void *priv;

	spinlock_t qlock;	/* the fields below, up to the counters */
	struct pktq txq[NETDEV_BANDS];
	bool draining;
	bool tx_stopped;
	u64 rx_packets, rx_bytes, rx_dropped;
	u64 tx_packets, tx_bytes, tx_dropped;

	/* A bridge port diverts its input here; true means "taken". */
	bool (*rx_hook)(struct netdev *dev, struct pktbuf *p);
	void *hook_data;
};

static inline u16 get16(const u8 *p)
{
	return (u16)(p[0] << 8 | p[1]);
}

static inline u32 get32(const u8 *p)
{
	return (u32)get16(p) << 16 | get16(p + 2);
}

static inline void put16(u8 *p, u16 v)
{
	p[0] = v >> 8;
	p[1] = v & 0xff;
}

static inline void put32(u8 *p, u32 v)
{
	put16(p, v >> 16);
	put16(p + 2, v & 0xffff);
}

static inline void pktq_init(struct pktq *q, u32 limit)
{
	INIT_LIST_HEAD(&q->list);
	q->len = 0;
	q->limit = limit;
}

static inline bool pktq_push(struct pktq *q, struct pktbuf *p)
{
	if (q->len >= q->limit)
		return false;
	list_add_tail(&p->link, &q->list);
	q->len++;
	return true;
}

static inline struct pktbuf *pktq_pop(struct pktq *q)
{
	struct pktbuf *p;

	if (list_empty(&q->list))
		return NULL;
	p = list_first_entry(&q->list, struct pktbuf, link);
	list_del(&p->link);
	q->len--;
	return p;
}

struct pktbuf *pkt_alloc(u32 room, gfp_t gfp);
struct pktbuf *pkt_share(struct pktbuf *p);
struct pktbuf *pkt_copy(const struct pktbuf *p, gfp_t gfp);
int pkt_make_writable(struct pktbuf *p);
void pkt_free(struct pktbuf *p);
void *pkt_push(struct pktbuf *p, u32 n);
void *pkt_pull(struct pktbuf *p, u32 n);
void *pkt_append(struct pktbuf *p, u32 n);

u32 inet_sum(u32 sum, const void *buf, size_t len);
u16 inet_fold(u32 sum);
u32 inet_pseudo(u32 src, u32 dst, u8 proto, u32 len);

int netdev_send(struct netdev *dev, struct pktbuf *p);
void netdev_rx(struct netdev *dev, struct pktbuf *p);
void netdev_tx_stop(struct netdev *dev);
void netdev_tx_wake(struct netdev *dev);
int net_register_proto(u16 type, void (*input)(struct pktbuf *p));

int ether_output(struct netdev *dev, struct pktbuf *p, const u8 *dst, u16 type);
int arp_output(struct netdev *dev, struct pktbuf *p, u32 hop);
int ip_output(struct pktbuf *p, u32 src, u32 dst, u8 proto);
int ip_register_proto(u8 proto, void (*fn)(struct pktbuf *, u32, u32));
struct netdev *route_lookup(u32 dst, u32 *hop);

#endif /* NET_H */
