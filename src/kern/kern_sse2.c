#include "kern/kern.h"
#include "kern/vec_sse2.h"
#include "kern/kern_body.h"
