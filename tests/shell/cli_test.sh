#!/bin/bash
# The program from outside: commands, exit codes, a demo county, administration beside a server.
. "$(dirname "$0")/../shell.sh"

code() { # WANTED COMMAND…
	local wanted=$1 got
	shift
	"$@" > "$temp/said" 2>&1 < /dev/null
	got=$?
	[ $got = "$wanted" ] || { cat "$temp/said"; echo "ended with $got, not $wanted"; return 1; }
}

wudan() { "$WUDAN" "$@"; }
data=$temp/demo port=$(free_port)
url=http://127.0.0.1:$port pid=

# ---- what needs no folder ----

ok "without a command it says what there is and ends with 2" code 2 wudan
ok "--help ends with 0" code 0 wudan --help
ok "--version names the version" says "wudan " wudan --version
ok "an unknown command ends with 2" code 2 wudan frobnicate
for c in serve demo migrate user webhook backup restore audit doctor measure stop routes access config openapi; do
	ok "$c has a help" says "usage: wudan $c" wudan $c --help
	ok "$c --help ends with 0" code 0 wudan $c --help
	ok "$c refuses an unknown option with 2" code 2 wudan $c --no-such-option
	ok "$c refuses a short one, too" code 2 wudan $c -x
done
for c in user webhook backup restore audit; do
	ok "$c without a word says its usage" says "usage: wudan $c" wudan $c
	ok "$c without a word ends with 2" code 2 wudan $c
done
for c in "user add" "user token" "user end 19911112222" "webhook add https://x/" "webhook remove" "audit chain"; do
	ok "$c with too few words ends with 2" code 2 wudan $c
done
ok "the demo's help names its own folder" says "(default demo-data)" wudan demo --help
ok "that of others the common one" says "(default wudan-data)" wudan serve --help
ok "routes name their permission" says "order_review" wudan routes
ok "every route has a permission" not says " unset " wudan routes
ok "access prints the matrix" says "order_dispatch" wudan access
ok "openapi is JSON of version 3.1" says '"openapi":"3.1' wudan openapi
ok "openapi is valid JSON" sh -c '"$0" openapi | jq -e .paths' "$WUDAN"
ok "config shows what the environment says" env WUDAN_LISTEN=127.0.0.1:9999 sh -c '"$0" config | grep -q LISTEN=127.0.0.1:9999' "$WUDAN"
ok "config hides the password of the database" not env WUDAN_DB=postgresql://u:geheim@h/d sh -c '"$0" config | grep -q geheim' "$WUDAN"
ok "config hides secrets" not env WUDAN_SMS_TOKEN=geheim sh -c '"$0" config | grep -q geheim' "$WUDAN"

# ---- what is refused before anything is made ----

ok "the demo refuses an address of the network" code 2 wudan demo --data "$data" --listen 0.0.0.0:8080
ok "serve refuses it, too, unless it is asked for" code 2 wudan serve --data "$data" --listen 0.0.0.0:8080
ok "the demo refuses a wrong day" code 1 wudan demo --data "$temp/day" --as-of 2026-02-30
ok "too few people are a usage error" code 2 wudan demo --people 3
ok "nothing was made by that" not test -e "$data"
ok "doctor needs a database" code 1 wudan doctor --data "$temp/none"
ok "stop says when nobody serves" says "no server runs" wudan stop --data "$temp/none"

# ---- a demo county ----

start() { # COMMAND…: in the background, as $pid
	"$WUDAN" "$@" > "$temp/log" 2>&1 &
	pid=$!
}
demo() { # OPTION…
	start demo --data "$data" --listen "127.0.0.1:$port" --people 300 --orders 400 --seed 7 "$@"
}
stands() {
	until_answers "$url/readyz" 60 || { cat "$temp/log"; return 1; }
	for _ in $(seq 100); do
		grep -q '^打开' "$temp/log" && return 0
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.1
	done
	cat "$temp/log"
	return 1
}
token() { jq -r --arg r "$1" '[.[] | select(.role == $r)][0].token' "$data/demo-accounts.json"; }
api() { # ROLE PATH
	curl -fsS -H "Authorization: Bearer $(token "$1")" "$url/api/v1$2"
}
roles_complete() {
	local want='auditor:1 centre_dispatcher:1 centre_reviewer:1 resident:2 secadmin:1 station:2 sysadmin:1 team_leader:2 township:2 viewer:1 volunteer:2'
	[ "$(jq -r '[group_by(.role)[] | "\(.[0].role):\(length)"] | join(" ")' "$data/demo-accounts.json")" = "$want" ] &&
		jq -e 'all(.[]; .name and .place and .phone and .password and .token and has("team"))' "$data/demo-accounts.json" &&
		jq -e '[.[] | select(.role == "team_leader").team] | unique | length == 2' "$data/demo-accounts.json"
}
every_state_has_orders() {
	local s n
	for s in submitted open wall offered accepted scheduled serving done callback closed refused merged cancelled; do
		n=$(api centre_dispatcher "/orders?state=$s" | jq '.items | length') || return 1
		[ "$n" -gt 0 ] || { echo "no order is $s"; return 1; }
	done
}
every_role_is_known() {
	local r
	for r in $(jq -r '.[].token' "$data/demo-accounts.json"); do
		curl -fsS -o /dev/null -H "Authorization: Bearer $r" "$url/api/v1/me" || return 1
	done
}
# The two hours of an urgent order are over seconds after the moment the county stands at.
the_clock_climbs() {
	local id end=$((SECONDS + 20))
	while [ $SECONDS -lt $end ]; do
		for id in $(api centre_dispatcher '/orders?state=open' | jq -r '.items[].id'); do
			api centre_dispatcher "/orders/$id/events" | jq -e --argjson from "$started" 'any(.items[]; .action == "escalate" and .at >= $from)' && return
		done
		sleep 0.5
	done
	return 1
}
numbers_follow_the_days() { # the newest first, none from the future
	api centre_dispatcher /orders | jq -e --arg today "DD$(TZ=Asia/Shanghai date +%Y%m%d)-9999" \
		'[.items[].number] | . == (sort | reverse) and all(. <= $today)'
}
has_lines() { [ "$(grep -c "$1" "$temp/log")" -ge "$2" ]; }

