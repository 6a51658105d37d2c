# A disk that answers EIO to a sync: nobody knows what is on it, so the program says so and ends with an
# error, for its supervisor to start it anew; what it acknowledged before is there.
. "$(dirname "$0")/../shell.sh"

ok "the broken disk is built" "${CC:-gcc}" -D_GNU_SOURCE -shared -fPIC -o "$temp/fail_sync.so" tests/shell/fail_sync.c
data=$temp/data
port=$(free_port)
origin=http://127.0.0.1:$port
start() { # COMMAND…
	LD_PRELOAD=$temp/fail_sync.so FAIL_SYNC=$temp/broken "$WUDAN" "$@" --data "$data" --listen "127.0.0.1:$port" \
		> "$temp/log" 2>&1 &
	server=$!
}
tidy() {
	kill -9 "$server" 2>/dev/null
	wait "$server" 2>/dev/null
	rm -rf "$temp"
}
trap tidy EXIT

token_of() { grep "\"role\": \"$1\"" "$data/demo-accounts.json" | head -n 1 | sed 's/.*"token": "\([a-z2-7]*\)".*/\1/'; }

send() { # TITLE: an order; prints the status
	curl -sS -o "$temp/said" -w '%{http_code}\n' --max-time 20 -X POST "$origin/api/v1/orders" \
		-H "Authorization: Bearer $token" -H 'Content-Type: application/json' -H "Idempotency-Key: sync-error-$1" \
		--data-binary "{\"title\":\"水龙头漏水$1\",\"category\":\"repair\",\"place\":\"430421100248\",\"detail\":\"厨房\"}"
}

is() { [ "$1" = "$2" ] || { echo "$1 instead of $2"; return 1; }; }

ended() { # leaves its code in $code; -: it still runs after ten seconds
	code=-
	timeout 10 tail --pid="$server" -f /dev/null || return
	wait "$server"
	code=$?
}

start demo --people 300 --orders 100 --no-play
ok "the county stands" until_answers "$origin/readyz" 60
token=$(token_of resident)
ok "an order is kept" is "$(send one)" 201
kept=$(sed 's/.*"id": *"\([a-z2-7]*\)".*/\1/; s/$/\n/' "$temp/said" | head -n 1)
touch "$temp/broken"
ok "an order that was not synced is not acknowledged" is "$(send two)" 503
ended
ok "the program ends with an error" is "$code" 1
ok "and has said why" grep -q 'level=error event=ending why="the disk did not keep' "$temp/log"
rm "$temp/broken"
start serve
ok "started anew it stands" until_answers "$origin/readyz" 60
ok "what was acknowledged is there" is "$(curl -sS -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $token" "$origin/api/v1/orders/$kept")" 200
ok "an order is kept again" is "$(send three)" 201
kill -TERM "$server"
ended
ok "it stops cleanly" is "$code" 0
ok "doctor finds the county sound" "$WUDAN" doctor --data "$data"
closing
