/* What goes into a store, what its entries say, and how they are changed and deleted. */
#include "store.h"

#include <time.h>

static cw_identity *issue(const char *subject) {
    cw_self_signed *wanted = NULL;
    cw_identity *identity = NULL;
    OK(cw_self_signed_new(TEXT(subject), &wanted, &error));
    OK(cw_self_signed_issue(wanted, NULL, &identity, &error));
    cw_self_signed_free(wanted);
    return identity;
}

static const cw_entry *entry_of(const cw_added *added) {
    const cw_entry *entry = NULL;
    OK(cw_added_entry(added, &entry, &error));
    return entry;
}

static bool changed_by(const cw_added *added) {
    bool changed = false;
    OK(cw_added_changed(added, &changed, &error));
    return changed;
}

static void each_option_of_an_addition_has_its_effect(const cw_store *store) {
    cw_identity *identity = issue("srv1");
    cw_add_options *options = NULL;
    cw_added *added = NULL;
    const cw_str tags[] = {ITEM("web"), {"old-fashioned", 3}};
    cw_str text;
    size_t count = 0;
    bool yes = false;
    int64_t when = 0;

    OK(cw_add_options_new(&options, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_add_options_store(options, TEXT(""), &error));
    OK(cw_add_options_store(options, TEXT("Web"), &error));
    OK(cw_add_options_friendly_name(options, TEXT("the first"), &error));
    OK(cw_add_options_tags(options, tags, 2, &error));
    FAILS(CW_STATUS_UNKNOWN_STORE_NAME, cw_store_add_identity(store, identity, options, &added, &error));
    OK(cw_add_options_create_store(options, &error));
    OK(cw_store_add_identity(store, identity, options, &added, &error));
    CHECK(changed_by(added));
    const cw_entry *entry = entry_of(added);
    OK(cw_entry_friendly_name(entry, &text, &error));
    TEXT_IS(text, "the first");
    OK(cw_entry_tag_count(entry, &count, &error));
    CHECK(count == 2);
    OK(cw_entry_tag_at(entry, 1, &text, &error));
    TEXT_IS(text, "old");
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "there are 2", cw_entry_tag_at(entry, 2, &text, &error));
    OK(cw_entry_store_count(entry, &count, &error));
    CHECK(count == 1);
    OK(cw_entry_store_at(entry, 0, &text, &error));
    TEXT_IS(text, "Web");
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_entry_store_at(entry, 1, &text, &error));
    OK(cw_entry_archived(entry, &yes, &error));
    CHECK(!yes);
    OK(cw_entry_has_private_key(entry, &yes, &error));
    CHECK(yes);
    OK(cw_entry_added(entry, &when, &error));
    CHECK(when <= time(NULL) && when > time(NULL) - 600);

    /* a clone outlives what it came from; the same again changes nothing */
    cw_entry *clone = NULL;
    OK(cw_entry_clone(entry, &clone, &error));
    cw_added_free(added);
    OK(cw_store_add_identity(store, identity, options, &added, &error));
    CHECK(!changed_by(added));
    cw_added_free(added);
    cw_identity *again = NULL;
    OK(cw_entry_identity(clone, &again, &error));
    cw_identity_free(again);

    /* without options it goes to Personal too, and keeps its name */
    OK(cw_store_add(store, certificate_of(clone), NULL, &added, &error));
    CHECK(changed_by(added));
    OK(cw_entry_store_count(entry_of(added), &count, &error));
    CHECK(count == 2);
    OK(cw_entry_friendly_name(entry_of(added), &text, &error));
    TEXT_IS(text, "the first");
    cw_added_free(added);
    cw_entry_free(clone);
    cw_add_options_free(options);
    cw_identity_free(identity);
}

