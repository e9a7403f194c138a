package dev.cairn.tooling.definition;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.property.ConstraintNames;
import dev.cairn.internal.reflection.DriftCheck;
import dev.cairn.internal.reflection.DriftReport;
import dev.cairn.internal.reflection.LiveSchema;
import dev.cairn.internal.run.preparation.EndedDependents;
import dev.cairn.internal.run.preparation.InitialCatalog;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.StagingName;
import dev.cairn.plan.step.Step;
import dev.cairn.profile.ServerProfile;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.PlaceholderResolver;
import dev.cairn.sql.ast.Statement;
import dev.cairn.tooling.importing.DefiningQueries;
import dev.cairn.tooling.importing.ImportOmission;
import dev.cairn.tooling.importing.ImportTarget;
import dev.cairn.tooling.importing.SchemaImport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares two sides and plans the steps from one to the other. Objects that are excluded or were not understood are never part of
 * the plan: they count as equal.
 */
public final class SideComparison {
    private static final String UNNAMED_DATABASE = "db";

    private final ComparisonSide currentSide;
    private final ComparisonSide targetSide;
    private final ObjectPatterns exclusions;
    private final boolean skipUnknown;

    /** A comparison in which all definitions must be understood. */
    public SideComparison(ComparisonSide currentSide, ComparisonSide targetSide) {
        this(currentSide, targetSide, ObjectPatterns.NONE, false);
    }

    /**
     * A comparison that reports everything that it leaves out.
     *
     * @param exclusions objects that are not compared
     * @param skipUnknown whether to leave out definitions that were not understood
     */
    public SideComparison(
            ComparisonSide currentSide, ComparisonSide targetSide, ObjectPatterns exclusions, boolean skipUnknown) {
        this.currentSide = currentSide;
        this.targetSide = targetSide;
        this.exclusions = exclusions;
        this.skipUnknown = skipUnknown;
    }

    /**
     * The result of a comparison.
     *
     * @param omissions the names of the objects that were left out, and the reasons
     * @param irrelevantStatements statements that define no table and no view
     * @param endedDependents what the steps end on the server from which they lead, by the numbers of the steps, from 1
     */
    public record ComparisonResult(
            Plan plan,
            List<String> omissions,
            List<String> irrelevantStatements,
            List<EndedDependents.EndedDependent> endedDependents) {
        public ComparisonResult {
            omissions = List.copyOf(omissions);
            irrelevantStatements = List.copyOf(irrelevantStatements);
            endedDependents = List.copyOf(endedDependents);
        }

        /** Returns all that is reported. */
        private List<String> reportLines() {
            return Stream.of(
                            plan.steps().stream().map(Step::text),
                            plan.impossibleChanges().stream().map(Objection::toString),
                            omissions.stream())
                    .flatMap(texts -> texts)
                    .toList();
        }
    }

    /**
     * Reads both sides and compares them. If one of them is a server, the other one is read by its rules.
     *
     * @throws UnsupportedDefinitionException if a definition was not understood and is not left out explicitly
     * @throws UnknownDefaultException if the plan depends on a default of the server that is not known
     */
    public ComparisonResult compareSides() {
        String database = databaseName();
        if (currentSide instanceof ComparisonSide.Server server) {
            return compareWithServer(server.database(), targetSide, database, (live, other) -> compare(live, other));
        }
        if (targetSide instanceof ComparisonSide.Server server) {
            return compareWithServer(server.database(), currentSide, database, (live, other) -> compare(other, live));
        }
        SourceDefinitions target = readDefinitions(targetSide, database);
        return compare(renameDatabase(readDefinitions(currentSide, database), target.database()), target);
    }

