package dev.cairn.tooling.recording;

import static dev.cairn.tooling.recording.RecordedShop.assertCompiles;
import static dev.cairn.tooling.recording.RecordedShop.createShop;
import static dev.cairn.tooling.recording.RecordedShop.loadSchema;
import static dev.cairn.tooling.recording.RecordedShop.openRecorder;
import static dev.cairn.tooling.recording.RecordedShop.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.processor.SourceTree;
import dev.cairn.upgrade.RecordedMigration;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Declared rows are recorded like definitions. */
class SeedRecordingTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final RecordingOptions DESTRUCTIVE = new RecordingOptions(true, false, false);

    @TempDir
    private Path folder;

    private static String renderAccount(String seed) {
        return """
            package shop;
            import dev.cairn.annotation.*;
            @Table @PrimaryKey("id") @DistributedByHash("id")
            @Seed(columns = {"id", "name"}, rows = {%s})
            public record Account(int id, @Varchar(20) String name) {}
            """.formatted(seed);
    }

    private SourceTree recordTwoAccounts() {
        SourceTree tree = createShop(folder, "int id").with(renderAccount("\"1, 'Ann'\", \"2, 'Bob'\""));
        record(tree, "initial");
        return tree;
    }

    private static RecordedMigration readLastMigration(SourceTree tree) {
        List<RecordedMigration> migrations = loadSchema(tree).migrations();
        return migrations.get(migrations.size() - 1);
    }

    @Test
    void rowsAreRecordedOnce() {
        SourceTree tree = recordTwoAccounts();
        assertThat(readLastMigration(tree).upgrade()).hasSize(2).element(1).isEqualTo("""
                -- seed
                INSERT INTO `account` (`id`, `name`) VALUES
                  (1, 'Ann'),
                  (2, 'Bob')""");
        assertThat(loadSchema(tree).statements()).hasSize(2);
        assertThat(openRecorder(tree).record("again", DESTRUCTIVE)).isEmpty();
    }

    @Test
    void theRowsOfARecordWithoutSourceAreReadFromItsDescriptor() {
        SourceTree tree = recordTwoAccounts();
        assertThat(tree.compile(List.of("shop/Shop.java"), "-Werror", "-Acairn.pending=error"))
                .isEmpty();
        assertThat(loadSchema(tree).hasUnrecordedChanges()).isFalse();
    }

    @Test
    void aChangedRowIsPendingUntilItIsRecorded() {
        SourceTree tree = recordTwoAccounts();
        tree.with(renderAccount("\"1, 'Ann'\", \"2, 'Bobby'\", \"3, 'Cy'\""));
        assertThat(tree.compile("-Acairn.pending=error").toString())
                .contains("[pending-changes]", "(2, 'Bobby')")
                .doesNotContain("'Ann'");
        record(tree, "more accounts");
        assertThat(readLastMigration(tree).upgrade()).containsExactly("""
                -- seed
                INSERT INTO `account` (`id`, `name`) VALUES
                  (2, 'Bobby'),
                  (3, 'Cy')""");
        assertThat(readLastMigration(tree).downgrade()).containsExactly("""
                -- seed
                DELETE FROM `account` WHERE `id` IN (3)""", """
                -- seed
                INSERT INTO `account` (`id`, `name`) VALUES
                  (2, 'Bob')""");
    }

    @Test
    void deletedRowsNeedConsentAndComeBack() {
        SourceTree tree = recordTwoAccounts();
        tree.with(renderAccount("\"1, 'Ann'\""));
        assertThatThrownBy(() -> openRecorder(tree).record("no bob", RecordingOptions.NO_CONSENT))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        assertThat(openRecorder(tree).record("no bob", DESTRUCTIVE)).isPresent();
        assertCompiles(tree);
        assertThat(readLastMigration(tree).upgrade()).containsExactly("""
                -- seed
                -- destructive: deletes the row 2 of account
                DELETE FROM `account` WHERE `id` IN (2)""");
        assertThat(readLastMigration(tree).downgrade()).containsExactly("""
                -- seed
                INSERT INTO `account` (`id`, `name`) VALUES
                  (2, 'Bob')""");
        assertThat(readLastMigration(tree).irreversible()).isEmpty();
    }

    @Test
    void aCheckpointWritesTheRowsThatItsMigrationsLeadTo() {
        SourceTree tree = recordTwoAccounts();
        tree.with(renderAccount("\"1, 'Anna'\", \"2, 'Bob'\""));
        record(tree, "rename ann");
        openRecorder(tree).writeCheckpoint("", CheckpointOptions.UNDECIDED.withDeletion());
        assertCompiles(tree);
        assertThat(loadSchema(tree).migrations()).hasSize(1);
        assertThat(readLastMigration(tree).upgrade()).element(1).asString().contains("(1, 'Anna')", "(2, 'Bob')");
    }

    @Test
    void aHandWrittenStatementBelowTheMarkerIsChecked() {
        SourceTree tree = recordTwoAccounts();
        String initial = "shop/migrations/V0001Initial.java";
        String migrationSource = tree.read(initial);
        tree.with(migrationSource.replace("(2, 'Bob')", "(2, 3)"));
        assertThat(tree.compile().toString()).contains("name is varchar(20), and the value 3 is not a text in quotes");
        tree.with(migrationSource.replace("(2, 'Bob')", "(2, 'Bert')"));
        assertThat(tree.compile().toString()).contains("(2, 'Bob')");
    }
}
