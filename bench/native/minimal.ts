/** A program in each language that does nothing but read its input and print it: what an evaluator cannot be quicker than. */

import { type NativeLanguage, type OutputFile, projectFolder } from "../../targets/index.ts";

// With an argument N the programs copy and hash their input a hundred times, N times over, and print the sum: a measure of the language
// for work on a text. The hash is that of the language's own library.

const GO = `package main

import (
	"hash/maphash"
	"io"
	"os"
	"strconv"
)

func main() {
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		os.Exit(1)
	}
	if len(os.Args) > 1 {
		rounds, _ := strconv.Atoi(os.Args[1])
		seed := maphash.MakeSeed()
		sum := uint64(0)
		for range 100 * rounds {
			sum += maphash.Bytes(seed, append([]byte(nil), text...))
		}
		text = strconv.AppendUint(nil, sum, 10)
	}
	os.Stdout.Write(text)
}
`;

const RUST = `use std::hash::{DefaultHasher, Hasher};
use std::io::{Read, Write};

fn main() {
	let mut text = Vec::new();
	std::io::stdin().read_to_end(&mut text).unwrap();
	if let Some(rounds) = std::env::args().nth(1) {
		let rounds: usize = rounds.parse().unwrap();
		let mut sum = 0u64;
		for _ in 0..100 * rounds {
			let copy = std::hint::black_box(text.clone());
			let mut hasher = DefaultHasher::new();
			hasher.write(&copy);
			sum = sum.wrapping_add(hasher.finish());
		}
		text = sum.to_string().into_bytes();
	}
	std::io::stdout().write_all(&text).unwrap();
}
`;

const CARGO = `[package]
name = "policy-evaluator"
version = "0.0.0"
edition = "2024"

[profile.release]
lto = "fat"
codegen-units = 1
strip = "symbols"
`;

const ZIG = `const std = @import("std");
const calls = std.posix.system;

pub fn main(init: std.process.Init.Minimal) u8 {
    var arena: std.heap.ArenaAllocator = .init(std.heap.page_allocator);
    const allocator = arena.allocator();
    var text: std.ArrayList(u8) = .empty;
    while (true) {
        text.ensureUnusedCapacity(allocator, 64 * 1024) catch return 1;
        const room = text.unusedCapacitySlice();
        const count: isize = @bitCast(calls.read(0, room.ptr, room.len));
        if (count < 0) return 1;
        if (count == 0) break;
        text.items.len += @intCast(count);
    }
    const words = init.args.toSlice(allocator) catch return 1;
    if (words.len > 1) {
        const rounds = std.fmt.parseInt(usize, words[1], 10) catch return 1;
        var sum: u64 = 0;
        const copy = allocator.alloc(u8, text.items.len) catch return 1;
        for (0..100 * rounds) |_| {
            @memcpy(copy, text.items);
            std.mem.doNotOptimizeAway(copy.ptr);
            sum +%= std.hash.Wyhash.hash(0, copy);
        }
        var buffer: [20]u8 = undefined;
        text.clearRetainingCapacity();
        text.appendSlice(allocator, std.fmt.bufPrint(&buffer, "{d}", .{sum}) catch return 1) catch return 1;
    }
    _ = calls.write(1, text.items.ptr, text.items.len);
    return 0;
}
`;

const BUILD = `const std = @import("std");

pub fn build(b: *std.Build) void {
    b.installArtifact(b.addExecutable(.{ .name = "policy-evaluator", .root_module = b.createModule(.{
        .root_source_file = b.path("main.zig"),
        .target = b.standardTargetOptions(.{}),
        .optimize = .safe,
        .single_threaded = true,
        .strip = true,
    }) }));
}
`;

const SOURCES: Readonly<Record<NativeLanguage, Readonly<Record<string, string>>>> = {
	go: { "go.mod": "module minimal\n\ngo 1.26\n", "cmd/policy-evaluator/main.go": GO },
	rust: { "Cargo.toml": CARGO, "src/main.rs": RUST },
	zig: { "build.zig": BUILD, "main.zig": ZIG },
};

/** The project of the program in a language; it is named and compiled as an evaluator is. */
export function minimalProject(language: NativeLanguage): readonly OutputFile[] {
	const folder = projectFolder(language);
	return Object.entries(SOURCES[language]).map(([path, content]) => ({ path: `${folder}/${path}`, content, executable: false }));
}
