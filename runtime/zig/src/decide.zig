//! The decision on a command line.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const codes = @import("codes.zig");
const facts = @import("facts.zig");
const json = @import("json.zig");
const judges = @import("judge.zig");
const paths = @import("paths.zig");
const prepare = @import("prepare.zig");
const reasons = @import("reasons.zig");
const states = @import("state.zig");
const types = @import("types.zig");
const unwrap = @import("unwrap.zig");
const verdicts = @import("verdict.zig");

const Judgement = judges.Judgement;
const OpaquePart = types.OpaquePart;
const Reason = reasons.Reason;
const Verdict = types.Verdict;

/// What surrounds the line: directories and facts that the caller knows. Facts of the request go before them.
pub const Surroundings = struct {
    /// The policy's root (the repository) and the home directory, as absolute paths.
    root: ?[]const u8 = null,
    home: ?[]const u8 = null,
    /// Asked only where the request gives no facts.
    facts: facts.FactSource = .none,
};

/// Decides on a command line. It gives a verdict for every input: over a budget or for bad bytes deny by input, and so where
/// memory does not suffice. The verdict lives in the arena, the request and the policy.
///
///     decide(arena, ready, .{ .command = "git push -f" }, .{}).decision // .deny
pub fn decide(arena: Allocator, ready: *prepare.Prepared, request: types.CommandRequest, around: Surroundings) Verdict {
    return decideLine(arena, ready, request, around) catch verdicts.refuse(.internal_error, ready.policy_hash);
}

fn decideLine(
    arena: Allocator,
    ready: *prepare.Prepared,
    request: types.CommandRequest,
    around: Surroundings,
) Allocator.Error!Verdict {
    const policy_hash = ready.policy_hash;
    const line = request.command;
    if (refusalOf(line)) |problem| return verdicts.refuse(problem, policy_hash);
    const read = switch (try unwrap.readLine(arena, line, ready.known)) {
        .refused => |problem| return verdicts.refuse(problem, policy_hash),
        .commands => |commands| commands,
    };
    const given = request.facts;
    const bases: paths.PathBases = .{
        .root = paths.directoryOf(givenText(given, "root") orelse around.root),
        .home = paths.directoryOf(givenText(given, "home") orelse around.home),
    };
    var judge: judges.Judge = .{
        .arena = arena,
        .ready = ready,
        .bases = bases,
        .book = .{ .arena = arena, .source = if (given) |values| .{ .given = values } else around.facts },
    };
    const befores = try states.statesOf(arena, &read, ready.known, paths.directoryOf(request.cwd), bases.home);
    const judgements = try arena.alloc(Judgement, read.commands.len);
    var opaque_parts: std.ArrayList(OpaquePart) = .empty;
    try opaque_parts.appendSlice(arena, read.opaque_parts);
    for (read.commands, befores, judgements) |command, *state, *judgement| {
        judgement.* = try judge.judgeCommand(command, state);
        try opaque_parts.appendSlice(arena, judgement.opaque_parts);
    }
    const made: Conclusion = .{ .arena = arena, .ready = ready, .unattended = request.unattended };
    var verdict = try made.conclude(line, judgements, read.opaque_parts, opaque_parts.items);
    verdict.conditions = judge.book.shown.items;
    return verdict;
}

fn givenText(given: ?*const json.Object, key: []const u8) ?[]const u8 {
    return if (given) |values| values.get(key).asText() else null;
}

fn refusalOf(line: []const u8) ?codes.InputError {
    if (!std.unicode.utf8ValidateSlice(line)) return .not_utf8;
    if (line.len > codes.most_line) return .too_long;
    return if (std.mem.findScalar(u8, line, 0) != null) .nul_byte else null;
}

