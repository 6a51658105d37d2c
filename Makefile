# wudan. `make demo` shows it, `make test` proves it; both install what they need (tools/setup).
# Everything made lies in $(B): gen/ (C compiled from .sql, .html, migrations, assets), o/, wudan.

B       ?= build
VERSION := 0.1.0
PREFIX  ?= /usr/local
DEMO    ?=
SAN     ?=
OPT     ?= -O2 -g -D_FORTIFY_SOURCE=2

CFLAGS   = -std=gnu17 $(OPT) -Wall -Wextra -Wshadow -Wconversion -Werror -fstack-protector-strong -fPIE $(SAN)
CPPFLAGS = -D_GNU_SOURCE -DWUDAN_VERSION='"$(VERSION)"' -Isrc -I$(B) $(shell pkg-config --cflags libpq) -MMD -MP
LDFLAGS  = -pie -Wl,-z,relro,-z,now $(SAN)
LIBS     = -lmicrohttpd -lsqlite3 -lpq -lsodium -ljansson -lcurl -lqrencode -ldeflate -lpthread -lm
TOOLC    = gcc -std=gnu17 -D_GNU_SOURCE -O1 -g -Wall -Wextra -Wshadow -Werror

dirs    := $(sort $(dir $(wildcard src/*/ src/features/*/)))
src     := $(wildcard src/*.c $(addsuffix *.c,$(dirs)))
sqldirs := $(sort $(dir $(wildcard $(addsuffix *.sql,$(dirs)))))
htmdirs := $(sort $(dir $(wildcard $(addsuffix *.html,$(dirs)))))
sqlall  := $(sort $(wildcard $(addsuffix *.sql,$(sqldirs))))
migrations := $(sort $(wildcard migrations/*.sql))
guides  := $(sort $(wildcard docs/handbook/*.md))
assets  := $(filter-out %.md,$(sort $(wildcard assets/*.*)))

gen     := $(patsubst %,$(B)/gen/%.sql.c,$(notdir $(sqldirs:/=))) \
           $(patsubst %,$(B)/gen/%.html.c,$(notdir $(htmdirs:/=))) \
           $(B)/gen/sql_all.c $(B)/gen/migrations.c $(B)/gen/assets.c $(B)/gen/county.c $(B)/gen/guide.c $(B)/gen/outline.c
obj     := $(src:src/%.c=$(B)/o/%.o) $(gen:$(B)/gen/%.c=$(B)/o/gen/%.o)
main    := $(B)/o/main.o
lib     := $(B)/libwudan.a
testdirs := $(filter-out tests/browser/ tests/shell/ tests/torture/,$(wildcard tests/*/))
tests   := $(wildcard tests/*.c $(addsuffix *.c,$(testdirs)))
fuzzers := $(patsubst fuzz/%.c,$(B)/%,$(wildcard fuzz/*_fuzz.c))

.PHONY: all run demo test lint format asan fuzz bench torture screens interop fresh install clean
.SECONDARY:
.DELETE_ON_ERROR:
.SECONDEXPANSION:

all: $(B)/wudan

run: all
	$(B)/wudan serve $(RUN)

demo:
	@tools/setup build
	@$(MAKE) --no-print-directory -j$$(nproc) all
	@exec $(B)/wudan demo $(DEMO)

test:
	@tools/test

lint:
	@tools/lint

format: # twice: comments beside code settle only then
	@for pass in 1 2; do clang-format -i $$(tools/lint --files); done

asan: # the test runner with sanitizers: build/asan/tests [GROUP…]
	@$(MAKE) --no-print-directory B=$(B)/asan OPT='-O1 -g' SAN='$(strip $(ASAN))' $(B)/asan/tests

fuzz: # the fuzz targets, built by clang: build/fuzz/NAME_fuzz
	@$(MAKE) --no-print-directory B=$(B)/fuzz CC=clang OPT='-O1 -g' SAN='$(strip $(ASAN)),fuzzer-no-link -Wno-conversion' fuzzers

ASAN = -fno-omit-frame-pointer -fno-sanitize-recover=all -fsanitize=address,undefined

bench torture: all
	@exec $(if $(filter bench,$@),$(if $(GROWTH),bench/growth,bench/run),tests/torture/run)

screens: all # pictures of every page, to be looked at: build/screens
	@exec node tools/screens.mjs

interop: all # the API document linted, made a typed client, and used; needs the npm registry once
	@exec tests/interop/run

fresh:
	@exec tools/fresh

install: all
	install -D -m 755 $(B)/wudan $(DESTDIR)$(PREFIX)/bin/wudan
	install -D -m 644 deploy/wudan.service $(DESTDIR)$(PREFIX)/lib/systemd/system/wudan.service

clean:
	rm -rf $(B)

# What comes of what.

$(B)/wudan: $(main) $(lib)
	@echo "ld $@"
	@$(CC) $(LDFLAGS) -o $@ $(main) $(lib) $(LIBS)

$(lib): $(filter-out $(main),$(obj))
	@rm -f $@
	@ar rcs $@ $^

$(B)/tests: $(tests:tests/%.c=$(B)/o/tests/%.o) $(B)/o/gen/tests.o $(lib)
	@echo "ld $@"
	@$(CC) $(LDFLAGS) -o $@ $^ $(LIBS) -lcmocka

.PHONY: fuzzers
fuzzers: $(fuzzers)
# They end at the web's door: what lies above is not built for them.
kernel := $(filter-out $(B)/o/app/% $(B)/o/demo/% $(B)/o/features/% $(main) $(B)/o/commands.o,$(src:src/%.c=$(B)/o/%.o)) \
          $(patsubst %,$(B)/o/gen/%.o,core.sql web.html assets)
$(B)/libkernel.a: $(kernel)
	@rm -f $@
	@ar rcs $@ $^
$(B)/%_fuzz: fuzz/%_fuzz.c $(B)/libkernel.a
	@echo "ld $@"
	@$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS)

$(B)/bench/%.so: bench/%.c
	@mkdir -p $(@D) && echo "cc $@"
	@$(TOOLC) -shared -fPIC -o $@ $<

$(B)/bench/search: bench/search_county.c
$(B)/bench/%: bench/%.c $(lib)
	@mkdir -p $(@D) && echo "cc $@"
	@$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.c,$^) $(lib) $(LIBS)

$(B)/o/%.o: src/%.c | $(gen)
	@mkdir -p $(@D) && echo "cc $<"
	@$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

$(B)/o/tests/%.o: tests/%.c | $(gen)
	@mkdir -p $(@D) && echo "cc $<"
	@$(CC) $(CPPFLAGS) -Itests $(CFLAGS) -c -o $@ $<

$(B)/o/gen/%.o: $(B)/gen/%.c | $(gen)
	@mkdir -p $(@D)
	@$(CC) $(CPPFLAGS) -Itests $(CFLAGS) -c -o $@ $<

# The folders stand there, too: what was moved out of one is no longer in it.
$(B)/gen/%.sql.c $(B)/gen/%.sql.h: $$(wildcard src/$$*/*.sql src/features/$$*/*.sql src/$$*/ src/features/$$*/) $(B)/embed
	@$(B)/embed sql $* $(B)/gen/$*.sql.h $(B)/gen/$*.sql.c $(filter src/$*/% src/features/$*/%,$(filter %.sql,$^))

