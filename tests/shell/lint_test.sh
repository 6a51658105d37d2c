# tools/lint finds what it promises to find: each fault is planted in a copy and must be named.
. "$(dirname "$0")/../shell.sh"

copy=$temp/copy
fresh_copy() {
	rm -rf "$copy"
	mkdir -p "$copy/src/base" "$copy/src/core" "$copy/src/web" "$copy/src/features/order" \
		"$copy/src/features/place" "$copy/src/app" "$copy/tests/base" "$copy/tools" "$copy/assets" "$copy/migrations"
	cp tools/lint tools/debt tools/tables "$copy/tools/"
	cp .clang-format package-lock.json "$copy/"
	cp src/app/features.c "$copy/src/app/"
	cp src/commands.h "$copy/src/"
	printf '/* base.h - one. */\nint base_one(void);\n' > "$copy/src/base/base.h"
	printf '#include "base/base.h"\n\nint base_one(void)\n{\n\treturn 1;\n}\n' > "$copy/src/base/base.c"
	git -C "$copy" init -q
}

names() { # SENTENCE FILE TEXT WANTED: after TEXT is written to FILE, lint fails and says WANTED
	fresh_copy
	printf '%b' "$3" >> "$copy/$2"
	ok "$1" says "$4" "$copy/tools/lint"
	ok "$1, and fails" not "$copy/tools/lint"
}

lines() { # N: a file of N lines
	awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) print "/* line */" }'
}

fresh_copy
ok "a clean tree passes" "$copy/tools/lint"
names "a look upstairs is named" src/base/base.c '#include "web/req.h"\n' 'looks up to web/req.h'
names "the program that knows its demonstration is named" src/app/x.c '#include "demo/demo.h"\n' 'looks up to demo/demo.h'
names "a floor that knows the list of commands is named" src/app/x.c '#include "commands.h"\n' 'looks up to commands.h'
names "a domain file that knows the web is named" src/features/order/order.c \
	'#include "web/req.h"\n' 'domain code must not know the web'
names "a feature that includes one to its right is named" src/features/place/place.c \
	'#include "features/order/order.h"\n' 'place stands left of order'
names "another folder's statements are named" src/features/order/order.c \
	'#include "gen/place.sql.h"\n' 'statements of another folder'
names "SQLite outside store/ is named" src/core/x.c 'int x = sqlite3_open(0, 0);\n' 'SQLite only in store/'
names "malloc outside its places is named" src/core/x.c 'void *x = malloc(3);\n' 'memory comes from the arena'
names "the clock read in a feature is named" src/features/order/order.c 'long x = time(0);\n' \
	'time and chance come from'
names "SQL in C is named" src/core/x.c 'const char *x = "SELECT id FROM person";\n' 'SQL belongs in a .sql file'
names "markup in C is named" src/features/order/order_web.c 'const char *x = "<p>";\n' 'markup belongs in a .html file'
names "an inline style is named" src/web/x.html '<p style="color: red">x</p>\n' 'nothing inline'
names "an unknown asset is named" src/web/x.c 'const char *x = asset_path("none.css");\n' 'assets/ has no such file'
names "a foreign prefix is named" src/base/base.h 'int other_one(void);\n' 'does not begin with base_'
names "a typedef of a struct is named" src/base/base.h 'typedef struct base base_t;\n' 'no typedef of structs'
names "a file that does not say what it is is named" src/base/x.c 'int x;\n' 'say first what it is'
names "a long file is named" src/base/base.c "$(lines 501)\n" '500 at most'
names "a long function is named" src/base/base.c "int base_two(void)\n{\n$(lines 80)\n}\n" '80 at most'
names "unformatted code is named" src/base/base.c 'int  base_two ( void );\n' 'clang-format would change'
names "a script that does not parse is named" tools/broken '#!/bin/sh\nif true\n' 'tools/broken'
names "an assertion that any refusal meets is named" tests/base/x_test.c 'assert_true(world_page(w, GUEST, "/") >= 403);\n' \
	'name the status'
names "a lack without a status is named" tests/base/x_test.c 'assert_null(strstr(w->body, "x"));\n' 'name the status'
names "a table that is nobody's is named" migrations/0001_x.sql 'CREATE TABLE stray (\n' 'whose is stray?'
many='db_exec(c->db, q, V(1), V(2), V(3), V(4), V(5));\n'
names "a fifth value by position is named" src/features/order/order.c "$many" 'order positional 1'
names "a bare enum number is named" src/features/order/order.sql '@a\nSELECT 1 FROM orders WHERE state = 3\n' \
	'order numbers 1'
names "a statement that looks upstairs is named" src/features/place/place.sql '@a\nSELECT id FROM orders\n' \
	'place upward 1'
names "a table that only reads rows is named" src/features/order/order.c \
	'static const struct field rows[] = {{0}};\nvoid *order_x(void)\n{\n\treturn db_all(d, m, q, struct x, rows, n);\n}\n' \
	'order readers 1'
names "a move outside a life is named" src/features/order/order.sql '@a\nUPDATE orders SET state = ?1\n' \
	'order moves 1'
ring() { # FILES: each calls the next one, the last the first; built, as tools/circles wants them
	fresh_copy
	cp tools/circles "$copy/tools/"
	mkdir -p "$copy/build/o/core"
	local all=("$@") i next
	for i in "${!all[@]}"; do
		next=${all[(i + 1) % $#]}
		printf '/* One of a ring. */\nint %s(void);\n\nint %s(void)\n{\n\treturn %s();\n}\n' \
			"$next" "${all[i]}" "$next" > "$copy/src/core/${all[i]}.c"
		gcc -c -o "$copy/build/o/core/${all[i]}.o" "$copy/src/core/${all[i]}.c"
	done
}
ring one two
ok "two files that call each other are let be" not says "circle" "$copy/tools/lint"
ring one two three
ok "three that call each other in a circle are named" says "a circle of 3 files" "$copy/tools/lint"
ok "three that call each other in a circle, and lint fails" not "$copy/tools/lint"
ok "a comment may name what the code may not" bash -c "
	$(declare -f fresh_copy); copy='$copy'; fresh_copy
	printf '/* sqlite3_open() is not called here */\n' > '$copy/src/core/x.c'; '$copy/tools/lint'"
closing
