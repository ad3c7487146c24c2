/* Certificates that their own key signs: each option has its effect. */
#include "test.h"

static cw_self_signed *wanted;

static void begin(void) {
    wanted = NULL;
    OK(cw_self_signed_new(TEXT("srv1"), &wanted, &error));
}

/* Issues what was asked for, and frees it. */
static cw_identity *issue(void) {
    cw_identity *identity = NULL;
    OK(cw_self_signed_issue(wanted, NULL, &identity, &error));
    bool described = false;
    const cw_certificate *certificate = NULL;
    OK(cw_identity_certificate(identity, &certificate, &error));
    OK(cw_self_signed_describes(wanted, certificate, &described, &error));
    CHECK(described);
    cw_self_signed_free(wanted);
    wanted = NULL;
    return identity;
}

static const cw_certificate *certificate_of(const cw_identity *identity) {
    const cw_certificate *certificate = NULL;
    OK(cw_identity_certificate(identity, &certificate, &error));
    return certificate;
}

static int64_t begins(const cw_identity *identity) {
    int64_t at;
    OK(cw_certificate_not_before(certificate_of(identity), &at, &error));
    return at;
}

static int64_t ends(const cw_identity *identity) {
    int64_t at;
    OK(cw_certificate_not_after(certificate_of(identity), &at, &error));
    return at;
}

static void has_good_defaults(void) {
    begin();
    cw_str text;
    OK(cw_self_signed_subject(wanted, &text, &error));
    TEXT_IS(text, "CN=srv1");
    cw_identity *identity = issue();
    const cw_certificate *certificate = certificate_of(identity);
    OK(cw_certificate_key_algorithm(certificate, &text, &error));
    TEXT_IS(text, "p256");
    OK(cw_certificate_extended_key_usage_at(certificate, 0, &text, &error));
    TEXT_IS(text, "serverAuth");
    OK(cw_certificate_serial(certificate, &text, &error));
    CHECK(text.len == 32);
    size_t count = 9;
    OK(cw_certificate_subject_alt_name_count(certificate, &count, &error));
    CHECK(count == 0);
    int64_t years = ends(identity) - begins(identity);
    CHECK(years >= INT64_C(1825) * 86400 && years <= INT64_C(1828) * 86400);
    cw_identity_free(identity);
}

