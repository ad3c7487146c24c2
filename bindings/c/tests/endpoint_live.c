/* What an endpoint serves with, followed: by version, by many threads at once, and where the store cannot be read. */
#define _POSIX_C_SOURCE 200809L
#include "endpoint.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

/* Whether an identity, which is freed, is that of a certificate. */
static bool is_of(cw_identity *identity, const cw_entry *entry) {
    const cw_certificate *certificate = NULL;
    bool same = false;
    OK(cw_identity_certificate(identity, &certificate, &error));
    OK(cw_certificate_equal(certificate, certificate_of(entry), &same, &error));
    cw_identity_free(identity);
    return same;
}

static void it_is_given_when_it_is_another_than_the_known_one(const cw_store *store, const cw_endpoint *api) {
    cw_live_identity *live = NULL;
    cw_identity *identity = NULL;
    cw_entry *first = NULL, *second = create_srv1(store);
    uint64_t version = 9;
    OK(cw_live_identity_new(api, &live, &error));
    OK(cw_live_identity_last(live, 0, &version, &identity, &error));
    CHECK(version == 0 && identity == NULL);
    OK(cw_live_identity_get(live, 0, &version, &identity, &error));
    OK(cw_endpoint_certificate(api, &first, &error));
    CHECK(version == 1 && is_of(identity, first));
    identity = NULL;
    OK(cw_live_identity_get(live, 1, &version, &identity, &error));
    CHECK(version == 1 && identity == NULL);
    cw_entry_free(create_srv1(store));
    OK(cw_live_identity_get(live, 1, &version, &identity, &error));
    CHECK(version == 1 && identity == NULL);

    serve_stored(api, 0, second);
    OK(cw_live_identity_last(live, 1, &version, &identity, &error));
    CHECK(version == 1 && identity == NULL);
    OK(cw_live_identity_get(live, 1, &version, &identity, &error));
    CHECK(version == 2 && is_of(identity, second));
    OK(cw_live_identity_get(live, 7, &version, &identity, &error)); /* the number of another one */
    CHECK(version == 2 && is_of(identity, second));
    CHECK(CHANGED(cw_endpoint_disable(api, &came_to, &error)));
    FAILS(CW_STATUS_ENDPOINT_STATE, cw_live_identity_get(live, 2, &version, &identity, &error));
    OK(cw_live_identity_last(live, 0, &version, &identity, &error));
    CHECK(version == 2 && is_of(identity, second));
    CHECK(CHANGED(cw_endpoint_https(api, 0, &came_to, &error)));

    NULLS_OF(cw_live_identity_new, api, "endpoint", cw_live_identity *);
    FAILS_NULL("live", cw_live_identity_get(NULL, 0, &version, &identity, &error));
    FAILS_NULL("out_version", cw_live_identity_get(live, 0, NULL, &identity, &error));
    FAILS_NULL("out_identity", cw_live_identity_get(live, 0, &version, NULL, &error));
    FAILS_NULL("live", cw_live_identity_last(NULL, 0, &version, &identity, &error));
    FAILS_NULL("out_version", cw_live_identity_last(live, 0, NULL, &identity, &error));
    FAILS_NULL("out_identity", cw_live_identity_last(live, 0, &version, NULL, &error));
    cw_live_identity_free(live);
    cw_live_identity_free(NULL);
    cw_entry_free(first);
    cw_entry_free(second);
}

enum { CERTIFICATES = 4, THREADS = 8 };

static cw_entry *all[CERTIFICATES];
static atomic_bool done;
static atomic_size_t given;

/* A server's thread: asks as for one connection after another, and keeps what it has. */
static void *ask(void *live) {
    cw_error *own = NULL;
    uint64_t known = 0;
    bool ok = true;
    do {
        uint64_t version = 0;
        cw_identity *identity = NULL;
        const cw_certificate *certificate = NULL;
        ok = cw_live_identity_get(live, known, &version, &identity, &own) == CW_STATUS_OK && version >= known &&
             (identity == NULL) == (version == known);
        if (ok && identity != NULL) {
            bool among = false;
            ok = cw_identity_certificate(identity, &certificate, &own) == CW_STATUS_OK;
            for (int i = 0; ok && !among && i < CERTIFICATES; i++) {
                ok = cw_certificate_equal(certificate, certificate_of(all[i]), &among, &own) == CW_STATUS_OK;
            }
            ok = ok && among;
            atomic_fetch_add(&given, 1);
        }
        cw_identity_free(identity);
        known = version;
    } while (ok && !atomic_load(&done));
    if (own != NULL) {
        fprintf(stderr, "%s\n", cw_error_message(own).data);
    }
    cw_error_free(own);
    return ok ? live : NULL;
}

