package dev.cairn.tooling.recording;

import static dev.cairn.tooling.recording.RecordedShop.assertCompiles;
import static dev.cairn.tooling.recording.RecordedShop.record;
import static dev.cairn.tooling.recording.RecordedShop.recording;
import static dev.cairn.tooling.recording.RecordedShop.schema;
import static dev.cairn.tooling.recording.RecordedShop.shop;
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

    private static String account(String seed) {
        return """
            package shop;
            import dev.cairn.annotation.*;
            @Table @PrimaryKey("id") @DistributedByHash("id")
            @Seed(columns = {"id", "name"}, rows = {%s})
            public record Account(int id, @Varchar(20) String name) {}
            """.formatted(seed);
    }

    private SourceTree twoAccounts() {
        SourceTree tree = shop(folder, "int id").with(account("\"1, 'Ann'\", \"2, 'Bob'\""));
        record(tree, "initial");
        return tree;
    }

    private static RecordedMigration last(SourceTree tree) {
        List<RecordedMigration> migrations = schema(tree).migrations();
        return migrations.get(migrations.size() - 1);
    }

    @Test
    void rowsAreRecordedOnce() {
        SourceTree tree = twoAccounts();
        assertThat(last(tree).upgrade()).hasSize(2).element(1).isEqualTo("""
                -- seed
                INSERT INTO `account` (`id`, `name`) VALUES
                  (1, 'Ann'),
                  (2, 'Bob')""");
        assertThat(schema(tree).statements()).hasSize(2);
        assertThat(recording(tree).record("again", DESTRUCTIVE)).isEmpty();
    }

    @Test
    void theRowsOfARecordWithoutSourceAreReadFromItsDescriptor() {
        SourceTree tree = twoAccounts();
        assertThat(tree.compile(List.of("shop/Shop.java"), "-Werror", "-Acairn.pending=error"))
                .isEmpty();
        assertThat(schema(tree).hasUnrecordedChanges()).isFalse();
    }

    @Test
    void aChangedRowIsPendingUntilItIsRecorded() {
        SourceTree tree = twoAccounts();
        tree.with(account("\"1, 'Ann'\", \"2, 'Bobby'\", \"3, 'Cy'\""));
        assertThat(tree.compile("-Acairn.pending=error").toString())
                .contains("[pending-changes]", "(2, 'Bobby')")
                .doesNotContain("'Ann'");
        record(tree, "more accounts");
        assertThat(last(tree).upgrade()).containsExactly("""
                -- seed
                INSERT INTO `account` (`id`, `name`) VALUES
                  (2, 'Bobby'),
                  (3, 'Cy')""");
        assertThat(last(tree).downgrade()).containsExactly("""
                -- seed
                DELETE FROM `account` WHERE `id` IN (3)""", """
                -- seed
                INSERT INTO `account` (`id`, `name`) VALUES
                  (2, 'Bob')""");
    }

    @Test
    void deletedRowsNeedConsentAndComeBack() {
        SourceTree tree = twoAccounts();
        tree.with(account("\"1, 'Ann'\""));
        assertThatThrownBy(() -> recording(tree).record("no bob", RecordingOptions.NONE))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        assertThat(recording(tree).record("no bob", DESTRUCTIVE)).isPresent();
        assertCompiles(tree);
        assertThat(last(tree).upgrade()).containsExactly("""
                -- seed
                -- destructive: deletes the row 2 of account
                DELETE FROM `account` WHERE `id` IN (2)""");
        assertThat(last(tree).downgrade()).containsExactly("""
                -- seed
                INSERT INTO `account` (`id`, `name`) VALUES
                  (2, 'Bob')""");
        assertThat(last(tree).irreversible()).isEmpty();
    }

    @Test
    void aCheckpointWritesTheRowsThatItsMigrationsLeadTo() {
        SourceTree tree = twoAccounts();
        tree.with(account("\"1, 'Anna'\", \"2, 'Bob'\""));
        record(tree, "rename ann");
        recording(tree).writeCheckpoint("", CheckpointOptions.NONE.withDeletion());
        assertCompiles(tree);
        assertThat(schema(tree).migrations()).hasSize(1);
        assertThat(last(tree).upgrade()).element(1).asString().contains("(1, 'Anna')", "(2, 'Bob')");
    }

    @Test
    void aHandWrittenStatementBelowTheMarkerIsChecked() {
        SourceTree tree = twoAccounts();
        String initial = "shop/migrations/V0001Initial.java";
        String text = tree.read(initial);
        tree.with(text.replace("(2, 'Bob')", "(2, 3)"));
        assertThat(tree.compile().toString()).contains("name is varchar(20), and the value 3 is not a text in quotes");
        tree.with(text.replace("(2, 'Bob')", "(2, 'Bert')"));
        assertThat(tree.compile().toString()).contains("(2, 'Bob')");
    }
}
