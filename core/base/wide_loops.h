#pragma once

/// Marks a function whose plain loops are worth compiling twice: for any processor, and for those that take
/// four numbers at once (AVX2, x86-64 since 2013); which of both runs is decided when the program starts. It
/// may not contract a product and a sum into one rounding, so that both give the same bits.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define ENDRANGE_WIDE_LOOPS __attribute__((target_clones("avx2", "default")))
#else
#define ENDRANGE_WIDE_LOOPS
#endif
