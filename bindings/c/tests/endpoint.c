/* The settings of endpoints: off, HTTP, HTTPS with each kind of certificate; what they are refused for; what others need to trust one. */
#include "endpoint.h"

/* The settings must be these; `sha256` is that of a certificate, or NULL for none. */
static void settings_are(const cw_endpoint_settings *settings, uint32_t state, uint32_t port, bool generated, const char *sha256) {
    cw_str text;
    uint32_t number = 0;
    bool is = false;
    OK(cw_endpoint_settings_name(settings, &text, &error));
    TEXT_IS(text, "api");
    OK(cw_endpoint_settings_state(settings, &number, &error));
    CHECK(number == state);
    OK(cw_endpoint_settings_port(settings, &number, &error));
    CHECK(number == port);
    OK(cw_endpoint_settings_generated(settings, &is, &error));
    CHECK(is == generated);
    OK(cw_endpoint_settings_sha256(settings, &text, &error));
    TEXT_IS(text, sha256);
}

/* So must those that a call came to, which has as many warnings. Then it is freed. */
static void came_to_be(uint32_t state, uint32_t port, bool generated, const cw_entry *entry, size_t warnings) {
    const cw_endpoint_settings *settings = NULL;
    const cw_entry *found = NULL;
    size_t count = 0;
    const char *sha256 = entry == NULL ? NULL : sha256_of(certificate_of(entry)).data;
    OK(cw_endpoint_change_settings(came_to, &settings, &error));
    settings_are(settings, state, port, generated, sha256);
    OK(cw_endpoint_change_certificate(came_to, &found, &error));
    CHECK((found == NULL) == (entry == NULL));
    if (found != NULL) {
        TEXT_IS(sha256_of(certificate_of(found)), sha256);
    }
    OK(cw_endpoint_change_warning_count(came_to, &count, &error));
    CHECK(count == warnings);
    changed();
}

static void a_name_is_short_and_plain(const cw_store *store) {
    cw_endpoint *endpoint = NULL;
    cw_str name;
    OK(cw_store_endpoint(store, TEXT("integration.api-2_x"), &endpoint, &error));
    OK(cw_endpoint_name(endpoint, &name, &error));
    TEXT_IS(name, "integration.api-2_x");
    NULLS_OF(cw_endpoint_name, endpoint, "endpoint", cw_str);
    FAILS_NULL("endpoint", cw_endpoint_subject(NULL, TEXT("a"), &error));
    FAILS_NULL("subject", cw_endpoint_subject(endpoint, NULL, 1, &error));
    FAILS_NULL("host", cw_endpoint_host(endpoint, NULL, &error));
    cw_host *host = NULL;
    OK(cw_host_new(NULL, 0, NULL, 0, &host, &error));
    FAILS_NULL("endpoint", cw_endpoint_host(NULL, host, &error));
    OK(cw_endpoint_host(endpoint, host, &error));
    OK(cw_endpoint_subject(endpoint, NULL, 0, &error));
    FAILS(CW_STATUS_INVALID_SUBJECT, cw_endpoint_https(endpoint, 0, &came_to, &error));
    cw_host_free(host);
    cw_endpoint_free(endpoint);
    cw_endpoint_free(NULL);
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "endpoint", cw_store_endpoint(store, TEXT("API"), &endpoint, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "endpoint", cw_store_endpoint(store, NULL, 0, &endpoint, &error));
    FAILS_NULL("store", cw_store_endpoint(NULL, TEXT("api"), &endpoint, &error));
    FAILS_NULL("name", cw_store_endpoint(store, NULL, 1, &endpoint, &error));
    FAILS_NULL("out", cw_store_endpoint(store, TEXT("api"), NULL, &error));
}

