/* Files read: what they are, what is in them, and each option's effect. */
#include "test.h"

static const char *const SECRET = "password";

static cw_read_options *options_with(const char *password) {
    cw_read_options *options = NULL;
    OK(cw_read_options_new(&options, &error));
    OK(cw_read_options_password(options, password, password == NULL ? 0 : strlen(password), &error));
    return options;
}

static cw_import_report *read_with(const char *name, const cw_read_options *options) {
    cw_bytes file = test_read(name);
    cw_import_report *report = NULL;
    OK(cw_read_file(OCTETS(file), options, &report, &error));
    cw_bytes_free(&file);
    return report;
}

/* A PFX: two bags, of which each is the other's. */
static void accounts_for_every_bag(void) {
    cw_read_options *options = options_with(SECRET);
    cw_import_report *report = read_with("pkcs12/openssl-default.p12", options);
    cw_read_options_free(options);
    cw_str text;
    OK(cw_import_report_format(report, &text, &error));
    TEXT_IS(text, "PKCS#12");
    size_t bags = 0, certificates = 0, keys = 0, opaque = 9, identities = 0, notes = 9;
    OK(cw_import_report_bag_count(report, &bags, &error));
    OK(cw_import_report_certificate_count(report, &certificates, &error));
    OK(cw_import_report_private_key_count(report, &keys, &error));
    OK(cw_import_report_opaque_key_count(report, &opaque, &error));
    OK(cw_import_report_identity_count(report, &identities, &error));
    OK(cw_import_report_note_count(report, &notes, &error));
    CHECK(bags == 2 && certificates == 1 && keys == 1 && opaque == 0 && identities == 1 && notes == 0);

    const cw_bag *bag = NULL;
    const cw_certificate *certificate = NULL, *other = NULL;
    const cw_private_key *key = NULL;
    const cw_opaque_key *no_key = NULL;
    const cw_identity *identity = NULL;
    cw_octets id, id_of_key;
    bool flag;
    OK(cw_import_report_bag_at(report, 0, &bag, &error));
    OK(cw_bag_what(bag, &text, &error));
    TEXT_IS(text, "certificate");
    OK(cw_bag_taken(bag, &flag, &error));
    CHECK(flag);
    OK(cw_bag_note(bag, &text, &error));
    TEXT_IS(text, NULL);
    OK(cw_bag_friendly_name(bag, &text, &error));
    TEXT_IS(text, "fixture");
    OK(cw_bag_local_key_id(bag, &id, &error));
    CHECK(id.len == 20);
    OK(cw_bag_key_provider(bag, &text, &error));
    TEXT_IS(text, NULL);
    OK(cw_bag_machine_key(bag, &flag, &error));
    CHECK(!flag);
    OK(cw_bag_trusted(bag, &flag, &error));
    CHECK(!flag);
    OK(cw_bag_encryption(bag, &text, &error));
    TEXT_IS(text, "AES-256-CBC, PBKDF2 with HMAC-SHA-256, 2048 iterations");
    OK(cw_bag_certificate(bag, &certificate, &error));
    OK(cw_bag_private_key(bag, &key, &error));
    OK(cw_bag_opaque_key(bag, &no_key, &error));
    CHECK(certificate != NULL && key == NULL && no_key == NULL);
    NULLS_OF(cw_bag_what, bag, "bag", cw_str);
    NULLS_OF(cw_bag_taken, bag, "bag", bool);
    NULLS_OF(cw_bag_note, bag, "bag", cw_str);
    NULLS_OF(cw_bag_friendly_name, bag, "bag", cw_str);
    NULLS_OF(cw_bag_local_key_id, bag, "bag", cw_octets);
    NULLS_OF(cw_bag_key_provider, bag, "bag", cw_str);
    NULLS_OF(cw_bag_machine_key, bag, "bag", bool);
    NULLS_OF(cw_bag_trusted, bag, "bag", bool);
    NULLS_OF(cw_bag_encryption, bag, "bag", cw_str);
    NULLS_OF(cw_bag_certificate, bag, "bag", const cw_certificate *);
    NULLS_OF(cw_bag_private_key, bag, "bag", const cw_private_key *);
    NULLS_OF(cw_bag_opaque_key, bag, "bag", const cw_opaque_key *);

    OK(cw_import_report_bag_at(report, 1, &bag, &error));
    OK(cw_bag_what(bag, &text, &error));
    TEXT_IS(text, "private key");
    OK(cw_bag_local_key_id(bag, &id_of_key, &error));
    CHECK(id_of_key.len == id.len && memcmp(id_of_key.data, id.data, id.len) == 0);
    OK(cw_bag_private_key(bag, &key, &error));
    OK(cw_bag_certificate(bag, &other, &error));
    CHECK(key != NULL && other == NULL);
    OK(cw_private_key_matches(key, certificate, &flag, &error));
    CHECK(flag);

    OK(cw_import_report_certificate_at(report, 0, &other, &error));
    OK(cw_certificate_equal(certificate, other, &flag, &error));
    CHECK(flag);
    OK(cw_import_report_private_key_at(report, 0, &key, &error));
    OK(cw_import_report_identity_at(report, 0, &identity, &error));
    OK(cw_identity_friendly_name(identity, &text, &error));
    TEXT_IS(text, "fixture");

    NULLS_OF(cw_import_report_format, report, "report", cw_str);
    NULLS_OF(cw_import_report_bag_count, report, "report", size_t);
    NULLS_AT(cw_import_report_bag_at, report, "report", 2, const cw_bag *);
    NULLS_OF(cw_import_report_note_count, report, "report", size_t);
    NULLS_AT(cw_import_report_note_at, report, "report", 0, cw_str);
    NULLS_OF(cw_import_report_certificate_count, report, "report", size_t);
    NULLS_AT(cw_import_report_certificate_at, report, "report", 1, const cw_certificate *);
    NULLS_OF(cw_import_report_private_key_count, report, "report", size_t);
    NULLS_AT(cw_import_report_private_key_at, report, "report", 1, const cw_private_key *);
    NULLS_OF(cw_import_report_opaque_key_count, report, "report", size_t);
    NULLS_AT(cw_import_report_opaque_key_at, report, "report", 0, const cw_opaque_key *);
    NULLS_OF(cw_import_report_identity_count, report, "report", size_t);
    NULLS_AT(cw_import_report_identity_at, report, "report", 1, const cw_identity *);

    /* an identity lives on */
    cw_identity *clone = NULL;
    OK(cw_identity_clone(identity, &clone, &error));
    cw_import_report_free(report);
    OK(cw_identity_friendly_name(clone, &text, &error));
    TEXT_IS(text, "fixture");
    cw_identity_free(clone);
    cw_import_report_free(NULL);
}

