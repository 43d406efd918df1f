/* SPDX-License-Identifier: MIT */
/*
 * fbcon.c - a text console drawn into a framebuffer
 *
 * Text is kept as cells; pixels are made from them. Reading video memory is
 * very slow, so scrolling moves cells and then redraws those that changed,
 * which for text that is mostly blank are few.
 */
#include "base.h"
#include "drv.h"

#define GLYPH_W		8
#define GLYPH_H		16
#define MAX_COLS	256
#define MAX_ROWS	128
#define MAX_ARGS	4

extern const u8 console_font[256][GLYPH_H];	/* a bit per pixel, left first */

struct cell {
	u8 ch;
	u8 attr;		/* background in the upper half */
};

enum parse_state { P_TEXT, P_ESC, P_ARGS };

static const u32 palette[16] = {
	0x000000, 0xaa0000, 0x00aa00, 0xaa5500, 0x0000aa, 0xaa00aa, 0x00aaaa,
	0xaaaaaa, 0x555555, 0xff5555, 0x55ff55, 0xffff55, 0x5555ff, 0xff55ff,
	0x55ffff, 0xffffff,
};

static struct {
	spinlock_t lock;
	u8 __iomem *mem;
	u32 pitch;		/* bytes from a line to the next */
	u16 cols, rows;
	u16 x, y, saved_x, saved_y;
	u8 attr;
	u16 shown_x, shown_y;	/* where the cursor was drawn */
	enum parse_state state;
	u16 arg[MAX_ARGS];
	u8 nr_args;
	struct cell want[MAX_ROWS][MAX_COLS];
	struct cell shown[MAX_ROWS][MAX_COLS];
} con;

static void draw_cell(u16 row, u16 col, struct cell c, bool inverse)
{
	u8 __iomem *line = con.mem + row * GLYPH_H * con.pitch +
			   col * GLYPH_W * 4;
	u32 fg = palette[c.attr & 15], bg = palette[c.attr >> 4];
	const u8 *glyph = console_font[c.ch];
	int y, x;

	if (inverse)
		swap(fg, bg);
	for (y = 0; y < GLYPH_H; y++, line += con.pitch)
		for (x = 0; x < GLYPH_W; x++)
			writel(glyph[y] & (0x80 >> x) ? fg : bg, line + x * 4);
}

static void redraw(void)
{
	u16 row, col;

	/* Take the cursor away; its cell may well be the same as before. */
	con.shown[con.shown_y][con.shown_x] =
		con.want[con.shown_y][con.shown_x];
	draw_cell(con.shown_y, con.shown_x,
		  con.want[con.shown_y][con.shown_x], false);
	for (row = 0; row < con.rows; row++) {
		for (col = 0; col < con.cols; col++) {
			struct cell *w = &con.want[row][col];
			struct cell *s = &con.shown[row][col];

			if (w->ch == s->ch && w->attr == s->attr)
				continue;
			draw_cell(row, col, *w, false);
			*s = *w;
		}
	}
	draw_cell(con.y, con.x, con.want[con.y][con.x], true);
	con.shown_x = con.x;
	con.shown_y = con.y;
}

static void blank(u16 row, u16 from, u16 to)
{
	struct cell empty = { ' ', con.attr };

	while (from < to)
		con.want[row][from++] = empty;
}

static void newline(void)
{
	if (con.y + 1 < con.rows) {
		con.y++;
		return;
	}
	memmove(con.want[0], con.want[1],
		(con.rows - 1) * sizeof(con.want[0]));
	blank(con.rows - 1, 0, con.cols);
}

static u16 arg(int i, u16 missing)
{
	return i < con.nr_args && con.arg[i] ? con.arg[i] : missing;
}

static void set_attr(u16 a)
{
	static const u8 normal = 0x07;

	switch (a) {
	case 0:
		con.attr = normal;
		break;
	case 1:
		con.attr |= 0x08;
		break;
	case 7:
		con.attr = con.attr << 4 | con.attr >> 4;
		break;
	case 30 ... 37:
		con.attr = (con.attr & 0xf8) | (a - 30);
		break;
	case 39:
		con.attr = (con.attr & 0xf0) | normal;
		break;
	case 40 ... 47:
		con.attr = (con.attr & 0x0f) | (a - 40) << 4;
		break;
	case 90 ... 97:
		con.attr = (con.attr & 0xf0) | 8 | (a - 90);
		break;
	}
}

static void erase(u16 from_row, u16 to_row)
{
	while (from_row < to_row)
		blank(from_row++, 0, con.cols);
}

