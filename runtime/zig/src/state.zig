//! What is known before each command of a line.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const effects = @import("effects.zig");
const paths = @import("paths.zig");
const registry = @import("registry.zig");
const unwrap = @import("unwrap.zig");

const Effects = effects.Effects;
const NameSet = effects.NameSet;
const RunCommand = unwrap.RunCommand;
const ShellChanges = effects.ShellChanges;

/// A directory: its path (not known where the line starts, if the caller does not name it), or not known at all.
pub const Directory = struct {
    known: bool = false,
    path: ?[]const u8 = null,

    pub const unknown: Directory = .{};
};

/// What is known before a command.
pub const LineState = struct {
    /// What commands before it may have done to its shell.
    shell: ShellChanges = .{},
    /// Predicates whose answers may be others than before the line.
    facts: NameSet = .{},
    /// Where the shell stands.
    directory: Directory,
};

/// The state before each command of a line that starts in a directory.
///
/// Facts: what commands before it, in its pipeline and in its loop changed; with those after it, where it runs beside them. The
/// shell: what commands before it in its own subshell and in those around it changed; in a loop also those after it there. For
/// what runs when it is called, everything in the line.
pub fn statesOf(
    arena: Allocator,
    line: *const unwrap.LineCommands,
    known: *registry.KnownCommands,
    start: ?[]const u8,
    home: ?[]const u8,
) Allocator.Error![]const LineState {
    const commands = line.commands;
    const states = try arena.alloc(LineState, commands.len);
    if (commands.len == 1 and !commands[0].repeated and !commands[0].redefined and line.variables.len == 0) {
        states[0] = .{ .directory = .{ .known = true, .path = start } };
        return states;
    }
    const all = try arena.alloc(Effects, commands.len);
    for (commands, all) |command, *one| one.* = try effects.effectsOf(arena, command, known);
    var reader: StateReader = .{
        .arena = arena,
        .effects = all,
        .start = start,
        .home = home,
        .beside = try arena.alloc(NameSet, commands.len),
        .after = try arena.alloc(NameSet, commands.len + 1),
    };
    try reader.gather(commands, try variableChanges(arena, line, known));
    for (commands, states, 0..) |command, *state, at| {
        const shell = try reader.shellOf(command.simple.around.environment);
        state.* = try reader.stateOf(command, at, shell);
        try reader.apply(command, &all[at], shell, state);
    }
    return states;
}

/// What loops and `${name=…}` assign, wherever in the line.
fn variableChanges(
    arena: Allocator,
    line: *const unwrap.LineCommands,
    known: *registry.KnownCommands,
) Allocator.Error!ShellChanges {
    const assigned = try arena.alloc([]const u8, line.variables.len);
    var changes: ShellChanges = .{};
    for (line.variables, assigned) |variable, *name| {
        name.* = variable.name;
        changes.lookup = changes.lookup or known.lookup.has(variable.name);
    }
    changes.names = try .of(arena, assigned);
    changes.home = changes.names.has("HOME");
    changes.pwd = changes.names.has("PWD");
    return changes;
}

/// A shell or subshell while the commands of the line are gone through.
const ShellState = struct {
    changes: ShellChanges,
    directory: Directory,
    /// The branch of the last move: outside of it, the move may not have happened.
    branch: []const u32 = &.{},
};

/// Everything that the commands of some part of the line change.
const Total = struct {
    facts: NameSet = .{},
    changes: ShellChanges = .{},
    moves: bool = false,

    fn add(total: *Total, arena: Allocator, one: *const Effects) Allocator.Error!void {
        total.facts = try total.facts.merged(arena, one.facts);
        total.changes = try total.changes.merged(arena, one.shell);
        total.moves = total.moves or one.move != .nowhere;
    }
};

/// A loop and a shell in which it runs; null is the outermost shell.
const LoopShell = struct { loop: u32, shell: ?u32 };

