//! Programs of small languages that run and write nothing, by their shape alone.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const Shape = @import("registry.zig").KnownProgram.Shape;
const shell = @import("shell_types.zig");

/// A list of options.
const Options = std.StaticStringMap(void);

fn optionsIn(comptime list: []const u8) Options {
    @setEvalBranchQuota(10_000);
    var options: []const struct { []const u8 } = &.{};
    var written = std.mem.tokenizeScalar(u8, list, ' ');
    while (written.next()) |option| options = options ++ .{.{option}};
    return .initComptime(options);
}

/// How a command of a small language names its program.
const SmallLanguage = struct {
    /// Options with a value, and those without.
    values: Options = optionsIn(""),
    flags: Options = optionsIn(""),
    /// A flag that may have text attached (`sed -i.bak`).
    attached: Options = optionsIn(""),
    /// Options whose value is program text.
    texts: Options = optionsIn(""),
    /// Options that are followed by two words.
    pairs: Options = optionsIn(""),
};

const languages: std.EnumArray(Shape, SmallLanguage) = .init(.{
    .awk = .{
        .values = optionsIn("-F -v --field-separator --assign"),
        .attached = optionsIn("-F -v"),
    },
    .jq = .{
        .values = optionsIn("--indent"),
        .flags = optionsIn("-a -c -C -e -g -h -j -M -n -r -R -s -S --ascii-output --color-output --compact-output --exit-status " ++
            "--join-output --monochrome-output --null-input --raw-input --raw-output --raw-output0 --slurp --sort-keys --tab " ++
            "--unbuffered --stream --seq --args --jsonargs"),
        .pairs = optionsIn("--arg --argjson --rawfile --slurpfile"),
    },
    .sed = .{
        .values = optionsIn("-l --line-length"),
        .flags = optionsIn("-E -n -r -s -u -z -i --debug --in-place --null-data --posix --quiet --regexp-extended --sandbox " ++
            "--separate --silent --unbuffered"),
        .attached = optionsIn("-i --in-place"),
        .texts = optionsIn("-e --expression"),
    },
});

/// Whether the program text of a command (`sed`, `awk`, `jq`) runs nothing and writes nothing but standard output, by its shape
/// alone. Closed shapes: whatever is not of one of them counts as foreign code.
///
///     isInertProgram(arena, .sed, words of `sed -n '/^v/p' f`) // true; with `s/a/b/w out` false
pub fn isInertProgram(arena: Allocator, shape: Shape, words: shell.Words) Allocator.Error!bool {
    const texts = try programTexts(arena, languages.getPtrConst(shape), words) orelse return false;
    for (texts) |text| {
        const inert = switch (shape) {
            .awk => isInertAwk(text),
            .jq => isInertJq(text),
            .sed => isInertSed(text),
        };
        if (!inert) return false;
    }
    return texts.len > 0;
}

/// The program texts of a command; null where an option or a word hides them.
fn programTexts(arena: Allocator, language: *const SmallLanguage, words: shell.Words) Allocator.Error!?[]const []const u8 {
    var given: std.ArrayList([]const u8) = .empty;
    var operand: ?[]const u8 = null;
    var ended = false;
    var at: usize = 1;
    while (at < words.len) : (at += 1) {
        const text = words[at].text();
        if (ended or !std.mem.startsWith(u8, text, "-") or bytes.equal(text, "-")) {
            const is_data = given.items.len > 0 or operand != null;
            if (words[at].literal() == null and (!is_data or !startsAsOperand(words[at]))) return null;
            if (!is_data) operand = words[at].literal();
        } else if (bytes.equal(text, "--")) {
            ended = true;
        } else {
            const option = readOption(language, text) orelse return null;
            switch (option) {
                .alone => {},
                .values => |count| at += count,
                .attached_text => |attached| try given.append(arena, attached),
                .next_text => {
                    at += 1;
                    if (at >= words.len) return null;
                    try given.append(arena, words[at].literal() orelse return null);
                },
            }
        }
    }
    if (given.items.len == 0) {
        if (operand) |text| try given.append(arena, text);
    }
    return given.items;
}

/// An unknown word behind the program text: harmless unless it could be an option.
fn startsAsOperand(word: *const shell.Word) bool {
    if (word.pieces.len == 0) return false;
    return switch (word.pieces[0]) {
        .place => true,
        .literal => |text| text.len > 0 and text[0] != '-',
        else => false,
    };
}

/// What an option of a small language takes.
const Option = union(enum) {
    alone,
    /// So many of the next words.
    values: usize,
    /// Program text in the same word.
    attached_text: []const u8,
    /// The next word is program text.
    next_text,
};

