/* SPDX-License-Identifier: MIT */
/*
 * pid.c - process numbers
 *
 * Numbers are handed out in ascending order and only reused after a full
 * round, so that a stale number rarely hits a stranger. A second bitmap
 * with a bit per full word keeps the search short on a crowded machine.
 */
#include "sched.h"

#define PID_MAX		32768
#define PID_RESERVED	300	/* the second round starts here */
#define PID_WORDS	(PID_MAX / BITS_PER_LONG)
#define HASH_SIZE	1024

enum pid_role {
	PID_PROCESS,
	PID_GROUP,
	PID_SESSION,
	PID_ROLES,
};

struct pid {
	atomic_t refs;
	int nr;
	struct pid *hash_next;
	struct list_head members[PID_ROLES];
};

static u64 used[PID_WORDS];
static u64 full[DIV_ROUND_UP(PID_WORDS, BITS_PER_LONG)];
static int last_pid;
static struct pid *pid_hash[HASH_SIZE];
static DEFINE_SPINLOCK(pid_lock);

static void mark_used(int nr)
{
	int w = nr / 64;

	used[w] |= 1ULL << (nr % 64);
	if (!~used[w])
		full[w / 64] |= 1ULL << (w % 64);
}

static void mark_free(int nr)
{
	int w = nr / 64;

	used[w] &= ~(1ULL << (nr % 64));
	full[w / 64] &= ~(1ULL << (w % 64));
}

/* First word at or after w that has a free number, or PID_WORDS. */
static int next_open_word(int w)
{
	while (w < PID_WORDS) {
		u64 open = ~full[w / 64] & (~0ULL << (w % 64));

		if (open)
			return (w & ~63) + __builtin_ctzll(open);
		w = (w & ~63) + 64;
	}
	return PID_WORDS;
}

static int find_free(int from)
{
	int w = from / 64;
	u64 bits;

	if (from >= PID_MAX)
		return -EAGAIN;
	/* The first word counts from the middle only. */
	bits = ~used[w] & (~0ULL << (from % 64));
	if (!bits) {
		w = next_open_word(w + 1);
		if (w == PID_WORDS)
			return -EAGAIN;
		bits = ~used[w];
	}
	return w * 64 + __builtin_ctzll(bits);
}

/**
 * pid_alloc - get a number that is not in use
 *
 * Returns the new pid with one reference, or an error pointer: -ENOMEM, or
 * -EAGAIN when all the numbers are taken.
 */
struct pid *pid_alloc(void)
{
	struct pid *pid = kzalloc(sizeof(*pid), GFP_KERNEL);
	int nr;

	if (!pid)
		return ERR_PTR(-ENOMEM);
	atomic_set(&pid->refs, 1);
	for (int i = 0; i < PID_ROLES; i++)
		INIT_LIST_HEAD(&pid->members[i]);

	spin_lock(&pid_lock);
	nr = find_free(last_pid + 1);
	if (nr < 0)
		nr = find_free(PID_RESERVED);
	if (nr < 0) {
		spin_unlock(&pid_lock);
		kfree(pid);
		pr_warn("pid: all %d numbers are in use\n", PID_MAX);
		return ERR_PTR(nr);
	}
	mark_used(nr);
	last_pid = nr;
	pid->nr = nr;
	pid->hash_next = pid_hash[nr % HASH_SIZE];
	pid_hash[nr % HASH_SIZE] = pid;
	spin_unlock(&pid_lock);
	return pid;
}

/* Drop a reference; the last one makes the number available again. */
void pid_put(struct pid *pid)
{
	struct pid **link;

	if (!pid)
		return;
	/* Under the lock, or a lookup could revive a dying pid. */
	spin_lock(&pid_lock);
	if (!atomic_dec_and_test(&pid->refs)) {
		spin_unlock(&pid_lock);
		return;
	}
	link = &pid_hash[pid->nr % HASH_SIZE];
	while (*link != pid)
		link = &(*link)->hash_next;
	*link = pid->hash_next;
	mark_free(pid->nr);
	spin_unlock(&pid_lock);

	for (int i = 0; i < PID_ROLES; i++)
		WARN_ON(!list_empty(&pid->members[i]));
	kfree(pid);
}

/**
 * pid_find - look a number up
 *
 * Returns the pid with a reference for the caller, or NULL.
 */
struct pid *pid_find(int nr)
{
	struct pid *pid;

	if (nr <= 0 || nr >= PID_MAX)
		return NULL;
	spin_lock(&pid_lock);
	for (pid = pid_hash[nr % HASH_SIZE]; pid; pid = pid->hash_next) {
		if (pid->nr == nr) {
			atomic_inc(&pid->refs);
			break;
		}
	}
	spin_unlock(&pid_lock);
	return pid;
}

/*
 * A task holds a reference in every role it plays. A group outlives its
 * leader that way: the number stays taken while any member is left.
 */
void pid_attach(struct pid *pid, enum pid_role role, struct list_head *link)
{
	atomic_inc(&pid->refs);
	spin_lock(&pid_lock);
	list_add_tail(link, &pid->members[role]);
	spin_unlock(&pid_lock);
}

void pid_detach(struct pid *pid, struct list_head *link)
{
	spin_lock(&pid_lock);
	list_del(link);
	spin_unlock(&pid_lock);
	pid_put(pid);
}
