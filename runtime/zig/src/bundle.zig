//! Strict reading of a bundle.

const std = @import("std");
const Allocator = std.mem.Allocator;
const Sha256 = std.crypto.hash.sha2.Sha256;
const bytes = @import("bytes.zig");
const bundle_shape = @import("bundle_shape.zig");
const json = @import("json.zig");
const types = @import("types.zig");
const verdict = @import("verdict.zig");

const Bundle = types.Bundle;

/// How many bytes a bundle may have.
pub const most_bundle_bytes = 256 * 1024 * 1024;

/// Reads a bundle strictly: JSON in the strict profile, at most 256 MiB. The bundle lives in the arena and in the text.
///
/// It gives null (malformed_bundle) for another version, an unknown, missing or duplicate key, a value of the wrong kind, a
/// bundle_hash that is not that of the content, or a table that is no automaton.
pub fn readBundle(arena: Allocator, text: []const u8) Allocator.Error!?Bundle {
    const value = try json.read(arena, text, most_bundle_bytes) orelse return null;
    if (!bundle_shape.bundle.fits(value) or !try hasItsHash(arena, value.object)) return null;
    const made = try makeBundle(arena, value.object);
    return if (tablesHold(made.automata) and referencesHold(&made)) made else null;
}

/// Reads a bundle that was read strictly before, when it was written, and whose bytes are known by their hash: nothing of it is
/// checked again. It gives null where the file has another SHA-256 (small hexadecimal digits).
pub fn readWrittenBundle(arena: Allocator, text: []const u8, hash: []const u8) Allocator.Error!?Bundle {
    if (!bytes.equal(&hashOf(text), hash)) return null;
    const value = try json.read(arena, text, most_bundle_bytes) orelse return null;
    return if (value == .object) try makeBundle(arena, value.object) else null;
}

fn hashOf(text: []const u8) [2 * Sha256.digest_length]u8 {
    var digest: [Sha256.digest_length]u8 = undefined;
    Sha256.hash(text, &digest, .{});
    return std.fmt.bytesToHex(digest, .lower);
}

/// Whether the hash is the SHA-256 of the canonical JSON of everything but the hash itself.
fn hasItsHash(arena: Allocator, object: *const json.Object) Allocator.Error!bool {
    var keys: std.ArrayList([]const u8) = .empty;
    var values: std.ArrayList(json.Value) = .empty;
    for (object.keys, object.values) |key, value| {
        if (bytes.equal(key, "bundle_hash")) continue;
        try keys.append(arena, key);
        try values.append(arena, value);
    }
    const rest = try json.Object.init(arena, keys.items, values.items);
    var text: std.ArrayList(u8) = .empty;
    try verdict.appendCanonical(arena, &text, .{ .object = &rest.? });
    return object.get("bundle_hash").isText(&hashOf(text.items));
}

fn tablesHold(tables: []const types.AutomatonTable) bool {
    for (tables) |table| {
        if (!isAutomaton(table)) return false;
    }
    return true;
}

/// Wants equal lengths, ascending disjoint byte ranges and targets that exist.
fn isAutomaton(table: types.AutomatonTable) bool {
    const states = table.accept.len;
    if (table.others.len != states or table.ranges.len != states) return false;
    for (table.others, table.ranges) |others, ranges| {
        if (others >= states or ranges.len % 3 != 0) return false;
        var last: i32 = -1;
        var at: usize = 0;
        while (at < ranges.len) : (at += 3) {
            const low, const high, const target = ranges[at..][0..3].*;
            if (low <= last or high < low or high > 0xff or target >= states) return false;
            last = high;
        }
    }
    return true;
}

const most_path_sets = 8;

/// Whether every automaton that a rule names exists, and no rule is named twice.
fn referencesHold(bundle: *const Bundle) bool {
    for (bundle.commands, 0..) |rule, at| {
        for (bundle.commands[0..at]) |other| {
            if (bytes.equal(other.id, rule.id)) return false;
        }
        if (rule.path_sets.len > most_path_sets) return false;
        for ([_]?types.Program{ rule.strict, rule.loose, rule.except }) |program| {
            if (program) |one| {
                if (!automataExist(one, bundle.automata.len)) return false;
            }
        }
    }
    return true;
}

fn automataExist(program: types.Program, count: usize) bool {
    switch (program) {
        .automaton => |automaton| return automaton < count,
        .heads => |heads| for (heads) |head| {
            if (head.tail >= count) return false;
        },
    }
    return true;
}

/// Takes what decides something out of a value that has the shape of a bundle.
fn makeBundle(arena: Allocator, object: *const json.Object) Allocator.Error!Bundle {
    const tables = object.get("automata").asList();
    const automata = try arena.alloc(types.AutomatonTable, tables.len);
    for (tables, automata) |table, *made| made.* = try makeTable(arena, table.asObject());
    const rules = object.get("commands").asList();
    const commands = try arena.alloc(types.BundleRule, rules.len);
    for (rules, commands) |rule, *made| made.* = try makeRule(arena, rule.asObject());
    return .{
        .policy_hash = object.get("policy_hash").asText() orelse "",
        .defaults = makeDefaults(object.get("defaults").asObject()),
        .registry = object.get("registry").asObject(),
        .automata = automata,
        .commands = commands,
    };
}

