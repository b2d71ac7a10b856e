/* What memory there is for this process, and what it took. */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/file.h"

/* The number after `label` in a file of the system's; UINT64_MAX without. */
static uint64_t system_number(const char *path, const char *label)
{
    char line[256];
    unsigned long long x = 0;
    bool found = false;
    size_t n = strlen(label);
    FILE *f = fopen(path, "re");
    if (f == NULL)
        return UINT64_MAX;
    while (!found && fgets(line, sizeof(line), f) != NULL)
        found = strncmp(line, label, n) == 0 &&
                sscanf(line + n, "%llu", &x) == 1;
    fclose(f);
    return found ? x : UINT64_MAX;
}

static uint64_t lesser(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static uint64_t left_of(uint64_t limit, uint64_t used)
{
    return limit == UINT64_MAX || used == UINT64_MAX ? UINT64_MAX
           : used < limit                            ? limit - used
                                                     : 0;
}

/* ==== Groups ==== */

/* Groups of version 2 and of version 1: the list of controllers by which
 * /proc/self/cgroup names the process's own, and their files. */
static const struct hierarchy {
    const char *controller, *folder, *limit, *used, *idle;
} hierarchies[] = {
    {"", "", "memory.max", "memory.current", "inactive_file "},
    {"memory", "/memory", "memory.limit_in_bytes", "memory.usage_in_bytes",
     "total_inactive_file "},
};

/* Is it one of those in the list, with commas between? */
static bool is_listed(const char *list, const char *controller)
{
    size_t n = strlen(controller);
    for (const char *at = list;; at++) {
        size_t word = strcspn(at, ",");
        if (word == n && strncmp(at, controller, n) == 0)
            return true;
        at += word;
        if (*at == '\0')
            return false;
    }
}

/* The path of the process's own group, from "ID:CONTROLLER,..:PATH"; "" where
 * there is none. */
static void own_group(char *out, size_t room, const char *list,
                      const char *controller)
{
    char line[1024];
    FILE *f = fopen(list, "re");
    out[0] = '\0';
    while (f != NULL && out[0] == '\0' && fgets(line, sizeof(line), f)) {
        char *names = strchr(line, ':'), *path;
        if (names == NULL || (path = strchr(names + 1, ':')) == NULL)
            continue;
        *path++ = '\0';
        path[strcspn(path, "\n")] = '\0';
        if (is_listed(names + 1, controller))
            snprintf(out, room, "%s", path);
    }
    if (f != NULL)
        fclose(f);
}

/* What one group leaves; what it holds of files that nobody uses now goes when
 * it is asked for. */
static uint64_t one_group_left(const struct hierarchy *h, const char *folder)
{
    char path[3][1200];
    const char *name[] = {h->limit, h->used, "memory.stat"};
    for (int i = 0; i < 3; i++)
        snprintf(path[i], sizeof(path[i]), "%s/%s", folder, name[i]);
    uint64_t used = system_number(path[1], "");
    uint64_t idle = system_number(path[2], h->idle);
    if (used != UINT64_MAX && idle < used)
        used -= idle;
    return left_of(system_number(path[0], ""), used);
}

uint64_t file_group_left(const char *list, const char *root)
{
    uint64_t least = UINT64_MAX;
    for (size_t i = 0; i < sizeof(hierarchies) / sizeof(*hierarchies); i++) {
        const struct hierarchy *h = &hierarchies[i];
        char group[512], folder[1100];
        own_group(group, sizeof(group), list, h->controller);
        for (;;) {
            snprintf(folder, sizeof(folder), "%s%s%s", root, h->folder, group);
            least = lesser(least, one_group_left(h, folder));
            char *last = strrchr(group, '/');
            if (last == NULL)
                break;
            *last = '\0';
        }
    }
    return least;
}

/* ==== This process ==== */

/* What `ulimit -v` leaves. */
static uint64_t address_space_left(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return UINT64_MAX;
    uint64_t pages = system_number("/proc/self/statm", "");
    return pages == UINT64_MAX
               ? UINT64_MAX
               : left_of(limit.rlim_cur,
                         pages * (uint64_t)sysconf(_SC_PAGESIZE));
}

uint64_t file_memory_free(void)
{
    uint64_t kb = system_number("/proc/meminfo", "MemAvailable:");
    uint64_t group = file_group_left("/proc/self/cgroup", "/sys/fs/cgroup");
    return lesser(kb == UINT64_MAX ? kb : kb << 10,
                  lesser(group, address_space_left()));
}

/* getrusage counts what the program held that started this one, too. */
uint64_t file_memory_peak(void)
{
    struct rusage u;
    uint64_t kb = system_number("/proc/self/status", "VmHWM:");
    if (kb != UINT64_MAX)
        return kb << 10;
    return getrusage(RUSAGE_SELF, &u) == 0 ? (uint64_t)u.ru_maxrss << 10 : 0;
}
