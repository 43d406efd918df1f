/* SPDX-License-Identifier: MIT */
/*
 * loop.c - a block device whose sectors are the bytes of a file
 *
 * Reading and writing a file may sleep, and may even wait for other blocks,
 * while a submitter may not want to wait that long. The ios are thus queued
 * for a thread of the device, which carries them out in order of arrival.
 */
#include "blk.h"
#include "../fs/vfs.h"

struct loop {
	struct blk_device bdev;
	struct file *backing;
	loff_t offset;			/* of sector 0 in the file */
	struct mutex lock;
	struct waitq work;
	struct waitq idle;
	struct list_head queue;
	bool stopping;
	bool stopped;
};

/* Move one io's data; short transfers go on until nothing more comes. */
static int loop_transfer(struct loop *lo, struct blk_io *io)
{
	loff_t pos = lo->offset + ((loff_t)io->sector << SECTOR_SHIFT);
	size_t left = (size_t)io->nsect << SECTOR_SHIFT;
	u8 *data = io->data;
	ssize_t n;

	while (left) {
		if (io->op == BLK_WRITE)
			n = file_write_at(lo->backing, data, left, pos);
		else
			n = file_read_at(lo->backing, data, left, pos);
		if (n == -EINTR)
			continue;
		if (n < 0)
			return n;
		if (n == 0) {
			if (io->op == BLK_WRITE)
				return -EIO;
			/* The file was cut after we measured it. */
			memset(data, 0, left);
			break;
		}
		data += n;
		pos += n;
		left -= n;
	}
	return 0;
}

static int loop_execute(struct loop *lo, struct blk_io *io)
{
	int err;

	switch (io->op) {
	case BLK_WRITE:
		if (lo->bdev.read_only)
			return -EROFS;
		fallthrough;
	case BLK_READ:
		err = loop_transfer(lo, io);
		if (err)
			pr_err("%s: sector %llu: error %d from the file\n",
			       lo->bdev.name, (unsigned long long)io->sector,
			       err);
		return err == -ENOSPC ? err : err ? -EIO : 0;
	case BLK_FLUSH:
		return file_sync(lo->backing);
	default:
		return -EOPNOTSUPP;
	}
}

static int loop_thread(void *arg)
{
	struct loop *lo = arg;
	struct blk_io *io;

	mutex_lock(&lo->lock);
	for (;;) {
		while (list_empty(&lo->queue) && !lo->stopping)
			cond_wait_uninterruptible(&lo->work, &lo->lock);
		if (list_empty(&lo->queue))
			break;		/* stopping, and all is done */
		io = list_first_entry(&lo->queue, struct blk_io, link);
		list_del(&io->link);
		mutex_unlock(&lo->lock);

		blk_complete(io, loop_execute(lo, io));

		mutex_lock(&lo->lock);
	}
	lo->stopped = true;
	/* Still under the lock: the waiter frees lo once it can take it. */
	wake_all(&lo->idle);
	mutex_unlock(&lo->lock);
	return 0;
}

static void loop_submit(struct blk_device *bdev, struct blk_io *io)
{
	struct loop *lo = container_of(bdev, struct loop, bdev);
	int err = 0;

	if (io->op != BLK_FLUSH && !blk_in_range(io)) {
		blk_complete(io, -EIO);
		return;
	}
	mutex_lock(&lo->lock);
	if (lo->stopping) {
		err = -ENXIO;
	} else {
		list_add_tail(&io->link, &lo->queue);
		wake_all(&lo->work);
	}
	mutex_unlock(&lo->lock);
	if (err)
		blk_complete(io, err);
}

static void loop_stop(struct loop *lo)
{
	mutex_lock(&lo->lock);
	lo->stopping = true;
	wake_all(&lo->work);
	while (!lo->stopped)
		cond_wait_uninterruptible(&lo->idle, &lo->lock);
	mutex_unlock(&lo->lock);
}

static void loop_release(struct blk_device *bdev)
{
	struct loop *lo = container_of(bdev, struct loop, bdev);

	loop_stop(lo);
	file_put(lo->backing);
	kfree(lo);
}

static const struct blk_device_ops loop_ops = {
	.submit = loop_submit,
	.release = loop_release,
};

/**
 * loop_attach - make a block device of a file
 * @index: number in the name, as in loop0
 * @f: the open file; the device takes over the caller's reference
 * @offset: where in the file the device begins
 *
 * Bytes after the last whole sector cannot be reached. On failure the caller
 * keeps the file.
 */
struct blk_device *loop_attach(int index, struct file *f, loff_t offset)
{
	struct loop *lo;
	int err;

	if (!S_ISREG(f->inode->mode) || offset < 0 ||
	    offset > f->inode->size - (loff_t)SECTOR_SIZE)
		return ERR_PTR(-EINVAL);

	lo = kzalloc(sizeof(*lo), GFP_KERNEL);
	if (!lo)
		return ERR_PTR(-ENOMEM);
	mutex_init(&lo->lock);
	waitq_init(&lo->work);
	waitq_init(&lo->idle);
	INIT_LIST_HEAD(&lo->queue);
	lo->backing = f;
	lo->offset = offset;
	snprintf(lo->bdev.name, sizeof(lo->bdev.name), "loop%d", index);
	lo->bdev.capacity = (f->inode->size - offset) >> SECTOR_SHIFT;
	lo->bdev.block_size = 1024;
	lo->bdev.read_only = !(f->flags & O_ACCMODE);
	lo->bdev.ops = &loop_ops;

	err = kthread_start(lo->bdev.name, loop_thread, lo);
	if (err)
		goto free;
	err = blk_register(&lo->bdev);
	if (err)
		goto stop;
	return &lo->bdev;

stop:
	loop_stop(lo);
free:
	kfree(lo);
	return ERR_PTR(err);
}