started=$(date +%s)
demo
ok "the demo makes its county and serves it" stands
ok "it played one order through the five orders" has_lines '^【[寻点供派收]】' 9
ok "the order was closed by the verdict" grep -q '【收】.*已收单' "$temp/log"
ok "every page says that it is a sample" says 示例数据 curl -fsS "$url/"
ok "the accounts are complete" roles_complete
ok "only their owner reads them" test "$(stat -c %a "$data/demo-accounts.json")" = 600
ok "every token opens the API" every_role_is_known
ok "every state has orders" every_state_has_orders
ok "its orders are numbered in the order of time" numbers_follow_the_days
ok "an overdue order climbs by itself" the_clock_climbs
ok "doctor asks the server and is content" code 0 wudan doctor --data "$data"
ok "the audit chain holds" says "ok " wudan audit verify --data "$data"
ok "a second program is kept out by the lock" says "is in use by another wudan" wudan serve --data "$data" --listen "127.0.0.1:$(free_port)"

# ---- beside the running server ----

head=$(wudan audit verify --data "$data" | sed -n 's/^head *//p')
ok "an audit head written down is found again" code 0 wudan audit verify "$head" --data "$data"
ok "a head that never was is missed" code 1 wudan audit verify "${head%?}0000" --data "$data"
add() { printf '%s\n' "$1" | wudan user add "$2" 测试员 --data "$data" "${@:3}"; }
ok "user add makes an account with a role" add daotian-xiyang-31 19911112222 --role township --place 430421100
ok "the same phone is refused" not add daotian-xiyang-31 19911112222
ok "a weak password is refused" not add 12345678 19911113333
ok "user lock locks it" says locked wudan user lock 19911112222 --data "$data"
ok "user unlock opens it" says unlocked wudan user unlock 19911112222 --data "$data"
ok "an unknown phone ends with 1" code 1 wudan user lock 19911119999 --data "$data"
ok "an unknown word ends with 2" code 2 wudan user bow 19911119999 --data "$data"
given=$(wudan user token 19911112222 --days 2 --data "$data")
ok "user token prints a token that opens the API" curl -fsS -o /dev/null -H "Authorization: Bearer $given" "$url/api/v1/me"
ok "more days than the setting allows are refused" code 1 wudan user token 19911112222 --days 91 --data "$data"
ok "user tokens lists it" says "ends" wudan user tokens 19911112222 --data "$data"
number=$(wudan user tokens 19911112222 --data "$data" | cut -d ' ' -f 1)
ok "user end ends it" says ended wudan user end 19911112222 "$number" --data "$data"
ok "it opens nothing any more" not curl -fsS -o /dev/null -H "Authorization: Bearer $given" "$url/api/v1/me"
ok "webhook add takes an address" says "webhook 1 made" wudan webhook add https://example.org/hook order.accept --data "$data"
ok "webhook list shows it" says "1  order.accept  https://example.org/hook" wudan webhook list --data "$data"
ok "webhook remove removes it" says removed wudan webhook remove 1 --data "$data"
ok "backup writes a sealed file" wudan backup "$temp/county.bak" --data "$data"
ok "nothing in it can be read" not grep -q "SQLite format" "$temp/county.bak"
ok "a file that is there is not overwritten" code 1 wudan backup "$temp/county.bak" --data "$data"
ok "stop stops the server" wudan stop --data "$data"
wait "$pid"
ok "it ended with 0" test $? = 0
ok "no backup remains half made" not ls "$data"/backup-*

# ---- alone ----

