//! What the header says of threads, held by the compiler: pointers tell it nothing.

use crate::{
    add::cw_added,
    apply::cw_applied,
    backup::{cw_backup, cw_backups},
    backup_due::cw_backup_status,
    backup_proof::cw_backup_proof,
    backup_report::cw_backup_report,
    bag::cw_bag,
    certificate::cw_certificate,
    check::cw_check_report,
    endpoint::cw_endpoint,
    endpoint_check::cw_endpoint_checked,
    endpoint_settings::{cw_endpoint_change, cw_endpoints},
    entry::{cw_chain, cw_entry},
    error::cw_error,
    files::cw_detected,
    find::cw_selection,
    host::cw_host,
    identity::cw_identity,
    import::cw_imported,
    info::cw_store_info,
    journal::{cw_event, cw_events},
    left_out::cw_left_out,
    live_identity::cw_live_identity,
    opaque_key::cw_opaque_key,
    private_key::cw_private_key,
    protector::{cw_protector, cw_protectors},
    report::cw_import_report,
    restore::cw_restored,
    restore_line::cw_restore_line,
    shared::cw_shared,
    store::cw_store,
    texts::cw_texts,
    units::cw_unit_files,
};

const fn is_used_by_any_number_at_once<T: Send + Sync>() {}

const _: () = {
    is_used_by_any_number_at_once::<cw_added>();
    is_used_by_any_number_at_once::<cw_applied>();
    is_used_by_any_number_at_once::<cw_backup>();
    is_used_by_any_number_at_once::<cw_backup_proof>();
    is_used_by_any_number_at_once::<cw_backup_report>();
    is_used_by_any_number_at_once::<cw_backup_status>();
    is_used_by_any_number_at_once::<cw_backups>();
    is_used_by_any_number_at_once::<cw_bag>();
    is_used_by_any_number_at_once::<cw_certificate>();
    is_used_by_any_number_at_once::<cw_chain>();
    is_used_by_any_number_at_once::<cw_check_report>();
    is_used_by_any_number_at_once::<cw_detected>();
    is_used_by_any_number_at_once::<cw_endpoint>();
    is_used_by_any_number_at_once::<cw_endpoint_change>();
    is_used_by_any_number_at_once::<cw_endpoint_checked>();
    is_used_by_any_number_at_once::<cw_endpoints>();
    is_used_by_any_number_at_once::<cw_entry>();
    is_used_by_any_number_at_once::<cw_error>();
    is_used_by_any_number_at_once::<cw_event>();
    is_used_by_any_number_at_once::<cw_events>();
    is_used_by_any_number_at_once::<cw_host>();
    is_used_by_any_number_at_once::<cw_identity>();
    is_used_by_any_number_at_once::<cw_import_report>();
    is_used_by_any_number_at_once::<cw_imported>();
    is_used_by_any_number_at_once::<cw_left_out>();
    is_used_by_any_number_at_once::<cw_live_identity>();
    is_used_by_any_number_at_once::<cw_opaque_key>();
    is_used_by_any_number_at_once::<cw_private_key>();
    is_used_by_any_number_at_once::<cw_protector>();
    is_used_by_any_number_at_once::<cw_protectors>();
    is_used_by_any_number_at_once::<cw_restore_line>();
    is_used_by_any_number_at_once::<cw_restored>();
    is_used_by_any_number_at_once::<cw_selection>();
    is_used_by_any_number_at_once::<cw_shared>();
    is_used_by_any_number_at_once::<cw_store>();
    is_used_by_any_number_at_once::<cw_store_info>();
    is_used_by_any_number_at_once::<cw_texts>();
    is_used_by_any_number_at_once::<cw_unit_files>();
};
