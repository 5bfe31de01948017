//! Files and outputs of git, held to golden/git-facts, which all evaluators read alike.

const std = @import("std");
const git_config = @import("git_config.zig");
const git_index = @import("git_index.zig");
const git_list_refs = @import("git_list_refs.zig");
const git_status_parse = @import("git_status_parse.zig");
const git_upstream = @import("git_upstream.zig");
const json = @import("json.zig");
const verdicts = @import("verdict.zig");

const Allocator = std.mem.Allocator;
const Value = json.Value;
const testing = std.testing;

/// One recorded file: what was read, and memory for what is made of it. A byte string stands there as a text of which every character
/// is one byte.
const Vectors = struct {
    kept: std.heap.ArenaAllocator,
    rows: []const Value = &.{},

    fn read(vectors: *Vectors, name: []const u8) !void {
        vectors.* = .{ .kept = .init(testing.allocator) };
        const arena = vectors.kept.allocator();
        const path = try std.mem.concat(arena, u8, &.{ "../../golden/git-facts/", name });
        const text = try std.Io.Dir.cwd().readFileAlloc(testing.io, path, arena, .unlimited);
        const value = try json.read(arena, text, text.len) orelse return error.NotStrict;
        vectors.rows = value.asObject().get("rows").asList();
        try testing.expect(vectors.rows.len > 0);
    }

    fn end(vectors: *Vectors) void {
        vectors.kept.deinit();
    }

    fn bytesOf(vectors: *Vectors, value: Value) ![]const u8 {
        var found: std.ArrayList(u8) = .empty;
        var characters = (try std.unicode.Utf8View.init(value.asText().?)).iterator();
        while (characters.nextCodepoint()) |character| try found.append(vectors.kept.allocator(), @intCast(character));
        return found.items;
    }

    fn latin(vectors: *Vectors, text: ?[]const u8) !Value {
        var characters: std.ArrayList(u8) = .empty;
        for (text orelse return .null) |byte| try characters.print(vectors.kept.allocator(), "{u}", .{byte});
        return .{ .text = characters.items };
    }

    fn list(vectors: *Vectors, items: []const Value) !Value {
        return .{ .list = try vectors.kept.allocator().dupe(Value, items) };
    }

    /// Compares canonical JSON.
    fn same(vectors: *Vectors, wanted: Value, found: Value) !void {
        const arena = vectors.kept.allocator();
        var texts: [2]std.ArrayList(u8) = @splat(.empty);
        try verdicts.appendCanonical(arena, &texts[0], wanted);
        try verdicts.appendCanonical(arena, &texts[1], found);
        try testing.expectEqualStrings(texts[0].items, texts[1].items);
    }
};

test "configuration files" {
    var vectors: Vectors = undefined;
    try vectors.read("config.json");
    defer vectors.end();
    const arena = vectors.kept.allocator();
    for (vectors.rows) |row| {
        var found: Value = .null;
        if (try git_config.parseConfig(arena, try vectors.bytesOf(row.list[0]))) |entries| {
            const items = try arena.alloc(Value, entries.len);
            for (entries, items) |entry, *item| item.* = try vectors.list(&.{
                try vectors.latin(entry.section),
                try vectors.latin(entry.subsection),
                try vectors.latin(entry.name),
                try vectors.latin(entry.value),
            });
            found = .{ .list = items };
        }
        try vectors.same(row.list[1], found);
    }
}

test "index files" {
    var vectors: Vectors = undefined;
    try vectors.read("index.json");
    defer vectors.end();
    const arena = vectors.kept.allocator();
    for (vectors.rows) |row| {
        const written = row.list[2].asText().?;
        const index = try arena.alloc(u8, try std.base64.standard.Decoder.calcSizeForSlice(written));
        try std.base64.standard.Decoder.decode(index, written);
        var found: Value = .null;
        if (try git_index.summariseIndex(arena, index, row.list[1].asIndex())) |summary| {
            const paths = try arena.alloc(Value, summary.submodules.len);
            for (summary.submodules, paths) |path, *item| item.* = try vectors.latin(path);
            const object = try arena.create(json.Object);
            object.* = (try json.Object.init(arena, &.{ "assumed", "skipped", "submodules" }, try arena.dupe(Value, &.{
                .{ .bool = summary.assumed },
                .{ .bool = summary.skipped },
                .{ .list = paths },
            }))).?;
            found = .{ .object = object };
        }
        try vectors.same(row.list[3], found);
    }
}

test "lists of refs" {
    var vectors: Vectors = undefined;
    try vectors.read("refs.json");
    defer vectors.end();
    const arena = vectors.kept.allocator();
    for (vectors.rows) |row| {
        var found: Value = .null;
        if (try git_list_refs.parseRefList(arena, try vectors.bytesOf(row.list[0]), 40)) |records| {
            const items = try arena.alloc(Value, records.len);
            for (records, items) |record, *item| item.* = try vectors.list(&.{
                .{ .bool = record.current },
                try vectors.latin(record.name),
                try vectors.latin(record.id),
                try vectors.latin(record.upstream),
                try vectors.latin(record.remote),
            });
            found = .{ .list = items };
        }
        try vectors.same(row.list[1], found);
    }
}

test "outputs of git status" {
    var vectors: Vectors = undefined;
    try vectors.read("status.json");
    defer vectors.end();
    for (vectors.rows) |row| {
        const word = switch (git_status_parse.parseStatus(try vectors.bytesOf(row.list[0]))) {
            .true => "clean",
            .false => "dirty",
            .unknown => "unknown",
        };
        try vectors.same(row.list[1], .{ .text = word });
    }
}

test "upstreams" {
    var vectors: Vectors = undefined;
    try vectors.read("upstream.json");
    defer vectors.end();
    const arena = vectors.kept.allocator();
    for (vectors.rows) |row| {
        const config = try git_config.parseConfig(arena, try vectors.bytesOf(row.list[0]));
        const upstream: git_upstream.Upstream = if (config) |entries|
            try git_upstream.upstreamOf(arena, entries, try vectors.bytesOf(row.list[1]))
        else
            .unknown;
        try vectors.same(row.list[2], switch (upstream) {
            .ref => |ref| try vectors.latin(ref),
            .none => .{ .text = "none" },
            .unknown => .{ .text = "unknown" },
        });
    }
}