static void a_key_is_never_put_into_a_trusted_store(const cw_store *store) {
    cw_identity *identity = issue("CN=root");
    cw_self_signed *wanted = NULL;
    cw_add_options *options = NULL;
    cw_added *added = NULL;
    cw_entry *entry = NULL;
    cw_str note;
    size_t count = 0;
    bool has_key = true;
    OK(cw_add_options_new(&options, &error));
    OK(cw_add_options_store(options, TEXT("root"), &error));
    OK(cw_store_add_identity(store, identity, options, &added, &error));
    OK(cw_added_note_count(added, &count, &error));
    CHECK(count == 1);
    OK(cw_added_note_at(added, 0, &note, &error));
    CHECK(strstr(note.data, "private key was left out") != NULL);
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_added_note_at(added, 1, &note, &error));
    OK(cw_entry_has_private_key(entry_of(added), &has_key, &error));
    CHECK(!has_key);
    cw_identity *none = NULL;
    FAILS(CW_STATUS_NO_PRIVATE_KEY, cw_entry_identity(entry_of(added), &none, &error));
    OK(cw_self_signed_new(TEXT("x"), &wanted, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_store_create_self_signed(store, wanted, options, &entry, &error));
    cw_self_signed_free(wanted);
    cw_added_free(added);
    cw_add_options_free(options);
    cw_identity_free(identity);
}

static void many_are_added_at_once(const cw_store *store) {
    cw_identity *identities[3] = {issue("a"), issue("b"), issue("c")};
    const cw_certificate *certificates[2] = {NULL, NULL};
    size_t changed = 9;
    OK(cw_store_add_identities(store, NULL, 0, NULL, &changed, &error));
    CHECK(changed == 0);
    OK(cw_identity_certificate(identities[0], &certificates[0], &error));
    OK(cw_identity_certificate(identities[1], &certificates[1], &error));
    OK(cw_store_add_certificates(store, certificates, 2, NULL, &changed, &error));
    CHECK(changed == 2);
    OK(cw_store_add_identities(store, (const cw_identity *const *)identities, 3, NULL, &changed, &error));
    CHECK(changed == 3);
    OK(cw_store_add_identities(store, (const cw_identity *const *)identities, 3, NULL, &changed, &error));
    CHECK(changed == 0);
    for (int i = 0; i < 3; i++) {
        cw_identity_free(identities[i]);
    }
}

static void ensure_makes_one_and_finds_it_again(const cw_store *store) {
    cw_self_signed *wanted = NULL;
    cw_added *made = NULL, *found = NULL;
    OK(cw_self_signed_new(TEXT("ensured"), &wanted, &error));
    OK(cw_self_signed_dns_name(wanted, TEXT("ensured.example"), &error));
    OK(cw_store_ensure_self_signed(store, wanted, NULL, &made, &error));
    OK(cw_store_ensure_self_signed(store, wanted, NULL, &found, &error));
    CHECK(changed_by(made) && !changed_by(found));
    bool equal = false;
    OK(cw_certificate_equal(certificate_of(entry_of(made)), certificate_of(entry_of(found)), &equal, &error));
    CHECK(equal);
    cw_added_free(made);
    cw_added_free(found);
    cw_self_signed_free(wanted);
}

