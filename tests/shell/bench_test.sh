# The bench in short: every row has its figures, and every answer is one that belongs there. What it
# measures here means nothing; `make bench` is the long form.
. "$(dirname "$0")/../shell.sh"

SECONDS_EACH=0.1 PEOPLE=300 ORDERS=200 CLIENTS=16 bench/run read write slow > "$temp/said" 2>&1
code=$?

# A row's rate stands behind its name of 44 characters, the CPU time is the fourth figure of it.
rows() {
	awk '/^[a-zA-Z ]/ && NF > 6 && !/rate\/s/ && substr($0, 45, 10) ~ /^ +[0-9]+$/ {
		n = split(substr($0, 45), f, " ")
		if (n >= 7 && f[4] != "-" && f[1] > 0 && f[4] >= 0) good++
		else if (n >= 7 && f[4] != "-") { print; bad++ }
	} END { print good + 0, "rows with a rate"; exit bad > 0 || good < 25 }' "$temp/said"
}
well() { cat "$temp/said"; return "$code"; }
told() { grep -E "$1" "$temp/said" || { cat "$temp/said"; return 1; }; }

ok "the bench runs, and no answer comes that should not" well
ok "every row has its figures" rows
ok "every wish of the claim race has one winner" told '^claim race.* ([0-9]+) wishes, [1-9][0-9]* winners'
ok "the last places of a menu item are given exactly" told '^menu rush.* ([0-9]+) places, [1-9][0-9]* given'
ok "changes that wait together share a commit" told '^submit an order \(API\), 16 .* ([2-9]|[1-9][0-9]+)\.[0-9] a commit'
closing
