//! `find`, `fd` and their like: programs that run the words behind some of their options.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const KnownWrapper = @import("registry.zig").KnownWrapper;
const shell = @import("shell_types.zig");
const types = @import("types.zig");
const word_parts = @import("word_parts.zig");
const WrapperReading = @import("read_wrapper.zig").WrapperReading;

const Error = Allocator.Error;
const Word = shell.Word;
const Words = shell.Words;

/// Reads programs that run the words after each inner option, up to `;` or to `{} +`, or to the end where the program takes that.
/// from is the index of the first word behind the program.
///
///     readInnerOptions(arena, find, words of `find . -exec rm {} +`, 1) // inner: rm, any words
pub fn readInnerOptions(arena: Allocator, wrapper: *const KnownWrapper, words: Words, from: usize) Error!WrapperReading {
    var inner: std.ArrayList(Words) = .empty;
    var opaque_parts: std.ArrayList(types.OpaquePart) = .empty;
    const last_end = lastEnd(wrapper, words);
    var at = from;
    while (at < words.len) : (at += 1) {
        const word = words[at];
        const text = word.literal() orelse {
            if (!mayHideInner(word, last_end >= at + 2)) continue;
            try opaque_parts.append(arena, .{ .code = .wrapper_option, .span = word.span });
            break;
        };
        if (wrapper.open_end and bytes.equal(text, "--")) break;
        if (wrapper.query.has(text)) return .{ .opaque_parts = opaque_parts.items };
        if (wrapper.values.has(text)) {
            at += 1;
            continue;
        }
        if (!wrapper.inner_options.has(text)) {
            if (!hidesInner(wrapper, text)) continue;
            try opaque_parts.append(arena, .{ .code = .wrapper_option, .span = word.span });
            break;
        }
        const ends = try endsOfInner(arena, wrapper, words, at + 1);
        for (ends[0..@min(ends.len, most_ends)]) |end| {
            const command = try fillInner(arena, wrapper, words, at + 1, end);
            if (command.len > 0) try inner.append(arena, command);
        }
        const last = if (ends.len > 0) ends[ends.len - 1] else words.len;
        // More than one word may end it and begin another.
        const hiding = if (ends.len > most_ends) word else firstSplitting(words[at + 1 .. last]);
        if (hiding) |hidden| try opaque_parts.append(arena, .{ .code = .wrapper_option, .span = hidden.span });
        at = if (ends.len > 0) ends[0] else words.len;
    }
    return .{
        .inner = inner.items,
        .opaque_parts = opaque_parts.items,
        .stdin = inner.items.len == 0 and opaque_parts.items.len == 0 and wrapper.empty == .stdin,
        .moved = inner.items.len > 0,
    };
}

/// The index of the last word that may end an inner command; 0 where there is none.
fn lastEnd(wrapper: *const KnownWrapper, words: Words) usize {
    if (wrapper.open_end) return words.len;
    var last: usize = 0;
    for (words, 0..) |word, at| {
        const text = word.literal() orelse ";";
        if (bytes.equal(text, ";") or bytes.equal(text, "+")) last = at;
    }
    return last;
}

/// An inner command has as many readings as words that may end it; beyond this many it counts as hidden.
const most_ends = 8;

/// Where an inner command ends: at each unknown word that could be its end, and where it surely does. Nowhere: without an end the
/// program refuses to run at all.
fn endsOfInner(arena: Allocator, wrapper: *const KnownWrapper, words: Words, from: usize) Error![]const usize {
    var ends: std.ArrayList(usize) = .empty;
    for (from..words.len) |at| {
        if (endsInner(wrapper, words, at)) {
            try addLast(arena, &ends, at);
            return ends.items;
        }
        if (mayEndInner(words[at])) try ends.append(arena, at);
    }
    if (wrapper.open_end) try addLast(arena, &ends, words.len);
    return ends.items;
}

/// Adds the end, without the word right before it: it is one command with that and without it, fillInner makes it any number of
/// words.
fn addLast(arena: Allocator, ends: *std.ArrayList(usize), end: usize) Error!void {
    if (ends.items.len > 0 and ends.getLast() + 1 == end) ends.items.len -= 1;
    try ends.append(arena, end);
}

/// Whether an unknown word could be one of the words that end an inner command.
fn mayEndInner(word: *const Word) bool {
    if (word.literal() != null) return false;
    for (word.pieces) |piece| {
        const text = piece.literalText() orelse continue;
        if (!bytes.equal(text, ";") and !bytes.equal(text, "+")) return false;
    }
    return true;
}

fn endsInner(wrapper: *const KnownWrapper, words: Words, at: usize) bool {
    return words[at].is(";") or (!wrapper.open_end and words[at].is("+") and words[at - 1].is("{}"));
}

fn firstSplitting(words: Words) ?*const Word {
    for (words) |word| {
        if (word_parts.splits(word)) return word;
    }
    return null;
}

/// The inner command, its placeholders filled with what is not known; where there is none, `fd` adds one.
fn fillInner(arena: Allocator, wrapper: *const KnownWrapper, words: Words, start: usize, end: usize) Error!Words {
    if (start >= end) return &.{};
    const command = words[start..end];
    const last = command[command.len - 1];
    const several = wrapper.open_end or !words[end].is(";");
    var filled: std.ArrayList(*const Word) = try .initCapacity(arena, command.len + 1);
    for (command) |word| {
        filled.appendAssumeCapacity(try word_parts.replaceIn(arena, word, wrapper.fillers, .unknown(!several)));
    }
    if (mayEndInner(last)) {
        filled.items[command.len - 1] = try word_parts.unknownWords(arena, last.span.start);
        return filled.items;
    }
    if (wrapper.open_end and wrapper.fillers.len > 0 and std.mem.eql(*const Word, filled.items, command)) {
        filled.appendAssumeCapacity(try word_parts.unknownWords(arena, last.span.end));
    }
    return filled.items;
}

/// `-Hx` and `--exec=rm`: an inner option that is not a word of its own.
fn hidesInner(wrapper: *const KnownWrapper, text: []const u8) bool {
    if (!wrapper.open_end or !std.mem.startsWith(u8, text, "-")) return false;
    if (std.mem.startsWith(u8, text, "--")) {
        for (wrapper.inner_options.list) |option| {
            const behind = std.mem.cutPrefix(u8, text, option) orelse continue;
            if (std.mem.startsWith(u8, behind, "=")) return true;
        }
        return false;
    }
    for (text[1..]) |letter| {
        const option = [_]u8{ '-', letter };
        if (wrapper.inner_options.has(&option)) return true;
        if (wrapper.values.has(&option)) return false;
    }
    return false;
}

/// Whether an unknown word could be an inner option: it has a command and an end after it, or could hold them all.
fn mayHideInner(word: *const Word, command_follows: bool) bool {
    const head = word_parts.headOf(word);
    if (head.len > 0 and !std.mem.startsWith(u8, head, "-") and !word_parts.splits(word)) return false;
    return command_follows or word_parts.holdsBorder(word);
}
