/* SPDX-License-Identifier: MIT */
/*
 * elevator.c - request queue that sorts, merges and keeps deadlines
 *
 * A disk arm serves neighbouring sectors cheaply, so requests are kept sorted
 * and handed out in one upward sweep that starts over at the bottom. Sorting
 * alone would starve a distant request; each one therefore also stands in a
 * first-in first-out list with a deadline. Reads go before writes, since a
 * process waits for nearly every read and for almost no write.
 *
 * The queue may reorder any two ios. A user that needs order (the journal)
 * waits for the first io before it submits the second.
 */
#include "blk.h"

#define BATCH_MAX	16	/* sorted requests between two choices */
#define WRITES_STARVED	2	/* read batches that may overtake a write */

enum { DIR_READ, DIR_WRITE, NR_DIRS };

static const unsigned int expire_ms[NR_DIRS] = {
	[DIR_READ] = 500,
	[DIR_WRITE] = 5000,
};

/* One transfer for the drive: the ios in it are adjacent on disk. */
struct io_request {
	struct list_head by_sector;
	struct list_head by_age;
	struct list_head ios;
	sector_t sector;
	u32 nsect;
	unsigned long deadline;
	int dir;
};

struct io_queue {
	spinlock_t lock;
	struct list_head sorted[NR_DIRS];
	struct list_head fifo[NR_DIRS];
	sector_t head;			/* where the last request ended */
	u32 max_sectors;		/* limit of the controller */
	unsigned int batch;		/* left of the current batch */
	unsigned int starved;
	int dir;
	unsigned long nr_merged;
};

void queue_init(struct io_queue *q, u32 max_sectors)
{
	memset(q, 0, sizeof(*q));
	spin_lock_init(&q->lock);
	for (int d = 0; d < NR_DIRS; d++) {
		INIT_LIST_HEAD(&q->sorted[d]);
		INIT_LIST_HEAD(&q->fifo[d]);
	}
	q->max_sectors = max_sectors;
}

/*
 * Glue the io to a queued request that it touches. Growing at the front moves
 * the start of a request down, but never past its predecessor's end unless
 * the two overlap, which the buffer lock rules out; the order stays intact.
 */
static bool try_merge(struct io_queue *q, struct blk_io *io, int dir)
{
	struct io_request *rq;

	list_for_each_entry(rq, &q->sorted[dir], by_sector) {
		if (rq->sector > io->sector + io->nsect)
			break;
		if (rq->nsect + io->nsect > q->max_sectors)
			continue;
		if (rq->sector + rq->nsect == io->sector) {
			list_add_tail(&io->link, &rq->ios);
		} else if (io->sector + io->nsect == rq->sector) {
			list_add(&io->link, &rq->ios);
			rq->sector = io->sector;
		} else {
			continue;
		}
		rq->nsect += io->nsect;
		q->nr_merged++;
		return true;
	}
	return false;
}

static void insert_sorted(struct io_queue *q, struct io_request *rq)
{
	struct list_head *pos;

	/* From the tail: streams of rising sectors find their place at once. */
	for (pos = q->sorted[rq->dir].prev; pos != &q->sorted[rq->dir];
	     pos = pos->prev)
		if (list_entry(pos, struct io_request, by_sector)->sector <=
		    rq->sector)
			break;
	list_add(&rq->by_sector, pos);
}

/**
 * queue_add - queue a read or a write
 * @q: the queue
 * @io: the io, finished later through the request that takes it up
 *
 * Returns 0, -EINVAL for an io that no single request can hold, or -ENOMEM.
 */
int queue_add(struct io_queue *q, struct blk_io *io)
{
	int dir = io->op == BLK_WRITE ? DIR_WRITE : DIR_READ;
	struct io_request *rq;
	unsigned long flags;

	if (io->op > BLK_WRITE || !io->nsect || io->nsect > q->max_sectors)
		return -EINVAL;

	spin_lock_irqsave(&q->lock, flags);
	if (try_merge(q, io, dir)) {
		spin_unlock_irqrestore(&q->lock, flags);
		return 0;
	}
	rq = kzalloc(sizeof(*rq), GFP_ATOMIC);
	if (rq) {
		INIT_LIST_HEAD(&rq->ios);
		list_add(&io->link, &rq->ios);
		rq->sector = io->sector;
		rq->nsect = io->nsect;
		rq->dir = dir;
		rq->deadline = jiffies + msecs_to_jiffies(expire_ms[dir]);
		insert_sorted(q, rq);
		list_add_tail(&rq->by_age, &q->fifo[dir]);
	}
	spin_unlock_irqrestore(&q->lock, flags);
	return rq ? 0 : -ENOMEM;
}

/* First request at or above the head; NULL when the sweep has ended. */
static struct io_request *next_upward(struct io_queue *q, int dir)
{
	struct io_request *rq;

	list_for_each_entry(rq, &q->sorted[dir], by_sector)
		if (rq->sector >= q->head)
			return rq;
	return NULL;
}

static int choose_dir(struct io_queue *q)
{
	bool writes = !list_empty(&q->fifo[DIR_WRITE]);

	if (list_empty(&q->fifo[DIR_READ]))
		return writes ? DIR_WRITE : -1;
	if (writes && q->starved++ >= WRITES_STARVED)
		return DIR_WRITE;
	return DIR_READ;
}

/**
 * queue_next - take the request that the drive should do now
 * @q: the queue
 *
 * Returns a request that belongs to the caller, or NULL from an empty queue.
 */
struct io_request *queue_next(struct io_queue *q)
{
	struct io_request *rq = NULL;
	unsigned long flags;

	spin_lock_irqsave(&q->lock, flags);
	if (q->batch)
		rq = next_upward(q, q->dir);
	if (!rq) {
		q->dir = choose_dir(q);
		if (q->dir < 0) {
			q->dir = DIR_READ;
			goto out;
		}
		if (q->dir == DIR_WRITE)
			q->starved = 0;
		q->batch = BATCH_MAX;
		rq = list_first_entry(&q->fifo[q->dir], struct io_request,
				      by_age);
		if (time_before(jiffies, rq->deadline)) {
			rq = next_upward(q, q->dir);
			if (!rq)
				rq = list_first_entry(&q->sorted[q->dir],
						      struct io_request,
						      by_sector);
		}
	}
	q->batch--;
	q->head = rq->sector + rq->nsect;
	list_del(&rq->by_sector);
	list_del(&rq->by_age);
out:
	spin_unlock_irqrestore(&q->lock, flags);
	return rq;
}

/**
 * queue_finish - complete all ios of a request and free it
 * @rq: a request from queue_next()
 * @status: 0 or a negative error
 */
void queue_finish(struct io_request *rq, int status)
{
	struct blk_io *io, *tmp;

	list_for_each_entry_safe(io, tmp, &rq->ios, link) {
		list_del(&io->link);
		blk_complete(io, status);
	}
	kfree(rq);
}
