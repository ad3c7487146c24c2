/* What a call across the boundary takes: the serial number of a parsed certificate. Prints nanoseconds, the median of many times.
 * usage: boundary CERTIFICATE.pem */

#define _POSIX_C_SOURCE 199309L

#include <certwright.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { TIMES = 101, CALLS = 100000 };

static double now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec * 1e9 + (double)at.tv_nsec;
}

static int ascending(const void *one, const void *other) {
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

int main(int argc, char **argv) {
    static double times[TIMES];
    static unsigned char pem[65536];
    cw_certificate *certificate = NULL;
    cw_str serial = {NULL, 0};
    size_t length = 0, seen = 0;
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (file != NULL) {
        length = fread(pem, 1, sizeof pem, file);
        fclose(file);
    }
    if (cw_certificate_from_pem(pem, length, &certificate, NULL) != CW_STATUS_OK) {
        return 1;
    }
    for (int index = 0; index < TIMES; index++) {
        double start = now();
        for (int call = 0; call < CALLS; call++) {
            if (cw_certificate_serial(certificate, &serial, NULL) != CW_STATUS_OK) {
                return 1;
            }
            seen += serial.len;
        }
        times[index] = (now() - start) / CALLS;
    }
    cw_certificate_free(certificate);
    qsort(times, TIMES, sizeof times[0], ascending);
    printf("%.2f\n", times[TIMES / 2]);
    return seen > 0 ? 0 : 1;
}
