/* Imports a PFX and tells what became of each thing in it; asks for the password only if there is one: import CERTS.DB FILE.PFX */
#include <certwright.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A program with a window would ask there; this one takes it from the environment. */
static int ask(void *user, cw_password *password) {
    const char *text = getenv((const char *)user);
    return text == NULL || cw_password_give(password, text, strlen(text), NULL) != CW_STATUS_OK;
}

static int tell(const cw_imported *imported, cw_error **error) {
    const cw_import_report *report = NULL;
    const cw_bag *bag = NULL;
    cw_str format, what, note;
    size_t count = 0;
    bool taken = false;
    if (cw_imported_report(imported, &report, error) != CW_STATUS_OK || cw_import_report_format(report, &format, error) != CW_STATUS_OK ||
        cw_imported_bag_count(imported, &count, error) != CW_STATUS_OK) {
        return 1;
    }
    printf("%s with %zu things:\n", format.data, count);
    for (size_t i = 0; i < count; i++) {
        if (cw_import_report_bag_at(report, i, &bag, error) != CW_STATUS_OK || cw_bag_what(bag, &what, error) != CW_STATUS_OK ||
            cw_imported_bag_taken(imported, i, &taken, error) != CW_STATUS_OK ||
            cw_imported_bag_note(imported, i, &note, error) != CW_STATUS_OK) {
            return 1;
        }
        printf("  %s: %s%s%s\n", what.data, taken ? "taken" : "not taken", note.data == NULL ? "" : ", ", note.data == NULL ? "" : note.data);
    }
    return 0;
}

int main(int argc, char **argv) {
    cw_error *error = NULL;
    cw_store *store = NULL;
    cw_read_options *read = NULL;
    cw_imported *imported = NULL;
    int status = 1;
    if (argc != 3) {
        fprintf(stderr, "usage: PFX_PASSWORD=... import CERTS.DB FILE.PFX\n");
        return 2;
    }
    if (cw_store_open(argv[1], strlen(argv[1]), NULL, &store, &error) == CW_STATUS_OK &&
        cw_read_options_new(&read, &error) == CW_STATUS_OK &&
        cw_read_options_ask_password(read, ask, (void *)"PFX_PASSWORD", &error) == CW_STATUS_OK &&
        cw_store_import_path(store, argv[2], strlen(argv[2]), read, NULL, &imported, &error) == CW_STATUS_OK) {
        status = tell(imported, &error);
    }
    if (status != 0) {
        fprintf(stderr, "%s: %s\n", argv[2], cw_error_message(error).data);
        cw_error_free(error);
    }
    cw_imported_free(imported);
    cw_read_options_free(read);
    cw_store_free(store);
    return status;
}
