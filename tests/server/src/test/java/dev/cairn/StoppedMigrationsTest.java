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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A migration between random schemas that stops at any of its statements has a way back, and a downgrade has a way
 * forward. {@code -Dcairn.stops.schemas=300 -Dcairn.stops.seed=17} tries more of them, and others.
 */
@Tag(Breadth.LONG)
class StoppedMigrationsTest {
    private static final int SCHEMAS = Breadth.of("cairn.stops.schemas", 20, 100);
    private static final long FIRST = Long.getLong("cairn.stops.seed", 0);
    private static final String REFUSAL = "refused by the trial";

    /** What the embedded server does not compute, and definitions that no server prints so that they can be parsed. */
    private static final Pattern UNSUPPORTED =
            Pattern.compile("The embedded server |the output of SHOW CREATE can't be parsed");

    private static final String DATABASE = "t";

    /** The statements that change the schema, without those of the ledger. */
    private static final Trigger CHANGES =
            Trigger.matching("(?i)(?:alter|create|drop|insert|refresh|grant|revoke)\\b(?!.*__cairn_t_).*");

    private final ServerProfile profile =
            ServerProfile.DEFAULT.withReplicas(1, 3).withExperimental(true);
    private final EmbeddedStarRocks server =
            EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()).profile(profile));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aMigrationThatStopsHasAWayBack() {
        int stops = 0;
        List<String> problems = new ArrayList<>();
        for (long seed = FIRST; seed < FIRST + SCHEMAS; seed++) {
            RandomSchemas schemas = new RandomSchemas(new Dice(seed));
            List<Statement> from = schemas.schema();
            List<Statement> to = schemas.changed(from);
            server.createDatabase(DATABASE);
            try {
                SchemaDescriptor schema = new RecordedHistory(DATABASE, profile)
                        .version("before", filterAccepted(from))
                        .version("after", filterAccepted(to))
                        .schema();
                Migrator migrator = Migrator.of(
                        schema,
                        server.jdbcUrl(DATABASE) + "?user=root",
                        World.options().consent(Consent.values()));
                migrator.upgradeTo(1);
                int done = revert(migrator, migrator::upgrade, () -> migrator.downgradeTo(1));
                stops += done + revert(migrator, () -> migrator.downgradeTo(1), migrator::upgrade);
            } catch (Refusal | SqlSyntaxException | NoSuchElementException | IllegalArgumentException ignored) {
                // there is no plan
            } catch (AssertionError | MigrationException problem) {
                problem.printStackTrace(System.out);
                problems.add("seed " + seed + ": " + problem.getMessage());
            } finally {
                server.faults().clear();
                server.dropDatabase(DATABASE);
            }
        }
        System.out.println("stops: " + stops + ", problems: " + problems.size());
        assertThat(problems).isEmpty();
        assertThat(stops).isGreaterThan(SCHEMAS);
    }

    /** Stops something at each of its statements, and takes it back each time. Returns the number of stops. */
    private int revert(Migrator migrator, Runnable move, Runnable back) {
        Set<String> before = directoryNames();
        for (int stops = 0; ; stops++) {
            server.faults().add(CHANGES.nth(stops + 1), Fault.refuse(1064, "42000", REFUSAL));
            String stop = findFailure(move);
            server.faults().clear();
            if (stop.isEmpty() || UNSUPPORTED.matcher(stop).find()) {
                return stops;
            }
            assertThat(stop).contains(REFUSAL);
            String failure = findFailure(back);
            if (failure.contains("between its DROP and its CREATE")) {
                assertThat(findFailure(move)).isEmpty();
                failure = findFailure(back);
            }
            if (UNSUPPORTED.matcher(failure).find()) {
                return stops;
            }
            assertThat(failure).as("the way back after: " + stop).isEmpty();
            assertThat(directoryNames()).as("after: " + stop).isEqualTo(before);
            assertThat(migrator.check().differences()).as("after: " + stop).isEmpty();
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

    private Set<String> directoryNames() {
        return World.readObjects(ServerCatalog.of(server), DATABASE).keySet();
    }

    private String[] filterAccepted(List<Statement> statements) {
        Engine engine = new Engine(profile);
        Session session = new Session(DATABASE);
        Catalog catalog = Catalog.EMPTY.withDatabase(Database.of(DATABASE));
        List<String> accepted = new ArrayList<>();
        for (Statement statement : statements) {
            try {
                catalog = engine.apply(catalog, session, statement).catalog();
                accepted.add(Sql.render(statement));
            } catch (Refusal refusal) {
                // the engine leaves it out
            }
        }
        return accepted.toArray(String[]::new);
    }
}
