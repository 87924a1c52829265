#include "CDeflate.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

/// The largest window, and zlib's mark for "gzip".
static const int gzip_window_bits = 15 + 16;

struct mpq_deflater {
  z_stream stream;
};

/// Prepares `stream` for one gzip member.
static int begin_gzip(z_stream *stream) {
  return deflateInit2(
      stream, Z_BEST_SPEED, Z_DEFLATED, gzip_window_bits, 8, Z_DEFAULT_STRATEGY);
}

size_t mpq_gzip(
    const uint8_t *input, size_t input_length, uint8_t *output, size_t output_length) {
  // zlib counts in unsigned int.
  if (input_length > UINT_MAX || output_length > UINT_MAX) return 0;
  z_stream stream = {0};
  if (begin_gzip(&stream) != Z_OK) return 0;
  stream.next_in = (Bytef *)input;
  stream.avail_in = (uInt)input_length;
  stream.next_out = output;
  stream.avail_out = (uInt)output_length;
  int status = deflate(&stream, Z_FINISH);
  size_t written = output_length - stream.avail_out;
  deflateEnd(&stream);
  return status == Z_STREAM_END ? written : 0;
}

mpq_deflater *mpq_deflater_open(void) {
  mpq_deflater *deflater = calloc(1, sizeof *deflater);
  if (deflater == NULL) return NULL;
  if (begin_gzip(&deflater->stream) != Z_OK) {
    free(deflater);
    return NULL;
  }
  return deflater;
}

void mpq_deflater_close(mpq_deflater *deflater) {
  deflateEnd(&deflater->stream);
  free(deflater);
}

/// zlib counts in unsigned int.
static uInt clamped(size_t length) { return length > UINT_MAX ? UINT_MAX : (uInt)length; }

mpq_deflate_step mpq_deflate(
    mpq_deflater *deflater, const uint8_t *input, size_t input_length, int is_end,
    uint8_t *output, size_t output_length) {
  z_stream *stream = &deflater->stream;
  stream->next_in = (Bytef *)input;
  stream->avail_in = clamped(input_length);
  stream->next_out = output;
  stream->avail_out = clamped(output_length);
  int status = deflate(stream, is_end ? Z_FINISH : Z_NO_FLUSH);

  mpq_deflate_step step;
  step.consumed = (size_t)(stream->next_in - input);
  step.produced = (size_t)(stream->next_out - output);
  step.is_done = is_end ? status == Z_STREAM_END
                        : step.consumed == input_length && stream->avail_out > 0;
  return step;
}
