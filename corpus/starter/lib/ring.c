/* SPDX-License-Identifier: MIT */
/*
 * ring.c - byte ring between one producer and one consumer
 *
 * The two positions run freely and are reduced to an offset only when the
 * buffer is touched. "in - out" is then the fill level even after they have
 * wrapped, and a full ring differs from an empty one without wasting a byte.
 *
 * With one writer and one reader no lock is needed: each side changes only
 * its own position and publishes it after the data has been moved.
 */
#include "base.h"

struct ring {
	u8 *buf;
	u32 mask;
	u32 in;			/* written by the producer only */
	u32 out;		/* written by the consumer only */
	u32 dropped;		/* records refused for lack of room */
};

#define RECORD_HEADER	2	/* length of a record, little-endian */

/**
 * ring_init - allocate a ring
 * @r: the ring
 * @size: bytes wanted; rounded up to a power of two
 */
int ring_init(struct ring *r, u32 size)
{
	if (size < 2 || size > 1u << 30)
		return -EINVAL;

	size = 1u << (32 - __builtin_clz(size - 1));
	r->buf = kmalloc(size, GFP_KERNEL);
	if (!r->buf)
		return -ENOMEM;
	r->mask = size - 1;
	r->in = 0;
	r->out = 0;
	r->dropped = 0;
	return 0;
}

void ring_free(struct ring *r)
{
	kfree(r->buf);
	r->buf = NULL;
}

/* Copy to a position; the part that does not fit goes to the front. */
static void copy_in(struct ring *r, u32 pos, const u8 *src, u32 len)
{
	u32 off = pos & r->mask;
	u32 head = min(len, r->mask + 1 - off);

	memcpy(r->buf + off, src, head);
	memcpy(r->buf, src + head, len - head);
}

static void copy_out(const struct ring *r, u32 pos, u8 *dst, u32 len)
{
	u32 off = pos & r->mask;
	u32 head = min(len, r->mask + 1 - off);

	memcpy(dst, r->buf + off, head);
	memcpy(dst + head, r->buf, len - head);
}

/* Room as the producer sees it: at least this much, perhaps more by now. */
static u32 room(const struct ring *r)
{
	return r->mask + 1 - (r->in - smp_load_acquire(&r->out));
}

static u32 filled(const struct ring *r)
{
	return smp_load_acquire(&r->in) - r->out;
}

/**
 * ring_write - put in as many bytes as there is room for
 * @r: the ring
 * @data: the bytes
 * @len: how many
 *
 * Return: how many were put in.
 */
u32 ring_write(struct ring *r, const void *data, u32 len)
{
	len = min(len, room(r));
	copy_in(r, r->in, data, len);
	/* The reader must not see the position before it can see the data. */
	smp_store_release(&r->in, r->in + len);
	return len;
}

/**
 * ring_read - take out at most @len bytes
 * @r: the ring
 * @data: where to put them
 * @len: room there
 *
 * Return: how many were taken out.
 */
u32 ring_read(struct ring *r, void *data, u32 len)
{
	len = min(len, filled(r));
	copy_out(r, r->out, data, len);
	/* The writer may overwrite these bytes from here on. */
	smp_store_release(&r->out, r->out + len);
	return len;
}

/**
 * ring_put_record - put in a record, all of it or nothing
 * @r: the ring; it must be used for records only
 * @data: the record
 * @len: its length, may be 0
 *
 * Return: 0, -EMSGSIZE if it can never fit, -ENOSPC if it does not fit now.
 */
int ring_put_record(struct ring *r, const void *data, u16 len)
{
	u8 header[RECORD_HEADER] = { len & 0xff, len >> 8 };
	u32 need = RECORD_HEADER + (u32)len;

	if (need > r->mask + 1)
		return -EMSGSIZE;
	if (need > room(r)) {
		/* Tell once per burst of losses, not once per loss. */
		if (!r->dropped++)
			pr_warn("ring: reader too slow, dropping records\n");
		return -ENOSPC;
	}
	r->dropped = 0;

	copy_in(r, r->in, header, RECORD_HEADER);
	copy_in(r, r->in + RECORD_HEADER, data, len);
	smp_store_release(&r->in, r->in + need);
	return 0;
}

/**
 * ring_get_record - take out the oldest record
 * @r: the ring
 * @data: where to put it
 * @size: room there
 *
 * Return: length of the record, -EAGAIN if there is none, -EMSGSIZE if @size
 * is too small (the record stays), -EBADMSG if the ring is corrupt.
 */
int ring_get_record(struct ring *r, void *data, u32 size)
{
	u8 header[RECORD_HEADER];
	u32 avail = filled(r);
	u32 len;

	if (!avail)
		return -EAGAIN;
	if (avail < RECORD_HEADER)
		return -EBADMSG;

	copy_out(r, r->out, header, RECORD_HEADER);
	len = header[0] | (u32)header[1] << 8;
	if (len > avail - RECORD_HEADER)
		return -EBADMSG;
	if (len > size)
		return -EMSGSIZE;

	copy_out(r, r->out + RECORD_HEADER, data, len);
	smp_store_release(&r->out, r->out + RECORD_HEADER + len);
	return (int)len;
}
