# One word for one thing: no template, Chinese string or handbook says what docs/glossary.md keeps out.
. "$(dirname "$0")/../shell.sh"

said_wrong() { # FOLDER…: file:line:text of what stands there and should not
	awk -F'|' '/^\|---/ { on = 1; next } on && NF > 4 { print $5 }' docs/glossary.md | tr -s ' ' '\n' | grep . > "$temp/words"
	find "$@" \( -name '*.html' -o -name '*.[ch]' -o -name '*.md' -o -name '*.js' \) \
		! -path src/demo/needs.c ! -path src/demo/texts.c ! -name glossary.md -print0 |
		xargs -0 grep -nFf "$temp/words"
}
nothing_wrong() { ! said_wrong "$@"; }

ok "the glossary keeps words out" eval 'said_wrong tests/shell > /dev/null; [ "$(wc -l < "$temp/words")" -gt 40 ]'
ok "pages, messages and the handbook say one word for one thing" nothing_wrong src assets docs README.zh-CN.md

mkdir "$temp/src"
printf '<h1>待派工单</h1>\n' > "$temp/src/page.html"
printf 'const char *x = "请联系心愿人";\n' > "$temp/src/x.c"
ok "a word that is kept out is found in a template" says '待派工单' said_wrong "$temp/src"
ok "and in a string" says '心愿人' said_wrong "$temp/src"
printf '<h1>待派的单</h1>\n' > "$temp/src/page.html"
printf 'const char *x = "请联系求助人";\n' > "$temp/src/x.c"
ok "the right ones pass" nothing_wrong "$temp/src"

# What a page of the handbook quotes is a label or an answer of the program.
quoted_nowhere() { # FOLDER
	grep -ohE '“[^”]*”' "$1"/*.md | sed 's/[“”]//g' | sort -u | while read -r word; do
		grep -rqF -- "$word" src assets || echo "$word"
	done
}
all_quoted() { [ -z "$(quoted_nowhere "$1")" ] || { quoted_nowhere "$1"; false; }; }
ok "every label that the handbook names is in the program" all_quoted docs/handbook
mkdir "$temp/handbook"
echo '点“把单子吃掉”。' > "$temp/handbook/x.md"
ok "one that is not is found" says '把单子吃掉' quoted_nowhere "$temp/handbook"
closing
