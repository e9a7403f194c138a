package dev.cairn.integration.plans;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Role;
import dev.cairn.engine.Engine;
import dev.cairn.engine.cluster.ClusterSecrets;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.internal.connection.TransientError;
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.random.Dice;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import dev.cairn.sql.ast.AccessStatement.GrantTarget;
import dev.cairn.sql.ast.ClusterStatement.PauseOrResumeClusterObject;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement.RefreshMaterializedView;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterPart;
import dev.cairn.tooling.definition.ComparisonSide;
import dev.cairn.tooling.definition.DefinitionComparator;
import dev.cairn.tooling.definition.LiveDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Executes a plan between two schemas on a server, and compares the result with the second schema, which is created in
 * a database of its own.
 */
final class PlanTrial {
    /** An overloaded server refuses statements that it accepts later. */
    private static final int MAX_ATTEMPTS = 10;

    private static final long ATTEMPT_PAUSE_NANOS = 20_000_000;

    /** The server lists a job as finished before it releases the table. */
    private static final String BUSY_TABLE_TEXT = "wait until the current operation completes";

    private final TrialServer server;
    private final Path folder;
    private final Route route;

    PlanTrial(TrialServer server, Path folder, Route route) {
        this.server = server;
        this.folder = folder;
        this.route = route;
    }

    /**
     * A schema as statements, and its changes. A trial leaves out statements that both the engine and the server
     * refuse.
     *
     * @param dice the dice that choose the roles and cluster objects of each schema; empty if there are none
     */
    record History(List<String> from, List<Change> changes, Optional<Dice> dice) {
        @Override
        public String toString() {
            return "from\n" + String.join(";\n", from)
                    + changes.stream().map(Change::toString).collect(Collectors.joining());
        }
    }

    /** The statements of a changed schema, with the tables and columns that were renamed in the change. */
    record Change(List<String> to, List<Rename> renames) {
        @Override
        public String toString() {
            return "\nto\n" + String.join(";\n", to) + (renames.isEmpty() ? "" : "\nrenamed: " + renames);
        }
    }

    /** The origin of the plan. */
    enum Route {
        /** The recorded definitions are compared with the declared ones. */
        RECORD,
        /** The live database is compared with a file. */
        DIFF
    }

    /**
     * The result of a trial.
     *
     * @param planCount the number of plans that were executed
     * @param declinedCount the number of plans that were not executed, because they ask for a declaration of a rename
     * @param steps the statements of the plans
     * @param problems empty if each plan was accepted and led to its schema
     */
    record Result(int planCount, int declinedCount, List<String> steps, List<String> problems) {}

    Result run(History history, String database) throws SQLException, IOException {
        String targetDatabase = database + "_to";
        server.createDatabase(database);
        try {
            if (history.dice().isPresent()) {
                server.createLakeDatabase(database);
            }
            return new TrialRun(history, database, targetDatabase).run();
        } finally {
            if (history.dice().isPresent()) {
                server.dropClusterObjects(database);
                server.dropLakeDatabase(database);
                server.dropRoles(database);
            }
            server.dropDatabases(database);
        }
    }

    /** One trial in its own databases. */
    private final class TrialRun {
        private final History history;
        private final String database;
        private final String targetDatabase;
        private final Engine engine;
        private final Session session;
        private final Optional<RandomGrants> grants;
        private final Optional<RandomClusterObjects> clusterObjects;
        private final List<String> problems = new ArrayList<>();
        private final List<String> steps = new ArrayList<>();
        private Set<String> remainingNames = Set.of();
        private int planCount;
        private int declinedCount;

        TrialRun(History history, String database, String targetDatabase) {
            this.history = history;
            this.database = database;
            this.targetDatabase = targetDatabase;
            this.engine = new Engine(server.profile());
            this.session = new Session(database);
            this.grants = history.dice().map(dice -> new RandomGrants(dice, database));
            this.clusterObjects = history.dice()
                    .filter(dice ->
                            route == Route.RECORD) // A file does not list the cluster objects that should exist.
                    .map(dice -> new RandomClusterObjects(dice, engine, database, server));
        }

        Result run() throws SQLException, IOException {
            Catalog objects = createObjects(history.from(), database, new ArrayList<>());
            Catalog from = executeStatements(objects, createGrants(objects));
            from = executeStatements(from, createClusterObjects(from, List.of()));
            for (Change change : history.changes()) {
                server.createDatabase(targetDatabase);
                try {
                    from = executeChange(from, change);
                } finally {
                    server.dropDatabases(targetDatabase);
                }
                if (!problems.isEmpty() || declinedCount > 0) {
                    break;
                }
            }
            return new Result(planCount, declinedCount, steps, problems);
        }

