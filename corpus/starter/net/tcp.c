/* SPDX-License-Identifier: MIT */
/*
 * tcp.c - TCP: building and sorting segments, and the calls of its users
 *
 * Everything that takes up sequence numbers, SYN and FIN included, passes
 * through two queues as a segment: "sendq" holds what was never sent, "rtx"
 * what was sent and not acknowledged. Arrivals out of order are not kept; the
 * duplicate acknowledgement they cause makes the peer repeat the gap.
 */
#include "base.h"
#include "tcp.h"

#define TCP_HLEN	20
#define RCV_WINDOW	65535u

static LIST_HEAD(conns);
static DEFINE_SPINLOCK(conns_lock);

void tcp_emit(struct tcp_conn *c, u32 seq, u16 flags, struct pktbuf *body)
{
	u32 hlen = flags & SYN ? TCP_HLEN + 4 : TCP_HLEN;
	struct pktbuf *p;
	u8 *h;

	p = body ? pkt_copy(body, GFP_ATOMIC) : pkt_alloc(0, GFP_ATOMIC);
	if (!p)
		return;		/* as if lost on the way */
	h = pkt_push(p, hlen);
	memset(h, 0, hlen);
	put16(h, c->lport);
	put16(h + 2, c->rport);
	put32(h + 4, seq);
	if (flags & ACK)
		put32(h + 8, c->rcv_nxt);
	put16(h + 12, (hlen / 4) << 12 | flags);
	put16(h + 14, c->rcv_wnd);
	if (flags & SYN) {
		put16(h + 20, 0x0204);		/* option: segment size */
		put16(h + 22, c->mss);
	}
	put16(h + 16, inet_fold(inet_sum(inet_pseudo(c->laddr, c->raddr,
						     IPP_TCP, p->len),
					 h, p->len)));
	ip_output(p, c->laddr, c->raddr, IPP_TCP);
}

/* Send what the peer's window and the congestion window both allow. */
void tcp_push(struct tcp_conn *c)
{
	u32 room = min(c->cwnd, c->snd_wnd), flight;
	struct pktbuf *p;

	while (c->sendq.len) {
		p = list_first_entry(&c->sendq.list, struct pktbuf, link);
		flight = c->snd_nxt - c->snd_una;
		/* A closed window is probed by one segment on the timer. */
		if (flight && flight + p->len > room)
			break;
		pktq_pop(&c->sendq);
		pkt_seq(p) = c->snd_nxt;
		pkt_sent(p) = (u32)jiffies | 1;
		c->snd_nxt += seq_len(p);
		pktq_push(&c->rtx, p);
		tcp_emit(c, pkt_seq(p), pkt_flags(p), p);
		if (!c->deadline)
			c->deadline = jiffies + c->rto;
	}
}

static int enqueue(struct tcp_conn *c, struct pktbuf *p, u16 flags)
{
	if (!p)
		p = pkt_alloc(0, GFP_ATOMIC);
	if (!p)
		return -ENOMEM;
	pkt_flags(p) = flags;
	if (!pktq_push(&c->sendq, p)) {
		pkt_free(p);
		return -EAGAIN;
	}
	tcp_push(c);
	return 0;
}

void tcp_flush(struct tcp_conn *c, int err)
{
	struct pktbuf *p;

	c->state = TCP_CLOSED;
	c->err = err;
	c->deadline = 0;
	while ((p = pktq_pop(&c->sendq)) || (p = pktq_pop(&c->rtx)))
		pkt_free(p);
}

static struct tcp_conn *conn_new(u32 raddr, u16 rport, u32 laddr, u16 lport)
{
	struct tcp_conn *c = kzalloc(sizeof(*c), GFP_ATOMIC);

