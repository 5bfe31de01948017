//! Here-documents (POSIX.1-2017, Shell Command Language, 2.7.4).

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const shell = @import("shell_types.zig");
const cursors = @import("shell_cursor.zig");
const scopes = @import("shell_scopes.zig");
const PieceList = @import("shell_pieces.zig").PieceList;
const mergeLiterals = @import("shell_folds.zig").mergeLiterals;
const readQuotedText = @import("shell_quotes.zig").readQuotedText;

const Cursor = cursors.Cursor;

/// Reads the delimiter of `<<X` or `<<-X` at the cursor, and the body once the line ends. The rest of the line is code; the body
/// starts on the next line and ends at a line that is the delimiter.
///
/// operator is where the operator stands, tabs says whether leading tabs of each line are removed; input, unless it is null, gets
/// the body as its word, and stays without one where the body is not found.
pub fn readHereDocument(c: *Cursor, operator: usize, tabs: bool, input: ?*scopes.InputSource) Allocator.Error!void {
    const found = c.reading;
    const delimiter = try readDelimiter(c) orelse return c.stop(.here_document, operator);
    const document = try found.arena.create(HereDocument);
    document.* = .{
        .scope = found.scope,
        .owner = found.owner,
        .operator = operator,
        .delimiter = delimiter.text,
        .quoted = delimiter.quoted,
        .tabs = tabs,
        .input = input,
        .anchor = found.places.last(),
    };
    try c.pending.append(found.arena, document);
}

/// A delimiter without its quotes.
const Delimiter = struct {
    text: []const u8,
    /// Some of it is quoted, and nothing in the body is expanded.
    quoted: bool,
};

/// Reads the delimiter; null for one with an expansion or a quote without its end, or for none.
fn readDelimiter(c: *Cursor) Allocator.Error!?Delimiter {
    const arena = c.reading.arena;
    var text: std.ArrayList(u8) = .empty;
    var quoted = false;
    while (c.here()) |character| switch (character) {
        ' ', '\t', '\n', ';', '&', '|', '<', '>', '(', ')' => break,
        '$', '`' => return null,
        '\\' => {
            const escaped = bytes.byteAt(c.text, c.at + 1) orelse return null;
            if (escaped != '\n') {
                try text.append(arena, escaped);
                quoted = true;
            }
            c.at += 2;
        },
        '\'', '"' => {
            const end = std.mem.findScalarPos(u8, c.text, c.at + 1, character) orelse return null;
            const inside = c.text[c.at + 1 .. end];
            // In double quotes, backslashes and expansions mean something to some shells.
            if (std.mem.findAny(u8, inside, if (character == '"') "\n\\$`" else "\n") != null) return null;
            try text.appendSlice(arena, inside);
            quoted = true;
            c.at = end + 1;
        },
        else => {
            try text.append(arena, character);
            c.at += 1;
        },
    };
    return if (text.items.len > 0 or quoted) .{ .text = text.items, .quoted = quoted } else null;
}

/// A here-document whose body starts on the next line.
pub const HereDocument = struct {
    scope: *scopes.Scope,
    owner: ?*scopes.Scope,
    operator: usize,
    delimiter: []const u8,
    quoted: bool,
    tabs: bool,
    input: ?*scopes.InputSource,
    /// The last command before the body, if any: those in the body come after it.
    anchor: ?*cursors.Place,

    /// Reads the body from the cursor, which is then behind the delimiter.
    pub fn readBody(document: *const HereDocument, c: *Cursor) Allocator.Error!void {
        const arena = c.reading.arena;
        const from = c.at;
        const end = try document.findEnd(c) orelse return c.stop(.here_document, document.operator);
        const raw = c.text[from..end];
        const text = if (document.tabs) try removeTabs(arena, raw) else raw;
        const place = c.span(from, end);
        var pieces: PieceList = .init(arena);
        try pieces.addQuoted("");
        if (document.quoted) {
            try pieces.addQuoted(text);
        } else {
            var body = if (bytes.equal(text, raw)) c.part(from, end) else c.inner(text, place);
            try document.readExpansions(&body, &pieces);
        }
        if (pieces.odd) |code| try c.note(code, place);
        if (document.input) |input| {
            input.word = try shell.wordOf(arena, try mergeLiterals(arena, try pieces.finish()), raw, place);
        }
    }

    /// Reads the body as it stands in double quotes. Its programs belong to the command, before what follows that.
    fn readExpansions(document: *const HereDocument, body: *Cursor, pieces: *PieceList) Allocator.Error!void {
        const found = body.reading;
        const outer = found.scope;
        const owner = found.owner;
        const before = found.places.items.len;
        const last = found.places.last();
        found.scope = document.scope;
        found.owner = document.owner;
        try readQuotedText(body, pieces, null);
        found.scope = outer;
        found.owner = owner;
        if (found.places.items.len == before or last == document.anchor) return;
        const at = if (document.anchor) |anchor| std.mem.findScalar(*cursors.Place, found.places.items[0..before], anchor).? + 1 else 0;
        std.mem.rotate(*cursors.Place, found.places.items[at..], before - at);
    }

    /// Moves past the delimiter. Gives the offset where the body ends, null without a delimiter that all shells see.
    fn findEnd(document: *const HereDocument, c: *Cursor) Allocator.Error!?usize {
        const text = c.text;
        var at = c.at;
        while (at < text.len) {
            var end = endOfLine(text, at);
            var joined = false;
            // Where expansions are read, a backslash joins lines.
            while (!document.quoted and end < text.len and isContinued(text, at, end)) {
                joined = true;
                end = endOfLine(text, end + 1);
            }
            const line = if (document.tabs) std.mem.trimStart(u8, text[at..end], "\t") else text[at..end];
            if (bytes.equal(line, document.delimiter)) {
                c.at = @min(text.len, end + 1);
                return at;
            }
            // Some shells look for the delimiter before they join lines, some after.
            if (joined) {
                const whole = try std.mem.replaceOwned(u8, c.reading.arena, line, "\\\n", "");
                if (bytes.equal(whole, document.delimiter)) return null;
            }
            at = end + 1;
        }
        return null;
    }
};

/// Removes the leading tabs of each line.
fn removeTabs(arena: Allocator, text: []const u8) Allocator.Error![]const u8 {
    var plain: std.ArrayList(u8) = try .initCapacity(arena, text.len);
    var lines = std.mem.splitScalar(u8, text, '\n');
    while (lines.next()) |line| {
        plain.appendSliceAssumeCapacity(std.mem.trimStart(u8, line, "\t"));
        if (lines.peek() != null) plain.appendAssumeCapacity('\n');
    }
    return plain.items;
}

fn endOfLine(text: []const u8, from: usize) usize {
    return bytes.indexFrom(text, "\n", from) orelse text.len;
}

/// Whether an odd number of backslashes stands before an offset.
fn isContinued(text: []const u8, from: usize, end: usize) bool {
    const without = std.mem.trimEnd(u8, text[from..end], "\\");
    return (end - from - without.len) % 2 == 1;
}
