//! What one setting (`git -c NAME=VALUE`) may do.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const headOf = @import("word_parts.zig").headOf;
const KnownSettings = @import("registry.zig").KnownSettings;
const Word = @import("shell_types.zig").Word;

/// What a setting may do.
pub const SettingKind = enum { other, alias, inert };

/// What a setting NAME=VALUE may do. Names compare with small letters; an unknown value does not matter, an unknown name does.
pub fn settingKindOf(arena: Allocator, word: *const Word, settings: *const KnownSettings) Allocator.Error!SettingKind {
    const head = headOf(word);
    if (std.mem.findScalar(u8, head, '=')) |equals| return nameKindOf(arena, head[0..equals], settings);
    return if (word.literal() == null) .other else nameKindOf(arena, head, settings);
}

/// The same for the name alone.
pub fn nameKindOf(arena: Allocator, name: []const u8, settings: *const KnownSettings) Allocator.Error!SettingKind {
    const small = try bytes.smallLetters(arena, name);
    if (std.mem.startsWith(u8, small, settings.alias)) return .alias;
    return if (settings.inert.has(small)) .inert else .other;
}
