#include "CDeflate.h"

#include <limits.h>
#include <zlib.h>

/// The largest window, and zlib's mark for "gzip".
static const int gzip_window_bits = 15 + 16;

size_t mpq_gzip(
    const uint8_t *input, size_t input_length, uint8_t *output, size_t output_length) {
  // zlib counts in unsigned int.
  if (input_length > UINT_MAX || output_length > UINT_MAX) return 0;
  z_stream stream = {0};
  if (deflateInit2(
          &stream, Z_BEST_SPEED, Z_DEFLATED, gzip_window_bits, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    return 0;
  }
  stream.next_in = (Bytef *)input;
  stream.avail_in = (uInt)input_length;
  stream.next_out = output;
  stream.avail_out = (uInt)output_length;
  int status = deflate(&stream, Z_FINISH);
  size_t written = output_length - stream.avail_out;
  deflateEnd(&stream);
  return status == Z_STREAM_END ? written : 0;
}
