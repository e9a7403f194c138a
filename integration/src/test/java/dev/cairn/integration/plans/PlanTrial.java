package dev.cairn.integration.plans;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.connection.Address;
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ViewStatement.RefreshMaterializedView;
import dev.cairn.tooling.definition.ComparisonSide;
import dev.cairn.tooling.definition.LiveDatabase;
import dev.cairn.tooling.definition.SideComparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Executes a plan between two schemas on a server, and compares the result with the second schema, created in a database of its own. */
final class PlanTrial {
    private final TrialServer server;
    private final Path folder;
    private final Route route;

    PlanTrial(TrialServer server, Path folder, Route route) {
        this.server = server;
        this.folder = folder;
        this.route = route;
    }

    /** Two schemas as statements. Statements that the engine and the server refuse are left out. */
    record Pair(List<String> from, List<String> to, Map<String, String> renames) {
        @Override
        public String toString() {
            return "from\n" + String.join(";\n", from) + "\nto\n" + String.join(";\n", to)
                    + (renames.isEmpty() ? "" : "\nrenamed: " + renames);
        }
    }

    /** Where the plan comes from. */
    enum Route {
        /** The recorded definitions are compared with the declared ones. */
        RECORD,
        /** The live database is compared with a file. */
        DIFF
    }

    /**
     * The result of a trial.
     *
     * @param possible whether there is a plan
     * @param steps the statements of the plan
     * @param problems empty if the plan was accepted and led to the second schema
     */
    record Result(boolean possible, List<String> steps, List<String> problems) {}

    Result result(Pair pair, String database) throws SQLException, IOException {
        String target = database + "_to";
        server.createDatabase(database);
        server.createDatabase(target);
        try {
            return new Run(pair, database, target).result();
        } finally {
            server.dropDatabase(database);
            server.dropDatabase(target);
        }
    }

    /** One trial in its own databases. */
    private final class Run {
        private final Pair pair;
        private final String database;
        private final String target;
        private final ServerProfile profile;
        private final Engine engine;
        private final Session session;
        private final List<String> problems = new ArrayList<>();

        Run(Pair pair, String database, String target) {
            this.pair = pair;
            this.database = database;
            this.target = target;
            this.profile = server.profile();
            this.engine = new Engine(profile);
            this.session = new Session(database);
        }

        Result result() throws SQLException, IOException {
            Catalog from = created(pair.from(), database, new ArrayList<>());
            List<String> accepted = new ArrayList<>();
            created(pair.to(), target, accepted);
            Catalog to = catalog(accepted);
            if (!problems.isEmpty()) {
                return new Result(true, List.of(), problems);
            }
            Plan plan = plan(from, to, accepted);
            List<String> steps = plan.steps().stream().map(Step::text).toList();
            if (!plan.isPossible()) {
                plan.impossible().forEach(objection -> problems.add("impossible: " + objection));
                return new Result(false, steps, problems);
            }
            if (execute(plan)) {
                compare();
                Plan rest = compared(accepted);
                if (!rest.steps().isEmpty() || !rest.isPossible()) {
                    problems.add(
                            "endless: " + rest.steps().stream().map(Step::text).toList() + rest.impossible());
                }
            }
            return new Result(true, steps, problems);
        }

        /** Creates objects on the server and in the engine, and returns the catalog of the engine. */
        private Catalog created(List<String> statements, String in, List<String> accepted) throws SQLException {
            Session here = new Session(in);
            Catalog catalog = Catalog.EMPTY.with(Database.of(in));
            for (String statement : statements) {
                String refusal = null;
                Catalog after = catalog;
                try {
                    after = engine.apply(catalog, here, Sql.parse(statement)).catalog();
                } catch (Refusal refused) {
                    refusal = refused.getMessage();
                }
                String answer = attempt(statement, in);
                if ((refusal == null) != (answer == null)) {
                    problems.add("accepted by one only: " + statement + "\n  the engine: " + refusal
                            + "\n  the server: " + answer);
                } else if (answer == null) {
                    accepted.add(statement);
                    catalog = after;
                }
            }
            return catalog;
        }

        private Catalog catalog(List<String> statements) {
            Catalog catalog = Catalog.EMPTY.with(Database.of(database));
            for (String statement : statements) {
                catalog = engine.apply(catalog, session, Sql.parse(statement)).catalog();
            }
            return catalog;
        }

        private Plan plan(Catalog from, Catalog to, List<String> declared) throws IOException {
            if (route == Route.DIFF) {
                return compared(declared);
            }
            List<Rename> renames = new ArrayList<>();
            pair.renames().forEach((old, now) -> renames.add(new Rename.OfObject(new ObjectName(database, now), old)));
            return new Planner(engine, session).plan(from, to, new Renames(renames));
        }

        /** Returns the plan from the live database to the declared statements. */
        private Plan compared(List<String> declared) throws IOException {
            Path file = Files.writeString(folder.resolve(database + ".sql"), String.join(";\n", declared) + ";\n");
            return new SideComparison(
                            new ComparisonSide.Server(new LiveDatabase(Address.of(server.url(database)))),
                            new ComparisonSide.Files(List.of(file), profile))
                    .result()
                    .plan();
        }

        /** Returns null if the server accepts a statement and its job ends well, otherwise its reason. */
        private String attempt(String statement, String in) throws SQLException {
            try {
                server.execute(in, statement);
            } catch (SQLException refusal) {
                return refusal.getErrorCode() + " " + refusal.getMessage();
            }
            return server.awaitJobs(in).orElse(null);
        }

        private boolean execute(Plan plan) throws SQLException {
            for (Step step : plan.steps()) {
                boolean refresh = step.action().statement() instanceof RefreshMaterializedView;
                if (step.action().statement() == null || (refresh && !server.storesRows())) {
                    continue;
                }
                String refusal = attempt(step.text(), database);
                if (refusal != null) {
                    problems.add("refused: " + step.text() + "\n  the server: " + refusal);
                    return false;
                }
            }
            return true;
        }

        private void compare() throws SQLException {
            Map<String, String> now = new TreeMap<>(server.definitions(database));
            Map<String, String> should = new TreeMap<>(server.definitions(target));
            if (!now.keySet().equals(should.keySet())) {
                problems.add("objects are " + now.keySet() + ", and should be " + should.keySet());
            }
            should.forEach((name, text) -> {
                String actual = now.getOrDefault(name, text);
                if (!actual.equals(text)) {
                    problems.add("differs: " + name + " is\n" + actual + "\n  and should be\n" + text);
                }
            });
            List<String> inactive = new ArrayList<>(server.inactive(database));
            inactive.removeAll(server.inactive(target));
            if (!inactive.isEmpty()) {
                problems.add("inactive: " + inactive);
            }
        }
    }
}
