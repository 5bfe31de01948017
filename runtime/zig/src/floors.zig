//! What is opaque of one command, whatever the rules say.

const std = @import("std");
const Allocator = std.mem.Allocator;
const OpaqueCode = @import("codes.zig").OpaqueCode;
const effects = @import("effects.zig");
const foreign = @import("foreign_code.zig");
const match_rule = @import("match_rule.zig");
const prepare = @import("prepare.zig");
const settingFloors = @import("settings.zig").settingFloors;
const suffixes = @import("suffix.zig");
const types = @import("types.zig");
const unwrap = @import("unwrap.zig");

const Prepared = prepare.Prepared;
const Subject = match_rule.Subject;

/// Whether a floor is lifted by a rule that contributes allow for this very command.
pub fn isLifted(code: OpaqueCode) bool {
    return switch (code) {
        .foreign_code, .lookup_change, .suffix_unknown => true,
        else => false,
    };
}

/// All opaque parts of a command, whatever the rules say; those that were found while it was read included.
pub fn floorsOf(arena: Allocator, about: *Subject, ready: *Prepared) Allocator.Error![]const types.OpaquePart {
    const command = about.command;
    const known = about.known;
    var parts: std.ArrayList(types.OpaquePart) = .empty;
    try parts.appendSlice(arena, command.opaque_parts);
    try parts.appendSlice(arena, try settingFloors(arena, command.simple.words, command.program, known));
    const span = command.simple.span;
    if (try effects.changesLookup(arena, command, known) or (command.redefined and try isAllowed(about, ready))) {
        try parts.append(arena, .{ .code = .lookup_change, .span = span });
    }
    if (try foreign.isForeign(arena, command, known)) {
        try parts.append(arena, .{ .code = .foreign_code, .span = span });
    } else if (try foreign.readsForeignCode(command, known)) {
        try parts.append(arena, .{ .code = .stdin_code, .span = span });
    }
    const behind = if (ready.denies) try deniedBehind(about, ready) else .no;
    switch (behind) {
        .no => {},
        .maybe => try parts.append(arena, .{ .code = .suffix_unknown, .span = span }),
        .yes => try parts.append(arena, .{ .code = .suffix_match, .span = span }),
    }
    return parts.items;
}

/// Whether an allow rule is about the name of the program.
fn isAllowed(about: *Subject, ready: *Prepared) Allocator.Error!bool {
    for (try ready.naming(about.command.program)) |number| {
        if (ready.actionOf(number) != .allow) continue;
        const rule = try ready.ruleAt(number);
        if (rule.rule.programs != null) return true;
    }
    return false;
}

/// Whether the later words of a program that the registry does not know are, or may be, a command that a deny rule matches.
fn deniedBehind(about: *Subject, ready: *Prepared) Allocator.Error!types.Answer {
    const arena = about.arena;
    const known = about.known;
    const words = about.command.simple.words;
    const program = about.command.program orelse return .no;
    if (words.len < 2 or try unwrap.knownText(arena, words[0]) == null) return .no;
    if (known.programs.has(program) or known.wrappers.has(program)) return .no;
    const suffix = try suffixes.prepareSuffix(arena, words, known, about.where.places);
    var search: DeniedSearch = .{ .about = about, .ready = ready, .suffix = &suffix };
    try search.tryRules(ready.always);
    var asked: std.StringHashMapUnmanaged(void) = .empty;
    for (suffix.names[1..]) |candidate| {
        if (search.found == .yes) break;
        if (candidate) |name| {
            if ((try asked.getOrPut(arena, name)).found_existing) continue;
        } else if (search.tried_all) {
            continue;
        } else {
            search.tried_all = true;
        }
        try search.tryRules(try ready.naming(candidate));
    }
    return search.found;
}

/// Asks the rules that deny about a suffix, each once.
const DeniedSearch = struct {
    about: *Subject,
    ready: *Prepared,
    suffix: *const suffixes.SuffixWords,
    tried: std.AutoHashMapUnmanaged(usize, void) = .empty,
    /// A word was not known, and all rules were asked.
    tried_all: bool = false,
    found: types.Answer = .no,

    fn tryRules(search: *DeniedSearch, numbers: []const usize) Allocator.Error!void {
        const arena = search.about.arena;
        for (numbers) |number| {
            if (search.found == .yes) return;
            if (search.ready.actionOf(number) != .deny) continue;
            if ((try search.tried.getOrPut(arena, number)).found_existing) continue;
            const rule = try search.ready.ruleAt(number);
            const loose = rule.loose orelse continue;
            if (try match_rule.concerns(rule, search.about) == .no) continue;
            const marker = try search.about.marksOf(rule);
            const found = try suffixes.suffixMatch(loose.tables.memoryOfRun(), loose, search.suffix, marker);
            search.found = search.found.max(found);
        }
    }
};
