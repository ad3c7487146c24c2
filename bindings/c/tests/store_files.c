/* Files that go into a store and come out of it. */
#include "store.h"

static cw_read_options *with_password(const char *password) {
    cw_read_options *read = NULL;
    OK(cw_read_options_new(&read, &error));
    OK(cw_read_options_password(read, TEXT(password), &error));
    return read;
}

static void a_pfx_is_imported_with_a_report(void) {
    cw_store *store = create_store("pfx.db");
    cw_read_options *read = with_password("password");
    cw_imported *imported = NULL;
    const cw_import_report *report = NULL;
    const cw_entry *entry = NULL;
    cw_str text;
    size_t count = 0, bags = 0;
    bool yes = false;

    FAILS(CW_STATUS_PASSWORD_REQUIRED, cw_store_import_path(store, TEXT(test_data("pkcs12/openssl-default.p12")), NULL, NULL, &imported, &error));
    OK(cw_store_import_path(store, TEXT(test_data("pkcs12/openssl-default.p12")), read, NULL, &imported, &error));
    OK(cw_imported_report(imported, &report, &error));
    OK(cw_import_report_format(report, &text, &error));
    TEXT_IS(text, "PKCS#12");
    OK(cw_import_report_bag_count(report, &bags, &error));
    OK(cw_imported_bag_count(imported, &count, &error));
    CHECK(count == 2 && bags == 2);
    for (size_t i = 0; i < count; i++) {
        OK(cw_imported_bag_taken(imported, i, &yes, &error));
        CHECK(yes);
        OK(cw_imported_bag_changed(imported, i, &yes, &error));
        CHECK(yes);
        OK(cw_imported_bag_note(imported, i, &text, &error));
        TEXT_IS(text, NULL);
        OK(cw_imported_bag_entry(imported, i, &entry, &error));
        OK(cw_entry_has_private_key(entry, &yes, &error));
        CHECK(yes);
    }
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_imported_bag_taken(imported, count, &yes, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_imported_bag_entry(imported, count, &entry, &error));
    OK(cw_imported_entry_count(imported, &count, &error));
    CHECK(count == 1);
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_imported_entry_at(imported, 1, &entry, &error));
    OK(cw_imported_changed(imported, &yes, &error));
    CHECK(yes);
    cw_imported_free(imported);
    OK(cw_store_import_path(store, TEXT(test_data("pkcs12/openssl-default.p12")), read, NULL, &imported, &error));
    OK(cw_imported_changed(imported, &yes, &error));
    CHECK(!yes);
    cw_imported_free(imported);
    cw_read_options_free(read);
    cw_store_free(store);
}

