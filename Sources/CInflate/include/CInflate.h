#ifndef CINFLATE_H
#define CINFLATE_H
#endif
