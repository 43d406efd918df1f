/* SPDX-License-Identifier: MIT */
/*
 * virtring.c - the split ring through which a guest and its host pass buffers
 *
 * We own the descriptors and the "available" ring, the host owns the "used"
 * ring, and each side only reads the other's. Both counters run freely over
 * 16 bits; the place in a ring is the counter modulo its size.
 */
#include "base.h"
#include "drv.h"

#define DESC_NEXT	1
#define DESC_WRITE	2	/* for the host to fill in */
#define USED_NO_NOTIFY	1
#define AVAIL_NO_IRQ	1

struct vring_desc {
	le64 addr;
	le32 len;
	le16 flags;
	le16 next;
};

struct vring_avail {
	le16 flags;
	le16 idx;
	le16 ring[];
};

struct vring_used {
	le16 flags;
	le16 idx;
	struct {
		le32 id;
		le32 len;
	} ring[];
};

struct vring {
	spinlock_t lock;
	u16 size;		/* a power of two */
	u16 free_head, nr_free;
	u16 avail_idx;		/* ours, before the host sees it */
	u16 kicked;		/* avail_idx at the last notification */
	u16 used_seen;
	bool broken;
	struct vring_desc *desc;
	struct vring_avail *avail;
	struct vring_used *used;
	void **cookie;		/* by head of chain */
	u16 *chain;		/* length of the chain, by head */
	size_t bytes;
	dma_addr_t bus;
	void (*notify)(struct vring *r);
};

struct vring_buf {
	dma_addr_t addr;
	u32 len;
	bool host_writes;
};

/**
 * vring_create - allocate a ring
 * @size: number of descriptors, a power of two
 * @notify: tells the host to look
 */
struct vring *vring_create(u16 size, void (*notify)(struct vring *r))
{
	size_t avail, used, total;
	struct vring *r;
	u8 *mem;
	u16 i;

	if (!size || (size & (size - 1)) || size > 32768)
		return ERR_PTR(-EINVAL);
	r = kzalloc(sizeof(*r), GFP_KERNEL);
	if (!r)
		return ERR_PTR(-ENOMEM);

	avail = sizeof(struct vring_desc) * size;
	used = ALIGN(avail + sizeof(struct vring_avail) + 2ul * size, 4ul);
	total = used + sizeof(struct vring_used) + 8ul * size;
	r->cookie = kcalloc(size, sizeof(*r->cookie), GFP_KERNEL);
	r->chain = kcalloc(size, sizeof(*r->chain), GFP_KERNEL);
	mem = dma_alloc(total, &r->bus);
	if (!r->cookie || !r->chain || !mem)
		goto fail;
	memset(mem, 0, total);

	spin_lock_init(&r->lock);
	r->size = size;
	r->nr_free = size;
	r->bytes = total;
	r->notify = notify;
	r->desc = (struct vring_desc *)mem;
	r->avail = (struct vring_avail *)(mem + avail);
	r->used = (struct vring_used *)(mem + used);
	for (i = 0; i < size; i++)
		r->desc[i].next = cpu_to_le16(i + 1);
	return r;
fail:
	if (mem)
		dma_free(mem, total, r->bus);
	kfree(r->chain);
	kfree(r->cookie);
	kfree(r);
	return ERR_PTR(-ENOMEM);
}

/**
 * vring_add - put a chain of buffers on the ring
 * @r: ring
 * @buf: the buffers; those the host reads come before those it writes
 * @nr: their number
 * @cookie: given back by vring_get(), not NULL
 */
