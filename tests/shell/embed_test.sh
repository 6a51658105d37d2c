#!/bin/bash
# tools/embed: every refusal names its line, and what is accepted compiles and escapes.
# Prints "N passed, N failed". Builds its own embed, with the sanitizers.
set -u
cd "$(dirname "$0")/../.."
root=$PWD
temp=$(mktemp -d "${WUDAN_TEMP:-/tmp}/embed.XXXXXX")
trap 'rm -rf "$temp"' EXIT
export ASAN_OPTIONS=detect_leaks=0
cc=${CC:-gcc}
flags="-std=gnu17 -D_GNU_SOURCE -g -Wall -Wextra -Wshadow -Wconversion -Werror"
passed=0 failed=0

ok() { passed=$((passed + 1)); }
bad() { # WHAT [FILE-WITH-OUTPUT]
	failed=$((failed + 1))
	echo "not ok: $1"
	[ -n "${2:-}" ] && sed 's/^/    /' "$2"
}

$cc $flags -fsanitize=address,undefined -fno-sanitize-recover -o "$temp/embed" tools/embed*.c || {
	echo "0 passed, 1 failed"
	exit 1
}
cd "$temp" && mkdir gen

html() { rm -f gen/*; ./embed html t gen/t.html.h gen/t.html.c "$@" > out 2>&1; }
sql() { rm -f gen/*; ./embed sql t gen/t.sql.h gen/t.sql.c "$@" > out 2>&1; }
view() { printf '%%view page struct page\n%s\n%%end\n' "$1" > t.html; }

refused() { # NAME MESSAGE FILE:LINE: the last run failed so, and wrote nothing
	if [ "$code" != 1 ] || ! grep -qF "$3: error: " out || ! grep -qF "$2" out; then
		bad "$1: expected \"$3: error: …$2…\"" out
	elif [ -n "$(ls gen)" ]; then
		bad "$1: left files behind"
	else
		ok
	fi
}
no_html() { # MARKUP MESSAGE [LINE]
	view "$1"
	html t.html
	code=$?
	refused "$1" "$2" "t.html:${3:-2}"
}
yes_html() { # MARKUP
	view "$1"
	if html t.html; then ok; else bad "$1" out; fi
}
no_sql() { # TEXT MESSAGE LINE
	printf '%s\n' "$1" > t.sql
	sql t.sql
	code=$?
	refused "$1" "$2" "t.sql:$3"
}

# Where a hole must not stand.
no_html '<p class={{v->a}}>' 'without quotes'
no_html '<p class=a{{v->a}}>' 'without quotes'
no_html "<p class='{{v->a}}'>" 'single-quoted'
no_html '<{{v->a}}>' 'in a tag name'
no_html '<p{{v->a}}>' 'in a tag name'
no_html '<p {{v->a}}>' 'outside its values'
no_html '<p data-{{v->a}}="x">' 'outside its values'
no_html '<p class="x"{{v->a}}>' 'outside its values'
no_html '<p hidden {{v->a}}>' 'outside its values'
no_html '<!-- {{v->a}} -->' 'in a comment'
no_html '<!--> {{v->a}} -->' 'in a comment'
no_html '<!doctype {{v->a}}>' 'in a <! declaration'
no_html '</p {{v->a}}>' 'outside its values'
no_html '<script src="/a.js">{{v->a}}</script>' 'in <script>'
no_html $'<p\n class={{v->a}}>' 'without quotes' 3
no_html $'<!--\n\n{{v->a}}\n-->' 'in a comment' 4
no_html $'<p class=\n% if (v->a) {\n{{v->a}}>' 'without quotes' 4
no_html '<meta http-equiv="refresh" content="{{v->a}}">' 'http-equiv'
no_html '<meta content="{{v->a}}" http-equiv=refresh>' 'http-equiv'

# What the content security policy forbids.
no_html '<p style="color:red">' 'attribute style'
no_html '<p STYLE=x>' 'attribute style'
no_html '<p style="{{v->a}}">' 'attribute style'
no_html '<p onclick="{{v->a}}">' 'attribute onclick'
no_html '<p OnClick=go()>' 'attribute onclick'
no_html '<svg/onload="x">' 'attribute onload'
no_html '<iframe srcdoc="x">' 'attribute srcdoc'
no_html '<style>p{}</style>' '<style> is refused'
no_html '<script>go()</script>' 'inline <script>'
no_html '<SCRIPT type=module>go()</SCRIPT>' 'inline <script>'
no_html '<script src="/a.js">go()</script>' 'inline <script>'
no_html '<a href="javascript:go()">' 'a script in href'
no_html '<a href=" JavaScript:go()">' 'a script in href'
no_html '<svg><a><set attributeName="href" to="x">' '<set> is refused'
no_html '<xmp>' '<xmp> is refused'

# Addresses.
for a in href src action formaction poster data cite xlink:href srcset HREF; do
	no_html "<a $a=\"{{v->a}}\">" 'write {{url: expr}}'
done
no_html '<a href=" {{v->a}}">' 'write {{url: expr}}'
no_html $'<a href="\n{{v->a}}">' 'write {{url: expr}}' 3
no_html '<a href="/{{v->a}}">' 'does not fix'
no_html '<a href="//{{v->a}}">' 'does not fix'
no_html '<a href="java{{v->a}}">' 'does not fix'
no_html '<a href="x:{{v->a}}">' 'does not fix'
no_html '<a href="/a/{{url: v->a}}">' 'does not stand first'
no_html $'<a href="\n% if (v->a) {\n/x/\n% }\n{{v->a}}">' 'leaves the markup' 5
for a in '/orders/{{v->n}}' '?q={{v->a}}' '#{{v->a}}' 'tel:{{v->a}}' 'https://x/{{v->a}}' \
	'{{url: v->a}}' '{{url:v->a}}#{{v->n}}' 'list?q={{v->a}}'; do
	yes_html "<a href=\"$a\">"
done

# Form.
no_html '<p' 'the markup ends' 3
no_html '<p class="x' 'the markup ends in a value' 3
no_html '<!-- x' 'the markup ends in a comment' 3
no_html 'a < b' 'write &lt;'
no_html '<a "x">' 'misplaced'
no_html '<a b=c"d>' 'misplaced'
no_html '{{v->a' 'unclosed {{'
no_html $'{{v->a\n}}' 'unclosed {{'
no_html '{{ }}' 'an empty hole'
no_html '% if (v->a) {' 'the { of line 2' 3
no_html '% }' 'a } too many'
no_html $'% if (v->a)\n<p>' 'must end in' 3
no_html $'% if (v->a)\n{{v->a}}' 'must end in' 3
no_html $'% if (v->a) {\n<p class="\n% }\n">' 'leaves the markup in a value' 4
no_html $'% switch (v->n) {\n% case 1:\n<p class="\n% case 2:\n">\n% }' 'leaves the markup in a value' 5
printf '<p>\n' > t.html; html t.html; code=$?; refused outside 'markup outside' t.html:1
printf '%%view a\n%%view b\n%%end\n' > t.html; html t.html; code=$?; refused nested 'has no %end' t.html:2
printf '%%view a\n<p>\n' > t.html; html t.html; code=$?; refused unended 'no %end' t.html:1
printf '%%end\n' > t.html; html t.html; code=$?; refused end '%end without' t.html:1
printf '%%view a\n%%include "x.h"\n%%end\n' > t.html; html t.html; code=$?; refused include 'above the views' t.html:2

# What is accepted compiles without a warning and comes out escaped.
cat > page.h <<'END'
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
struct page { const char *a, *list[3]; char name[8]; size_t count; int n; bool yes; int64_t at; };
END
cat > good.html <<'END'
%include "page.h"
% static const char *twice(const char *s) { return s; } /* { */
%view page struct page
<!doctype html>
<!-- a <b> comment -->
<p title="{{ twice(v->a) }}
	x" class='y' data-n=5 hidden>{{v->a}}</p>

% for (size_t i = 0; i < v->count; i++) { // each {
%	item(h, v->list[i]);
% }
<option
% if (v->yes) {
selected
% } else {
disabled
% }
>{{v->count}}{{v->n ? "}}" : "{"}}\
{{v->name}} 共\
{{v->yes}}条 "??/ 50%
%% of \n</option>
% switch (v->n) {
% case -7:
<b>seven</b>
% 	break;
% }
<script src="/a.js" defer></script>
<a href="/x/{{v->n}}?q={{v->a}}">1</a><a href="{{url: v->a}}">2</a><a href="{{url: "/ok"}}">3</a>
% if (!v->yes)
%	tail(h);
% else
%	tail(h);
<br/>
<b title="{{time: v->at}}">{{day:v->at}}</b> {{left: v->at + 90}}{{day: v->at - v->at}}
%end
%view empty
%end
END
cat > parts.html <<'END'
%part item char
<li>{{v}}
%end
%part never struct page
{{v->n}}
%end
%share tail
<i>.</i>
%end
END
cat > good.c <<'END'
#include "base/arena.h"
#include "gen/t.html.h"
#include "page.h"
#include "web/html.h"
#include <stdio.h>
int main(void)
{
	struct html h = {.out = BUF(arena_new()), .now = 1000000000};
	struct page p = {"<a \"&'>", {"1", "<2>", "3"}, "name", 2, -7, true, 1000000000};
	page_html(&h, &p);
	empty_html(&h, NULL);
	fputs(buf_str(&h.out), stdout);
	arena_free(h.out.mem);
	return 0;
}
END
e='&lt;a &quot;&amp;&#39;&gt;'
cat > want <<END
<!doctype html>
<!-- a <b> comment -->
<p title="$e
x" class='y' data-n=5 hidden>$e</p>
<li>1
<li>&lt;2&gt;
<option
selected
>2}}name 共1条 "??/ 50%
% of \\n</option>
<b>seven</b>
<script src="/a.js" defer></script>
<a href="/x/-7?q=$e">1</a><a href="#">2</a><a href="/ok">3</a>
<i>.</i>
<br/>
<b title="2001年9月9日 09:46">2001年9月9日</b> 还剩 2 分钟
END
for c in gcc clang; do
	command -v $c > /dev/null || continue
	if html good.html parts.html && $c $flags -Wmissing-prototypes -I"$root/src" -I. -o good good.c \
		gen/t.html.c "$root"/src/web/{html,show}.c "$root"/src/base/{arena,buf,clock,text}.c > out 2>&1 &&
		./good > got && diff want got > out; then ok; else bad "good.html with $c" out; fi
