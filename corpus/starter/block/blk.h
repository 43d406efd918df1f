/* SPDX-License-Identifier: MIT */
/*
 * blk.h - the contract between block drivers, the queue and their users
 *
 * A driver registers a blk_device and is handed blk_io's through submit().
 * It finishes each of them exactly once with blk_complete(), from any context,
 * and possibly before submit() has returned.
 */
#ifndef BLK_H
#define BLK_H

#include "base.h"

#define SECTOR_SHIFT	9
#define SECTOR_SIZE	(1u << SECTOR_SHIFT)

enum blk_op {
	BLK_READ,
	BLK_WRITE,
	BLK_FLUSH,
	BLK_DISCARD,
};

struct blk_device;

struct blk_io {
	struct list_head link;		/* for whoever owns the io just now */
	struct blk_device *dev;
	enum blk_op op;
	sector_t sector;
	u32 nsect;
	u8 *data;
	int status;
	void (*done)(struct blk_io *io);
	void *private;
};

struct blk_device_ops {
	void (*submit)(struct blk_device *dev, struct blk_io *io);
	void (*release)(struct blk_device *dev);
};

struct blk_device {
	struct list_head link;
	char name[16];
	sector_t capacity;
	u32 block_size;			/* of the file system on it, in bytes */
	bool read_only;
	const struct blk_device_ops *ops;
	void *private;
};

int blk_register(struct blk_device *dev);
void blk_unregister(struct blk_device *dev);
int blk_rw_sync(struct blk_device *dev, enum blk_op op, sector_t sector,
		u32 nsect, void *data);

static inline void blk_submit(struct blk_io *io)
{
	io->dev->ops->submit(io->dev, io);
}

static inline void blk_complete(struct blk_io *io, int status)
{
	io->status = status;
	if (io->done)
		io->done(io);
}

/* True when the io lies within the device; written so as not to overflow. */
static inline bool blk_in_range(const struct blk_io *io)
{
	return io->nsect <= io->dev->capacity &&
	       io->sector <= io->dev->capacity - io->nsect;
}

/* Cached blocks, see buffer.c */
#define BUF_VALID	0x1u
#define BUF_DIRTY	0x2u

struct buf {
	struct list_head hash;
	struct list_head lru;		/* linked only while refs is 0 */
	struct list_head dirty;
	struct blk_device *dev;
	u64 block;
	u32 flags;
	int refs;
	struct mutex lock;		/* held over I/O and by modifiers */
	u8 *data;
};

struct buf *buf_get(struct blk_device *dev, u64 block);
struct buf *buf_read(struct blk_device *dev, u64 block);
void buf_put(struct buf *b);
void buf_mark_dirty(struct buf *b);
int buf_sync(struct blk_device *dev);

/* Sleeping; cond_wait() drops the mutex while asleep, -EINTR on a signal. */
struct waiter {
	struct list_head link;
	void (*wake)(struct waiter *w);
};

struct waitq {
	spinlock_t lock;
	struct list_head waiters;
};

void waitq_init(struct waitq *wq);
void waitq_add(struct waitq *wq, struct waiter *w);
void waitq_del(struct waitq *wq, struct waiter *w);
int cond_wait(struct waitq *wq, struct mutex *held);
void cond_wait_uninterruptible(struct waitq *wq, struct mutex *held);
void wake_all(struct waitq *wq);

int kthread_start(const char *name, int (*fn)(void *arg), void *arg);

#endif /* BLK_H */
