#include "Transfer.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>

// The body is inflated here and not by libcurl, which reports bytes after the end of a compressed
// body as a failed write, and accepts a truncated body.

enum {
  /// Bytes of a compressed body beyond the limit of the inflated one: headers and empty parts.
  WIRE_SLACK = 64 * 1024,
  /// The largest window, and zlib's mark for "gzip or zlib".
  ANY_WINDOW_BITS = 15 + 32,
  /// The bytes of the shortest header of a gzip member.
  GZIP_HEAD = 10,
  /// The size of a large page, and of what is moved at once.
  LARGE_PAGE = 2 * 1024 * 1024,
};

// MARK: - The encoding

static int has_prefix(const char *bytes, size_t count, const char *prefix) {
  size_t length = strlen(prefix);
  return count >= length && strncasecmp(bytes, prefix, length) == 0;
}

static int is_word(const char *bytes, size_t count, const char *word) {
  return count == strlen(word) && strncasecmp(bytes, word, count) == 0;
}

void mpq_body_take_header(mpq_transfer *transfer, const char *line, size_t count) {
  static const char name[] = "Content-Encoding:";
  if (transfer->wire_count > 0) return; // a trailer
  if (has_prefix(line, count, "HTTP/")) {
    transfer->encoding = MPQ_PLAIN; // the head of a later answer
    return;
  }
  if (!has_prefix(line, count, name)) return;
  line += sizeof name - 1;
  count -= sizeof name - 1;
  while (count > 0 && (*line == ' ' || *line == '\t')) line++, count--;
  while (count > 0 && strchr(" \t\r\n", line[count - 1]) != NULL) count--;
  if (count == 0 || is_word(line, count, "identity")) return;
  int is_known = is_word(line, count, "gzip") || is_word(line, count, "x-gzip") ||
                 is_word(line, count, "deflate");
  transfer->encoding =
      is_known && transfer->encoding == MPQ_PLAIN ? MPQ_COMPRESSED : MPQ_UNKNOWN_ENCODING;
}

// MARK: - The bytes

static int refuse(mpq_transfer *transfer, mpq_refusal refusal) {
  transfer->refusal = refusal;
  return 0;
}

