/* Names: read, written, and looked at attribute by attribute. */
#include "test.h"

static void check_attribute(const cw_name *name, size_t index, size_t component, const char *oid, const char *short_name, const char *value) {
    size_t out_component = 99;
    cw_str out_oid, out_short_name, out_value;
    OK(cw_name_attribute_at(name, index, &out_component, &out_oid, &out_short_name, &out_value, &error));
    CHECK(out_component == component);
    TEXT_IS(out_oid, oid);
    TEXT_IS(out_short_name, short_name);
    TEXT_IS(out_value, value);
}

static size_t attribute_count(const cw_name *name) {
    size_t count = 99;
    OK(cw_name_attribute_count(name, &count, &error));
    return count;
}

/* In the order of the DER, which is the reverse of the text's; a component may have several. */
static void gives_its_attributes_one_by_one(void) {
    cw_name *name = NULL;
    OK(cw_name_parse(TEXT("CN=a+serialNumber=5, 1.2.3.4=#0C0178, O=B\xc3\xbc" "cher\\, Inc., C=DE"), &name, &error));
    cw_str text;
    OK(cw_name_text(name, &text, &error));
    TEXT_IS(text, "CN=a+serialNumber=5,1.2.3.4=#0C0178,O=B\xc3\xbc" "cher\\, Inc.,C=DE");
    OK(cw_name_common_name(name, &text, &error));
    TEXT_IS(text, "a");
    CHECK(attribute_count(name) == 5);
    check_attribute(name, 0, 0, "2.5.4.6", "C", "DE");
    check_attribute(name, 1, 1, "2.5.4.10", "O", "B\xc3\xbc" "cher, Inc.");
    check_attribute(name, 2, 2, "1.2.3.4", NULL, "x");
    check_attribute(name, 3, 3, "2.5.4.3", "CN", "a");
    check_attribute(name, 4, 3, "2.5.4.5", "serialNumber", "5");

    /* by its DER it is the same, and a clone lives on */
    cw_octets der, again;
    cw_name *read = NULL, *clone = NULL;
    OK(cw_name_der(name, &der, &error));
    OK(cw_name_from_der(der.data, der.len, &read, &error));
    OK(cw_name_clone(read, &clone, &error));
    cw_name_free(read);
    OK(cw_name_der(clone, &again, &error));
    CHECK(der.len == again.len && memcmp(der.data, again.data, der.len) == 0);
    cw_name_free(clone);
    cw_name_free(name);
    cw_name_free(NULL);
}

static void those_of_a_certificate(void) {
    cw_certificate *odd = test_certificate("odd/odd.pem"), *bare = test_certificate("odd/bare.pem");
    const cw_name *subject = NULL, *issuer = NULL, *empty = NULL;
    cw_str text;
    cw_octets der, own;
    OK(cw_certificate_subject_name(odd, &subject, &error));
    OK(cw_certificate_issuer_name(odd, &issuer, &error));
    CHECK(attribute_count(subject) == 3 && attribute_count(issuer) == 3);
    check_attribute(subject, 2, 2, "2.5.4.3", "CN", "odd");
    OK(cw_name_der(issuer, &der, &error));
    OK(cw_certificate_issuer_der(odd, &own, &error));
    CHECK(der.data == own.data && der.len == own.len);

    /* one without a component */
    OK(cw_certificate_subject_name(bare, &empty, &error));
    CHECK(attribute_count(empty) == 0);
    OK(cw_name_text(empty, &text, &error));
    TEXT_IS(text, "");
    OK(cw_name_common_name(empty, &text, &error));
    TEXT_IS(text, NULL);
    NULLS_OF(cw_certificate_subject_name, odd, "certificate", const cw_name *);
    NULLS_OF(cw_certificate_issuer_name, odd, "certificate", const cw_name *);
    cw_certificate_free(odd);
    cw_certificate_free(bare);
}

static void refuses_what_is_none(void) {
    const uint8_t behind[] = {0x30, 0, 0};
    cw_name *none = NULL;
    FAILS_SAYING(CW_STATUS_INVALID_SUBJECT, "it is empty", cw_name_parse(NULL, 0, &none, &error));
    FAILS(CW_STATUS_INVALID_SUBJECT, cw_name_parse(TEXT("XX=a"), &none, &error));
    FAILS(CW_STATUS_INVALID_SUBJECT, cw_name_from_der(NULL, 0, &none, &error));
    FAILS(CW_STATUS_INVALID_SUBJECT, cw_name_from_der(behind, 3, &none, &error));
    FAILS_NULL("text", cw_name_parse(NULL, 1, &none, &error));
    FAILS_NULL("out", cw_name_parse(TEXT("a"), NULL, &error));
    FAILS_NULL("der", cw_name_from_der(NULL, 1, &none, &error));
    FAILS_NULL("out", cw_name_from_der(behind, 2, NULL, &error));
    CHECK(none == NULL);

    cw_name *name = NULL;
    size_t component = 99;
    cw_str oid = {NULL, 0}, short_name = {NULL, 0}, value = {NULL, 0};
    OK(cw_name_from_der(behind, 2, &name, &error));
    NULLS_OF(cw_name_text, name, "name", cw_str);
    NULLS_OF(cw_name_der, name, "name", cw_octets);
    NULLS_OF(cw_name_common_name, name, "name", cw_str);
    NULLS_OF(cw_name_attribute_count, name, "name", size_t);
    NULLS_OF(cw_name_clone, name, "name", cw_name *);
    FAILS_NULL("name", cw_name_attribute_at(NULL, 0, &component, &oid, &short_name, &value, &error));
    FAILS_NULL("out_component", cw_name_attribute_at(name, 0, NULL, &oid, &short_name, &value, &error));
    FAILS_NULL("out_oid", cw_name_attribute_at(name, 0, &component, NULL, &short_name, &value, &error));
    FAILS_NULL("out_short_name", cw_name_attribute_at(name, 0, &component, &oid, NULL, &value, &error));
    FAILS_NULL("out_value", cw_name_attribute_at(name, 0, &component, &oid, &short_name, NULL, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "there are 0", cw_name_attribute_at(name, 0, &component, &oid, &short_name, &value, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_name_attribute_at(name, SIZE_MAX, &component, &oid, &short_name, &value, &error));
    CHECK(component == 99 && oid.data == NULL && short_name.data == NULL && value.data == NULL);
    cw_name_free(name);
}

int main(void) {
    gives_its_attributes_one_by_one();
    those_of_a_certificate();
    refuses_what_is_none();
    return 0;
}