    /** Compares the definitions of a server with another side, which is read by the server's rules. */
    private static ComparisonResult compareWithServer(
            LiveDatabase liveDatabase,
            ComparisonSide otherSide,
            String database,
            BiFunction<SourceDefinitions, SourceDefinitions, ComparisonResult> comparison) {
        if (otherSide instanceof ComparisonSide.Server otherServer) {
            SourceDefinitions otherDefinitions =
                    renameDatabase(otherServer.database().readDefinitions(), database);
            return comparison.apply(readLiveDefinitions(liveDatabase, database, otherDefinitions), otherDefinitions);
        }
        ServerRules rules = liveDatabase.readRules();
        Map<List<String>, Supplier<ComparisonResult>> outcomes = new LinkedHashMap<>();
        for (ServerRules possibleRule : possibleRules(rules, liveDatabase, otherSide, database)) {
            SourceDefinitions otherDefinitions =
                    renameDatabase(readDefinitions(otherSide, database, possibleRule), database);
            SourceDefinitions liveDefinitions = readLiveDefinitions(liveDatabase, database, otherDefinitions)
                    .withReplicas(possibleRule.profile().defaultReplicas());
            try {
                ComparisonResult result = comparison.apply(liveDefinitions, otherDefinitions);
                outcomes.putIfAbsent(result.reportLines(), () -> result);
            } catch (UnsupportedDefinitionException refusal) {
                outcomes.putIfAbsent(List.of(String.valueOf(refusal.getMessage())), () -> {
                    throw refusal;
                });
            }
        }
        if (outcomes.size() > 1) {
            throw new UnknownDefaultException();
        }
        return outcomes.values().iterator().next().get();
    }

    /** Returns the rules that the server may have: several if its default number of replicas is not known. */
    private static List<ServerRules> possibleRules(
            ServerRules rules, LiveDatabase liveDatabase, ComparisonSide otherSide, String database) {
        return rules.hasKnownReplicas()
                ? List.of(rules)
                : rules.possibleRules(
                        liveDatabase.readDefinitions().catalog(),
                        renameDatabase(readDefinitions(otherSide, database, rules), database)
                                .catalog());
    }

    private ComparisonResult compare(SourceDefinitions currentDefinitions, SourceDefinitions targetDefinitions) {
        SortedMap<ObjectName, String> omissionReasons = new TreeMap<>();
        List<String> omissions = collectOmissions(currentDefinitions, targetDefinitions, omissionReasons);
        List<String> irrelevantStatements = new ArrayList<>(currentDefinitions.irrelevantStatements());
        irrelevantStatements.addAll(targetDefinitions.irrelevantStatements());
        Catalog targetCatalog =
                completeTarget(targetDefinitions.catalog(), currentDefinitions.catalog(), omissionReasons.keySet());
        Catalog startCatalog = withSameObjects(currentDefinitions.catalog(), targetCatalog, omissionReasons.keySet());
        Plan plan =
                createPlan(currentDefinitions.withCatalog(startCatalog), targetDefinitions.withCatalog(targetCatalog));
        requireUntouched(plan, omissionReasons.keySet());
        omissions.addAll(describeOmittedReaders(plan, currentDefinitions, omissionReasons.keySet()));
        return new ComparisonResult(
                plan,
                omissions,
                irrelevantStatements,
                findEndedDependents(plan, startCatalog, targetCatalog, targetDefinitions.database(), omissions));
    }

    /**
     * Finds the dependents that the plan ends on the current server. A client runs the script of a plan without checks,
     * so nothing else warns its user.
     */
    private List<EndedDependents.EndedDependent> findEndedDependents(
            Plan plan, Catalog start, Catalog end, String database, List<String> omissions) {
        if (!(currentSide instanceof ComparisonSide.Server server)) {
            return List.of();
        }
        List<RunStep> steps = new ArrayList<>();
        for (Step step : plan.steps()) {
            steps.add(new RunStep.StatementStep(steps.size() + 1, step, new Session(database), start, end));
        }
        EndedDependents endedDependents = EndedDependents.followSteps(steps);
        return endedDependents.isEmpty()
                ? List.of()
                : server.database().findEndedDependents(endedDependents, omissions::add);
    }

