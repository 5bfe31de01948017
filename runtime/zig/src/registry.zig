//! The command registry in the form that the evaluator asks.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const entries = @import("entries.zig");
const json = @import("json.zig");
const LazyMap = @import("lazy_map.zig").LazyMap;
const names = @import("names.zig");
const policy_index = @import("policy_index.zig");

const Names = names.Names;

/// The options of a program without subcommands, or of a subcommand.
pub const KnownOptions = struct {
    values: Names,
    /// Whether values are known at all.
    values_known: bool,
    flags: Names,
    runs: Names,
    runs_text: Names,
    unknown_operands: Names,
    bare_cluster: bool,
};

pub const KnownProgram = struct {
    options: KnownOptions,
    global_values: Names,
    global_inert: Names,
    global_directory: Names,
    subcommands: *Subcommands,
    /// By the first word of a spelling, each in the order of the registry.
    equivalent: []const EquivalentGroup,
    abbreviates: bool,
    read_only: bool,
    foreign: bool,
    query: Names,
    plugins: bool,
    shape: ?Shape,
    reads_code: bool,
    settings: ?KnownSettings,

    pub const Shape = enum { awk, jq, sed };
    pub const Subcommands = LazyMap(KnownSubcommand, ?*const json.Object, prepareSubcommand);

    /// The spellings that start with a word.
    pub fn equivalentsOf(program: *const KnownProgram, first: []const u8) []const Equivalent {
        for (program.equivalent) |group| {
            if (bytes.equal(group.first, first)) return group.list.items;
        }
        return &.{};
    }

    const EquivalentGroup = struct { first: []const u8, list: std.ArrayList(Equivalent) };
};

/// A spelling of a subcommand, and its others, as words.
pub const Equivalent = struct {
    spelling: []const []const u8,
    others: []const []const []const u8,
};

pub const KnownSettings = struct {
    options: Names,
    command: []const u8,
    /// Settings, their names in small letters, that run and change nothing.
    inert: names.NameTest,
    alias: []const u8,
    environment: []const u8,
};

pub const KnownSubcommand = struct {
    options: KnownOptions,
    read_only: bool,
    query: Names,
    /// The facts that it can change; null: all.
    changes: ?[]const []const u8,
    foreign: bool,
};

pub const KnownWrapper = struct {
    values: Names,
    flags: Names,
    optional: Names,
    query: Names,
    abbreviates: bool,
    operands: usize,
    permute: bool,
    assignments: bool,
    mixed: bool,
    assign_options: Names,
    then: Then,
    empty: Empty,
    /// The program that runs where no inner command stands.
    standard: ?[]const u8,
    transparent: bool,
    in_shell: InShell,
    directory: Names,
    moves: bool,
    text_flag: ?[]const u8,
    text_options: Names,
    join: bool,
    join_flags: Names,
    argv_flags: Names,
    split_options: Names,
    program_options: Names,
    runs: Names,
    appended: bool,
    until: Names,
    replace: Names,
    inner_options: Names,
    open_end: bool,
    fillers: []const []const u8,
    /// Every option with two dashes, for abbreviations.
    long: []const []const u8,

    pub const Then = enum { argv, text, texts, command, stdin, script };
    /// What runs where no inner command stands.
    pub const Empty = enum { nothing, stdin, foreign };
    /// Whether and when the shell of the line runs the inner command.
    pub const InShell = enum { never, now, later };
};

pub const KnownCommands = struct {
    programs: Programs,
    /// By program, or by program and subcommand words, joined by blanks.
    wrappers: Wrappers,
    /// The first words of the names of wrappers that have more.
    beginnings: Beginnings,
    /// Programs whose subcommands are programs too: `git-` for `git`.
    dashed: []const []const u8,
    /// Assignments that may precede an allowed command.
    inert: names.AssignmentTest,
    /// Names whose assignment, whatever the value, may change how programs are found or behave.
    lookup: names.NameTest,
    /// Folders in which a program named by its path is the program itself and no script.
    system_folders: Names,

    pub const Programs = LazyMap(KnownProgram, void, prepareProgram);
    pub const Wrappers = LazyMap(KnownWrapper, entries.Entries, prepareLikeOther);

    /// Whether a name is the first words of the name of a wrapper that has more: `docker container` for `docker container exec`.
    pub fn beginsWrapper(known: *const KnownCommands, name: []const u8) bool {
        return switch (known.beginnings) {
            .set => |set| set.contains(name),
            .index => |rows| rows.find(name) != null,
        };
    }

    /// Whether a program word as written is a script by its path: in no folder of the system.
    pub fn isScript(known: *const KnownCommands, written: []const u8) bool {
        const slash = std.mem.findScalarLast(u8, written, '/') orelse return false;
        return !known.system_folders.has(written[0..slash]);
    }
};

