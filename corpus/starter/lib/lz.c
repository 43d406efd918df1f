/* SPDX-License-Identifier: MIT */
/*
 * lz.c - unpack the boot image
 *
 * The image is a header followed by sequences. A sequence is a token, some
 * literal bytes, and a match: a distance back into the output and a length.
 * The upper half of the token counts literals, the lower half is the match
 * length less MIN_MATCH; 15 in either means that more length bytes follow,
 * up to one that is not 255. The last sequence has no match.
 *
 * The input is not to be trusted. Every count is compared with what is left
 * on both sides before a byte moves.
 */
#include "base.h"

#define LZ_MAGIC	0x315a4c4bu	/* "KLZ1" */
#define MIN_MATCH	4
#define NIBBLE_MORE	15

struct lz_header {
	le32 magic;
	le32 raw_size;
	le32 packed_size;
	le32 adler;		/* of the unpacked data */
} __packed;

struct lz_state {
	const u8 *in, *in_end;
	u8 *out, *out_start, *out_end;
};

u32 adler32(u32 sum, const void *data, size_t len);

/* Finish a length whose first four bits came from the token. */
static int read_length(struct lz_state *st, size_t *len)
{
	u8 byte;

	if (*len != NIBBLE_MORE)
		return 0;
	do {
		if (st->in == st->in_end)
			return -ENODATA;
		byte = *st->in++;
		/* Cannot wrap: the input would have to fill the memory. */
		*len += byte;
	} while (byte == 255);
	return 0;
}

static int copy_literals(struct lz_state *st, size_t len)
{
	if (len > (size_t)(st->in_end - st->in))
		return -ENODATA;
	if (len > (size_t)(st->out_end - st->out))
		return -ENOSPC;
	memcpy(st->out, st->in, len);
	st->in += len;
	st->out += len;
	return 0;
}

static int copy_match(struct lz_state *st, size_t dist, size_t len)
{
	if (!dist || dist > (size_t)(st->out - st->out_start))
		return -EBADMSG;
	if (len > (size_t)(st->out_end - st->out))
		return -ENOSPC;

	/*
	 * A match may reach into its own output; that is how runs are coded.
	 * What lies between source and destination repeats, so the distance
	 * may double with each copy and no copy overlaps.
	 */
	while (len > dist) {
		memcpy(st->out, st->out - dist, dist);
		st->out += dist;
		len -= dist;
		dist *= 2;
	}
	memcpy(st->out, st->out - dist, len);
	st->out += len;
	return 0;
}

static int unpack(struct lz_state *st)
{
	while (st->in < st->in_end) {
		u8 token = *st->in++;
		size_t len = token >> 4;
		size_t dist;
		int ret;

		ret = read_length(st, &len);
		if (!ret)
			ret = copy_literals(st, len);
		if (ret)
			return ret;
		if (st->in == st->in_end)
			return 0;

		if (st->in_end - st->in < 2)
			return -ENODATA;
		dist = st->in[0] | (size_t)st->in[1] << 8;
		st->in += 2;

		len = token & 15;
		ret = read_length(st, &len);
		if (!ret)
			ret = copy_match(st, dist, len + MIN_MATCH);
		if (ret)
			return ret;
	}
	/* The data ended behind a match, where a token was due. */
	return -ENODATA;
}

/**
 * lz_unpack - unpack an image and check it
 * @image: header and packed data
 * @size: how much there is
 * @out: where to put the result
 * @room: space there
 *
 * Return: size of the result, or -EINVAL (not an image), -ENODATA (cut
 * short), -ENOSPC (too large), -EBADMSG (damaged).
 */
ssize_t lz_unpack(const void *image, size_t size, void *out, size_t room)
{
	struct lz_header hdr;
	struct lz_state st;
	u32 raw, packed;
	int ret;

	if (size < sizeof(hdr))
		return -EINVAL;
	memcpy(&hdr, image, sizeof(hdr));
	if (le32_to_cpu(hdr.magic) != LZ_MAGIC)
		return -EINVAL;

	raw = le32_to_cpu(hdr.raw_size);
	packed = le32_to_cpu(hdr.packed_size);
	if (packed > size - sizeof(hdr))
		return -ENODATA;
	if (raw > room)
		return -ENOSPC;

	st.in = (const u8 *)image + sizeof(hdr);
	st.in_end = st.in + packed;
	st.out = st.out_start = out;
	st.out_end = st.out + raw;

	ret = unpack(&st);
	if (ret) {
		pr_err("lz: error %d after %td of %u bytes\n", ret,
		       st.out - st.out_start, raw);
		return ret;
	}
	if (st.out != st.out_end ||
	    adler32(1, out, raw) != le32_to_cpu(hdr.adler)) {
		pr_err("lz: image is damaged\n");
		return -EBADMSG;
	}
	return raw;
}