const StateReader = struct {
    arena: Allocator,
    effects: []const Effects,
    start: ?[]const u8,
    home: ?[]const u8,
    /// By their numbers; null is the outermost shell.
    shells: std.AutoHashMapUnmanaged(?u32, *ShellState) = .empty,
    /// The facts that commands after each one change in the part of the line that runs together with it.
    beside: []NameSet,
    /// The facts that the commands of a loop change.
    loop_facts: std.AutoHashMapUnmanaged(u32, NameSet) = .empty,
    /// What they change in one shell.
    loops: std.AutoHashMapUnmanaged(LoopShell, Total) = .empty,
    whole: Total = .{},
    /// The facts that a command or one after it changes.
    after: []NameSet,
    before: NameSet = .{},

    /// Gathers what parts of the line change. initial is what the line changes wherever.
    fn gather(reader: *StateReader, commands: []const *const RunCommand, initial: ShellChanges) Allocator.Error!void {
        const arena = reader.arena;
        const outermost = try arena.create(ShellState);
        outermost.* = .{ .changes = initial, .directory = .{ .known = true, .path = reader.start } };
        try reader.shells.put(arena, null, outermost);
        var parts: std.AutoHashMapUnmanaged(u32, NameSet) = .empty;
        reader.after[commands.len] = .{};
        var at = commands.len;
        while (at > 0) {
            at -= 1;
            const facts = reader.effects[at].facts;
            reader.after[at] = try reader.after[at + 1].merged(arena, facts);
            reader.beside[at] = .{};
            const together = commands[at].simple.around.together orelse continue;
            reader.beside[at] = parts.get(together) orelse .{};
            try parts.put(arena, together, try reader.beside[at].merged(arena, facts));
        }
        for (commands, reader.effects) |command, *one| try reader.addTotals(command, one);
    }

    fn addTotals(reader: *StateReader, command: *const RunCommand, one: *const Effects) Allocator.Error!void {
        const arena = reader.arena;
        try reader.whole.add(arena, one);
        const loop = command.simple.around.loop orelse return;
        const facts = try reader.loop_facts.getOrPutValue(arena, loop, .{});
        facts.value_ptr.* = try facts.value_ptr.merged(arena, one.facts);
        const environment = command.simple.around.environment;
        const shell = if (environment.len > 0) environment[environment.len - 1] else null;
        const total = try reader.loops.getOrPutValue(arena, .{ .loop = loop, .shell = shell }, .{});
        try total.value_ptr.add(arena, one);
    }

    /// The innermost shell of a path; a subshell starts as a copy of the one around it.
    fn shellOf(reader: *StateReader, path: []const u32) Allocator.Error!*ShellState {
        var shell = reader.shells.get(null).?;
        for (path) |id| {
            const inner = try reader.shells.getOrPut(reader.arena, id);
            if (!inner.found_existing) {
                inner.value_ptr.* = try reader.arena.create(ShellState);
                inner.value_ptr.*.* = shell.*;
            }
            shell = inner.value_ptr.*;
        }
        return shell;
    }

    fn stateOf(reader: *StateReader, command: *const RunCommand, at: usize, shell: *const ShellState) Allocator.Error!LineState {
        const arena = reader.arena;
        const around = &command.simple.around;
        const stands = std.mem.startsWith(u32, around.branch, shell.branch);
        var made: LineState = .{
            .shell = shell.changes,
            .facts = try reader.before.merged(arena, reader.beside[at]),
            .directory = if (stands) shell.directory else .unknown,
        };
        if (command.repeated) made.facts = try made.facts.merged(arena, reader.effects[at].facts);
        if (around.background) made.facts = try made.facts.merged(arena, reader.after[at + 1]);
        if (around.deferred) {
            made.facts = try made.facts.merged(arena, reader.whole.facts);
            try reader.addTo(&made, &reader.whole);
        }
        if (around.loop) |loop| {
            made.facts = try made.facts.merged(arena, reader.loop_facts.get(loop) orelse .{});
            if (reader.loops.getPtr(.{ .loop = loop, .shell = null })) |more| try reader.addTo(&made, more);
            for (around.environment) |id| {
                if (reader.loops.getPtr(.{ .loop = loop, .shell = id })) |more| try reader.addTo(&made, more);
            }
        }
        made.shell.lookup = made.shell.lookup or command.redefined;
        return made;
    }

    /// Adds what a part of the line does to the shell.
    fn addTo(reader: *const StateReader, state: *LineState, more: *const Total) Allocator.Error!void {
        state.shell = try state.shell.merged(reader.arena, more.changes);
        if (more.moves) state.directory = .unknown;
    }

    fn apply(
        reader: *StateReader,
        command: *const RunCommand,
        one: *const Effects,
        shell: *ShellState,
        before: *const LineState,
    ) Allocator.Error!void {
        reader.before = try reader.before.merged(reader.arena, one.facts);
        shell.changes = try shell.changes.merged(reader.arena, one.shell);
        if (one.move == .nowhere) return;
        shell.directory = if (before.shell.lookup) .unknown else try reader.moved(one.move, before);
        shell.branch = command.simple.around.branch;
    }

    /// Where a move leads from the directory of a state.
    fn moved(reader: *const StateReader, move: effects.Move, before: *const LineState) Allocator.Error!Directory {
        const home = if (before.shell.home) null else reader.home;
        const word = switch (move) {
            .nowhere, .unknown => return .unknown,
            .home => return .{ .known = home != null, .path = home },
            .to => |word| word,
        };
        // CDPATH says where a name without dots is looked for.
        if (word.literal()) |text| if (isLookedFor(text) and before.shell.names.has("CDPATH")) return .unknown;
        const from = before.directory.path;
        const segments = try paths.pathOfWord(reader.arena, word, .{ .home = home, .pwd = from }, from) orelse return .unknown;
        const joined = try std.mem.join(reader.arena, "/", segments);
        return .{ .known = true, .path = try std.mem.concat(reader.arena, u8, &.{ "/", joined }) };
    }
};

/// Whether a name starts with neither `/`, `.` nor `..`.
fn isLookedFor(name: []const u8) bool {
    const end = std.mem.findScalar(u8, name, '/') orelse name.len;
    const starts_with_slash = end == 0 and name.len > 0;
    return !starts_with_slash and !bytes.equal(name[0..end], ".") and !bytes.equal(name[0..end], "..");
}
