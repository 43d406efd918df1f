/* SPDX-License-Identifier: MIT */
/*
 * printk.c - the kernel log
 *
 * Messages go to a ring buffer first, which works from any context, and
 * from there to the consoles, which may be slow. When the ring is full the
 * oldest records give way; a reader that fell behind is told how many it
 * has missed, by the gap in the sequence numbers.
 */
#include "base.h"

#define LOG_SIZE	32768u
#define LOG_LINE	480
#define LOG_ALIGN	32u	/* room for a header wherever a record ends */
#define LEVEL_DEFAULT	4
#define LEVEL_FILLER	255	/* unused end of the buffer */
#define MAX_CONSOLES	4

struct record {
	u64 ns;
	u64 seq;
	u16 size;		/* of the record, header included */
	u16 len;		/* of the text */
	u8 level;
	char text[];
};

struct log_cursor {
	u64 pos;
	u64 seq;		/* of the record to be read next */
};

struct console {
	const char *name;
	u8 max_level;		/* less important messages are left out */
	void (*write)(struct console *c, const char *s, size_t n);
};

static u8 ring[LOG_SIZE] __aligned(LOG_ALIGN);
/* Positions only ever grow; modulo LOG_SIZE they are offsets. */
static u64 head, tail;
static u64 head_seq, tail_seq;
static DEFINE_SPINLOCK(log_lock);

static struct console *consoles[MAX_CONSOLES];
static struct log_cursor console_pos;
static DEFINE_SPINLOCK(console_lock);

static inline struct record *record_at(u64 pos)
{
	return (struct record *)&ring[pos % LOG_SIZE];
}

static void make_room(u32 size)
{
	while (head + size - tail > LOG_SIZE) {
		struct record *old = record_at(tail);

		if (old->level != LEVEL_FILLER)
			tail_seq++;
		tail += old->size;
	}
}

static void append(u8 level, const char *text, u16 len)
{
	u32 size = ALIGN((u32)sizeof(struct record) + len, LOG_ALIGN);
	u32 to_end = LOG_SIZE - head % LOG_SIZE;
	struct record *r;

	/* A record is never split: fill the end and start over. */
	if (to_end < size) {
		make_room(to_end);
		r = record_at(head);
		r->level = LEVEL_FILLER;
		r->size = to_end;
		head += to_end;
	}

	make_room(size);
	r = record_at(head);
	r->ns = ktime_get();
	r->seq = head_seq++;
	r->size = size;
	r->len = len;
	r->level = level;
	memcpy(r->text, text, len);
	head += size;
}

/**
 * log_read - fetch the next record
 * @cur: where the reader is; start with zeroes
 * @buf: receives the line, with level and time in front
 * @size: size of @buf
 * @level: receives the level
 *
 * Returns the length, or -EAGAIN at the end of the log, or -EPIPE if
 * records were lost, with the cursor moved to the oldest one left.
 */
int log_read(struct log_cursor *cur, char *buf, size_t size, u8 *level)
{
	struct record *r;
	unsigned long flags;
	int ret;

	spin_lock_irqsave(&log_lock, flags);
	if (cur->seq < tail_seq) {
		cur->seq = tail_seq;
		cur->pos = tail;
		ret = -EPIPE;
		goto out;
	}
	ret = -EAGAIN;
	if (cur->seq == head_seq)
		goto out;

	r = record_at(cur->pos);
	if (r->level == LEVEL_FILLER) {
		cur->pos += r->size;
		r = record_at(cur->pos);
	}
	*level = r->level;
	ret = snprintf(buf, size, "[%5u.%06u] %.*s\n",
		       (u32)(r->ns / NSEC_PER_SEC),
		       (u32)(r->ns % NSEC_PER_SEC / NSEC_PER_USEC),
		       r->len, r->text);
	ret = min_t(int, ret, size - 1);
	cur->pos += r->size;
	cur->seq++;
out:
	spin_unlock_irqrestore(&log_lock, flags);
	return ret;
}

static void drain_to_consoles(void)
{
	static char line[LOG_LINE + 32];
	u8 level;
	int n;

	while ((n = log_read(&console_pos, line, sizeof(line), &level)) !=
	       -EAGAIN) {
		if (n < 0) {
			n = snprintf(line, sizeof(line), "** lost messages\n");
			level = 0;
		}
		for (int i = 0; i < MAX_CONSOLES && consoles[i]; i++)
			if (level <= consoles[i]->max_level)
				consoles[i]->write(consoles[i], line, n);
	}
}

/*
 * Whoever gets the console prints for the others as well. One that fails
 * to get it leaves: the owner looks once more after it has let go, since a
 * message may have come between its last look and the unlock.
 */
static void flush_consoles(void)
{
	bool more;

	do {
		if (!spin_trylock(&console_lock))
			return;
		drain_to_consoles();
		spin_unlock(&console_lock);
		smp_mb();
		more = READ_ONCE(head_seq) != READ_ONCE(console_pos.seq);
	} while (more);
}

static u8 take_level(const char **text, int *len)
{
	const char *s = *text;
	u8 level = LEVEL_DEFAULT;

	while (*len >= 3 && s[0] == '<' && s[2] == '>' &&
	       s[1] >= '0' && s[1] <= '7') {
		level = s[1] - '0';
		s += 3;
		*len -= 3;
	}
	*text = s;
	return level;
}

/**
 * printk - log a message
 * @fmt: format, optionally beginning with a level such as "<3>"
 */
int printk(const char *fmt, ...)
{
	static char line[LOG_LINE];	/* too large for an interrupt stack */
	const char *text = line;
	unsigned long flags;
	va_list args;
	u8 level;
	int len;

	spin_lock_irqsave(&log_lock, flags);
	va_start(args, fmt);
	len = vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	len = clamp(len, 0, LOG_LINE - 1);
	level = take_level(&text, &len);
	while (len > 0 && text[len - 1] == '\n')
		len--;
	append(level, text, len);
	spin_unlock_irqrestore(&log_lock, flags);

	flush_consoles();
	return len;
}

int console_register(struct console *c)
{
	for (int i = 0; i < MAX_CONSOLES; i++) {
		if (cmpxchg(&consoles[i], NULL, c) == NULL) {
			pr_info("console: %s, levels up to %u\n", c->name,
				c->max_level);
			return 0;
		}
	}
	return -ENOSPC;
}