static void says_what_was_not_taken(void) {
    cw_import_report *report = read_with("odd/x25519.pem", NULL);
    const cw_bag *bag = NULL;
    const cw_opaque_key *key = NULL;
    bool taken = true;
    cw_str note;
    OK(cw_import_report_bag_at(report, 0, &bag, &error));
    OK(cw_bag_taken(bag, &taken, &error));
    OK(cw_bag_note(bag, &note, &error));
    OK(cw_bag_opaque_key(bag, &key, &error));
    CHECK(!taken && note.len > 0 && key != NULL);
    cw_import_report_free(report);

    report = read_with("pkcs7/with-crl.p7b", NULL);
    size_t bags = 0;
    OK(cw_import_report_bag_count(report, &bags, &error));
    OK(cw_import_report_bag_at(report, bags - 1, &bag, &error));
    OK(cw_bag_what(bag, &note, &error));
    TEXT_IS(note, "CRL");
    cw_import_report_free(report);
}

/* Without a password, with an empty one, with a wrong one. */
static void tells_no_password_from_an_empty_one(void) {
    cw_bytes file = test_read("pkcs12/openssl-default.p12");
    cw_import_report *report = NULL;
    cw_read_options *none = options_with(NULL), *empty = options_with(""), *wrong = options_with("wrong");
    FAILS(CW_STATUS_PASSWORD_REQUIRED, cw_read_file(OCTETS(file), NULL, &report, &error));
    FAILS(CW_STATUS_PASSWORD_REQUIRED, cw_read_file(OCTETS(file), none, &report, &error));
    FAILS(CW_STATUS_WRONG_PASSWORD, cw_read_file(OCTETS(file), empty, &report, &error));
    FAILS(CW_STATUS_WRONG_PASSWORD, cw_read_pkcs12(OCTETS(file), wrong, &report, &error));
    /* the last one set counts, and NULL takes it away */
    OK(cw_read_options_password(wrong, TEXT(SECRET), &error));
    OK(cw_read_pkcs12(OCTETS(file), wrong, &report, &error));
    cw_import_report_free(report);
    report = NULL;
    OK(cw_read_options_password(wrong, NULL, 0, &error));
    FAILS(CW_STATUS_PASSWORD_REQUIRED, cw_read_file(OCTETS(file), wrong, &report, &error));
    cw_read_options_free(none);
    cw_read_options_free(empty);
    cw_read_options_free(wrong);
    cw_read_options_free(NULL);
    cw_bytes_free(&file);
    CHECK(report == NULL);
}

struct asked {
    int times;
    const char *answer;
    int result;
};

