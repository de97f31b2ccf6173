// From the reset vector to `run_probe` in 64-bit mode, with the registers of AVX-512 enabled. The probe is a machine's whole ROM: it needs
// neither BIOS nor disk nor operating system.

#define SELECTOR_32 0x08
#define SELECTOR_DATA 0x10
#define SELECTOR_64 0x18

// Within the last 64 KiB below 4 GiB, all that a processor reaches after a reset.
  .section .reset, "ax"
  .code16
reset:
  cli
  lgdtl %cs:(rom_gdt_pointer - 0xFFFF0000)
  movl %cr0, %eax
  orl $1, %eax
  movl %eax, %cr0
  ljmpl $SELECTOR_32, $reset_32

// Copies the image to where it was linked to run.
  .code32
reset_32:
  movw $SELECTOR_DATA, %ax
  movw %ax, %ds
  movw %ax, %es
  movw %ax, %ss
  movl $image_in_rom, %esi
  movl $image_start, %edi
  movl $image_words, %ecx
  cld
  rep movsl
  movl $zeroed_words, %ecx
  xorl %eax, %eax
  rep stosl
  movl $start, %eax
  jmp *%eax

  .balign 8
rom_gdt:
  .quad 0, 0x00CF9A000000FFFF, 0x00CF92000000FFFF, 0x00AF9A000000FFFF
rom_gdt_pointer:
  .word rom_gdt_pointer - rom_gdt - 1
  .long rom_gdt

  .section .vector, "ax"
  .code16
  jmp reset
  .balign 16

// In memory. The first gigabyte is mapped to itself, in pages of 2 MiB.
  .section .text.start, "ax"
  .code32
  .globl start
start:
  lgdtl gdt_pointer
  movl $directory + 7, tables + 4096
  movl $tables + 4096 + 7, tables
  movl $directory, %edi
  movl $0x87, %eax
1:movl %eax, (%edi)
  addl $8, %edi
  addl $0x200000, %eax
  cmpl $0x40000087, %eax
  jne 1b

  // PAE, OSFXSR, OSXMMEXCPT, OSXSAVE.
  movl $0x40620, %eax
  movl %eax, %cr4
  movl $tables, %eax
  movl %eax, %cr3
  // Long mode.
  movl $0xC0000080, %ecx
  rdmsr
  orl $0x100, %eax
  wrmsr
  // x87, SSE, AVX, and the three states of AVX-512.
  xorl %ecx, %ecx
  xorl %edx, %edx
  movl $0xE7, %eax
  xsetbv
  // Paging, write protection, numeric errors, coprocessor; no emulation.
  movl $0x80010033, %eax
  movl %eax, %cr0
  ljmpl $SELECTOR_64, $start_64

  .code64
start_64:
  movq $stack_end, %rsp
  call run_probe
1:hlt
  jmp 1b

  .section .data.gdt, "aw"
gdt_pointer:
  .word 31
  .long gdt
  .balign 8
gdt:
  .quad 0, 0x00CF9A000000FFFF, 0x00CF92000000FFFF, 0x00AF9A000000FFFF

  .section .bss.boot, "aw", @nobits
  .balign 4096
tables:
  .skip 8192
directory:
  .skip 4096
stack:
  .skip 0x40000
stack_end:

  .section .note.GNU-stack, "", @progbits
