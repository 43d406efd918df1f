/* SPDX-License-Identifier: MIT */
/*
 * route.c - routing table as a path-compressed binary trie
 *
 * A node stands for a prefix. Its children are longer prefixes that begin
 * with it and differ in the next bit; runs of bits at which nothing branches
 * take no nodes. A node may hold a route or exist only as a fork. A lookup
 * walks down and remembers the last route it passed, which is the longest
 * match.
 */
#include "base.h"
#include "net.h"

struct route {
	struct netdev *dev;
	u32 gateway;		/* 0: destination is on the wire */
	u16 metric;
};

struct rt_node {
	u32 key;
	u8 bits;
	bool has_route;
	struct route rt;
	struct rt_node *child[2];
};

static struct rt_node *root;
static DEFINE_SPINLOCK(rt_lock);

/* Shifting a 32-bit value by 32 is undefined, and /0 would do that. */
static inline u32 prefix_mask(u8 bits)
{
	return bits ? ~0u << (32 - bits) : 0;
}

static inline int bit_at(u32 key, u8 pos)
{
	return (key >> (31 - pos)) & 1;
}

static u8 common_bits(u32 a, u32 b, u8 most)
{
	u32 diff = a ^ b;
	u8 n = diff ? __builtin_clz(diff) : 32;

	return min(n, most);
}

static struct rt_node *node_new(u32 key, u8 bits)
{
	struct rt_node *n = kzalloc(sizeof(*n), GFP_ATOMIC);

	if (n) {
		n->key = key & prefix_mask(bits);
		n->bits = bits;
	}
	return n;
}

/*
 * Return the node for a prefix, making it, and perhaps a fork above it, if it
 * is new. Both are allocated before anything is linked.
 */
static struct rt_node *node_get(u32 key, u8 bits)
{
	struct rt_node **link = &root, *n, *leaf, *fork;
	u8 same;

	while ((n = *link)) {
		same = common_bits(key, n->key, min(bits, n->bits));
		if (same < n->bits)
			break;
		if (n->bits == bits)
			return n;
		link = &n->child[bit_at(key, n->bits)];
	}

	leaf = node_new(key, bits);
	if (!leaf)
		return NULL;
	if (!n) {
		*link = leaf;
		return leaf;
	}
	if (same == bits) {
		/* The new prefix is the beginning of n's. */
		leaf->child[bit_at(n->key, bits)] = n;
		*link = leaf;
		return leaf;
	}
	fork = node_new(key, same);
	if (!fork) {
		kfree(leaf);
		return NULL;
	}
	fork->child[bit_at(key, same)] = leaf;
	fork->child[bit_at(n->key, same)] = n;
	*link = fork;
	return leaf;
}

/**
 * route_add - add a route or replace a worse one
 * @dst: network address; bits past the prefix are ignored
 * @bits: length of the prefix, 0 for the default route
 * @dev: device that leads there
 * @gateway: next router, or 0
 * @metric: preference, lower wins
 */
int route_add(u32 dst, u8 bits, struct netdev *dev, u32 gateway, u16 metric)
{
	struct rt_node *n;
	unsigned long flags;
	int err = 0;

	if (bits > 32 || !dev)
		return -EINVAL;

	spin_lock_irqsave(&rt_lock, flags);
	n = node_get(dst & prefix_mask(bits), bits);
	if (!n) {
		err = -ENOMEM;
	} else if (n->has_route && n->rt.metric <= metric) {
		err = -EEXIST;
	} else {
		n->rt.dev = dev;
		n->rt.gateway = gateway;
		n->rt.metric = metric;
		n->has_route = true;
	}
	spin_unlock_irqrestore(&rt_lock, flags);
	return err;
}

/* Take out a node that neither routes nor forks; its only child moves up. */
static void collapse(struct rt_node **link)
{
	struct rt_node *n = *link;

	if (!n || n->has_route || (n->child[0] && n->child[1]))
		return;
	*link = n->child[0] ? n->child[0] : n->child[1];
	kfree(n);
}

int route_del(u32 dst, u8 bits)
{
	struct rt_node **link = &root, **up = NULL, *n;
	unsigned long flags;
	int err = -ESRCH;

	if (bits > 32)
		return -EINVAL;
	dst &= prefix_mask(bits);

	spin_lock_irqsave(&rt_lock, flags);
	while ((n = *link) && n->bits < bits) {
		up = link;
		link = &n->child[bit_at(dst, n->bits)];
	}
	if (n && n->bits == bits && n->key == dst && n->has_route) {
		n->has_route = false;
		collapse(link);
		/* The parent may have been a fork for this node alone. */
		if (up)
			collapse(up);
		err = 0;
	}
	spin_unlock_irqrestore(&rt_lock, flags);
	return err;
}

/**
 * route_lookup - find the way to a host
 * @dst: its address
 * @hop: set to the neighbour to hand the packet to
 *
 * Return: the device to use, or NULL if no route matches.
 */
struct netdev *route_lookup(u32 dst, u32 *hop)
{
	struct netdev *dev = NULL;
	struct rt_node *n;
	unsigned long flags;

	spin_lock_irqsave(&rt_lock, flags);
	for (n = root; n; n = n->child[bit_at(dst, n->bits)]) {
		if ((dst & prefix_mask(n->bits)) != n->key)
			break;
		if (n->has_route && (n->rt.dev->flags & NETDEV_UP)) {
			dev = n->rt.dev;
			*hop = n->rt.gateway ? n->rt.gateway : dst;
		}
		if (n->bits == 32)
			break;
	}
	spin_unlock_irqrestore(&rt_lock, flags);
	return dev;
}

/**
 * route_dump - print the table in order of address
 *
 * The trie is at most 33 deep, so a small array serves as the stack.
 */
void route_dump(void)
{
	struct rt_node *stack[40], *n;
	unsigned long flags;
	int top = 0;

	spin_lock_irqsave(&rt_lock, flags);
	if (root)
		stack[top++] = root;
	while (top) {
		n = stack[--top];
		if (n->has_route)
			pr_info("%u.%u.%u.%u/%u dev %s via %08x metric %u\n",
				n->key >> 24, (n->key >> 16) & 255,
				(n->key >> 8) & 255, n->key & 255, n->bits,
				n->rt.dev->name, n->rt.gateway, n->rt.metric);
		if (n->child[1])
			stack[top++] = n->child[1];
		if (n->child[0])
			stack[top++] = n->child[0];
	}
	spin_unlock_irqrestore(&rt_lock, flags);
}
