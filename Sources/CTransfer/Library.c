#include "Library.h"

#include <stddef.h>

struct mpq_curl mpq_curl;

#ifdef __linux__

#include <dlfcn.h>

int mpq_curl_load(void) {
  // The second is Debian's name for a build with another TLS library.
  static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};
  void *library = NULL;
  for (size_t index = 0; library == NULL && index < sizeof names / sizeof *names; index++) {
    library = dlopen(names[index], RTLD_LAZY | RTLD_LOCAL);
  }
  if (library == NULL) return 0;
#define MPQ_FIND(name)                                                                         \
  mpq_curl.name = (__typeof__(mpq_curl.name))dlsym(library, "curl_" #name);                    \
  if (mpq_curl.name == NULL) return 0;
  MPQ_CURL_FUNCTIONS(MPQ_FIND)
#undef MPQ_FIND
  return 1;
}

#else

int mpq_curl_load(void) {
#define MPQ_TAKE(name) mpq_curl.name = curl_##name;
  MPQ_CURL_FUNCTIONS(MPQ_TAKE)
#undef MPQ_TAKE
  return 1;
}

#endif
