// Preloaded into the program: lets one call of the system fail, as TIMEBANK_FAULT says: "pwrite:3:EIO:once".
// The third pwrite fails with EIO; with "on" all behind it do too. "SHORT" writes half, "KILL" ends the
// process before the call. TIMEBANK_FAULT_COUNTS names a file that gets the number of calls of each name when
// the program ends.

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

enum Call {
    open_call,
    write_call,
    pwrite_call,
    fsync_call,
    rename_call,
    mmap_call,
    truncate_call,
    link_call,
    unlink_call,
    mkdir_call,
    read_call,
    pread_call,
    flock_call,
    chmod_call,
    calls
};
const char* const names[calls] = {"open", "write",  "pwrite", "fsync", "rename", "mmap",  "ftruncate",
                                  "link", "unlink", "mkdir",  "read",  "pread",  "flock", "chmod"};

int counted[calls];
int failing = -1;
int from = 0;
int number = 0;  // errno; 0 is short, -1 is kill
bool goes_on = false;
bool ready = false;

int number_of(const char* name) {
    const struct {
        const char* name;
        int number;
    } known[] = {{"EIO", EIO},       {"ENOSPC", ENOSPC}, {"EINTR", EINTR}, {"ENOMEM", ENOMEM},
                 {"EMFILE", EMFILE}, {"EACCES", EACCES}, {"SHORT", 0},     {"KILL", -1}};
    for (const auto& one : known)
        if (std::strcmp(one.name, name) == 0) return one.number;
    return EIO;
}

void count_at_end() {
    const char* file = std::getenv("TIMEBANK_FAULT_COUNTS");
    if (file == nullptr) return;
    ready = false;
    std::FILE* out = std::fopen(file, "w");
    for (int call = 0; out != nullptr && call < calls; ++call)
        std::fprintf(out, "%s %d\n", names[call], counted[call]);
    if (out != nullptr) std::fclose(out);
}

__attribute__((constructor)) void begin() {
    char name[32] = "";
    char what[32] = "";
    char how[32] = "";
    if (const char* fault = std::getenv("TIMEBANK_FAULT"))
        if (std::sscanf(fault, "%31[^:]:%d:%31[^:]:%31s", name, &from, what, how) == 4) {
            for (int call = 0; call < calls; ++call)
                if (std::strcmp(names[call], name) == 0) failing = call;
            number = number_of(what);
            goes_on = std::strcmp(how, "on") == 0;
        }
    std::atexit(count_at_end);
    ready = true;
}

/// Whether this call is to fail; sets errno. `half` when it is to be cut short.
bool fails(Call call, bool* half = nullptr) {
    if (!ready) return false;
    const int now = ++counted[call];
    if (call != failing || (goes_on ? now < from : now != from)) return false;
    if (number == -1) ::kill(::getpid(), SIGKILL);
    if (number == 0) {
        if (half != nullptr) *half = true;
        return false;
    }
    errno = number;
    return true;
}

