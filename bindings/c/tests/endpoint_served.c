/* What is really served on an endpoint's port, and files for a server that reads them: one of Python's that does so at each connection. */
#define _POSIX_C_SOURCE 200809L
#include "endpoint.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Serves what is in the file `active` of this folder at that moment, until its input ends. */
static const char SERVER[] =
    "import select, socket, ssl, sys\n"
    "listener = socket.create_server(('127.0.0.1', 0))\n"
    "print(listener.getsockname()[1], flush=True)\n"
    "while sys.stdin not in select.select([listener, sys.stdin], [], [])[0]:\n"
    "    client, _ = listener.accept()\n"
    "    try:\n"
    "        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\n"
    "        context.load_cert_chain(sys.argv[1])\n"
    "        context.wrap_socket(client, server_side=True).close()\n"
    "    except OSError:\n"
    "        client.close()\n";

static char active[4096], site[4096], key_file[4096];
static uint32_t port;
static int input;
static pid_t server;

static void start_server(void) {
    int in[2], out[2];
    char line[32] = "";
    CHECK(pipe(in) == 0 && pipe(out) == 0);
    server = fork();
    CHECK(server >= 0);
    if (server == 0) {
        dup2(in[0], 0);
        dup2(out[1], 1);
        close(in[1]);
        execlp("python3", "python3", "-c", SERVER, active, (char *)NULL);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    input = in[1];
    CHECK(fcntl(input, F_SETFD, FD_CLOEXEC) == 0); /* a command that is left running would hold it open */
    for (size_t len = 0; strchr(line, '\n') == NULL; len++) {
        CHECK(len + 1 < sizeof line && read(out[0], line + len, 1) == 1);
    }
    close(out[0]);
    port = (uint32_t)atoi(line);
    CHECK(port != 0);
}

static void end_server(void) {
    int status = 1;
    close(input);
    CHECK(waitpid(server, &status, 0) == server && status == 0);
}

/* A port of loopback where nothing listens, as long as the socket is open. */
static int silent(char *place, size_t size) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    socklen_t len = sizeof address;
    int made = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(made >= 0 && bind(made, (struct sockaddr *)&address, len) == 0 && getsockname(made, (struct sockaddr *)&address, &len) == 0);
    snprintf(place, size, "127.0.0.1:%u", (unsigned)ntohs(address.sin_port));
    return made;
}

/* Options of a layout with a command, whose words end with NULL. */
static cw_apply_options *options_of(uint32_t layout, const char *const *command) {
    cw_apply_options *options = NULL;
    cw_str words[8];
    size_t count = 0;
    for (; command[count] != NULL; count++) {
        words[count] = (cw_str)ITEM(command[count]);
    }
    OK(cw_apply_options_new(layout, TEXT(site), &options, &error));
    OK(cw_apply_options_reload(options, words, count, &error));
    return options;
}

static void what_is_written_is_served(const cw_endpoint *api) {
    const char *const copy[] = {"cp", site, active, NULL}, *const never[] = {"false", NULL};
    cw_apply_options *options = options_of(CW_LAYOUT_HAPROXY, copy);
    cw_applied *applied = NULL;
    cw_entry *entry = NULL;
    const cw_certificate *served = NULL;
    cw_str text;
    char wanted[64];
    size_t count = 0;
    bool is = false;
    OK(cw_endpoint_apply(api, options, &applied, &error));
    OK(cw_applied_changed(applied, &is, &error));
    CHECK(is);
    OK(cw_applied_file_count(applied, &count, &error));
    CHECK(count == 1);
    OK(cw_applied_file_at(applied, 0, &text, &error));
    TEXT_IS(text, site);
    OK(cw_applied_server(applied, &text, &error));
    snprintf(wanted, sizeof wanted, "localhost:%u", (unsigned)port);
    TEXT_IS(text, wanted);
    OK(cw_applied_certificate(applied, &served, &error));
    OK(cw_endpoint_certificate(api, &entry, &error));
    OK(cw_certificate_equal(served, certificate_of(entry), &is, &error));
    CHECK(is);
    NULLS_OF(cw_applied_changed, applied, "applied", bool);
    NULLS_OF(cw_applied_file_count, applied, "applied", size_t);
    NULLS_AT(cw_applied_file_at, applied, "applied", 1, cw_str);
    NULLS_OF(cw_applied_server, applied, "applied", cw_str);
    NULLS_OF(cw_applied_certificate, applied, "applied", const cw_certificate *);
    cw_applied_free(applied);
    cw_applied_free(NULL);
    cw_apply_options_free(options);

    options = options_of(CW_LAYOUT_HAPROXY, never);
    OK(cw_endpoint_apply(api, options, &applied, &error)); /* there is nothing to do */
    OK(cw_applied_changed(applied, &is, &error));
    CHECK(!is);
    cw_applied_free(applied);
    FAILS_NULL("endpoint", cw_endpoint_apply(NULL, options, &applied, &error));
    FAILS_NULL("options", cw_endpoint_apply(api, NULL, &applied, &error));
    FAILS_NULL("out", cw_endpoint_apply(api, options, NULL, &error));
    cw_apply_options_free(options);
    cw_entry_free(entry);
}

