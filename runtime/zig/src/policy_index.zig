//! Finds the entries of an embedded bundle without reading the others: runtime/PROTOCOL.md, section 10. What does not fit ends in a
//! panic, and so in a refusal.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bundles = @import("bundle.zig");
const entries = @import("entries.zig");
const json = @import("json.zig");
const machines = @import("machine.zig");
const prepare = @import("prepare.zig");
const registry = @import("registry.zig");
const types = @import("types.zig");

/// The tables of an index, in its order.
const Table = enum {
    values,
    programs,
    subcommands,
    wrappers,
    beginnings,
    dashed,
    words,
    seconds,
    numbers,
    always,
    rules,
    automata,
    states,

    /// How many numbers a row has.
    fn columns(table: Table) usize {
        return switch (table) {
            .numbers, .always => 1,
            .values, .beginnings, .dashed, .automata => 2,
            .rules => 3,
            .subcommands, .wrappers, .seconds, .states => 4,
            .programs, .words => 8,
        };
    }
};

/// Where a table starts, and how many rows it has.
const Place = struct { start: usize, rows: usize };

/// The rows of the table of values.
pub const PolicyValue = enum { policy_hash, defaults, inert_environment, lookup_environment, system_folders };

const format = "policy index 1\n\n";
/// Eight digits and what parts them from the next number.
const number_width = 9;

/// A bundle's file and its index.
pub const PolicyIndex = struct {
    bundle: []const u8,
    index: []const u8,
    /// Whether some rule denies.
    denies: bool,
    places: std.EnumArray(Table, Place),

    /// Reads the directory of an index.
    pub fn open(bundle: []const u8, index: []const u8) PolicyIndex {
        var made: PolicyIndex = .{ .bundle = bundle, .index = index, .denies = false, .places = .initUndefined() };
        if (!std.mem.startsWith(u8, index, format) or made.number(format.len) != bundle.len) unfit();
        made.denies = made.number(format.len + number_width) == 1;
        for (std.enums.values(Table), 1..) |table, pair| {
            const at = format.len + pair * 2 * number_width;
            made.places.set(table, .{ .start = made.number(at), .rows = made.number(at + number_width) });
        }
        return made;
    }

    /// The number that starts at a byte of the index.
    fn number(of: *const PolicyIndex, at: usize) usize {
        if (at + number_width > of.index.len) unfit();
        var found: usize = 0;
        for (of.index[at..][0 .. number_width - 1]) |digit| {
            found = found << 4 | switch (digit) {
                '0'...'9' => digit - '0',
                'a'...'f' => digit - 'a' + 10,
                else => unfit(),
            };
        }
        return found;
    }

    /// A number of a row.
    fn cell(of: *const PolicyIndex, table: Table, row: usize, column: usize) usize {
        const place = of.places.get(table);
        if (row >= place.rows) unfit();
        return of.number(place.start + (row * table.columns() + column) * number_width);
    }

    fn name(of: *const PolicyIndex, table: Table, row: usize) []const u8 {
        const start = of.cell(table, row, 0);
        const length = of.cell(table, row, 1);
        return if (start + length <= of.index.len) of.index[start..][0..length] else unfit();
    }

    /// All rows of a table that stand by name.
    fn allOf(of: *const PolicyIndex, table: Table) NamedRows {
        return .{ .of = of, .table = table, .first = 0, .count = of.places.get(table).rows };
    }

    /// Decodes the value whose range starts in a column.
    fn value(
        of: *const PolicyIndex,
        arena: Allocator,
        table: Table,
        row: usize,
        column: usize,
        left_out: json.LeftOut,
    ) Allocator.Error!json.Value {
        const start = of.cell(table, row, column);
        const length = of.cell(table, row, column + 1);
        if (start + length > of.bundle.len) unfit();
        return try json.readPart(arena, of.bundle[0 .. start + length], start, left_out) orelse unfit();
    }

    /// One of the values that are not in lists.
    pub fn policyValue(of: *const PolicyIndex, arena: Allocator, wanted: PolicyValue) Allocator.Error!json.Value {
        return of.value(arena, .values, @backingInt(wanted), 0, .{});
    }

    /// The numbers of rules in a list whose range starts in a column.
    fn list(of: *const PolicyIndex, arena: Allocator, table: Table, row: usize, column: usize) Allocator.Error![]const usize {
        return of.numbers(arena, .numbers, of.cell(table, row, column), of.cell(table, row, column + 1));
    }

    fn numbers(of: *const PolicyIndex, arena: Allocator, table: Table, first: usize, count: usize) Allocator.Error![]const usize {
        if (first + count > of.places.get(table).rows) unfit();
        const found = try arena.alloc(usize, count);
        for (found, first..) |*one, row| one.* = of.cell(table, row, 0);
        return found;
    }

    /// The rules about any program.
    pub fn always(of: *const PolicyIndex, arena: Allocator) Allocator.Error![]const usize {
        return of.numbers(arena, .always, 0, of.places.get(.always).rows);
    }

    /// The rules that name a program word; null where there are none.
    pub fn rulesAbout(of: *const PolicyIndex, arena: Allocator, word: []const u8) Allocator.Error!?prepare.WordRules {
        const row = of.allOf(.words).find(word) orelse return null;
        return .{
            .all = try of.list(arena, .words, row, 2),
            .open = try of.list(arena, .words, row, 4),
            .seconds = .{ .index = .{
                .of = of,
                .table = .seconds,
                .first = of.cell(.words, row, 6),
                .count = of.cell(.words, row, 7),
            } },
        };
    }

    pub fn ruleCount(of: *const PolicyIndex) usize {
        return of.places.get(.rules).rows;
    }

    pub fn action(of: *const PolicyIndex, rule_number: usize) types.Decision {
        return switch (of.cell(.rules, rule_number, 2)) {
            0 => .allow,
            1 => .request,
            2 => .deny,
            else => unfit(),
        };
    }

    pub fn rule(of: *const PolicyIndex, arena: Allocator, rule_number: usize) Allocator.Error!types.BundleRule {
        const found = try of.value(arena, .rules, rule_number, 0, .{ .keys = &bundles.indecisive_keys });
        return bundles.makeRule(arena, found.asObject());
    }

    pub fn tableCount(of: *const PolicyIndex) usize {
        return of.places.get(.automata).rows;
    }

    pub fn automaton(of: *const PolicyIndex, table_number: usize) machines.Automaton {
        const first = of.cell(.automata, table_number, 0);
        const count = of.cell(.automata, table_number, 1);
        if (first + count > of.places.get(.states).rows) unfit();
        return .{ .index = .{ .of = of, .first = first, .count = count } };
    }

    /// The registry of the embedded bundle.
    pub fn registrySource(of: *const PolicyIndex, arena: Allocator) Allocator.Error!registry.Source {
        const dashed = try arena.alloc([]const u8, of.places.get(.dashed).rows);
        for (dashed, 0..) |*one, row| one.* = of.name(.dashed, row);
        const inert = try of.policyValue(arena, .inert_environment);
        const lookup = try of.policyValue(arena, .lookup_environment);
        const folders = try of.policyValue(arena, .system_folders);
        return .{
            .programs = .{ .index = of.allOf(.programs) },
            .wrappers = .{ .index = of.allOf(.wrappers) },
            .beginnings = .{ .index = of.allOf(.beginnings) },
            .dashed = dashed,
            .inert_environment = try inert.asTexts(arena) orelse &.{},
            .lookup_environment = try lookup.asTexts(arena) orelse &.{},
            .system_folders = try folders.asTexts(arena) orelse &.{},
        };
    }
};

