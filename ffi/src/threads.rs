//! What the header says of threads, held by the compiler: pointers tell it nothing.

use crate::{
    certificate::cw_certificate, entry::cw_entry, error::cw_error, identity::cw_identity, opaque_key::cw_opaque_key, private_key::cw_private_key,
    report::cw_import_report, store::cw_store,
};

const fn is_used_by_any_number_at_once<T: Send + Sync>() {}

const _: () = {
    is_used_by_any_number_at_once::<cw_certificate>();
    is_used_by_any_number_at_once::<cw_entry>();
    is_used_by_any_number_at_once::<cw_error>();
    is_used_by_any_number_at_once::<cw_identity>();
    is_used_by_any_number_at_once::<cw_import_report>();
    is_used_by_any_number_at_once::<cw_opaque_key>();
    is_used_by_any_number_at_once::<cw_private_key>();
    is_used_by_any_number_at_once::<cw_store>();
};