/* Looks at the port, or at `place`. There must be one finding with this code, or none for NULL. */
static cw_endpoint_checked *check(const cw_endpoint *api, const char *place, const char *wanted) {
    cw_endpoint_checked *checked = NULL;
    const cw_finding *finding = NULL;
    cw_str text;
    size_t count = 9;
    bool ok = false;
    OK(cw_endpoint_check(api, TEXT(place), 0, &checked, &error));
    OK(cw_endpoint_checked_ok(checked, &ok, &error));
    OK(cw_endpoint_checked_finding_count(checked, &count, &error));
    CHECK(ok == (wanted == NULL) && count == (wanted != NULL));
    if (wanted != NULL) {
        OK(cw_endpoint_checked_finding_at(checked, 0, &finding, &error));
        OK(cw_finding_code(finding, &text, &error));
        TEXT_IS(text, wanted);
        OK(cw_finding_message(finding, &text, &error));
        CHECK(text.len > 0);
        NULLS_OF(cw_finding_code, finding, "finding", cw_str);
        NULLS_OF(cw_finding_message, finding, "finding", cw_str);
    }
    return checked;
}

static void what_is_served_is_compared_with_what_should_be(const cw_store *store, const cw_endpoint *api) {
    cw_entry *other = create_srv1(store);
    const cw_endpoint_settings *settings = NULL;
    const cw_entry *expected = NULL;
    const cw_probed *served = NULL;
    const cw_certificate *leaf = NULL;
    cw_str text;
    char place[64];
    uint32_t number = 0;
    size_t count = 0;
    bool same = false;
    int nobody = silent(place, sizeof place);
    cw_endpoint_checked *checked = check(api, NULL, NULL);
    OK(cw_endpoint_checked_settings(checked, &settings, &error));
    OK(cw_endpoint_settings_port(settings, &number, &error));
    CHECK(number == port);
    OK(cw_endpoint_checked_server(checked, &text, &error));
    CHECK(strncmp(text.data, "localhost:", 10) == 0);
    OK(cw_endpoint_checked_expected(checked, &expected, &error));
    OK(cw_endpoint_checked_served(checked, &served, &error));
    OK(cw_probed_chain_at(served, 0, &leaf, &error));
    OK(cw_certificate_equal(leaf, certificate_of(expected), &same, &error));
    CHECK(same);
    OK(cw_endpoint_checked_protocol_count(checked, &count, &error));
    CHECK(count == 2);
    OK(cw_endpoint_checked_protocol_at(checked, 1, &text, &error));
    TEXT_IS(text, "TLSv1.3");
    OK(cw_endpoint_checked_note_count(checked, &count, &error));
    CHECK(count == 1);
    OK(cw_endpoint_checked_note_at(checked, 0, &text, &error));
    CHECK(strstr(text.data, "days left") != NULL);
    NULLS_OF(cw_endpoint_checked_ok, checked, "checked", bool);
    NULLS_OF(cw_endpoint_checked_settings, checked, "checked", const cw_endpoint_settings *);
    NULLS_OF(cw_endpoint_checked_expected, checked, "checked", const cw_entry *);
    NULLS_OF(cw_endpoint_checked_server, checked, "checked", cw_str);
    NULLS_OF(cw_endpoint_checked_served, checked, "checked", const cw_probed *);
    NULLS_OF(cw_endpoint_checked_protocol_count, checked, "checked", size_t);
    NULLS_AT(cw_endpoint_checked_protocol_at, checked, "checked", 2, cw_str);
    NULLS_OF(cw_endpoint_checked_finding_count, checked, "checked", size_t);
    NULLS_AT(cw_endpoint_checked_finding_at, checked, "checked", 0, const cw_finding *);
    NULLS_OF(cw_endpoint_checked_note_count, checked, "checked", size_t);
    NULLS_AT(cw_endpoint_checked_note_at, checked, "checked", 1, cw_str);
    cw_endpoint_checked_free(checked);
    cw_endpoint_checked_free(NULL);

    serve_stored(api, 0, other);
    cw_endpoint_checked_free(check(api, NULL, "former_certificate"));
    checked = check(api, place, "not_served");
    OK(cw_endpoint_checked_served(checked, &served, &error));
    CHECK(served == NULL);
    cw_endpoint_checked_free(checked);
    CHECK(CHANGED(cw_endpoint_disable(api, &came_to, &error)));
    checked = check(api, NULL, "served_although_off");
    OK(cw_endpoint_checked_expected(checked, &expected, &error));
    OK(cw_endpoint_checked_served(checked, &served, &error));
    CHECK(expected == NULL && served != NULL);
    cw_endpoint_checked_free(checked);
    cw_endpoint_checked_free(check(api, place, NULL));
    CHECK(CHANGED(cw_endpoint_https(api, 0, &came_to, &error)));

    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "server", cw_endpoint_check(api, TEXT("srv1"), 0, &checked, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "server", cw_endpoint_check(api, TEXT(""), 0, &checked, &error));
    FAILS_NULL("endpoint", cw_endpoint_check(NULL, NULL, 0, 0, &checked, &error));
    FAILS_NULL("server", cw_endpoint_check(api, NULL, 1, 0, &checked, &error));
    FAILS_NULL("out", cw_endpoint_check(api, NULL, 0, 0, NULL, &error));
    close(nobody);
    cw_entry_free(other);
}

