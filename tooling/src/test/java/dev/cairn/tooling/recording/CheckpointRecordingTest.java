package dev.cairn.tooling.recording;

import static dev.cairn.tooling.recording.RecordedShop.account;
import static dev.cairn.tooling.recording.RecordedShop.assertCompiles;
import static dev.cairn.tooling.recording.RecordedShop.record;
import static dev.cairn.tooling.recording.RecordedShop.recording;
import static dev.cairn.tooling.recording.RecordedShop.schema;
import static dev.cairn.tooling.recording.RecordedShop.shop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.migration.Migration;
import dev.cairn.processor.SourceTree;
import dev.cairn.tooling.recording.CheckpointDraft.CheckpointFile;
import dev.cairn.tooling.recording.RecordingException.Reason;
import dev.cairn.upgrade.RecordedMigration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint contains all effects of the migrations that it replaces, except those that the user left out. */
class CheckpointRecordingTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final CheckpointOptions DELETE = CheckpointOptions.NONE.withDeletion();

    @TempDir
    private Path folder;

    /** Four migrations, the second of which has a further statement. */
    private SourceTree longHistory(String statement) {
        SourceTree tree = shop(folder, "long id");
        record(tree, "initial");
        tree.with(account("long id, @Varchar(10) String note"));
        record(tree, "add note");
        if (!statement.isEmpty()) {
            String text = tree.read("shop/migrations/V0002AddNote.java");
            assertThat(text).contains("\"\"\"},\n        downgrade");
            tree.with(
                    text.replace("\"\"\"},\n        downgrade", "\"\"\", \"" + statement + "\"},\n        downgrade"));
            assertThat(tree.compile()).isEmpty();
        }
        tree.with(account("long id, @Varchar(20) String note"));
        record(tree, "widen note");
        tree.with(account("long id, @Varchar(20) String note, Integer points"));
        record(tree, "add points");
        return tree;
    }

    private SourceTree longHistory() {
        return longHistory("");
    }

    private static void assertRefused(ThrowingCallable checkpoint, Reason reason) {
        assertThatThrownBy(checkpoint)
                .asInstanceOf(InstanceOfAssertFactories.type(RecordingException.class))
                .satisfies(MESSAGES::match)
                .returns(reason, RecordingException::reason);
    }

    private static List<String> migrations(SourceTree tree) {
        return tree.files().stream()
                .filter(file -> file.contains("migrations/"))
                .map(file -> file.substring(file.lastIndexOf('/') + 1))
                .sorted()
                .toList();
    }

    @Test
    void aCheckpointReplacesTheMigrationsUpToOneOfThem() {
        SourceTree tree = longHistory();
        List<RecordedMigration> before = schema(tree).migrations();

        CheckpointFile written = recording(tree).writeCheckpoint("3", DELETE.withRelease("shop 2.7"));

        assertThat(written.file()).isEqualTo(tree.sources().resolve("shop/migrations/V0003Checkpoint.java"));
        assertThat(tree.read("shop/migrations/V0003Checkpoint.java"))
                .isEqualTo("""
            package shop.migrations;

            import dev.cairn.annotation.Migration;
            import shop.Shop;

            /** Replaces the migrations up to V0003WidenNote. */
            @Migration(
                    schema = Shop.class,
                    number = 3,
                    checkpoint = "%s",
                    release = "shop 2.7",
                    upgrade = {\"""
                        CREATE TABLE `account` (
                          `id` bigint(20) NOT NULL,
                          `note` varchar(20)
                        )
                        PRIMARY KEY(`id`)
                        DISTRIBUTED BY HASH(`id`)
                        \"""},
                    downgrade = {},
                    irreversible = "it replaces the migrations up to V0003WidenNote")
            interface V0003Checkpoint {}
            """.formatted(before.get(2).hash()));
        assertThat(migrations(tree)).containsExactly("V0003Checkpoint.java", "V0004AddPoints.java");
        assertThat(written.report())
                .contains("Their sources were deleted.")
                .anyMatch(line -> line.contains("which replaces 3 migrations up to V0003WidenNote"))
                .anyMatch(line -> line.contains("No database can be downgraded below migration 3"));
        assertCompiles(tree);
        List<RecordedMigration> after = schema(tree).migrations();
        assertThat(after).extracting(RecordedMigration::name).containsExactly("V0003Checkpoint", "V0004AddPoints");
        assertThat(after.get(0).isCheckpoint()).isTrue();
        assertThat(after.get(0).replacedRelease()).contains("shop 2.7");
        assertThat(after.get(0).hash()).isEqualTo(before.get(2).hash());
        assertThat(after.get(1).hash()).isEqualTo(before.get(3).hash());
    }

    /** The view that a rebuild fills exists only within the migration. */
    @Test
    void theRefreshOfARebuiltMaterializedViewNeedsNoDecision() {
        SourceTree tree = shop(folder, "long id, @Varchar(10) String note");
        tree.with("""
                package shop;
                import dev.cairn.annotation.Schema;
                @Schema(name = "shop", value = {Account.class, Notes.class})
                public interface Shop {}
                """);
        String view = """
                package shop;
                import dev.cairn.annotation.*;
                @MaterializedView(query = "SELECT note, count(*) AS n FROM account GROUP BY note")
                @Refresh(mode = Refresh.Mode.MANUAL)
                public record Notes(String note, Long n) {}
                """;
        tree.with(view);
        record(tree, "initial");
        tree.with(view.replace("FROM account", "FROM account WHERE id > 0"));
        assertThat(recording(tree).record("no deposits", new RecordingOptions(false, true, false)))
                .isPresent();
        assertThat(tree.read("shop/migrations/V0002NoDeposits.java"))
                .contains("REFRESH MATERIALIZED VIEW `notes__cairn_new`");

        CheckpointFile written = recording(tree).writeCheckpoint("", DELETE);

        assertThat(written.migration().upgrade())
                .hasSize(2)
                .last()
                .asString()
                .contains("CREATE MATERIALIZED VIEW `notes`", "WHERE id > 0");
        assertThat(written.keptSteps()).isEmpty();
        assertThat(written.omittedSteps()).isEmpty();
        assertCompiles(tree);
    }

    @Test
    void allMigrationsAreReplacedByDefaultAndRecordingGoesOn() {
        SourceTree tree = longHistory();

        Migration checkpoint = recording(tree).writeCheckpoint("", DELETE).migration();

        assertThat(checkpoint.number()).isEqualTo(4);
        assertThat(checkpoint.recordHash()).startsWith("r1:");
        assertCompiles(tree);
        tree.with(account("long id, @Varchar(20) String note, Integer points, Integer more"));
        RecordedFile next =
                recording(tree).record("add more", RecordingOptions.NONE).orElseThrow();
        assertThat(next.migration().name()).isEqualTo("V0005AddMore");
        assertThat(next.migration().predecessorHash()).isEqualTo(checkpoint.hash());
        assertCompiles(tree);
        assertThat(recording(tree).writeCheckpoint("V0005", DELETE).replacedMigrations())
                .extracting(Migration::name)
                .containsExactly("V0004Checkpoint", "V0005AddMore");
        assertCompiles(tree);
    }

    @Test
    void replacedSourcesMayMoveIntoAnArchive() throws IOException {
        SourceTree tree = longHistory();
        String first = tree.read("shop/migrations/V0001Initial.java");
        Path archive = folder.resolve("archive");

        CheckpointFile written = recording(tree).writeCheckpoint("2", CheckpointOptions.NONE.withArchive(archive));

        assertThat(written.archivedFiles())
                .containsExactly(
                        archive.resolve("shop/migrations/V0001Initial.java"),
                        archive.resolve("shop/migrations/V0002AddNote.java"));
        assertThat(Files.readString(written.archivedFiles().get(0))).isEqualTo(first);
        assertThat(migrations(tree))
                .containsExactly("V0002Checkpoint.java", "V0003WidenNote.java", "V0004AddPoints.java");
        assertCompiles(tree);
    }

    @Test
    void aCheckpointRequiresADecisionAboutTheReplacedSources() {
        SourceTree tree = longHistory();
        assertRefused(() -> recording(tree).writeCheckpoint("", CheckpointOptions.NONE), Reason.CONSENT);
        assertRefused(
                () -> recording(tree).writeCheckpoint("", DELETE.withArchive(folder.resolve("archive"))), Reason.USAGE);
        assertRefused(
                () -> recording(tree)
                        .writeCheckpoint(
                                "",
                                CheckpointOptions.NONE.withArchive(
                                        tree.sources().resolve("shop/old"))),
                Reason.USAGE);
        assertThat(migrations(tree)).hasSize(4);
    }

    @Test
    void anExistingFileInTheArchiveIsNotReplaced() throws IOException {
        SourceTree tree = longHistory();
        Path there = folder.resolve("archive/shop/migrations/V0002AddNote.java");
        Files.createDirectories(there.getParent());
        Files.writeString(there, "another");
        assertRefused(
                () -> recording(tree)
                        .writeCheckpoint("", CheckpointOptions.NONE.withArchive(folder.resolve("archive"))),
                Reason.USAGE);
        assertThat(Files.readString(there)).isEqualTo("another");
        assertThat(migrations(tree)).hasSize(4);
    }

    @Test
    void aCheckpointNeedsMigrationsThatItReplaces() {
        SourceTree tree = longHistory();
        assertRefused(() -> recording(tree).writeCheckpoint("1", DELETE), Reason.USAGE);
        assertRefused(() -> recording(tree).writeCheckpoint("V0009", DELETE), Reason.USAGE);
        SourceTree none = shop(folder.resolve("none"), "long id");
        assertRefused(() -> recording(none).writeCheckpoint("", DELETE), Reason.USAGE);
    }

    @Test
    void rowsAreKeptOrOmittedButNeverForgotten() {
        SourceTree tree = longHistory("INSERT INTO account (id, note) VALUES (1, 'first')");
        assertRefused(() -> recording(tree).writeCheckpoint("", DELETE), Reason.CONSENT);
        assertThat(migrations(tree)).hasSize(4);

        CheckpointFile written = recording(tree).writeCheckpoint("", DELETE.withKeptSteps(List.of("V0002AddNote.2")));

        assertThat(written.migration().upgrade()).hasSize(2);
        assertThat(written.migration().upgrade().get(1))
                .isEqualTo("INSERT INTO account (id, note) VALUES (1, 'first')");
        assertThat(written.report()).anyMatch(line -> line.startsWith("Kept: V0002AddNote.2 writes rows"));
        assertCompiles(tree);
    }

    @Test
    void theMostSpecificDecisionApplies() {
        SourceTree tree = longHistory(
                "INSERT INTO account (id) VALUES (1)\", \"UPDATE account SET note = 'x' WHERE id = 2\", \"GRANT SELECT ON"
                        + " TABLE account TO USER reader");

        CheckpointFile written = recording(tree)
                .writeCheckpoint(
                        "",
                        DELETE.withOmittedSteps(List.of("all", "V0002AddNote.2"))
                                .withKeptSteps(List.of("V0002AddNote")));

        assertThat(written.omittedSteps()).singleElement().asString().startsWith("V0002AddNote.2 ");
        assertThat(written.keptSteps())
                .satisfiesExactly(
                        update -> assertThat(update)
                                .startsWith("V0002AddNote.3 changes rows, or copies them from other tables"),
                        grant -> assertThat(grant).startsWith("V0002AddNote.4 defines no object of the schema"));
        assertCompiles(tree);
    }

    @Test
    void aDecisionNamesAStepThatDefinesNoObject() {
        SourceTree tree = longHistory("INSERT INTO account (id) VALUES (1)");
        assertRefused(
                () -> recording(tree).writeCheckpoint("", DELETE.withKeptSteps(List.of("V0002AddNote.1"))),
                Reason.USAGE);
        assertRefused(
                () -> recording(tree)
                        .writeCheckpoint(
                                "", DELETE.withKeptSteps(List.of("all")).withOmittedSteps(List.of("all"))),
                Reason.USAGE);
    }

    @Test
    void aKeptStatementMustFitTheSchemaAtTheCheckpoint() {
        SourceTree tree = longHistory("INSERT INTO account VALUES (1, 'first')");
        assertRefused(() -> recording(tree).writeCheckpoint("", DELETE.withKeptSteps(List.of("all"))), Reason.SOURCES);
        assertThat(migrations(tree)).hasSize(4);
    }

    @Test
    void codeIsOmittedExplicitly() {
        SourceTree tree = longHistory();
        tree.with(tree.read("shop/migrations/V0003WidenNote.java")
                .replace(
                        "interface V0003WidenNote {}",
                        "final class V0003WidenNote implements dev.cairn.upgrade.MigrationStep {\n    @Override\n"
                                + "    public void afterUpgrade(java.sql.Connection connection) {}\n}"));
        assertCompiles(tree);
        assertRefused(() -> recording(tree).writeCheckpoint("", DELETE), Reason.CONSENT);
        assertRefused(() -> recording(tree).writeCheckpoint("", DELETE.withKeptSteps(List.of("all"))), Reason.USAGE);

        assertThat(recording(tree)
                        .writeCheckpoint("", DELETE.withOmittedSteps(List.of("V0003WidenNote")))
                        .report())
                .anyMatch(line -> line.startsWith("Left out: V0003WidenNote.code"));
        assertCompiles(tree);
    }

    @Test
    void theCopyOfARebuildIsNotAStepToDecideAbout() {
        SourceTree tree = longHistory();
        tree.with(account("long id, @NotNull @Varchar(20) String note, Integer points"));
        assertThat(recording(tree)
                        .record(
                                "require note",
                                new RecordingOptions(false, true, false).withFills(List.of("account.note=''"))))
                .isPresent();
        assertCompiles(tree);

        Migration checkpoint = recording(tree).writeCheckpoint("", DELETE).migration();

        assertThat(checkpoint.upgrade()).singleElement().asString().contains("`note` varchar(20) NOT NULL");
        assertCompiles(tree);
    }

    @Test
    void aViewThatReadAFormerExternalObjectIsPartOfACheckpoint() {
        SourceTree tree = shop(folder, "long id");
        record(tree, "initial");
        String shop = tree.read("shop/Shop.java");
        tree.with(shop.replace("Account.class", "{Account.class, Hit.class, Hits.class}"))
                .with("""
                    package shop;
                    import dev.cairn.annotation.*;
                    @External("stats.hit")
                    public record Hit(long id) {}
                    """)
                .with("""
                    package shop;
                    import dev.cairn.annotation.*;
                    @View(query = "SELECT id FROM stats.hit")
                    public record Hits(long id) {}
                    """);
        record(tree, "add hits");
        tree.with(shop);
        tree.delete("shop/Hit.java");
        tree.delete("shop/Hits.java");
        recording(tree).record("drop hits", new RecordingOptions(true, false, false));
        assertCompiles(tree);

        Migration checkpoint = recording(tree).writeCheckpoint("2", DELETE).migration();

        assertThat(checkpoint.upgrade()).hasSize(2).last().asString().contains("CREATE VIEW `hits`", "stats.hit");
        assertCompiles(tree);
    }

    @Test
    void aCheckpointStaysWhereItIsAndBranchesMoveBehindIt() {
        SourceTree tree = longHistory();
        String branch = tree.read("shop/migrations/V0003WidenNote.java")
                .replace("V0003WidenNote", "V0003Other")
                .replace("MODIFY COLUMN `note` varchar(20)", "ADD COLUMN `other` varchar(20)")
                .replaceAll("(?s)downgrade = .*interface", "irreversible = \"test\")\ninterface");
        recording(tree).writeCheckpoint("3", DELETE);
        assertCompiles(tree);
        assertThat(recording(tree).rebase("V0003Checkpoint").moves()).isEmpty();

        tree.with(branch).with(account("long id, @Varchar(20) String note, Integer points, @Varchar(20) String other"));
        assertThat(tree.compile()).anyMatch(message -> message.contains("[migration-replaced]"));
        assertThat(recording(tree).rebase("V0003Other").moves())
                .extracting(move -> move.movedMigration().name())
                .containsExactly("V0005Other");
        assertCompiles(tree);
    }
}