/// The first words of the names of wrappers that have more.
const Beginnings = union(enum) {
    set: std.StringHashMapUnmanaged(void),
    index: policy_index.NamedRows,
};

/// Where a registry is taken from: a bundle that was read whole, or an embedded one.
pub const Source = struct {
    programs: entries.Entries,
    wrappers: entries.Entries,
    beginnings: Beginnings,
    /// Programs whose subcommands are programs too.
    dashed: []const []const u8,
    inert_environment: []const []const u8,
    lookup_environment: []const []const u8,
    system_folders: []const []const u8,

    /// That of a bundle that was read whole.
    pub fn of(arena: Allocator, registry: *const json.Object) Allocator.Error!Source {
        const programs = registry.get("programs").asObject();
        const wrappers = registry.get("wrappers").asObject();
        var beginnings: std.StringHashMapUnmanaged(void) = .empty;
        for (wrappers.keys) |name| {
            for (name, 0..) |character, at| {
                if (character == ' ') try beginnings.put(arena, name[0..at], {});
            }
        }
        var dashed: std.ArrayList([]const u8) = .empty;
        for (programs.keys, programs.values) |name, program| {
            if (program.asObject().get("dashed").isTrue()) try dashed.append(arena, name);
        }
        return .{
            .programs = .{ .object = programs },
            .wrappers = .{ .object = wrappers },
            .beginnings = .{ .set = beginnings },
            .dashed = dashed.items,
            .inert_environment = try textsOf(arena, registry, "inert_environment"),
            .lookup_environment = try textsOf(arena, registry, "lookup_environment"),
            .system_folders = try textsOf(arena, registry, "system_folders"),
        };
    }
};

/// Makes a registry ready to be asked; programs and wrappers are made ready when they are first asked for. arena is the policy's.
pub fn prepareRegistry(arena: Allocator, from: Source) Allocator.Error!KnownCommands {
    const dashed = try arena.alloc([]const u8, from.dashed.len);
    for (from.dashed, dashed) |name, *start| start.* = try std.mem.concat(arena, u8, &.{ name, "-" });
    return .{
        .programs = .{ .arena = arena, .from = from.programs, .context = {} },
        .wrappers = .{ .arena = arena, .from = from.wrappers, .context = from.wrappers },
        .beginnings = from.beginnings,
        .dashed = dashed,
        .inert = try .init(arena, from.inert_environment),
        .lookup = try .init(arena, from.lookup_environment),
        .system_folders = try .init(arena, from.system_folders),
    };
}

fn textsOf(arena: Allocator, object: *const json.Object, key: []const u8) Allocator.Error![]const []const u8 {
    return try object.texts(arena, key) orelse &.{};
}

fn namesOf(arena: Allocator, object: *const json.Object, key: []const u8) Allocator.Error!Names {
    return .init(arena, try textsOf(arena, object, key));
}

fn enumOf(comptime Tags: type, object: *const json.Object, key: []const u8) ?Tags {
    return std.meta.stringToEnum(Tags, object.get(key).asText() orelse return null);
}

fn prepareOptions(arena: Allocator, options: *const json.Object) Allocator.Error!KnownOptions {
    return .{
        .values = try namesOf(arena, options, "values"),
        .values_known = options.get("values") == .list,
        .flags = try namesOf(arena, options, "flags"),
        .runs = try namesOf(arena, options, "runs"),
        .runs_text = try namesOf(arena, options, "runs_text"),
        .unknown_operands = try namesOf(arena, options, "unknown_operands"),
        .bare_cluster = options.get("bare_cluster").isTrue(),
    };
}

