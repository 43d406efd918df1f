/* SPDX-License-Identifier: MIT */
/*
 * rangelock.c - advisory locks on byte ranges of a file
 *
 * An owner has at most one lock on any byte. Locking bytes that it has locked
 * already changes their type, which can cut an older lock in two; unlocking
 * is the same with a type that leaves nothing behind. The locks of a file are
 * sorted by their start. Since such locks are few, one mutex serves them all,
 * and makes it easy to look for deadlocks across files.
 */
#include "vfs.h"

#define RANGE_MAX	((u64)INT64_MAX)	/* last byte of any file */

enum range_type { RANGE_UNLOCK, RANGE_SHARED, RANGE_EXCLUSIVE };

struct range_owner {
	int pid;
	struct range_owner *blocked_on;	/* NULL unless it sleeps here */
};

struct range {
	struct list_head link;
	struct range_owner *owner;
	enum range_type type;
	u64 start;
	u64 end;		/* inclusive */
};

struct range_set {
	struct list_head ranges;
	struct waitq changed;
};

static DEFINE_MUTEX(range_lock);

void range_set_init(struct range_set *set)
{
	INIT_LIST_HEAD(&set->ranges);
	waitq_init(&set->changed);
}

static struct range *find_conflict(struct range_set *set,
				   const struct range_owner *owner,
				   enum range_type type, u64 start, u64 end)
{
	struct range *r;

	if (type == RANGE_UNLOCK)
		return NULL;
	list_for_each_entry(r, &set->ranges, link) {
		if (r->start > end)
			break;
		if (r->owner != owner && r->end >= start &&
		    (type == RANGE_EXCLUSIVE || r->type == RANGE_EXCLUSIVE))
			return r;
	}
	return NULL;
}

/*
 * Would we wait for somebody who waits for us? Everybody waits for one owner
 * at a time, so that the graph is a set of chains. None of them is a cycle
 * yet, since whoever would have closed one was turned away. A sleeper that
 * was woken but has not run counts as blocked, so that in a rare case somebody
 * is turned away without need.
 */
static bool would_deadlock(const struct range_owner *me,
			   const struct range_owner *other)
{
	for (; other; other = other->blocked_on)
		if (other == me)
			return true;
	return false;
}

static void insert(struct range_set *set, struct range *new)
{
	struct range *r;

	list_for_each_entry(r, &set->ranges, link)
		if (r->start > new->start)
			break;
	list_add_tail(&new->link, &r->link);
}

/*
 * Make room for the new range among the owner's old ones. It swallows those
 * of its own type that it touches, and cuts away the bytes it takes from the
 * others. Returns true if it has used the spare for the tail of a cut.
 */
static bool carve(struct range_set *set, struct range *new,
		  struct range *spare)
{
	struct range *r, *tmp;
	bool used = false;

	list_for_each_entry_safe(r, tmp, &set->ranges, link) {
		if (r->owner != new->owner)
			continue;
		if (r->type == new->type) {
			if (r->end + 1 < new->start || r->start > new->end + 1)
				continue;
			new->start = min(new->start, r->start);
			new->end = max(new->end, r->end);
			list_del(&r->link);
			kfree(r);
			continue;
		}
		if (r->end < new->start || r->start > new->end)
			continue;
		list_del(&r->link);
		if (r->end > new->end) {
			struct range *tail = r;

			/* Only one range can stick out at both sides. */
			if (r->start < new->start) {
				*spare = *r;
				tail = spare;
				used = true;
			}
			tail->start = new->end + 1;
			insert(set, tail);
		}
		if (r->start < new->start) {
			r->end = new->start - 1;
			insert(set, r);
		} else if (r->end <= new->end) {
			kfree(r);
		}
	}
	return used;
}

/**
 * range_set_lock - lock, change or unlock a range of bytes
 * @set: the locks of the file
 * @owner: who asks
 * @type: what is wanted
 * @start: first byte
 * @len: number of bytes; 0 means up to the end of any file
 * @wait: sleep while others hold conflicting locks
 *
 * Returns 0, -EAGAIN for a conflict, -EDEADLK if waiting would never end,
 * -EINTR after a signal, or -ENOMEM, with which nothing has changed.
 */
int range_set_lock(struct range_set *set, struct range_owner *owner,
		   enum range_type type, u64 start, u64 len, bool wait)
{
	struct range *new, *spare, *r;
	u64 end = len ? start + len - 1 : RANGE_MAX;
	int err = -ENOMEM;

	if (start > RANGE_MAX || end < start || end > RANGE_MAX)
		return -EINVAL;

	/* Even an unlock may need memory; better to fail before it starts. */
	new = kmalloc(sizeof(*new), GFP_KERNEL);
	spare = kmalloc(sizeof(*spare), GFP_KERNEL);
	if (!new || !spare)
		goto free;
	new->owner = owner;
	new->type = type;
	new->start = start;
	new->end = end;

	mutex_lock(&range_lock);
	while ((r = find_conflict(set, owner, type, start, end))) {
		err = -EAGAIN;
		if (wait)
			err = would_deadlock(owner, r->owner) ? -EDEADLK : 0;
		if (!err) {
			owner->blocked_on = r->owner;
			err = cond_wait(&set->changed, &range_lock);
			owner->blocked_on = NULL;
		}
		if (err)
			goto unlock;
	}
	err = 0;
	if (carve(set, new, spare))
		spare = NULL;
	if (type != RANGE_UNLOCK) {
		insert(set, new);
		new = NULL;
	}
	/* A change from exclusive to shared may let others in, too. */
	wake_all(&set->changed);
unlock:
	mutex_unlock(&range_lock);
free:
	kfree(new);
	kfree(spare);
	return err;
}

/* The owner closes the file, and all of its locks go. */
void range_set_release(struct range_set *set, struct range_owner *owner)
{
	struct range *r, *tmp;

	mutex_lock(&range_lock);
	list_for_each_entry_safe(r, tmp, &set->ranges, link) {
		if (r->owner == owner) {
			list_del(&r->link);
			kfree(r);
		}
	}
	wake_all(&set->changed);
	mutex_unlock(&range_lock);
}
