/* unroll: UNROLL before a loop of a kernel takes the loop away.
 *
 * The accumulators of a tile are registers only when the loops over them are
 * gone; their bounds are constants, at most 32. */
#ifndef KERN_UNROLL_H
#define KERN_UNROLL_H

#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 32")
#endif

#endif
