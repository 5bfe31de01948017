//! From the simple commands of a line to all the commands that it can run.

const std = @import("std");
const Allocator = std.mem.Allocator;
const appendInput = @import("append_input.zig").appendInput;
const bindPositional = @import("bind_positional.zig").bindPositional;
const bytes = @import("bytes.zig");
const codes = @import("codes.zig");
const evaluatesAgain = @import("shell_builtins.zig").evaluatesAgain;
const expandAlias = @import("settings.zig").expandAlias;
const findProgram = @import("find_program.zig").findProgram;
const findWrapper = @import("find_wrapper.zig").findWrapper;
const inputTextOf = @import("stdin_code.zig").inputTextOf;
const joinTexts = @import("shell_folds.zig").joinTexts;
const readShell = @import("shell.zig").readShell;
const readWrapper = @import("read_wrapper.zig").readWrapper;
const InnerText = @import("read_wrapper.zig").InnerText;
const reduceProgram = @import("names.zig").reduceProgram;
const registry = @import("registry.zig");
const run_options = @import("run_options.zig");
const shell = @import("shell_types.zig");
const splits = @import("word_parts.zig").splits;
const types = @import("types.zig");

const Error = Allocator.Error;
const SimpleCommand = shell.SimpleCommand;
const Word = shell.Word;
const Words = shell.Words;

/// A command of the line, as it is to be judged.
pub const RunCommand = struct {
    simple: SimpleCommand,
    /// The reduced program word; not known without words.
    program: ?[]const u8 = null,
    /// False for transparent wrappers that run something: only that is judged.
    judged: bool = true,
    /// It runs commands of the list, and nothing else.
    wraps: bool = false,
    /// May run several times: what it changes, it changes for itself.
    repeated: bool,
    /// Runs in another directory than the line, and not a known one.
    moved: bool,
    /// A function of the line has the name of its program.
    redefined: bool = false,
    /// What is not known of this very command.
    opaque_parts: []const types.OpaquePart = &.{},
};

pub const LineCommands = struct {
    commands: []const *const RunCommand,
    /// Opaque parts that belong to the line and not to one command.
    opaque_parts: []const types.OpaquePart,
    /// The variables that the line assigns without a command.
    variables: []const shell.NamedPart,
};

/// A line that was read, or why the input is refused: it is over a budget.
pub const LineReading = union(enum) {
    commands: LineCommands,
    refused: codes.InputError,
};

/// All commands that a line can run, in source order, each wrapper before what it runs.
///
///     readLine(arena, "sudo ls", known) // sudo, ls
pub fn readLine(arena: Allocator, line: []const u8, known: *registry.KnownCommands) Error!LineReading {
    var left: shell.Budget = .{};
    const text = switch (try readShell(arena, line, &left, null)) {
        .text => |text| text,
        .refused => |problem| return .{ .refused = problem },
    };
    var taken: Unwrapper = .{ .arena = arena, .known = known, .budget = &left };
    try taken.opaque_parts.appendSlice(arena, text.opaque_parts);
    try taken.keepNames(text);
    for (text.commands) |command| try taken.add(command, .{}, 0);
    if (taken.refused) |problem| return .{ .refused = problem };
    for (taken.commands.items) |command| {
        command.redefined = if (command.program) |program| taken.functions.contains(program) else false;
    }
    return .{ .commands = .{
        .commands = taken.commands.items,
        .opaque_parts = taken.opaque_parts.items,
        .variables = taken.variables.items,
    } };
}

/// What the commands inside of a wrapper take over from it.
const Inherited = struct {
    repeated: bool = false,
    moved: bool = false,
};

