//! What commands may change for those after them.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const findProgram = @import("find_program.zig").findProgram;
const headOf = @import("word_parts.zig").headOf;
const holdsBorder = @import("word_parts.zig").holdsBorder;
const isInertTarget = @import("redirections.zig").isInertTarget;
const readsOnly = @import("reading.zig").readsOnly;
const registry = @import("registry.zig");
const shell = @import("shell_types.zig");
const unwrap = @import("unwrap.zig");

const KnownCommands = registry.KnownCommands;
const RunCommand = unwrap.RunCommand;
const Word = shell.Word;

/// A set of names, or any name. Sets are shared and never changed: a set that is made of two refers to both.
pub const NameSet = struct {
    /// Any name.
    all: bool = false,
    parts: ?*const Part = null,

    const Part = struct {
        names: []const []const u8,
        before: ?*const Part = null,
        /// A second set in this one.
        also: ?*const Part = null,

        fn has(part: *const Part, name: []const u8) bool {
            var at: ?*const Part = part;
            while (at) |one| : (at = one.before) {
                if (bytes.contains(one.names, name)) return true;
                if (one.also) |also| if (also.has(name)) return true;
            }
            return false;
        }
    };

    pub const any: NameSet = .{ .all = true };

    /// The set of these names; the list is kept.
    pub fn of(arena: Allocator, names: []const []const u8) Allocator.Error!NameSet {
        if (names.len == 0) return .{};
        const part = try arena.create(Part);
        part.* = .{ .names = names };
        return .{ .parts = part };
    }

    /// Whether a name is in the set.
    pub fn has(set: NameSet, name: []const u8) bool {
        if (set.all) return true;
        return if (set.parts) |parts| parts.has(name) else false;
    }

    /// Whether no name is in the set.
    pub fn isEmpty(set: NameSet) bool {
        return !set.all and set.parts == null;
    }

    /// Both sets together.
    pub fn merged(set: NameSet, arena: Allocator, other: NameSet) Allocator.Error!NameSet {
        if (set.all or other.isEmpty()) return set;
        if (other.all or set.isEmpty()) return other;
        if (set.parts == other.parts) return set;
        const more = other.parts.?;
        const part = try arena.create(Part);
        part.* = if (more.before == null and more.also == null)
            .{ .names = more.names, .before = set.parts }
        else
            .{ .names = &.{}, .before = set.parts, .also = more };
        return .{ .parts = part };
    }
};

/// What a command may do to the shell that runs it: later commands of that shell see it.
pub const ShellChanges = struct {
    lookup: bool = false,
    home: bool = false,
    pwd: bool = false,
    /// Names that it may assign.
    names: NameSet = .{},

    /// What two commands do together.
    pub fn merged(changes: ShellChanges, arena: Allocator, other: ShellChanges) Allocator.Error!ShellChanges {
        return .{
            .lookup = changes.lookup or other.lookup,
            .home = changes.home or other.home,
            .pwd = changes.pwd or other.pwd,
            .names = try changes.names.merged(arena, other.names),
        };
    }
};

/// Where a command moves its shell.
pub const Move = union(enum) {
    nowhere,
    unknown,
    home,
    /// The word that names the directory.
    to: *const Word,
};

/// What one command may change for others: facts (predicates whose answers may be others than before the line), the directory,
/// variables, and how programs are found.
pub const Effects = struct {
    facts: NameSet = .{},
    move: Move = .nowhere,
    shell: ShellChanges = .{},
};

/// Built-ins that move the shell.
fn movesShell(program: []const u8) bool {
    return bytes.contains(&.{ "cd", "chdir", "popd", "pushd" }, program);
}

/// Whether a program runs unknown text in the shell itself.
fn isSource(program: []const u8) bool {
    return bytes.equal(program, ".") or bytes.equal(program, "source");
}

/// Built-ins that change what later words mean, whatever their words are.
const redefines: std.StaticStringMap(void) = .initComptime(.{
    .{"."},
    .{"alias"},
    .{"autoload"},
    .{"bind"},
    .{"complete"},
    .{"emulate"},
    .{"enable"},
    .{"fc"},
    .{"hash"},
    .{"rehash"},
    .{"setopt"},
    .{"shopt"},
    .{"source"},
    .{"unalias"},
    .{"unsetopt"},
});

/// Built-ins that assign the names among their words.
const assigning: std.StaticStringMap(void) = .initComptime(.{
    .{"declare"},
    .{"export"},
    .{"getopts"},
    .{"integer"},
    .{"let"},
    .{"local"},
    .{"mapfile"},
    .{"printf"},
    .{"read"},
    .{"readarray"},
    .{"readonly"},
    .{"typeset"},
    .{"unset"},
});

