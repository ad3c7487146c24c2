/* Files written: on disk, PKCS#7, and PFX for each reader. */
#include "test.h"

#include <sys/stat.h>

static const char *const SECRET = "a good password";

static void writes_files_whole_or_not_at_all(void) {
    const uint8_t one[] = "one", two[] = "two";
    cw_bytes found = {NULL, 0};
    struct stat status;
    OK(cw_write_file(TEXT(test_path("secret")), one, 3, CW_SECRECY_SECRET, CW_REPLACE_NEVER, &error));
    CHECK(stat(test_path("secret"), &status) == 0 && (status.st_mode & 0777) == 0600);
    FAILS(CW_STATUS_ALREADY_EXISTS, cw_write_file(TEXT(test_path("secret")), two, 3, CW_SECRECY_SECRET, CW_REPLACE_NEVER, &error));
    OK(cw_read_path(TEXT(test_path("secret")), &found, &error));
    CHECK(found.len == 3 && memcmp(found.data, one, 3) == 0);
    cw_bytes_free(&found);
    OK(cw_write_file(TEXT(test_path("secret")), NULL, 0, CW_SECRECY_PUBLIC, CW_REPLACE_EXISTING, &error));
    CHECK(stat(test_path("secret"), &status) == 0 && status.st_size == 0 && (status.st_mode & 0600) == 0600);
    OK(cw_read_path(TEXT(test_path("secret")), &found, &error));
    CHECK(found.len == 0 && found.data != NULL && found.data[0] == 0);
    cw_bytes_free(&found);
    umask(022);
    OK(cw_write_file(TEXT(test_path("public")), one, 3, CW_SECRECY_PUBLIC, CW_REPLACE_NEVER, &error));
    CHECK(stat(test_path("public"), &status) == 0 && (status.st_mode & 0777) == 0644);

    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_write_file(NULL, 0, one, 3, CW_SECRECY_SECRET, CW_REPLACE_NEVER, &error));
    FAILS(CW_STATUS_NOT_FOUND, cw_write_file(TEXT(test_path("missing/file")), one, 3, CW_SECRECY_SECRET, CW_REPLACE_NEVER, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "secrecy", cw_write_file(TEXT(test_path("a")), one, 3, 0, CW_REPLACE_NEVER, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "replace", cw_write_file(TEXT(test_path("a")), one, 3, CW_SECRECY_SECRET, 3, &error));
    FAILS_NULL("path", cw_write_file(NULL, 1, one, 3, CW_SECRECY_SECRET, CW_REPLACE_NEVER, &error));
    FAILS_NULL("data", cw_write_file(TEXT(test_path("a")), NULL, 3, CW_SECRECY_SECRET, CW_REPLACE_NEVER, &error));
    FAILS(CW_STATUS_NOT_FOUND, cw_read_path(TEXT(test_path("a")), &found, &error));
    FAILS(CW_STATUS_IO, cw_read_path(TEXT("/dev/null"), &found, &error));
    FAILS(CW_STATUS_NOT_FOUND, cw_read_path(NULL, 0, &found, &error));
    FAILS_NULL("path", cw_read_path(NULL, 1, &found, &error));
    FAILS_NULL("out", cw_read_path(TEXT(test_path("public")), NULL, &error));
}

static void writes_pkcs7(void) {
    cw_certificate *odd = test_certificate("odd/odd.pem"), *bare = test_certificate("odd/bare.pem");
    const cw_certificate *all[] = {odd, bare, odd, NULL};
    cw_bytes out = {NULL, 0};
    cw_import_report *report = NULL;
    size_t count = 0;
    OK(cw_write_pkcs7(all, 3, &out, &error));
    OK(cw_read_file(OCTETS(out), NULL, &report, &error));
    OK(cw_import_report_certificate_count(report, &count, &error));
    CHECK(count == 2);
    cw_import_report_free(report);
    cw_bytes_free(&out);
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_write_pkcs7(NULL, 0, &out, &error));
    FAILS_NULL("certificates", cw_write_pkcs7(NULL, 1, &out, &error));
    FAILS_NULL("certificates", cw_write_pkcs7(all, 4, &out, &error));
    FAILS_NULL("out", cw_write_pkcs7(all, 1, NULL, &error));
    cw_certificate_free(odd);
    cw_certificate_free(bare);
}

