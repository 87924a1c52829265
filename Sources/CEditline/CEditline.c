#include "CEditline.h"

#include <histedit.h>

#define TEXT_OF(number) #number
#define TEXT(number) TEXT_OF(number)

const char *mpq_editline_version(void) { return TEXT(LIBEDIT_MAJOR) "." TEXT(LIBEDIT_MINOR); }