static void a_hundred_changes_are_followed_by_eight_threads(const cw_store *store, const cw_endpoint *api) {
    pthread_t threads[THREADS];
    cw_live_identity *live = NULL;
    cw_store *another = NULL;
    uint64_t known = 0;
    for (int i = 0; i < CERTIFICATES; i++) {
        all[i] = create_srv1(store);
    }
    serve_stored(api, 0, all[CERTIFICATES - 1]);
    OK(cw_live_identity_new(api, &live, &error));
    OK(cw_store_open(TEXT(test_path("certs.db")), NULL, &another, &error));
    cw_endpoint *same = open_api(another);
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_create(&threads[i], NULL, ask, live) == 0);
    }
    for (int i = 0; i < (test_is_slow() ? 20 : 100); i++) {
        uint64_t version = 0;
        cw_identity *identity = NULL;
        serve_stored(same, 0, all[i % CERTIFICATES]);
        OK(cw_live_identity_get(live, known, &version, &identity, &error));
        CHECK(version > known && identity != NULL && is_of(identity, all[i % CERTIFICATES]));
        known = version;
    }
    atomic_store(&done, true);
    for (int i = 0; i < THREADS; i++) {
        void *result = NULL;
        CHECK(pthread_join(threads[i], &result) == 0 && result == live);
    }
    CHECK(atomic_load(&given) >= THREADS);
    cw_endpoint_free(same);
    cw_store_free(another);
    cw_live_identity_free(live);
    for (int i = 0; i < CERTIFICATES; i++) {
        cw_entry_free(all[i]);
    }
}

/* A child opens the file anew, which is not there; it ends without an exit: what it still holds is the parent's to free. */
static void what_was_served_is_there_where_the_store_is_not(void) {
    char database[4096], away[4096], said = 0;
    cw_store *store = create_store("gone.db");
    cw_endpoint *api = open_api(store);
    cw_live_identity *live = NULL;
    cw_identity *identity = NULL;
    cw_entry *entry = NULL;
    uint64_t version = 0;
    int ends[2];
    OK(cw_endpoint_certificate(api, &entry, &error));
    OK(cw_live_identity_new(api, &live, &error));
    cw_endpoint_free(api);
    OK(cw_live_identity_get(live, 0, &version, &identity, &error));
    cw_identity_free(identity);
    snprintf(database, sizeof database, "%s", test_path("gone.db"));
    snprintf(away, sizeof away, "%s", test_path("away.db"));
    CHECK(rename(database, away) == 0 && pipe(ends) == 0);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        cw_status status = cw_live_identity_get(live, 0, &version, &identity, NULL);
        CHECK(status == CW_STATUS_IO || status == CW_STATUS_MOVED); /* it looks for that only now and then */
        OK(cw_live_identity_last(live, 0, &version, &identity, &error));
        CHECK(version == 1 && is_of(identity, entry));
        CHECK(write(ends[1], "y", 1) == 1);
        raise(SIGKILL);
    }
    CHECK(close(ends[1]) == 0);
    CHECK(read(ends[0], &said, 1) == 1 && said == 'y' && close(ends[0]) == 0);
    CHECK(waitpid(child, NULL, 0) == child);
    cw_live_identity_free(live);
    cw_entry_free(entry);
    cw_store_free(store);
}

int main(void) {
    cw_store *store = create_store("certs.db");
    cw_endpoint *api = open_api(store);
    it_is_given_when_it_is_another_than_the_known_one(store, api);
    a_hundred_changes_are_followed_by_eight_threads(store, api);
    what_was_served_is_there_where_the_store_is_not();
    cw_endpoint_free(api);
    cw_store_free(store);
    return 0;
}
