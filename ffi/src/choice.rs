//! Choices: numbers that come in, each with a constant.

use certwright::Error;

use crate::guard::Failure;

/// What a number stands for.
pub(crate) fn chosen<T: Copy>(what: &'static str, number: u32, all: &[(u32, T)]) -> Result<T, Failure> {
    all.iter().find(|(known, _)| *known == number).map(|(_, choice)| *choice).ok_or_else(|| {
        let known: Vec<String> = all.iter().map(|(known, _)| known.to_string()).collect();
        Error::InvalidArgument { what, why: format!("{number} is none; it is one of {}", known.join(", ")) }.into()
    })
}
