/* SPDX-License-Identifier: MIT */
/*
 * uart16550.c - serial ports of the 16550 family
 *
 * Bytes move between the chip and two rings in memory from the interrupt
 * handler. The console path polls instead, because it must work when nothing
 * else does.
 */
#include "base.h"
#include "drv.h"

enum uart_reg {
	REG_DATA = 0,	/* divisor low while DLAB is set */
	REG_IER = 1,	/* divisor high while DLAB is set */
	REG_IIR = 2,	/* read; writes go to the FIFO control */
	REG_LCR = 3,
	REG_MCR = 4,
	REG_LSR = 5,
	REG_MSR = 6,
};

#define IER_RX		0x01
#define IER_TX		0x02
#define IER_LINE	0x04
#define LCR_DLAB	0x80
#define LCR_8N1		0x03
#define MCR_DTR_RTS	0x03
#define MCR_OUT2	0x08	/* gates the interrupt line on PCs */
#define MCR_LOOP	0x10
#define LSR_DATA	0x01
#define LSR_OVERRUN	0x02
#define LSR_PARITY	0x04
#define LSR_FRAME	0x08
#define LSR_TX_EMPTY	0x20

#define UART_CLOCK	1843200u
#define RING		1024	/* a power of two */

struct ring {
	u8 buf[RING];
	u32 head, tail;		/* run freely; only their distance counts */
};

struct uart {
	u16 base;
	int irq;
	u8 ier;
	u8 fifo;		/* bytes the transmit FIFO takes */
	spinlock_t lock;
	struct ring rx, tx;
	u32 overruns, errors, lost;
};

static bool ring_put(struct ring *r, u8 c)
{
	if (r->head - r->tail == RING)
		return false;
	r->buf[r->head++ % RING] = c;
	return true;
}

static bool ring_get(struct ring *r, u8 *c)
{
	if (r->head == r->tail)
		return false;
	*c = r->buf[r->tail++ % RING];
	return true;
}

static u8 rd(const struct uart *u, enum uart_reg reg)
{
	return inb(u->base + reg);
}

static void wr(const struct uart *u, enum uart_reg reg, u8 val)
{
	outb(val, u->base + reg);
}

static void receive(struct uart *u)
{
	u8 lsr, c;

	while ((lsr = rd(u, REG_LSR)) & LSR_DATA) {
		c = rd(u, REG_DATA);
		if (lsr & LSR_OVERRUN)
			u->overruns++;
		/* The byte itself is suspect after these, so drop it. */
		if (lsr & (LSR_PARITY | LSR_FRAME)) {
			u->errors++;
			continue;
		}
		if (!ring_put(&u->rx, c))
			u->lost++;
	}
}

static void transmit(struct uart *u)
{
	int room = u->fifo;
	u8 c;

	while (room-- && ring_get(&u->tx, &c))
		wr(u, REG_DATA, c);
	if (u->tx.head == u->tx.tail) {
		/* Or the empty FIFO would interrupt us for ever. */
		u->ier &= ~IER_TX;
		wr(u, REG_IER, u->ier);
	}
}

static bool uart_irq(void *arg)
{
	struct uart *u = arg;
	bool ours = false;
	int spins = 64;		/* a broken chip must not hang us here */
	u8 iir;

	spin_lock(&u->lock);
	while (spins-- && !((iir = rd(u, REG_IIR)) & 1)) {
		ours = true;
		switch (iir & 0x0f) {
		case 0x06:	/* line status; reading it is the cure */
		case 0x04:	/* data */
		case 0x0c:	/* data that sat in the FIFO for a while */
			receive(u);
			break;
		case 0x02:
			transmit(u);
			break;
		default:
			rd(u, REG_MSR);
			break;
		}
	}
	spin_unlock(&u->lock);
	return ours;
}

/**
 * uart_set_baud - choose a line speed
 * @u: port
 * @baud: bits per second
 *
 * Return: -ERANGE if the nearest speed is off by more than 3%, at which point
 * the last bit of a byte is no longer sampled safely.
 */
