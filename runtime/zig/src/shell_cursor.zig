//! What is gathered while a text is read, and a place in a text.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const codes = @import("codes.zig");
const types = @import("types.zig");
const shell = @import("shell_types.zig");
const scopes = @import("shell_scopes.zig");
const HereDocument = @import("shell_here_documents.zig").HereDocument;

const OpaqueCode = codes.OpaqueCode;
const Scope = scopes.Scope;
const Span = types.Span;

/// The place of a command among the others; without a draft where none was found there.
pub const Place = struct {
    draft: ?*const scopes.Draft = null,
};

/// What is gathered while a text is read, whatever constructs its parts stand in.
pub const Reading = struct {
    arena: Allocator,
    budget: *shell.Budget,
    /// The span of everything in a text that is not the outer line itself, else null.
    fixed: ?Span,
    length: usize,
    opaque_parts: std.ArrayList(types.OpaquePart) = .empty,
    functions: std.ArrayList(shell.NamedPart) = .empty,
    variables: std.ArrayList(shell.NamedPart) = .empty,
    /// The commands in source order; a place is taken when a command starts and filled when it ends.
    places: std.ArrayList(*Place) = .empty,
    /// Nothing more is read: the rest is opaque.
    stopped: bool = false,
    /// What `exec`s without a command have redirected so far.
    executed: Executed = .{},
    /// The scope where whatever is read now stands.
    scope: *Scope,
    /// The scope that runs together with the substitutions in its words; null where these run before it anyway.
    owner: ?*Scope = null,
    depth: usize = 0,
    too_deep: bool = false,

    /// What `exec`s without a command have redirected.
    pub const Executed = struct {
        redirections: []const shell.Redirection = &.{},
        input: ?*scopes.InputSource = null,
    };

    /// The reading of a text of so many bytes, in a scope of its own.
    pub fn init(arena: Allocator, left: *shell.Budget, fixed: ?Span, length: usize) Allocator.Error!Reading {
        const outermost = try arena.create(Scope);
        outermost.* = .{ .id = left.nextScope() };
        return .{ .arena = arena, .budget = left, .fixed = fixed, .length = length, .scope = outermost };
    }

    /// Why the input is refused, if it is.
    pub fn refused(reading: *const Reading) ?codes.InputError {
        if (reading.too_deep) return .too_deep;
        if (reading.budget.commands < 0) return .too_many_commands;
        if (reading.budget.nodes < 0) return .too_many_nodes;
        return null;
    }

    /// Whether the reading is over: stopped, or out of budget.
    pub fn halted(reading: *const Reading) bool {
        return reading.stopped or reading.refused() != null;
    }

    /// Opens a scope inside the current one.
    pub fn enter(reading: *Reading) Allocator.Error!*Scope {
        const inner = try reading.arena.create(Scope);
        inner.* = .{ .parent = reading.scope, .id = reading.budget.nextScope() };
        reading.scope = inner;
        return inner;
    }

    /// Goes one level deeper, and says whether that may be read: the depth of all constructs in each other is bounded. Each call
    /// is paired with one of `ascend`.
    pub fn descend(reading: *Reading) bool {
        reading.depth += 1;
        if (reading.depth <= codes.most_nesting) return true;
        reading.too_deep = true;
        return false;
    }

    /// Leaves the level that `descend` entered.
    pub fn ascend(reading: *Reading) void {
        reading.depth -= 1;
    }
};

/// A reserved word, or what could be one; empty where none stands.
pub const PlainWord = struct {
    text: []const u8,
    end: usize,

    const none: PlainWord = .{ .text = "", .end = 0 };

    /// Whether this word stands here.
    pub fn is(word: PlainWord, wanted: []const u8) bool {
        return bytes.equal(word.text, wanted);
    }
};

const longest_reserved = 9;

