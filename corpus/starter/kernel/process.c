/* SPDX-License-Identifier: MIT */
/*
 * process.c - the life of a process: fork, exit, wait
 *
 * A process that exits gives back all its resources at once, except for the
 * record with its exit status. That record, the zombie, stays until the
 * parent has asked for it. Orphans are adopted by process 1.
 */
#include "sched.h"

#define CLONE_MM	BIT(0)	/* share instead of copying */
#define CLONE_FILES	BIT(1)
#define CLONE_SIGNALS	BIT(2)
#define CLONE_VALID	(CLONE_MM | CLONE_FILES | CLONE_SIGNALS)

#define WAIT_NOHANG	BIT(0)
#define WAIT_KEEP	BIT(1)	/* look, but leave the zombie */

enum resource {
	RES_FILES,
	RES_SIGNALS,
	RES_MM,
	NR_RESOURCES,
};

struct process {
	int pid;
	enum task_state state;
	int exit_status;
	struct process *parent;
	struct list_head children;
	struct list_head sibling;
	struct task *task;
	bool waiting;		/* sleeps in process_wait() */
	u64 cpu_ns;
	u64 dead_children_ns;
	void *res[NR_RESOURCES];
};

void *files_copy(void *files);
void *files_get(void *files);
void files_put(void *files);
void *signals_copy(void *sigs);
void *signals_get(void *sigs);
void signals_put(void *sigs);
void *mm_copy(void *mm);
void *mm_get(void *mm);
void mm_put(void *mm);

/* How to duplicate each resource. Memory is last, being the most work. */
static const struct res_type {
	const char *name;
	unsigned long share_flag;
	void *(*copy)(void *res);	/* may return an error pointer */
	void *(*get)(void *res);
	void (*put)(void *res);
} res_types[NR_RESOURCES] = {
	{ "files",   CLONE_FILES,   files_copy,   files_get,   files_put },
	{ "signals", CLONE_SIGNALS, signals_copy, signals_get, signals_put },
	{ "memory",  CLONE_MM,      mm_copy,      mm_get,      mm_put },
};

static DEFINE_SPINLOCK(tree_lock);	/* parents, children, zombies */
static struct process *reaper;		/* process 1 */
static unsigned int nr_processes, max_processes = 4096;

int pid_number_get(void);
void pid_number_put(int pid);
struct task *task_spawn(struct process *p, struct process *model);
void task_free(struct task *t);
void task_start(struct task *t);
void __attribute__((noreturn)) task_die(void);

static void drop_resources(struct process *p, int upto)
{
	/* In reverse: files may be mapped, so memory goes first. */
	while (upto-- > 0) {
		if (p->res[upto])
			res_types[upto].put(p->res[upto]);
		p->res[upto] = NULL;
	}
}

static int copy_resources(struct process *child, struct process *parent,
			  unsigned long flags)
{
	for (int i = 0; i < NR_RESOURCES; i++) {
		const struct res_type *type = &res_types[i];
		void *r;

		if (!parent->res[i])
			continue;	/* kernel threads have no memory */
		if (flags & type->share_flag)
			r = type->get(parent->res[i]);
		else
			r = type->copy(parent->res[i]);
		if (IS_ERR(r)) {
			pr_debug("fork: no %s for a child of %d: %ld\n",
				 type->name, parent->pid, PTR_ERR(r));
			drop_resources(child, i);
			return PTR_ERR(r);
		}
		child->res[i] = r;
	}
	return 0;
}

/**
 * process_fork - create a child of a process
 * @parent: the process to duplicate
 * @flags: CLONE_* flags that say what is shared
 *
 * Returns the number of the child, or a negative error.
 */
