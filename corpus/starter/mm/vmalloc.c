/* SPDX-License-Identifier: MIT */
/*
 * vmalloc.c - large buffers from scattered pages
 *
 * After some uptime free memory is in pieces. A buffer that only the kernel
 * looks at need not be contiguous in memory, just in its addresses: single
 * pages are mapped side by side into a range that is set aside for it.
 */
#include "base.h"

#define VMAP_START	0xffffc90000000000UL
#define VMAP_END	0xffffe90000000000UL
#define VMAP_IO		BIT(0)		/* device memory, not ours to free */
#define LAZY_MAX	(8192UL)	/* stale pages before a flush */

struct vmap {
	struct list_head link;		/* sorted by address */
	unsigned long start;
	unsigned long size;		/* without the guard page */
	unsigned long flags;
	bool stale;		/* unmapped, but maybe still in some TLB */
};

static LIST_HEAD(vmaps);
static DEFINE_MUTEX(vmap_lock);
static unsigned long stale_pages;

int kmap_page(unsigned long va, phys_addr_t pa, bool io);
unsigned long kunmap_page(unsigned long va);	/* the page, or 0 */
phys_addr_t page_to_phys(unsigned long page);
void tlb_flush_everywhere(void);

/*
 * Flushing the TLBs interrupts every processor. Ranges that were freed are
 * therefore kept from reuse and flushed together when there are many.
 */
static void purge_stale(void)
{
	struct vmap *v, *next;

	if (!stale_pages)
		return;
	tlb_flush_everywhere();
	list_for_each_entry_safe(v, next, &vmaps, link) {
		if (!v->stale)
			continue;
		list_del(&v->link);
		kfree(v);
	}
	stale_pages = 0;
}

/* First fit; each range is followed by an unmapped page as a guard. */
static bool place(struct vmap *new)
{
	unsigned long at = VMAP_START;
	struct vmap *v;

	list_for_each_entry(v, &vmaps, link) {
		if (v->start - at >= new->size + PAGE_SIZE)
			break;
		at = v->start + v->size + PAGE_SIZE;
	}
	if (VMAP_END - at < new->size + PAGE_SIZE)
		return false;
	new->start = at;
	list_add_tail(&new->link, &v->link);	/* in front of v */
	return true;
}

static struct vmap *reserve(size_t size, unsigned long flags)
{
	struct vmap *v;
	bool placed;

	if (!size || size > VMAP_END - VMAP_START)
		return NULL;
	v = kzalloc(sizeof(*v), GFP_KERNEL);
	if (!v)
		return NULL;
	v->size = ALIGN(size, PAGE_SIZE);
	v->flags = flags;

	mutex_lock(&vmap_lock);
	placed = place(v);
	if (!placed) {
		purge_stale();
		placed = place(v);
	}
	mutex_unlock(&vmap_lock);
	if (!placed) {
		pr_warn("vmalloc: no address range of %zu bytes\n", size);
		kfree(v);
		return NULL;
	}
	return v;
}

static void release(struct vmap *v)
{
	for (unsigned long off = 0; off < v->size; off += PAGE_SIZE) {
		unsigned long page = kunmap_page(v->start + off);

		/*
		 * A stale translation to a freed page is harmless only if
		 * nobody uses the address, which is a bug in any case.
		 */
		if (page && !(v->flags & VMAP_IO))
			free_page(page);
	}
	mutex_lock(&vmap_lock);
	v->stale = true;
	stale_pages += v->size >> PAGE_SHIFT;
	if (stale_pages > LAZY_MAX)
		purge_stale();
	mutex_unlock(&vmap_lock);
}

/**
 * vmalloc - allocate a buffer that is contiguous in virtual addresses
 *
 * May sleep. Returns NULL if pages or addresses run out.
 */
void *vmalloc(size_t size)
{
	struct vmap *v = reserve(size, 0);

	if (!v)
		return NULL;
	for (unsigned long off = 0; off < v->size; off += PAGE_SIZE) {
		unsigned long page = get_free_page(GFP_KERNEL);

		if (!page)
			goto fail;
		if (kmap_page(v->start + off, page_to_phys(page), false)) {
			free_page(page);
			goto fail;
		}
	}
	return (void *)v->start;
fail:
	release(v);
	return NULL;
}

/**
 * ioremap - make registers of a device accessible
 * @pa: physical address, not necessarily aligned
 * @size: length of the register block
 */
void __iomem *ioremap(phys_addr_t pa, size_t size)
{
	unsigned long in_page = pa & ~PAGE_MASK;
	struct vmap *v;

	if (!size || pa + size < pa)
		return NULL;
	v = reserve(size + in_page, VMAP_IO);
	if (!v)
		return NULL;
	for (unsigned long off = 0; off < v->size; off += PAGE_SIZE) {
		if (kmap_page(v->start + off, (pa & PAGE_MASK) + off, true)) {
			release(v);
			return NULL;
		}
	}
	return (void __iomem *)(v->start + in_page);
}

void vfree(const void *addr)
{
	unsigned long start = (unsigned long)addr & PAGE_MASK;
	struct vmap *v;

	if (!addr)
		return;
	mutex_lock(&vmap_lock);
	list_for_each_entry(v, &vmaps, link)
		if (v->start == start && !v->stale)
			break;
	mutex_unlock(&vmap_lock);
	if (WARN_ON(&v->link == &vmaps))
		return;
	release(v);
}