ok "doctor works alone" code 0 wudan doctor --data "$data"
ok "user token works alone" wudan user token 19911112222 --data "$data"
ok "webhook works alone" says "webhook 1 made" wudan webhook add http://127.0.0.1:9/ '*' --data "$data"
ok "the audit log names both" says "ok " wudan audit verify --data "$data"
wudan webhook remove 1 --data "$data" > /dev/null
again() { wudan demo --data "$data" --seed 7 --people 300 --orders 400 --listen "127.0.0.1:$port" "$@"; }
ok "another seed is refused for this folder" says "接着用原来的" again --seed 8
ok "more people are, too" says "接着用原来的" again --people 301
ok "and more orders" says "接着用原来的" again --orders 401
before=$(token station)
demo --no-play
ok "the second start takes the county that stands" stands
ok "the old tokens are dead" not curl -fsS -H "Authorization: Bearer $before" "$url/api/v1/me"
ok "the new ones live" every_role_is_known
kill -TERM "$pid"
wait "$pid"
ok "TERM ends it with 0" test $? = 0

ok "restore needs the key" code 1 wudan restore "$temp/county.bak" --data "$temp/again"
ok "restore opens a backup into a new folder" wudan restore "$temp/county.bak" --data "$temp/again" --keys "$data/wudan.key"
ok "what was restored is whole" code 0 wudan doctor --data "$temp/again" --keys "$data/wudan.key"
ok "restore refuses a folder with anything in it" says "not empty" wudan restore "$temp/county.bak" --data "$temp/again" --keys "$data/wudan.key"
head -c 20000 "$temp/county.bak" > "$temp/cut.bak"
ok "a backup that was cut is refused" says "nothing was restored" wudan restore "$temp/cut.bak" --data "$temp/third" --keys "$data/wudan.key"
ok "a lost key is not replaced by a new one" sh -c 'mv "$1/wudan.key" "$1/away" && ! "$0" migrate --data "$1" && ! test -e "$1/wudan.key"' "$WUDAN" "$data"

# ---- a county of one's own ----

fresh=$temp/fresh
printf 'level,code,name,parent_code\ncounty,430422,示例县,4304\ntownship,430422100,示例镇,430422\n' > "$temp/places.csv"
ok "migrate makes a database" says "migration" wudan migrate --data "$fresh" --county "$temp/places.csv"
ok "user setup prints a one-time address" says "/setup?code=" wudan user setup --data "$fresh"
own() { printf 'daotian-xiyang-31\n' | wudan user add "$1" "$2" --data "$fresh" > /dev/null; }
three() { own 19911112221 示例甲 && own 19911112222 示例乙 && own 19911112223 示例丙; }
ok "three accounts are made" three
ok "user grant appoints the first" says "role secadmin given" wudan user grant 19911112221 --role secadmin --data "$fresh"
ok "not to a second duty of the three" says 三个人 wudan user grant 19911112221 --role auditor --data "$fresh"
ok "user grant appoints the second" says "role sysadmin given" wudan user grant 19911112222 --role sysadmin --data "$fresh"
ok "not the third" code 1 wudan user grant 19911112223 --role auditor --data "$fresh"
ok "nor does user take remove one of two" code 1 wudan user take 19911112222 --role sysadmin --data "$fresh"
ok "an ordinary role is given and taken" sh -c '"$0" user grant 19911112223 --role viewer --data "$1" && "$0" user take 19911112223 --role viewer --data "$1"' "$WUDAN" "$fresh"
ok "grant without a role ends with 2" code 2 wudan user grant 19911112223 --data "$fresh"
ok "the demo never touches it" says "not the model county" wudan demo --data "$fresh" --listen "127.0.0.1:$port"
start serve --data "$fresh" --listen "127.0.0.1:$port"
ok "serve answers" until_answers "$url/readyz" 30
ok "its places are those of the list" sh -c 'curl -fsS "$0/api/v1/places" | jq -e ".items | length == 1"' "$url"
ok "its pages do not say that they are samples" not says 示例数据 curl -fsS "$url/"
for s in HUP USR1 USR2 PIPE; do
	kill -$s "$pid"
	ok "$s does not end it" until_answers "$url/readyz" 5
done
ok "a signal that asks for nothing we do is named in the log" has_lines 'event=signal name=HUP ignored=yes' 1
ok "one for each" has_lines 'event=signal name=USR' 2
kill -INT "$pid"
wait "$pid"
ok "INT ends it with 0" test $? = 0
(umask 077 && exec "$WUDAN" serve --data "$fresh" --listen "unix:$temp/http.sock" --origin https://x.example) > "$temp/log" 2>&1 &
pid=$!
ok "serve answers at a Unix socket" until_answers http://x.example/readyz 30 --unix-socket "$temp/http.sock"
ok "its group may connect, whatever the umask" test "$(stat -c %a "$temp/http.sock")" = 660
kill -TERM "$pid"
wait "$pid"
ok "its name is gone at the end" not test -e "$temp/http.sock"
echo garbage > "$temp/bad.csv"
ok "a wrong list is refused and named" says "line 1" wudan migrate --data "$temp/bad" --county "$temp/bad.csv"

closing