pub fn makeDefaults(given: *const json.Object) types.Defaults {
    return .{
        .standard = decisionOf(given, "default"),
        .@"opaque" = decisionOf(given, "opaque"),
        .condition_error = decisionOf(given, "condition_error"),
        .unattended = decisionOf(given, "unattended"),
    };
}

/// The decision that a key names; a deny for anything else, which the shape of a bundle rules out.
fn decisionOf(object: *const json.Object, key: []const u8) types.Decision {
    return std.meta.stringToEnum(types.Decision, object.get(key).asText() orelse "") orelse .deny;
}

fn makeTable(arena: Allocator, table: *const json.Object) Allocator.Error!types.AutomatonTable {
    const rows = table.get("ranges").asList();
    const ranges = try arena.alloc([]const i32, rows.len);
    for (rows, ranges) |row, *made| made.* = try numbersOf(arena, row);
    return .{
        .accept = try numbersOf(arena, table.get("accept")),
        .others = try numbersOf(arena, table.get("default")),
        .ranges = ranges,
    };
}

pub fn numbersOf(arena: Allocator, value: json.Value) Allocator.Error![]const i32 {
    const list = value.asList();
    const numbers = try arena.alloc(i32, list.len);
    for (list, numbers) |one, *number| number.* = if (one == .number) std.math.lossyCast(i32, one.number) else 0;
    return numbers;
}

/// The keys of a rule that are for people and hosts: nothing is decided by them.
pub const indecisive_keys = [_][]const u8{
    "source",
    "matcher",
    "pattern",
    "normalized_pattern",
    "matchers",
    "conditional",
    "platform_action",
    "shell_entry",
    "native",
};

pub fn makeRule(arena: Allocator, rule: *const json.Object) Allocator.Error!types.BundleRule {
    const sets = rule.get("path_sets").asList();
    const path_sets = try arena.alloc([]const []const u8, sets.len);
    for (sets, path_sets) |set, *made| made.* = try set.asTexts(arena) orelse &.{};
    return .{
        .id = rule.get("id").asText() orelse "",
        .action = decisionOf(rule, "action"),
        .on_mismatch = decisionOf(rule, "on_mismatch"),
        .on_unknown = if (rule.get("on_unknown") == .text) decisionOf(rule, "on_unknown") else null,
        .conditions = try makeConditions(arena, rule.get("conditions")),
        .reason = rule.get("reason").asText(),
        .strict = try makeProgram(arena, rule.get("strict")),
        .loose = try makeProgram(arena, rule.get("loose")),
        .except = try makeProgram(arena, rule.get("except")),
        .programs = try rule.texts(arena, "programs"),
        .global_options = try rule.texts(arena, "global_options") orelse &.{},
        .path_sets = path_sets,
        .writes = try rule.texts(arena, "writes"),
        .reads = try rule.texts(arena, "reads"),
        .env = try rule.texts(arena, "env"),
    };
}

fn makeProgram(arena: Allocator, value: json.Value) Allocator.Error!?types.Program {
    if (value != .object) return null;
    if (!value.object.get("kind").isText("heads")) return .{ .automaton = value.object.get("automaton").asIndex() };
    const listed = value.object.get("heads").asList();
    const heads = try arena.alloc(types.ProgramHead, listed.len);
    for (listed, heads) |one, *made| {
        const head = one.asObject();
        const positions = head.get("words").asList();
        const words = try arena.alloc([]const []const u8, positions.len);
        for (positions, words) |alternatives, *word| word.* = try alternatives.asTexts(arena) orelse &.{};
        made.* = .{ .words = words, .tail = head.get("tail").asIndex() };
    }
    return .{ .heads = heads };
}

fn makeConditions(arena: Allocator, value: json.Value) Allocator.Error!?*const types.Condition {
    if (value != .object) return null;
    const made = try arena.create(types.Condition);
    made.* = try makeCondition(arena, value.object);
    return made;
}

fn makeCondition(arena: Allocator, object: *const json.Object) Allocator.Error!types.Condition {
    const required = object.get("required").isTrue();
    const name = object.get("name").asText() orelse {
        const listed = object.get("conditions").asList();
        const members = try arena.alloc(types.Condition, listed.len);
        for (listed, members) |member, *made| made.* = try makeCondition(arena, member.asObject());
        // The shape of a bundle knows no other mode than these.
        const mode = std.meta.stringToEnum(types.Condition.Mode, object.get("mode").asText() orelse "") orelse .all;
        return .{ .required = required, .form = .{ .list = .{ .mode = mode, .members = members } } };
    };
    return .{ .required = required, .form = .{ .predicate = .{ .name = name, .argument = object.get("value").asText() } } };
}
