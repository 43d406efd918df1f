/* SPDX-License-Identifier: MIT */
/*
 * partition.c - find the partitions of a disk, by MBR or by GPT
 *
 * Everything here was written by somebody else's tool, perhaps with ill
 * intent, so each number is checked against the disk before it is believed.
 */
#include "blk.h"

#define MBR_TABLE	446
#define MBR_SLOTS	4
#define MAX_LOGICAL	60	/* also ends a chain that loops */

#define GPT_ENTRY_MIN	128
#define GPT_MAX_ENTRIES	1024

enum mbr_type {
	MBR_EMPTY	= 0x00,
	MBR_EXT_CHS	= 0x05,
	MBR_EXT_LBA	= 0x0f,
	MBR_EXT_LINUX	= 0x85,
	MBR_PROTECTIVE	= 0xee,
};

struct mbr_slot {
	u8 boot;
	u8 chs_first[3];
	u8 type;
	u8 chs_last[3];
	le32 start;
	le32 count;
} __packed;

struct gpt_header {
	u8 magic[8];
	le32 revision;
	le32 header_size;
	le32 header_crc;
	le32 reserved;
	le64 this_lba;
	le64 other_lba;
	le64 first_usable;
	le64 last_usable;
	u8 disk_guid[16];
	le64 table_lba;
	le32 nr_entries;
	le32 entry_size;
	le32 table_crc;
} __packed;

struct gpt_entry {
	u8 type_guid[16];
	u8 part_guid[16];
	le64 first;
	le64 last;		/* inclusive */
	le64 attributes;
	le16 name[36];
} __packed;

typedef void (*part_fn)(struct blk_device *disk, int nr, sector_t start,
			sector_t count, const char *name);

static u32 crc32(const u8 *p, size_t len)
{
	u32 crc = ~0u;

	while (len--) {
		crc ^= *p++;
		for (int bit = 0; bit < 8; bit++)
			crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320u : 0);
	}
	return ~crc;
}

static void report(struct blk_device *disk, int nr, sector_t start,
		   sector_t count, const char *name, part_fn found)
{
	if (!count || start >= disk->capacity ||
	    count > disk->capacity - start) {
		pr_warn("%s: partition %d lies outside of the disk\n",
			disk->name, nr);
		return;
	}
	found(disk, nr, start, count, name);
}

static bool is_extended(u8 type)
{
	return type == MBR_EXT_CHS || type == MBR_EXT_LBA ||
	       type == MBR_EXT_LINUX;
}

/*
 * Logical partitions form a list of boot records. In each, slot 0 counts from
 * that record, but slot 1 (the next record) counts from the first of them.
 */
static int walk_logical(struct blk_device *disk, sector_t base, u8 *sec,
			part_fn found)
{
	struct mbr_slot slot[2];
	sector_t at = base;
	int nr;

	for (nr = MBR_SLOTS + 1; nr <= MBR_SLOTS + MAX_LOGICAL; nr++) {
		int err = blk_rw_sync(disk, BLK_READ, at, 1, sec);

		if (err)
			return err;
		if (sec[510] != 0x55 || sec[511] != 0xaa)
			return 0;
		memcpy(slot, sec + MBR_TABLE, sizeof(slot));
		if (slot[0].type != MBR_EMPTY)
			report(disk, nr, at + le32_to_cpu(slot[0].start),
			       le32_to_cpu(slot[0].count), "", found);
		if (!is_extended(slot[1].type) || !slot[1].start)
			return 0;
		at = base + le32_to_cpu(slot[1].start);
	}
	pr_warn("%s: more than %d logical partitions\n", disk->name,
		MAX_LOGICAL);
	return 0;
}

