#ifndef CTEXTWIDTH_H
#define CTEXTWIDTH_H

#include <stdint.h>

/// Returns the terminal columns of a Unicode scalar: 0, 1 or 2; -1 for a control character or an
/// unassigned one. Does not depend on the locale of the process.
int mpq_scalar_width(uint32_t scalar);

#endif