/// Takes wrappers off.
const Unwrapper = struct {
    arena: Allocator,
    known: *registry.KnownCommands,
    budget: *shell.Budget,
    commands: std.ArrayList(*RunCommand) = .empty,
    opaque_parts: std.ArrayList(types.OpaquePart) = .empty,
    variables: std.ArrayList(shell.NamedPart) = .empty,
    /// The reduced names of the functions that the line defines.
    functions: std.StringHashMapUnmanaged(void) = .empty,
    refused: ?codes.InputError = null,

    /// Keeps the names to which a text gives another meaning.
    fn keepNames(taken: *Unwrapper, text: shell.ShellText) Error!void {
        for (text.functions) |function| {
            try taken.functions.put(taken.arena, try reduceProgram(taken.arena, function.name), {});
        }
        try taken.variables.appendSlice(taken.arena, text.variables);
        for (text.variables) |variable| {
            if (!taken.known.lookup.has(variable.name)) continue;
            try taken.opaque_parts.append(taken.arena, .{ .code = .lookup_change, .span = variable.span });
        }
    }

    /// Adds a command and what it runs. The recursion is bounded by the nesting budget.
    fn add(taken: *Unwrapper, command: *const SimpleCommand, around: Inherited, depth: usize) Error!void {
        const arena = taken.arena;
        if (taken.refused != null) return;
        if (depth > codes.most_nesting) {
            taken.refused = .too_deep;
            return;
        }
        const made = try arena.create(RunCommand);
        made.* = .{ .simple = command.*, .repeated = around.repeated, .moved = around.moved };
        var parts: std.ArrayList(types.OpaquePart) = .empty;
        if (command.words.len > 0) {
            const first = command.words[0];
            made.program = try programOf(arena, first);
            if (try knownText(arena, first) == null) {
                const code: codes.OpaqueCode = if (isPlaceProgram(first)) .foreign_code else .dynamic_program;
                try parts.append(arena, .{ .code = code, .span = first.span });
            }
        }
        try parts.appendSlice(arena, try evaluatesAgain(arena, command.words, made.program));
        const found = try findWrapper(arena, command.words, made.program, taken.known);
        if (found.hidden) |word| try parts.append(arena, .{ .code = .wrapper_option, .span = word.span });
        if (found.wrapper) |wrapper| {
            try taken.addWrapper(made, &parts, wrapper, found.from, around, depth);
        } else {
            try taken.addProgram(made, &parts, around, depth);
        }
    }

    /// Adds a command that is no wrapper: itself, and what its options, its settings or its own name make it run. parts are those
    /// found so far that are not known of it.
    fn addProgram(
        taken: *Unwrapper,
        command: *RunCommand,
        parts: *std.ArrayList(types.OpaquePart),
        around: Inherited,
        depth: usize,
    ) Error!void {
        const arena = taken.arena;
        const outer = &command.simple;
        const words = outer.words;
        const options = try taken.runOptions(words, command.program);
        const alias = try expandAlias(arena, words, command.program, outer.assignments, taken.known);
        const whole = try taken.dashedWords(words, command.program);
        command.wraps = alias != null or whole != null;
        try parts.appendSlice(arena, options.parts);
        command.opaque_parts = parts.items;
        try taken.commands.append(arena, command);
        for (options.texts) |text| {
            const literal = text.literal() orelse continue;
            try taken.addText(outer, .{ .bytes = literal, .span = text.span }, .child, &.{}, around, depth + 1);
        }
        if (alias) |expansion| switch (expansion) {
            .words => |meant| try taken.addInner(outer, meant, &.{}, around, depth + 1),
            .text => |text| {
                try taken.addText(outer, .{ .bytes = text.bytes, .span = text.span }, .child, &.{}, around, depth + 1);
            },
        };
        if (whole) |meant| try taken.addInner(outer, meant, &.{}, around, depth + 1);
    }

    fn runOptions(taken: *Unwrapper, words: Words, program: ?[]const u8) Error!run_options.RunOptions {
        const found = try findProgram(taken.arena, words, program, taken.known) orelse return .{};
        const options = if (found.entry.subcommands.isEmpty())
            &found.entry.options
        else if (found.subcommand) |subcommand|
            &subcommand.options
        else
            return .{};
        return run_options.findRunOptions(taken.arena, words, found.behind, options);
    }

    /// The words of `git-clean …` as `git clean …`; null for other programs.
    fn dashedWords(taken: *const Unwrapper, words: Words, program: ?[]const u8) Error!?Words {
        const arena = taken.arena;
        const name = program orelse return null;
        if (words.len == 0) return null;
        for (taken.known.dashed) |dashed| {
            const rest = std.mem.cutPrefix(u8, name, dashed) orelse continue;
            const place = words[0].span;
            const parts: Words = &.{
                try shell.literalWord(arena, dashed[0 .. dashed.len - 1], place),
                try shell.literalWord(arena, rest, place),
            };
            return try std.mem.concat(arena, *const Word, &.{ parts, words[1..] });
        }
        return null;
    }

    /// Adds a wrapper and what it runs. parts are those found so far that are not known of it.
    fn addWrapper(
        taken: *Unwrapper,
        command: *RunCommand,
        parts: *std.ArrayList(types.OpaquePart),
        wrapper: *const registry.KnownWrapper,
        from: usize,
        around: Inherited,
        depth: usize,
    ) Error!void {
        const arena = taken.arena;
        const read = try readWrapper(arena, wrapper, command.simple.words, from);
        const input = if (read.stdin or read.appended) try inputTextOf(arena, &command.simple) else null;
        var texts = read.texts;
        try parts.appendSlice(arena, read.opaque_parts);
        if (read.stdin) {
            if (input) |text| {
                texts = try arena.dupe(InnerText, &.{.{ .bytes = text.bytes, .span = text.span }});
            } else {
                try parts.append(arena, .{ .code = .stdin_code, .span = command.simple.words[0].span });
            }
        }
        command.opaque_parts = parts.items;
        command.judged = !wrapper.transparent or (read.inner.len == 0 and texts.len == 0);
        command.wraps = parts.items.len == 0 and !taken.known.programs.has(command.program orelse "");
        try taken.commands.append(arena, command);
        const inside: Inherited = .{
            .repeated = around.repeated or wrapper.appended or !wrapper.inner_options.isEmpty(),
            .moved = around.moved or read.moved,
        };
        const runner: shell.Runner = switch (wrapper.in_shell) {
            .never => .child,
            .now => .same,
            .later => .later,
        };
        const outer = if (runner == .child) try shell.inChild(arena, &command.simple, taken.budget) else &command.simple;
        for (read.inner) |words| {
            const given = if (read.appended and input != null) try appendInput(arena, words, input.?) else words;
            try taken.addInner(outer, given, read.assignments, inside, depth + 1);
        }
        for (texts) |text| try taken.addText(&command.simple, text, runner, read.assignments, inside, depth + 1);
    }

    fn addInner(
        taken: *Unwrapper,
        outer: *const SimpleCommand,
        words: Words,
        assignments: []const shell.Assignment,
        around: Inherited,
        depth: usize,
    ) Error!void {
        taken.budget.commands -= 1;
        if (taken.budget.commands < 0) taken.refused = .too_many_commands;
        var inner = outer.*;
        inner.words = words;
        inner.assignments = try joinAssignments(taken.arena, outer.assignments, assignments);
        if (words.len > 0) {
            const start = words[0].span.start;
            inner.span = .{ .start = start, .end = @max(start, words[words.len - 1].span.end) };
        }
        try taken.add(&inner, around, depth);
    }

    /// Adds shell text that a command runs; its commands inherit the assignments before that command.
    fn addText(
        taken: *Unwrapper,
        outer: *const SimpleCommand,
        text: InnerText,
        runner: shell.Runner,
        assignments: []const shell.Assignment,
        around: Inherited,
        depth: usize,
    ) Error!void {
        const arena = taken.arena;
        if (depth > codes.most_nesting) taken.refused = .too_deep;
        if (taken.refused != null) return;
        const within: shell.Within = .{ .outer = outer, .span = text.span, .runner = runner };
        const read = switch (try readShell(arena, text.bytes, taken.budget, within)) {
            .text => |read| read,
            .refused => |problem| {
                taken.refused = problem;
                return;
            },
        };
        try taken.opaque_parts.appendSlice(arena, read.opaque_parts);
        try taken.keepNames(read);
        const before = try joinAssignments(arena, outer.assignments, assignments);
        const bound = try bindPositional(arena, read.commands, text.positional, taken.budget);
        if (taken.budget.bound < 0) {
            taken.refused = .too_long;
        } else if (taken.budget.nodes < 0) {
            taken.refused = .too_many_nodes;
        }
        for (bound) |command| {
            var inner = command.*;
            inner.assignments = try joinAssignments(arena, before, command.assignments);
            try taken.add(&inner, around, depth);
        }
    }
};

