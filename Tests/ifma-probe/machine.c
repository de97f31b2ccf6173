// The ports are those of Bochs: 0xE9 prints a character, 0x8900 ends the emulator when it has read the word Shutdown.

#include "machine.h"

static void write_port(uint16_t port, char byte) { __asm__ volatile("outb %0, %1" : : "a"(byte), "Nd"(port)); }

void print(const char *text) {
  for (; *text != 0; text++) write_port(0xE9, *text);
}

void print_number(uint64_t number) {
  char digits[24];
  char *first = digits + sizeof digits - 1;
  *first = 0;
  do *--first = (char)('0' + number % 10);
  while ((number /= 10) != 0);
  print(first);
}

void shut_down(void) {
  for (const char *text = "Shutdown"; *text != 0; text++) write_port(0x8900, *text);
  for (;;) __asm__ volatile("hlt");
}

// The compiler calls these by name. Strings of the instruction set, so that it does not make calls of themselves out of their loops.
void *memcpy(void *restrict to, const void *restrict from, size_t size) {
  void *end = to;
  __asm__ volatile("rep movsb" : "+D"(end), "+S"(from), "+c"(size) : : "memory");
  return to;
}

void *memset(void *to, int byte, size_t size) {
  void *end = to;
  __asm__ volatile("rep stosb" : "+D"(end), "+c"(size) : "a"(byte) : "memory");
  return to;
}

int memcmp(const void *a, const void *b, size_t size) {
  const unsigned char *left = a, *right = b;
  for (; size > 0; size--, left++, right++) {
    if (*left != *right) return *left < *right ? -1 : 1;
  }
  return 0;
}
