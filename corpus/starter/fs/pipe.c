/* SPDX-License-Identifier: MIT */
/*
 * pipe.c - a queue of bytes between processes
 *
 * The two counters only ever grow; their difference is the fill level and
 * their low bits are places in the ring. Whoever sleeps here waits for the
 * other side, so one wait queue for each side is enough.
 */
#include "vfs.h"

#define PIPE_SIZE	65536u		/* a power of two */
#define PIPE_ATOMIC	4096u		/* writes up to this do not interleave */

#define POLL_IN		0x01u
#define POLL_OUT	0x04u
#define POLL_ERR	0x08u
#define POLL_HUP	0x10u

void poll_wait(struct file *f, struct waitq *wq, struct poll_table *pt);
struct file *file_alloc(struct inode *inode, const struct file_ops *fops,
			u32 flags, void *private);

struct pipe {
	struct mutex lock;
	struct waitq readable;
	struct waitq writable;
	u32 head;		/* bytes ever written, modulo 2^32 */
	u32 tail;		/* bytes ever read */
	int readers;
	int writers;
	u8 *ring;
};

static u32 pipe_fill(const struct pipe *p)
{
	return p->head - p->tail;
}

/*
 * Copy up to n bytes out of or into the ring, in two pieces where it wraps.
 * Returns how many went through before the user's memory gave out.
 */
static u32 ring_out(struct pipe *p, u8 __user *buf, u32 n)
{
	u32 done = 0;

	while (done < n) {
		u32 at = (p->tail + done) & (PIPE_SIZE - 1);
		u32 len = min(n - done, PIPE_SIZE - at);
		u32 left = copy_to_user(buf + done, p->ring + at, len);

		done += len - left;
		if (left)
			break;
	}
	p->tail += done;
	return done;
}

static u32 ring_in(struct pipe *p, const u8 __user *buf, u32 n)
{
	u32 done = 0;

	while (done < n) {
		u32 at = (p->head + done) & (PIPE_SIZE - 1);
		u32 len = min(n - done, PIPE_SIZE - at);
		u32 left = copy_from_user(p->ring + at, buf + done, len);

		done += len - left;
		if (left)
			break;
	}
	p->head += done;
	return done;
}

static ssize_t pipe_read(struct file *f, void __user *buf, size_t n,
			 loff_t *pos __unused)
{
	struct pipe *p = f->private;
	ssize_t ret = 0;

	if (!n)
		return 0;
	mutex_lock(&p->lock);
	while (!pipe_fill(p)) {
		if (!p->writers)
			goto out;	/* end of file */
		if (f->flags & O_NONBLOCK) {
			ret = -EAGAIN;
			goto out;
		}
		ret = cond_wait(&p->readable, &p->lock);
		if (ret)
			goto out;
	}
	/* What is there now is enough; a read does not wait to be full. */
	ret = ring_out(p, buf, min_t(size_t, n, pipe_fill(p)));
	if (ret)
		wake_all(&p->writable);
	else
		ret = -EFAULT;
out:
	mutex_unlock(&p->lock);
	return ret;
}

static ssize_t pipe_write(struct file *f, const void __user *buf, size_t n,
			  loff_t *pos __unused)
{
	struct pipe *p = f->private;
	size_t done = 0;
	ssize_t err = 0;

	mutex_lock(&p->lock);
	while (done < n) {
		/* A small write waits until it fits as a whole. */
		u32 want = n <= PIPE_ATOMIC ? n : 1;
		u32 room = PIPE_SIZE - pipe_fill(p), len, copied;

		if (!p->readers) {
			err = -EPIPE;	/* the caller raises the signal */
			break;
		}
		if (room < want) {
			err = -EAGAIN;
			if (!(f->flags & O_NONBLOCK))
				err = cond_wait(&p->writable, &p->lock);
			if (err)
				break;
			continue;
		}
		len = min_t(size_t, n - done, room);
		copied = ring_in(p, (const u8 __user *)buf + done, len);
		if (copied)
			wake_all(&p->readable);
		done += copied;
		if (copied < len) {
			err = -EFAULT;
			break;
		}
	}
	mutex_unlock(&p->lock);
	return done ? (ssize_t)done : err;
}

static u32 pipe_poll(struct file *f, struct poll_table *pt)
{
	struct pipe *p = f->private;
	bool writer = f->flags & O_WRONLY;
	u32 mask = 0;

	/* Queue up first and look second, or a wake-up could slip between. */
	poll_wait(f, writer ? &p->writable : &p->readable, pt);
	mutex_lock(&p->lock);
	if (writer) {
		if (PIPE_SIZE - pipe_fill(p) >= PIPE_ATOMIC)
			mask |= POLL_OUT;
		if (!p->readers)
			mask |= POLL_ERR;
	} else {
		if (pipe_fill(p))
			mask |= POLL_IN;
		if (!p->writers)
			mask |= POLL_HUP;
	}
	mutex_unlock(&p->lock);
	return mask;
}

static void pipe_release(struct inode *inode __unused, struct file *f)
{
	struct pipe *p = f->private;
	bool last;

	mutex_lock(&p->lock);
	if (f->flags & O_WRONLY)
		p->writers--;
	else
		p->readers--;
	last = !p->readers && !p->writers;
	wake_all(&p->readable);
	wake_all(&p->writable);
	mutex_unlock(&p->lock);
	if (last) {
		kfree(p->ring);
		kfree(p);
	}
}

static const struct file_ops pipe_fops = {
	.read = pipe_read,
	.write = pipe_write,
	.poll = pipe_poll,
	.release = pipe_release,
};

/**
 * pipe_create - make a pipe
 * @flags: O_NONBLOCK or 0, for both ends
 * @end: set to the reading and the writing end
 */
int pipe_create(u32 flags, struct file *end[2])
{
	struct pipe *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	p->ring = kmalloc(PIPE_SIZE, GFP_KERNEL);
	if (!p->ring)
		goto free;
	mutex_init(&p->lock);
	waitq_init(&p->readable);
	waitq_init(&p->writable);

	end[0] = file_alloc(NULL, &pipe_fops, flags, p);
	if (!end[0])
		goto free;
	p->readers = 1;
	end[1] = file_alloc(NULL, &pipe_fops, flags | O_WRONLY, p);
	if (!end[1]) {
		file_put(end[0]);	/* and so the pipe, by its release */
		return -ENOMEM;
	}
	p->writers = 1;
	return 0;
free:
	kfree(p->ring);
	kfree(p);
	return -ENOMEM;
}