static int answer(void *user, cw_password *password) {
    struct asked *asked = user;
    asked->times++;
    if (asked->answer != NULL) {
        OK(cw_password_give(password, TEXT("not the last one"), &error));
        OK(cw_password_give(password, TEXT(asked->answer), &error));
    }
    FAILS_NULL("password", cw_password_give(NULL, TEXT(""), &error));
    FAILS_NULL("text", cw_password_give(password, NULL, 1, &error));
    return asked->result;
}

static void asks_for_a_password_only_where_one_is_needed(void) {
    cw_bytes sealed = test_read("pkcs12/openssl-default.p12"), open = test_read("odd/odd.pem");
    cw_import_report *report = NULL;
    struct asked asked = {0, SECRET, 0};
    cw_read_options *options = NULL;
    OK(cw_read_options_new(&options, &error));
    OK(cw_read_options_ask_password(options, answer, &asked, &error));
    OK(cw_read_file(OCTETS(open), options, &report, &error));
    CHECK(asked.times == 0);
    cw_import_report_free(report);
    report = NULL;
    OK(cw_read_file(OCTETS(sealed), options, &report, &error));
    CHECK(asked.times == 1);
    cw_import_report_free(report);
    report = NULL;

    asked.answer = "wrong";
    FAILS(CW_STATUS_WRONG_PASSWORD, cw_read_file(OCTETS(sealed), options, &report, &error));
    asked.answer = NULL;
    FAILS(CW_STATUS_PASSWORD_REQUIRED, cw_read_file(OCTETS(sealed), options, &report, &error));
    asked.answer = SECRET;
    asked.result = 1;
    FAILS(CW_STATUS_CANCELLED, cw_read_pkcs12(OCTETS(sealed), options, &report, &error));
    CHECK(asked.times == 4 && report == NULL);

    /* a password that is set comes first; no callback asks nobody */
    OK(cw_read_options_password(options, TEXT("wrong"), &error));
    FAILS(CW_STATUS_WRONG_PASSWORD, cw_read_file(OCTETS(sealed), options, &report, &error));
    OK(cw_read_options_password(options, NULL, 0, &error));
    OK(cw_read_options_ask_password(options, NULL, NULL, &error));
    FAILS(CW_STATUS_PASSWORD_REQUIRED, cw_read_file(OCTETS(sealed), options, &report, &error));
    CHECK(asked.times == 4);
    FAILS_NULL("options", cw_read_options_ask_password(NULL, answer, &asked, &error));
    cw_read_options_free(options);
    cw_bytes_free(&sealed);
    cw_bytes_free(&open);
}

/* A PFX without encryption and integrity check: SafeContents that hold SafeContents that hold an empty CRL. */
static const uint8_t NESTED[] = {
    0x30, 0x4f, 0x02, 0x01, 0x03, 0x30, 0x4a, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01, 0xa0, 0x3d, 0x04,
    0x3b, 0x30, 0x39, 0x30, 0x37, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01, 0xa0, 0x2a, 0x04, 0x28, 0x30,
    0x26, 0x30, 0x24, 0x06, 0x0b, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x0a, 0x01, 0x06, 0xa0, 0x15, 0x30, 0x13, 0x30,
    0x11, 0x06, 0x0b, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x0a, 0x01, 0x04, 0xa0, 0x02, 0x30, 0x00};

static void bounds_how_deep_contents_lie(void) {
    cw_read_options *options = options_with(NULL);
    cw_import_report *report = NULL;
    OK(cw_read_options_max_nesting(options, 1, &error));
    OK(cw_read_file(NESTED, sizeof NESTED, options, &report, &error));
    size_t notes = 0;
    cw_str note;
    OK(cw_import_report_note_count(report, &notes, &error));
    CHECK(notes > 0);
    OK(cw_import_report_note_at(report, 0, &note, &error));
    CHECK(strstr(note.data, "integrity") != NULL);
    cw_import_report_free(report);
    report = NULL;
    OK(cw_read_options_max_nesting(options, 0, &error));
    FAILS(CW_STATUS_WORK_LIMIT, cw_read_file(NESTED, sizeof NESTED, options, &report, &error));
    CHECK(report == NULL);
    cw_read_options_free(options);
}

/* Each of the other options refuses a file that was read without it. */
static cw_status limit_iterations(cw_read_options *options) { return cw_read_options_max_iterations(options, 2047, &error); }
static cw_status limit_memory(cw_read_options *options) { return cw_read_options_max_scrypt_memory(options, 1024, &error); }
static cw_status require_mac(cw_read_options *options) { return cw_read_options_require_mac(options, &error); }
static cw_status refuse_legacy(cw_read_options *options) { return cw_read_options_refuse_legacy(options, &error); }

