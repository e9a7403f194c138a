package dev.cairn.tooling.recording;

import static dev.cairn.tooling.recording.RecordedShop.assertCompiles;
import static dev.cairn.tooling.recording.RecordedShop.createShop;
import static dev.cairn.tooling.recording.RecordedShop.loadSchema;
import static dev.cairn.tooling.recording.RecordedShop.openRecorder;
import static dev.cairn.tooling.recording.RecordedShop.record;
import static dev.cairn.tooling.recording.RecordedShop.renderAccount;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.SourceTree;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Migrations that were edited by hand after they were recorded. */
class HandEditsTest {
    private static final String POINTS_FILE = "shop/migrations/V0002AddPoints.java";

    @TempDir
    private Path folder;

    private SourceTree recordPoints() {
        SourceTree tree = createShop(folder, "long id");
        record(tree, "initial");
        tree.with(renderAccount("long id, Integer points"));
        record(tree, "add points");
        return tree;
    }

    private static void edit(SourceTree tree, String file, String oldText, String newText) {
        String migrationSource = tree.read(file);
        assertThat(migrationSource).contains(oldText);
        tree.with(migrationSource.replace(oldText, newText));
    }

    private static void assertMismatch(SourceTree tree, String location, String... lines) {
        assertThat(tree.compile())
                .singleElement()
                .asString()
                .startsWith(location + " [migration-mismatch]")
                .contains(lines);
    }

    private static void assertPending(SourceTree tree, String... lines) {
        assertThat(tree.compile())
                .singleElement()
                .asString()
                .contains("[pending-changes]")
                .contains(lines);
    }

    @Test
    void migrationsMayChangeRows() {
        SourceTree tree = recordPoints();
        edit(tree, POINTS_FILE, "upgrade = {\"\"\"", "upgrade = {\"INSERT INTO account VALUES (0)\", \"\"\"");
        assertCompiles(tree);
        assertThat(loadSchema(tree).migrations().get(1).upgrade()).hasSize(2);
    }

    @Test
    void emptyMigrationsAreWrittenByHand() {
        SourceTree tree = createShop(folder, "long id");
        record(tree, "initial");
        openRecorder(tree).draftEmpty("backfill").write();
        assertCompiles(tree);
        String migrationSource = tree.read("shop/migrations/V0002Backfill.java");
        assertThat(migrationSource).contains("upgrade = {},\n        downgrade = {})\ninterface V0002Backfill {}");
        tree.with(migrationSource.replace("upgrade = {}", "upgrade = {\"INSERT INTO account VALUES (1)\"}"));
        assertCompiles(tree);
    }

    @Test
    void editsInTheMiddleOfTheChainAreRebased() {
        SourceTree tree = createShop(folder, "long id");
        record(tree, "initial");
        tree.with(renderAccount("long id, String note"));
        record(tree, "add note");
        tree.with(tree.read("shop/migrations/V0001Initial.java")
                .replace("upgrade = {\"\"\"", "upgrade = {\"SELECT 1\", \"\"\""));
        assertThat(tree.compile()).singleElement().asString().contains("[migration-edited]");
        openRecorder(tree).rebase("V0002AddNote");
        assertCompiles(tree);
    }

    @Test
    void editsWithAnotherResultAreErrorsAtTheMigration() {
        SourceTree tree = recordPoints();
        edit(tree, POINTS_FILE, "`points` int(11) NULL", "`points` bigint(20) NULL");
        assertMismatch(
                tree,
                "V0002AddPoints.java:13",
                "have not changed since 'V0002AddPoints' was recorded",
                "`points` int(11)");
        assertThat(tree.compile("-Acairn.pending=off")).hasSize(1);

        edit(tree, POINTS_FILE, "`points` bigint(20) NULL", "`points` int(11) NULL");
        assertCompiles(tree);
    }

    @Test
    void removedStatementsAreErrors() {
        SourceTree tree = recordPoints();
        String migrationSource = tree.read(POINTS_FILE);
        tree.with(migrationSource.substring(0, migrationSource.indexOf("upgrade = "))
                + "upgrade = {})\ninterface V0002AddPoints {}\n");
        assertMismatch(tree, "V0002AddPoints.java:8", "ADD COLUMN `points`");
    }

    @Test
    void recordsMayBeAdaptedToAnEdit() {
        SourceTree tree = recordPoints();
        edit(tree, POINTS_FILE, "`points` int(11) NULL", "`points` bigint(20) NULL");
        tree.with(renderAccount("long id, Long points"));
        assertCompiles(tree);
    }

    @Test
    void changesRemovedByAnEditCanBeRecorded() {
        SourceTree tree = recordPoints();
        edit(tree, POINTS_FILE, "`points` int(11) NULL", "`points` int(11) NULL COMMENT \"earned\"");
        assertThat(tree.compile()).hasSize(1);
        assertThat(openRecorder(tree).record("no comment", RecordingOptions.NO_CONSENT))
                .isPresent();
        assertCompiles(tree);
    }