static void a_host_can_be_given(void) {
    const cw_str names[] = {ITEM("srv1"), {NULL, 1}}, addresses[] = {ITEM(" 10.0.0.5 "), ITEM("srv1"), {NULL, 1}};
    cw_host *host = NULL;
    cw_str text;
    size_t count = 9;
    OK(cw_host_new(names, 1, addresses, 1, &host, &error));
    OK(cw_host_name_at(host, 0, &text, &error));
    TEXT_IS(text, "srv1");
    OK(cw_host_address_at(host, 0, &text, &error));
    TEXT_IS(text, "10.0.0.5");
    cw_host_free(host);
    OK(cw_host_new(NULL, 0, NULL, 0, &host, &error));
    OK(cw_host_name_count(host, &count, &error));
    CHECK(count == 0);
    cw_host_free(host);
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "IP address", cw_host_new(names, 1, addresses, 2, &host, &error));
    FAILS_NULL("names", cw_host_new(NULL, 1, addresses, 1, &host, &error));
    FAILS_NULL("names", cw_host_new(names, 2, addresses, 1, &host, &error));
    FAILS_NULL("addresses", cw_host_new(names, 1, NULL, 1, &host, &error));
    FAILS_NULL("addresses", cw_host_new(names, 1, addresses + 2, 1, &host, &error));
    FAILS_NULL("out", cw_host_new(names, 1, addresses, 1, NULL, &error));
}

static void before_anything_is_set_it_is_https_on_9699(const cw_store *store, const cw_endpoint *api) {
    cw_endpoints *all = NULL;
    const cw_endpoint_settings *settings = NULL;
    cw_entry *entry = NULL;
    size_t count = 9;
    OK(cw_endpoint_status(api, &came_to, &error));
    came_to_be(CW_ENDPOINT_HTTPS, 9699, true, NULL, 0);
    OK(cw_store_endpoints(store, &all, &error));
    OK(cw_endpoints_count(all, &count, &error));
    CHECK(count == 0);
    cw_endpoints_free(all);

    OK(cw_endpoint_certificate(api, &entry, &error));
    OK(cw_endpoint_status(api, &came_to, &error));
    came_to_be(CW_ENDPOINT_HTTPS, 9699, true, entry, 0);
    OK(cw_store_endpoints(store, &all, &error));
    OK(cw_endpoints_count(all, &count, &error));
    CHECK(count == 1);
    OK(cw_endpoints_at(all, 0, &settings, &error));
    settings_are(settings, CW_ENDPOINT_HTTPS, 9699, true, sha256_of(certificate_of(entry)).data);
    NULLS_OF(cw_store_endpoints, store, "store", cw_endpoints *);
    NULLS_OF(cw_endpoints_count, all, "endpoints", size_t);
    NULLS_AT(cw_endpoints_at, all, "endpoints", 1, const cw_endpoint_settings *);
    NULLS_OF(cw_endpoint_settings_name, settings, "settings", cw_str);
    NULLS_OF(cw_endpoint_settings_state, settings, "settings", uint32_t);
    NULLS_OF(cw_endpoint_settings_port, settings, "settings", uint32_t);
    NULLS_OF(cw_endpoint_settings_sha256, settings, "settings", cw_str);
    NULLS_OF(cw_endpoint_settings_generated, settings, "settings", bool);
    cw_endpoints_free(all);
    cw_endpoints_free(NULL);
    cw_entry_free(entry);
}

