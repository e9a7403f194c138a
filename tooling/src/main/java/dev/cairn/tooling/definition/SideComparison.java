package dev.cairn.tooling.definition;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.look.DriftReport;
import dev.cairn.internal.run.prepare.InitialCatalog;
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.RenameHint;
import dev.cairn.plan.step.StagingName;
import dev.cairn.plan.step.Step;
import dev.cairn.profile.ServerProfile;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.ChangedObject;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.PlaceholderResolver;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds what leads from one side to the other. What is not compared, because it is excluded or was not understood, is never
 * part of the plan: it counts as the same on both sides.
 */
public final class SideComparison {
    private static final String UNNAMED = "db";

    private final ComparisonSide from;
    private final ComparisonSide to;
    private final ObjectPatterns excluded;
    private final boolean skipUnknown;

    /** Everything has to be understood. */
    public SideComparison(ComparisonSide from, ComparisonSide to) {
        this(from, to, ObjectPatterns.NONE, false);
    }

    /**
     * Nothing is left out silently.
     *
     * @param excluded objects that are not compared
     * @param skipUnknown whether what was not understood is left out too
     */
    public SideComparison(ComparisonSide from, ComparisonSide to, ObjectPatterns excluded, boolean skipUnknown) {
        this.from = from;
        this.to = to;
        this.excluded = excluded;
        this.skipUnknown = skipUnknown;
    }

    /**
     * What leads from one side to the other.
     *
     * @param notCompared what was left out, by name, and why
     * @param irrelevant statements that define no table and no view
     */
    public record Result(Plan plan, List<String> notCompared, List<String> irrelevant) {
        public Result {
            notCompared = List.copyOf(notCompared);
            irrelevant = List.copyOf(irrelevant);
        }
    }

    /**
     * Reads both sides and compares them.
     *
     * @throws NotUnderstoodException where something was not understood that is not left out explicitly
     */
    public Result result() {
        String database = database();
        SourceDefinitions before;
        SourceDefinitions wanted;
        if (from instanceof ComparisonSide.Server server) {
            wanted = named(definitions(to, database), database);
            before = seen(server.live(), wanted);
        } else if (to instanceof ComparisonSide.Server server) {
            before = named(definitions(from, database), database);
            wanted = seen(server.live(), before);
        } else {
            wanted = definitions(to, database);
            before = named(definitions(from, database), wanted.database());
        }
        SortedMap<ObjectName, String> leftOut = new TreeMap<>();
        List<String> notCompared = leaveOut(before, wanted, leftOut);
        List<String> irrelevant = new ArrayList<>(before.irrelevant());
        irrelevant.addAll(wanted.irrelevant());
        Catalog end = completed(wanted.catalog(), before.catalog(), leftOut.keySet());
        Catalog start = same(before.catalog(), end, leftOut.keySet());
        Plan plan = plan(before.with(start), wanted.with(end), leftOut.keySet());
        requireUntouched(plan, leftOut.keySet());
        notCompared.addAll(readers(plan, before, leftOut.keySet()));
        return new Result(plan, notCompared, irrelevant);
    }

    /** What is not compared, in words, and by name with the reason. */
    private List<String> leaveOut(
            SourceDefinitions before, SourceDefinitions wanted, SortedMap<ObjectName, String> leftOut) {
        List<UnknownDefinition> unknown = new ArrayList<>(before.unknown());
        unknown.addAll(wanted.unknown());
        List<UnknownDefinition> unexpected = unknown.stream()
                .filter(each -> !skipUnknown && !excluded.excludes(each.objects()))
                .toList();
        if (!unexpected.isEmpty()) {
            throw new NotUnderstoodException(unexpected);
        }
        List<String> words = new ArrayList<>();
        unknown.forEach(each -> {
            words.add(each.toString());
            each.objects().forEach(object -> leftOut.put(object, each.reason()));
        });
        SortedSet<ObjectName> names = ObjectFilter.names(before.catalog());
        names.addAll(ObjectFilter.names(wanted.catalog()));
        for (ObjectName name : names) {
            if (!leftOut.containsKey(name) && excluded.excludes(List.of(name))) {
                leftOut.put(name, "it is excluded");
                words.add(name + ": it is excluded");
            }
        }
        leaveOutUnnamed(before, wanted, leftOut, words);
        leaveOutUnnamed(wanted, before, leftOut, words);
        return words;
    }

    /** What only the other side defines may be what a statement that names nothing is about. */
    private static void leaveOutUnnamed(
            SourceDefinitions side,
            SourceDefinitions other,
            SortedMap<ObjectName, String> leftOut,
            List<String> words) {
        for (UnknownDefinition unknown : side.unknown()) {
            if (unknown.objects().isEmpty()) {
                SortedSet<ObjectName> missing = ObjectFilter.names(other.catalog());
                missing.removeAll(ObjectFilter.names(side.catalog()));
                missing.removeAll(leftOut.keySet());
                String why = unknown.place() + " may be about it, and was not understood";
                missing.forEach(name -> {
                    leftOut.put(name, why);
                    words.add(name + ": " + why);
                });
            }
        }
    }

