package dev.cairn.tooling.recording;

import static dev.cairn.tooling.recording.RecordedShop.account;
import static dev.cairn.tooling.recording.RecordedShop.record;
import static dev.cairn.tooling.recording.RecordedShop.recording;
import static dev.cairn.tooling.recording.RecordedShop.schema;
import static dev.cairn.tooling.recording.RecordedShop.shop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.processor.SourceTree;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Views whose queries Cairn can't read, because their syntax is newer. */
class UnreadQueriesTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String NEWER = "SELECT id FROM account SAMPLED LIKE NEVER (BEFORE)";

    @TempDir
    private Path folder;

    private SourceTree tree(String records) {
        return shop(folder, "long id").with("""
            package shop;
            import dev.cairn.annotation.Schema;
            @Schema(name = "shop", value = {Account.class, %s})
            public interface Shop {}
            """.formatted(records));
    }

    private static String view(String name, String query) {
        return """
            package shop;
            import dev.cairn.annotation.*;
            @Allow("query-syntax") @View(query = "%s")
            public record %s(long id) {}
            """.formatted(query, name);
    }

    private static String materialized(String query) {
        return """
            package shop;
            import dev.cairn.annotation.*;
            @Allow("query-syntax") @MaterializedView(query = "%s")
            @Refresh(mode = Refresh.Mode.MANUAL) @DistributedByHash("id")
            public record Total(long id) {}
            """.formatted(query);
    }

    @Test
    void unreadableViewsAreRecordedByTheirText() {
        SourceTree tree = tree("ANewView.class, Reader.class, Zoo.class")
                .with(view("ANewView", NEWER))
                .with(view("Reader", "SELECT id FROM a_new_view"))
                .with(view("Zoo", "SELECT id FROM account"));
        record(tree, "initial");
        assertThat(schema(tree).migrations().get(0).upgrade())
                .extracting(text -> text.replaceAll("\\s+", " "))
                .element(1)
                .asString()
                .startsWith("CREATE VIEW `zoo`");
        assertThat(schema(tree).migrations().get(0).upgrade())
                .element(2)
                .isEqualTo("-- unread\nCREATE VIEW `a_new_view` AS " + NEWER);
        assertThat(schema(tree).migrations().get(0).upgrade())
                .element(3)
                .asString()
                .startsWith("CREATE VIEW `reader`");
    }

    @Test
    void changedTextsReplaceTheView() {
        SourceTree tree = tree("ANewView.class").with(view("ANewView", NEWER));
        record(tree, "initial");
        tree.with(view("ANewView", NEWER + " AGAIN"));
        record(tree, "again");
        assertThat(schema(tree).migrations().get(1).upgrade())
                .containsExactly("-- unread\nCREATE OR REPLACE VIEW `a_new_view` AS " + NEWER + " AGAIN");
        assertThat(schema(tree).migrations().get(1).downgrade())
                .containsExactly("-- unread\nCREATE OR REPLACE VIEW `a_new_view` AS " + NEWER);
        tree.with(view("ANewView", "SELECT id FROM account"));
        record(tree, "readable");
        assertThat(schema(tree).migrations().get(2).upgrade())
                .containsExactly("CREATE OR REPLACE VIEW `a_new_view` (`id`) AS SELECT id FROM account");
    }

    @Test
    void otherObjectsArePlannedAsUsual() {
        SourceTree tree = tree("ANewView.class").with(view("ANewView", NEWER));
        record(tree, "initial");
        tree.with(account("long id, String note"));
        record(tree, "add note");
        assertThat(schema(tree).migrations().get(1).upgrade())
                .singleElement()
                .asString()
                .contains("`note`");
    }

    @Test
    void readersOfAnUnreadableViewAreCheckedAgainstItsRecord() {
        SourceTree tree = tree("ANewView.class, Reader.class")
                .with(view("ANewView", NEWER))
                .with(view("Reader", "SELECT idd AS id FROM a_new_view"));
        assertThat(tree.compile("-Acairn.pending=off"))
                .singleElement()
                .asString()
                .contains("[unknown-column]", "'id'");
    }

    @Test
    void syntaxErrorsInMigrationsAreNotTakenForNewerSyntax() {
        SourceTree tree = tree("ANewView.class").with(view("ANewView", NEWER));
        record(tree, "initial");
        tree.with(tree.read("shop/migrations/V0001Initial.java").replace("-- unread\n", "\n"));
        assertThat(tree.compile()).singleElement().asString().contains("[migration-syntax]", "-- unread");
    }

    @Test
    void unreadableMaterializedViewsAreNotRecorded() {
        SourceTree tree = tree("Total.class").with(materialized("SELECT id FROM account"));
        record(tree, "initial");
        tree.with(materialized(NEWER)).with(account("long id, String note"));
        assertThat(recording(tree).record("add note", RecordingOptions.NONE)).isPresent();
        assertThat(tree.read("shop/migrations/V0002AddNote.java"))
                .contains("ADD COLUMN `note`")
                .doesNotContain("`total`");
        assertThat(tree.compile("-Werror")).isEmpty();
        assertThat(schema(tree).hasUnrecordedChanges()).isTrue();
        assertThatThrownBy(() -> recording(tree).record("more", RecordingOptions.NONE))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
    }
}
