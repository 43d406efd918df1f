/* SPDX-License-Identifier: MIT */
/*
 * filter.c - a virtual machine that decides which packets to keep
 *
 * Programs come from users, so nothing about them is trusted. The checker
 * accepts only those whose jumps lead forward and which end in a verdict;
 * such a program visits each instruction at most once and needs no limit on
 * its time. What cannot be known before, the packet's length, is tested by
 * every load, and a load that misses ends the program with "drop".
 *
 * The machine has an accumulator A, an index X and 16 words of memory.
 */
#include "base.h"
#include "net.h"

#define FILTER_MAX	512
#define FILTER_WORDS	16

enum filter_op {
	F_LOADB, F_LOADH, F_LOADW,	/* A = packet[k], big endian */
	F_LOADXB, F_LOADXH,		/* A = packet[X + k] */
	F_LEN,				/* A = length of the packet */
	F_IMM, F_IMMX,			/* A or X = k */
	F_IPHLEN,			/* X = 4 * (packet[k] & 15) */
	F_GET, F_PUT,			/* A from or to memory[k] */
	F_A2X, F_X2A,
	F_ADD, F_SUB, F_MUL, F_DIV,	/* A = A op k */
	F_AND, F_OR, F_SHL, F_SHR,
	F_JUMP,				/* skip k */
	F_JEQ, F_JGT, F_JGE, F_JSET,	/* skip t or f after testing with k */
	F_JEQX,				/* the same, against X */
	F_KEEP,				/* keep the first k bytes */
	F_KEEPA,			/* keep the first A bytes */
	F_NR_OPS
};

struct filter_insn {
	u8 op;
	u8 t, f;
	u8 pad;
	u32 k;
};

struct filter {
	u32 len;
	atomic_t refs;
	u64 seen, kept;
	struct filter_insn insn[];
};

static bool is_branch(u8 op)
{
	return op >= F_JEQ && op <= F_JEQX;
}

/*
 * Memory may be read only where every path has written it before, or a
 * program could look at what the stack held. "written" has, for each
 * instruction, the words surely written when it is reached; paths that meet
 * leave the intersection.
 */
static int check_memory(const struct filter_insn *in, u32 len)
{
	u16 *written, have;
	int err = 0;
	u32 i;

	written = kmalloc(len * sizeof(*written), GFP_KERNEL);
	if (!written)
		return -ENOMEM;
	memset(written, 0xff, len * sizeof(*written));
	written[0] = 0;
	for (i = 0; i < len && !err; i++) {
		have = written[i];
		if (in[i].op == F_PUT)
			have |= BIT(in[i].k);
		else if (in[i].op == F_GET && !(have & BIT(in[i].k)))
			err = -EACCES;

		if (in[i].op == F_JUMP) {
			written[i + 1 + in[i].k] &= have;
		} else if (is_branch(in[i].op)) {
			written[i + 1 + in[i].t] &= have;
			written[i + 1 + in[i].f] &= have;
		} else if (in[i].op < F_KEEP) {
			written[i + 1] &= have;
		}
	}
	kfree(written);
	return err;
}

/**
 * filter_check - decide whether a program is safe to run
 * @in: its instructions
 * @len: their number
 *
 * Return: 0, or an error after naming the culprit in the log.
 */
int filter_check(const struct filter_insn *in, u32 len)
{
	const char *why = NULL;
	u32 i, left;

	if (!len || len > FILTER_MAX)
		return -EINVAL;
	for (i = 0; i < len; i++) {
		left = len - i - 1;	/* instructions behind this one */
		if (in[i].op >= F_NR_OPS)
			why = "unknown operation";
		else if (in[i].op == F_JUMP && in[i].k >= left)
			why = "jump past the end";
		else if (is_branch(in[i].op) && max(in[i].t, in[i].f) >= left)
			why = "branch past the end";
		else if (in[i].op == F_DIV && !in[i].k)
			why = "division by zero";
		else if ((in[i].op == F_SHL || in[i].op == F_SHR) &&
			 in[i].k > 31)
			why = "shift too far";
		else if ((in[i].op == F_GET || in[i].op == F_PUT) &&
			 in[i].k >= FILTER_WORDS)
			why = "no such memory word";
		else if (!left && in[i].op != F_KEEP && in[i].op != F_KEEPA)
			why = "no verdict at the end";
		if (why) {
			pr_debug("filter: %u: %s\n", i, why);
			return -EINVAL;
		}
	}
	return check_memory(in, len);
}