$(B)/gen/%.html.c $(B)/gen/%.html.h: $$(wildcard src/$$*/*.html src/features/$$*/*.html src/$$*/ src/features/$$*/) $(B)/embed
	@$(B)/embed html $* $(B)/gen/$*.html.h $(B)/gen/$*.html.c $(filter %.html,$^)

$(B)/gen/sql_ids.h $(B)/gen/sql_all.c &: $(sqlall) $(B)/embed
	@$(B)/embed sqlall $(B)/gen/sql_ids.h $(B)/gen/sql_all.c $(sqlall)

$(B)/gen/migrations.c: $(migrations) $(B)/embed
	@$(B)/embed migrations $@ $(migrations)

$(B)/gen/assets.c: $(assets) $(B)/assets
	@$(B)/assets $@ $(assets)

$(B)/gen/county.c: data/hengyang-430421-divisions.csv
	@mkdir -p $(@D)
	@{ echo 'extern const unsigned char county_csv[];'; echo 'const unsigned char county_csv[] = {'; \
		od -An -v -tu1 $< | sed 's/ *\([0-9][0-9]*\)/\1,/g'; echo '0};'; } > $@

$(B)/gen/outline.c: data/hengyang-430421-outline.geojson tools/outline
	@mkdir -p $(@D)
	@tools/outline $< > $@

# The pages of the handbook, by the names of their files.
$(B)/gen/guide.c: $(guides)
	@mkdir -p $(@D)
	@{ echo '#include "features/help/help_web.h"'; \
		for f in $(basename $(notdir $^)); do echo "static const char $$f[] = {"; \
			od -An -v -td1 docs/handbook/$$f.md | sed 's/ *\(-*[0-9][0-9]*\)/\1,/g'; echo '0};'; done; \
		echo 'const struct guide guides[] = {'; \
		for f in $(basename $(notdir $^)); do echo "{\"$$f\", $$f},"; done; echo '{0}};'; } > $@

$(B)/gen/tests.c: $(filter %_test.c,$(tests)) tools/testlist
	@tools/testlist $(filter %_test.c,$^) > $@

$(B)/embed: $(wildcard tools/embed*.c tools/embed*.h)
	@mkdir -p $(B)/gen
	@$(TOOLC) -o $@ $(filter %.c,$^)

$(B)/assets: tools/assets.c
	@mkdir -p $(B)/gen
	@$(TOOLC) -o $@ $< -lz -lbrotlienc

-include $(wildcard $(B)/gen/*.sql.c.d) $(obj:.o=.d) $(tests:tests/%.c=$(B)/o/tests/%.d)
