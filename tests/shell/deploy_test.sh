# deploy/: systemd and nginx accept what is shipped.
. "$(dirname "$0")/../shell.sh"

# systemd wants the program to be where the unit says, so a copy names the one just built.
unit=$temp/wudan.service
sed "s|/usr/local/bin/wudan|$WUDAN|; s|EnvironmentFile=/etc|EnvironmentFile=-/etc|" deploy/wudan.service > "$unit"

verified() {
	local said
	said=$(systemd-analyze verify --man=no "$unit" 2>&1) && [ -z "$said" ] && return
	echo "$said"
	return 1
}

exposed_at_most() { # FIGURE: of 10, as systemd-analyze security counts
	local found
	found=$(systemd-analyze security --offline=true --no-pager "$unit" | tail -n 1 | grep -oE '[0-9]+\.[0-9]+')
	echo "exposure $found"
	awk -v x="$found" -v most="$1" 'BEGIN { exit !(x != "" && x <= most) }'
}

installed() {
	make -s install DESTDIR="$temp/root" PREFIX=/usr/local &&
		test -x "$temp/root/usr/local/bin/wudan" &&
		test -f "$temp/root/usr/local/lib/systemd/system/wudan.service"
}

ok "systemd-analyze verify has nothing to say about the unit" verified
ok "its exposure is at most 1.5 of 10" exposed_at_most 1.5
ok "make install puts program and unit in place" installed
tools/nginx-try > "$temp/nginx" 2>&1
sed '$d' "$temp/nginx"
line=$(tail -n 1 "$temp/nginx")
ok "nginx-try comes to its end" grep -qE '^[0-9]+ passed, [0-9]+ failed$' "$temp/nginx"
ok_count=$((ok_count + ${line%% passed*}))
line=${line#*, }
bad_count=$((bad_count + ${line%% failed*}))
closing
