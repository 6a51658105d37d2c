# The torture in short: races and kills against the program itself. `make torture` is the long form.
cd "$(dirname "$0")/../.." && exec tests/torture/run short
