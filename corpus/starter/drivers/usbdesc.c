/* SPDX-License-Identifier: MIT */
/*
 * usbdesc.c - turns a device's configuration descriptor into a tree
 *
 * The device sends a flat sequence in which nesting is only implied: an
 * endpoint belongs to the interface before it. Devices get lengths and counts
 * wrong often, some of them on purpose, so what a descriptor claims is
 * believed only as far as the bytes at hand support it.
 */
#include "base.h"
#include "drv.h"

enum usb_desc_type {
	USB_DEVICE = 1, USB_CONFIG = 2, USB_STRING = 3, USB_INTERFACE = 4,
	USB_ENDPOINT = 5,
};

enum usb_speed { USB_LOW, USB_FULL, USB_HIGH };
enum usb_xfer { XFER_CONTROL, XFER_ISOC, XFER_BULK, XFER_INTERRUPT };

#define MAX_INTERFACES	16
#define MAX_ENDPOINTS	8

struct usb_endpoint {
	u8 number;
	bool in;
	enum usb_xfer type;
	u16 packet;
	u8 bursts;		/* packets per microframe */
	u32 interval_us;	/* 0: whenever there is room */
};

struct usb_interface {
	u8 number, alternate;
	u8 class, subclass, protocol;
	u8 nr_endpoints;
	struct usb_endpoint ep[MAX_ENDPOINTS];
	const u8 *extra;	/* class descriptors, into the raw bytes */
	u16 extra_len;
};

struct usb_config {
	u8 value;
	bool self_powered, wakeup;
	u16 milliamps;
	u8 nr_interfaces;	/* alternates count separately */
	struct usb_interface intf[MAX_INTERFACES];
	u16 len;
	u8 raw[];
};

static u16 le16_at(const u8 *p)
{
	return p[0] | p[1] << 8;
}

/*
 * What bInterval means depends on speed and type: frames, or microframes as
 * a power of two. Values out of range are pulled in, as hosts have always
 * done, or half of all mice would not work.
 */
static u32 interval_us(enum usb_speed speed, enum usb_xfer type, u8 val)
{
	if (type == XFER_CONTROL || type == XFER_BULK)
		return 0;
	if (speed == USB_HIGH)
		return 125u << (clamp((int)val, 1, 16) - 1);
	if (type == XFER_ISOC)
		return 1000u << (clamp((int)val, 1, 16) - 1);
	return 1000u * max_t(u8, val, speed == USB_LOW ? 10 : 1);
}

/* The largest packet that each speed allows for each type; 0 is "never". */
static const u16 max_packet[3][4] = {
	[USB_LOW]  = { 8, 0, 0, 8 },
	[USB_FULL] = { 64, 1023, 64, 64 },
	[USB_HIGH] = { 64, 1024, 512, 1024 },
};

static int add_endpoint(struct usb_interface *intf, const u8 *d,
			enum usb_speed speed)
{
	struct usb_endpoint *ep, *e;
	u16 limit;
	int i;

	if (d[0] < 7 || !(d[2] & 15))
		return -EBADMSG;
	if (intf->nr_endpoints == MAX_ENDPOINTS)
		return -ENOSPC;
	ep = &intf->ep[intf->nr_endpoints];
	ep->number = d[2] & 15;
	ep->in = d[2] & 0x80;
	ep->type = d[3] & 3;
	ep->packet = le16_at(d + 4) & 0x7ff;
	ep->bursts = 1;
	if (speed == USB_HIGH &&
	    (ep->type == XFER_ISOC || ep->type == XFER_INTERRUPT))
		ep->bursts += min((le16_at(d + 4) >> 11) & 3, 2);
	ep->interval_us = interval_us(speed, ep->type, d[6]);

	for (i = 0; i < intf->nr_endpoints; i++) {
		e = &intf->ep[i];
		if (e->number == ep->number && e->in == ep->in)
			return -EEXIST;
	}
	limit = max_packet[speed][ep->type];
	if (!limit)
		return -EPROTO;
	if (ep->packet > limit) {
		pr_warn("usb: endpoint %u: packet of %u cut to %u\n",
			ep->number, ep->packet, limit);
		ep->packet = limit;
	}
	intf->nr_endpoints++;
	return 0;
}

static struct usb_interface *add_interface(struct usb_config *cfg, const u8 *d)
{
	struct usb_interface *intf;
	int i;

	if (d[0] < 9 || cfg->nr_interfaces == MAX_INTERFACES)
		return NULL;
	for (i = 0; i < cfg->nr_interfaces; i++)
		if (cfg->intf[i].number == d[2] &&
		    cfg->intf[i].alternate == d[3])
			return NULL;
	intf = &cfg->intf[cfg->nr_interfaces++];
	intf->number = d[2];
	intf->alternate = d[3];
	intf->class = d[5];
	intf->subclass = d[6];
	intf->protocol = d[7];
	return intf;
}

