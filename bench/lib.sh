# lib.sh - what bench/run and bench/growth share: programs, servers, request templates, rows.
# To be read with `. bench/lib.sh` from bash; tests/shell.sh is read here.
. "$(dirname "${BASH_SOURCE[0]}")/../tests/shell.sh"
export LC_ALL=C.UTF-8
shopt -s lastpipe # what a row sets is seen after it
PATH=$PATH:/usr/sbin:/usr/lib/postgresql/15/bin
B=${B:-build}

each=$(awk -v s="${SECONDS_EACH:-5}" 'BEGIN { printf "%d", s * 1000 }') # milliseconds a row
warm=$((each / 10))
clients=${CLIENTS:-64}
run_id=$$
pids=()
bench_failed=

finish() {
	local pid
	for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null; done
	wait 2>/dev/null
	[ -e "$temp/pg" ] && tools/pgcluster stop "$temp/pg" >/dev/null 2>&1
	rm -rf "$temp"
}
trap finish EXIT
trap 'exit 130' INT TERM

give_up() {
	echo "bench: $*" >&2
	exit 1
}

# ---- servers ----

start_nginx() { # sets nginx_pid, static
	static=$(free_port)
	mkdir -p "$temp/www"
	head -c 6144 /dev/urandom | base64 -w 0 > "$temp/www/page"
	{
		[ "$(id -u)" = 0 ] && echo "user root;"
		echo "daemon off; worker_processes 2; pid $temp/nginx.pid; error_log $temp/error;"
		echo "events { worker_connections 2048; } http { access_log off; keepalive_requests 100000000;"
		for t in client_body proxy fastcgi uwsgi scgi; do echo "${t}_temp_path $temp/$t;"; done
		echo "server { listen 127.0.0.1:$static; root $temp/www;"
		echo "location /post { default_type application/json; return 201 '{\"id\":\"x\"}'; } } }"
	} > "$temp/nginx.conf"
	nginx -e "$temp/error" -p "$temp" -c "$temp/nginx.conf" &
	nginx_pid=$!
	pids+=("$nginx_pid")
	until_answers "http://127.0.0.1:$static/page" 10 || give_up "nginx does not start"
}

# Makes a county in a folder. DB_URL: in that database.
make_county() { # DIR PEOPLE ORDERS
	local port pid
	port=$(free_port)
	"$WUDAN" demo --data "$1" --listen "127.0.0.1:$port" --people "$2" --orders "$3" --no-play \
		${DB_URL:+--db "$DB_URL"} > "$1.log" 2>&1 &
	pid=$!
	pids+=("$pid")
	until_answers "http://127.0.0.1:$port/readyz" 900 || give_up "no county: $(tail -n 3 "$1.log")"
	stop_pid "$pid"
	"$B/bench/county" "$1" tokens $((clients * 8)) ${DB_URL:+"$DB_URL"} > "$1.tokens" ||
		give_up "no tokens for the claimers"
}

stop_pid() {
	kill "$1" 2>/dev/null
	wait "$1" 2>/dev/null
}

# Serves it. Sets wudan_pid, port, url, started (ms until the first 200).
serve() { # DIR [ENVIRONMENT…]
	local dir=$1 begun
	shift
	port=$(free_port)
	url=http://127.0.0.1:$port
	begun=$(date +%s%N)
	env "$@" "$WUDAN" serve --data "$dir" --listen "127.0.0.1:$port" --log warn \
		${DB_URL:+--db "$DB_URL"} >> "$dir.log" 2>&1 &
	wudan_pid=$!
	pids+=("$wudan_pid")
	for _ in $(seq 2000); do
		curl -fs -o /dev/null "$url/readyz" && break
		sleep 0.01
	done
	curl -fs -o /dev/null "$url/readyz" || give_up "the server does not come up: $(tail -n 3 "$dir.log")"
	started=$((($(date +%s%N) - begun) / 1000000))
	county=$dir
}

account() { # ROLE MEMBER: of the first sample account with that role
	jq -r --arg role "$1" --arg m "$2" '[.[] | select(.role == $role)][0][$m]' "$county/demo-accounts.json"
}

