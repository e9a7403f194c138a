package dev.cairn.tooling.recording;

import static dev.cairn.tooling.recording.RecordedShop.assertCompiles;
import static dev.cairn.tooling.recording.RecordedShop.createShop;
import static dev.cairn.tooling.recording.RecordedShop.loadSchema;
import static dev.cairn.tooling.recording.RecordedShop.openRecorder;
import static dev.cairn.tooling.recording.RecordedShop.record;
import static dev.cairn.tooling.recording.RecordedShop.renderAccount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.migration.Migration;
import dev.cairn.processor.SourceTree;
import dev.cairn.tooling.recording.RecordingException.Reason;
import dev.cairn.upgrade.RecordedMigration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint contains all effects of the migrations that it replaces, except those that the user left out. */
class CheckpointRecordingTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final CheckpointOptions DELETING_OPTIONS = CheckpointOptions.UNDECIDED.withDeletion();

    /** A folder for each statement with the history that contains it; each test works on a copy. */
    @TempDir
    private static Path historiesFolder;

    private static final Map<String, Path> HISTORY_FOLDERS = new HashMap<>();

    @TempDir
    private Path folder;

    /** Returns four recorded migrations, with the statement in the second, unless it is empty. */
    private SourceTree recordLongHistory(String statement) {
        copyFolder(HISTORY_FOLDERS.computeIfAbsent(statement, CheckpointRecordingTest::recordOnce), folder);
        return new SourceTree(folder);
    }

    private static void copyFolder(Path source, Path target) {
        try (Stream<Path> paths = Files.walk(source)) {
            for (Path path : paths.filter(path -> !path.equals(source)).toList()) {
                Files.copy(path, target.resolve(source.relativize(path).toString()));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path recordOnce(String statement) {
        Path historyFolder = historiesFolder.resolve(String.valueOf(HISTORY_FOLDERS.size()));
        SourceTree tree = createShop(historyFolder, "long id");
        record(tree, "initial");
        tree.with(renderAccount("long id, @Varchar(10) String note"));
        record(tree, "add note");
        if (!statement.isEmpty()) {
            String migrationSource = tree.read("shop/migrations/V0002AddNote.java");
            assertThat(migrationSource).contains("\"\"\"},\n        downgrade");
            tree.with(migrationSource.replace(
                    "\"\"\"},\n        downgrade", "\"\"\", \"" + statement + "\"},\n        downgrade"));
            assertThat(tree.compile()).isEmpty();
        }
        tree.with(renderAccount("long id, @Varchar(20) String note"));
        record(tree, "widen note");
        tree.with(renderAccount("long id, @Varchar(20) String note, Integer points"));
        record(tree, "add points");
        return historyFolder;
    }

    private SourceTree recordLongHistory() {
        return recordLongHistory("");
    }

    private static void assertRefused(ThrowingCallable checkpoint, Reason reason) {
        assertThatThrownBy(checkpoint)
                .asInstanceOf(InstanceOfAssertFactories.type(RecordingException.class))
                .satisfies(MESSAGES::match)
                .returns(reason, RecordingException::reason);
    }

    private static List<String> listMigrationFiles(SourceTree tree) {
        return tree.files().stream()
                .filter(file -> file.contains("migrations/"))
                .map(file -> file.substring(file.lastIndexOf('/') + 1))
                .sorted()
                .toList();
    }

    @Test
    void aCheckpointReplacesTheMigrationsUpToOneOfThem() {
        SourceTree tree = recordLongHistory();
        List<RecordedMigration> migrationsBefore = loadSchema(tree).migrations();

        CheckpointFile checkpointFile =
                openRecorder(tree).writeCheckpoint("3", DELETING_OPTIONS.withRelease("shop 2.7"));

        assertThat(checkpointFile.file()).isEqualTo(tree.sources().resolve("shop/migrations/V0003Checkpoint.java"));
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
            """.formatted(migrationsBefore.get(2).hash()));
        assertThat(listMigrationFiles(tree)).containsExactly("V0003Checkpoint.java", "V0004AddPoints.java");
        assertThat(checkpointFile.describe())
                .contains("Their sources were deleted.")
                .anyMatch(line -> line.contains("which replaces 3 migrations up to V0003WidenNote"))
                .anyMatch(line -> line.contains("No database can be downgraded below migration 3"));
        assertCompiles(tree);
        List<RecordedMigration> migrationsAfter = loadSchema(tree).migrations();
        assertThat(migrationsAfter)
                .extracting(RecordedMigration::name)
                .containsExactly("V0003Checkpoint", "V0004AddPoints");
        assertThat(migrationsAfter.get(0).isCheckpoint()).isTrue();
        assertThat(migrationsAfter.get(0).replacedRelease()).contains("shop 2.7");
        assertThat(migrationsAfter.get(0).hash())
                .isEqualTo(migrationsBefore.get(2).hash());
        assertThat(migrationsAfter.get(1).hash())
                .isEqualTo(migrationsBefore.get(3).hash());
    }

    /** The view that a rebuild fills exists only within the migration. */
    @Test
    void theRefreshOfARebuiltMaterializedViewNeedsNoDecision() {
        SourceTree tree = createShop(folder, "long id, @Varchar(10) String note");
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
        assertThat(openRecorder(tree).record("no deposits", new RecordingOptions(false, true, false)))
                .isPresent();
        assertThat(tree.read("shop/migrations/V0002NoDeposits.java"))
                .contains("REFRESH MATERIALIZED VIEW `notes__cairn_new`");

        CheckpointFile checkpointFile = openRecorder(tree).writeCheckpoint("", DELETING_OPTIONS);

        assertThat(checkpointFile.migration().upgrade())
                .hasSize(2)
                .last()
                .asString()
                .contains("CREATE MATERIALIZED VIEW `notes`", "WHERE id > 0");
        assertThat(checkpointFile.keptSteps()).isEmpty();
        assertThat(checkpointFile.omittedSteps()).isEmpty();
        assertCompiles(tree);
    }

    @Test
    void allMigrationsAreReplacedByDefaultAndRecordingContinues() {
        SourceTree tree = recordLongHistory();

        Migration checkpoint =
                openRecorder(tree).writeCheckpoint("", DELETING_OPTIONS).migration();

        assertThat(checkpoint.number()).isEqualTo(4);
        assertThat(checkpoint.recordsHash()).startsWith("r1:");
        assertCompiles(tree);
        tree.with(renderAccount("long id, @Varchar(20) String note, Integer points, Integer more"));
        RecordedFile nextFile = openRecorder(tree)
                .record("add more", RecordingOptions.NO_CONSENT)
                .orElseThrow();
        assertThat(nextFile.migration().name()).isEqualTo("V0005AddMore");
        assertThat(nextFile.migration().predecessorHash()).isEqualTo(checkpoint.hash());
        assertCompiles(tree);
        assertThat(openRecorder(tree).writeCheckpoint("V0005", DELETING_OPTIONS).replacedMigrations())
                .extracting(Migration::name)
                .containsExactly("V0004Checkpoint", "V0005AddMore");
        assertCompiles(tree);
    }

    @Test
    void replacedSourcesMayMoveIntoAnArchive() throws IOException {
        SourceTree tree = recordLongHistory();
        String firstSource = tree.read("shop/migrations/V0001Initial.java");
        Path archive = folder.resolve("archive");

        CheckpointFile checkpointFile =
                openRecorder(tree).writeCheckpoint("2", CheckpointOptions.UNDECIDED.withArchive(archive));

        assertThat(checkpointFile.archivedFiles())
                .containsExactly(
                        archive.resolve("shop/migrations/V0001Initial.java"),
                        archive.resolve("shop/migrations/V0002AddNote.java"));
        assertThat(Files.readString(checkpointFile.archivedFiles().get(0))).isEqualTo(firstSource);
        assertThat(listMigrationFiles(tree))
                .containsExactly("V0002Checkpoint.java", "V0003WidenNote.java", "V0004AddPoints.java");
        assertCompiles(tree);
    }

    @Test
    void aCheckpointRequiresADecisionAboutTheReplacedSources() {
        SourceTree tree = recordLongHistory();
        assertRefused(() -> openRecorder(tree).writeCheckpoint("", CheckpointOptions.UNDECIDED), Reason.CONSENT);
        assertRefused(
                () -> openRecorder(tree).writeCheckpoint("", DELETING_OPTIONS.withArchive(folder.resolve("archive"))),
                Reason.USAGE);
        assertRefused(
                () -> openRecorder(tree)
                        .writeCheckpoint(
                                "",
                                CheckpointOptions.UNDECIDED.withArchive(
                                        tree.sources().resolve("shop/old"))),
                Reason.USAGE);
        assertThat(listMigrationFiles(tree)).hasSize(4);
    }

    @Test
    void anExistingFileInTheArchiveIsNotReplaced() throws IOException {
        SourceTree tree = recordLongHistory();
        Path archivedFile = folder.resolve("archive/shop/migrations/V0002AddNote.java");
        Files.createDirectories(archivedFile.getParent());
        Files.writeString(archivedFile, "another");
        assertRefused(
                () -> openRecorder(tree)
                        .writeCheckpoint("", CheckpointOptions.UNDECIDED.withArchive(folder.resolve("archive"))),
                Reason.USAGE);
        assertThat(Files.readString(archivedFile)).isEqualTo("another");
        assertThat(listMigrationFiles(tree)).hasSize(4);
    }

    @Test
    void aCheckpointNeedsMigrationsThatItReplaces() {
        SourceTree tree = recordLongHistory();
        assertRefused(() -> openRecorder(tree).writeCheckpoint("1", DELETING_OPTIONS), Reason.USAGE);
        assertRefused(() -> openRecorder(tree).writeCheckpoint("V0009", DELETING_OPTIONS), Reason.USAGE);
        SourceTree treeWithoutMigrations = createShop(folder.resolve("none"), "long id");
        assertRefused(() -> openRecorder(treeWithoutMigrations).writeCheckpoint("", DELETING_OPTIONS), Reason.USAGE);
    }

    @Test
    void rowsAreKeptOrOmittedButNeverForgotten() {
        SourceTree tree = recordLongHistory("INSERT INTO account (id, note) VALUES (1, 'first')");
        assertRefused(() -> openRecorder(tree).writeCheckpoint("", DELETING_OPTIONS), Reason.CONSENT);
        assertThat(listMigrationFiles(tree)).hasSize(4);

        CheckpointFile checkpointFile =
                openRecorder(tree).writeCheckpoint("", DELETING_OPTIONS.withKeptSteps(List.of("V0002AddNote.2")));

        assertThat(checkpointFile.migration().upgrade()).hasSize(2);
        assertThat(checkpointFile.migration().upgrade().get(1))
                .isEqualTo("INSERT INTO account (id, note) VALUES (1, 'first')");
        assertThat(checkpointFile.describe()).anyMatch(line -> line.startsWith("Kept: V0002AddNote.2 writes rows"));
        assertCompiles(tree);
    }

    @Test
    void theMostSpecificDecisionApplies() {
        SourceTree tree = recordLongHistory(
                "INSERT INTO account (id) VALUES (1)\", \"UPDATE account SET note = 'x' WHERE id = 2\", \"GRANT SELECT ON"
                        + " TABLE account TO USER reader");

        CheckpointFile checkpointFile = openRecorder(tree)
                .writeCheckpoint(
                        "",
                        DELETING_OPTIONS
                                .withOmittedSteps(List.of("all", "V0002AddNote.2"))
                                .withKeptSteps(List.of("V0002AddNote")));

        assertThat(checkpointFile.omittedSteps()).singleElement().asString().startsWith("V0002AddNote.2 ");
        assertThat(checkpointFile.keptSteps())
                .satisfiesExactly(
                        update -> assertThat(update)
                                .startsWith("V0002AddNote.3 changes rows, or copies them from other tables"),
                        grant -> assertThat(grant).startsWith("V0002AddNote.4 defines no object of the schema"));
        assertCompiles(tree);
    }

    @Test
    void aDecisionNamesAStepThatDefinesNoObject() {
        SourceTree tree = recordLongHistory("INSERT INTO account (id) VALUES (1)");
        assertRefused(
                () -> openRecorder(tree).writeCheckpoint("", DELETING_OPTIONS.withKeptSteps(List.of("V0002AddNote.1"))),
                Reason.USAGE);
        assertRefused(
                () -> openRecorder(tree)
                        .writeCheckpoint(
                                "",
                                DELETING_OPTIONS.withKeptSteps(List.of("all")).withOmittedSteps(List.of("all"))),
                Reason.USAGE);
    }

    @Test
    void aKeptStatementMustFitTheSchemaAtTheCheckpoint() {
        SourceTree tree = recordLongHistory("INSERT INTO account (id, note) VALUES (1, 'first')");
        tree.with(renderAccount("long id, Integer points"));
        assertThat(openRecorder(tree).record("drop note", new RecordingOptions(true, false, false)))
                .isPresent();
        assertRefused(
                () -> openRecorder(tree).writeCheckpoint("", DELETING_OPTIONS.withKeptSteps(List.of("all"))),
                Reason.USAGE);
        assertThat(listMigrationFiles(tree)).hasSize(5);
    }

    /** The row got the default of its time, and would get the present one from the checkpoint. */
    @Test
    void anInsertThatReliesOnAChangedDefaultIsNotKept() {
        SourceTree tree = recordLongHistory("INSERT INTO account (id) VALUES (1)");
        tree.with(renderAccount("long id, @Varchar(20) @Default(\"new\") String note, Integer points"));
        assertThat(openRecorder(tree).record("default", new RecordingOptions(true, true, false)))
                .isPresent();
        assertRefused(
                () -> openRecorder(tree).writeCheckpoint("", DELETING_OPTIONS.withKeptSteps(List.of("all"))),
                Reason.USAGE);
    }

    @Test
    void aChangeOfRowsIsNotKeptAfterDeclaredRowsThatFollowedIt() {
        String account = """
            package shop;
            import dev.cairn.annotation.*;
            @Table @PrimaryKey("id") @DistributedByHash("id")
            @Seed(columns = {"id", "name"}, rows = {%s})
            public record Account(int id, @Varchar(20) String name) {}
            """;
        SourceTree tree = createShop(folder, "int id").with(account.formatted("\"1, 'Ann'\""));
        record(tree, "initial");
        tree.with(account.formatted("\"1, 'Ann'\", \"2, 'Bob'\""));
        record(tree, "bob");
        String file = "shop/migrations/V0002Bob.java";
        String delete = "\"DELETE FROM account WHERE id > 0\"";
        String source = tree.read(file);
        tree.with(source.replace("upgrade = {", "upgrade = {" + delete + ", "));
        assertRefused(
                () -> openRecorder(tree).writeCheckpoint("", DELETING_OPTIONS.withKeptSteps(List.of("all"))),
                Reason.USAGE);
        tree.with(source.replace("\"\"\"},\n        downgrade", "\"\"\", " + delete + "},\n        downgrade"));
        assertThat(tree.read(file)).contains(delete);
        assertThat(openRecorder(tree)
                        .writeCheckpoint("", DELETING_OPTIONS.withKeptSteps(List.of("all")))
                        .keptSteps())
                .hasSize(1);
    }

    @Test
    void codeIsOmittedExplicitly() {
        SourceTree tree = recordLongHistory();
        tree.with(tree.read("shop/migrations/V0003WidenNote.java")
                .replace(
                        "interface V0003WidenNote {}",
                        "final class V0003WidenNote implements dev.cairn.upgrade.MigrationStep {\n    @Override\n"
                                + "    public void afterUpgrade(java.sql.Connection connection) {}\n}"));
        assertCompiles(tree);
        assertRefused(() -> openRecorder(tree).writeCheckpoint("", DELETING_OPTIONS), Reason.CONSENT);
        assertRefused(
                () -> openRecorder(tree).writeCheckpoint("", DELETING_OPTIONS.withKeptSteps(List.of("all"))),
                Reason.USAGE);

        assertThat(openRecorder(tree)
                        .writeCheckpoint("", DELETING_OPTIONS.withOmittedSteps(List.of("V0003WidenNote")))
                        .describe())
                .anyMatch(line -> line.startsWith("Left out: V0003WidenNote.code"));
        assertCompiles(tree);
    }

    @Test
    void theCopyOfARebuildIsNotAStepToDecideAbout() {
        SourceTree tree = recordLongHistory();
        tree.with(renderAccount("long id, @NotNull @Varchar(20) String note, Integer points"));
        assertThat(openRecorder(tree)
                        .record(
                                "require note",
                                new RecordingOptions(false, true, false).withFills(List.of("account.note=''"))))
                .isPresent();
        assertCompiles(tree);

        Migration checkpoint =
                openRecorder(tree).writeCheckpoint("", DELETING_OPTIONS).migration();

        assertThat(checkpoint.upgrade()).singleElement().asString().contains("`note` varchar(20) NOT NULL");
        assertCompiles(tree);
    }

    @Test
    void aViewThatReadAFormerExternalObjectIsPartOfACheckpoint() {
        SourceTree tree = createShop(folder, "long id");
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
        openRecorder(tree).record("drop hits", new RecordingOptions(true, false, false));
        assertCompiles(tree);

        Migration checkpoint =
                openRecorder(tree).writeCheckpoint("2", DELETING_OPTIONS).migration();

        assertThat(checkpoint.upgrade()).hasSize(2).last().asString().contains("CREATE VIEW `hits`", "stats.hit");
        assertCompiles(tree);
    }

    @Test
    void aCheckpointStaysWhereItIsAndBranchesMoveBehindIt() {
        SourceTree tree = recordLongHistory();
        String branchMigration = tree.read("shop/migrations/V0003WidenNote.java")
                .replace("V0003WidenNote", "V0003Other")
                .replace("MODIFY COLUMN `note` varchar(20)", "ADD COLUMN `other` varchar(20)")
                .replaceAll("(?s)downgrade = .*interface", "irreversible = \"test\")\ninterface");
        openRecorder(tree).writeCheckpoint("3", DELETING_OPTIONS);
        assertCompiles(tree);
        assertThat(openRecorder(tree).rebase("V0003Checkpoint").moves()).isEmpty();

        tree.with(branchMigration)
                .with(renderAccount("long id, @Varchar(20) String note, Integer points, @Varchar(20) String other"));
        assertThat(tree.compile()).anyMatch(message -> message.contains("[migration-replaced]"));
        assertThat(openRecorder(tree).rebase("V0003Other").moves())
                .extracting(move -> move.movedMigration().name())
                .containsExactly("V0005Other");
        assertCompiles(tree);
    }
}