    /** Adds the names and reasons of what is not compared, and returns descriptions of them. */
    private List<String> collectOmissions(
            SourceDefinitions currentDefinitions,
            SourceDefinitions targetDefinitions,
            SortedMap<ObjectName, String> omissionReasons) {
        List<UnknownDefinition> unknownDefinitions = new ArrayList<>(currentDefinitions.unknownDefinitions());
        unknownDefinitions.addAll(targetDefinitions.unknownDefinitions());
        if (!skipUnknown) {
            exclusions.requireExcluded(unknownDefinitions);
        }
        List<String> notes = new ArrayList<>();
        unknownDefinitions.forEach(definition -> {
            notes.add(definition.toString());
            definition.objects().forEach(object -> omissionReasons.put(object, definition.reason()));
        });
        SortedSet<ObjectName> names = SchemaObject.names(currentDefinitions.catalog());
        names.addAll(SchemaObject.names(targetDefinitions.catalog()));
        for (ObjectName name : names) {
            if (!omissionReasons.containsKey(name) && exclusions.excludesAll(List.of(name))) {
                omissionReasons.put(name, "it is excluded");
                notes.add(name + ": it is excluded");
            }
        }
        omitUnnamed(currentDefinitions, targetDefinitions, omissionReasons, notes);
        omitUnnamed(targetDefinitions, currentDefinitions, omissionReasons, notes);
        if (skipUnknown
                && currentSide instanceof ComparisonSide.Server
                && targetSide instanceof ComparisonSide.CompiledSchema) {
            omitInexpressible(currentDefinitions, targetDefinitions, omissionReasons, notes);
        } else if (skipUnknown
                && currentSide instanceof ComparisonSide.CompiledSchema
                && targetSide instanceof ComparisonSide.Server) {
            omitInexpressible(targetDefinitions, currentDefinitions, omissionReasons, notes);
        }
        return notes;
    }

    /**
     * Leaves out the live objects that no record can express, such as a view that reads an object which is left out: a
     * schema can't declare them, but they should remain.
     */
    private static void omitInexpressible(
            SourceDefinitions liveDefinitions,
            SourceDefinitions declaredDefinitions,
            SortedMap<ObjectName, String> omissionReasons,
            List<String> notes) {
        Catalog readableObjects =
                SchemaObject.retain(liveDefinitions.catalog(), name -> !omissionReasons.containsKey(name));
        SortedSet<ObjectName> missingNames = SchemaObject.names(readableObjects);
        missingNames.removeAll(SchemaObject.names(declaredDefinitions.catalog()));
        if (missingNames.isEmpty()) {
            return;
        }
        ImportTarget importTarget =
                new ImportTarget("", "Root", liveDefinitions.database(), liveDefinitions.database());
        for (ImportOmission omission : SchemaImport.ofShown(liveDefinitions.profile(), readableObjects, importTarget)
                .write()
                .omissions()) {
            missingNames.stream()
                    .filter(name ->
                            omission.isWholeObject() && omission.objectName().equals(name.toString()))
                    .forEach(name -> {
                        omissionReasons.put(name, omission.description());
                        notes.add(omission.toString());
                    });
        }
    }

    /** A statement that names no object may concern any object that only the other side defines. */
    private static void omitUnnamed(
            SourceDefinitions side,
            SourceDefinitions other,
            SortedMap<ObjectName, String> omissionReasons,
            List<String> notes) {
        for (UnknownDefinition unknown : side.unknownDefinitions()) {
            if (unknown.objects().isEmpty()) {
                SortedSet<ObjectName> missingNames = SchemaObject.names(other.catalog());
                missingNames.removeAll(SchemaObject.names(side.catalog()));
                missingNames.removeAll(omissionReasons.keySet());
                String reason = unknown.location() + " could not be read and may define it";
                missingNames.forEach(name -> {
                    omissionReasons.put(name, reason);
                    notes.add(name + ": " + reason);
                });
            }
        }
    }

    /** Returns the target catalog with all objects that are left out: if it lacks one, it gets the current one. */
    private static Catalog completeTarget(Catalog target, Catalog before, Set<ObjectName> omittedNames) {
        Catalog catalog = target;
        for (ObjectName name : omittedNames) {
            if (name.role().isPresent()) {
                String role = name.role().get();
                catalog = target.role(role)
                        .or(() -> before.role(role))
                        .map(catalog::withRole)
                        .orElse(catalog);
                continue;
            }
            catalog = replaceObject(
                    catalog, name, SchemaObject.find(target, name).or(() -> SchemaObject.find(before, name)));
        }
        return catalog;
    }

    /** Replaces an object, or removes it if the replacement is empty. */
    private static Catalog replaceObject(Catalog catalog, ObjectName name, Optional<SchemaObject> object) {
        Catalog remainingCatalog = SchemaObject.remove(catalog, name);
        return object.map(replacement -> replacement.addTo(remainingCatalog, name.database()))
                .orElse(remainingCatalog);
    }

