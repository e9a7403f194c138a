package dev.cairn.tooling.recording;

import static dev.cairn.tooling.recording.RecordedShop.account;
import static dev.cairn.tooling.recording.RecordedShop.assertCompiles;
import static dev.cairn.tooling.recording.RecordedShop.record;
import static dev.cairn.tooling.recording.RecordedShop.recording;
import static dev.cairn.tooling.recording.RecordedShop.shop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.processor.SourceTree;
import dev.cairn.tooling.recording.EvolutionStep.Phase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColumnEvolutionTest {
    private static final RecordingOptions DESTRUCTIVE = new RecordingOptions(true, false, false);

    @TempDir
    private Path folder;

    private static EvolutionStep next(SourceTree tree, RecordingOptions options) {
        EvolutionStep step = recording(tree).evolve("account.name", "full_name", options);
        step.file().written();
        return step;
    }

    @Test
    void aColumnIsRenamedInThreeMigrations() {
        SourceTree tree = shop(folder, "long id, @NotNull @Varchar(64) String name");
        record(tree, "initial");

        EvolutionStep expand = next(tree, RecordingOptions.NONE);
        assertThat(expand.phase()).isEqualTo(Phase.EXPAND);
        assertThat(expand.file().migration().upgrade())
                .containsExactly("ALTER TABLE `account` ADD COLUMN `full_name` varchar(64) NULL");
        assertThat(expand.instructions())
                .contains(
                        "  1. In Account, add below name a copy of it for full_name that may be NULL (remove @NotNull).");
        assertThatThrownBy(() -> next(tree, RecordingOptions.NONE))
                .hasMessageContaining("The records have changes that are not recorded: follow the last step");
        tree.with(account("long id, @NotNull @Varchar(64) String name, @Varchar(64) String fullName"));
        assertCompiles(tree);

        EvolutionStep migrate = next(tree, RecordingOptions.NONE);
        assertThat(migrate.phase()).isEqualTo(Phase.MIGRATE);
        assertThat(migrate.file().migration().upgrade())
                .containsExactly(
                        "-- repeatable\nUPDATE `account` SET `full_name` = `name` WHERE NOT (`full_name` <=> `name`)");
        assertThat(migrate.instructions())
                .contains("  2. Let name be NULL (remove @NotNull), since the next release does not write it.");
        tree.with(account("long id, @Varchar(64) String name, @Varchar(64) String fullName"));
        record(tree, "account without name");

        assertThatThrownBy(() -> next(tree, RecordingOptions.NONE))
                .hasMessageContaining("drops account.name (needs --destructive)");
        EvolutionStep contract = next(tree, DESTRUCTIVE);
        assertThat(contract.phase()).isEqualTo(Phase.CONTRACT);
        assertThat(contract.file().migration().upgrade())
                .containsExactly("-- destructive: drops account.name\nALTER TABLE `account` DROP COLUMN `name`");
        assertThat(contract.instructions())
                .anyMatch(line -> line.contains("V0005DropAccountName") && line.contains("upgradeTo(4)"));
        tree.with(account("long id, @Varchar(64) String fullName"));
        assertCompiles(tree);
        assertThatThrownBy(() -> next(tree, DESTRUCTIVE)).hasMessageContaining("Nothing is left to do");
    }

    @Test
    void valuesThatCanNotBeComparedAreCopiedInAllRows() {
        SourceTree tree = shop(folder, "long id, java.util.List<String> name");
        record(tree, "initial");
        next(tree, RecordingOptions.NONE);
        tree.with(account("long id, java.util.List<String> name, java.util.List<String> fullName"));
        assertThat(next(tree, RecordingOptions.NONE).file().migration().upgrade())
                .containsExactly("-- repeatable\nUPDATE `account` SET `full_name` = `name` WHERE TRUE");
    }

    @Test
    void columnsThatCanNotBeRenamedInStepsAreRefused() {
        SourceTree tree = shop(folder, "long id, @Varchar(64) String name, @GeneratedAs(\"upper(name)\") String loud");
        record(tree, "initial");
        Recording recording = recording(tree);
        assertRefused(recording, "account.id", "it is part of the key");
        assertRefused(recording, "account.loud", "it is generated");
        assertRefused(recording, "account.title", "shop.account has no column title.");
        assertRefused(recording, "orders.id", "The migrations create no table shop.orders.");
        assertRefused(recording, "account", "'account' names no column. Example: account.name");
    }

    @Test
    void rowsOfTablesWithoutAPrimaryKeyCanNotBeFilled() {
        SourceTree tree = shop(folder, "").with("""
            package shop;
            import dev.cairn.annotation.*;
            @Table @DuplicateKey("id") @DistributedByHash("id")
            public record Account(@NotNull Long id, String name) {}
            """);
        record(tree, "initial");
        assertRefused(recording(tree), "account.name", "Only the rows of a table with @PrimaryKey can be filled");
    }

    private static void assertRefused(Recording recording, String column, String message) {
        assertThatThrownBy(() -> recording.evolve(column, "other", RecordingOptions.NONE))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining(message);
    }
}
