#include "CDigest.h"

#ifdef __APPLE__

#define COMMON_DIGEST_FOR_OPENSSL
#include <CommonCrypto/CommonDigest.h>

// The API requires MD5 signatures.
#pragma clang diagnostic ignored "-Wdeprecated-declarations"

void mpq_md5(const uint8_t *bytes, size_t count, uint8_t *digest) {
  CC_MD5(bytes, (CC_LONG)count, digest);
}

#else

#include <md5.h>

void mpq_md5(const uint8_t *bytes, size_t count, uint8_t *digest) {
  MD5_CTX context;
  MD5Init(&context);
  if (count > 0) {
    MD5Update(&context, bytes, count);
  }
  MD5Final(digest, &context);
}

#endif