/* The endpoint has another certificate than what is served by now. */
static void what_does_not_come_to_be_served_is_taken_back(const cw_endpoint *api) {
    const char *const fails[] = {"sh", "-c", "echo cannot read it >&2; exit 3", NULL}, *const nothing[] = {"true", NULL};
    cw_bytes before = {NULL, 0}, after = {NULL, 0};
    cw_applied *applied = NULL;
    OK(cw_read_path(TEXT(site), &before, &error));
    cw_apply_options *options = options_of(CW_LAYOUT_HAPROXY, fails);
    FAILS_SAYING(CW_STATUS_APPLY_FAILED, "exit status: 3: cannot read it", cw_endpoint_apply(api, options, &applied, &error));
    cw_apply_options_free(options);
    options = options_of(CW_LAYOUT_HAPROXY, nothing);
    OK(cw_apply_options_timeout(options, 200, &error));
    FAILS_SAYING(CW_STATUS_APPLY_FAILED, "the former files are back", cw_endpoint_apply(api, options, &applied, &error));
    cw_apply_options_free(options);
    OK(cw_read_path(TEXT(site), &after, &error));
    CHECK(before.len == after.len && memcmp(before.data, after.data, after.len) == 0);
    cw_bytes_free(&before);
    cw_bytes_free(&after);
}

