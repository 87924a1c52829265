#ifndef MPQ_CEDITLINE_H
#define MPQ_CEDITLINE_H

/// The version of libedit's interface that was compiled against, such as 2.11.
const char *_Nonnull mpq_editline_version(void);

#endif
