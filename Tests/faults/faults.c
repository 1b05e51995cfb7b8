/* Faults from outside: counts the durable steps of a process, kills it at the n-th, and models a power cut.
 *
 * Built by the scripts beside it (`cc -shared -fPIC -O2 -o faults.so faults.c`), loaded with LD_PRELOAD. The program
 * under test knows nothing of it. Works for dynamically linked programs that reach the kernel through libc's names.
 *
 *   FAULT_COUNT_FILE  file of four native uint64: fsync, rename, send, commit; shared by all processes that name it
 *   FAULT_KIND        fsync | rename | send | commit: which count FAULT_AT speaks of
 *   FAULT_AT          n, from 1: SIGKILL itself at the n-th event of that kind
 *   FAULT_WHEN        before | after the call takes effect (default after)
 *   FAULT_PORTS       comma list: only sends to these TCP ports count; default every stream socket
 *   FAULT_LOG         file that gets a line `kind n path` for each event
 *   FAULT_ROOT        directory whose files a power cut touches
 *   FAULT_SHADOW      directory that holds what would have survived (see below); needs FAULT_ROOT
 *   FAULT_LAZY=1      leave the real fsync out (the shadow models it; quicker)
 *   FAULT_NORMAL=1    makes `PRAGMA synchronous = FULL` into NORMAL: the mistake that a power cut must show
 *
 * Kinds: `commit` is fsync/fdatasync of a `-wal` file (SQLite's commit point in WAL mode with synchronous=FULL),
 * `fsync` is any other fsync/fdatasync, `rename` is rename, link and symlink in all their forms, `send` is a write of
 * at least one byte to a stream socket.
 *
 * The power cut: only what was fsynced survives. fsync of a file makes its present bytes durable (by inode, so a later
 * rename keeps them); fsync of a directory makes its entries durable: names created, renamed, removed. An entry whose
 * file was never fsynced survives as an empty file. What is not modelled: unsynced bytes that reach the disk anyway,
 * torn sectors, mmap (SQLite's -shm is scratch), sync() and O_SYNC. The shadow is flat: `i<key>` bytes of a file,
 * `d<key>` entries of a directory, key = inode and birth time; powercut.py makes a tree of it again.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { FSYNC, RENAME, SEND, COMMIT, KINDS };
static const char *const names[KINDS] = {"fsync", "rename", "send", "commit"};

static uint64_t own_counts[KINDS];
static uint64_t *counts = own_counts;
static int target = -1, kill_before, lazy, log_fd = -1;
static uint64_t target_at;
static const char *ports, *shadow;
static char root[4096];
static pthread_mutex_t shadow_lock = PTHREAD_MUTEX_INITIALIZER;

static int raw_open(const char *path, int flags, int mode) {
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags | O_CLOEXEC, mode);
}

static void fd_path(int fd, char *out, size_t size) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t count = readlink(link, out, size - 1);
    out[count < 0 ? 0 : count] = 0;
}

static int in_root(const char *path) {
    size_t length = strlen(root);
    return length && !strncmp(path, root, length) && (path[length] == '/' || path[length] == 0);
}

/* ---- what survives ---- */

static void key_of(int dir, const char *name, char *out, size_t size, uint32_t *mode) {
    struct statx found;
    memset(&found, 0, sizeof found);
    int flags = AT_SYMLINK_NOFOLLOW | (*name ? 0 : AT_EMPTY_PATH);
    if (statx(dir, name, flags, STATX_BASIC_STATS | STATX_BTIME, &found) != 0) { out[0] = 0; return; }
    *mode = found.stx_mode;
    snprintf(out, size, "%llu-%lld.%u", (unsigned long long)found.stx_ino, (long long)found.stx_btime.tv_sec,
             found.stx_btime.tv_nsec);
}

/* Brings the shadow bytes of the open file up to date; blocks that are equal already are left alone. */
static void keep_file(int source, const char *key) {
    char path[4200], from[64];
    snprintf(path, sizeof path, "%s/i%s", shadow, key);
    snprintf(from, sizeof from, "/proc/self/fd/%d", source);
    int in = raw_open(from, O_RDONLY, 0), out = raw_open(path, O_RDWR | O_CREAT, 0600);
    static char fresh[1 << 16], old[1 << 16];
    off_t at = 0;
    for (ssize_t count; in >= 0 && out >= 0 && (count = pread(in, fresh, sizeof fresh, at)) > 0; at += count)
        if (pread(out, old, (size_t)count, at) != count || memcmp(fresh, old, (size_t)count))
            if (pwrite(out, fresh, (size_t)count, at) != count) break;
    if (out >= 0 && ftruncate(out, at) != 0) at = -1;
    if (in >= 0) syscall(SYS_close, in);
    if (out >= 0) syscall(SYS_close, out);
}

