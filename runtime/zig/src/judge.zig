//! What the rules and the floors say of each command of a line.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const conditions = @import("conditions.zig");
const effects = @import("effects.zig");
const facts = @import("facts.zig");
const floors = @import("floors.zig");
const match_rule = @import("match_rule.zig");
const paths = @import("paths.zig");
const prepare = @import("prepare.zig");
const reasons = @import("reasons.zig");
const states = @import("state.zig");
const types = @import("types.zig");
const unwrap = @import("unwrap.zig");
const views = @import("views.zig");

const Predicate = types.Predicate;
const Rank = reasons.Rank;
const Reason = reasons.Reason;
const Subject = match_rule.Subject;
const Truth = types.Truth;

/// What was found of one command: what each rule contributes, and the floors under it.
pub const Judgement = struct {
    command: *const unwrap.RunCommand,
    /// False for a transparent wrapper: it has no decision of its own.
    judged: bool,
    reasons: []const Reason,
    matches: []const types.RuleMatched,
    opaque_parts: []const types.OpaquePart,
};

/// Asks each predicate at most once for each argument and directory, and keeps what is to be shown.
pub const FactBook = struct {
    arena: Allocator,
    source: facts.FactSource,
    answers: std.ArrayList(Answered) = .empty,
    /// The predicates of rules that matched, in the order of commands and rules, without duplicates.
    shown: std.ArrayList(types.JudgedPredicate) = .empty,

    const Answered = struct { predicate: Predicate, directory: ?[]const u8, value: Truth };

    fn ask(book: *FactBook, about: Predicate, in: ?[]const u8) Allocator.Error!Truth {
        for (book.answers.items) |known| {
            if (samePredicate(known.predicate, about) and bytes.same(known.directory, in)) return known.value;
        }
        const value = try book.source.ask(book.arena, about, in);
        try book.answers.append(book.arena, .{ .predicate = about, .directory = in, .value = value });
        return value;
    }

    fn show(book: *FactBook, judged: types.JudgedPredicate) Allocator.Error!void {
        for (book.shown.items) |known| {
            if (known.value == judged.value and samePredicate(known.predicate, judged.predicate)) return;
        }
        try book.shown.append(book.arena, judged);
    }
};

fn samePredicate(one: Predicate, other: Predicate) bool {
    return bytes.equal(one.name, other.name) and bytes.same(one.argument, other.argument);
}