static void takes_names(void) {
    begin();
    OK(cw_self_signed_dns_name(wanted, TEXT("Srv1.Corp.Example"), &error));
    OK(cw_self_signed_ip_address(wanted, TEXT("10.0.0.5"), &error));
    OK(cw_self_signed_ip_address(wanted, TEXT("2001:db8::1"), &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_self_signed_dns_name(wanted, TEXT("10.0.0.5"), &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_self_signed_dns_name(wanted, NULL, 0, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "IP address", cw_self_signed_ip_address(wanted, TEXT("10.0.0.256"), &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_self_signed_ip_address(wanted, NULL, 0, &error));
    cw_identity *identity = issue();
    size_t count = 0;
    OK(cw_certificate_subject_alt_name_count(certificate_of(identity), &count, &error));
    CHECK(count == 3);
    cw_str name;
    OK(cw_certificate_dns_name_at(certificate_of(identity), 0, &name, &error));
    TEXT_IS(name, "srv1.corp.example");
    cw_identity_free(identity);

    begin();
    OK(cw_self_signed_ip_address(wanted, TEXT("10.0.0.5"), &error));
    OK(cw_self_signed_addresses_also_as_dns(wanted, &error));
    identity = issue();
    OK(cw_certificate_dns_name_at(certificate_of(identity), 0, &name, &error));
    TEXT_IS(name, "10.0.0.5");
    cw_identity_free(identity);

    /* this host's: those that it says itself */
    cw_host *host = NULL;
    OK(cw_host_local(&host, &error));
    size_t names = 0, addresses = 0;
    OK(cw_host_name_count(host, &names, &error));
    OK(cw_host_address_count(host, &addresses, &error));
    CHECK(names > 0);
    begin();
    OK(cw_self_signed_this_host(wanted, &error));
    identity = issue();
    OK(cw_certificate_ip_address_count(certificate_of(identity), &count, &error));
    CHECK(count == addresses);
    OK(cw_host_name_at(host, 0, &name, &error));
    CHECK(name.len > 0);
    if (addresses > 0) {
        cw_str one, other;
        OK(cw_host_address_at(host, 0, &one, &error));
        OK(cw_certificate_ip_address_at(certificate_of(identity), 0, &other, &error));
        CHECK(strcmp(one.data, other.data) == 0);
    }
    cw_identity_free(identity);
    FAILS_NULL("out", cw_host_local(NULL, &error));
    NULLS_OF(cw_host_name_count, host, "host", size_t);
    NULLS_AT(cw_host_name_at, host, "host", names, cw_str);
    NULLS_OF(cw_host_address_count, host, "host", size_t);
    NULLS_AT(cw_host_address_at, host, "host", addresses, cw_str);
    cw_host_free(host);
    cw_host_free(NULL);
}

static void follows_purpose_and_key(void) {
    const struct {
        uint32_t purpose;
        const char *usage;
    } purposes[] = {{CW_PURPOSE_SERVER, "serverAuth"}, {CW_PURPOSE_CLIENT, "clientAuth"}, {CW_PURPOSE_BOTH, "serverAuth"}, {CW_PURPOSE_CA, NULL}, {CW_PURPOSE_CODE_SIGN, "codeSigning"}};
    cw_str text;
    for (size_t i = 0; i < 5; i++) {
        begin();
        OK(cw_self_signed_purpose(wanted, purposes[i].purpose, &error));
        cw_identity *identity = issue();
        int64_t count;
        bool ca;
        OK(cw_certificate_extended_key_usage_count(certificate_of(identity), &count, &error));
        CHECK(count == (purposes[i].purpose == CW_PURPOSE_BOTH ? 2 : purposes[i].usage == NULL ? -1 : 1));
        if (purposes[i].usage != NULL) {
            OK(cw_certificate_extended_key_usage_at(certificate_of(identity), 0, &text, &error));
            TEXT_IS(text, purposes[i].usage);
        }
        OK(cw_certificate_is_ca(certificate_of(identity), &ca, &error));
        CHECK(ca == (purposes[i].purpose == CW_PURPOSE_CA));
        cw_identity_free(identity);
    }
    begin();
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "purpose", cw_self_signed_purpose(wanted, 0, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_self_signed_purpose(wanted, 7, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_self_signed_key(wanted, 0, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "reader", cw_self_signed_reader(wanted, 0, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_self_signed_reader(wanted, 4, &error));
    OK(cw_self_signed_key(wanted, CW_KEY_ED25519, &error));
    cw_identity *identity = issue(), *none = NULL;
    OK(cw_certificate_key_algorithm(certificate_of(identity), &text, &error));
    TEXT_IS(text, "ed25519");
    cw_identity_free(identity);

    /* who encrypts to it and who reads it narrow the keys */
    begin();
    OK(cw_self_signed_purpose(wanted, CW_PURPOSE_ENCIPHER, &error));
    OK(cw_self_signed_key(wanted, CW_KEY_P256, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "needs an RSA key", cw_self_signed_issue(wanted, NULL, &none, &error));
    cw_self_signed_free(wanted);
    const uint32_t readers[] = {CW_KEY_READER_WINDOWS, CW_KEY_READER_NET_FRAMEWORK, CW_KEY_READER_SQL_SERVER};
    for (size_t i = 0; i < 3; i++) {
        begin();
        OK(cw_self_signed_key(wanted, CW_KEY_P256, &error));
        OK(cw_self_signed_reader(wanted, readers[i], &error));
        FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "this reader needs an RSA key", cw_self_signed_issue(wanted, NULL, &none, &error));
        cw_self_signed_free(wanted);
    }
    CHECK(none == NULL);
}

static void begins_and_ends_as_asked(void) {
    cw_identity *identity = NULL;
    begin();
    OK(cw_self_signed_valid_from(wanted, TEXT("2026-01-31T12:00:00Z"), &error));
    OK(cw_self_signed_valid_to(wanted, TEXT("2031-01-31"), &error));
    identity = issue();
    CHECK(begins(identity) == INT64_C(1769860800) && ends(identity) == INT64_C(1927670399));
    cw_identity_free(identity);

    begin();
    OK(cw_self_signed_valid_from_time(wanted, INT64_C(1769860800), &error));
    OK(cw_self_signed_valid_to_time(wanted, INT64_C(1769860801), &error));
    identity = issue();
    CHECK(begins(identity) == INT64_C(1769860800) && ends(identity) == INT64_C(1769860801));
    cw_identity_free(identity);

    begin();
    OK(cw_self_signed_valid_from_time(wanted, INT64_C(1769860800), &error));
    OK(cw_self_signed_valid_days(wanted, 10, &error));
    identity = issue();
    CHECK(ends(identity) - begins(identity) == 10 * 86400);
    cw_identity_free(identity);

    begin();
    OK(cw_self_signed_valid_from_time(wanted, INT64_C(1769860800), &error));
    OK(cw_self_signed_valid_days(wanted, 10, &error));
    OK(cw_self_signed_valid_years(wanted, 1, &error)); /* the last one counts */
    identity = issue();
    CHECK(ends(identity) - begins(identity) == 365 * 86400);
    cw_identity_free(identity);

    begin();
    OK(cw_self_signed_no_expiry(wanted, &error));
    identity = issue();
    CHECK(ends(identity) == INT64_C(253402300799));
    cw_identity_free(identity);

    begin();
    FAILS(CW_STATUS_AMBIGUOUS_DATE, cw_self_signed_valid_from(wanted, TEXT("01/02/2026"), &error));
    FAILS(CW_STATUS_INVALID_DATE, cw_self_signed_valid_from(wanted, NULL, 0, &error));
    FAILS(CW_STATUS_AMBIGUOUS_DATE, cw_self_signed_valid_to(wanted, TEXT("01/02/2026"), &error));
    FAILS(CW_STATUS_INVALID_DATE, cw_self_signed_valid_to(wanted, NULL, 0, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_self_signed_valid_from_time(wanted, INT64_MAX, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_self_signed_valid_to_time(wanted, INT64_MIN, &error));
    identity = issue(); /* what failed has changed nothing */
    cw_identity_free(identity);

    begin();
    identity = NULL;
    OK(cw_self_signed_valid_to_time(wanted, 0, &error));
    FAILS(CW_STATUS_INVALID_VALIDITY, cw_self_signed_issue(wanted, NULL, &identity, &error));
    OK(cw_self_signed_valid_days(wanted, UINT32_MAX, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_self_signed_issue(wanted, NULL, &identity, &error));
    CHECK(identity == NULL);
    cw_self_signed_free(wanted);
}

static void takes_serial_and_key(void) {
    cw_identity *identity = NULL, *none = NULL;
    cw_private_key *key = NULL;
    cw_str serial;
    bool is = false;
    begin();
    OK(cw_self_signed_serial(wanted, TEXT("12:34"), &error));
    FAILS(CW_STATUS_INVALID_SERIAL_NUMBER, cw_self_signed_serial(wanted, NULL, 0, &error));
    OK(cw_private_key_generate(CW_KEY_P384, &key, &error));
    OK(cw_self_signed_issue(wanted, key, &identity, &error));
    OK(cw_certificate_serial(certificate_of(identity), &serial, &error));
    TEXT_IS(serial, "1234");
    OK(cw_private_key_matches(key, certificate_of(identity), &is, &error));
    CHECK(is);
    OK(cw_self_signed_describes(wanted, certificate_of(identity), &is, &error));
    CHECK(!is); /* it would make a key of another kind */
    cw_identity_free(identity);
    cw_private_key_free(key);
    OK(cw_self_signed_serial(wanted, TEXT("00"), &error));
    FAILS(CW_STATUS_INVALID_SERIAL_NUMBER, cw_self_signed_issue(wanted, NULL, &none, &error));
    cw_self_signed_free(wanted);
}

static void takes_null_for_a_mistake(void) {
    cw_self_signed *none = NULL;
    cw_identity *identity = NULL;
    cw_certificate *odd = test_certificate("odd/odd.pem");
    bool is = false;
    FAILS(CW_STATUS_INVALID_SUBJECT, cw_self_signed_new(NULL, 0, &none, &error));
    FAILS_NULL("subject", cw_self_signed_new(NULL, 1, &none, &error));
    FAILS_NULL("out", cw_self_signed_new(TEXT("a"), NULL, &error));
    CHECK(none == NULL);
    begin();
    NULLS_OF(cw_self_signed_subject, wanted, "wanted", cw_str);
    cw_status (*with_text[])(cw_self_signed *, const char *, size_t, cw_error **) = {cw_self_signed_dns_name, cw_self_signed_ip_address, cw_self_signed_valid_from, cw_self_signed_valid_to, cw_self_signed_serial};
    const char *names[] = {"name: it is NULL", "address: it is NULL", "date: it is NULL", "date: it is NULL", "serial: it is NULL"};
    for (size_t i = 0; i < 5; i++) {
        FAILS_NULL("wanted", with_text[i](NULL, TEXT("1"), &error));
        FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, names[i], with_text[i](wanted, NULL, 1, &error));
    }
    cw_status (*with_number[])(cw_self_signed *, uint32_t, cw_error **) = {cw_self_signed_purpose, cw_self_signed_key, cw_self_signed_reader, cw_self_signed_valid_days, cw_self_signed_valid_years};
    for (size_t i = 0; i < 5; i++) {
        FAILS_NULL("wanted", with_number[i](NULL, 1, &error));
    }
    FAILS_NULL("wanted", cw_self_signed_valid_from_time(NULL, 0, &error));
    FAILS_NULL("wanted", cw_self_signed_valid_to_time(NULL, 0, &error));
    FAILS_NULL("wanted", cw_self_signed_this_host(NULL, &error));
    FAILS_NULL("wanted", cw_self_signed_addresses_also_as_dns(NULL, &error));
    FAILS_NULL("wanted", cw_self_signed_no_expiry(NULL, &error));
    FAILS_NULL("wanted", cw_self_signed_issue(NULL, NULL, &identity, &error));
    FAILS_NULL("out", cw_self_signed_issue(wanted, NULL, NULL, &error));
    FAILS_NULL("wanted", cw_self_signed_describes(NULL, odd, &is, &error));
    FAILS_NULL("certificate", cw_self_signed_describes(wanted, NULL, &is, &error));
    FAILS_NULL("out", cw_self_signed_describes(wanted, odd, NULL, &error));
    cw_self_signed_free(wanted);
    cw_self_signed_free(NULL);
    cw_certificate_free(odd);
}

int main(void) {
    has_good_defaults();
    takes_names();
    follows_purpose_and_key();
    begins_and_ends_as_asked();
    takes_serial_and_key();
    takes_null_for_a_mistake();
    return 0;
}
