/* SPDX-License-Identifier: MIT */
/*
 * keyboard.c - PS/2 keyboard, and the event layer that it feeds
 *
 * The keyboard speaks scan code set 2: a byte per key, 0xf0 before it on
 * release and 0xe0 for the keys that the first keyboards did not have. Each
 * reader of events has its own ring, so that a slow one loses only its own.
 */
#include "base.h"
#include "drv.h"

#define KBD_DATA	0x60
#define KBD_STATUS	0x64
#define ST_OUT_FULL	0x01
#define ST_IN_FULL	0x02
#define ST_FROM_AUX	0x20

#define CMD_READ_CONFIG		0x20
#define CMD_WRITE_CONFIG	0x60
#define CONFIG_IRQ		0x01
#define CONFIG_TRANSLATE	0x40

#define KBD_ACK		0xfa
#define KBD_RESEND	0xfe
#define KBD_SET_LEDS	0xed
#define KBD_ENABLE	0xf4

#define EVENT_RING	64
#define REPEAT_DELAY	(HZ / 4)
#define REPEAT_PERIOD	(HZ / 30)

enum event_type { EV_KEY, EV_SYNC, EV_LOST };

/* Printable keys have the code of their character without shift. */
enum key {
	KEY_NONE = 0, KEY_BACKSPACE = 8, KEY_TAB = 9, KEY_ENTER = 10,
	KEY_ESC = 27,
	KEY_LSHIFT = 128, KEY_RSHIFT, KEY_LCTRL, KEY_RCTRL, KEY_LALT, KEY_RALT,
	KEY_CAPS, KEY_NUM, KEY_UP, KEY_DOWN, KEY_LEFT, KEY_RIGHT, KEY_HOME,
	KEY_END, KEY_INSERT, KEY_DELETE, KEY_F1, KEY_F2, KEY_F3, KEY_F4,
};

struct event {
	u64 when;
	u8 type;
	u8 code;
	s8 value;		/* 0 up, 1 down, 2 repeated */
};

struct event_reader {
	struct list_head node;
	struct event ring[EVENT_RING];
	u32 head, tail;
	bool lost;
};

static const u8 plain[128] = {
	[0x05] = KEY_F1, [0x06] = KEY_F2, [0x04] = KEY_F3, [0x0c] = KEY_F4,
	[0x0d] = KEY_TAB, [0x0e] = '`', [0x11] = KEY_LALT, [0x12] = KEY_LSHIFT,
	[0x14] = KEY_LCTRL, [0x15] = 'q', [0x16] = '1', [0x1a] = 'z',
	[0x1b] = 's', [0x1c] = 'a', [0x1d] = 'w', [0x1e] = '2', [0x21] = 'c',
	[0x22] = 'x', [0x23] = 'd', [0x24] = 'e', [0x25] = '4', [0x26] = '3',
	[0x29] = ' ', [0x2a] = 'v', [0x2b] = 'f', [0x2c] = 't', [0x2d] = 'r',
	[0x2e] = '5', [0x31] = 'n', [0x32] = 'b', [0x33] = 'h', [0x34] = 'g',
	[0x35] = 'y', [0x36] = '6', [0x3a] = 'm', [0x3b] = 'j', [0x3c] = 'u',
	[0x3d] = '7', [0x3e] = '8', [0x41] = ',', [0x42] = 'k', [0x43] = 'i',
	[0x44] = 'o', [0x45] = '0', [0x46] = '9', [0x49] = '.', [0x4a] = '/',
	[0x4b] = 'l', [0x4c] = ';', [0x4d] = 'p', [0x4e] = '-', [0x52] = '\'',
	[0x54] = '[', [0x55] = '=', [0x58] = KEY_CAPS, [0x59] = KEY_RSHIFT,
	[0x5a] = KEY_ENTER, [0x5b] = ']', [0x5d] = '\\',
	[0x66] = KEY_BACKSPACE, [0x76] = KEY_ESC, [0x77] = KEY_NUM,
};

static const struct {
	u8 scan, key;
} extended[] = {
	{ 0x11, KEY_RALT }, { 0x14, KEY_RCTRL }, { 0x4a, '/' },
	{ 0x5a, KEY_ENTER }, { 0x69, KEY_END }, { 0x6b, KEY_LEFT },
	{ 0x6c, KEY_HOME }, { 0x70, KEY_INSERT }, { 0x71, KEY_DELETE },
	{ 0x72, KEY_DOWN }, { 0x74, KEY_RIGHT }, { 0x75, KEY_UP },
};

static LIST_HEAD(readers);
static DEFINE_SPINLOCK(event_lock);

static struct {
	bool release, ext;	/* prefixes seen */
	u8 down[256 / 8];
	u8 last;		/* key that repeats */
	unsigned long repeat_at;
	u8 leds;
	u8 queue[8];		/* commands on their way out */
	unsigned int nr, resends;
} kbd;

static void ring_add(struct event_reader *r, const struct event *ev)
{
	if (r->head - r->tail < EVENT_RING)
		r->ring[r->head++ % EVENT_RING] = *ev;
	else
		r->lost = true;
}

/* Called with the lock held. SYNC tells readers that a change is complete. */
static void event_emit(u8 code, s8 value)
{
	struct event ev = { (u64)ktime_get(), EV_KEY, code, value };
	struct event sync = { ev.when, EV_SYNC, 0, 0 };
	struct event_reader *r;

	list_for_each_entry(r, &readers, node) {
		ring_add(r, &ev);
		ring_add(r, &sync);
	}
}

