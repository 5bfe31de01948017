//! Compound commands (bash(1), SHELL GRAMMAR, Compound Commands).

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const Cursor = @import("shell_cursor.zig").Cursor;
const Ending = @import("shell_lists.zig").Ending;
const Ends = @import("shell_lists.zig").Ends;
const ProgramReader = @import("shell.zig").ProgramReader;
const Scope = @import("shell_scopes.zig").Scope;
const arithmetic = @import("shell_arithmetic.zig");
const functions = @import("shell_functions.zig");
const loops = @import("shell_loops.zig");
const readCondition = @import("shell_conditions.zig").readCondition;
const redirections = @import("shell_redirections.zig");
const words = @import("shell_words.zig");

/// A compound command by how it starts.
const Compound = enum {
    parenthesis,
    brace,
    @"if",
    loop,
    @"for",
    case,
    condition,

    const by_word: std.StaticStringMap(Compound) = .initComptime(.{
        .{ "{", .brace },
        .{ "if", .@"if" },
        .{ "while", .loop },
        .{ "until", .loop },
        .{ "for", .@"for" },
        .{ "select", .@"for" },
        .{ "case", .case },
        .{ "[[", .condition },
    });

    /// Reads it from after its first word, in a scope of its own.
    fn read(compound: Compound, reader: *ProgramReader, own: *Scope, start: usize) Allocator.Error!void {
        switch (compound) {
            .parenthesis => try readParenthesised(reader, own, start),
            .brace => _ = try reader.readLists(.brace, start),
            .@"if" => try readIf(reader, start),
            .loop => try loops.readLoop(reader, own, start),
            .@"for" => try loops.readFor(reader, own, start),
            .case => try readCase(reader, own, start),
            .condition => try readCondition(reader.cursor),
        }
    }
};

/// Reads a compound command with its redirections. False, with the cursor where it was, where none starts.
pub fn readCompound(reader: *ProgramReader) Allocator.Error!bool {
    const c = reader.cursor;
    const start = c.at;
    if (c.here() == '(') {
        try enterCompound(reader, .parenthesis, start);
        return true;
    }
    const word = try c.plainWord();
    if (Compound.by_word.get(word.text)) |compound| {
        c.at = word.end;
        try enterCompound(reader, compound, start);
    } else if (word.is("function")) {
        c.at = word.end;
        try functions.readFunctionKeyword(reader, start);
    } else if (word.is("coproc")) {
        c.at = word.end;
        try functions.readCoprocess(reader);
    } else {
        return false;
    }
    return true;
}

/// Reads one in a scope of its own, and the redirections after it.
fn enterCompound(reader: *ProgramReader, compound: Compound, start: usize) Allocator.Error!void {
    const found = reader.cursor.reading;
    const outer = found.scope;
    const owner = found.owner;
    defer {
        found.scope = outer;
        found.owner = owner;
    }
    found.owner = null;
    const own = try found.enter();
    {
        const readable = found.descend();
        defer found.ascend();
        if (readable) try compound.read(reader, own, start);
    }
    // Programs in the redirections run before the commands inside, or beside them.
    found.owner = own;
    found.scope = own;
    if (!reader.cursor.halted()) try readRedirections(reader.cursor, own);
}

fn readRedirections(c: *Cursor, own: *Scope) Allocator.Error!void {
    while (true) {
        try c.skipBlank(false);
        const start = c.at;
        c.at = descriptorEnd(c.text, start);
        if (!redirections.startsRedirection(c) or c.halted()) {
            c.at = start;
            return;
        }
        c.reading.budget.takeNodes(1);
        const found = try redirections.readRedirection(c, start);
        if (found.redirection) |redirection| try own.redirections.append(c.reading.arena, redirection);
        if (found.input) |input| own.input = input;
    }
}

const longest_descriptor = 64;

