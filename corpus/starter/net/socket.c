/* SPDX-License-Identifier: MIT */
/*
 * socket.c - the socket layer, and UDP as its simplest protocol
 *
 * A socket is a state, a receive queue and a table of operations. The layer
 * checks arguments and states common to all protocols, so that the protocols
 * need not; what is left to them is ports and packets.
 */
#include "base.h"
#include "net.h"

#define MAX_SOCKETS	256
#define UDP_HLEN	8
#define UDP_BUCKETS	64
#define EPHEMERAL_LOW	49152u
#define EPHEMERAL_COUNT	16384u
#define RCVBUF_DEFAULT	65536u

enum sock_type { SOCK_STREAM = 1, SOCK_DGRAM = 2 };
enum sock_state { SS_OPEN, SS_BOUND, SS_CONNECTED };

struct endpoint {
	u32 addr;
	u16 port;
};

struct socket {
	enum sock_state state;
	struct endpoint local, peer;
	const struct sock_ops *ops;
	struct mutex lock;		/* state and addresses */
	struct list_head hash;

	spinlock_t rx_lock;
	struct pktq rxq;
	u32 rx_bytes, rx_limit;
	u32 drops;
};

struct sock_ops {
	enum sock_type type;
	int (*bind)(struct socket *s, const struct endpoint *ep);
	int (*send)(struct socket *s, const struct endpoint *to,
		    const void __user *buf, size_t len);
	void (*close)(struct socket *s);
};

static struct socket *sockets[MAX_SOCKETS];
static DEFINE_SPINLOCK(sockets_lock);

static struct list_head udp_hash[UDP_BUCKETS];
static DEFINE_SPINLOCK(udp_lock);

static struct list_head *udp_bucket(u16 port)
{
	return &udp_hash[port % UDP_BUCKETS];
}

/* Two sockets share a port only if both named different local addresses. */
static bool udp_port_taken(u32 addr, u16 port)
{
	struct socket *s;

	list_for_each_entry(s, udp_bucket(port), hash)
		if (s->local.port == port &&
		    (!addr || !s->local.addr || s->local.addr == addr))
			return true;
	return false;
}

static int udp_bind(struct socket *s, const struct endpoint *ep)
{
	static u32 seed = 2654435761u;
	u16 port = ep->port;
	u32 i, start;
	int err = 0;

	spin_lock(&udp_lock);
	if (!port) {
		/* A scattered start makes the port harder to guess. */
		seed = seed * 1664525u + (u32)ktime_get();
		start = seed >> 8;
		for (i = 0; i < EPHEMERAL_COUNT; i++) {
			port = EPHEMERAL_LOW + (start + i) % EPHEMERAL_COUNT;
			if (!udp_port_taken(ep->addr, port))
				break;
		}
		if (i == EPHEMERAL_COUNT)
			err = -EADDRNOTAVAIL;
	} else if (udp_port_taken(ep->addr, port)) {
		err = -EADDRINUSE;
	}
	if (!err) {
		s->local.addr = ep->addr;
		s->local.port = port;
		list_add(&s->hash, udp_bucket(port));
	}
	spin_unlock(&udp_lock);
	return err;
}

static int udp_send(struct socket *s, const struct endpoint *to,
		    const void __user *buf, size_t len)
{
	u32 src = s->local.addr, hop;
	struct netdev *dev;
	struct pktbuf *p;
	u16 sum;
	u8 *h;

	if (len > 65535 - 20 - UDP_HLEN)
		return -EMSGSIZE;
	/* The checksum covers our address, so it must be known by now. */
	dev = route_lookup(to->addr, &hop);
	if (!dev)
		return -ENETUNREACH;
	if (!src)
		src = dev->addr;

	p = pkt_alloc(len, GFP_KERNEL);
	if (!p)
		return -ENOBUFS;
	if (copy_from_user(pkt_append(p, len), buf, len)) {
		pkt_free(p);
		return -EFAULT;
	}
	h = pkt_push(p, UDP_HLEN);
	put16(h, s->local.port);
	put16(h + 2, to->port);
	put16(h + 4, p->len);
	put16(h + 6, 0);
	sum = inet_fold(inet_sum(inet_pseudo(src, to->addr, IPP_UDP, p->len),
				 h, p->len));
	put16(h + 6, sum ? sum : 0xffff);	/* 0 would mean "none" */
	return ip_output(p, src, to->addr, IPP_UDP);
}

static void udp_close(struct socket *s)
{
	spin_lock(&udp_lock);
	if (!list_empty(&s->hash))
		list_del(&s->hash);
	spin_unlock(&udp_lock);
}

static const struct sock_ops udp_ops = {
	.type = SOCK_DGRAM,
	.bind = udp_bind,
	.send = udp_send,
	.close = udp_close,
};

/* Prefer the socket that names most of the packet's addresses. */
static struct socket *udp_match(u32 src, u16 sport, u32 dst, u16 dport)
{
	struct socket *s, *best = NULL;
	int score, top = -1;

	list_for_each_entry(s, udp_bucket(dport), hash) {
		if (s->local.port != dport)
			continue;
		score = 0;
		if (s->local.addr) {
			if (s->local.addr != dst)
				continue;
			score++;
		}
		if (s->state == SS_CONNECTED) {
			if (s->peer.addr != src || s->peer.port != sport)
				continue;
			score += 2;
		}
		if (score > top) {
			top = score;
			best = s;
		}
	}
	return best;
}

