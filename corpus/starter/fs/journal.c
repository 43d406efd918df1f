/* SPDX-License-Identifier: MIT */
/*
 * journal.c - a write-ahead log of metadata blocks
 *
 * A change such as a rename touches several blocks, and a crash must not let
 * only some of them reach the disk. The new contents are first written to the
 * log as one transaction:
 *
 *	descriptor (target block numbers) | copies of the blocks | commit
 *
 * and go to their places only after the commit block is stable. After a crash
 * every transaction with a valid commit block is copied again to its places,
 * which is harmless to repeat; the first one without it ends the log.
 */
#include "vfs.h"

#define JMAGIC		0x6a6c6f67u

enum jtype { J_HEADER = 1, J_DESCRIPTOR, J_COMMIT };

struct jblock {
	le32 magic;
	le32 type;
	le64 seq;
	le32 count;		/* blocks in the transaction */
	le32 sum;		/* commit: of the descriptor and the copies */
	le64 arg[];		/* header: {tail}; descriptor: targets */
};

struct journal {
	struct blk_device *bdev;
	u64 start;		/* block of the header; the ring follows it */
	u32 size;		/* blocks in the ring */
	u32 head, tail;		/* where to write next; oldest live block */
	u64 seq, tail_seq;	/* of the next and of the oldest transaction */
	struct mutex lock;	/* one transaction at a time */
	struct buf **bufs;
	u32 count, max;
	bool aborted;
};

static u32 add_sum(u32 sum, const u8 *p, size_t len)
{
	while (len--)
		sum = (sum << 5 | sum >> 27) ^ (*p++ + 0x9e3779b9u);
	return sum;
}

static u32 ring_used(const struct journal *j)
{
	return (j->head + j->size - j->tail) % j->size;
}

static int log_io(struct journal *j, enum blk_op op, u32 pos, void *data)
{
	u32 spb = j->bdev->block_size >> SECTOR_SHIFT;

	return blk_rw_sync(j->bdev, op, (j->start + 1 + pos % j->size) * spb,
			   spb, data);
}

static void fill(struct jblock *jb, enum jtype type, u64 seq, u32 count)
{
	jb->magic = cpu_to_le32(JMAGIC);
	jb->type = cpu_to_le32(type);
	jb->seq = cpu_to_le64(seq);
	jb->count = cpu_to_le32(count);
	jb->sum = 0;
}

static bool is_block(const struct jblock *jb, enum jtype type, u64 seq)
{
	return le32_to_cpu(jb->magic) == JMAGIC &&
	       le32_to_cpu(jb->type) == type && le64_to_cpu(jb->seq) == seq;
}

static int write_header(struct journal *j)
{
	u32 spb = j->bdev->block_size >> SECTOR_SHIFT;
	struct jblock *jb = kzalloc(j->bdev->block_size, GFP_KERNEL);
	int err;

	if (!jb)
		return -ENOMEM;
	fill(jb, J_HEADER, j->tail_seq, 0);
	jb->arg[0] = cpu_to_le64(j->tail);
	err = blk_rw_sync(j->bdev, BLK_WRITE, j->start * spb, spb, jb);
	if (!err)
		err = blk_rw_sync(j->bdev, BLK_FLUSH, 0, 0, NULL);
	kfree(jb);
	return err;
}

/* Bring every logged block home, after which the whole ring is free. */
static int checkpoint(struct journal *j)
{
	int err = buf_sync(j->bdev);

	if (err)
		return err;
	j->tail = j->head;
	j->tail_seq = j->seq;
	return write_header(j);
}

/**
 * journal_begin - start a transaction
 * @j: the journal
 * @need: upper limit of the blocks that it will change
 */
int journal_begin(struct journal *j, u32 need)
{
	int err = 0;

	if (need > j->max)
		return -E2BIG;
	mutex_lock(&j->lock);
	if (j->aborted)
		err = -EROFS;
	/* One block stays free, or a full ring would look like an empty one. */
	else if (ring_used(j) + need + 2 >= j->size)
		err = checkpoint(j);
	if (err)
		mutex_unlock(&j->lock);
	return err;
}

/**
 * journal_add - a buffer was changed within the transaction
 * @j: the journal
 * @b: the buffer, which must not be marked dirty by the caller: it could
 *     then be written to its place before its copy is in the log
 */
void journal_add(struct journal *j, struct buf *b)
{
	for (u32 i = 0; i < j->count; i++)
		if (j->bufs[i] == b)
			return;
	BUG_ON(j->count == j->max);
	/* A second reference; the caller will put its own. */
	j->bufs[j->count++] = buf_get(b->dev, b->block);
}