done
if [ "$(grep -c html_raw gen/t.html.c)" -le 26 ]; then ok; else bad "static runs are merged"; fi
view '{{v->missing}}'
sed -i '1i %include "page.h"' t.html
html t.html && $cc $flags -I"$root/src" -I. -c -o /dev/null gen/t.html.c > out 2>&1
if grep -q '^t.html:3:.*missing' out; then ok; else bad "the compiler names the template's line" out; fi
for hole in 'day: v->a' 'time: v->n' 'left: v->list' 'never: v->at'; do
	view "{{$hole}}"
	sed -i '1i %include "page.h"' t.html
	html t.html && ! $cc $flags -I"$root/src" -I. -c -o /dev/null gen/t.html.c > out 2>&1
	if [ $? = 0 ] && grep -q '^t.html:3:' out; then ok; else bad "{{$hole}} must not compile" out; fi
done

# .sql
no_sql 'SELECT 1' 'before the first' 1
no_sql '@a b' 'expected @name' 1
no_sql $'@a [oracle]\nSELECT 1' 'expected @name' 1
no_sql $'@a\nSELECT 1;\n@a\nSELECT 2' 'stands already at t.sql:1' 3
no_sql $'@a [sqlite]\nSELECT 1;\n@a\nSELECT 2' 'stands already' 3
no_sql $'@a [sqlite]\nSELECT 1;' 'no [postgres] variant' 1
no_sql $'@a\n-- nothing\n@b\nSELECT 1' 'holds no statement' 1
no_sql $'@a\nSELECT 1;\nSELECT 2;' 'text after the ;' 3
no_sql $'@a\nSELECT ?;' '?1 to ?99' 2
no_sql $'@a\nSELECT ?100;' '?1 to ?99' 2
no_sql $'@a\nSELECT ?0;' '?1 to ?99' 2
no_sql $'@a\nSELECT $1;' 'written ?1' 2
no_sql $'@a\nSELECT 1 {none};' 'no fragment @@none' 2
no_sql $'@a\nSELECT 1 { x };' 'stand only around' 2
no_sql $'@a\nSELECT\n\x27abc;' 'unclosed' 3
no_sql $'@@f\n{f}\n@a\nSELECT {f};' 'holds itself' 2
no_sql $'@@f\n1;\n@a\nSELECT {f}' 'a fragment holds no ;' 1

