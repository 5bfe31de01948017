//! A bundle made ready for decisions: languages that run, patterns that match, rules found by program.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const bundles = @import("bundle.zig");
const machines = @import("machine.zig");
const match = @import("match.zig");
const match_rule = @import("match_rule.zig");
const paths = @import("paths.zig");
const policy_index = @import("policy_index.zig");
const redirections = @import("redirections.zig");
const registry = @import("registry.zig");
const types = @import("types.zig");

const Subject = match_rule.Subject;

/// A rule, ready to be matched.
pub const PreparedRule = struct {
    /// Its place in IR order.
    order: usize,
    rule: *const types.BundleRule,
    strict: ?*const match.Language,
    loose: ?*const match.Language,
    except: ?*const match.Language,
    /// One text for the list of global options that the rule names.
    globals_key: []const u8,
    path_sets: []const []const paths.PathPattern,
    /// Null where the rule says nothing of them.
    writes: ?*const redirections.FileList,
    reads: ?*const redirections.FileList,
    env: ?[]const redirections.EnvironmentPattern,
};

/// Numbers of rules, ascending: their places in IR order.
const Numbers = []const usize;
const NumberList = std.ArrayList(usize);

const Rules = []const *const PreparedRule;

/// The rules that name a program word.
pub const WordRules = struct {
    all: Numbers,
    /// Those that may concern a command of whatever second word.
    open: Numbers,
    /// Those that concern commands of one second word only, by that word.
    seconds: union(enum) {
        map: std.StringHashMapUnmanaged(NumberList),
        index: policy_index.NamedRows,
    },

    fn behind(rules: *const WordRules, arena: Allocator, second: []const u8) Allocator.Error!Numbers {
        return switch (rules.seconds) {
            .map => |map| if (map.get(second)) |list| list.items else &.{},
            .index => |rows| rows.listOf(arena, second),
        };
    }
};

/// Where rules are taken from: a bundle that was read whole, or an embedded one.
const Source = union(enum) {
    bundle: ReadPolicy,
    index: *const policy_index.PolicyIndex,

    fn ruleAt(source: *const Source, arena: Allocator, number: usize) Allocator.Error!*const types.BundleRule {
        switch (source.*) {
            .bundle => |read| return &read.rules[number],
            .index => |index| {
                const made = try arena.create(types.BundleRule);
                made.* = try index.rule(arena, number);
                return made;
            },
        }
    }

    fn actionOf(source: *const Source, number: usize) types.Decision {
        return switch (source.*) {
            .bundle => |read| read.rules[number].action,
            .index => |index| index.action(number),
        };
    }

    fn rulesAbout(source: *const Source, arena: Allocator, word: []const u8) Allocator.Error!?WordRules {
        return switch (source.*) {
            .bundle => |read| read.rulesAbout(arena, word),
            .index => |index| index.rulesAbout(arena, word),
        };
    }
};

/// The rules of a bundle that was read whole, and their numbers by the programs that they name.
const ReadPolicy = struct {
    rules: []const types.BundleRule,
    named: std.StringHashMapUnmanaged(NumberList),

    fn rulesAbout(read: ReadPolicy, arena: Allocator, word: []const u8) Allocator.Error!?WordRules {
        const all = read.named.get(word) orelse return null;
        var open: NumberList = .empty;
        var seconds: std.StringHashMapUnmanaged(NumberList) = .empty;
        for (all.items) |number| {
            const words = try secondWords(arena, &read.rules[number]) orelse {
                try open.append(arena, number);
                continue;
            };
            for (words) |second| {
                const list = try seconds.getOrPutValue(arena, second, .empty);
                try list.value_ptr.append(arena, number);
            }
        }
        return .{ .all = all.items, .open = open.items, .seconds = .{ .map = seconds } };
    }
};

/// The second words of all commands that a rule can be about; null where they are not certain.
fn secondWords(arena: Allocator, rule: *const types.BundleRule) Allocator.Error!?[]const []const u8 {
    if (rule.global_options.len > 0 or rule.loose == null) return null;
    var words: std.ArrayList([]const u8) = .empty;
    for ([_]?types.Program{ rule.loose, rule.strict }) |one| {
        const program = one orelse continue;
        if (program != .heads) return null;
        for (program.heads) |head| {
            if (head.words.len < 2) return null;
            for (head.words[1]) |word| {
                if (!bytes.contains(words.items, word)) try words.append(arena, word);
            }
        }
    }
    return words.items;
}

/// Lists of rules that are kept: a process that serves for long meets many program words.
const most_lists = 1_000;

