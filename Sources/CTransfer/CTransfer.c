#include "Transfer.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

// One thread drives all transfers of the process with one curl_multi handle, which keeps the
// connections. Other threads only add to the two queues below, and wake it. The thread is never
// joined: it sleeps when the process ends.

enum {
  HEADER_LIMIT = 64 * 1024,
  /// The bytes that are received at once.
  BUFFER_SIZE = 256 * 1024,
};

typedef struct cancellation {
  struct cancellation *next;
  uint64_t id;
} cancellation;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static CURLM *multi;                          // set once, under mutex
static mpq_transfer *waiting;                 // guarded by mutex
static mpq_transfer **waiting_end = &waiting; // guarded by mutex
static cancellation *cancellations;           // guarded by mutex
static mpq_transfer *running;                 // of the thread alone
static atomic_uint_fast64_t last_id;

// MARK: - What libcurl calls

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
  (void)size; // always 1
  return mpq_body_take(context, (const uint8_t *)bytes, count) ? count : 0;
}

// Counts interim responses and trailers too, so that they are bounded.
static size_t take_header(char *bytes, size_t size, size_t count, void *context) {
  mpq_transfer *transfer = context;
  (void)size; // always 1
  transfer->header_bytes += count;
  mpq_body_take_header(transfer, bytes, count);
  if (transfer->header_bytes <= HEADER_LIMIT) return count;
  transfer->refusal = MPQ_HEADERS_OVER_LIMIT;
  return 0;
}

// MARK: - Endings

// Calls the completion, and frees everything. The transfer is no longer in a list.
static void finish(mpq_transfer *transfer, const mpq_response *response) {
  transfer->completion(transfer->context, response);
  mpq_curl.easy_cleanup(transfer->easy);
  mpq_curl.slist_free_all(transfer->headers);
  mpq_body_free(transfer);
  free(transfer);
}

static void fail(mpq_transfer *transfer, mpq_outcome outcome, const char *cause) {
  const mpq_response response = {.outcome = outcome, .cause = cause};
  finish(transfer, &response);
}

static void complete(mpq_transfer *transfer, CURLcode code) {
  if (code == CURLE_OK && !mpq_body_end(transfer)) transfer->refusal = MPQ_BODY_CUT;
  mpq_outcome outcome = mpq_outcome_of(transfer, code);
  if (outcome != MPQ_ANSWERED) {
    fail(transfer, outcome, mpq_cause_of(transfer, code));
    return;
  }
  long status = 0;
  char *content_type = NULL;
  curl_off_t retry_after = 0;
  mpq_curl.easy_getinfo(transfer->easy, CURLINFO_RETRY_AFTER, &retry_after);
  mpq_curl.easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
  mpq_curl.easy_getinfo(transfer->easy, CURLINFO_CONTENT_TYPE, &content_type);
  const mpq_response response = {
      .outcome = MPQ_ANSWERED,
      .status = (int)status,
      .content_type = content_type,
      .retry_after = retry_after,
      .body = transfer->body,
      .body_count = transfer->body_count,
      .ignored_count = transfer->ignored_count,
  };
  finish(transfer, &response);
}

// MARK: - The thread

// Finds a transfer by its handle or its number; the other one is NULL or 0.
static mpq_transfer *remove_running(const CURL *easy, uint64_t id) {
  for (mpq_transfer **link = &running; *link != NULL; link = &(*link)->next) {
    mpq_transfer *transfer = *link;
    if (transfer->easy != easy && transfer->id != id) continue;
    *link = transfer->next;
    mpq_curl.multi_remove_handle(multi, transfer->easy);
    return transfer;
  }
  return NULL;
}

