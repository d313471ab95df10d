/* Stands in for the runtime at the start of an AppImage, which cannot be had here. What lies behind this program it mounts
   by squashfuse, or unpacks where APPIMAGE_EXTRACT_AND_RUN says so, and then it becomes the AppRun in that. */
#include <elf.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Where the program ends: its section headers come last. */
static long program_end(const char *path) {
    Elf64_Ehdr head;
    FILE *file = fopen(path, "rb");
    if (!file || fread(&head, sizeof head, 1, file) != 1)
        exit(126);
    fclose(file);
    return (long)head.e_shoff + (long)head.e_shentsize * head.e_shnum;
}

/* A process that tidies up once nobody has the other end of the pipe any more: when the program has ended. */
static void tidy_after(int ends[2], const char *place, int is_unpacked) {
    char line[PATH_MAX];
    snprintf(line, sizeof line, is_unpacked ? "rm -r %s" : "fusermount3 -uz %s && rmdir %s", place, place);
    if (fork()) {
        close(ends[0]);
        return;
    }
    setsid();
    close(ends[1]);
    for (int open = 0; open < 3; open++)
        close(open);
    while (read(ends[0], &(char){0}, 1) > 0) {}
    execl("/bin/sh", "sh", "-c", line, (char *)0);
    _exit(126);
}

int main(int argc, char **argv) {
    char path[PATH_MAX] = "", place[] = "/tmp/.mount_XXXXXX", offset[32], mount[48], run[64];
    const char *wanted = argc > 1 ? argv[1] : "";
    int ends[2], status, is_unpacked = getenv("APPIMAGE_EXTRACT_AND_RUN") != NULL;
    if (readlink("/proc/self/exe", path, sizeof path - 1) < 0)
        return 126;
    snprintf(offset, sizeof offset, "%ld", program_end(path));
    snprintf(mount, sizeof mount, "-ooffset=%s", offset);
    if (!strcmp(wanted, "--appimage-offset"))
        return puts(offset) < 0;
    if (!strcmp(wanted, "--appimage-extract"))
        return execlp("unsquashfs", "unsquashfs", "-offset", offset, path, (char *)0);
    if (!mkdtemp(place))
        return 126;
    if (!fork()) {
        if (is_unpacked)
            execlp("unsquashfs", "unsquashfs", "-q", "-n", "-f", "-offset", offset, "-dest", place, path, (char *)0);
        else
            execlp("squashfuse", "squashfuse", mount, path, place, (char *)0);
        _exit(126);
    }
    if (wait(&status) < 0 || status || pipe(ends)) {
        rmdir(place);
        return puts("Cannot mount AppImage, please check your FUSE setup.") < 0 ? 126 : 127;
    }
    tidy_after(ends, place, is_unpacked);
    snprintf(run, sizeof run, "%s/AppRun", place);
    setenv("APPDIR", place, 1);
    setenv("APPIMAGE", path, 1);
    execv(run, argv);
    perror(run);
    return 126;
}
