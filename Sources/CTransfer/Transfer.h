#ifndef TRANSFER_H
#define TRANSFER_H

#include "CTransfer.h"

#include "Library.h"

#include <zlib.h>

/// Why a transfer was ended before its response was complete.
typedef enum {
  MPQ_ACCEPTED,
  MPQ_BODY_OVER_LIMIT,
  MPQ_BODY_DAMAGED,
  MPQ_BODY_CUT,
  MPQ_BODY_ENCODED,
  MPQ_HEADERS_OVER_LIMIT,
  MPQ_NO_MEMORY,
} mpq_refusal;

/// How a body is encoded.
typedef enum { MPQ_PLAIN, MPQ_COMPRESSED, MPQ_UNKNOWN_ENCODING } mpq_encoding;

struct mpq_transfer {
  struct mpq_transfer *next;
  uint64_t id;
  CURL *easy;
  struct curl_slist *headers;
  int has_ca_file;
  int is_secure;
  /// Whether the environment's proxies are not used.
  int has_no_proxy;
  /// Whether an option could not be set.
  int is_broken;

  mpq_completion completion;
  void *context;

  uint8_t *body;
  size_t body_count, body_capacity, byte_limit, header_bytes;
  mpq_encoding encoding;
  /// The bytes of the body as received, and those after its end.
  size_t wire_count, ignored_count;
  z_stream stream;
  int has_stream, is_in_part, part_count, has_tail;
  mpq_refusal refusal;
  char error[CURL_ERROR_SIZE];
  char cause[512];
};

/// Looks for the encoding of the body in a header line.
void mpq_body_take_header(mpq_transfer *transfer, const char *line, size_t count);

/// Adds received bytes to the body; 0 when the transfer is refused.
int mpq_body_take(mpq_transfer *transfer, const uint8_t *bytes, size_t count);

/// Ends the body; 0 when it is compressed and has no end.
int mpq_body_end(mpq_transfer *transfer);

/// Frees the body.
void mpq_body_free(mpq_transfer *transfer);

/// Returns what libcurl's `code` means for the user.
mpq_outcome mpq_outcome_of(const mpq_transfer *transfer, CURLcode code);

/// Returns why there is no response; valid as long as the transfer.
const char *mpq_cause_of(mpq_transfer *transfer, CURLcode code);

#endif