int process_fork(struct process *parent, unsigned long flags)
{
	struct process *child;
	int ret;

	/* Handlers are addresses, which mean nothing in another memory. */
	if ((flags & ~CLONE_VALID) ||
	    ((flags & CLONE_SIGNALS) && !(flags & CLONE_MM)))
		return -EINVAL;

	child = kzalloc(sizeof(*child), GFP_KERNEL);
	if (!child)
		return -ENOMEM;
	INIT_LIST_HEAD(&child->children);
	INIT_LIST_HEAD(&child->sibling);

	ret = copy_resources(child, parent, flags);
	if (ret)
		goto free_child;
	child->task = task_spawn(child, parent);
	if (IS_ERR(child->task)) {
		ret = PTR_ERR(child->task);
		goto put_resources;
	}
	ret = pid_number_get();
	if (ret < 0)
		goto free_task;
	child->pid = ret;

	spin_lock(&tree_lock);
	if (nr_processes >= max_processes) {
		spin_unlock(&tree_lock);
		ret = -EAGAIN;
		goto put_pid;
	}
	nr_processes++;
	child->parent = parent;
	list_add_tail(&child->sibling, &parent->children);
	spin_unlock(&tree_lock);

	/* It may exit and be reaped from here on: only ret is ours. */
	task_start(child->task);
	return ret;

put_pid:
	pid_number_put(child->pid);
free_task:
	task_free(child->task);
put_resources:
	drop_resources(child, NR_RESOURCES);
free_child:
	kfree(child);
	return ret;
}

static void wake_parent(struct process *parent)
{
	if (parent->waiting)
		wake_task(parent->task);
}

/**
 * process_exit - end the current process
 * @p: the current process
 * @status: what its parent will read
 */
void __attribute__((noreturn)) process_exit(struct process *p, int status)
{
	struct process *c, *next;
	bool zombies = false;

	if (p == reaper)
		panic("process 1 exits with status %d", status);
	drop_resources(p, NR_RESOURCES);

	spin_lock(&tree_lock);
	list_for_each_entry_safe(c, next, &p->children, sibling) {
		c->parent = reaper;
		list_move_tail(&c->sibling, &reaper->children);
		zombies |= c->state == TASK_ZOMBIE;
	}
	if (zombies)
		wake_parent(reaper);

	p->exit_status = status;
	p->state = TASK_ZOMBIE;
	wake_parent(p->parent);
	spin_unlock(&tree_lock);

	task_die();	/* its stack is freed later: we still run on it */
}

static struct process *find_child(struct process *p, int pid, bool *any)
{
	struct process *c;

	*any = false;
	list_for_each_entry(c, &p->children, sibling) {
		if (pid != -1 && c->pid != pid)
			continue;
		*any = true;
		if (c->state == TASK_ZOMBIE)
			return c;
	}
	return NULL;
}

/**
 * process_wait - wait until a child has exited
 * @p: the current process
 * @pid: number of the child, or -1 for whichever is first
 * @status: receives the exit status
 * @options: WAIT_* flags
 *
 * Returns the number of the child, 0 if WAIT_NOHANG found none that has
 * exited, -ECHILD if there is no such child, or -EINTR.
 */
int process_wait(struct process *p, int pid, int *status, unsigned long options)
{
	struct process *c;
	bool any;
	int ret;

	spin_lock(&tree_lock);
	for (;;) {
		c = find_child(p, pid, &any);
		if (c)
			break;
		ret = !any ? -ECHILD : 0;
		if (!any || (options & WAIT_NOHANG))
			goto out;
		ret = -EINTR;
		if (task_signalled(p->task))
			goto out;

		p->waiting = true;
		set_state(TASK_INTERRUPTIBLE);
		spin_unlock(&tree_lock);
		schedule();
		spin_lock(&tree_lock);
		p->waiting = false;
	}

	*status = c->exit_status;
	ret = c->pid;
	if (options & WAIT_KEEP)
		goto out;
	list_del(&c->sibling);
	nr_processes--;
	p->dead_children_ns += c->cpu_ns + c->dead_children_ns;
	spin_unlock(&tree_lock);

	pid_number_put(c->pid);
	task_free(c->task);	/* waits until it has left its stack */
	kfree(c);
	return ret;
out:
	spin_unlock(&tree_lock);
	return ret;
}
