package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.World.Effects;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An upgrade continues, or stops with a message, if at one of its statements the server does not answer and the
 * network reports nothing.
 */
class SilentServerUpgradeTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static SchemaDescriptor schema;
    private static Effects undisturbedEffects;

    @AutoClose
    private final World world = new World();

    @AutoClose
    private final SilenceDetectingConnections timeouts = new SilenceDetectingConnections(world.server);

    @BeforeEach
    @AfterEach
    void clearFaults() {
        world.server.faults().clear();
    }

    private Migrator createMigrator() {
        return Migrator.of(schema, timeouts.createDataSource(), World.options());
    }

    @BeforeAll
    static void upgradeUndisturbed() throws SQLException {
        schema = TenMigrations.of(World.DATABASE, World.createCountingCode()).schema();
        try (World otherWorld = new World()) {
            otherWorld.createMigrator(schema).upgrade();
            undisturbedEffects = otherWorld.readEffects(schema);
        }
    }

    static Stream<Arguments> anUpgradeContinuesOnASilentServer() {
        return Stream.of(
                        "(?i)CREATE TABLE.*",
                        "(?i)ALTER TABLE .*ADD COLUMN.*",
                        "(?i)ALTER TABLE .*RENAME.*",
                        "(?i)SHOW CREATE TABLE.*",
                        "(?i)SHOW ALTER TABLE.*",
                        "(?i)ALTER TABLE .*SWAP.*",
                        ".*\\bUPDATE .*accounts.*",
                        "(?i)SHOW TABLES LIKE.*",
                        "(?i)CREATE VIEW .__cairn_shop_0.*",
                        "(?i)CREATE OR REPLACE VIEW .__cairn_shop_history.*",
                        "(?i)DROP VIEW IF EXISTS .__cairn_shop_0.*",
                        "(?i)INSERT INTO orders.*",
                        "(?i)SELECT @@version_comment.*",
                        "(?i)SET .*")
                .flatMap(statementPattern -> Stream.of(Fault.silentBefore(), Fault.silentAfter())
                        .map(fault -> Arguments.of(statementPattern, fault)));
    }

    @ParameterizedTest
    @MethodSource
    void anUpgradeContinuesOnASilentServer(String statementPattern, Fault fault) throws SQLException {
        world.server.faults().add(Trigger.matching(statementPattern), fault);

        try {
            createMigrator().upgrade();
        } catch (ServerUnreachableException ignored) {
            // Either nothing was begun yet, or a swap may still reach the server: the next upgrade continues.
            createMigrator().upgrade();
        }

        assertThat(world.server.faults().countPending()).isZero();
        assertThat(world.readEffects(schema)).isEqualTo(undisturbedEffects);
        assertThat(timeouts.unlimitedStatements()).isEmpty();
    }

    @Test
    void codeWithAnUnknownOutcomeStopsTheUpgrade() {
        world.server.faults().add(Trigger.matching("INSERT INTO counters VALUES .1, 1.*"), Fault.silentAfter());

        assertThatThrownBy(() -> createMigrator().upgrade())
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> createMigrator().upgrade()).isInstanceOf(UncertainStepException.class);

        assertThat(timeouts.unlimitedStatements()).isEmpty();
    }
}