cat > a.sql <<'END'
-- don't {mind} ?
@t_get
SELECT 'it''s ?1 {x}; -- "', "q?" /* ?
 */ FROM t -- don't
	WHERE a = ?1   AND {t_scope};
-- the end; of it

@t_new [sqlite]
SELECT {t_both} FROM t
@t_new [postgres]
SELECT {t_both}::text FROM t;
END
cat > b.sql <<'END'
@@t_scope
(b = ?2
 OR {t_both})
@@t_both [sqlite]
ifnull(?10, 1)
@@t_both [postgres]
coalesce(?10, 1)
END
printf '@u_get\nSELECT 1' > u.sql
cat > sqls.c <<'END'
#include "store/db.h"
#include <stdio.h>
int main(void)
{
	for (unsigned i = 0; i < sql_count; i++)
		printf("%u %s\n%s\n%s\n", sql_all[i]->id == i, sql_all[i]->name, sql_all[i]->sqlite,
		       sql_all[i]->postgres);
	return sql_all[sql_count] != 0;
}
END
cat > want <<'END'
1 t_get
SELECT 'it''s ?1 {x}; -- "', "q?" FROM t
WHERE a = ?1 AND (b = ?2
OR ifnull(?10, 1))
SELECT 'it''s ?1 {x}; -- "', "q?" FROM t
WHERE a = $1 AND (b = $2
OR coalesce($10, 1))
1 t_new
SELECT ifnull(?10, 1) FROM t
SELECT coalesce($10, 1)::text FROM t
1 u_get
SELECT 1
SELECT 1
END
if sql a.sql b.sql && ./embed sql u gen/u.sql.h gen/u.sql.c u.sql > out 2>&1 &&
	./embed sqlall gen/sql_ids.h gen/sql_all.c a.sql b.sql u.sql > out 2>&1 &&
	$cc $flags -I"$root/src" -I. -o sqls sqls.c gen/*.c > out 2>&1 && ./sqls > got &&
	diff want got > out; then ok; else bad "good .sql" out; fi
rm -f gen/*
printf '@t_get\nSELECT 1' > u.sql
./embed sqlall gen/sql_ids.h gen/sql_all.c a.sql u.sql > out 2>&1
code=$?
refused "two of one name" 'stands already at a.sql:2' u.sql:1

# Statements with parameters.
mkdir -p src
cat > src/t.h <<'END'
enum { OFF = -3, ON, /* A, */ FIVE = 5, SIX = FIVE + 1, HEX = 0x10, NEXT };
enum colour { RED, GREEN };
struct thing { const char *name; int64_t n; };
END
typed() { no_sql $'%include "t.h"\n'"$1" "$2" "$3"; }
typed $'@a(int n)\nSELECT :m' '@a has no parameter :m' 3
typed $'@a(int n)\nSELECT ?1' 'names its values' 3
typed $'@a(float n)\nSELECT 1' 'a parameter is' 2
typed $'@a(scope? s)\nSELECT 1' 'a parameter is' 2
typed $'@a(int n m)\nSELECT 1' 'expected , or )' 2
typed $'@a() -> float\nSELECT 1' 'gives int, text' 2
typed $'@a() -> struct thing\nUPDATE t SET n = 1' 'selects nothing' 2
typed $'@a() -> struct thing\nSELECT count(*) FROM t' 'a column needs a name' 2
typed $'@a()\nSELECT {MAUVE}' 'stands in no enum' 3
typed $'@a()\nSELECT {SIX}' 'cannot be read' 3
typed $'@@f(x)\n{x}\n@a()\nSELECT {f}' 'takes 1 words' 5
typed $'@@f(x)\n{x}\n@a()\nSELECT {f 1 2}' 'takes 1 words' 5
typed $'@@f[]\na, b AS\n@a()\nSELECT {f}' 'lists columns' 2
typed $'@@f[]\na b\n@a()\nSELECT {f}' 'lists columns' 2
typed $'@@f[]\na, count(*)\n@a()\nSELECT {f t.}' 'lists columns' 2
typed $'@@f[]\na,\n@a()\nSELECT {f t.}' 'lists columns' 2
typed $'@@f[]\na -- and\n@a()\nSELECT {f t}' 'takes nothing, t.' 5
typed $'@@f[]\na\n@a()\nSELECT {f = t.}' 'takes nothing, t.' 5
typed $'@@f[]\na\n@a()\nSELECT {f t.a}' 'takes nothing, t.' 5
typed $'@@f[]\na\n@a()\nSELECT {f :k.}' 'has no parameter' 2
typed $'@a(struct thing k)\nSELECT :k' 'has no parameter' 3
typed $'@a(int n)\nSELECT :n.m' 'has no parameter' 3
no_sql $'%db\n@a()\nSELECT :now' 'has no parameter' 3
no_sql '%includes "t.h"' 'expected %include' 1
cat > src/shared.sql <<'END'
@@under(at by)
(:s.all OR :s.own AND {by} = :s.person OR {at}::text = 'x')
@dropped
SELECT nothing
END
cat > good.sql <<'END'
%include "t.h"
%include "shared.sql"
@t_list(scope s, text? q, int n) -> struct thing[]
SELECT DISTINCT (SELECT 1, 2 FROM x) AS n, coalesce(a, ',') "name" FROM t WHERE {under p.path o.id}
  AND a = :q AND n > :n AND n <> :n AND m = {ON} AND h = {NEXT} AND g = {GREEN} AND at < :now AND w = :me
