//! JSON in the strict profile, canonical JSON, and texts for people.

const std = @import("std");
const hooks = @import("hooks.zig");
const json = @import("json.zig");
const say_decision = @import("say_decision.zig");
const verdicts = @import("verdict.zig");

const Allocator = std.mem.Allocator;
const testing = std.testing;

/// A text read strictly and written canonically; empty where it breaches the profile.
fn canonical(arena: Allocator, text: []const u8) ![]const u8 {
    const value = try json.read(arena, text, text.len) orelse return "";
    var out: std.ArrayList(u8) = .empty;
    try verdicts.appendCanonical(arena, &out, value);
    return out.items;
}

test "strict JSON" {
    var kept: std.heap.ArenaAllocator = .init(testing.allocator);
    defer kept.deinit();
    const arena = kept.allocator();
    const opened: [64]u8 = @splat('[');
    const closed: [64]u8 = @splat(']');
    const deep = opened ++ closed;
    const rows = [_]struct { []const u8, []const u8 }{
        .{ "{\"b\":1,\"a\":[null,true,-0]}", "{\"a\":[null,true,0],\"b\":1}" },
        .{ " \"a\\u0041\\ud83d\\ude00\\/\" ", "\"aA😀/\"" },
        .{
            "[1e21,1e-7,0.1,123456789012345680000,1.5e300,1E2,5e-324,-1.25]",
            "[1e+21,1e-7,0.1,123456789012345680000,1.5e+300,100,5e-324,-1.25]",
        },
        .{ "\"\\u0000\\u001f\\u007f\\b\"", "\"\\u0000\\u001f\x7f\\b\"" },
        .{ "{\"\\ue000\":1,\"😀\":2}", "{\"😀\":2,\"\u{e000}\":1}" },
        .{ "{\"aé\":1,\"aè\":2,\"a\":3}", "{\"a\":3,\"aè\":2,\"aé\":1}" },
        .{ &deep, &deep },
        .{ &("[".* ++ deep ++ "]".*), "" },
        .{ "{\"a\":1,\"\\u0061\":2}", "" },
        .{ "{\"1\":1,\"2\":2,\"3\":3,\"4\":4,\"5\":5,\"6\":6,\"7\":7,\"8\":8,\"9\":9,\"1\":1}", "" },
        .{ "\"\\ud800\"", "" },
        .{ "\"\\ud800\\u0041\"", "" },
        .{ "\"\\udc00\"", "" },
        .{ "\"\xff\"", "" },
        .{ "\u{feff}1", "" },
        .{ "01", "" },
        .{ "1.", "" },
        .{ ".5", "" },
        .{ "+1", "" },
        .{ "-", "" },
        .{ "1e400", "" },
        .{ "[1,]", "" },
        .{ "{\"a\":1,}", "" },
        .{ "'a'", "" },
        .{ "tru", "" },
        .{ "\"\n\"", "" },
        .{ "", "" },
        .{ "1 2", "" },
    };
    for (rows) |row| try testing.expectEqualStrings(row[1], try canonical(arena, row[0]));
}

test "the protocols are the shared ones" {
    var kept: std.heap.ArenaAllocator = .init(testing.allocator);
    defer kept.deinit();
    const shared = try std.Io.Dir.cwd().readFileAlloc(testing.io, "../protocols.json", kept.allocator(), .unlimited);
    try testing.expectEqualStrings(shared, hooks.protocols_json);
}

test "texts are cut by characters" {
    var kept: std.heap.ArenaAllocator = .init(testing.allocator);
    defer kept.deinit();
    const rows = [_]struct { []const u8, usize, []const u8 }{
        .{ "abc", 3, "abc" },
        .{ "abcd", 3, "abc…" },
        .{ "äöüß", 3, "äöü…" },
        .{ "a😀😀😀", 3, "a😀😀…" },
    };
    for (rows) |row| try testing.expectEqualStrings(row[2], try say_decision.cutText(kept.allocator(), row[0], row[1]));
}
