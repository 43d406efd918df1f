/* SPDX-License-Identifier: MIT */
/*
 * i2c_eeprom.c - an I2C bus made of two GPIO lines, and an EEPROM on it
 *
 * Both lines are pulled up by resistors. Nobody ever drives one high: to send
 * a one we let go, and whoever pulls wins. A device that needs time holds the
 * clock low, so after letting go of it we wait until it really rises.
 */
#include "base.h"
#include "drv.h"

#define HALF_BIT_US	5	/* 100 kHz */
#define STRETCH_US	25000

struct i2c_bus {
	unsigned int scl, sda;
	struct mutex lock;
};

struct eeprom {
	struct i2c_bus *bus;
	u8 addr;		/* seven bits */
	u32 size;
	u16 page;		/* bytes written in one go */
};

static void release(unsigned int line)
{
	gpio_input(line);
}

static void pull_low(unsigned int line)
{
	gpio_output(line, false);
}

static int clock_high(struct i2c_bus *b)
{
	int waited = 0;

	release(b->scl);
	while (!gpio_get(b->scl)) {
		if (waited++ >= STRETCH_US)
			return -ETIMEDOUT;
		udelay(1);
	}
	udelay(HALF_BIT_US);
	return 0;
}

static void clock_low(struct i2c_bus *b)
{
	pull_low(b->scl);
	udelay(HALF_BIT_US);
}

/* Data falls while the clock is high. Also serves as a repeated start. */
static int start(struct i2c_bus *b)
{
	int err;

	release(b->sda);
	udelay(HALF_BIT_US);
	err = clock_high(b);
	if (err)
		return err;
	if (!gpio_get(b->sda))
		return -EBUSY;
	pull_low(b->sda);
	udelay(HALF_BIT_US);
	clock_low(b);
	return 0;
}

static void stop(struct i2c_bus *b)
{
	pull_low(b->sda);
	udelay(HALF_BIT_US);
	clock_high(b);
	release(b->sda);
	udelay(HALF_BIT_US);
}

/* Send a bit and return what was on the line, so that 1 is also a read. */
static int bit(struct i2c_bus *b, bool one)
{
	int err, seen;

	if (one)
		release(b->sda);
	else
		pull_low(b->sda);
	udelay(HALF_BIT_US / 2);
	err = clock_high(b);
	if (err)
		return err;
	seen = gpio_get(b->sda);
	clock_low(b);
	return seen;
}

static int write_byte(struct i2c_bus *b, u8 val)
{
	int i, r;

	for (i = 7; i >= 0; i--) {
		r = bit(b, (val >> i) & 1);
		if (r < 0)
			return r;
	}
	r = bit(b, true);
	return r > 0 ? -ENXIO : r;	/* acknowledged means pulled low */
}

static int read_byte(struct i2c_bus *b, u8 *val, bool more)
{
	int i, r;

	*val = 0;
	for (i = 0; i < 8; i++) {
		r = bit(b, true);
		if (r < 0)
			return r;
		*val = *val << 1 | r;
	}
	r = bit(b, !more);	/* the last byte gets no acknowledgement */
	return r < 0 ? r : 0;
}

/**
 * i2c_recover - free a bus that a confused device holds
 * @b: bus
 *
 * A device that was interrupted in the middle of a byte waits for the rest of
 * its clocks. Nine of them end any byte.
 */
int i2c_recover(struct i2c_bus *b)
{
	int i;

	release(b->sda);
	for (i = 0; i < 9 && !gpio_get(b->sda); i++) {
		clock_low(b);
		if (clock_high(b))
			return -EIO;	/* it holds the clock: no way */
	}
	if (!gpio_get(b->sda))
		return -EIO;
	stop(b);
	return 0;
}

static int address(struct eeprom *e, u32 at)
{
	int err;

	err = start(e->bus);
	if (err == -EBUSY && !i2c_recover(e->bus))
		err = start(e->bus);
	if (!err)
		err = write_byte(e->bus, e->addr << 1);
	if (!err && e->size > 256)
		err = write_byte(e->bus, at >> 8);
	if (!err)
		err = write_byte(e->bus, at);
	return err;
}

/*
 * While it stores a page the chip does not answer to its address, which both
 * tells that it is busy and, in the end, that it is done.
 */
static int wait_stored(struct eeprom *e)
{
	int tries, err = -ENXIO;

	for (tries = 0; tries < 20 && err == -ENXIO; tries++) {
		msleep(1);
		err = start(e->bus);
		if (!err)
			err = write_byte(e->bus, e->addr << 1);
		stop(e->bus);
	}
	return err == -ENXIO ? -ETIMEDOUT : err;
}

/**
 * eeprom_read - read from an EEPROM
 * @e: the chip
 * @at: first byte
 * @buf: where to
 * @len: number of bytes
 */
int eeprom_read(struct eeprom *e, u32 at, u8 *buf, u32 len)
{
	u32 i;
	int err;

	if (at > e->size || len > e->size - at)
		return -EINVAL;
	if (!len)
		return 0;
	mutex_lock(&e->bus->lock);
	err = address(e, at);		/* sets the place, writes nothing */
	if (!err)
		err = start(e->bus);
	if (!err)
		err = write_byte(e->bus, e->addr << 1 | 1);
	for (i = 0; i < len && !err; i++)
		err = read_byte(e->bus, &buf[i], i + 1 < len);
	stop(e->bus);
	mutex_unlock(&e->bus->lock);
	return err;
}

/**
 * eeprom_write - write to an EEPROM
 * @e: the chip
 * @at: first byte
 * @buf: new contents
 * @len: number of bytes
 *
 * Past the end of a page the chip would go on at its beginning, so a write is
 * cut where pages meet.
 */
int eeprom_write(struct eeprom *e, u32 at, const u8 *buf, u32 len)
{
	u32 n, i;
	int err = 0;

	if (at > e->size || len > e->size - at)
		return -EINVAL;
	mutex_lock(&e->bus->lock);
	while (len && !err) {
		n = min(len, e->page - at % e->page);
		err = address(e, at);
		for (i = 0; i < n && !err; i++)
			err = write_byte(e->bus, buf[i]);
		stop(e->bus);		/* this starts the storing */
		if (!err)
			err = wait_stored(e);
		at += n;
		buf += n;
		len -= n;
	}
	mutex_unlock(&e->bus->lock);
	return err;
}

int i2c_bus_init(struct i2c_bus *b, unsigned int scl, unsigned int sda)
{
	int err;

	err = gpio_claim(scl, "i2c clock");
	if (err)
		return err;
	err = gpio_claim(sda, "i2c data");
	if (err) {
		gpio_release(scl);
		return err;
	}
	b->scl = scl;
	b->sda = sda;
	mutex_init(&b->lock);
	release(scl);
	release(sda);
	return i2c_recover(b);
}