    private static Catalog withSameObjects(Catalog before, Catalog target, Set<ObjectName> names) {
        Catalog catalog = before;
        for (ObjectName name : names) {
            if (name.role().isPresent()) {
                String role = name.role().get();
                catalog = target.role(role).map(catalog::withRole).orElse(catalog.withoutRole(role));
                continue;
            }
            catalog = replaceObject(catalog, name, SchemaObject.find(target, name));
        }
        return catalog;
    }

    private Plan createPlan(SourceDefinitions before, SourceDefinitions target) {
        Renames renames = findDeclaredRenames(target.database());
        if (currentSide instanceof ComparisonSide.Server) {
            return computeDrift(before, target.catalog(), renames).remediation();
        }
        if (targetSide instanceof ComparisonSide.Server && isStateOf(before, target)) {
            return new Plan(List.of(), List.of(), List.of());
        }
        return createPlanner(target, target.database()).plan(before.catalog(), target.catalog(), renames);
    }

    /** Returns the renames that the sides declare; those of the current side are reversed. */
    private Renames findDeclaredRenames(String database) {
        List<Rename> renames = new ArrayList<>();
        if (targetSide instanceof ComparisonSide.CompiledSchema declared) {
            renames.addAll(DeclaredRenames.collect(declared.schema(), database).declaredRenames());
        }
        if (currentSide instanceof ComparisonSide.CompiledSchema declared) {
            renames.addAll(DeclaredRenames.collect(declared.schema(), database)
                    .reverse()
                    .declaredRenames());
        }
        return new Renames(renames);
    }

    private static void requireUntouched(Plan plan, Set<ObjectName> omittedNames) {
        List<UnknownDefinition> touchedObjects = new ArrayList<>();
        for (Step step : plan.steps()) {
            ObjectName object = step.object();
            ObjectName plainName = object == null ? null : object.withName(StagingName.plainName(object.name()));
            if (plainName != null && omittedNames.contains(plainName)) {
                touchedObjects.add(new UnknownDefinition(
                        "the plan",
                        plainName.toString(),
                        "it is left out, but changes of the objects that depend on it, or on which it depends, require "
                                + step.text(),
                        List.of(plainName)));
            }
        }
        if (!touchedObjects.isEmpty()) {
            throw new UnsupportedDefinitionException(touchedObjects);
        }
    }

    /** Describes the views that are left out and read a changed object. */
    private static List<String> describeOmittedReaders(
            Plan plan, SourceDefinitions before, Set<ObjectName> omittedNames) {
        Set<ObjectName> changedNames = new TreeSet<>();
        plan.steps().forEach(step -> {
            ObjectName object = step.object();
            if (object != null) {
                changedNames.add(object.withName(StagingName.plainName(object.name())));
            }
        });
        List<String> notes = new ArrayList<>();
        for (ObjectName name : omittedNames) {
            SchemaObject.find(before.catalog(), name)
                    .ifPresent(object -> object.baseRelations().stream()
                            .map(ObjectName::of)
                            .filter(changedNames::contains)
                            .forEach(base -> notes.add(name + ": it reads " + base + ", which the plan changes")));
        }
        return notes;
    }

    /** The name of the database: that of the server, if one side is a server; otherwise that of a schema. */
    private String databaseName() {
        if (currentSide instanceof ComparisonSide.Server server) {
            return server.database().readDatabaseName();
        }
        if (targetSide instanceof ComparisonSide.Server server) {
            return server.database().readDatabaseName();
        }
        if (currentSide instanceof ComparisonSide.CompiledSchema declared) {
            return declared.schema().name();
        }
        return targetSide instanceof ComparisonSide.CompiledSchema declared
                ? declared.schema().name()
                : UNNAMED_DATABASE;
    }

