#include "Transfer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int is_connected(const mpq_transfer *transfer) {
  curl_off_t microseconds = 0;
  mpq_curl.easy_getinfo(transfer->easy, CURLINFO_PRETRANSFER_TIME_T, &microseconds);
  return microseconds > 0;
}

mpq_outcome mpq_outcome_of(const mpq_transfer *transfer, CURLcode code) {
  switch (transfer->refusal) {
  case MPQ_BODY_OVER_LIMIT: return MPQ_TOO_LARGE;
  case MPQ_BODY_DAMAGED:
  case MPQ_BODY_CUT: return MPQ_TRUNCATED;
  case MPQ_BODY_ENCODED:
  case MPQ_HEADERS_OVER_LIMIT:
  case MPQ_NO_MEMORY: return MPQ_FAILED;
  case MPQ_ACCEPTED: break;
  }
  switch (code) {
  case CURLE_OK: return MPQ_ANSWERED;
  case CURLE_COULDNT_RESOLVE_HOST: return MPQ_UNKNOWN_HOST;
  case CURLE_COULDNT_RESOLVE_PROXY:
  case CURLE_COULDNT_CONNECT: return MPQ_UNREACHABLE;
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_SSL_CERTPROBLEM:
  case CURLE_SSL_CIPHER:
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CACERT_BADFILE:
  case CURLE_SSL_ISSUER_ERROR: return MPQ_UNTRUSTED;
  case CURLE_OPERATION_TIMEDOUT:
    return is_connected(transfer) ? MPQ_TIMED_OUT : MPQ_CONNECT_TIMED_OUT;
  case CURLE_FILESIZE_EXCEEDED: return MPQ_TOO_LARGE;
  case CURLE_RECV_ERROR:
    // A proxy's refusal to connect has this code too.
    return is_connected(transfer) ? MPQ_TRUNCATED : MPQ_UNREACHABLE;
  case CURLE_PARTIAL_FILE:
  case CURLE_SEND_ERROR:
  case CURLE_GOT_NOTHING:
  case CURLE_HTTP2:
  case CURLE_HTTP2_STREAM: return MPQ_TRUNCATED;
  default: return MPQ_FAILED;
  }
}

/// Returns the system's message for the socket's last error; NULL without one.
static const char *system_cause(mpq_transfer *transfer) {
  long number = 0;
  mpq_curl.easy_getinfo(transfer->easy, CURLINFO_OS_ERRNO, &number);
  if (number == 0) return NULL;
#if defined(__GLIBC__) && defined(_GNU_SOURCE)
  return strerror_r((int)number, transfer->cause, sizeof transfer->cause);
#else
  if (strerror_r((int)number, transfer->cause, sizeof transfer->cause) != 0) return NULL;
  return transfer->cause;
#endif
}

/// Finds the proxy that the environment names for the transfer: its host, without a password, and
/// its port. Returns whether there is one.
static int find_proxy(const mpq_transfer *transfer, char *host, size_t size, long *port) {
  static const char *const secure[] = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
  static const char *const plain[] = {"http_proxy", "all_proxy", "ALL_PROXY"};
  const char *const *names = transfer->is_secure ? secure : plain;
  size_t count = transfer->is_secure ? 4 : 3;
  const char *url = NULL;
  for (size_t index = 0; index < count && url == NULL; index++) {
    url = getenv(names[index]);
    if (url != NULL && *url == 0) url = NULL;
  }
  if (url == NULL || transfer->has_no_proxy) return 0;
  const char *mark = strstr(url, "://");
  if (mark != NULL) url = mark + 3;
  size_t length = strcspn(url, "/");
  for (size_t index = length; index > 0; index--) {
    if (url[index - 1] != '@') continue;
    url += index;
    length -= index;
    break;
  }
  size_t host_length = length;
  *port = 1080;
  for (size_t index = length; index > 0 && url[index - 1] != ']'; index--) {
    if (url[index - 1] != ':') continue;
    host_length = index - 1;
    *port = strtol(url + index, NULL, 10);
    break;
  }
  snprintf(host, size, "%.*s", (int)host_length, url);
  return 1;
}