/// The options of a subcommand with those that all of its program have.
fn withShared(arena: Allocator, own: KnownOptions, shared: *const json.Object) Allocator.Error!KnownOptions {
    const more = try prepareOptions(arena, shared);
    return .{
        .values = if (own.values_known) try bothNames(arena, own.values, more.values) else .{},
        .values_known = own.values_known,
        .flags = try bothNames(arena, own.flags, more.flags),
        .runs = try bothNames(arena, own.runs, more.runs),
        .runs_text = try bothNames(arena, own.runs_text, more.runs_text),
        .unknown_operands = try bothNames(arena, own.unknown_operands, more.unknown_operands),
        .bare_cluster = false,
    };
}

fn bothNames(arena: Allocator, one: Names, other: Names) Allocator.Error!Names {
    return .init(arena, try std.mem.concat(arena, []const u8, &.{ one.list, other.list }));
}

fn prepareProgram(_: void, arena: Allocator, entry: entries.Entry) Allocator.Error!KnownProgram {
    const raw = entry.object;
    const shared: ?*const json.Object = if (raw.get("shared") == .object) raw.get("shared").object else null;
    const subcommands = try arena.create(KnownProgram.Subcommands);
    subcommands.* = .{ .arena = arena, .from = entry.subcommands, .context = shared };
    return .{
        .options = try prepareOptions(arena, raw),
        .global_values = try namesOf(arena, raw, "global_values"),
        .global_inert = try namesOf(arena, raw, "global_inert"),
        .global_directory = try namesOf(arena, raw, "global_directory"),
        .subcommands = subcommands,
        .equivalent = try prepareEquivalent(arena, raw.get("equivalent").asList()),
        .abbreviates = raw.get("abbreviates").isTrue(),
        .read_only = raw.get("read_only").isTrue(),
        .foreign = raw.get("foreign").isTrue(),
        .query = try namesOf(arena, raw, "query"),
        .plugins = raw.get("plugins").isTrue(),
        .shape = enumOf(KnownProgram.Shape, raw, "shape"),
        .reads_code = raw.get("reads_code").isTrue(),
        .settings = try prepareSettings(arena, raw.get("settings")),
    };
}

fn prepareSubcommand(shared: ?*const json.Object, arena: Allocator, entry: entries.Entry) Allocator.Error!KnownSubcommand {
    const raw = entry.object;
    const own = try prepareOptions(arena, raw);
    return .{
        .options = if (shared) |options| try withShared(arena, own, options) else own,
        .read_only = raw.get("read_only").isTrue(),
        .query = try namesOf(arena, raw, "query"),
        .changes = try raw.texts(arena, "changes"),
        .foreign = raw.get("foreign").isTrue(),
    };
}

fn prepareSettings(arena: Allocator, raw: json.Value) Allocator.Error!?KnownSettings {
    if (raw != .object) return null;
    const settings = raw.object;
    return .{
        .options = try namesOf(arena, settings, "options"),
        .command = settings.get("command").asText() orelse "",
        .inert = try .init(arena, try textsOf(arena, settings, "inert")),
        .alias = settings.get("alias").asText() orelse "",
        .environment = settings.get("environment").asText() orelse "",
    };
}

fn prepareEquivalent(arena: Allocator, groups: []const json.Value) Allocator.Error![]const KnownProgram.EquivalentGroup {
    var found: std.ArrayList(KnownProgram.EquivalentGroup) = .empty;
    for (groups) |group| {
        const written = try group.asTexts(arena) orelse &.{};
        const spellings = try arena.alloc([]const []const u8, written.len);
        for (written, spellings) |text, *spelling| spelling.* = try splitWords(arena, text);
        for (spellings, 0..) |spelling, at| {
            const others = try std.mem.concat(arena, []const []const u8, &.{ spellings[0..at], spellings[at + 1 ..] });
            const list = try groupOf(arena, &found, spelling[0]);
            try list.append(arena, .{ .spelling = spelling, .others = others });
        }
    }
    return found.items;
}

