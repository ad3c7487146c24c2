/* Identities: a certificate, its key and its chain. */
#include "test.h"

static void joins_and_takes_apart(void) {
    cw_identity *made = test_identity("leaf"), *joined = NULL, *clone = NULL;
    const cw_certificate *leaf = NULL, *found = NULL;
    const cw_private_key *key = NULL, *found_key = NULL;
    OK(cw_identity_certificate(made, &leaf, &error));
    OK(cw_identity_private_key(made, &key, &error));
    cw_str name;
    OK(cw_identity_friendly_name(made, &name, &error));
    TEXT_IS(name, NULL);
    size_t count = 9;
    OK(cw_identity_chain_count(made, &count, &error));
    CHECK(count == 0);

    cw_certificate *odd = test_certificate("odd/odd.pem"), *bare = test_certificate("odd/bare.pem");
    const cw_certificate *chain[] = {odd, bare};
    OK(cw_identity_new(leaf, key, chain, 2, TEXT("API"), &joined, &error));
    /* it holds on to all of them */
    OK(cw_identity_clone(joined, &clone, &error));
    cw_identity_free(joined);
    cw_identity_free(made);
    cw_certificate_free(bare);
    OK(cw_identity_friendly_name(clone, &name, &error));
    TEXT_IS(name, "API");
    OK(cw_identity_chain_count(clone, &count, &error));
    CHECK(count == 2);
    OK(cw_identity_chain_at(clone, 0, &found, &error));
    bool same = false;
    OK(cw_certificate_equal(found, odd, &same, &error));
    CHECK(same);
    OK(cw_identity_certificate(clone, &found, &error));
    OK(cw_identity_private_key(clone, &found_key, &error));
    OK(cw_private_key_matches(found_key, found, &same, &error));
    CHECK(same);

    /* an empty name is a name */
    OK(cw_identity_new(found, found_key, NULL, 0, TEXT(""), &joined, &error));
    OK(cw_identity_friendly_name(joined, &name, &error));
    TEXT_IS(name, "");
    cw_identity_free(joined);
    joined = NULL;

    FAILS(CW_STATUS_KEY_MISMATCH, cw_identity_new(odd, found_key, NULL, 0, NULL, 0, &joined, &error));
    const cw_certificate *holes[] = {odd, NULL};
    FAILS_NULL("certificate", cw_identity_new(NULL, found_key, NULL, 0, NULL, 0, &joined, &error));
    FAILS_NULL("key", cw_identity_new(found, NULL, NULL, 0, NULL, 0, &joined, &error));
    FAILS_NULL("chain", cw_identity_new(found, found_key, NULL, 1, NULL, 0, &joined, &error));
    FAILS_NULL("chain", cw_identity_new(found, found_key, holes, 2, NULL, 0, &joined, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "chain: its length", cw_identity_new(found, found_key, chain, SIZE_MAX / 2, NULL, 0, &joined, &error));
    FAILS_NULL("friendly_name", cw_identity_new(found, found_key, NULL, 0, NULL, 1, &joined, &error));
    FAILS_NULL("out", cw_identity_new(found, found_key, NULL, 0, NULL, 0, NULL, &error));
    CHECK(joined == NULL);
    NULLS_OF(cw_identity_certificate, clone, "identity", const cw_certificate *);
    NULLS_OF(cw_identity_private_key, clone, "identity", const cw_private_key *);
    NULLS_OF(cw_identity_chain_count, clone, "identity", size_t);
    NULLS_AT(cw_identity_chain_at, clone, "identity", 2, const cw_certificate *);
    NULLS_OF(cw_identity_friendly_name, clone, "identity", cw_str);
    NULLS_OF(cw_identity_clone, clone, "identity", cw_identity *);
    cw_certificate_free(odd);
    cw_identity_free(clone);
    cw_identity_free(NULL);
}

static void is_written_as_servers_take_it(void) {
    cw_identity *identity = test_identity("leaf");
    cw_bytes plain = {NULL, 0}, sealed = {NULL, 0};
    OK(cw_identity_to_pem(identity, NULL, 0, &plain, &error));
    CHECK(strstr((const char *)plain.data, "BEGIN PRIVATE KEY") < strstr((const char *)plain.data, "BEGIN CERTIFICATE"));
    if (!test_is_slow()) {
        OK(cw_identity_to_pem(identity, TEXT("secret"), &sealed, &error));
        CHECK(strstr((const char *)sealed.data, "BEGIN ENCRYPTED PRIVATE KEY") != NULL);
    }
    cw_import_report *report = NULL;
    OK(cw_read_file(OCTETS(plain), NULL, &report, &error));
    size_t count = 0;
    OK(cw_import_report_identity_count(report, &count, &error));
    CHECK(count == 1);
    cw_import_report_free(report);
    cw_bytes_free(&plain);
    cw_bytes_free(&sealed);
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_identity_to_pem(identity, TEXT(""), &plain, &error));
    FAILS_NULL("identity", cw_identity_to_pem(NULL, NULL, 0, &plain, &error));
    FAILS_NULL("password", cw_identity_to_pem(identity, NULL, 1, &plain, &error));
    FAILS_NULL("out", cw_identity_to_pem(identity, NULL, 0, NULL, &error));
    CHECK(plain.data == NULL);
    cw_identity_free(identity);
}

int main(void) {
    joins_and_takes_apart();
    is_written_as_servers_take_it();
    return 0;
}
