/* Makes a store with a self-signed certificate for this host, or finds the one that is there: make_and_store CERTS.DB */
#include <certwright.h>
#include <stdio.h>

static int fail(const char *what, cw_error *error) {
    fprintf(stderr, "%s: %s\n", what, cw_error_message(error).data);
    cw_error_free(error);
    return 1;
}

int main(int argc, char **argv) {
    cw_error *error = NULL;
    cw_store *store = NULL;
    cw_self_signed *wanted = NULL;
    cw_add_options *options = NULL;
    cw_added *added = NULL;
    const cw_entry *entry = NULL;
    const cw_certificate *certificate = NULL;
    cw_str thumbprint;
    bool changed = false;
    int status = 1;

    if (argc != 2) {
        fprintf(stderr, "usage: make_and_store CERTS.DB\n");
        return 2;
    }
    if (cw_abi_version() != CW_ABI_VERSION) {
        fprintf(stderr, "the library is of another ABI than the header\n");
        return 1;
    }

    /* opening never makes a store: a missing one is CW_STATUS_NOT_FOUND */
    cw_status opened = cw_store_open(argv[1], CW_ZERO_TERMINATED, NULL, &store, &error);
    if (opened == CW_STATUS_NOT_FOUND) {
        cw_error_free(error);
        error = NULL;
        opened = cw_store_create(argv[1], CW_ZERO_TERMINATED, NULL, &store, &error);
    }
    if (opened != CW_STATUS_OK) {
        return fail(argv[1], error);
    }

    if (cw_self_signed_new("Integration API", CW_ZERO_TERMINATED, &wanted, &error) == CW_STATUS_OK &&
        cw_self_signed_dns_name(wanted, "localhost", CW_ZERO_TERMINATED, &error) == CW_STATUS_OK &&
        cw_self_signed_ip_address(wanted, "127.0.0.1", CW_ZERO_TERMINATED, &error) == CW_STATUS_OK &&
        cw_add_options_new(&options, &error) == CW_STATUS_OK &&
        cw_add_options_friendly_name(options, "API", CW_ZERO_TERMINATED, &error) == CW_STATUS_OK &&
        cw_store_ensure_self_signed(store, wanted, options, &added, &error) == CW_STATUS_OK &&
        cw_added_changed(added, &changed, &error) == CW_STATUS_OK &&
        cw_added_entry(added, &entry, &error) == CW_STATUS_OK &&
        cw_entry_certificate(entry, &certificate, &error) == CW_STATUS_OK &&
        cw_certificate_thumbprint(certificate, &thumbprint, &error) == CW_STATUS_OK) {
        printf("%s %s\n", thumbprint.data, changed ? "made" : "was there");
        status = 0;
    } else {
        fail("the certificate", error);
    }

    cw_added_free(added);
    cw_add_options_free(options);
    cw_self_signed_free(wanted);
    cw_store_free(store);
    return status;
}
