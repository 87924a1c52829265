#ifndef CTRANSFER_H
#define CTRANSFER_H

#include <stddef.h>
#include <stdint.h>

/// One HTTP exchange that has not begun.
///
/// It is built by one thread, and mpq_transfer_start takes it away.
typedef struct mpq_transfer mpq_transfer;

/// What a transfer may cost.
typedef struct {
  /// Milliseconds until the connection must stand.
  long connect_timeout;
  /// Milliseconds until the whole answer must be here.
  long deadline;
  /// The most bytes of the body, inflated; a compressed body may have 64 KiB more.
  size_t byte_limit;
} mpq_limits;

/// How a transfer ended.
typedef enum {
  MPQ_ANSWERED,
  MPQ_UNKNOWN_HOST,
  MPQ_UNREACHABLE,
  MPQ_UNTRUSTED,
  MPQ_CONNECT_TIMED_OUT,
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
  /// The seconds that Retry-After asks for, also where it names a date; 0 without one.
  int64_t retry_after;
  const uint8_t *_Nullable body;
  size_t body_count;
  /// The bytes behind the end of a compressed body, which are left out.
  size_t ignored_count;
  /// Why there is no answer, in a few words that never hold the URL; NULL with one.
  const char *_Nullable cause;
} mpq_response;

/// Is called exactly once for each transfer, on the thread that all transfers share; on the
/// caller's own, before mpq_transfer_start returns, if the transfer cannot be set up.
typedef void (*mpq_completion)(void *_Nonnull context, const mpq_response *_Nonnull response);

/// Starts libcurl on a thread of its own, so that the first transfer need not wait for all of it.
///
/// No transfer needs it.
void mpq_transfer_prepare(void);

/// Prepares to get `url`, which is encoded and is http or https; NULL if libcurl cannot start.
///
/// The first call in a process starts libcurl and the thread.
mpq_transfer *_Nullable mpq_transfer_create(const char *_Nonnull url,
                                            const char *_Nonnull user_agent, mpq_limits limits);

/// Posts a copy of `count` bytes instead of getting.
void mpq_transfer_post(mpq_transfer *_Nonnull transfer, const uint8_t *_Nullable body,
                       size_t count);

/// Adds a header line, `Name: value`.
void mpq_transfer_add_header(mpq_transfer *_Nonnull transfer, const char *_Nonnull line);

/// Trusts the certificates of a file instead of the system's.
void mpq_transfer_trust(mpq_transfer *_Nonnull transfer, const char *_Nonnull ca_file);

/// Takes no proxy, whatever the environment says.
void mpq_transfer_bypass_proxies(mpq_transfer *_Nonnull transfer);

/// Returns a number that no other transfer of this process has.
uint64_t mpq_transfer_reserve(void);

/// Begins a transfer under the number `id`.
///
/// Connections are kept and used again.
void mpq_transfer_start(mpq_transfer *_Nonnull transfer, uint64_t id,
                        mpq_completion _Nonnull completion, void *_Nonnull context);

/// Ends the transfer `id` soon, if it was started and still runs.
void mpq_transfer_cancel(uint64_t id);

#endif