template <class Function>
Function real(const char* name) {
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

#define REAL(name) static const auto real_##name = real<decltype(&::name)>(#name)
#define EXPORT extern "C" __attribute__((visibility("default")))

EXPORT int open(const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    REAL(open);
    return fails(open_call) ? -1 : real_open(path, flags, mode);
}
EXPORT int open64(const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    REAL(open64);
    return fails(open_call) ? -1 : real_open64(path, flags, mode);
}
EXPORT ssize_t write(int file, const void* bytes, size_t size) {
    REAL(write);
    bool half = false;
    if (file > 2 && fails(write_call, &half)) return -1;
    return real_write(file, bytes, half && size > 1 ? size / 2 : size);
}
EXPORT ssize_t pwrite(int file, const void* bytes, size_t size, off_t offset) {
    REAL(pwrite);
    bool half = false;
    if (fails(pwrite_call, &half)) return -1;
    return real_pwrite(file, bytes, half && size > 1 ? size / 2 : size, offset);
}
EXPORT ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t offset) {
    REAL(pwrite64);
    bool half = false;
    if (fails(pwrite_call, &half)) return -1;
    return real_pwrite64(file, bytes, half && size > 1 ? size / 2 : size, offset);
}
EXPORT ssize_t pwritev(int file, const iovec* parts, int count, off_t offset) {
    REAL(pwritev);
    bool half = false;
    if (fails(pwrite_call, &half)) return -1;
    return real_pwritev(file, parts, half && count > 1 ? count / 2 : count, offset);
}
EXPORT ssize_t pwritev64(int file, const iovec* parts, int count, off64_t offset) {
    REAL(pwritev64);
    bool half = false;
    if (fails(pwrite_call, &half)) return -1;
    return real_pwritev64(file, parts, half && count > 1 ? count / 2 : count, offset);
}
EXPORT int fsync(int file) {
    REAL(fsync);
    return fails(fsync_call) ? -1 : real_fsync(file);
}
EXPORT int fdatasync(int file) {
    REAL(fdatasync);
    return fails(fsync_call) ? -1 : real_fdatasync(file);
}
EXPORT int msync(void* begin, size_t size, int flags) {
    REAL(msync);
    return fails(fsync_call) ? -1 : real_msync(begin, size, flags);
}
EXPORT int rename(const char* old_path, const char* new_path) noexcept {
    REAL(rename);
    return fails(rename_call) ? -1 : real_rename(old_path, new_path);
}
EXPORT void* mmap(void* begin, size_t size, int protection, int flags, int file, off_t offset) noexcept {
    REAL(mmap);
    if (file > 2 && fails(mmap_call)) return MAP_FAILED;
    return real_mmap(begin, size, protection, flags, file, offset);
}
EXPORT void* mmap64(void* begin, size_t size, int protection, int flags, int file, off64_t offset) noexcept {
    REAL(mmap64);
    if (file > 2 && fails(mmap_call)) return MAP_FAILED;
    return real_mmap64(begin, size, protection, flags, file, offset);
}
EXPORT int ftruncate(int file, off_t size) noexcept {
    REAL(ftruncate);
    return fails(truncate_call) ? -1 : real_ftruncate(file, size);
}
EXPORT int ftruncate64(int file, off64_t size) noexcept {
    REAL(ftruncate64);
    return fails(truncate_call) ? -1 : real_ftruncate64(file, size);
}
EXPORT int linkat(int old_folder, const char* old_path, int new_folder, const char* new_path,
                  int flags) noexcept {
    REAL(linkat);
    return fails(link_call) ? -1 : real_linkat(old_folder, old_path, new_folder, new_path, flags);
}
EXPORT int unlink(const char* path) noexcept {
    REAL(unlink);
    return fails(unlink_call) ? -1 : real_unlink(path);
}
EXPORT int unlinkat(int folder, const char* path, int flags) noexcept {
    REAL(unlinkat);
    return fails(unlink_call) ? -1 : real_unlinkat(folder, path, flags);
}
EXPORT int mkdir(const char* path, mode_t mode) noexcept {
    REAL(mkdir);
    return fails(mkdir_call) ? -1 : real_mkdir(path, mode);
}
EXPORT ssize_t read(int file, void* bytes, size_t size) {
    REAL(read);
    bool half = false;
    if (file > 2 && fails(read_call, &half)) return -1;
    return real_read(file, bytes, half && size > 1 ? size / 2 : size);
}
EXPORT ssize_t pread(int file, void* bytes, size_t size, off_t offset) {
    REAL(pread);
    bool half = false;
    if (fails(pread_call, &half)) return -1;
    return real_pread(file, bytes, half && size > 1 ? size / 2 : size, offset);
}
EXPORT ssize_t pread64(int file, void* bytes, size_t size, off64_t offset) {
    REAL(pread64);
    bool half = false;
    if (fails(pread_call, &half)) return -1;
    return real_pread64(file, bytes, half && size > 1 ? size / 2 : size, offset);
}
EXPORT int fchmod(int file, mode_t mode) noexcept {
    REAL(fchmod);
    return fails(chmod_call) ? -1 : real_fchmod(file, mode);
}
EXPORT int chmod(const char* path, mode_t mode) noexcept {
    REAL(chmod);
    return fails(chmod_call) ? -1 : real_chmod(path, mode);
}

#include <sys/file.h>
EXPORT int flock(int file, int operation) noexcept {
    REAL(flock);
    return fails(flock_call) ? -1 : real_flock(file, operation);
}
