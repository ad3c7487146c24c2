/* Stores that are made and opened: each option's effect, and each way in which it fails. */
#define _POSIX_C_SOURCE 200809L

#include "store.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static unsigned mode_of(const char *name) {
    struct stat about;
    CHECK(stat(test_path(name), &about) == 0);
    return about.st_mode & 0777;
}

static void write_file(const char *name, const void *octets, size_t len) {
    FILE *file = fopen(test_path(name), "wb");
    CHECK(file != NULL && fwrite(octets, 1, len, file) == len);
    CHECK(fclose(file) == 0);
}

/* Copies a file, by whole paths. */
static void copy_file(const char *from, const char *name) {
    char octets[4096];
    size_t len;
    FILE *in = fopen(from, "rb"), *out = fopen(test_path(name), "wb");
    CHECK(in != NULL && out != NULL);
    while ((len = fread(octets, 1, sizeof octets, in)) > 0) {
        CHECK(fwrite(octets, 1, len, out) == len);
    }
    CHECK(fclose(in) == 0 && fclose(out) == 0);
}

/* Changes four octets of a file. */
static void patch(const char *name, long at, const char octets[4]) {
    FILE *file = fopen(test_path(name), "r+b");
    CHECK(file != NULL && fseek(file, at, SEEK_SET) == 0 && fwrite(octets, 1, 4, file) == 4);
    CHECK(fclose(file) == 0);
}

static cw_open_options *new_options(void) {
    cw_open_options *options = NULL;
    OK(cw_open_options_new(&options, &error));
    return options;
}

static void fails_to_open(const char *name, const cw_open_options *options, cw_status status) {
    cw_store *store = NULL;
    FAILS(status, cw_store_open(TEXT(test_path(name)), options, &store, &error));
    CHECK(store == NULL);
}

