package dev.cairn.tooling.recording;

import static dev.cairn.tooling.recording.RecordedShop.assertCompiles;
import static dev.cairn.tooling.recording.RecordedShop.createShop;
import static dev.cairn.tooling.recording.RecordedShop.openRecorder;
import static dev.cairn.tooling.recording.RecordedShop.record;
import static dev.cairn.tooling.recording.RecordedShop.renderAccount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.processor.SourceTree;
import dev.cairn.tooling.recording.EvolutionStep.Phase;
import dev.cairn.tooling.release.GitFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ColumnEvolutionTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final RecordingOptions DESTRUCTIVE = new RecordingOptions(true, false, false);

    @TempDir
    private Path folder;

    private static EvolutionStep takeNextStep(SourceTree tree, RecordingOptions options) {
        EvolutionStep step = openRecorder(tree).evolve("account.name", "full_name", options);
        step.file().write();
        return step;
    }

    @Test
    void aColumnIsRenamedInThreeMigrations() {
        SourceTree tree = createShop(folder, "long id, @NotNull @Varchar(64) String name");
        record(tree, "initial");

        EvolutionStep expand = takeNextStep(tree, RecordingOptions.NO_CONSENT);
        assertThat(expand.phase()).isEqualTo(Phase.EXPAND);
        assertThat(expand.file().migration().upgrade())
                .containsExactly("ALTER TABLE `account` ADD COLUMN `full_name` varchar(64) NULL");
        assertThat(expand.instructions())
                .contains(
                        "  1. In Account, add below name a copy of it for full_name that may be NULL (remove @NotNull).");
        assertThatThrownBy(() -> takeNextStep(tree, RecordingOptions.NO_CONSENT))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        tree.with(renderAccount("long id, @NotNull @Varchar(64) String name, @Varchar(64) String fullName"));
        assertCompiles(tree);

        EvolutionStep migrate = takeNextStep(tree, RecordingOptions.NO_CONSENT);
        assertThat(migrate.phase()).isEqualTo(Phase.MIGRATE);
        assertThat(migrate.file().migration().upgrade())
                .containsExactly(
                        "-- repeatable\nUPDATE `account` SET `full_name` = `name` WHERE NOT (`full_name` <=> `name`)");
        assertThat(migrate.instructions())
                .contains("  2. Let name be NULL (remove @NotNull), since the next release does not write it.");
        tree.with(renderAccount("long id, @Varchar(64) String name, @Varchar(64) String fullName"));
        record(tree, "account without name");

        assertThatThrownBy(() -> takeNextStep(tree, RecordingOptions.NO_CONSENT))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        EvolutionStep contract = takeNextStep(tree, DESTRUCTIVE);
        assertThat(contract.phase()).isEqualTo(Phase.CONTRACT);
        assertThat(contract.file().migration().upgrade())
                .containsExactly("-- destructive: drops account.name\nALTER TABLE `account` DROP COLUMN `name`");
        assertThat(contract.file().migration().downgrade())
                .containsExactly(
                        "ALTER TABLE `account` ADD COLUMN `name` varchar(64) NULL AFTER `id`",
                        "-- repeatable\nUPDATE `account` SET `name` = `full_name` WHERE NOT (`name` <=> `full_name`)");
        assertThat(contract.file().migration().irreversibleReason()).isEmpty();
        assertThat(contract.instructions())
                .anyMatch(line -> line.contains("V0005DropAccountName") && line.contains("upgradeTo(4)"));
        tree.with(renderAccount("long id, @Varchar(64) String fullName"));
        assertCompiles(tree);
        assertThatThrownBy(() -> takeNextStep(tree, DESTRUCTIVE))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void valuesThatCanNotBeComparedAreCopiedInAllRows() {
        SourceTree tree = createShop(folder, "long id, java.util.List<String> name");
        record(tree, "initial");
        takeNextStep(tree, RecordingOptions.NO_CONSENT);
        tree.with(renderAccount("long id, java.util.List<String> name, java.util.List<String> fullName"));
        assertThat(takeNextStep(tree, RecordingOptions.NO_CONSENT)
                        .file()
                        .migration()
                        .upgrade())
                .containsExactly("-- repeatable\nUPDATE `account` SET `full_name` = `name` WHERE TRUE");
    }

    @Test
    void theValuesOfAnotherColumnAreNotReplaced() {
        SourceTree tree = createShop(folder, "long id, @Varchar(64) String name, @Varchar(64) String email, int age");
        record(tree, "initial");
        tree.with(renderAccount(
                "long id, @Varchar(64) String name, @Varchar(64) String email, int age, @Varchar(64) String title"));
        record(tree, "title");
        for (String existingName : List.of("email", "title")) {
            assertThatThrownBy(() -> openRecorder(tree).evolve("account.name", existingName, DESTRUCTIVE))
                    .isInstanceOf(RecordingException.class)
                    .satisfies(MESSAGES::match);
        }
        assertThatThrownBy(() -> openRecorder(tree).evolve("account.name", "age", DESTRUCTIVE))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> openRecorder(tree).evolve("account.name", "NAME", DESTRUCTIVE))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aColumnThatWasAddedAgainIsNoLongerTheOneOfTheFirstStep() {
        String originalComponents = "long id, @Varchar(64) String name";
        String componentsWithBoth = originalComponents + ", @Varchar(64) String fullName";
        SourceTree tree = createShop(folder, originalComponents);
        record(tree, "initial");
        takeNextStep(tree, RecordingOptions.NO_CONSENT);
        tree.with(renderAccount(originalComponents));
        assertThat(openRecorder(tree).record("no full name", DESTRUCTIVE)).isPresent();
        tree.with(renderAccount(componentsWithBoth));
        record(tree, "another full name");
        assertThatThrownBy(() -> takeNextStep(tree, DESTRUCTIVE))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aColumnThatWasAddedAgainIsFilledAgain() {
        String originalComponents = "long id, @Varchar(64) String name";
        String componentsWithBoth = originalComponents + ", @Varchar(64) String fullName";
        SourceTree tree = createShop(folder, originalComponents);
        record(tree, "initial");
        for (int time = 0; time < 2; time++) {
            assertThat(takeNextStep(tree, RecordingOptions.NO_CONSENT).phase()).isEqualTo(Phase.EXPAND);
            tree.with(renderAccount(componentsWithBoth));
            assertThat(takeNextStep(tree, DESTRUCTIVE).phase()).isEqualTo(Phase.MIGRATE);
            tree.with(renderAccount(originalComponents));
            assertThat(openRecorder(tree).record("no full name", DESTRUCTIVE)).isPresent();
        }
    }

    @Test
    void theNewNameMayBeQualifiedByTheTable() {
        SourceTree tree = createShop(folder, "long id, @Varchar(64) String name");
        record(tree, "initial");
        assertThat(openRecorder(tree)
                        .evolve("account.name", "account.full_name", RecordingOptions.NO_CONSENT)
                        .file()
                        .migration()
                        .upgrade())
                .containsExactly("ALTER TABLE `account` ADD COLUMN `full_name` varchar(64) NULL");
        assertThatThrownBy(
                        () -> openRecorder(tree).evolve("account.name", "other.full_name", RecordingOptions.NO_CONSENT))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aRequiredColumnIsNotDropped() {
        SourceTree tree = createShop(folder, "long id, @NotNull @Varchar(64) String name");
        record(tree, "initial");
        takeNextStep(tree, RecordingOptions.NO_CONSENT);
        tree.with(renderAccount("long id, @NotNull @Varchar(64) String name, @Varchar(64) String fullName"));
        takeNextStep(tree, RecordingOptions.NO_CONSENT);
        assertThatThrownBy(() -> takeNextStep(tree, DESTRUCTIVE))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void theDowngradeKeepsTheDefaultOfAColumnThatIsNotNull() {
        String originalComponents = "long id, @NotNull @Varchar(64) @Default(\"none\") String name";
        SourceTree tree = createShop(folder, originalComponents);
        record(tree, "initial");
        takeNextStep(tree, RecordingOptions.NO_CONSENT);
        tree.with(renderAccount(originalComponents + ", @Varchar(64) @Default(\"none\") String fullName"));
        takeNextStep(tree, RecordingOptions.NO_CONSENT);
        EvolutionStep contract = takeNextStep(tree, DESTRUCTIVE);
        assertThat(contract.file().migration().downgrade())
                .last()
                .isEqualTo("-- repeatable\nUPDATE `account` SET `name` = `full_name` WHERE `name` <> `full_name`");
        tree.with(renderAccount("long id, @Varchar(64) @Default(\"none\") String fullName"));
        assertCompiles(tree);
    }

    @Test
    void javacNamesTheMigrationThatTheRecordsHaveToFollow() {
        SourceTree tree = createShop(folder, "long id, @Varchar(64) String name");
        record(tree, "initial");
        takeNextStep(tree, RecordingOptions.NO_CONSENT);
        assertThat(tree.compile())
                .singleElement()
                .asString()
                .contains(
                        "[records-behind] The migration 'V0002AddAccountFullNameBesideName' changes the schema 'shop', but"
                                + " the records are still those before it; change the records in the same way")
                .contains("ALTER TABLE `account` ADD COLUMN `full_name` varchar(64) NULL")
                .doesNotContain("DROP COLUMN");
    }

    @Test
    void statementsThatWriteOneColumnOnlyStopTheNextStep() {
        SourceTree tree =
                createShop(folder, "long id, @Varchar(64) String name").with(renderAccounts("name = :name"));
        record(tree, "initial");
        EvolutionStep expand = takeNextStep(tree, RecordingOptions.NO_CONSENT);
        assertThat(expand.instructions())
                .contains("  2. Write both columns in each statement that writes name, and keep reading name:"
                        + " Accounts.rename.");
        tree.with(renderAccount("long id, @Varchar(64) String name, @Varchar(64) String fullName"));
        assertThatThrownBy(() -> takeNextStep(tree, RecordingOptions.NO_CONSENT))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        tree.with(renderAccounts("full_name = :name"));
        assertThatThrownBy(() -> takeNextStep(tree, RecordingOptions.NO_CONSENT))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        tree.with(renderAccounts("name = :name, full_name = :name"));
        EvolutionStep migrate = takeNextStep(tree, RecordingOptions.NO_CONSENT);
        assertThat(migrate.phase()).isEqualTo(Phase.MIGRATE);
        assertThat(migrate.instructions())
                .contains("  1. Read full_name instead of name, in views too, and keep writing both columns:"
                        + " Accounts.names, Accounts.rename.");
    }

    @Test
    void loadsTasksAndRepeatableMigrationsThatWriteOneColumnOnlyStopTheNextStep() {
        SourceTree tree =
                createShop(folder, "long id, @Varchar(64) String name").with("""
            package shop;
            @dev.cairn.annotation.Schema(
                    name = "shop",
                    value = Account.class,
                    cluster = {LoadAccount.class, Nightly.class})
            public interface Shop {}
            """);
        writeDeclaredWriters(tree, "name");
        record(tree, "initial");
        EvolutionStep expand = takeNextStep(tree, RecordingOptions.NO_CONSENT);
        assertThat(expand.instructions())
                .contains("  2. Write both columns in each statement that writes name, and keep reading name:"
                        + " routine load shop.load_account, task nightly, Rows.");
        tree.with(renderAccount("long id, @Varchar(64) String name, @Varchar(64) String fullName"));
        assertThatThrownBy(() -> takeNextStep(tree, RecordingOptions.NO_CONSENT))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        writeDeclaredWriters(tree, "name, full_name");
        assertThat(openRecorder(tree).record("write both", DESTRUCTIVE)).isPresent();
        assertThat(takeNextStep(tree, RecordingOptions.NO_CONSENT).phase()).isEqualTo(Phase.MIGRATE);
    }

    private static void writeDeclaredWriters(SourceTree tree, String columns) {
        String values = columns.replaceAll("\\w+", "'a'");
        tree.with("""
            package shop;
            import dev.cairn.annotation.*;
            import dev.cairn.annotation.cluster.*;
            @RoutineLoad(
                    table = Account.class,
                    columns = {"id", %s},
                    source = {
                        @Property(name = "kafka_broker_list", value = "k:9092"),
                        @Property(name = "kafka_topic", value = "accounts")
                    })
            interface LoadAccount {}
            """.formatted("\"" + columns.replace(", ", "\", \"") + "\""))
                .with("""
            package shop;
            import dev.cairn.annotation.cluster.*;
            @Task(every = "1 DAY", statement = "INSERT INTO account (id, %s) SELECT 1, %s")
            interface Nightly {}
            """.formatted(columns, values))
                .with("""
            package shop.migrations;
            import dev.cairn.annotation.*;
            @RepeatableMigration(
                    schema = shop.Shop.class,
                    statements = "INSERT INTO account (id, %s) VALUES (2, %s)")
            interface Rows {}
            """.formatted(columns, values));
    }

    @Test
    void theSecondStepFollowsAReleaseThatWritesBothColumns() throws IOException, InterruptedException {
        GitFolder git = new GitFolder(folder);
        git.runGit("init", "--quiet");
        SourceTree tree =
                createShop(folder, "long id, @Varchar(64) String name").with(renderAccounts("name = :name"));
        record(tree, "initial");
        git.release("v1");
        takeNextStep(tree, RecordingOptions.NO_CONSENT);
        tree.with(renderAccount("long id, @Varchar(64) String name, @Varchar(64) String fullName"))
                .with(renderAccounts("name = :name, full_name = :name"));
        assertThatThrownBy(() -> takeNextStep(tree, RecordingOptions.NO_CONSENT))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        assertThat(openRecorder(tree)
                        .evolve("account.name", "full_name", DESTRUCTIVE)
                        .phase())
                .isEqualTo(Phase.MIGRATE);

        openRecorder(tree).recordQueries();
        git.release("v2");
        assertThat(takeNextStep(tree, RecordingOptions.NO_CONSENT).phase()).isEqualTo(Phase.MIGRATE);
    }

    private static String renderAccounts(String assignments) {
        return """
            package shop;
            import dev.cairn.annotation.*;
            @Queries(Shop.class)
            public interface Accounts {
                @Query("SELECT name FROM account") java.util.List<String> names();
                @Execute("UPDATE account SET %s WHERE id = :id") long rename(long id, String name);
            }
            """.formatted(assignments);
    }

    @Test
    void columnsThatCanNotBeRenamedInStepsAreRefused() {
        SourceTree tree =
                createShop(folder, "long id, @Varchar(64) String name, @GeneratedAs(\"upper(name)\") String loud");
        record(tree, "initial");
        MigrationRecorder recorder = openRecorder(tree);
        assertRefused(recorder, "account.id");
        assertRefused(recorder, "account.loud");
        assertRefused(recorder, "account.title");
        assertThatThrownBy(() -> recorder.evolve("account.nme", "loud", RecordingOptions.NO_CONSENT))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        assertRefused(recorder, "orders.id");
        assertRefused(recorder, "account");
    }

    @Test
    void rowsOfTablesWithoutAPrimaryKeyCanNotBeFilled() {
        SourceTree tree = createShop(folder, "").with("""
            package shop;
            import dev.cairn.annotation.*;
            @Table @DuplicateKey("id") @DistributedByHash("id")
            public record Account(@NotNull Long id, String name) {}
            """);
        record(tree, "initial");
        assertRefused(openRecorder(tree), "account.name");
    }

    private static void assertRefused(MigrationRecorder recorder, String column) {
        assertThatThrownBy(() -> recorder.evolve(column, "other", RecordingOptions.NO_CONSENT))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
    }
}
