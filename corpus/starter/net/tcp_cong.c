/* SPDX-License-Identifier: MIT */
/*
 * tcp_cong.c - how fast TCP may send, and when it sends again
 *
 * Growth is slow start and then one segment per round trip. Three duplicate
 * acknowledgements mean a single loss and halve the rate; a timeout means
 * that the network holds nothing of ours any more, so we begin from one
 * segment. In both cases "recover" marks what had been sent by then: until it
 * is acknowledged each step forward uncovers the next hole, which is filled
 * at once instead of waiting for its own three duplicates.
 *
 * All functions here are called with the connection's lock held.
 */
#include "base.h"
#include "tcp.h"

#define RTO_MIN		(HZ / 5)
#define RTO_MAX		(60UL * HZ)
#define MAX_RETRIES	10

static void resend_head(struct tcp_conn *c)
{
	struct pktbuf *p;

	if (!c->rtx.len)
		return;
	p = list_first_entry(&c->rtx.list, struct pktbuf, link);
	/* Its acknowledgement could be for either copy: no timing. */
	pkt_sent(p) = 0;
	tcp_emit(c, pkt_seq(p), pkt_flags(p), p);
}

static void set_rto(struct tcp_conn *c)
{
	unsigned long rto = c->srtt8 / 8 + max(c->rttvar4, 1u);

	c->rto = c->srtt8 ? clamp(rto, (unsigned long)RTO_MIN, RTO_MAX) : HZ;
}

/**
 * tcp_rtt_sample - learn from one measured round trip
 * @c: connection
 * @rtt: time from sending to acknowledgement, in jiffies, not 0
 *
 * The timeout is a smoothed mean plus four smoothed mean deviations; both are
 * kept scaled, so that small corrections are not lost to integer division.
 */
void tcp_rtt_sample(struct tcp_conn *c, u32 rtt)
{
	s32 delta;

	if (!c->srtt8) {
		c->srtt8 = rtt * 8;
		c->rttvar4 = rtt * 2;
	} else {
		delta = (s32)rtt - (s32)(c->srtt8 / 8);
		c->srtt8 += delta;
		if (delta < 0)
			delta = -delta;
		c->rttvar4 += delta - (s32)(c->rttvar4 / 4);
	}
	set_rto(c);
}

static void halve(struct tcp_conn *c)
{
	c->ssthresh = max((c->snd_nxt - c->snd_una) / 2, 2 * c->mss);
	c->recover = c->snd_nxt;
}

/**
 * tcp_cc_acked - an acknowledgement moved snd_una forward
 * @c: connection, with the acknowledged segments already released
 * @acked: bytes by which it moved
 */
void tcp_cc_acked(struct tcp_conn *c, u32 acked)
{
	bool partial = seq_lt(c->snd_una, c->recover);

	c->dupacks = 0;
	/*
	 * Progress undoes the doubling of the timeout. Waiting for a sample
	 * instead could take for ever: on a bad line every segment is sent
	 * twice, and those are not timed.
	 */
	if (c->retries)
		set_rto(c);
	c->retries = 0;
	if (c->phase != CC_NORMAL && partial) {
		/* The next hole is at the new head of the queue. */
		resend_head(c);
		if (c->phase == CC_FAST) {
			c->cwnd -= min(acked, c->cwnd - c->mss);
			c->cwnd += c->mss;
			return;
		}
	} else if (c->phase == CC_FAST) {
		c->cwnd = c->ssthresh;
		c->phase = CC_NORMAL;
		return;
	} else {
		c->phase = CC_NORMAL;
	}
	if (c->cwnd < c->ssthresh)
		c->cwnd += min(acked, c->mss);
	else
		c->cwnd += max(c->mss * c->mss / c->cwnd, 1u);
}

/**
 * tcp_cc_duplicate - the peer got something, but not what it waits for
 * @c: connection
 */
void tcp_cc_duplicate(struct tcp_conn *c)
{
	if (c->phase == CC_FAST) {
		c->cwnd += c->mss;	/* one more has left the network */
	} else if (++c->dupacks == 3 && c->phase == CC_NORMAL) {
		halve(c);
		c->cwnd = c->ssthresh + 3 * c->mss;
		c->phase = CC_FAST;
		resend_head(c);
	}
}

/**
 * tcp_timeout - the oldest segment went unacknowledged for too long
 * @c: connection
 *
 * Return: false if it has been repeated in vain often enough to give up.
 */
bool tcp_timeout(struct tcp_conn *c)
{
	if (++c->retries > MAX_RETRIES)
		return false;
	/* Repetitions of a repetition say nothing new about the rate. */
	if (c->retries == 1)
		halve(c);
	c->cwnd = c->mss;
	c->phase = CC_LOSS;
	c->dupacks = 0;
	c->rto = min(c->rto * 2, RTO_MAX);
	c->deadline = jiffies + c->rto;
	resend_head(c);
	return true;
}
