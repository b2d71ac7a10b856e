#include "kern/kern.h"
#include "kern/vec_neon.h"
#include "kern/kern_body.h"
