/* SPDX-License-Identifier: MIT */
/*
 * vma.c - the areas of an address space, and page faults within them
 *
 * An area is a range of addresses with one set of permissions. Mapping only
 * records it; pages come one by one, when they are touched. The areas are
 * kept in a sorted array: there are few of them, and a binary search in an
 * array runs well ahead of a tree of pointers.
 */
#include "base.h"

#define VM_READ		BIT(0)
#define VM_WRITE	BIT(1)
#define VM_EXEC		BIT(2)
#define VM_SHARED	BIT(3)
#define VM_STACK	BIT(4)		/* grows down when touched below */

#define SPACE_START	0x10000UL	/* null pointers hit nothing */
#define SPACE_END	0x7ffffffff000UL
#define STACK_MAX	(8UL << 20)

#define FAULT_WRITE	BIT(0)
#define FAULT_EXEC	BIT(1)
#define FAULT_PRESENT	BIT(2)		/* a page is there, but read-only */

struct vm_file;

struct area {
	unsigned long start, end;
	unsigned long flags;
	struct vm_file *file;		/* NULL: memory without a name */
	u64 offset;			/* in the file, of start */
};

struct space {
	struct mutex lock;
	struct area *areas;
	int nr, room;
};

unsigned long file_page(struct vm_file *f, u64 offset);	/* or error */
void file_ref(struct vm_file *f, int change);
int page_refs(unsigned long page);
/* Takes over the reference to the page, even if it fails. */
int pte_install(struct space *s, unsigned long va, unsigned long page,
		bool write);
unsigned long pte_page(struct space *s, unsigned long va);	/* or 0 */
void pte_remove(struct space *s, unsigned long start, unsigned long end);