/* What is written for a reader, read again. */
static cw_import_report *written(cw_pfx_writer *writer) {
    cw_bytes out = {NULL, 0};
    OK(cw_pfx_writer_write(writer, &out, &error));
    cw_read_options *options = NULL;
    cw_import_report *report = NULL;
    OK(cw_read_options_new(&options, &error));
    OK(cw_read_options_password(options, TEXT(SECRET), &error));
    OK(cw_read_pkcs12(OCTETS(out), options, &report, &error));
    cw_read_options_free(options);
    cw_bytes_free(&out);
    return report;
}

static cw_pfx_writer *writer_for(const char *reader) {
    cw_pfx_writer *writer = NULL;
    OK(cw_pfx_writer_new(TEXT(SECRET), &writer, &error));
    OK(cw_pfx_writer_reader(writer, TEXT(reader), &error));
    OK(cw_pfx_writer_iterations(writer, 1000, &error));
    return writer;
}

static void writes_a_pfx(void) {
    cw_identity *identity = test_identity("leaf");
    cw_certificate *odd = test_certificate("odd/odd.pem");
    cw_private_key *key = NULL;
    OK(cw_private_key_generate(CW_KEY_ED25519, &key, &error));
    cw_pfx_writer *writer = writer_for("default");
    cw_bytes none = {NULL, 0};
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "nothing to write", cw_pfx_writer_write(writer, &none, &error));
    OK(cw_pfx_writer_add_identity(writer, identity, &error));
    OK(cw_pfx_writer_add_identity(writer, identity, &error)); /* each once */
    OK(cw_pfx_writer_add_certificate(writer, odd, NULL, 0, &error));
    OK(cw_pfx_writer_add_private_key(writer, key, &error));
    cw_identity_free(identity); /* it is not consumed, and not needed any more */
    cw_import_report *report = written(writer);
    size_t certificates = 0, keys = 0;
    const cw_bag *bag = NULL;
    cw_str text;
    OK(cw_import_report_certificate_count(report, &certificates, &error));
    OK(cw_import_report_private_key_count(report, &keys, &error));
    CHECK(certificates == 2 && keys == 2);
    OK(cw_import_report_bag_at(report, 0, &bag, &error));
    OK(cw_bag_encryption(bag, &text, &error));
    TEXT_IS(text, "AES-256-CBC, PBKDF2 with HMAC-SHA-256, 1000 iterations");
    cw_import_report_free(report);

    /* what cannot be held is refused, and the writer stays as it is */
    OK(cw_pfx_writer_reader(writer, TEXT("windows-server-2016"), &error));
    FAILS(CW_STATUS_UNSUPPORTED, cw_pfx_writer_write(writer, &none, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "java8", cw_pfx_writer_reader(writer, TEXT("nobody"), &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_pfx_writer_reader(writer, NULL, 0, &error));
    OK(cw_pfx_writer_reader(writer, TEXT("openssl3"), &error));
    OK(cw_pfx_writer_iterations(writer, 999, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "iterations", cw_pfx_writer_write(writer, &none, &error));
    OK(cw_pfx_writer_iterations(writer, 1000, &error));
    cw_import_report_free(written(writer));

    FAILS_NULL("writer", cw_pfx_writer_add_identity(NULL, NULL, &error));
    FAILS_NULL("identity", cw_pfx_writer_add_identity(writer, NULL, &error));
    FAILS_NULL("writer", cw_pfx_writer_add_certificate(NULL, odd, NULL, 0, &error));
    FAILS_NULL("certificate", cw_pfx_writer_add_certificate(writer, NULL, NULL, 0, &error));
    FAILS_NULL("friendly_name", cw_pfx_writer_add_certificate(writer, odd, NULL, 1, &error));
    FAILS_NULL("writer", cw_pfx_writer_add_private_key(NULL, key, &error));
    FAILS_NULL("key", cw_pfx_writer_add_private_key(writer, NULL, &error));
    FAILS_NULL("writer", cw_pfx_writer_reader(NULL, TEXT("java8"), &error));
    FAILS_NULL("name", cw_pfx_writer_reader(writer, NULL, 1, &error));
    FAILS_NULL("writer", cw_pfx_writer_iterations(NULL, 1000, &error));
    FAILS_NULL("writer", cw_pfx_writer_write(NULL, &none, &error));
    FAILS_NULL("out", cw_pfx_writer_write(writer, NULL, &error));
    CHECK(none.data == NULL);
    cw_pfx_writer_free(writer);
    cw_pfx_writer_free(NULL);
    cw_private_key_free(key);
    cw_certificate_free(odd);

    cw_pfx_writer *empty = NULL;
    FAILS_NULL("password", cw_pfx_writer_new(NULL, 1, &empty, &error));
    FAILS_NULL("out", cw_pfx_writer_new(TEXT(SECRET), NULL, &error));
    OK(cw_pfx_writer_new(NULL, 0, &empty, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "password: it is empty", cw_pfx_writer_write(empty, &none, &error));
    cw_pfx_writer_free(empty);
}

/* A reader decides what stands in the bags; what is to be known of it is noted. */
static void writes_for_a_reader(void) {
    cw_certificate *odd = test_certificate("odd/odd.pem");
    cw_pfx_writer *writer = writer_for("java17-truststore");
    OK(cw_pfx_writer_add_certificate(writer, odd, TEXT("the name of a CA"), &error));
    cw_import_report *report = written(writer);
    const cw_bag *bag = NULL;
    bool flag = false;
    cw_str text;
    OK(cw_import_report_bag_at(report, 0, &bag, &error));
    OK(cw_bag_trusted(bag, &flag, &error));
    CHECK(flag);
    OK(cw_bag_friendly_name(bag, &text, &error));
    TEXT_IS(text, "the name of a CA");
    cw_import_report_free(report);
    cw_pfx_writer_free(writer);

    /* NULL is no name: in a file without keys the common name stands for it */
    writer = writer_for("default");
    OK(cw_pfx_writer_add_certificate(writer, odd, NULL, 0, &error));
    report = written(writer);
    OK(cw_import_report_bag_at(report, 0, &bag, &error));
    OK(cw_bag_friendly_name(bag, &text, &error));
    TEXT_IS(text, "odd");
    cw_import_report_free(report);
    cw_pfx_writer_free(writer);
    cw_certificate_free(odd);

    /* more keys than the loader of .NET 9 takes */
    cw_private_key *key = NULL;
    writer = writer_for("default");
    OK(cw_pfx_writer_iterations(writer, 10000, &error));
    for (int i = 0; i < 99; i++) {
        OK(cw_private_key_generate(CW_KEY_ED25519, &key, &error));
        OK(cw_pfx_writer_add_private_key(writer, key, &error));
        cw_private_key_free(key);
    }
    cw_import_report_free(written(writer));
    size_t notes = 0;
    OK(cw_pfx_writer_note_count(writer, &notes, &error));
    CHECK(notes == 1);
    OK(cw_pfx_writer_note_at(writer, 0, &text, &error));
    CHECK(strstr(text.data, ".NET 9") != NULL);
    NULLS_OF(cw_pfx_writer_note_count, writer, "writer", size_t);
    NULLS_AT(cw_pfx_writer_note_at, writer, "writer", notes, cw_str);
    OK(cw_pfx_writer_reader(writer, TEXT("openssl3"), &error));
    cw_import_report_free(written(writer));
    OK(cw_pfx_writer_note_count(writer, &notes, &error));
    CHECK(notes == 0);
    cw_pfx_writer_free(writer);

    if (!test_is_slow()) { /* SQL Server wants RSA */
        OK(cw_private_key_generate(CW_KEY_RSA_2048, &key, &error));
        writer = writer_for("sql-server");
        OK(cw_pfx_writer_add_private_key(writer, key, &error));
        report = written(writer);
        OK(cw_import_report_bag_at(report, 0, &bag, &error));
        OK(cw_bag_machine_key(bag, &flag, &error));
        OK(cw_bag_key_provider(bag, &text, &error));
        CHECK(flag && text.len > 0);
        cw_import_report_free(report);
        cw_pfx_writer_free(writer);
        cw_private_key_free(key);
    }
}

static void lists_the_readers(void) {
    cw_bytes name = {NULL, 0};
    cw_pfx_writer *writer = NULL;
    OK(cw_pfx_writer_new(TEXT(SECRET), &writer, &error));
    size_t count = cw_reader_count();
    CHECK(count > 5);
    for (size_t i = 0; i < count; i++) {
        OK(cw_reader_name(i, &name, &error));
        OK(cw_pfx_writer_reader(writer, (const char *)name.data, name.len, &error));
        cw_bytes_free(&name);
    }
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_reader_name(count, &name, &error));
    FAILS_NULL("out", cw_reader_name(0, NULL, &error));
    cw_pfx_writer_free(writer);
}

int main(void) {
    writes_files_whole_or_not_at_all();
    writes_pkcs7();
    writes_a_pfx();
    writes_for_a_reader();
    lists_the_readers();
    return 0;
}
