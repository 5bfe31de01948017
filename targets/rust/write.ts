/** The file that brings a policy into the program (`include_bytes!` of the standard library), as rustfmt writes it. */
export function writeEmbedding(bundle: string, index: string): string {
	return `//! The policy inside this program: a bundle's file, and the index that finds its entries.

pub(crate) static BUNDLE: &[u8] = include_bytes!("${bundle}");
pub(crate) static INDEX: &[u8] = include_bytes!("${index}");
`;
}