static void take_queues(void) {
  pthread_mutex_lock(&mutex);
  mpq_transfer *begun = waiting;
  waiting = NULL;
  waiting_end = &waiting;
  cancellation *ended = cancellations;
  cancellations = NULL;
  pthread_mutex_unlock(&mutex);

  while (begun != NULL) {
    mpq_transfer *transfer = begun;
    begun = transfer->next;
    if (mpq_curl.multi_add_handle(multi, transfer->easy) != CURLM_OK) {
      fail(transfer, MPQ_FAILED, "the transfer cannot begin");
      continue;
    }
    transfer->next = running;
    running = transfer;
  }
  // After the starts, because a transfer may be cancelled right after it was started.
  while (ended != NULL) {
    cancellation *end = ended;
    ended = end->next;
    mpq_transfer *transfer = remove_running(NULL, end->id);
    free(end);
    if (transfer != NULL) fail(transfer, MPQ_CANCELLED, "cancelled");
  }
}

static void *drive(void *unused) {
  (void)unused;
  for (;;) {
    take_queues();
    int active = 0;
    mpq_curl.multi_perform(multi, &active);
    int rest = 0;
    for (CURLMsg *message; (message = mpq_curl.multi_info_read(multi, &rest)) != NULL;) {
      if (message->msg != CURLMSG_DONE) continue;
      CURLcode code = message->data.result;
      mpq_transfer *transfer = remove_running(message->easy_handle, 0);
      if (transfer != NULL) complete(transfer, code);
    }
    // Ends early for sockets, for libcurl's own timers, and for curl_multi_wakeup.
    mpq_curl.multi_poll(multi, NULL, 0, 60 * 1000, NULL);
  }
  return NULL;
}

// Starts the thread, and those that it starts, with signals blocked. The program's own threads
// handle them, and SIGPIPE, which OpenSSL's writes may raise, then has no effect.
static int start_thread(void *(*body)(void *)) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread;
  int error = pthread_create(&thread, NULL, body, NULL);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (error != 0) return 0;
  pthread_detach(thread);
  return 1;
}

