#include <assert.h>
void assert(int condition);
#include <ctype.h>
int isalnum(int c), isalpha(int c), isblank(int c), iscntrl(int c), isdigit(int c), isgraph(int c), islower(int c);
int isprint(int c), ispunct(int c), isspace(int c), isupper(int c), isxdigit(int c), tolower(int c), toupper(int c);
#include <errno.h>
extern int errno;
#include <math.h>
double ceil(double x), cos(double x), exp(double x), fabs(double x), floor(double x), log(double x), log10(double x), log2(double x);
double sin(double x), sqrt(double x), tan(double x), round(double x), trunc(double x), cbrt(double x), exp2(double x), rint(double x);
double fmod(double x, double y), pow(double x, double y), atan2(double y, double x), fmax(double x, double y), fmin(double x, double y);
int isnan(double x), isinf(double x), isfinite(double x), signbit(double x);
#include <setjmp.h>
#include <signal.h>
int raise(int number), kill(int pid, int number);
#include <stdarg.h>
typedef struct va_arguments va_list;
void va_start(va_list list, ...), va_end(va_list list), va_copy(va_list to, va_list from);
#include <stdbool.h>
typedef _Bool bool;
extern int true, false;
#include <stddef.h>
#define NULL 0
typedef unsigned long size_t;
typedef long ptrdiff_t;
typedef int wchar_t;
#include <stdint.h>
#include <stdio.h>
#define NULL 0
typedef unsigned long size_t;
typedef struct standard_file FILE;
extern FILE *stdin, *stdout, *stderr;
int fclose(FILE *f), feof(FILE *f), ferror(FILE *f), fflush(FILE *f), fgetc(FILE *f), getc(FILE *f), fileno(FILE *f);
void clearerr(FILE *f), rewind(FILE *f), perror(const char *s), setbuf(FILE *f, char *buffer);
int getchar(void), putchar(int c), puts(const char *s), remove(const char *name), rename(const char *from, const char *to);
int fputc(int c, FILE *f), putc(int c, FILE *f), ungetc(int c, FILE *f), fputs(const char *s, FILE *f);
char *fgets(char *s, int size, FILE *f);
FILE *fopen(const char *name, const char *mode), *fdopen(int file, const char *mode), *popen(const char *command, const char *mode);
FILE *freopen(const char *name, const char *mode, FILE *f), *tmpfile(void);
int pclose(FILE *f), fseek(FILE *f, long offset, int from), setvbuf(FILE *f, char *buffer, int mode, size_t size);
long ftell(FILE *f);
size_t fread(void *p, size_t size, size_t count, FILE *f), fwrite(const void *p, size_t size, size_t count, FILE *f);
int printf(const char *format, ...), scanf(const char *format, ...);
int fprintf(FILE *f, const char *format, ...), fscanf(FILE *f, const char *format, ...);
int sprintf(char *s, const char *format, ...), sscanf(const char *s, const char *format, ...);
int snprintf(char *s, size_t size, const char *format, ...);
int vprintf(const char *format, va_list list), vfprintf(FILE *f, const char *format, va_list list);
int vsprintf(char *s, const char *format, va_list list), vsnprintf(char *s, size_t size, const char *format, va_list list);
#include <stdlib.h>
#define NULL 0
typedef unsigned long size_t;
void abort(void), exit(int status), free(void *p), srand(unsigned seed), _Exit(int status);
void *malloc(size_t size), *calloc(size_t count, size_t size), *realloc(void *p, size_t size);
int abs(int x), atoi(const char *s), rand(void), system(const char *command), atexit(void (*function)(void));
int setenv(const char *name, const char *value, int overwrite), unsetenv(const char *name);
long labs(long x), atol(const char *s), random(void), strtol(const char *s, char **end, int base);
long long llabs(long long x), atoll(const char *s), strtoll(const char *s, char **end, int base);
unsigned long strtoul(const char *s, char **end, int base);
unsigned long long strtoull(const char *s, char **end, int base);
double atof(const char *s), strtod(const char *s, char **end);
char *getenv(const char *name), *realpath(const char *path, char *resolved);
void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *));
void *bsearch(const void *key, const void *base, size_t count, size_t size, int (*compare)(const void *, const void *));
#include <string.h>
#define NULL 0
typedef unsigned long size_t;
void *memcpy(void *to, const void *from, size_t size), *memmove(void *to, const void *from, size_t size);
void *memset(void *p, int c, size_t size), *memchr(const void *p, int c, size_t size);
int memcmp(const void *a, const void *b, size_t size), strcmp(const char *a, const char *b), strcoll(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t size);
size_t strlen(const char *s), strnlen(const char *s, size_t size), strspn(const char *s, const char *set), strcspn(const char *s, const char *set);
char *strcpy(char *to, const char *from), *strncpy(char *to, const char *from, size_t size);
char *strcat(char *to, const char *from), *strncat(char *to, const char *from, size_t size);
char *strchr(const char *s, int c), *strrchr(const char *s, int c), *strstr(const char *s, const char *part);
char *strpbrk(const char *s, const char *set), *strtok(char *s, const char *set), *strdup(const char *s), *strndup(const char *s, size_t size);
char *strerror(int error);
#include <strings.h>
int strcasecmp(const char *a, const char *b), strncasecmp(const char *a, const char *b, unsigned long size);
#include <time.h>
#define NULL 0
time_t time(time_t *t), mktime(struct tm *tm);
clock_t clock(void);
double difftime(time_t a, time_t b);
struct tm *gmtime(const time_t *t), *localtime(const time_t *t);
size_t strftime(char *s, size_t size, const char *format, const struct tm *tm);
#include <unistd.h>
#define NULL 0
int access(const char *path, int mode), chdir(const char *path), close(int file), dup(int file), dup2(int from, int to), fsync(int file);
int getpid(void), getppid(void), isatty(int file), pause(void), pipe(int *files), rmdir(const char *path), unlink(const char *path);
int fork(void), getuid(void), geteuid(void), getgid(void), ftruncate(int file, long size), usleep(unsigned time);
unsigned sleep(unsigned seconds);
long read(int file, void *buffer, unsigned long size), write(int file, const void *buffer, unsigned long size);
long lseek(int file, long offset, int from), sysconf(int name);
void _exit(int status);
