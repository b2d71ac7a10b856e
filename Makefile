# make                   ./s2s, optimised
# make check             the tests; make check-all: the slow ones too
# make install           PREFIX=/usr/local, DESTDIR=
# make MODE=debug|asan|f64, make CC=clang: each in its own build/ directory
#
# V=1 shows the commands; B=DIR builds elsewhere.
#
# CC, CFLAGS, CPPFLAGS, LDFLAGS and LDLIBS from the user are kept apart from
# what the program needs, and come last.

MODE     ?= release
PREFIX   ?= /usr/local
SHELL    := /bin/sh
CFLAGS   ?=
PKG      ?= pkg-config

# "cc" and "gcc" are the unmarked compiler: build/release, build/release-clang
CC_NAME  := $(notdir $(lastword $(CC)))
B        := build/$(MODE)$(patsubst %,-%,$(filter-out cc gcc,$(CC_NAME)))

.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: all program lib tests check check-all lint install uninstall clean \
        fuzz bench check-torch FORCE
all: program

# ==== What is there ====================================================

BUILDING := $(filter-out clean uninstall lint,$(or $(MAKECMDGOALS),all))
ifneq ($(BUILDING),)
NULL_C   := int main(void) { return 0; }
# $(call links,FLAGS): FLAGS if a program links with them
links     = $(shell echo '$(NULL_C)' | $(CC) $(CFLAGS) $(LDFLAGS) -x c - \
              -x none $(1) -o $(B)/.try 2>/dev/null && echo '$(1)'; \
              rm -f $(B)/.try)
# $(call pkg,NAME,--cflags|--libs,WITHOUT PKG-CONFIG)
pkg       = $(shell $(PKG) $(2) $(1) 2>/dev/null || echo '$(3)')
$(shell mkdir -p $(B))

MACHINE  := $(shell $(CC) -dumpmachine)
THREADS  := -pthread
PNG      := $(call links,$(call pkg,libpng,--libs,-lpng -lz))
FONTS_OF := freetype2 harfbuzz fontconfig
FONTS    := $(if $(PNG),$(call links,$(call pkg,$(FONTS_OF),--libs,\
              -lfreetype -lharfbuzz -lfontconfig)))
DEPS_CF  := $(call pkg,libcjson libutf8proc zlib,--cflags,)
DEPS_LD  := $(call pkg,libcjson libutf8proc zlib,--libs,\
              -lcjson -lutf8proc -lz)
CHECK_CF := $(call pkg,check,--cflags,)
CHECK_LD := $(call pkg,check,--libs,-lcheck -lsubunit -lrt -lpthread)
endif

# ==== Flags ============================================================

WARN := -Wall -Wextra -Wshadow -Wdouble-promotion -Wmissing-prototypes \
        -Wvla -Wstrict-prototypes -Wpointer-arith -Wundef
# never -ffast-math: masks are -INFINITY, and the bits are promised
NUMB := -ffp-contract=off -fno-math-errno -fno-trapping-math

# names and lines for a debugger; its variables took the kernels 56 seconds to
# compile instead of 38
MODE_release := -O3 -g1
MODE_debug   := -O0 -g
MODE_asan    := -O1 -g1 -fsanitize=address,undefined -fno-sanitize-recover=all \
                -fno-omit-frame-pointer
MODE_f64     := -O1 -g1 -DS2S_F64
ifeq ($(MODE_$(MODE)),)
$(error MODE=$(MODE): expected release, debug, asan or f64)
endif

S2S_CPP := -Isrc -D_GNU_SOURCE $(DEPS_CF)
S2S_CF  := -std=c11 $(MODE_$(MODE)) $(NUMB) $(WARN)
S2S_LD  := $(filter -fsanitize=%,$(MODE_$(MODE))) $(THREADS)
S2S_LIB := $(DEPS_LD) $(PNG) $(FONTS) -lm

# tests are built more often than run: what they test is optimised
TEST_CF := $(if $(filter release,$(MODE)),-O1)

