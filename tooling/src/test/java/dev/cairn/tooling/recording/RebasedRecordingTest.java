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
import dev.cairn.processor.SourceTree;
import dev.cairn.upgrade.RecordedMigration;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A migration of another branch is rebased onto the one that was merged before. */
class RebasedRecordingTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    @TempDir
    private Path folder;

    @Test
    void aMergeOfTwoBranchesIsRebased() {
        SourceTree tree = createShop(folder, "long id");
        record(tree, "initial");
        tree.with(renderAccount("long id, String note"));
        record(tree, "add note");
        String noteSource = tree.read("shop/migrations/V0002AddNote.java");
        tree.delete("shop/migrations/V0002AddNote.java");
        tree.with(renderAccount("long id, Integer points"));
        record(tree, "add points");

        tree.with(noteSource).with(renderAccount("long id, String note, Integer points"));
        assertThat(tree.compile()).anyMatch(line -> line.contains("[migration-fork]") && line.contains("cairn rebase"));
        assertThatThrownBy(() -> openRecorder(tree).record("more", RecordingOptions.NO_CONSENT))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("cairn rebase V0002AddPoints");

        RebaseResult rebased = openRecorder(tree).rebase("V0002AddPoints");
        assertThat(rebased.problems()).isEmpty();
        assertThat(rebased.advice()).contains("V0002AddPoints", "downgrade it to migration 1");
        assertThat(tree.files())
                .contains("shop/migrations/V0003AddPoints.java")
                .doesNotContain("shop/migrations/V0002AddPoints.java");
        assertCompiles(tree);
        assertThat(loadSchema(tree).migrations())
                .extracting(RecordedMigration::name)
                .containsExactly("V0001Initial", "V0002AddNote", "V0003AddPoints");
    }

    /** Records four migrations, each of which adds a column. */
    private SourceTree recordFourMigrations() {
        SourceTree tree = createShop(folder, "long id");
        record(tree, "initial");
        tree.with(renderAccount("long id, Integer a"));
        record(tree, "add a");
        tree.with(renderAccount("long id, Integer a, Integer b"));
        record(tree, "add b");
        tree.with(renderAccount("long id, Integer a, Integer b, Integer c"));
        record(tree, "add c");
        return tree;
    }

    private static void editMigration(SourceTree tree) {
        tree.with(tree.read("shop/migrations/V0003AddB.java").replace("`b` int(11)", "`b` bigint(20)"));
    }

    @Test
    void theAdviceAfterAnEditNamesTheStateBeforeTheEditedMigration() {
        SourceTree tree = recordFourMigrations();
        editMigration(tree);
        assertThat(openRecorder(tree).rebase("V0004AddC").advice())
                .contains("V0004AddC", "downgrade it to migration 2", "(cairn downgrade 2)");
    }

    @Test
    void theAdviceAfterTheEditOfTheMovedMigrationNamesTheStateBeforeIt() {
        SourceTree tree = recordFourMigrations();
        editMigration(tree);
        assertThat(openRecorder(tree).rebase("V0003AddB").advice())
                .contains("V0004AddC", "downgrade it to migration 2", "(cairn downgrade 2)");
    }

    @Test
    void theAdviceAfterARemovalNamesTheStateBeforeTheRemovedMigrations() {
        SourceTree tree = recordFourMigrations();
        tree.delete("shop/migrations/V0002AddA.java");
        tree.delete("shop/migrations/V0003AddB.java");
        assertThat(openRecorder(tree).rebase("V0004AddC").advice())
                .contains("V0004AddC", "downgrade it to migration 1", "(cairn downgrade 1)");
    }

    /** Records a rebuild and an additional column on two branches, and merges the sources. */
    private SourceTree mergeRebuild() {
        SourceTree tree = createShop(folder, "long id, Integer a, Integer c");
        record(tree, "initial");
        tree.with(renderAccount("long id, @Default(\"5\") Integer a"));
        openRecorder(tree).record("default", new RecordingOptions(true, true, false));
        String rebuildSource = tree.read("shop/migrations/V0002Default.java");
        tree.delete("shop/migrations/V0002Default.java");
        tree.with(renderAccount("long id, Integer a, Integer c, Integer y"));
        record(tree, "add y");
        return tree.with(rebuildSource).with(renderAccount("long id, @Default(\"5\") Integer a, Integer y"));
    }

    @Test
    void aRebuildThatWouldLoseAColumnOfTheOtherBranchIsNotMoved() {
        SourceTree tree = mergeRebuild();
        assertThatThrownBy(() -> openRecorder(tree).rebase("V0002Default"))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        assertThat(tree.files()).contains("shop/migrations/V0002Default.java", "shop/migrations/V0002AddY.java");

        assertThat(openRecorder(tree).rebase("V0002AddY").problems()).isEmpty();
        assertCompiles(tree);
    }

    @Test
    void aRebuildThatWouldNarrowAColumnOfTheOtherBranchIsNotMoved() {
        SourceTree tree = createShop(folder, "long id, Integer a, @Varchar(20) String note");
        record(tree, "initial");
        tree.with(renderAccount("long id, @Default(\"5\") Integer a, @Varchar(20) String note"));
        openRecorder(tree).record("default", new RecordingOptions(true, true, false));
        String rebuildSource = tree.read("shop/migrations/V0002Default.java");
        tree.delete("shop/migrations/V0002Default.java");
        tree.with(renderAccount("long id, Integer a, @Varchar(40) String note"));
        record(tree, "widen note");
        tree.with(rebuildSource).with(renderAccount("long id, @Default(\"5\") Integer a, @Varchar(40) String note"));

        assertThatThrownBy(() -> openRecorder(tree).rebase("V0002Default"))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        assertThat(tree.files()).contains("shop/migrations/V0002Default.java");
        assertThat(openRecorder(tree).rebase("V0002WidenNote").problems()).isEmpty();
        assertCompiles(tree);
    }

    @Test
    void aRebuildIsPlannedForItsNewPlaceWhenItsChangeIsRecordedAgain() {
        SourceTree tree = mergeRebuild();
        tree.delete("shop/migrations/V0002Default.java");
        openRecorder(tree).record("default", new RecordingOptions(true, true, false));
        assertThat(tree.read("shop/migrations/V0003Default.java")).contains("INSERT", "(`id`, `a`, `y`)");
        assertCompiles(tree);
    }

    @Test
    void aRebuildMustNameAColumnOfTheOtherBranchThatItLoses() {
        SourceTree tree = mergeRebuild();
        tree.with(tree.read("shop/migrations/V0002Default.java")
                .replace("drops account.c", "drops account.c, account.y"));
        assertThat(openRecorder(tree).rebase("V0002Default").problems()).isEmpty();
        assertThat(tree.compile("-Acairn.pending=off")).isEmpty();
        String movedSource = tree.read("shop/migrations/V0003Default.java");
        tree.with(movedSource.replace("drops account.c, account.y", "drops account.c"));
        assertThat(tree.compile("-Acairn.pending=off"))
                .anySatisfy(line -> assertThat(line).contains("[unmarked-destruction]", "drops account.y"));
        assertThatThrownBy(() -> openRecorder(tree).record("fix", RecordingOptions.NO_CONSENT))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("[unmarked-destruction]");
    }

    private static String renderActiveAccount(String columns, String components) {
        return """
            package shop;
            import dev.cairn.annotation.*;
            @View(query = "SELECT %s FROM account")
            public record ActiveAccount(%s) {}
            """.formatted(columns, components);
    }

    @Test
    void aViewThatBothBranchesChangeIsAProblem() {
        SourceTree tree = createShop(folder, "long id, Integer a, Integer b")
                .with("""
                package shop;
                import dev.cairn.annotation.Schema;
                @Schema(name = "shop", value = {Account.class, ActiveAccount.class})
                public interface Shop {}
                """)
                .with(renderActiveAccount("id", "long id"));
        record(tree, "initial");
        tree.with(renderActiveAccount("id, a", "long id, Integer a"));
        record(tree, "add a");
        String source = tree.read("shop/migrations/V0002AddA.java");
        tree.delete("shop/migrations/V0002AddA.java");
        tree.with(renderActiveAccount("id, b", "long id, Integer b"));
        record(tree, "add b");
        tree.with(source).with(renderActiveAccount("id, a, b", "long id, Integer a, Integer b"));

        assertThat(openRecorder(tree).rebase("V0002AddB").problems())
                .anyMatch(problem -> problem.startsWith("V0003AddB: the downgrade does not restore"))
                .anyMatch(problem -> problem.startsWith(
                        "V0002AddB: a migration of the other branch defines shop.active_account, too"));
    }

    @Test
    void unknownMigrationsCannotBeRebased() {
        SourceTree tree = createShop(folder, "long id");
        record(tree, "initial");
        assertThatThrownBy(() -> openRecorder(tree).rebase("V0007Nothing"))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        assertThat(openRecorder(tree).rebase("V0001Initial").moves()).isEmpty();
    }
}
