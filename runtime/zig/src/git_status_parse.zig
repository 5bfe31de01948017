//! The output of `git status --porcelain=v2 -z` (git-status(1), "Porcelain Format Version 2").

const std = @import("std");
const types = @import("types.zig");

/// What the output says of a work tree, true where it is clean: records that each end with a NUL. Unknown where a record is not
/// understood.
///
///     parseStatus("? notes\x00") // .false
pub fn parseStatus(output: []const u8) types.Truth {
    var clean: types.Truth = .true;
    var rest = output;
    while (rest.len > 0) {
        const record, rest = std.mem.cutScalar(u8, rest, 0) orelse return .unknown;
        if (std.mem.startsWith(u8, record, "# ")) continue;
        const count = fieldsOf(record) orelse return .unknown;
        if (!hasFields(record, count)) return .unknown;
        // Renames and copies have the old path as a record of its own behind them.
        if (record[0] == '2') {
            const old, rest = std.mem.cutScalar(u8, rest, 0) orelse return .unknown;
            if (old.len == 0) return .unknown;
        }
        // Ignored files are no change.
        if (record[0] != '!') clean = .false;
    }
    return clean;
}

/// How many fields a record has by its type, the last of which is a path and may hold blanks.
fn fieldsOf(record: []const u8) ?usize {
    if (record.len == 0) return null;
    return switch (record[0]) {
        '1' => 9,
        '2' => 10,
        'u' => 11,
        '?', '!' => 2,
        else => null,
    };
}

/// Whether a record is a type of one byte and then so many fields in all, none of them empty.
fn hasFields(record: []const u8, count: usize) bool {
    var rest = record;
    for (1..count) |field| {
        const text, rest = std.mem.cutScalar(u8, rest, ' ') orelse return false;
        if (text.len == 0 or (field == 1 and text.len != 1)) return false;
    }
    return rest.len > 0;
}
