/* Preloaded into a process, this keeps a journal of every write to a file whose path begins with $POWERCUT_FILES: the old
 * bytes, the new bytes, and when the file was synchronised. After `kill -9`, powercut.py undoes writes that no fsync had
 * covered.
 *
 * A journal is in the folder $POWERCUT_JOURNAL, named after the file's inode. It begins with the number of times that it was
 * emptied, as a 64-bit number. A record is five such numbers (kind, offset, bytes before, bytes written, file's size before), then the bytes
 * before, then those written. Kinds: 1 a write, 2 a change of size to `offset`, 3 an fsync that covers the journal up to
 * `offset`.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WRITE = 1, RESIZE = 2, SYNC = 3 };

static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_write)(int, const void *, size_t);
static int (*real_ftruncate)(int, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static const char *files, *journals;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_write = dlsym(RTLD_NEXT, "write");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    files = getenv("POWERCUT_FILES");
    journals = getenv("POWERCUT_JOURNAL");
}

/* Without a journal the test must not continue. */
static void give_up(const char *what) {
    perror(what);
    abort();
}

static int watched(int fd) {
    char link[64], path[PATH_MAX];
    if (!files || !journals) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return !strncmp(path, files, strlen(files)) && !strstr(path, "-shm") && !strstr(path, ".lock");
}

/* The open journal of a file, locked for this process and thread alone; how often it was emptied. */
static int opened(int fd, struct stat *now, uint64_t *emptied) {
    char path[PATH_MAX];
    if (fstat(fd, now)) give_up("powercut: fstat");
    snprintf(path, sizeof path, "%s/%llu", journals, (unsigned long long)now->st_ino);
    pthread_mutex_lock(&turn);
    int journal = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (journal < 0 || flock(journal, LOCK_EX)) give_up("powercut: journal");
    *emptied = 0;
    if (pread(journal, emptied, 8, 0) == 0 && real_pwrite(journal, emptied, 8, 0) != 8) give_up("powercut: journal");
    return journal;
}

static void closed(int journal) {
    close(journal);
    pthread_mutex_unlock(&turn);
}

static void record(int journal, uint64_t kind, uint64_t offset, const void *before, size_t had, const void *data,
                   size_t size, uint64_t length) {
    size_t all = 40 + had + size;
    char *whole = malloc(all);
    uint64_t head[5] = {kind, offset, had, size, length};
    memcpy(whole, head, 40);
    if (had) memcpy(whole + 40, before, had);
    if (size) memcpy(whole + 40 + had, data, size);
    /* In one write: a kill leaves whole records. */
    if (real_pwrite(journal, whole, all, lseek(journal, 0, SEEK_END)) != (ssize_t)all) give_up("powercut: journal");
    free(whole);
}

/* The bytes from `offset` on, as many as there are up to `size`; read through an own descriptor, since the file may be
 * open for writing alone. */
static size_t before(int fd, char *kept, size_t size, off_t offset) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    int own = open(link, O_RDONLY | O_CLOEXEC);
    ssize_t had = own < 0 ? 0 : pread(own, kept, size, offset);
    if (own >= 0) close(own);
    return had > 0 ? (size_t)had : 0;
}

static ssize_t noted(int fd, const void *data, size_t size, off_t offset) {
    struct stat now;
    uint64_t emptied;
    int journal = opened(fd, &now, &emptied);
    char *kept = malloc(size ? size : 1);
    size_t had = before(fd, kept, size, offset);
    record(journal, WRITE, offset, kept, had, data, size, now.st_size);
    ssize_t done = real_pwrite(fd, data, size, offset);
    int cause = errno;
    free(kept);
    closed(journal);
    errno = cause;
    return done;
}

ssize_t pwrite64(int fd, const void *data, size_t size, off_t offset) {
    return watched(fd) ? noted(fd, data, size, offset) : real_pwrite(fd, data, size, offset);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) { return pwrite64(fd, data, size, offset); }

ssize_t write(int fd, const void *data, size_t size) {
    if (fd <= 2 || !watched(fd)) return real_write(fd, data, size);
    off_t at = lseek(fd, 0, SEEK_CUR);
    ssize_t done = noted(fd, data, size, at);
    if (done > 0) lseek(fd, at + done, SEEK_SET);
    return done;
}

int ftruncate64(int fd, off_t length) {
    if (!watched(fd)) return real_ftruncate(fd, length);
    struct stat now;
    uint64_t emptied;
    int journal = opened(fd, &now, &emptied);
    size_t lost = now.st_size > length ? now.st_size - length : 0;
    char *kept = malloc(lost ? lost : 1);
    size_t had = before(fd, kept, lost, length);
    record(journal, RESIZE, length, kept, had, NULL, 0, now.st_size);
    int done = real_ftruncate(fd, length), cause = errno;
    free(kept);
    closed(journal);
    errno = cause;
    return done;
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

/* What was written while it ran is not covered; and where another one emptied the journal meanwhile, that one covered all
 * that this one could. */
static int synchronised(int fd, int (*real)(int)) {
    if (!watched(fd)) return real(fd);
    struct stat now;
    uint64_t emptied, since;
    int journal = opened(fd, &now, &since);
    off_t covered = lseek(journal, 0, SEEK_END);
    closed(journal);
    int done = real(fd), cause = errno;
    if (!done) {
        journal = opened(fd, &now, &emptied);
        if (emptied == since && lseek(journal, 0, SEEK_END) == covered) {
            emptied++;
            if (real_ftruncate(journal, 8) || real_pwrite(journal, &emptied, 8, 0) != 8) give_up("powercut: journal");
        } else if (emptied == since) {
            record(journal, SYNC, covered, NULL, 0, NULL, 0, now.st_size);
        }
        closed(journal);
    }
    errno = cause;
    return done;
}

int fsync(int fd) { return synchronised(fd, real_fsync); }

int fdatasync(int fd) { return synchronised(fd, real_fdatasync); }
