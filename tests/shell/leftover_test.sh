# Killed at any moment, a backup or a restore leaves no plain copy of the database beyond the next run, and no
# cut file under a name that looks whole. The disk is made slow, so that each step can be hit.
. "$(dirname "$0")/../shell.sh"

umask 077
slow=$temp/slow_sync.so data=$temp/data
ok "the slow disk is built" "${CC:-gcc}" -D_GNU_SOURCE -shared -fPIC -o "$slow" bench/slow_sync.c
port=$(free_port)
origin=http://127.0.0.1:$port
export LD_PRELOAD="$slow"
server=0
tidy() {
	kill -9 "$server" 2>/dev/null
	wait "$server" 2>/dev/null
	rm -rf "$temp"
}
trap tidy EXIT

plain() { # FOLDER…: files that hold a database, apart from the county's own
	find "$@" -type f ! -name wudan.db ! -name 'wudan.db-*' -exec grep -la '^SQLite format 3' {} +
}
nothing_plain() { [ -z "$(plain "$@")" ] || { plain "$@"; return 1; }; }
private() { # FOLDER: everybody else is kept out of each file in it
	[ -z "$(find "$1" -type f -perm /077)" ] || { find "$1" -type f -perm /077; return 1; }
}
there() { # PATTERN: such a file that holds something
	compgen -G "$1" > /dev/null && [ -n "$(find $1 -size +0 2>/dev/null)" ]
}
# Runs the command on a slow disk and kills it by SIGNAL when a file like PATTERN lies there.
hit() { # SIGNAL PATTERN COMMAND…
	local signal=$1 pattern=$2 pid end=$((SECONDS + 20))
	shift 2
	SLOW_SYNC_US=200000 "$@" > "$temp/said" 2>&1 &
	pid=$!
	until there "$pattern"; do
		[ $SECONDS -lt $end ] && kill -0 $pid 2>/dev/null || { wait $pid; return 1; }
		sleep 0.01
	done
	kill -"$signal" $pid
	wait $pid 2>/dev/null
	return 0
}
start_server() {
	SLOW_SYNC_US=${1:-0} "$WUDAN" serve --data "$data" --listen "127.0.0.1:$port" > "$temp/log" 2>&1 &
	server=$!
	until_answers "$origin/healthz" 60 > "$temp/said" 2>&1
}

"$WUDAN" demo --people 300 --orders 100 --no-play --data "$data" --listen "127.0.0.1:$port" > "$temp/log" 2>&1 &
server=$!
ok "a county stands" until_answers "$origin/readyz" 60
kill -TERM "$server"
wait "$server"

for pattern in "$data/backup-*.tmp.part" "$data/backup-*.tmp" "$data/backup-*.tmp-wal" "$temp/k.bak.part"; do
	hit KILL "$pattern" "$WUDAN" backup "$temp/k.bak" --data "$data"
	ok "a backup killed at ${pattern##*/} leaves a plain copy" there "$data/backup-*.tmp*"
	ok "which only its owner may read" private "$data"
	ok "no cut file looks like a backup" test ! -e "$temp/k.bak"
	ok "the next command removes it" "$WUDAN" doctor --data "$data"
	ok "nothing of it is left" not compgen -G "$data/backup-*"
done
hit TERM "$data/backup-*.tmp" "$WUDAN" backup "$temp/k.bak" --data "$data"
ok "asked to stop it removes its copy itself" nothing_plain "$data"

hit KILL "$data/backup-*.tmp" "$WUDAN" backup "$temp/k.bak" --data "$data"
touch "$data/backup-2026-11-30.tmp" "$data/backup-of-mine.wudan"
start_server 200000
ok "its start has removed what was left" nothing_plain "$data"
ok "what others named alike stays" test -e "$data/backup-2026-11-30.tmp" -a -e "$data/backup-of-mine.wudan"
"$WUDAN" backup "$temp/s.bak" --data "$data" > "$temp/said" 2>&1 &
until there "$data/backup-*.tmp"; do sleep 0.01; done
kill -9 "$server"
wait
ok "a server killed in its backup leaves a copy" test -n "$(plain "$data")"
ok "which only its owner may read, too" private "$data"
start_server
ok "and has removed it" nothing_plain "$data"
ok "a backup is made" "$WUDAN" backup "$temp/k.bak" --data "$data"
ok "nothing plain is left of it" nothing_plain "$data"
kill -TERM "$server"
wait "$server"

for pattern in "$temp/new/restore-*.tmp.part" "$temp/new/restore-*.tmp" "$temp/new/restore-*.tmp-wal"; do
	hit KILL "$pattern" "$WUDAN" restore "$temp/k.bak" --data "$temp/new" --keys "$data/wudan.key"
	ok "a restore killed at ${pattern##*/} leaves no wudan.db" test ! -e "$temp/new/wudan.db"
	ok "but a copy that nobody else may read" private "$temp/new"
done
ok "the next restore finds room" "$WUDAN" restore "$temp/k.bak" --data "$temp/new" --keys "$data/wudan.key"
ok "and leaves nothing but the database" test "$(ls "$temp/new" | tr '\n' ' ')" = "lock wudan.db "
ok "which is whole" "$WUDAN" doctor --data "$temp/new" --keys "$data/wudan.key"
closing
