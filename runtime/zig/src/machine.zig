//! Automata over bytes, stepped one byte at a time. Transitions are worked out when they are first needed and kept.

const std = @import("std");
const Allocator = std.mem.Allocator;
const Arena = @import("arena.zig").Arena;
const policy_index = @import("policy_index.zig");
const types = @import("types.zig");

/// A state of a machine.
pub const State = i32;

/// The state from which nothing is accepted; it leads to itself.
pub const dead: State = -1;
/// Marks transitions that were not worked out yet.
const step_unknown: State = -2;

/// Ends every word.
pub const border = 0x00;
/// Stand before a border, per path set: the word is a path inside, or outside.
pub const inside = 0xfe;
pub const outside = 0xfd;

const Row = [256]State;

/// An automaton that can be stepped. It lives as long as the policy.
pub const Machine = union(enum) {
    table: *TableMachine,
    heads: *HeadsMachine,

    pub fn start(machine: Machine) Allocator.Error!State {
        return switch (machine) {
            .table => 0,
            .heads => |heads| heads.start(),
        };
    }

    /// The state after a byte; `dead` leads to `dead`.
    pub fn step(machine: Machine, from: State, character: u8) Allocator.Error!State {
        return switch (machine) {
            inline else => |one| one.step(from, character),
        };
    }

    /// 0 for a state that rejects, 1 for maybe, 2 for yes.
    pub fn accept(machine: Machine, at: State) i32 {
        return switch (machine) {
            inline else => |one| one.accept(at),
        };
    }

    /// The states after one byte, whichever of the kind it is; each is worked out once. marked: the bytes of marks are none of those
    /// that may follow.
    pub fn successorsOf(machine: Machine, from: State, kind: ByteKind, marked: bool) Allocator.Error![]const State {
        const known, const arena = switch (machine) {
            inline else => |one| .{ one.successors.of(kind, marked), one.arena },
        };
        if (known.get(from)) |found| return found;
        var all: std.ArrayList(State) = .empty;
        var last: ?State = null;
        for (1..0x100) |code| {
            const character: u8 = @intCast(code);
            if (!kind.has(character)) continue;
            if (marked and (character == inside or character == outside)) continue;
            const next = try machine.step(from, character);
            // Neighbours mostly lead to the same state.
            if (next != last and std.mem.findScalar(State, all.items, next) == null) try all.append(arena, next);
            last = next;
        }
        try known.put(arena, from, all.items);
        return all.items;
    }
};

/// Which bytes may follow: any of a word, those of a segment of a path, or those of a reduced program word.
pub const ByteKind = enum {
    of_word,
    of_segment,
    of_name,

    fn has(kind: ByteKind, character: u8) bool {
        return switch (kind) {
            .of_word => true,
            .of_segment => character != '/',
            .of_name => character != '/' and !std.ascii.isUpper(character),
        };
    }
};

/// Per state the states after one byte of a kind, as far as somebody has asked; most machines are never asked.
const Successors = struct {
    plain: std.EnumArray(ByteKind, Map) = .initFill(.empty),
    marked: std.EnumArray(ByteKind, Map) = .initFill(.empty),

    const Map = std.AutoHashMapUnmanaged(State, []const State);

    fn of(successors: *Successors, kind: ByteKind, marked: bool) *Map {
        return if (marked) successors.marked.getPtr(kind) else successors.plain.getPtr(kind);
    }
};

/// Where a state leads: where all bytes lead that no range holds, and ranges of three numbers each (low, high, target).
pub const Steps = struct { others: State, ranges: []const i32 };

/// A table of a bundle, by state: of one that was read whole, or of an embedded one.
pub const Automaton = union(enum) {
    table: types.AutomatonTable,
    index: policy_index.IndexAutomaton,

    fn count(automaton: *const Automaton) usize {
        return switch (automaton.*) {
            .table => |table| table.accept.len,
            .index => |index| index.count,
        };
    }

    fn acceptOf(automaton: *const Automaton, state: usize) i32 {
        return switch (automaton.*) {
            .table => |table| table.accept[state],
            .index => |index| index.acceptOf(state),
        };
    }

    fn stepsOf(automaton: *const Automaton, arena: Allocator, state: usize) Allocator.Error!Steps {
        return switch (automaton.*) {
            .table => |table| .{ .others = table.others[state], .ranges = table.ranges[state] },
            .index => |index| index.stepsOf(arena, state),
        };
    }
};

