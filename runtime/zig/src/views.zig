//! The word lists that a command is, or could be.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const cutWord = @import("word_parts.zig").cutWord;
const headOf = @import("word_parts.zig").headOf;
const otherSpellings = @import("spellings.zig").otherSpellings;
const reduceProgram = @import("names.zig").reduceProgram;
const registry = @import("registry.zig");
const settingKindOf = @import("setting_kind.zig").settingKindOf;
const shell = @import("shell_types.zig");
const splits = @import("word_parts.zig").splits;
const unexpandWords = @import("shell_braces.zig").unexpandWords;
const view_words = @import("view_words.zig");

const KnownCommands = registry.KnownCommands;
const KnownProgram = registry.KnownProgram;
const Places = view_words.Places;
const ViewWord = view_words.ViewWord;
const ViewWords = view_words.ViewWords;

/// A list of words that a command is, or could be.
pub const View = struct {
    /// With the program word as written.
    words: ViewWords,
    /// With the program word reduced; the same list where that changes nothing.
    reduced: ViewWords,

    /// Whether the program word as written is reduced.
    pub fn isReduced(view: *const View) bool {
        return view.words.ptr == view.reduced.ptr;
    }
};

/// The views of one command for rules that name one set of global options.
pub const Views = struct {
    /// The words as written, those without global options where that differs, and those in other spellings of the program.
    loose: []const *const View,
    /// Null where it does not exist.
    strict: ?*const View = null,
    /// The strict view if nothing earlier in the line had changed what the program word means.
    meant: ?*const View = null,
};

/// Makes the views of a command.
///
/// program is the reduced program word; named the global options that the asking rule names: they stay, moved behind the other
/// words; certain is false where an earlier part of the line may change what the program word means.
pub fn viewsOf(
    arena: Allocator,
    words: shell.Words,
    program: ?[]const u8,
    known: *KnownCommands,
    places: Places,
    named: []const []const u8,
    certain: bool,
) Allocator.Error!Views {
    const maker: Maker = .{ .arena = arena, .words = words, .program = program };
    const loose_words = try looseWords(arena, words, places);
    const first = try maker.view(loose_words);
    var loose: std.ArrayList(*const View) = .empty;
    try loose.append(arena, first);
    const cut = if (program) |name| try cutGlobals(arena, words, name, known, named) else null;
    const entry = if (program) |name| try known.programs.get(name) else null;
    var bare = first;
    if (cut) |options| {
        bare = try maker.view(try looseOf(arena, options, loose_words));
        try loose.append(arena, bare);
    }
    if (entry) |found| {
        for (try otherSpellings(arena, bare.words, found)) |spelled| try loose.append(arena, try maker.view(spelled));
    }
    if (try unexpandWords(arena, words)) |written| {
        try loose.append(arena, try maker.view(try looseWords(arena, written, places)));
    }
    var made: Views = .{ .loose = loose.items };
    if (words.len > 0 and words[0].literal() == null) return made;
    if (cut) |options| if (!options.exists) return made;
    // Where every word is known, the strict view differs from a loose one in the program word only.
    made.meant = if (allKnown(words)) bare else try maker.view(try strictWords(arena, words, cut));
    if (certain) made.strict = made.meant;
    return made;
}

fn allKnown(words: shell.Words) bool {
    for (words) |word| {
        if (word.literal() == null) return false;
    }
    return true;
}

fn looseWords(arena: Allocator, words: shell.Words, places: Places) Allocator.Error!ViewWords {
    const loose = try arena.alloc(*const ViewWord, words.len);
    for (words, loose) |word, *viewed| viewed.* = try view_words.looseWord(arena, word, places);
    return loose;
}

fn strictWords(arena: Allocator, words: shell.Words, cut: ?CutWords) Allocator.Error!ViewWords {
    const left = if (cut) |options| try pick(*const shell.Word, arena, words, options.tail) else words;
    const strict = try arena.alloc(*const ViewWord, left.len);
    for (left, strict) |word, *viewed| viewed.* = try view_words.strictWord(arena, word);
    return strict;
}

/// The words of a view that are left without global options.
fn looseOf(arena: Allocator, cut: CutWords, words: ViewWords) Allocator.Error!ViewWords {
    const picked = try pick(*const ViewWord, arena, words, cut.tail);
    if (!cut.open) return picked;
    return std.mem.concat(arena, *const ViewWord, &.{ picked, &.{view_words.unknown_words} });
}

fn pick(comptime Item: type, arena: Allocator, items: []const Item, indices: []const usize) Allocator.Error![]const Item {
    const picked = try arena.alloc(Item, indices.len);
    for (picked, indices) |*place, index| place.* = items[index];
    return picked;
}