/// A place in a shell text.
pub const Cursor = struct {
    text: []const u8,
    at: usize = 0,
    reading: *Reading,
    /// The offset of the text in the line; not asked for where the text has a place.
    offset: usize = 0,
    /// The span of everything in a text that does not stand in the line as it is, else null.
    place: ?Span = null,
    /// Here-documents of this level that wait for the end of the line.
    pending: std.ArrayList(*const HereDocument) = .empty,
    /// An outer level of the same text waits for the end of the line too.
    outer_pending: bool = false,

    /// A cursor at the start of a part of the text.
    pub fn part(c: *const Cursor, from: usize, to: usize) Cursor {
        var made = c.inner(bytes.between(c.text, from, to), c.place);
        made.offset = c.offset + from;
        return made;
    }

    /// A cursor at the start of another text that stands inside of this one.
    pub fn inner(c: *const Cursor, text: []const u8, place: ?Span) Cursor {
        return .{ .text = text, .reading = c.reading, .place = place, .outer_pending = c.waits() };
    }

    fn waits(c: *const Cursor) bool {
        return c.outer_pending or c.pending.items.len > 0;
    }

    /// The byte here; null at the end.
    pub fn here(c: *const Cursor) ?u8 {
        return bytes.byteAt(c.text, c.at);
    }

    /// Whether the reading is over.
    pub fn halted(c: *const Cursor) bool {
        return c.reading.halted();
    }

    /// Whether the text goes on with these bytes.
    pub fn startsWith(c: *const Cursor, wanted: []const u8) bool {
        return std.mem.startsWith(u8, bytes.after(c.text, c.at), wanted);
    }

    /// The byte so many bytes ahead, past line continuations.
    pub fn peek(c: *const Cursor, ahead: usize) ?u8 {
        return bytes.byteAt(c.text, c.continued(c.at + ahead));
    }

    /// Whether a process substitution, `<(…)` or `>(…)`, starts here.
    pub fn startsProcess(c: *const Cursor) bool {
        return bytes.isOneOf(c.here(), "<>") and c.peek(1) == '(';
    }

    /// The offset after the line continuations at an offset.
    pub fn continued(c: *const Cursor, from: usize) usize {
        var at = from;
        while (bytes.byteAt(c.text, at) == '\\' and bytes.byteAt(c.text, at + 1) == '\n') at += 2;
        return at;
    }

    /// Passes blanks and line continuations, and with newlines also these, with what they end, and comments.
    pub fn skipBlank(c: *Cursor, newlines: bool) Allocator.Error!void {
        while (c.here()) |character| switch (character) {
            ' ', '\t' => c.at += 1,
            '\\' => {
                if (bytes.byteAt(c.text, c.at + 1) != '\n') return;
                c.at += 2;
            },
            '\n' => {
                if (!newlines or c.halted()) return;
                try c.endLine();
            },
            '#' => {
                if (!newlines) return;
                try c.skipComment();
            },
            else => return,
        };
    }

    /// Passes a newline that ends a line of code, and the bodies of the here-documents that start after it.
    pub fn endLine(c: *Cursor) Allocator.Error!void {
        c.at += 1;
        if (!c.waits()) return;
        const documents = c.pending.items;
        c.pending = .empty;
        // Shells do not agree whether the body starts inside of the substitution or after it.
        if (c.outer_pending) try c.stop(.here_document, c.at - 1);
        for (documents) |document| {
            if (!c.halted()) try document.readBody(c);
        }
    }

    /// Passes a comment, up to the end of its line.
    pub fn skipComment(c: *Cursor) Allocator.Error!void {
        const end = bytes.indexFrom(c.text, "\n", c.at) orelse c.text.len;
        if (std.mem.findScalar(u8, c.text[c.at..end], '\r') != null) try c.note(.control_character, c.span(c.at, end));
        c.at = end;
    }

    /// The unquoted word of letters and a few signs that stands here as a whole; empty where none does: only such a word can be a
    /// reserved one. The cursor stays.
    pub fn plainWord(c: *const Cursor) Allocator.Error!PlainWord {
        var text: []const u8 = "";
        var start = c.continued(c.at);
        var end = start;
        while (bytes.byteAt(c.text, end)) |character| {
            if (bytes.isOneOf(character, " \t\n;&|<>()")) break;
            const fits = bytes.isLetter(character) or bytes.isOneOf(character, "{}[]!-");
            if (!fits or text.len + end - start > longest_reserved) return .none;
            end += 1;
            const next = c.continued(end);
            if (next != end) {
                text = try std.mem.concat(c.reading.arena, u8, &.{ text, c.text[start..end] });
                start = next;
                end = next;
            }
        }
        const last = bytes.between(c.text, start, end);
        return .{ .text = if (text.len == 0) last else try std.mem.concat(c.reading.arena, u8, &.{ text, last }), .end = end };
    }

    /// Skips a reserved word and the blanks after it where exactly that word stands.
    pub fn skipPlain(c: *Cursor, word: []const u8) Allocator.Error!bool {
        const first = c.here();
        if (first != word[0] and first != '\\') return false;
        const found = try c.plainWord();
        if (!found.is(word)) return false;
        c.at = found.end;
        try c.skipBlank(false);
        return true;
    }

    /// Notes something that is not known but does not end the reading.
    pub fn note(c: *const Cursor, code: OpaqueCode, place: Span) Allocator.Error!void {
        try c.reading.opaque_parts.append(c.reading.arena, .{ .code = code, .span = place });
    }

    /// Ends the reading: everything from an offset on is opaque, to the end of the whole text.
    pub fn stop(c: *const Cursor, code: OpaqueCode, at: usize) Allocator.Error!void {
        if (!c.reading.stopped) {
            const end = if (c.reading.fixed) |fixed| fixed.end else c.reading.length;
            try c.note(code, .{ .start = c.span(at, at).start, .end = end });
        }
        c.reading.stopped = true;
    }

    /// The span in the line of a part of the text.
    pub fn span(c: *const Cursor, start: usize, end: usize) Span {
        if (c.reading.fixed) |fixed| return fixed;
        if (c.place) |place| return place;
        return .{ .start = c.offset + start, .end = c.offset + end };
    }
};