/// Whether nothing in a line can change a fact.
pub fn isFixedFact(name: []const u8) bool {
    return bytes.equal(name, "os_is");
}

/// What one command may change. Assignments before a command count as lasting, because they do before some built-ins of some
/// shells.
pub fn effectsOf(arena: Allocator, command: *const RunCommand, known: *KnownCommands) Allocator.Error!Effects {
    const words = command.simple.words;
    if (words.len > 0 and (command.program == null or isSource(command.program.?))) {
        const shell_changes: ShellChanges = .{ .lookup = true, .home = true, .pwd = true, .names = .any };
        return .{ .facts = .any, .move = .unknown, .shell = shell_changes };
    }
    // A command without words assigns at most.
    const program = command.program orelse "";
    const declared = try declaredNames(arena, program, words);
    var found: Effects = .{};
    if (movesShell(program)) found.move = moveOf(program, command);
    const writes = for (command.simple.around.redirections) |redirection| {
        if (redirection.writes() and !isInertTarget(redirection.target)) break true;
    } else false;
    if (writes) {
        found.facts = .any;
    } else if (found.move == .nowhere and command.program != null) {
        found.facts = try factsChanged(arena, command, known);
    }
    const names = if (declared) |some| try assignedBefore(arena, some, command.simple.assignments) else NameSet.any;
    found.shell = .{
        .lookup = redefines.has(program) or namesLookup(declared, known) or assignsLookup(command, known),
        .home = names.has("HOME"),
        .pwd = names.has("PWD"),
        .names = names,
    };
    return found;
}

/// Those names, and the names that are assigned before a command.
fn assignedBefore(arena: Allocator, declared: []const []const u8, assignments: []const shell.Assignment) Allocator.Error!NameSet {
    const names = try arena.alloc([]const u8, declared.len + assignments.len);
    @memcpy(names[0..declared.len], declared);
    for (assignments, names[declared.len..]) |assignment, *name| name.* = assignment.name;
    return .of(arena, names);
}

/// Whether a command itself changes how later programs are found or behave; sourcing a file is another matter.
pub fn changesLookup(arena: Allocator, command: *const RunCommand, known: *KnownCommands) Allocator.Error!bool {
    if (assignsLookup(command, known)) return true;
    const program = command.program orelse return false;
    if (isSource(program)) return false;
    // Whoever calls a function by the name of a program gets something else than the name says.
    if (command.redefined and (known.programs.has(program) or known.wrappers.has(program))) return true;
    if (redefines.has(program)) return true;
    return namesLookup(try declaredNames(arena, program, command.simple.words), known);
}

/// Whether some name, or a name that is not known, changes how programs are found or behave.
fn namesLookup(declared: ?[]const []const u8, known: *KnownCommands) bool {
    for (declared orelse return true) |name| {
        if (known.lookup.has(name)) return true;
    }
    return false;
}

/// Whether an assignment before a command changes how programs are found or behave.
pub fn assignsLookup(command: *const RunCommand, known: *KnownCommands) bool {
    const cuts_itself = bytes.contains(&.{ "mapfile", "read", "readarray" }, command.program orelse "");
    for (command.simple.assignments) |assignment| {
        // The built-ins' own IFS holds for themselves only: what they cut.
        if (cuts_itself and bytes.equal(assignment.name, "IFS")) continue;
        if (known.lookup.has(assignment.name) and !known.inert.has(assignment.name, assignment.known())) return true;
    }
    return false;
}

/// The names that a command declares, if it is a built-in that does; null where one is not known.
fn declaredNames(arena: Allocator, program: []const u8, words: shell.Words) Allocator.Error!?[]const []const u8 {
    return if (assigning.has(program)) assignedNames(arena, program, words) else &.{};
}

/// The names that a declaring built-in may assign; null where a word is not known.
fn assignedNames(arena: Allocator, program: []const u8, words: shell.Words) Allocator.Error!?[]const []const u8 {
    if (bytes.equal(program, "printf")) {
        const first = if (words.len > 1) words[1].literal() else "";
        if (first) |text| if (!std.mem.startsWith(u8, text, "-v")) return &.{};
    }
    const assigned = try arena.alloc([]const u8, words.len - 1);
    for (words[1..], assigned) |word, *name| {
        const text = headOf(word);
        const written = std.mem.cutPrefix(u8, text, "-v") orelse text;
        name.* = written[0..bytes.nameEnd(written, 0)];
        if (word.literal() == null and (name.len == 0 or bytes.equal(name.*, text))) return null;
    }
    return assigned;
}

/// Whether a word is an option of `cd` that does not choose another directory.
fn isMoveOption(word: *const Word) bool {
    const text = word.text();
    return text.len > 1 and text[0] == '-' and std.mem.findNone(u8, text[1..], "LPe@") == null;
}