    /** Returns the live objects of the database, and those objects of other databases that the other side has, too. */
    private static SourceDefinitions readLiveDefinitions(
            LiveDatabase liveDatabase, String database, SourceDefinitions otherDefinitions) {
        Set<ObjectName> names = new TreeSet<>(SchemaObject.names(otherDefinitions.catalog()));
        otherDefinitions.unknownDefinitions().forEach(definition -> names.addAll(definition.objects()));
        Set<String> furtherDatabases = new TreeSet<>();
        names.forEach(name -> furtherDatabases.add(name.database()));
        furtherDatabases.remove(database);
        SourceDefinitions allDefinitions =
                liveDatabase.readDefinitions(List.copyOf(furtherDatabases), otherDefinitions.catalog());
        Catalog retainedCatalog = SchemaObject.retain(
                allDefinitions.catalog(), name -> name.database().equals(database) || names.contains(name));
        List<UnknownDefinition> unknownDefinitions = allDefinitions.unknownDefinitions().stream()
                .filter(definition -> definition.objects().stream()
                        .anyMatch(name ->
                                name.database().equals(database) || name.role().isPresent() || names.contains(name)))
                .toList();
        return new SourceDefinitions(
                allDefinitions.profile(),
                database,
                retainedCatalog,
                unknownDefinitions,
                allDefinitions.irrelevantStatements());
    }

    /**
     * Reads the definitions of one side under its own name.
     *
     * @throws UnsupportedDefinitionException if a file can't be read
     */
    public static SourceDefinitions readDefinitions(ComparisonSide side) {
        if (side instanceof ComparisonSide.Server server) {
            return server.database().readDefinitions();
        }
        return readDefinitions(
                side,
                side instanceof ComparisonSide.CompiledSchema compiledSchema
                        ? compiledSchema.schema().name()
                        : UNNAMED_DATABASE);
    }

    /**
     * Reads the definitions of files or of a schema under the name of a database; those of a server have their own.
     *
     * @throws UnsupportedDefinitionException if a file can't be read
     */
    public static SourceDefinitions readDefinitions(ComparisonSide side, String database) {
        if (side instanceof ComparisonSide.Server server) {
            return server.database().readDefinitions();
        }
        if (side instanceof ComparisonSide.SqlFiles files) {
            return new ScriptReader(files.profile(), database).readAll(ScriptText.readAll(files.paths()));
        }
        ComparisonSide.CompiledSchema compiledSchema = (ComparisonSide.CompiledSchema) side;
        return readDeclaredObjects(compiledSchema, compiledSchema.target(), compiledSchema.target(), database);
    }

    /** Reads the definitions of files or of a schema by the rules of the server with which they are compared. */
    private static SourceDefinitions readDefinitions(ComparisonSide side, String database, ServerRules rules) {
        return side instanceof ComparisonSide.CompiledSchema compiledSchema
                ? readDeclaredObjects(
                        compiledSchema, rules.selectTarget(compiledSchema.schema()), rules.profile(), database)
                : readDefinitions(
                        new ComparisonSide.SqlFiles(((ComparisonSide.SqlFiles) side).paths(), rules.profile()),
                        database);
    }

    private static SourceDefinitions readDeclaredObjects(
            ComparisonSide.CompiledSchema compiledSchema, ServerProfile target, ServerProfile rules, String database) {
        SchemaDescriptor schema = compiledSchema.schema();
        Catalog catalog = readDeclaredObjects(
                schema,
                target,
                rules,
                database,
                new PlaceholderValues(compiledSchema.placeholders(), schema.name(), database));
        return new SourceDefinitions(rules, database, catalog, List.of(), List.of());
    }

    /** Returns the objects that a schema declares for one of its targets, in a database of any name. */
    public static Catalog readDeclaredObjects(
            SchemaDescriptor schema, ServerProfile target, String database, PlaceholderResolver values) {
        return readDeclaredObjects(schema, target, target, database, values);
    }

    private static Catalog readDeclaredObjects(
            SchemaDescriptor schema,
            ServerProfile target,
            ServerProfile rules,
            String database,
            PlaceholderResolver values) {
        Engine engine = new Engine(PermissiveProfile.of(rules));
        Catalog catalog = InitialCatalog.create(schema, target, database);
        for (String statement : schema.statements(target)) {
            Statement resolved = Sql.parse(statement, values);
            catalog = engine.apply(addNamedDatabase(catalog, resolved), new Session(database), resolved)
                    .catalog();
        }
        return catalog;
    }

    /** A schema creates no databases: those that it names exist. */
    private static Catalog addNamedDatabase(Catalog catalog, Statement statement) {
        return statement
                .changedObject()
                .flatMap(name -> name.qualifier())
                .map(Name::text)
                .filter(databaseName -> catalog.database(databaseName).isEmpty())
                .map(databaseName -> catalog.withDatabase(Database.of(databaseName)))
                .orElse(catalog);
    }

