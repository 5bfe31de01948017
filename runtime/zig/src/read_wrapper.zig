//! What wrappers run.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const KnownWrapper = @import("registry.zig").KnownWrapper;
const Names = @import("names.zig").Names;
const OpaqueCode = @import("codes.zig").OpaqueCode;
const readInnerOptions = @import("inner_options.zig").readInnerOptions;
const shell = @import("shell_types.zig");
const types = @import("types.zig");
const word_parts = @import("word_parts.zig");
const WrapperOptions = @import("wrapper_options.zig").WrapperOptions;

const Error = Allocator.Error;
const Word = shell.Word;
const Words = shell.Words;

/// Shell text that a wrapper runs, and the words that its `$0`, `$1`, … are.
pub const InnerText = struct {
    bytes: []const u8,
    span: types.Span,
    positional: Words = &.{},
};

/// What a wrapper runs.
pub const WrapperReading = struct {
    /// The commands that it runs, as words.
    inner: []const Words = &.{},
    texts: []const InnerText = &.{},
    /// It runs shell text that stands on standard input.
    stdin: bool = false,
    /// The words of standard input stand at the end of its inner command.
    appended: bool = false,
    /// What it puts into the environment of what it runs.
    assignments: []const shell.Assignment = &.{},
    /// What it runs may run in another directory.
    moved: bool = false,
    opaque_parts: []const types.OpaquePart = &.{},
};

/// Reads the words of a command whose first words name that wrapper; from is the index of the first word behind its name.
///
///     readWrapper(arena, timeout, words of `timeout -s INT 9 true`, 1) // inner: true
pub fn readWrapper(arena: Allocator, wrapper: *const KnownWrapper, words: Words, from: usize) Error!WrapperReading {
    if (!wrapper.inner_options.isEmpty()) return readInnerOptions(arena, wrapper, words, from);
    var reader: WrapperReader = .{
        .arena = arena,
        .wrapper = wrapper,
        .words = words,
        .options = try .init(arena, wrapper, words, from),
    };
    return reader.read();
}