/// Where `cd` and its like move. What earlier commands make of these names is not looked at.
fn moveOf(program: []const u8, command: *const RunCommand) Move {
    const is_push = bytes.equal(program, "pushd");
    if (bytes.equal(program, "popd") or command.redefined or command.simple.assignments.len > 0) return .unknown;
    var operands = command.simple.words[1..];
    while (!is_push and operands.len > 0 and isMoveOption(operands[0])) operands = operands[1..];
    if (operands.len > 0 and operands[0].is("--")) operands = operands[1..];
    if (operands.len > 1) return .unknown;
    if (operands.len == 0) return if (is_push) .unknown else .home;
    // `cd -`, `pushd +1`: a directory of an earlier move.
    const operand = operands[0];
    const head = headOf(operand);
    if (operand.is("") or bytes.isOneOf(bytes.byteAt(head, 0), "+-")) return .unknown;
    // With `-P`, what `..` leads to depends on links.
    if (std.mem.find(u8, head, "..") != null) {
        for (command.simple.words) |word| {
            if (isPhysicalOption(word)) return .unknown;
        }
    }
    return .{ .to = operand };
}

fn isLogicalLetter(character: u8) bool {
    return bytes.isOneOf(character, "Le@");
}

fn isPhysicalOption(word: *const Word) bool {
    const text = word.text();
    if (!std.mem.startsWith(u8, text, "-")) return false;
    return bytes.byteAt(text, bytes.endOfRun(text, 1, isLogicalLetter)) == 'P';
}

/// The facts that a program may change: none for wrappers and read-only programs, all for unknown ones.
fn factsChanged(arena: Allocator, command: *const RunCommand, known: *KnownCommands) Allocator.Error!NameSet {
    if (command.wraps) return .{};
    const words = command.simple.words;
    const found = try findProgram(arena, words, command.program, known) orelse return .any;
    if (command.redefined or try runsScript(arena, command, known) or runsOther(command)) return .any;
    const subcommand = if (found.harmless) found.subcommand else null;
    const reads = found.entry.read_only or (subcommand != null and readsOnly(words, found.behind, subcommand.?));
    if (reads) {
        for (words[1..]) |word| {
            if (mayNameOutput(word)) return .any;
        }
        return .{};
    }
    const listed = subcommand orelse return .any;
    return .of(arena, listed.changes orelse return .any);
}

/// Whether an option makes a command run something else, or may.
fn runsOther(command: *const RunCommand) bool {
    for (command.opaque_parts) |part| {
        if (part.code == .run_option) return true;
    }
    return false;
}

/// Whether a command runs a script that has the name of a program; also where the path is not known.
fn runsScript(arena: Allocator, command: *const RunCommand, known: *KnownCommands) Allocator.Error!bool {
    const words = command.simple.words;
    if (words.len == 0) return false;
    return known.isScript(try unwrap.knownText(arena, words[0]) orelse return true);
}

fn isLetterOrDigit(character: u8) bool {
    return bytes.isLetter(character) or bytes.isDigit(character);
}

/// Whether a word may be an option that makes a reading program write a file, such as `--output=f` or `-o`.
fn mayNameOutput(word: *const Word) bool {
    const head = headOf(word);
    if (std.mem.startsWith(u8, head, "--o")) return true;
    const is_option = std.mem.startsWith(u8, head, "-");
    const cluster = if (is_option) head[1..bytes.endOfRun(head, 1, isLetterOrDigit)] else "";
    if (bytes.isOneOf('o', cluster)) return true;
    if (word.literal() != null) return false;
    if (holdsBorder(word)) return true;
    if (word.pieces.len > 0 and word.pieces[0] == .place) return false;
    return head.len == 0 or bytes.equal(head, "--") or (is_option and cluster.len == head.len - 1);
}

test "sets together" {
    var memory: std.heap.ArenaAllocator = .init(std.testing.allocator);
    defer memory.deinit();
    const arena = memory.allocator();
    const one: NameSet = try .of(arena, &.{ "a", "b" });
    const two = try one.merged(arena, try .of(arena, &.{"c"}));
    const both = try (try NameSet.of(arena, &.{"d"})).merged(arena, two);
    for ([_][]const u8{ "a", "b", "c", "d" }) |name| try std.testing.expect(both.has(name));
    try std.testing.expect(!both.has("e"));
    try std.testing.expect(!one.has("c"));
    // Any name stays in, whatever it is merged with, and into.
    const none: NameSet = .{};
    try std.testing.expect((try none.merged(arena, .any)).all);
    try std.testing.expect((try NameSet.any.merged(arena, none)).all);
    try std.testing.expect((try both.merged(arena, .any)).all);
    try std.testing.expect(none.isEmpty());
}