    @Test
    void changedRecordsArePending() {
        SourceTree tree = recordPoints();
        tree.with(renderAccount("long id, Integer points, String note"));
        assertPending(tree, "ADD COLUMN `note`");
    }

    @Test
    void conflictingEditsOfRecordsAndMigrationsAreReported() {
        SourceTree tree = recordPoints();
        edit(tree, POINTS_FILE, "`points` int(11) NULL", "`points` bigint(20) NULL");
        tree.with(renderAccount("long id, Integer points, String note"));
        assertPending(tree, "`points` int(11)", "`note`");
    }

    @Test
    void changedRootsArePending() {
        SourceTree tree = recordPoints().with("""
            package shop;
            import dev.cairn.annotation.*;
            @Schema(name = "shop", value = Account.class, properties = @Property(name = "replication_num", value = "2"))
            public interface Shop {}
            """);
        assertThat(tree.compile()).allSatisfy(line -> assertThat(line).doesNotContain("[migration-mismatch]"));
        assertPending(tree, "replication_num");
    }

    @Test
    void migrationsWithoutTheHashOfTheirRecordsArePending() {
        SourceTree tree = recordPoints();
        String migrationSource = tree.read(POINTS_FILE);
        tree.with(migrationSource
                .replaceAll("records = .*,\n", "")
                .replace("`points` int(11) NULL", "`points` bigint(20) NULL"));
        assertPending(tree, "`points` int(11)");
    }

    @Test
    void afterAMergeTheLastMigrationHasTheHashOfTheMergedRecords() {
        SourceTree tree = recordPoints();
        String pointsSource = tree.read(POINTS_FILE);
        tree.delete(POINTS_FILE);
        tree.with(renderAccount("long id, String note"));
        record(tree, "add note");
        tree.with(pointsSource).with(renderAccount("long id, String note, Integer points"));
        assertThat(openRecorder(tree).rebase("V0002AddPoints").writtenFiles()).hasSize(1);
        assertCompiles(tree);

        edit(tree, "shop/migrations/V0003AddPoints.java", "`points` int(11) NULL", "`points` bigint(20) NULL");
        assertMismatch(tree, "V0003AddPoints.java:13", "`points` int(11)");
    }

    @Test
    void mergesWithAnotherResultArePending() {
        SourceTree tree = recordPoints();
        String pointsSource = tree.read(POINTS_FILE);
        tree.delete(POINTS_FILE);
        tree.with(renderAccount("long id, String note"));
        record(tree, "add note");
        tree.with(pointsSource).with(renderAccount("long id, String note"));
        openRecorder(tree).rebase("V0002AddPoints");
        assertPending(tree, "DROP COLUMN `points`");
    }

    @Test
    void rebaseUpdatesTheHashOfTheRecords() {
        SourceTree tree = recordPoints();
        edit(tree, POINTS_FILE, "`points` int(11) NULL", "`points` bigint(20) NULL");
        tree.with(renderAccount("long id, Long points"));
        RebaseResult rebased = openRecorder(tree).rebase("V0002AddPoints");
        assertThat(rebased.moves()).isEmpty();
        assertThat(rebased.writtenFiles()).hasSize(1);
        assertThat(openRecorder(tree).rebase("V0002AddPoints").writtenFiles()).isEmpty();

        edit(tree, POINTS_FILE, "`points` bigint(20) NULL", "`points` int(11) NULL");
        assertMismatch(tree, "V0002AddPoints.java:13", "`points` bigint(20)");
    }

    @Test
    void migrationsThatTheRecordsDoNotFollowAreErrors() {
        SourceTree tree = recordPoints();
        openRecorder(tree).draftEmpty("add note").write();
        edit(
                tree,
                "shop/migrations/V0003AddNote.java",
                "upgrade = {}",
                "upgrade = {\"ALTER TABLE account ADD COLUMN note STRING\"}, irreversible = \"drops account.note\"");
        assertThat(tree.compile())
                .singleElement()
                .asString()
                .startsWith("V0003AddNote.java:12 [records-behind]")
                .endsWith("ALTER TABLE account ADD COLUMN note STRING");
        tree.with(renderAccount("long id, Integer points, String note"));
        assertCompiles(tree);
    }

    @Test
    void emptyMigrationsLeaveUnrecordedChangesPending() {
        SourceTree tree = recordPoints();
        tree.with(renderAccount("long id, Integer points, String note"));
        openRecorder(tree).draftEmpty("backfill").write();
        assertThat(tree.read("shop/migrations/V0003Backfill.java")).doesNotContain("records =");
        assertPending(tree, "ADD COLUMN `note`");
    }
}