# ---- request templates: see bench/load.c ----

page() { # PATH [COOKIE]
	printf 'GET %s HTTP/1.1\nHost: 127.0.0.1:%s\n' "$1" "$port"
	[ -n "${2-}" ] && printf 'Cookie: %s\n' "$2"
	printf '\n'
}

ask() { # PATH TOKEN
	printf 'GET /api/v1%s HTTP/1.1\nHost: 127.0.0.1:%s\nAuthorization: Bearer %s\n\n' "$1" "$port" "$2"
}

tell() { # PATH TOKEN JSON: each with a key of its own
	run_id=$((run_id + 1))
	printf 'POST /api/v1%s HTTP/1.1\nHost: 127.0.0.1:%s\nAuthorization: Bearer %s\n' "$1" "$port" "$2"
	printf 'Idempotency-Key: bench-%s-@n@\nContent-Type: application/json\n' "$run_id-$RANDOM"
	printf 'Content-Length: @l@\n\n%s\n' "$3"
}

form() { # PATH COOKIE BODY
	run_id=$((run_id + 1))
	printf 'POST %s HTTP/1.1\nHost: 127.0.0.1:%s\nCookie: %s\n' "$1" "$port" "$2"
	printf 'Content-Type: application/x-www-form-urlencoded\nContent-Length: @l@\n\n'
	printf '_op=bench-%s-@n@&%s\n' "$run_id-$RANDOM" "$3"
}

hidden() { # NAME HTML: the value of a hidden input
	grep -oE "name=\"$1\" value=\"[^\"]*\"" <<< "$2" | head -n 1 | sed 's/.*value="//; s/"$//'
}

# Signs in as a role; prints the cookies.
signed_in() { # ROLE
	local jar=$temp/jar.$1 csrf
	rm -f "$jar"
	csrf=$(hidden _csrf "$(curl -s -c "$jar" "$url/sign-in")")
	curl -s -o /dev/null -b "$jar" -c "$jar" --data-urlencode "_csrf=$csrf" \
		--data-urlencode "phone=$(account "$1" phone)" \
		--data-urlencode "password=$(account "$1" password)" "$url/sign-in"
	awk '/wudan_session/ { printf "wudan_session=%s", $7 }' "$jar"
}

# ---- what is measured ----

# Runs bench/load on a template from standard input. Sets rate cpu p50 p99 size answers.
measure() { # LOAD-OPTION…
	read -r rate cpu p50 p99 size answers < <("$B/bench/load" "$@")
	[ -n "${answers-}" ] || { rate=0 cpu=0 p50=0 p99=0 size=0 answers=none; }
}

count_of() { # STATUS: how many answers had it
	local a
	for a in $answers; do [ "${a%%:*}" = "$1" ] && { echo "${a#*:}"; return; }; done
	echo 0
}

# What is not in the list of expected answers is said, and remembered.
unexpected() { # EXPECTED…
	local a out=
	for a in $answers; do
		case " $* " in *" ${a%%:*} "*) ;; *) out="$out $a" ;; esac
	done
	echo "${out# }"
}

head_row() {
	printf '\n%-44s %9s %7s %7s %9s %7s %8s %8s %7s  %s\n' "$1" 'rate/s' '÷static' '÷POST' 'CPU us' \
		'×static' 'p50 ms' 'p99 ms' 'bytes' "${2-}"
}

ratio() { awk -v a="$1" -v b="$2" 'BEGIN { if (b > 0) printf "%.2f", a / b; else printf "-" }'; }

# "0.50 1.9": at least so many times the rate of nginx static, at most so many times its CPU; "-": no
# such bound. With a third value: at least so many times the rate of nginx POST.
verdict() { # BOUNDS
	local least most post said=
	read -r least most post <<< "$1"
	[ "${least:--}" != - ] && said="$said; rate ≥ $least: $(holds "$rate" "$least" "$static_rate" ge)"
	[ "${post:--}" != - ] && said="$said; POST ≥ $post: $(holds "$rate" "$post" "$post_rate" ge)"
	[ "${most:--}" != - ] && said="$said; CPU ≤ $most: $(holds "$cpu" "$most" "$static_cpu" le)"
	echo "${said#; }"
}

