# shell.sh - for tests/shell/*_test.sh: `. tests/shell.sh`, then `ok "a sentence" COMMAND…`, at the end
# `closing`. A command's output is shown only when it fails. WUDAN is the program under test.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."
: "${WUDAN:=$(realpath -m "${B:-build}/wudan")}"
temp=$(mktemp -d "${WUDAN_TEMP:-${TMPDIR:-/tmp}}/shell.XXXXXX")
trap 'rm -rf "$temp"' EXIT
ok_count=0 bad_count=0

ok() { # SENTENCE COMMAND…
	local sentence=$1 said
	shift
	if said=$("$@" 2>&1); then
		ok_count=$((ok_count + 1))
		echo "ok $sentence"
	else
		bad_count=$((bad_count + 1))
		echo "not ok $sentence"
		printf '%s\n' "$said" | tail -n 20 | sed 's/^/    /'
	fi
}

not() { ! "$@"; }

says() { # TEXT COMMAND…: the command's output holds the text, whatever its exit code
	local text=$1 said
	shift
	said=$("$@" 2>&1)
	case $said in *"$text"*) return 0 ;; esac
	printf 'wanted: %s\nsaid: %s\n' "$text" "$said"
	return 1
}

free_port() {
	local port
	while :; do
		port=$((20000 + RANDOM % 20000))
		(exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
	done
}

until_answers() { # URL SECONDS [CURL-OPTION…]
	local url=$1 end=$((SECONDS + $2))
	shift 2
	until curl -fsS -o /dev/null --max-time 5 "$@" "$url" 2>/dev/null; do
		[ $SECONDS -lt $end ] || { echo "$url does not answer"; return 1; }
		sleep 0.1
	done
}

closing() {
	echo "$ok_count passed, $bad_count failed"
	[ $bad_count = 0 ]
	exit
}