/// Some rows of a table that stand by name.
pub const NamedRows = struct {
    of: *const PolicyIndex,
    table: Table,
    first: usize,
    count: usize,

    /// The row of a name.
    pub fn find(rows: NamedRows, wanted: []const u8) ?usize {
        var low = rows.first;
        var high = rows.first + rows.count;
        while (low < high) {
            const middle = low + (high - low) / 2;
            switch (std.mem.order(u8, rows.of.name(rows.table, middle), wanted)) {
                .eq => return middle,
                .lt => low = middle + 1,
                .gt => high = middle,
            }
        }
        return null;
    }

    pub fn names(rows: NamedRows, arena: Allocator) Allocator.Error![]const []const u8 {
        const found = try arena.alloc([]const u8, rows.count);
        for (found, rows.first..) |*one, row| one.* = rows.of.name(rows.table, row);
        return found;
    }

    /// The numbers of rules that stand behind a name.
    pub fn listOf(rows: NamedRows, arena: Allocator, wanted: []const u8) Allocator.Error![]const usize {
        return rows.of.list(arena, rows.table, rows.find(wanted) orelse return &.{}, 2);
    }

    /// An entry of the registry, its subcommands left out.
    pub fn entry(rows: NamedRows, arena: Allocator, wanted: []const u8) Allocator.Error!?entries.Entry {
        const of = rows.of;
        const row = rows.find(wanted) orelse return null;
        var left_out: json.LeftOut = .{};
        var subcommands: entries.Entries = .none;
        if (rows.table == .programs) {
            const hole = of.cell(.programs, row, 4);
            left_out.hole = .{ .start = hole, .end = hole + of.cell(.programs, row, 5) };
            subcommands = .{ .index = .{
                .of = of,
                .table = .subcommands,
                .first = of.cell(.programs, row, 6),
                .count = of.cell(.programs, row, 7),
            } };
        }
        const found = try of.value(arena, rows.table, row, 2, left_out);
        if (found != .object) unfit();
        return .{ .object = found.object, .subcommands = subcommands };
    }
};

/// An automaton as rows of the table of states.
pub const IndexAutomaton = struct {
    of: *const PolicyIndex,
    first: usize,
    count: usize,

    pub fn acceptOf(automaton: IndexAutomaton, state: usize) i32 {
        return @intCast(automaton.of.cell(.states, automaton.first + state, 3));
    }

    pub fn stepsOf(automaton: IndexAutomaton, arena: Allocator, state: usize) Allocator.Error!machines.Steps {
        const of = automaton.of;
        const row = automaton.first + state;
        const ranges = try of.value(arena, .states, row, 0, .{});
        const others: u32 = @intCast(of.cell(.states, row, 2));
        return .{ .others = @bitCast(others), .ranges = try bundles.numbersOf(arena, ranges) };
    }
};

fn unfit() noreturn {
    @panic("the policy index does not fit its bundle");
}