/// A table of a bundle as a machine. The bundle's reader has checked the table.
pub const TableMachine = struct {
    arena: Allocator,
    automaton: Automaton,
    rows: []?*const Row = &.{},
    successors: Successors = .{},

    pub fn step(machine: *TableMachine, from: State, character: u8) Allocator.Error!State {
        if (from < 0) return dead;
        const at: usize = @intCast(from);
        if (at < machine.rows.len) {
            if (machine.rows[at]) |row| return row[character];
        }
        const row = try machine.fill(at);
        return row[character];
    }

    fn accept(machine: *const TableMachine, at: State) i32 {
        return if (at < 0) 0 else machine.automaton.acceptOf(@intCast(at));
    }

    fn fill(machine: *TableMachine, from: usize) Allocator.Error!*const Row {
        if (machine.rows.len == 0) {
            machine.rows = try machine.arena.alloc(?*const Row, machine.automaton.count());
            @memset(machine.rows, null);
        }
        const row = try machine.arena.create(Row);
        const steps = try machine.automaton.stepsOf(machine.arena, from);
        const ranges = steps.ranges;
        @memset(row, steps.others);
        var at: usize = 0;
        while (at + 2 < ranges.len) : (at += 3) {
            @memset(row[@intCast(ranges[at])..@intCast(ranges[at + 1] + 1)], ranges[at + 2]);
        }
        machine.rows[from] = row;
        return row;
    }
};

/// The tables of a bundle as machines, and memory for one run of a machine at a time, shared by all its languages.
pub const Tables = struct {
    arena: Allocator,
    scratch: *Arena,
    from: Source,
    /// Made when they are first needed.
    machines: []?*TableMachine,

    pub const Source = union(enum) {
        tables: []const types.AutomatonTable,
        index: *const policy_index.PolicyIndex,
    };

    pub fn init(arena: Allocator, from: Source) Allocator.Error!Tables {
        const count = switch (from) {
            .tables => |tables| tables.len,
            .index => |index| index.tableCount(),
        };
        const machines = try arena.alloc(?*TableMachine, count);
        @memset(machines, null);
        const scratch = try arena.create(Arena);
        scratch.* = .init(std.heap.page_allocator);
        return .{ .arena = arena, .scratch = scratch, .from = from, .machines = machines };
    }

    /// Memory for a run: what the one before it had is let go of.
    pub fn memoryOfRun(tables: *const Tables) Allocator {
        const most_kept = 1024 * 1024;
        tables.scratch.reset(most_kept);
        return tables.scratch.allocator();
    }

    pub fn get(tables: *const Tables, number: usize) Allocator.Error!*TableMachine {
        if (tables.machines[number]) |known| return known;
        const made = try tables.arena.create(TableMachine);
        made.* = .{ .arena = tables.arena, .automaton = switch (tables.from) {
            .tables => |list| .{ .table = list[number] },
            .index => |index| index.automaton(number),
        } };
        tables.machines[number] = made;
        return made;
    }
};

/// A trie of the alternatives of one word position.
const Letters = struct {
    number: usize,
    next: std.ArrayList(Edge) = .empty,
    /// A word of the list ends here.
    final: bool = false,

    const Edge = struct { character: u8, to: *Letters };

    fn after(letters: *const Letters, character: u8) ?*Letters {
        for (letters.next.items) |edge| {
            if (edge.character == character) return edge.to;
        }
        return null;
    }
};

/// Where a head stands: in which word of it, and how far into that word.
const HeadState = struct { head: usize, position: usize, letters: *const Letters };

const TailState = struct { automaton: usize, table: *TableMachine, at: State };

/// A state of several heads at once, and of the tails that heads have led to.
const Configuration = struct {
    heads: []const HeadState,
    tails: []const TailState,
};

