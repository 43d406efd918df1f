/* SPDX-License-Identifier: MIT */
/*
 * syscall.c - the gate from user programs, and the limits set on them
 *
 * Each entry of the call table says what its arguments are. Pointers,
 * descriptors and flags are checked in one place, before the call itself
 * runs, so that none of them can forget to.
 */
#include "base.h"

#define USER_END	0x7ffffffff000UL
#define MAX_ARGS	4
#define MAX_IO		0x7ffff000UL

enum limit {
	LIMIT_FILES,
	LIMIT_MEMORY,
	LIMIT_STACK,
	LIMIT_CPU_SECONDS,
	NR_LIMITS,
};

#define UNLIMITED	UINT64_MAX

struct limit_pair {
	u64 soft;		/* enforced; the process may change it ... */
	u64 hard;		/* ... up to this */
};

struct sys_context {
	int uid;
	u64 usage[NR_LIMITS];
	struct limit_pair limits[NR_LIMITS];
};

enum arg_kind {
	ARG_VALUE,
	ARG_FD,
	ARG_FLAGS,		/* only the bits in spec */
	ARG_BUFFER,		/* its length is the argument number spec */
	ARG_STRUCT,		/* its size is spec */
};

struct arg_desc {
	u8 kind;
	u32 spec;
};

struct sys_entry {
	const char *name;
	long (*fn)(struct sys_context *ctx, const u64 *args);
	u8 nr_args;
	struct arg_desc arg[MAX_ARGS];
};

static const u64 limit_max[NR_LIMITS] = {
	[LIMIT_FILES]		= 65536,
	[LIMIT_MEMORY]		= UNLIMITED,
	[LIMIT_STACK]		= 64UL << 20,
	[LIMIT_CPU_SECONDS]	= UNLIMITED,
};

static DEFINE_SPINLOCK(limit_lock);

/**
 * limit_charge - account the use of a resource
 * @ctx: the process
 * @what: which resource
 * @amount: how much more it wants
 *
 * Returns -EAGAIN, and charges nothing, if that is over the limit.
 */
int limit_charge(struct sys_context *ctx, enum limit what, u64 amount)
{
	u64 max, used;
	int ret = 0;

	spin_lock(&limit_lock);
	max = ctx->limits[what].soft;
	used = ctx->usage[what];
	/* A limit lowered below the usage only stops further growth. */
	if (used > max || amount > max - used)
		ret = -EAGAIN;
	else
		ctx->usage[what] += amount;
	spin_unlock(&limit_lock);
	return ret;
}

static long sys_get_limit(struct sys_context *ctx, const u64 *args)
{
	struct limit_pair p;

	if (args[0] >= NR_LIMITS)
		return -EINVAL;
	spin_lock(&limit_lock);
	p = ctx->limits[args[0]];
	spin_unlock(&limit_lock);
	return copy_to_user((void __user *)args[1], &p, sizeof(p)) ?
		-EFAULT : 0;
}

static long sys_set_limit(struct sys_context *ctx, const u64 *args)
{
	struct limit_pair p, *cur;
	long ret = 0;

	if (args[0] >= NR_LIMITS)
		return -EINVAL;
	if (copy_from_user(&p, (const void __user *)args[1], sizeof(p)))
		return -EFAULT;
	if (p.soft > p.hard || p.hard > limit_max[args[0]])
		return -EINVAL;

	spin_lock(&limit_lock);
	cur = &ctx->limits[args[0]];
	/* Anybody may give up a right, but only root can get it back. */
	if (p.hard > cur->hard && ctx->uid != 0)
		ret = -EPERM;
	else
		*cur = p;
	spin_unlock(&limit_lock);
	return ret;
}

long sys_read(struct sys_context *ctx, const u64 *args);
long sys_write(struct sys_context *ctx, const u64 *args);
long sys_close(struct sys_context *ctx, const u64 *args);
long sys_pipe(struct sys_context *ctx, const u64 *args);

#define PIPE_FLAGS	(BIT(11) | BIT(19))	/* nonblock, close on exec */

/* The numbers are part of the interface: append, never reorder. */
static const struct sys_entry sys_table[] = {
	[0] = { "read", sys_read, 3,
		{ { ARG_FD, 0 }, { ARG_BUFFER, 2 }, { ARG_VALUE, 0 } } },
	[1] = { "write", sys_write, 3,
		{ { ARG_FD, 0 }, { ARG_BUFFER, 2 }, { ARG_VALUE, 0 } } },
	[2] = { "close", sys_close, 1, { { ARG_FD, 0 } } },
	[4] = { "pipe", sys_pipe, 2,
		{ { ARG_STRUCT, 2 * sizeof(int) }, { ARG_FLAGS, PIPE_FLAGS } } },
	[7] = { "get_limit", sys_get_limit, 2,
		{ { ARG_VALUE, 0 },
		  { ARG_STRUCT, sizeof(struct limit_pair) } } },
	[8] = { "set_limit", sys_set_limit, 2,
		{ { ARG_VALUE, 0 },
		  { ARG_STRUCT, sizeof(struct limit_pair) } } },
};

static bool user_range_ok(u64 addr, u64 size)
{
	/* Written so that no sum can overflow. */
	return size <= USER_END && addr <= USER_END - size;
}

static int check_arg(const struct sys_context *ctx, const struct arg_desc *d,
		     const u64 *args, u64 v)
{
	switch (d->kind) {
	case ARG_FD:
		if (v >= ctx->limits[LIMIT_FILES].soft)
			return -EBADF;
		return 0;
	case ARG_FLAGS:
		/* Unknown bits must fail now, to be of use in the future. */
		return v & ~(u64)d->spec ? -EINVAL : 0;
	case ARG_BUFFER:
		if (args[d->spec] > MAX_IO)
			return -EINVAL;
		return user_range_ok(v, args[d->spec]) ? 0 : -EFAULT;
	case ARG_STRUCT:
		return user_range_ok(v, d->spec) ? 0 : -EFAULT;
	default:
		return 0;
	}
}

/**
 * syscall_dispatch - entry from the assembly stub
 * @ctx: the calling process
 * @nr: number of the call, from a register
 * @args: copy of the argument registers; the process cannot change them
 */
long syscall_dispatch(struct sys_context *ctx, u64 nr, const u64 *args)
{
	const struct sys_entry *e;

	if (nr >= ARRAY_SIZE(sys_table) || !sys_table[nr].fn)
		return -ENOSYS;
	e = &sys_table[nr];
	for (int i = 0; i < e->nr_args; i++) {
		int ret = check_arg(ctx, &e->arg[i], args, args[i]);

		if (ret) {
			pr_debug("%s: argument %d is bad: %d\n", e->name, i,
				 ret);
			return ret;
		}
	}
	return e->fn(ctx, args);
}
