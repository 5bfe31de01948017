//! JSON in the strict profile (RFC 8259, narrowed): what policies, requests, events and facts are read from.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");

/// A JSON value. Texts are slices of what was read where they hold no escapes: that has to live as long.
pub const Value = union(enum) {
    null,
    bool: bool,
    number: f64,
    text: []const u8,
    list: []const Value,
    object: *const Object,

    // What follows reads values whose shape was checked; of another kind they count as empty.

    /// The object; one without members for any other value.
    pub fn asObject(value: Value) *const Object {
        return if (value == .object) value.object else &Object.empty;
    }

    /// The items of a list; none for any other value.
    pub fn asList(value: Value) []const Value {
        return if (value == .list) value.list else &.{};
    }

    /// The text; not known for any other value.
    pub fn asText(value: Value) ?[]const u8 {
        return if (value == .text) value.text else null;
    }

    /// Whether the value is true.
    pub fn isTrue(value: Value) bool {
        return value == .bool and value.bool;
    }

    /// Whether the value is this text.
    pub fn isText(value: Value, wanted: []const u8) bool {
        return bytes.is(value.asText(), wanted);
    }

    /// The whole number; 0 for any other value, and for a number that no offset can be.
    pub fn asIndex(value: Value) usize {
        const most = std.math.maxInt(u32);
        return if (value == .number and value.number >= 0 and value.number <= most) @intFromFloat(value.number) else 0;
    }

    /// The texts of a list; null for any other value.
    pub fn asTexts(value: Value, arena: Allocator) Allocator.Error!?[]const []const u8 {
        if (value != .list) return null;
        const texts = try arena.alloc([]const u8, value.list.len);
        for (value.list, texts) |one, *text| text.* = one.asText() orelse "";
        return texts;
    }
};

/// An object; its members stand in the order in which they were read.
pub const Object = struct {
    keys: []const []const u8 = &.{},
    values: []const Value = &.{},
    /// Where a key stands; made for objects of many keys only.
    places: std.StringHashMapUnmanaged(usize) = .empty,

    const few_keys = 8;

    pub const empty: Object = .{};

    /// An object of these members; null where two have the same key.
    pub fn init(arena: Allocator, keys: []const []const u8, values: []const Value) Allocator.Error!?Object {
        var object: Object = .{ .keys = keys, .values = values };
        if (keys.len <= few_keys) {
            for (keys, 0..) |key, at| {
                if (bytes.contains(keys[0..at], key)) return null;
            }
            return object;
        }
        try object.places.ensureTotalCapacity(arena, @intCast(keys.len));
        for (keys, 0..) |key, at| {
            const entry = object.places.getOrPutAssumeCapacity(key);
            if (entry.found_existing) return null;
            entry.value_ptr.* = at;
        }
        return object;
    }

    fn place(object: *const Object, key: []const u8) ?usize {
        if (object.keys.len > few_keys) return object.places.get(key);
        for (object.keys, 0..) |known, at| {
            if (bytes.equal(known, key)) return at;
        }
        return null;
    }

    /// The value of a key; null where the object does not have it, as for JSON's null.
    pub fn get(object: *const Object, key: []const u8) Value {
        return object.find(key) orelse .null;
    }

    /// The value of a key, if the object has it.
    pub fn find(object: *const Object, key: []const u8) ?Value {
        return object.values[object.place(key) orelse return null];
    }

    pub fn has(object: *const Object, key: []const u8) bool {
        return object.place(key) != null;
    }

    /// The texts that a key lists; null where it lists none.
    pub fn texts(object: *const Object, arena: Allocator, key: []const u8) Allocator.Error!?[]const []const u8 {
        return object.get(key).asTexts(arena);
    }
};

const most_levels = 64;

/// Reads bytes as one JSON value: UTF-8 without byte order mark, no duplicate keys, no lone surrogates, at most 64 levels, and at
/// most so many bytes. Null where the bytes breach it. The value lives in the arena and in the bytes.
///
///     try read(arena, "{\"a\":1,\"a\":2}", 1024) // null
pub fn read(arena: Allocator, text: []const u8, most_bytes: usize) Allocator.Error!?Value {
    if (text.len > most_bytes or !std.unicode.utf8ValidateSlice(text)) return null;
    var reader: Reader = .{ .arena = arena, .text = text };
    const value = reader.value(0) catch |problem| return switch (problem) {
        error.Malformed => null,
        error.OutOfMemory => error.OutOfMemory,
    };
    reader.skip();
    return if (reader.at == text.len) value else null;
}

