//! Requests of `--serve`, and facts as they are given.

const std = @import("std");
const Allocator = std.mem.Allocator;
const codes = @import("codes.zig");
const json = @import("json.zig");
const shape = @import("shape.zig");
const types = @import("types.zig");

const Shape = shape.Shape;

/// How many bytes a request may have.
pub const most_request_bytes = 1024 * 1024;

const fact: Shape = .{ .either = &.{ &shape.boolean, &.{ .one_of = &.{"unknown"} } } };

/// Facts as they are given: values by name; `root` and `home` are directories.
const facts: Shape = .{ .map = .{ .value = &fact, .named = &.{ .{ "root", &shape.text }, .{ "home", &shape.text } } } };

/// The largest whole number that every JSON reader keeps as it is.
const most_whole = (1 << 53) - 1;

const identifier: Shape = .{ .either = &.{ &shape.text, &.{ .whole = .{ .low = -most_whole, .high = most_whole } } } };

const request_shape: Shape = .{ .object = .{
    .required = &.{.{ "command", &shape.text }},
    .optional = &.{
        .{ "id", &.{ .or_null = &identifier } },
        .{ "cwd", &.{ .or_null = &.directory } },
        .{ "facts", &.{ .or_null = &facts } },
        .{ "unattended", &shape.boolean },
    },
} };

/// A request with its id, or why it is refused; with the id where that could be read, else null.
pub const Reading = struct {
    id: json.Value = .null,
    asks: union(enum) {
        command: types.CommandRequest,
        refused: codes.InputError,
    },
};

/// Reads one request of `--serve`. Only `command` is required; `cwd` is an absolute path, empty or null for unknown. The request
/// lives in the arena and in the text.
pub fn readRequest(arena: Allocator, text: []const u8) Allocator.Error!Reading {
    const value = try json.read(arena, text, most_request_bytes) orelse return .{ .asks = .{ .refused = .bad_json } };
    const object = value.asObject();
    const named = object.get("id");
    const id: json.Value = if (identifier.fits(named)) named else .null;
    if (!request_shape.fits(value)) return .{ .id = id, .asks = .{ .refused = .bad_request } };
    const cwd = object.get("cwd").asText() orelse "";
    return .{ .id = id, .asks = .{ .command = .{
        .command = object.get("command").asText() orelse "",
        .cwd = if (cwd.len == 0) null else cwd,
        .facts = if (object.get("facts") == .object) object.get("facts").object else null,
        .unattended = object.get("unattended").isTrue(),
    } } };
}

/// The facts of `--facts`, or what is wrong with them.
pub const FactsReading = union(enum) {
    facts: *const json.Object,
    problem: []const u8,
};

/// Reads the text of `--facts`.
pub fn readFacts(arena: Allocator, text: []const u8) Allocator.Error!FactsReading {
    const value = try json.read(arena, text, std.math.maxInt(usize)) orelse {
        return .{ .problem = "it is not JSON, or it names a fact twice" };
    };
    if (!facts.fits(value)) return .{ .problem = "a fact is true, false or \"unknown\", and `root` and `home` are texts" };
    return .{ .facts = value.object };
}
