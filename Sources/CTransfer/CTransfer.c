#define _GNU_SOURCE

#include "CTransfer.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

// One thread drives all transfers of the process with one curl_multi handle, which keeps the
// connections. Other threads only add to the two lists below and wake it.

enum { HEADER_LIMIT = 64 * 1024 };

typedef struct transfer {
  struct transfer *next;
  uint64_t id;
  CURL *easy;
  struct curl_slist *headers;
  mpq_completion completion;
  void *context;
  uint8_t *body;
  size_t body_count, body_capacity, byte_limit, header_bytes;
  int is_too_large;
  char error[CURL_ERROR_SIZE];
} transfer;

typedef struct cancellation {
  struct cancellation *next;
  uint64_t id;
} cancellation;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static CURLM *multi;
static transfer *waiting;           // guarded by mutex; newest first
static cancellation *cancellations; // guarded by mutex
static transfer *running;           // of the thread alone
static atomic_uint_fast64_t last_id;

// MARK: - What libcurl calls

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
  transfer *self = context;
  (void)size; // always 1
  if (count > self->byte_limit - self->body_count) {
    self->is_too_large = 1;
    return 0;
  }
  if (self->body_count + count > self->body_capacity) {
    size_t capacity = self->body_capacity * 2;
    if (capacity < self->body_count + count) capacity = self->body_count + count;
    if (capacity < 16 * 1024) capacity = 16 * 1024;
    uint8_t *body = realloc(self->body, capacity);
    if (body == NULL) return 0;
    self->body = body;
    self->body_capacity = capacity;
  }
  memcpy(self->body + self->body_count, bytes, count);
  self->body_count += count;
  return count;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *context) {
  transfer *self = context;
  (void)size;
  (void)bytes;
  self->header_bytes += count;
  if (self->header_bytes <= HEADER_LIMIT) return count;
  self->is_too_large = 1;
  return 0;
}

// MARK: - Endings

static mpq_outcome outcome_of(CURLcode code, const transfer *self) {
  if (self->is_too_large) return MPQ_TOO_LARGE;
  switch (code) {
  case CURLE_OK: return MPQ_ANSWERED;
  case CURLE_COULDNT_RESOLVE_HOST:
  case CURLE_COULDNT_RESOLVE_PROXY: return MPQ_UNKNOWN_HOST;
  case CURLE_COULDNT_CONNECT: return MPQ_UNREACHABLE;
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_SSL_CERTPROBLEM:
  case CURLE_SSL_CIPHER:
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CACERT_BADFILE:
  case CURLE_SSL_ISSUER_ERROR:
  case CURLE_USE_SSL_FAILED: return MPQ_UNTRUSTED;
  case CURLE_OPERATION_TIMEDOUT: return MPQ_TIMED_OUT;
  case CURLE_PARTIAL_FILE:
  case CURLE_RECV_ERROR:
  case CURLE_SEND_ERROR:
  case CURLE_GOT_NOTHING:
  case CURLE_WEIRD_SERVER_REPLY:
  case CURLE_BAD_CONTENT_ENCODING:
  case CURLE_HTTP2:
  case CURLE_HTTP2_STREAM: return MPQ_TRUNCATED;
  default: return MPQ_FAILED;
  }
}

// libcurl's own message may repeat what it was given, so it is used only where it talks about
// certificates; elsewhere the system's error, or the general text of the code, says enough.
static const char *cause_of(CURLcode code, mpq_outcome outcome, transfer *self) {
  if (outcome == MPQ_UNTRUSTED && self->error[0] != 0) return self->error;
  if (outcome == MPQ_UNREACHABLE) {
    long number = 0;
    if (curl_easy_getinfo(self->easy, CURLINFO_OS_ERRNO, &number) == CURLE_OK && number != 0) {
#ifdef __APPLE__
      return strerror((int)number);
#else
      return strerrordesc_np((int)number);
#endif
    }
  }
  return curl_easy_strerror(code);
}

// Tells whoever waits, and frees everything. `self` is in no list any more.
static void finish(transfer *self, mpq_response *response) {
  self->completion(self->context, response);
  if (self->easy != NULL) curl_easy_cleanup(self->easy);
  curl_slist_free_all(self->headers);
  free(self->body);
  free(self);
}

static void fail(transfer *self, mpq_outcome outcome, const char *cause) {
  mpq_response response = {.outcome = outcome, .cause = cause};
  finish(self, &response);
}

