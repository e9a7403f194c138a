package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.ServerCatalog;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.job.Job;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.random.Breadth;
import dev.cairn.random.Dice;
import dev.cairn.random.RandomSchemas;
import dev.cairn.refusal.Refusal;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.upgrade.MigrationException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * An upgrade between random schemas that stops at any of its statements can be downgraded, and a downgrade that stops
 * can be upgraded. {@code -Dcairn.stops.schemas=300 -Dcairn.stops.each=1 -Dcairn.stops.seed=17} tries more schemas,
 * other ones, and all statements.
 */
@Tag(Breadth.LONG)
class StoppedMigrationsTest {
    private static final int SCHEMA_COUNT = Breadth.of("cairn.stops.schemas", 4, 100);

    /**
     * The interval of the statements at which runs stop; the seed of the schemas determines the first one. The interval
     * has no common divisor with {@link #RENAME_INTERVAL}.
     */
    private static final int STOP_INTERVAL = Breadth.of("cairn.stops.each", 5, 1);

    private static final long FIRST_SEED = Long.getLong("cairn.stops.seed", 0);
    private static final String REFUSAL_MESSAGE = "refused by the trial";

    /**
     * Failures that are no problems: the embedded server lacks a function, or prints a definition that no parser reads.
     */
    private static final Pattern UNSUPPORTED_PATTERN =
            Pattern.compile("The embedded server |the output of SHOW CREATE can't be parsed");

    private static final String DATABASE = "t";
    private static final String RENAMED_TABLE = "a";
    private static final String NEW_NAME = "renamed_a";

    /** Every second migration renames a table, which makes the materialized views of the table inactive. */
    private static final int RENAME_INTERVAL = 2;

    /**
     * The statements of the steps, without those of the ledger. A view that no step activates has a name with its
     * database; a run does not stop if this is refused.
     */
    private static final Trigger CHANGE_TRIGGER = Trigger.matching(
            "(?i)(?:alter|create|drop|insert|refresh|grant|revoke)\\b(?!.*__cairn_t_| materialized view `t`).*");

    private final ServerProfile profile =
            ServerProfile.DEFAULT.withReplicas(1, 3).withExperimental(true);

    @AutoClose
    private final EmbeddedStarRocks server =
            EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()).profile(profile));

    @Test
    void aStoppedMigrationCanBeReverted() {
        int stopCount = 0;
        List<String> problems = new ArrayList<>();
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SCHEMA_COUNT; seed++) {
            RandomSchemas schemas = new RandomSchemas(new Dice(seed));
            List<Statement> statementsBefore = schemas.schema();
            List<Statement> statementsAfter = schemas.changeSchema(statementsBefore);
            List<Rename> renames = List.of();
            if (seed % RENAME_INTERVAL == 0) {
                List<Statement> views = schemas.viewsOf(RENAMED_TABLE);
                statementsBefore = concatenate(statementsBefore, views);
                statementsAfter =
                        RandomSchemas.renameObject(RENAMED_TABLE, NEW_NAME, concatenate(statementsAfter, views));
                renames = List.of(new Rename.ObjectRename(new ObjectName(DATABASE, NEW_NAME), RENAMED_TABLE));
            }
            server.createDatabase(DATABASE);
            try {
                SchemaDescriptor schema = new RecordedHistory(DATABASE, profile)
                        .version("before", filterAccepted(statementsBefore))
                        .version("after", renames, filterAccepted(statementsAfter))
                        .schema();
                if (schema.migrations().get(1).irreversible().isPresent()) {
                    continue;
                }
                Migrator migrator = Migrator.of(
                        schema,
                        server.jdbcUrl(DATABASE) + "?user=root",
                        World.options().consent(Consent.values()));
                migrator.upgradeTo(1);
                int upgradeStopCount =
                        runWayBackFromStops(migrator, seed, migrator::upgrade, () -> migrator.downgradeTo(1));
                stopCount += upgradeStopCount
                        + runWayBackFromStops(migrator, seed, () -> migrator.downgradeTo(1), migrator::upgrade);
            } catch (Refusal | SqlSyntaxException | NoSuchElementException | IllegalArgumentException ignored) {
                // A pair of schemas without a plan is no problem.
            } catch (AssertionError | MigrationException problem) {
                problem.printStackTrace(System.out);
                problems.add("seed " + seed + ": " + problem.getMessage());
            } finally {
                server.faults().clear();
                server.dropDatabase(DATABASE);
            }
        }
        System.out.println("stops: " + stopCount + ", problems: " + problems.size());
        assertThat(problems).isEmpty();
        assertThat(stopCount).isGreaterThan(SCHEMA_COUNT);
    }

    /**
     * Stops a run at its statements, reverts it by the opposite run each time, and returns the number of stops. At the
     * end, the run has no statement left at which it could stop.
     */
    private int runWayBackFromStops(Migrator migrator, long seed, Runnable run, Runnable oppositeRun) {
        Set<String> objectNamesBefore = readObjectNames();
        int firstNumber = 1 + Math.floorMod(seed, STOP_INTERVAL);
        for (int stopCount = 0; ; stopCount++) {
            int statementNumber = firstNumber + stopCount * STOP_INTERVAL;
            server.faults().add(CHANGE_TRIGGER.nth(statementNumber), Fault.reject(1064, "42000", REFUSAL_MESSAGE));
            String stopMessage = findFailure(run);
            server.faults().clear();
            if (stopMessage.isEmpty()
                    || UNSUPPORTED_PATTERN.matcher(stopMessage).find()) {
                return stopCount;
            }
            assertThat(stopMessage).contains(REFUSAL_MESSAGE);
            String failure = findFailure(oppositeRun);
            if (failure.contains("between its DROP and its CREATE")) {
                assertThat(findFailure(run)).isEmpty();
                failure = findFailure(oppositeRun);
            }
            if (UNSUPPORTED_PATTERN.matcher(failure).find()) {
                return stopCount;
            }
            assertThat(failure).as("the way back after: " + stopMessage).isEmpty();
            assertThat(readObjectNames()).as("after: " + stopMessage).isEqualTo(objectNamesBefore);
            assertThat(migrator.check().differences())
                    .as("after: " + stopMessage)
                    .isEmpty();
        }
    }

    private static String findFailure(Runnable run) {
        try {
            run.run();
            return "";
        } catch (MigrationException failure) {
            return String.valueOf(failure.getMessage());
        }
    }

    private Set<String> readObjectNames() {
        return World.readObjects(ServerCatalog.of(server), DATABASE).keySet();
    }

    private static List<Statement> concatenate(List<Statement> statements, List<Statement> moreStatements) {
        return Stream.concat(statements.stream(), moreStatements.stream()).toList();
    }

    private String[] filterAccepted(List<Statement> statements) {
        Engine engine = new Engine(profile);
        Session session = new Session(DATABASE);
        Catalog catalog = Catalog.EMPTY.withDatabase(Database.of(DATABASE));
        List<String> acceptedStatements = new ArrayList<>();
        for (Statement statement : statements) {
            try {
                catalog = engine.apply(catalog, session, statement).catalog();
                acceptedStatements.add(Sql.render(statement));
            } catch (Refusal refusal) {
                // A statement that the engine refuses is left out.
            }
        }
        return acceptedStatements.toArray(String[]::new);
    }
}
