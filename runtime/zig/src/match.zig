//! Languages of rules, run over the words of views.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const codes = @import("codes.zig");
const machines = @import("machine.zig");
const match_rule = @import("match_rule.zig");
const types = @import("types.zig");
const view_words = @import("view_words.zig");

const Answer = types.Answer;
const Machine = machines.Machine;
const State = machines.State;
const ViewWord = view_words.ViewWord;
const dead = machines.dead;

/// Whether a word is a path inside, per path set of a rule.
pub const Marks = []const Answer;

/// What gives the marks of words; null for rules without path sets.
pub const Marker = ?*match_rule.Marker;

/// A language of a rule, ready to run.
pub const Language = struct {
    machine: Machine,
    /// Literal heads, for views without unknown parts; null where there is one table for all.
    heads: ?[]const types.ProgramHead,
    tables: *const machines.Tables,
};

/// Makes a program of the bundle ready to run; null where there is none. marked: its rule has path sets, so that marks stand
/// before borders. arena is the policy's.
pub fn prepareLanguage(
    arena: Allocator,
    program: ?types.Program,
    tables: *const machines.Tables,
    marked: bool,
) Allocator.Error!?*const Language {
    const made = try arena.create(Language);
    switch (program orelse return null) {
        .automaton => |automaton| made.* = .{ .machine = .{ .table = try tables.get(automaton) }, .heads = null, .tables = tables },
        .heads => |heads| {
            const machine = try arena.create(machines.HeadsMachine);
            machine.* = .{ .arena = arena, .heads = heads, .tables = tables, .marked = marked };
            made.* = .{ .machine = .{ .heads = machine }, .heads = heads, .tables = tables };
        },
    }
    return made;
}

/// Runs a language over the words of a view. A view with unknown parts stands for all its fillings: yes if every filling is
/// accepted, no if none is, else maybe; maybe also where the search goes over its budget of steps.
pub fn matchWords(language: *const Language, words: []const *const ViewWord, marker: Marker) Allocator.Error!Answer {
    if (marker == null and allLiteral(words)) return labelAnswer(try runLiteral(language, words));
    const arena = language.tables.memoryOfRun();
    var search: Run = .init(arena, language.machine, marker);
    var states = try StateSet.of(arena, &.{try language.machine.start()});
    for (words) |word| {
        states = try search.word(states, word);
        if (search.exhausted()) return .maybe;
        if (states.isDead()) return .no;
    }
    return answerOf(language.machine, states);
}

fn allLiteral(words: []const *const ViewWord) bool {
    for (words) |word| {
        if (word.literal == null) return false;
    }
    return true;
}

fn labelAnswer(label: i32) Answer {
    return switch (label) {
        0 => .no,
        1 => .maybe,
        else => .yes,
    };
}

/// What a set of states says: all accept surely, none accepts, or neither.
pub fn answerOf(machine: Machine, states: *const StateSet) Answer {
    var all = true;
    var none = true;
    for (states.list.items) |at| {
        const label = machine.accept(at);
        all = all and label == 2;
        none = none and label == 0;
    }
    if (none) return .no;
    return if (all) .yes else .maybe;
}

fn runLiteral(language: *const Language, words: []const *const ViewWord) Allocator.Error!i32 {
    const heads = language.heads orelse return runFrom(language.machine, words);
    var best: i32 = 0;
    for (heads) |head| {
        const length = head.words.len;
        if (length == 0 or length > words.len or !headHolds(head.words, words[0..length])) continue;
        best = @max(best, try runFrom(.{ .table = try language.tables.get(head.tail) }, words[length..]));
    }
    return best;
}

fn headHolds(head: []const []const []const u8, words: []const *const ViewWord) bool {
    for (head, words) |alternatives, word| {
        if (!bytes.contains(alternatives, word.literal.?)) return false;
    }
    return true;
}

fn runFrom(machine: Machine, words: []const *const ViewWord) Allocator.Error!i32 {
    var at = try machine.start();
    for (words) |word| {
        for (word.literal.?) |character| at = try machine.step(at, character);
        at = try machine.step(at, machines.border);
        if (at == dead) return 0;
    }
    return machine.accept(at);
}