static void udp_input(struct pktbuf *p, u32 src, u32 dst)
{
	u8 *h = p->data;
	struct socket *s;
	bool queued = false;

	if (p->len < UDP_HLEN || get16(h + 4) < UDP_HLEN ||
	    get16(h + 4) > p->len)
		goto out;
	p->len = get16(h + 4);
	if (get16(h + 6) &&
	    inet_fold(inet_sum(inet_pseudo(src, dst, IPP_UDP, p->len), h,
			       p->len)))
		goto out;

	spin_lock(&udp_lock);
	s = udp_match(src, get16(h), dst, get16(h + 2));
	if (s) {
		p->cb[0] = src;
		p->cb[1] = get16(h);
		pkt_pull(p, UDP_HLEN);
		spin_lock(&s->rx_lock);
		if (s->rx_bytes + p->len <= s->rx_limit)
			queued = pktq_push(&s->rxq, p);
		if (queued)
			s->rx_bytes += p->len;
		else
			s->drops++;
		spin_unlock(&s->rx_lock);
	}
	spin_unlock(&udp_lock);
out:
	if (!queued)
		pkt_free(p);
}

/**
 * sock_create - make a socket
 * @type: kind of service wanted
 *
 * Return: a handle for the other calls or a negative error.
 */
int sock_create(enum sock_type type)
{
	struct socket *s;
	int i;

	if (type != udp_ops.type)
		return -EPROTONOSUPPORT;
	s = kzalloc(sizeof(*s), GFP_KERNEL);
	if (!s)
		return -ENOMEM;
	s->ops = &udp_ops;
	s->state = SS_OPEN;
	s->rx_limit = RCVBUF_DEFAULT;
	mutex_init(&s->lock);
	spin_lock_init(&s->rx_lock);
	INIT_LIST_HEAD(&s->hash);
	pktq_init(&s->rxq, 1024);

	spin_lock(&sockets_lock);
	for (i = 0; i < MAX_SOCKETS && sockets[i]; i++)
		;
	if (i < MAX_SOCKETS)
		sockets[i] = s;
	spin_unlock(&sockets_lock);
	if (i < MAX_SOCKETS)
		return i;
	kfree(s);
	return -EMFILE;
}

static struct socket *sock_get(int handle)
{
	if (handle < 0 || handle >= MAX_SOCKETS)
		return NULL;
	return READ_ONCE(sockets[handle]);
}

int sock_bind(int handle, const struct endpoint *ep)
{
	struct socket *s = sock_get(handle);
	int err;

	if (!s)
		return -EBADF;
	mutex_lock(&s->lock);
	err = s->state == SS_OPEN ? s->ops->bind(s, ep) : -EINVAL;
	if (!err)
		s->state = SS_BOUND;
	mutex_unlock(&s->lock);
	return err;
}

/**
 * sock_connect - fix the peer of a datagram socket
 * @handle: the socket
 * @ep: the only endpoint to talk to, or NULL to talk to anybody again
 */
int sock_connect(int handle, const struct endpoint *ep)
{
	static const struct endpoint any;
	struct socket *s = sock_get(handle);
	int err = 0;

	if (!s)
		return -EBADF;
	mutex_lock(&s->lock);
	if (s->state == SS_OPEN)
		err = s->ops->bind(s, &any);
	if (!err) {
		/* The receive path reads peer and state under this lock. */
		spin_lock(&udp_lock);
		if (ep)
			s->peer = *ep;
		s->state = ep ? SS_CONNECTED : SS_BOUND;
		spin_unlock(&udp_lock);
	}
	mutex_unlock(&s->lock);
	return err;
}

/* Sending without binding first picks any port, as users expect. */
ssize_t sock_send(int handle, const void __user *buf, size_t len,
		  const struct endpoint *to)
{
	static const struct endpoint any;
	struct socket *s = sock_get(handle);
	int err = 0;

	if (!s)
		return -EBADF;
	mutex_lock(&s->lock);
	if (!to && s->state != SS_CONNECTED)
		err = -ENOTCONN;
	if (!err && s->state == SS_OPEN) {
		err = s->ops->bind(s, &any);
		if (!err)
			s->state = SS_BOUND;
	}
	if (!err)
		err = s->ops->send(s, to ? to : &s->peer, buf, len);
	mutex_unlock(&s->lock);
	return err ? err : (ssize_t)len;
}

/**
 * sock_recv - take one message from a socket
 * @handle: the socket
 * @buf: where to put it; what does not fit is lost, as for any datagram
 * @len: room in @buf
 * @from: set to the sender if not NULL
 *
 * Return: bytes copied, or -EAGAIN when nothing is there.
 */
ssize_t sock_recv(int handle, void __user *buf, size_t len,
		  struct endpoint *from)
{
	struct socket *s = sock_get(handle);
	struct pktbuf *p;
	ssize_t n;

	if (!s)
		return -EBADF;
	spin_lock(&s->rx_lock);
	p = pktq_pop(&s->rxq);
	if (p)
		s->rx_bytes -= p->len;
	spin_unlock(&s->rx_lock);
	if (!p)
		return -EAGAIN;

	n = min_t(size_t, len, p->len);
	if (copy_to_user(buf, p->data, n))
		n = -EFAULT;
	if (from) {
		from->addr = p->cb[0];
		from->port = p->cb[1];
	}
	pkt_free(p);
	return n;
}

int sock_close(int handle)
{
	struct socket *s = sock_get(handle);
	struct pktbuf *p;

	/* Of two closers only the one that clears the slot goes on. */
	if (!s || cmpxchg(&sockets[handle], s, NULL) != s)
		return -EBADF;
	s->ops->close(s);
	while ((p = pktq_pop(&s->rxq)))
		pkt_free(p);
	kfree(s);
	return 0;
}

int __init socket_init(void)
{
	int i;

	for (i = 0; i < UDP_BUCKETS; i++)
		INIT_LIST_HEAD(&udp_hash[i]);
	return ip_register_proto(IPP_UDP, udp_input);
}