fn groupOf(
    arena: Allocator,
    groups: *std.ArrayList(KnownProgram.EquivalentGroup),
    first: []const u8,
) Allocator.Error!*std.ArrayList(Equivalent) {
    for (groups.items) |*group| {
        if (bytes.equal(group.first, first)) return &group.list;
    }
    const made = try groups.addOne(arena);
    made.* = .{ .first = first, .list = .empty };
    return &made.list;
}

fn splitWords(arena: Allocator, text: []const u8) Allocator.Error![]const []const u8 {
    var words: std.ArrayList([]const u8) = .empty;
    var parts = std.mem.splitScalar(u8, text, ' ');
    while (parts.next()) |part| try words.append(arena, part);
    return words.items;
}

/// A wrapper, with the keys of the one that it is like.
fn prepareLikeOther(wrappers: entries.Entries, arena: Allocator, entry: entries.Entry) Allocator.Error!KnownWrapper {
    const raw = entry.object;
    const name = raw.get("like").asText() orelse return prepareWrapper(arena, raw);
    const other = try wrappers.find(arena, name) orelse return prepareWrapper(arena, raw);
    var keys: std.ArrayList([]const u8) = .empty;
    var values: std.ArrayList(json.Value) = .empty;
    try keys.appendSlice(arena, raw.keys);
    try values.appendSlice(arena, raw.values);
    for (other.object.keys, other.object.values) |key, value| {
        if (raw.has(key)) continue;
        try keys.append(arena, key);
        try values.append(arena, value);
    }
    const both = try json.Object.init(arena, keys.items, values.items);
    return prepareWrapper(arena, &both.?);
}

fn prepareWrapper(arena: Allocator, raw: *const json.Object) Allocator.Error!KnownWrapper {
    var made: KnownWrapper = .{
        .values = try namesOf(arena, raw, "values"),
        .flags = try namesOf(arena, raw, "flags"),
        .optional = try namesOf(arena, raw, "optional"),
        .query = try namesOf(arena, raw, "query"),
        .abbreviates = raw.get("abbreviates").isTrue(),
        .operands = raw.get("operands").asIndex(),
        .permute = raw.get("permute").isTrue(),
        .assignments = raw.get("assignments").isTrue(),
        .mixed = raw.get("mixed").isTrue(),
        .assign_options = try namesOf(arena, raw, "assign_options"),
        .then = enumOf(KnownWrapper.Then, raw, "then") orelse .argv,
        .empty = enumOf(KnownWrapper.Empty, raw, "empty") orelse .nothing,
        .standard = raw.get("default").asText(),
        .transparent = raw.get("transparent").isTrue(),
        .in_shell = enumOf(KnownWrapper.InShell, raw, "in_shell") orelse .never,
        .directory = try namesOf(arena, raw, "directory"),
        .moves = raw.get("moves").isTrue(),
        .text_flag = raw.get("text_flag").asText(),
        .text_options = try namesOf(arena, raw, "text_options"),
        .join = raw.get("join").isTrue(),
        .join_flags = try namesOf(arena, raw, "join_flags"),
        .argv_flags = try namesOf(arena, raw, "argv_flags"),
        .split_options = try namesOf(arena, raw, "split_options"),
        .program_options = try namesOf(arena, raw, "program_options"),
        .runs = try namesOf(arena, raw, "runs"),
        .appended = raw.get("appended").isTrue(),
        .until = try namesOf(arena, raw, "until"),
        .replace = try namesOf(arena, raw, "replace"),
        .inner_options = try namesOf(arena, raw, "inner_options"),
        .open_end = raw.get("open_end").isTrue(),
        .fillers = try textsOf(arena, raw, "fillers"),
        .long = &.{},
    };
    var long: std.ArrayList([]const u8) = .empty;
    for ([_]Names{ made.values, made.flags, made.optional, made.query, made.text_options }) |list| {
        for (list.list) |option| {
            if (std.mem.startsWith(u8, option, "--") and !bytes.contains(long.items, option)) try long.append(arena, option);
        }
    }
    made.long = long.items;
    return made;
}