/// Makes views of one command.
const Maker = struct {
    arena: Allocator,
    words: shell.Words,
    program: ?[]const u8,

    fn view(maker: *const Maker, viewed: ViewWords) Allocator.Error!*const View {
        const made = try maker.arena.create(View);
        made.* = .{ .words = viewed, .reduced = try reducedFirst(maker.arena, viewed, maker.words, maker.program) };
        return made;
    }
};

/// A view with its program word reduced: as known bytes, or unknown as a whole.
fn reducedFirst(arena: Allocator, viewed: ViewWords, words: shell.Words, program: ?[]const u8) Allocator.Error!ViewWords {
    if (viewed.len == 0 or words.len == 0) return viewed;
    const reduced = if (viewed[0].literal) |text| try reduceProgram(arena, text) else program;
    if (reduced != null and bytes.same(reduced, viewed[0].literal)) return viewed;
    const changed = try arena.dupe(*const ViewWord, viewed);
    changed[0] = try programWord(arena, viewed[0], words[0], reduced);
    return changed;
}

fn programWord(
    arena: Allocator,
    head: *const ViewWord,
    first: *const shell.Word,
    reduced: ?[]const u8,
) Allocator.Error!*const ViewWord {
    if (reduced) |text| return view_words.knownWord(arena, text, head.of);
    return view_words.unknownWord(arena, if (splits(first)) .names else .name, head.of);
}

/// The words of a command as they could be, and each of them as a reduced program word.
pub const SuffixViews = struct { loose: ViewWords, reduced: ViewWords };

/// programs are the reduced program words that each word would be.
pub fn suffixViews(
    arena: Allocator,
    words: shell.Words,
    programs: []const ?[]const u8,
    places: Places,
) Allocator.Error!SuffixViews {
    const loose = try looseWords(arena, words, places);
    const reduced = try arena.alloc(*const ViewWord, words.len);
    for (reduced, 0..) |*place, at| {
        place.* = (try reducedFirst(arena, loose[at .. at + 1], words[at .. at + 1], programs[at]))[0];
    }
    return .{ .loose = loose, .reduced = reduced };
}

/// The words without global options, as indices.
const CutWords = struct {
    tail: []const usize,
    /// What follows is unknown words, which stand for what could be options.
    open: bool = false,
    /// Whether the strict view exists.
    exists: bool,
};

/// The program of the registry that a command names, if it has global options: only programs with subcommands do.
fn programWithGlobals(program: []const u8, known: *KnownCommands) Allocator.Error!?*const KnownProgram {
    const found = try known.programs.get(program) orelse return null;
    return if (found.subcommands.isEmpty()) null else found;
}

/// Null where there is nothing to cut. A subcommand with an entry of its own has global options too (`docker compose -f x up`).
fn cutGlobals(
    arena: Allocator,
    words: shell.Words,
    program: []const u8,
    known: *KnownCommands,
    named: []const []const u8,
) Allocator.Error!?CutWords {
    var tail: std.ArrayList(usize) = .empty;
    try tail.append(arena, 0);
    var moved: std.ArrayList(usize) = .empty;
    var exists = true;
    var cut = false;
    var at: usize = 1;
    var name = program;
    while (try programWithGlobals(name, known)) |entry| {
        while (try readGlobal(arena, words, at, entry, named)) |option| {
            switch (option.kind) {
                // What is an option decides what the subcommand is.
                .unknown => return .{ .tail = tail.items, .open = true, .exists = false },
                .named => try addRange(arena, &moved, at, option.end),
                .other => exists = false,
                .inert, .directory => {},
            }
            at = option.end;
            cut = true;
        }
        const subcommand = if (at < words.len) words[at].literal() orelse break else break;
        name = try std.mem.concat(arena, u8, &.{ name, " ", subcommand });
        if (!known.programs.has(name)) break;
        try tail.append(arena, at);
        at += 1;
    }
    if (!cut) return null;
    var split = at;
    while (split < words.len and !words[split].is("--")) split += 1;
    try addRange(arena, &tail, at, split);
    try tail.appendSlice(arena, moved.items);
    try addRange(arena, &tail, split, words.len);
    return .{ .tail = tail.items, .exists = exists };
}

fn addRange(arena: Allocator, indices: *std.ArrayList(usize), from: usize, to: usize) Allocator.Error!void {
    for (from..to) |index| try indices.append(arena, index);
}

const GlobalOption = struct {
    kind: Kind,
    /// The value of a directory option where it is known.
    value: ?[]const u8 = null,
    /// The value of an option that makes a setting.
    setting: ?*const shell.Word = null,
    end: usize,

    const Kind = enum {
        /// May change what the program does.
        other,
        /// May be an option, its value or the subcommand.
        unknown,
        named,
        inert,
        directory,
    };
};