# the kernels are nearly all of the time; without the checks that cost most
KERN_f64  := -O2 -finline-functions $(if $(findstring clang,$(CC)),,-fpeel-loops)
KERN_asan := -O2 -DTILE_BODIES=1 \
             -fno-sanitize=null,alignment,object-size,pointer-overflow
KERN_CF   := $(KERN_$(MODE))

# what one file needs beyond that
FILE_CF_par         := $(THREADS)
FILE_CF_label_freetype := $(call pkg,$(FONTS_OF),--cflags,\
                            -I/usr/include/freetype2)
AVX512_CF := -mavx512f -mavx512vl -mavx512bw -mavx512dq -mfma
FILE_CF_kern_ref    := $(KERN_CF)
FILE_CF_kern_sse2   := $(KERN_CF)
FILE_CF_kern_neon   := $(KERN_CF)
FILE_CF_kern_avx2   := -mavx2 -mfma $(KERN_CF)
FILE_CF_kern_avx512 := $(AVX512_CF) $(KERN_CF)
FILE_CF_i8_avx2     := -mavx2
FILE_CF_i8_avx_vnni := -mavx2 -mavxvnni
FILE_CF_i8_avx512_vnni := $(AVX512_CF) -mavx512vnni
FILE_CF_i8_amx      := $(AVX512_CF) -mamx-tile -mamx-int8
FILE_CF_bf16_avx512 := $(AVX512_CF) -mavx512bf16
FILE_CF_bf16_amx    := $(FILE_CF_bf16_avx512) -mamx-tile -mamx-bf16

# ==== Files ============================================================

# the instruction sets, each a file kern_NAME.c or bf16_NAME.c
KERNS := kern_ref bf16_ref
ifneq ($(MODE),f64)
KERNS += $(if $(filter x86_64-%,$(MACHINE)),kern_sse2 kern_avx2 kern_avx512 \
           bf16_avx512 bf16_amx)
KERNS += $(if $(filter aarch64-%,$(MACHINE)),kern_neon)
endif
ALL_KERNS := kern_ref kern_sse2 kern_avx2 kern_avx512 kern_neon \
             bf16_ref bf16_avx512 bf16_amx
# kernels of eight bits come beside avx2
I8S  := $(if $(filter kern_avx2,$(KERNS)),,avx2 avx_vnni avx512_vnni amx)
SKIP := $(patsubst %,src/kern/%.c,$(filter-out $(KERNS),$(ALL_KERNS))) \
        $(patsubst %,src/kern/i8_%.c,$(I8S)) \
        $(if $(PNG),%_nolibpng.c,%_libpng.c) \
        $(if $(FONTS),%_nofreetype.c,%_freetype.c)

CMD_C  := $(wildcard src/cmd/*.c)
LIB_C  := $(filter-out $(SKIP) $(CMD_C),$(wildcard src/*/*.c))
TEST_C := $(wildcard tests/unit/test_*.c)
obj     = $(patsubst %.c,$(B)/%.o,$(1))
LIB    := $(B)/libs2s.a
TESTS  := $(patsubst tests/unit/%.c,$(B)/tests/%,$(TEST_C))
REPLAY := $(patsubst tests/fuzz/fuzz_%.c,$(B)/tests/replay_%,\
            $(wildcard tests/fuzz/fuzz_*.c))
BENCHES := $(patsubst tests/bench/%.c,$(B)/tests/%,\
             $(wildcard tests/bench/bench_*.c))

# ==== Building =========================================================

Q   := $(if $(V),,@)
say  = $(if $(V),,@echo "  $(1)  $@")

COMPILE = $(CC) $(S2S_CPP) $(CPPFLAGS) $(S2S_CF)
LINK    = $(CC) $(S2S_LD) $(CFLAGS) $(LDFLAGS)

# the flags of the last build: changed flags rebuild every object
STAMP := $(COMPILE) $(CFLAGS) | $(LINK) $(S2S_LIB) $(LDLIBS) \
         | $(foreach v,$(sort $(filter FILE_CF_%,$(.VARIABLES))),$($v)) \
         | $(TEST_CF) $(CHECK_CF)
$(B)/flags: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' '$(subst ','\'',$(STAMP))' | cmp -s - $@ || \
	 printf '%s\n' '$(subst ','\'',$(STAMP))' > $@

