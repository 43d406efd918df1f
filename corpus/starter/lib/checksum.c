/* SPDX-License-Identifier: MIT */
/*
 * checksum.c - sums that detect accidents
 *
 * crc32 guards disk structures, adler32 compressed streams, fletcher32 small
 * firmware records. None of them withstands somebody who means harm: see
 * sha256.c for that. All take the previous result as a start value, so that
 * data may arrive in pieces.
 */
#include "base.h"

#define CRC32_POLY	0xedb88320u	/* bit-reversed 0x04c11db7 */
#define CRC_SLICES	4

#define ADLER_MOD	65521u		/* largest prime below 2^16 */
/* Bytes that can be added before the upper sum might pass 32 bits. */
#define ADLER_BATCH	5552
/* The same for words of 16 bits in Fletcher's sum. */
#define FLETCHER_BATCH	359

/*
 * crc_tab[0] maps a byte to its remainder; crc_tab[k] does so for a byte
 * that has k zero bytes behind it. Four look-ups then serve four bytes.
 */
static u32 crc_tab[CRC_SLICES][256];

static void __init crc32_build(void)
{
	unsigned int byte, bit, k;

	for (byte = 0; byte < 256; byte++) {
		u32 rem = byte;

		for (bit = 0; bit < 8; bit++)
			rem = rem >> 1 ^ (rem & 1 ? CRC32_POLY : 0);
		crc_tab[0][byte] = rem;
	}
	for (k = 1; k < CRC_SLICES; k++) {
		for (byte = 0; byte < 256; byte++) {
			u32 rem = crc_tab[k - 1][byte];

			crc_tab[k][byte] = rem >> 8 ^ crc_tab[0][rem & 0xff];
		}
	}
}

/**
 * crc32 - CRC as used by Ethernet and zip
 * @crc: 0, or the result for the data before
 * @data: the data
 * @len: its length
 */
u32 crc32(u32 crc, const void *data, size_t len)
{
	const u8 *p = data;

	crc = ~crc;
	for (; len >= 4; len -= 4, p += 4) {
		crc ^= p[0] | p[1] << 8 | p[2] << 16 | (u32)p[3] << 24;
		crc = crc_tab[3][crc & 0xff] ^
		      crc_tab[2][crc >> 8 & 0xff] ^
		      crc_tab[1][crc >> 16 & 0xff] ^
		      crc_tab[0][crc >> 24];
	}
	while (len--)
		crc = crc >> 8 ^ crc_tab[0][(crc ^ *p++) & 0xff];
	return ~crc;
}

/**
 * adler32 - checksum of zlib streams
 * @sum: 1, or the result for the data before
 * @data: the data
 * @len: its length
 */
u32 adler32(u32 sum, const void *data, size_t len)
{
	u32 lo = sum & 0xffff, hi = sum >> 16;
	const u8 *p = data;

	while (len) {
		size_t n = min(len, (size_t)ADLER_BATCH);

		len -= n;
		while (n--) {
			lo += *p++;
			hi += lo;
		}
		lo %= ADLER_MOD;
		hi %= ADLER_MOD;
	}
	return hi << 16 | lo;
}

/**
 * fletcher32 - position-dependent sum of little-endian words
 * @data: the data; an odd last byte counts as a word with a zero behind it
 * @len: its length in bytes
 */
u32 fletcher32(const void *data, size_t len)
{
	const u8 *p = data;
	u32 lo = 0xffff, hi = 0xffff;

	while (len) {
		unsigned int n = FLETCHER_BATCH;

		while (len && n--) {
			u32 word = *p++;

			if (--len) {
				word |= (u32)*p++ << 8;
				len--;
			}
			lo += word;
			hi += lo;
		}
		/* 2^16 is 1 modulo 65535: adding the halves reduces. */
		lo = (lo & 0xffff) + (lo >> 16);
		hi = (hi & 0xffff) + (hi >> 16);
	}
	lo = (lo & 0xffff) + (lo >> 16);
	hi = (hi & 0xffff) + (hi >> 16);
	return hi << 16 | lo;
}

/**
 * checksum_init - build the tables and check every sum against known values
 *
 * Return: 0, or -EIO if this machine cannot add.
 */
int __init checksum_init(void)
{
	static const char sample[] = "123456789";
	size_t len = sizeof(sample) - 1;
	struct {
		const char *name;
		u32 got, want;
	} test[] = {
		{ "crc32", 0, 0xcbf43926u },
		{ "adler32", adler32(1, sample, len), 0x091e01deu },
		{ "fletcher32", fletcher32("abcde", 5), 0xf04fc729u },
	};
	size_t i;
	int ret = 0;

	crc32_build();
	/* In two parts, so that the chaining is covered as well. */
	test[0].got = crc32(crc32(0, sample, 5), sample + 5, len - 5);

	for (i = 0; i < ARRAY_SIZE(test); i++) {
		if (test[i].got == test[i].want)
			continue;
		pr_err("checksum: %s gives %08x, not %08x\n", test[i].name,
		       test[i].got, test[i].want);
		ret = -EIO;
	}
	return ret;
}
