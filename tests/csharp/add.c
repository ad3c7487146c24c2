/* Adds certificates to a store beside other languages: add PATH NAME COUNT. */

#include <certwright.h>
#include <stdio.h>
#include <stdlib.h>

static int failed(cw_error *error) {
    fprintf(stderr, "%s\n", cw_error_message(error).data);
    cw_error_free(error);
    return 1;
}

static int add(const cw_store *store, const char *subject) {
    cw_error *error = NULL;
    cw_self_signed *wanted = NULL;
    cw_entry *entry = NULL;
    const cw_certificate *certificate = NULL;
    cw_str thumbprint = {NULL, 0};
    cw_status status = cw_self_signed_new(subject, CW_ZERO_TERMINATED, &wanted, &error);
    if (status == CW_STATUS_OK) status = cw_store_create_self_signed(store, wanted, NULL, &entry, &error);
    if (status == CW_STATUS_OK) status = cw_entry_certificate(entry, &certificate, &error);
    if (status == CW_STATUS_OK) status = cw_certificate_thumbprint(certificate, &thumbprint, &error);
    if (status == CW_STATUS_OK) puts(thumbprint.data);
    cw_entry_free(entry);
    cw_self_signed_free(wanted);
    return status == CW_STATUS_OK ? 0 : failed(error);
}

int main(int count, char **arguments) {
    cw_error *error = NULL;
    cw_store *store = NULL;
    int result = 0;
    if (count != 4) return 2;
    if (cw_store_open(arguments[1], CW_ZERO_TERMINATED, NULL, &store, &error) != CW_STATUS_OK) return failed(error);
    for (int i = 0; i < atoi(arguments[3]) && result == 0; i++) {
        char subject[64];
        snprintf(subject, sizeof subject, "%s %d", arguments[2], i);
        result = add(store, subject);
    }
    cw_store_free(store);
    return result;
}
