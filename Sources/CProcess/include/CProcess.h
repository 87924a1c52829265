#ifndef MPQ_CPROCESS_H
#define MPQ_CPROCESS_H

/// Keeps the memory of this process out of core dumps, including those that the kernel pipes to a
/// program, which RLIMIT_CORE does not prevent.
///
/// Returns 0, or -1 with errno set.
int mpq_process_forbid_dumps(void);

#endif
