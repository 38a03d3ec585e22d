# SPDX-License-Identifier: GPL-2.0-or-later
# The monitor: $(B)/parapet.elf, of core's sources, the selected modules, lib/ and crypto/.
core-src := $(wildcard core/memory/*.c core/registry/*.c core/svsm/*.c core/evidence/*.c core/channel/*.c core/boot/*.c)
core-src += core/trace/log.c core/trace/panic.c
core-src += $(addprefix core/platform/snp/,entry.S vectors.S faultable.S access.c cpuid.c descriptors.c exception.c ghcb.c \
	ghcb_msr.c hv.c image.c init.c launch.c page_state.c percpu.c port.c random.c rmp.c run.c vcpu.c window.c wipe.c)
ifeq ($(CONFIG_DEBUG),y)
core-src += core/trace/print.c core/trace/backtrace.c core/platform/snp/console.c
endif

# The monitor as a process, for unit tests and fuzzing: everything but the hardware, on core/platform/host
vm-src := $(filter-out core/platform/snp/% core/boot/main.c core/trace/print.c core/trace/backtrace.c,$(core-src)) \
	$(wildcard core/platform/host/*.c) $(lib-src)

image-lds := core/platform/snp/image.lds
image-objs = $(call obj,free,$(core-src) $(modules-src) $(lib-src))
image-ldflags := -nostdlib -static --build-id=sha1 --gc-sections -z max-page-size=4096 -z noexecstack \
	--fatal-warnings

$(B)/parapet.elf: $(image-objs) $(crypto-lib-free) $(image-lds) $(B)/.modules
	$(call say,LD,$@)
	$(Q)$(LD) $(image-ldflags) -T $(image-lds) -Map $(B)/parapet.map -o $@ $(image-objs) $(crypto-lib-free)

all-targets += $(B)/parapet.elf
