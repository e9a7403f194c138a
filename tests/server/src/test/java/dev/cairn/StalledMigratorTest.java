package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.LedgerLostException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another migrator takes over the ledger and runs the next step of a stalled migrator. */
class StalledMigratorTest {
    private final SchemaDescriptor schema = ShortMigrations.of(World.DATABASE).schema();
    private final AtomicBoolean isOvertaken = new AtomicBoolean();

    @AutoClose
    private World world;

    @BeforeEach
    void start() {
        world = new World();
    }

    private Migrator createOvertakenMigrator(Predicate<Progress> isTimeOfTakeover, int connections) {
        return world.createMigrator(
                schema,
                World.options()
                        .connections(connections)
                        .pollIntervals(Duration.ofMillis(10), Duration.ofMillis(100))
                        .listener(progress -> {
                            if (isTimeOfTakeover.test(progress) && !isOvertaken.getAndSet(true)) {
                                world.createMigrator(schema).unlock();
                                world.createMigrator(schema).upgrade();
                            }
                        }));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void anOvertakenMigratorReportsTheLostLedger(int connections) {
        Migrator migrator = createOvertakenMigrator(Progress.MigrationStarted.class::isInstance, connections);

        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(LedgerLostException.class)
                .hasMessageContaining("the ledger was taken over");
        assertThat(isOvertaken).isTrue();
        assertThat(migrator.upgrade().isEmpty()).isTrue();
    }

    @Test
    void theErrorOfAnOvertakenMigratorIsSuppressed() {
        assertThatThrownBy(createOvertakenMigrator(Progress.MigrationStarted.class::isInstance, 1)::upgrade)
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .isInstanceOf(StepFailedException.class)
                        .extracting(Throwable::getMessage)
                        .asString()
                        .contains("matches neither the state before the step nor the state after it"));
    }

    @Test
    void aStepIsAnnouncedBeforeTheLedgerIsChecked() {
        Migrator migrator = createOvertakenMigrator(
                progress -> progress instanceof Progress.StepStarted stepStarted
                        && stepStarted.migration().number() == 3,
                2);

        assertThatThrownBy(migrator::upgrade).isInstanceOf(LedgerLostException.class);
        assertThat(world.readObjects()).isEqualTo(readExpectedObjects());
        assertThat(migrator.upgrade().isEmpty()).isTrue();
    }

    /**
     * The drop of an earlier state follows the check of the ledger. If the drop takes longer than the lease, another
     * migrator may have taken over.
     */
    @Test
    void aStepIsNotSentAfterATransitionLongerThanTheLease() {
        SkippingTicker ticker = new SkippingTicker();
        AtomicBoolean hasSlept = new AtomicBoolean();
        world.server
                .faults()
                .add(
                        Trigger.of(statement -> {
                            if (statement.text().startsWith("DROP VIEW IF EXISTS") && !hasSlept.getAndSet(true)) {
                                ticker.skip(MigratorOption.LEASE.defaultValue());
                            }
                            return false;
                        }),
                        Fault.cutBefore());

        world.createMigrator(
                        schema, World.options().connections(1).withSettings(settings -> settings.withTicker(ticker)))
                .upgrade();

        List<String> statements = world.server.log().all().stream()
                .map(LoggedStatement::text)
                .dropWhile(text -> !text.startsWith("DROP VIEW IF EXISTS"))
                .takeWhile(text -> !text.startsWith("CREATE TABLE"))
                .toList();
        assertThat(statements).anyMatch(text -> text.startsWith("CREATE VIEW `__cairn_shop_"));
    }

    private Map<String, String> readExpectedObjects() {
        return World.readObjects(ShortMigrations.of(World.DATABASE).lastCatalog(), World.DATABASE);
    }
}