        /** Executes the plan to a changed schema, and returns the catalog after it. */
        private Catalog executeChange(Catalog from, Change change) throws SQLException, IOException {
            List<String> acceptedStatements = new ArrayList<>();
            String otherDatabase = SchemaSketch.otherDatabase(database);
            boolean keepsOtherDatabase = from.findDatabase(otherDatabase).isPresent()
                    && !change.to().contains(SchemaSketch.CREATE_OTHER_DATABASE);
            if (keepsOtherDatabase) { // No plan drops a database.
                acceptedStatements.add("CREATE DATABASE " + otherDatabase);
            }
            createObjects(change.to(), targetDatabase, acceptedStatements);
            acceptedStatements.addAll(createGrants(computeCatalog(acceptedStatements)));
            acceptedStatements.addAll(createClusterObjects(computeCatalog(acceptedStatements), change.renames()));
            Catalog to = computeCatalog(acceptedStatements);
            if (!problems.isEmpty()) {
                return to;
            }
            readViews(name -> !remainingNames.contains(name)); // A plan may have dropped what such a view reads.
            Plan plan = plan(from, to, change, acceptedStatements);
            List<String> reasons =
                    plan.impossibleChanges().stream().map(Objection::toString).toList();
            if (!reasons.isEmpty() && reasons.stream().allMatch(reason -> reason.contains("@RenamedFrom"))) {
                declinedCount++;
                return to;
            }
            steps.addAll(plan.steps().stream().map(Step::text).toList());
            reasons.forEach(reason -> problems.add("impossible: " + reason));
            if (problems.isEmpty() && execute(plan)) {
                planCount++;
                Set<String> expectedNames =
                        server.readDefinitions(targetDatabase).keySet();
                readViews(name -> !mayRemain(name, expectedNames));
                compareDefinitions();
                compareRoles(to);
                if (clusterObjects.isPresent()) {
                    compareClusterObjects(to);
                }
                Plan remainingPlan = compareWithFile(acceptedStatements);
                if (!remainingPlan.steps().isEmpty() || !remainingPlan.isPossible()) {
                    problems.add("a difference remains: "
                            + remainingPlan.steps().stream().map(Step::text).toList()
                            + remainingPlan.impossibleChanges());
                }
            }
            return to;
        }

        private List<String> createGrants(Catalog objects) {
            return grants.map(any -> any.createStatements(objects)).orElse(List.of());
        }

        private List<String> createClusterObjects(Catalog objects, List<Rename> renames) {
            return clusterObjects
                    .map(any -> any.createStatements(objects, renames))
                    .orElse(List.of());
        }

        /** Reads views, so that the server refuses those that it can't resolve. */
        private void readViews(Predicate<String> isRead) {
            try {
                server.readViews(database, isRead);
            } catch (SQLException refusal) {
                problems.add("a view can't be read: " + refusal.getMessage());
            }
        }

        /** Creates objects on the server and in the engine, and returns the catalog of the engine. */
        private Catalog createObjects(List<String> statements, String databaseName, List<String> acceptedStatements)
                throws SQLException {
            Session targetSession = new Session(databaseName);
            Catalog catalog = Catalog.EMPTY
                    .withDatabase(Database.of(databaseName))
                    .withClusterObjects(ClusterObjects.MANAGED_EMPTY);
            for (String draftStatement : statements) {
                String statement = draftStatement.replace(SchemaSketch.DATABASE, databaseName);
                String refusal = null;
                Catalog after = catalog;
                try {
                    after = engine.apply(catalog, targetSession, Sql.parse(statement))
                            .catalog();
                } catch (Refusal failure) {
                    refusal = failure.getMessage();
                }
                if (refusal != null && statement.contains("colocate_with")) {
                    continue; // A server keeps the colocation group of a table that it refuses.
                }
                String answer = attempt(statement, databaseName);
                if ((refusal == null) != (answer == null)) {
                    problems.add("accepted by either the engine or the server only: " + statement + "\n  the engine: "
                            + refusal + "\n  the server: " + answer);
                } else if (answer == null) {
                    acceptedStatements.add(draftStatement.replace(SchemaSketch.DATABASE, database));
                    catalog = after;
                }
            }
            return catalog;
        }

        /** Creates roles or cluster objects on the server, and returns the catalog with them. */
        private Catalog executeStatements(Catalog objects, List<String> statements) throws SQLException {
            Catalog catalog = objects;
            for (String statement : statements) {
                catalog = engine.apply(catalog, session, Sql.parse(statement)).catalog();
                server.execute(database, statement);
            }
            return catalog;
        }