static void each_option_of_an_import_has_its_effect(void) {
    cw_store *store = create_store("options.db");
    cw_read_options *read = with_password("password");
    cw_import_options *options = NULL;
    cw_imported *imported = NULL;
    const cw_entry *entry = NULL;
    const cw_str tags[] = {ITEM("imported")};
    cw_str text;
    OK(cw_import_options_new(&options, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_import_options_store(options, TEXT(""), &error));
    OK(cw_import_options_store(options, TEXT("Old host"), &error));
    OK(cw_import_options_friendly_name(options, TEXT("from the old host"), &error));
    OK(cw_import_options_tags(options, tags, 1, &error));
    FAILS(CW_STATUS_UNKNOWN_STORE_NAME, cw_store_import_path(store, TEXT(test_data("pkcs12/openssl-default.p12")), read, options, &imported, &error));
    OK(cw_import_options_create_store(options, &error));
    OK(cw_store_import_path(store, TEXT(test_data("pkcs12/openssl-default.p12")), read, options, &imported, &error));
    OK(cw_imported_entry_at(imported, 0, &entry, &error));
    OK(cw_entry_store_at(entry, 0, &text, &error));
    TEXT_IS(text, "Old host");
    OK(cw_entry_friendly_name(entry, &text, &error));
    TEXT_IS(text, "from the old host");
    OK(cw_entry_tag_at(entry, 0, &text, &error));
    TEXT_IS(text, "imported");
    cw_imported_free(imported);
    cw_import_options_free(options);
    cw_read_options_free(read);
    cw_store_free(store);
}

/* As `cw_read_options` say; nothing is kept. */
static void what_cannot_be_read_is_refused(void) {
    cw_store *store = create_store("refused.db");
    cw_read_options *read = with_password("wrong");
    cw_imported *imported = NULL;
    FAILS(CW_STATUS_UNKNOWN_FORMAT, cw_store_import(store, NULL, 0, NULL, NULL, &imported, &error));
    FAILS(CW_STATUS_UNKNOWN_FORMAT, cw_store_import(store, (const uint8_t *)"hello", 5, NULL, NULL, &imported, &error));
    FAILS(CW_STATUS_NOT_FOUND, cw_store_import_path(store, TEXT(test_path("none.pfx")), NULL, NULL, &imported, &error));
    FAILS(CW_STATUS_IO, cw_store_import_path(store, TEXT(test_path("")), NULL, NULL, &imported, &error));
    FAILS(CW_STATUS_WRONG_PASSWORD, cw_store_import_path(store, TEXT(test_data("pkcs12/openssl-default.p12")), read, NULL, &imported, &error));
    OK(cw_read_options_password(read, TEXT("password"), &error));
    OK(cw_read_options_max_iterations(read, 100, &error));
    FAILS(CW_STATUS_WORK_LIMIT, cw_store_import_path(store, TEXT(test_data("pkcs12/openssl-default.p12")), read, NULL, &imported, &error));
    OK(cw_read_options_max_iterations(read, 10000000, &error));
    OK(cw_read_options_require_mac(read, &error));
    FAILS(CW_STATUS_UNAUTHENTICATED, cw_store_import_path(store, TEXT(test_data("pkcs12/openssl-nomac.p12")), read, NULL, &imported, &error));
    OK(cw_read_options_refuse_legacy(read, &error));
    FAILS(CW_STATUS_LEGACY_ALGORITHM, cw_store_import_path(store, TEXT(test_data("pkcs12/openssl-legacy.p12")), read, NULL, &imported, &error));
    FAILS(CW_STATUS_UNSUPPORTED, cw_store_import_path(store, TEXT(test_data("pkcs12/key.pem")), NULL, NULL, &imported, &error));
    CHECK(imported == NULL && count_of(store, NULL) == 0);
    cw_read_options_free(read);
    cw_store_free(store);
}

static void files_are_made_as_the_options_say(void) {
    cw_store *store = create_store("export.db");
    cw_entry *one = create_entry(store, "one"), *two = create_entry(store, "two");
    const cw_str both[] = {{thumbprint_of(one).data, CW_ZERO_TERMINATED}, thumbprint_of(two)};
    const cw_str unknown[] = {ITEM("00112233445566778899AABBCCDDEEFF00112233")}, wrong[] = {ITEM("12")};
    cw_export_options *options = NULL;
    cw_bytes bytes = {NULL, 0};
    cw_texts *notes = NULL;
    size_t count = 9;

    FAILS(CW_STATUS_PASSWORD_REQUIRED, cw_store_export(store, both, 2, NULL, &bytes, &notes, &error));
    OK(cw_export_options_new(&options, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_export_options_format(options, 0, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "windows-server-2016", cw_export_options_reader(options, TEXT("windows-95"), &error));
    OK(cw_export_options_format(options, CW_EXPORT_PEM, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_store_export(store, NULL, 0, options, &bytes, &notes, &error));
    FAILS(CW_STATUS_NOT_FOUND, cw_store_export(store, unknown, 1, options, &bytes, &notes, &error));
    FAILS(CW_STATUS_INVALID_THUMBPRINT, cw_store_export(store, wrong, 1, options, &bytes, &notes, &error));
    CHECK(bytes.data == NULL && notes == NULL);

    OK(cw_store_export(store, both, 2, options, &bytes, &notes, &error));
    CHECK(strstr((const char *)bytes.data, "BEGIN CERTIFICATE") != NULL && strstr((const char *)bytes.data, "PRIVATE KEY") == NULL);
    OK(cw_texts_count(notes, &count, &error));
    CHECK(count == 0);
    cw_texts_free(notes);
    cw_bytes_free(&bytes);
    OK(cw_export_options_with_key(options, &error));
    OK(cw_store_export(store, both, 1, options, &bytes, NULL, &error));
    CHECK(strstr((const char *)bytes.data, "BEGIN PRIVATE KEY") != NULL);
    cw_bytes_free(&bytes);
    OK(cw_export_options_password(options, TEXT("secret"), &error));
    OK(cw_store_export(store, both, 1, options, &bytes, NULL, &error));
    CHECK(strstr((const char *)bytes.data, "BEGIN ENCRYPTED PRIVATE KEY") != NULL);
    cw_bytes_free(&bytes);
    OK(cw_export_options_format(options, CW_EXPORT_DER, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_store_export(store, both, 1, options, &bytes, NULL, &error));

    /* a PFX goes into another store */
    cw_store *other = create_store("other.db");
    cw_read_options *read = with_password("secret");
    cw_imported *imported = NULL;
    const cw_import_report *report = NULL;
    const cw_bag *bag = NULL;
    cw_str text;
    OK(cw_export_options_format(options, CW_EXPORT_PFX, &error));
    OK(cw_export_options_reader(options, TEXT("windows-server-2016"), &error));
    OK(cw_export_options_iterations(options, 1234, &error));
    OK(cw_store_export(store, both, 2, options, &bytes, &notes, &error));
    OK(cw_store_import(other, OCTETS(bytes), read, NULL, &imported, &error));
    OK(cw_imported_report(imported, &report, &error));
    OK(cw_import_report_bag_at(report, 0, &bag, &error));
    OK(cw_bag_encryption(bag, &text, &error));
    CHECK(strstr(text.data, "3DES") != NULL && strstr(text.data, "1234") != NULL);
    CHECK(count_of(other, NULL) == 2);
    cw_imported_free(imported);
    cw_texts_free(notes);
    cw_bytes_free(&bytes);
    OK(cw_export_options_iterations(options, 1, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_store_export(store, both, 2, options, &bytes, NULL, &error));
    cw_export_options_free(options);

    OK(cw_export_options_new(&options, &error));
    OK(cw_export_options_format(options, CW_EXPORT_DER, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_store_export(store, both, 2, options, &bytes, NULL, &error));
    OK(cw_store_export(store, both, 1, options, &bytes, NULL, &error));
    cw_certificate *certificate = NULL;
    OK(cw_certificate_from_der(bytes.data, bytes.len, &certificate, &error));
    cw_certificate_free(certificate);
    cw_bytes_free(&bytes);
    OK(cw_export_options_format(options, CW_EXPORT_P7B, &error));
    OK(cw_store_export(store, both, 2, options, &bytes, NULL, &error));
    CHECK(bytes.data[0] == 0x30);
    cw_bytes_free(&bytes);
    cw_export_options_free(options);
    cw_read_options_free(read);
    cw_store_free(other);
    cw_entry_free(one);
    cw_entry_free(two);
    cw_store_free(store);
}

int main(void) {
    a_pfx_is_imported_with_a_report();
    each_option_of_an_import_has_its_effect();
    what_cannot_be_read_is_refused();
    files_are_made_as_the_options_say();
    return 0;
}