/// The offset behind the descriptor (a number or `{name}`) that stands before `<` or `>`; the offset where it would start if there
/// is none.
fn descriptorEnd(text: []const u8, from: usize) usize {
    var end = from;
    if (bytes.byteAt(text, from) == '{') {
        end = bytes.nameEnd(text, from + 1);
        if (end == from + 1 or bytes.byteAt(text, end) != '}') return from;
        end += 1;
    } else {
        end = bytes.endOfRun(text, from, bytes.isDigit);
    }
    if (end >= @min(text.len, from + longest_descriptor)) return from;
    return if (bytes.isOneOf(text[end], "<>")) end else from;
}

/// Reads `((…))` or `(…)`.
fn readParenthesised(reader: *ProgramReader, own: *Scope, start: usize) Allocator.Error!void {
    const c = reader.cursor;
    if (c.startsWith("((")) {
        if (arithmetic.arithmeticEnd(c.text, start + 2)) |end| {
            c.at = start + 2;
            // Subshells in each other to shells without this command.
            if (std.mem.findAny(u8, c.text[start..end], ";&|<>") != null) try c.note(.dialect, c.span(start, end + 2));
            try arithmetic.readArithmetic(c, end);
            if (!c.halted()) c.at = end + 2;
            return;
        }
    }
    const executed = c.reading.executed;
    own.environment = true;
    c.at += 1;
    if (try reader.readLists(.parenthesis, start) != .stopped) c.at += 1;
    c.reading.executed = executed;
}

/// Reads lists that may not run.
fn readBranch(reader: *ProgramReader, until: Ends, start: usize) Allocator.Error!Ending {
    const found = reader.cursor.reading;
    const outer = found.scope;
    defer found.scope = outer;
    (try found.enter()).branch = true;
    return reader.readLists(until, start);
}

fn readIf(reader: *ProgramReader, start: usize) Allocator.Error!void {
    _ = try reader.readLists(.then, start);
    var end = try readBranch(reader, .otherwise, start);
    while (end.is("elif")) end = try readElif(reader, start);
    if (end.is("else")) _ = try readBranch(reader, .fi, start);
}

/// Reads a condition, which may not run either, with what it leads to.
fn readElif(reader: *ProgramReader, start: usize) Allocator.Error!Ending {
    const found = reader.cursor.reading;
    const outer = found.scope;
    defer found.scope = outer;
    (try found.enter()).branch = true;
    _ = try reader.readLists(.then, start);
    return reader.readLists(.otherwise, start);
}

fn readCase(reader: *ProgramReader, own: *Scope, start: usize) Allocator.Error!void {
    const c = reader.cursor;
    try c.skipBlank(false);
    const subject = c.at;
    _ = try words.readWord(c, .plain);
    try c.skipBlank(true);
    const opening = try c.plainWord();
    if (c.halted() or c.at == subject or !opening.is("in")) return c.stop(.syntax_error, start);
    c.at = opening.end;
    while (!c.halted()) {
        try c.skipBlank(true);
        const word = try c.plainWord();
        if (word.is("esac")) {
            c.at = word.end;
            return;
        }
        try readPatterns(c, start);
        const arm: Ending = if (c.halted()) .stopped else try readBranch(reader, .arm, start);
        c.reading.scope = own;
        if (arm.is("esac")) return;
        // `;;`, `;&` and `;;&` all lead to the next arm, or to the end.
        if (arm != .stopped) c.at += if (c.startsWith(";;&")) 3 else 2;
    }
}

/// Reads the patterns of an arm, with the parenthesis after them.
fn readPatterns(c: *Cursor, start: usize) Allocator.Error!void {
    if (c.here() == '(') c.at += 1;
    while (true) {
        try c.skipBlank(false);
        const before = c.at;
        _ = try words.readWord(c, .plain);
        try c.skipBlank(false);
        if (c.halted()) return;
        const sign = c.here();
        if (c.at == before or (sign != '|' and sign != ')')) return c.stop(.syntax_error, start);
        c.at += 1;
        if (sign == ')') return;
    }
}

/// Whether a compound command starts here.
pub fn startsCompound(c: *const Cursor) Allocator.Error!bool {
    return c.here() == '(' or Compound.by_word.has((try c.plainWord()).text);
}
