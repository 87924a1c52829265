#ifndef CDEFLATE_H
#define CDEFLATE_H

#include <stddef.h>
#include <stdint.h>

/// Compresses `input` into one gzip member (RFC 1952), for speed rather than size.
///
/// Returns the bytes written to `output`; 0 when they do not fit, or without memory.
size_t mpq_gzip(
    const uint8_t *_Nonnull input, size_t input_length, uint8_t *_Nonnull output,
    size_t output_length);

#endif