/// Advises the system about the large pages that fit into a part of a buffer.
static void advise(const uint8_t *bytes, size_t count, int advice) {
  uintptr_t start = ((uintptr_t)bytes + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
  uintptr_t end = ((uintptr_t)bytes + count) / LARGE_PAGE * LARGE_PAGE;
  if (start < end) madvise((void *)start, end - start, advice);
}

/// Asks for large pages: filling small ones takes longer than receiving.
static void prefer_large_pages(const uint8_t *bytes, size_t count) {
#ifdef MADV_HUGEPAGE
  advise(bytes, count, MADV_HUGEPAGE);
#else
  (void)bytes;
  (void)count;
#endif
}

/// The length of the body in bytes, as the server states it.
///
/// 0 if the server states no length, or if the body is compressed.
static size_t stated_length(const mpq_transfer *transfer) {
  curl_off_t length = 0;
  if (transfer->encoding != MPQ_PLAIN) return 0;
  mpq_curl.easy_getinfo(transfer->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
  return length > 0 && (size_t)length <= transfer->byte_limit ? (size_t)length : 0;
}

/// Makes room for `count` more bytes; 0 when there is no memory.
static int reserve(mpq_transfer *transfer, size_t count) {
  size_t needed = transfer->body_count + count;
  if (needed <= transfer->body_capacity) return 1;
  int is_first = transfer->body == NULL;
  // Memory that is not written to takes no space, so a false length has no effect.
  size_t capacity = is_first ? stated_length(transfer) : transfer->body_capacity * 2;
  if (capacity < needed) capacity = needed;
  uint8_t *body = realloc(transfer->body, capacity);
  if (body == NULL) return refuse(transfer, MPQ_NO_MEMORY);
  // A buffer that grows moves, which large pages make expensive.
  if (is_first) prefer_large_pages(body, capacity);
  transfer->body = body;
  transfer->body_capacity = capacity;
  return 1;
}

static int append(mpq_transfer *transfer, const uint8_t *bytes, size_t count) {
  if (count > transfer->byte_limit - transfer->body_count) {
    return refuse(transfer, MPQ_BODY_OVER_LIMIT);
  }
  if (!reserve(transfer, count)) return 0;
  memcpy(transfer->body + transfer->body_count, bytes, count);
  transfer->body_count += count;
  return 1;
}

/// Prepares for the first or the next part; 0 when there is no memory.
static int begin_part(mpq_transfer *transfer) {
  z_stream *stream = &transfer->stream;
  int result = transfer->has_stream ? inflateReset(stream)
                                    : inflateInit2(stream, ANY_WINDOW_BITS);
  if (result != Z_OK) return refuse(transfer, MPQ_NO_MEMORY);
  transfer->has_stream = 1;
  transfer->is_in_part = 1;
  return 1;
}

/// Inflates `count` bytes into the body; 0 when it is refused.
static int inflate_bytes(mpq_transfer *transfer, const uint8_t *bytes, size_t count) {
  z_stream *stream = &transfer->stream;
  while (count > 0) {
    if (!transfer->is_in_part) {
      // A gzip body may have several parts, each with its magic number; other bytes are ignored.
      if (transfer->part_count > 0 && bytes[0] != 0x1f) transfer->has_tail = 1;
      if (transfer->has_tail) {
        transfer->ignored_count += count;
        return 1;
      }
      if (!begin_part(transfer)) return 0;
    }
    // One byte above the limit detects a body that is too large.
    size_t room = transfer->byte_limit - transfer->body_count + 1;
    if (room > WIRE_SLACK) room = WIRE_SLACK;
    if (!reserve(transfer, room)) return 0;
    stream->next_in = (Bytef *)bytes;
    stream->avail_in = (uInt)count;
    stream->next_out = transfer->body + transfer->body_count;
    stream->avail_out = (uInt)room;
    int result = inflate(stream, Z_NO_FLUSH);
    size_t used = count - stream->avail_in;
    transfer->body_count += room - stream->avail_out;
    if (transfer->body_count > transfer->byte_limit) {
      return refuse(transfer, MPQ_BODY_OVER_LIMIT);
    }
    if (result == Z_STREAM_END) {
      transfer->is_in_part = 0;
      transfer->part_count += 1;
    } else if (result == Z_MEM_ERROR) {
      return refuse(transfer, MPQ_NO_MEMORY);
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      if (transfer->part_count == 0 || stream->total_out > 0) {
        return refuse(transfer, MPQ_BODY_DAMAGED);
      }
      // Not a part: it only begins like one.
      transfer->ignored_count += stream->total_in;
      transfer->is_in_part = 0;
      transfer->has_tail = 1;
    } else if (used == 0 && stream->avail_out == room) {
      return refuse(transfer, MPQ_BODY_DAMAGED); // no progress
    }
    bytes += used;
    count -= used;
  }
  return 1;
}

int mpq_body_take(mpq_transfer *transfer, const uint8_t *bytes, size_t count) {
  transfer->wire_count += count;
  switch (transfer->encoding) {
  case MPQ_PLAIN: return append(transfer, bytes, count);
  case MPQ_UNKNOWN_ENCODING: return refuse(transfer, MPQ_BODY_ENCODED);
  case MPQ_COMPRESSED: break;
  }
  if (transfer->wire_count > transfer->byte_limit + WIRE_SLACK) {
    return refuse(transfer, MPQ_BODY_OVER_LIMIT);
  }
  return inflate_bytes(transfer, bytes, count);
}

int mpq_body_end(mpq_transfer *transfer) {
  if (!transfer->is_in_part) return 1;
  // Fewer bytes than the header of a part, after a complete one, are ignored.
  if (transfer->part_count == 0 || transfer->stream.total_in >= GZIP_HEAD) return 0;
  transfer->ignored_count += transfer->stream.total_in;
  transfer->is_in_part = 0;
  return 1;
}

void mpq_response_move_body(const mpq_response *response, uint8_t *target) {
  prefer_large_pages(target, response->body_count);
  for (size_t done = 0; done < response->body_count;) {
    size_t count = response->body_count - done;
    if (count > LARGE_PAGE) count = LARGE_PAGE;
    memcpy(target + done, response->body + done, count);
    done += count;
    // Returns the memory, so that a large body is not in it twice.
    advise(response->body, done, MADV_DONTNEED);
  }
}

void mpq_body_free(mpq_transfer *transfer) {
  if (transfer->has_stream) inflateEnd(&transfer->stream);
  free(transfer->body);
}
