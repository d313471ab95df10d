/* The one executable runs the program as its child, and tells it of SIGTERM by SIGINT. The build has the compiler read
   this first, so that the program gets SIGTERM. A signal that is being handled is blocked: that tells which it was. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1 /* as Python's own headers do */
#endif
#include <signal.h>
#include <stddef.h>

static inline int signal_for_child(int number) {
    sigset_t handled;
    sigprocmask(SIG_BLOCK, NULL, &handled);
    return number == SIGINT && sigismember(&handled, SIGTERM) ? SIGTERM : number;
}

#define kill(process, number) kill(process, signal_for_child(number))
