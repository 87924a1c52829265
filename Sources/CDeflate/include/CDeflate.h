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

/// A deflater of one gzip member whose input comes in parts.
typedef struct mpq_deflater mpq_deflater;

/// The result of one step of deflating.
typedef struct {
  /// The bytes of input that were used.
  size_t consumed;
  /// The bytes of output that were written.
  size_t produced;
  /// Whether all of the input is used; at the end, whether the member is complete.
  int is_done;
} mpq_deflate_step;

/// Creates a deflater for speed rather than size; NULL without memory.
mpq_deflater *_Nullable mpq_deflater_open(void);

/// Frees `deflater`.
void mpq_deflater_close(mpq_deflater *_Nonnull deflater);

/// Deflates as much of `input` as `output` has room for; `is_end` completes the member.
mpq_deflate_step mpq_deflate(
    mpq_deflater *_Nonnull deflater, const uint8_t *_Nonnull input, size_t input_length,
    int is_end, uint8_t *_Nonnull output, size_t output_length);

#endif
