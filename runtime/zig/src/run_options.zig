//! Options that make a program which is no wrapper run or load something else (`tar --to-command`, `rsync -e`).

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const KnownOptions = @import("registry.zig").KnownOptions;
const shell = @import("shell_types.zig");
const types = @import("types.zig");
const word_parts = @import("word_parts.zig");

const Word = shell.Word;

/// What options of a command run.
pub const RunOptions = struct {
    /// One part for each word that is, or may be, such an option.
    parts: []const types.OpaquePart = &.{},
    /// The values that are shell text.
    texts: shell.Words = &.{},
};

/// Finds the options among the words from an index on that make a program run or load something else. Read the wide way: clusters,
/// attached values and abbreviations count, and so does an unknown word where an option could stand.
pub fn findRunOptions(arena: Allocator, words: shell.Words, from: usize, options: *const KnownOptions) Allocator.Error!RunOptions {
    if (options.runs.isEmpty() and options.runs_text.isEmpty()) return .{};
    var parts: std.ArrayList(types.OpaquePart) = .empty;
    var texts: std.ArrayList(*const Word) = .empty;
    var at = from;
    while (at < words.len) : (at += 1) {
        const word = words[at];
        if (word.is("--")) break;
        const read = if (options.bare_cluster and at == from) try asCluster(arena, word) else word;
        const found = readRunWord(read, options) orelse {
            if (takesNextWord(read.text(), options)) at += 1;
            continue;
        };
        try parts.append(arena, .{ .code = .run_option, .span = word.span });
        if (!options.runs_text.has(found.name orelse continue)) continue;
        if (found.attached > 0) {
            try texts.append(arena, try word_parts.cutWord(arena, word, found.attached));
            continue;
        }
        at += 1;
        if (at < words.len) try texts.append(arena, words[at]);
    }
    return .{ .parts = parts.items, .texts = texts.items };
}

/// The first word of `tar xf`: options without their dash.
fn asCluster(arena: Allocator, word: *const Word) Allocator.Error!*const Word {
    const text = word.literal() orelse return word;
    if (std.mem.startsWith(u8, text, "-")) return word;
    return shell.literalWord(arena, try std.mem.concat(arena, u8, &.{ "-", text }), word.span);
}

/// Whether the next word is the value of an option: of one by itself, or of the last of a cluster.
fn takesNextWord(text: []const u8, options: *const KnownOptions) bool {
    if (!options.values_known or !std.mem.startsWith(u8, text, "-")) return false;
    if (options.values.has(text)) return true;
    if (std.mem.startsWith(u8, text, "--")) return false;
    for (text[1..], 1..) |letter, at| {
        if (options.values.has(&.{ '-', letter })) return at == text.len - 1;
    }
    return false;
}

/// An option that runs something.
const RunOption = struct {
    /// The listed name; null where it is not known which it is.
    name: ?[]const u8 = null,
    /// Where an attached value starts; 0: the next word is the value, if the option has one.
    attached: usize = 0,
};

/// Reads a word that is, or may be, an option that runs something; null for any other.
fn readRunWord(word: *const Word, options: *const KnownOptions) ?RunOption {
    const head = word_parts.headOf(word);
    const known = word.literal() != null;
    if (!known and (head.len == 0 or bytes.equal(head, "-") or bytes.equal(head, "--"))) {
        return if (startsWithPlace(word)) null else .{};
    }
    const listed = [_][]const []const u8{ options.runs.list, options.runs_text.list };
    for (listed) |list| {
        for (list) |name| {
            if (readStart(head, known, name)) |found| return found;
        }
    }
    if (!std.mem.startsWith(u8, head, "-") or bytes.equal(head, "-")) return null;
    for (listed) |list| {
        for (list) |name| {
            if (readLong(head, known, name, options)) |found| return found;
        }
    }
    return if (std.mem.startsWith(u8, head, "--")) null else readCluster(head, known, options);
}

/// Reads an option whose value always stands in the same word, such as `+cmd` or `checkpoint-action=`.
fn readStart(head: []const u8, known: bool, name: []const u8) ?RunOption {
    if (!bytes.equal(name, "+") and !std.mem.endsWith(u8, name, "=") and !std.mem.endsWith(u8, name, ":")) return null;
    if (std.mem.startsWith(u8, head, name)) return .{ .name = name, .attached = name.len };
    return if (!known and std.mem.startsWith(u8, name, head)) .{} else null;
}

/// Reads a long option, or the start of one.
fn readLong(head: []const u8, known: bool, name: []const u8, options: *const KnownOptions) ?RunOption {
    if (name.len <= 2 or !std.mem.startsWith(u8, name, "-")) return null;
    const equals = std.mem.findScalar(u8, head, '=');
    const written = head[0 .. equals orelse head.len];
    const attached = if (equals) |place| place + 1 else 0;
    const whole = known or equals != null;
    const is_single = !std.mem.startsWith(u8, name, "--") and written.len > 0 and bytes.equal(written[1..], name);
    if (whole and (bytes.equal(written, name) or is_single)) return .{ .name = name, .attached = attached };
    const is_start = std.mem.startsWith(u8, name, written);
    if (!is_start or !mayAbbreviate(written, known and equals == null, options)) return null;
    return .{ .name = if (known) name else null, .attached = attached };
}

/// Whether a proper start of a long option may stand for it: it is no option itself, or how it goes on is not known.
fn mayAbbreviate(written: []const u8, whole: bool, options: *const KnownOptions) bool {
    const is_long = std.mem.startsWith(u8, written, "--");
    if (!is_long or written.len < 4) return !whole and !is_long and written.len > 2;
    return !whole or (!options.flags.has(written) and !options.values.has(written));
}

fn readCluster(head: []const u8, known: bool, options: *const KnownOptions) ?RunOption {
    const listed = [_][]const []const u8{ options.runs.list, options.runs_text.list };
    for (head[1..], 1..) |letter, at| {
        for (listed) |list| {
            for (list) |name| {
                if (!bytes.equal(name, &.{ '-', letter })) continue;
                return .{ .name = name, .attached = if (at < head.len - 1) at + 1 else 0 };
            }
        }
        if (options.values.has(&.{ '-', letter }) or letter == '=') return null;
    }
    // How an unknown cluster goes on is not known.
    return if (known) null else .{};
}

/// `~/x` and `$PWD/x`: a path, which starts with a slash.
fn startsWithPlace(word: *const Word) bool {
    return word.pieces.len > 0 and word.pieces[0] == .place and !word_parts.splits(word);
}
