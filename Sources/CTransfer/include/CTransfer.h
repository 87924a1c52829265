#ifndef CTRANSFER_H
#define CTRANSFER_H

#include <stddef.h>
#include <stdint.h>

/// An HTTP exchange that has not started.
///
/// One thread builds it; mpq_transfer_start takes ownership.
typedef struct mpq_transfer mpq_transfer;

/// The limits of a transfer.
typedef struct {
  /// The timeout for connecting, in milliseconds.
  long connect_timeout;
  /// The timeout of the whole response, in milliseconds.
  long deadline;
  /// The maximum bytes of the body, inflated; a compressed body may have 64 KiB more.
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

/// The response. It is valid during the completion only.
typedef struct {
  mpq_outcome outcome;
  /// The HTTP status, 0 without a response.
  int status;
  /// The Content-Type as sent; NULL without one.
  const char *_Nullable content_type;
  /// The seconds of Retry-After, also if it is a date; 0 without one.
  int64_t retry_after;
  const uint8_t *_Nullable body;
  size_t body_count;
  /// The bytes after the end of a compressed body, which are ignored.
  size_t ignored_count;
  /// Why there is no response, without the URL; NULL with one.
  const char *_Nullable cause;
} mpq_response;

/// Moves the body to `target`, which has room for it; the response has no body then.
void mpq_response_move_body(const mpq_response *_Nonnull response, uint8_t *_Nonnull target);

/// Is called exactly once for each transfer, on the thread that all transfers share; on the
/// caller's own, before mpq_transfer_start returns, if the transfer cannot be set up.
typedef void (*mpq_completion)(void *_Nonnull context, const mpq_response *_Nonnull response);

/// Starts libcurl on another thread, so that the first transfer waits less.
///
/// It is optional.
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

/// Ignores the environment's proxies.
void mpq_transfer_bypass_proxies(mpq_transfer *_Nonnull transfer);

/// Returns a unique number for a transfer of this process.
uint64_t mpq_transfer_reserve(void);

/// Starts a transfer with the number `id`.
///
/// Connections are reused.
void mpq_transfer_start(mpq_transfer *_Nonnull transfer, uint64_t id,
                        mpq_completion _Nonnull completion, void *_Nonnull context);

/// Ends the transfer `id` soon, if it was started and still runs.
void mpq_transfer_cancel(uint64_t id);

#endif
