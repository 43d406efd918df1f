/* SPDX-License-Identifier: MIT */
/*
 * ata.c - disks on the classic ATA channels, by programmed I/O or by DMA
 */
#include "base.h"
#include "drv.h"

#define SECTOR		512u

enum ata_reg {
	R_DATA, R_ERROR, R_COUNT, R_LBA0, R_LBA1, R_LBA2, R_DRIVE, R_STATUS,
	R_FEATURES = R_ERROR, R_COMMAND = R_STATUS,
};

#define ST_ERR		0x01
#define ST_DRQ		0x08
#define ST_FAULT	0x20
#define ST_BUSY		0x80
#define DRIVE_LBA	0xe0

/* Bus master registers, relative to the channel's block */
#define BM_COMMAND	0
#define BM_STATUS	2
#define BM_TABLE	4
#define BM_START	0x01
#define BM_TO_MEMORY	0x08
#define BM_ERROR	0x02
#define BM_IRQ		0x04

#define PRD_LAST	0x8000
#define MAX_PRD		3	/* 128 KiB that begin anywhere */

struct prd {
	le32 addr;
	le16 len;		/* 0 is 64 KiB */
	le16 flags;
};

struct ata_channel {
	u16 io, ctl, bm;	/* bm is 0 if there is no DMA */
	struct mutex lock;
	struct prd *prd;
	dma_addr_t prd_bus;
};

struct ata_disk {
	struct ata_channel *ch;
	u8 unit;
	bool lba48, dma;
	u64 sectors;
	char model[41];
};

static const struct {
	u8 bit;
	const char *text;
} error_names[] = {
	{ 0x80, "interface crc" }, { 0x40, "uncorrectable" },
	{ 0x10, "sector not found" }, { 0x04, "aborted" },
	{ 0x02, "no medium" },
};

static u8 status(const struct ata_channel *ch)
{
	return inb(ch->io + R_STATUS);
}

/* The drive needs 400 ns to raise BUSY; four reads take about that long. */
static void settle(const struct ata_channel *ch)
{
	int i;

	for (i = 0; i < 4; i++)
		inb(ch->ctl);
}

static void report(const struct ata_channel *ch, u8 st)
{
	u8 err = inb(ch->io + R_ERROR);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(error_names); i++)
		if (err & error_names[i].bit)
			pr_err("ata: %s (status %02x)\n", error_names[i].text,
			       st);
}

static int wait_idle(const struct ata_channel *ch, unsigned int ms)
{
	unsigned long end = jiffies + msecs_to_jiffies(ms);
	u8 st;

	while ((st = status(ch)) & ST_BUSY) {
		if (st == 0xff)
			return -ENODEV;		/* floating bus */
		if (time_after(jiffies, end))
			return -ETIMEDOUT;
		cpu_relax();
	}
	return 0;
}

/* The same, and then wait for a bit; an error of the command ends it. */
static int wait_for(const struct ata_channel *ch, u8 bit, unsigned int ms)
{
	unsigned long end = jiffies + msecs_to_jiffies(ms);
	int err;
	u8 st;

	do {
		err = wait_idle(ch, ms);
		if (err)
			return err;
		st = status(ch);
		if (st & (ST_ERR | ST_FAULT)) {
			report(ch, st);
			return -EIO;
		}
		if (!bit || (st & bit))
			return 0;
	} while (time_before(jiffies, end));
	return -ETIMEDOUT;
}

static void reset_channel(const struct ata_channel *ch)
{
	outb(0x06, ch->ctl);	/* reset, interrupts off */
	udelay(10);
	outb(0x02, ch->ctl);
	msleep(5);
	wait_idle(ch, 5000);
}

static int setup(struct ata_disk *d, u64 lba, u32 count)
{
	struct ata_channel *ch = d->ch;
	int err;

	outb(DRIVE_LBA | d->unit << 4 | (d->lba48 ? 0 : (lba >> 24) & 15),
	     ch->io + R_DRIVE);
	settle(ch);
	/* The error bit may still be up from the last command. */
	err = wait_idle(ch, 1000);
	if (err)
		return err;
	/* Each register is two deep; the upper halves are written first. */
	if (d->lba48) {
		outb(count >> 8, ch->io + R_COUNT);
		outb(lba >> 24, ch->io + R_LBA0);
		outb(lba >> 32, ch->io + R_LBA1);
		outb(lba >> 40, ch->io + R_LBA2);
	}
	outb(count & 0xff, ch->io + R_COUNT);
	outb(lba & 0xff, ch->io + R_LBA0);
	outb(lba >> 8, ch->io + R_LBA1);
	outb(lba >> 16, ch->io + R_LBA2);
	return 0;
}

static int pio(struct ata_disk *d, u64 lba, void *buf, u32 count, bool write)
{
	struct ata_channel *ch = d->ch;
	u16 *w = buf;
	int err, i;

	err = setup(d, lba, count);
	if (err)
		return err;
	outb((write ? 0x30 : 0x20) | (d->lba48 ? 0x04 : 0), ch->io + R_COMMAND);
	settle(ch);
	while (count--) {
		err = wait_for(ch, ST_DRQ, 10000);
		if (err)
			return err;
		for (i = 0; i < (int)SECTOR / 2; i++, w++) {
			if (write)
				outw(*w, ch->io + R_DATA);
			else
				*w = inw(ch->io + R_DATA);
		}
		settle(ch);
	}
	return wait_for(ch, 0, 10000);
}