/// Returns why a proxy did not connect us; NULL if it is not the cause.
static const char *proxy_cause(mpq_transfer *transfer, CURLcode code) {
  char host[256], connection[300];
  long port = 0, status = 0;
  if (!find_proxy(transfer, host, sizeof host, &port)) return NULL;
  mpq_curl.easy_getinfo(transfer->easy, CURLINFO_HTTP_CONNECTCODE, &status);
  // libcurl does not report which of the two refused the connection.
  snprintf(connection, sizeof connection, "%s port %ld", host, port);
  if (status != 0 && status / 100 != 2) {
    snprintf(transfer->cause, sizeof transfer->cause,
             "the proxy %s:%ld refuses with HTTP status %ld", host, port, status);
  } else if (code == CURLE_COULDNT_RESOLVE_PROXY) {
    snprintf(transfer->cause, sizeof transfer->cause, "the proxy %s is not known", host);
  } else if (code == CURLE_COULDNT_CONNECT && strstr(transfer->error, connection) != NULL) {
    const char *cause = system_cause(transfer);
    char reason[128];
    snprintf(reason, sizeof reason, "%s", cause != NULL ? cause : "no connection");
    snprintf(transfer->cause, sizeof transfer->cause, "the proxy %s:%ld: %s", host, port, reason);
  } else if (strstr(transfer->error, "CONNECT") != NULL) {
    snprintf(transfer->cause, sizeof transfer->cause, "the proxy %s:%ld makes no connection",
             host, port);
  } else {
    return NULL;
  }
  return transfer->cause;
}

/// Returns the problem of the encryption.
///
/// Only here libcurl's message is used, because its other messages may contain the URL.
static const char *trust_cause(const mpq_transfer *transfer, CURLcode code) {
  if (code == CURLE_SSL_CACERT_BADFILE) {
    return transfer->has_ca_file
               ? "the given file of certificates cannot be read"
               : "the system's certificates cannot be read; is ca-certificates installed?";
  }
  // OpenSSL's messages, before and since 3.2, for a first record that is not TLS.
  if (strstr(transfer->error, "wrong version number") != NULL ||
      strstr(transfer->error, "packet length too long") != NULL ||
      strstr(transfer->error, "record layer failure") != NULL) {
    return "what answers there does not speak TLS; is it an http:// address?";
  }
  return transfer->error[0] != 0 ? transfer->error : mpq_curl.easy_strerror(code);
}

const char *mpq_cause_of(mpq_transfer *transfer, CURLcode code) {
  const char *cause = NULL;
  switch (transfer->refusal) {
  case MPQ_HEADERS_OVER_LIMIT: return "its headers have no end";
  case MPQ_BODY_DAMAGED: return "its compression is damaged";
  case MPQ_BODY_CUT: return "its compressed data ends too early";
  case MPQ_BODY_ENCODED: return "it has an encoding that was not asked for";
  case MPQ_NO_MEMORY: return "there is not enough memory";
  case MPQ_BODY_OVER_LIMIT:
  case MPQ_ACCEPTED: break;
  }
  switch (mpq_outcome_of(transfer, code)) {
  case MPQ_UNTRUSTED: return trust_cause(transfer, code);
  case MPQ_UNREACHABLE:
    cause = proxy_cause(transfer, code);
    if (cause == NULL) cause = system_cause(transfer);
    break;
  case MPQ_TRUNCATED: cause = system_cause(transfer); break;
  default: break;
  }
  if (cause != NULL) return cause;
  switch (code) {
  case CURLE_PARTIAL_FILE: return "the connection closed before its end";
  case CURLE_GOT_NOTHING: return "the connection closed before its beginning";
  case CURLE_UNSUPPORTED_PROTOCOL:
  case CURLE_WEIRD_SERVER_REPLY: return "what answers there does not speak HTTP";
  default: return mpq_curl.easy_strerror(code);
  }
}