static void each_option_has_its_effect(void) {
    const struct {
        const char *file;
        cw_status (*set)(cw_read_options *);
        cw_status refused;
    } cases[] = {
        {"pkcs12/openssl-default.p12", limit_iterations, CW_STATUS_WORK_LIMIT},
        {"schemes/pkcs8-scrypt.pem", limit_memory, CW_STATUS_WORK_LIMIT},
        {"pkcs12/openssl-nomac.p12", require_mac, CW_STATUS_UNAUTHENTICATED},
        {"pkcs12/openssl-legacy.p12", refuse_legacy, CW_STATUS_LEGACY_ALGORITHM},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cw_read_options *options = options_with(SECRET);
        cw_import_report_free(read_with(cases[i].file, options));
        OK(cases[i].set(options));
        cw_bytes file = test_read(cases[i].file);
        cw_import_report *report = NULL;
        FAILS(cases[i].refused, cw_read_file(OCTETS(file), options, &report, &error));
        cw_bytes_free(&file);
        cw_read_options_free(options);
    }
    FAILS_NULL("out", cw_read_options_new(NULL, &error));
    FAILS_NULL("options", cw_read_options_password(NULL, NULL, 0, &error));
    FAILS_NULL("options", cw_read_options_max_iterations(NULL, 1, &error));
    FAILS_NULL("options", cw_read_options_max_scrypt_memory(NULL, 1, &error));
    FAILS_NULL("options", cw_read_options_max_nesting(NULL, 1, &error));
    FAILS_NULL("options", cw_read_options_require_mac(NULL, &error));
    FAILS_NULL("options", cw_read_options_refuse_legacy(NULL, &error));
    cw_read_options *options = options_with(NULL);
    FAILS_NULL("password", cw_read_options_password(options, NULL, 1, &error));
    cw_read_options_free(options);
}

static void says_what_a_file_is(void) {
    const struct {
        const char *octets, *kind, *hint;
    } cases[] = {{"", "empty", NULL}, {"{\"a\": 1}", "json", NULL}, {"\xfe\xed\xfe\xed", "jks", ""}};
    cw_detected *found = NULL;
    cw_import_report *report = NULL;
    cw_str text;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t len = strlen(cases[i].octets);
        OK(cw_detect((const uint8_t *)cases[i].octets, len, &found, &error));
        OK(cw_detected_kind(found, &text, &error));
        TEXT_IS(text, cases[i].kind);
        OK(cw_detected_why(found, &text, &error));
        CHECK(text.len > 0);
        OK(cw_detected_hint(found, &text, &error));
        CHECK((text.data == NULL) == (cases[i].hint == NULL));
        NULLS_OF(cw_detected_kind, found, "detected", cw_str);
        NULLS_OF(cw_detected_why, found, "detected", cw_str);
        NULLS_OF(cw_detected_hint, found, "detected", cw_str);
        cw_detected_free(found);
        found = NULL;
        FAILS(CW_STATUS_UNKNOWN_FORMAT, cw_read_file((const uint8_t *)cases[i].octets, len, NULL, &report, &error));
    }
    OK(cw_detect(NULL, 0, &found, &error));
    cw_detected_free(found);
    cw_detected_free(NULL);
    FAILS_NULL("data", cw_detect(NULL, 1, &found, &error));
    FAILS_NULL("out", cw_detect(NULL, 0, NULL, &error));

    cw_bytes pem = test_read("odd/odd.pem");
    FAILS(CW_STATUS_UNKNOWN_FORMAT, cw_read_pkcs12(OCTETS(pem), NULL, &report, &error));
    FAILS(CW_STATUS_UNKNOWN_FORMAT, cw_read_file(NULL, 0, NULL, &report, &error));
    FAILS(CW_STATUS_UNKNOWN_FORMAT, cw_read_pkcs12(NULL, 0, NULL, &report, &error));
    FAILS_NULL("data", cw_read_file(NULL, 1, NULL, &report, &error));
    FAILS_NULL("out", cw_read_file(OCTETS(pem), NULL, NULL, &error));
    FAILS_NULL("data", cw_read_pkcs12(NULL, 1, NULL, &report, &error));
    FAILS_NULL("out", cw_read_pkcs12(OCTETS(pem), NULL, NULL, &error));
    CHECK(report == NULL);
    cw_bytes_free(&pem);
}

int main(void) {
    accounts_for_every_bag();
    says_what_was_not_taken();
    tells_no_password_from_an_empty_one();
    asks_for_a_password_only_where_one_is_needed();
    bounds_how_deep_contents_lie();
    each_option_has_its_effect();
    says_what_a_file_is();
    return 0;
}
