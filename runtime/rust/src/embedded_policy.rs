//! The policy inside this program: a bundle's file and its `policy.index`. Here there is none; a build of a policy writes this file anew.

pub(crate) static BUNDLE: &[u8] = b"";
pub(crate) static INDEX: &[u8] = b"";
