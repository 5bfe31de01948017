//! Commands that stand behind a program which the registry does not know.

const std = @import("std");
const Allocator = std.mem.Allocator;
const globalsOf = @import("views.zig").globalsOf;
const match = @import("match.zig");
const programOf = @import("unwrap.zig").programOf;
const registry = @import("registry.zig");
const shell = @import("shell_types.zig");
const types = @import("types.zig");
const view_words = @import("view_words.zig");
const views = @import("views.zig");

const StateSet = match.StateSet;

/// The words of a command for the search.
pub const SuffixWords = struct {
    /// As they could be, and each as a reduced program word.
    words: view_words.ViewWords,
    programs: view_words.ViewWords,
    /// For each word that names a program with global options, those options.
    skips: []const ?views.GlobalOptions,
    /// The reduced program word that each would be.
    names: []const ?[]const u8,
};

/// Makes the words of a command ready for the search.
pub fn prepareSuffix(
    arena: Allocator,
    words: shell.Words,
    known: *registry.KnownCommands,
    places: view_words.Places,
) Allocator.Error!SuffixWords {
    const names = try arena.alloc(?[]const u8, words.len);
    const skips = try arena.alloc(?views.GlobalOptions, words.len);
    for (words, names, skips, 0..) |word, *name, *skip, at| {
        name.* = try programOf(arena, word);
        const options = try globalsOf(arena, words, name.*, known, at);
        skip.* = if (options.unclear or options.end > at + 1) options else null;
    }
    const viewed = try views.suffixViews(arena, words, names, places);
    return .{ .words = viewed.loose, .programs = viewed.reduced, .skips = skips, .names = names };
}

/// Whether the words from some later word on are in a language: one forward pass over the words with all runs together, one
/// starting at every word. Yes where every word is known and one run ends in the language; else maybe where one could. Past the
/// budget of steps the answer is maybe.
pub fn suffixMatch(
    arena: Allocator,
    language: *const match.Language,
    suffix: *const SuffixWords,
    marker: match.Marker,
) Allocator.Error!types.Answer {
    const machine = language.machine;
    var search: match.Run = .init(arena, machine, marker);
    const start = try StateSet.of(arena, &.{try machine.start()});
    const none = try StateSet.of(arena, &.{});
    // States of all runs together, and those that one run is surely in; both also for runs that wait for a later word.
    var live = none;
    var sure = none;
    const length = suffix.words.len;
    var waiting: WaitingStates = try .init(arena, length + 1);
    var waiting_sure: WaitingStates = try .init(arena, length + 1);
    for (1..length) |at| {
        const started = try search.word(start, suffix.programs[at]);
        const surely = if (started.list.items.len == 1) started else none;
        live = try .joined(arena, try search.word(try waiting.join(live, at), suffix.words[at]), started);
        sure = try .joined(arena, try singles(&search, try waiting_sure.join(sure, at), suffix.words[at]), surely);
        if (suffix.skips[at]) |skip| {
            if (skip.unclear) {
                try waiting.add(length, try search.word(started, view_words.unknown_words));
            } else {
                try waiting.add(skip.end, started);
                try waiting_sure.add(skip.end, surely);
            }
        }
        if (search.exhausted()) return .maybe;
    }
    for ((try waiting_sure.join(sure, length)).list.items) |state| {
        if (machine.accept(state) == 2) return .yes;
    }
    const ended = try waiting.join(live, length);
    return if (match.answerOf(machine, ended) == .no) .no else .maybe;
}

/// Where each state goes with a word, as far as that is one state whatever the word is.
fn singles(search: *match.Run, states: *const StateSet, word: *const view_words.ViewWord) Allocator.Error!*StateSet {
    const found = try StateSet.of(search.arena, &.{});
    for (states.list.items) |from| {
        const next = try search.word(try .of(search.arena, &.{from}), word);
        if (next.list.items.len == 1) _ = try found.add(search.arena, next.list.items[0]);
    }
    return found;
}

/// States of runs that leave out words, by the index of the word that they go on with.
const WaitingStates = struct {
    arena: Allocator,
    sets: []?*StateSet,

    fn init(arena: Allocator, count: usize) Allocator.Error!WaitingStates {
        const sets = try arena.alloc(?*StateSet, count);
        @memset(sets, null);
        return .{ .arena = arena, .sets = sets };
    }

    fn add(waiting: *WaitingStates, index: usize, states: *StateSet) Allocator.Error!void {
        waiting.sets[index] = try waiting.join(states, index);
    }

    /// Some states, and those that go on with that word.
    fn join(waiting: *const WaitingStates, states: *StateSet, index: usize) Allocator.Error!*StateSet {
        const more = waiting.sets[index] orelse return states;
        return .joined(waiting.arena, states, more);
    }
};
