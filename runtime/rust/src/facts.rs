//! Where the values of predicates come from.

use crate::json::{Json, Object};
use crate::types::Truth;

/// Answers predicates.
pub(crate) trait FactSource {
	/// The value of one predicate in one directory: the absolute path where the command runs, or the directory of the line, where the
	/// caller did not name it. It is asked at most once for each combination.
	fn ask(&mut self, name: &[u8], argument: Option<&[u8]>, directory: Option<&[u8]>) -> Truth;
}

/// Knows nothing.
pub(crate) struct NoFacts;

impl FactSource for NoFacts {
	fn ask(&mut self, _: &[u8], _: Option<&[u8]>, _: Option<&[u8]>) -> Truth {
		Truth::Unknown
	}
}

/// Facts that came with a request, by `name` or `name ARGUMENT`; what is not there is unknown.
pub(crate) struct GivenFacts<'request>(pub(crate) &'request Object<'request>);

impl FactSource for GivenFacts<'_> {
	fn ask(&mut self, name: &[u8], argument: Option<&[u8]>, _: Option<&[u8]>) -> Truth {
		let found = match argument {
			Some(argument) => self.0.get(&[name, b" ", argument].concat()),
			None => self.0.get(name),
		};
		match found {
			Json::Bool(value) => Truth::of(*value),
			_ => Truth::Unknown,
		}
	}
}
