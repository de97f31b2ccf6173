// What the emulated machine offers a program that runs without an operating system.

#ifndef MACHINE_H
#define MACHINE_H

#include <stddef.h>
#include <stdint.h>

// Writes to the emulator's standard output.
void print(const char *text);
void print_number(uint64_t number);

// Ends the emulator.
_Noreturn void shut_down(void);

void *memcpy(void *restrict to, const void *restrict from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *a, const void *b, size_t size);

#endif