$(B)/src/%.o: src/%.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,cc)
	$(Q)$(COMPILE) $(FILE_CF_$(basename $(notdir $<))) $(CFLAGS) -MMD -MP \
	  -c $< -o $@

$(B)/tests/%.o: tests/unit/%.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,cc)
	$(Q)$(COMPILE) $(TEST_CF) -Itests/unit $(CHECK_CF) $(CFLAGS) -MMD -MP \
	  -c $< -o $@

# the list of members is a prerequisite of its own: a source that went away
# must leave the archive
$(B)/members: FORCE
	@mkdir -p $(@D)
	@echo '$(LIB_C)' | cmp -s - $@ || echo '$(LIB_C)' > $@

$(LIB): $(call obj,$(LIB_C)) $(B)/members
	$(call say,ar)
	@rm -f $@
	$(Q)$(AR) rcs $@ $(call obj,$(LIB_C))

$(B)/s2s: $(call obj,$(CMD_C)) $(LIB)
	$(call say,ld)
	$(Q)$(LINK) $^ $(S2S_LIB) $(LDLIBS) -o $@

$(TESTS): $(B)/tests/%: $(B)/tests/%.o $(LIB)
	$(call say,ld)
	$(Q)$(LINK) $^ $(CHECK_LD) $(S2S_LIB) $(LDLIBS) -o $@

# programs of one file: a fuzz target over its corpus, without a fuzzer, and
# what is measured
$(REPLAY): $(B)/tests/replay_%: tests/fuzz/fuzz_%.c tests/fuzz/replay.c
$(BENCHES): $(B)/tests/%: tests/bench/%.c
$(REPLAY) $(BENCHES): $(LIB)
	$(call say,ld)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) $(S2S_LD) $(CFLAGS) $(LDFLAGS) $(filter %.c,$^) $(LIB) \
	  $(S2S_LIB) $(LDLIBS) -o $@

.SECONDARY: $(TESTS:=.o)
-include $(patsubst %.o,%.d,$(call obj,$(LIB_C) $(CMD_C)) $(TESTS:=.o))

lib: $(LIB)
tests: $(TESTS) $(REPLAY) $(BENCHES)
ifneq ($(CMD_C),)
program: $(B)/s2s
ifeq ($(MODE),release)
	@cmp -s $< s2s || cp -f $< s2s
endif
else
program: lib
endif

# ==== Checks ===========================================================

check:
	@sh tests/run.sh
check-all:
	@sh tests/run.sh all
lint:
	@sh scripts/lint.sh
# each is a script of its own, where there is one
fuzz check-torch:
	@if test -f scripts/$@.sh; then MAKE='$(MAKE)' sh scripts/$@.sh; \
	 else echo "scripts/$@.sh: not there yet" >&2; exit 2; fi
bench: program $(BENCHES)
	./s2s bench
	for b in $(BENCHES); do $$b || exit; done

# ==== Installing =======================================================

BIN   := $(DESTDIR)$(PREFIX)/bin
SHARE := $(DESTDIR)$(PREFIX)/share
COMP  := bash:bash-completion/completions/s2s zsh:zsh/site-functions/_s2s \
         fish:fish/vendor_completions.d/s2s.fish

install: program
	install -d '$(BIN)' '$(SHARE)/s2s'
	install -m 755 $(B)/s2s '$(BIN)/s2s'
	if test -f models/demo.safetensors; then \
	  install -m 644 models/demo.safetensors '$(SHARE)/s2s/'; fi
	for c in $(COMP); do f='$(SHARE)'/$${c#*:}; \
	  install -d "$${f%/*}" && $(B)/s2s completion $${c%%:*} > "$$f" || \
	  rm -f "$$f"; done

uninstall:
	rm -f '$(BIN)/s2s' '$(SHARE)/s2s/demo.safetensors'
	for c in $(COMP); do rm -f '$(SHARE)'/$${c#*:}; done
	-rmdir '$(SHARE)/s2s'

# make -j clean all: one after the other
ifneq ($(filter clean,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif
clean:
	rm -rf build s2s
