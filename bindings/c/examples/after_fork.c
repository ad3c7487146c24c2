/* Opens a store as root, gives up its rights, and lets a child use it: after_fork CERTS.DB USER-ID */
#define _DEFAULT_SOURCE
#include <certwright.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Counts the certificates; in a child the store opens its file anew by itself. */
static long count(const cw_store *store, cw_error **error) {
    cw_find *find = NULL;
    cw_entry *entry = NULL;
    long found = 0;
    if (cw_store_find(store, NULL, &find, error) != CW_STATUS_OK) {
        return -1;
    }
    while (cw_find_next(find, &entry, error) == CW_STATUS_OK && entry != NULL) {
        cw_entry_free(entry);
        found++;
    }
    cw_find_free(find);
    return *error == NULL ? found : -1;
}

static int drop_rights(uid_t user) {
    if (geteuid() != 0) {
        return 0; /* there are none to give up */
    }
    return setgroups(0, NULL) != 0 || setgid((gid_t)user) != 0 || setuid(user) != 0;
}

int main(int argc, char **argv) {
    cw_error *error = NULL;
    cw_store *store = NULL;
    int status = 0;
    if (argc != 3) {
        fprintf(stderr, "usage: after_fork CERTS.DB USER-ID\n");
        return 2;
    }
    /* the key file is read here, and needs not be readable for that user; the database does */
    if (cw_store_open(argv[1], strlen(argv[1]), NULL, &store, &error) != CW_STATUS_OK) {
        fprintf(stderr, "%s\n", cw_error_message(error).data);
        cw_error_free(error);
        return 1;
    }
    if (drop_rights((uid_t)atol(argv[2])) != 0) {
        perror("setuid");
        cw_store_free(store);
        return 1;
    }
    fflush(stdout);
    pid_t child = fork();
    long found = count(store, &error);
    printf("%s, as user %u: %ld\n", child == 0 ? "child" : "parent", (unsigned)geteuid(), found);
    if (found < 0) {
        fprintf(stderr, "%s\n", cw_error_message(error).data);
        cw_error_free(error);
    }
    cw_store_free(store);
    if (child > 0 && (waitpid(child, &status, 0) != child || status != 0)) {
        return 1;
    }
    return child < 0 || found < 0;
}
