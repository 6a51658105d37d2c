# A full disk: changes answer 503 and never pretend, reads go on, and all is well when there is room
# again. The data folder lies on a small tmpfs, which only root can mount; skipped for others.
. "$(dirname "$0")/../shell.sh"

disk=$temp/disk
mkdir -p "$disk"
if ! mount -t tmpfs -o size=16m tmpfs "$disk" 2>/dev/null; then
	echo "# skipped: a tmpfs cannot be mounted here"
	closing
fi
data=$disk/data
port=$(free_port)
origin=http://127.0.0.1:$port
"$WUDAN" demo --people 300 --orders 100 --no-play --data "$data" --listen "127.0.0.1:$port" > "$temp/log" 2>&1 &
server=$!
tidy() {
	kill -9 "$server" 2>/dev/null
	wait "$server" 2>/dev/null
	umount "$disk" 2>/dev/null
	rm -rf "$temp"
}
trap tidy EXIT

token_of() { grep "\"role\": \"$1\"" "$data/demo-accounts.json" | head -n 1 | sed 's/.*"token": "\([a-z2-7]*\)".*/\1/'; }

# About 100 KB in the database: the detail is kept sealed, and again in the reply under the key.
printf '{"title":"一单长的","category":"repair","place":"430421100248","detail":"%s"}' \
	"$(head -c 9000 /dev/zero | sed 's/\x00/愿/g')" > "$temp/long.json"

send() { # KEY: an order; prints the status, keeps the body in $temp/said
	curl -sS -o "$temp/said" -w '%{http_code}\n' --max-time 20 -X POST "$origin/api/v1/orders" \
		-H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
		-H "Idempotency-Key: $1" --data-binary "@$temp/long.json"
}

id_said() { sed 's/.*"id": *"\([a-z2-7]*\)".*/\1/; s/$/\n/' "$temp/said" | head -n 1; }

get() { # PATH: the status
	curl -sS -o /dev/null -w '%{http_code}\n' --max-time 20 -H "Authorization: Bearer $token" "$origin$1"
}

fill() { # leaves about 300 KB
	local free
	free=$(df -k --output=avail "$disk" | tail -n 1)
	head -c $(((free - 300) * 1024)) /dev/zero > "$disk/filler"
}

flood() { # sends orders until some were refused: "acknowledged refused others untrue", ids in $temp/ids
	local i status kept=0 refused=0 other=0 untrue=0
	for i in $(seq 1 60); do
		status=$(send "disk-full-$1-$i")
		case $status in
		201)
			kept=$((kept + 1))
			id_said >> "$temp/ids"
			;;
		503)
			refused=$((refused + 1))
			echo "disk-full-$1-$i" >> "$temp/refused"
			;;
		*) other=$((other + 1)); echo "# $status $(head -c 200 "$temp/said")" >&2 ;;
		esac
		# The WAL may start over in the space it has: then it is ready, and the next order is kept.
		local said="$(get /readyz) $(metric wudan_writer_healthy)"
		[ "$status $said" = "201 200 1" ] || [ "$status $said" = "503 503 0" ] || {
			untrue=$((untrue + 1))
			echo "# $status, but ready and gauge: $said" >&2
		}
		[ "$refused" -ge 10 ] && break
	done
	echo "$kept $refused $other $untrue"
}

acknowledged_are_there() {
	local id lost=0
	while read -r id; do
		[ "$(get "/api/v1/orders/$id")" = 200 ] || { lost=$((lost + 1)); echo "lost: $id"; }
	done < "$temp/ids"
	[ "$lost" = 0 ]
}

is() { [ "$1" = "$2" ] || { echo "$1 instead of $2"; return 1; }; }

metric() { # NAME: its value
	curl -sS --max-time 20 "$origin/metrics" | awk -v name="$1" '$1 == name { print $2 }'
}

stays_unready() { # SECONDS
	local end=$((SECONDS + $1))
	while [ $SECONDS -lt $end ]; do
		is "$(get /readyz)" 503 || return 1
		sleep 0.2
	done
}

ok "the county stands on a small disk" until_answers "$origin/readyz" 60
token=$(token_of resident)
: > "$temp/ids"
: > "$temp/refused"
ok "an order is kept while there is room" is "$(send disk-full-first)" 201
id_said >> "$temp/ids"
for round in 1 2; do
	fill
	read -r kept refused other untrue <<< "$(flood $round)"
	echo "# round $round: $kept kept, $refused refused"
	ok "round $round: a full disk answers 503" test "$refused" -ge 10
	ok "round $round: and nothing else" is "$other" 0
	ok "round $round: the refusal says when to try again" grep -q '"status":503' "$temp/said"
	ok "round $round: the wall can still be read" is "$(get /wall)" 200
	ok "round $round: and the own orders" is "$(get /mine)" 200
	ok "round $round: the program says that it runs" is "$(get /healthz)" 200
	ok "round $round: readiness and gauge agreed with what each order got" is "$untrue" 0
	[ $round = 1 ] && ok "round $round: it stays unready, whoever asks" stays_unready 3
	ok "round $round: what was acknowledged is there" acknowledged_are_there
	rm -f "$disk/filler"
	ok "round $round: with room it is ready before anybody writes" until_answers "$origin/readyz" 5
	ok "round $round: with room again the refused order is taken" is "$(send "$(tail -n 1 "$temp/refused")")" 201
	id_said >> "$temp/ids"
	ok "round $round: and the program is ready" is "$(get /readyz)" 200
	ok "round $round: the gauge, too, again" is "$(metric wudan_writer_healthy)" 1
done
ok "orders were acknowledged at all: $(wc -l < "$temp/ids")" test "$(wc -l < "$temp/ids")" -gt 5
kill -TERM "$server"
wait "$server"
ok "it stops cleanly" is $? 0
ok "doctor finds the county sound" "$WUDAN" doctor --data "$data"
ok "the audit chain is whole" "$WUDAN" audit verify --data "$data"
closing
