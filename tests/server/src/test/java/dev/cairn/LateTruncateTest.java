package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.RebuildOptions.SwapMode;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A statement that empties the new table of a rebuild, and that arrives after the rows were copied again. */
class LateTruncateTest extends OnlineRebuildFixture {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String SWAP_PATTERN = "(?is)ALTER TABLE .* SWAP WITH .*";

    @ParameterizedTest
    @EnumSource
    void rowsThatWereCopiedAgainAreKept(SwapMode swapMode) throws SQLException {
        boolean hasFence = swapMode == SwapMode.FENCE;
        String firstPattern = hasFence ? RENAME_AWAY_PATTERN : SWAP_PATTERN;
        Migrator migrator = createFilledTable("DUPLICATE KEY(`id`)", MONTH_PARTITIONS, options(swapMode));
        world.server.faults().add(Trigger.matching(firstPattern).every(), Fault.reject(1064, "HY000", "not today"));
        assertThatThrownBy(migrator::upgrade).isInstanceOf(StepFailedException.class);
        world.server.faults().clear();
        world.execute("INSERT INTO t VALUES (9, '2026-01-09', 90)");
        List<String> rows = readRows();

        world.server.faults().add(Trigger.matching("(?is)TRUNCATE TABLE .*"), Fault.defer());
        runBefore(hasFence ? RENAME_NEW_PATTERN : SWAP_PATTERN, 1, world.server.faults()::runDeferred);
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(ServerUnreachableException.class)
                .satisfies(MESSAGES::match);

        migrator.upgrade();
        assertThat(world.server.faults().countDeferred()).isZero();
        assertThat(readRows()).isEqualTo(rows);
        assertRebuilt();
    }
}
