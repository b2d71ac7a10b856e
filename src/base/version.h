/* version: of the program; the only place where it is written. */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H

#define S2S_VERSION "0.1.0"

#endif
