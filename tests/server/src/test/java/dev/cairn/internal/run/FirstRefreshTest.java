package dev.cairn.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mysql.cj.jdbc.MysqlDataSource;
import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.replay.Replayer;
import dev.cairn.embedded.replay.Transcript;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.polling.CancellationSignal;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.internal.run.preparation.MigrationPreparation;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.internal.run.preparation.Placeholders;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.RefreshAwaiter;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.StepConnection;
import dev.cairn.profile.ServerProfile;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A failed refresh stops the run if the migration requested it, and is a warning otherwise. */
class FirstRefreshTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String CREATE_VIEW = "CREATE MATERIALIZED VIEW cities DISTRIBUTED BY HASH(city) BUCKETS 2"
            + " REFRESH ASYNC AS SELECT city FROM orders";

    private final List<String> warnings = new ArrayList<>();
    private final MemoryLedger ledger = new MemoryLedger();

    @AutoClose
    private final Replayer replayer = Replayer.start(Transcript.EMPTY
            .with(
                    "SELECT TABLE_SCHEMA, TABLE_NAME, TASK_NAME FROM information_schema.materialized_views"
                            + " WHERE TABLE_SCHEMA = 'shop' AND TABLE_NAME = 'cities'",
                    List.of("TABLE_SCHEMA", "TABLE_NAME", "TASK_NAME"),
                    List.of(List.of("Shop", "cities", "mv-1"), List.of("shop", "cities", "mv-2")))
            .with(
                    "SELECT * FROM information_schema.task_runs WHERE TASK_NAME = 'mv-2'",
                    List.of("QUERY_ID", "TASK_NAME", "CREATE_TIME", "STATE", "ERROR_MESSAGE"),
                    List.of(
                            List.of("q-2", "mv-2", "2026-01-02 00:00:00", "FAILED", "no backend"),
                            List.of("q-1", "mv-2", "2026-01-01 00:00:00", "SUCCESS", ""))));

    @Test
    void aFailedRequestedRefreshStopsTheRun() {
        assertThatThrownBy(
                        () -> awaitFirstRefresh(MigrationBench.ORDERS, CREATE_VIEW, "REFRESH MATERIALIZED VIEW cities"))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(ledger.calls).containsExactly("undone 3");
    }

    @Test
    void aFailedFirstRefreshOfANewViewIsAWarning() {
        awaitFirstRefresh(MigrationBench.ORDERS, CREATE_VIEW);

        assertThat(warnings).singleElement().satisfies(MESSAGES::matchText);
    }

    /** Runs the first refresh of the view that the last statement creates. */
    private void awaitFirstRefresh(String... statements) {
        ServerProfile profile = ServerProfile.DEFAULT.withReplicas(1, 3);
        Catalog empty = MigrationBench.empty();
        PreparedMigration prepared = MigrationPreparation.forPlan(
                        "shop", new Engine(profile), new Session("shop"), Placeholders.NONE)
                .prepare(MigrationBench.migration(statements), Direction.UPGRADE, empty);
        MysqlDataSource source = new MysqlDataSource();
        source.setURL(replayer.jdbcUrl() + "shop");
        source.setUser("root");
        ConnectionFactory connections = new ConnectionFactory(source, "shop", Ticker.system());
        RunContext context = new RunContext(
                "shop",
                new RunContext.InspectedServer(profile, new SchemaReflection(connections, profile)),
                prepared,
                ledger,
                MigratorSettings.DEFAULT.withListener(
                        progress -> warnings.add(((Progress.Warning) progress).message())),
                new RunContext.ParallelState(
                        new CancellationSignal(), Map.of(), Map.of(), Set.of(), new AtomicReference<>()));
        try (StepConnection connection = new StepConnection(connections)) {
            RunStep lastStep = prepared.steps().get(statements.length - 1);
            new RefreshAwaiter(context, (StatementStep) lastStep, connection).await();
        }
    }
}
