//! Tests of JSON values: exactly these keys, exactly these kinds. Shapes are tables.

const std = @import("std");
const bytes = @import("bytes.zig");
const json = @import("json.zig");

/// What a JSON value has to look like.
pub const Shape = union(enum) {
    text,
    boolean,
    /// A SHA-256 in small hexadecimal digits.
    hash,
    /// An absolute path, or the empty text.
    directory,
    /// A whole number in a range, both ends included.
    whole: struct { low: f64, high: f64 },
    one_of: []const []const u8,
    or_null: *const Shape,
    either: []const *const Shape,
    list: struct { item: *const Shape, least: usize = 0, most: usize = std.math.maxInt(usize) },
    /// An object of any keys; those that are named have values of their own shape.
    map: struct { value: *const Shape, named: []const Key = &.{} },
    /// An object of exactly these keys; those of `optional` may be absent.
    object: struct { required: []const Key = &.{}, optional: []const Key = &.{} },

    pub const Key = struct { []const u8, *const Shape };

    /// Whether a value has the shape. The JSON reader bounds the depth.
    pub fn fits(shape: *const Shape, value: json.Value) bool {
        return switch (shape.*) {
            .text => value == .text,
            .boolean => value == .bool,
            .hash => value == .text and isHash(value.text),
            .directory => value == .text and (value.text.len == 0 or value.text[0] == '/'),
            .whole => |range| value == .number and value.number == @trunc(value.number) and
                value.number >= range.low and value.number <= range.high,
            .one_of => |words| value == .text and bytes.contains(words, value.text),
            .or_null => |wanted| value == .null or wanted.fits(value),
            .either => |shapes| for (shapes) |one| {
                if (one.fits(value)) break true;
            } else false,
            .list => |wanted| value == .list and value.list.len >= wanted.least and value.list.len <= wanted.most and
                for (value.list) |item| {
                    if (!wanted.item.fits(item)) break false;
                } else true,
            .map => |wanted| value == .object and for (value.object.keys, value.object.values) |key, member| {
                const one = shapeOf(wanted.named, key) orelse wanted.value;
                if (!one.fits(member)) break false;
            } else true,
            .object => |wanted| value == .object and hasKeys(value.object, wanted.required, wanted.optional),
        };
    }
};

fn hasKeys(object: *const json.Object, required: []const Shape.Key, optional: []const Shape.Key) bool {
    var found: usize = 0;
    for (object.keys, object.values) |key, value| {
        const needed = shapeOf(required, key);
        if (needed != null) found += 1;
        const wanted = needed orelse shapeOf(optional, key) orelse return false;
        if (!wanted.fits(value)) return false;
    }
    return found == required.len;
}

fn shapeOf(keys: []const Shape.Key, wanted: []const u8) ?*const Shape {
    for (keys) |key| {
        if (bytes.equal(key[0], wanted)) return key[1];
    }
    return null;
}

fn isHash(digits: []const u8) bool {
    if (digits.len != 64) return false;
    for (digits) |character| {
        if (!std.ascii.isHex(character) or std.ascii.isUpper(character)) return false;
    }
    return true;
}

pub const text: Shape = .text;
pub const boolean: Shape = .boolean;
pub const texts: Shape = .{ .list = .{ .item = &text } };
pub const text_or_null: Shape = .{ .or_null = &text };
pub const texts_or_null: Shape = .{ .or_null = &texts };
