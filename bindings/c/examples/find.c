/* Finds a certificate by its thumbprint as it was pasted, invisible characters and all, and prints it: find CERTS.DB THUMBPRINT */
#include <certwright.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static void print_time(const char *what, int64_t seconds) {
    char text[32];
    time_t at = (time_t)seconds;
    struct tm *utc = gmtime(&at);
    if (utc != NULL && strftime(text, sizeof text, "%Y-%m-%d %H:%M:%SZ", utc) > 0) {
        printf("%s%s\n", what, text);
    }
}

int main(int argc, char **argv) {
    cw_error *error = NULL;
    cw_store *store = NULL;
    cw_entry *entry = NULL;
    const cw_certificate *certificate = NULL;
    cw_str thumbprint, subject, name;
    int64_t not_after = 0;
    bool has_key = false;
    int status = 1;

    if (argc != 3) {
        fprintf(stderr, "usage: find CERTS.DB THUMBPRINT\n");
        return 2;
    }
    if (cw_store_open(argv[1], strlen(argv[1]), NULL, &store, &error) == CW_STATUS_OK &&
        cw_store_get(store, argv[2], strlen(argv[2]), NULL, &entry, &error) == CW_STATUS_OK &&
        cw_entry_certificate(entry, &certificate, &error) == CW_STATUS_OK &&
        cw_certificate_thumbprint(certificate, &thumbprint, &error) == CW_STATUS_OK &&
        cw_certificate_subject(certificate, &subject, &error) == CW_STATUS_OK &&
        cw_certificate_not_after(certificate, &not_after, &error) == CW_STATUS_OK &&
        cw_entry_friendly_name(entry, &name, &error) == CW_STATUS_OK &&
        cw_entry_has_private_key(entry, &has_key, &error) == CW_STATUS_OK) {
        printf("thumbprint:  %s\n", thumbprint.data);
        printf("subject:     %s\n", subject.data);
        printf("name:        %s\n", name.data == NULL ? "(none)" : name.data);
        print_time("valid until: ", not_after);
        printf("private key: %s\n", has_key ? "here" : "not here");
        status = 0;
    } else {
        /* of one that is not found the message says what comes near: an archived one, or one in another named store */
        status = cw_error_status(error) == CW_STATUS_NOT_FOUND ? 4 : 1;
        fprintf(stderr, "%s\n", cw_error_message(error).data);
        cw_error_free(error);
    }
    cw_entry_free(entry);
    cw_store_free(store);
    return status;
}
