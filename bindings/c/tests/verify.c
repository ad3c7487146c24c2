/* A chain is verified, or every reason against it is told. */
#include "chain.h"

static void gives_the_path(void) {
    cw_verify_options *options = options_at_that_time();
    const cw_certificate *chain[] = {leaf, ca}, *wanted[] = {leaf, ca, root}, *found = NULL;
    cw_verified *verified = NULL;
    const cw_name *anchor = NULL;
    cw_str text;
    size_t count = 0;
    bool same = false;
    OK(cw_verify_chain(chain, 2, options, &verified, &error));
    cw_verify_options_free(options); /* not needed any more */
    OK(cw_verified_path_count(verified, &count, &error));
    CHECK(count == 3);
    for (size_t i = 0; i < count; i++) {
        OK(cw_verified_path_at(verified, i, &found, &error));
        OK(cw_certificate_equal(found, wanted[i], &same, &error));
        CHECK(same);
    }
    OK(cw_verified_anchor_certificate(verified, &found, &error));
    OK(cw_certificate_equal(found, root, &same, &error));
    CHECK(same);
    OK(cw_verified_anchor_name(verified, &anchor, &error));
    OK(cw_name_text(anchor, &text, &error));
    TEXT_IS(text, "CN=Root");

    NULLS_OF(cw_verified_path_count, verified, "verified", size_t);
    NULLS_AT(cw_verified_path_at, verified, "verified", 3, const cw_certificate *);
    NULLS_OF(cw_verified_anchor_name, verified, "verified", const cw_name *);
    NULLS_OF(cw_verified_anchor_certificate, verified, "verified", const cw_certificate *);
    cw_verified_free(verified);
    cw_verified_free(NULL);
}

/* A name with its key is a root as well, and is no certificate of the path. */
static void takes_a_name_with_its_key_for_a_root(void) {
    cw_verify_options *options = NULL;
    const cw_certificate *chain[] = {leaf, ca}, *found = leaf;
    cw_verified *verified = NULL;
    const cw_name *name = NULL;
    cw_octets key;
    cw_str text;
    size_t count = 0;
    OK(cw_verify_options_new(&options, &error));
    OK(cw_verify_options_at(options, WHEN, &error));
    REFUSED("issuer_not_found", leaf, ca, options);
    OK(cw_certificate_subject_name(root, &name, &error));
    OK(cw_certificate_public_key_der(root, &key, &error));
    OK(cw_verify_options_named_root(options, name, key.data, key.len, &error));
    OK(cw_verify_chain(chain, 2, options, &verified, &error));
    OK(cw_verified_path_count(verified, &count, &error));
    CHECK(count == 2);
    OK(cw_verified_anchor_certificate(verified, &found, &error));
    CHECK(found == NULL);
    OK(cw_verified_anchor_name(verified, &name, &error));
    OK(cw_name_text(name, &text, &error));
    TEXT_IS(text, "CN=Root");

    FAILS(CW_STATUS_MALFORMED_KEY, cw_verify_options_named_root(options, name, NULL, 0, &error));
    FAILS(CW_STATUS_MALFORMED_KEY, cw_verify_options_named_root(options, name, key.data, key.len - 1, &error));
    FAILS_NULL("options", cw_verify_options_named_root(NULL, name, key.data, key.len, &error));
    FAILS_NULL("name", cw_verify_options_named_root(options, NULL, key.data, key.len, &error));
    FAILS_NULL("public_key", cw_verify_options_named_root(options, name, NULL, 1, &error));
    cw_verified_free(verified);
    cw_verify_options_free(options);
}

static void check_reason(const cw_refused_path *path, size_t index, const char *code, size_t place, const char *certificate, const char *message) {
    const cw_reason *reason = NULL;
    cw_str text;
    size_t found = 99;
    OK(cw_refused_path_reason_at(path, index, &reason, &error));
    OK(cw_reason_code(reason, &text, &error));
    TEXT_IS(text, code);
    OK(cw_reason_place(reason, &found, &error));
    CHECK(found == place);
    OK(cw_reason_certificate(reason, &text, &error));
    TEXT_IS(text, certificate);
    OK(cw_reason_message(reason, &text, &error));
    TEXT_IS(text, message);
    NULLS_OF(cw_reason_code, reason, "reason", cw_str);
    NULLS_OF(cw_reason_place, reason, "reason", size_t);
    NULLS_OF(cw_reason_certificate, reason, "reason", cw_str);
    NULLS_OF(cw_reason_message, reason, "reason", cw_str);
}

