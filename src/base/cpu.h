/* What the machine can do beyond what the compiler was told of. */
#ifndef AL_BASE_CPU_H
#define AL_BASE_CPU_H

#include <stdbool.h>

#if defined(__x86_64__) && defined(__has_include)
#if __has_include(<sys/platform/x86.h>)
#define AL_CPU_IS_KNOWN 1
#include <sys/platform/x86.h>
#endif
#endif

#ifdef __x86_64__
/* Can AVX2 be used? The C library has asked the processor already, which takes long in a virtual machine. */
static inline bool al_cpu_has_avx2(void)
{
#ifdef AL_CPU_IS_KNOWN
    return CPU_FEATURE_ACTIVE(AVX2);
#else
    return __builtin_cpu_supports("avx2");
#endif
}
#endif

#endif
