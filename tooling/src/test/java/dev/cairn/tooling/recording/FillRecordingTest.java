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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Existing rows get the values that are passed for new or narrower columns. */
class FillRecordingTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final RecordingOptions DESTRUCTIVE = new RecordingOptions(true, false, false);
    private static final RecordingOptions REBUILD = new RecordingOptions(false, true, false);

    @TempDir
    private Path folder;

    @Test
    void newNotNullColumnsAreFilled() {
        SourceTree tree = createShop(folder, "long id, String note");
        record(tree, "initial");
        tree.with(renderAccount("long id, String note, @NotNull @Varchar(20) String region"));
        assertThatThrownBy(() -> openRecorder(tree).record("add region", REBUILD))
                .satisfies(MESSAGES::match)
                .asInstanceOf(type(RecordingException.class))
                .returns(Reason.CONSENT, RecordingException::reason);

        openRecorder(tree).record("add region", REBUILD.withFills(List.of("account.region=concat('EU-', note)")));
        assertThat(tree.read("shop/migrations/V0002AddRegion.java"))
                .contains("SELECT `id`, `note`, CAST(concat('EU-', note) AS VARCHAR(20))")
                .doesNotContain("unfilled");
        assertCompiles(tree);
    }

    @Test
    void columnsThatBecomeNotNullAreFilledWhereTheyAreNull() {
        SourceTree tree = createShop(folder, "long id, @Varchar(20) String note");
        record(tree, "initial");
        tree.with(renderAccount("long id, @NotNull @Varchar(20) String note"));
        openRecorder(tree).record("require notes", REBUILD.withFills(List.of("account.note = 'none'")));
        assertThat(tree.read("shop/migrations/V0002RequireNotes.java"))
                .contains("SELECT `id`, coalesce(`note`, CAST('none' AS VARCHAR(20)))");
        assertCompiles(tree);
    }

    @Test
    void unusedFillValuesAreRejected() {
        SourceTree tree = createShop(folder, "long id, String note");
        record(tree, "initial");
        tree.with(renderAccount("long id, String note, @NotNull @Varchar(20) String region"));
        assertRefused(tree, "region='EU'");
        assertRefused(tree, "account.regio='EU'");
        assertRefused(tree, "account.region=concat(");
        assertRefused(tree, "account.region=remark");
        assertThatThrownBy(() -> openRecorder(tree)
                        .record("add region", REBUILD.withFills(List.of("account.region='EU'", "account.id=7"))))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        assertThat(tree.files()).hasSize(3);
    }

    private static void assertRefused(SourceTree tree, String fill) {
        assertThatThrownBy(() -> openRecorder(tree).record("add region", REBUILD.withFills(List.of(fill))))
                .satisfies(MESSAGES::match)
                .asInstanceOf(type(RecordingException.class))
                .returns(Reason.USAGE, RecordingException::reason);
    }

    @Test
    void aNoteReportsADowngradeWithoutAFillValue() {
        SourceTree tree = createShop(folder, "long id, @NotNull @Varchar(20) String region");
        record(tree, "initial");
        tree.with(renderAccount("long id"));
        RecordedFile file =
                openRecorder(tree).record("drop region", DESTRUCTIVE).orElseThrow();
        assertThat(file.remarks())
                .anyMatch(note -> note.startsWith("The downgrade rebuilds a table and copies its rows: "))
                .contains("The downgrade fails if the table has rows, because account.region is NOT NULL and has no"
                        + " default:"
                        + " record it with --fill account.region=EXPRESSION, or edit the downgrade.");
        assertThat(file.migration().downgrade()).anyMatch(text -> text.startsWith("-- unfilled: account.region\n"));
        assertCompiles(tree);
    }
}