/// Puts the commands and the line's own floors together.
const Conclusion = struct {
    arena: Allocator,
    ready: *const prepare.Prepared,
    unattended: bool,

    fn conclude(
        made: Conclusion,
        line: []const u8,
        judgements: []const Judgement,
        line_floors: []const OpaquePart,
        opaque_parts: []const OpaquePart,
    ) Allocator.Error!Verdict {
        const arena = made.arena;
        const given = made.ready.defaults;
        var all: std.ArrayList(Reason) = .empty;
        var commands: std.ArrayList(types.CommandVerdict) = .empty;
        for (judgements) |judgement| {
            try all.appendSlice(arena, judgement.reasons);
            if (judgement.judged) try commands.append(arena, try made.commandVerdict(judgement));
        }
        for (line_floors) |part| {
            try all.append(arena, .{ .rank = .of(given.@"opaque"), .by = .@"opaque", .code = part.code, .at = part.span.start });
        }
        if (commands.items.len == 0) try all.append(arena, .{ .rank = .of(given.standard), .by = .default });
        const deciding = reasons.selectReason(all.items);
        return .{
            .decision = made.decisionOf(deciding.rank),
            .leave_to_host = deciding.rank == .host,
            .by = deciding.by,
            .rule = deciding.ruleId(),
            .reason = try made.explain(deciding, line, opaque_parts),
            .commands = commands.items,
            .@"opaque" = try inSourceOrder(arena, opaque_parts),
            .policy_hash = made.ready.policy_hash,
        };
    }

    fn commandVerdict(made: Conclusion, of: Judgement) Allocator.Error!types.CommandVerdict {
        const deciding = reasons.selectReason(of.reasons);
        const words = of.command.simple.words;
        const argv = try made.arena.alloc([]const u8, words.len);
        for (words, argv) |word, *text| text.* = try bytes.toText(made.arena, word.literal() orelse word.source);
        return .{
            .argv = argv,
            .span = of.command.simple.span,
            .decision = made.decisionOf(deciding.rank),
            .leave_to_host = deciding.rank == .host,
            .by = deciding.by,
            .rule = deciding.ruleId(),
            .matches = of.matches,
        };
    }

    fn decisionOf(made: Conclusion, rank: reasons.Rank) types.Decision {
        return switch (rank) {
            .allow => .allow,
            .host => .request,
            .request => if (made.unattended) made.ready.defaults.unattended else .request,
            .deny => .deny,
        };
    }

    /// Why, in one sentence for people: the rule's own reason, or what decided in its place.
    fn explain(made: Conclusion, of: Reason, line: []const u8, opaque_parts: []const OpaquePart) Allocator.Error!?[]const u8 {
        const arena = made.arena;
        switch (of.by) {
            .rule => return if (of.rule) |rule| rule.rule.reason else null,
            .condition_error => {
                return try std.mem.concat(arena, u8, &.{ "A condition of rule ", of.ruleId() orelse "", " could not be evaluated." });
            },
            .default => {
                const standard = @tagName(made.ready.defaults.standard);
                return try std.mem.concat(arena, u8, &.{ "No rule decides this; the policy's default is ", standard, "." });
            },
            .input => return try std.mem.concat(arena, u8, &.{ codes.InputError.internal_error.reason(), "." }),
            .@"opaque" => {},
        }
        const code = of.code orelse return null;
        const shown = for (opaque_parts) |part| {
            if (part.code != code or part.span.start != of.at) continue;
            break try std.mem.concat(arena, u8, &.{ ": ", try excerpt(arena, line, part.span) });
        } else "";
        return try std.mem.concat(arena, u8, &.{ "Not everything this runs is known: ", code.reason(), shown });
    }
};

const most_excerpt = 60;

fn excerpt(arena: Allocator, line: []const u8, place: types.Span) Allocator.Error![]const u8 {
    const end = @min(place.end, place.start + most_excerpt);
    const text = try arena.dupe(u8, try bytes.toText(arena, bytes.between(line, place.start, end)));
    for (text) |*character| {
        if (std.ascii.isControl(character.*)) character.* = ' ';
    }
    return std.mem.concat(arena, u8, &.{ "`", text, if (place.end > end) "…`" else "`" });
}

fn inSourceOrder(arena: Allocator, parts: []const OpaquePart) Allocator.Error![]const OpaquePart {
    const sorted = try arena.dupe(OpaquePart, parts);
    std.mem.sort(OpaquePart, sorted, {}, standsBefore);
    var kept: std.ArrayList(OpaquePart) = .empty;
    for (sorted) |part| {
        if (kept.last()) |last| {
            if (std.meta.eql(last, part)) continue;
        }
        try kept.append(arena, part);
    }
    return kept.items;
}

fn standsBefore(_: void, one: OpaquePart, other: OpaquePart) bool {
    const left = [_]usize{ one.span.start, one.span.end, @backingInt(one.code) };
    const right = [_]usize{ other.span.start, other.span.end, @backingInt(other.code) };
    return std.mem.order(usize, &left, &right) == .lt;
}