/// Reads the option that starts at a word; null where the word is none.
fn readGlobal(
    arena: Allocator,
    words: shell.Words,
    at: usize,
    program: *const KnownProgram,
    named: []const []const u8,
) Allocator.Error!?GlobalOption {
    if (at >= words.len) return null;
    const word = words[at];
    const head = headOf(word);
    const is_known = word.literal() != null;
    const may_be_option = std.mem.startsWith(u8, head, "-") or (!is_known and head.len == 0);
    if (!may_be_option or (is_known and (bytes.equal(head, "-") or bytes.equal(head, "--")))) return null;
    // `git --version` asks a question: it has no subcommand to look for.
    if (is_known and program.query.has(head)) return null;
    const unknown: GlobalOption = .{ .kind = .unknown, .end = at };
    if (!is_known and (splits(word) or !bytes.isOneOf('=', head))) return unknown;
    const option = splitOption(head, program);
    const takes_next = option.attached == null and
        (program.global_values.has(option.name) or program.global_directory.has(option.name));
    const value = if (takes_next and at + 1 < words.len) words[at + 1] else null;
    if (value) |next| if (splits(next)) return unknown;
    var read: GlobalOption = .{ .kind = .other, .end = if (takes_next) @min(words.len, at + 2) else at + 1 };
    const settings = if (program.settings) |*settings| settings else null;
    if (settings != null and settings.?.options.has(option.name)) {
        const attached = option.attached orelse "";
        read.setting = value orelse try cutWord(arena, word, head.len - attached.len);
    }
    if (is_known) read.value = option.attached orelse if (value) |next| next.literal() else null;
    read.kind = try kindOfOption(arena, option.name, read.setting, program, named);
    return read;
}

/// An option word's name, and the value that it holds.
const SplitOption = struct { name: []const u8, attached: ?[]const u8 = null };

/// Splits `--name=value`, or `-nvalue` of a listed short option.
fn splitOption(head: []const u8, program: *const KnownProgram) SplitOption {
    if (isListedOption(head, program)) return .{ .name = head };
    const equals = std.mem.findScalar(u8, head, '=') orelse 0;
    if (equals > 0) return .{ .name = head[0..equals], .attached = head[equals + 1 ..] };
    if (head.len > 2 and !std.mem.startsWith(u8, head, "--") and program.global_values.has(head[0..2])) {
        return .{ .name = head[0..2], .attached = head[2..] };
    }
    return .{ .name = head };
}

fn isListedOption(name: []const u8, program: *const KnownProgram) bool {
    return program.global_values.has(name) or program.global_inert.has(name) or program.global_directory.has(name);
}

fn kindOfOption(
    arena: Allocator,
    name: []const u8,
    setting: ?*const shell.Word,
    program: *const KnownProgram,
    named: []const []const u8,
) Allocator.Error!GlobalOption.Kind {
    if (bytes.contains(named, name) and isListedOption(name, program)) return .named;
    if (program.global_directory.has(name)) return .directory;
    if (setting) |word| {
        return if (try settingKindOf(arena, word, &program.settings.?) == .inert) .inert else .other;
    }
    return if (program.global_inert.has(name)) .inert else .other;
}

/// What the global options before a subcommand say, whatever rules name.
pub const GlobalOptions = struct {
    /// The values of options that move the directory, in order; nothing is known of it where one is unknown.
    directory: []const []const u8 = &.{},
    directory_known: bool = true,
    /// The index of the word after the global options.
    end: usize,
    /// A word there may or may not be an option: nothing is known of the words behind the program.
    unclear: bool = false,
    /// Every option there is known to be inert or to move the directory: the subcommand does what it always does.
    harmless: bool = true,
    /// The values of options that make settings.
    settings: shell.Words = &.{},
};

/// What the global options of a command say of its directory, and where its subcommand stands; from is the index of the program
/// word.
///
///     globalsOf(arena, words of `git -C sub push`, "git", known, 0) // directory "sub", end 3
pub fn globalsOf(
    arena: Allocator,
    words: shell.Words,
    program: ?[]const u8,
    known: *KnownCommands,
    from: usize,
) Allocator.Error!GlobalOptions {
    var read: GlobalOptions = .{ .end = from + 1 };
    const found = try programWithGlobals(program orelse return read, known) orelse return read;
    var directory: std.ArrayList([]const u8) = .empty;
    var settings: std.ArrayList(*const shell.Word) = .empty;
    while (try readGlobal(arena, words, read.end, found, &.{})) |option| {
        if (option.kind == .unknown) {
            return .{ .end = read.end, .directory_known = false, .unclear = true, .harmless = false, .settings = settings.items };
        }
        if (option.kind == .directory and option.value != null) {
            try directory.append(arena, option.value.?);
        } else if (option.kind != .inert) {
            read.directory_known = false;
        }
        if (option.kind == .other) read.harmless = false;
        if (option.setting) |setting| try settings.append(arena, setting);
        read.end = option.end;
    }
    read.directory = directory.items;
    read.settings = settings.items;
    return read;
}
