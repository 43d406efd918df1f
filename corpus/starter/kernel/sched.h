/* SPDX-License-Identifier: MIT */
/* sched.h - putting tasks to sleep and waking them up */
#ifndef KERNEL_SCHED_H
#define KERNEL_SCHED_H

#include "base.h"

enum task_state {
	TASK_RUNNING,
	TASK_INTERRUPTIBLE,	/* a signal ends the sleep */
	TASK_UNINTERRUPTIBLE,
	TASK_STOPPED,
	TASK_ZOMBIE,
};

#define SLEEP_FOREVER	INT64_MAX

struct task;

struct task *this_task(void);
const char *task_name(const struct task *t);
bool task_signalled(const struct task *t);

/*
 * The state is set before the condition is checked. A wakeup between the
 * check and schedule() makes the task running again, so it is not lost.
 */
void set_state(enum task_state state);
void schedule(void);
long schedule_timeout(long ticks);	/* returns the ticks that were left */
bool wake_task(struct task *t);		/* false if it was awake already */

#endif /* KERNEL_SCHED_H */
