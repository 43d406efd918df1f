/* SPDX-License-Identifier: MIT */
/*
 * bloom.c - "have I seen this?", answered with "no" or "probably"
 *
 * Sits in front of slow lookups: a "no" is certain and saves the lookup. A
 * filter of the plain kind touches a cache line per bit. This one lets the
 * first hash choose a block of one cache line and sets all bits of a key in
 * there, which costs some accuracy and a single miss.
 *
 * Bits are set atomically, so adding and testing need no lock.
 */
#include "base.h"

#define BLOCK_WORDS	8
#define BLOCK_BITS	(BLOCK_WORDS * 64u)
#define PROBES		6u
#define BITS_PER_KEY	12u	/* some six false hits in a thousand */
#define MAX_BLOCKS	(1u << 20)

struct bloom_block {
	u64 word[BLOCK_WORDS];
} __aligned(64);

struct bloom {
	struct bloom_block *block;
	u32 nr_blocks;
	u64 seed;
	atomic_t added;
	u32 capacity;
};

static inline u64 rotl(u64 x, unsigned int n)
{
	return x << n | x >> (64 - n);
}

/* Every bit of the input should be able to change any bit of the output. */
static u64 finish(u64 h)
{
	h ^= h >> 31;
	h *= 0x9fb21c651e98df25ULL;
	h ^= h >> 29;
	h *= 0xd6e8feb86659fd93ULL;
	return h ^ h >> 32;
}

static u64 hash_key(u64 seed, const void *key, size_t len)
{
	const u8 *p = key;
	u64 h = seed ^ len * 0x9e3779b97f4a7c15ULL;
	u64 word;

	for (; len >= sizeof(word); len -= sizeof(word), p += sizeof(word)) {
		memcpy(&word, p, sizeof(word));
		h = rotl(h ^ finish(word), 27) * 5 + 0x52dce729;
	}
	word = 0;
	memcpy(&word, p, len);
	return finish(h ^ word);
}

/* Map 32 hash bits to 0 .. n-1 by multiplying, which beats a division. */
static inline u32 scale(u32 hash, u32 n)
{
	return (u32)((u64)hash * n >> 32);
}

/**
 * bloom_create - allocate a filter
 * @keys: number of keys it should be good for
 * @seed: random number, so that false hits cannot be arranged
 *
 * Return: the filter or an error pointer.
 */
struct bloom *bloom_create(u32 keys, u64 seed)
{
	u64 blocks = DIV_ROUND_UP((u64)keys * BITS_PER_KEY, BLOCK_BITS);
	struct bloom *b;

	if (!keys || blocks > MAX_BLOCKS)
		return ERR_PTR(-EINVAL);

	b = kzalloc(sizeof(*b), GFP_KERNEL);
	if (!b)
		return ERR_PTR(-ENOMEM);
	b->nr_blocks = (u32)blocks;
	b->block = kcalloc(blocks, sizeof(*b->block), GFP_KERNEL);
	if (!b->block) {
		kfree(b);
		return ERR_PTR(-ENOMEM);
	}
	b->seed = seed;
	b->capacity = keys;
	return b;
}

void bloom_destroy(struct bloom *b)
{
	if (IS_ERR(b) || !b)
		return;
	kfree(b->block);
	kfree(b);
}

/**
 * bloom_add - remember a key
 * @b: the filter
 * @key: the key
 * @len: its length
 *
 * Return: true if the key is certainly new.
 */
bool bloom_add(struct bloom *b, const void *key, size_t len)
{
	u64 h = hash_key(b->seed, key, len);
	struct bloom_block *blk = &b->block[scale(h >> 32, b->nr_blocks)];
	bool new = false;
	u32 i;

	/* The low half feeds the probes; finish() draws out more bits. */
	h = finish(h << 32 | 1);
	for (i = 0; i < PROBES; i++, h >>= 9) {
		u64 bit = 1ULL << (h & 63);
		u64 *word = &blk->word[h >> 6 & (BLOCK_WORDS - 1)];

		if (!(READ_ONCE(*word) & bit) &&
		    !(__sync_fetch_and_or(word, bit) & bit))
			new = true;
	}

	if (new && (u32)atomic_inc_return(&b->added) == b->capacity + 1)
		pr_info("bloom: more than %u keys, false hits will rise\n",
			b->capacity);
	return new;
}

/**
 * bloom_test - ask for a key
 * @b: the filter
 * @key: the key
 * @len: its length
 *
 * Return: false if the key was certainly never added.
 */
bool bloom_test(const struct bloom *b, const void *key, size_t len)
{
	u64 h = hash_key(b->seed, key, len);
	const struct bloom_block *blk =
		&b->block[scale(h >> 32, b->nr_blocks)];
	u32 i;

	h = finish(h << 32 | 1);
	for (i = 0; i < PROBES; i++, h >>= 9) {
		u64 word = READ_ONCE(blk->word[h >> 6 & (BLOCK_WORDS - 1)]);

		if (!(word >> (h & 63) & 1))
			return false;
	}
	return true;
}
