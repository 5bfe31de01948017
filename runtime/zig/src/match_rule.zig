//! One rule against one command.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const effects = @import("effects.zig");
const match = @import("match.zig");
const paths = @import("paths.zig");
const prepare = @import("prepare.zig");
const redirections = @import("redirections.zig");
const registry = @import("registry.zig");
const shell_braces = @import("shell_braces.zig");
const states = @import("state.zig");
const types = @import("types.zig");
const unwrap = @import("unwrap.zig");
const view_words = @import("view_words.zig");
const views = @import("views.zig");

const Answer = types.Answer;
const PreparedRule = prepare.PreparedRule;
const View = views.View;

/// A command with all that rules ask of it; views are made once for each set of global options.
pub const Subject = struct {
    /// Of the decision.
    arena: Allocator,
    command: *const unwrap.RunCommand,
    state: *const states.LineState,
    known: *registry.KnownCommands,
    /// Where the command runs, for its operands.
    directory: ?[]const u8,
    /// What its redirections are resolved against.
    where: redirections.Where,
    made: std.StringHashMapUnmanaged(*const views.Views) = .empty,

    /// The views of the command for a rule.
    fn viewsFor(about: *Subject, rule: *const PreparedRule) Allocator.Error!*const views.Views {
        return about.viewsBut(rule.rule.global_options, rule.globals_key);
    }

    /// The views for rules that name these global options; key is one text for the list.
    fn viewsBut(about: *Subject, named: []const []const u8, key: []const u8) Allocator.Error!*const views.Views {
        if (about.made.get(key)) |found| return found;
        const command = about.command;
        const made = try about.arena.create(views.Views);
        made.* = try views.viewsOf(
            about.arena,
            command.simple.words,
            command.program,
            about.known,
            about.where.places,
            named,
            !about.state.shell.lookup,
        );
        try about.made.put(about.arena, key, made);
        return made;
    }

    /// The second word of all views for rules that name no global options.
    pub const SecondWord = union(enum) {
        /// A word that is not literal may be any, and stand for none or several; or the views have different ones.
        uncertain,
        /// No view has a second word.
        none,
        word: []const u8,
    };

    pub fn secondWord(about: *Subject) Allocator.Error!SecondWord {
        const seen = try about.viewsBut(&.{}, "");
        var found: SecondWord = .none;
        for (seen.loose) |view| {
            if (!joinSecondWord(&found, view)) return .uncertain;
        }
        for ([_]?*const View{ seen.strict, seen.meant }) |one| {
            const view = one orelse continue;
            if (!joinSecondWord(&found, view)) return .uncertain;
        }
        return found;
    }

    /// The marks of words for the path sets of a rule; null where the rule has none.
    pub fn marksOf(about: *Subject, rule: *const PreparedRule) Allocator.Error!match.Marker {
        if (rule.path_sets.len == 0) return null;
        const marker = try about.arena.create(Marker);
        marker.* = .{ .about = about, .rule = rule };
        return marker;
    }

    /// The program word as every view has it that does not reduce it; null where that is not one known word.
    pub fn written(about: *const Subject) Allocator.Error!?[]const u8 {
        const words = about.command.simple.words;
        if (words.len == 0 or try shell_braces.unexpandWords(about.arena, words) != null) return null;
        return words[0].literal();
    }

    fn isEmpty(about: *const Subject) bool {
        return about.command.simple.words.len == 0;
    }
};

/// Joins the second word of a view; false where the word is then not certain.
fn joinSecondWord(found: *Subject.SecondWord, view: *const View) bool {
    const words = view.words;
    if (words.len > 0 and words[0].literal == null) return false;
    if (words.len < 2) return true;
    const second = words[1].literal orelse return false;
    if (found.* == .word) return bytes.equal(found.word, second);
    found.* = .{ .word = second };
    return true;
}