/// A set of states in the order in which they were added.
pub const StateSet = struct {
    list: std.ArrayList(State) = .empty,
    /// Made for large sets only.
    seen: std.AutoHashMapUnmanaged(State, void) = .empty,

    const few_states = 16;

    pub fn of(arena: Allocator, states: []const State) Allocator.Error!*StateSet {
        const set = try arena.create(StateSet);
        set.* = .{};
        for (states) |state| _ = try set.add(arena, state);
        return set;
    }

    /// The states of one set, and those of another behind them.
    pub fn joined(arena: Allocator, one: *const StateSet, other: *const StateSet) Allocator.Error!*StateSet {
        const both = try of(arena, one.list.items);
        for (other.list.items) |state| _ = try both.add(arena, state);
        return both;
    }

    pub fn has(set: *const StateSet, state: State) bool {
        if (set.list.items.len > few_states) return set.seen.contains(state);
        return std.mem.findScalar(State, set.list.items, state) != null;
    }

    /// Adds a state and says whether it is new.
    pub fn add(set: *StateSet, arena: Allocator, state: State) Allocator.Error!bool {
        if (set.has(state)) return false;
        try set.list.append(arena, state);
        if (set.list.items.len == few_states + 1) {
            for (set.list.items) |known| try set.seen.put(arena, known, {});
        } else if (set.list.items.len > few_states) {
            try set.seen.put(arena, state, {});
        }
        return true;
    }

    fn isDead(set: *const StateSet) bool {
        return set.list.items.len == 1 and set.list.items[0] == dead;
    }
};

/// Lead bytes of characters in UTF-8 and how many bytes follow them.
const multibyte = [_]struct { low: u8, high: u8, follow: usize }{
    .{ .low = 0xc2, .high = 0xdf, .follow = 1 },
    .{ .low = 0xe0, .high = 0xef, .follow = 2 },
    .{ .low = 0xf0, .high = 0xf4, .follow = 3 },
};

