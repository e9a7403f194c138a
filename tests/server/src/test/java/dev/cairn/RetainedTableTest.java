package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.RebuildOptions;
import dev.cairn.upgrade.RebuildOptions.SwapMode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The old table of a rebuild can be kept for a period, and is dropped by a cleanup afterwards. */
class RetainedTableTest extends OnlineRebuildFixture {
    private String findKeptName() {
        return world.readObjects().keySet().stream()
                .filter(name -> name.startsWith("t__cairn_until_"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void theOldTableIsKeptWithItsRows(SwapMode swapMode) throws SQLException {
        Migrator migrator = createFilledTable(
                "DUPLICATE KEY(`id`)", MONTH_PARTITIONS, options(swapMode).keepOld(Duration.ofDays(7)));
        migrator.upgrade();
        world.execute("INSERT INTO t VALUES (9, '2026-01-09', 90)");

        assertThat(world.readObjects()).containsOnlyKeys("t", findKeptName());
        assertThat(world.readObjects().get("t")).contains("ZSTD");
        assertThat(world.readObjects().get(findKeptName())).contains("LZ4");
        assertThat(world.queryRows("SELECT count(*) FROM " + findKeptName())).containsExactly("4");
        assertThat(progress)
                .filteredOn(Progress.Warning.class::isInstance)
                .extracting(event -> ((Progress.Warning) event).message())
                .anyMatch(message ->
                        message.startsWith("The old table of shop.t is kept as " + findKeptName() + " until 2"));
        assertThat(migrator.check().isEmpty()).isTrue();
        assertThat(migrator.leftovers())
                .filteredOn(leftover -> leftover.kind().equals("table"))
                .isEmpty();
        assertThat(migrator.keptTables()).singleElement().satisfies(kept -> {
            assertThat(kept.object()).isEqualTo("shop." + findKeptName());
            assertThat(kept.keptUntil()).isPresent();
            assertThat(kept.toString()).contains(" rows, ").contains("Z").contains(", kept until ");
        });

        // A later rebuild of the same table neither takes nor drops it.
        migrator.downgradeTo(1);
        assertThat(migrator.keptTables()).hasSize(2);
        assertThat(readRows()).hasSize(5);
    }

    @Test
    void aKeptTableIsALeftoverAfterItsPeriod() throws SQLException {
        Migrator migrator = createFilledTable(
                "DUPLICATE KEY(`id`)", MONTH_PARTITIONS, options(SwapMode.FENCE).keepOld(Duration.ofDays(7)));
        migrator.upgrade();
        world.execute("ALTER TABLE " + findKeptName() + " RENAME t__cairn_until_20260101_000000_3");
        assertThat(migrator.keptTables()).isEmpty();
        assertThat(migrator.leftovers())
                .extracting(Object::toString)
                .singleElement()
                .asString()
                .startsWith("table shop.t__cairn_until_20260101_000000_3 (")
                .contains("of the run that began at state 3, ")
                .endsWith(", kept until 2026-01-01T00:00:00Z");
        migrator.cleanup(List.of("shop.t__cairn_until_20260101_000000_3"));
        assertThat(world.readObjects()).containsOnlyKeys("t");
    }

    @Test
    void aKeptTableIsDroppedBeforeItsPeriodIfItIsNamed() throws SQLException {
        Migrator migrator = createFilledTable(
                "DUPLICATE KEY(`id`)", MONTH_PARTITIONS, RebuildOptions.DEFAULT.keepOld(Duration.ofDays(7)));
        migrator.upgrade();
        migrator.cleanup(List.of("shop." + findKeptName()));
        assertThat(world.readObjects()).containsOnlyKeys("t");
    }

    /** The rename to the kept name is interrupted before or after its execution, and the table is kept exactly once. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theOldTableIsKeptOnceIfItsRenameIsInterrupted(boolean isExecuted) throws SQLException {
        SchemaDescriptor schema = createSchema("DUPLICATE KEY(`id`)", MONTH_PARTITIONS);
        RebuildOptions options = options(SwapMode.FENCE).keepOld(Duration.ofDays(7));
        Migrator migrator = createFilledTable("DUPLICATE KEY(`id`)", MONTH_PARTITIONS, options);
        String renamePattern = "(?is)ALTER TABLE .* RENAME `t__cairn_until_.*";
        world.server
                .faults()
                .add(
                        Trigger.matching(renamePattern),
                        isExecuted ? Fault.cutAfter() : Fault.reject(1064, "HY000", "not now"));
        if (isExecuted) {
            migrator.upgrade();
        } else {
            assertThatThrownBy(migrator::upgrade).hasMessageContaining("not now");
            assertThat(createMigrator(schema, options).upgrade().to()).isEqualTo(2);
        }
        assertThat(world.readObjects().get(findKeptName())).contains("LZ4");
        assertThat(migrator.keptTables()).hasSize(1);
        assertThat(readRows()).hasSize(4);
    }

    @Test
    void aRenameToTheKeptNameIsNotRunLate() throws SQLException {
        Migrator migrator = createFilledTable(
                "DUPLICATE KEY(`id`)", MONTH_PARTITIONS, options(SwapMode.SWAP).keepOld(Duration.ofDays(7)));
        world.server.faults().add(Trigger.matching("(?is)ALTER TABLE .* RENAME `t__cairn_until_.*"), Fault.defer());
        migrator.upgrade();
        world.server.faults().runDeferred();
        assertThat(migrator.keptTables()).hasSize(1);
        assertThat(readRows()).hasSize(4);
    }

    @Test
    void aViewThatBlocksALateRenameIsALeftover() throws SQLException {
        Migrator migrator = createFilledTable("DUPLICATE KEY(`id`)", MONTH_PARTITIONS, options(SwapMode.FENCE));
        world.server.faults().add(Trigger.matching(RENAME_AWAY_PATTERN), Fault.defer());
        migrator.upgrade();
        List<Migrator.Leftover> leftovers = migrator.leftovers();
        assertThat(leftovers)
                .singleElement()
                .asString()
                .matches("view shop\\.t__cairn_fence_([0-9]+), of the run that began at state \\1, .*");
        migrator.cleanup(List.of(leftovers.get(0).object()));
        assertThat(world.readObjects()).containsOnlyKeys("t");
    }

    @Test
    void aTableWithTheNameOfAFenceIsNoLeftover() throws SQLException {
        Migrator migrator = createFilledTable("DUPLICATE KEY(`id`)", MONTH_PARTITIONS, options(SwapMode.FENCE));
        world.execute("ALTER TABLE t RENAME t__cairn_fence_7");
        assertThat(migrator.leftovers()).isEmpty();
        assertThat(migrator.cleanup(List.of("shop.t__cairn_fence_7"))).isEmpty();
        assertThat(world.queryRows("SELECT count(*) FROM t__cairn_fence_7")).containsExactly("4");
    }
}
