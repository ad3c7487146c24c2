/* The journal, read and followed; a store that many threads use, and a child made by fork. */
#include "store.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void events_are_read_in_order(const cw_store *store) {
    cw_events *events = NULL;
    const cw_event *event = NULL;
    cw_str text;
    size_t count = 0;
    uint64_t number = 0, last = 0;
    int64_t at = 0, milliseconds = 0;
    OK(cw_store_last_event(store, &last, &error));
    OK(cw_store_events(store, 0, SIZE_MAX, &events, &error));
    OK(cw_events_count(events, &count, &error));
    CHECK(count == 2 && last == 2);
    OK(cw_events_at(events, 1, &event, &error));
    OK(cw_event_number(event, &number, &error));
    OK(cw_event_at(event, &at, &error));
    OK(cw_event_at_milliseconds(event, &milliseconds, &error));
    CHECK(number == 2 && at <= time(NULL) && at > time(NULL) - 600 && milliseconds / 1000 == at);
    OK(cw_event_kind(event, &text, &error));
    TEXT_IS(text, "issued");
    OK(cw_event_thumbprint(event, &text, &error));
    CHECK(text.len == 40);
    OK(cw_event_details(event, &text, &error));
    CHECK(text.data[0] == '{');
    OK(cw_events_at(events, 0, &event, &error));
    OK(cw_event_kind(event, &text, &error));
    TEXT_IS(text, "created");
    OK(cw_event_thumbprint(event, &text, &error));
    TEXT_IS(text, NULL);
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_events_at(events, 2, &event, &error));
    cw_events_free(events);
    OK(cw_store_events(store, 1, SIZE_MAX, &events, &error));
    OK(cw_events_count(events, &count, &error));
    CHECK(count == 1);
    cw_events_free(events);
    OK(cw_store_events(store, 0, 0, &events, &error));
    OK(cw_events_count(events, &count, &error));
    CHECK(count == 0);
    cw_events_free(events);
    OK(cw_store_last_event_before_milliseconds(store, milliseconds + 1, &number, &error));
    CHECK(number == 2);
    OK(cw_store_last_event_before_milliseconds(store, milliseconds, &number, &error));
    CHECK(number < 2);
    OK(cw_store_last_event_before_milliseconds(store, -1, &number, &error));
    CHECK(number == 0);
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_store_last_event_before_milliseconds(store, INT64_MAX, &number, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_store_last_event_before_milliseconds(store, INT64_MIN, &number, &error));
}

static void *write_one(void *store) {
    cw_entry_free(create_entry(store, "watched"));
    return NULL;
}

static void a_watch_gives_what_others_write(cw_store *store) {
    cw_watch *watch = NULL;
    cw_event *event = NULL;
    uint64_t since = 0;
    pthread_t writer;
    OK(cw_store_watch(store, 1, &watch, &error));
    OK(cw_watch_next(watch, 0, &event, &error));
    CHECK(event != NULL);
    cw_event_free(event);
    OK(cw_watch_since(watch, &since, &error));
    CHECK(since == 2);
    OK(cw_watch_next(watch, 10, &event, &error));
    CHECK(event == NULL);
    CHECK(pthread_create(&writer, NULL, write_one, store) == 0);
    OK(cw_watch_next(watch, 60000, &event, &error));
    CHECK(event != NULL && pthread_join(writer, NULL) == 0);
    cw_event_free(event);
    cw_watch_free(watch);
    OK(cw_store_watch(store, 99, &watch, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_watch_next(watch, 0, &event, &error));
    cw_watch_free(watch);
}

/* One handle, sixteen threads: each makes a certificate, finds it again, and reads its key. */
static void *use(void *store) {
    cw_error *own = NULL;
    cw_self_signed *wanted = NULL;
    cw_entry *entry = NULL, *found = NULL;
    const cw_certificate *certificate = NULL;
    cw_identity *identity = NULL;
    cw_str thumbprint;
    bool ok = cw_self_signed_new(TEXT("thread"), &wanted, &own) == CW_STATUS_OK &&
              cw_store_create_self_signed(store, wanted, NULL, &entry, &own) == CW_STATUS_OK &&
              cw_entry_certificate(entry, &certificate, &own) == CW_STATUS_OK &&
              cw_certificate_thumbprint(certificate, &thumbprint, &own) == CW_STATUS_OK;
    for (int i = 0; ok && i < 20; i++) {
        ok = cw_store_get(store, thumbprint.data, thumbprint.len, NULL, &found, &own) == CW_STATUS_OK &&
             cw_entry_identity(found, &identity, &own) == CW_STATUS_OK;
        cw_identity_free(identity);
        cw_entry_free(found);
        identity = NULL;
        found = NULL;
    }
    cw_entry_free(entry);
    cw_self_signed_free(wanted);
    cw_error_free(own);
    return ok ? store : NULL;
}

static void sixteen_threads_share_one_handle(cw_store *store) {
    enum { THREADS = 16 };
    pthread_t threads[THREADS];
    size_t before = count_of(store, NULL);
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_create(&threads[i], NULL, use, store) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        void *done = NULL;
        CHECK(pthread_join(threads[i], &done) == 0 && done == store);
    }
    CHECK(count_of(store, NULL) == before + THREADS);
}

/* The child says by a pipe that all went well, and ends without an exit: what it still holds is the parent's to free. */
static void a_child_goes_on_with_the_store(cw_store *store) {
    size_t before = count_of(store, NULL);
    int ends[2];
    char said = 0;
    CHECK(pipe(ends) == 0);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        cw_entry_free(create_entry(store, "child"));
        CHECK(count_of(store, NULL) == before + 1);
        CHECK(write(ends[1], "y", 1) == 1);
        raise(SIGKILL);
    }
    CHECK(close(ends[1]) == 0);
    CHECK(read(ends[0], &said, 1) == 1 && said == 'y' && close(ends[0]) == 0);
    CHECK(waitpid(child, NULL, 0) == child);
    cw_entry_free(create_entry(store, "parent"));
    CHECK(count_of(store, NULL) == before + 2);
}

int main(void) {
    cw_store *store = create_store("certs.db");
    cw_entry_free(create_entry(store, "srv1"));
    events_are_read_in_order(store);
    a_watch_gives_what_others_write(store);
    sixteen_threads_share_one_handle(store);
    a_child_goes_on_with_the_store(store);
    cw_store_free(store);
    return 0;
}
