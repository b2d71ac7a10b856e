#include "kern/kern.h"
#include "kern/vec_ref.h"
#include "kern/kern_body.h"
