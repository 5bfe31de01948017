//! What the index says that `git status` does not (gitformat-index(5)).

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");

/// What an index says.
pub const IndexSummary = struct {
    /// Some entry is marked `assume-unchanged`, or `skip-worktree`: git does not look at its file.
    assumed: bool = false,
    skipped: bool = false,
    /// Paths of submodules that are not skipped.
    submodules: []const []const u8 = &.{},
};

const header_length = 12;
/// Times, device, inode, mode, owner, group and size, before the object id.
const stat_length = 40;
const mode_at = 24;
const mode_submodule = 0o160000;
const flag_assumed = 0x8000;
const flag_extended = 0x4000;
const flag_skipped = 0x4000;

/// Reads an index of version 2, 3 or 4; id_length is the hexadecimal digits of an object id. Null where it is malformed, or leans on
/// another file (a split index), or on an extension that must be known.
pub fn summariseIndex(arena: Allocator, index: []const u8, id_length: usize) Allocator.Error!?IndexSummary {
    const id_bytes = id_length / 2;
    if (index.len < id_bytes + header_length or !std.mem.startsWith(u8, index, "DIRC")) return null;
    const version = number(u32, index, 4);
    if (version < 2 or version > 4) return null;
    var reader: Reader = .{
        .arena = arena,
        // Behind the entries and extensions stands a checksum.
        .text = index[0 .. index.len - id_bytes],
        .id_bytes = id_bytes,
        .version = version,
    };
    for (0..number(u32, index, 8)) |_| {
        if (!try reader.readEntry()) return null;
    }
    if (!reader.knowsExtensions()) return null;
    reader.summary.submodules = reader.submodules.items;
    return reader.summary;
}

const Reader = struct {
    arena: Allocator,
    text: []const u8,
    id_bytes: usize,
    version: u32,
    at: usize = header_length,
    name: std.ArrayList(u8) = .empty,
    submodules: std.ArrayList([]const u8) = .empty,
    summary: IndexSummary = .{},

    fn readEntry(reader: *Reader) Allocator.Error!bool {
        const text = reader.text;
        const start = reader.at;
        const fixed = start + stat_length + reader.id_bytes + 2;
        if (fixed > text.len) return false;
        const flags = number(u16, text, fixed - 2);
        const extended = flags & flag_extended != 0;
        if (extended and (reader.version == 2 or fixed + 2 > text.len)) return false;
        const skipped = extended and number(u16, text, fixed) & flag_skipped != 0;
        var from = if (extended) fixed + 2 else fixed;
        var dropped = reader.name.items.len;
        if (reader.version == 4) dropped = readOffset(text, &from) orelse return false;
        const nul = bytes.indexFrom(text, "\x00", from) orelse return false;
        if (dropped > reader.name.items.len) return false;
        reader.name.shrinkRetainingCapacity(reader.name.items.len - dropped);
        try reader.name.appendSlice(reader.arena, text[from..nul]);
        reader.summary.assumed = reader.summary.assumed or flags & flag_assumed != 0;
        reader.summary.skipped = reader.summary.skipped or skipped;
        if (!skipped and number(u32, text, start + mode_at) == mode_submodule) {
            try reader.submodules.append(reader.arena, try reader.arena.dupe(u8, reader.name.items));
        }
        // Entries of versions 2 and 3 are padded by 1 to 8 NULs to a multiple of eight bytes.
        reader.at = if (reader.version == 4) nul + 1 else start + std.mem.alignForward(usize, nul - start + 1, 8);
        return true;
    }

    /// An extension whose name starts with a capital letter may be ignored; of the others, `sdir` (sparse folders) changes nothing
    /// here.
    fn knowsExtensions(reader: *const Reader) bool {
        const text = reader.text;
        var at = reader.at;
        while (at + 8 <= text.len) {
            const name = text[at..][0..4];
            if (!std.ascii.isUpper(name[0]) and !bytes.equal(name, "sdir")) return false;
            at += 8 + @as(usize, number(u32, text, at + 4));
        }
        return at == text.len;
    }
};

const most_offset_bytes = 4;

/// Reads the number of bytes that a version 4 name drops from the one before: seven bits a byte, each carry counting one more.
fn readOffset(text: []const u8, from: *usize) ?usize {
    var value: usize = 0;
    for (bytes.between(text, from.*, from.* + most_offset_bytes), 1..) |byte, length| {
        value = value << 7 | byte & 0x7f;
        if (byte & 0x80 == 0) {
            from.* += length;
            return value;
        }
        value += 1;
    }
    return null;
}

fn number(comptime Number: type, text: []const u8, at: usize) Number {
    return std.mem.readInt(Number, text[at..][0..@sizeOf(Number)], .big);
}