/* Index of the first area that ends above the address. */
static int find_area(const struct space *s, unsigned long addr)
{
	int lo = 0, hi = s->nr;

	while (lo < hi) {
		int mid = (lo + hi) / 2;

		if (s->areas[mid].end <= addr)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static int make_room(struct space *s, int extra)
{
	int room = max(s->room * 2, 16);
	struct area *a;

	if (s->nr + extra <= s->room)
		return 0;
	a = krealloc(s->areas, room * sizeof(*a), GFP_KERNEL);
	if (!a)
		return -ENOMEM;
	s->areas = a;
	s->room = room;
	return 0;
}

static void insert_at(struct space *s, int i, struct area a)
{
	memmove(&s->areas[i + 1], &s->areas[i],
		(s->nr - i) * sizeof(s->areas[0]));
	s->areas[i] = a;
	s->nr++;
	if (a.file)
		file_ref(a.file, 1);
}

static void remove_at(struct space *s, int i)
{
	if (s->areas[i].file)
		file_ref(s->areas[i].file, -1);
	s->nr--;
	memmove(&s->areas[i], &s->areas[i + 1],
		(s->nr - i) * sizeof(s->areas[0]));
}

static void cut_front(struct area *a, unsigned long start)
{
	a->offset += start - a->start;
	a->start = start;
}

/* The highest gap below the top: the heap grows up from the bottom. */
static unsigned long find_gap(const struct space *s, size_t size)
{
	unsigned long top = SPACE_END - STACK_MAX;

	for (int i = s->nr - 1; i >= 0; i--) {
		const struct area *a = &s->areas[i];

		if (a->end <= top && top - a->end >= size)
			return top - size;
		top = min(top, a->start);
	}
	return top >= SPACE_START + size ? top - size : 0;
}

static int unmap_locked(struct space *s, unsigned long start, unsigned long end)
{
	int i = find_area(s, start);

	if (make_room(s, 1))	/* a hole in the middle makes two of one */
		return -ENOMEM;
	while (i < s->nr && s->areas[i].start < end) {
		struct area *a = &s->areas[i];

		if (a->start < start && a->end > end) {
			struct area tail = *a;

			cut_front(&tail, end);
			a->end = start;
			insert_at(s, i + 1, tail);
			break;
		}
		if (a->start < start) {
			a->end = start;
			i++;
		} else if (a->end > end) {
			cut_front(a, end);
			break;
		} else {
			remove_at(s, i);
		}
	}
	pte_remove(s, start, end);
	return 0;
}

int space_unmap(struct space *s, unsigned long addr, size_t size)
{
	int ret;

	size = ALIGN(size, PAGE_SIZE);
	if ((addr & ~PAGE_MASK) || !size || addr + size < addr)
		return -EINVAL;
	mutex_lock(&s->lock);
	ret = unmap_locked(s, addr, addr + size);
	mutex_unlock(&s->lock);
	return ret;
}

/**
 * space_map - add an area
 * @addr: where, replacing what is there; 0 lets the kernel choose
 * @size: length in bytes
 * @flags: VM_* flags
 * @file: what to map, or NULL
 * @offset: position in the file, a multiple of the page size
 *
 * Returns the address, or a negative error as a number.
 */
long space_map(struct space *s, unsigned long addr, size_t size,
	       unsigned long flags, struct vm_file *file, u64 offset)
{
	struct area a = { .flags = flags, .file = file, .offset = offset };
	long ret = -ENOMEM;
	int i;

	if (!size || size > SPACE_END || ((addr | offset) & ~PAGE_MASK))
		return -EINVAL;
	size = ALIGN(size, PAGE_SIZE);
	if (addr && (addr < SPACE_START || addr > SPACE_END - size))
		return -EINVAL;

	mutex_lock(&s->lock);
	if (addr)
		ret = unmap_locked(s, addr, addr + size);
	else if ((addr = find_gap(s, size)) != 0)
		ret = 0;
	if (!ret)
		ret = make_room(s, 1);
	if (ret)
		goto out;

	a.start = addr;
	a.end = addr + size;
	ret = addr;
	i = find_area(s, addr);
	/* Heaps grow in small steps: extend the area below if it is alike. */
	if (i > 0 && !file && s->areas[i - 1].end == addr &&
	    s->areas[i - 1].flags == flags && !s->areas[i - 1].file)
		s->areas[i - 1].end = a.end;
	else
		insert_at(s, i, a);
out:
	mutex_unlock(&s->lock);
	return ret;
}

/* Give the writer a page of its own, unless nobody else uses this one. */
static int copy_on_write(struct space *s, unsigned long va)
{
	unsigned long old = pte_page(s, va), copy;

	if (page_refs(old) == 1)
		return pte_install(s, va, old, true);
	copy = get_free_page(GFP_KERNEL);
	if (!copy)
		return -ENOMEM;
	memcpy((void *)copy, (const void *)old, PAGE_SIZE);
	return pte_install(s, va, copy, true);	/* drops the old one */
}

/**
 * space_fault - handle a page fault
 * @s: the address space
 * @addr: the address that was touched
 * @why: FAULT_* flags
 *
 * Returns -EFAULT if the access is not allowed: the process gets a signal.
 */
int space_fault(struct space *s, unsigned long addr, unsigned long why)
{
	unsigned long va = addr & PAGE_MASK, page, need = VM_READ;
	bool write = why & FAULT_WRITE;
	struct area *a;
	int i, ret = -EFAULT;

	if (write)
		need = VM_WRITE;
	else if (why & FAULT_EXEC)
		need = VM_EXEC;

	mutex_lock(&s->lock);
	i = find_area(s, addr);
	if (i == s->nr)
		goto out;
	a = &s->areas[i];
	if (addr < a->start) {
		/* Keep a page free, so that an overflow cannot go unseen. */
		if (!(a->flags & VM_STACK) || a->end - va > STACK_MAX ||
		    (i > 0 && a[-1].end >= va))
			goto out;
		a->start = va;
	}
	if (!(a->flags & need))
		goto out;

	if (why & FAULT_PRESENT) {
		if (!write)
			goto out;
		if (a->flags & VM_SHARED)
			ret = pte_install(s, va, pte_page(s, va), true);
		else
			ret = copy_on_write(s, va);
		goto out;
	}

	if (pte_page(s, va)) {
		ret = 0;	/* another thread was faster; try again */
		goto out;
	}

	ret = -ENOMEM;
	if (!a->file) {
		page = get_free_page(GFP_KERNEL | GFP_ZERO);
		if (page)
			ret = pte_install(s, va, page, a->flags & VM_WRITE);
		goto out;
	}

	page = file_page(a->file, a->offset + (va - a->start));
	if (IS_ERR((void *)page)) {
		ret = PTR_ERR((void *)page);
		goto out;
	}
	/* A private page of a file stays read-only until it is copied. */
	ret = pte_install(s, va, page, write && (a->flags & VM_SHARED));
	if (!ret && write && !(a->flags & VM_SHARED))
		ret = copy_on_write(s, va);
out:
	mutex_unlock(&s->lock);
	return ret;
}
