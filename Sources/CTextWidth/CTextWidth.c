#define _GNU_SOURCE
#define _XOPEN_SOURCE 700

#include "CTextWidth.h"

#include <locale.h>
#include <pthread.h>
#include <wchar.h>
#ifdef __APPLE__
#include <xlocale.h>
#define UTF8_LOCALE "en_US.UTF-8"
#else
#define UTF8_LOCALE "C.UTF-8"
#endif

static locale_t utf8_locale;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void open_locale(void) { utf8_locale = newlocale(LC_CTYPE_MASK, UTF8_LOCALE, (locale_t)0); }

int mpq_scalar_width(uint32_t scalar) {
  pthread_once(&once, open_locale);
  if (utf8_locale == (locale_t)0) {
    return 1;
  }
  locale_t before = uselocale(utf8_locale);
  int width = wcwidth((wchar_t)scalar);
  uselocale(before);
  return width;
}
