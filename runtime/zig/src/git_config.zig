//! Configuration files of git (git-config(1), "Syntax").

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");

/// One assignment: section and name in small letters, the subsection as it is.
pub const Entry = struct {
    section: []const u8,
    subsection: ?[]const u8,
    name: []const u8,
    /// Null where the name stands alone, which git takes as true.
    value: ?[]const u8,
};

/// The entries of a configuration file in order, or null where git would refuse it. Includes are not followed: an `include.path` is
/// an entry like any other.
///
///     try parseConfig(arena, "[branch \"x\"]\n\tremote = origin\n") // branch, x, remote, origin
pub fn parseConfig(arena: Allocator, text: []const u8) Allocator.Error!?[]const Entry {
    const mark = "\xef\xbb\xbf";
    var reader: Reader = .{ .arena = arena, .text = text, .at = if (std.mem.startsWith(u8, text, mark)) mark.len else 0 };
    reader.readFile() catch |problem| return switch (problem) {
        error.Malformed => null,
        error.OutOfMemory => error.OutOfMemory,
    };
    return reader.entries.items;
}

/// The values of a name, in order; a null stands for a name without `=`.
pub fn valuesOf(
    arena: Allocator,
    config: []const Entry,
    section: []const u8,
    subsection: ?[]const u8,
    name: []const u8,
) Allocator.Error![]const ?[]const u8 {
    var values: std.ArrayList(?[]const u8) = .empty;
    for (config) |entry| {
        if (!bytes.equal(entry.section, section) or !bytes.same(entry.subsection, subsection)) continue;
        if (bytes.equal(entry.name, name)) try values.append(arena, entry.value);
    }
    return values.items;
}

/// The last value of a name outside of subsections: null where it is not set, a null inside where the name stands alone.
pub fn lastValue(config: []const Entry, section: []const u8, name: []const u8) ??[]const u8 {
    var last: ??[]const u8 = null;
    for (config) |entry| {
        const isMeant = entry.subsection == null and bytes.equal(entry.section, section) and bytes.equal(entry.name, name);
        if (isMeant) last = @as(?[]const u8, entry.value);
    }
    return last;
}

/// Whether the configuration takes in other files, so that it is not all that git sees.
pub fn hasIncludes(config: []const Entry) bool {
    for (config) |entry| {
        const includes = bytes.equal(entry.section, "include") or bytes.equal(entry.section, "includeif");
        if (includes and bytes.equal(entry.name, "path")) return true;
    }
    return false;
}

/// The last value of a name as git reads a truth value, false where it is not set; null where it is none.
///
///     booleanOf(config, "core", "bare") // true for core.bare = yes
pub fn booleanOf(config: []const Entry, section: []const u8, name: []const u8) ?bool {
    return readBoolean(lastValue(config, section, name) orelse return false);
}

/// A text as git reads a truth value; null where it is none. A name that stands alone is true.
pub fn readBoolean(value: ?[]const u8) ?bool {
    const text = value orelse return true;
    const truths = std.StaticStringMapWithEql(bool, std.static_string_map.eqlAsciiIgnoreCase).initComptime(.{
        .{ "true", true },
        .{ "yes", true },
        .{ "on", true },
        .{ "1", true },
        .{ "false", false },
        .{ "no", false },
        .{ "off", false },
        .{ "0", false },
        .{ "", false },
    });
    return truths.get(text);
}

const Error = Allocator.Error || error{Malformed};