/* An entry must not cross a 64 KiB line: the chip adds only 16 bits. */
static int fill_table(struct ata_channel *ch, dma_addr_t bus, u32 bytes)
{
	u32 n;
	int i;

	if ((bus & 1) || (bus + bytes) >> 32)
		return -EINVAL;
	for (i = 0; bytes && i < MAX_PRD; i++) {
		n = min(bytes, 0x10000u - (u32)(bus & 0xffff));
		ch->prd[i].addr = cpu_to_le32(bus);
		ch->prd[i].len = cpu_to_le16(n & 0xffff);
		ch->prd[i].flags = cpu_to_le16(n == bytes ? PRD_LAST : 0);
		bus += n;
		bytes -= n;
	}
	return bytes ? -E2BIG : 0;
}

static int dma(struct ata_disk *d, u64 lba, dma_addr_t bus, u32 count,
	       bool write)
{
	struct ata_channel *ch = d->ch;
	u8 dir = write ? 0 : BM_TO_MEMORY, cmd = write ? 0xca : 0xc8, st;
	unsigned long end;
	int err;

	err = fill_table(ch, bus, count * SECTOR);
	if (!err)
		err = setup(d, lba, count);
	if (err)
		return err;
	if (d->lba48)
		cmd = write ? 0x35 : 0x25;

	outl(ch->prd_bus, ch->bm + BM_TABLE);
	outb(dir, ch->bm + BM_COMMAND);
	/* Both flags are cleared by writing ones. */
	outb(inb(ch->bm + BM_STATUS) | BM_ERROR | BM_IRQ, ch->bm + BM_STATUS);
	outb(cmd, ch->io + R_COMMAND);
	outb(dir | BM_START, ch->bm + BM_COMMAND);

	end = jiffies + 10 * HZ;
	do {
		st = inb(ch->bm + BM_STATUS);
		if (st & (BM_ERROR | BM_IRQ))
			break;
		cpu_relax();
	} while (time_before(jiffies, end));

	outb(dir, ch->bm + BM_COMMAND);
	if (!(st & (BM_ERROR | BM_IRQ)))
		return -ETIMEDOUT;
	err = wait_for(ch, 0, 1000);
	return st & BM_ERROR ? -EIO : err;
}

/**
 * ata_transfer - read or write sectors
 * @d: disk
 * @lba: first sector
 * @buf: memory
 * @bus: the same memory as the bus sees it, 0 if it cannot be reached by DMA
 * @count: number of sectors, 1 to 256
 * @write: direction
 */
int ata_transfer(struct ata_disk *d, u64 lba, void *buf, dma_addr_t bus,
		 u32 count, bool write)
{
	int err = -EAGAIN;

	if (!count || count > 256 || lba >= d->sectors ||
	    count > d->sectors - lba)
		return -EINVAL;

	mutex_lock(&d->ch->lock);
	if (d->dma && bus) {
		err = dma(d, lba, bus, count, write);
		if (err && err != -EINVAL) {
			pr_warn("ata: dma failed (%d), going on without\n", err);
			d->dma = false;
			reset_channel(d->ch);
		}
	}
	if (err)
		err = pio(d, lba, buf, count, write);
	if (err == -ETIMEDOUT)
		reset_channel(d->ch);
	mutex_unlock(&d->ch->lock);
	return err;
}

/**
 * ata_identify - ask a unit of a channel what it is
 * @ch: channel
 * @unit: 0 or 1
 * @d: filled in
 */
int ata_identify(struct ata_channel *ch, u8 unit, struct ata_disk *d)
{
	u16 id[256];
	int i, err;

	memset(d, 0, sizeof(*d));
	d->ch = ch;
	d->unit = unit;
	err = setup(d, 0, 0);
	if (err)
		return err;
	outb(0xec, ch->io + R_COMMAND);
	settle(ch);
	if (!status(ch))
		return -ENODEV;
	/* A CD drive refuses, and leaves its signature here. */
	wait_idle(ch, 1000);
	if (inb(ch->io + R_LBA1) == 0x14)
		return -ENODEV;
	err = wait_for(ch, ST_DRQ, 5000);
	if (err)
		return err;
	for (i = 0; i < 256; i++)
		id[i] = inw(ch->io + R_DATA);

	if (!(id[49] & BIT(9)))
		return -EOPNOTSUPP;	/* older than logical addressing */
	d->lba48 = id[83] & BIT(10);
	d->dma = ch->bm && ch->prd && (id[49] & BIT(8));
	d->sectors = d->lba48 ? (u64)id[103] << 48 | (u64)id[102] << 32 |
				(u32)id[101] << 16 | id[100] :
				(u32)id[61] << 16 | id[60];
	/* Text has the first character in the upper byte of each word. */
	for (i = 0; i < 40; i++)
		d->model[i] = id[27 + i / 2] >> (i & 1 ? 0 : 8);
	for (i = 39; i >= 0 && d->model[i] == ' '; i--)
		d->model[i] = '\0';
	pr_info("ata: %s, %llu MiB%s\n", d->model,
		(unsigned long long)(d->sectors / 2048), d->dma ? ", dma" : "");
	return 0;
}