/// What of a text is not read.
pub const LeftOut = struct {
    /// The value between these offsets: it counts as null.
    hole: ?struct { start: usize, end: usize } = null,
    /// Members of the outermost object.
    keys: []const []const u8 = &.{},
};

/// Reads the value that starts at an offset and ends with the text, which was read strictly before. Null where none does.
pub fn readPart(arena: Allocator, text: []const u8, start: usize, left_out: LeftOut) Allocator.Error!?Value {
    var reader: Reader = .{ .arena = arena, .text = text, .at = start, .left_out = left_out };
    const value = reader.value(0) catch |problem| return switch (problem) {
        error.Malformed => null,
        error.OutOfMemory => error.OutOfMemory,
    };
    return if (reader.at == text.len) value else null;
}

const Error = Allocator.Error || error{Malformed};

/// Reads one value after the other. Members of what is not closed yet wait on one stack each for keys and values.
const Reader = struct {
    arena: Allocator,
    text: []const u8,
    at: usize = 0,
    keys: std.ArrayList([]const u8) = .empty,
    values: std.ArrayList(Value) = .empty,
    left_out: LeftOut = .{},

    fn value(reader: *Reader, depth: usize) Error!Value {
        reader.skip();
        if (reader.left_out.hole) |hole| {
            if (reader.at == hole.start and hole.end > hole.start) {
                reader.at = hole.end;
                return .null;
            }
        }
        return switch (reader.peek() orelse return error.Malformed) {
            '{' => reader.object(depth),
            '[' => reader.array(depth),
            '"' => .{ .text = try reader.string() },
            't' => reader.word("true", .{ .bool = true }),
            'f' => reader.word("false", .{ .bool = false }),
            'n' => reader.word("null", .null),
            else => reader.number(),
        };
    }

    fn object(reader: *Reader, depth: usize) Error!Value {
        if (depth >= most_levels) return error.Malformed;
        const first_key = reader.keys.items.len;
        const first_value = reader.values.items.len;
        reader.at += 1;
        if (!reader.takes('}')) {
            while (true) {
                reader.skip();
                if (reader.peek() != '"') return error.Malformed;
                const key = try reader.string();
                if (!reader.takes(':')) return error.Malformed;
                if (depth == 0 and bytes.contains(reader.left_out.keys, key)) {
                    reader.pass();
                } else {
                    try reader.keys.append(reader.arena, key);
                    try reader.values.append(reader.arena, try reader.value(depth + 1));
                }
                if (reader.takes('}')) break;
                if (!reader.takes(',')) return error.Malformed;
            }
        }
        const made = try reader.arena.create(Object);
        const keys = try reader.arena.dupe([]const u8, reader.keys.items[first_key..]);
        const values = try reader.arena.dupe(Value, reader.values.items[first_value..]);
        made.* = try Object.init(reader.arena, keys, values) orelse return error.Malformed;
        reader.keys.shrinkRetainingCapacity(first_key);
        reader.values.shrinkRetainingCapacity(first_value);
        return .{ .object = made };
    }

    fn array(reader: *Reader, depth: usize) Error!Value {
        if (depth >= most_levels) return error.Malformed;
        const first = reader.values.items.len;
        reader.at += 1;
        if (!reader.takes(']')) {
            while (true) {
                try reader.values.append(reader.arena, try reader.value(depth + 1));
                if (reader.takes(']')) break;
                if (!reader.takes(',')) return error.Malformed;
            }
        }
        const items = try reader.arena.dupe(Value, reader.values.items[first..]);
        reader.values.shrinkRetainingCapacity(first);
        return .{ .list = items };
    }

    fn string(reader: *Reader) Error![]const u8 {
        reader.at += 1;
        var start = reader.at;
        var decoded: std.ArrayList(u8) = .empty;
        while (reader.peek()) |character| {
            switch (character) {
                '"' => {
                    const part = reader.text[start..reader.at];
                    reader.at += 1;
                    if (decoded.items.len == 0) return part;
                    try decoded.appendSlice(reader.arena, part);
                    return decoded.items;
                },
                0...0x1f => return error.Malformed,
                '\\' => {
                    try decoded.appendSlice(reader.arena, reader.text[start..reader.at]);
                    try reader.escape(&decoded);
                    start = reader.at;
                },
                else => reader.at += 1,
            }
        }
        return error.Malformed;
    }

    /// Reads an escape from its backslash.
    fn escape(reader: *Reader, decoded: *std.ArrayList(u8)) Error!void {
        const letter = bytes.byteAt(reader.text, reader.at + 1) orelse return error.Malformed;
        if (letter != 'u') {
            const short = std.mem.findScalar(u8, "\"\\/bfnrt", letter) orelse return error.Malformed;
            reader.at += 2;
            return decoded.append(reader.arena, "\"\\/\x08\x0c\n\r\t"[short]);
        }
        var encoded: [4]u8 = undefined;
        const length = std.unicode.utf8Encode(try reader.scalar(), &encoded) catch return error.Malformed;
        try decoded.appendSlice(reader.arena, encoded[0..length]);
    }

    /// Reads \uHHHH; two that are a pair of surrogates are one character.
    fn scalar(reader: *Reader) Error!u21 {
        const high = try reader.codeUnit();
        if (!std.unicode.utf16IsHighSurrogate(high)) return high;
        const low = try reader.codeUnit();
        return std.unicode.utf16DecodeSurrogatePair(&.{ high, low }) catch error.Malformed;
    }

    fn codeUnit(reader: *Reader) Error!u16 {
        const written = bytes.between(reader.text, reader.at, reader.at + 6);
        if (written.len < 6 or !std.mem.startsWith(u8, written, "\\u")) return error.Malformed;
        var unit: u16 = 0;
        for (written[2..]) |character| {
            unit = unit << 4 | (hexDigit(character) orelse return error.Malformed);
        }
        reader.at += 6;
        return unit;
    }

    /// Reads `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`.
    fn number(reader: *Reader) Error!Value {
        const text = reader.text;
        const start = reader.at;
        var at = start;
        if (bytes.byteAt(text, at) == '-') at += 1;
        const whole = bytes.endOfRun(text, at, bytes.isDigit);
        if (whole == at) return error.Malformed;
        at = if (text[at] == '0') at + 1 else whole;
        if (bytes.byteAt(text, at) == '.') {
            const end = bytes.endOfRun(text, at + 1, bytes.isDigit);
            if (end > at + 1) at = end;
        }
        if (bytes.isOneOf(bytes.byteAt(text, at), "eE")) {
            const digits = if (bytes.isOneOf(bytes.byteAt(text, at + 1), "+-")) at + 2 else at + 1;
            const end = bytes.endOfRun(text, digits, bytes.isDigit);
            if (end > digits) at = end;
        }
        reader.at = at;
        if (shortWhole(text[start..at])) |found| return .{ .number = found };
        const found = std.fmt.parseFloat(f64, text[start..at]) catch return error.Malformed;
        return if (std.math.isFinite(found)) .{ .number = found } else error.Malformed;
    }

    /// Goes behind a value, or to the end of what it stands in, without reading it.
    fn pass(reader: *Reader) void {
        var depth: usize = 0;
        while (reader.peek()) |character| {
            switch (character) {
                '"' => reader.passText(),
                '{', '[' => depth += 1,
                '}', ']' => {
                    if (depth == 0) return;
                    depth -= 1;
                },
                ',' => if (depth == 0) return,
                else => {},
            }
            reader.at += 1;
        }
    }

    /// Goes to the quote at the end of a text.
    fn passText(reader: *Reader) void {
        reader.at += 1;
        while (reader.peek()) |character| : (reader.at += 1) switch (character) {
            '"' => return,
            '\\' => reader.at += 1,
            else => {},
        };
    }

    fn word(reader: *Reader, comptime written: []const u8, meant: Value) Error!Value {
        if (!std.mem.startsWith(u8, reader.text[reader.at..], written)) return error.Malformed;
        reader.at += written.len;
        return meant;
    }

    fn peek(reader: *const Reader) ?u8 {
        return bytes.byteAt(reader.text, reader.at);
    }

    fn takes(reader: *Reader, character: u8) bool {
        reader.skip();
        if (reader.peek() != character) return false;
        reader.at += 1;
        return true;
    }

    fn skip(reader: *Reader) void {
        while (reader.peek()) |character| switch (character) {
            ' ', '\t', '\n', '\r' => reader.at += 1,
            else => return,
        };
    }
};

/// A whole number that needs no rounding; null for all other numbers.
fn shortWhole(digits: []const u8) ?f64 {
    const most_digits = 15;
    if (digits.len > most_digits or bytes.endOfRun(digits, 0, bytes.isDigit) != digits.len) return null;
    var whole: u64 = 0;
    for (digits) |digit| whole = whole * 10 + (digit - '0');
    return @floatFromInt(whole);
}

/// The value of a hexadecimal digit.
pub fn hexDigit(character: u8) ?u4 {
    return switch (character) {
        '0'...'9' => @intCast(character - '0'),
        'a'...'f' => @intCast(character - 'a' + 10),
        'A'...'F' => @intCast(character - 'A' + 10),
        else => null,
    };
}
