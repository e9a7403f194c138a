package dev.cairn.tooling.definition;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.reflection.DriftCheck;
import dev.cairn.internal.reflection.DriftReport;
import dev.cairn.internal.reflection.LiveSchema;
import dev.cairn.internal.run.preparation.BrokenDependentFinder;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Compares two sides and plans the steps from one to the other. Objects that are excluded or were not understood are
 * never part of the plan: they count as equal.
 */
public final class DefinitionComparator {
    private final ComparisonSide currentSide;
    private final ComparisonSide targetSide;
    private final ObjectPatterns objectPatterns;
    private final boolean skipsUnknown;

    /** Creates a comparator that requires all definitions to be readable. */
    public DefinitionComparator(ComparisonSide currentSide, ComparisonSide targetSide) {
        this(currentSide, targetSide, ObjectPatterns.ALL_OBJECTS, false);
    }

    /**
     * Creates a comparator that reports everything that it omits.
     *
     * @param objectPatterns the patterns of the objects that are compared
     * @param skipsUnknown whether to omit definitions that were not understood
     */
    public DefinitionComparator(
            ComparisonSide currentSide,
            ComparisonSide targetSide,
            ObjectPatterns objectPatterns,
            boolean skipsUnknown) {
        this.currentSide = currentSide;
        this.targetSide = targetSide;
        this.objectPatterns = objectPatterns;
        this.skipsUnknown = skipsUnknown;
    }