/// The marks of words for the path sets of one rule, each worked out once.
pub const Marker = struct {
    about: *Subject,
    rule: *const PreparedRule,
    known: std.AutoHashMapUnmanaged(*const view_words.ViewWord, match.Marks) = .empty,

    pub fn marksOf(marker: *Marker, word: *const view_words.ViewWord) Allocator.Error!match.Marks {
        if (marker.known.get(word)) |found| return found;
        const about = marker.about;
        const arena = about.arena;
        const path = if (word.of) |one| try paths.pathOfWord(arena, one, about.where.places, about.directory) else null;
        const found = try arena.alloc(Answer, marker.rule.path_sets.len);
        for (marker.rule.path_sets, found) |patterns, *mark| {
            mark.* = try paths.pathMatches(arena, path, patterns, about.where.bases, true);
        }
        try marker.known.put(arena, word, found);
        return found;
    }
};

/// Whether a rule matches a command, and could allow it.
pub const RuleMatch = struct {
    match: Answer,
    /// The rule may contribute allow: the match is certain, and so is everything around the command.
    certain: bool = false,
    /// For a maybe: whether what the rule says of its condition counts all the same, except for allow.
    asks: bool = false,

    const none: RuleMatch = .{ .match = .no };
};

/// Says whether a rule matches a command.
pub fn matchRule(rule: *const PreparedRule, about: *Subject) Allocator.Error!RuleMatch {
    return if (rule.rule.action == .allow) matchAllow(rule, about) else matchRefusal(rule, about);
}

/// A deny or request rule: looks for what could be.
fn matchRefusal(rule: *const PreparedRule, about: *Subject) Allocator.Error!RuleMatch {
    const around = try concerns(rule, about);
    if (around == .no) return .none;
    const loose = rule.loose orelse return .{ .match = around };
    const command = try looseMatch(loose, rule, about, try allViews(rule, about));
    if (command == .no) return .none;
    const except = try exceptMatch(rule, about);
    // What is assigned before the command may make another program of it.
    if (except == .yes and !effects.assignsLookup(about.command, about.known)) return .none;
    const found = command.min(around);
    // Without `on_mismatch allow` nothing is ever allowed by it, and nobody asks.
    const certain = found == .yes and except == .no and rule.rule.on_mismatch == .allow and
        try strictMatch(rule, about) == .yes and try coverage(rule, about) == .yes;
    return .{ .match = found, .certain = certain };
}

/// Whether the redirections and assignments are what the rule is about; yes where it says nothing of them.
pub fn concerns(rule: *const PreparedRule, about: *Subject) Allocator.Error!Answer {
    const simple = &about.command.simple;
    const opened = simple.around.redirections;
    var found: Answer = .yes;
    if (rule.writes) |files| found = found.min(try redirections.opensSome(about.arena, opened, .write, files, &about.where));
    if (rule.reads) |files| found = found.min(try redirections.opensSome(about.arena, opened, .read, files, &about.where));
    if (rule.env) |list| found = found.min(redirections.assignsSome(simple.assignments, list));
    return found;
}

/// An allow rule: demands what certainly is. Where a match is not certain, the rule still must not say less than it would: what it
/// says of an unknown condition counts, and where only lookup is in doubt, of a false one too.
fn matchAllow(rule: *const PreparedRule, about: *Subject) Allocator.Error!RuleMatch {
    const seen = try about.viewsFor(rule);
    var fits = try viewMatch(rule, seen.meant, about);
    if (fits != .no) fits = fits.min(try notExcepted(rule, about));
    if (fits != .no) fits = fits.min(try coverage(rule, about));
    if (fits == .yes and seen.strict == seen.meant) return .{ .match = .yes, .certain = true };
    const leaves = rule.rule.on_mismatch == .allow or rule.rule.on_mismatch == .skip;
    const asks = fits == .yes or (fits == .maybe and leaves);
    if (asks and rule.rule.conditions != null) return .{ .match = .maybe, .asks = true };
    const loose = rule.loose orelse return .none;
    if (leaves) return .none;
    if (rule.except != null and seen.strict != null) {
        if (try looseMatch(rule.except.?, rule, about, &.{seen.strict.?}) == .yes) return .none;
    }
    return if (try looseMatch(loose, rule, about, try allViews(rule, about)) == .no) .none else .{ .match = .maybe };
}