static void certificate_and_port_outlast_being_switched_off(const cw_store *store, const cw_endpoint *api) {
    cw_entry *entry = create_srv1(store), *own = NULL;
    cw_identity *identity = NULL;
    const cw_certificate *served = NULL;
    cw_str text;
    serve_stored(api, 4431, entry);
    CHECK(CHANGED(cw_endpoint_disable(api, &came_to, &error)));
    CHECK(!CHANGED(cw_endpoint_disable(api, &came_to, &error)));
    OK(cw_endpoint_disable(api, &came_to, &error));
    came_to_be(CW_ENDPOINT_OFF, 4431, false, entry, 0);
    FAILS_SAYING(CW_STATUS_ENDPOINT_STATE, "off", cw_endpoint_certificate(api, &own, &error));
    CHECK(CHANGED(cw_endpoint_http(api, 0, &came_to, &error)));
    OK(cw_endpoint_http(api, 8080, &came_to, &error));
    OK(cw_endpoint_change_warning_at(came_to, 0, &text, &error));
    CHECK(strstr(text.data, "safe intranet") != NULL);
    NULLS_OF(cw_endpoint_change_settings, came_to, "change", const cw_endpoint_settings *);
    NULLS_OF(cw_endpoint_change_changed, came_to, "change", bool);
    NULLS_OF(cw_endpoint_change_certificate, came_to, "change", const cw_entry *);
    NULLS_OF(cw_endpoint_change_warning_count, came_to, "change", size_t);
    NULLS_AT(cw_endpoint_change_warning_at, came_to, "change", 1, cw_str);
    came_to_be(CW_ENDPOINT_HTTP, 8080, false, entry, 1);
    cw_endpoint_change_free(NULL);
    FAILS_SAYING(CW_STATUS_ENDPOINT_STATE, "http", cw_endpoint_identity(api, &identity, &error));
    OK(cw_endpoint_https(api, 0, &came_to, &error));
    came_to_be(CW_ENDPOINT_HTTPS, 8080, false, entry, 0);
    CHECK(!CHANGED(cw_endpoint_https(api, 8080, &came_to, &error)));
    OK(cw_endpoint_identity(api, &identity, &error));
    OK(cw_identity_certificate(identity, &served, &error));
    TEXT_IS(sha256_of(served), sha256_of(certificate_of(entry)).data);
    cw_identity_free(identity);
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "port", cw_endpoint_http(api, 65536, &came_to, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "port", cw_endpoint_https(api, UINT32_MAX, &came_to, &error));
    NULLS_OF(cw_endpoint_status, api, "endpoint", cw_endpoint_change *);
    NULLS_OF(cw_endpoint_disable, api, "endpoint", cw_endpoint_change *);
    NULLS_OF(cw_endpoint_reset, api, "endpoint", cw_endpoint_change *);
    NULLS_OF(cw_endpoint_certificate, api, "endpoint", cw_entry *);
    NULLS_OF(cw_endpoint_identity, api, "endpoint", cw_identity *);
    FAILS_NULL("endpoint", cw_endpoint_http(NULL, 0, &came_to, &error));
    FAILS_NULL("out", cw_endpoint_http(api, 0, NULL, &error));
    FAILS_NULL("endpoint", cw_endpoint_https(NULL, 0, &came_to, &error));
    FAILS_NULL("out", cw_endpoint_https(api, 0, NULL, &error));
    cw_entry_free(entry);
}

static void it_goes_back_to_one_of_its_own(const cw_store *store) {
    cw_endpoint *api = open_api(store);
    cw_entry *entry = NULL;
    const cw_certificate *certificate = NULL;
    cw_str text;
    OK(cw_endpoint_subject(api, TEXT("Integration API"), &error));
    CHECK(CHANGED(cw_endpoint_https_generated(api, 4431, &came_to, &error)));
    CHECK(!CHANGED(cw_endpoint_https_generated(api, 0, &came_to, &error)));
    OK(cw_endpoint_certificate(api, &entry, &error));
    certificate = certificate_of(entry);
    OK(cw_certificate_subject(certificate, &text, &error));
    TEXT_IS(text, "CN=Integration API");
    OK(cw_certificate_dns_name_at(certificate, 0, &text, &error));
    TEXT_IS(text, "srv1.corp.example");
    OK(cw_endpoint_status(api, &came_to, &error));
    came_to_be(CW_ENDPOINT_HTTPS, 4431, true, entry, 0);
    CHECK(CHANGED(cw_endpoint_reset(api, &came_to, &error)));
    OK(cw_endpoint_reset(api, &came_to, &error));
    came_to_be(CW_ENDPOINT_HTTPS, 9699, true, NULL, 0);
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "port", cw_endpoint_https_generated(api, 65536, &came_to, &error));
    FAILS_NULL("endpoint", cw_endpoint_https_generated(NULL, 0, &came_to, &error));
    FAILS_NULL("out", cw_endpoint_https_generated(api, 0, NULL, &error));
    cw_entry_free(entry);
    cw_endpoint_free(api);
}