/// One run of a machine over words with unknown parts; it counts its steps.
pub const Run = struct {
    /// Of the run: nothing outlives it.
    arena: Allocator,
    machine: Machine,
    marker: Marker,
    steps: usize = 0,

    pub fn init(arena: Allocator, machine: Machine, marker: Marker) Run {
        return .{ .arena = arena, .machine = machine, .marker = marker };
    }

    /// Whether the run is over its budget: every answer is then maybe.
    pub fn exhausted(run: *const Run) bool {
        return run.steps > codes.most_steps;
    }

    /// The states after one word of a view, its border included; the word may stand for none or several.
    pub fn word(run: *Run, states: *StateSet, one: *const ViewWord) Allocator.Error!*StateSet {
        const marks: Marks = if (run.marker) |marker| try marker.marksOf(one) else &.{};
        if (one.literal) |literal| return run.borderOf(try run.text(states, literal), marks);
        var is_glob = false;
        var vanishes = true;
        for (one.parts) |part| {
            is_glob = is_glob or part.isGlob();
            vanishes = vanishes and (part.kind == .many or part.kind == .names);
        }
        if (is_glob) return run.globWord(states, one, marks);
        const ended = try run.borderOf(try run.parts(states, one, marks), marks);
        return if (vanishes) StateSet.joined(run.arena, states, ended) else ended;
    }

    /// Reads a glob: one or more words that match it.
    fn globWord(run: *Run, states: *StateSet, one: *const ViewWord, marks: Marks) Allocator.Error!*StateSet {
        const all = try StateSet.of(run.arena, &.{});
        var fresh = states;
        while (fresh.list.items.len > 0 and !run.exhausted()) {
            const ended = try run.borderOf(try run.parts(fresh, one, marks), marks);
            fresh = try StateSet.of(run.arena, &.{});
            for (ended.list.items) |at| {
                if (try all.add(run.arena, at)) _ = try fresh.add(run.arena, at);
            }
        }
        return all;
    }

    fn parts(run: *Run, states: *StateSet, one: *const ViewWord, marks: Marks) Allocator.Error!*StateSet {
        var reached = states;
        for (one.parts) |part| reached = try run.partOf(reached, part, marks);
        return reached;
    }

    fn partOf(run: *Run, states: *StateSet, part: view_words.ViewPart, marks: Marks) Allocator.Error!*StateSet {
        return switch (part.kind) {
            .text => run.text(states, part.text),
            .any => run.character(states),
            .star => run.close(states, .of_segment),
            .many => run.closeBorders(states, marks),
            .name => run.close(states, .of_name),
            .names => {
                const first = try run.close(states, .of_name);
                return StateSet.joined(run.arena, first, try run.closeBorders(try run.borderOf(first, marks), marks));
            },
            .one, .deep, .bracket => run.close(states, .of_word),
        };
    }

    fn text(run: *Run, states: *StateSet, literal: []const u8) Allocator.Error!*StateSet {
        if (states.list.items.len == 1) {
            var at = states.list.items[0];
            for (literal) |one| at = try run.machine.step(at, one);
            run.steps += literal.len;
            return StateSet.of(run.arena, &.{at});
        }
        var reached = states;
        for (literal) |one| {
            if (run.exhausted()) break;
            reached = try run.step(reached, one);
        }
        return reached;
    }

    fn borderOf(run: *Run, states: *StateSet, marks: Marks) Allocator.Error!*StateSet {
        var reached = states;
        for (marks) |mark| {
            const next = try StateSet.of(run.arena, &.{});
            if (mark != .no) try run.stepInto(next, reached, machines.inside);
            if (mark != .yes) try run.stepInto(next, reached, machines.outside);
            reached = next;
        }
        return run.step(reached, machines.border);
    }

    /// The states after one byte.
    fn step(run: *Run, states: *const StateSet, one: u8) Allocator.Error!*StateSet {
        const next = try StateSet.of(run.arena, &.{});
        try run.stepInto(next, states, one);
        return next;
    }

    fn stepInto(run: *Run, next: *StateSet, states: *const StateSet, one: u8) Allocator.Error!void {
        for (states.list.items) |at| _ = try next.add(run.arena, try run.machine.step(at, one));
        run.steps += states.list.items.len;
    }

    /// Reads one character but a slash.
    fn character(run: *Run, states: *const StateSet) Allocator.Error!*StateSet {
        const all = try StateSet.of(run.arena, &.{});
        for (states.list.items) |at| {
            for (try run.successors(at, .of_segment)) |next| _ = try all.add(run.arena, next);
        }
        for (multibyte) |lead| {
            var from = try run.range(states, lead.low, lead.high);
            for (0..lead.follow) |_| from = try run.range(from, 0x80, 0xbf);
            for (from.list.items) |at| _ = try all.add(run.arena, at);
        }
        return all;
    }

    /// The states after one byte of a range.
    fn range(run: *Run, states: *const StateSet, low: u8, high: u8) Allocator.Error!*StateSet {
        const all = try StateSet.of(run.arena, &.{});
        for (states.list.items) |at| {
            for (low..@as(usize, high) + 1) |one| _ = try all.add(run.arena, try run.machine.step(at, @intCast(one)));
        }
        run.steps += states.list.items.len;
        return all;
    }

    /// All states that can be reached by bytes of a kind; every state is expanded once.
    fn close(run: *Run, states: *const StateSet, kind: machines.ByteKind) Allocator.Error!*StateSet {
        return run.closeBy(states, kind, null);
    }

    /// All states that can be reached by any bytes and borders.
    fn closeBorders(run: *Run, states: *const StateSet, marks: Marks) Allocator.Error!*StateSet {
        return run.closeBy(states, .of_word, marks);
    }

    /// borders: the marks of the words that may end on the way; null where no word ends.
    fn closeBy(run: *Run, states: *const StateSet, kind: machines.ByteKind, borders: ?Marks) Allocator.Error!*StateSet {
        const all = try StateSet.of(run.arena, states.list.items);
        var queue: std.ArrayList(State) = .empty;
        try queue.appendSlice(run.arena, states.list.items);
        while (!run.exhausted()) {
            const at = queue.pop() orelse break;
            run.steps += 1;
            for (try run.successors(at, kind)) |next| {
                if (try all.add(run.arena, next)) try queue.append(run.arena, next);
            }
            const marks = borders orelse continue;
            const ended = try run.borderOf(try StateSet.of(run.arena, &.{at}), marks);
            for (ended.list.items) |next| {
                if (try all.add(run.arena, next)) try queue.append(run.arena, next);
            }
        }
        return all;
    }

    fn successors(run: *Run, from: State, kind: machines.ByteKind) Allocator.Error![]const State {
        return run.machine.successorsOf(from, kind, run.marker != null);
    }
};
