//! Times, as seconds since 1970.

use certwright::Error;
use time::OffsetDateTime;

use crate::guard::Failure;

/// The time that a number of seconds stands for.
pub(crate) fn moment(seconds: i64, what: &'static str) -> Result<OffsetDateTime, Failure> {
    OffsetDateTime::from_unix_timestamp(seconds)
        .map_err(|_| Error::InvalidArgument { what, why: "it lies beyond the years -9999 to 9999".to_owned() }.into())
}
