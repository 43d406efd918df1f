/* SPDX-License-Identifier: MIT */
/*
 * hwmon.c - the board controller: temperature, fan and watchdog
 *
 * One chip behind an index and a data port holds all three, and they belong
 * together in another way too: if the loop that cools the machine stops, the
 * watchdog is what ends the matter.
 */
#include "base.h"
#include "drv.h"

#define HW_INDEX	0x295
#define HW_DATA		0x296

enum hw_reg {
	HW_ADC = 0x20,		/* thermistor, 10 bits in two registers */
	HW_TACH = 0x28,		/* 16 bits; clock ticks per turn */
	HW_PWM = 0x30,
	HW_WD_COUNT = 0x38,	/* seconds; writing reloads */
	HW_WD_CTL = 0x39,
};

#define WD_ENABLE	0x01
#define WD_FIRED	0x80	/* the last reset was ours; write to clear */
#define TACH_CLOCK	90000u
#define WD_TIMEOUT	30
#define WD_CLIENTS	8

#define TARGET_MC	62000	/* thousandths of a degree */
#define CRITICAL_MC	98000
#define PWM_MIN		50	/* below this the fan does not start */
#define PWM_MAX		255

/* The thermistor's curve; between these points a straight line is close. */
static const struct {
	u16 adc;
	s32 mc;
} curve[] = {
	{ 76, 110000 }, { 98, 100000 }, { 128, 90000 }, { 168, 80000 },
	{ 221, 70000 }, { 289, 60000 }, { 374, 50000 }, { 472, 40000 },
	{ 577, 30000 }, { 679, 20000 }, { 769, 10000 }, { 842, 0 },
};

struct wd_client {
	const char *name;
	unsigned long period;		/* jiffies */
	unsigned long last;
};

static DEFINE_SPINLOCK(hw_lock);

static struct {
	s32 integral;			/* of the error, in degree-seconds */
	s32 last_mc;
	int pwm;
	int stalled;			/* checks in a row without a turn */
	struct wd_client client[WD_CLIENTS];
	bool wd_on;
	bool bad_sensor;
} hw;

static u8 hw_read(u8 reg)
{
	outb(reg, HW_INDEX);
	return inb(HW_DATA);
}

static void hw_write(u8 reg, u8 val)
{
	outb(reg, HW_INDEX);
	outb(val, HW_DATA);
}

/* Reading the high byte freezes the low one until it is read. */
static u16 hw_read16(u8 reg)
{
	u16 hi = hw_read(reg);

	return hi << 8 | hw_read(reg + 1);
}

/* Thousandths of a degree, or -EIO for a broken or shorted sensor. */
static int read_temp(s32 *mc)
{
	u16 adc = hw_read16(HW_ADC) & 0x3ff;
	s32 span, part;
	size_t i;

	if (adc < 8 || adc > 1015)
		return -EIO;
	if (adc <= curve[0].adc) {
		*mc = curve[0].mc;
		return 0;
	}
	for (i = 1; i < ARRAY_SIZE(curve); i++) {
		if (adc > curve[i].adc)
			continue;
		span = curve[i].adc - curve[i - 1].adc;
		part = adc - curve[i - 1].adc;
		*mc = curve[i - 1].mc +
		      (curve[i].mc - curve[i - 1].mc) * part / span;
		return 0;
	}
	*mc = curve[ARRAY_SIZE(curve) - 1].mc;
	return 0;
}

static u32 fan_rpm(void)
{
	u16 ticks = hw_read16(HW_TACH);

	return ticks && ticks != 0xffff ? TACH_CLOCK * 60 / ticks : 0;
}

/*
 * One step per second of a PID controller. The integral is held still while
 * the output is at its limit, or a hot hour would keep the fan loud for
 * another one.
 */
static int control(s32 mc)
{
	s32 error = (mc - TARGET_MC) / 100;	/* tenths of a degree */
	s32 slope = (mc - hw.last_mc) / 100;
	s32 out;

	hw.last_mc = mc;
	out = 80 + (error * 12 + hw.integral / 4 + slope * 20) / 10;
	if ((out < PWM_MAX || error < 0) && (out > PWM_MIN || error > 0))
		hw.integral = clamp(hw.integral + error, -4000, 4000);
	return clamp(out, PWM_MIN, PWM_MAX);
}