int uart_set_baud(struct uart *u, u32 baud)
{
	u32 div, real, off;
	unsigned long flags;

	if (!baud || baud > UART_CLOCK / 16)
		return -EINVAL;
	div = (UART_CLOCK + baud * 8) / (baud * 16);
	if (div > 0xffff)
		return -ERANGE;
	real = UART_CLOCK / (div * 16);
	off = real > baud ? real - baud : baud - real;
	if (off > baud / 33)
		return -ERANGE;

	spin_lock_irqsave(&u->lock, flags);
	wr(u, REG_LCR, LCR_DLAB | LCR_8N1);
	wr(u, REG_DATA, div & 0xff);
	wr(u, REG_IER, div >> 8);
	wr(u, REG_LCR, LCR_8N1);
	spin_unlock_irqrestore(&u->lock, flags);
	return 0;
}

ssize_t uart_write(struct uart *u, const u8 *buf, size_t len)
{
	unsigned long flags;
	size_t n = 0;

	spin_lock_irqsave(&u->lock, flags);
	while (n < len && ring_put(&u->tx, buf[n]))
		n++;
	if (n && !(u->ier & IER_TX)) {
		u->ier |= IER_TX;
		wr(u, REG_IER, u->ier);
	}
	spin_unlock_irqrestore(&u->lock, flags);
	return n ? (ssize_t)n : -EAGAIN;
}

ssize_t uart_read(struct uart *u, u8 *buf, size_t len)
{
	unsigned long flags;
	size_t n = 0;

	spin_lock_irqsave(&u->lock, flags);
	while (n < len && ring_get(&u->rx, &buf[n]))
		n++;
	spin_unlock_irqrestore(&u->lock, flags);
	return n ? (ssize_t)n : -EAGAIN;
}

/* For the console: no lock, no interrupt, bounded patience. */
void uart_put_polled(struct uart *u, u8 c)
{
	int patience = 100000;

	while (!(rd(u, REG_LSR) & LSR_TX_EMPTY) && --patience)
		cpu_relax();
	wr(u, REG_DATA, c);
}

/* What we send must come back when the chip is told to talk to itself. */
static bool loopback_works(struct uart *u)
{
	bool ok;

	wr(u, REG_MCR, MCR_LOOP | MCR_DTR_RTS);
	wr(u, REG_DATA, 0xa5);
	mdelay(2);
	ok = (rd(u, REG_LSR) & LSR_DATA) && rd(u, REG_DATA) == 0xa5;
	wr(u, REG_MCR, MCR_DTR_RTS | MCR_OUT2);
	return ok;
}

/**
 * uart_probe - look for a port and set it up
 * @base: first of its eight registers
 * @irq: its interrupt line
 */
struct uart *uart_probe(u16 base, int irq)
{
	struct uart *u = kzalloc(sizeof(*u), GFP_KERNEL);
	int err;

	if (!u)
		return ERR_PTR(-ENOMEM);
	u->base = base;
	u->irq = irq;
	spin_lock_init(&u->lock);

	wr(u, REG_IER, 0);
	err = uart_set_baud(u, 115200);
	if (err)
		goto fail;
	if (!loopback_works(u)) {
		err = -ENODEV;
		goto fail;
	}
	/* Enable and clear the FIFOs; the top bits tell if they exist. */
	wr(u, REG_IIR, 0x87);
	u->fifo = (rd(u, REG_IIR) & 0xc0) == 0xc0 ? 16 : 1;

	err = irq_attach(irq, uart_irq, u, "uart");
	if (err)
		goto fail;
	u->ier = IER_RX | IER_LINE;
	wr(u, REG_IER, u->ier);
	pr_info("uart: port %#x irq %d, %u byte fifo\n", base, irq, u->fifo);
	return u;
fail:
	kfree(u);
	return ERR_PTR(err);
}
