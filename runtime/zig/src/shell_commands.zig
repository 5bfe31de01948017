//! Simple commands.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const shell = @import("shell_types.zig");
const cursors = @import("shell_cursor.zig");
const scopes = @import("shell_scopes.zig");
const words = @import("shell_words.zig");
const redirections = @import("shell_redirections.zig");
const mixesScripts = @import("shell_characters.zig").mixesScripts;

const Cursor = cursors.Cursor;

/// Words with a meaning of their own to zsh (zshmisc(1), Precommand Modifiers and Complex Commands).
const zsh_words = [_][]const u8{ "repeat", "foreach", "end", "always", "nocorrect", "noglob", "-" };

/// Built-ins whose operands may be assignments of arrays.
const declaring = [_][]const u8{ "declare", "export", "integer", "local", "readonly", "typeset" };

/// `exec` may stand behind modifiers such as `command`.
const most_before_exec = 3;

/// What stands where a simple command could.
pub const Found = union(enum) {
    nothing,
    command,
    /// The name of a function whose definition goes on.
    function: shell.NamedPart,
};

/// Reads the command that starts at the cursor and puts it among the others. A command that could not be read to its end is kept
/// with an unknown rest.
pub fn readSimpleCommand(c: *Cursor) Allocator.Error!Found {
    const found = c.reading;
    const outer = found.scope;
    const owner = found.owner;
    defer {
        found.scope = outer;
        found.owner = owner;
    }
    const place = try found.arena.create(cursors.Place);
    place.* = .{};
    var reader: CommandReader = .{ .cursor = c, .start = c.at, .end = c.at, .scope = try found.enter(), .place = place };
    // The substitutions in its words run with it.
    found.owner = reader.scope;
    try found.places.append(found.arena, place);
    return reader.read();
}

