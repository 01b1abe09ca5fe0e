/* Preloaded into a process, this moves its clock and fills its disk. The file $CIRCUMSTANCES says how, in three 64-bit
 * numbers that are read each time: the first is added to the time of day, in seconds. While the second is not 0, writes to
 * files whose path begins with $CIRCUMSTANCES_FILES fail because the disk is full; the third counts these.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile int64_t *numbers;
static const char *files;
static int (*real_clock_gettime)(clockid_t, struct timespec *);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);

__attribute__((constructor)) static void begin(void) {
    real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    files = getenv("CIRCUMSTANCES_FILES");
    const char *path = getenv("CIRCUMSTANCES");
    int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    void *page = file < 0 ? MAP_FAILED : mmap(NULL, 24, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (page == MAP_FAILED) abort(); /* the test must not go on as if it had them */
    numbers = page;
    close(file);
}

int clock_gettime(clockid_t which, struct timespec *at) {
    int done = real_clock_gettime(which, at);
    if (!done && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)) at->tv_sec += numbers[0];
    return done;
}

int gettimeofday(struct timeval *restrict at, void *restrict zone) {
    struct timespec now;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &now)) return -1;
    at->tv_sec = now.tv_sec;
    at->tv_usec = now.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *kept) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (kept) *kept = now.tv_sec;
    return now.tv_sec;
}

static int is_full(int fd) {
    char link[64], path[PATH_MAX];
    if (!numbers[1] || !files) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return !strncmp(path, files, strlen(files));
}

ssize_t pwrite64(int fd, const void *data, size_t size, off_t offset) {
    if (!is_full(fd)) return real_pwrite(fd, data, size, offset);
    numbers[2]++;
    errno = ENOSPC;
    return -1;
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) { return pwrite64(fd, data, size, offset); }