/// A policy that decides. It lives in an arena of its own, and grows as decisions ask for parts that were not asked for before.
pub const Prepared = struct {
    arena: Allocator,
    policy_hash: []const u8,
    defaults: types.Defaults,
    known: *registry.KnownCommands,
    source: Source,
    tables: machines.Tables,
    /// The rules in IR order, each made ready when it is first tried.
    rules: []?*const PreparedRule,
    /// Rules about any program.
    always: Numbers,
    /// Rules by program word, as far as they were asked for.
    words: std.StringHashMapUnmanaged(*const WordRules) = .empty,
    /// Lists of rules, as far as they were asked for.
    lists: std.StringHashMapUnmanaged(Rules) = .empty,
    everything: ?Rules = null,
    /// Whether some rule denies: only then unknown programs are searched for denied commands.
    denies: bool,

    /// The rules that can match a command of this reduced program word (null: not known), in IR order. Of those that name the word,
    /// the ones about other second words are left out; of those about any program, the ones whose language neither that word nor
    /// the one as written begins.
    pub fn candidates(ready: *Prepared, program: ?[]const u8, about: *Subject) Allocator.Error!Rules {
        const word = program orelse return ready.allRules();
        const arena = about.arena;
        const written = try about.written();
        const own = try ready.wordRules(word);
        const second: Subject.SecondWord = if (own != null) try about.secondWord() else .none;
        const name = try std.mem.join(arena, "\n", &.{
            word,
            if (written == null) "" else "=",
            written orelse "",
            @tagName(second),
            if (second == .word) second.word else "",
        });
        if (ready.lists.get(name)) |known| return known;
        const keeps = ready.lists.count() < most_lists;
        const keeper = if (keeps) ready.arena else arena;
        const list = try ready.listRules(keeper, word, written, own, second);
        if (keeps) try ready.lists.put(keeper, try keeper.dupe(u8, name), list);
        return list;
    }

    fn listRules(
        ready: *Prepared,
        arena: Allocator,
        program: []const u8,
        written: ?[]const u8,
        own: ?*const WordRules,
        second: Subject.SecondWord,
    ) Allocator.Error!Rules {
        var numbers: NumberList = .empty;
        if (own) |rules| switch (second) {
            .uncertain => try numbers.appendSlice(arena, rules.all),
            .none => try numbers.appendSlice(arena, rules.open),
            .word => |word| {
                try numbers.appendSlice(arena, rules.open);
                try numbers.appendSlice(arena, try rules.behind(arena, word));
            },
        };
        for (ready.always) |number| {
            const rule = try ready.ruleAt(number);
            const spelling = written orelse {
                try numbers.append(arena, number);
                continue;
            };
            if (try mayBegin(rule, program) or try mayBegin(rule, spelling)) try numbers.append(arena, number);
        }
        std.mem.sort(usize, numbers.items, {}, std.sort.asc(usize));
        const list = try arena.alloc(*const PreparedRule, numbers.items.len);
        for (numbers.items, list) |number, *rule| rule.* = try ready.ruleAt(number);
        return list;
    }

    /// The numbers of the rules that name a reduced program word, of all rules where it is not known. Those about any program are
    /// `always`.
    pub fn naming(ready: *Prepared, program: ?[]const u8) Allocator.Error!Numbers {
        const word = program orelse {
            const numbers = try ready.arena.alloc(usize, ready.rules.len);
            for (numbers, 0..) |*number, at| number.* = at;
            return numbers;
        };
        const found = try ready.wordRules(word) orelse return &.{};
        return found.all;
    }

    pub fn actionOf(ready: *const Prepared, number: usize) types.Decision {
        return ready.source.actionOf(number);
    }

    fn wordRules(ready: *Prepared, program: []const u8) Allocator.Error!?*const WordRules {
        const word = programKey(program);
        if (ready.words.get(word)) |known| return known;
        const found = try ready.source.rulesAbout(ready.arena, word) orelse return null;
        const made = try ready.arena.create(WordRules);
        made.* = found;
        try ready.words.put(ready.arena, try ready.arena.dupe(u8, word), made);
        return made;
    }

    fn allRules(ready: *Prepared) Allocator.Error!Rules {
        if (ready.everything) |known| return known;
        const list = try ready.arena.alloc(*const PreparedRule, ready.rules.len);
        for (list, 0..) |*rule, number| rule.* = try ready.ruleAt(number);
        ready.everything = list;
        return list;
    }

    /// A rule made ready.
    pub fn ruleAt(ready: *Prepared, number: usize) Allocator.Error!*const PreparedRule {
        if (ready.rules[number]) |known| return known;
        const made = try ready.arena.create(PreparedRule);
        const rule = try ready.source.ruleAt(ready.arena, number);
        made.* = try prepareRule(ready.arena, rule, number, &ready.tables);
        ready.rules[number] = made;
        return made;
    }
};

/// Whether some language of a rule holds commands with this first word; true where it takes more than the word to say.
fn mayBegin(rule: *const PreparedRule, word: []const u8) Allocator.Error!bool {
    if (rule.path_sets.len > 0 or (rule.strict == null and rule.loose == null)) return true;
    for ([_]?*const match.Language{ rule.strict, rule.loose }) |one| {
        const language = one orelse continue;
        if (language.heads != null or try survives(language.machine, word)) return true;
    }
    return false;
}

