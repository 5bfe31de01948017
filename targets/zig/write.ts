/** The file that brings a policy into the program (`@embedFile`), as zig fmt writes it. */
export function writeEmbedding(bundle: string, index: string): string {
	return `//! The policy inside this program: a bundle's file, and the index that finds its entries.

pub const bundle: []const u8 = @embedFile("${bundle}");
pub const index: []const u8 = @embedFile("${index}");
`;
}
