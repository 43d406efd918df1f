/* SPDX-License-Identifier: MIT */
/*
 * spiflash.c - serial NOR flash behind an SPI controller
 *
 * Programming can only turn ones into zeros; only erasing, of a whole block
 * at a time, brings ones back. A write compares first and erases just those
 * sectors in which some zero has to become a one.
 */
#include "base.h"
#include "drv.h"

#define CMD_PROGRAM	0x02
#define CMD_READ	0x03
#define CMD_STATUS	0x05
#define CMD_WRITE_ON	0x06
#define CMD_ID		0x9f
#define CMD_WAKE	0xab

#define SR_BUSY		0x01
#define SR_WRITE_ON	0x02
#define SR_PROTECT	0x1c

#define PAGE		256u
#define SECTOR		4096u

struct spi_xfer {
	const u8 *out;		/* NULL sends zeros */
	u8 *in;			/* NULL throws away */
	u32 len;
};

/* All pieces go out under one chip select. */
typedef int (*spi_exchange_fn)(void *ctl, const struct spi_xfer *x, int nr);

struct flash {
	spi_exchange_fn exchange;
	void *ctl;
	struct mutex lock;
	u32 size;
	u32 worn;		/* erasures since boot, for the curious */
	u8 scratch[SECTOR];
};

static const struct {
	u8 maker;
	const char *name;
} makers[] = {
	{ 0x01, "Spansion" }, { 0x1f, "Adesto" }, { 0x20, "Micron" },
	{ 0xc2, "Macronix" }, { 0xc8, "GigaDevice" }, { 0xef, "Winbond" },
};

/* From the largest down: big blocks erase much faster per byte. */
static const struct {
	u32 size;
	u8 cmd;
	unsigned int ms;	/* worst case of slow parts */
} erasers[] = {
	{ 65536, 0xd8, 2000 },
	{ 32768, 0x52, 1600 },
	{ SECTOR, 0x20, 400 },
};

static int simple(struct flash *f, u8 cmd, u8 *in, u32 len)
{
	struct spi_xfer x[2] = { { &cmd, NULL, 1 }, { NULL, in, len } };

	return f->exchange(f->ctl, x, len ? 2 : 1);
}

static int addressed(struct flash *f, u8 cmd, u32 at, const u8 *out, u8 *in,
		     u32 len)
{
	u8 head[4] = { cmd, at >> 16, at >> 8, at };
	struct spi_xfer x[2] = { { head, NULL, 4 }, { out, in, len } };

	return f->exchange(f->ctl, x, len ? 2 : 1);
}

static int wait_ready(struct flash *f, unsigned int ms)
{
	unsigned long end = jiffies + msecs_to_jiffies(ms);
	u8 sr = 0;
	int err;

	for (;;) {
		/* Look at the clock first: we may have slept past the end. */
		bool late = time_after(jiffies, end);

		err = simple(f, CMD_STATUS, &sr, 1);
		if (err)
			return err;
		if (!(sr & SR_BUSY))
			return 0;
		if (late)
			return -ETIMEDOUT;
		if (ms > 10)
			msleep(1);
		else
			udelay(20);
	}
}

/* The latch falls by itself after each write, so it is set before every one. */
static int write_enable(struct flash *f)
{
	u8 sr = 0;
	int err;

	err = simple(f, CMD_WRITE_ON, NULL, 0);
	if (!err)
		err = simple(f, CMD_STATUS, &sr, 1);
	if (!err && !(sr & SR_WRITE_ON))
		err = -EROFS;	/* held by the write-protect pin */
	return err;
}

int flash_read(struct flash *f, u32 at, u8 *buf, u32 len)
{
	int err;

	if (at > f->size || len > f->size - at)
		return -EINVAL;
	mutex_lock(&f->lock);
	err = addressed(f, CMD_READ, at, NULL, buf, len);
	mutex_unlock(&f->lock);
	return err;
}

static int erase_range(struct flash *f, u32 at, u32 len)
{
	size_t i;
	int err;

	while (len) {
		for (i = 0; i < ARRAY_SIZE(erasers) - 1; i++)
			if (at % erasers[i].size == 0 && len >= erasers[i].size)
				break;
		err = write_enable(f);
		if (!err)
			err = addressed(f, erasers[i].cmd, at, NULL, NULL, 0);
		if (!err)
			err = wait_ready(f, erasers[i].ms);
		if (err)
			return err;
		f->worn++;
		at += erasers[i].size;
		len -= erasers[i].size;
	}
	return 0;
}

