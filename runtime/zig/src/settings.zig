//! Settings of a command (`git -c`), on its command line and in its environment, and what they define.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const globalsOf = @import("views.zig").globalsOf;
const headOf = @import("word_parts.zig").headOf;
const kinds = @import("setting_kind.zig");
const registry = @import("registry.zig");
const shell = @import("shell_types.zig");
const splitText = @import("split_text.zig").splitText;
const types = @import("types.zig");

const KnownCommands = registry.KnownCommands;
const KnownSettings = registry.KnownSettings;
const Word = shell.Word;

/// What the settings of a command hide: those on its command line, and those that it writes down.
pub fn settingFloors(
    arena: Allocator,
    words: shell.Words,
    program: ?[]const u8,
    known: *KnownCommands,
) Allocator.Error![]const types.OpaquePart {
    const settings = try settingsOf(program, known) orelse return &.{};
    const globals = try globalsOf(arena, words, program, known, 0);
    var parts: std.ArrayList(types.OpaquePart) = .empty;
    for (globals.settings) |word| {
        if (try kinds.settingKindOf(arena, word, settings) == .other) {
            try parts.append(arena, .{ .code = .configuration, .span = word.span });
        }
    }
    if (globals.unclear or globals.end >= words.len or !words[globals.end].is(settings.command)) return parts.items;
    if (try writtenSetting(arena, words[globals.end + 1 ..], settings)) |written| {
        try parts.append(arena, .{ .code = .configuration, .span = written.span });
    }
    return parts.items;
}

fn settingsOf(program: ?[]const u8, known: *KnownCommands) Allocator.Error!?*const KnownSettings {
    const entry = try known.programs.get(program orelse return null) orelse return null;
    return if (entry.settings) |*settings| settings else null;
}

const setting_reads = [_][]const u8{
    "--get",
    "--get-all",
    "--get-color",
    "--get-colorbool",
    "--get-regexp",
    "--get-urlmatch",
    "--list",
    "-l",
};
const setting_verbs = [_][]const u8{ "edit", "get", "list", "remove-section", "rename-section", "set", "unset" };
const setting_values = [_][]const u8{ "--blob", "--comment", "--default", "--file", "--type", "--value", "-f" };
const setting_writes = [_][]const u8{ "--add", "--replace-all", "--unset", "--unset-all" };

/// The word of `git config` that names a setting which is not inert; null where it only reads.
fn writtenSetting(arena: Allocator, words: shell.Words, settings: *const KnownSettings) Allocator.Error!?*const Word {
    var named: std.ArrayList(*const Word) = .empty;
    var is_write = false;
    var at: usize = 0;
    while (at < words.len) : (at += 1) {
        const word = words[at];
        const text = word.text();
        if (bytes.contains(&setting_reads, text)) return null;
        if (!std.mem.startsWith(u8, headOf(word), "-")) {
            try named.append(arena, word);
        } else if (bytes.contains(&setting_values, text)) {
            at += 1;
        } else if (bytes.contains(&setting_writes, text)) {
            is_write = true;
        } else if (bytes.equal(text, "-e") or std.mem.startsWith(u8, text, "--e")) {
            return word;
        }
    }
    if (named.items.len == 0) return null;
    const first = named.items[0];
    if (first.is("get") or first.is("list")) return null;
    const is_verb = bytes.contains(&setting_verbs, first.text());
    const operands = if (is_verb) named.items[1..] else named.items;
    if (operands.len == 0) return first;
    const name = operands[0].literal() orelse return operands[0];
    if (!is_verb and !is_write and operands.len == 1) return null;
    const is_inert = name.len > 0 and try kinds.nameKindOf(arena, name, settings) == .inert;
    return if (is_inert) null else operands[0];
}

/// What a subcommand stands for that a setting of the same command defines.
pub const Expansion = union(enum) {
    /// A command, as words.
    words: shell.Words,
    /// Shell text, and the span of the subcommand.
    text: struct { bytes: []const u8, span: types.Span },
};

/// What the subcommand of a command stands for, if a setting on its command line or in its environment (`GIT_CONFIG_COUNT`)
/// defines it.
///
///     expandAlias(arena, words of `git -c alias.tidy='clean -f' tidy x`, …) // words: git clean -f x
pub fn expandAlias(
    arena: Allocator,
    words: shell.Words,
    program: ?[]const u8,
    assignments: []const shell.Assignment,
    known: *KnownCommands,
) Allocator.Error!?Expansion {
    const settings = try settingsOf(program, known) orelse return null;
    if (words.len == 0) return null;
    const globals = try globalsOf(arena, words, program, known, 0);
    if (globals.unclear or globals.end >= words.len) return null;
    const subcommand = words[globals.end];
    if (subcommand.text().len == 0) return null;
    const entry = try known.programs.get(program.?) orelse return null;
    if (entry.subcommands.has(subcommand.text())) return null;
    const value = try aliasValue(arena, subcommand.text(), globals.settings, assignments, settings) orelse return null;
    const rest = words[globals.end + 1 ..];
    if (std.mem.cutPrefix(u8, value, "!")) |command| {
        var text: std.ArrayList(u8) = .empty;
        try text.appendSlice(arena, command);
        for (rest) |word| {
            try text.append(arena, ' ');
            try addQuoted(arena, &text, word);
        }
        return .{ .text = .{ .bytes = text.items, .span = subcommand.span } };
    }
    const texts = try splitText(arena, value) orelse return null;
    var meant: std.ArrayList(*const Word) = .empty;
    try meant.append(arena, words[0]);
    for (texts) |text| try meant.append(arena, try shell.literalWord(arena, text, subcommand.span));
    try meant.appendSlice(arena, rest);
    return .{ .words = meant.items };
}

