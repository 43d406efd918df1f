/* SPDX-License-Identifier: MIT */
/*
 * signal.c - sending, blocking and taking signals
 *
 * Ordinary signals are flags: sending one twice before it is taken counts
 * once. Real-time signals are queued with their data, one entry per send.
 */
#include "sched.h"

#define NSIG		64
#define SIG_RT_MIN	32
#define MAX_QUEUED	256

enum {
	SIGHUP = 1, SIGINT = 2, SIGQUIT = 3, SIGILL = 4, SIGTRAP = 5,
	SIGABRT = 6, SIGBUS = 7, SIGFPE = 8, SIGKILL = 9, SIGSEGV = 11,
	SIGCHLD = 17, SIGCONT = 18, SIGSTOP = 19, SIGTSTP = 20, SIGTTIN = 21,
	SIGTTOU = 22, SIGURG = 23, SIGWINCH = 28,
};

typedef u64 sigset;

#define SIG(n)		(1ULL << ((n) - 1))
#define SIGS_FAULT	(SIG(SIGILL) | SIG(SIGTRAP) | SIG(SIGBUS) | \
			 SIG(SIGFPE) | SIG(SIGSEGV))
#define SIGS_STOP	(SIG(SIGSTOP) | SIG(SIGTSTP) | SIG(SIGTTIN) | \
			 SIG(SIGTTOU))
#define SIGS_CORE	(SIGS_FAULT | SIG(SIGQUIT) | SIG(SIGABRT))
#define SIGS_IGNORED	(SIG(SIGCHLD) | SIG(SIGURG) | SIG(SIGWINCH))
#define SIGS_ABSOLUTE	(SIG(SIGKILL) | SIG(SIGSTOP))

enum sig_verdict {
	SIG_NOTHING,
	SIG_HANDLER,
	SIG_TERMINATE,
	SIG_DUMP_CORE,
	SIG_DO_STOP,
};

#define HANDLER_DEFAULT	((void (*)(int))0)
#define HANDLER_IGNORE	((void (*)(int))1)

struct sig_action {
	void (*handler)(int sig);
	sigset block;		/* blocked while the handler runs */
	bool one_shot;
};

struct sig_info {
	struct list_head link;
	int sig;
	int code;
	int sender;
	u64 value;
};

struct sig_state {
	spinlock_t lock;
	struct task *task;
	sigset blocked;
	sigset pending;
	struct list_head queue;
	unsigned int nr_queued;
	struct sig_action action[NSIG + 1];
};

/* Would the signal have no effect at all if it were delivered? */
static bool sig_ignored(const struct sig_state *s, int sig)
{
	void (*h)(int) = s->action[sig].handler;

	/* A blocked signal may find a handler by the time it is unblocked. */
	if (s->blocked & SIG(sig))
		return false;
	if (h == HANDLER_IGNORE)
		return true;
	return h == HANDLER_DEFAULT && (SIGS_IGNORED & SIG(sig));
}

static void discard(struct sig_state *s, sigset set)
{
	struct sig_info *q, *next;

	s->pending &= ~set;
	list_for_each_entry_safe(q, next, &s->queue, link) {
		if (!(SIG(q->sig) & set))
			continue;
		list_del(&q->link);
		s->nr_queued--;
		kfree(q);
	}
}

/**
 * sig_send - make a signal pending
 * @s: signal state of the receiver
 * @info: the signal and what is known about its origin
 *
 * Returns -EAGAIN if a real-time signal cannot be queued: its sender relies
 * on the data and must be told. Others are delivered without data then.
 */
