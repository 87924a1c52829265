#ifndef CTEXTWIDTH_H
#define CTEXTWIDTH_H

#include <stdint.h>

/// Returns the terminal columns that a Unicode scalar takes: 0, 1 or 2; -1 where it is a control
/// character or not assigned. The process's locale makes no difference.
int mpq_scalar_width(uint32_t scalar);

#endif
