/* SPDX-License-Identifier: MIT */
/*
 * tcp.h - a TCP connection, as its states and its pacing both see it
 */
#ifndef TCP_H
#define TCP_H

#include "net.h"

#define FIN	0x01
#define SYN	0x02
#define RST	0x04
#define PSH	0x08
#define ACK	0x10

/* Sequence numbers wrap; only their distance has a sign. */
#define seq_lt(a, b)	((s32)((a) - (b)) < 0)
#define seq_leq(a, b)	((s32)((a) - (b)) <= 0)

enum tcp_state {
	TCP_CLOSED, TCP_LISTEN, TCP_SYN_SENT, TCP_SYN_RCVD, TCP_OPEN,
	TCP_FIN_WAIT1, TCP_FIN_WAIT2, TCP_CLOSING, TCP_TIME_WAIT,
	TCP_CLOSE_WAIT, TCP_LAST_ACK,
};

enum cc_phase { CC_NORMAL, CC_FAST, CC_LOSS };

struct tcp_conn {
	struct list_head node;
	spinlock_t lock;
	enum tcp_state state;
	int err;
	bool claimed;			/* somebody accepted or made it */
	u32 laddr, raddr;
	u16 lport, rport;

	u32 snd_una, snd_nxt, snd_wnd, snd_wl1, snd_wl2;
	u32 rcv_nxt, rcv_wnd;
	struct pktq sendq, rtx, rcvq;

	u32 mss, cwnd, ssthresh, recover;
	enum cc_phase phase;
	int dupacks;

	u32 srtt8, rttvar4;		/* jiffies, scaled by 8 and by 4 */
	unsigned long rto, deadline;	/* deadline 0: timer is off */
	int retries;
};

struct tcp_seg {
	u32 seq, ack, wnd, len;
	u16 flags;
	u16 mss;
};

#define pkt_seq(p)	((p)->cb[0])
#define pkt_flags(p)	((p)->cb[1])
#define pkt_sent(p)	((p)->cb[2])	/* jiffies; 0 after a repetition */

static inline u32 seq_len(const struct pktbuf *p)
{
	return p->len + !!(pkt_flags(p) & (SYN | FIN));
}

void tcp_emit(struct tcp_conn *c, u32 seq, u16 flags, struct pktbuf *body);
void tcp_push(struct tcp_conn *c);
void tcp_flush(struct tcp_conn *c, int err);
bool tcp_segment(struct tcp_conn *c, struct tcp_seg *s, struct pktbuf *p);
void tcp_rtt_sample(struct tcp_conn *c, u32 rtt);
void tcp_cc_acked(struct tcp_conn *c, u32 acked);
void tcp_cc_duplicate(struct tcp_conn *c);
bool tcp_timeout(struct tcp_conn *c);

#endif /* TCP_H */
