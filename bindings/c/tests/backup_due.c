/* Backups by a schedule: the settings, the one that is due, how it stands with them, and what makes a machine look on its own. */
#include "backup.h"

/* One of the settings' texts must be this. */
#define SETTING_IS(function, wanted)                \
    do {                                            \
        cw_str setting;                             \
        OK(function(settings, &setting, &error));   \
        TEXT_IS(setting, wanted);                   \
    } while (0)

static void settings_are_kept_sealed(const cw_store *store) {
    cw_backup_settings *settings = NULL;
    const cw_str recipients[] = {ITEM("age1one"), ITEM("age1two")};
    uint32_t number = 0;
    size_t count = 9;
    bool changed = false;
    cw_str text;
    OK(cw_store_backup_settings(store, &settings, &error));
    SETTING_IS(cw_backup_settings_location, NULL);
    SETTING_IS(cw_backup_settings_password_source, "prompt");
    SETTING_IS(cw_backup_settings_reader, NULL);
    SETTING_IS(cw_backup_settings_schedule, NULL);
    SETTING_IS(cw_backup_settings_retention, "keep all");
    OK(cw_backup_settings_kind(settings, &number, &error));
    CHECK(number == CW_BACKUP_KIND_PFX);
    OK(cw_backup_settings_files(settings, &number, &error));
    CHECK(number == CW_BACKUP_FILES_ONE);
    OK(cw_backup_settings_set_recipients(settings, recipients, 2, &error));
    OK(cw_backup_settings_recipient_count(settings, &count, &error));
    CHECK(count == 2);
    OK(cw_backup_settings_recipient_at(settings, 1, &text, &error));
    TEXT_IS(text, "age1two");
    NULLS_OF(cw_backup_settings_recipient_count, settings, "settings", size_t);
    NULLS_AT(cw_backup_settings_recipient_at, settings, "settings", 2, cw_str);
    OK(cw_backup_settings_set_recipients(settings, NULL, 0, &error));
    OK(cw_backup_settings_set_location(settings, TEXT(backups_folder()), &error));
    OK(cw_backup_settings_set_kind(settings, CW_BACKUP_KIND_PFX, &error));
    OK(cw_backup_settings_set_files(settings, CW_BACKUP_FILES_EACH, &error));
    OK(cw_backup_settings_set_password_source(settings, TEXT("sealed"), &error));
    OK(cw_backup_settings_set_reader(settings, TEXT("default"), &error));
    OK(cw_backup_settings_set_schedule(settings, TEXT("Every 6h"), &error));
    OK(cw_backup_settings_set_retention(settings, TEXT("daily 14, KEEP 1"), &error));
    FAILS(CW_STATUS_PASSWORD_REQUIRED, cw_store_set_backup_settings(store, settings, NULL, 0, &changed, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "password", cw_store_set_backup_settings(store, settings, TEXT(""), &changed, &error));
    OK(cw_store_set_backup_settings(store, settings, PASSWORD, &changed, &error));
    CHECK(changed);
    OK(cw_store_set_backup_settings(store, settings, NULL, 0, &changed, &error));
    CHECK(!changed);
    cw_backup_settings_free(settings);
    cw_backup_settings_free(NULL);
    CHECK(alter("certs.db", "correct horse battery") == 0);
    OK(cw_store_backup_settings(store, &settings, &error));
    SETTING_IS(cw_backup_settings_location, backups_folder());
    SETTING_IS(cw_backup_settings_password_source, "sealed");
    SETTING_IS(cw_backup_settings_reader, "default");
    SETTING_IS(cw_backup_settings_schedule, "every 6 hours");
    SETTING_IS(cw_backup_settings_retention, "keep 1, daily 14");
    OK(cw_backup_settings_files(settings, &number, &error));
    CHECK(number == CW_BACKUP_FILES_EACH);

    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "sealed", cw_backup_settings_set_password_source(settings, TEXT("anywhere"), &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "schedule", cw_backup_settings_set_schedule(settings, TEXT("sometimes"), &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "retention", cw_backup_settings_set_retention(settings, TEXT("keep 0"), &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "kind", cw_backup_settings_set_kind(settings, 0, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "files", cw_backup_settings_set_files(settings, 9, &error));
    SETTING_IS(cw_backup_settings_retention, "keep 1, daily 14");
    OK(cw_backup_settings_set_reader(settings, TEXT("nobody"), &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_store_set_backup_settings(store, settings, NULL, 0, &changed, &error));
    FAILS_NULL("out", cw_backup_settings_new(NULL, &error));
    NULLS_OF(cw_store_backup_settings, store, "store", cw_backup_settings *);
    FAILS_NULL("store", cw_store_set_backup_settings(NULL, settings, NULL, 0, &changed, &error));
    FAILS_NULL("settings", cw_store_set_backup_settings(store, NULL, NULL, 0, &changed, &error));
    FAILS_NULL("password", cw_store_set_backup_settings(store, settings, NULL, 1, &changed, &error));
    FAILS_NULL("out_changed", cw_store_set_backup_settings(store, settings, NULL, 0, NULL, &error));
#define SETTER(function, name)                                          \
    FAILS_NULL("settings", function(NULL, TEXT("a"), &error));          \
    FAILS_NULL(name, function(settings, NULL, 1, &error))
    SETTER(cw_backup_settings_set_location, "location");
    SETTER(cw_backup_settings_set_password_source, "source");
    SETTER(cw_backup_settings_set_reader, "name");
    SETTER(cw_backup_settings_set_schedule, "schedule");
    SETTER(cw_backup_settings_set_retention, "retention");
    FAILS_NULL("settings", cw_backup_settings_set_kind(NULL, 1, &error));
    FAILS_NULL("settings", cw_backup_settings_set_files(NULL, 1, &error));
    FAILS_NULL("settings", cw_backup_settings_set_recipients(NULL, recipients, 2, &error));
    FAILS_NULL("recipients", cw_backup_settings_set_recipients(settings, NULL, 1, &error));
    NULLS_OF(cw_backup_settings_location, settings, "settings", cw_str);
    NULLS_OF(cw_backup_settings_kind, settings, "settings", uint32_t);
    NULLS_OF(cw_backup_settings_files, settings, "settings", uint32_t);
    NULLS_OF(cw_backup_settings_password_source, settings, "settings", cw_str);
    NULLS_OF(cw_backup_settings_reader, settings, "settings", cw_str);
    NULLS_OF(cw_backup_settings_schedule, settings, "settings", cw_str);
    NULLS_OF(cw_backup_settings_retention, settings, "settings", cw_str);
    cw_backup_settings_free(settings);
}

static cw_backup_status *status_of(const cw_store *store) {
    cw_backup_status *status = NULL;
    OK(cw_store_backup_status(store, &status, &error));
    return status;
}

/* One that keeps the other one waiting: it asks, too, from within the first one's progress. */
struct other {
    const cw_store *store;
    char by[512];
};

static int asks_too(void *user, uint64_t done, uint64_t total) {
    struct other *other = user;
    cw_backup_report *report = NULL;
    cw_bytes elsewhere = {NULL, 0};
    int64_t next = 0;
    (void)done;
    (void)total;
    OK(cw_store_backup_if_due(other->store, NULL, 0, NULL, NULL, &report, &next, &elsewhere, &error));
    CHECK(report == NULL && next == INT64_MIN && elsewhere.len > 0);
    CHECK((size_t)snprintf(other->by, sizeof other->by, "%s", (const char *)elsewhere.data) < sizeof other->by);
    cw_bytes_free(&elsewhere);
    cw_backup_status *status = status_of(other->store);
    cw_str running;
    OK(cw_backup_status_running(status, &running, &error));
    TEXT_IS(running, other->by);
    cw_backup_status_free(status);
    return 0;
}

static void the_one_that_is_due_is_made_once(const cw_store *store) {
    cw_backup_report *report = NULL;
    cw_backup_status *status = status_of(store);
    const cw_backup *backup = NULL;
    cw_bytes elsewhere = {NULL, 0};
    struct other other = {store, ""};
    int64_t next = 0, made = 0, failed_at = 0;
    uint32_t failures = 9;
    bool due = false;
    cw_str text;
    OK(cw_backup_status_schedule(status, &text, &error));
    TEXT_IS(text, "every 6 hours");
    OK(cw_backup_status_due(status, &due, &error));
    OK(cw_backup_status_last_proven(status, &backup, &error));
    OK(cw_backup_status_failures(status, &failures, &error));
    OK(cw_backup_status_failed_at(status, &failed_at, &error));
    CHECK(due && backup == NULL && failures == 0 && failed_at == INT64_MIN);
    OK(cw_backup_status_why(status, &text, &error));
    TEXT_IS(text, NULL);
    OK(cw_backup_status_running(status, &text, &error));
    TEXT_IS(text, NULL);
    NULLS_OF(cw_store_backup_status, store, "store", cw_backup_status *);
    NULLS_OF(cw_backup_status_schedule, status, "status", cw_str);
    NULLS_OF(cw_backup_status_last_proven, status, "status", const cw_backup *);
    OK(cw_backup_status_signer(status, &text, &error));
    TEXT_IS(text, NULL);
    NULLS_OF(cw_backup_status_signer, status, "status", cw_str);
    NULLS_OF(cw_backup_status_next, status, "status", int64_t);
    NULLS_OF(cw_backup_status_due, status, "status", bool);
    NULLS_OF(cw_backup_status_running, status, "status", cw_str);
    NULLS_OF(cw_backup_status_failures, status, "status", uint32_t);
    NULLS_OF(cw_backup_status_failed_at, status, "status", int64_t);
    NULLS_OF(cw_backup_status_why, status, "status", cw_str);
    cw_backup_status_free(status);
    cw_backup_status_free(NULL);

    if (test_is_slow()) {
        return; /* nobody says how many iterations it is to take */
    }
    OK(cw_store_backup_if_due(store, NULL, 0, asks_too, &other, &report, &next, &elsewhere, &error));
    CHECK(report != NULL && next == INT64_MIN && elsewhere.data == NULL && other.by[0] != 0);
    OK(cw_backup_at(backup_of(report), &made, &error));
    cw_backup_report_free(report);
    OK(cw_store_backup_if_due(store, PASSWORD, NULL, NULL, &report, &next, &elsewhere, &error));
    CHECK(report == NULL && next == made + 6 * 3600 && elsewhere.data == NULL);
    status = status_of(store);
    OK(cw_backup_status_next(status, &next, &error));
    OK(cw_backup_status_due(status, &due, &error));
    OK(cw_backup_status_last_proven(status, &backup, &error));
    CHECK(next == made + 6 * 3600 && !due && backup != NULL);
    cw_backup_status_free(status);
    FAILS_NULL("store", cw_store_backup_if_due(NULL, NULL, 0, NULL, NULL, &report, &next, &elsewhere, &error));
    FAILS_NULL("password", cw_store_backup_if_due(store, NULL, 1, NULL, NULL, &report, &next, &elsewhere, &error));
    FAILS_NULL("out_report", cw_store_backup_if_due(store, NULL, 0, NULL, NULL, NULL, &next, &elsewhere, &error));
    FAILS_NULL("out_next", cw_store_backup_if_due(store, NULL, 0, NULL, NULL, &report, NULL, &elsewhere, &error));
    FAILS_NULL("out_elsewhere", cw_store_backup_if_due(store, NULL, 0, NULL, NULL, &report, &next, NULL, &error));

    /* by hand, another one lets the first one go: one is kept, and the newest of each day */
    size_t count = 0;
    cw_backup_options *options = NULL;
    OK(cw_backup_options_new(&options, &error));
    OK(cw_backup_options_files(options, CW_BACKUP_FILES_ONE, &error));
    OK(cw_store_backup(store, options, NULL, NULL, &report, &error));
    OK(cw_backup_report_removed_count(report, &count, &error));
    CHECK(count == 1);
    OK(cw_backup_report_removed_at(report, 0, &text, &error));
    SAYS(text, "certwright_client_");
    cw_backup_report_free(report);
    cw_backup_options_free(options);
}

static void one_that_fails_is_told(void) {
    cw_store *store = create_store("fails.db");
    cw_entry *one = create_entry(store, "one");
    cw_backup_settings *settings = NULL;
    cw_backup_report *report = NULL;
    cw_backup_status *status = NULL;
    cw_bytes elsewhere = {NULL, 0};
    int64_t next = 0, failed_at = 0;
    uint32_t failures = 0;
    bool changed = false;
    cw_str text;
    assign(store, one, "client", "here");
    OK(cw_backup_settings_new(&settings, &error));
    OK(cw_backup_settings_set_location(settings, TEXT(test_path("nowhere")), &error));
    OK(cw_backup_settings_set_schedule(settings, TEXT("hourly"), &error));
    OK(cw_store_set_backup_settings(store, settings, NULL, 0, &changed, &error));
    FAILS(CW_STATUS_NOT_FOUND, cw_store_backup_if_due(store, PASSWORD, NULL, NULL, &report, &next, &elsewhere, &error));
    CHECK(report == NULL && elsewhere.data == NULL);
    status = status_of(store);
    OK(cw_backup_status_failures(status, &failures, &error));
    OK(cw_backup_status_failed_at(status, &failed_at, &error));
    OK(cw_backup_status_next(status, &next, &error));
    CHECK(failures == 1 && failed_at > 0 && next > failed_at);
    OK(cw_backup_status_why(status, &text, &error));
    SAYS(text, "nowhere");
    cw_backup_status_free(status);
    cw_backup_settings_free(settings);
    cw_entry_free(one);
    cw_store_free(store);
}

static void a_machine_looks_on_its_own(void) {
    const cw_str command[] = {ITEM("/usr/bin/certwright"), ITEM("--db"), ITEM("/srv/my certs.db"), ITEM("backup"), ITEM("run"), ITEM("--due")};
    cw_unit_files *files = NULL;
    cw_bytes line = {NULL, 0};
    size_t count = 0;
    cw_str name, text;
    OK(cw_systemd_units(command, 6, TEXT("daily at 03:40"), TEXT("db1"), TEXT("certs"), &files, &error));
    OK(cw_unit_files_count(files, &count, &error));
    CHECK(count == 2);
    OK(cw_unit_files_at(files, 0, &name, &text, &error));
    TEXT_IS(name, "certwright-backup-db1.service");
    SAYS(text, "ExecStart=/usr/bin/certwright --db \"/srv/my certs.db\" backup run --due\nUser=certs\n");
    OK(cw_unit_files_at(files, 1, &name, &text, &error));
    TEXT_IS(name, "certwright-backup-db1.timer");
    SAYS(text, "OnCalendar=*:40\n");
    NULLS_OF(cw_unit_files_count, files, "unit_files", size_t);
    FAILS_NULL("unit_files", cw_unit_files_at(NULL, 0, &name, &text, &error));
    FAILS_NULL("out_name", cw_unit_files_at(files, 0, NULL, &text, &error));
    FAILS_NULL("out_text", cw_unit_files_at(files, 0, &name, NULL, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "there are 2", cw_unit_files_at(files, 2, &name, &text, &error));
    cw_unit_files_free(files);
    cw_unit_files_free(NULL);
    OK(cw_systemd_units(command, 6, TEXT("hourly"), NULL, 0, NULL, 0, &files, &error));
    OK(cw_unit_files_at(files, 0, &name, &text, &error));
    TEXT_IS(name, "certwright-backup.service");
    CHECK(strstr(text.data, "User=") == NULL);
    cw_unit_files_free(files);
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "command", cw_systemd_units(command + 1, 5, TEXT("hourly"), NULL, 0, NULL, 0, &files, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "schedule", cw_systemd_units(command, 6, TEXT("never"), NULL, 0, NULL, 0, &files, &error));
    FAILS_NULL("command", cw_systemd_units(NULL, 6, TEXT("hourly"), NULL, 0, NULL, 0, &files, &error));
    FAILS_NULL("schedule", cw_systemd_units(command, 6, NULL, 1, NULL, 0, NULL, 0, &files, &error));
    FAILS_NULL("name", cw_systemd_units(command, 6, TEXT("hourly"), NULL, 1, NULL, 0, &files, &error));
    FAILS_NULL("user", cw_systemd_units(command, 6, TEXT("hourly"), NULL, 0, NULL, 1, &files, &error));
    FAILS_NULL("out", cw_systemd_units(command, 6, TEXT("hourly"), NULL, 0, NULL, 0, NULL, &error));
    OK(cw_cron_line(command, 6, TEXT("hourly"), &line, &error));
    CHECK(strcmp((const char *)line.data, "*/15 * * * * /usr/bin/certwright --db '/srv/my certs.db' backup run --due") == 0);
    cw_bytes_free(&line);
    FAILS_NULL("command", cw_cron_line(NULL, 6, TEXT("hourly"), &line, &error));
    FAILS_NULL("schedule", cw_cron_line(command, 6, NULL, 1, &line, &error));
    FAILS_NULL("out", cw_cron_line(command, 6, TEXT("hourly"), NULL, &error));
}

int main(void) {
    cw_store *store = create_store("certs.db");
    cw_entry *one = create_entry(store, "one");
    assign(store, one, "client", "here");
    settings_are_kept_sealed(store);
    the_one_that_is_due_is_made_once(store);
    one_that_fails_is_told();
    a_machine_looks_on_its_own();
    cw_entry_free(one);
    cw_store_free(store);
    return 0;
}
