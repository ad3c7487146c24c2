/* What people paste. */
#include "test.h"

#define BYTES_ARE(bytes, wanted)                                                                 \
    do {                                                                                         \
        CHECK((bytes).data != NULL && strcmp((const char *)(bytes).data, wanted) == 0);          \
        CHECK((bytes).len == strlen(wanted));                                                    \
        cw_bytes_free(&(bytes));                                                                 \
    } while (0)

static void texts(void) {
    cw_bytes out = {NULL, 0};
    OK(cw_thumbprint_parse(TEXT("\xe2\x80\x8e" "34 78 cd a8 25 9a 9b 64 2a 30 8c 1f 5c 9e 00 11 22 33 44 55"), &out, &error));
    BYTES_ARE(out, "3478CDA8259A9B642A308C1F5C9E001122334455");
    OK(cw_serial_parse(TEXT("0x00:ab:cd"), &out, &error));
    BYTES_ARE(out, "ABCD");
    OK(cw_subject_parse(TEXT("O=Example, CN=\"a, b\""), &out, &error));
    BYTES_ARE(out, "O=Example,CN=a\\, b");
    OK(cw_subject_parse(TEXT("Integration API"), &out, &error));
    BYTES_ARE(out, "CN=Integration API");
    OK(cw_store_name_parse(TEXT(" trusted root certification authorities "), &out, &error));
    BYTES_ARE(out, "TrustedRoot");
    OK(cw_store_name_parse(TEXT("my"), &out, &error));
    BYTES_ARE(out, "Personal");
    OK(cw_store_name_parse(TEXT("Web"), &out, &error));
    BYTES_ARE(out, "Web");

    FAILS_SAYING(CW_STATUS_INVALID_THUMBPRINT, "it has 3 hexadecimal digits", cw_thumbprint_parse(TEXT("abc"), &out, &error));
    FAILS(CW_STATUS_INVALID_SERIAL_NUMBER, cw_serial_parse(TEXT("xyz"), &out, &error));
    FAILS(CW_STATUS_INVALID_SUBJECT, cw_subject_parse(TEXT(" "), &out, &error));
    CHECK(out.data == NULL);

    cw_status (*parsers[])(const char *, size_t, cw_bytes *, cw_error **) = {cw_thumbprint_parse, cw_serial_parse, cw_subject_parse,
                                                                                         cw_store_name_parse};
    cw_status empty[] = {CW_STATUS_INVALID_THUMBPRINT, CW_STATUS_INVALID_SERIAL_NUMBER, CW_STATUS_INVALID_SUBJECT, CW_STATUS_INVALID_ARGUMENT};
    for (size_t i = 0; i < 4; i++) {
        FAILS(empty[i], parsers[i](NULL, 0, &out, &error));
        FAILS(empty[i], parsers[i](TEXT(""), &out, &error));
        FAILS_NULL("text", parsers[i](NULL, 1, &out, &error));
        FAILS_NULL("text", parsers[i](NULL, CW_ZERO_TERMINATED, &out, &error));
        FAILS_NULL("out", parsers[i](TEXT("12"), NULL, &error));
        FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "text: it is not UTF-8", parsers[i](TEXT("\xff"), &out, &error));
        FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "text: its length is beyond", parsers[i]("12", SIZE_MAX - 1, &out, &error));
    }
    /* the length counts, not the zero */
    OK(cw_serial_parse("1234", 2, &out, &error));
    BYTES_ARE(out, "12");
}

/* As they stand in a certificate: with a sign, and with octets that say nothing. */
static void serial_numbers_in_der(void) {
    const uint8_t positive[] = {0, 0xab, 0xcd}, negative[] = {0xff, 0x38};
    uint8_t many[65] = {1};
    cw_bytes out = {NULL, 0};
    OK(cw_serial_from_der(positive, 3, &out, &error));
    BYTES_ARE(out, "ABCD");
    OK(cw_serial_from_der(negative, 2, &out, &error));
    BYTES_ARE(out, "-C8");
    FAILS_SAYING(CW_STATUS_INVALID_SERIAL_NUMBER, "it has 0 octets", cw_serial_from_der(NULL, 0, &out, &error));
    FAILS_SAYING(CW_STATUS_INVALID_SERIAL_NUMBER, "it has 65 octets", cw_serial_from_der(many, 65, &out, &error));
    FAILS_NULL("der", cw_serial_from_der(NULL, 1, &out, &error));
    FAILS_NULL("out", cw_serial_from_der(positive, 3, NULL, &error));

    cw_certificate *odd = test_certificate("odd/odd.pem");
    cw_octets der;
    OK(cw_certificate_serial_der(odd, &der, &error));
    CHECK(der.len == 4 && memcmp(der.data, "\0\xab\xcd\xef", 4) == 0);
    NULLS_OF(cw_certificate_serial_der, odd, "certificate", cw_octets);
    cw_certificate_free(odd);
}

static void dates(void) {
    int64_t at = 0;
    bool day = false;
    OK(cw_date_parse(TEXT("31.01.2026"), &at, &day, &error));
    CHECK(at == INT64_C(1769817600) && day);
    OK(cw_date_parse(TEXT("2026-01-31T01:00:00+01:00"), &at, &day, &error));
    CHECK(at == INT64_C(1769817600) && !day);
    FAILS_SAYING(CW_STATUS_AMBIGUOUS_DATE, "2026-01-02", cw_date_parse(TEXT("01/02/2026"), &at, &day, &error));
    FAILS(CW_STATUS_INVALID_DATE, cw_date_parse(NULL, 0, &at, &day, &error));
    FAILS_NULL("text", cw_date_parse(NULL, 1, &at, &day, &error));
    FAILS_NULL("out", cw_date_parse(TEXT("2026-01-31"), NULL, &day, &error));
    FAILS_NULL("out_day", cw_date_parse(TEXT("2026-01-31"), &at, NULL, &error));
}

int main(void) {
    texts();
    serial_numbers_in_der();
    dates();
    return 0;
}