	if (!c)
		return NULL;
	spin_lock_init(&c->lock);
	c->laddr = laddr;
	c->raddr = raddr;
	c->lport = lport;
	c->rport = rport;
	c->mss = 1460;
	c->cwnd = 4 * c->mss;
	c->ssthresh = ~0u;
	c->rto = HZ;
	c->rcv_wnd = RCV_WINDOW;
	c->snd_una = c->snd_nxt = c->recover =
		(u32)(ktime_get() >> 12) ^ (raddr * 0x9e3779b1u + rport);
	pktq_init(&c->sendq, 128);
	pktq_init(&c->rtx, ~0u);
	pktq_init(&c->rcvq, 128);
	return c;
}

/* A listener answers by making the connection that the peer asked for. */
static struct tcp_conn *answer_syn(struct tcp_conn *l, const struct tcp_seg *s,
				   u32 src, u16 sport, u32 dst)
{
	struct tcp_conn *c = conn_new(src, sport, dst, l->lport);

	if (!c)
		return NULL;
	c->state = TCP_SYN_RCVD;
	c->rcv_nxt = s->seq + 1;
	c->snd_wnd = s->wnd;
	c->snd_wl1 = s->seq;
	if (s->mss)
		c->mss = min_t(u32, c->mss, s->mss);
	list_add(&c->node, &conns);
	enqueue(c, NULL, SYN | ACK);
	return c;
}

static struct tcp_conn *conn_find(u32 src, u16 sport, u32 dst, u16 dport)
{
	struct tcp_conn *c, *listener = NULL;

	list_for_each_entry(c, &conns, node) {
		if (c->lport != dport || c->state == TCP_CLOSED)
			continue;
		if (c->state == TCP_LISTEN)
			listener = c;
		else if (c->raddr == src && c->rport == sport &&
			 c->laddr == dst)
			return c;
	}
	return listener;
}

static u16 mss_option(const u8 *opt, u32 len)
{
	u32 i = 0;

	while (i + 4 <= len && opt[i]) {
		if (opt[i] == 2 && opt[i + 1] == 4)
			return get16(opt + i + 2);
		if (opt[i] != 1 && opt[i + 1] < 2)
			break;
		i += opt[i] == 1 ? 1 : opt[i + 1];
	}
	return 0;
}

/* Tell a stranger that nobody is here, in terms it can recognise as its own. */
static void refuse(const struct tcp_seg *s, u32 src, u32 dst, const u8 *h)
{
	struct tcp_conn ghost = {
		.laddr = dst, .raddr = src,
		.lport = get16(h + 2), .rport = get16(h),
		.rcv_nxt = s->seq + s->len + !!(s->flags & (SYN | FIN)),
	};

	if (s->flags & ACK)
		tcp_emit(&ghost, s->ack, RST, NULL);
	else
		tcp_emit(&ghost, 0, RST | ACK, NULL);
}

static void tcp_input(struct pktbuf *p, u32 src, u32 dst)
{
	u32 hlen = p->len < TCP_HLEN ? 0 : (p->data[12] >> 4) * 4u;
	bool kept = false;
	struct tcp_conn *c;
	struct tcp_seg s;
	u8 *h = p->data;

	if (hlen < TCP_HLEN || hlen > p->len ||
	    inet_fold(inet_sum(inet_pseudo(src, dst, IPP_TCP, p->len), h,
			       p->len)))
		goto out;
	s.seq = get32(h + 4);
	s.ack = get32(h + 8);
	s.flags = h[13];
	s.wnd = get16(h + 14);
	s.mss = mss_option(h + TCP_HLEN, hlen - TCP_HLEN);
	s.len = p->len - hlen;
	pkt_pull(p, hlen);

	spin_lock(&conns_lock);
	c = conn_find(src, get16(h), dst, get16(h + 2));
	if (c && c->state == TCP_LISTEN) {
		if ((s.flags & (SYN | ACK | RST)) == SYN)
			answer_syn(c, &s, src, get16(h), dst);
	} else if (c) {
		spin_lock(&c->lock);
		kept = tcp_segment(c, &s, p);
		spin_unlock(&c->lock);
	} else if (!(s.flags & RST)) {
		refuse(&s, src, dst, h);
	}
	spin_unlock(&conns_lock);
out:
	if (!kept)
		pkt_free(p);
}

