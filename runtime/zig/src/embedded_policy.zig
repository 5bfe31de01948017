//! The policy inside this program: a bundle's file and its policy.index. Here there is none; a build of a policy writes this file
//! anew.

pub const bundle: []const u8 = "";
pub const index: []const u8 = "";
