#!/bin/sh
# make check-all runs every scripts/check_all_*.sh: this one is check-torch.
exec sh "$(dirname "$0")/check-torch.sh"