/// Reads byte by byte.
const Reader = struct {
    arena: Allocator,
    text: []const u8,
    at: usize,
    entries: std.ArrayList(Entry) = .empty,
    section: ?[]const u8 = null,
    subsection: ?[]const u8 = null,

    fn readFile(reader: *Reader) Error!void {
        if (std.mem.findScalar(u8, reader.text, 0) != null) return error.Malformed;
        while (true) {
            reader.pass(isBlankOrNewline);
            switch (reader.peek() orelse return) {
                '#', ';' => reader.pass(isNoNewline),
                '[' => try reader.readSection(),
                else => try reader.readEntry(),
            }
        }
    }

    /// Reads `[name]`, `[name "sub"]`, or the old `[name.sub]`, whose parts all count in small letters.
    fn readSection(reader: *Reader) Error!void {
        reader.at += 1;
        const name = try reader.take(isSectionByte);
        if (name.len == 0) return error.Malformed;
        const dot = std.mem.findScalar(u8, name, '.');
        reader.section = name[0 .. dot orelse name.len];
        reader.subsection = if (dot) |at| name[at + 1 ..] else null;
        if (isBlank(reader.peek())) {
            reader.pass(isBlankByte);
            const quoted = try reader.readSubsection();
            reader.subsection = if (reader.subsection) |old| try std.mem.join(reader.arena, ".", &.{ old, quoted }) else quoted;
        }
        if (reader.next() != ']') return error.Malformed;
    }

    /// A backslash takes any byte but a newline as it is; there are no other escapes here.
    fn readSubsection(reader: *Reader) Error![]const u8 {
        if (reader.next() != '"') return error.Malformed;
        var name: std.ArrayList(u8) = .empty;
        while (true) {
            var character = reader.next() orelse return error.Malformed;
            if (character == '"') return name.items;
            if (character == '\\') character = reader.next() orelse return error.Malformed;
            if (character == '\n') return error.Malformed;
            try name.append(reader.arena, character);
        }
    }

    fn readEntry(reader: *Reader) Error!void {
        const section = reader.section orelse return error.Malformed;
        if (!bytes.isLetter(reader.peek() orelse return error.Malformed)) return error.Malformed;
        const name = try reader.take(isNameByte);
        reader.pass(isBlankByte);
        var value: ?[]const u8 = null;
        if (reader.next()) |character| switch (character) {
            '=' => value = try reader.readValue(),
            '\n' => {},
            else => return error.Malformed,
        };
        try reader.entries.append(reader.arena, .{
            .section = section,
            .subsection = reader.subsection,
            .name = name,
            .value = value,
        });
    }

    /// Reads up to the end of the line: blanks around it and comments go, unless they are quoted.
    fn readValue(reader: *Reader) Error![]const u8 {
        const arena = reader.arena;
        reader.pass(isBlankByte);
        var value: std.ArrayList(u8) = .empty;
        var blanks: std.ArrayList(u8) = .empty;
        var quoted = false;
        while (reader.next()) |character| {
            if (character == '\n') break;
            if (!quoted and (character == '#' or character == ';')) {
                reader.pass(isNoNewline);
                continue;
            }
            if (!quoted and isBlankByte(character)) {
                try blanks.append(arena, character);
                continue;
            }
            try value.appendSlice(arena, blanks.items);
            blanks.clearRetainingCapacity();
            switch (character) {
                '"' => quoted = !quoted,
                '\\' => {
                    const escaped = reader.next() orelse return error.Malformed;
                    // A newline continues the line.
                    if (escaped == '\n') continue;
                    const at = std.mem.findScalar(u8, "ntb\\\"", escaped) orelse return error.Malformed;
                    try value.append(arena, "\n\t\x08\\\""[at]);
                },
                else => try value.append(arena, character),
            }
        }
        return if (quoted) error.Malformed else value.items;
    }

    /// The byte here; a carriage return before a newline does not count.
    fn peek(reader: *Reader) ?u8 {
        if (std.mem.startsWith(u8, reader.text[reader.at..], "\r\n")) reader.at += 1;
        return bytes.byteAt(reader.text, reader.at);
    }

    fn next(reader: *Reader) ?u8 {
        const character = reader.peek() orelse return null;
        reader.at += 1;
        return character;
    }

    fn pass(reader: *Reader, comptime wanted: fn (character: u8) bool) void {
        while (reader.peek()) |character| {
            if (!wanted(character)) return;
            reader.at += 1;
        }
    }

    /// What is passed, in small letters: a name, which holds no carriage returns.
    fn take(reader: *Reader, comptime wanted: fn (character: u8) bool) Allocator.Error![]const u8 {
        _ = reader.peek();
        const start = reader.at;
        while (wanted(bytes.byteAt(reader.text, reader.at) orelse ' ')) reader.at += 1;
        return bytes.smallLetters(reader.arena, reader.text[start..reader.at]);
    }
};

fn isBlank(character: ?u8) bool {
    return bytes.isOneOf(character, " \t\r\x0b\x0c");
}

fn isBlankByte(character: u8) bool {
    return isBlank(character);
}

fn isBlankOrNewline(character: u8) bool {
    return isBlank(character) or character == '\n';
}

fn isNoNewline(character: u8) bool {
    return character != '\n';
}

fn isNameByte(character: u8) bool {
    return std.ascii.isAlphanumeric(character) or character == '-';
}

fn isSectionByte(character: u8) bool {
    return isNameByte(character) or character == '.';
}
