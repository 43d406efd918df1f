/* SPDX-License-Identifier: MIT */
/*
 * clock.c - the PC's interval timer and its battery-backed clock
 *
 * The interval timer gives the tick and measures the processor's own counter;
 * the battery clock is read once at boot, for the date.
 */
#include "base.h"
#include "drv.h"

#define PIT_HZ		1193182u
#define PIT_CH0		0x40
#define PIT_CH2		0x42
#define PIT_MODE	0x43
#define SPEAKER		0x61	/* bit 0 gates channel 2, bit 5 is its output */

#define RTC_INDEX	0x70
#define RTC_DATA	0x71
#define RTC_A		0x0a
#define RTC_B		0x0b
#define RTC_UPDATING	0x80
#define RTC_24H		0x02
#define RTC_BINARY	0x04
#define RTC_PM		0x80
#define RTC_CENTURY	0x32

struct rtc_time {
	u8 sec, min, hour, day, month, year;
	u8 century;
};

volatile unsigned long jiffies;

static DEFINE_SPINLOCK(pit_lock);
static DEFINE_SPINLOCK(rtc_lock);
static u16 pit_reload;
static u64 boot_seconds;	/* since 1970, when jiffies was 0 */

static u8 cmos_read(u8 reg)
{
	/* Bit 7 holds off the NMI; the clock loses its index without it. */
	outb(reg | 0x80, RTC_INDEX);
	return inb(RTC_DATA);
}

static void rtc_snapshot(struct rtc_time *t)
{
	int patience = 10000;

	while ((cmos_read(RTC_A) & RTC_UPDATING) && --patience)
		udelay(1);
	t->sec = cmos_read(0);
	t->min = cmos_read(2);
	t->hour = cmos_read(4);
	t->day = cmos_read(7);
	t->month = cmos_read(8);
	t->year = cmos_read(9);
	t->century = cmos_read(RTC_CENTURY);
}

static u8 from_bcd(u8 v)
{
	return (v >> 4) * 10 + (v & 15);
}

/*
 * An update may begin right after we saw that none was going on. Two equal
 * readings in a row cannot both have been torn.
 */
static int rtc_read(struct rtc_time *t)
{
	struct rtc_time again;
	int tries = 5;
	bool pm;
	u8 mode;

	rtc_snapshot(t);
	for (;;) {
		rtc_snapshot(&again);
		if (!memcmp(t, &again, sizeof(again)))
			break;
		if (!--tries)
			return -EIO;
		*t = again;
	}

	mode = cmos_read(RTC_B);
	pm = !(mode & RTC_24H) && (t->hour & RTC_PM);
	if (!(mode & RTC_24H))
		t->hour &= ~RTC_PM;
	if (!(mode & RTC_BINARY)) {
		t->sec = from_bcd(t->sec);
		t->min = from_bcd(t->min);
		t->hour = from_bcd(t->hour);
		t->day = from_bcd(t->day);
		t->month = from_bcd(t->month);
		t->year = from_bcd(t->year);
		t->century = from_bcd(t->century);
	}
	if (!(mode & RTC_24H))
		t->hour = t->hour % 12 + (pm ? 12 : 0);	/* 12 am is 0 */
	if (t->month < 1 || t->month > 12 || t->day < 1 || t->day > 31 ||
	    t->hour > 23 || t->min > 59 || t->sec > 59 || t->year > 99)
		return -ERANGE;
	return 0;
}

/**
 * days_since_1970 - number a date of the Gregorian calendar
 * @year: full year
 * @month: 1 to 12
 * @day: 1 to 31
 *
 * The year is taken to begin in March: the leap day then comes last, and the
 * days before a month follow the straight line (153 * m + 2) / 5.
 */
s64 days_since_1970(int year, int month, int day)
{
	int y = month <= 2 ? year - 1 : year;
	int m = month <= 2 ? month + 9 : month - 3;

	return 365LL * y + y / 4 - y / 100 + y / 400 +
	       (153 * m + 2) / 5 + day - 1 - 719468;
}

u64 clock_seconds(void)
{
	return boot_seconds + jiffies / HZ;
}

/**
 * pit_count - how far the current tick has got
 *
 * Return: nanoseconds since the last reload.
 */
u32 pit_count(void)
{
	unsigned long flags;
	u32 left;

	spin_lock_irqsave(&pit_lock, flags);
	outb(0x00, PIT_MODE);		/* latch, so both bytes belong together */
	left = inb(PIT_CH0);
	left |= (u32)inb(PIT_CH0) << 8;
	spin_unlock_irqrestore(&pit_lock, flags);
	if (!left || left > pit_reload)
		left = pit_reload;
	return (u64)(pit_reload - left) * NSEC_PER_SEC / PIT_HZ;
}

static u64 cycles(void)
{
	u32 lo, hi;

	__asm__ __volatile__("rdtsc" : "=a"(lo), "=d"(hi));
	return (u64)hi << 32 | lo;
}

/**
 * measure_cycles - measure the processor's counter against channel 2
 *
 * Anything that interrupts the measurement makes it longer, never shorter, so
 * the smallest of several is the best.
 *
 * Return: thousands of cycles per second, 0 if the timer does not run.
 */
u32 __init measure_cycles(void)
{
	const u32 ticks = PIT_HZ / 100;
	u64 start, took, best = ~0ull;
	u32 patience;
	int round;
	u8 gate;

	for (round = 0; round < 3; round++) {
		gate = (inb(SPEAKER) & ~0x02) | 0x01;	/* count, no sound */
		outb(gate, SPEAKER);
		outb(0xb0, PIT_MODE);	/* channel 2, output rises at zero */
		outb(ticks & 0xff, PIT_CH2);
		outb(ticks >> 8, PIT_CH2);
		start = cycles();
		for (patience = 10000000; patience; patience--)
			if (inb(SPEAKER) & 0x20)
				break;
		took = cycles() - start;
		if (!patience)
			return 0;
		best = min(best, took);
	}
	return best / 10;		/* ticks lasted 10 ms */
}

static bool tick(void *arg __unused)
{
	WRITE_ONCE(jiffies, jiffies + 1);
	return true;
}

int __init clock_init(void)
{
	struct rtc_time t;
	int err, year;

	pit_reload = (PIT_HZ + HZ / 2) / HZ;
	outb(0x34, PIT_MODE);		/* channel 0, rate generator */
	outb(pit_reload & 0xff, PIT_CH0);
	outb(pit_reload >> 8, PIT_CH0);
	err = irq_attach(0, tick, NULL, "timer");
	if (err)
		return err;

	spin_lock(&rtc_lock);
	err = rtc_read(&t);
	spin_unlock(&rtc_lock);
	if (err) {
		/* A dead battery is a nuisance, no reason not to boot. */
		pr_warn("clock: no usable date (%d)\n", err);
		return 0;
	}
	/* Not every board keeps a century; these two are believable. */
	year = t.century == 19 || t.century == 20 ? t.century * 100 + t.year :
	       t.year + (t.year < 70 ? 2000 : 1900);
	boot_seconds = days_since_1970(year, t.month, t.day) * 86400 +
		       t.hour * 3600 + t.min * 60 + t.sec - jiffies / HZ;
	pr_info("clock: %d-%02u-%02u %02u:%02u:%02u\n", year, t.month, t.day,
		t.hour, t.min, t.sec);
	return 0;
}