static void start(void) {
  if (!mpq_curl_load()) return;
  if (mpq_curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return;
  pthread_mutex_lock(&mutex);
  multi = mpq_curl.multi_init();
  if (multi != NULL && !start_thread(drive)) {
    mpq_curl.multi_cleanup(multi);
    multi = NULL;
  }
  pthread_mutex_unlock(&mutex);
}

static void *start_early(void *context) {
  pthread_once(&once, start);
  return context;
}

void mpq_transfer_prepare(void) {
  // Without the thread, the first transfer starts libcurl itself.
  start_thread(start_early);
}

// MARK: - Building a transfer

// curl_easy_setopt takes an argument of any type, so this is a macro.
#define SET(transfer, option, value)                                                           \
  do {                                                                                         \
    CURLcode code = mpq_curl.easy_setopt((transfer)->easy, option, value);                         \
    if (code != CURLE_OK) (transfer)->is_broken = 1;                                           \
  } while (0)

static void set_standard_options(mpq_transfer *transfer) {
#if LIBCURL_VERSION_NUM >= 0x075500
  SET(transfer, CURLOPT_PROTOCOLS_STR, "http,https");
#else
  SET(transfer, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
#if LIBCURL_VERSION_NUM >= 0x075700
  // Otherwise the thread would wait for the resolver long after the deadline.
  SET(transfer, CURLOPT_QUICK_EXIT, 1L);
#endif
  SET(transfer, CURLOPT_NOSIGNAL, 1L);
  SET(transfer, CURLOPT_FOLLOWLOCATION, 0L);
  SET(transfer, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
  SET(transfer, CURLOPT_PATH_AS_IS, 1L);
  SET(transfer, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
  SET(transfer, CURLOPT_HTTP09_ALLOWED, 0L);
  SET(transfer, CURLOPT_HTTP_CONTENT_DECODING, 0L);
  SET(transfer, CURLOPT_TCP_KEEPALIVE, 1L);
  SET(transfer, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  SET(transfer, CURLOPT_ERRORBUFFER, transfer->error);
  SET(transfer, CURLOPT_BUFFERSIZE, (long)BUFFER_SIZE);
  SET(transfer, CURLOPT_WRITEFUNCTION, take_body);
  SET(transfer, CURLOPT_WRITEDATA, transfer);
  SET(transfer, CURLOPT_HEADERFUNCTION, take_header);
  SET(transfer, CURLOPT_HEADERDATA, transfer);
}

mpq_transfer *mpq_transfer_create(const char *url, const char *user_agent, mpq_limits limits) {
  pthread_once(&once, start);
  if (multi == NULL) return NULL;
  mpq_transfer *transfer = calloc(1, sizeof *transfer);
  if (transfer == NULL) return NULL;
  transfer->easy = mpq_curl.easy_init();
  if (transfer->easy == NULL) {
    free(transfer);
    return NULL;
  }
  transfer->byte_limit = limits.byte_limit;
  transfer->is_secure = strncmp(url, "https:", 6) == 0;
  set_standard_options(transfer);
  SET(transfer, CURLOPT_URL, url);
  SET(transfer, CURLOPT_USERAGENT, user_agent);
  SET(transfer, CURLOPT_CONNECTTIMEOUT_MS, limits.connect_timeout);
  SET(transfer, CURLOPT_TIMEOUT_MS, limits.deadline);
  // Refuses a body early if its Content-Length is too large; zero would mean no limit.
  SET(transfer, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)limits.byte_limit);
  mpq_transfer_add_header(transfer, "Accept-Encoding: gzip");
  return transfer;
}

void mpq_transfer_post(mpq_transfer *transfer, const uint8_t *body, size_t count) {
  SET(transfer, CURLOPT_POST, 1L);
  SET(transfer, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
  SET(transfer, CURLOPT_COPYPOSTFIELDS, body != NULL ? (const char *)body : "");
  // Removes the media type of a web form, and the wait for "100 Continue".
  mpq_transfer_add_header(transfer, "Content-Type:");
  mpq_transfer_add_header(transfer, "Expect:");
}

void mpq_transfer_add_header(mpq_transfer *transfer, const char *line) {
  struct curl_slist *headers = mpq_curl.slist_append(transfer->headers, line);
  if (headers == NULL) {
    transfer->is_broken = 1;
    return;
  }
  transfer->headers = headers;
}

void mpq_transfer_trust(mpq_transfer *transfer, const char *ca_file) {
  transfer->has_ca_file = 1;
  SET(transfer, CURLOPT_CAINFO, ca_file);
}

void mpq_transfer_bypass_proxies(mpq_transfer *transfer) {
  transfer->has_no_proxy = 1;
  SET(transfer, CURLOPT_NOPROXY, "*");
}

// MARK: - Starting and ending it

uint64_t mpq_transfer_reserve(void) { return atomic_fetch_add(&last_id, 1) + 1; }

void mpq_transfer_start(mpq_transfer *transfer, uint64_t id, mpq_completion completion,
                        void *context) {
  transfer->id = id;
  transfer->completion = completion;
  transfer->context = context;
  SET(transfer, CURLOPT_HTTPHEADER, transfer->headers);
  if (transfer->is_broken) {
    fail(transfer, MPQ_FAILED, "the transfer cannot be set up");
    return;
  }
  pthread_mutex_lock(&mutex);
  *waiting_end = transfer;
  waiting_end = &transfer->next;
  pthread_mutex_unlock(&mutex);
  mpq_curl.multi_wakeup(multi);
}

void mpq_transfer_cancel(uint64_t id) {
  cancellation *end = malloc(sizeof *end);
  if (end == NULL) return; // the deadline will end it
  end->id = id;
  pthread_mutex_lock(&mutex);
  int has_thread = multi != NULL;
  if (has_thread) {
    end->next = cancellations;
    cancellations = end;
    mpq_curl.multi_wakeup(multi);
  }
  pthread_mutex_unlock(&mutex);
  if (!has_thread) free(end);
}
