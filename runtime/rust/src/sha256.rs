//! SHA-256 (FIPS 180-4).

const ROUNDS: usize = 64;
const BLOCK: usize = 64;

/// Section 4.2.2.
const CONSTANTS: [u32; ROUNDS] = [
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
	0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
	0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
	0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
	0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
	0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
];

/// Section 5.3.3.
const START: [u32; 8] = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

/// The hash of some bytes.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
	let mut state = START;
	let (blocks, rest) = bytes.as_chunks::<BLOCK>();
	for block in blocks {
		compress(&mut state, block);
	}
	// Section 5.1.1: a one, zeros, and the length in bits.
	let mut tail = [0; 2 * BLOCK];
	tail[..rest.len()].copy_from_slice(rest);
	tail[rest.len()] = 0x80;
	let end = if rest.len() < BLOCK - 8 { BLOCK } else { 2 * BLOCK };
	tail[end - 8..end].copy_from_slice(&(bytes.len() as u64 * 8).to_be_bytes());
	for block in tail[..end].as_chunks::<BLOCK>().0 {
		compress(&mut state, block);
	}
	let mut hash = [0; 32];
	for (word, part) in state.iter().zip(hash.as_chunks_mut::<4>().0) {
		*part = word.to_be_bytes();
	}
	hash
}

/// Section 6.2.2.
fn compress(state: &mut [u32; 8], block: &[u8; BLOCK]) {
	let mut schedule = [0; ROUNDS];
	for (word, bytes) in schedule.iter_mut().zip(block.as_chunks::<4>().0) {
		*word = u32::from_be_bytes(*bytes);
	}
	for at in 16..ROUNDS {
		let (early, late) = (schedule[at - 15], schedule[at - 2]);
		let first = early.rotate_right(7) ^ early.rotate_right(18) ^ (early >> 3);
		let second = late.rotate_right(17) ^ late.rotate_right(19) ^ (late >> 10);
		schedule[at] = schedule[at - 16].wrapping_add(first).wrapping_add(schedule[at - 7]).wrapping_add(second);
	}
	let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
	for (constant, word) in CONSTANTS.iter().zip(schedule) {
		let sum = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
		let choice = (e & f) ^ (!e & g);
		let first = h.wrapping_add(sum).wrapping_add(choice).wrapping_add(*constant).wrapping_add(word);
		let sum = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
		let majority = (a & b) ^ (a & c) ^ (b & c);
		let second = sum.wrapping_add(majority);
		(h, g, f, e, d, c, b, a) = (g, f, e, d.wrapping_add(first), c, b, a, first.wrapping_add(second));
	}
	for (word, more) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
		*word = word.wrapping_add(more);
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn hexadecimal(bytes: &[u8]) -> String {
		sha256(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
	}

	/// The examples of FIPS 180-4, and lengths around the padding's borders.
	#[test]
	fn known_hashes() {
		assert_eq!(hexadecimal(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
		assert_eq!(hexadecimal(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
		let two_blocks = b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
		assert_eq!(hexadecimal(two_blocks), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
		assert_eq!(hexadecimal(&[b'a'; 55]), "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
		assert_eq!(hexadecimal(&[b'a'; 64]), "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
	}
}
