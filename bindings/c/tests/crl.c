/* Certificate revocation lists, read. */
#include "test.h"

static void reads_the_lists_of_a_file(void) {
    cw_bytes pem = test_read("chain/crls.pem"), der = test_read("chain/root.crl");
    cw_crls *crls = NULL;
    const cw_crl *crl = NULL;
    cw_crl *clone = NULL;
    size_t count = 0;
    int64_t at = 0;
    OK(cw_crls_read(OCTETS(pem), &crls, &error));
    OK(cw_crls_count(crls, &count, &error));
    CHECK(count == 2);
    OK(cw_crls_at(crls, 1, &crl, &error));
    OK(cw_crl_clone(crl, &clone, &error));
    NULLS_AT(cw_crls_at, crls, "crls", 2, const cw_crl *);
    NULLS_OF(cw_crls_count, crls, "crls", size_t);
    cw_crls_free(crls); /* a clone lives on */
    OK(cw_crl_this_update(clone, &at, &error));
    CHECK(at == 1767225600);
    OK(cw_crl_next_update(clone, &at, &error));
    CHECK(at == 2366841600);
    NULLS_OF(cw_crl_this_update, clone, "crl", int64_t);
    NULLS_OF(cw_crl_next_update, clone, "crl", int64_t);
    NULLS_OF(cw_crl_clone, clone, "crl", cw_crl *);
    cw_crl_free(clone);

    OK(cw_crls_read(OCTETS(der), &crls, &error));
    OK(cw_crls_count(crls, &count, &error));
    CHECK(count == 1);
    cw_crls_free(crls);
    cw_bytes_free(&pem);
    cw_bytes_free(&der);
    cw_crls_free(NULL);
    cw_crl_free(NULL);
}

static void reads_one_in_der(void) {
    cw_bytes der = test_read("chain/without-end.crl");
    cw_crl *crl = NULL;
    cw_octets same;
    int64_t at = 0;
    OK(cw_crl_from_der(OCTETS(der), &crl, &error));
    OK(cw_crl_next_update(crl, &at, &error));
    CHECK(at == INT64_MIN);
    OK(cw_crl_der(crl, &same, &error));
    CHECK(same.len == der.len && memcmp(same.data, der.data, der.len) == 0);
    NULLS_OF(cw_crl_der, crl, "crl", cw_octets);
    cw_crl_free(crl);
    crl = NULL;
    FAILS(CW_STATUS_DAMAGED, cw_crl_from_der(der.data, der.len - 1, &crl, &error));
    FAILS(CW_STATUS_DAMAGED, cw_crl_from_der(NULL, 0, &crl, &error));
    FAILS_NULL("der", cw_crl_from_der(NULL, 1, &crl, &error));
    FAILS_NULL("out", cw_crl_from_der(OCTETS(der), NULL, &error));
    CHECK(crl == NULL);
    cw_bytes_free(&der);
}

static void refuses_a_file_without_one(void) {
    cw_bytes pem = test_read("chain/root.pem");
    cw_crls *none = NULL;
    FAILS_SAYING(CW_STATUS_UNKNOWN_FORMAT, "there is no CRL in it", cw_crls_read(OCTETS(pem), &none, &error));
    FAILS(CW_STATUS_UNKNOWN_FORMAT, cw_crls_read(NULL, 0, &none, &error));
    FAILS_NULL("data", cw_crls_read(NULL, 1, &none, &error));
    FAILS_NULL("out", cw_crls_read(OCTETS(pem), NULL, &error));
    size_t large = ((size_t)100 << 20) + 1;
    uint8_t *zeros = calloc(large, 1);
    CHECK(zeros != NULL && none == NULL);
    zeros[0] = 0x30;
    FAILS(CW_STATUS_TOO_LARGE, cw_crls_read(zeros, large, &none, &error));
    free(zeros);
    cw_bytes_free(&pem);
}

int main(void) {
    reads_the_lists_of_a_file();
    reads_one_in_der();
    refuses_a_file_without_one();
    return 0;
}