/**
 * flash_erase - set a range to all ones
 * @f: flash
 * @at: start, a multiple of the sector size
 * @len: length, likewise
 */
int flash_erase(struct flash *f, u32 at, u32 len)
{
	int err;

	if (at % SECTOR || len % SECTOR || at > f->size || len > f->size - at)
		return -EINVAL;
	mutex_lock(&f->lock);
	err = erase_range(f, at, len);
	mutex_unlock(&f->lock);
	return err;
}

static bool blank(const u8 *p, u32 len)
{
	while (len--)
		if (*p++ != 0xff)
			return false;
	return true;
}

static int program(struct flash *f, u32 at, const u8 *buf, u32 len)
{
	u32 n;
	int err;

	for (; len; at += n, buf += n, len -= n) {
		n = min(len, PAGE - at % PAGE);	/* pages wrap around */
		if (blank(buf, n))
			continue;
		err = write_enable(f);
		if (!err)
			err = addressed(f, CMD_PROGRAM, at, buf, NULL, n);
		if (!err)
			err = wait_ready(f, 5);
		if (err)
			return err;
	}
	return 0;
}

/* Change part of one sector, keeping the rest. */
static int write_sector(struct flash *f, u32 at, const u8 *buf, u32 len)
{
	u32 base = ALIGN_DOWN(at, SECTOR), off = at - base, i;
	u8 *old = f->scratch;
	bool same = true, erase = false;
	int err;

	err = addressed(f, CMD_READ, base, NULL, old, SECTOR);
	if (err)
		return err;
	for (i = 0; i < len; i++) {
		same = same && old[off + i] == buf[i];
		erase = erase || (buf[i] & ~old[off + i]);
	}
	if (same)
		return 0;
	if (!erase)
		return program(f, at, buf, len);
	memcpy(old + off, buf, len);
	err = erase_range(f, base, SECTOR);
	return err ? err : program(f, base, old, SECTOR);
}

/**
 * flash_write - write any bytes anywhere
 * @f: flash
 * @at: first byte
 * @buf: new contents
 * @len: number of bytes
 *
 * Not atomic: power lost in the middle may cost the sector being rewritten.
 */
int flash_write(struct flash *f, u32 at, const u8 *buf, u32 len)
{
	u32 n;
	int err = 0;

	if (at > f->size || len > f->size - at)
		return -EINVAL;
	mutex_lock(&f->lock);
	for (; len && !err; at += n, buf += n, len -= n) {
		n = min(len, SECTOR - at % SECTOR);
		err = write_sector(f, at, buf, n);
	}
	mutex_unlock(&f->lock);
	return err;
}

/**
 * flash_probe - find out which chip is there
 * @exchange: function that moves bytes
 * @ctl: its controller
 */
struct flash *flash_probe(spi_exchange_fn exchange, void *ctl)
{
	const char *name = "unknown maker";
	u8 id[3] = { 0 }, sr = 0;
	struct flash *f;
	size_t i;
	int err;

	f = kzalloc(sizeof(*f), GFP_KERNEL);
	if (!f)
		return ERR_PTR(-ENOMEM);
	f->exchange = exchange;
	f->ctl = ctl;
	mutex_init(&f->lock);

	simple(f, CMD_WAKE, NULL, 0);	/* firmware may have put it to sleep */
	udelay(50);
	err = simple(f, CMD_ID, id, 3);
	if (!err && (id[0] == 0 || id[0] == 0xff))
		err = -ENODEV;
	/* A power of two; more than 16 MiB would need longer addresses. */
	if (!err && (id[2] < 0x10 || id[2] > 0x18))
		err = -EOPNOTSUPP;
	if (!err)
		err = simple(f, CMD_STATUS, &sr, 1);
	if (err) {
		kfree(f);
		return ERR_PTR(err);
	}
	f->size = 1u << id[2];
	for (i = 0; i < ARRAY_SIZE(makers); i++)
		if (makers[i].maker == id[0])
			name = makers[i].name;
	pr_info("flash: %s, %u KiB%s\n", name, f->size / 1024,
		sr & SR_PROTECT ? ", partly protected" : "");
	return f;
}