/**
 * tcp_tick - run the timers of all connections, every few jiffies
 */
void tcp_tick(void)
{
	struct tcp_conn *c;

	spin_lock(&conns_lock);
	list_for_each_entry(c, &conns, node) {
		spin_lock(&c->lock);
		if (c->deadline && time_after(jiffies, c->deadline)) {
			if (c->state == TCP_TIME_WAIT)
				tcp_flush(c, 0);
			else if (!tcp_timeout(c))
				tcp_flush(c, -ETIMEDOUT);
		}
		spin_unlock(&c->lock);
	}
	spin_unlock(&conns_lock);
}

/**
 * tcp_open - connect to a peer or, if @raddr is 0, listen for one
 * @laddr: our address
 * @lport: our port
 * @raddr: the peer's address
 * @rport: the peer's port
 */
struct tcp_conn *tcp_open(u32 laddr, u16 lport, u32 raddr, u16 rport)
{
	struct tcp_conn *c = conn_new(raddr, rport, laddr, lport);

	if (!c)
		return ERR_PTR(-ENOMEM);
	c->claimed = true;
	c->state = raddr ? TCP_SYN_SENT : TCP_LISTEN;
	spin_lock(&conns_lock);
	list_add(&c->node, &conns);
	if (raddr)
		enqueue(c, NULL, SYN);
	spin_unlock(&conns_lock);
	return c;
}

/* A connection that somebody opened to our listener, or NULL. */
struct tcp_conn *tcp_accept(struct tcp_conn *l)
{
	struct tcp_conn *c, *found = NULL;

	spin_lock(&conns_lock);
	list_for_each_entry(c, &conns, node) {
		if (!c->claimed && c->lport == l->lport &&
		    (c->state == TCP_OPEN || c->state == TCP_CLOSE_WAIT)) {
			c->claimed = true;
			found = c;
			break;
		}
	}
	spin_unlock(&conns_lock);
	return found;
}

/* Taking data opens the window; the peer hears of it if it was nearly shut. */
struct pktbuf *tcp_recv(struct tcp_conn *c)
{
	struct pktbuf *p;
	bool tell;

	spin_lock(&c->lock);
	p = pktq_pop(&c->rcvq);
	if (p) {
		tell = c->rcv_wnd < c->mss;
		c->rcv_wnd += p->len;
		if (tell && c->rcv_wnd >= c->mss && c->state != TCP_CLOSED)
			tcp_emit(c, c->snd_nxt, ACK, NULL);
	}
	spin_unlock(&c->lock);
	return p;
}

/**
 * tcp_close - say that we have nothing more to send
 * @c: connection; it may still receive until the peer closes, too
 */
int tcp_close(struct tcp_conn *c)
{
	int err = -ENOTCONN;

	spin_lock(&c->lock);
	if (c->state == TCP_OPEN || c->state == TCP_CLOSE_WAIT) {
		err = enqueue(c, NULL, FIN | ACK);
		if (!err)
			c->state = c->state == TCP_OPEN ? TCP_FIN_WAIT1 :
							  TCP_LAST_ACK;
	} else if (c->state == TCP_SYN_SENT || c->state == TCP_LISTEN) {
		tcp_flush(c, 0);
		err = 0;
	}
	spin_unlock(&c->lock);
	return err;
}

int tcp_send(struct tcp_conn *c, struct pktbuf *p)
{
	int err = -EPIPE;

	spin_lock(&c->lock);
	if (p->len <= c->mss &&
	    (c->state == TCP_OPEN || c->state == TCP_CLOSE_WAIT))
		err = enqueue(c, p, ACK | PSH);
	else
		pkt_free(p);
	spin_unlock(&c->lock);
	return err;
}

int __init tcp_init(void)
{
	return ip_register_proto(IPP_TCP, tcp_input);
}