static size_t check_path(const cw_error *why, size_t index, const cw_refused_path **path) {
    const char *wanted[] = {"CN=srv1.example.com", "CN=CA", "CN=Root"};
    size_t count = 0;
    cw_str text;
    OK(cw_error_refused_path_at(why, index, path, &error));
    OK(cw_refused_path_subject_count(*path, &count, &error));
    CHECK(count == 3);
    for (size_t i = 0; i < count; i++) {
        OK(cw_refused_path_subject_at(*path, i, &text, &error));
        TEXT_IS(text, wanted[i]);
    }
    OK(cw_refused_path_reason_count(*path, &count, &error));
    return count;
}

/* The best path with its reason, and another one with two. */
static void tells_every_reason_against_every_path(void) {
    cw_verify_options *options = options_at_that_time();
    cw_certificate *expired = test_certificate("chain/ca-expired.pem");
    const cw_certificate *chain[] = {leaf, expired};
    cw_verified *verified = NULL;
    cw_error *why = NULL;
    const cw_refused_path *path = NULL;
    size_t count = 0;
    const char *mismatch = "CN=srv1.example.com is for srv1.example.com; not for srv2.example.com";
    OK(cw_verify_options_intermediate(options, ca, &error));
    OK(cw_verify_options_host(options, TEXT("srv2.example.com"), &error));
    CHECK(cw_verify_chain(chain, 2, options, &verified, &why) == CW_STATUS_UNTRUSTED && verified == NULL);
    CHECK(strstr(cw_error_message(why).data, "not for srv2.example.com") != NULL);
    OK(cw_error_refused_path_count(why, &count, &error));
    CHECK(count == 2);
    CHECK(check_path(why, 0, &path) == 1);
    check_reason(path, 0, "host_mismatch", 0, "CN=srv1.example.com", mismatch);
    CHECK(check_path(why, 1, &path) == 2);
    check_reason(path, 0, "host_mismatch", 0, "CN=srv1.example.com", mismatch);
    check_reason(path, 1, "expired", 1, "CN=CA", "CN=CA expired 327 days ago, on 2026-01-01");

    NULLS_OF(cw_error_refused_path_count, why, "failure", size_t);
    NULLS_AT(cw_error_refused_path_at, why, "failure", 2, const cw_refused_path *);
    NULLS_OF(cw_refused_path_subject_count, path, "path", size_t);
    NULLS_AT(cw_refused_path_subject_at, path, "path", 3, cw_str);
    NULLS_OF(cw_refused_path_reason_count, path, "path", size_t);
    NULLS_AT(cw_refused_path_reason_at, path, "path", 2, const cw_reason *);
    cw_error_free(why);

    /* an error of another status has none */
    why = NULL;
    CHECK(cw_verify_chain(NULL, 0, options, &verified, &why) == CW_STATUS_INVALID_ARGUMENT);
    OK(cw_error_refused_path_count(why, &count, &error));
    CHECK(count == 0);
    NULLS_AT(cw_error_refused_path_at, why, "failure", 0, const cw_refused_path *);
    cw_error_free(why);
    cw_certificate_free(expired);
    cw_verify_options_free(options);
}

static void refuses_what_is_no_chain(void) {
    cw_verify_options *options = options_at_that_time();
    const cw_certificate *chain[] = {leaf, ca, NULL};
    cw_verified *none = NULL;
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "chain", cw_verify_chain(NULL, 0, options, &none, &error));
    FAILS_NULL("chain", cw_verify_chain(NULL, 1, options, &none, &error));
    FAILS_NULL("chain", cw_verify_chain(chain, 3, options, &none, &error));
    FAILS_NULL("options", cw_verify_chain(chain, 2, NULL, &none, &error));
    FAILS_NULL("out", cw_verify_chain(chain, 2, options, NULL, &error));
    CHECK(none == NULL);

    /* the error is not needed by those who only want to know whether */
    OK(cw_verify_options_host(options, TEXT("srv2.example.com"), &error));
    CHECK(cw_verify_chain(chain, 2, options, &none, NULL) == CW_STATUS_UNTRUSTED && none == NULL);
    cw_verify_options_free(options);
}

int main(void) {
    open_chain();
    gives_the_path();
    takes_a_name_with_its_key_for_a_root();
    tells_every_reason_against_every_path();
    refuses_what_is_no_chain();
    close_chain();
    return 0;
}
