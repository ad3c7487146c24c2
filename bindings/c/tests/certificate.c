/* Certificates: read, written, compared, and all that they say. */
#include "test.h"

static cw_str text_of(cw_status (*fact)(const cw_certificate *, cw_str *, cw_error **), const cw_certificate *certificate) {
    cw_str out;
    OK(fact(certificate, &out, &error));
    return out;
}

static bool flag_of(cw_status (*fact)(const cw_certificate *, bool *, cw_error **), const cw_certificate *certificate) {
    bool out;
    OK(fact(certificate, &out, &error));
    return out;
}

static cw_octets octets_of(cw_status (*fact)(const cw_certificate *, cw_octets *, cw_error **), const cw_certificate *certificate) {
    cw_octets out;
    OK(fact(certificate, &out, &error));
    return out;
}

static int64_t number_of(cw_status (*fact)(const cw_certificate *, int64_t *, cw_error **), const cw_certificate *certificate) {
    int64_t out;
    OK(fact(certificate, &out, &error));
    return out;
}

static size_t count_of(cw_status (*fact)(const cw_certificate *, size_t *, cw_error **), const cw_certificate *certificate) {
    size_t out;
    OK(fact(certificate, &out, &error));
    return out;
}

static cw_str text_at(cw_status (*fact)(const cw_certificate *, size_t, cw_str *, cw_error **), const cw_certificate *certificate, size_t index) {
    cw_str out;
    OK(fact(certificate, index, &out, &error));
    return out;
}