@t_put(struct thing k) -> int
INSERT INTO t ({t_own}) VALUES ({t_own :k.}) RETURNING id
@@t_own[]
name?, -- who
m AS n
@t_set(struct thing k) -> struct thing
UPDATE t SET {t_own = :k.} RETURNING {t_own t.}
@t_name() -> text
SELECT ':x' FROM t
@t_one(int b, int a) [sqlite] 
SELECT :a + :b
@t_one [postgres]
SELECT :b::int
@t_of(scope s, int who) -> int
SELECT 1 FROM t WHERE {under p.path :who}
END
sed -i 's/\[sqlite\] $/[sqlite]/' good.sql
cat > want <<'END'
struct thing *sql_t_list(struct ctx *c, struct scope s, const char *q, int64_t n, size_t *count);
int64_t sql_t_put(struct ctx *c, const struct thing *k);
struct thing *sql_t_set(struct ctx *c, const struct thing *k);
const char *sql_t_name(struct ctx *c);
int64_t sql_t_one(struct ctx *c, int64_t b, int64_t a);
int64_t sql_t_of(struct ctx *c, struct scope s, int64_t who);
END
if sql good.sql && ./embed sqlall gen/sql_ids.h gen/sql_all.c good.sql > out 2>&1 &&
	$cc $flags -I"$root/src" -Isrc -I. -c -o t.o gen/t.sql.c > out 2>&1 &&
	$cc $flags -I"$root/src" -I. -c -o all.o gen/sql_all.c > out 2>&1 &&
	grep 'sql_t_.*;' gen/t.sql.h > got && diff want got > out; then ok; else bad "typed .sql" out; fi
