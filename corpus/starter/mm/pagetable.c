/* SPDX-License-Identifier: MIT */
/*
 * pagetable.c - four levels of tables that translate addresses
 *
 * Each table is a page of 512 entries. An entry of an upper level points to
 * the next table; the two lower levels may map memory, in pieces of 2 MiB
 * and 4 KiB. Tables are made when needed and freed when they run empty.
 */
#include "base.h"

#define LEVELS		4
#define INDEX_BITS	9
#define ENTRIES		(1 << INDEX_BITS)
#define LARGE_SIZE	(PAGE_SIZE << INDEX_BITS)
#define FLUSH_ALL_ABOVE	32	/* single flushes cost more than a refill */

#define PTE_PRESENT	BIT(0)
#define PTE_WRITE	BIT(1)
#define PTE_USER	BIT(2)
#define PTE_LARGE	BIT(7)
#define PTE_NX		(1UL << 63)
#define PTE_ADDR	0x000ffffffffff000UL
#define PTE_TABLE	(PTE_PRESENT | PTE_WRITE | PTE_USER)

typedef u64 pte_t;

void *phys_to_virt(phys_addr_t pa);
phys_addr_t virt_to_phys(const void *va);
void tlb_flush_one(unsigned long va);
void tlb_flush_all(void);

static inline int index_at(unsigned long va, int level)
{
	return va >> (PAGE_SHIFT + INDEX_BITS * level) & (ENTRIES - 1);
}

static inline unsigned long span_of(int level)
{
	return PAGE_SIZE << (INDEX_BITS * level);
}

static inline pte_t *table_of(pte_t e)
{
	return phys_to_virt(e & PTE_ADDR);
}

static inline bool is_leaf(pte_t e, int level)
{
	return level == 0 || (e & PTE_LARGE);
}

/* Replace one large entry by a table of small ones with the same effect. */
static int split_large(pte_t *entry)
{
	pte_t *table = (pte_t *)get_free_page(GFP_KERNEL);
	pte_t e = *entry & ~PTE_LARGE;

	if (!table)
		return -ENOMEM;
	for (int i = 0; i < ENTRIES; i++)
		table[i] = e + i * PAGE_SIZE;
	WRITE_ONCE(*entry, virt_to_phys(table) | PTE_TABLE);
	tlb_flush_all();
	return 0;
}

/* Find the entry for va on the wanted level, making tables on the way. */
static pte_t *walk_create(pte_t *root, unsigned long va, int want)
{
	pte_t *table = root;

	for (int level = LEVELS - 1; level > want; level--) {
		pte_t *e = &table[index_at(va, level)];

		if (!(*e & PTE_PRESENT)) {
			void *page = (void *)get_free_page(GFP_KERNEL |
							   GFP_ZERO);

			if (!page)
				return ERR_PTR(-ENOMEM);
			/* The walker of the processor may look any time. */
			smp_wmb();
			WRITE_ONCE(*e, virt_to_phys(page) | PTE_TABLE);
		} else if (is_leaf(*e, level)) {
			return ERR_PTR(-EEXIST);
		}
		table = table_of(*e);
	}
	return &table[index_at(va, want)];
}

/**
 * pt_lookup - translate an address
 * @pa: receives the physical address
 * @flags: receives the permission bits
 *
 * Permissions of upper levels restrict those of the lower ones. Returns
 * -EFAULT if nothing is mapped there.
 */
int pt_lookup(pte_t *root, unsigned long va, phys_addr_t *pa, pte_t *flags)
{
	pte_t allow = PTE_WRITE | PTE_USER, deny = 0;
	pte_t *table = root;

	for (int level = LEVELS - 1; level >= 0; level--) {
		pte_t e = READ_ONCE(table[index_at(va, level)]);

		if (!(e & PTE_PRESENT))
			return -EFAULT;
		allow &= e;
		deny |= e & PTE_NX;
		if (is_leaf(e, level)) {
			unsigned long low = va & (span_of(level) - 1);

			*pa = (e & PTE_ADDR & ~(span_of(level) - 1)) | low;
			*flags = allow | deny;
			return 0;
		}
		table = table_of(e);
	}
	return -EFAULT;
}

static bool table_empty(const pte_t *table)
{
	for (int i = 0; i < ENTRIES; i++)
		if (table[i])
			return false;
	return true;
}

static int unmap_level(pte_t *table, int level, unsigned long va,
		       unsigned long end)
{
	while (va < end) {
		pte_t *e = &table[index_at(va, level)];
		unsigned long span = span_of(level);
		unsigned long next = ALIGN_DOWN(va, span) + span;
		bool whole = !(va & (span - 1)) && next <= end;
		int ret;

		next = min(next, end);
		if (!(*e & PTE_PRESENT))
			goto skip;
		if (is_leaf(*e, level) && whole) {
			WRITE_ONCE(*e, 0);
			goto skip;
		}
		if (is_leaf(*e, level)) {
			ret = split_large(e);
			if (ret)
				return ret;
		}
		ret = unmap_level(table_of(*e), level - 1, va, next);
		if (ret)
			return ret;
		if (table_empty(table_of(*e))) {
			pte_t *old = table_of(*e);

			WRITE_ONCE(*e, 0);
			/* Processors cache upper levels as well. */
			tlb_flush_all();
			free_page((unsigned long)old);
		}
skip:
		va = next;
	}
	return 0;
}

/**
 * pt_unmap - remove the mappings of a range
 *
 * Holes are fine. Returns -ENOMEM if a large page had to be split and there
 * was no page for the table.
 */
int pt_unmap(pte_t *root, unsigned long va, size_t size)
{
	int ret = unmap_level(root, LEVELS - 1, va, va + size);

	if (size >> PAGE_SHIFT > FLUSH_ALL_ABOVE)
		tlb_flush_all();
	else
		for (size_t off = 0; off < size; off += PAGE_SIZE)
			tlb_flush_one(va + off);
	return ret;
}

/**
 * pt_map - map a physical range
 * @root: the table of the highest level
 * @va: virtual address, aligned to pages like @pa and @size
 * @prot: PTE_WRITE, PTE_USER and PTE_NX as wanted
 *
 * Large pages are used where both addresses allow it. On failure whatever
 * was mapped by this call is unmapped.
 */
int pt_map(pte_t *root, unsigned long va, phys_addr_t pa, size_t size,
	   pte_t prot)
{
	size_t done = 0;
	int ret;

	if ((va | pa | size) & ~PAGE_MASK)
		return -EINVAL;

	while (done < size) {
		bool large = !((va + done) & (LARGE_SIZE - 1)) &&
			     !((pa + done) & (LARGE_SIZE - 1)) &&
			     size - done >= LARGE_SIZE;
		pte_t *e = walk_create(root, va + done, large);

		if (large && !IS_ERR(e) && *e) {
			large = false;	/* a table of small pages is there */
			e = walk_create(root, va + done, 0);
		}
		ret = IS_ERR(e) ? PTR_ERR(e) : *e ? -EEXIST : 0;
		if (ret)
			goto undo;
		WRITE_ONCE(*e, (pa + done) | prot | PTE_PRESENT |
			   (large ? PTE_LARGE : 0));
		done += large ? LARGE_SIZE : PAGE_SIZE;
	}
	return 0;
undo:
	pt_unmap(root, va, done);
	return ret;
}