        private Catalog computeCatalog(List<String> statements) {
            Catalog catalog =
                    Catalog.EMPTY.withDatabase(Database.of(database)).withClusterObjects(ClusterObjects.MANAGED_EMPTY);
            for (String statement : statements) {
                catalog = engine.apply(catalog, session, Sql.parse(statement)).catalog();
            }
            return catalog;
        }

        private Plan plan(Catalog from, Catalog to, Change change, List<String> declaredStatements) throws IOException {
            if (route == Route.DIFF) {
                return compareWithFile(declaredStatements);
            }
            List<Rename> renames = new ArrayList<>(change.renames());
            clusterObjects.ifPresent(any -> renames.addAll(any.listRenames(to)));
            return new Planner(engine, session).plan(from, to, new Renames(renames));
        }

        /** Returns the plan from the live database to the declared statements. */
        private Plan compareWithFile(List<String> declaredStatements) throws IOException {
            Path file = Files.writeString(
                    folder.resolve(database + ".sql"), String.join(";\n", declaredStatements) + ";\n");
            return new DefinitionComparator(
                            new ComparisonSide.Server(new LiveDatabase(ServerAddress.parse(server.url(database)))),
                            new ComparisonSide.SqlFiles(List.of(file), ServerProfile.DEFAULT))
                    .compareSides()
                    .plan();
        }

        /** Returns null if the server accepts a statement and its job ends well, otherwise its reason. */
        private String attempt(String statement, String databaseName) throws SQLException {
            for (int attempt = 1; ; attempt++) {
                String reason;
                try {
                    server.execute(databaseName, statement);
                    Optional<String> cancellation = server.awaitJobs(databaseName);
                    if (cancellation.isEmpty()) {
                        return null;
                    }
                    reason = cancellation.get();
                } catch (SQLException refusal) {
                    reason = refusal.getErrorCode() + " " + refusal.getMessage();
                }
                boolean isTransient = TransientError.classify(0, reason)
                        .filter(error -> error == TransientError.OVERLOADED || error == TransientError.DISTURBED)
                        .isPresent();
                if (!(isTransient || reason.contains(BUSY_TABLE_TEXT)) || attempt == MAX_ATTEMPTS) {
                    return reason;
                }
                LockSupport.parkNanos(ATTEMPT_PAUSE_NANOS);
            }
        }

        private boolean execute(Plan plan) throws SQLException {
            for (Step step : plan.steps()) {
                if (step.action().transfersGrants()) {
                    copyGrants(step.action().findTransfer().orElseThrow());
                }
                boolean isRefresh = step.action().statement() instanceof RefreshMaterializedView;
                if (step.action().statement() == null || (isRefresh && !server.storesRows()) || copiesNothing(step)) {
                    continue;
                }
                String sql = step.action().statement() instanceof AccessStatement
                        ? step.text().replace(Placeholder.DATABASE.toString(), database)
                        : step.text();
                String refusal = attempt(sql, database);
                boolean isAlreadyPaused = refusal != null
                        && step.action().statement() instanceof PauseOrResumeClusterObject
                        && refusal.contains("PAUSED to PAUSED");
                if (refusal != null && !isAlreadyPaused) {
                    problems.add("refused: " + step.text() + "\n  the server: " + refusal);
                    return false;
                }
            }
            return true;
        }

        /**
         * Returns whether a step copies rows of a table without partitions, which a migrator does not; or into one
         * without partitions, in which a migrator first creates those that the server has since added to the old table.
         */
        private boolean copiesNothing(Step step) throws SQLException {
            return step.action().statement() instanceof Statement.OpaqueStatement statement
                    && statement.changesRows()
                    && step.object() != null
                    && TemporaryName.isStaging(step.object().name())
                    && !(server.hasPartitions(
                                    step.object().database(),
                                    TemporaryName.removeSuffix(step.object().name()))
                            && server.hasPartitions(
                                    step.object().database(), step.object().name()));
        }

        /** Transfers the grants of this trial's roles, as a migrator does for {@code -- grants: from one to other}. */
        private void copyGrants(Marker.Transfer transfer) throws SQLException {
            QualifiedName source = qualify(transfer.source());
            for (String role : server.findRoles(database)) {
                for (String shownGrant : server.readGrants(role)) {
                    if (Sql.parseShowCreateOutput(shownGrant) instanceof ChangePrivileges grant
                            && grant.target() instanceof GrantTarget.NamedObjects namedObjects
                            && namedObjects.names().equals(List.of(source))) {
                        GrantTarget targetOfCopy =
                                new GrantTarget.NamedObjects(namedObjects.kind(), List.of(qualify(transfer.target())));
                        server.execute(
                                database,
                                Sql.render(new ChangePrivileges(
                                        grant.direction(),
                                        grant.privileges(),
                                        targetOfCopy,
                                        grant.grantee(),
                                        grant.hasGrantOption(),
                                        grant.span())));
                    }
                }
            }
        }

