/* SPDX-License-Identifier: MIT */
/*
 * sha256.c - SHA-256 and the keyed HMAC built on it
 *
 * Written from the standard, FIPS 180-4. Small rather than fast: the message
 * schedule is a window of 16 words and the rounds are a loop.
 */
#include "base.h"

#define SHA256_SIZE	32
#define SHA256_BLOCK	64

struct sha256 {
	u32 h[8];
	u64 total;		/* bytes so far */
	u8 block[SHA256_BLOCK];
};

struct hmac_sha256 {
	struct sha256 inner;
	struct sha256 outer;
};

/* Fractions of the cube roots of the first 64 primes. */
static const u32 round_const[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
	0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
	0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
	0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
	0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static inline u32 ror(u32 x, unsigned int n)
{
	return x >> n | x << (32 - n);
}

static void do_block(u32 *h, const u8 *p)
{
	u32 w[16], v[8];
	unsigned int i, k;

	for (i = 0; i < 16; i++, p += 4)
		w[i] = (u32)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
	memcpy(v, h, sizeof(v));

	/*
	 * Instead of moving eight variables along in each round the indices
	 * turn: V(0) is what the standard calls a, V(7) is its h.
	 */
#define V(n)	v[((n) - i) & 7]
#define W(n)	w[(i + (n)) & 15]
	for (i = 0; i < 64; i++) {
		u32 pick = V(6) ^ (V(4) & (V(5) ^ V(6)));
		u32 most = (V(0) & V(1)) | (V(2) & (V(0) | V(1)));
		u32 t = V(7) + pick + round_const[i] + W(0);

		t += ror(V(4), 6) ^ ror(V(4), 11) ^ ror(V(4), 25);
		V(3) += t;
		t += ror(V(0), 2) ^ ror(V(0), 13) ^ ror(V(0), 22);
		V(7) = t + most;

		W(0) += W(9);
		W(0) += ror(W(1), 7) ^ ror(W(1), 18) ^ W(1) >> 3;
		W(0) += ror(W(14), 17) ^ ror(W(14), 19) ^ W(14) >> 10;
	}
#undef V
#undef W
	for (k = 0; k < 8; k++)
		h[k] += v[k];
}

/**
 * sha256_init - begin a hash
 * @s: its state
 */
void sha256_init(struct sha256 *s)
{
	static const u32 start[8] = {
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
		0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
	};

	memcpy(s->h, start, sizeof(s->h));
	s->total = 0;
}

/**
 * sha256_update - add data
 * @s: the state
 * @data: the data
 * @len: its length
 */
void sha256_update(struct sha256 *s, const void *data, size_t len)
{
	size_t have = s->total % SHA256_BLOCK;
	const u8 *p = data;

	s->total += len;
	while (len) {
		size_t n = min(len, SHA256_BLOCK - have);

		if (n == SHA256_BLOCK) {
			/* A whole block is hashed where it lies. */
			do_block(s->h, p);
		} else {
			memcpy(s->block + have, p, n);
			have += n;
			if (have == SHA256_BLOCK)
				do_block(s->h, s->block);
			have %= SHA256_BLOCK;
		}
		p += n;
		len -= n;
	}
}

/**
 * sha256_final - finish a hash
 * @s: the state; wiped, since it may hold parts of a secret
 * @out: receives the SHA256_SIZE bytes of the hash
 */
void sha256_final(struct sha256 *s, u8 *out)
{
	static const u8 padding[SHA256_BLOCK] = { 0x80 };
	be64 bits = cpu_to_be64(s->total * 8);
	size_t have = s->total % SHA256_BLOCK;
	unsigned int i;

	/* One byte at least, then up to 8 bytes before the end of a block. */
	sha256_update(s, padding, (have < 56 ? 56 : 120) - have);
	sha256_update(s, &bits, sizeof(bits));

	for (i = 0; i < 8; i++) {
		be32 word = cpu_to_be32(s->h[i]);

		memcpy(out + 4 * i, &word, sizeof(word));
	}
	memset(s, 0, sizeof(*s));
	barrier();
}

/**
 * hmac_sha256_init - begin a keyed hash
 * @m: its state
 * @key: the key
 * @len: its length
 *
 * The state depends on the key alone; copy it to reuse it.
 */
void hmac_sha256_init(struct hmac_sha256 *m, const void *key, size_t len)
{
	u8 pad[SHA256_BLOCK] = { 0 };
	unsigned int i;

	sha256_init(&m->inner);
	sha256_init(&m->outer);
	if (len > sizeof(pad)) {
		/* A long key is replaced by its hash. */
		sha256_update(&m->inner, key, len);
		sha256_final(&m->inner, pad);
		sha256_init(&m->inner);
	} else {
		memcpy(pad, key, len);
	}

	for (i = 0; i < sizeof(pad); i++)
		pad[i] ^= 0x36;
	sha256_update(&m->inner, pad, sizeof(pad));
	for (i = 0; i < sizeof(pad); i++)
		pad[i] ^= 0x36 ^ 0x5c;
	sha256_update(&m->outer, pad, sizeof(pad));
	memset(pad, 0, sizeof(pad));
	barrier();
}

void hmac_sha256_final(struct hmac_sha256 *m, u8 *out)
{
	sha256_final(&m->inner, out);
	sha256_update(&m->outer, out, SHA256_SIZE);
	sha256_final(&m->outer, out);
}