/// The value that the settings give to the alias of a subcommand: the last one counts.
fn aliasValue(
    arena: Allocator,
    subcommand: []const u8,
    written: shell.Words,
    assignments: []const shell.Assignment,
    settings: *const KnownSettings,
) Allocator.Error!?[]const u8 {
    const name = try std.mem.concat(arena, u8, &.{ settings.alias, try bytes.smallLetters(arena, subcommand) });
    var value: ?[]const u8 = null;
    for (written) |word| {
        const text = word.literal() orelse continue;
        const setting = std.mem.cutScalar(u8, text, '=') orelse continue;
        if (std.ascii.eqlIgnoreCase(setting[0], name)) value = setting[1];
    }
    const pairs: EnvironmentPairs = .read(assignments, settings.environment);
    for (0..pairs.count) |at| {
        const held = pairs.values[at] orelse continue;
        const key = pairs.names[at] orelse continue;
        // A name with an `=` in it is cut there, as on the command line.
        const equals = std.mem.findScalar(u8, key, '=') orelse key.len;
        if (key.len == 0 or !std.ascii.eqlIgnoreCase(key[0..equals], name)) continue;
        value = if (equals == key.len) held else try std.mem.concat(arena, u8, &.{ key[equals + 1 ..], "=", held });
    }
    return value;
}

/// Adds a word as shell text; what is not known stays so.
fn addQuoted(arena: Allocator, text: *std.ArrayList(u8), word: *const Word) Allocator.Error!void {
    const literal = word.literal() orelse return text.appendSlice(arena, "$@");
    try text.append(arena, '\'');
    for (literal) |character| {
        if (character == '\'') try text.appendSlice(arena, "'\\''") else try text.append(arena, character);
    }
    try text.append(arena, '\'');
}

/// More than a line could write are not looked for.
const most_settings = 1_000;

/// Settings that numbered environment names hold (`GIT_CONFIG_KEY_0`); a name or a value that is not known, or not there, is null.
const EnvironmentPairs = struct {
    count: usize = 0,
    names: [most_settings]?[]const u8 = undefined,
    values: [most_settings]?[]const u8 = undefined,

    /// Of several assignments of one name the last counts.
    fn read(assignments: []const shell.Assignment, start: []const u8) EnvironmentPairs {
        var pairs: EnvironmentPairs = .{};
        for (assignments) |assignment| {
            const name = std.mem.cutPrefix(u8, assignment.name, start) orelse continue;
            if (bytes.equal(name, "COUNT")) pairs.count = @min(readCount(assignment.value.text()), most_settings);
        }
        @memset(pairs.names[0..pairs.count], null);
        @memset(pairs.values[0..pairs.count], null);
        for (assignments) |assignment| {
            const name = std.mem.cutPrefix(u8, assignment.name, start) orelse continue;
            const literal = assignment.value.literal();
            if (pairs.place(name, "KEY_")) |at| pairs.names[at] = literal;
            if (pairs.place(name, "VALUE_")) |at| pairs.values[at] = literal;
        }
        return pairs;
    }

    /// The number behind a start of a name, written as git writes it; null where it is not one of the pairs.
    fn place(pairs: *const EnvironmentPairs, name: []const u8, start: []const u8) ?usize {
        const digits = std.mem.cutPrefix(u8, name, start) orelse return null;
        if (digits.len == 0 or bytes.endOfRun(digits, 0, bytes.isDigit) < digits.len) return null;
        if (digits.len > 1 and digits[0] == '0') return null;
        const number = std.fmt.parseInt(usize, digits, 10) catch return null;
        return if (number < pairs.count) number else null;
    }
};

/// How many pairs are there, as strtoul(3) reads it, by which git does; what it does not take whole is an error of git.
fn readCount(text: []const u8) usize {
    const trimmed = std.mem.trimStart(u8, text, " \t\n\x0b\x0c\r");
    const digits = std.mem.cutPrefix(u8, trimmed, "+") orelse trimmed;
    if (digits.len == 0 or bytes.endOfRun(digits, 0, bytes.isDigit) < digits.len) return 0;
    return std.fmt.parseInt(usize, digits, 10) catch most_settings;
}