/// Judges the commands of one line.
pub const Judge = struct {
    arena: Allocator,
    ready: *prepare.Prepared,
    /// The directories that patterns start from.
    bases: paths.PathBases,
    book: FactBook,

    /// Judges one command of a line in the state that the commands before it leave.
    pub fn judgeCommand(judge: *Judge, command: *const unwrap.RunCommand, state: *const states.LineState) Allocator.Error!Judgement {
        const place: states.Directory = if (command.moved) .{ .known = false, .path = null } else state.directory;
        const runs_in = try judge.directoryOfCommand(command, place);
        var home = if (state.shell.home) null else judge.bases.home;
        var pwd = if (state.shell.pwd) null else place.path;
        for (command.simple.assignments) |one| {
            if (bytes.equal(one.name, "HOME")) home = null;
            if (bytes.equal(one.name, "PWD")) pwd = null;
        }
        var about: Subject = .{
            .arena = judge.arena,
            .command = command,
            .state = state,
            .known = judge.ready.known,
            .directory = runs_in.path,
            .where = .{
                // Patterns mean the user's own home directory, whatever the line assigns.
                .bases = judge.bases,
                .places = .{ .home = home, .pwd = pwd },
                .directory = place.path,
            },
        };
        const under = try floors.floorsOf(judge.arena, &about, judge.ready);
        var said: Contributions = .{};
        if (command.judged) try judge.contribute(&said, &about, runs_in);
        for (under) |part| {
            if (said.allowed and floors.isLifted(part.code)) continue;
            try said.reasons.append(judge.arena, .{
                .rank = judge.floorRank(part),
                .by = .@"opaque",
                .code = part.code,
                .at = part.span.start,
            });
        }
        return .{
            .command = command,
            .judged = command.judged,
            .reasons = said.reasons.items,
            .matches = said.matches.items,
            .opaque_parts = under,
        };
    }

    /// Under `default host`, foreign code is left to the host like everything else that no rule decides.
    fn floorRank(judge: *const Judge, part: types.OpaquePart) Rank {
        const given = judge.ready.defaults;
        if (part.code == .foreign_code and given.standard == .host) return .host;
        return .of(given.@"opaque");
    }

    fn directoryOfCommand(judge: *Judge, command: *const unwrap.RunCommand, shell: states.Directory) Allocator.Error!states.Directory {
        const globals = try views.globalsOf(judge.arena, command.simple.words, command.program, judge.ready.known, 0);
        if (!shell.known or !globals.directory_known) return .{ .known = false, .path = null };
        var path = shell.path;
        // Not normalised: after a link, `..` leads where the kernel goes, and not where the text goes.
        for (globals.directory) |step| {
            if (std.mem.startsWith(u8, step, "/")) {
                path = step;
            } else if (path) |folder| {
                path = try std.mem.join(judge.arena, "/", &.{ folder, step });
            }
        }
        return .{ .known = true, .path = path };
    }

    /// What the rules say of a command, or the default where none says anything.
    fn contribute(judge: *Judge, said: *Contributions, about: *Subject, in: states.Directory) Allocator.Error!void {
        const arena = judge.arena;
        const given = judge.ready.defaults;
        const command = about.command;
        const at = command.simple.span.start;
        const program = if (command.simple.words.len == 0) "" else command.program;
        // Whether the rules say so much that the default does not count.
        var settled = false;
        for (try judge.ready.candidates(program, about)) |rule| {
            const found = try match_rule.matchRule(rule, about);
            if (found.match == .no) continue;
            try said.matches.append(arena, .{ .rule = rule.rule.id, .match = found.match });
            if (found.match == .maybe) {
                if (strictestOf(rule.rule) != .allow) {
                    try said.reasons.append(arena, .{ .rank = .of(given.@"opaque"), .by = .rule, .rule = rule, .at = at });
                }
                if (!found.asks) continue;
            }
            const asker: Asker = .{ .judge = judge, .about = about, .in = in };
            const value = if (rule.rule.conditions) |condition| try judge.conditionValue(condition, asker) else .true;
            const contributed = try judge.contributionsOf(rule.rule, value, found.certain);
            for (contributed) |one| {
                var reason = one;
                reason.at = at;
                if (one.by != .default) reason.rule = rule;
                try said.reasons.append(arena, reason);
                said.allowed = said.allowed or (one.rank == .allow and one.by == .rule);
            }
            settled = settled or (contributed.len > 0 and !leavesDefault(rule.rule, value));
        }
        if (!settled) try said.reasons.append(arena, .{ .rank = .of(given.standard), .by = .default, .at = at });
    }

    /// What a rule contributes for a value of its condition, and why.
    fn contributionsOf(judge: *Judge, rule: *const types.BundleRule, value: Truth, certain: bool) Allocator.Error![]const Reason {
        if (value == .unknown) return judge.unknownReasons(rule, certain);
        const decision = if (value == .true) rule.action else rule.on_mismatch;
        if (decision == .skip or (decision == .allow and !certain)) return &.{};
        return judge.arena.dupe(Reason, &.{.{ .rank = .of(decision), .by = .rule }});
    }

    fn conditionValue(judge: *Judge, condition: *const types.Condition, asker: Asker) Allocator.Error!Truth {
        for (try conditions.predicatesOf(judge.arena, condition)) |predicate| {
            try judge.book.show(.{ .predicate = predicate, .value = try asker.ask(predicate) });
        }
        return conditions.evaluateCondition(condition, asker);
    }

    /// Why an unknown condition gives what it gives: the rule's own word for it, or whichever of its effect, its on_mismatch (the
    /// default where that leaves the command to it) and the fallback is strictest.
    fn unknownReasons(judge: *Judge, rule: *const types.BundleRule, certain: bool) Allocator.Error![]const Reason {
        if (rule.on_unknown) |decision| return judge.arena.dupe(Reason, &.{.{ .rank = .of(decision), .by = .rule }});
        const given = judge.ready.defaults;
        const leaves = rule.on_mismatch == .skip or (rule.on_mismatch == .allow and !certain);
        const all = [_]Reason{
            .{ .rank = .of(rule.action), .by = .rule },
            if (leaves) .{ .rank = .of(given.standard), .by = .default } else .{ .rank = .of(rule.on_mismatch), .by = .rule },
            .{ .rank = .of(given.condition_error), .by = .condition_error },
        };
        const strictest = all[0].rank.max(all[1].rank).max(all[2].rank);
        var found: std.ArrayList(Reason) = .empty;
        for (all) |one| {
            if (one.rank == strictest) try found.append(judge.arena, one);
        }
        return found.items;
    }
};

/// What was said of one command so far.
const Contributions = struct {
    reasons: std.ArrayList(Reason) = .empty,
    matches: std.ArrayList(types.RuleMatched) = .empty,
    /// A rule contributed allow.
    allowed: bool = false,
};

/// Asks predicates for one command.
const Asker = struct {
    judge: *Judge,
    about: *const Subject,
    in: states.Directory,

    pub fn ask(asker: Asker, predicate: Predicate) Allocator.Error!Truth {
        if (mayHaveChanged(predicate, asker.about, asker.in)) return .unknown;
        return asker.judge.book.ask(predicate, asker.in.path);
    }
};

/// Whether the line may have changed the very fact that a predicate asks for.
fn mayHaveChanged(about: Predicate, of: *const Subject, in: states.Directory) bool {
    if (effects.isFixedFact(about.name)) return false;
    const state = of.state;
    if (!in.known or state.facts.all or state.shell.lookup or effects.assignsLookup(of.command, of.known)) return true;
    if (state.facts.has(about.name)) return true;
    if (!bytes.equal(about.name, "env_is")) return false;
    const argument = about.argument orelse "";
    const variable = argument[0..bytes.endOfRun(argument, 0, bytes.isNameByte)];
    if (state.shell.names.has(variable)) return true;
    for (of.command.simple.assignments) |one| {
        if (bytes.equal(one.name, variable)) return true;
    }
    return false;
}

/// What a deny rule says of an unknown condition does not take the place of a stricter default: a deny rule never loosens.
fn leavesDefault(rule: *const types.BundleRule, value: Truth) bool {
    return rule.action == .deny and rule.on_unknown != null and value == .unknown;
}

/// The stricter of a rule's effect and its on_mismatch.
fn strictestOf(rule: *const types.BundleRule) Rank {
    const action: Rank = .of(rule.action);
    return if (rule.on_mismatch == .skip) action else action.max(.of(rule.on_mismatch));
}