    /** With what is left out as it is wanted or, where that is not known, as it is. */
    private static Catalog completed(Catalog wanted, Catalog before, Set<ObjectName> leftOut) {
        Catalog catalog = wanted;
        for (ObjectName name : leftOut) {
            catalog = ObjectFilter.with(
                    catalog, name, SchemaObject.find(wanted, name).or(() -> SchemaObject.find(before, name)));
        }
        return catalog;
    }

    private static Catalog same(Catalog before, Catalog wanted, Set<ObjectName> names) {
        Catalog catalog = before;
        for (ObjectName name : names) {
            catalog = ObjectFilter.with(catalog, name, SchemaObject.find(wanted, name));
        }
        return catalog;
    }

    private Plan plan(SourceDefinitions before, SourceDefinitions wanted, Set<ObjectName> leftOut) {
        if (from instanceof ComparisonSide.Server server) {
            return fromServer(server.live(), before, wanted, leftOut);
        }
        if (to instanceof ComparisonSide.Server server && isAsThere(before, server.live(), wanted, leftOut)) {
            return new Plan(List.of(), List.of(), List.of());
        }
        return planner(wanted, wanted.database()).plan(before.catalog(), wanted.catalog(), Renames.NONE);
    }

    private static void requireUntouched(Plan plan, Set<ObjectName> leftOut) {
        List<UnknownDefinition> touched = new ArrayList<>();
        for (Step step : plan.steps()) {
            ObjectName object = step.object();
            ObjectName plain = object == null ? null : object.named(StagingName.plain(object.name()));
            if (plain != null && leftOut.contains(plain)) {
                touched.add(new UnknownDefinition(
                        "the plan",
                        plain.toString(),
                        "it is left out, but what it reads or is read by changes, and that takes " + step.text(),
                        List.of(plain)));
            }
        }
        if (!touched.isEmpty()) {
            throw new NotUnderstoodException(touched);
        }
    }

    /** Views that are left out, and read what changes. */
    private static List<String> readers(Plan plan, SourceDefinitions before, Set<ObjectName> leftOut) {
        Set<ObjectName> changed = new TreeSet<>();
        plan.steps().forEach(step -> {
            ObjectName object = step.object();
            if (object != null) {
                changed.add(object.named(StagingName.plain(object.name())));
            }
        });
        List<String> words = new ArrayList<>();
        for (ObjectName name : leftOut) {
            SchemaObject.find(before.catalog(), name)
                    .ifPresent(object -> object.bases().stream()
                            .map(base -> new ObjectName(base.database(), base.name()))
                            .filter(changed::contains)
                            .forEach(base -> words.add(name + ": it reads " + base + ", which the plan changes")));
        }
        return words;
    }

    /** That of a server is what it is called; the others are in whatever database they are wanted in. */
    private String database() {
        if (from instanceof ComparisonSide.Server server) {
            return server.live().database();
        }
        if (to instanceof ComparisonSide.Server server) {
            return server.live().database();
        }
        if (from instanceof ComparisonSide.Declared declared) {
            return declared.schema().name();
        }
        return to instanceof ComparisonSide.Declared declared
                ? declared.schema().name()
                : UNNAMED;
    }

    /** What a server holds in its database, and of others what the other side has there. */
    private static SourceDefinitions seen(LiveDatabase live, SourceDefinitions other) {
        Set<ObjectName> names = new TreeSet<>(ObjectFilter.names(other.catalog()));
        other.unknown().forEach(each -> names.addAll(each.objects()));
        Set<String> further = new TreeSet<>();
        names.forEach(name -> further.add(name.database()));
        further.remove(live.database());
        SourceDefinitions all = live.definitions(List.copyOf(further));
        Catalog part = ObjectFilter.only(
                all.catalog(), name -> name.database().equals(all.database()) || names.contains(name));
        List<UnknownDefinition> unknown = all.unknown().stream()
                .filter(each -> each.objects().stream()
                        .anyMatch(name -> name.database().equals(all.database()) || names.contains(name)))
                .toList();
        return new SourceDefinitions(all.profile(), all.database(), part, unknown, all.irrelevant());
    }

    private static SourceDefinitions definitions(ComparisonSide side, String database) {
        if (side instanceof ComparisonSide.Server server) {
            return server.live().definitions(List.of());
        }
        if (side instanceof ComparisonSide.Files files) {
            return new ScriptReader(files.profile(), database).of(ScriptText.readAll(files.path()));
        }
        return declared((ComparisonSide.Declared) side, database);
    }

