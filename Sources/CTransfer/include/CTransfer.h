#ifndef CTRANSFER_H
#define CTRANSFER_H

#include <stddef.h>
#include <stdint.h>

/// What to send, and what it may cost. Everything is copied before mpq_transfer_send returns.
typedef struct {
  /// The whole URL, encoded; http or https.
  const char *_Nonnull url;
  /// GET where it is NULL; else the method, which then sends the body.
  const char *_Nullable method;
  /// The body of another method than GET.
  const uint8_t *_Nullable body;
  size_t body_count;
  /// Further header lines, `Name: value` each.
  const char *_Nullable const *_Nullable headers;
  size_t header_count;
  /// The name under which we go.
  const char *_Nonnull user_agent;
  /// A file of certificates to trust instead of the system's; NULL for the system's.
  const char *_Nullable ca_file;
  /// Whether the environment's proxies are passed by.
  int is_direct;
  /// Milliseconds until the connection must stand, and until the whole answer must be here.
  long connect_timeout;
  long deadline;
  /// The most bytes of the body, inflated.
  size_t byte_limit;
} mpq_request;

/// How a transfer ended.
typedef enum {
  MPQ_ANSWERED,
  MPQ_UNKNOWN_HOST,
  MPQ_UNREACHABLE,
  MPQ_UNTRUSTED,
  MPQ_TIMED_OUT,
  MPQ_TRUNCATED,
  MPQ_TOO_LARGE,
  MPQ_CANCELLED,
  MPQ_FAILED,
} mpq_outcome;

/// What came back. It is valid during the completion only.
typedef struct {
  mpq_outcome outcome;
  /// The HTTP status, 0 without an answer.
  int status;
  /// The Content-Type as sent; NULL without one.
  const char *_Nullable content_type;
  const uint8_t *_Nullable body;
  size_t body_count;
  /// Why there is no answer, in a few words that never hold the URL; NULL with one.
  const char *_Nullable cause;
} mpq_response;

/// Is called exactly once for each transfer, on the thread that all transfers share.
typedef void (*mpq_completion)(void *_Nonnull context, const mpq_response *_Nonnull response);

/// Returns a number that no other transfer of this process has.
uint64_t mpq_transfer_reserve(void);

/// Begins the transfer `id`. Connections are kept and used again.
void mpq_transfer_send(uint64_t id, const mpq_request *_Nonnull request,
                       mpq_completion _Nonnull completion, void *_Nonnull context);

/// Ends the transfer `id` soon, if it has begun and still runs.
void mpq_transfer_cancel(uint64_t id);

#endif
