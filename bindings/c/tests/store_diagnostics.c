/* What is told of a store that is no error: to a callback that may use the store, until nothing can be told any more. */
#include "store.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a callback heard, and the store that it uses. */
struct log {
    int infos, warnings, freed;
    char codes[256];
    const cw_store *store;
};

static void tell(void *user, uint32_t level, cw_str code, cw_str message) {
    struct log *log = user;
    CHECK(level == CW_DIAGNOSTIC_INFO || level == CW_DIAGNOSTIC_WARNING);
    *(level == CW_DIAGNOSTIC_INFO ? &log->infos : &log->warnings) += 1;
    CHECK(message.len > 20 && strlen(message.data) == message.len && strchr(message.data, '\n') == NULL);
    CHECK(code.len == strlen(code.data) && strlen(log->codes) + code.len + 2 < sizeof log->codes);
    strcat(strcat(log->codes, code.data), " ");
    if (log->store != NULL) {
        cw_entry_free(create_entry(log->store, "made by the callback"));
    }
}

static void let_go(void *user) {
    ((struct log *)user)->freed++;
}

/* What was heard since the last look. */
#define HEARD(log, wanted)                                             \
    do {                                                               \
        if (strcmp((log).codes, wanted) != 0) {                        \
            fprintf(stderr, "got %s\n", (log).codes);                  \
            test_fail(__LINE__, __FILE__, "the codes are not " wanted); \
        }                                                              \
        (log).codes[0] = 0;                                            \
    } while (0)

static void what_happens_is_told_until_the_last_handle_is_freed(void) {
    struct log log = {0};
    cw_open_options *options = NULL;
    cw_store *store = NULL;
    OK(cw_open_options_new(&options, &error));
    OK(cw_open_options_diagnostics(options, tell, &log, let_go, &error));
    OK(cw_store_create(TEXT(test_path("certs.db")), options, &store, &error));
    HEARD(log, "key-file-beside ");
    CHECK(log.infos == 1 && log.warnings == 0);
    cw_open_options_free(options);
    CHECK(log.freed == 0);

    cw_entry *entry = create_entry(store, "srv1");
    HEARD(log, "");
    cw_store_free(store);
    CHECK(log.freed == 0); /* the entry keeps it open */
    cw_entry_free(entry);
    CHECK(log.freed == 1);
}

static void a_callback_is_freed_once_another_one_takes_its_place(void) {
    struct log first = {0}, second = {0};
    cw_open_options *options = NULL;
    FAILS_NULL("options", cw_open_options_diagnostics(NULL, tell, &first, let_go, &error));
    CHECK(first.freed == 1);
    OK(cw_open_options_new(&options, &error));
    OK(cw_open_options_diagnostics(options, tell, &first, let_go, &error));
    OK(cw_open_options_diagnostics(options, tell, &second, let_go, &error));
    CHECK(first.freed == 2 && second.freed == 0);
    OK(cw_open_options_diagnostics(options, NULL, NULL, NULL, &error));
    CHECK(second.freed == 1);
    cw_store *store = NULL;
    OK(cw_store_open(TEXT(test_path("certs.db")), options, &store, &error));
    cw_store_free(store);
    cw_open_options_free(options);
    HEARD(second, "");
}

/* Who failed to unlock the store is told of when somebody writes; the callback writes, too, which deadlocks if a lock is held. */
static void a_callback_may_use_the_store(void) {
    struct log log = {0};
    cw_open_options *options = NULL, *wrong = NULL;
    cw_new_protector *passphrase = NULL;
    cw_protector *added = NULL;
    cw_store *store = NULL, *none = NULL;
    OK(cw_open_options_new(&options, &error));
    OK(cw_open_options_new(&wrong, &error));
    OK(cw_open_options_diagnostics(options, tell, &log, NULL, &error));
    OK(cw_store_open(TEXT(test_path("certs.db")), options, &store, &error));
    HEARD(log, "key-file-beside ");
    OK(cw_new_protector_passphrase(TEXT("correct horse"), &passphrase, &error));
    OK(cw_store_add_protector(store, passphrase, &added, &error));
    OK(cw_open_options_passphrase(wrong, TEXT("battery staple"), &error));
    FAILS(CW_STATUS_WRONG_PASSWORD, cw_store_open(TEXT(test_path("certs.db")), wrong, &none, &error));
    size_t before = count_of(store, NULL);
    log.store = store;
    cw_entry_free(create_entry(store, "srv2"));
    HEARD(log, "unlock-failed ");
    CHECK(log.warnings == 1 && count_of(store, NULL) == before + 2);
    log.store = NULL;
    cw_protector_free(added);
    cw_new_protector_free(passphrase);
    cw_open_options_free(wrong);
    cw_open_options_free(options);
    cw_store_free(store);
}

/* The child says by a pipe that all went well, and ends without an exit: what it still holds is the parent's to free. */
static void a_child_is_told_that_it_opens_the_store_anew(void) {
    struct log log = {0};
    cw_open_options *options = NULL;
    cw_store *store = NULL;
    int ends[2];
    char said = 0;
    OK(cw_open_options_new(&options, &error));
    OK(cw_open_options_diagnostics(options, tell, &log, NULL, &error));
    OK(cw_store_open(TEXT(test_path("certs.db")), options, &store, &error));
    HEARD(log, "key-file-beside ");
    CHECK(pipe(ends) == 0);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        CHECK(count_of(store, NULL) == 3);
        HEARD(log, "forked ");
        CHECK(write(ends[1], "y", 1) == 1);
        raise(SIGKILL);
    }
    CHECK(close(ends[1]) == 0);
    CHECK(read(ends[0], &said, 1) == 1 && said == 'y' && close(ends[0]) == 0);
    CHECK(waitpid(child, NULL, 0) == child);
    CHECK(count_of(store, NULL) == 3);
    HEARD(log, "");
    cw_store_free(store);
    cw_open_options_free(options);
}

int main(void) {
    what_happens_is_told_until_the_last_handle_is_freed();
    a_callback_is_freed_once_another_one_takes_its_place();
    a_callback_may_use_the_store();
    a_child_is_told_that_it_opens_the_store_anew();
    return 0;
}
