/* What each status means, and what to do. */
#include "test.h"

int main(void) {
    cw_status (*texts[])(uint32_t, cw_bytes *, cw_error **) = {cw_status_code, cw_status_meaning, cw_status_cause, cw_status_cure};
    cw_bytes out = {NULL, 0};
    uint32_t number = 0;
    CHECK(cw_status_count() >= CW_STATUS_PANIC);
    for (uint32_t status = 1; status <= cw_status_count(); status++) {
        for (size_t i = 0; i < 4; i++) {
            OK(texts[i](status, &out, &error));
            CHECK(out.len > 0 && strlen((const char *)out.data) == out.len);
            if (i == 0) {
                OK(cw_status_parse((const char *)out.data, out.len, &number, &error));
                CHECK(number == status);
            }
            cw_bytes_free(&out);
        }
    }
    for (size_t i = 0; i < 4; i++) {
        FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "there is none of this number", texts[i](CW_STATUS_OK, &out, &error));
        FAILS(CW_STATUS_INVALID_ARGUMENT, texts[i](cw_status_count() + 1, &out, &error));
        FAILS(CW_STATUS_INVALID_ARGUMENT, texts[i](UINT32_MAX, &out, &error));
        FAILS_NULL("out", texts[i](1, NULL, &error));
    }
    OK(cw_status_code(CW_STATUS_NOT_FOUND, &out, &error));
    CHECK(strcmp((const char *)out.data, "not_found") == 0);
    cw_bytes_free(&out);
    OK(cw_status_parse(TEXT(" Not-Found "), &number, &error));
    CHECK(number == CW_STATUS_NOT_FOUND);
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "near it: not_found", cw_status_parse(TEXT("notfound"), &number, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_status_parse(NULL, 0, &number, &error));
    FAILS_NULL("text", cw_status_parse(NULL, 1, &number, &error));
    FAILS_NULL("out", cw_status_parse(TEXT("1"), NULL, &error));
    return 0;
}