int vring_add(struct vring *r, const struct vring_buf *buf, u16 nr,
	      void *cookie)
{
	unsigned long flags;
	u16 i, at, head, f;
	int err = 0;

	if (!nr || !cookie)
		return -EINVAL;
	for (i = 1; i < nr; i++)
		if (buf[i - 1].host_writes && !buf[i].host_writes)
			return -EINVAL;

	spin_lock_irqsave(&r->lock, flags);
	if (r->broken) {
		err = -EIO;
		goto out;
	}
	if (nr > r->nr_free) {
		err = -ENOSPC;
		goto out;
	}
	head = at = r->free_head;
	for (i = 0; i < nr; i++) {
		f = buf[i].host_writes ? DESC_WRITE : 0;
		if (i + 1 < nr)
			f |= DESC_NEXT;
		/* "next" already links the free list; a chain is a piece. */
		r->desc[at].addr = cpu_to_le64(buf[i].addr);
		r->desc[at].len = cpu_to_le32(buf[i].len);
		r->desc[at].flags = cpu_to_le16(f);
		at = le16_to_cpu(r->desc[at].next);
	}
	r->free_head = at;
	r->nr_free -= nr;
	r->cookie[head] = cookie;
	r->chain[head] = nr;
	r->avail->ring[r->avail_idx & (r->size - 1)] = cpu_to_le16(head);
	r->avail_idx++;
out:
	spin_unlock_irqrestore(&r->lock, flags);
	return err;
}

/**
 * vring_kick - show the host what was added since the last time
 * @r: ring
 *
 * Separate from vring_add(), so that many chains cost one notification: it
 * makes the processor leave the guest, which is the dear part.
 */
void vring_kick(struct vring *r)
{
	bool needed;

	spin_lock(&r->lock);
	needed = r->kicked != r->avail_idx;
	r->kicked = r->avail_idx;
	smp_wmb();	/* ring entries before the index that covers them */
	WRITE_ONCE(r->avail->idx, cpu_to_le16(r->avail_idx));
	smp_mb();	/* index before flags: the host does the reverse */
	if (READ_ONCE(r->used->flags) & cpu_to_le16(USED_NO_NOTIFY))
		needed = false;
	spin_unlock(&r->lock);
	if (needed)
		r->notify(r);
}

/**
 * vring_get - take back a chain that the host is done with
 * @r: ring
 * @len: set to the number of bytes it wrote
 *
 * The host is not trusted: an index or a length that makes no sense stops the
 * ring rather than leading us into foreign memory.
 */
void *vring_get(struct vring *r, u32 *len)
{
	void *cookie = NULL;
	unsigned long flags;
	u16 i, at, done;
	u32 id, room = 0;

	spin_lock_irqsave(&r->lock, flags);
	done = le16_to_cpu(READ_ONCE(r->used->idx)) - r->used_seen;
	if (r->broken || !done)
		goto out;
	smp_rmb();	/* index before the entries that it covers */
	id = le32_to_cpu(r->used->ring[r->used_seen & (r->size - 1)].id);
	*len = le32_to_cpu(r->used->ring[r->used_seen & (r->size - 1)].len);
	if (done > r->size || id >= r->size || !r->cookie[id]) {
		pr_err("vring: host returned chain %u, never given\n", id);
		r->broken = true;
		goto out;
	}
	r->used_seen++;
	cookie = r->cookie[id];
	r->cookie[id] = NULL;

	for (i = 0, at = id; i < r->chain[id]; i++) {
		if (r->desc[at].flags & cpu_to_le16(DESC_WRITE))
			room += le32_to_cpu(r->desc[at].len);
		if (i + 1 < r->chain[id])
			at = le16_to_cpu(r->desc[at].next);
	}
	*len = min(*len, room);
	r->desc[at].next = cpu_to_le16(r->free_head);
	r->free_head = id;
	r->nr_free += r->chain[id];
out:
	spin_unlock_irqrestore(&r->lock, flags);
	return cookie;
}

/**
 * vring_irq_on - ask for interrupts again after polling
 * @r: ring
 *
 * Return: true if something arrived meanwhile, so polling must go on.
 */
bool vring_irq_on(struct vring *r)
{
	WRITE_ONCE(r->avail->flags, cpu_to_le16(0));
	smp_mb();
	if (le16_to_cpu(READ_ONCE(r->used->idx)) == r->used_seen)
		return false;
	WRITE_ONCE(r->avail->flags, cpu_to_le16(AVAIL_NO_IRQ));
	return true;
}