    private static SourceDefinitions declared(ComparisonSide.Declared declared, String database) {
        SchemaDescriptor schema = declared.schema();
        PlaceholderResolver values = new PlaceholderValues(declared.placeholders());
        Engine engine = new Engine(LooseProfile.of(schema.profile()));
        Catalog catalog = InitialCatalog.of(schema, database);
        for (String statement : schema.statements()) {
            Statement resolved = Sql.parse(statement, values);
            catalog = engine.apply(withDatabase(catalog, resolved), new Session(database), resolved)
                    .catalog();
        }
        return new SourceDefinitions(schema.profile(), database, catalog, List.of(), List.of());
    }

    /** A schema creates no database; those that it names are there. */
    private static Catalog withDatabase(Catalog catalog, Statement statement) {
        return ChangedObject.of(statement)
                .flatMap(name -> name.qualifier())
                .map(Name::text)
                .filter(named -> catalog.database(named).isEmpty())
                .map(named -> catalog.with(Database.of(named)))
                .orElse(catalog);
    }

    /** What is on the server and not wanted is dropped, after all else. */
    private static Plan fromServer(
            LiveDatabase live, SourceDefinitions all, SourceDefinitions wanted, Set<ObjectName> leftOut) {
        DriftReport drift = live.drift(wanted.catalog(), leftOut);
        Set<ObjectName> names = ObjectFilter.names(wanted.catalog());
        Plan dropping = planner(all, all.database())
                .planFromShown(all.catalog(), ObjectFilter.only(all.catalog(), names::contains), Renames.NONE);
        List<Step> steps = new ArrayList<>(drift.mending().steps());
        steps.addAll(dropping.steps());
        // What is gone and what is new are in different plans, and only one for both tells that they are alike.
        List<RenameHint> hints = drift.isEmpty()
                ? List.of()
                : planner(all, all.database())
                        .planFromShown(all.catalog(), wanted.catalog(), Renames.NONE)
                        .hints();
        return new Plan(steps, drift.mending().impossible(), hints);
    }

    private static boolean isAsThere(
            SourceDefinitions before, LiveDatabase live, SourceDefinitions there, Set<ObjectName> leftOut) {
        return ObjectFilter.names(before.catalog()).equals(ObjectFilter.names(there.catalog()))
                && live.drift(before.catalog(), leftOut).isEmpty();
    }

    /** The same objects in a database of another name, whose statements don't say it. */
    private static SourceDefinitions named(SourceDefinitions definitions, String database) {
        if (definitions.database().equals(database)) {
            return definitions;
        }
        Catalog empty = Catalog.EMPTY.with(Database.of(definitions.database()));
        Plan making = planner(definitions, definitions.database()).plan(empty, definitions.catalog(), Renames.NONE);
        List<ScriptText> texts = making.steps().stream()
                .map(step -> new ScriptText("database " + definitions.database(), step.text()))
                .toList();
        SourceDefinitions named = new ScriptReader(definitions.profile(), database).of(texts);
        List<UnknownDefinition> unknown = new ArrayList<>(named.unknown());
        making.impossible()
                .forEach(objection -> unknown.add(new UnknownDefinition(
                        "database " + definitions.database(),
                        objection.object().toString(),
                        objection.why(),
                        List.of(objection.object()))));
        unknown.addAll(definitions.unknown());
        return new SourceDefinitions(
                named.profile(),
                database,
                named.catalog(),
                unknown.stream()
                        .map(each -> in(each, definitions.database(), database))
                        .toList(),
                definitions.irrelevant());
    }

    private static UnknownDefinition in(UnknownDefinition unknown, String before, String database) {
        List<ObjectName> objects = unknown.objects().stream()
                .map(name -> name.database().equals(before) ? new ObjectName(database, name.name()) : name)
                .toList();
        return new UnknownDefinition(unknown.place(), unknown.what(), unknown.reason(), objects);
    }

    private static Planner planner(SourceDefinitions definitions, String database) {
        ServerProfile loose = LooseProfile.of(definitions.profile());
        return new Planner(new Engine(loose), new Session(database));
    }

    /** What placeholders stand for; one that has neither a value nor a fallback stays as it is. */
    private record PlaceholderValues(Map<String, String> values) implements PlaceholderResolver {
        private static final String LITERAL = "$${";

        @Override
        public String property(String name, String value) {
            if (value.startsWith(LITERAL)) {
                return value.substring(1);
            }
            String known = Placeholder.isWhole(value) ? value(Placeholder.of(value)) : null;
            return known == null ? value : known;
        }

        @Override
        public Buckets buckets(Placeholder placeholder) {
            String known = value(placeholder);
            return known != null && known.matches("\\d{1,9}")
                    ? new Buckets.Count(Integer.parseInt(known))
                    : new Buckets.Later(placeholder);
        }

        private @Nullable String value(Placeholder placeholder) {
            return values.getOrDefault(placeholder.name(), placeholder.fallback());
        }
    }
}
