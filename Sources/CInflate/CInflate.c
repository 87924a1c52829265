#include "CInflate.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

struct mpq_inflater {
  z_stream stream;
};

/// The largest window, and zlib's mark for "gzip only".
static const int gzip_window_bits = 15 + 16;

mpq_inflater *mpq_inflater_open(void) {
  mpq_inflater *inflater = calloc(1, sizeof *inflater);
  if (inflater == NULL) return NULL;
  if (inflateInit2(&inflater->stream, gzip_window_bits) != Z_OK) {
    free(inflater);
    return NULL;
  }
  return inflater;
}

void mpq_inflater_close(mpq_inflater *inflater) {
  inflateEnd(&inflater->stream);
  free(inflater);
}

int mpq_inflater_reset(mpq_inflater *inflater) {
  return inflateReset(&inflater->stream) == Z_OK;
}

/// zlib counts in unsigned int.
static uInt clamped(size_t length) { return length > UINT_MAX ? UINT_MAX : (uInt)length; }

mpq_inflate_step mpq_inflate(
    mpq_inflater *inflater, const uint8_t *input, size_t input_length, uint8_t *output,
    size_t output_length) {
  z_stream *stream = &inflater->stream;
  stream->next_in = (Bytef *)input;
  stream->avail_in = clamped(input_length);
  stream->next_out = output;
  stream->avail_out = clamped(output_length);

  mpq_inflate_step step;
  switch (inflate(stream, Z_NO_FLUSH)) {
    case Z_OK:
    case Z_BUF_ERROR: step.outcome = MPQ_INFLATE_MORE; break;
    case Z_STREAM_END: step.outcome = MPQ_INFLATE_END; break;
    case Z_MEM_ERROR: step.outcome = MPQ_INFLATE_NO_MEMORY; break;
    default: step.outcome = MPQ_INFLATE_DAMAGED; break;
  }
  step.consumed = (size_t)(stream->next_in - input);
  step.produced = (size_t)(stream->next_out - output);
  return step;
}

uint32_t mpq_checksum(uint32_t before, const uint8_t *bytes, size_t length) {
  return (uint32_t)crc32_z(before, bytes, length);
}
