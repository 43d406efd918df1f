/* SPDX-License-Identifier: MIT */
/*
 * elf.c - load a 64-bit ELF program into a fresh address space
 *
 * The file is not to be trusted: each offset, size and address is checked
 * before use, and additions are tested for overflow. Up to the moment when
 * the first segment is mapped a failure leaves the caller as it was.
 */
#include "vfs.h"

#define ET_EXEC		2
#define ET_DYN		3
#define EM_X86_64	62

#define PT_LOAD		1
#define PT_INTERP	3
#define PT_STACK	0x6474e551u

#define PF_X		1u
#define PF_W		2u
#define PF_R		4u

#define MAX_PHDRS	64
#define USER_LOW	0x10000UL	/* page 0 must stay unmapped */
#define USER_TOP	0x7ffffffff000UL
#define DYN_BASE	0x555500000000UL
#define STACK_SIZE	(8UL << 20)
#define STACK_STRINGS	(256UL << 10)	/* limit of all strings together */

enum aux_type { AUX_END = 0, AUX_PHDR = 3, AUX_PHENT = 4, AUX_PHNUM = 5,
		AUX_PAGESZ = 6, AUX_ENTRY = 9 };

struct elf_header {
	u8 ident[16];
	u16 type;
	u16 machine;
	u32 version;
	u64 entry;
	u64 phoff;
	u64 shoff;
	u32 flags;
	u16 ehsize;
	u16 phentsize;
	u16 phnum;
	u16 shentsize, shnum, shstrndx;
};

struct elf_phdr {
	u32 type;
	u32 flags;
	u64 offset;
	u64 vaddr;
	u64 paddr;
	u64 filesz;
	u64 memsz;
	u64 align;
};

/* The address space under construction; see mm/ */
struct mm;
int mm_map_file(struct mm *mm, u64 addr, u64 len, u32 prot, struct file *f,
		u64 offset);
int mm_map_zero(struct mm *mm, u64 addr, u64 len, u32 prot);
int mm_write(struct mm *mm, u64 addr, const void *data, size_t len);

struct exec_image {
	struct mm *mm;
	struct file *file;
	const char *const *argv;	/* kernel copies, ended by NULL */
	const char *const *envp;
	u64 bias;			/* added to the file's addresses */
	u64 phdr_addr;
	u64 brk;			/* end of the highest segment */
	u64 entry;
	u64 sp;
};

static int check_header(const struct elf_header *h)
{
	static const u8 ident[] = { 0x7f, 'E', 'L', 'F', 2, 1, 1 };

	if (memcmp(h->ident, ident, sizeof(ident)))
		return -ENOEXEC;
	if (h->machine != EM_X86_64 ||
	    (h->type != ET_EXEC && h->type != ET_DYN))
		return -ENOEXEC;
	if (h->phentsize != sizeof(struct elf_phdr) || !h->phnum ||
	    h->phnum > MAX_PHDRS)
		return -ENOEXEC;
	return 0;
}

static int read_exact(struct file *f, void *buf, size_t n, u64 pos)
{
	ssize_t got = file_read_at(f, buf, n, pos);

	if (got < 0)
		return got;
	return (size_t)got == n ? 0 : -ENOEXEC;
}

static int check_segment(const struct elf_phdr *p, u64 bias)
{
	u64 start, end;

	if (p->filesz > p->memsz || !p->memsz)
		return -ENOEXEC;
	if (__builtin_add_overflow(p->vaddr, bias, &start) ||
	    __builtin_add_overflow(start, p->memsz, &end) ||
	    start < USER_LOW || end > USER_TOP - STACK_SIZE)
		return -ENOEXEC;
	/* Pages can be mapped only if both sides agree on the offset in one. */
	if ((p->offset ^ p->vaddr) & (PAGE_SIZE - 1))
		return -ENOEXEC;
	return p->offset + p->filesz < p->offset ? -ENOEXEC : 0;
}

/*
 * Map the pages that have a part in the file, clear what follows in the last
 * one of them, and add pages of zeros for the rest of the memory size.
 */
static int map_segment(struct exec_image *img, const struct elf_phdr *p)
{
	static const u8 zeros[PAGE_SIZE];
	u64 start = p->vaddr + img->bias;
	u64 file_end = start + p->filesz, mem_end = start + p->memsz;
	u64 from = start & PAGE_MASK, to = ALIGN(file_end, PAGE_SIZE);
	int err;

	if (p->filesz) {
		err = mm_map_file(img->mm, from, to - from, p->flags,
				  img->file, p->offset & PAGE_MASK);
		if (err)
			return err;
	} else {
		to = from;
	}
	if (p->filesz && mem_end > file_end && to > file_end) {
		if (!(p->flags & PF_W))
			return -ENOEXEC;
		err = mm_write(img->mm, file_end, zeros, to - file_end);
		if (err)
			return err;
	}
	if (mem_end > to) {
		err = mm_map_zero(img->mm, to, ALIGN(mem_end, PAGE_SIZE) - to,
				  p->flags);
		if (err)
			return err;
	}
	img->brk = max(img->brk, ALIGN(mem_end, PAGE_SIZE));
	return 0;
}

