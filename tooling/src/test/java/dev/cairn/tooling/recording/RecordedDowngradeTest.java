package dev.cairn.tooling.recording;

import static dev.cairn.tooling.recording.RecordedShop.assertCompiles;
import static dev.cairn.tooling.recording.RecordedShop.createShop;
import static dev.cairn.tooling.recording.RecordedShop.openRecorder;
import static dev.cairn.tooling.recording.RecordedShop.record;
import static dev.cairn.tooling.recording.RecordedShop.renderAccount;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.SourceTree;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downgrades keep wider types, unless an exact downgrade is requested. */
class RecordedDowngradeTest {
    @TempDir
    private Path folder;

    @Test
    void downgradesKeepWiderTypes() {
        SourceTree tree = createShop(folder, "long id, @Varchar(40) String note, int points");
        record(tree, "initial");
        tree.with(renderAccount("long id, @Varchar(80) String note, long points, String remark"));
        RecordedFile file = openRecorder(tree)
                .record("longer notes", RecordingOptions.NO_CONSENT)
                .orElseThrow();
        assertThat(file.migration().downgrade())
                .containsExactly(
                        "-- keeps: account.note as varchar(80)\n-- keeps: account.points as bigint(20)",
                        "ALTER TABLE `account` DROP COLUMN `remark`");
        assertThat(file.migration().irreversibleReason()).isEmpty();
        assertThat(file.remarks())
                .hasSize(2)
                .contains("The downgrade keeps account.note as varchar(80): to narrow it again would rebuild the"
                        + " table and lose longer values (--exact-downgrade records that).");
        assertCompiles(tree);
    }

    @Test
    void downgradesKeepWiderTypesOfRenamedColumnsAndTables() {
        SourceTree tree = createShop(folder, "long id, @Varchar(40) String note, int points");
        record(tree, "initial");
        tree.with("""
            package shop;
            import dev.cairn.annotation.*;
            @Table(name = "customer") @RenamedFrom("account") @PrimaryKey("id") @DistributedByHash("id")
            public record Account(long id, @Varchar(80) @RenamedFrom("note") String remark, long points) {}
            """);
        RecordedFile file = openRecorder(tree)
                .record("customers", RecordingOptions.NO_CONSENT)
                .orElseThrow();
        assertThat(file.migration().downgrade())
                .containsExactly(
                        "-- keeps: account.note as varchar(80)\n-- keeps: account.points as bigint(20)",
                        "ALTER TABLE `customer` RENAME `account`",
                        "ALTER TABLE `account` RENAME COLUMN `remark` TO `note`");
        assertCompiles(tree);
    }

    @Test
    void columnsThatExchangeTheirNamesKeepTheirTypes() {
        SourceTree tree = createShop(folder, "long id, short small, int large");
        record(tree, "initial");
        tree.with(renderAccount("long id, @RenamedFrom(\"large\") int small, @RenamedFrom(\"small\") short large"));
        RecordedFile file = openRecorder(tree)
                .record("exchange", RecordingOptions.NO_CONSENT)
                .orElseThrow();
        assertThat(file.migration().downgrade())
                .containsExactly(
                        "ALTER TABLE `account` RENAME COLUMN `small` TO `small__cairn_renamed`",
                        "ALTER TABLE `account` RENAME COLUMN `large` TO `small`",
                        "ALTER TABLE `account` RENAME COLUMN `small__cairn_renamed` TO `large`",
                        "ALTER TABLE `account` MODIFY COLUMN `small` smallint(6) NOT NULL AFTER `id`");
        assertCompiles(tree);
    }

    @Test
    void exactDowngradesNarrowTypesByARebuild() {
        SourceTree tree = createShop(folder, "long id, @Varchar(40) String note");
        record(tree, "initial");
        tree.with(renderAccount("long id, @Varchar(80) String note"));
        RecordedFile file = openRecorder(tree)
                .record("longer notes", RecordingOptions.NO_CONSENT.withExactDowngrade(true))
                .orElseThrow();
        assertThat(file.migration().downgrade())
                .anyMatch(text -> text.startsWith("-- rebuild: "))
                .noneMatch(text -> text.contains("-- destructive"));
        assertThat(file.remarks()).anyMatch(note -> note.startsWith("The downgrade rebuilds a table"));
        assertCompiles(tree);
    }
}
