/* SPDX-License-Identifier: MIT */
/*
 * idpool.c - hand out small numbers
 *
 * Three levels of words, 64 * 64 * 64 numbers. A bit of the lowest level is
 * set while its number is taken; a bit above is set when the whole word
 * below it is full. Finding a free number is three bit scans, no matter how
 * many are taken. Words of the lowest level are allocated when first needed.
 */
#include "base.h"

#define FAN		64u
#define ID_LIMIT	(FAN * FAN * FAN)

struct id_chunk {
	u64 full;		/* words of this chunk that are full */
	u64 taken[FAN];
	unsigned int used;
};

struct idpool {
	spinlock_t lock;
	u64 full;		/* chunks that are full */
	struct id_chunk *chunk[FAN];
	u32 limit;
	u32 next;		/* where idpool_get_cyclic() goes on */
};

/* First clear bit at or behind @from, FAN if there is none. */
static inline u32 clear_bit_from(u64 word, u32 from)
{
	u64 open = from < FAN ? ~word & ~0ULL << from : 0;

	return open ? (u32)__builtin_ctzll(open) : FAN;
}

static u32 chunk_find(const struct id_chunk *c, u32 from)
{
	u32 w = from / FAN;
	u32 bit = clear_bit_from(c->taken[w], from % FAN);

	if (bit == FAN) {
		/* Behind the first word any free bit will do. */
		w = clear_bit_from(c->full, w + 1);
		if (w == FAN)
			return FAN * FAN;
		bit = clear_bit_from(c->taken[w], 0);
	}
	return w * FAN + bit;
}

/* Lowest free number that is not below @from, or ID_LIMIT. */
static u32 find_free(const struct idpool *pool, u32 from)
{
	u32 top = from / (FAN * FAN);
	u32 low = from % (FAN * FAN);

	while ((top = clear_bit_from(pool->full, top)) < FAN) {
		if (top != from / (FAN * FAN))
			low = 0;
		if (pool->chunk[top])
			low = chunk_find(pool->chunk[top], low);
		if (low < FAN * FAN)
			return top * FAN * FAN + low;
		top++;
	}
	return ID_LIMIT;
}

static int take(struct idpool *pool, u32 id)
{
	u32 top = id / (FAN * FAN), w = id / FAN % FAN;
	struct id_chunk *c = pool->chunk[top];

	if (!c) {
		c = kzalloc(sizeof(*c), GFP_ATOMIC);
		if (!c)
			return -ENOMEM;
		pool->chunk[top] = c;
	}
	c->taken[w] |= 1ULL << id % FAN;
	c->used++;
	if (!~c->taken[w])
		c->full |= 1ULL << w;
	if (!~c->full)
		pool->full |= 1ULL << top;
	return 0;
}

static bool is_taken(const struct idpool *pool, u32 id)
{
	const struct id_chunk *c = pool->chunk[id / (FAN * FAN)];

	return c && c->taken[id / FAN % FAN] >> id % FAN & 1;
}

/**
 * idpool_init - set up a pool
 * @pool: the pool
 * @limit: numbers go from 0 to @limit - 1
 */
int idpool_init(struct idpool *pool, u32 limit)
{
	if (!limit || limit > ID_LIMIT)
		return -EINVAL;
	memset(pool, 0, sizeof(*pool));
	spin_lock_init(&pool->lock);
	pool->limit = limit;
	return 0;
}

/**
 * idpool_get - take the lowest free number
 * @pool: the pool
 *
 * Return: the number, -ENOSPC or -ENOMEM.
 */
int idpool_get(struct idpool *pool)
{
	u32 id;
	int ret = -ENOSPC;

	spin_lock(&pool->lock);
	id = find_free(pool, 0);
	if (id < pool->limit)
		ret = take(pool, id);
	spin_unlock(&pool->lock);
	return ret ? ret : (int)id;
}

/**
 * idpool_get_cyclic - take the next free number, starting over at the end
 * @pool: the pool
 *
 * A number that was given back stays unused for as long as possible. That is
 * what process numbers need: somebody may still remember the old owner.
 */
int idpool_get_cyclic(struct idpool *pool)
{
	u32 id;
	int ret = -ENOSPC;

	spin_lock(&pool->lock);
	id = find_free(pool, pool->next);
	if (id >= pool->limit)
		id = find_free(pool, 0);
	if (id < pool->limit)
		ret = take(pool, id);
	if (!ret)
		pool->next = id + 1 < pool->limit ? id + 1 : 0;
	spin_unlock(&pool->lock);
	return ret ? ret : (int)id;
}

/**
 * idpool_put - give a number back
 * @pool: the pool
 * @id: the number
 */
void idpool_put(struct idpool *pool, u32 id)
{
	u32 top = id / (FAN * FAN), w = id / FAN % FAN;
	struct id_chunk *c;

	spin_lock(&pool->lock);
	if (id >= pool->limit || !is_taken(pool, id)) {
		pr_err("idpool: %u given back but not taken\n", id);
		goto out;
	}
	c = pool->chunk[top];
	c->taken[w] &= ~(1ULL << id % FAN);
	c->full &= ~(1ULL << w);
	pool->full &= ~(1ULL << top);
	if (!--c->used) {
		pool->chunk[top] = NULL;
		kfree(c);
	}
out:
	spin_unlock(&pool->lock);
}