says() { if grep -qF -- "$1" gen/t.sql.c; then ok; else bad "typed .sql holds no $1"; fi; }
says '(TRUE OR FALSE AND o.id = \?1 OR p.path::text = '
says '(FALSE OR TRUE AND o.id = $1 OR p.path::text = '
says 'n > \?3 AND n <> \?3 AND m = -2 AND h = 17 AND g = 1 AND at < \?4 AND w = \?5'
says 'VN(q), VG(n), V(c->now)'
says 'VN(k->name), VG(k->n)'
says 'INSERT INTO t (name, m) VALUES (\?1, \?2) RETURNING id'
says 'UPDATE t SET name = \?1, m = \?2 RETURNING t.name, t.m AS n'
says 'FIELD_AS(struct thing, name, "name")'
says '_Static_assert(NEXT == 17, "NEXT")'
says '{VG(a), VG(b), {.kind = VAL_END}}'
says 'OR TRUE AND \?1 = \?2 OR p.path'
says '{VG(who), V(s.person), {.kind = VAL_END}}'
says 'db_is_postgres(c->db) ? others : values'
if [ "$(grep -c '"t_list' gen/t.sql.c)" = 9 ] && grep -q 'src/t.h src/shared.sql' gen/t.sql.c.d; then
	ok
else bad "a text per scope, and what it depends on"; fi
printf '%%include "t.h"\n@t_bad() -> struct thing\nSELECT x AS missing FROM t\n' > t.sql
sql t.sql && ./embed sqlall gen/sql_ids.h gen/sql_all.c t.sql > out 2>&1
$cc $flags -I"$root/src" -Isrc -I. -c -o /dev/null gen/t.sql.c > out 2>&1
if grep -q '^t.sql:2:' out && grep -q missing out; then ok; else bad "the compiler names the statement's line" out; fi

# Migrations.
printf 'CREATE TABLE a (x ID);\n-- "??=\n' > 0002_two.sql
printf '' > 0001_one.sql
printf '' > 0002_too.sql
printf '' > 3_three.sql
cat > migs.c <<'END'
#include "store/migrate.h"
#include <stdio.h>
int main(void)
{
	for (const struct migration *m = migrations; m->number; m++)
		printf("%d %s [%s]\n", m->number, m->name, m->text);
	return 0;
}
END
printf '1 one []\n2 two [CREATE TABLE a (x ID);\n-- "??=\n]\n' > want
if ./embed migrations gen/m.c 0002_two.sql 0001_one.sql > out 2>&1 &&
	$cc $flags -I"$root/src" -o migs migs.c gen/m.c > out 2>&1 && ./migs > got &&
	diff want got > out; then ok; else bad "migrations" out; fi
rm -f gen/*
./embed migrations gen/m.c 0002_two.sql 0002_too.sql > out 2>&1; code=$?
refused "two of one number" 'its number is that of' 0002_two.sql
./embed migrations gen/m.c 3_three.sql > out 2>&1; code=$?
refused "a wrong name" 'NNNN_name.sql' 3_three.sql
./embed migrations gen/m.c 0009_none.sql > out 2>&1; code=$?
refused "no such file" 'cannot be read' 0009_none.sql
./embed > out 2>&1
if [ $? = 2 ] && grep -q usage out; then ok; else bad usage out; fi

echo "$passed passed, $failed failed"
[ $failed = 0 ]