static void a_store_is_made_once_and_opened_often(void) {
    cw_store *store = NULL, *again = NULL;
    cw_str path;
    bool locked = true;
    FAILS(CW_STATUS_NOT_FOUND, cw_store_open(TEXT(test_path("plain.db")), NULL, &store, &error));
    FAILS(CW_STATUS_NOT_FOUND, cw_store_create(TEXT(test_path("no folder/plain.db")), NULL, &store, &error));
    FAILS(CW_STATUS_NOT_FOUND, cw_store_open(NULL, 0, NULL, &store, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "path: it is not UTF-8", cw_store_open("\xff", 1, NULL, &store, &error));
    store = create_store("plain.db");
    OK(cw_store_path(store, &path, &error));
    TEXT_IS(path, test_path("plain.db"));
    OK(cw_store_is_locked(store, &locked, &error));
    CHECK(!locked && mode_of("plain.db") == 0600 && mode_of("plain.db.key") == 0600);
    FAILS(CW_STATUS_ALREADY_EXISTS, cw_store_create(TEXT(test_path("plain.db")), NULL, &again, &error));

    /* a clone lives on; so does an entry */
    OK(cw_store_clone(store, &again, &error));
    cw_store_free(store);
    cw_entry *entry = create_entry(again, "srv1");
    cw_store_free(again);
    cw_identity *identity = NULL;
    OK(cw_entry_identity(entry, &identity, &error));
    cw_identity_free(identity);
    cw_entry_free(entry);
    OK(cw_store_open(TEXT(test_path("plain.db")), NULL, &store, &error));
    CHECK(count_of(store, NULL) == 1);
    cw_store_free(store);
}

static void a_key_file_can_lie_elsewhere(void) {
    cw_open_options *options = new_options();
    cw_store *store = NULL;
    OK(cw_open_options_key_file(options, TEXT(test_path("elsewhere.key")), &error));
    OK(cw_store_create(TEXT(test_path("apart.db")), options, &store, &error));
    cw_store_free(store);
    CHECK(access(test_path("apart.db.key"), F_OK) != 0 && mode_of("elsewhere.key") == 0600);
    fails_to_open("apart.db", NULL, CW_STATUS_KEY_FILE_MISSING);
    OK(cw_store_open(TEXT(test_path("apart.db")), options, &store, &error));
    cw_store_free(store);
    OK(cw_open_options_key_file(options, TEXT(test_path("plain.db.key")), &error));
    fails_to_open("apart.db", options, CW_STATUS_KEY_FILE_WRONG);
    OK(cw_open_options_key_file(options, TEXT(test_path("elsewhere.key")), &error));
    CHECK(chmod(test_path("elsewhere.key"), 0644) == 0);
    fails_to_open("apart.db", options, CW_STATUS_KEY_FILE_EXPOSED);
    cw_open_options_free(options);
}

static void a_locked_store_is_read_only(void) {
    cw_open_options *options = new_options();
    cw_store *store = NULL;
    cw_self_signed *wanted = NULL;
    cw_entry *entry = NULL;
    cw_identity *identity = NULL;
    bool locked = false;
    OK(cw_open_options_locked(options, &error));
    OK(cw_store_open(TEXT(test_path("plain.db")), options, &store, &error));
    OK(cw_store_is_locked(store, &locked, &error));
    CHECK(locked);
    OK(cw_self_signed_new(TEXT("x"), &wanted, &error));
    FAILS(CW_STATUS_STORE_LOCKED, cw_store_create_self_signed(store, wanted, NULL, &entry, &error));
    cw_self_signed_free(wanted);
    OK(cw_store_select(store, NULL, &entry, &error));
    FAILS(CW_STATUS_STORE_LOCKED, cw_entry_identity(entry, &identity, &error));
    cw_entry_free(entry);
    cw_store_free(store);
    cw_open_options_free(options);
}

static void a_store_can_be_shared(void) {
    cw_open_options *options = new_options();
    cw_store *store = NULL;
    OK(cw_open_options_group(options, TEXT("no such group"), &error));
    FAILS_SAYING(CW_STATUS_NOT_FOUND, "the group no such group", cw_store_create(TEXT(test_path("group.db")), options, &store, &error));
    char group[32];
    snprintf(group, sizeof group, "%u", (unsigned)getgid());
    OK(cw_open_options_group(options, TEXT(group), &error));
    OK(cw_store_create(TEXT(test_path("group.db")), options, &store, &error));
    CHECK(mode_of("group.db") == 0660 && mode_of("group.db.key") == 0640);
    cw_store_free(store);
    cw_open_options_free(options);

    options = new_options();
    OK(cw_open_options_others_read(options, &error));
    OK(cw_store_create(TEXT(test_path("public.db")), options, &store, &error));
    CHECK(mode_of("public.db") == 0644 && mode_of("public.db.key") == 0600);
    cw_store_free(store);
    cw_open_options_free(options);
}

static void the_actor_stands_in_the_journal(void) {
    cw_open_options *options = new_options();
    cw_store *store = NULL;
    cw_events *events = NULL;
    const cw_event *event = NULL;
    cw_str actor;
    OK(cw_open_options_actor(options, TEXT("nightly job"), &error));
    OK(cw_store_create(TEXT(test_path("actor.db")), options, &store, &error));
    OK(cw_store_events(store, 0, 1, &events, &error));
    OK(cw_events_at(events, 0, &event, &error));
    OK(cw_event_actor(event, &actor, &error));
    CHECK(strstr(actor.data, "nightly job") != NULL && strstr(actor.data, "uid ") != NULL);
    cw_events_free(events);
    cw_store_free(store);
    cw_open_options_free(options);
}

static void what_is_no_store_is_refused(void) {
    static const char other[100] = "SQLite format 3";
    write_file("text.db", "this is not a database, and much longer than a header of one would have to be, as everybody sees here", 100);
    fails_to_open("text.db", NULL, CW_STATUS_NOT_A_STORE);
    write_file("other.db", other, sizeof other);
    fails_to_open("other.db", NULL, CW_STATUS_NOT_A_STORE);
    fails_to_open("", NULL, CW_STATUS_NOT_A_STORE); /* a folder */
}

/* user_version stands at octet 60 of the database, application_id at 68. */
static void stores_of_other_versions_are_refused_or_upgraded(void) {
    cw_store *store = create_store("later.db");
    cw_store_free(store);
    patch("later.db", 60, "\0\0\0\x63");
    fails_to_open("later.db", NULL, CW_STATUS_NEWER_SCHEMA);
    patch("later.db", 68, "else");
    fails_to_open("later.db", NULL, CW_STATUS_NOT_A_STORE);

    uint32_t from = 9, to = 9;
    cw_bytes copy = {NULL, 0};
    copy_file(test_data("store-1/certs.db"), "old.db");
    copy_file(test_data("store-1/certs.db.key"), "old.db.key");
    CHECK(chmod(test_path("old.db.key"), 0600) == 0);
    fails_to_open("old.db", NULL, CW_STATUS_OLDER_SCHEMA);
    FAILS(CW_STATUS_NOT_FOUND, cw_store_upgrade(TEXT(test_path("none.db")), NULL, &from, &to, &copy, &error));
    CHECK(from == 9 && to == 9 && copy.data == NULL);
    OK(cw_store_upgrade(TEXT(test_path("old.db")), NULL, &from, &to, &copy, &error));
    CHECK(from == 1 && to == 2 && copy.len > 0 && access((const char *)copy.data, F_OK) == 0);
    cw_bytes_free(&copy);
    OK(cw_store_upgrade(TEXT(test_path("old.db")), NULL, &from, &to, &copy, &error));
    CHECK(from == 2 && to == 2 && copy.data == NULL && copy.len == 0);
    OK(cw_store_open(TEXT(test_path("old.db")), NULL, &store, &error));
    cw_store_free(store);
}

static void a_store_that_was_replaced_is_noticed(void) {
    cw_store *store = create_store("moving.db");
    CHECK(unlink(test_path("moving.db")) == 0);
    cw_entry *entry = NULL;
    cw_self_signed *wanted = NULL;
    OK(cw_self_signed_new(TEXT("x"), &wanted, &error));
    FAILS(CW_STATUS_MOVED, cw_store_create_self_signed(store, wanted, NULL, &entry, &error));
    cw_self_signed_free(wanted);
    cw_store_free(store);
}

/* Another process holds the lock of SQLite's that whoever writes takes: octet 120 of the shared memory's file. */
static void a_writer_is_waited_for_no_longer_than_was_said(void) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 120, .l_len = 1};
    cw_open_options *options = new_options();
    cw_store *store = NULL;
    cw_self_signed *wanted = NULL;
    cw_entry *entry = NULL;
    int ends[2], end[2];
    char said = 0;
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_open_options_busy_deadline(options, UINT32_MAX, &error));
    OK(cw_open_options_busy_deadline(options, 300, &error));
    OK(cw_store_open(TEXT(test_path("plain.db")), options, &store, &error)); /* it stays open: else that memory would be made anew */
    CHECK(pipe(ends) == 0 && pipe(end) == 0);
    pid_t holder = fork();
    if (holder == 0) {
        int file = open(test_path("plain.db-shm"), O_RDWR);
        CHECK(file >= 0 && fcntl(file, F_SETLK, &lock) == 0 && write(ends[1], "y", 1) == 1);
        close(end[1]);
        CHECK(read(end[0], &said, 1) == 0); /* until the parent is through, or gone */
        raise(SIGKILL);
    }
    CHECK(read(ends[0], &said, 1) == 1);
    OK(cw_self_signed_new(TEXT("x"), &wanted, &error));
    struct timespec begun, ended;
    clock_gettime(CLOCK_MONOTONIC, &begun);
    FAILS(CW_STATUS_BUSY, cw_store_create_self_signed(store, wanted, NULL, &entry, &error));
    clock_gettime(CLOCK_MONOTONIC, &ended);
    double seconds = (double)(ended.tv_sec - begun.tv_sec) + (double)(ended.tv_nsec - begun.tv_nsec) / 1e9;
    CHECK(seconds > 0.2 && seconds < 8 && entry == NULL); /* and not the ten of the default */
    CHECK(close(end[1]) == 0 && waitpid(holder, NULL, 0) == holder);
    CHECK(close(end[0]) == 0 && close(ends[0]) == 0 && close(ends[1]) == 0);
    OK(cw_store_create_self_signed(store, wanted, NULL, &entry, &error));
    cw_entry_free(entry);
    cw_self_signed_free(wanted);
    cw_store_free(store);
    cw_open_options_free(options);
}

int main(void) {
    a_store_is_made_once_and_opened_often();
    a_key_file_can_lie_elsewhere();
    a_locked_store_is_read_only();
    a_store_can_be_shared();
    the_actor_stands_in_the_journal();
    what_is_no_store_is_refused();
    stores_of_other_versions_are_refused_or_upgraded();
    a_store_that_was_replaced_is_noticed();
    a_writer_is_waited_for_no_longer_than_was_said();
    return 0;
}