static bool header_ok(const struct gpt_header *h, u64 lba)
{
	u8 copy[SECTOR_SIZE];
	u32 size = le32_to_cpu(h->header_size);

	if (memcmp(h->magic, "EFI PART", 8) || le64_to_cpu(h->this_lba) != lba)
		return false;
	if (size < sizeof(*h) || size > SECTOR_SIZE)
		return false;
	/* The sum was taken with its own field as zero. */
	memcpy(copy, h, size);
	memset(copy + offsetof(struct gpt_header, header_crc), 0, 4);
	return crc32(copy, size) == le32_to_cpu(h->header_crc);
}

static int scan_gpt_at(struct blk_device *disk, u64 lba, u8 *sec,
		       part_fn found)
{
	struct gpt_header *h = (struct gpt_header *)sec;
	u32 nr, size, nsect;
	u8 *table;
	int err;

	err = blk_rw_sync(disk, BLK_READ, lba, 1, sec);
	if (err)
		return err;
	nr = le32_to_cpu(h->nr_entries);
	size = le32_to_cpu(h->entry_size);
	if (!header_ok(h, lba) || !nr || nr > GPT_MAX_ENTRIES ||
	    size < GPT_ENTRY_MIN || size > SECTOR_SIZE || (size & (size - 1)))
		return -EBADMSG;

	nsect = DIV_ROUND_UP(nr * size, SECTOR_SIZE);
	table = kmalloc(nsect * SECTOR_SIZE, GFP_KERNEL);
	if (!table)
		return -ENOMEM;
	err = blk_rw_sync(disk, BLK_READ, le64_to_cpu(h->table_lba), nsect,
			  table);
	if (!err && crc32(table, nr * size) != le32_to_cpu(h->table_crc))
		err = -EBADMSG;

	for (u32 i = 0; !err && i < nr; i++) {
		static const u8 unused[16];
		struct gpt_entry *e = (void *)(table + i * size);
		u64 first = le64_to_cpu(e->first), last = le64_to_cpu(e->last);
		char name[ARRAY_SIZE(e->name) + 1];
		size_t n;

		if (!memcmp(e->type_guid, unused, sizeof(unused)))
			continue;
		for (n = 0; n < ARRAY_SIZE(e->name) && e->name[n]; n++) {
			u16 c = le16_to_cpu(e->name[n]);

			name[n] = c >= ' ' && c < 0x7f ? c : '?';
		}
		name[n] = '\0';
		report(disk, i + 1, first, last < first ? 0 : last - first + 1,
		       name, found);
	}
	kfree(table);
	return err;
}

/**
 * partition_scan - call a function for each partition of a disk
 * @disk: the whole disk
 * @found: gets the number (from 1), the place and the name of each
 *
 * Returns 0 (also where there is no table at all) or a negative error.
 */
int partition_scan(struct blk_device *disk, part_fn found)
{
	struct mbr_slot slot[MBR_SLOTS];
	u8 *sec = kmalloc(SECTOR_SIZE, GFP_KERNEL);
	int err, i;

	if (!sec)
		return -ENOMEM;
	err = blk_rw_sync(disk, BLK_READ, 0, 1, sec);
	if (err || sec[510] != 0x55 || sec[511] != 0xaa)
		goto out;
	memcpy(slot, sec + MBR_TABLE, sizeof(slot));

	for (i = 0; i < MBR_SLOTS; i++) {
		if (slot[i].type != MBR_PROTECTIVE)
			continue;
		err = scan_gpt_at(disk, 1, sec, found);
		if (err == -EBADMSG) {
			pr_warn("%s: primary GPT is damaged, using the backup\n",
				disk->name);
			err = scan_gpt_at(disk, disk->capacity - 1, sec, found);
		}
		goto out;
	}

	for (i = 0; i < MBR_SLOTS && !err; i++) {
		sector_t start = le32_to_cpu(slot[i].start);

		if (is_extended(slot[i].type))
			err = walk_logical(disk, start, sec, found);
		else if (slot[i].type != MBR_EMPTY)
			report(disk, i + 1, start, le32_to_cpu(slot[i].count),
			       "", found);
	}
out:
	kfree(sec);
	return err;
}
