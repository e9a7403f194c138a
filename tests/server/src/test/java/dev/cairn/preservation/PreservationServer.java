package dev.cairn.preservation;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.step.Plan;
import dev.cairn.profile.ServerProfile;
import dev.cairn.random.Dice;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A server on which tests migrate tables with rows, each pair of tables in a database of its own. */
final class PreservationServer implements AutoCloseable {
    /** The database of a schema of several tables. */
    static final String SCHEMA_DATABASE = "several";

    private final ServerProfile profile =
            ServerProfile.DEFAULT.withReplicas(1, 3).withExperimental(true);
    private final EmbeddedStarRocks server =
            EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()).profile(profile));
    private final Logger cairnLogger = Logger.getLogger("dev.cairn");
    private int databaseCount;

    PreservationServer() {
        // Cairn would log each step of each migration.
        cairnLogger.setLevel(Level.OFF);
    }

    /** How a migration ended. */
    enum Outcome {
        /** No statements lead to the target. */
        REFUSED,
        /** The rows can't satisfy the target, and the server refused a statement for that reason. */
        STOPPED,
        MIGRATED
    }

    /**
     * The result of the migrations of a pair.
     *
     * @param rowCount the number of rows before the upgrade
     * @param isLossAnnounced whether the plan required consent to a loss
     * @param problems descriptions of what is wrong after a migration; empty if all is right
     */
    record Result(Outcome outcome, int rowCount, boolean isLossAnnounced, List<String> problems) {
        /** The result if no statements lead to the target. */
        static final Result REFUSED = new Result(Outcome.REFUSED, 0, false, List.of());
    }

    /**
     * The result of an example of the documentation.
     *
     * @param answer the rows of the example's query after the upgrade, as in {@link DocumentedChange#answer()}
     */
    record ExampleResult(List<String> answer, List<String> problems) {}

    private interface Trial<R> {
        R run(PairDatabase database) throws SQLException;
    }

    /** Migrates from the first table of a pair to the second, and back. */
    Result migrate(TablePair pair, long seed) {
        return tryMigrations(pair, seed, database -> new PairMigration(database).migrate());
    }

    /** Migrates from the first table of a pair, which a user changes by hand, to the second. */
    Result migrateChangedByHand(TablePair pair, long seed) {
        Dice dice = new Dice(seed);
        return tryMigrations(
                pair,
                seed,
                database ->
                        new ChangedByHandTrial(server, database, new RandomChangesByHand(dice, profile), dice).run());
    }

    /** Migrates from a schema, which a user changes by hand or whose ledger is restored, to another one. */
    Result migrateChangedSchema(List<Statement> before, List<Statement> after, List<Rename> renames, long seed) {
        server.createDatabase(SCHEMA_DATABASE);
        try {
            return new ChangedSchemaTrial(server, profile, SCHEMA_DATABASE, new Dice(seed))
                    .run(filterAccepted(before), filterAccepted(after), renames);
        } catch (SQLException failure) {
            return new Result(Outcome.STOPPED, 0, false, List.of("the server refused: " + failure.getMessage()));
        } finally {
            server.faults().clear();
            server.dropDatabase(SCHEMA_DATABASE);
        }
    }

    /** Returns the statements that the engine accepts one after another. */
    private List<String> filterAccepted(List<Statement> statements) {
        Engine engine = new Engine(profile);
        Session session = new Session(SCHEMA_DATABASE);
        Catalog catalog = Catalog.EMPTY.withDatabase(Database.of(SCHEMA_DATABASE));
        List<String> acceptedStatements = new ArrayList<>();
        for (Statement statement : statements) {
            try {
                catalog = engine.apply(catalog, session, statement).catalog();
                acceptedStatements.add(Sql.render(statement));
            } catch (Refusal refusal) {
                // A schema does not contain statements that no server accepts.
            }
        }
        return acceptedStatements;
    }

    /** Stops the upgrade at each of its statements, and reverts it; then does the same with the downgrade. */
    Result stopAtStatements(TablePair pair, long seed, int interval) {
        int firstNumber = 1 + Math.floorMod(seed, interval);
        return tryMigrations(
                pair, seed, database -> new StatementRefusalTrial(server, database, firstNumber, interval).run());
    }

    private Result tryMigrations(TablePair pair, long seed, Trial<Result> trial) {
        try {
            return runInNewDatabase(pair, seed, trial);
        } catch (SQLException failure) {
            return new Result(Outcome.STOPPED, 0, false, List.of("the server refused: " + failure.getMessage()));
        }
    }

    /** Upgrades an example with its own rows, and downgrades it. */
    ExampleResult migrateExample(DocumentedChange change) throws SQLException {
        return runInNewDatabase(
                change.pair(), databaseCount + 1, database -> new PairMigration(database).migrateExample(change));
    }

    private <R> R runInNewDatabase(TablePair pair, long seed, Trial<R> trial) throws SQLException {
        String name = "p" + ++databaseCount;
        server.createDatabase(name);
        try {
            return trial.run(new PairDatabase(server, profile, name, pair, new Dice(seed)));
        } finally {
            server.faults().clear();
            server.dropDatabase(name);
        }
    }

    /** Returns the plan of the upgrade, without running it. */
    Plan plan(TablePair pair) {
        String database = "planned";
        Engine engine = new Engine(profile);
        Session session = new Session(database);
        Catalog before = createCatalog(engine, session, pair.before());
        Catalog after = createCatalog(engine, session, pair.after());
        return new Planner(engine, session).plan(before, after, new Renames(pair.renames(database)));
    }

    /** Returns the catalog that statements create in the database of the session. */
    static Catalog createCatalog(Engine engine, Session session, List<String> statements) {
        Catalog catalog = Catalog.EMPTY.withDatabase(Database.of(Objects.requireNonNull(session.databaseName())));
        for (String statement : statements) {
            catalog = engine.apply(catalog, session, Sql.parse(statement)).catalog();
        }
        return catalog;
    }

    @Override
    public void close() {
        cairnLogger.setLevel(null);
        server.close();
    }
}
