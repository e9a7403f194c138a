package dev.cairn.tooling.recording;

import static dev.cairn.tooling.recording.RecordedShop.assertCompiles;
import static dev.cairn.tooling.recording.RecordedShop.createShop;
import static dev.cairn.tooling.recording.RecordedShop.openRecorder;
import static dev.cairn.tooling.recording.RecordedShop.record;
import static dev.cairn.tooling.recording.RecordedShop.renderAccount;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.SourceTree;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The notes above recorded statements tell reviewers what a statement requires of writers and readers. */
class StepNotesTest {
    @TempDir
    private Path folder;

    @Test
    void aRebuildSaysThatWritersHaveToStop() {
        SourceTree tree = createShop(folder, "long id, String note");
        record(tree, "initial");
        tree.with(renderAccount("long id, @NotNull String note"));
        String remark =
                "Stop all writers of account until it is replaced, or run this with --rebuild-swap-mode fence or swap.";
        assertThat(openRecorder(tree).record("require notes", new RecordingOptions(false, true, false)))
                .hasValueSatisfying(file -> assertThat(file.summary()).contains(remark));
        assertThat(tree.read("shop/migrations/V0002RequireNotes.java"))
                .containsPattern(
                        "-- rebuild: account column note: .*\n\\s+-- note: stop all writers of account until it is"
                                + " replaced, or run this with --rebuild-swap-mode fence or swap\n\\s+CREATE TABLE `account__cairn_new`");
        assertCompiles(tree);
    }

    @Test
    void aDropSaysWhyTheNameChangesBefore() {
        SourceTree tree = createShop(folder, "long id");
        openRecorder(tree).record("initial", RecordingOptions.NO_CONSENT);
        assertThat(tree.read("shop/migrations/V0001Initial.java"))
                .containsPattern(
                        "-- note: the name changes before the DROP, so that a statement that arrives late finds no"
                                + " account\n\\s+ALTER TABLE `account` RENAME `account__cairn_old`");
    }

    @Test
    void aRenameSaysWhichViewsCanNotBeReadUntilTheyAreReplaced() {
        SourceTree tree = createShopWithViews("account", "");
        record(tree, "initial");
        tree.with("""
            package shop;
            import dev.cairn.annotation.*;
            @Table(name = "client") @RenamedFrom("account") @PrimaryKey("id") @DistributedByHash("id")
            public record Account(long id, @Varchar(40) String city) {}
            """)
                .with(renderView("Cities", "SELECT city FROM client"))
                .with(renderView("Towns", "SELECT city FROM cities"));
        openRecorder(tree).record("clients", RecordingOptions.NO_CONSENT);
        assertThat(tree.read("shop/migrations/V0002Clients.java"))
                .containsPattern(
                        "-- note: queries of cities, towns fail until a statement below creates them again\n\\s+ALTER"
                                + " TABLE `account` RENAME `client`");
        assertCompiles(tree);
    }

    @Test
    void aViewThatIsCreatedAgainCanNotBeReadUntilThen() {
        SourceTree tree = createShopWithViews("account", "security = View.Security.INVOKER, ");
        record(tree, "initial");
        tree.with(renderView("Cities", "SELECT t.city FROM towns t"))
                .with(renderView("Towns", "SELECT city FROM account")
                        .replace("(query", "(security = View.Security.INVOKER, query"));
        openRecorder(tree).record("swapped", RecordingOptions.NO_CONSENT);
        assertThat(tree.read("shop/migrations/V0002Swapped.java"))
                .containsPattern(
                        "-- note: queries of [a-z, ]+ fail until a statement below creates (it|them) again\n\\s+DROP VIEW");
    }

    private SourceTree createShopWithViews(String table, String attributes) {
        return createShop(folder, "long id, @Varchar(40) String city")
                .with("""
                    package shop;
                    import dev.cairn.annotation.Schema;
                    @Schema(name = "shop", value = {Account.class, Cities.class, Towns.class})
                    public interface Shop {}
                    """)
                .with(renderView("Cities", "SELECT city FROM " + table).replace("(query", "(" + attributes + "query"))
                .with(renderView("Towns", "SELECT city FROM cities"));
    }

    private static String renderView(String name, String query) {
        return """
            package shop;
            import dev.cairn.annotation.*;
            @View(query = "%s")
            public record %s(@Varchar(40) String city) {}
            """.formatted(query, name);
    }
}
