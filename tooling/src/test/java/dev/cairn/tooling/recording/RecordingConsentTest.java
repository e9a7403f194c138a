package dev.cairn.tooling.recording;

import static dev.cairn.tooling.recording.RecordedShop.assertCompiles;
import static dev.cairn.tooling.recording.RecordedShop.createShop;
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

/** What loses rows, or rebuilds a table, is recorded with consent only, and hints name the way without a loss. */
class RecordingConsentTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final RecordingOptions DESTRUCTIVE = new RecordingOptions(true, false, false);
    private static final RecordingOptions REBUILD = new RecordingOptions(false, true, false);

    @TempDir
    private Path folder;

    @Test
    void changesThatDropDataRequireConsent() {
        SourceTree tree = createShop(folder, "long id, String note, String remark");
        record(tree, "initial");
        tree.with(renderAccount("long id"));
        assertThatThrownBy(() -> openRecorder(tree).record("drop texts", RecordingOptions.NO_CONSENT))
                .asInstanceOf(type(RecordingException.class))
                .returns(Reason.CONSENT, RecordingException::reason)
                .extracting(RecordingException::getMessage)
                .asString()
                .contains("shop.account", "account.note", "account.remark", "needs --destructive");
        assertThat(tree.files()).hasSize(3);

        openRecorder(tree).record("drop texts", DESTRUCTIVE);
        assertThat(tree.read("shop/migrations/V0002DropTexts.java"))
                .contains("-- destructive: drops account.note, drops account.remark\n")
                .contains("irreversible = \"drops account.note, drops account.remark\"");
        assertCompiles(tree);
    }

    @Test
    void possibleRenamesAreHintsOfADrop() {
        SourceTree tree = createShop(folder, "long id, Integer note");
        record(tree, "initial");
        tree.with(renderAccount("long id, Integer remark"));
        String hint = "shop.account: if \"remark\" is what \"note\" was, say so with @RenamedFrom(\"note\")";
        assertThatThrownBy(() -> openRecorder(tree).record("rename note", RecordingOptions.NO_CONSENT))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        RecordedFile file = openRecorder(tree).record("drop note", DESTRUCTIVE).orElseThrow();
        assertThat(file.remarks()).contains("Hint: " + hint);
    }

    @Test
    void theLengthThatKeepsAColumnOfAnEnumIsAHint() {
        String status = "package shop;\npublic enum Status { %s }";
        String columns = "long id, @Varchar%s Status status";
        SourceTree tree =
                createShop(folder, columns.formatted("")).with(status.formatted("A, LONGER_THAN_SIXTEEN_BYTES"));
        record(tree, "initial");
        tree.with(status.formatted("A"));
        String hint =
                "shop.account: the constants of status are shorter than before; @Varchar(32) keeps the column as it is";
        assertThatThrownBy(() -> openRecorder(tree).record("shorter", RecordingOptions.NO_CONSENT))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        assertThat(tree.compile()).anyMatch(text -> text.contains("hint: " + hint));
        tree.with(renderAccount(columns.formatted("(32)")));
        assertThat(openRecorder(tree).record("kept", RecordingOptions.NO_CONSENT))
                .isEmpty();
    }

    @Test
    void aShorterRetentionRequiresConsentInBothDirections() {
        String components = """
            long id, @NotNull java.time.LocalDate day""";
        SourceTree tree = createShop(folder, "long id").with(renderRetainingAccount(components, 90));
        record(tree, "initial");
        tree.with(renderRetainingAccount(components, 30));
        String reason = "deletes partitions of account older than the newest 30 (partition_live_number); rows are lost";
        assertThatThrownBy(() -> openRecorder(tree).record("shorten", RecordingOptions.NO_CONSENT))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        openRecorder(tree).record("shorten", DESTRUCTIVE);
        assertThat(tree.read("shop/migrations/V0002Shorten.java")).contains("-- destructive: " + reason);
        assertCompiles(tree);

        tree.with(renderRetainingAccount(components, 60));
        record(tree, "lengthen");
        String lengtheningSource = tree.read("shop/migrations/V0003Lengthen.java");
        assertThat(lengtheningSource.split("downgrade = ", -1)[0]).doesNotContain("destructive");
        assertThat(lengtheningSource.split("downgrade = ", -1)[1]).contains("-- destructive: " + reason);
    }

    private static String renderRetainingAccount(String components, int partitions) {
        return renderAccount(components).replace("@PrimaryKey(\"id\")", """
            @DuplicateKey("id") @PartitionBy("date_trunc('day', day)")
            @Property(name = "partition_live_number", value = "%d")""".formatted(partitions));
    }

    @Test
    void changesWithoutAnAlterRequireConsentToARebuild() {
        SourceTree tree = createShop(folder, "long id, String note");
        record(tree, "initial");
        tree.with(renderAccount("long id, @NotNull String note"));
        assertThatThrownBy(() -> openRecorder(tree).record("require notes", RecordingOptions.NO_CONSENT))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        openRecorder(tree).record("require notes", REBUILD);
        assertThat(tree.read("shop/migrations/V0002RequireNotes.java"))
                .contains(
                        "-- rebuild: ", "account__cairn_new", "-- grants: from account to account__cairn_new", "SWAP");
        assertCompiles(tree);
    }

    @Test
    void unreadableGrantsMayBeLostWithConsent() {
        SourceTree tree = createShop(folder, "long id, String note");
        record(tree, "initial");
        tree.with(renderAccount("long id, @NotNull String note"));
        openRecorder(tree).record("require notes", new RecordingOptions(false, true, true));
        assertThat(tree.read("shop/migrations/V0002RequireNotes.java"))
                .contains("-- grants: from account to account__cairn_new\n")
                .contains("-- grants: loss accepted\n");
        assertCompiles(tree);
    }
}
