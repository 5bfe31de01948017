//! Shell texts to simple commands.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const types = @import("types.zig");
const shell = @import("shell_types.zig");
const scopes = @import("shell_scopes.zig");
const lists = @import("shell_lists.zig");
const cursors = @import("shell_cursor.zig");
const readCompound = @import("shell_compounds.zig").readCompound;
const readFunctionBody = @import("shell_functions.zig").readFunctionBody;
const readSimpleCommand = @import("shell_commands.zig").readSimpleCommand;

const Cursor = cursors.Cursor;
const Ending = lists.Ending;
const Ends = lists.Ends;

/// Reads a whole shell text to simple commands, in source order.
///
/// Programs are read as bash does, where dash and zsh run the same commands for them. Where they do not, or where something
/// evaluates text again, a part is noted as opaque and the reading goes on. Where the text is no valid shell, the reading stops:
/// the rest is one opaque part, the commands before it stay, and those that were being read stay with an unknown rest, so that a
/// deny rule still sees their start.
///
/// text is well-formed UTF-8 without NUL, left is counted down by what is read, around is where the text stands if it is not the
/// outer line itself.
///
///     try readShell(arena, "a b; (c)", &left, null) // two commands
pub fn readShell(arena: Allocator, text: []const u8, left: *shell.Budget, around: ?shell.Within) Allocator.Error!shell.ShellReading {
    const id = left.nextScope();
    const fixed: ?types.Span = if (around) |within| within.span else null;
    var found: cursors.Reading = try .init(arena, left, fixed, text.len);
    var start: Cursor = .{ .text = text, .reading = &found, .place = fixed };
    try readProgram(&start, .nothing);
    if (found.refused()) |problem| return .{ .refused = problem };
    var drafts: std.ArrayList(*const scopes.Draft) = try .initCapacity(arena, found.places.items.len);
    for (found.places.items) |place| {
        if (place.draft) |draft| drafts.appendAssumeCapacity(draft);
    }
    const outermost = try scopes.circumstancesWithin(arena, around, id);
    const commands = try scopes.placeCommands(arena, drafts.items, &outermost, left);
    if (found.refused()) |problem| return .{ .refused = problem };
    return .{ .text = .{
        .commands = commands,
        .opaque_parts = found.opaque_parts.items,
        .functions = found.functions.items,
        .variables = found.variables.items,
    } };
}

/// Reads the commands up to the closing parenthesis, before which the cursor then is, or to the end of the text.
pub fn readProgram(at: *Cursor, until: Ends) Allocator.Error!void {
    var reader: ProgramReader = .{ .cursor = at };
    _ = try reader.readListsUpTo(until);
    if (!at.halted() and at.pending.items.len > 0) try at.stop(.here_document, at.at);
}

/// What ends a command. Newlines count as `;`.
const Separator = enum { end, semicolon, ampersand, and_if, or_if, pipe };