/* Put strings below sp, and their addresses into the table. */
static int push_strings(struct exec_image *img, const char *const *s,
			u64 *table, size_t *n)
{
	for (; *s; s++) {
		size_t len = strlen(*s) + 1;
		int err;

		if (len > img->sp - (USER_TOP - STACK_STRINGS))
			return -E2BIG;
		img->sp -= len;
		err = mm_write(img->mm, img->sp, *s, len);
		if (err)
			return err;
		table[(*n)++] = img->sp;
	}
	table[(*n)++] = 0;
	return 0;
}

/*
 * The stack as the program finds it, upwards from sp: argc, the arguments,
 * 0, the environment, 0, pairs of auxiliary values, and above all that the
 * strings. At entry sp has to be a multiple of 16.
 */
static int build_stack(struct exec_image *img, const struct elf_header *h,
		       u32 prot)
{
	const u64 aux[][2] = {
		{ AUX_PHDR, img->phdr_addr },
		{ AUX_PHENT, sizeof(struct elf_phdr) },
		{ AUX_PHNUM, h->phnum },
		{ AUX_PAGESZ, PAGE_SIZE },
		{ AUX_ENTRY, img->entry },
		{ AUX_END, 0 },
	};
	size_t n = 1, argc = 0, envc = 0;
	u64 *table;
	int err;

	while (img->argv[argc])
		argc++;
	while (img->envp[envc])
		envc++;
	if (argc + envc > STACK_STRINGS / sizeof(u64))
		return -E2BIG;
	table = kmalloc((argc + envc + 3) * sizeof(u64) + sizeof(aux),
			GFP_KERNEL);
	if (!table)
		return -ENOMEM;

	img->sp = USER_TOP;
	err = mm_map_zero(img->mm, USER_TOP - STACK_SIZE, STACK_SIZE, prot);
	if (err)
		goto out;
	table[0] = argc;
	err = push_strings(img, img->argv, table, &n);
	if (!err)
		err = push_strings(img, img->envp, table, &n);
	if (err)
		goto out;
	memcpy(table + n, aux, sizeof(aux));
	n += sizeof(aux) / sizeof(u64);
	img->sp = ALIGN_DOWN(img->sp - n * sizeof(u64), 16UL);
	err = mm_write(img->mm, img->sp, table, n * sizeof(u64));
out:
	kfree(table);
	return err;
}

/**
 * elf_load - load a program
 * @img: with mm, file, argv and envp filled in; entry, sp and brk are set
 *
 * Only static programs are loaded: one that names an interpreter gets
 * -ENOEXEC. After any failure the caller throws the address space away.
 */
int elf_load(struct exec_image *img)
{
	u32 stack_prot = PF_R | PF_W;
	struct elf_phdr *ph;
	struct elf_header h;
	size_t size;
	int err;

	err = read_exact(img->file, &h, sizeof(h), 0);
	if (!err)
		err = check_header(&h);
	if (err)
		return err;
	size = h.phnum * sizeof(*ph);
	ph = kmalloc(size, GFP_KERNEL);
	if (!ph)
		return -ENOMEM;
	err = read_exact(img->file, ph, size, h.phoff);
	if (err)
		goto out;

	img->bias = h.type == ET_DYN ? DYN_BASE : 0;
	img->entry = h.entry + img->bias;
	img->brk = 0;
	img->phdr_addr = 0;
	for (int i = 0; i < h.phnum && !err; i++) {
		switch (ph[i].type) {
		case PT_INTERP:
			err = -ENOEXEC;
			break;
		case PT_STACK:
			stack_prot |= ph[i].flags & PF_X;
			break;
		case PT_LOAD:
			err = check_segment(&ph[i], img->bias);
			/* The segment that holds the headers tells where. */
			if (h.phoff >= ph[i].offset &&
			    h.phoff - ph[i].offset < ph[i].filesz)
				img->phdr_addr = ph[i].vaddr + img->bias +
						 h.phoff - ph[i].offset;
			break;
		}
	}
	for (int i = 0; i < h.phnum && !err; i++)
		if (ph[i].type == PT_LOAD)
			err = map_segment(img, &ph[i]);
	if (!err && !img->brk)
		err = -ENOEXEC;		/* nothing to run */
	if (!err)
		err = build_stack(img, &h, stack_prot);
out:
	kfree(ph);
	return err;
}
