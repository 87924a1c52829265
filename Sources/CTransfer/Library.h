#ifndef LIBRARY_H
#define LIBRARY_H

#include <curl/curl.h>

/// The functions of libcurl that are used.
#define MPQ_CURL_FUNCTIONS(F)                                                                  \
  F(easy_cleanup)                                                                              \
  F(easy_getinfo)                                                                              \
  F(easy_init)                                                                                 \
  F(easy_setopt)                                                                               \
  F(easy_strerror)                                                                             \
  F(global_init)                                                                               \
  F(multi_add_handle)                                                                          \
  F(multi_cleanup)                                                                             \
  F(multi_info_read)                                                                           \
  F(multi_init)                                                                                \
  F(multi_perform)                                                                             \
  F(multi_poll)                                                                                \
  F(multi_remove_handle)                                                                       \
  F(multi_wakeup)                                                                              \
  F(slist_append)                                                                              \
  F(slist_free_all)

/// The functions of libcurl, with their names and types.
struct mpq_curl {
#define MPQ_DECLARE(name) __typeof__(curl_##name) *name;
  MPQ_CURL_FUNCTIONS(MPQ_DECLARE)
#undef MPQ_DECLARE
};

/// Empty until mpq_curl_load.
extern struct mpq_curl mpq_curl;

/// Loads libcurl; returns 0 if that is not possible. Call it once.
///
/// On Linux the program is not linked to libcurl: the dynamic loader takes longer for it and the
/// its thirty dependencies than a query of the demo takes in total.
int mpq_curl_load(void);

#endif