static int write_log(struct journal *j)
{
	u32 bs = j->bdev->block_size, pos = j->head, sum;
	struct jblock *jb = kzalloc(bs, GFP_KERNEL);
	int err;

	if (!jb)
		return -ENOMEM;
	fill(jb, J_DESCRIPTOR, j->seq, j->count);
	for (u32 i = 0; i < j->count; i++)
		jb->arg[i] = cpu_to_le64(j->bufs[i]->block);
	sum = add_sum(0, (u8 *)jb, bs);
	err = log_io(j, BLK_WRITE, pos++, jb);
	for (u32 i = 0; i < j->count && !err; i++) {
		sum = add_sum(sum, j->bufs[i]->data, bs);
		err = log_io(j, BLK_WRITE, pos++, j->bufs[i]->data);
	}
	if (err)
		goto out;

	/* The sum makes a flush before the commit block needless: a commit
	 * whose blocks did not make it to the disk does not match them. */
	memset(jb, 0, bs);
	fill(jb, J_COMMIT, j->seq, j->count);
	jb->sum = cpu_to_le32(sum);
	err = log_io(j, BLK_WRITE, pos++, jb);
	if (!err)
		err = blk_rw_sync(j->bdev, BLK_FLUSH, 0, 0, NULL);
	if (!err) {
		j->head = pos % j->size;
		j->seq++;
	}
out:
	kfree(jb);
	return err;
}

/**
 * journal_commit - end a transaction
 * @j: the journal
 *
 * When this returns 0 the change will survive a crash. After an error memory
 * and disk disagree, and the journal accepts no more changes.
 */
int journal_commit(struct journal *j)
{
	int err = j->count ? write_log(j) : 0;

	if (err) {
		j->aborted = true;
		pr_err("journal: %s: commit failed (%d), going read-only\n",
		       j->bdev->name, err);
	}
	for (u32 i = 0; i < j->count; i++) {
		if (!err)
			buf_mark_dirty(j->bufs[i]);
		buf_put(j->bufs[i]);
	}
	j->count = 0;
	mutex_unlock(&j->lock);
	return err;
}

/**
 * journal_sync - write all logged blocks to their places
 * @j: the journal
 *
 * Nobody else may call buf_sync() on the device: between transactions alone
 * it is sure that no dirty buffer holds one half of a change.
 */
int journal_sync(struct journal *j)
{
	int err;

	mutex_lock(&j->lock);
	err = j->aborted ? -EROFS : checkpoint(j);
	mutex_unlock(&j->lock);
	return err;
}

/* Replay the transaction at the tail. 1: done, 0: the log ends here. */
static int replay_one(struct journal *j, struct jblock *desc, u8 *data)
{
	u32 bs = j->bdev->block_size, count, sum;
	struct jblock *jb = (struct jblock *)data;
	int err;

	err = log_io(j, BLK_READ, j->tail, desc);
	if (err)
		return err;
	count = le32_to_cpu(desc->count);
	if (!is_block(desc, J_DESCRIPTOR, j->tail_seq) || !count ||
	    count > j->max)
		return 0;

	sum = add_sum(0, (u8 *)desc, bs);
	for (u32 i = 1; i <= count + 1; i++) {
		err = log_io(j, BLK_READ, j->tail + i, data);
		if (err)
			return err;
		if (i <= count)
			sum = add_sum(sum, data, bs);
	}
	if (!is_block(jb, J_COMMIT, j->tail_seq) ||
	    le32_to_cpu(jb->sum) != sum)
		return 0;

	for (u32 i = 0; i < count; i++) {
		struct buf *b = buf_get(j->bdev, le64_to_cpu(desc->arg[i]));

		if (IS_ERR(b))
			return PTR_ERR(b);
		mutex_lock(&b->lock);
		err = log_io(j, BLK_READ, j->tail + 1 + i, b->data);
		if (!err)
			buf_mark_dirty(b);
		mutex_unlock(&b->lock);
		buf_put(b);
		if (err)
			return err;
	}
	j->tail = (j->tail + count + 2) % j->size;
	j->tail_seq++;
	return 1;
}

/**
 * journal_open - set up a journal, and replay what a crash has left in it
 * @j: the journal, with bdev, start and size filled in
 *
 * To be called at mount time, before anything else is read from the disk.
 */
int journal_open(struct journal *j)
{
	u32 bs = j->bdev->block_size, spb = bs >> SECTOR_SHIFT, replayed = 0;
	struct jblock *jb = kmalloc(bs, GFP_KERNEL);
	u8 *data = kmalloc(bs, GFP_KERNEL);
	int err = -ENOMEM;

	mutex_init(&j->lock);
	j->max = min((u32)((bs - sizeof(*jb)) / sizeof(le64)), j->size / 2);
	j->bufs = kcalloc(j->max, sizeof(*j->bufs), GFP_KERNEL);
	if (!jb || !data || !j->bufs)
		goto out;
	err = blk_rw_sync(j->bdev, BLK_READ, j->start * spb, spb, jb);
	if (err)
		goto out;
	err = -EBADMSG;
	if (!is_block(jb, J_HEADER, le64_to_cpu(jb->seq)) ||
	    le64_to_cpu(jb->arg[0]) >= j->size)
		goto out;
	j->tail = le64_to_cpu(jb->arg[0]);
	j->tail_seq = le64_to_cpu(jb->seq);

	while ((err = replay_one(j, jb, data)) > 0)
		replayed++;
	j->head = j->tail;
	j->seq = j->tail_seq;
	if (!err && replayed) {
		pr_info("journal: %s: replayed %u transactions\n",
			j->bdev->name, replayed);
		err = checkpoint(j);
	}
out:
	kfree(jb);
	kfree(data);
	if (err)
		kfree(j->bufs);
	return err;
}