static void reads_and_writes(void) {
    cw_certificate *odd = test_certificate("odd/odd.pem"), *again = NULL, *clone = NULL;
    cw_octets der = octets_of(cw_certificate_der, odd);
    OK(cw_certificate_from_der(der.data, der.len, &again, &error));
    bool same = false;
    OK(cw_certificate_equal(odd, again, &same, &error));
    CHECK(same);

    cw_bytes pem = {NULL, 0}, file = test_read("odd/odd.pem");
    OK(cw_certificate_to_pem(again, &pem, &error));
    CHECK(pem.len == file.len && memcmp(pem.data, file.data, pem.len) == 0 && pem.data[pem.len] == 0);
    cw_bytes_free(&pem);
    CHECK(pem.data == NULL && pem.len == 0);
    cw_bytes_free(&pem);
    cw_bytes_free(&file);

    /* a clone lives on */
    OK(cw_certificate_clone(again, &clone, &error));
    cw_certificate_free(again);
    TEXT_IS(text_of(cw_certificate_serial, clone), "ABCDEF");
    cw_certificate_free(clone);

    cw_certificate *bare = test_certificate("odd/bare.pem");
    OK(cw_certificate_equal(odd, bare, &same, &error));
    CHECK(!same);
    cw_certificate_free(bare);

    /* what is no certificate */
    cw_certificate *none = NULL;
    FAILS_SAYING(CW_STATUS_MALFORMED_CERTIFICATE, "it is empty", cw_certificate_from_der(NULL, 0, &none, &error));
    FAILS(CW_STATUS_MALFORMED_CERTIFICATE, cw_certificate_from_pem(NULL, 0, &none, &error));
    FAILS(CW_STATUS_MALFORMED_CERTIFICATE, cw_certificate_from_der(der.data, der.len - 1, &none, &error));
    FAILS(CW_STATUS_MALFORMED_CERTIFICATE, cw_certificate_from_pem(der.data, der.len, &none, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "der: its length is beyond what memory can hold", cw_certificate_from_der(der.data, SIZE_MAX, &none, &error));
    size_t large = ((size_t)1 << 20) + 1;
    uint8_t *zeros = calloc(large, 1);
    CHECK(zeros != NULL);
    FAILS(CW_STATUS_TOO_LARGE, cw_certificate_from_der(zeros, large, &none, &error));
    free(zeros);

    /* NULL in each place */
    FAILS_NULL("der", cw_certificate_from_der(NULL, 1, &none, &error));
    FAILS_NULL("out", cw_certificate_from_der(der.data, der.len, NULL, &error));
    FAILS_NULL("pem", cw_certificate_from_pem(NULL, 1, &none, &error));
    FAILS_NULL("out", cw_certificate_from_pem(der.data, der.len, NULL, &error));
    FAILS_NULL("certificate", cw_certificate_equal(NULL, odd, &same, &error));
    FAILS_NULL("other", cw_certificate_equal(odd, NULL, &same, &error));
    FAILS_NULL("out", cw_certificate_equal(odd, odd, NULL, &error));
    NULLS_OF(cw_certificate_clone, odd, "certificate", cw_certificate *);
    NULLS_OF(cw_certificate_der, odd, "certificate", cw_octets);
    NULLS_OF(cw_certificate_to_pem, odd, "certificate", cw_bytes);
    CHECK(none == NULL);
    cw_certificate_free(odd);
    cw_certificate_free(NULL);
}

/* A CA of another key than can be verified here, with a name of each kind. */
static void says_what_stands_in_it(void) {
    cw_certificate *odd = test_certificate("odd/odd.pem");
    uint32_t version = 0;
    OK(cw_certificate_version(odd, &version, &error));
    CHECK(version == 3);
    CHECK(text_of(cw_certificate_thumbprint, odd).len == 40 && text_of(cw_certificate_sha256, odd).len == 64);
    TEXT_IS(text_of(cw_certificate_subject, odd), "CN=odd,O=B\xc3\xbc" "cher\\, Inc.,C=DE");
    TEXT_IS(text_of(cw_certificate_issuer, odd), "CN=odd,O=B\xc3\xbc" "cher\\, Inc.,C=DE");
    TEXT_IS(text_of(cw_certificate_common_name, odd), "odd");
    TEXT_IS(text_of(cw_certificate_serial, odd), "ABCDEF");
    cw_octets subject = octets_of(cw_certificate_subject_der, odd), issuer = octets_of(cw_certificate_issuer_der, odd);
    CHECK(subject.len > 2 && subject.data[0] == 0x30 && subject.len == issuer.len && memcmp(subject.data, issuer.data, subject.len) == 0);

    int64_t from = number_of(cw_certificate_not_before, odd), to = number_of(cw_certificate_not_after, odd);
    CHECK(to - from == INT64_C(3650) * 24 * 60 * 60);
    int64_t times[] = {from - 1, from, to, to + 1};
    bool wanted[] = {false, true, true, false}, valid;
    for (size_t i = 0; i < 4; i++) {
        OK(cw_certificate_is_valid_at(odd, times[i], &valid, &error));
        CHECK(valid == wanted[i]);
    }
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_certificate_is_valid_at(odd, INT64_MAX, &valid, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_certificate_is_valid_at(odd, INT64_MIN, &valid, &error));

    CHECK(count_of(cw_certificate_dns_name_count, odd) == 1 && count_of(cw_certificate_ip_address_count, odd) == 2);
    TEXT_IS(text_at(cw_certificate_dns_name_at, odd, 0), "srv1.corp.example");
    TEXT_IS(text_at(cw_certificate_ip_address_at, odd, 0), "10.0.0.5");
    TEXT_IS(text_at(cw_certificate_ip_address_at, odd, 1), "2001:db8::1");
    const char *names[][2] = {{"dns", "srv1.corp.example"}, {"ip", "10.0.0.5"}, {"ip", "2001:db8::1"}, {"email", "office@corp.example"},
                              {"uri", "https://corp.example/"}, {"directory", "CN=inside"}, {"other", "8 1.2.3.4"}};
    CHECK(count_of(cw_certificate_subject_alt_name_count, odd) == 7);
    for (size_t i = 0; i < 7; i++) {
        TEXT_IS(text_at(cw_certificate_subject_alt_name_kind_at, odd, i), names[i][0]);
        TEXT_IS(text_at(cw_certificate_subject_alt_name_at, odd, i), names[i][1]);
    }

    CHECK(number_of(cw_certificate_key_usage_count, odd) == 2);
    TEXT_IS(text_at(cw_certificate_key_usage_at, odd, 0), "keyCertSign");
    TEXT_IS(text_at(cw_certificate_key_usage_at, odd, 1), "cRLSign");
    CHECK(number_of(cw_certificate_extended_key_usage_count, odd) == 2);
    TEXT_IS(text_at(cw_certificate_extended_key_usage_at, odd, 0), "serverAuth");
    TEXT_IS(text_at(cw_certificate_extended_key_usage_at, odd, 1), "1.2.3.4");
    CHECK(flag_of(cw_certificate_is_ca, odd) && number_of(cw_certificate_path_length, odd) == 3);
    CHECK(octets_of(cw_certificate_subject_key_id, odd).len == 20);
    CHECK(octets_of(cw_certificate_authority_key_id, odd).data == NULL);

    CHECK(octets_of(cw_certificate_public_key_der, odd).data[0] == 0x30);
    TEXT_IS(text_of(cw_certificate_key_algorithm, odd), "p521");
    TEXT_IS(text_of(cw_certificate_signature_algorithm, odd), "ecdsa-with-SHA256");
    TEXT_IS(text_of(cw_certificate_signature_hash, odd), "sha256");
    CHECK(flag_of(cw_certificate_is_self_issued, odd) && flag_of(cw_certificate_is_self_signed, odd));
    cw_certificate_free(odd);
}

static void says_what_does_not_stand_in_it(void) {
    cw_certificate *bare = test_certificate("odd/bare.pem");
    uint32_t version = 0;
    OK(cw_certificate_version(bare, &version, &error));
    CHECK(version == 1);
    TEXT_IS(text_of(cw_certificate_subject, bare), "");
    TEXT_IS(text_of(cw_certificate_common_name, bare), NULL);
    TEXT_IS(text_of(cw_certificate_signature_hash, bare), NULL);
    CHECK(number_of(cw_certificate_key_usage_count, bare) == -1 && number_of(cw_certificate_extended_key_usage_count, bare) == -1);
    CHECK(!flag_of(cw_certificate_is_ca, bare) && number_of(cw_certificate_path_length, bare) == -1);
    CHECK(octets_of(cw_certificate_subject_key_id, bare).data == NULL && octets_of(cw_certificate_authority_key_id, bare).data == NULL);
    NULLS_AT(cw_certificate_dns_name_at, bare, "certificate", 0, cw_str);
    NULLS_AT(cw_certificate_ip_address_at, bare, "certificate", 0, cw_str);
    NULLS_AT(cw_certificate_subject_alt_name_at, bare, "certificate", 0, cw_str);
    NULLS_AT(cw_certificate_subject_alt_name_kind_at, bare, "certificate", 0, cw_str);
    NULLS_AT(cw_certificate_key_usage_at, bare, "certificate", 0, cw_str);
    NULLS_AT(cw_certificate_extended_key_usage_at, bare, "certificate", 0, cw_str);
    CHECK(flag_of(cw_certificate_is_self_signed, bare));
    cw_certificate_free(bare);
}

static void tells_who_signed_it(void) {
    cw_certificate *odd = test_certificate("odd/odd.pem"), *bare = test_certificate("odd/bare.pem");
    int32_t signed_by = 9;
    OK(cw_certificate_is_signed_by(bare, bare, &signed_by, &error));
    CHECK(signed_by == 1);
    cw_identity *other = test_identity("other");
    const cw_certificate *of_other = NULL;
    OK(cw_identity_certificate(other, &of_other, &error));
    OK(cw_certificate_is_signed_by(of_other, of_other, &signed_by, &error));
    CHECK(signed_by == 1);
    cw_identity *another = test_identity("another");
    const cw_certificate *of_another = NULL;
    OK(cw_identity_certificate(another, &of_another, &error));
    OK(cw_certificate_is_signed_by(of_other, of_another, &signed_by, &error));
    CHECK(signed_by == 0);
    OK(cw_certificate_is_signed_by(odd, odd, &signed_by, &error));
    CHECK(signed_by == 1);
    static const char *const unsupported[] = {"secp256k1-sha256", "p256-sha224", "pss-key"};
    for (size_t i = 0; i < sizeof unsupported / sizeof unsupported[0]; i++) {
        char name[64];
        snprintf(name, sizeof name, "signatures/unsupported-%s.pem", unsupported[i]);
        cw_certificate *one = test_certificate(name);
        OK(cw_certificate_is_signed_by(one, one, &signed_by, &error));
        CHECK(signed_by == -1 && !flag_of(cw_certificate_is_self_signed, one) && flag_of(cw_certificate_is_self_issued, one));
        cw_certificate_free(one);
    }
    FAILS_NULL("certificate", cw_certificate_is_signed_by(NULL, odd, &signed_by, &error));
    FAILS_NULL("issuer", cw_certificate_is_signed_by(odd, NULL, &signed_by, &error));
    FAILS_NULL("out", cw_certificate_is_signed_by(odd, odd, NULL, &error));
    cw_identity_free(other);
    cw_identity_free(another);
    cw_certificate_free(odd);
    cw_certificate_free(bare);
}

static void takes_null_for_a_mistake(void) {
    cw_certificate *odd = test_certificate("odd/odd.pem");
    bool flag;
    FAILS_NULL("certificate", cw_certificate_is_valid_at(NULL, 0, &flag, &error));
    FAILS_NULL("out", cw_certificate_is_valid_at(odd, 0, NULL, &error));
    NULLS_OF(cw_certificate_thumbprint, odd, "certificate", cw_str);
    NULLS_OF(cw_certificate_sha256, odd, "certificate", cw_str);
    NULLS_OF(cw_certificate_version, odd, "certificate", uint32_t);
    NULLS_OF(cw_certificate_not_before, odd, "certificate", int64_t);
    NULLS_OF(cw_certificate_not_after, odd, "certificate", int64_t);
    NULLS_OF(cw_certificate_subject, odd, "certificate", cw_str);
    NULLS_OF(cw_certificate_issuer, odd, "certificate", cw_str);
    NULLS_OF(cw_certificate_subject_der, odd, "certificate", cw_octets);
    NULLS_OF(cw_certificate_issuer_der, odd, "certificate", cw_octets);
    NULLS_OF(cw_certificate_common_name, odd, "certificate", cw_str);
    NULLS_OF(cw_certificate_serial, odd, "certificate", cw_str);
    NULLS_OF(cw_certificate_dns_name_count, odd, "certificate", size_t);
    NULLS_OF(cw_certificate_ip_address_count, odd, "certificate", size_t);
    NULLS_OF(cw_certificate_subject_alt_name_count, odd, "certificate", size_t);
    NULLS_AT(cw_certificate_subject_alt_name_at, odd, "certificate", 7, cw_str);
    NULLS_AT(cw_certificate_subject_alt_name_kind_at, odd, "certificate", 7, cw_str);
    NULLS_OF(cw_certificate_key_usage_count, odd, "certificate", int64_t);
    NULLS_AT(cw_certificate_key_usage_at, odd, "certificate", 2, cw_str);
    NULLS_OF(cw_certificate_extended_key_usage_count, odd, "certificate", int64_t);
    NULLS_AT(cw_certificate_extended_key_usage_at, odd, "certificate", 2, cw_str);
    NULLS_OF(cw_certificate_is_ca, odd, "certificate", bool);
    NULLS_OF(cw_certificate_path_length, odd, "certificate", int64_t);
    NULLS_OF(cw_certificate_subject_key_id, odd, "certificate", cw_octets);
    NULLS_OF(cw_certificate_authority_key_id, odd, "certificate", cw_octets);
    NULLS_OF(cw_certificate_public_key_der, odd, "certificate", cw_octets);
    NULLS_OF(cw_certificate_key_algorithm, odd, "certificate", cw_str);
    NULLS_OF(cw_certificate_signature_algorithm, odd, "certificate", cw_str);
    NULLS_OF(cw_certificate_signature_hash, odd, "certificate", cw_str);
    NULLS_OF(cw_certificate_is_self_issued, odd, "certificate", bool);
    NULLS_OF(cw_certificate_is_self_signed, odd, "certificate", bool);
    cw_certificate_free(odd);
}

int main(void) {
    reads_and_writes();
    says_what_stands_in_it();
    says_what_does_not_stand_in_it();
    tells_who_signed_it();
    takes_null_for_a_mistake();
    return 0;
}