    /**
     * The result of a comparison.
     *
     * @param omissions the names of the omitted objects, and the reasons
     * @param missingObjects the objects of the target that the plan does not create although the current side lacks
     *     them, and the reasons
     * @param irrelevantStatements statements that define neither a table nor a view
     * @param brokenDependents the dependents that the steps break, with the numbers of the steps, from 1; empty unless
     *     the current side is a server
     */
    public record ComparisonResult(
            Plan plan,
            List<String> omissions,
            List<String> missingObjects,
            List<String> irrelevantStatements,
            List<BrokenDependentFinder.BrokenDependent> brokenDependents) {
        public ComparisonResult {
            omissions = List.copyOf(omissions);
            missingObjects = List.copyOf(missingObjects);
            irrelevantStatements = List.copyOf(irrelevantStatements);
            brokenDependents = List.copyOf(brokenDependents);
        }

        /**
         * Returns everything that a report of this result shows. Two results with the same lines are equal for the
         * user.
         */
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
     * @throws UnsupportedDefinitionException if a definition was not understood and is not omitted explicitly, or if
     *     the plan would change an omitted object
     * @throws UnknownReplicaCountException if the result depends on the default number of replicas, which the user may
     *     not read
     */
    public ComparisonResult compareSides() {
        String database = resolveDatabaseName();
        if (currentSide instanceof ComparisonSide.Server serverSide) {
            return compareWithServer(
                    serverSide.liveDatabase(),
                    targetSide,
                    database,
                    (liveDefinitions, otherDefinitions) -> compare(liveDefinitions, otherDefinitions));
        }
        if (targetSide instanceof ComparisonSide.Server serverSide) {
            return compareWithServer(
                    serverSide.liveDatabase(),
                    currentSide,
                    database,
                    (liveDefinitions, otherDefinitions) -> compare(otherDefinitions, liveDefinitions));
        }
        SourceDefinitions targetDefinitions = ComparisonSideReader.readDefinitions(targetSide, database);
        return compare(
                DatabaseRenamer.rename(
                        ComparisonSideReader.readDefinitions(currentSide, database), targetDefinitions.database()),
                targetDefinitions);
    }

    /**
     * Compares the definitions of a server with another side, which is read by the server's rules. If the default
     * number of replicas is unknown, each possible number must lead to the same result.
     *
     * @param directedComparison compares the live definitions, its first argument, with the other definitions, in the
     *     direction from the current side to the target
     * @throws UnknownReplicaCountException if the result depends on the default number of replicas
     */
    private static ComparisonResult compareWithServer(
            LiveDatabase liveDatabase,
            ComparisonSide otherSide,
            String database,
            BiFunction<SourceDefinitions, SourceDefinitions, ComparisonResult> directedComparison) {
        if (otherSide instanceof ComparisonSide.Server otherServerSide) {
            SourceDefinitions otherDefinitions = DatabaseRenamer.rename(
                    otherServerSide.liveDatabase().readDefinitionsAndExternalObjects(List.of(), false), database);
            otherDefinitions = otherDefinitions.withCatalog(
                    liveDatabase.readExternalObjects(List.of()).copyExternalObjectsTo(otherDefinitions.catalog()));
            return directedComparison.apply(
                    ComparisonSideReader.readLiveDefinitions(liveDatabase, database, otherDefinitions),
                    otherDefinitions);
        }
        ServerRules rules = liveDatabase.readServerRules();
        Catalog externalObjects = ComparisonSideReader.readExternalObjects(liveDatabase, otherSide, database);
        Map<List<String>, Supplier<ComparisonResult>> outcomeByReportLines = new LinkedHashMap<>();
        for (ServerRules assumedRules : readPossibleRules(rules, liveDatabase, otherSide, database, externalObjects)) {
            SourceDefinitions otherDefinitions = DatabaseRenamer.rename(
                    ComparisonSideReader.readDefinitions(otherSide, database, assumedRules, externalObjects), database);
            SourceDefinitions liveDefinitions = ComparisonSideReader.readLiveDefinitions(
                            liveDatabase, database, otherDefinitions)
                    .withDefaultReplicaCount(assumedRules.profile().defaultReplicaCount());
            try {
                ComparisonResult result = directedComparison.apply(liveDefinitions, otherDefinitions);
                outcomeByReportLines.putIfAbsent(result.reportLines(), () -> result);
            } catch (UnsupportedDefinitionException refusal) {
                outcomeByReportLines.putIfAbsent(List.of(String.valueOf(refusal.getMessage())), () -> {
                    throw refusal;
                });
            }
        }
        if (outcomeByReportLines.size() > 1) {
            throw new UnknownReplicaCountException();
        }
        return outcomeByReportLines.values().iterator().next().get();
    }

    /** Returns the rules that the server may have: several if its default number of replicas is not known. */
    private static List<ServerRules> readPossibleRules(
            ServerRules rules,
            LiveDatabase liveDatabase,
            ComparisonSide otherSide,
            String database,
            Catalog externalObjects) {
        return rules.hasKnownReplicaCount()
                ? List.of(rules)
                : rules.possibleRules(
                        liveDatabase.readDefinitions().catalog(),
                        DatabaseRenamer.rename(
                                        ComparisonSideReader.readDefinitions(
                                                otherSide, database, rules, externalObjects),
                                        database)
                                .catalog());
    }

    /**
     * Compares the definitions in the direction from the current side to the target, after it has made omitted objects
     * equal in both catalogs.
     */
    private ComparisonResult compare(SourceDefinitions currentDefinitions, SourceDefinitions targetDefinitions) {
        OmittedObjects omittedObjects = findOmittedObjects(currentDefinitions, targetDefinitions);
        List<String> irrelevantStatements = new ArrayList<>(currentDefinitions.irrelevantStatements());
        irrelevantStatements.addAll(targetDefinitions.irrelevantStatements());
        Catalog targetCatalog =
                omittedObjects.completeTarget(targetDefinitions.catalog(), currentDefinitions.catalog());
        Catalog currentCatalog = omittedObjects.replaceObjects(currentDefinitions.catalog(), targetCatalog);
        Plan plan = createPlan(
                currentDefinitions.withCatalog(currentCatalog), targetDefinitions.withCatalog(targetCatalog));
        omittedObjects.requireUnchangedBy(plan);
        List<String> omissions = new ArrayList<>(omittedObjects.notes());
        omissions.addAll(omittedObjects.describeReaders(plan, currentDefinitions.catalog()));
        List<BrokenDependentFinder.BrokenDependent> brokenDependents =
                findBrokenDependents(plan, currentCatalog, targetCatalog, targetDefinitions.database(), omissions);
        return new ComparisonResult(
                plan, omissions, findMissingObjects(plan, currentCatalog), irrelevantStatements, brokenDependents);
    }

    /** Returns the impossible changes of objects that the current side lacks, and about which the plan has no step. */
    private static List<String> findMissingObjects(Plan plan, Catalog currentCatalog) {
        return plan.impossibleChanges().stream()
                .filter(objection ->
                        SchemaObject.find(currentCatalog, objection.object()).isEmpty()
                                && plan.steps().stream()
                                        .noneMatch(step -> objection.object().equals(step.object())))
                .map(Objection::toString)
                .toList();
    }

    private OmittedObjects findOmittedObjects(
            SourceDefinitions currentDefinitions, SourceDefinitions targetDefinitions) {
        OmittedObjects omittedObjects =
                OmittedObjects.find(currentDefinitions, targetDefinitions, objectPatterns, skipsUnknown);
        if (skipsUnknown
                && currentSide instanceof ComparisonSide.Server
                && targetSide instanceof ComparisonSide.CompiledSchema) {
            omittedObjects.addUndeclarableObjects(currentDefinitions, targetDefinitions);
        } else if (skipsUnknown
                && currentSide instanceof ComparisonSide.CompiledSchema
                && targetSide instanceof ComparisonSide.Server) {
            omittedObjects.addUndeclarableObjects(targetDefinitions, currentDefinitions);
        }
        return omittedObjects;
    }

    /**
     * Finds the dependents that the plan breaks on the current server, and adds a message to the omissions for each
     * kind of dependent that can't be read. A client runs the script of a plan without checks, so nothing else warns
     * its user.
     */
    private List<BrokenDependentFinder.BrokenDependent> findBrokenDependents(
            Plan plan, Catalog currentCatalog, Catalog targetCatalog, String database, List<String> omissions) {
        if (!(currentSide instanceof ComparisonSide.Server serverSide)) {
            return List.of();
        }
        List<RunStep> runSteps = new ArrayList<>();
        for (Step step : plan.steps()) {
            runSteps.add(
                    new StatementStep(runSteps.size() + 1, step, new Session(database), currentCatalog, targetCatalog));
        }
        BrokenDependentFinder brokenDependentFinder = BrokenDependentFinder.forSteps(runSteps);
        return brokenDependentFinder.hasNoTrackedTables()
                ? List.of()
                : serverSide.liveDatabase().findBrokenDependents(brokenDependentFinder, omissions::add);
    }

    private Plan createPlan(SourceDefinitions currentDefinitions, SourceDefinitions targetDefinitions) {
        Renames renames = findDeclaredRenames(currentDefinitions, targetDefinitions);
        if (currentSide instanceof ComparisonSide.Server) {
            return computeDrift(currentDefinitions, targetDefinitions.catalog(), renames)
                    .remediationPlan();
        }
        if (targetSide instanceof ComparisonSide.Server && isEquivalent(currentDefinitions, targetDefinitions)) {
            return new Plan(List.of(), List.of(), List.of());
        }
        return targetDefinitions
                .createPlanner()
                .plan(currentDefinitions.catalog(), targetDefinitions.catalog(), renames);
    }

    /** Returns the renames that the sides declare; the renames of the current side are reversed. */
    private Renames findDeclaredRenames(SourceDefinitions currentDefinitions, SourceDefinitions targetDefinitions) {
        String database = targetDefinitions.database();
        List<Rename> renames = new ArrayList<>();
        if (targetSide instanceof ComparisonSide.CompiledSchema compiledSchema) {
            renames.addAll(
                    DeclaredRenames.collect(compiledSchema.schema(), database).declaredRenames());
        }
        if (currentSide instanceof ComparisonSide.CompiledSchema compiledSchema) {
            renames.addAll(DeclaredRenames.collect(compiledSchema.schema(), database)
                    .reverse(targetDefinitions.catalog(), currentDefinitions.catalog())
                    .declaredRenames());
        }
        return new Renames(renames);
    }

    /**
     * Returns the name of the database: the name on the server if one side is a server, otherwise the name of the
     * compiled schema if one side is one, or a fixed name.
     */
    private String resolveDatabaseName() {
        if (currentSide instanceof ComparisonSide.Server serverSide) {
            return serverSide.liveDatabase().readDatabaseName();
        }
        if (targetSide instanceof ComparisonSide.Server serverSide) {
            return serverSide.liveDatabase().readDatabaseName();
        }
        if (currentSide instanceof ComparisonSide.CompiledSchema compiledSchema) {
            return compiledSchema.schema().name();
        }
        return targetSide instanceof ComparisonSide.CompiledSchema compiledSchema
                ? compiledSchema.schema().name()
                : ComparisonSideReader.DEFAULT_DATABASE;
    }

    /**
     * Compares the objects of a server with the objects of a catalog. The plan of the report also drops the server's
     * objects that the catalog lacks.
     */
    private static DriftReport computeDrift(
            SourceDefinitions liveDefinitions, Catalog expectedCatalog, Renames renames) {
        LiveSchema liveSchema = new LiveSchema(liveDefinitions.catalog(), List.of(), List.of(), List.of());
        return new DriftCheck(liveDefinitions.profile(), liveDefinitions.database())
                .compare(liveSchema, expectedCatalog, renames);
    }

    /** Returns whether both sides have the same objects, without a difference that counts as drift. */
    private static boolean isEquivalent(SourceDefinitions currentDefinitions, SourceDefinitions liveDefinitions) {
        return SchemaObject.collectNames(currentDefinitions.catalog())
                        .equals(SchemaObject.collectNames(liveDefinitions.catalog()))
                && computeDrift(liveDefinitions, currentDefinitions.catalog(), Renames.NONE)
                        .hasNoDifferences();
    }
}
