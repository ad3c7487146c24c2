/* Private keys: made, read, written, used; and those of kinds that cannot be used. */
#include "test.h"

static cw_private_key *generate(uint32_t algorithm) {
    cw_private_key *key = NULL;
    OK(cw_private_key_generate(algorithm, &key, &error));
    return key;
}

static cw_str algorithm_of(const cw_private_key *key) {
    cw_str out;
    OK(cw_private_key_algorithm(key, &out, &error));
    return out;
}

static bool same_key(const cw_private_key *one, const cw_private_key *other) {
    cw_octets first, second;
    OK(cw_private_key_public_key_der(one, &first, &error));
    OK(cw_private_key_public_key_der(other, &second, &error));
    return first.len == second.len && memcmp(first.data, second.data, first.len) == 0;
}

static void makes_each_kind(void) {
    const struct {
        uint32_t number;
        const char *name;
    } kinds[] = {{CW_KEY_P256, "p256"}, {CW_KEY_P384, "p384"}, {CW_KEY_ED25519, "ed25519"}, {CW_KEY_RSA_2048, "rsa2048"}, {CW_KEY_RSA_3072, "rsa3072"}, {CW_KEY_RSA_4096, "rsa4096"}};
    for (size_t i = 0; i < (test_is_slow() ? 3 : 6); i++) {
        cw_private_key *key = generate(kinds[i].number);
        TEXT_IS(algorithm_of(key), kinds[i].name);
        cw_bytes signature = {NULL, 0};
        OK(cw_private_key_sign(key, (const uint8_t *)"message", 7, &signature, &error));
        CHECK(signature.len >= 64);
        cw_bytes_free(&signature);
        OK(cw_private_key_sign(key, NULL, 0, &signature, &error));
        cw_bytes_free(&signature);
        cw_private_key_free(key);
    }
    cw_private_key *none = NULL;
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "algorithm", cw_private_key_generate(0, &none, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_private_key_generate(7, &none, &error));
    FAILS_NULL("out", cw_private_key_generate(CW_KEY_P256, NULL, &error));
    CHECK(none == NULL);
    cw_private_key_free(NULL);
}

/* Of both forms: as it is, and under a password. */
static void goes_out_and_in_again(void) {
    cw_status (*writers[])(const cw_private_key *, const char *, size_t, cw_bytes *, cw_error **) = {cw_private_key_to_pkcs8_der, cw_private_key_to_pkcs8_pem};
    cw_status (*readers[])(const uint8_t *, size_t, const char *, size_t, cw_private_key **, cw_error **) = {cw_private_key_from_der, cw_private_key_from_pem};
    cw_private_key *key = generate(CW_KEY_P256), *again = NULL;
    for (size_t i = 0; i < 2; i++) {
        cw_bytes plain = {NULL, 0}, sealed = {NULL, 0};
        OK(writers[i](key, NULL, 0, &plain, &error));
        OK(readers[i](OCTETS(plain), NULL, 0, &again, &error));
        CHECK(same_key(key, again));
        cw_private_key_free(again);
        again = NULL;
        OK(readers[i](OCTETS(plain), TEXT("counts for nothing"), &again, &error));
        cw_private_key_free(again);
        again = NULL;

        if (!test_is_slow()) {
            OK(writers[i](key, TEXT("secret"), &sealed, &error));
            FAILS(CW_STATUS_PASSWORD_REQUIRED, readers[i](OCTETS(sealed), NULL, CW_ZERO_TERMINATED, &again, &error));
            OK(readers[i](OCTETS(sealed), TEXT("secret"), &again, &error));
            CHECK(same_key(key, again));
            cw_private_key_free(again);
            again = NULL;
        }
        FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "password: it is empty", writers[i](key, TEXT(""), &sealed, &error));

        FAILS(CW_STATUS_MALFORMED_KEY, readers[i](NULL, 0, NULL, 0, &again, &error));
        FAILS_NULL(i == 0 ? "der" : "pem", readers[i](NULL, 1, NULL, 0, &again, &error));
        FAILS_NULL("password", readers[i](OCTETS(plain), NULL, 1, &again, &error));
        FAILS_NULL("out", readers[i](OCTETS(plain), NULL, 0, NULL, &error));
        FAILS_NULL("key", writers[i](NULL, NULL, 0, &sealed, &error));
        FAILS_NULL("password", writers[i](key, NULL, 1, &sealed, &error));
        FAILS_NULL("out", writers[i](key, NULL, 0, NULL, &error));
        cw_bytes_free(&plain);
        cw_bytes_free(&sealed);
    }
    cw_private_key_free(key);
}