static void sequence(u8 final)
{
	int i;

	switch (final) {
	case 'A':
		con.y -= min(arg(0, 1), con.y);
		break;
	case 'B':
		con.y = min_t(u32, con.y + arg(0, 1), con.rows - 1);
		break;
	case 'C':
		con.x = min_t(u32, con.x + arg(0, 1), con.cols - 1);
		break;
	case 'D':
		con.x -= min(arg(0, 1), con.x);
		break;
	case 'H':
		con.y = min_t(u16, arg(0, 1), con.rows) - 1;
		con.x = min_t(u16, arg(1, 1), con.cols) - 1;
		break;
	case 'J':
		if (arg(0, 0) == 0) {
			blank(con.y, con.x, con.cols);
			erase(con.y + 1, con.rows);
		} else if (arg(0, 0) == 1) {
			erase(0, con.y);
			blank(con.y, 0, con.x + 1);
		} else {
			erase(0, con.rows);
		}
		break;
	case 'K':
		if (arg(0, 0) == 0)
			blank(con.y, con.x, con.cols);
		else
			blank(con.y, 0, arg(0, 0) == 1 ? con.x + 1 : con.cols);
		break;
	case 'm':
		for (i = 0; i < max_t(int, con.nr_args, 1); i++)
			set_attr(arg(i, 0));
		break;
	case 's':
		con.saved_x = con.x;
		con.saved_y = con.y;
		break;
	case 'u':
		con.x = con.saved_x;
		con.y = con.saved_y;
		break;
	}
}

static void text(u8 c)
{
	switch (c) {
	case 27:
		con.state = P_ESC;
		break;
	case '\n':
		con.x = 0;
		newline();
		break;
	case '\r':
		con.x = 0;
		break;
	case '\b':
		con.x -= con.x > 0;
		break;
	case '\t':
		con.x = min_t(u16, (con.x | 7) + 1, con.cols - 1);
		break;
	default:
		if (c < ' ')
			break;
		con.want[con.y][con.x].ch = c;
		con.want[con.y][con.x].attr = con.attr;
		if (++con.x == con.cols) {
			con.x = 0;
			newline();
		}
	}
}

static void feed(u8 c)
{
	switch (con.state) {
	case P_TEXT:
		text(c);
		break;
	case P_ESC:
		con.state = c == '[' ? P_ARGS : P_TEXT;
		memset(con.arg, 0, sizeof(con.arg));
		con.nr_args = 0;
		break;
	case P_ARGS:
		if (c >= '0' && c <= '9') {
			u16 *a;

			if (!con.nr_args)
				con.nr_args = 1;
			a = &con.arg[con.nr_args - 1];
			*a = min_t(u32, *a * 10u + (c - '0'), 9999);
		} else if (c == ';') {
			/* "[;5H" has an empty first argument. */
			con.nr_args = min_t(u8, max_t(u8, con.nr_args, 1) + 1,
					    MAX_ARGS);
		} else if (c >= '@' && c <= '~') {
			sequence(c);
			con.state = P_TEXT;
		}
		break;
	}
}

/**
 * fbcon_write - print text with its control sequences
 * @s: the text
 * @len: its length
 *
 * The screen is brought up to date once per call. A sequence may be split
 * over calls; the parser keeps its state.
 */
void fbcon_write(const char *s, size_t len)
{
	unsigned long flags;

	if (!con.mem)
		return;
	spin_lock_irqsave(&con.lock, flags);
	while (len--)
		feed(*s++);
	redraw();
	spin_unlock_irqrestore(&con.lock, flags);
}

/**
 * fbcon_init - start a console on a screen of 32-bit pixels
 * @phys: address of the upper left pixel
 * @width: pixels in a line
 * @height: number of lines
 * @pitch: bytes from the start of a line to the next
 */
int __init fbcon_init(phys_addr_t phys, u32 width, u32 height, u32 pitch)
{
	if (width < GLYPH_W || height < GLYPH_H || pitch < width * 4)
		return -EINVAL;
	con.mem = io_map(phys, (size_t)pitch * height);
	if (!con.mem)
		return -ENOMEM;
	spin_lock_init(&con.lock);
	con.pitch = pitch;
	con.cols = min(width / GLYPH_W, (u32)MAX_COLS);
	con.rows = min(height / GLYPH_H, (u32)MAX_ROWS);
	con.attr = 0x07;
	/* Nothing shown matches, so the first call paints everything. */
	memset(con.shown, 0xff, sizeof(con.shown));
	erase(0, con.rows);
	redraw();
	return 0;
}