static void a_dry_run_tells_and_changes_nothing(const cw_store *store, const cw_endpoint *api) {
    cw_endpoint *dry = open_api(store);
    cw_entry *entry = create_srv1(store), *none = NULL;
    OK(cw_endpoint_dry_run(dry, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "yet to be made, which a dry run does not do", cw_endpoint_certificate(dry, &none, &error));
    OK(cw_endpoint_https_stored(dry, 4431, THUMBPRINT(entry), &came_to, &error));
    came_to_be(CW_ENDPOINT_HTTPS, 4431, false, entry, 0);
    CHECK(CHANGED(cw_endpoint_disable(dry, &came_to, &error)));
    OK(cw_endpoint_status(api, &came_to, &error));
    came_to_be(CW_ENDPOINT_HTTPS, 9699, true, NULL, 0);
    FAILS_NULL("endpoint", cw_endpoint_dry_run(NULL, &error));
    cw_entry_free(entry);
    cw_endpoint_free(dry);
}

static void what_cannot_serve_is_refused(const cw_store *store, const cw_endpoint *api) {
    cw_self_signed *wanted = describe("client");
    cw_entry *client = NULL, *other = create_entry(store, "other");
    cw_identity *stranger = test_identity("srv1");
    const cw_certificate *keyless = NULL;
    cw_added *added = NULL;
    cw_str text;
    OK(cw_self_signed_purpose(wanted, CW_PURPOSE_CLIENT, &error));
    OK(cw_store_create_self_signed(store, wanted, NULL, &client, &error));
    FAILS_SAYING(CW_STATUS_UNFIT_CERTIFICATE, "server", cw_endpoint_https_self_signed(api, 0, wanted, &came_to, &error));
    FAILS_SAYING(CW_STATUS_UNFIT_CERTIFICATE, "server", cw_endpoint_https_stored(api, 0, THUMBPRINT(client), &came_to, &error));
    OK(cw_identity_certificate(stranger, &keyless, &error));
    text = sha256_of(keyless);
    FAILS(CW_STATUS_NOT_FOUND, cw_endpoint_https_stored(api, 0, text.data, text.len, &came_to, &error));
    OK(cw_store_add(store, keyless, NULL, &added, &error));
    cw_added_free(added);
    FAILS(CW_STATUS_NO_PRIVATE_KEY, cw_endpoint_https_stored(api, 0, text.data, text.len, &came_to, &error));
    FAILS(CW_STATUS_INVALID_THUMBPRINT, cw_endpoint_https_stored(api, 0, NULL, 0, &came_to, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "port", cw_endpoint_https_stored(api, 65536, text.data, text.len, &came_to, &error));
    FAILS_NULL("endpoint", cw_endpoint_https_stored(NULL, 0, text.data, text.len, &came_to, &error));
    FAILS_NULL("thumbprint", cw_endpoint_https_stored(api, 0, NULL, 1, &came_to, &error));
    FAILS_NULL("out", cw_endpoint_https_stored(api, 0, text.data, text.len, NULL, &error));
    OK(cw_endpoint_status(api, &came_to, &error));
    came_to_be(CW_ENDPOINT_HTTPS, 9699, true, NULL, 0);

    OK(cw_endpoint_https_stored(api, 0, THUMBPRINT(other), &came_to, &error));
    OK(cw_endpoint_change_warning_at(came_to, 0, &text, &error));
    CHECK(strstr(text.data, "none of this host's names: srv1.corp.example, srv1") != NULL);
    came_to_be(CW_ENDPOINT_HTTPS, 9699, false, other, 1);
    cw_identity_free(stranger);
    cw_entry_free(client);
    cw_entry_free(other);
    cw_self_signed_free(wanted);
}

static void one_is_made_as_described(const cw_endpoint *api) {
    cw_self_signed *wanted = describe("Better API");
    CHECK(CHANGED(cw_endpoint_https_self_signed(api, 0, wanted, &came_to, &error)));
    CHECK(!CHANGED(cw_endpoint_https_self_signed(api, 0, wanted, &came_to, &error)));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "port", cw_endpoint_https_self_signed(api, 65536, wanted, &came_to, &error));
    FAILS_NULL("endpoint", cw_endpoint_https_self_signed(NULL, 0, wanted, &came_to, &error));
    FAILS_NULL("wanted", cw_endpoint_https_self_signed(api, 0, NULL, &came_to, &error));
    FAILS_NULL("out", cw_endpoint_https_self_signed(api, 0, wanted, NULL, &error));
    cw_self_signed_free(wanted);
}

/* One that is not in the store yet, as PEM. */
static cw_bytes write_pem(const char *password) {
    cw_self_signed *wanted = describe("filed");
    cw_identity *identity = NULL;
    cw_bytes pem = {NULL, 0};
    OK(cw_self_signed_issue(wanted, NULL, &identity, &error));
    OK(cw_identity_to_pem(identity, TEXT(password), &pem, &error));
    cw_identity_free(identity);
    cw_self_signed_free(wanted);
    return pem;
}

static void one_of_a_file_comes_into_the_store(const cw_endpoint *api) {
    cw_bytes pem = write_pem(NULL), another = write_pem(NULL);
    const cw_entry *entry = NULL;
    cw_str name;
#define OF_FILE(...) cw_endpoint_https_file(api, 0, OCTETS(pem), __VA_ARGS__, &error)
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "store", OF_FILE(NULL, 0, TEXT(""), &came_to));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "TrustedPeople", OF_FILE(NULL, 0, TEXT("TrustedPeople"), &came_to));
    FAILS(CW_STATUS_UNKNOWN_STORE_NAME, OF_FILE(NULL, 0, TEXT("elsewhere"), &came_to));
    OK(OF_FILE(NULL, 0, TEXT("Intermediate"), &came_to));
    OK(cw_endpoint_change_certificate(came_to, &entry, &error));
    OK(cw_entry_store_at(entry, 0, &name, &error));
    TEXT_IS(name, "Intermediate");
    CHECK(changed());
    CHECK(!CHANGED(OF_FILE(NULL, 0, NULL, 0, &came_to)));
    FAILS(CW_STATUS_UNKNOWN_FORMAT, cw_endpoint_https_file(api, 0, NULL, 0, NULL, 0, NULL, 0, &came_to, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "port", cw_endpoint_https_file(api, 65536, OCTETS(pem), NULL, 0, NULL, 0, &came_to, &error));
    FAILS_NULL("endpoint", cw_endpoint_https_file(NULL, 0, OCTETS(pem), NULL, 0, NULL, 0, &came_to, &error));
    FAILS_NULL("data", cw_endpoint_https_file(api, 0, NULL, 1, NULL, 0, NULL, 0, &came_to, &error));
    FAILS_NULL("password", OF_FILE(NULL, 1, NULL, 0, &came_to));
    FAILS_NULL("name", OF_FILE(NULL, 0, NULL, 1, &came_to));
    FAILS_NULL("out", OF_FILE(NULL, 0, NULL, 0, NULL));

    uint8_t *both = malloc(pem.len + another.len);
    CHECK(both != NULL);
    memcpy(both, pem.data, pem.len);
    memcpy(both + pem.len, another.data, another.len);
    FAILS(CW_STATUS_AMBIGUOUS, cw_endpoint_https_file(api, 0, both, pem.len + another.len, NULL, 0, NULL, 0, &came_to, &error));
    free(both);
    cw_bytes_free(&pem);
    cw_bytes_free(&another);
    if (!test_is_slow()) {
        pem = write_pem("secret");
        FAILS(CW_STATUS_PASSWORD_REQUIRED, OF_FILE(NULL, 0, NULL, 0, &came_to));
        FAILS(CW_STATUS_WRONG_PASSWORD, OF_FILE(TEXT("wrong"), NULL, 0, &came_to));
        CHECK(CHANGED(OF_FILE(TEXT("secret"), NULL, 0, &came_to)));
        cw_bytes_free(&pem);
    }
}