/// Reads an option word; null where it is not listed.
fn readOption(language: *const SmallLanguage, written: []const u8) ?Option {
    const is_long = std.mem.startsWith(u8, written, "--");
    const equals = if (is_long) std.mem.findScalar(u8, written, '=') else null;
    const name = written[0 .. equals orelse written.len];
    if (language.pairs.has(name)) return .{ .values = 2 };
    if (equals) |place| {
        if (language.texts.has(name)) return .{ .attached_text = written[place + 1 ..] };
        return if (language.values.has(name) or language.attached.has(name)) .alone else null;
    }
    if (language.texts.has(written)) return .next_text;
    if (language.flags.has(written)) return .alone;
    if (language.values.has(written)) return .{ .values = 1 };
    return if (is_long) null else readCluster(language, written);
}

fn readCluster(language: *const SmallLanguage, written: []const u8) ?Option {
    for (written[1..], 2..) |letter, end| {
        const name: []const u8 = &.{ '-', letter };
        const rest = written[end..];
        if (language.texts.has(name)) return if (rest.len == 0) .next_text else .{ .attached_text = rest };
        if (language.values.has(name)) return if (rest.len == 0) .{ .values = 1 } else .alone;
        if (language.attached.has(name)) return .alone;
        if (!language.flags.has(name)) return null;
    }
    return .alone;
}

/// Takes addresses, and the commands `p d q n =` and `s` with the flags `g p I` or a number.
fn isInertSed(text: []const u8) bool {
    var reader: SedReader = .{ .text = text };
    return reader.readScript();
}

const SedReader = struct {
    text: []const u8,
    at: usize = 0,

    fn peek(reader: *const SedReader) ?u8 {
        return bytes.byteAt(reader.text, reader.at);
    }

    fn skip(reader: *SedReader, set: []const u8) void {
        while (bytes.isOneOf(reader.peek(), set)) reader.at += 1;
    }

    fn readScript(reader: *SedReader) bool {
        while (true) {
            reader.skip(" \t\n;");
            if (reader.at >= reader.text.len) return true;
            if (!reader.readAddress()) return false;
            reader.skip(" \t");
            if (reader.peek() == ',') {
                reader.at += 1;
                reader.skip(" \t+~");
                if (!reader.readAddress()) return false;
            }
            reader.skip(" \t!");
            if (!reader.readCommand()) return false;
            reader.skip(" \t");
            if (!bytes.endsAt(reader.peek(), ";\n")) return false;
        }
    }

    /// Reads a number, `$`, a pattern, or nothing.
    fn readAddress(reader: *SedReader) bool {
        switch (reader.peek() orelse return true) {
            '$' => reader.at += 1,
            '0'...'9' => reader.skip("0123456789~"),
            '/' => {
                reader.at += 1;
                if (!reader.readTo('/')) return false;
                reader.skip("I");
            },
            else => {},
        }
        return true;
    }

    fn readCommand(reader: *SedReader) bool {
        const command = reader.peek();
        reader.at += 1;
        return if (command == 's') reader.readSubstitution() else bytes.isOneOf(command, "pdqn=");
    }

    fn readSubstitution(reader: *SedReader) bool {
        const bound = reader.peek() orelse return false;
        if (bytes.isOneOf(bound, "\n\\")) return false;
        reader.at += 1;
        if (!reader.readTo(bound) or !reader.readTo(bound)) return false;
        reader.skip("gpI0123456789");
        return true;
    }

    /// Moves behind the next border that no backslash stands before. Inside brackets it ends the text for some programs only.
    fn readTo(reader: *SedReader, bound: u8) bool {
        var bracket = false;
        while (reader.peek()) |character| : (reader.at += 1) {
            if (character == '\\') {
                reader.at += 1;
            } else if (character == '\n' or (bracket and character == bound)) {
                return false;
            } else if (character == '[') {
                bracket = true;
            } else if (character == ']') {
                bracket = false;
            } else if (character == bound) {
                reader.at += 1;
                return true;
            }
        }
        return false;
    }
};

/// No `system`, `getline`, `|`, `>` or `@`, nor what loads or calls something by name.
fn isInertAwk(text: []const u8) bool {
    return !containsAny(text, &.{ "system", "getline", "|", ">", "@" });
}

/// No `import` or `include`.
fn isInertJq(text: []const u8) bool {
    return !containsAny(text, &.{ "import", "include" });
}

fn containsAny(text: []const u8, parts: []const []const u8) bool {
    for (parts) |part| {
        if (std.mem.find(u8, text, part) != null) return true;
    }
    return false;
}

test isInertSed {
    for ([_][]const u8{ "/^v/p", "1,$d", "s/a/b/gp", "2q;p", "" }) |text| try std.testing.expect(isInertSed(text));
    for ([_][]const u8{ "s/a/b/w out", "1e ls", "/a/w f", "s/[/]/b/" }) |text| try std.testing.expect(!isInertSed(text));
}
