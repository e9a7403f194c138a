package dev.cairn.tooling.recording;

import static dev.cairn.tooling.recording.RecordedShop.assertCompiles;
import static dev.cairn.tooling.recording.RecordedShop.createShop;
import static dev.cairn.tooling.recording.RecordedShop.loadSchema;
import static dev.cairn.tooling.recording.RecordedShop.openRecorder;
import static dev.cairn.tooling.recording.RecordedShop.record;
import static dev.cairn.tooling.recording.RecordedShop.renderAccount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.processor.SourceTree;
import dev.cairn.tooling.recording.RecordingException.Reason;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A recorded migration is written as a person would write it, and tells reviewers what it does. */
class MigrationFormatterTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final RecordingOptions DESTRUCTIVE = new RecordingOptions(true, false, false);
    private static final RecordingOptions REBUILD = new RecordingOptions(false, true, false);

    @TempDir
    private Path folder;

    @Test
    void migrationsAreWrittenAsAPersonWouldWriteThem() {
        SourceTree tree = createShop(folder, "long id");
        record(tree, "initial");
        tree.with(renderAccount("long id, @Varchar(40) String note"));
        RecordedFile file = openRecorder(tree)
                .record("add note", RecordingOptions.NO_CONSENT)
                .orElseThrow();
        assertThat(file.file()).isEqualTo(tree.sources().resolve("shop/migrations/V0002AddNote.java"));
        assertThat(tree.read("shop/migrations/V0002AddNote.java")).isEqualTo("""
            package shop.migrations;

            import dev.cairn.annotation.Migration;
            import shop.Shop;

            // Metadata only: no rows are rewritten, nothing is lost, and nothing that reads the schema breaks.
            /** Add note. */
            @Migration(
                    schema = Shop.class,
                    number = 2,
                    after = "%s",
                    records = "%s",
                    upgrade = {\"""
                        ALTER TABLE `account` ADD COLUMN `note` varchar(40) NULL
                        \"""},
                    downgrade = {\"""
                        ALTER TABLE `account` DROP COLUMN `note`
                        \"""})
            interface V0002AddNote {}
            """.formatted(
                        file.migration().predecessorHash(), file.migration().recordsHash()));
        assertCompiles(tree);
    }

    @Test
    void reviewersReadAboveAMigrationWhatItDoes() {
        SourceTree tree = createShop(folder, "long id, @Varchar(40) String note, @Varchar(40) String city");
        record(tree, "initial");
        tree.with(renderAccount("long id, @Varchar(80) String city"));
        RecordedFile file = openRecorder(tree).record("drop note", DESTRUCTIVE).orElseThrow();
        assertThat(file.effects().describeNotableEffects())
                .containsExactly(
                        "Step 1: shop.account",
                        "  Cost: the server rewrites all rows of account; the migration waits for a schema change job",
                        "  Blocks: other changes of shop.account until the job ends",
                        "  Data: the statement drops account.note [drops-data]",
                        "  Breaks: statements that name shop.account.note");
        assertThat(tree.read("shop/migrations/V0002DropNote.java"))
                .isEqualTo(file.text())
                .contains("""
                        // Step 1: shop.account
                        //   Cost: the server rewrites all rows of account; the migration waits for a schema change job
                        //   Blocks: other changes of shop.account until the job ends
                        //   Data: the statement drops account.note [drops-data]
                        //   Breaks: statements that name shop.account.note
                        /** Drop note. */
                        """);
        assertCompiles(tree);
    }

    @Test
    void aViewThatTheMigrationActivatesAgainIsInactiveUntilThen() {
        SourceTree tree = createShopWithView();
        record(tree, "initial");
        tree.with(renderAccount("long id, @Varchar(80) String city"));
        RecordedFile file = openRecorder(tree)
                .record("longer city", RecordingOptions.NO_CONSENT)
                .orElseThrow();
        assertThat(file.effects().describeNotableEffects())
                .contains(
                        "  Temporarily inactive: shop.per_city until step 2 (base table schema changed for columns: city)")
                .noneMatch(line -> line.contains("Inactive afterwards"));
    }

    @Test
    void aRebuiltViewIsRefreshedAndNotCopied() {
        SourceTree tree = createShopWithView();
        record(tree, "initial");
        tree.with(renderPerCity("WHERE id > 5 "));
        assertThatThrownBy(() -> openRecorder(tree).record("large ids", RecordingOptions.NO_CONSENT))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match)
                .hasMessageNotContaining("copies its rows");
        RecordedFile file = openRecorder(tree).record("large ids", REBUILD).orElseThrow();
        assertThat(file.remarks())
                .anyMatch(note -> note.startsWith("The downgrade rebuilds a materialized view and refreshes it"));
    }

    private SourceTree createShopWithView() {
        return createShop(folder, "long id, @Varchar(40) String city").with("""
            package shop;
            import dev.cairn.annotation.Schema;
            @Schema(name = "shop", value = {Account.class, PerCity.class})
            public interface Shop {}
            """).with(renderPerCity(""));
    }

    private static String renderPerCity(String where) {
        return """
            package shop;
            import dev.cairn.annotation.*;
            @MaterializedView(query = "SELECT city, count(*) AS accounts FROM account %sGROUP BY city")
            @Refresh(mode = Refresh.Mode.MANUAL) @DistributedByHash("city")
            public record PerCity(@Varchar(80) String city, long accounts) {}
            """.formatted(where);
    }

    @Test
    void theFormerViewOfARebuildIsNotInactiveAfterwards() {
        SourceTree tree = createShopWithView();
        record(tree, "initial");
        tree.with(renderAccount("long id, @Varchar(80) String city")).with(renderPerCity("WHERE id > 0 "));
        RecordedFile file = openRecorder(tree)
                .record("longer city", new RecordingOptions(true, true, false))
                .orElseThrow();
        assertThat(file.effects().describeNotableEffects())
                .anyMatch(line -> line.contains("Temporarily inactive: shop.per_city until step"))
                .noneMatch(line -> line.contains("Inactive afterwards"));
    }

    @Test
    void aDraftIsNotWritten() {
        SourceTree tree = createShop(folder, "long id");
        RecordedFile draft =
                openRecorder(tree).draft("initial", RecordingOptions.NO_CONSENT).orElseThrow();
        assertThat(draft.file()).doesNotExist();
        assertThat(draft.text()).contains("CREATE TABLE `account` (");
        assertThat(openRecorder(tree)
                        .record("initial", RecordingOptions.NO_CONSENT)
                        .orElseThrow())
                .isEqualTo(draft);
        assertThat(draft.file()).hasContent(draft.text());
    }

    @Test
    void theQueriesOfAReleaseAreListedNextToTheMigrations() {
        SourceTree tree =
                createShop(folder, "long id, @Varchar(40) String note").with("""
            package shop;
            import dev.cairn.annotation.*;
            @Queries(Shop.class)
            public interface Notes {
                @Query("SELECT note FROM account WHERE id = :id") java.util.Optional<String> note(long id);
            }
            """);
        record(tree, "initial");
        assertThat(openRecorder(tree).findOutdatedQueriesFile()).isEmpty();
        String queriesFile = tree.read("shop/migrations/shop.queries.jsonl");
        assertThat(queriesFile.lines()).hasSize(1);
        assertThat(queriesFile).contains("\"name\":\"Notes.note\"", "\"columns\":[\"id\",\"note\"]");

        tree.with(renderAccount("long id")).with("""
            package shop;
            import dev.cairn.annotation.*;
            @Queries(Shop.class)
            public interface Notes {
                @Query("SELECT count(*) FROM account") long count();
            }
            """);
        assertThat(openRecorder(tree).findOutdatedQueriesFile())
                .contains(tree.sources().resolve("shop/migrations/shop.queries.jsonl"));
        RecordedFile file = openRecorder(tree).record("drop note", DESTRUCTIVE).orElseThrow();
        assertThat(file.effects().describeNotableEffects())
                .contains(
                        "  Breaks: the server refuses these statements of the previous release afterwards: Notes.note:"
                                + " it reads shop.account.note, which does not exist [breaks-previous-release]");
        assertThat(tree.read("shop/migrations/shop.queries.jsonl"))
                .contains("Notes.count")
                .doesNotContain("Notes.note");
    }

    @Test
    void unusualTextSurvives() {
        String unusualText = "a\\\\b \\\"\\\"\\\" \\t\\u2003\\n x \\uD83D\\uDE00 */ $L {@x} ";
        SourceTree tree = createShop(folder, "@Column(comment = \"" + unusualText + "\") long id");
        record(tree, "initial \\u002a/ {@link} \"\"\"");
        String ddl = loadSchema(tree).descriptors().get(0).ddl();
        assertThat(loadSchema(tree).migrations().get(0).upgrade().get(0)).isEqualTo(ddl);
    }

    @Test
    void existingFilesAreNeverOverwritten() {
        SourceTree tree = createShop(folder, "long id");
        record(tree, "initial");
        tree.with("package shop.migrations;\ninterface V0002Backfill {}\n");
        assertThatThrownBy(() -> openRecorder(tree).draftEmpty("backfill").write())
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        assertThat(tree.read("shop/migrations/V0002Backfill.java")).doesNotContain("Migration");
        assertThat(tree.files()).noneMatch(file -> file.endsWith(".tmp"));
    }

    @Test
    void messagesMustContainLettersOrDigits() {
        SourceTree tree = createShop(folder, "long id");
        assertThatThrownBy(() -> openRecorder(tree).record("…", RecordingOptions.NO_CONSENT))
                .asInstanceOf(type(RecordingException.class))
                .returns(Reason.USAGE, RecordingException::reason);
    }
}
