#ifndef TRANSFER_H
#define TRANSFER_H

#include "CTransfer.h"

#include <curl/curl.h>

/// Why the answer of a transfer was not wanted any more.
typedef enum { MPQ_WITHIN_LIMITS, MPQ_BODY_OVER_LIMIT, MPQ_HEADERS_OVER_LIMIT } mpq_excess;

struct mpq_transfer {
  struct mpq_transfer *next;
  uint64_t id;
  CURL *easy;
  struct curl_slist *headers;
  int has_ca_file;
  /// Whether an option could not be set.
  int is_broken;

  mpq_completion completion;
  void *context;

  uint8_t *body;
  size_t body_count, body_capacity, byte_limit, header_bytes;
  mpq_excess excess;
  char error[CURL_ERROR_SIZE];
  char cause[128];
};

/// Returns what libcurl's `code` means for the user.
mpq_outcome mpq_outcome_of(const mpq_transfer *transfer, CURLcode code);

/// Returns why there is no answer; valid as long as the transfer.
const char *mpq_cause_of(mpq_transfer *transfer, CURLcode code);

#endif
