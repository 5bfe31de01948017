//! Functions and coprocesses.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const shell = @import("shell_types.zig");
const ProgramReader = @import("shell.zig").ProgramReader;
const compounds = @import("shell_compounds.zig");
const words = @import("shell_words.zig");

/// How far the parentheses behind the name of a function are looked for.
const most_blanks = 64;

fn isBlank(character: u8) bool {
    return character == ' ' or character == '\t';
}

/// Reads `function NAME [()] COMPOUND`.
pub fn readFunctionKeyword(reader: *ProgramReader, start: usize) Allocator.Error!void {
    const c = reader.cursor;
    try c.skipBlank(false);
    const from = c.at;
    const found = try words.readWord(c, .plain);
    if (c.halted() or found.words.len != 1 or found.words[0].text().len == 0) return c.stop(.syntax_error, start);
    try c.skipBlank(false);
    if (c.here() == '(') {
        const near = bytes.between(c.text, 0, c.at + most_blanks);
        const end = bytes.endOfRun(near, c.at + 1, isBlank);
        if (bytes.byteAt(near, end) == ')') c.at = end + 1;
    }
    try readFunctionBody(reader, .{ .name = found.words[0].text(), .span = c.span(from, found.end) });
}

/// Reads the body of a function, from after its name and parentheses: a compound command, which is judged here.
pub fn readFunctionBody(reader: *ProgramReader, part: shell.NamedPart) Allocator.Error!void {
    const c = reader.cursor;
    const found = c.reading;
    const outer = found.scope;
    const owner = found.owner;
    const executed = found.executed;
    defer {
        found.scope = outer;
        found.owner = owner;
        found.executed = executed;
    }
    try found.functions.append(found.arena, part);
    found.owner = null;
    const body = try found.enter();
    body.branch = true;
    body.deferred = true;
    try c.skipBlank(true);
    const start = c.at;
    const readable = found.descend();
    defer found.ascend();
    // zsh takes any command for a body.
    if (readable and !c.halted() and !try compounds.readCompound(reader)) try c.stop(.syntax_error, start);
}

/// Reads `coproc COMMAND` or `coproc NAME COMPOUND`.
pub fn readCoprocess(reader: *ProgramReader) Allocator.Error!void {
    const c = reader.cursor;
    const found = c.reading;
    const outer = found.scope;
    defer found.scope = outer;
    const own = try found.enter();
    own.environment = true;
    own.background = true;
    try c.skipBlank(false);
    const start = c.at;
    const end = bytes.nameEnd(c.text, start);
    const is_named = end > start and bytes.isOneOf(bytes.byteAt(c.text, end), " \t");
    if (is_named and !try compounds.startsCompound(c)) {
        c.at = end;
        try c.skipBlank(false);
        if (!try compounds.startsCompound(c)) c.at = start;
    }
    const readable = found.descend();
    defer found.ascend();
    if (readable and !try reader.readCommand()) try c.stop(.syntax_error, start);
}