pub const ProgramReader = struct {
    cursor: *Cursor,
    /// What ends the lists that are being read.
    ends: Ends = .nothing,

    /// Reads lists up to one of these ends, of what starts at an offset.
    pub fn readLists(reader: *ProgramReader, until: Ends, start: usize) Allocator.Error!Ending {
        const c = reader.cursor;
        if (c.halted()) return .stopped;
        const outer = reader.ends;
        const found = try reader.readListsUpTo(until);
        reader.ends = outer;
        if (found.ending == .missing and !c.halted()) try c.stop(.syntax_error, start);
        if (c.halted()) return .stopped;
        // Only an arm of `case` may be empty; some shells take empty lists elsewhere.
        if (found.empty and until.sign != .arm) try c.note(.syntax_error, c.span(c.at, c.at));
        return found.ending;
    }

    const Found = struct { ending: Ending, empty: bool };

    fn readListsUpTo(reader: *ProgramReader, until: Ends) Allocator.Error!Found {
        const c = reader.cursor;
        reader.ends = until;
        var empty = true;
        while (true) : (empty = false) {
            try c.skipBlank(true);
            if (c.halted() or c.at >= c.text.len) return .{ .ending = .missing, .empty = empty };
            const word = try c.plainWord();
            if (until.has(word.text)) {
                c.at = word.end;
                return .{ .ending = .{ .word = word.text }, .empty = empty };
            }
            if (reader.atSign()) return .{ .ending = .sign, .empty = empty };
            try reader.readList();
        }
    }

    /// Whether the sign that ends the lists stands here.
    fn atSign(reader: *const ProgramReader) bool {
        const c = reader.cursor;
        return switch (reader.ends.sign) {
            .none => false,
            .parenthesis => c.here() == ')',
            .arm => c.here() == ';' and bytes.isOneOf(c.peek(1), ";&"),
        };
    }

    /// Reads pipelines joined by `&&` and `||`, up to `;`, `&`, a newline or the end.
    fn readList(reader: *ProgramReader) Allocator.Error!void {
        const c = reader.cursor;
        const found = c.reading;
        const outer = found.scope;
        defer found.scope = outer;
        const list = try found.enter();
        var joint: Separator = .semicolon;
        while (true) {
            // What follows `&&` has run if what follows the next `&&` runs; what follows `||` says nothing of the rest.
            if (joint != .semicolon) (try found.enter()).branch = true;
            var next = try reader.readPipeline();
            while (next == .and_if and joint == .and_if) {
                try c.skipBlank(true);
                next = try reader.readPipeline();
            }
            found.scope = list;
            if (next == .ampersand) {
                list.environment = true;
                list.background = true;
            }
            joint = next orelse return;
            if (joint != .and_if and joint != .or_if) return;
            try c.skipBlank(true);
        }
    }

    /// Reads commands joined by `|`, and gives what ends them; null where the reading stopped.
    fn readPipeline(reader: *ProgramReader) Allocator.Error!?Separator {
        const c = reader.cursor;
        const found = c.reading;
        const outer = found.scope;
        defer found.scope = outer;
        const pipeline = try found.enter();
        const prefixed = try reader.skipPipelinePrefix();
        var before: ?*scopes.Scope = null;
        while (!c.halted()) {
            const from = c.at;
            const member = try found.enter();
            member.from = before;
            const any = try reader.readCommand();
            found.scope = pipeline;
            if (c.halted()) break;
            const next = try reader.readSeparator();
            const alone = before == null and prefixed and (next == .end or next == .semicolon or next == .ampersand);
            // A command is missing: most shells refuse the line, zsh runs the rest of some.
            if (!any and !alone) try c.note(.syntax_error, c.span(from, c.at));
            if (next != .pipe) {
                // zsh runs the last member in the shell itself, the others do not.
                if (before != null) member.branch = true;
                return if (c.halted()) null else next;
            }
            member.environment = true;
            pipeline.together = true;
            before = member;
            try c.skipBlank(true);
        }
        return null;
    }

    /// Reads one command of any kind, without what separates it from the next; false where none stands here.
    pub fn readCommand(reader: *ProgramReader) Allocator.Error!bool {
        const c = reader.cursor;
        try c.skipBlank(false);
        if (continues(try c.plainWord())) {
            try c.stop(.syntax_error, c.at);
            return false;
        }
        if (try readCompound(reader)) return true;
        switch (try readSimpleCommand(c)) {
            .nothing => return false,
            .command => return true,
            .function => |defined| {
                try readFunctionBody(reader, defined);
                return true;
            },
        }
    }

    /// Skips `!` and `time` before a pipeline; true if there was one. `time` with options of its own is the program of that name.
    fn skipPipelinePrefix(reader: *ProgramReader) Allocator.Error!bool {
        const c = reader.cursor;
        var any = false;
        while (true) : (any = true) {
            const from = c.at;
            if (try c.skipPlain("!")) continue;
            if (!try c.skipPlain("time")) return any;
            _ = try c.skipPlain("-p");
            _ = try c.skipPlain("--");
            if (c.here() == '-') {
                // bash takes the option for the program, other shells run the program `time`.
                try c.note(.dialect, c.span(from, c.at));
                c.at = from;
                return any;
            }
        }
    }

    /// Reads the separator that ends a command. Newlines after it are skipped by who reads on.
    fn readSeparator(reader: *ProgramReader) Allocator.Error!Separator {
        const c = reader.cursor;
        try c.skipBlank(false);
        const character = c.here() orelse return .end;
        if (reader.atSign() or reader.ends.has((try c.plainWord()).text)) return .end;
        switch (character) {
            '#' => {
                try c.skipComment();
                return .end;
            },
            '\n' => {
                try c.endLine();
                return .semicolon;
            },
            else => return readOperator(c, character),
        }
    }

    fn readOperator(c: *Cursor, character: u8) Allocator.Error!Separator {
        const next = c.peek(1);
        // Some shells have an operator of their own here, to the others it is a mistake.
        const odd = switch (character) {
            '&' => bytes.isOneOf(next, ";|"),
            ';' => bytes.isOneOf(next, ";&|"),
            '|' => false,
            else => true,
        };
        if (odd) {
            try c.stop(.syntax_error, c.at);
            return .end;
        }
        const twice = next == character and character != ';';
        if (character == '&' and next == '!') try c.note(.dialect, c.span(c.at, c.continued(c.at + 1) + 1));
        c.at += 1;
        if (twice or (character == '|' and next == '&')) c.at = c.continued(c.at) + 1;
        return switch (character) {
            ';' => .semicolon,
            '&' => if (twice) .and_if else .ampersand,
            else => if (twice) .or_if else .pipe,
        };
    }
};

/// Whether a reserved word ends or continues something, and starts nothing.
fn continues(word: cursors.PlainWord) bool {
    return bytes.contains(&.{ "then", "else", "elif", "fi", "do", "done", "esac", "}", "!" }, word.text);
}