    /** Compares the objects of a server with those of a catalog; the plan also drops objects that the catalog does not have. */
    private static DriftReport computeDrift(SourceDefinitions liveDefinitions, Catalog expected, Renames renames) {
        LiveSchema liveSchema = new LiveSchema(liveDefinitions.catalog(), List.of(), List.of(), List.of());
        return new DriftCheck(liveDefinitions.profile(), liveDefinitions.database())
                .compare(liveSchema, expected, renames);
    }

    private static boolean isStateOf(SourceDefinitions before, SourceDefinitions live) {
        return SchemaObject.names(before.catalog()).equals(SchemaObject.names(live.catalog()))
                && computeDrift(live, before.catalog(), Renames.NONE).isEmpty();
    }

    /** Returns the same definitions in a database of another name. */
    private static SourceDefinitions renameDatabase(SourceDefinitions definitions, String database) {
        if (definitions.database().equals(database)) {
            return definitions;
        }
        Catalog emptyCatalog = Catalog.EMPTY.withDatabase(Database.of(definitions.database()));
        Catalog portableCatalog = DefiningQueries.makePortable(
                definitions.profile(), definitions.catalog(), definitions.database(), database);
        Plan creationPlan =
                createPlanner(definitions, definitions.database()).plan(emptyCatalog, portableCatalog, Renames.NONE);
        List<ScriptText> texts = creationPlan.steps().stream()
                .map(step -> new ScriptText("database " + definitions.database(), step.text()))
                .toList();
        SourceDefinitions renamedDefinitions = new ScriptReader(definitions.profile(), database).readAll(texts);
        List<UnknownDefinition> unknownDefinitions = new ArrayList<>(renamedDefinitions.unknownDefinitions());
        creationPlan
                .impossibleChanges()
                .forEach(objection -> unknownDefinitions.add(new UnknownDefinition(
                        "database " + definitions.database(),
                        objection.object().toString(),
                        objection.reason(),
                        List.of(objection.object()))));
        unknownDefinitions.addAll(definitions.unknownDefinitions());
        return new SourceDefinitions(
                renamedDefinitions.profile(),
                database,
                renamedDefinitions.catalog(),
                unknownDefinitions.stream()
                        .map(definition -> renameDatabaseOf(definition, definitions.database(), database))
                        .toList(),
                definitions.irrelevantStatements());
    }

    private static UnknownDefinition renameDatabaseOf(UnknownDefinition unknown, String before, String database) {
        List<ObjectName> objects = unknown.objects().stream()
                .map(name -> name.database().equals(before) ? new ObjectName(database, name.name()) : name)
                .toList();
        return new UnknownDefinition(unknown.location(), unknown.excerpt(), unknown.reason(), objects);
    }

    private static Planner createPlanner(SourceDefinitions definitions, String database) {
        ServerProfile permissiveProfile = PermissiveProfile.of(definitions.profile());
        return new Planner(new Engine(permissiveProfile), new Session(database));
    }

    /** Resolves placeholders, and the name of the schema in constraints; placeholders without a value and a fallback remain. */
    private record PlaceholderValues(Map<String, String> values, String schema, String database)
            implements PlaceholderResolver {
        @Override
        public String resolveProperty(String name, String value) {
            if (!Placeholder.isWhole(value)) {
                return ConstraintNames.isConstraintProperty(name)
                        ? ConstraintNames.moveDatabase(value, schema, database)
                        : Placeholder.unescape(value);
            }
            String resolvedValue = resolve(Placeholder.parse(value));
            return resolvedValue == null ? value : resolvedValue;
        }

        @Override
        public Buckets resolveBuckets(Placeholder placeholder) {
            String resolvedValue = resolve(placeholder);
            return resolvedValue != null && resolvedValue.matches("\\d{1,9}")
                    ? new Buckets.Count(Integer.parseInt(resolvedValue))
                    : new Buckets.PlaceholderBuckets(placeholder);
        }

        @Override
        public String resolveName(Placeholder placeholder) {
            String resolvedValue = placeholder.equals(Placeholder.DATABASE) ? database : resolve(placeholder);
            return resolvedValue == null ? placeholder.toString() : resolvedValue;
        }

        private @Nullable String resolve(Placeholder placeholder) {
            return values.getOrDefault(placeholder.name(), placeholder.fallback());
        }
    }
}