static void certificate_and_key_come_into_files_of_their_own(const cw_endpoint *api) {
    const char *const join[] = {"sh", "-c", "cat \"$0\" \"$1\" >\"$2\"", site, key_file, active, NULL};
    const cw_str missing[] = {{NULL, 1}};
    cw_apply_options *options = options_of(CW_LAYOUT_NGINX, join);
    cw_applied *applied = NULL;
    cw_str text;
    char number[32], place[64];
    size_t count = 0;
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "key file", cw_endpoint_apply(api, options, &applied, &error));
    OK(cw_apply_options_key(options, TEXT(key_file), &error));
    OK(cw_apply_options_owner(options, TEXT("no such account"), &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "no such account", cw_endpoint_apply(api, options, &applied, &error));
    snprintf(number, sizeof number, "%u", (unsigned)geteuid());
    OK(cw_apply_options_owner(options, TEXT(number), &error));
    OK(cw_apply_options_group(options, TEXT("no such group"), &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "no such group", cw_endpoint_apply(api, options, &applied, &error));
    OK(cw_apply_options_owner(options, NULL, 0, &error));
    OK(cw_apply_options_group(options, NULL, 0, &error));
    snprintf(place, sizeof place, "127.0.0.1:%u", (unsigned)port);
    OK(cw_apply_options_server(options, TEXT(place), &error));
    OK(cw_endpoint_apply(api, options, &applied, &error));
    OK(cw_applied_file_count(applied, &count, &error));
    CHECK(count == 2);
    OK(cw_applied_file_at(applied, 1, &text, &error));
    TEXT_IS(text, key_file);
    OK(cw_applied_server(applied, &text, &error));
    TEXT_IS(text, place);
    cw_applied_free(applied);
    cw_endpoint_checked_free(check(api, NULL, NULL));
    CHECK(CHANGED(cw_endpoint_disable(api, &came_to, &error)));
    FAILS(CW_STATUS_ENDPOINT_STATE, cw_endpoint_apply(api, options, &applied, &error));

    FAILS_NULL("options", cw_apply_options_key(NULL, TEXT("a"), &error));
    FAILS_NULL("path", cw_apply_options_key(options, NULL, 1, &error));
    FAILS_NULL("options", cw_apply_options_owner(NULL, TEXT("a"), &error));
    FAILS_NULL("owner", cw_apply_options_owner(options, NULL, 1, &error));
    FAILS_NULL("options", cw_apply_options_group(NULL, TEXT("a"), &error));
    FAILS_NULL("group", cw_apply_options_group(options, NULL, 1, &error));
    FAILS_NULL("options", cw_apply_options_reload(NULL, NULL, 0, &error));
    FAILS_NULL("words", cw_apply_options_reload(options, NULL, 1, &error));
    FAILS_NULL("words", cw_apply_options_reload(options, missing, 1, &error));
    FAILS_NULL("options", cw_apply_options_server(NULL, TEXT("a:1"), &error));
    FAILS_NULL("server", cw_apply_options_server(options, NULL, 1, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "server", cw_apply_options_server(options, TEXT("srv1"), &error));
    FAILS_NULL("options", cw_apply_options_timeout(NULL, 1, &error));
    cw_apply_options_free(options);
    cw_apply_options_free(NULL);
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "layout", cw_apply_options_new(0, TEXT(site), &options, &error));
    FAILS_NULL("certificate", cw_apply_options_new(CW_LAYOUT_NGINX, NULL, 1, &options, &error));
    FAILS_NULL("out", cw_apply_options_new(CW_LAYOUT_NGINX, TEXT(site), NULL, &error));
}

int main(void) {
    snprintf(active, sizeof active, "%s", test_path("active.pem"));
    snprintf(site, sizeof site, "%s", test_path("site.pem"));
    snprintf(key_file, sizeof key_file, "%s", test_path("site.key"));
    start_server();
    cw_store *store = create_store("certs.db");
    cw_endpoint *api = open_api(store);
    CHECK(CHANGED(cw_endpoint_https_generated(api, port, &came_to, &error)));
    what_is_written_is_served(api);
    what_is_served_is_compared_with_what_should_be(store, api);
    what_does_not_come_to_be_served_is_taken_back(api);
    certificate_and_key_come_into_files_of_their_own(api);
    end_server();
    cw_endpoint_free(api);
    cw_store_free(store);
    return 0;
}