/// Heads as one machine: states are sets of head states, numbered as they are met (the subset construction, done lazily). Marks
/// inside a head say nothing and are passed over, if words are marked at all: else their bytes are those of a word. Nothing is
/// built before the machine is first run: most are never run on unknown words.
pub const HeadsMachine = struct {
    arena: Allocator,
    heads: []const types.ProgramHead,
    tables: *const Tables,
    marked: bool,
    first: ?State = null,
    positions: []const []const *Letters = &.{},
    states: std.ArrayList(Configuration) = .empty,
    rows: std.ArrayList(?*Row) = .empty,
    numbers: std.StringHashMapUnmanaged(State) = .empty,
    letters: usize = 0,
    successors: Successors = .{},
    /// A state that is being worked out.
    next_heads: std.ArrayList(HeadState) = .empty,
    next_tails: std.ArrayList(TailState) = .empty,
    key: std.ArrayList(usize) = .empty,

    fn start(machine: *HeadsMachine) Allocator.Error!State {
        if (machine.first) |first| return first;
        const arena = machine.arena;
        const positions = try arena.alloc([]const *Letters, machine.heads.len);
        var starts: std.ArrayList(HeadState) = .empty;
        for (machine.heads, positions, 0..) |head, *made, at| {
            const tries = try arena.alloc(*Letters, head.words.len);
            for (head.words, tries) |words, *letters| letters.* = try machine.lettersOf(words);
            made.* = tries;
            if (tries.len > 0) try starts.append(arena, .{ .head = at, .position = 0, .letters = tries[0] });
        }
        machine.positions = positions;
        const first = try machine.number(.{ .heads = starts.items, .tails = &.{} });
        machine.first = first;
        return first;
    }

    fn step(machine: *HeadsMachine, from: State, character: u8) Allocator.Error!State {
        if (from < 0) return dead;
        const at: usize = @intCast(from);
        const row = machine.rows.items[at] orelse made: {
            const row = try machine.arena.create(Row);
            @memset(row, step_unknown);
            machine.rows.items[at] = row;
            break :made row;
        };
        if (row[character] == step_unknown) row[character] = try machine.next(at, character);
        return row[character];
    }

    fn accept(machine: *const HeadsMachine, at: State) i32 {
        if (at < 0) return 0;
        var best: i32 = 0;
        for (machine.states.items[@intCast(at)].tails) |tail| {
            best = @max(best, tail.table.accept(tail.at));
        }
        return best;
    }

    fn next(machine: *HeadsMachine, from: usize, character: u8) Allocator.Error!State {
        const arena = machine.arena;
        const configuration = machine.states.items[from];
        const heads = &machine.next_heads;
        const tails = &machine.next_tails;
        heads.clearRetainingCapacity();
        tails.clearRetainingCapacity();
        for (configuration.tails) |tail| {
            const at = try tail.table.step(tail.at, character);
            if (at != dead) try tails.append(arena, .{ .automaton = tail.automaton, .table = tail.table, .at = at });
        }
        for (configuration.heads) |head| {
            if (machine.marked and (character == inside or character == outside)) {
                try heads.append(arena, head);
            } else if (character == border) {
                if (head.letters.final) try machine.endWord(head);
            } else if (head.letters.after(character)) |letters| {
                try heads.append(arena, .{ .head = head.head, .position = head.position, .letters = letters });
            }
        }
        if (heads.items.len + tails.items.len == 0) return dead;
        return machine.number(.{ .heads = heads.items, .tails = tails.items });
    }

    fn endWord(machine: *HeadsMachine, at: HeadState) Allocator.Error!void {
        const positions = machine.positions[at.head];
        const position = at.position + 1;
        if (position < positions.len) {
            const further: HeadState = .{ .head = at.head, .position = position, .letters = positions[position] };
            try machine.next_heads.append(machine.arena, further);
        } else {
            const automaton = machine.heads[at.head].tail;
            const table = try machine.tables.get(automaton);
            try machine.next_tails.append(machine.arena, .{ .automaton = automaton, .table = table, .at = 0 });
        }
    }

    /// The number of a state; a new one is kept.
    fn number(machine: *HeadsMachine, configuration: Configuration) Allocator.Error!State {
        const arena = machine.arena;
        const key = &machine.key;
        key.clearRetainingCapacity();
        try key.append(arena, configuration.heads.len);
        for (configuration.heads) |head| try key.appendSlice(arena, &.{ head.head, head.letters.number });
        for (configuration.tails) |tail| try key.appendSlice(arena, &.{ tail.automaton, @intCast(tail.at) });
        const written = std.mem.sliceAsBytes(key.items);
        if (machine.numbers.get(written)) |known| return known;
        const made: State = @intCast(machine.states.items.len);
        try machine.states.append(arena, .{
            .heads = try arena.dupe(HeadState, configuration.heads),
            .tails = try arena.dupe(TailState, configuration.tails),
        });
        try machine.rows.append(arena, null);
        try machine.numbers.put(arena, try arena.dupe(u8, written), made);
        return made;
    }

    fn lettersOf(machine: *HeadsMachine, words: []const []const u8) Allocator.Error!*Letters {
        const root = try machine.newLetters();
        for (words) |word| {
            var node = root;
            for (word) |character| {
                node = node.after(character) orelse made: {
                    const made = try machine.newLetters();
                    try node.next.append(machine.arena, .{ .character = character, .to = made });
                    break :made made;
                };
            }
            node.final = true;
        }
        return root;
    }

    fn newLetters(machine: *HeadsMachine) Allocator.Error!*Letters {
        const made = try machine.arena.create(Letters);
        made.* = .{ .number = machine.letters };
        machine.letters += 1;
        return made;
    }
};
