/* Gives up what a cleaner never needs, before it reads a byte of input. */
#ifndef SANDBOX_H
#define SANDBOX_H

/* From here on the process and its threads cannot run a program, start a process, open a socket, trace
   another process, or gain privileges: such calls fail with EPERM. Does nothing where the build or the kernel
   has no seccomp(2). */
void sandbox_enter(void);

#endif