        private QualifiedName qualify(String name) {
            String[] parts = name.split("\\.", -1);
            return parts.length == 1 ? QualifiedName.of(database, name) : QualifiedName.of(parts[0], parts[1]);
        }

        /** Compares what the server shows of the roles with their declaration. */
        private void compareRoles(Catalog declared) throws SQLException {
            Set<String> declaredNames = new TreeSet<>();
            declared.roles().values().forEach(role -> declaredNames.add(role.name()));
            Set<String> existingNames = new TreeSet<>(server.findRoles(database));
            if (route == Route.DIFF) {
                existingNames.retainAll(
                        declaredNames); // A file defines roles, and does not list those that should not exist.
            }
            if (!existingNames.equals(declaredNames)) {
                problems.add("roles are " + existingNames + ", and should be " + declaredNames);
                return;
            }
            for (Role role : declared.roles().values()) {
                Catalog shownCatalog = declared.withRole(Role.of(role.name(), ""));
                for (String grant : server.readGrants(role.name())) {
                    shownCatalog = engine.apply(shownCatalog, session, Sql.parseShowCreateOutput(grant))
                            .catalog();
                }
                Role actualRole = shownCatalog.findRole(role.name()).orElseThrow();
                if (!actualRole.privileges().equals(role.privileges())
                        || !actualRole.parents().equals(role.parents())) {
                    problems.add("the role " + role.name() + " has\n" + actualRole.privileges() + actualRole.parents()
                            + "\n  and should have\n" + role.privileges() + role.parents());
                }
            }
        }

        /** Compares the cluster objects of the server with their declaration. */
        private void compareClusterObjects(Catalog declared) throws SQLException {
            for (ClusterObjectKind kind : ClusterObjectKind.values()) {
                Map<String, ClusterObject> shownObjects = server.findClusterObjects(kind, database);
                Map<String, ClusterObject> expectedObjects = new TreeMap<>();
                declared.clusterObjects().objects().values().forEach(object -> {
                    if (object.kind() == kind) {
                        expectedObjects.put(object.fullName(), object);
                    }
                });
                // A server pauses a load whose source it does not reach.
                shownObjects.replaceAll((name, object) -> object.withoutPart(ClusterPart.PAUSED));
                shownObjects.replaceAll((name, object) ->
                        ClusterSecrets.restoreHiddenParts(expectedObjects.getOrDefault(name, object), object));
                if (!shownObjects.equals(expectedObjects)) {
                    problems.add("the server has " + shownObjects + "\n  and should have " + expectedObjects);
                }
            }
        }

        /** Returns whether an object is not compared: a file does not list the objects that a second database lacks. */
        private boolean mayRemain(String name, Set<String> expectedNames) {
            return route == Route.DIFF && TrialServer.isElsewhere(name) && !expectedNames.contains(name);
        }

        private void compareDefinitions() throws SQLException {
            Map<String, String> actualDefinitions = new TreeMap<>(server.readDefinitions(database));
            Map<String, String> expectedDefinitions = new TreeMap<>(server.readDefinitions(targetDatabase));
            remainingNames = actualDefinitions.keySet().stream()
                    .filter(name -> mayRemain(name, expectedDefinitions.keySet()))
                    .collect(Collectors.toSet());
            actualDefinitions.keySet().removeAll(remainingNames);
            if (!actualDefinitions.keySet().equals(expectedDefinitions.keySet())) {
                problems.add("objects are " + actualDefinitions.keySet() + ", and should be "
                        + expectedDefinitions.keySet());
            }
            expectedDefinitions.forEach((name, text) -> {
                String actualText = actualDefinitions.getOrDefault(name, text);
                if (!actualText.equals(text)) {
                    problems.add("differs: " + name + " is\n" + actualText + "\n  and should be\n" + text);
                }
            });
            List<String> newlyInactiveViews = new ArrayList<>(server.findInactiveViews(database));
            newlyInactiveViews.removeAll(server.findInactiveViews(targetDatabase));
            newlyInactiveViews.removeIf(
                    description -> mayRemain(description.replaceAll(":.*", ""), expectedDefinitions.keySet()));
            if (!newlyInactiveViews.isEmpty()) {
                problems.add("inactive: " + newlyInactiveViews);
            }
        }
    }
}