const WrapperReader = struct {
    arena: Allocator,
    wrapper: *const KnownWrapper,
    words: Words,
    options: WrapperOptions,

    fn read(reader: *WrapperReader) Error!WrapperReading {
        const options = &reader.options;
        const wrapper = reader.wrapper;
        try options.read();
        if (try reader.passOperands()) |hidden| return reader.hide(hidden, .wrapper_option);
        if (options.hidden or options.queries) return reader.result(.{});
        const rest = options.rest();
        if (reader.lateText(rest)) |late| return reader.runTexts(&.{late}, &.{});
        const texts = options.texts.items;
        if (texts.len == 0) return reader.runRest(rest);
        if (rest.len == 0 or wrapper.then == .stdin) return reader.runTexts(texts, rest);
        // Further texts run beside the inner command (`hyperfine --prepare`).
        const one = try reader.runTexts(texts, &.{});
        var both = try reader.runRest(rest);
        both.inner = try std.mem.concat(reader.arena, Words, &.{ one.inner, both.inner });
        both.texts = try std.mem.concat(reader.arena, InnerText, &.{ one.texts, both.texts });
        return both;
    }

    /// Passes over the operands before the inner command. Gives a word that hides where that starts.
    fn passOperands(reader: *WrapperReader) Error!?*const Word {
        const options = &reader.options;
        const wrapper = reader.wrapper;
        if (reader.has(&wrapper.argv_flags)) return null;
        for (0..wrapper.operands) |count| {
            if (options.hidden or options.queries or (wrapper.permute and options.ended)) return null;
            // Nothing says which of several operands is the command.
            const operand = options.next() orelse return if (count > 1 and wrapper.then == .argv) reader.words[0] else null;
            // How many words an unknown one is, nobody knows; where options may follow, it may be one itself.
            if (word_parts.splits(operand)) return operand;
            options.at += 1;
            if (wrapper.permute and !options.ended) try options.read();
            if (reader.has(&wrapper.argv_flags)) return null;
        }
        return null;
    }

    /// The text of `flock FILE -c TEXT`, where the option stands behind the operand.
    fn lateText(reader: *const WrapperReader, rest: Words) ?*const Word {
        if (reader.wrapper.operands == 0 or rest.len < 2) return null;
        const option = rest[0].text();
        return if (option.len > 0 and reader.wrapper.text_options.has(option)) rest[1] else null;
    }

    fn runRest(reader: *WrapperReader, rest: Words) Error!WrapperReading {
        const wrapper = reader.wrapper;
        if (reader.options.program) |program| return reader.runWords(&.{program}, rest);
        if (wrapper.then == .stdin and !reader.has(&wrapper.argv_flags)) {
            return if (rest.len == 0) reader.result(.{ .stdin = true }) else reader.hide(rest[0], .foreign_code);
        }
        if (reader.has(&wrapper.join_flags)) {
            return if (rest.len == 0) reader.result(.{ .stdin = true }) else reader.runText(rest, &.{});
        }
        const lacks_text = if (wrapper.text_flag) |flag| !reader.options.hasFlag(flag) else false;
        if (wrapper.then == .script or lacks_text) return reader.runShell(rest);
        if (rest.len == 0) return reader.runNothing();
        if (!wrapper.until.isEmpty()) return reader.runUntil(rest);
        if (wrapper.then == .texts) return reader.runTexts(rest, &.{});
        const as_text = wrapper.then == .text or (wrapper.then == .command and rest.len == 1);
        if (!as_text or reader.has(&wrapper.argv_flags)) return reader.runCommand(rest);
        if (wrapper.join) return reader.runText(rest, &.{});
        return reader.runText(rest[0..1], rest[1..]);
    }

    /// The words of two lists are the inner command.
    fn runWords(reader: *WrapperReader, first: Words, rest: Words) Error!WrapperReading {
        const words = try std.mem.concat(reader.arena, *const Word, &.{ first, rest });
        return reader.result(.{ .inner = try reader.arena.dupe(Words, &.{words}) });
    }

    /// The words are the inner command, which standard input may complete.
    fn runCommand(reader: *WrapperReader, words: Words) Error!WrapperReading {
        const inner = try reader.arena.dupe(Words, &.{try reader.complete(words)});
        return reader.result(.{ .inner = inner, .appended = reader.appendsWords() });
    }

    /// A shell without its text: a script, or standard input, which `-s` asks for whatever else stands there.
    fn runShell(reader: *WrapperReader, rest: Words) Error!WrapperReading {
        if (rest.len == 0) return reader.result(.{ .stdin = reader.wrapper.then != .script });
        if (reader.options.hasFlag("-s") or isStdinFile(rest[0].text())) return reader.result(.{ .stdin = true });
        return reader.hide(reader.words[0], .foreign_code);
    }

    fn runNothing(reader: *WrapperReader) Error!WrapperReading {
        if (reader.wrapper.standard) |standard| {
            return reader.runCommand(&.{try shell.literalWord(reader.arena, standard, reader.words[0].span)});
        }
        return switch (reader.wrapper.empty) {
            .nothing => reader.result(.{}),
            .stdin => reader.result(.{ .stdin = true }),
            .foreign => reader.hide(reader.words[0], .foreign_code),
        };
    }

    /// `parallel`: words joined by blanks, which the words behind `:::` or standard input complete.
    fn runUntil(reader: *WrapperReader, rest: Words) Error!WrapperReading {
        const end = for (rest, 0..) |word, at| {
            if (reader.wrapper.until.has(word.literal() orelse continue)) break at;
        } else rest.len;
        if (end == 0) return reader.hide(rest[0], .dynamic_code);
        const words = rest[0..end];
        const text = try word_parts.joinedText(reader.arena, words) orelse return reader.hide(words[0], .dynamic_code);
        // Its own placeholders may stand inside quotes: what they become there is not known.
        if (bytes.isOneOf('{', text) and bytes.isOneOf('\'', text)) return reader.hide(words[0], .dynamic_code);
        const filled = try fillPlaceholders(reader.arena, text);
        const is_whole = !bytes.equal(filled, text);
        const run = if (is_whole) filled else try std.mem.concat(reader.arena, u8, &.{ text, " $@" });
        return reader.resultOf(.{ .bytes = run, .span = spanOf(words) });
    }

    /// The words joined by blanks, as shell text.
    fn runText(reader: *WrapperReader, words: Words, positional: Words) Error!WrapperReading {
        for (words) |word| {
            if (word.literal() == null) return reader.hide(word, .dynamic_code);
        }
        const text = try word_parts.joinedText(reader.arena, words) orelse "";
        return reader.resultOf(.{ .bytes = text, .span = spanOf(words), .positional = positional });
    }

    /// Each word is shell text of its own.
    fn runTexts(reader: *WrapperReader, words: Words, positional: Words) Error!WrapperReading {
        const texts = try reader.arena.alloc(InnerText, words.len);
        for (words, texts) |word, *text| {
            const literal = word.literal() orelse return reader.hide(word, .dynamic_code);
            text.* = .{ .bytes = literal, .span = word.span, .positional = positional };
        }
        return reader.result(.{ .texts = texts });
    }

    /// Whether one of some flags was given.
    fn has(reader: *const WrapperReader, flags: *const Names) bool {
        for (flags.list) |flag| {
            if (reader.options.hasFlag(flag)) return true;
        }
        return false;
    }

    /// The inner command, with what standard input adds to it.
    fn complete(reader: *const WrapperReader, words: Words) Error!Words {
        const arena = reader.arena;
        if (!reader.wrapper.appended) return arena.dupe(*const Word, words);
        const text = reader.options.replaced orelse {
            const added = try word_parts.unknownWords(arena, words[words.len - 1].span.end);
            return std.mem.concat(arena, *const Word, &.{ words, &.{added} });
        };
        const completed = try arena.alloc(*const Word, words.len);
        for (words, completed) |word, *place| {
            place.* = try word_parts.replaceIn(arena, word, &.{text}, .unknown(true));
        }
        return completed;
    }

    /// Whether standard input is cut into words that all stand at the end, once: there are no options but those of `xargs` that
    /// leave alone what it reads.
    fn appendsWords(reader: *const WrapperReader) bool {
        if (!reader.wrapper.appended) return false;
        for (reader.options.flags.items) |flag| {
            if (!bytes.contains(&.{ "--no-run-if-empty", "--verbose", "-r", "-t" }, flag)) return false;
        }
        return true;
    }

    fn hide(reader: *WrapperReader, word: *const Word, code: OpaqueCode) Error!WrapperReading {
        try reader.options.note(word, code);
        return reader.result(.{});
    }

    fn resultOf(reader: *WrapperReader, text: InnerText) Error!WrapperReading {
        return reader.result(.{ .texts = try reader.arena.dupe(InnerText, &.{text}) });
    }

    /// Adds to what was found what the options say.
    fn result(reader: *const WrapperReader, found: WrapperReading) WrapperReading {
        var all = found;
        all.assignments = reader.options.assignments.items;
        all.moved = reader.options.moved or reader.wrapper.moves;
        all.opaque_parts = reader.options.opaque_parts.items;
        return all;
    }
};

/// Whether an operand is standard input.
fn isStdinFile(operand: []const u8) bool {
    return bytes.contains(&.{ "/dev/fd/0", "/dev/stdin", "/proc/self/fd/0" }, operand);
}

fn isPlaceholderByte(character: u8) bool {
    return bytes.isDigit(character) or bytes.isOneOf(character, "#%+./");
}

/// Puts `"$@"` in place of `{}`, `{.}`, `{1}` and their like.
fn fillPlaceholders(arena: Allocator, text: []const u8) Error![]const u8 {
    var filled: std.ArrayList(u8) = .empty;
    var at: usize = 0;
    while (at < text.len) {
        const end = if (text[at] == '{') bytes.endOfRun(text, at + 1, isPlaceholderByte) else at + 1;
        if (text[at] == '{' and bytes.byteAt(text, end) == '}') {
            try filled.appendSlice(arena, "\"$@\"");
            at = end + 1;
        } else {
            try filled.appendSlice(arena, text[at..end]);
            at = end;
        }
    }
    return filled.items;
}

fn spanOf(words: Words) types.Span {
    return .{ .start = words[0].span.start, .end = words[words.len - 1].span.end };
}