/* A fan that stands still is kicked with full power every other time. */
static int check_fan(int pwm)
{
	if (fan_rpm()) {
		hw.stalled = 0;
		return pwm;
	}
	hw.stalled++;
	if (hw.stalled == 5)
		pr_err("hwmon: fan does not turn\n");
	return hw.stalled & 1 ? PWM_MAX : pwm;
}

/**
 * watchdog_join - promise to call watchdog_alive() regularly
 * @name: shown if the promise is broken
 * @period_ms: longest time between two calls
 *
 * Return: a ticket for the calls. The hardware is reloaded only while every
 * client keeps its promise, so one that hangs cannot hide behind the others.
 */
int watchdog_join(const char *name, unsigned int period_ms)
{
	unsigned long flags;
	int i, ticket = -ENOSPC;

	spin_lock_irqsave(&hw_lock, flags);
	for (i = 0; i < WD_CLIENTS; i++) {
		if (hw.client[i].name)
			continue;
		hw.client[i].name = name;
		hw.client[i].period = msecs_to_jiffies(period_ms);
		hw.client[i].last = jiffies;
		ticket = i;
		break;
	}
	if (ticket >= 0 && !hw.wd_on) {
		hw_write(HW_WD_COUNT, WD_TIMEOUT);
		hw_write(HW_WD_CTL, WD_ENABLE);
		hw.wd_on = true;
	}
	spin_unlock_irqrestore(&hw_lock, flags);
	return ticket;
}

void watchdog_alive(int ticket)
{
	WRITE_ONCE(hw.client[ticket].last, jiffies);
}

void watchdog_leave(int ticket)
{
	unsigned long flags;
	bool anyone = false;
	int i;

	spin_lock_irqsave(&hw_lock, flags);
	hw.client[ticket].name = NULL;
	for (i = 0; i < WD_CLIENTS; i++)
		anyone = anyone || hw.client[i].name;
	if (!anyone) {
		hw_write(HW_WD_CTL, 0);
		hw.wd_on = false;
	}
	spin_unlock_irqrestore(&hw_lock, flags);
}

static void feed_watchdog(void)
{
	const struct wd_client *c;
	int i;

	for (i = 0; i < WD_CLIENTS; i++) {
		c = &hw.client[i];
		if (!c->name || !time_after(jiffies, c->last + c->period))
			continue;
		/* Say who it was while there is still somebody to say it. */
		pr_err("watchdog: %s is silent for %lu s, reset follows\n",
		       c->name, (jiffies - c->last) / HZ);
		return;
	}
	if (hw.wd_on)
		hw_write(HW_WD_COUNT, WD_TIMEOUT);
}

/**
 * hwmon_tick - measure, cool and feed; runs once a second
 */
void hwmon_tick(void)
{
	unsigned long flags;
	bool critical = false;
	int pwm = PWM_MAX;	/* not knowing is treated as being hot */
	s32 mc = 0;

	spin_lock_irqsave(&hw_lock, flags);
	if (!read_temp(&mc)) {
		pwm = control(mc);
		critical = mc >= CRITICAL_MC;
		hw.bad_sensor = false;
	} else if (!hw.bad_sensor) {
		hw.bad_sensor = true;
		pr_err("hwmon: sensor failed, fan at full speed\n");
	}
	pwm = check_fan(critical ? PWM_MAX : pwm);
	/* Small changes do nothing for the heat, but the ear hears them. */
	if (pwm == PWM_MAX || pwm > hw.pwm + 3 || pwm < hw.pwm - 3) {
		hw_write(HW_PWM, pwm);
		hw.pwm = pwm;
	}
	feed_watchdog();
	spin_unlock_irqrestore(&hw_lock, flags);
	if (critical)
		panic("hwmon: %d.%03d degrees", mc / 1000, mc % 1000);
}

int __init hwmon_init(void)
{
	unsigned long flags;

	spin_lock_irqsave(&hw_lock, flags);
	hw.last_mc = TARGET_MC;
	if (hw_read(HW_WD_CTL) & WD_FIRED) {
		pr_warn("hwmon: the watchdog caused the last reset\n");
		hw_write(HW_WD_CTL, WD_FIRED);
	}
	hw_write(HW_PWM, PWM_MAX);
	hw.pwm = PWM_MAX;
	spin_unlock_irqrestore(&hw_lock, flags);
	return 0;
}