static void what_others_need_to_trust_it_is_given(const cw_endpoint *api) {
    cw_shared *shared = NULL;
    cw_entry *entry = NULL;
    const cw_certificate *own = NULL;
    const cw_instruction *instruction = NULL;
    cw_octets data, der;
    cw_str text;
    char wanted[256];
    size_t count = 0;
    bool same = false;
    OK(cw_endpoint_certificate(api, &entry, &error));
    OK(cw_endpoint_share(api, TEXT("api.example.com"), &shared, &error));
    OK(cw_shared_certificate(shared, &own, &error));
    OK(cw_certificate_equal(own, certificate_of(entry), &same, &error));
    CHECK(same);
    OK(cw_shared_file_count(shared, &count, &error));
    CHECK(count == 2);
    OK(cw_shared_file_name(shared, 0, &text, &error));
    TEXT_IS(text, "api.cer");
    OK(cw_shared_file_data(shared, 0, &data, &error));
    OK(cw_certificate_der(own, &der, &error));
    CHECK(data.len == der.len && memcmp(data.data, der.data, der.len) == 0);
    OK(cw_shared_file_name(shared, 1, &text, &error));
    TEXT_IS(text, "api.pem");
    OK(cw_shared_file_data(shared, 1, &data, &error));
    CHECK(data.len > 27 && memcmp(data.data, "-----BEGIN CERTIFICATE-----", 27) == 0);
    OK(cw_shared_instruction_count(shared, &count, &error));
    CHECK(count == 8);
    OK(cw_shared_instruction_at(shared, 0, &instruction, &error));
    OK(cw_instruction_system(instruction, &text, &error));
    TEXT_IS(text, "certwright");
    OK(cw_instruction_title(instruction, &text, &error));
    CHECK(strstr(text.data, "this server alone") != NULL);
    OK(cw_instruction_command_count(instruction, &count, &error));
    CHECK(count == 1);
    OK(cw_instruction_command_at(instruction, 0, &text, &error));
    snprintf(wanted, sizeof wanted, "certwright trust add api.example.com:9699 --thumbprint %s", sha256_of(own).data);
    TEXT_IS(text, wanted);
    OK(cw_instruction_note_count(instruction, &count, &error));
    CHECK(count == 1);
    OK(cw_instruction_note_at(instruction, 0, &text, &error));
    CHECK(strstr(text.data, "--yes") != NULL);
    NULLS_OF(cw_shared_certificate, shared, "shared", const cw_certificate *);
    NULLS_OF(cw_shared_file_count, shared, "shared", size_t);
    NULLS_AT(cw_shared_file_name, shared, "shared", 2, cw_str);
    NULLS_AT(cw_shared_file_data, shared, "shared", 2, cw_octets);
    NULLS_OF(cw_shared_instruction_count, shared, "shared", size_t);
    NULLS_AT(cw_shared_instruction_at, shared, "shared", 8, const cw_instruction *);
    NULLS_OF(cw_instruction_system, instruction, "instruction", cw_str);
    NULLS_OF(cw_instruction_title, instruction, "instruction", cw_str);
    NULLS_OF(cw_instruction_command_count, instruction, "instruction", size_t);
    NULLS_AT(cw_instruction_command_at, instruction, "instruction", 1, cw_str);
    NULLS_OF(cw_instruction_note_count, instruction, "instruction", size_t);
    NULLS_AT(cw_instruction_note_at, instruction, "instruction", 1, cw_str);
    cw_shared_free(shared);
    cw_shared_free(NULL);
    OK(cw_endpoint_share(api, NULL, 0, &shared, &error));
    OK(cw_shared_instruction_at(shared, 0, &instruction, &error));
    OK(cw_instruction_command_at(instruction, 0, &text, &error));
    CHECK(strstr(text.data, " srv1.corp.example:9699 ") != NULL);
    cw_shared_free(shared);
    FAILS_NULL("endpoint", cw_endpoint_share(NULL, TEXT("srv1"), &shared, &error));
    FAILS_NULL("host", cw_endpoint_share(api, NULL, 1, &shared, &error));
    FAILS_NULL("out", cw_endpoint_share(api, TEXT("srv1"), NULL, &error));
    cw_entry_free(entry);
}

int main(void) {
    cw_store *store = create_store("certs.db");
    cw_endpoint *api = open_api(store);
    a_name_is_short_and_plain(store);
    a_host_can_be_given();
    before_anything_is_set_it_is_https_on_9699(store, api);
    certificate_and_port_outlast_being_switched_off(store, api);
    it_goes_back_to_one_of_its_own(store);
    a_dry_run_tells_and_changes_nothing(store, api);
    what_cannot_serve_is_refused(store, api);
    one_is_made_as_described(api);
    one_of_a_file_comes_into_the_store(api);
    what_others_need_to_trust_it_is_given(api);
    cw_store_free(store);
    cw_endpoint_free(api); /* which kept the store open */
    return 0;
}
