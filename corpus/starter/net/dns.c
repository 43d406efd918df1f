/* SPDX-License-Identifier: MIT */
/*
 * dns.c - writes name queries and reads the answers
 *
 * An answer is hostile until proven otherwise: names may point into each
 * other, counts may promise more records than there are bytes, and an answer
 * may be about something nobody asked. All reading goes through a cursor
 * that remembers if it ever left the message, so that the code that uses it
 * tests once and not after every byte.
 */
#include "base.h"
#include "net.h"

#define DNS_HLEN	12
#define DNS_NAME	256		/* with the final zero */
#define DNS_LABEL	63
#define DNS_CHAIN	8		/* aliases we are willing to follow */

#define DNS_RESPONSE	0x8000
#define DNS_TRUNCATED	0x0200
#define DNS_RECURSE	0x0100
#define DNS_RCODE	0x000f

enum dns_type { DNS_A = 1, DNS_CNAME = 5, DNS_AAAA = 28 };

struct dns_cursor {
	const u8 *msg;
	u32 len, at;
	bool bad;
};

struct dns_record {
	char name[DNS_NAME];
	u16 type, class;
	u32 ttl;
	u32 data, size;		/* place in the message */
};

struct dns_answer {
	u32 addr[8];
	unsigned int nr;
	u32 ttl;		/* smallest on the way: all of it must hold */
};

static u32 take(struct dns_cursor *c, u32 bytes)
{
	u32 val = 0;

	if (c->bad || bytes > c->len - c->at) {
		c->bad = true;
		return 0;
	}
	while (bytes--)
		val = val << 8 | c->msg[c->at++];
	return val;
}

static char lower(char ch)
{
	return ch >= 'A' && ch <= 'Z' ? ch - 'A' + 'a' : ch;
}

/*
 * Read a name. A pointer replaces the rest of it by an earlier name; since
 * each must lead further back than where the last piece began, the walk ends.
 * Names compare without case, so lower case is what we store.
 */
static void take_name(struct dns_cursor *c, char *out)
{
	struct dns_cursor walk = *c;
	u32 limit = c->at, n = 0, len;
	bool jumped = false;

	for (;;) {
		len = take(&walk, 1);
		if (walk.bad || (len & 0xc0) == 0x40 || (len & 0xc0) == 0x80)
			goto bad;
		if (len >= 0xc0) {
			len = (len & 0x3f) << 8 | take(&walk, 1);
			if (!jumped)
				c->at = walk.at;
			if (walk.bad || len >= limit)
				goto bad;
			jumped = true;
			limit = len;
			walk.at = len;
			continue;
		}
		if (!len)
			break;
		if (n + len + 1 >= DNS_NAME)
			goto bad;
		if (n)
			out[n++] = '.';
		while (len--)
			out[n++] = lower(take(&walk, 1));
		if (walk.bad)
			goto bad;
	}
	out[n] = '\0';
	if (!jumped)
		c->at = walk.at;
	return;
bad:
	out[0] = '\0';
	c->bad = true;
}

static int take_record(struct dns_cursor *c, struct dns_record *r)
{
	take_name(c, r->name);
	r->type = take(c, 2);
	r->class = take(c, 2);
	r->ttl = take(c, 4);
	r->size = take(c, 2);
	r->data = c->at;
	if (c->bad || r->size > c->len - c->at)
		return -EBADMSG;
	c->at += r->size;
	return 0;
}

/**
 * dns_query - write a question
 * @buf: where to
 * @room: its size
 * @id: number by which to know the answer; should be hard to guess
 * @name: dotted name, a final dot is allowed
 * @type: record type wanted
 *
 * Return: bytes written, or -EINVAL for an impossible name.
 */
int dns_query(u8 *buf, u32 room, u16 id, const char *name, u16 type)
{
	size_t total = strlen(name);
	const char *dot;
	u32 n = DNS_HLEN, len;

	if (total && name[total - 1] == '.')
		total--;
	if (!total || total > DNS_NAME - 2)
		return -EINVAL;
	if (room < DNS_HLEN + total + 2 + 4)
		return -ENOSPC;
	memset(buf, 0, DNS_HLEN);
	put16(buf, id);
	put16(buf + 2, DNS_RECURSE);
	put16(buf + 4, 1);

	while (total) {
		dot = strchr(name, '.');
		len = dot ? min_t(size_t, dot - name, total) : total;
		if (!len || len > DNS_LABEL)
			return -EINVAL;
		buf[n++] = len;
		memcpy(buf + n, name, len);
		n += len;
		name += len;
		total -= len;
		if (total) {
			name++;
			total--;
			if (!total)
				return -EINVAL;	/* two dots at the end */
		}
	}
	buf[n] = 0;
	put16(buf + n + 1, type);
	put16(buf + n + 3, 1);			/* class: internet */
	return n + 5;
}

static int rcode_error(u16 rcode)
{
	switch (rcode) {
	case 0:
		return 0;
	case 3:
		return -ENOENT;		/* no such name */
	case 2:
		return -EAGAIN;		/* server's own trouble */
	case 5:
		return -EACCES;
	default:
		return -EPROTO;
	}
}

/**
 * dns_parse - find the addresses in an answer
 * @msg: the answer
 * @len: its length
 * @id: number of our query
 * @name: name we asked for, in lower case and without a final dot
 * @out: filled with what was found
 *
 * Aliases are followed within the message; servers put the whole chain into
 * one answer, though not always in order, hence the repeated passes.
 *
 * Return: 0, -ENODATA if the name has no address, or another error.
 */
int dns_parse(const u8 *msg, u32 len, u16 id, const char *name,
	      struct dns_answer *out)
{
	struct dns_cursor c = { .msg = msg, .len = len }, start, alias;
	char want[DNS_NAME], asked[DNS_NAME];
	struct dns_record r;
	u16 flags, answers, i;
	int pass, err;

	memset(out, 0, sizeof(*out));
	out->ttl = ~0u;
	if (take(&c, 2) != id)
		return -EPROTO;
	flags = take(&c, 2);
	if (!(flags & DNS_RESPONSE) || take(&c, 2) != 1)
		return -EPROTO;
	answers = take(&c, 2);
	take(&c, 4);
	take_name(&c, asked);
	take(&c, 4);
	if (c.bad)
		return -EBADMSG;
	if (strcmp(asked, name))
		return -EPROTO;		/* late, or forged */
	err = rcode_error(flags & DNS_RCODE);
	if (err)
		return err;
	if (flags & DNS_TRUNCATED)
		return -EMSGSIZE;	/* ask again over a stream */

	memcpy(want, asked, sizeof(want));
	start = c;
	for (pass = 0; pass < DNS_CHAIN; pass++) {
		bool renamed = false;

		c = start;
		for (i = 0; i < answers; i++) {
			if (take_record(&c, &r))
				return -EBADMSG;
			if (r.class != 1 || strcmp(r.name, want))
				continue;
			if (r.type == DNS_A && r.size == 4) {
				out->ttl = min(out->ttl, r.ttl);
				if (out->nr < ARRAY_SIZE(out->addr))
					out->addr[out->nr++] =
						get32(msg + r.data);
			} else if (r.type == DNS_CNAME) {
				alias = c;
				alias.at = r.data;
				take_name(&alias, want);
				if (alias.bad)
					return -EBADMSG;
				out->ttl = min(out->ttl, r.ttl);
				renamed = true;
			}
		}
		if (out->nr)
			return 0;
		if (!renamed)
			return -ENODATA;
	}
	return -ELOOP;
}
