#ifndef CINFLATE_H
#define CINFLATE_H

#include <stddef.h>
#include <stdint.h>

/// An inflater of gzip members (RFC 1952).
typedef struct mpq_inflater mpq_inflater;

/// How one step of inflating ended.
typedef enum {
  /// It needs more input or more room.
  MPQ_INFLATE_MORE = 0,
  /// A member ended with a correct checksum; reset before the next one.
  MPQ_INFLATE_END = 1,
  /// The input is not gzip, or its checksum is wrong.
  MPQ_INFLATE_DAMAGED = 2,
  /// Out of memory.
  MPQ_INFLATE_NO_MEMORY = 3,
} mpq_inflate_outcome;

/// The result of one step.
typedef struct {
  mpq_inflate_outcome outcome;
  /// The bytes of input that were used.
  size_t consumed;
  /// The bytes of output that were written.
  size_t produced;
} mpq_inflate_step;

/// Creates an inflater at the start of a member; NULL without memory.
mpq_inflater *_Nullable mpq_inflater_open(void);

/// Frees `inflater`.
void mpq_inflater_close(mpq_inflater *_Nonnull inflater);

/// Resets `inflater` to the start of a member; 0 on failure.
int mpq_inflater_reset(mpq_inflater *_Nonnull inflater);

/// Inflates as much as `input` holds and `output` has room for.
mpq_inflate_step mpq_inflate(
    mpq_inflater *_Nonnull inflater, const uint8_t *_Nonnull input, size_t input_length,
    uint8_t *_Nonnull output, size_t output_length);

/// The CRC-32 (RFC 1952, section 8) of `bytes`, continuing from `before`; it starts at 0.
uint32_t mpq_checksum(uint32_t before, const uint8_t *_Nullable bytes, size_t length);

#endif
