/* SPDX-License-Identifier: MIT */
/*
 * drv.h - what drivers get from the rest of the kernel and from each other
 */
#ifndef DRV_H
#define DRV_H

#include "base.h"

/* A handler says whether its device had called; lines may be shared. */
int irq_attach(int irq, bool (*fn)(void *arg), void *arg, const char *name);
void irq_detach(int irq, void *arg);

void *dma_alloc(size_t size, dma_addr_t *bus);
void dma_free(void *cpu, size_t size, dma_addr_t bus);
void __iomem *io_map(phys_addr_t phys, size_t size);
void io_unmap(void __iomem *addr);

/* pci.c */
struct pci_fn {
	struct list_head node;
	u8 bus, slot, fn;
	u16 vendor, device;
	u32 class;		/* class, subclass and interface */
	u8 irq;
	struct {
		u64 base, size;
		bool io, wide;
	} bar[6];
	void *priv;
};

u32 pci_read(const struct pci_fn *f, u8 reg, u8 width);
void pci_write(const struct pci_fn *f, u8 reg, u8 width, u32 val);
void pci_enable(const struct pci_fn *f, bool master);

struct pci_driver {
	struct list_head node;
	const char *name;
	u16 vendor, device;
	int (*probe)(struct pci_fn *f);
};

int pci_register_driver(struct pci_driver *drv);

/* gpio.c */
int gpio_claim(unsigned int line, const char *who);
void gpio_release(unsigned int line);
int gpio_input(unsigned int line);
int gpio_output(unsigned int line, bool high);
bool gpio_get(unsigned int line);

#endif /* DRV_H */
