//! Memory that is let go of all at once, for one thread. The one of the standard library is for several, and its atomic steps cost more
//! than most decisions.

const std = @import("std");
const Alignment = std.mem.Alignment;
const Allocator = std.mem.Allocator;

pub const Arena = struct {
    backing: Allocator,
    first: ?*Piece = null,
    /// The piece that memory is taken from, and addresses of what is left of it.
    current: ?*Piece = null,
    at: usize = 0,
    end: usize = 0,

    /// A piece of memory; behind this stands what is handed out.
    const Piece = struct {
        next: ?*Piece,
        size: usize,

        fn memory(piece: *Piece) []align(@alignOf(Piece)) u8 {
            return @as([*]align(@alignOf(Piece)) u8, @ptrCast(piece))[0..piece.size];
        }
    };

    const least_piece = 64 * 1024;

    pub fn init(backing: Allocator) Arena {
        return .{ .backing = backing };
    }

    pub fn deinit(arena: *Arena) void {
        arena.release(arena.first);
        arena.* = .init(arena.backing);
    }

    /// Lets go of everything that was handed out, and keeps at most about so many bytes for what comes.
    pub fn reset(arena: *Arena, most_kept: usize) void {
        var kept: usize = 0;
        var last = &arena.first;
        while (last.*) |piece| : (last = &piece.next) {
            kept += piece.size;
            if (kept > most_kept) break;
        }
        arena.release(last.*);
        last.* = null;
        arena.enter(arena.first);
    }

    fn release(arena: *Arena, from: ?*Piece) void {
        var next = from;
        while (next) |piece| {
            next = piece.next;
            arena.backing.rawFree(piece.memory(), .of(Piece), @returnAddress());
        }
    }

    fn enter(arena: *Arena, piece: ?*Piece) void {
        arena.current = piece;
        arena.at = if (piece) |one| @intFromPtr(one) + @sizeOf(Piece) else 0;
        arena.end = if (piece) |one| @intFromPtr(one) + one.size else 0;
    }

    pub fn allocator(arena: *Arena) Allocator {
        return .{ .ptr = arena, .vtable = &.{ .alloc = alloc, .resize = resize, .remap = remap, .free = free } };
    }

    fn of(context: *anyopaque) *Arena {
        return @ptrCast(@alignCast(context));
    }

    fn alloc(context: *anyopaque, length: usize, alignment: Alignment, _: usize) ?[*]u8 {
        const arena = of(context);
        while (true) {
            const start = alignment.forward(arena.at);
            if (start <= arena.end and length <= arena.end - start) {
                arena.at = start + length;
                return @ptrFromInt(start);
            }
            if (!arena.addPiece(length +| alignment.toByteUnits())) return null;
        }
    }

    /// Goes on to the next piece, or to a new one that has room for so many bytes.
    fn addPiece(arena: *Arena, wanted: usize) bool {
        const needed = wanted +| @sizeOf(Piece);
        const link = if (arena.current) |piece| &piece.next else &arena.first;
        if (link.*) |next| {
            if (next.size >= needed) {
                arena.enter(next);
                return true;
            }
        }
        // Each is as large as all before it, about, so that they are few.
        const usual = if (arena.current) |piece| piece.size *| 2 else least_piece;
        const size = @max(usual, std.math.ceilPowerOfTwo(usize, needed) catch return false);
        const memory = arena.backing.rawAlloc(size, .of(Piece), @returnAddress()) orelse return false;
        const piece: *Piece = @ptrCast(@alignCast(memory));
        piece.* = .{ .next = link.*, .size = size };
        link.* = piece;
        arena.enter(piece);
        return true;
    }

    /// Only what was handed out last can grow and shrink.
    fn resize(context: *anyopaque, memory: []u8, _: Alignment, length: usize, _: usize) bool {
        const arena = of(context);
        const start = @intFromPtr(memory.ptr);
        if (start + memory.len != arena.at) return length <= memory.len;
        if (length > arena.end - start) return false;
        arena.at = start + length;
        return true;
    }

    fn remap(context: *anyopaque, memory: []u8, alignment: Alignment, length: usize, address: usize) ?[*]u8 {
        return if (resize(context, memory, alignment, length, address)) memory.ptr else null;
    }

    fn free(context: *anyopaque, memory: []u8, _: Alignment, _: usize) void {
        const arena = of(context);
        const start = @intFromPtr(memory.ptr);
        if (start + memory.len == arena.at) arena.at = start;
    }
};

test "memory is handed out, grows in place and is used again" {
    var kept: Arena = .init(std.testing.allocator);
    defer kept.deinit();
    const arena = kept.allocator();
    for (0..3) |_| {
        var list: std.ArrayList(u64) = .empty;
        for (0..100_000) |number| try list.append(arena, number);
        const text = try arena.dupe(u8, "text");
        for (list.items, 0..) |number, at| try std.testing.expectEqual(at, number);
        try std.testing.expectEqualStrings("text", text);
        kept.reset(256 * 1024);
    }
}