static void complete(transfer *self, CURLcode code) {
  mpq_outcome outcome = outcome_of(code, self);
  if (outcome != MPQ_ANSWERED) {
    const char *cause = cause_of(code, outcome, self);
    fail(self, outcome, cause != NULL ? cause : "an unknown error");
    return;
  }
  long status = 0;
  char *content_type = NULL;
  curl_easy_getinfo(self->easy, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(self->easy, CURLINFO_CONTENT_TYPE, &content_type);
  mpq_response response = {
      .outcome = MPQ_ANSWERED,
      .status = (int)status,
      .content_type = content_type,
      .body = self->body,
      .body_count = self->body_count,
  };
  finish(self, &response);
}

// MARK: - The thread

static transfer *remove_running(const CURL *easy, uint64_t id) {
  for (transfer **link = &running; *link != NULL; link = &(*link)->next) {
    transfer *self = *link;
    if (self->easy != easy && self->id != id) continue;
    *link = self->next;
    curl_multi_remove_handle(multi, self->easy);
    return self;
  }
  return NULL;
}

static void begin_waiting(void) {
  pthread_mutex_lock(&mutex);
  transfer *list = waiting;
  waiting = NULL;
  cancellation *ends = cancellations;
  cancellations = NULL;
  pthread_mutex_unlock(&mutex);

  while (list != NULL) {
    transfer *self = list;
    list = self->next;
    if (curl_multi_add_handle(multi, self->easy) != CURLM_OK) {
      fail(self, MPQ_FAILED, "the transfer cannot begin");
      continue;
    }
    self->next = running;
    running = self;
  }
  // After the beginnings: a transfer may be cancelled in the moment in which it is sent.
  while (ends != NULL) {
    cancellation *end = ends;
    ends = end->next;
    transfer *self = remove_running(NULL, end->id);
    free(end);
    if (self != NULL) fail(self, MPQ_CANCELLED, "cancelled");
  }
}

static void *drive(void *unused) {
  (void)unused;
  for (;;) {
    begin_waiting();
    int active = 0;
    curl_multi_perform(multi, &active);
    int rest = 0;
    for (CURLMsg *message; (message = curl_multi_info_read(multi, &rest)) != NULL;) {
      if (message->msg != CURLMSG_DONE) continue;
      CURLcode code = message->data.result;
      transfer *self = remove_running(message->easy_handle, 0);
      if (self != NULL) complete(self, code);
    }
    // Wakes early for sockets, for libcurl's own timers, and for curl_multi_wakeup.
    curl_multi_poll(multi, NULL, 0, 60 * 1000, NULL);
  }
  return NULL;
}

static void start(void) {
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return;
  CURLM *handle = curl_multi_init();
  if (handle == NULL) return;
  multi = handle;
  pthread_t thread;
  if (pthread_create(&thread, NULL, drive, NULL) != 0) {
    multi = NULL;
    curl_multi_cleanup(handle);
    return;
  }
  pthread_detach(thread);
}

// MARK: - What others call

static int set_up(transfer *self, const mpq_request *request) {
  CURL *easy = self->easy;
  for (size_t index = 0; index < request->header_count; index++) {
    struct curl_slist *longer = curl_slist_append(self->headers, request->headers[index]);
    if (longer == NULL) return 0;
    self->headers = longer;
  }
  int is_good = curl_easy_setopt(easy, CURLOPT_URL, request->url) == CURLE_OK &&
                curl_easy_setopt(easy, CURLOPT_USERAGENT, request->user_agent) == CURLE_OK &&
                curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK;
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, self->headers);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, request->connect_timeout);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, request->deadline);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, self->error);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, self);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, self);
  if (request->is_direct) curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
  if (request->ca_file != NULL) {
    is_good = is_good && curl_easy_setopt(easy, CURLOPT_CAINFO, request->ca_file) == CURLE_OK;
  }
  if (request->method != NULL) {
    is_good = is_good &&
              curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method) == CURLE_OK &&
              curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                               (curl_off_t)request->body_count) == CURLE_OK &&
              curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS,
                               request->body != NULL ? (const char *)request->body : "") ==
                  CURLE_OK;
  }
  return is_good;
}

uint64_t mpq_transfer_reserve(void) { return atomic_fetch_add(&last_id, 1) + 1; }

void mpq_transfer_send(uint64_t id, const mpq_request *request, mpq_completion completion,
                       void *context) {
  static const mpq_response no_memory = {.outcome = MPQ_FAILED, .cause = "out of memory"};
  pthread_once(&once, start);
  transfer *self = multi == NULL ? NULL : calloc(1, sizeof(transfer));
  if (self == NULL) {
    completion(context, &no_memory);
    return;
  }
  self->id = id;
  self->completion = completion;
  self->context = context;
  self->byte_limit = request->byte_limit;
  self->easy = curl_easy_init();
  if (self->easy == NULL || !set_up(self, request)) {
    fail(self, MPQ_FAILED, "the transfer cannot be set up");
    return;
  }
  pthread_mutex_lock(&mutex);
  self->next = waiting;
  waiting = self;
  pthread_mutex_unlock(&mutex);
  curl_multi_wakeup(multi);
}

void mpq_transfer_cancel(uint64_t id) {
  cancellation *end = malloc(sizeof(cancellation));
  if (end == NULL) return; // the deadline will end it
  end->id = id;
  pthread_mutex_lock(&mutex);
  end->next = cancellations;
  cancellations = end;
  pthread_mutex_unlock(&mutex);
  curl_multi_wakeup(multi);
}