/**
 * usb_parse_config - parse what a device answered
 * @data: the configuration descriptor and all that came after it
 * @len: number of bytes
 * @speed: speed at which the device runs
 *
 * Bad interfaces and endpoints are left out and the rest is used; only bytes
 * that cannot be walked at all make the whole fail.
 *
 * Return: the tree, to be freed by kfree(), or an error pointer.
 */
struct usb_config *usb_parse_config(const u8 *data, u16 len,
				    enum usb_speed speed)
{
	struct usb_interface *intf = NULL;
	struct usb_config *cfg;
	u16 total, at;
	const u8 *d;
	int err;

	if (len < 9 || data[0] < 9 || data[1] != USB_CONFIG)
		return ERR_PTR(-EBADMSG);
	total = min(le16_at(data + 2), len);
	cfg = kzalloc(sizeof(*cfg) + total, GFP_KERNEL);
	if (!cfg)
		return ERR_PTR(-ENOMEM);
	memcpy(cfg->raw, data, total);
	cfg->len = total;
	cfg->value = data[5];
	cfg->self_powered = data[7] & 0x40;
	cfg->wakeup = data[7] & 0x20;
	cfg->milliamps = data[8] * 2;

	for (at = data[0]; at + 2 <= total; at += d[0]) {
		d = cfg->raw + at;
		/* A length of 0 would keep us here for ever. */
		if (d[0] < 2 || d[0] > total - at) {
			pr_warn("usb: descriptor of %u bytes at %u of %u\n",
				d[0], at, total);
			break;
		}
		switch (d[1]) {
		case USB_INTERFACE:
			intf = add_interface(cfg, d);
			break;
		case USB_ENDPOINT:
			if (!intf)
				break;
			err = add_endpoint(intf, d, speed);
			if (err)
				pr_warn("usb: interface %u: endpoint %#x: %d\n",
					intf->number, d[2], err);
			break;
		default:
			/* Class descriptors follow their interface at once. */
			if (!intf || intf->nr_endpoints)
				break;
			if (!intf->extra)
				intf->extra = d;
			intf->extra_len = d + d[0] - intf->extra;
			break;
		}
	}
	if (!cfg->nr_interfaces) {
		kfree(cfg);
		return ERR_PTR(-ENODEV);
	}
	if (cfg->nr_interfaces < data[4])
		pr_warn("usb: %u interfaces promised, %u found\n", data[4],
			cfg->nr_interfaces);
	return cfg;
}

/**
 * usb_find_endpoint - choose an endpoint of an interface
 * @intf: interface
 * @type: kind of transfer
 * @in: direction, true is towards us
 */
const struct usb_endpoint *usb_find_endpoint(const struct usb_interface *intf,
					     enum usb_xfer type, bool in)
{
	int i;

	for (i = 0; i < intf->nr_endpoints; i++)
		if (intf->ep[i].type == type && intf->ep[i].in == in)
			return &intf->ep[i];
	return NULL;
}

/**
 * usb_string - turn a string descriptor into UTF-8
 * @d: the descriptor, in UTF-16
 * @len: bytes that were received of it
 * @out: buffer
 * @room: its size; the text is cut between characters and always ends in 0
 *
 * Return: length of the text or -EBADMSG.
 */
int usb_string(const u8 *d, u16 len, char *out, size_t room)
{
	size_t n = 0, need;
	u32 c, low;
	u16 i;

	if (len < 2 || d[0] < 2 || d[1] != USB_STRING || !room)
		return -EBADMSG;
	len = min_t(u16, len, d[0]) & ~1;
	for (i = 2; i < len; i += 2) {
		c = le16_at(d + i);
		if (c >= 0xd800 && c < 0xdc00 && i + 4 <= len) {
			low = le16_at(d + i + 2);
			if (low >= 0xdc00 && low < 0xe000) {
				c = 0x10000 + ((c - 0xd800) << 10) +
				    (low - 0xdc00);
				i += 2;
			}
		}
		if (c < 0x20 || (c >= 0xd800 && c < 0xe000))
			c = '?';	/* half a pair, or a control character */
		need = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
		if (n + need >= room)
			break;
		switch (need) {
		case 1:
			out[n++] = c;
			continue;
		case 2:
			out[n++] = 0xc0 | c >> 6;
			break;
		case 3:
			out[n++] = 0xe0 | c >> 12;
			out[n++] = 0x80 | ((c >> 6) & 63);
			break;
		default:
			out[n++] = 0xf0 | c >> 18;
			out[n++] = 0x80 | ((c >> 12) & 63);
			out[n++] = 0x80 | ((c >> 6) & 63);
			break;
		}
		out[n++] = 0x80 | (c & 63);
	}
	out[n] = '\0';
	return n;
}
