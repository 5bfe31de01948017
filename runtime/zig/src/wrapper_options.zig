//! The options of one wrapper, one word after the other.
//!
//! Only what the registry lists is read. An option that is not listed, an ambiguous abbreviation, or an unknown word where an
//! option could stand hides where the inner command starts: the wrapper is then opaque.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const headOf = @import("word_parts.zig").headOf;
const KnownWrapper = @import("registry.zig").KnownWrapper;
const OpaqueCode = @import("codes.zig").OpaqueCode;
const shell = @import("shell_types.zig");
const splitText = @import("split_text.zig").splitText;
const splits = @import("word_parts.zig").splits;
const types = @import("types.zig");
const word_parts = @import("word_parts.zig");

const Error = Allocator.Error;
const Word = shell.Word;

pub const WrapperOptions = struct {
    arena: Allocator,
    wrapper: *const KnownWrapper,
    words: std.ArrayList(*const Word),
    /// The index of the first word that may be an option; afterwards, of the first that is none.
    at: usize,
    assignments: std.ArrayList(shell.Assignment) = .empty,
    opaque_parts: std.ArrayList(types.OpaquePart) = .empty,
    /// Values that are shell text.
    texts: std.ArrayList(*const Word) = .empty,
    /// Flags that were given, by their listed names.
    flags: std.ArrayList([]const u8) = .empty,
    /// The value that is the inner program.
    program: ?*const Word = null,
    /// The text that stands for what standard input gives.
    replaced: ?[]const u8 = null,
    moved: bool = false,
    queries: bool = false,
    /// `--` was read: no option follows.
    ended: bool = false,
    /// Something hides where the inner command starts.
    hidden: bool = false,
    assigned: bool = false,

    /// Ready to read options from an index on.
    pub fn init(arena: Allocator, wrapper: *const KnownWrapper, words: shell.Words, at: usize) Error!WrapperOptions {
        return .{ .arena = arena, .wrapper = wrapper, .words = .fromOwnedSlice(try arena.dupe(*const Word, words)), .at = at };
    }

    /// The words from the first that was not read on.
    pub fn rest(options: *const WrapperOptions) shell.Words {
        return options.words.items[@min(options.at, options.words.items.len)..];
    }

    /// The word that is read next.
    pub fn next(options: *const WrapperOptions) ?*const Word {
        return options.wordAt(options.at);
    }

    fn wordAt(options: *const WrapperOptions, at: usize) ?*const Word {
        return if (at < options.words.items.len) options.words.items[at] else null;
    }

    /// Whether a flag was given.
    pub fn hasFlag(options: *const WrapperOptions, flag: []const u8) bool {
        return bytes.contains(options.flags.items, flag);
    }

    fn addFlag(options: *WrapperOptions, flag: []const u8) Error!void {
        if (!options.hasFlag(flag)) try options.flags.append(options.arena, flag);
    }

    /// Reads options up to the next operand.
    pub fn read(options: *WrapperOptions) Error!void {
        while (!options.hidden and !options.ended) {
            if (!try options.readWord(options.next() orelse return)) return;
        }
        // Behind `--`, `env` and `sudo` still take assignments.
        while (!options.hidden) {
            if (!try options.readAssignment(options.next() orelse return)) return;
        }
    }

    /// Notes why something about the wrapper is not known; all but an option that runs something hides the inner command.
    pub fn note(options: *WrapperOptions, word: *const Word, code: OpaqueCode) Error!void {
        if (code != .run_option) options.hidden = true;
        try options.opaque_parts.append(options.arena, .{ .code = code, .span = word.span });
    }

    /// Reads a word that is an option or an assignment; false where it is neither.
    fn readWord(options: *WrapperOptions, word: *const Word) Error!bool {
        const head = headOf(word);
        if (try options.readAssignment(word)) return true;
        // `env A=1 -- x` runs `--`: behind an assignment no option follows.
        if (options.assigned and !options.wrapper.mixed) return false;
        if (word.is("--")) {
            options.at += 1;
            options.ended = true;
            return true;
        }
        const starts_known = word.literal() != null or head.len > 0;
        if (starts_known and !options.isOption(head) and !options.mayAssign(word, head)) return false;
        if (splits(word) or !try options.readOption(word, head)) try options.note(word, .wrapper_option);
        return true;
    }

    fn readAssignment(options: *WrapperOptions, word: *const Word) Error!bool {
        if (!options.wrapper.assignments or splits(word) or !try options.keepAssignment(word)) return false;
        options.assigned = true;
        options.at += 1;
        return true;
    }

    /// Keeps what a word assigns; false where it is no assignment.
    fn keepAssignment(options: *WrapperOptions, word: *const Word) Error!bool {
        const head = headOf(word);
        const end = bytes.nameEnd(head, 0);
        if (end == 0 or bytes.byteAt(head, end) != '=') return false;
        const value = try word_parts.cutWord(options.arena, word, end + 1);
        try options.assignments.append(options.arena, .{ .name = head[0..end], .value = value });
        return true;
    }

    fn isOption(options: *const WrapperOptions, text: []const u8) bool {
        const wrapper = options.wrapper;
        if (bytes.equal(text, "-")) return wrapper.flags.has("-") or wrapper.query.has("-");
        return std.mem.startsWith(u8, text, "-") or (wrapper.text_flag != null and text.len > 1 and text[0] == '+');
    }

    /// Whether the unknown rest of a word could make it an assignment.
    fn mayAssign(options: *const WrapperOptions, word: *const Word, head: []const u8) bool {
        return options.wrapper.assignments and word.literal() == null and bytes.isName(head);
    }

    /// Reads one option word and its value; false where it is not listed.
    fn readOption(options: *WrapperOptions, word: *const Word, head: []const u8) Error!bool {
        if (word.literal() != null) {
            if (try options.isFlag(head)) {
                options.at += 1;
                return true;
            }
            if (options.takesValue(head)) return options.takeNext(head);
        }
        if (std.mem.startsWith(u8, head, "--") or options.hasLongName(head)) return options.readLong(word, head);
        return options.readCluster(word, head);
    }

    /// Whether an option is a long one with one dash (`-chdir=…`).
    fn hasLongName(options: *const WrapperOptions, head: []const u8) bool {
        const equals = std.mem.findScalar(u8, head, '=') orelse return false;
        return equals > 2 and options.takesValue(head[0..equals]);
    }

    fn readLong(options: *WrapperOptions, word: *const Word, head: []const u8) Error!bool {
        const equals = std.mem.findScalar(u8, head, '=');
        if (equals == null and word.literal() == null) return false;
        const name = options.longName(head[0 .. equals orelse head.len]) orelse return false;
        if (equals) |place| {
            // `--flag=false` of programs that know it: what it turns off is not known here.
            if (!options.takesValue(name) and !options.wrapper.optional.has(name)) return false;
            options.at += 1;
            try options.apply(name, try word_parts.cutWord(options.arena, word, place + 1));
            return true;
        }
        if (options.takesValue(name)) return options.takeNext(name);
        if (!try options.isFlag(name)) return false;
        options.at += 1;
        return true;
    }

    /// The listed option that a long option is or abbreviates; null where there is none, or several.
    fn longName(options: *const WrapperOptions, written: []const u8) ?[]const u8 {
        const wrapper = options.wrapper;
        if (options.takesValue(written) or wrapper.optional.has(written) or bytes.contains(wrapper.long, written)) return written;
        if (!wrapper.abbreviates or written.len < 3) return null;
        var meant: ?[]const u8 = null;
        for (wrapper.long) |option| {
            if (!std.mem.startsWith(u8, option, written)) continue;
            if (meant != null) return null;
            meant = option;
        }
        return meant;
    }

    fn takesValue(options: *const WrapperOptions, option: []const u8) bool {
        const wrapper = options.wrapper;
        return wrapper.values.has(option) or wrapper.text_options.has(option) or
            wrapper.split_options.has(option) or wrapper.program_options.has(option);
    }

    /// Whether an option may stand without a value; notes that it does.
    fn isFlag(options: *WrapperOptions, option: []const u8) Error!bool {
        const wrapper = options.wrapper;
        const asks = wrapper.query.has(option);
        const is_optional = wrapper.optional.has(option);
        if (asks) options.queries = true;
        if (is_optional and wrapper.replace.has(option)) options.replaced = "{}";
        if (!asks and !is_optional and !bytes.is(wrapper.text_flag, option) and !wrapper.flags.has(option)) return false;
        try options.addFlag(option);
        return true;
    }

    /// Reads short options in one word: flags, then at most one that takes the rest of the word or the next word.
    fn readCluster(options: *WrapperOptions, word: *const Word, head: []const u8) Error!bool {
        if (!bytes.isOneOf(bytes.byteAt(head, 0), "-+")) return false;
        for (head[1..], 1..) |letter, at| {
            const option = try options.arena.dupe(u8, &.{ head[0], letter });
            const last = at == head.len - 1 and word.literal() != null;
            const takes_value = options.takesValue(option);
            if (takes_value and last) return options.takeNext(option);
            // A shell takes the value of `-o` from the next word even inside a cluster.
            if (takes_value and options.wrapper.text_flag != null) return false;
            if (takes_value or (options.wrapper.optional.has(option) and !last)) {
                options.at += 1;
                try options.apply(option, try word_parts.cutWord(options.arena, word, at + 1));
                return true;
            }
            if (!try options.isFlag(option)) return false;
        }
        if (word.literal() == null) return false;
        options.at += 1;
        return true;
    }

    /// The next word is the option's value, whatever it is; it must be exactly one word.
    fn takeNext(options: *WrapperOptions, option: []const u8) Error!bool {
        const value = options.wordAt(options.at + 1);
        if (value) |word| if (splits(word)) return false;
        options.at += 2;
        if (value) |word| try options.apply(option, word);
        return true;
    }

    /// Does what an option with its value says.
    fn apply(options: *WrapperOptions, option: []const u8, value: *const Word) Error!void {
        const wrapper = options.wrapper;
        try options.addFlag(option);
        if (wrapper.directory.has(option)) options.moved = true;
        if (wrapper.text_options.has(option)) try options.texts.append(options.arena, value);
        if (wrapper.program_options.has(option)) options.program = value;
        if (wrapper.split_options.has(option)) try options.insert(value);
        if (try options.runsOther(option, value)) try options.note(value, .run_option);
        if (wrapper.assign_options.has(option)) try options.assign(value);
        if (wrapper.replace.has(option)) {
            if (value.text().len == 0) try options.note(value, .wrapper_option);
            options.replaced = value.literal();
        }
    }

    /// `-o ProxyCommand=…`: some values of an option name what the wrapper runs; of an unknown value any might.
    fn runsOther(options: *const WrapperOptions, option: []const u8, value: *const Word) Error!bool {
        const runs = &options.wrapper.runs;
        if (runs.isEmpty()) return false;
        if (runs.has(option)) return true;
        const small = try bytes.smallLetters(options.arena, headOf(value));
        const text = std.mem.trimStart(u8, small, " \t\n\x0b\x0c\r");
        for (runs.list) |entry| {
            const behind = std.mem.cutPrefix(u8, entry, option) orelse continue;
            const name = std.mem.cutPrefix(u8, behind, " ") orelse continue;
            if (std.mem.startsWith(u8, text, name)) return true;
            if (value.literal() == null and std.mem.startsWith(u8, name, text)) return true;
        }
        return false;
    }

    /// Reads `-e NAME=VALUE`; `-e NAME` takes what the environment holds, and an unknown word may be anything.
    fn assign(options: *WrapperOptions, value: *const Word) Error!void {
        if (!try options.keepAssignment(value) and value.literal() == null) try options.note(value, .wrapper_option);
    }

    /// Puts the words that a value is cut into in its place.
    fn insert(options: *WrapperOptions, value: *const Word) Error!void {
        const arena = options.arena;
        const texts = if (value.literal()) |text| try splitText(arena, text) else null;
        const given = texts orelse return options.note(value, .wrapper_option);
        const inserted = try arena.alloc(*const Word, given.len);
        for (given, inserted) |text, *word| word.* = try shell.literalWord(arena, text, value.span);
        try options.words.insertSlice(arena, @min(options.at, options.words.items.len), inserted);
    }
};
