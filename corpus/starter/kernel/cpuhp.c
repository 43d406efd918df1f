/* SPDX-License-Identifier: MIT */
/*
 * cpuhp.c - bringing processors up and down
 *
 * A processor climbs a ladder of steps, one per subsystem that keeps data
 * for each processor. The order matters: timers need memory, tasks need
 * timers. Going down takes the same steps in reverse, and a step that fails
 * half way up or down sends the processor back to where it came from.
 */
#include "base.h"

#define MAX_STEPS	24

enum cpu_place {
	ON_ANY_CPU,		/* runs on the processor in control */
	ON_TARGET_CPU,		/* runs on the one that changes */
};

struct cpu_step {
	const char *name;
	enum cpu_place place;
	int (*up)(int cpu);
	int (*down)(int cpu);	/* may refuse with an error */
};

static struct cpu_step steps[MAX_STEPS];
static int nr_steps;
static int cpu_rung[NR_CPUS];	/* steps that the processor has taken */
static u64 present_mask = 1, up_mask = 1;
static DEFINE_MUTEX(hotplug_lock);

int call_on_cpu(int cpu, int (*fn)(int cpu), int arg);

static int run_step(const struct cpu_step *s, int (*fn)(int), int cpu)
{
	if (!fn)
		return 0;
	if (s->place == ON_TARGET_CPU)
		return call_on_cpu(cpu, fn, cpu);
	return fn(cpu);
}

/*
 * Move to a rung; on failure report how far it got. Steps up to the rung
 * have been taken, so the next one up is steps[rung].
 */
static int climb(int cpu, int target)
{
	int ret = 0;

	while (!ret && cpu_rung[cpu] != target) {
		bool up = cpu_rung[cpu] < target;
		const struct cpu_step *s = &steps[cpu_rung[cpu] - !up];

		ret = run_step(s, up ? s->up : s->down, cpu);
		if (ret)
			pr_warn("cpu%d: %s failed going %s: %d\n", cpu,
				s->name, up ? "up" : "down", ret);
		else
			cpu_rung[cpu] += up ? 1 : -1;
	}
	return ret;
}

static int move_cpu(int cpu, int target)
{
	int start = cpu_rung[cpu];
	int ret = climb(cpu, target);

	if (!ret)
		return 0;
	if (climb(cpu, start))
		panic("cpu%d: stuck at step %d of %d", cpu, cpu_rung[cpu],
		      nr_steps);
	return ret;
}

/**
 * cpu_up - bring a processor into use
 * @cpu: number of a processor that is present
 *
 * Returns 0, -ENODEV, -EALREADY, or the error of the step that failed.
 */
int cpu_up(int cpu)
{
	int ret = -EALREADY;

	if (cpu < 0 || cpu >= NR_CPUS || !(present_mask & (1ULL << cpu)))
		return -ENODEV;

	mutex_lock(&hotplug_lock);
	if (!(up_mask & (1ULL << cpu))) {
		ret = move_cpu(cpu, nr_steps);
		if (!ret) {
			up_mask |= 1ULL << cpu;
			pr_info("cpu%d: up, %d in use\n", cpu,
				__builtin_popcountll(up_mask));
		}
	}
	mutex_unlock(&hotplug_lock);
	return ret;
}

int cpu_down(int cpu)
{
	u64 bit;
	int ret;

	if (cpu < 0 || cpu >= NR_CPUS)
		return -ENODEV;
	bit = 1ULL << cpu;

	mutex_lock(&hotplug_lock);
	if (!(up_mask & bit)) {
		ret = -EALREADY;
	} else if (up_mask == bit) {
		ret = -EBUSY;		/* somebody has to do the work */
	} else {
		/* Off the mask first, so that no new work is sent there. */
		up_mask &= ~bit;
		ret = move_cpu(cpu, 0);
		if (ret)
			up_mask |= bit;
	}
	mutex_unlock(&hotplug_lock);
	return ret;
}

/**
 * cpu_step_add - add a step to the top of the ladder
 * @step: the callbacks; copied
 *
 * Processors that are up take the step right away. If one of them fails,
 * the others undo it and the step is not added.
 */
int cpu_step_add(const struct cpu_step *step)
{
	int ret = 0, cpu;

	mutex_lock(&hotplug_lock);
	if (nr_steps == MAX_STEPS) {
		ret = -ENOSPC;
		goto out;
	}
	steps[nr_steps++] = *step;

	for (cpu = 0; cpu < NR_CPUS && !ret; cpu++)
		if (up_mask & (1ULL << cpu))
			ret = climb(cpu, nr_steps);
	if (!ret)
		goto out;

	for (cpu = 0; cpu < NR_CPUS; cpu++)
		if (cpu_rung[cpu] == nr_steps)
			WARN_ON(climb(cpu, nr_steps - 1));
	nr_steps--;
out:
	mutex_unlock(&hotplug_lock);
	return ret;
}

void __init cpu_mark_present(int cpu)
{
	present_mask |= 1ULL << cpu;
}
