/* Passphrases, the callback that is asked for them, protectors, and a new key for a store. */
#include "store.h"

/* What a callback is to do, and how often it was asked. */
struct answer {
    const char *passphrase;
    int refuse;
    int asked;
};

static int ask(void *user, cw_password *password) {
    struct answer *answer = user;
    answer->asked++;
    if (answer->passphrase != NULL && cw_password_give(password, TEXT(answer->passphrase), NULL) != CW_STATUS_OK) {
        return 2;
    }
    return answer->refuse;
}

static void a_passphrase_opens_and_is_asked_for_when_needed(void) {
    struct answer answer = {"correct horse", 0, 0};
    cw_open_options *options = NULL;
    cw_store *store = NULL;
    OK(cw_open_options_new(&options, &error));
    OK(cw_open_options_passphrase(options, TEXT(""), &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_store_create(TEXT(test_path("certs.db")), options, &store, &error));
    OK(cw_open_options_ask_passphrase(options, ask, &answer, &error));
    OK(cw_store_create(TEXT(test_path("certs.db")), options, &store, &error));
    CHECK(answer.asked == 1);
    cw_store_free(store);

    store = NULL;
    FAILS(CW_STATUS_PASSWORD_REQUIRED, cw_store_open(TEXT(test_path("certs.db")), NULL, &store, &error));
    OK(cw_store_open(TEXT(test_path("certs.db")), options, &store, &error));
    CHECK(answer.asked == 2);
    cw_store_free(store);
    store = NULL;
    answer.passphrase = "battery staple";
    FAILS(CW_STATUS_WRONG_PASSWORD, cw_store_open(TEXT(test_path("certs.db")), options, &store, &error));
    answer.passphrase = NULL;
    FAILS(CW_STATUS_PASSWORD_REQUIRED, cw_store_open(TEXT(test_path("certs.db")), options, &store, &error));
    answer.refuse = 1;
    FAILS(CW_STATUS_CANCELLED, cw_store_open(TEXT(test_path("certs.db")), options, &store, &error));
    CHECK(answer.asked == 5 && store == NULL);

    /* nobody is asked for a store that opens without; and a passphrase that is set takes the callback's place */
    cw_store_free(create_store("key-file.db"));
    OK(cw_store_open(TEXT(test_path("key-file.db")), options, &store, &error));
    cw_store_free(store);
    OK(cw_open_options_passphrase(options, TEXT("correct horse"), &error));
    OK(cw_store_open(TEXT(test_path("certs.db")), options, &store, &error));
    CHECK(answer.asked == 5);
    cw_store_free(store);
    OK(cw_open_options_ask_passphrase(options, NULL, NULL, &error));
    FAILS(CW_STATUS_PASSWORD_REQUIRED, cw_store_open(TEXT(test_path("certs.db")), options, &store, &error));
    cw_open_options_free(options);
}

static void protectors_are_listed_added_changed_and_removed(void) {
    cw_store *store = create_store("protected.db");
    cw_protectors *protectors = NULL;
    const cw_protector *first = NULL;
    cw_protector *added = NULL, *changed = NULL;
    cw_new_protector *key_file = NULL, *passphrase = NULL, *empty = NULL;
    cw_texts *notes = NULL;
    cw_str id, kind, note;
    size_t count = 0;
    uint32_t genuine = 0;
    bool in_use = false;

    OK(cw_store_protectors(store, &protectors, &error));
    OK(cw_protectors_count(protectors, &count, &error));
    OK(cw_protectors_at(protectors, 0, &first, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "there are 1", cw_protectors_at(protectors, 1, &first, &error));
    OK(cw_protector_kind(first, &kind, &error));
    TEXT_IS(kind, "key-file");
    OK(cw_protector_in_use(first, &in_use, &error));
    OK(cw_protector_genuine(first, &genuine, &error));
    OK(cw_protector_id(first, &id, &error));
    CHECK(count == 1 && in_use && genuine == CW_GENUINE_YES);
    FAILS(CW_STATUS_LAST_PROTECTOR, cw_store_remove_protector(store, id.data, id.len, &notes, &error));
    CHECK(notes == NULL);

    OK(cw_new_protector_passphrase(NULL, 0, &empty, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_store_add_protector(store, empty, &added, &error));
    cw_new_protector_free(empty);
    OK(cw_new_protector_key_file(TEXT(test_path("protected.db.key")), &key_file, &error));
    FAILS(CW_STATUS_ALREADY_EXISTS, cw_store_add_protector(store, key_file, &added, &error));
    cw_new_protector_free(key_file);
    OK(cw_new_protector_key_file(TEXT(test_path("second.key")), &key_file, &error));
    OK(cw_store_add_protector(store, key_file, &added, &error));
    cw_new_protector_free(key_file);
    OK(cw_protector_in_use(added, &in_use, &error));
    CHECK(!in_use);

    cw_str second;
    OK(cw_protector_id(added, &second, &error));
    OK(cw_new_protector_passphrase(TEXT("correct horse"), &passphrase, &error));
    FAILS(CW_STATUS_NOT_FOUND, cw_store_change_protector(store, TEXT("zz"), passphrase, &changed, &error));
    OK(cw_store_change_protector(store, second.data, second.len, passphrase, &changed, &error));
    cw_new_protector_free(passphrase);
    cw_protector_free(added);
    OK(cw_protector_kind(changed, &kind, &error));
    TEXT_IS(kind, "passphrase");

    /* a rotation needs the passphrase, or leaves it out */
    cw_rotate_options *options = NULL;
    cw_texts *dropped = NULL;
    size_t keys = 9;
    cw_entry_free(create_entry(store, "srv1"));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "passphrase", cw_store_rotate_key(store, NULL, &keys, &dropped, &error));
    CHECK(keys == 9 && dropped == NULL);
    OK(cw_rotate_options_new(&options, &error));
    OK(cw_rotate_options_key_file(options, TEXT(test_path("protected.db.key")), &error));
    OK(cw_rotate_options_passphrase(options, TEXT("correct horse"), &error));
    OK(cw_store_rotate_key(store, options, &keys, &dropped, &error));
    OK(cw_texts_count(dropped, &count, &error));
    CHECK(keys == 1 && count == 0);
    cw_texts_free(dropped);
    cw_rotate_options_free(options);
    OK(cw_rotate_options_new(&options, &error));
    OK(cw_rotate_options_drop_others(options, &error));
    OK(cw_store_rotate_key(store, options, &keys, &dropped, &error));
    OK(cw_texts_count(dropped, &count, &error));
    CHECK(count == 1);
    OK(cw_texts_at(dropped, 0, &note, &error));
    OK(cw_protector_id(changed, &second, &error));
    TEXT_IS(note, second.data);
    cw_texts_free(dropped);
    cw_rotate_options_free(options);
    cw_protector_free(changed);

    OK(cw_new_protector_key_file(TEXT(test_path("third.key")), &key_file, &error));
    OK(cw_store_add_protector(store, key_file, &added, &error));
    cw_new_protector_free(key_file);
    OK(cw_protector_id(added, &second, &error));
    OK(cw_store_remove_protector(store, second.data, 6, &notes, &error));
    OK(cw_texts_count(notes, &count, &error));
    CHECK(count > 0);
    cw_texts_free(notes);
    cw_protector_free(added);
    cw_protectors_free(protectors);

    /* a locked store cannot tell who made them */
    cw_open_options *locked = NULL;
    cw_store *other = NULL;
    OK(cw_open_options_new(&locked, &error));
    OK(cw_open_options_locked(locked, &error));
    OK(cw_store_open(TEXT(test_path("protected.db")), locked, &other, &error));
    OK(cw_store_protectors(other, &protectors, &error));
    OK(cw_protectors_at(protectors, 0, &first, &error));
    OK(cw_protector_genuine(first, &genuine, &error));
    CHECK(genuine == CW_GENUINE_UNKNOWN);
    cw_protectors_free(protectors);
    cw_store_free(other);
    cw_open_options_free(locked);
    cw_store_free(store);
}

int main(void) {
    a_passphrase_opens_and_is_asked_for_when_needed();
    protectors_are_listed_added_changed_and_removed();
    return 0;
}
