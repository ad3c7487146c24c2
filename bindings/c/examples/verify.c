/* Verifies a server's chain up to a root, and prints the path or every reason against it: verify ROOTS CHAIN HOST [DATE] */
#include <certwright.h>
#include <stdio.h>
#include <string.h>

/* Of each file no more are looked at. */
#define MOST 100

static cw_status read_certificates(const char *path, cw_import_report **report, const cw_certificate *found[], size_t *count, cw_error **error) {
    cw_bytes file = {NULL, 0};
    cw_status status = cw_read_path(path, strlen(path), &file, error);
    if (status == CW_STATUS_OK) {
        status = cw_read_file(file.data, file.len, NULL, report, error);
    }
    cw_bytes_free(&file);
    if (status == CW_STATUS_OK) {
        status = cw_import_report_certificate_count(*report, count, error);
    }
    for (size_t i = 0; i < *count && i < MOST && status == CW_STATUS_OK; i++) {
        status = cw_import_report_certificate_at(*report, i, &found[i], error);
    }
    return status;
}

static void print_reasons(const cw_error *why) {
    const cw_refused_path *path = NULL;
    const cw_reason *reason = NULL;
    cw_str code, message;
    size_t place = 0;
    for (size_t i = 0; cw_error_refused_path_at(why, i, &path, NULL) == CW_STATUS_OK; i++) {
        printf("path %zu:\n", i + 1);
        for (size_t j = 0; cw_refused_path_reason_at(path, j, &reason, NULL) == CW_STATUS_OK; j++) {
            if (cw_reason_place(reason, &place, NULL) == CW_STATUS_OK && cw_reason_code(reason, &code, NULL) == CW_STATUS_OK &&
                cw_reason_message(reason, &message, NULL) == CW_STATUS_OK) {
                printf("  %zu %s: %s\n", place, code.data, message.data);
            }
        }
    }
}

int main(int argc, char **argv) {
    const cw_certificate *roots[MOST], *chain[MOST], *one = NULL;
    cw_import_report *root_file = NULL, *chain_file = NULL;
    cw_verify_options *options = NULL;
    cw_verified *verified = NULL;
    cw_error *error = NULL;
    size_t root_count = 0, chain_count = 0;
    int64_t at = 0;
    bool day = false;
    cw_str subject;
    if (argc != 4 && argc != 5) {
        fprintf(stderr, "usage: verify ROOTS CHAIN HOST [DATE]\n");
        return 2;
    }
    cw_status status = cw_verify_options_new(&options, &error);
    if (status == CW_STATUS_OK && (status = read_certificates(argv[1], &root_file, roots, &root_count, &error)) == CW_STATUS_OK &&
        (status = read_certificates(argv[2], &chain_file, chain, &chain_count, &error)) == CW_STATUS_OK &&
        (status = cw_verify_options_host(options, argv[3], strlen(argv[3]), &error)) == CW_STATUS_OK && argc == 5 &&
        (status = cw_date_parse(argv[4], strlen(argv[4]), &at, &day, &error)) == CW_STATUS_OK) {
        status = cw_verify_options_at(options, at, &error);
    }
    for (size_t i = 0; i < root_count && i < MOST && status == CW_STATUS_OK; i++) {
        status = cw_verify_options_root(options, roots[i], &error);
    }
    if (status == CW_STATUS_OK && (status = cw_verify_chain(chain, chain_count < MOST ? chain_count : MOST, options, &verified, &error)) == CW_STATUS_OK) {
        for (size_t i = 0; cw_verified_path_at(verified, i, &one, NULL) == CW_STATUS_OK; i++) {
            printf("%s\n", cw_certificate_subject(one, &subject, NULL) == CW_STATUS_OK ? subject.data : "");
        }
    } else {
        fprintf(stderr, "%s\n", cw_error_message(error).data);
        print_reasons(error);
    }
    cw_error_free(error);
    cw_verified_free(verified);
    cw_verify_options_free(options);
    cw_import_report_free(root_file);
    cw_import_report_free(chain_file);
    return status == CW_STATUS_OK ? 0 : status == CW_STATUS_UNTRUSTED ? 3 : 1;
}
