//! Other spellings of a command that mean the same to its program.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const names = @import("names.zig");
const registry = @import("registry.zig");
const view_words = @import("view_words.zig");

const KnownProgram = registry.KnownProgram;
const ViewWord = view_words.ViewWord;
const ViewWords = view_words.ViewWords;

const Spelled = std.ArrayList(ViewWords);

/// The word lists that mean the same to a program as one without global options, or that it could be: with its subcommand in each
/// other spelling (`docker container rm` for `docker rm`), with every subcommand that it may abbreviate, and with more words where
/// an option takes operands from elsewhere.
pub fn otherSpellings(arena: Allocator, words: ViewWords, program: *const KnownProgram) Allocator.Error![]const ViewWords {
    if (words.len == 0) return &.{};
    var spelled: Spelled = .empty;
    const subcommand = if (words.len > 1) words[1].text() else "";
    if (subcommand.len > 0) {
        try addEquivalents(arena, &spelled, words, subcommand, program);
        for (try abbreviated(arena, subcommand, program)) |name| {
            const meant = try std.mem.concat(arena, *const ViewWord, &.{
                words[0..1],
                &.{try view_words.knownWord(arena, name, words[1].of)},
                words[2..],
            });
            try spelled.append(arena, meant);
            try addEquivalents(arena, &spelled, meant, name, program);
        }
    }
    const options = try optionsOf(subcommand, program) orelse return spelled.items;
    for (words) |word| {
        if (!namesSource(word, &options.unknown_operands)) continue;
        try spelled.append(arena, try std.mem.concat(arena, *const ViewWord, &.{ words, &.{view_words.unknown_words} }));
        break;
    }
    return spelled.items;
}

/// The options behind a subcommand, or those of a program without subcommands.
fn optionsOf(subcommand: []const u8, program: *const KnownProgram) Allocator.Error!?*const registry.KnownOptions {
    if (program.subcommands.isEmpty()) return &program.options;
    if (subcommand.len == 0) return null;
    return if (try program.subcommands.get(subcommand)) |found| &found.options else null;
}

fn addEquivalents(
    arena: Allocator,
    spelled: *Spelled,
    words: ViewWords,
    subcommand: []const u8,
    program: *const KnownProgram,
) Allocator.Error!void {
    for (program.equivalentsOf(subcommand)) |group| {
        if (!startsWithSpelling(words[1..], group.spelling)) continue;
        for (group.others) |other| {
            var meant: std.ArrayList(*const ViewWord) = .empty;
            try meant.append(arena, words[0]);
            for (other) |text| try meant.append(arena, try view_words.knownWord(arena, text, words[1].of));
            try meant.appendSlice(arena, words[group.spelling.len + 1 ..]);
            try spelled.append(arena, meant.items);
        }
    }
}

fn startsWithSpelling(words: ViewWords, spelling: []const []const u8) bool {
    if (words.len < spelling.len) return false;
    for (words[0..spelling.len], spelling) |word, text| {
        if (!bytes.is(word.literal, text)) return false;
    }
    return true;
}

fn abbreviated(arena: Allocator, written: []const u8, program: *const KnownProgram) Allocator.Error![]const []const u8 {
    if (!program.abbreviates or program.subcommands.has(written)) return &.{};
    var meant: std.ArrayList([]const u8) = .empty;
    for (try program.subcommands.names()) |name| {
        if (std.mem.startsWith(u8, name, written)) try meant.append(arena, name);
    }
    std.mem.sortUnstable([]const u8, meant.items, {}, lessThan);
    return meant.items;
}

fn lessThan(_: void, one: []const u8, other: []const u8) bool {
    return std.mem.lessThan(u8, one, other);
}

/// Whether a word is, or may be, one of some options.
fn namesSource(word: *const ViewWord, options: *const names.Names) bool {
    if (options.isEmpty() or word.parts.len == 0) return false;
    const head = word.parts[0].text;
    for (options.list) |option| {
        const rest = std.mem.cutPrefix(u8, head, option) orelse continue;
        if (rest.len == 0 or rest[0] == '=' or option.len == 2) return true;
    }
    return false;
}