holds() { # VALUE FACTOR REFERENCE ge|le
	awk -v v="$1" -v f="$2" -v r="$3" -v how="$4" 'BEGIN {
		good = how == "ge" ? v >= f * r : v <= f * r
		print good ? "met" : "MISSED" }'
}

# Prints what measure() or another has set.
print_row() { # NAME BOUNDS NOTE
	local said
	said=$(verdict "$2")
	printf '%-44s %9.0f %7s %7s %9s %7s %8s %8s %7s  %s\n' "$1" "$rate" "$(ratio "$rate" "${static_rate:-$rate}")" \
		"$(ratio "$rate" "${post_rate:-0}")" "$cpu" "$(ratio "$cpu" "${static_cpu:-$cpu}")" "$p50" "$p99" \
		"$size" "${3:+$3${said:+; }}$said"
}

# A row of plain requests from a template.
row() { # NAME BOUNDS EXPECTED PID LOAD-OPTION… < TEMPLATE
	local name=$1 bounds=$2 expected=$3 pid=$4 odd
	shift 4
	measure -c "$clients" -w "$warm" -t "$each" -p "$pid" "$@"
	odd=$(unexpected $expected 503)
	[ -n "$odd" ] && { odd="UNEXPECTED $odd"; bench_failed=1; }
	[ "$(count_of 503)" = 0 ] || odd="$(count_of 503) were too many at once: 503${odd:+; $odd}"
	print_row "$name" "$bounds" "$odd"
}

writer_counts() { # of the server at $url: jobs and batches so far
	curl -s "$url/metrics" | awk '/^wudan_writer_jobs_total/ { j = $2 } /^wudan_writer_batches_total/ { b = $2 }
		END { print j + 0, b + 0 }'
}

# Like row(), and says how many changes went into a commit and how many commits there were.
write_row() { # NAME BOUNDS EXPECTED CLIENTS LOAD-OPTION… < TEMPLATE
	local name=$1 bounds=$2 expected=$3 many=$4 j0 b0 j1 b1 odd from to note
	shift 4
	read -r j0 b0 < <(writer_counts)
	from=$(date +%s%N)
	measure -c "$many" -w "$warm" -t "$each" -p "$wudan_pid" ${pg_pid:+-p "$pg_pid"} "$@"
	to=$(date +%s%N)
	read -r j1 b1 < <(writer_counts)
	note=$(awk -v j=$((j1 - j0)) -v b=$((b1 - b0)) -v ns=$((to - from)) 'BEGIN {
		printf "%.1f a commit, %.0f commits/s", b ? j / b : 0, b * 1e9 / ns }')
	odd=$(unexpected $expected 503)
	[ "$(count_of 503)" = 0 ] || note="$note; $(count_of 503) waited over 2 s: 503"
	[ -n "$odd" ] && { note="$note; UNEXPECTED $odd"; bench_failed=1; }
	print_row "$name" "$bounds" "$note"
}

# ---- orders to claim ----

new_order='{"kind":"request","title":"厨房灯坏了，想请人来修 @n@","detail":"晚上做饭摸黑，想请懂电的志愿者来看看。（示例）","category":"repair","place":"430421100248","public_ok":true,"submit":true}'

# Tells it of every order of a file, those that were turned away (503) again.
tell_each() { # PATH TOKEN JSON FILE
	local _
	for _ in 1 2 3 4 5; do
		tell "$1" "$2" "$3" | measure -c 32 -t 600000 -b "$4" "$port"
		[ "$(count_of 503)" = 0 ] && return
	done
	give_up "the writer turns everything away"
}

