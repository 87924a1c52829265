#ifndef CDIGEST_H
#define CDIGEST_H

#include <stddef.h>
#include <stdint.h>

/// Writes the 16 bytes of the MD5 digest of `count` bytes to `digest`.
void mpq_md5(const uint8_t *_Nullable bytes, size_t count, uint8_t *_Nonnull digest);

#endif
