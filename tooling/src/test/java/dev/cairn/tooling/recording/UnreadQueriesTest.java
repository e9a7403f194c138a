package dev.cairn.tooling.recording;

import static dev.cairn.tooling.recording.RecordedShop.createShop;
import static dev.cairn.tooling.recording.RecordedShop.loadSchema;
import static dev.cairn.tooling.recording.RecordedShop.openRecorder;
import static dev.cairn.tooling.recording.RecordedShop.record;
import static dev.cairn.tooling.recording.RecordedShop.renderAccount;
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

    private static final String NEWER_QUERY = "SELECT id FROM account SAMPLED LIKE NEVER (BEFORE)";

    @TempDir
    private Path folder;

    private SourceTree createTree(String records) {
        return createShop(folder, "long id").with("""
            package shop;
            import dev.cairn.annotation.Schema;
            @Schema(name = "shop", value = {Account.class, %s})
            public interface Shop {}
            """.formatted(records));
    }

    private static String renderView(String name, String query) {
        return """
            package shop;
            import dev.cairn.annotation.*;
            @Allow("query-syntax") @View(query = "%s")
            public record %s(long id) {}
            """.formatted(query, name);
    }

    private static String renderMaterializedView(String query) {
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
        SourceTree tree = createTree("ANewView.class, Reader.class, Zoo.class")
                .with(renderView("ANewView", NEWER_QUERY))
                .with(renderView("Reader", "SELECT id FROM a_new_view"))
                .with(renderView("Zoo", "SELECT id FROM account"));
        record(tree, "initial");
        assertThat(loadSchema(tree).migrations().get(0).upgrade())
                .extracting(text -> text.replaceAll("\\s+", " "))
                .element(1)
                .asString()
                .startsWith("CREATE VIEW `zoo`");
        assertThat(loadSchema(tree).migrations().get(0).upgrade())
                .element(2)
                .isEqualTo("-- unread\nCREATE VIEW `a_new_view` AS " + NEWER_QUERY);
        assertThat(loadSchema(tree).migrations().get(0).upgrade())
                .element(3)
                .asString()
                .startsWith("CREATE VIEW `reader`");
    }

    @Test
    void changedTextsReplaceTheView() {
        SourceTree tree = createTree("ANewView.class").with(renderView("ANewView", NEWER_QUERY));
        record(tree, "initial");
        tree.with(renderView("ANewView", NEWER_QUERY + " AGAIN"));
        record(tree, "again");
        assertThat(loadSchema(tree).migrations().get(1).upgrade())
                .containsExactly("-- unread\nCREATE OR REPLACE VIEW `a_new_view` AS " + NEWER_QUERY + " AGAIN");
        assertThat(loadSchema(tree).migrations().get(1).downgrade())
                .containsExactly("-- unread\nCREATE OR REPLACE VIEW `a_new_view` AS " + NEWER_QUERY);
        tree.with(renderView("ANewView", "SELECT id FROM account"));
        record(tree, "readable");
        assertThat(loadSchema(tree).migrations().get(2).upgrade())
                .containsExactly("CREATE OR REPLACE VIEW `a_new_view` (`id`) AS SELECT id FROM account");
    }

    @Test
    void otherObjectsArePlannedAsUsual() {
        SourceTree tree = createTree("ANewView.class").with(renderView("ANewView", NEWER_QUERY));
        record(tree, "initial");
        tree.with(renderAccount("long id, String note"));
        record(tree, "add note");
        assertThat(loadSchema(tree).migrations().get(1).upgrade())
                .singleElement()
                .asString()
                .contains("`note`");
    }

    @Test
    void readersOfAnUnreadableViewAreCheckedAgainstItsRecord() {
        SourceTree tree = createTree("ANewView.class, Reader.class")
                .with(renderView("ANewView", NEWER_QUERY))
                .with(renderView("Reader", "SELECT idd AS id FROM a_new_view"));
        assertThat(tree.compile("-Acairn.pending=off"))
                .singleElement()
                .asString()
                .contains("[unknown-column]", "'id'");
    }

    @Test
    void syntaxErrorsInMigrationsAreNotTakenForNewerSyntax() {
        SourceTree tree = createTree("ANewView.class").with(renderView("ANewView", NEWER_QUERY));
        record(tree, "initial");
        tree.with(tree.read("shop/migrations/V0001Initial.java").replace("-- unread\n", "\n"));
        assertThat(tree.compile()).singleElement().asString().contains("[migration-syntax]", "-- unread");
    }

    @Test
    void unreadableMaterializedViewsAreNotRecorded() {
        SourceTree tree = createTree("Total.class").with(renderMaterializedView("SELECT id FROM account"));
        record(tree, "initial");
        tree.with(renderMaterializedView(NEWER_QUERY)).with(renderAccount("long id, String note"));
        assertThat(openRecorder(tree).record("add note", RecordingOptions.NO_CONSENT))
                .isPresent();
        assertThat(tree.read("shop/migrations/V0002AddNote.java"))
                .contains("ADD COLUMN `note`")
                .doesNotContain("`total`");
        assertThat(tree.compile("-Werror")).isEmpty();
        assertThat(loadSchema(tree).hasUnrecordedChanges()).isTrue();
        assertThatThrownBy(() -> openRecorder(tree).record("more", RecordingOptions.NO_CONSENT))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
    }
}