int sig_send(struct sig_state *s, const struct sig_info *info)
{
	struct sig_info *q = NULL;
	unsigned long flags;
	int sig = info->sig, ret = 0;

	if (sig < 1 || sig > NSIG)
		return -EINVAL;

	spin_lock_irqsave(&s->lock, flags);
	/* Stopping and continuing cancel each other, even when blocked. */
	if (sig == SIGCONT)
		discard(s, SIGS_STOP);
	else if (SIGS_STOP & SIG(sig))
		discard(s, SIG(SIGCONT));

	if (sig_ignored(s, sig) && sig != SIGCONT)
		goto out;
	if (sig < SIG_RT_MIN && (s->pending & SIG(sig)))
		goto out;

	if (s->nr_queued < MAX_QUEUED)
		q = kmalloc(sizeof(*q), GFP_ATOMIC);
	if (q) {
		*q = *info;
		list_add_tail(&q->link, &s->queue);
		s->nr_queued++;
	} else if (sig >= SIG_RT_MIN) {
		ret = -EAGAIN;
		goto out;
	}
	s->pending |= SIG(sig);
	if (!(s->blocked & SIG(sig)) || sig == SIGCONT)
		wake_task(s->task);
out:
	spin_unlock_irqrestore(&s->lock, flags);
	return ret;
}

static int pick_signal(const struct sig_state *s)
{
	sigset ready = s->pending & ~s->blocked;

	/*
	 * SIGKILL ends it all. Faults come next: their context is that of
	 * the faulting instruction, which another handler would replace.
	 */
	if (ready & SIG(SIGKILL))
		return SIGKILL;
	if (ready & SIGS_FAULT)
		ready &= SIGS_FAULT;
	return ready ? __builtin_ctzll(ready) + 1 : 0;
}

static void take_info(struct sig_state *s, int sig, struct sig_info *info)
{
	struct sig_info *q, *next;
	bool found = false, more = false;

	*info = (struct sig_info){ .sig = sig };
	list_for_each_entry_safe(q, next, &s->queue, link) {
		if (q->sig != sig)
			continue;
		if (found) {
			more = true;
			break;
		}
		*info = *q;
		list_del(&q->link);
		s->nr_queued--;
		kfree(q);
		found = true;
	}
	if (!more)
		s->pending &= ~SIG(sig);
}

/**
 * sig_take - take the next signal on the way back to user mode
 * @s: signal state of the current task
 * @info: filled with the signal
 * @act: filled with the action, if the verdict is SIG_HANDLER
 */
enum sig_verdict sig_take(struct sig_state *s, struct sig_info *info,
			  struct sig_action *act)
{
	enum sig_verdict verdict = SIG_NOTHING;
	unsigned long flags;
	int sig;

	spin_lock_irqsave(&s->lock, flags);
	while (verdict == SIG_NOTHING && (sig = pick_signal(s)) != 0) {
		struct sig_action *a = &s->action[sig];

		take_info(s, sig, info);
		if (a->handler == HANDLER_IGNORE)
			continue;
		if (a->handler != HANDLER_DEFAULT) {
			*act = *a;
			if (a->one_shot)
				a->handler = HANDLER_DEFAULT;
			verdict = SIG_HANDLER;
		} else if (SIGS_STOP & SIG(sig)) {
			verdict = SIG_DO_STOP;
		} else if (SIGS_CORE & SIG(sig)) {
			verdict = SIG_DUMP_CORE;
		} else if (!((SIGS_IGNORED | SIG(SIGCONT)) & SIG(sig))) {
			verdict = SIG_TERMINATE;
		}
	}
	spin_unlock_irqrestore(&s->lock, flags);
	return verdict;
}

int sig_set_action(struct sig_state *s, int sig, const struct sig_action *act)
{
	unsigned long flags;

	if (sig < 1 || sig > NSIG || (SIGS_ABSOLUTE & SIG(sig)))
		return -EINVAL;
	spin_lock_irqsave(&s->lock, flags);
	s->action[sig] = *act;
	s->action[sig].block &= ~SIGS_ABSOLUTE;
	if (sig_ignored(s, sig))
		discard(s, SIG(sig));
	spin_unlock_irqrestore(&s->lock, flags);
	return 0;
}

sigset sig_set_blocked(struct sig_state *s, sigset set)
{
	unsigned long flags;
	sigset old;

	spin_lock_irqsave(&s->lock, flags);
	old = s->blocked;
	s->blocked = set & ~SIGS_ABSOLUTE;
	spin_unlock_irqrestore(&s->lock, flags);
	return old;
}