const CommandReader = struct {
    cursor: *Cursor,
    assignments: std.ArrayList(shell.Assignment) = .empty,
    words: std.ArrayList(*const shell.Word) = .empty,
    /// An option of `declare` and its like makes the variables arrays that are subscripted by texts.
    keyed: bool = false,
    redirections: std.ArrayList(shell.Redirection) = .empty,
    input: ?*scopes.InputSource = null,
    start: usize,
    end: usize,
    scope: *scopes.Scope,
    place: *cursors.Place,

    fn read(reader: *CommandReader) Allocator.Error!Found {
        const c = reader.cursor;
        while (!c.halted()) {
            try c.skipBlank(false);
            const character = c.here() orelse break;
            if (character == '#') {
                try c.skipComment();
                break;
            }
            if (redirections.startsRedirection(c)) {
                try reader.readRedirection(c.at);
            } else if (character == '(') {
                if (reader.functionName()) |defined| return .{ .function = defined };
                try c.stop(.extended_glob, c.at);
            } else if (bytes.isOneOf(character, "\n;|&)")) {
                break;
            } else {
                try reader.readElement();
            }
        }
        return if (try reader.finish()) .command else .nothing;
    }

    /// The name before a parenthesis, if that starts a function definition.
    fn functionName(reader: *CommandReader) ?shell.NamedPart {
        const c = reader.cursor;
        if (reader.words.items.len != 1 or reader.assignments.items.len + reader.redirections.items.len > 0) return null;
        const word = reader.words.items[0];
        const name = word.literal() orelse return null;
        var at = c.continued(c.at + 1);
        while (bytes.isOneOf(bytes.byteAt(c.text, at), " \t")) at = c.continued(at + 1);
        if (bytes.byteAt(c.text, at) != ')') return null;
        c.at = at + 1;
        // A literal word holds no programs: the place is the last one.
        c.reading.places.items.len -= 1;
        return .{ .name = name, .span = word.span };
    }

    /// Reads a word, an assignment, or a descriptor with its redirection.
    fn readElement(reader: *CommandReader) Allocator.Error!void {
        const c = reader.cursor;
        const arena = c.reading.arena;
        const from = c.at;
        const found = try words.readWord(c, reader.wordPlace());
        reader.end = found.end;
        if (redirections.startsRedirection(c) and c.here() != '&' and try reader.isDescriptor(&found)) {
            return reader.readRedirection(from);
        }
        if (found.assignment) |assignment| {
            try reader.assignments.append(arena, assignment);
        } else {
            if (reader.words.items.len == 0) try reader.noteProgram(&found);
            try reader.words.appendSlice(arena, found.words);
            for (found.words) |word| reader.keyed = reader.keyed or isKeyedOption(word.text());
            // The words of a brace list count as well.
            c.reading.budget.takeNodes(found.words.len -| 1);
        }
        // A parenthesis or a bracket that no word starts with would be read again and again.
        if (!c.halted() and c.at == from) try c.stop(.syntax_error, from);
    }

    fn wordPlace(reader: *const CommandReader) words.WordPlace {
        const before = reader.words.items;
        if (before.len == 0) return .{ .assigns = true };
        if (!bytes.contains(&declaring, before[0].text())) return .plain;
        return .{ .declares = if (reader.keyed) .texts else .arithmetic };
    }

    fn isDescriptor(reader: *const CommandReader, found: *const words.WordReading) Allocator.Error!bool {
        const c = reader.cursor;
        if (found.plain) {
            const literal = found.words[0].text();
            if (literal.len > 0 and bytes.endOfRun(literal, 0, bytes.isDigit) == literal.len) {
                // dash takes more than one digit for a word.
                if (literal.len > 1) try c.note(.dialect, c.span(reader.end - found.source.len, reader.end));
                return true;
            }
        }
        const source = found.source;
        if (!std.mem.startsWith(u8, source, "{") or !std.mem.endsWith(u8, source, "}")) return false;
        return bytes.isName(bytes.between(source, 1, source.len - 1));
    }

    /// Notes what is odd about the word of a program.
    fn noteProgram(reader: *const CommandReader, found: *const words.WordReading) Allocator.Error!void {
        const c = reader.cursor;
        if (found.words.len == 0) return;
        const word = found.words[0];
        if (word.pieces.len == 0) return;
        const text = switch (word.pieces[0]) {
            .literal, .ansi => |known| known,
            else => return,
        };
        if (mixesScripts(text)) try c.note(.confusable_text, word.span);
        const is_zsh = word.is(word.source) and bytes.contains(&zsh_words, word.source);
        if (is_zsh or (found.unquoted > 0 and std.mem.startsWith(u8, text, "="))) try c.note(.dialect, word.span);
    }

    fn readRedirection(reader: *CommandReader, start: usize) Allocator.Error!void {
        const c = reader.cursor;
        c.reading.budget.takeNodes(1);
        const found = try redirections.readRedirection(c, start);
        if (found.redirection) |redirection| try reader.redirections.append(c.reading.arena, redirection);
        if (found.input) |input| reader.input = input;
        reader.end = c.at;
    }

    /// Puts the command into its place; false where there is none.
    fn finish(reader: *CommandReader) Allocator.Error!bool {
        const c = reader.cursor;
        const found = c.reading;
        const parts = reader.words.items.len + reader.assignments.items.len + reader.redirections.items.len;
        if (parts == 0 and reader.input == null and reader.end == reader.start) {
            found.places.items.len -= 1;
            return false;
        }
        if (c.halted() and reader.words.items.len > 0) {
            const rest: shell.Word = .{
                .pieces = try shell.onePiece(found.arena, .unknown(false)),
                .span = c.span(reader.end, c.text.len),
            };
            try reader.words.append(found.arena, try shell.keepWord(found.arena, rest));
        }
        found.budget.commands -= 1;
        const draft = try found.arena.create(scopes.Draft);
        draft.* = .{
            .assignments = reader.assignments.items,
            .words = reader.words.items,
            .redirections = reader.redirections.items,
            .span = c.span(reader.start, @min(reader.end, c.text.len)),
            .scope = reader.scope,
            .input = reader.input,
            .exec_redirections = found.executed.redirections,
            .exec_input = found.executed.input,
        };
        reader.place.draft = draft;
        for (draft.words[0..@min(draft.words.len, most_before_exec)]) |word| {
            if (word.is("exec")) {
                try reader.keepRedirections();
                break;
            }
        }
        return true;
    }

    /// What `exec` redirects without a program stays so for the commands after it; with one, none come after.
    fn keepRedirections(reader: *const CommandReader) Allocator.Error!void {
        const executed = &reader.cursor.reading.executed;
        if (reader.redirections.items.len > 0) {
            const arena = reader.cursor.reading.arena;
            const all: []const []const shell.Redirection = &.{ executed.redirections, reader.redirections.items };
            executed.redirections = try std.mem.concat(arena, shell.Redirection, all);
        }
        if (reader.input) |input| executed.input = input;
    }
};

fn isSmallLetter(character: u8) bool {
    return character >= 'a' and character <= 'z';
}

/// Whether a word starts with `-`, small letters and `A`.
fn isKeyedOption(text: []const u8) bool {
    if (!std.mem.startsWith(u8, text, "-")) return false;
    return bytes.byteAt(text, bytes.endOfRun(text, 1, isSmallLetter)) == 'A';
}