/* Writes down the entries of an open directory. `deep` (once, at the start): everything below is durable already. */
static void keep_directory(int source, const char *key, int deep) {
    char path[4200], aside[4220], from[64];
    snprintf(path, sizeof path, "%s/d%s", shadow, key);
    snprintf(aside, sizeof aside, "%s.%d", path, (int)getpid());
    snprintf(from, sizeof from, "/proc/self/fd/%d", source);
    DIR *dir = opendir(from);
    FILE *out = dir ? fopen(aside, "w") : NULL;
    struct dirent *entry;
    while (out && (entry = readdir(dir)) != NULL) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
        char child[96], link[4096];
        uint32_t mode = 0;
        key_of(dirfd(dir), entry->d_name, child, sizeof child, &mode);
        if (!child[0]) continue;
        if (S_ISLNK(mode)) {
            ssize_t count = readlinkat(dirfd(dir), entry->d_name, link, sizeof link - 1);
            link[count < 0 ? 0 : count] = 0;
            fprintf(out, "l\t%s\t%o\t%s\n", link, mode & 07777, entry->d_name);
            continue;
        }
        if (!S_ISREG(mode) && !S_ISDIR(mode)) continue;
        fprintf(out, "%c\t%s\t%o\t%s\n", S_ISDIR(mode) ? 'd' : 'f', child, mode & 07777, entry->d_name);
        if (!deep) continue;
        int inner = (int)syscall(SYS_openat, dirfd(dir), entry->d_name, O_RDONLY | O_CLOEXEC, 0);
        if (inner < 0) continue;
        if (S_ISDIR(mode)) keep_directory(inner, child, 1); else keep_file(inner, child);
        syscall(SYS_close, inner);
    }
    if (out) { fclose(out); syscall(SYS_renameat2, AT_FDCWD, aside, AT_FDCWD, path, 0); }
    if (dir) closedir(dir);
}

static void keep(int fd, int deep) {
    char key[96];
    uint32_t mode = 0;
    key_of(fd, "", key, sizeof key, &mode);
    if (!key[0]) return;
    pthread_mutex_lock(&shadow_lock);
    int lock = raw_open(shadow, O_RDONLY | O_DIRECTORY, 0);
    if (lock >= 0) flock(lock, LOCK_EX);
    if (S_ISDIR(mode)) keep_directory(fd, key, deep); else if (S_ISREG(mode)) keep_file(fd, key);
    if (lock >= 0) syscall(SYS_close, lock);
    pthread_mutex_unlock(&shadow_lock);
}

/* ---- counting and killing ---- */