/* Encrypted by another program, with few iterations. */
static void opens_what_is_encrypted(void) {
    cw_status (*readers[])(const uint8_t *, size_t, const char *, size_t, cw_private_key **, cw_error **) = {cw_private_key_from_der, cw_private_key_from_pem};
    const char *files[] = {"schemes/pkcs8-binary.der", "schemes/pkcs8-scrypt.pem"};
    for (size_t i = 0; i < 2; i++) {
        cw_bytes file = test_read(files[i]);
        cw_private_key *key = NULL;
        FAILS(CW_STATUS_PASSWORD_REQUIRED, readers[i](OCTETS(file), NULL, 0, &key, &error));
        FAILS(CW_STATUS_WRONG_PASSWORD, readers[i](OCTETS(file), "password", 7, &key, &error));
        CHECK(key == NULL);
        OK(readers[i](OCTETS(file), TEXT("password"), &key, &error));
        cw_private_key_free(key);
        cw_bytes_free(&file);
    }
}

static void belongs_to_its_certificate(void) {
    cw_identity *identity = test_identity("one");
    const cw_certificate *certificate = NULL;
    const cw_private_key *key = NULL;
    OK(cw_identity_certificate(identity, &certificate, &error));
    OK(cw_identity_private_key(identity, &key, &error));
    bool matches = false;
    OK(cw_private_key_matches(key, certificate, &matches, &error));
    CHECK(matches);
    cw_private_key *other = generate(CW_KEY_P256), *clone = NULL;
    OK(cw_private_key_matches(other, certificate, &matches, &error));
    CHECK(!matches);
    FAILS_NULL("key", cw_private_key_matches(NULL, certificate, &matches, &error));
    FAILS_NULL("certificate", cw_private_key_matches(key, NULL, &matches, &error));
    FAILS_NULL("out", cw_private_key_matches(key, certificate, NULL, &error));

    cw_bytes signature = {NULL, 0};
    FAILS_NULL("key", cw_private_key_sign(NULL, NULL, 0, &signature, &error));
    FAILS_NULL("message", cw_private_key_sign(key, NULL, 1, &signature, &error));
    FAILS_NULL("out", cw_private_key_sign(key, NULL, 0, NULL, &error));
    NULLS_OF(cw_private_key_algorithm, key, "key", cw_str);
    NULLS_OF(cw_private_key_public_key_der, key, "key", cw_octets);
    NULLS_OF(cw_private_key_clone, key, "key", cw_private_key *);

    /* a clone of a borrowed key lives on */
    OK(cw_private_key_clone(key, &clone, &error));
    cw_identity_free(identity);
    TEXT_IS(algorithm_of(clone), "p256");
    cw_private_key_free(clone);
    cw_private_key_free(other);
}

static void keeps_what_it_cannot_use(void) {
    cw_bytes file = test_read("odd/x25519.pem"), der = {NULL, 0};
    cw_private_key *none = NULL;
    FAILS(CW_STATUS_UNSUPPORTED, cw_private_key_from_pem(OCTETS(file), NULL, 0, &none, &error));
    cw_import_report *report = NULL;
    OK(cw_read_file(OCTETS(file), NULL, &report, &error));
    const cw_opaque_key *key = NULL;
    OK(cw_import_report_opaque_key_at(report, 0, &key, &error));
    NULLS_OF(cw_opaque_key_kind, key, "key", cw_str);
    NULLS_OF(cw_opaque_key_to_pkcs8_der, key, "key", cw_bytes);
    NULLS_OF(cw_opaque_key_clone, key, "key", cw_opaque_key *);
    cw_opaque_key *clone = NULL;
    OK(cw_opaque_key_clone(key, &clone, &error));
    cw_import_report_free(report);
    cw_str kind;
    OK(cw_opaque_key_kind(clone, &kind, &error));
    TEXT_IS(kind, "x25519");
    OK(cw_opaque_key_to_pkcs8_der(clone, &der, &error));
    CHECK(der.len == 48 && der.data[0] == 0x30);
    cw_bytes_free(&der);
    cw_opaque_key_free(clone);
    cw_opaque_key_free(NULL);
    cw_bytes_free(&file);
}

int main(void) {
    makes_each_kind();
    goes_out_and_in_again();
    opens_what_is_encrypted();
    belongs_to_its_certificate();
    keeps_what_it_cannot_use();
    return 0;
}