/**
 * event_read - take the next event
 * @r: reader
 * @ev: filled in
 *
 * After an overflow the reader first gets what is left and then one EV_LOST,
 * upon which it should forget which keys it believed to be down.
 */
bool event_read(struct event_reader *r, struct event *ev)
{
	unsigned long flags;
	bool got = true;

	spin_lock_irqsave(&event_lock, flags);
	if (r->head != r->tail) {
		*ev = r->ring[r->tail++ % EVENT_RING];
	} else if (r->lost) {
		memset(ev, 0, sizeof(*ev));
		ev->type = EV_LOST;
		r->lost = false;
	} else {
		got = false;
	}
	spin_unlock_irqrestore(&event_lock, flags);
	return got;
}

void event_attach(struct event_reader *r)
{
	unsigned long flags;

	r->head = r->tail = 0;
	r->lost = false;
	spin_lock_irqsave(&event_lock, flags);
	list_add_tail(&r->node, &readers);
	spin_unlock_irqrestore(&event_lock, flags);
}

static void controller_out(u8 val, u16 port)
{
	int patience = 10000;

	while ((inb(KBD_STATUS) & ST_IN_FULL) && --patience)
		udelay(1);
	if (patience)
		outb(val, port);
}

#define controller_write(val)	controller_out((val), KBD_DATA)
#define controller_command(val)	controller_out((val), KBD_STATUS)

/* One command byte at a time: the next waits until this one is confirmed. */
static void command(u8 val)
{
	if (kbd.nr == ARRAY_SIZE(kbd.queue))
		return;
	kbd.queue[kbd.nr++] = val;
	if (kbd.nr == 1)
		controller_write(val);
}

static void command_answer(u8 answer)
{
	if (!kbd.nr)
		return;
	if (answer == KBD_RESEND && kbd.resends++ < 3) {
		controller_write(kbd.queue[0]);
		return;
	}
	kbd.resends = 0;
	kbd.nr--;
	memmove(kbd.queue, kbd.queue + 1, kbd.nr);
	if (kbd.nr)
		controller_write(kbd.queue[0]);
}

static u8 translate(u8 scan, bool ext)
{
	size_t i;

	if (!ext)
		return scan < ARRAY_SIZE(plain) ? plain[scan] : KEY_NONE;
	for (i = 0; i < ARRAY_SIZE(extended); i++)
		if (extended[i].scan == scan)
			return extended[i].key;
	return KEY_NONE;	/* also the fake shifts around arrow keys */
}

static void key_change(u8 key, bool up)
{
	bool was = kbd.down[key / 8] & BIT(key % 8);

	if (up) {
		kbd.down[key / 8] &= ~BIT(key % 8);
		if (kbd.last == key)
			kbd.last = KEY_NONE;
		event_emit(key, 0);
		return;
	}
	/* The keyboard repeats by itself, at a rate we do not control. */
	if (was)
		return;
	kbd.down[key / 8] |= BIT(key % 8);
	event_emit(key, 1);
	if (key == KEY_CAPS || key == KEY_NUM) {
		kbd.leds ^= key == KEY_CAPS ? 4 : 2;
		command(KBD_SET_LEDS);
		command(kbd.leds);
	} else if (key < KEY_LSHIFT || key >= KEY_UP) {
		kbd.last = key;
		kbd.repeat_at = jiffies + REPEAT_DELAY;
	}
}

static void scan_byte(u8 b)
{
	u8 key;

	switch (b) {
	case KBD_ACK:
	case KBD_RESEND:
		command_answer(b);
		return;
	case 0xf0:
		kbd.release = true;
		return;
	case 0xe0:
		kbd.ext = true;
		return;
	}
	key = translate(b, kbd.ext);
	if (key != KEY_NONE)
		key_change(key, kbd.release);
	kbd.release = false;
	kbd.ext = false;
}

static bool kbd_irq(void *arg __unused)
{
	bool ours = false;
	u8 status;

	spin_lock(&event_lock);
	while ((status = inb(KBD_STATUS)) & ST_OUT_FULL) {
		if (status & ST_FROM_AUX)
			break;		/* a mouse byte; its driver reads it */
		scan_byte(inb(KBD_DATA));
		ours = true;
	}
	spin_unlock(&event_lock);
	return ours;
}

/* From the timer interrupt. */
void kbd_tick(void)
{
	spin_lock(&event_lock);
	if (kbd.last && !time_before(jiffies, kbd.repeat_at)) {
		event_emit(kbd.last, 2);
		kbd.repeat_at = jiffies + REPEAT_PERIOD;
	}
	spin_unlock(&event_lock);
}

int __init kbd_init(void)
{
	unsigned long flags;
	u8 config;
	int err;

	/* Controllers can turn set 2 into set 1; we want the real thing. */
	controller_command(CMD_READ_CONFIG);
	mdelay(1);
	config = inb(KBD_DATA) & ~CONFIG_TRANSLATE;
	controller_command(CMD_WRITE_CONFIG);
	controller_write(config | CONFIG_IRQ);

	/* Keys pressed during boot would jam the interrupt line. */
	while (inb(KBD_STATUS) & ST_OUT_FULL)
		inb(KBD_DATA);
	err = irq_attach(1, kbd_irq, NULL, "keyboard");
	if (err)
		return err;
	spin_lock_irqsave(&event_lock, flags);
	command(KBD_ENABLE);
	command(KBD_SET_LEDS);
	command(0);
	spin_unlock_irqrestore(&event_lock, flags);
	return 0;
}