__attribute__((constructor)) static void start(void) {
    const char *value;
    if ((value = getenv("FAULT_COUNT_FILE"))) {
        int fd = raw_open(value, O_RDWR | O_CREAT, 0666);
        if (fd >= 0 && ftruncate(fd, sizeof own_counts) == 0) {
            void *map = mmap(NULL, sizeof own_counts, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
            if (map != MAP_FAILED) counts = map;
        }
        if (fd >= 0) syscall(SYS_close, fd);
    }
    if ((value = getenv("FAULT_KIND")))
        for (int kind = 0; kind < KINDS; kind++) if (!strcmp(value, names[kind])) target = kind;
    if ((value = getenv("FAULT_AT"))) target_at = strtoull(value, NULL, 10);
    kill_before = (value = getenv("FAULT_WHEN")) && !strcmp(value, "before");
    lazy = getenv("FAULT_LAZY") != NULL;
    ports = getenv("FAULT_PORTS");
    if ((value = getenv("FAULT_LOG"))) log_fd = raw_open(value, O_WRONLY | O_APPEND | O_CREAT, 0666);
    if (!(value = getenv("FAULT_ROOT")) || !realpath(value, root)) root[0] = 0;
    shadow = root[0] ? getenv("FAULT_SHADOW") : NULL;
    if (!shadow) return;
    char key[96], path[4200];
    uint32_t mode = 0;
    int fd = raw_open(root, O_RDONLY | O_DIRECTORY, 0);
    key_of(fd, "", key, sizeof key, &mode);
    snprintf(path, sizeof path, "%s/d%s", shadow, key);
    if (access(path, F_OK) != 0) {
        char top[4200];
        keep(fd, 1);
        snprintf(top, sizeof top, "%s/root", shadow);
        int out = raw_open(top, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        if (out >= 0) { if (syscall(SYS_write, out, key, strlen(key)) < 0) root[0] = 0; syscall(SYS_close, out); }
    }
    syscall(SYS_close, fd);
}

static void die(void) {
    syscall(SYS_kill, (int)getpid(), SIGKILL);
    for (;;) pause();
}

/* Counts an event; returns whether the process must die once the call has taken effect. */
static int event(enum kind kind, const char *what) {
    uint64_t n = __atomic_add_fetch(&counts[kind], 1, __ATOMIC_SEQ_CST);
    int hit = (int)kind == target && n == target_at;
    if (log_fd >= 0) {
        char line[4300];
        int count = snprintf(line, sizeof line, "%s %llu %s%s\n", names[kind], (unsigned long long)n, what,
                             hit ? (kill_before ? " killed-before" : " killed-after") : "");
        if (count > 0) syscall(SYS_write, log_fd, line, (size_t)count);
    }
    if (hit && kill_before) die();
    return hit;
}

/* ---- files ---- */

static int sync_fd(int fd, long number) {
    char path[4096];
    int saved = errno;
    fd_path(fd, path, sizeof path);
    int mine = !root[0] || in_root(path);
    size_t length = strlen(path);
    int commit = length > 4 && !strcmp(path + length - 4, "-wal");
    int hit = mine ? event(commit ? COMMIT : FSYNC, path) : 0;
    errno = saved;
    int result = lazy && mine && shadow ? 0 : (int)syscall(number, fd);
    saved = errno;
    if (result == 0 && mine && shadow) keep(fd, 0);
    if (hit) die();
    errno = saved;
    return result;
}

int fsync(int fd) { return sync_fd(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_fd(fd, SYS_fdatasync); }

#define NAMING(declaration, what, call) \
    declaration { \
        int hit = event(RENAME, what); \
        int result = (int)(call), saved = errno; \
        if (hit) die(); \
        errno = saved; \
        return result; \
    }
NAMING(int rename(const char *a, const char *b), b, syscall(SYS_renameat2, AT_FDCWD, a, AT_FDCWD, b, 0))
NAMING(int renameat(int x, const char *a, int y, const char *b), b, syscall(SYS_renameat2, x, a, y, b, 0))
NAMING(int renameat2(int x, const char *a, int y, const char *b, unsigned f), b, syscall(SYS_renameat2, x, a, y, b, f))
NAMING(int link(const char *a, const char *b), b, syscall(SYS_linkat, AT_FDCWD, a, AT_FDCWD, b, 0))
NAMING(int linkat(int x, const char *a, int y, const char *b, int f), b, syscall(SYS_linkat, x, a, y, b, f))
NAMING(int symlink(const char *a, const char *b), b, syscall(SYS_symlinkat, a, AT_FDCWD, b))
NAMING(int symlinkat(const char *a, int y, const char *b), b, syscall(SYS_symlinkat, a, y, b))

/* ---- SQLite ---- */

typedef int prepare_call(void *db, const char *sql, int length, unsigned flags, void **statement, const char **tail);

/* Same length, because the caller goes on reading at the tail: 1 is NORMAL. */
int sqlite3_prepare_v3(void *db, const char *sql, int length, unsigned flags, void **statement, const char **tail) {
    static prepare_call *next;
    if (!next) next = (prepare_call *)dlsym(RTLD_NEXT, "sqlite3_prepare_v3");
    if (!next) return 1;
    const char *wish = getenv("FAULT_NORMAL") ? strstr(sql, "synchronous = FULL") : NULL;
    char text[512];
    size_t size = strlen(sql);
    if (!wish || size >= sizeof text) return next(db, sql, length, flags, statement, tail);
    memcpy(text, sql, size + 1);
    memcpy(text + (wish - sql) + strlen("synchronous = "), "1   ", 4);
    const char *end = text;
    int result = next(db, text, length, flags, statement, &end);
    if (tail) *tail = sql + (end - text);
    return result;
}

/* ---- sockets ---- */

static int counts_as_send(int fd) {
    int type = 0;
    socklen_t size = sizeof type;
    struct stat found;
    if (fstat(fd, &found) != 0 || !S_ISSOCK(found.st_mode)) return 0;
    if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_STREAM) return 0;
    if (!ports) return 1;
    struct sockaddr_storage peer;
    size = sizeof peer;
    if (getpeername(fd, (struct sockaddr *)&peer, &size) != 0) return 0;
    int port = peer.ss_family == AF_INET ? ntohs(((struct sockaddr_in *)&peer)->sin_port)
             : peer.ss_family == AF_INET6 ? ntohs(((struct sockaddr_in6 *)&peer)->sin6_port) : -1;
    for (const char *at = ports; *at; at++) {
        if (strtol(at, NULL, 10) == port) return 1;
        if (!(at = strchr(at, ','))) break;
    }
    return 0;
}

#define SENDING(declaration, fd, call) \
    declaration { \
        int saved = errno, hit = counts_as_send(fd) ? event(SEND, "socket") : 0; \
        errno = saved; \
        ssize_t result = (ssize_t)(call); \
        saved = errno; \
        if (hit) die(); \
        errno = saved; \
        return result; \
    }
SENDING(ssize_t send(int fd, const void *b, size_t n, int f), fd, syscall(SYS_sendto, fd, b, n, f, NULL, 0))
SENDING(ssize_t sendto(int fd, const void *b, size_t n, int f, const struct sockaddr *a, socklen_t l), fd,
        syscall(SYS_sendto, fd, b, n, f, a, l))
SENDING(ssize_t sendmsg(int fd, const struct msghdr *m, int f), fd, syscall(SYS_sendmsg, fd, m, f))
SENDING(ssize_t write(int fd, const void *b, size_t n), fd, syscall(SYS_write, fd, b, n))
SENDING(ssize_t writev(int fd, const struct iovec *v, int n), fd, syscall(SYS_writev, fd, v, n))