# So many wishes on the wall, their ids in a file. They go the whole way: found, reviewed, published.
put_on_wall() { # COUNT FILE
	local wish=${new_order/request/wish} public='{"public_title":"想请人来修灯"}' state
	tell /orders "$(account resident token)" "$wish" | measure -c 32 -n "$1" -t 600000 -o "$2" "$port"
	tell_each /orders/@b@/approve "$(account centre_reviewer token)" "$public" "$2"
	state=$(curl -s -H "Authorization: Bearer $(account centre_dispatcher token)" \
		"$url/api/v1/orders/$(head -n 1 "$2")" | jq -r .state)
	[ "$state" = wall ] ||
		tell_each /orders/@b@/publish "$(account centre_dispatcher token)" "$public" "$2"
}

sql() { # STATEMENT: asks the database beside the server; only for counting
	if [ -n "${DB_URL-}" ]; then
		psql -qAtX "$DB_URL" -c "$1"
	else
		sqlite3 -readonly "$county/wudan.db" "$1"
	fi
}

claims_kept() { # SQL of both engines: claims (action 10) and the orders they belong to
	sql "SELECT count(*) || ' ' || count(DISTINCT orders) FROM order_event WHERE action = 10"
}

# All callers ask for the same wish at the same moment, then all for the next one. A person may hold only
# so many claims (422), so there are eight times as many people as callers.
claim_row() { # NAME BOUNDS COUNT
	local ids=$temp/wishes won lost full asked note kept0 orders0 kept1 orders1
	put_on_wall "$3" "$ids"
	read -r kept0 orders0 < <(claims_kept)
	tell /orders/@b@/claim @a@ '{}' | measure -c "$clients" -t "$each" -b "$ids" -s "$clients" \
		-a "$county.tokens" -p "$wudan_pid" ${pg_pid:+-p "$pg_pid"} "$port"
	read -r kept1 orders1 < <(claims_kept)
	won=$(count_of 200) lost=$(count_of 409) full=$(count_of 422)
	asked=$(awk -v n=$((won + lost + full)) -v c="$clients" 'BEGIN { printf "%d", (n + c - 1) / c }')
	note="$asked wishes, $won winners, $lost told no"
	[ "$full" = 0 ] || note="$note, $full had enough"
	[ "$won" = "$asked" ] && [ $((kept1 - kept0)) = "$won" ] && [ $((orders1 - orders0)) = "$won" ] ||
		{ note="$note; NOT ONE WINNER EACH ($((kept1 - kept0)) claims of $((orders1 - orders0)) orders kept)"
			bench_failed=1; }
	[ -z "$(unexpected 200 409 422)" ] || { note="$note; UNEXPECTED $(unexpected 200 409 422)"; bench_failed=1; }
	print_row "$1" "$2" "$note"
}

# All callers want one of the last places of a menu item.
rush_row() { # NAME BOUNDS PLACES
	local reviewer item period json note taken
	reviewer=$(account centre_reviewer token)
	item=$(curl -s "$url/api/v1/menu" |
		jq -r '[.items[] | select(.season == "全年" and .area == "430421" and .form == "service")][0].id')
	curl -s -o /dev/null -X POST -H "Authorization: Bearer $reviewer" -H 'Content-Type: application/json' \
		-d "{\"capacity\":$3}" "$url/api/v1/menu/$item/adjust"
	period=$(($(date +%s) + (100 + RANDOM % 200) * 86400))
	json="{\"service\":\"$item\",\"wanted_from\":$period,\"detail\":\"示例\",\"place\":\"430421100248\",\"submit\":true}"
	tell /orders @a@ "$json" | measure -c "$clients" -t "$each" -n $(($3 * 8)) \
		-a "$county.tokens" -p "$wudan_pid" ${pg_pid:+-p "$pg_pid"} "$port"
	taken=$(sql "SELECT max(taken) FROM menu_slot s JOIN menu_item i ON i.id = s.item WHERE i.uid = '$item'")
	note="$3 places, $(count_of 201) given, $(count_of 422) told no"
	[ "$taken" -le "$3" ] && { [ "$(count_of 201)" = "$3" ] || [ "$(count_of 422)" = 0 ]; } ||
		{ note="$note; NOT EXACT ($taken taken)"; bench_failed=1; }
	[ -z "$(unexpected 201 422)" ] || { note="$note; UNEXPECTED $(unexpected 201 422)"; bench_failed=1; }
	print_row "$1" "$2" "$note"
}
