/* SPDX-License-Identifier: MIT */
/*
 * dump.c - bytes as text: hex dumps for people, base64 for machines
 */
#include "base.h"

#define DUMP_ROW	16
/* Offset, two hex columns, a gap between the halves, and the text. */
#define DUMP_LINE	(8 + 2 + DUMP_ROW * 3 + 1 + 2 + DUMP_ROW + 2)

static const char hex_digits[] = "0123456789abcdef";

/* One line of a dump. @line has room for DUMP_LINE characters. */
static void format_row(char *line, u32 offset, const u8 *p, size_t n)
{
	char *text = line + 8 + 2 + DUMP_ROW * 3 + 1 + 1;
	char *hex = line + 8 + 2;
	size_t i;
	int shift;

	memset(line, ' ', DUMP_LINE);
	for (shift = 28; shift >= 0; shift -= 4)
		*line++ = hex_digits[offset >> shift & 15];

	*text++ = '|';
	for (i = 0; i < n; i++) {
		if (i == DUMP_ROW / 2)
			hex++;
		*hex++ = hex_digits[p[i] >> 4];
		*hex++ = hex_digits[p[i] & 15];
		hex++;
		*text++ = p[i] >= ' ' && p[i] < 0x7f ? p[i] : '.';
	}
	*text++ = '|';
	*text = '\0';
}

/**
 * hex_dump - print a block of memory to the log
 * @title: put in front of each line
 * @data: the block
 * @len: its length
 *
 * A row that repeats the one above is left out and a "*" stands for all such
 * rows, since most large blocks are mostly zero. The last row is always
 * shown: it tells where the block ends.
 */
void hex_dump(const char *title, const void *data, size_t len)
{
	const u8 *p = data;
	char line[DUMP_LINE];
	bool skipping = false;
	size_t off;

	for (off = 0; off < len; off += DUMP_ROW) {
		size_t n = min(len - off, (size_t)DUMP_ROW);

		if (off && off + DUMP_ROW < len &&
		    !memcmp(p + off, p + off - DUMP_ROW, DUMP_ROW)) {
			if (!skipping)
				pr_debug("%s: *\n", title);
			skipping = true;
			continue;
		}
		skipping = false;
		format_row(line, (u32)off, p + off, n);
		pr_debug("%s: %s\n", title, line);
	}
}

static const char b64_digits[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * base64_encode - text from bytes
 * @in: the bytes
 * @len: how many
 * @out: where to put the text, terminated
 * @size: room there
 *
 * Return: length of the text or -ENOSPC.
 */
ssize_t base64_encode(const u8 *in, size_t len, char *out, size_t size)
{
	char *p = out;

	if (len > SIZE_MAX / 2 || size < DIV_ROUND_UP(len, 3) * 4 + 1)
		return -ENOSPC;

	while (len) {
		size_t n = min(len, (size_t)3);
		u32 group = (u32)in[0] << 16;

		if (n > 1)
			group |= (u32)in[1] << 8;
		if (n > 2)
			group |= in[2];

		*p++ = b64_digits[group >> 18];
		*p++ = b64_digits[group >> 12 & 63];
		*p++ = n > 1 ? b64_digits[group >> 6 & 63] : '=';
		*p++ = n > 2 ? b64_digits[group & 63] : '=';
		in += n;
		len -= n;
	}
	*p = '\0';
	return p - out;
}

/**
 * base64_decode - bytes from text
 * @in: the text, padded with "=" to a multiple of four
 * @out: where to put the bytes
 * @size: room there
 *
 * Strict: bits that the padding leaves over have to be zero. Otherwise two
 * texts would stand for the same key, and comparing texts would mislead.
 *
 * Return: number of bytes, -EINVAL or -ENOSPC.
 */
ssize_t base64_decode(const char *in, u8 *out, size_t size)
{
	size_t n = 0;

	while (*in) {
		unsigned int i, pads = 0;
		u32 group = 0;

		for (i = 0; i < 4; i++, in++) {
			const char *hit = *in ? strchr(b64_digits, *in) : NULL;

			group <<= 6;
			if (hit && !pads)
				group |= (u32)(hit - b64_digits);
			else if (*in == '=' && i >= 2)
				pads++;
			else
				return -EINVAL;
		}
		if (pads && (*in || group & ((1u << 8 * pads) - 1)))
			return -EINVAL;
		for (i = 0; i < 3 - pads; i++) {
			if (n == size)
				return -ENOSPC;
			out[n++] = (u8)(group >> (16 - 8 * i));
		}
	}
	return (ssize_t)n;
}