fn joinAssignments(
    arena: Allocator,
    first: []const shell.Assignment,
    second: []const shell.Assignment,
) Error![]const shell.Assignment {
    if (second.len == 0) return first;
    if (first.len == 0) return second;
    return std.mem.concat(arena, shell.Assignment, &.{ first, second });
}

/// The text of a word of literal and `$'…'` pieces, on which shells agree as far as they read it; null for any other.
pub fn knownText(arena: Allocator, word: *const Word) Error!?[]const u8 {
    if (word.literal()) |text| return text;
    for (word.pieces) |piece| {
        if (piece != .literal and piece != .ansi) return null;
    }
    return try joinTexts(arena, word.pieces);
}

/// Whether a program word is in the home directory or below the current one: a script by its path.
fn isPlaceProgram(word: *const Word) bool {
    for (word.pieces) |piece| {
        if (piece != .place and piece != .literal) return false;
    }
    return true;
}

/// The reduced program word, where it is known: the last piece must be literal and hold the last `/`, and nothing before it may be
/// cut into several words.
pub fn programOf(arena: Allocator, word: *const Word) Error!?[]const u8 {
    if (try knownText(arena, word)) |text| return try reduceProgram(arena, text);
    const last = word.pieces[word.pieces.len - 1].literalText() orelse return null;
    if (!bytes.isOneOf('/', last) or splits(word)) return null;
    return try reduceProgram(arena, last);
}