fn survives(machine: machines.Machine, word: []const u8) Allocator.Error!bool {
    var state = try machine.start();
    for (word) |character| state = try machine.step(state, character);
    return try machine.step(state, machines.border) != machines.dead;
}

/// Prepares a bundle that has been read strictly. Decisions then cost time in the rules that can concern their commands only. The
/// arena is the policy's.
pub fn prepareBundle(arena: Allocator, bundle: types.Bundle) Allocator.Error!*Prepared {
    var always: NumberList = .empty;
    var named: std.StringHashMapUnmanaged(NumberList) = .empty;
    var denies = false;
    for (bundle.commands, 0..) |rule, number| {
        denies = denies or rule.action == .deny;
        const programs = rule.programs orelse {
            try always.append(arena, number);
            continue;
        };
        for (programs, 0..) |name, at| {
            if (bytes.contains(programs[0..at], name)) continue;
            const list = try named.getOrPutValue(arena, name, .empty);
            try list.value_ptr.append(arena, number);
        }
    }
    return keep(arena, .{
        .arena = arena,
        .policy_hash = bundle.policy_hash,
        .defaults = bundle.defaults,
        .known = try keepRegistry(arena, try .of(arena, bundle.registry)),
        .source = .{ .bundle = .{ .rules = bundle.commands, .named = named } },
        .tables = try .init(arena, .{ .tables = bundle.automata }),
        .rules = try noRules(arena, bundle.commands.len),
        .always = always.items,
        .denies = denies,
    });
}

/// Prepares an embedded policy: a bundle's file that was read strictly when it was written, and its policy.index.
pub fn prepareEmbedded(arena: Allocator, bundle: []const u8, index: []const u8) Allocator.Error!*Prepared {
    const from = try arena.create(policy_index.PolicyIndex);
    from.* = .open(bundle, index);
    const policy_hash = try from.policyValue(arena, .policy_hash);
    const defaults = try from.policyValue(arena, .defaults);
    return keep(arena, .{
        .arena = arena,
        .policy_hash = policy_hash.asText() orelse "",
        .defaults = bundles.makeDefaults(defaults.asObject()),
        .known = try keepRegistry(arena, try from.registrySource(arena)),
        .source = .{ .index = from },
        .tables = try .init(arena, .{ .index = from }),
        .rules = try noRules(arena, from.ruleCount()),
        .always = try from.always(arena),
        .denies = from.denies,
    });
}

fn keep(arena: Allocator, prepared: Prepared) Allocator.Error!*Prepared {
    const made = try arena.create(Prepared);
    made.* = prepared;
    return made;
}

fn keepRegistry(arena: Allocator, from: registry.Source) Allocator.Error!*registry.KnownCommands {
    const made = try arena.create(registry.KnownCommands);
    made.* = try registry.prepareRegistry(arena, from);
    return made;
}

fn noRules(arena: Allocator, count: usize) Allocator.Error![]?*const PreparedRule {
    const rules = try arena.alloc(?*const PreparedRule, count);
    @memset(rules, null);
    return rules;
}

fn prepareRule(
    arena: Allocator,
    rule: *const types.BundleRule,
    order: usize,
    tables: *const machines.Tables,
) Allocator.Error!PreparedRule {
    const marked = rule.path_sets.len > 0;
    const path_sets = try arena.alloc([]const paths.PathPattern, rule.path_sets.len);
    for (rule.path_sets, path_sets) |patterns, *made| made.* = try paths.preparePaths(arena, patterns);
    return .{
        .order = order,
        .rule = rule,
        .strict = try match.prepareLanguage(arena, rule.strict, tables, marked),
        .loose = try match.prepareLanguage(arena, rule.loose, tables, marked),
        .except = try match.prepareLanguage(arena, rule.except, tables, marked),
        .globals_key = try std.mem.join(arena, " ", rule.global_options),
        .path_sets = path_sets,
        .writes = try prepareFiles(arena, rule.writes),
        .reads = try prepareFiles(arena, rule.reads),
        .env = try prepareEnvironment(arena, rule.env),
    };
}

fn prepareFiles(arena: Allocator, files: ?[]const []const u8) Allocator.Error!?*const redirections.FileList {
    const made = try arena.create(redirections.FileList);
    made.* = try redirections.prepareFiles(arena, files orelse return null);
    return made;
}

fn prepareEnvironment(arena: Allocator, entries: ?[]const []const u8) Allocator.Error!?[]const redirections.EnvironmentPattern {
    const given = entries orelse return null;
    const made = try arena.alloc(redirections.EnvironmentPattern, given.len);
    for (given, made) |entry, *pattern| pattern.* = try redirections.prepareEnvironment(arena, entry);
    return made;
}

/// What the index goes by: the program word up to its first blank, because a wide glob may match `"git push"`.
fn programKey(program: []const u8) []const u8 {
    return program[0 .. std.mem.findAny(u8, program, " \t") orelse program.len];
}