/* Written so that neither sum can wrap around. */
static bool load(const u8 *data, u32 len, u64 at, u32 size, u32 *val)
{
	if (at + size > len)
		return false;
	switch (size) {
	case 1:
		*val = data[at];
		break;
	case 2:
		*val = get16(data + at);
		break;
	default:
		*val = get32(data + at);
		break;
	}
	return true;
}

/**
 * filter_run - run a checked program
 * @fl: the program
 * @data: packet
 * @len: its length
 *
 * Return: how many bytes to keep, 0 to drop.
 */
u32 filter_run(const struct filter *fl, const u8 *data, u32 len)
{
	const struct filter_insn *pc = fl->insn;
	u32 mem[FILTER_WORDS], a = 0, x = 0;

	for (;; pc++) {
		const struct filter_insn *cur = pc;
		u32 k = pc->k;
		bool yes = false, ok = true;

		switch ((enum filter_op)pc->op) {
		case F_LOADB:	ok = load(data, len, k, 1, &a); break;
		case F_LOADH:	ok = load(data, len, k, 2, &a); break;
		case F_LOADW:	ok = load(data, len, k, 4, &a); break;
		case F_LOADXB:	ok = load(data, len, (u64)x + k, 1, &a); break;
		case F_LOADXH:	ok = load(data, len, (u64)x + k, 2, &a); break;
		case F_IPHLEN:
			ok = load(data, len, k, 1, &x);
			x = (x & 15) * 4;
			break;
		case F_LEN:	a = len; break;
		case F_IMM:	a = k; break;
		case F_IMMX:	x = k; break;
		case F_GET:	a = mem[k]; break;
		case F_PUT:	mem[k] = a; break;
		case F_A2X:	x = a; break;
		case F_X2A:	a = x; break;
		case F_ADD:	a += k; break;
		case F_SUB:	a -= k; break;
		case F_MUL:	a *= k; break;
		case F_DIV:	a /= k; break;
		case F_AND:	a &= k; break;
		case F_OR:	a |= k; break;
		case F_SHL:	a <<= k; break;
		case F_SHR:	a >>= k; break;
		case F_JUMP:	pc += k; break;
		case F_JEQ:	yes = a == k; break;
		case F_JGT:	yes = a > k; break;
		case F_JGE:	yes = a >= k; break;
		case F_JSET:	yes = a & k; break;
		case F_JEQX:	yes = a == x; break;
		case F_KEEP:	return min(k, len);
		case F_KEEPA:	return min(a, len);
		case F_NR_OPS:	ok = false; break;
		}
		if (!ok)
			return 0;
		if (is_branch(cur->op))
			pc += yes ? cur->t : cur->f;
	}
}

/**
 * filter_load - copy a program in, check it and make it ready to run
 * @user: the instructions in the caller's memory
 * @len: their number
 */
struct filter *filter_load(const struct filter_insn __user *user, u32 len)
{
	struct filter *fl;
	int err;

	if (!len || len > FILTER_MAX)
		return ERR_PTR(-EINVAL);
	fl = kzalloc(sizeof(*fl) + len * sizeof(fl->insn[0]), GFP_KERNEL);
	if (!fl)
		return ERR_PTR(-ENOMEM);
	fl->len = len;
	atomic_set(&fl->refs, 1);
	/* Check our copy: the caller's may change under our eyes. */
	err = -EFAULT;
	if (copy_from_user(fl->insn, user, len * sizeof(fl->insn[0])))
		goto fail;
	err = filter_check(fl->insn, len);
	if (err)
		goto fail;
	return fl;
fail:
	kfree(fl);
	return ERR_PTR(err);
}

/* Keeps, cuts or frees a packet; the answer says whether it still exists. */
bool filter_packet(struct filter *fl, struct pktbuf *p)
{
	u32 keep = filter_run(fl, p->data, p->len);

	fl->seen++;
	if (!keep) {
		pkt_free(p);
		return false;
	}
	fl->kept++;
	p->len = keep;
	return true;
}

void filter_put(struct filter *fl)
{
	if (atomic_dec_and_test(&fl->refs))
		kfree(fl);
}
