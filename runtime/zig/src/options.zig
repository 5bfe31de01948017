//! The options of a call, as all evaluators have them.

const std = @import("std");

/// An option; its tag is its name behind the two dashes.
pub const Option = enum {
    bundle,
    command,
    cwd,
    facts,
    fallback,
    help,
    hook,
    json,
    serve,
    sha256,
    unattended,
    version,

    fn takesValue(option: Option) bool {
        return switch (option) {
            .bundle, .command, .cwd, .facts, .fallback, .hook, .sha256 => true,
            .help, .json, .serve, .unattended, .version => false,
        };
    }

    fn of(word: []const u8) ?Option {
        return std.meta.stringToEnum(Option, std.mem.cutPrefix(u8, word, "--") orelse return null);
    }
};

/// The options of a call with their values; a switch has the empty text.
pub const Options = std.EnumMap(Option, []const u8);

/// The options of a call, or what is wrong with them.
pub const Reading = union(enum) {
    options: Options,
    /// An option, with what is wrong with it: texts that belong together.
    problem: [3][]const u8,
};

/// Reads the options of a call.
///
///     readOptions(&.{"--command"}) // .{ .problem = .{ "", "--command", " needs a value" } }
pub fn readOptions(words: []const [:0]const u8) Reading {
    var found: Options = .{};
    var at: usize = 0;
    while (at < words.len) : (at += 1) {
        const name = words[at];
        const option = Option.of(name) orelse return .{ .problem = .{ "`", name, "` is no option" } };
        if (found.contains(option)) return .{ .problem = .{ "", name, " is given twice" } };
        if (!option.takesValue()) {
            found.put(option, "");
            continue;
        }
        at += 1;
        if (at >= words.len) return .{ .problem = .{ "", name, " needs a value" } };
        found.put(option, words[at]);
    }
    return .{ .options = found };
}

/// The host that a call speaks to, however faulty the call is otherwise; null where it speaks to none. A hook has to answer in its
/// host's form even if the rest of its command line cannot be understood.
///
///     hostOf(&.{ "--frob", "--hook", "claude" }) // "claude"
pub fn hostOf(words: []const [:0]const u8) ?[]const u8 {
    var at: usize = 0;
    while (at < words.len) : (at += 1) {
        const option = Option.of(words[at]) orelse continue;
        if (option == .hook) return if (at + 1 < words.len) words[at + 1] else "";
        if (option.takesValue()) at += 1;
    }
    return null;
}
