/* Errors: one for each failure, none of success, and what they say. */
#include "test.h"

int main(void) {
    cw_certificate *certificate = NULL;

    /* without a place for the error there is the status alone */
    CHECK(cw_certificate_from_der(NULL, 0, &certificate, NULL) == CW_STATUS_MALFORMED_CERTIFICATE);
    CHECK(certificate == NULL);

    CHECK(cw_certificate_from_der(NULL, 0, &certificate, &error) == CW_STATUS_MALFORMED_CERTIFICATE);
    CHECK(certificate == NULL && error != NULL);
    CHECK(cw_error_status(error) == CW_STATUS_MALFORMED_CERTIFICATE);
    TEXT_IS(cw_error_message(error), "not a certificate: it is empty");
    TEXT_IS(cw_error_details(error), "{\"why\":\"it is empty\"}");
    cw_error_free(error);
    error = NULL;

    /* NULL is no error, and is freed as often as one likes */
    CHECK(cw_error_status(NULL) == CW_STATUS_OK);
    TEXT_IS(cw_error_message(NULL), NULL);
    TEXT_IS(cw_error_details(NULL), NULL);
    cw_error_free(NULL);

    cw_bytes none = {NULL, 0};
    cw_bytes_free(&none);
    cw_bytes_free(NULL);

    CHECK(cw_abi_version() == CW_ABI_VERSION);
    CHECK(cw_version().len > 0 && strlen(cw_version().data) == cw_version().len);
    return 0;
}