/// The loose views and the strict one.
fn allViews(rule: *const PreparedRule, about: *Subject) Allocator.Error![]const *const View {
    const seen = try about.viewsFor(rule);
    const strict = seen.strict orelse return seen.loose;
    return std.mem.concat(about.arena, *const View, &.{ seen.loose, &.{strict} });
}

/// The strictest answer of a wide language over some views: every view with its program word reduced, and as written where a member
/// of the language keeps its path (docs/semantics.md, section 1).
fn looseMatch(
    language: *const match.Language,
    rule: *const PreparedRule,
    about: *Subject,
    some: []const *const View,
) Allocator.Error!Answer {
    if (about.isEmpty()) return .no;
    const marker = try about.marksOf(rule);
    var best: Answer = .no;
    for (some, 0..) |seen, at| {
        if (std.mem.findScalar(*const View, some[0..at], seen) != null) continue;
        best = best.max(try match.matchWords(language, seen.reduced, marker));
        if (best == .yes) return best;
        if (seen.isReduced()) continue;
        best = best.max(try match.matchWords(language, seen.words, marker));
        if (best == .yes) return best;
    }
    return best;
}

fn strictMatch(rule: *const PreparedRule, about: *Subject) Allocator.Error!Answer {
    const seen = try about.viewsFor(rule);
    if (rule.strict != null and seen.strict == null) return .no;
    return viewMatch(rule, seen.strict, about);
}

/// Whether a strict view is in the narrow language of a rule; where there is none, whether a loose one may be.
fn viewMatch(rule: *const PreparedRule, seen: ?*const View, about: *Subject) Allocator.Error!Answer {
    const strict = rule.strict orelse {
        // A rule without a command speaks of commands without words only.
        return .of(rule.loose == null and about.isEmpty() and rule.rule.action == .allow);
    };
    if (about.isEmpty()) return .no;
    const marker = try about.marksOf(rule);
    if (seen) |view| return match.matchWords(strict, view.words, marker);
    // A program word that is not known is a floor of its own.
    if (about.command.simple.words[0].literal() == null) return .no;
    const all = try about.viewsFor(rule);
    for (all.loose) |loose| {
        if (try match.matchWords(strict, loose.words, marker) != .no) return .maybe;
    }
    return .no;
}

/// Whether what certainly runs is excepted from a deny or request rule.
fn exceptMatch(rule: *const PreparedRule, about: *Subject) Allocator.Error!Answer {
    const except = rule.except orelse return .no;
    const seen = try about.viewsFor(rule);
    const strict = seen.strict orelse return .no;
    return match.matchWords(except, strict.words, try about.marksOf(rule));
}

/// An exception of an allow rule counts where it is possible.
fn notExcepted(rule: *const PreparedRule, about: *Subject) Allocator.Error!Answer {
    const except = rule.except orelse return .yes;
    return switch (try looseMatch(except, rule, about, try allViews(rule, about))) {
        .no => .yes,
        .maybe => .maybe,
        .yes => .no,
    };
}

const no_files: redirections.FileList = .{ .any = false, .paths = &.{} };
const any_files: redirections.FileList = .{ .any = true, .paths = &.{} };

/// Whether every file that redirections name and every assignment is one that the rule allows.
fn coverage(rule: *const PreparedRule, about: *Subject) Allocator.Error!Answer {
    const simple = &about.command.simple;
    const opened = simple.around.redirections;
    const allows = rule.rule.action == .allow;
    const written = if (allows) rule.writes orelse &no_files else &no_files;
    const read = if (allows) rule.reads orelse &any_files else &any_files;
    const env = if (allows) rule.env orelse &.{} else &.{};
    var found = try redirections.coversFiles(about.arena, opened, .write, written, &about.where);
    found = found.min(try redirections.coversFiles(about.arena, opened, .read, read, &about.where));
    return found.min(redirections.coversAssignments(simple.assignments, env, &about.known.inert));
}
