/* SPDX-License-Identifier: MIT */
/*
 * tcp_state.c - what a TCP connection does when a segment arrives
 *
 * The order is that of the standard: is it in the window, does it reset us,
 * what does it acknowledge, what does it carry, does it end the stream.
 */
#include "base.h"
#include "tcp.h"

#define TIME_WAIT	(60UL * HZ)

/* Returns whether everything we ever queued has been acknowledged. */
static bool ack_arrived(struct tcp_conn *c, const struct tcp_seg *s)
{
	u32 acked = s->ack - c->snd_una;
	struct pktbuf *p;

	if (seq_lt(c->snd_nxt, s->ack))
		return false;
	if (seq_lt(c->snd_una, s->ack)) {
		c->snd_una = s->ack;
		while (c->rtx.len) {
			p = list_first_entry(&c->rtx.list, struct pktbuf, link);
			if (seq_lt(s->ack, pkt_seq(p) + seq_len(p)))
				break;
			if (pkt_sent(p))
				tcp_rtt_sample(c, max((u32)jiffies + 1 -
						      pkt_sent(p), 1u));
			pkt_free(pktq_pop(&c->rtx));
		}
		tcp_cc_acked(c, acked);
		c->deadline = c->rtx.len ? jiffies + c->rto : 0;
	} else if (s->ack == c->snd_una && c->rtx.len && !s->len &&
		   s->wnd && s->wnd == c->snd_wnd) {
		tcp_cc_duplicate(c);
	}
	/* A peer with a closed window is slow but not gone. */
	if (!s->wnd)
		c->retries = 0;
	/* An older segment must not bring back an older window. */
	if (seq_lt(c->snd_wl1, s->seq) ||
	    (c->snd_wl1 == s->seq && seq_leq(c->snd_wl2, s->ack))) {
		c->snd_wnd = s->wnd;
		c->snd_wl1 = s->seq;
		c->snd_wl2 = s->ack;
	}
	tcp_push(c);
	return !c->rtx.len && !c->sendq.len;
}

static void fin_arrived(struct tcp_conn *c)
{
	c->rcv_nxt++;
	switch (c->state) {
	case TCP_SYN_RCVD:
	case TCP_OPEN:
		c->state = TCP_CLOSE_WAIT;
		break;
	case TCP_FIN_WAIT1:
		c->state = TCP_CLOSING;
		break;
	case TCP_FIN_WAIT2:
		c->state = TCP_TIME_WAIT;
		c->deadline = jiffies + TIME_WAIT;
		break;
	default:
		break;
	}
}

static void syn_sent_input(struct tcp_conn *c, const struct tcp_seg *s)
{
	if ((s->flags & ACK) && s->ack != c->snd_nxt) {
		if (!(s->flags & RST))
			tcp_emit(c, s->ack, RST, NULL);
		return;
	}
	if (s->flags & RST) {
		if (s->flags & ACK)
			tcp_flush(c, -ECONNREFUSED);
		return;
	}
	if ((s->flags & (SYN | ACK)) != (SYN | ACK))
		return;
	c->rcv_nxt = s->seq + 1;
	c->snd_wl1 = s->seq - 1;	/* so that this window is taken */
	if (s->mss)
		c->mss = min_t(u32, c->mss, s->mss);
	c->state = TCP_OPEN;
	ack_arrived(c, s);
	tcp_emit(c, c->snd_nxt, ACK, NULL);
}

/**
 * tcp_segment - run one segment through the state machine
 * @c: connection it belongs to, locked
 * @s: what its header said
 * @p: its payload
 *
 * Return: true if the payload was kept, so that the caller must not free it.
 */
bool tcp_segment(struct tcp_conn *c, struct tcp_seg *s, struct pktbuf *p)
{
	u32 skip = c->rcv_nxt - s->seq;
	bool kept = false, done, gap, answer;

	if (c->state == TCP_CLOSED || c->state == TCP_LISTEN)
		return false;
	if (c->state == TCP_SYN_SENT) {
		syn_sent_input(c, s);
		return false;
	}

	if (s->flags & RST) {
		/* Only an exact hit counts, or guessing would be easy. */
		if (s->seq == c->rcv_nxt)
			tcp_flush(c, -ECONNRESET);
		return false;
	}
	/*
	 * Cut what we have already; skip is "negative" if there is a gap. A
	 * bare acknowledgement after a gap gets no answer: two ends that both
	 * lost data would otherwise correct each other for ever.
	 */
	gap = (s32)skip < 0;
	answer = s->len || (s->flags & (SYN | FIN)) || (s32)skip > 0;
	if (gap || skip > s->len || (s->flags & SYN)) {
		s->len = 0;
		s->flags &= ~FIN;
	} else {
		pkt_pull(p, skip);
		s->len -= skip;
	}
	if (!(s->flags & ACK))
		return false;

	done = ack_arrived(c, s);
	if (done && c->state == TCP_SYN_RCVD)
		c->state = TCP_OPEN;
	if (done && c->state == TCP_FIN_WAIT1) {
		c->state = TCP_FIN_WAIT2;
	} else if (done && c->state == TCP_CLOSING) {
		c->state = TCP_TIME_WAIT;
		c->deadline = jiffies + TIME_WAIT;
	} else if (done && c->state == TCP_LAST_ACK) {
		tcp_flush(c, 0);
		return false;
	}

	if (s->len && (c->state == TCP_OPEN || c->state == TCP_FIN_WAIT1 ||
		       c->state == TCP_FIN_WAIT2) && s->len <= c->rcv_wnd) {
		kept = pktq_push(&c->rcvq, p);
		if (kept) {
			c->rcv_nxt += s->len;
			c->rcv_wnd -= s->len;
		}
	}
	if ((s->flags & FIN) && (kept || !s->len))
		fin_arrived(c);
	if (answer)
		tcp_emit(c, c->snd_nxt, ACK, NULL);
	return kept;
}