/* A leaf, its intermediate, its root; made by OpenSSL, for a hundred years; their keys are gone. */
static const char chain_pem[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBaTCCAQ+gAwIBAgIBAzAKBggqhkjOPQQDAjAcMRowGAYDVQQDDBFUZXN0IGlu\n"
    "dGVybWVkaWF0ZTAgFw0yNjExMjYwMDA3MTJaGA8yMTI2MTEwMjAwMDcxMlowDzEN\n"
    "MAsGA1UEAwwEbGVhZjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABAhglryN7Zub\n"
    "4ecuF0hw5+Elk4TqZI68YIdr+mhb7c0hqBe0NPIG5xkxVQcC+PT6wXLgK1AsdItN\n"
    "7O+Z50e90gujTTBLMAkGA1UdEwQCMAAwHQYDVR0OBBYEFCujimlbkla576SWmeej\n"
    "cyLPY7caMB8GA1UdIwQYMBaAFAosWFTwsS+14ZNt+ysS5fe8XeL9MAoGCCqGSM49\n"
    "BAMCA0gAMEUCIQDelPSiTphq7ljwXCGJEOuK67QyAbZazygbTAh2SfpgewIgXAt+\n"
    "SOO7FDuvUJfYXWJcYpCPLCjHWu/Her8cmhBxD4Q=\n"
    "-----END CERTIFICATE-----\n"
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBdTCCARqgAwIBAgIBAjAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlUZXN0IHJv\n"
    "b3QwIBcNMjYxMTI2MDAwNzEyWhgPMjEyNjExMDIwMDA3MTJaMBwxGjAYBgNVBAMM\n"
    "EVRlc3QgaW50ZXJtZWRpYXRlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEnith\n"
    "h1E/enHcf/9MFxF+8QDhZo9IUNZUCOETeMnRlcyyOwGBzWKemiZFIK6P3Ngf3PtQ\n"
    "zt9uPiVS8bgC9KZl/aNTMFEwDwYDVR0TAQH/BAUwAwEB/zAdBgNVHQ4EFgQUCixY\n"
    "VPCxL7Xhk237KxLl97xd4v0wHwYDVR0jBBgwFoAUQ0brHoVAxlD8AUygSvYU1Wx2\n"
    "rBowCgYIKoZIzj0EAwIDSQAwRgIhALY0gIUhi/gK1LeIA4V3CAtghsmnQ7CnhA2T\n"
    "42hYvqLeAiEAvuFVArQxLfMTS30Wq3i6PAN+Z+CwVVok4u4ItIAJ3WA=\n"
    "-----END CERTIFICATE-----\n"
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBazCCARKgAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlUZXN0IHJv\n"
    "b3QwIBcNMjYxMTI2MDAwNzEyWhgPMjEyNjExMDIwMDA3MTJaMBQxEjAQBgNVBAMM\n"
    "CVRlc3Qgcm9vdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABGwMxw9P69jg0DVM\n"
    "+C6H+M5toOjameB//6oeNQ+VuaE1rXkJCy7ia4p4EHaedsGVk0Psq8Wup+yXDjc+\n"
    "szl+QWSjUzBRMB0GA1UdDgQWBBRDRusehUDGUPwBTKBK9hTVbHasGjAfBgNVHSME\n"
    "GDAWgBRDRusehUDGUPwBTKBK9hTVbHasGjAPBgNVHRMBAf8EBTADAQH/MAoGCCqG\n"
    "SM49BAMCA0cAMEQCIEYE1qyho8rfzqe9LsdviwI+yzeG5QWnrlWs8hUQkmDpAiAL\n"
    "zrhLc/X0LccI0I5Aq6B5nlmOMc8B8pYqw2CXCi7vFg==\n"
    "-----END CERTIFICATE-----\n";

static void a_chain_is_what_the_store_has(const cw_store *store) {
    cw_imported *imported = NULL;
    const cw_entry *leaf = NULL;
    cw_chain *chain = NULL;
    const cw_certificate *above = NULL;
    cw_add_options *options = NULL;
    cw_str text;
    size_t count = 0;
    bool deleted = false, shared = false;
    OK(cw_store_import(store, (const uint8_t *)chain_pem, strlen(chain_pem), NULL, NULL, &imported, &error));
    OK(cw_imported_entry_at(imported, 0, &leaf, &error));
    OK(cw_entry_chain(leaf, &chain, &error));
    OK(cw_chain_count(chain, &count, &error));
    CHECK(count == 1);
    OK(cw_chain_at(chain, 0, &above, &error));
    OK(cw_certificate_subject(above, &text, &error));
    TEXT_IS(text, "CN=Test intermediate");
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_chain_at(chain, 1, &above, &error));

    /* what has issued another that is still valid cannot be deleted */
    cw_str thumbprint;
    OK(cw_certificate_thumbprint(above, &thumbprint, &error));
    FAILS(CW_STATUS_REQUIRED, cw_store_delete(store, thumbprint.data, thumbprint.len, &deleted, &shared, &error));

    /* one that is not self-signed in the root store is taken, with a note */
    cw_added *added = NULL;
    OK(cw_add_options_new(&options, &error));
    OK(cw_add_options_store(options, TEXT("TrustedRoot"), &error));
    OK(cw_store_add(store, above, options, &added, &error));
    OK(cw_added_note_at(added, 0, &text, &error));
    CHECK(strstr(text.data, "not self-signed") != NULL);
    cw_added_free(added);
    cw_add_options_free(options);
    cw_chain_free(chain);
    cw_imported_free(imported);
}

