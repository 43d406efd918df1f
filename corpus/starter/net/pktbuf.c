/* SPDX-License-Identifier: MIT */
/*
 * pktbuf.c - packet buffers and the internet checksum over them
 *
 * A packet is a view (struct pktbuf) of a piece of storage. Several views may
 * share one store, so that a retransmit queue and a driver can hold the same
 * bytes while each moves its own data pointer over the headers. A holder that
 * wants to change bytes calls pkt_make_writable() first.
 */
#include "base.h"
#include "net.h"

#define STORE_STD	2048	/* holds a full frame and its headroom */
#define STORE_CACHED	64

struct pkt_store {
	atomic_t refs;
	u32 size;
	u8 bytes[];
};

/*
 * Receive interrupts allocate a standard store per frame. Keeping a few back
 * spares them the page allocator, which may be slow or empty just then.
 */
static struct pkt_store *store_cache[STORE_CACHED];
static unsigned int store_cached;
static DEFINE_SPINLOCK(store_lock);

static struct pkt_store *store_get(u32 size, gfp_t gfp)
{
	struct pkt_store *s = NULL;
	unsigned long flags;

	if (size <= STORE_STD) {
		size = STORE_STD;
		spin_lock_irqsave(&store_lock, flags);
		if (store_cached)
			s = store_cache[--store_cached];
		spin_unlock_irqrestore(&store_lock, flags);
	}
	if (!s) {
		s = kmalloc(sizeof(*s) + size, gfp);
		if (!s)
			return NULL;
		s->size = size;
	}
	atomic_set(&s->refs, 1);
	return s;
}

static void store_put(struct pkt_store *s)
{
	unsigned long flags;

	if (!atomic_dec_and_test(&s->refs))
		return;
	if (s->size == STORE_STD) {
		spin_lock_irqsave(&store_lock, flags);
		if (store_cached < STORE_CACHED) {
			store_cache[store_cached++] = s;
			s = NULL;
		}
		spin_unlock_irqrestore(&store_lock, flags);
	}
	kfree(s);
}

/**
 * pkt_alloc - make an empty packet
 * @room: bytes that must fit behind the headroom
 * @gfp: allocation flags
 *
 * Return: the packet with len 0, or NULL when memory is short.
 */
struct pktbuf *pkt_alloc(u32 room, gfp_t gfp)
{
	struct pktbuf *p = kzalloc(sizeof(*p), gfp);

	if (!p)
		return NULL;
	p->store = store_get(ALIGN(PKT_HEADROOM + room, 64), gfp);
	if (!p->store) {
		kfree(p);
		return NULL;
	}
	INIT_LIST_HEAD(&p->link);
	p->data = p->store->bytes + PKT_HEADROOM;
	return p;
}

/**
 * pkt_share - make a second view of the same bytes
 * @p: packet to share; its data must not be changed by either holder
 */
struct pktbuf *pkt_share(struct pktbuf *p)
{
	struct pktbuf *q = kmalloc(sizeof(*q), GFP_ATOMIC);

	if (!q)
		return NULL;
	*q = *p;
	INIT_LIST_HEAD(&q->link);
	atomic_inc(&p->store->refs);
	return q;
}

struct pktbuf *pkt_copy(const struct pktbuf *p, gfp_t gfp)
{
	struct pktbuf *q = pkt_alloc(p->len, gfp);

	if (!q)
		return NULL;
	memcpy(pkt_append(q, p->len), p->data, p->len);
	memcpy(q->cb, p->cb, sizeof(q->cb));
	q->dev = p->dev;
	q->prio = p->prio;
	return q;
}

/**
 * pkt_make_writable - give a packet bytes of its own
 * @p: packet about to be changed
 *
 * The offset of the data in the store is kept, so that headers which were
 * pulled off can still be pushed back.
 */
int pkt_make_writable(struct pktbuf *p)
{
	struct pkt_store *old = p->store, *s;

	if (atomic_read(&old->refs) == 1)
		return 0;
	s = store_get(old->size, GFP_ATOMIC);
	if (!s)
		return -ENOMEM;
	memcpy(s->bytes, old->bytes, old->size);
	p->data = s->bytes + (p->data - old->bytes);
	p->store = s;
	store_put(old);
	return 0;
}

void pkt_free(struct pktbuf *p)
{
	if (!p)
		return;
	store_put(p->store);
	kfree(p);
}

/* Grow at the front. Running out of headroom is a bug in a lower layer. */
void *pkt_push(struct pktbuf *p, u32 n)
{
	BUG_ON((size_t)(p->data - p->store->bytes) < n);
	p->data -= n;
	p->len += n;
	return p->data;
}

/* Shrink at the front; NULL, with nothing changed, if it is too short. */
void *pkt_pull(struct pktbuf *p, u32 n)
{
	if (n > p->len)
		return NULL;
	p->data += n;
	p->len -= n;
	return p->data;
}

/* Grow at the end and return the start of the new part. */
void *pkt_append(struct pktbuf *p, u32 n)
{
	u8 *end = p->data + p->len;

	BUG_ON((size_t)(p->store->bytes + p->store->size - end) < n);
	p->len += n;
	return end;
}

/**
 * inet_sum - add bytes to a ones' complement sum
 * @sum: sum so far, of 16-bit words in network order
 * @buf: bytes to add
 * @len: their number; only the last piece of a message may be odd
 *
 * The ones' complement sum does not care in which order the bytes of all
 * words are swapped, so four bytes at a time are added as the machine loads
 * them and the 16-bit result is swapped once.
 */
u32 inet_sum(u32 sum, const void *buf, size_t len)
{
	const u8 *p = buf;
	u64 acc = 0;
	u32 word;

	for (; len >= 4; len -= 4, p += 4) {
		memcpy(&word, p, 4);
		acc += word;
	}
	if (len & 2) {
		acc += (u32)p[0] | (u32)p[1] << 8;
		p += 2;
	}
	if (len & 1)
		acc += p[0];

	while (acc >> 16)
		acc = (acc & 0xffff) + (acc >> 16);
	return sum + be16_to_cpu((u16)acc);
}

u16 inet_fold(u32 sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (u16)~sum;
}

u32 inet_pseudo(u32 src, u32 dst, u8 proto, u32 len)
{
	return (src >> 16) + (src & 0xffff) + (dst >> 16) + (dst & 0xffff) +
	       proto + len;
}
