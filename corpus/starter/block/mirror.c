/* SPDX-License-Identifier: MIT */
/*
 * mirror.c - RAID-1: one device made of several equal ones
 *
 * A write goes to every working leg and succeeds if any of them took it; a
 * leg that failed a write no longer holds the truth and is dropped. A read
 * goes to one leg, the one whose head is nearest, and moves on to the next
 * when it fails. The last leg is never dropped: its errors are real errors.
 */
#include "blk.h"

#define MAX_LEGS	4

struct leg {
	struct blk_device *bdev;
	bool failed;
	sector_t head;		/* end of the last read, a guess at the arm */
	atomic_t pending;
};

struct mirror {
	struct blk_device bdev;
	spinlock_t lock;	/* the legs' state and nr_working */
	int nr_legs;
	int nr_working;
	struct leg leg[MAX_LEGS];
};

/* One io to the mirror, and its copies for the legs. */
struct mirror_io {
	struct mirror *m;
	struct blk_io *parent;
	atomic_t remaining;
	atomic_t good;		/* copies that succeeded */
	u32 tried;		/* legs that a read has used, as bits */
	struct blk_io copy[MAX_LEGS];
};

static void mirror_fail_leg(struct mirror *m, int i)
{
	unsigned long flags;
	bool dropped = false;

	spin_lock_irqsave(&m->lock, flags);
	if (!m->leg[i].failed && m->nr_working > 1) {
		m->leg[i].failed = true;
		m->nr_working--;
		dropped = true;
	}
	spin_unlock_irqrestore(&m->lock, flags);
	if (dropped)
		pr_err("%s: %s failed, %d of %d legs left\n", m->bdev.name,
		       m->leg[i].bdev->name, m->nr_working, m->nr_legs);
}

static int choose_leg(struct mirror *m, sector_t sector, u32 nsect, u32 tried)
{
	sector_t best_dist = 0;
	int best = -1, best_load = 0;
	unsigned long flags;

	spin_lock_irqsave(&m->lock, flags);
	for (int i = 0; i < m->nr_legs; i++) {
		struct leg *leg = &m->leg[i];
		int load = atomic_read(&leg->pending);
		sector_t dist = leg->head > sector ? leg->head - sector :
						     sector - leg->head;

		if (leg->failed || (tried & BIT(i)))
			continue;
		/* A sequential stream stays on its leg, whatever the load. */
		if (!dist) {
			best = i;
			break;
		}
		if (best < 0 || load < best_load ||
		    (load == best_load && dist < best_dist)) {
			best = i;
			best_load = load;
			best_dist = dist;
		}
	}
	if (best >= 0)
		m->leg[best].head = sector + nsect;
	spin_unlock_irqrestore(&m->lock, flags);
	return best;
}

static void send_copy(struct mirror_io *mio, int i,
		      void (*done)(struct blk_io *io))
{
	struct blk_io *copy = &mio->copy[i];

	*copy = *mio->parent;
	INIT_LIST_HEAD(&copy->link);
	copy->dev = mio->m->leg[i].bdev;
	copy->done = done;
	copy->private = mio;
	atomic_inc(&mio->m->leg[i].pending);
	blk_submit(copy);
}

static void finish(struct mirror_io *mio, int status)
{
	struct blk_io *parent = mio->parent;

	kfree(mio);
	blk_complete(parent, status);
}

static void read_done(struct blk_io *copy);

static void send_read(struct mirror_io *mio)
{
	struct blk_io *io = mio->parent;
	int i = choose_leg(mio->m, io->sector, io->nsect, mio->tried);

	if (i < 0) {
		finish(mio, -EIO);
		return;
	}
	mio->tried |= BIT(i);
	send_copy(mio, i, read_done);
}

/*
 * A failed read does not condemn a leg: most often one sector is weak
 * and the next write to it makes the drive remap it.
 */
static void read_done(struct blk_io *copy)
{
	struct mirror_io *mio = copy->private;
	struct mirror *m = mio->m;
	int i = copy - mio->copy;

	atomic_dec(&m->leg[i].pending);
	if (!copy->status) {
		finish(mio, 0);
		return;
	}
	pr_warn("%s: read error on %s, sector %llu\n", m->bdev.name,
		copy->dev->name, (unsigned long long)copy->sector);
	send_read(mio);
}

static void put_write(struct mirror_io *mio)
{
	if (atomic_dec_and_test(&mio->remaining))
		finish(mio, atomic_read(&mio->good) ? 0 : -EIO);
}

static void write_done(struct blk_io *copy)
{
	struct mirror_io *mio = copy->private;
	int i = copy - mio->copy;

	atomic_dec(&mio->m->leg[i].pending);
	/* A leg may refuse discards for good; only lost data counts. */
	if (!copy->status || copy->op == BLK_DISCARD)
		atomic_inc(&mio->good);
	else
		mirror_fail_leg(mio->m, i);
	put_write(mio);
}

static void mirror_submit(struct blk_device *bdev, struct blk_io *io)
{
	struct mirror *m = container_of(bdev, struct mirror, bdev);
	struct mirror_io *mio;

	if (!blk_in_range(io)) {
		blk_complete(io, -EIO);
		return;
	}
	mio = kzalloc(sizeof(*mio), GFP_ATOMIC);
	if (!mio) {
		blk_complete(io, -ENOMEM);
		return;
	}
	mio->m = m;
	mio->parent = io;
	if (io->op == BLK_READ) {
		send_read(mio);
		return;
	}

	/* Our own count keeps mio alive until all of the copies are out. */
	atomic_set(&mio->remaining, 1);
	for (int i = 0; i < m->nr_legs; i++) {
		if (READ_ONCE(m->leg[i].failed))
			continue;
		atomic_inc(&mio->remaining);
		send_copy(mio, i, write_done);
	}
	put_write(mio);
}

static void mirror_release(struct blk_device *bdev)
{
	kfree(container_of(bdev, struct mirror, bdev));
}

static const struct blk_device_ops mirror_ops = {
	.submit = mirror_submit,
	.release = mirror_release,
};

/**
 * mirror_create - join devices into a mirror
 * @name: name of the new device
 * @legs: devices with the same contents
 * @nr: how many
 *
 * The mirror is as large as its smallest leg.
 */
struct blk_device *mirror_create(const char *name, struct blk_device **legs,
				 int nr)
{
	struct mirror *m;
	int err;

	if (nr < 2 || nr > MAX_LEGS)
		return ERR_PTR(-EINVAL);
	m = kzalloc(sizeof(*m), GFP_KERNEL);
	if (!m)
		return ERR_PTR(-ENOMEM);
	spin_lock_init(&m->lock);
	m->nr_legs = m->nr_working = nr;
	m->bdev.capacity = legs[0]->capacity;
	for (int i = 0; i < nr; i++) {
		m->leg[i].bdev = legs[i];
		m->bdev.capacity = min(m->bdev.capacity, legs[i]->capacity);
		m->bdev.read_only |= legs[i]->read_only;
	}
	snprintf(m->bdev.name, sizeof(m->bdev.name), "%s", name);
	m->bdev.block_size = legs[0]->block_size;
	m->bdev.ops = &mirror_ops;
	err = blk_register(&m->bdev);
	if (err) {
		kfree(m);
		return ERR_PTR(err);
	}
	return &m->bdev;
}