static void entries_are_described_archived_and_deleted(const cw_store *store) {
    cw_entry *entry = create_entry(store, "changing");
    cw_description *description = NULL;
    cw_added *added = NULL;
    const cw_str tags[] = {ITEM("one"), ITEM("two")};
    cw_str text;
    size_t count = 0;
    bool archived = false, deleted = false, shared = true;

    OK(cw_description_new(&description, &error));
    OK(cw_store_describe(store, THUMBPRINT(entry), description, &added, &error));
    CHECK(!changed_by(added));
    cw_added_free(added);
    OK(cw_description_friendly_name(description, TEXT("name"), &error));
    OK(cw_description_tags(description, tags, 2, &error));
    OK(cw_store_describe(store, THUMBPRINT(entry), description, &added, &error));
    OK(cw_entry_friendly_name(entry_of(added), &text, &error));
    TEXT_IS(text, "name");
    OK(cw_entry_tag_count(entry_of(added), &count, &error));
    CHECK(changed_by(added) && count == 2);
    cw_added_free(added);
    OK(cw_description_friendly_name(description, TEXT(""), &error));
    OK(cw_description_tags(description, NULL, 0, &error));
    OK(cw_store_describe(store, THUMBPRINT(entry), description, &added, &error));
    OK(cw_entry_friendly_name(entry_of(added), &text, &error));
    TEXT_IS(text, NULL);
    OK(cw_entry_tag_count(entry_of(added), &count, &error));
    CHECK(count == 0);
    cw_added_free(added);
    FAILS(CW_STATUS_INVALID_THUMBPRINT, cw_store_describe(store, TEXT("zz"), description, &added, &error));
    cw_description_free(description);

    OK(cw_store_archive(store, THUMBPRINT(entry), &added, &error));
    OK(cw_entry_archived(entry_of(added), &archived, &error));
    CHECK(archived && changed_by(added));
    cw_added_free(added);
    OK(cw_store_unarchive(store, THUMBPRINT(entry), &added, &error));
    OK(cw_entry_archived(entry_of(added), &archived, &error));
    CHECK(!archived);
    cw_added_free(added);

    OK(cw_store_delete(store, THUMBPRINT(entry), &deleted, &shared, &error));
    CHECK(deleted && !shared);
    FAILS(CW_STATUS_NOT_FOUND, cw_store_delete(store, THUMBPRINT(entry), &deleted, &shared, &error));
    FAILS(CW_STATUS_NOT_FOUND, cw_store_archive(store, THUMBPRINT(entry), &added, &error));
    FAILS(CW_STATUS_INVALID_THUMBPRINT, cw_store_archive(store, NULL, 0, &added, &error));
    cw_entry_free(entry);
}

int main(void) {
    cw_store *store = create_store("certs.db");
    each_option_of_an_addition_has_its_effect(store);
    a_key_is_never_put_into_a_trusted_store(store);
    many_are_added_at_once(store);
    ensure_makes_one_and_finds_it_again(store);
    a_chain_is_what_the_store_has(store);
    entries_are_described_archived_and_deleted(store);
    cw_store_free(store);
    return 0;
}
