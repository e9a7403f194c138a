package dev.cairn.tooling.recording;

import static dev.cairn.tooling.recording.RecordedShop.account;
import static dev.cairn.tooling.recording.RecordedShop.assertCompiles;
import static dev.cairn.tooling.recording.RecordedShop.record;
import static dev.cairn.tooling.recording.RecordedShop.recording;
import static dev.cairn.tooling.recording.RecordedShop.schema;
import static dev.cairn.tooling.recording.RecordedShop.shop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.step.Action;
import dev.cairn.processor.SourceTree;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.recording.RecordingException.Reason;
import dev.cairn.upgrade.RecordedMigration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of a schema are recorded, compiled, merged, edited and refused. */
class RecordingTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final RecordingOptions DESTRUCTIVE = new RecordingOptions(true, false, false);
    private static final RecordingOptions REBUILD = new RecordingOptions(false, true, false);

    @TempDir
    private Path folder;

    private static List<String> columns(Catalog catalog) {
        return catalog.table("shop", "account").orElseThrow().columns().stream()
                .map(column -> column.name())
                .toList();
    }

    @Test
    void migrationsAreWrittenAsAPersonWouldWriteThem() {
        SourceTree tree = shop(folder, "long id");
        record(tree, "initial");
        tree.with(account("long id, @Varchar(40) String note"));
        RecordedFile file =
                recording(tree).record("add note", RecordingOptions.NONE).orElseThrow();
        assertThat(file.file()).isEqualTo(tree.sources().resolve("shop/migrations/V0002AddNote.java"));
        assertThat(tree.read("shop/migrations/V0002AddNote.java")).isEqualTo("""
            package shop.migrations;

            import dev.cairn.annotation.Migration;
            import shop.Shop;

            // Metadata only: no rows are rewritten, nothing is lost, and nothing that reads the schema breaks.
            /** Add note. */
            @Migration(
                    schema = Shop.class,
                    number = 2,
                    after = "%s",
                    records = "%s",
                    upgrade = {\"""
                        ALTER TABLE `account` ADD COLUMN `note` varchar(40) NULL
                        \"""},
                    downgrade = {\"""
                        ALTER TABLE `account` DROP COLUMN `note`
                        \"""})
            interface V0002AddNote {}
            """.formatted(
                        file.migration().predecessorHash(), file.migration().records()));
        assertCompiles(tree);
    }

    @Test
    void reviewersReadAboveAMigrationWhatItDoes() {
        SourceTree tree = shop(folder, "long id, @Varchar(40) String note, @Varchar(40) String city");
        record(tree, "initial");
        tree.with(account("long id, @Varchar(80) String city"));
        RecordedFile file = recording(tree).record("drop note", DESTRUCTIVE).orElseThrow();
        assertThat(file.effects().lines())
                .containsExactly(
                        "Step 1: shop.account",
                        "  Cost: the server rewrites all rows of account; the migration waits for a schema change job",
                        "  Blocks: other changes of shop.account until the job ends",
                        "  Data: the statement drops account.note [drops-data]",
                        "  Breaks: statements that name shop.account.note");
        assertThat(tree.read("shop/migrations/V0002DropNote.java"))
                .isEqualTo(file.text())
                .contains("""
                        // Step 1: shop.account
                        //   Cost: the server rewrites all rows of account; the migration waits for a schema change job
                        //   Blocks: other changes of shop.account until the job ends
                        //   Data: the statement drops account.note [drops-data]
                        //   Breaks: statements that name shop.account.note
                        /** Drop note. */
                        """);
        assertCompiles(tree);
    }

    @Test
    void aViewThatTheMigrationActivatesAgainIsInactiveUntilThen() {
        SourceTree tree = citiesOfAccounts();
        record(tree, "initial");
        tree.with(account("long id, @Varchar(80) String city"));
        RecordedFile file =
                recording(tree).record("longer city", RecordingOptions.NONE).orElseThrow();
        assertThat(file.effects().lines())
                .contains(
                        "  Inactive meanwhile: shop.per_city until step 2 (base table schema changed for columns: city)")
                .noneMatch(line -> line.contains("Inactive afterwards"));
    }

    @Test
    void aRebuiltViewIsRefreshedAndNotCopied() {
        SourceTree tree = citiesOfAccounts();
        record(tree, "initial");
        tree.with(perCity("WHERE id > 5 "));
        assertThatThrownBy(() -> recording(tree).record("large ids", RecordingOptions.NONE))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match)
                .hasMessageNotContaining("copies its rows");
        RecordedFile file = recording(tree).record("large ids", REBUILD).orElseThrow();
        assertThat(file.remarks())
                .anyMatch(note -> note.startsWith("The downgrade rebuilds a materialized view and refreshes it"));
    }

    private SourceTree citiesOfAccounts() {
        return shop(folder, "long id, @Varchar(40) String city").with("""
            package shop;
            import dev.cairn.annotation.Schema;
            @Schema(name = "shop", value = {Account.class, PerCity.class})
            public interface Shop {}
            """).with(perCity(""));
    }

    private static String perCity(String where) {
        return """
            package shop;
            import dev.cairn.annotation.*;
            @MaterializedView(query = "SELECT city, count(*) AS accounts FROM account %sGROUP BY city")
            @Refresh(mode = Refresh.Mode.MANUAL) @DistributedByHash("city")
            public record PerCity(@Varchar(80) String city, long accounts) {}
            """.formatted(where);
    }

    @Test
    void theFormerViewOfARebuildIsNotInactiveAfterwards() {
        SourceTree tree = citiesOfAccounts();
        record(tree, "initial");
        tree.with(account("long id, @Varchar(80) String city")).with(perCity("WHERE id > 0 "));
        RecordedFile file = recording(tree)
                .record("longer city", new RecordingOptions(true, true, false))
                .orElseThrow();
        assertThat(file.effects().lines())
                .anyMatch(line -> line.contains("Inactive meanwhile: shop.per_city until step"))
                .noneMatch(line -> line.contains("Inactive afterwards"));
    }

    @Test
    void aDraftIsNotWritten() {
        SourceTree tree = shop(folder, "long id");
        RecordedFile draft =
                recording(tree).draft("initial", RecordingOptions.NONE).orElseThrow();
        assertThat(draft.file()).doesNotExist();
        assertThat(draft.text()).contains("CREATE TABLE `account` (");
        assertThat(recording(tree).record("initial", RecordingOptions.NONE).orElseThrow())
                .isEqualTo(draft);
        assertThat(draft.file()).hasContent(draft.text());
    }

    @Test
    void theQueriesOfAReleaseAreListedBesideTheMigrations() {
        SourceTree tree = shop(folder, "long id, @Varchar(40) String note").with("""
            package shop;
            import dev.cairn.annotation.*;
            @Queries(Shop.class)
            public interface Notes {
                @Query("SELECT note FROM account WHERE id = :id") java.util.Optional<String> note(long id);
            }
            """);
        record(tree, "initial");
        assertThat(recording(tree).outdatedQueries()).isEmpty();
        String listed = tree.read("shop/migrations/shop.queries.jsonl");
        assertThat(listed.lines()).hasSize(1);
        assertThat(listed).contains("\"name\":\"Notes.note\"", "\"columns\":[\"id\",\"note\"]");

        tree.with(account("long id")).with("""
            package shop;
            import dev.cairn.annotation.*;
            @Queries(Shop.class)
            public interface Notes {
                @Query("SELECT count(*) FROM account") long count();
            }
            """);
        assertThat(recording(tree).outdatedQueries())
                .contains(tree.sources().resolve("shop/migrations/shop.queries.jsonl"));
        RecordedFile file = recording(tree).record("drop note", DESTRUCTIVE).orElseThrow();
        assertThat(file.effects().lines())
                .contains(
                        "  Breaks: the server refuses these statements of the previous release afterwards: Notes.note:"
                                + " it reads shop.account.note, which does not exist [breaks-previous-release]");
        assertThat(tree.read("shop/migrations/shop.queries.jsonl"))
                .contains("Notes.count")
                .doesNotContain("Notes.note");
    }

    private static String state(String constants) {
        return """
            package shop;
            public enum State { %s }
            """.formatted(constants);
    }

    @Test
    void aRemovedConstantIsAnEffectWithoutAStatement() {
        SourceTree tree = shop(folder, "long id, @Varchar State state, java.util.List<State> past")
                .with(state("OPEN, LOST"));
        record(tree, "initial");
        assertThat(tree.read("shop/migrations/shop.queries.jsonl").lines())
                .containsExactly(
                        "{\"format\":1,\"enum\":\"shop.State\",\"database\":\"shop\",\"table\":\"account\",\"column\":\"state\","
                                + "\"constants\":[\"OPEN\",\"LOST\"]}",
                        "{\"format\":1,\"enum\":\"shop.State\",\"database\":\"shop\",\"table\":\"account\",\"column\":\"past\","
                                + "\"path\":[\"ELEMENTS\"],\"constants\":[\"OPEN\",\"LOST\"]}");

        tree.with(state("OPEN, LOST, PAID"));
        assertThat(recording(tree).findPending()).isEmpty();
        assertThat(recording(tree).unrecordedEffects()).isEmpty();

        tree.with(state("OPEN, MISSING"));
        assertThat(recording(tree).findPending()).isEmpty();
        assertThat(recording(tree).unrecordedEffects())
                .containsExactly(
                        "Without a statement",
                        "  Breaks: State no longer has LOST, so rows of account with it can't be read; this counts them:"
                                + " SELECT count(*) FROM shop.account WHERE state = 'LOST'. Change these rows first, or keep"
                                + " the constant until no row has it. If MISSING is its new name: UPDATE shop.account SET"
                                + " state = 'MISSING' WHERE state = 'LOST' [removes-constant]",
                        "  Breaks: State no longer has LOST, so rows of account with it can't be read; this counts them:"
                                + " SELECT count(*) FROM shop.account WHERE arrays_overlap(past, ['LOST']) [removes-constant]");
        assertThat(recording(tree).recordQueries()).isPresent();
        assertThat(recording(tree).unrecordedEffects()).isEmpty();
    }

    @Test
    void partitionsOfAnExpressionAreRecordedWithTheTable() {
        SourceTree tree = shop(folder, "").with("""
            package shop;
            import dev.cairn.annotation.*;
            @Table @DistributedByRandom
            @PartitionBy(value = "date_trunc('day', day)", partitions = @Partition(
                batch = "START ('2024-01-01') END ('2024-01-04') EVERY (INTERVAL 1 DAY)"))
            public record Account(@NotNull java.time.LocalDate day) {}
            """);
        record(tree, "initial");
        assertThat(tree.read("shop/migrations/V0001Initial.java"))
                .contains("(START (\"2024-01-01\") END (\"2024-01-04\") EVERY (INTERVAL 1 DAY))");
    }

    @Test
    void aNewColumnOfATableWithoutAKeyIsAValueColumn() {
        String table = """
            package shop;
            import dev.cairn.annotation.*;
            @Table @DistributedByRandom
            public record Account(@NotNull java.time.LocalDate day%s) {}
            """;
        SourceTree tree = shop(folder, "").with(table.formatted(""));
        record(tree, "initial");
        tree.with(table.formatted(", Integer visitors"));
        record(tree, "visitors");
        assertThat(tree.read("shop/migrations/V0002Visitors.java"))
                .contains("ALTER TABLE `account` ADD COLUMN `visitors` int(11) NULL\n");
    }

    @Test
    void possibleRenamesAreHintsOfADrop() {
        SourceTree tree = shop(folder, "long id, Integer note");
        record(tree, "initial");
        tree.with(account("long id, Integer remark"));
        String hint = "shop.account: if \"remark\" is what \"note\" was, say so with @RenamedFrom(\"note\")";
        assertThatThrownBy(() -> recording(tree).record("rename note", RecordingOptions.NONE))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        RecordedFile file = recording(tree).record("drop note", DESTRUCTIVE).orElseThrow();
        assertThat(file.remarks()).contains("Hint: " + hint);
    }

    @Test
    void theLengthThatKeepsAColumnOfAnEnumIsAHint() {
        String status = "package shop;\npublic enum Status { %s }";
        String columns = "long id, @Varchar%s Status status";
        SourceTree tree = shop(folder, columns.formatted("")).with(status.formatted("A, LONGER_THAN_SIXTEEN_BYTES"));
        record(tree, "initial");
        tree.with(status.formatted("A"));
        String hint =
                "shop.account: the constants of status are shorter than before; @Varchar(32) keeps the column as it is";
        assertThatThrownBy(() -> recording(tree).record("shorter", RecordingOptions.NONE))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        assertThat(tree.compile()).anyMatch(text -> text.contains("hint: " + hint));
        tree.with(account(columns.formatted("(32)")));
        assertThat(recording(tree).record("kept", RecordingOptions.NONE)).isEmpty();
    }

    /** Wherever the root is: the recorded migration compiles, or nothing is written and the reason is reported. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        shop | @Schema(name = "shop", value = Account.class) interface Shop {}                             | refused
        shop | @Schema(name = "shop", value = Account.class, migrations = "shop") interface Shop {}        | shop/
        shop | @Schema(name = "shop", value = Account.class, migrations = "shop") public interface Shop {} | shop/
        shop | @Schema(name = "shop", value = Account.class, migrations = "m") public interface Shop {}    | m/
        shop | @Schema(name = "shop", value = Account.class, migrations = "m") interface Shop {}           | refused
        shop | public class Shop { @Schema(name = "shop", value = Account.class) interface In {} }         | refused
        shop | class Shop { @Schema(name = "shop", value = Account.class) public interface In {} }         | refused
        shop | public class Shop { @Schema(name = "shop", value = Account.class) protected interface In {} } | refused
        shop | public class Shop { @Schema(name = "shop", value = Account.class) public interface In {} }  | shop/migrations/
        shop | public interface Shop { @Schema(name = "shop", value = Account.class) interface In {} }     | shop/migrations/
        shop | class Shop { @Schema(name = "shop", value = Account.class, migrations = "shop") interface In {} } | shop/
             | @Schema(name = "shop", value = Account.class) public interface Shop {}                      | ''
             | @Schema(name = "shop", value = Account.class) interface Shop {}                             | ''
             | class Shop { @Schema(name = "shop", value = Account.class) interface In {} }                | ''
             | public class Shop { @Schema(name = "shop", value = Account.class) public interface Migration {} } | ''
        shop | public class Shop { @Schema(name = "shop", value = Account.class, migrations = "shop") public interface Migration {} } | shop/
        shop | public class Shop { @Schema(name = "shop", value = Account.class) public interface Migration {} } | shop/migrations/
             | @Schema(name = "shop", value = Account.class, migrations = "m") public interface Shop {}    | refused
        """)
    void rootsMayBeInAnyPackage(String inPackage, String root, String where) {
        String head = inPackage == null ? "" : "package " + inPackage + ";\n";
        SourceTree tree = new SourceTree(folder)
                .with(head + "import dev.cairn.annotation.Schema;\n" + root.replace(") ", ")\n"))
                .with(head + "import dev.cairn.annotation.*;\n@Table @PrimaryKey(\"id\") @DistributedByHash(\"id\")\n"
                        + "public record Account(long id) {}");
        if (where.equals("refused")) {
            assertThatThrownBy(() -> recording(tree).record("initial", RecordingOptions.NONE))
                    .isInstanceOf(RecordingException.class)
                    .hasMessageMatching("(?s).*(is not public|unnamed package).*");
            assertThatThrownBy(() -> recording(tree).recordEmpty("initial")).isInstanceOf(RecordingException.class);
            assertThat(tree.files()).hasSize(2);
        } else {
            RecordedFile file =
                    recording(tree).record("initial", RecordingOptions.NONE).orElseThrow();
            assertThat(file.file()).isEqualTo(tree.sources().resolve(where + "V0001Initial.java"));
            assertThat(tree.compile("-Werror", "-Acairn.pending=error")).isEmpty();
        }
    }

    @Test
    void threeVersionsAreRecordedUpgradedAndDowngraded() {
        SourceTree tree = shop(folder, "long id");
        record(tree, "initial");
        tree.with(account("long id, String note"));
        record(tree, "add note");
        tree.with(account("long id, String note, Integer points"));
        record(tree, "add points");

        SchemaDescriptor schema = schema(tree);
        Simulation simulation = new Simulation(
                new Engine(schema.profile()), new Session("shop"), Catalog.EMPTY.with(Database.of("shop")));
        for (RecordedMigration migration : schema.migrations()) {
            migration.upgrade().forEach(text -> simulation.play(Action.parse(text)));
        }
        assertThat(columns(simulation.catalog())).containsExactly("id", "note", "points");
        schema.migrations().get(2).downgrade().forEach(text -> simulation.play(Action.parse(text)));
        assertThat(columns(simulation.catalog())).containsExactly("id", "note");
        schema.migrations().get(1).downgrade().forEach(text -> simulation.play(Action.parse(text)));
        assertThat(columns(simulation.catalog())).containsExactly("id");
    }

    /** The modules that the sources require are those of the class path. */
    @Test
    void theSourcesMayBeAModule() throws IOException {
        SourceTree tree = shop(folder, "long id");
        Files.writeString(
                tree.sources().resolve("module-info.java"),
                "module shop { requires dev.cairn.annotations; requires dev.cairn.runtime; }");
        assertThat(recording(tree).record("initial", RecordingOptions.NONE)).isPresent();
        assertThat(recording(tree).findPending()).isEmpty();

        Files.writeString(tree.sources().resolve("module-info.java"), "module shop { requires absent; }");
        assertThatThrownBy(() -> recording(tree).findPending()).hasMessageContaining("module not found: absent");
    }

    @Test
    void noFileIsWrittenWithoutPendingChanges() {
        SourceTree tree = shop(folder, "long id");
        record(tree, "initial");
        List<String> files = tree.files();
        assertThat(recording(tree).findPending()).isEmpty();
        assertThat(recording(tree).record("nothing", DESTRUCTIVE)).isEmpty();
        assertThat(tree.files()).isEqualTo(files);
    }

    @Test
    void pendingChangesCanBeQueried() {
        SourceTree tree = shop(folder, "long id");
        assertThat(recording(tree).findPending()).isPresent();
        assertThat(tree.files()).hasSize(2);
    }

    @Test
    void aMergeOfTwoBranchesIsRebased() {
        SourceTree tree = shop(folder, "long id");
        record(tree, "initial");
        tree.with(account("long id, String note"));
        record(tree, "add note");
        String note = tree.read("shop/migrations/V0002AddNote.java");
        tree.delete("shop/migrations/V0002AddNote.java");
        tree.with(account("long id, Integer points"));
        record(tree, "add points");

        tree.with(note).with(account("long id, String note, Integer points"));
        assertThat(tree.compile()).anyMatch(line -> line.contains("[migration-fork]") && line.contains("cairn rebase"));
        assertThatThrownBy(() -> recording(tree).record("more", RecordingOptions.NONE))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("cairn rebase V0002AddPoints");

        RebasedFiles rebased = recording(tree).rebase("V0002AddPoints");
        assertThat(rebased.problems()).isEmpty();
        assertThat(rebased.advice()).contains("V0002AddPoints", "downgrade it to migration 1");
        assertThat(tree.files())
                .contains("shop/migrations/V0003AddPoints.java")
                .doesNotContain("shop/migrations/V0002AddPoints.java");
        assertCompiles(tree);
        assertThat(schema(tree).migrations())
                .extracting(RecordedMigration::name)
                .containsExactly("V0001Initial", "V0002AddNote", "V0003AddPoints");
    }

    @Test
    void changesThatDropDataRequireConsent() {
        SourceTree tree = shop(folder, "long id, String note, String remark");
        record(tree, "initial");
        tree.with(account("long id"));
        assertThatThrownBy(() -> recording(tree).record("drop texts", RecordingOptions.NONE))
                .asInstanceOf(type(RecordingException.class))
                .returns(Reason.CONSENT, RecordingException::reason)
                .extracting(RecordingException::getMessage)
                .asString()
                .contains("shop.account", "account.note", "account.remark", "needs --destructive");
        assertThat(tree.files()).hasSize(3);

        recording(tree).record("drop texts", DESTRUCTIVE);
        assertThat(tree.read("shop/migrations/V0002DropTexts.java"))
                .contains("-- destructive: drops account.note, drops account.remark\n")
                .contains("irreversible = \"drops account.note, drops account.remark\"");
        assertCompiles(tree);
    }

    @Test
    void aReplacedViewKeepsItsSecurity() {
        SourceTree tree = shop(folder, "long id, Integer points");
        tree.with(tree.read("shop/Shop.java").replace("Account.class", "{Account.class, Ids.class}"));
        tree.with(ids("SELECT id FROM account"));
        record(tree, "initial");
        tree.with(ids("SELECT id FROM account WHERE points > 0"));
        record(tree, "filter");
        assertThat(tree.read("shop/migrations/V0002Filter.java").split("-- keeps: SECURITY INVOKER\n", -1))
                .hasSize(3);
    }

    private static String ids(String query) {
        return """
            package shop;
            import dev.cairn.annotation.*;
            @View(query = "%s", security = View.Security.INVOKER)
            public record Ids(long id) {}
            """.formatted(query);
    }

    @Test
    void aShorterRetentionRequiresConsentInBothDirections() {
        String days = """
            long id, @NotNull java.time.LocalDate day""";
        SourceTree tree = shop(folder, "long id").with(retained(days, 90));
        record(tree, "initial");
        tree.with(retained(days, 30));
        String why = "deletes partitions of account older than the newest 30 (partition_live_number); rows are lost";
        assertThatThrownBy(() -> recording(tree).record("shorten", RecordingOptions.NONE))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        recording(tree).record("shorten", DESTRUCTIVE);
        assertThat(tree.read("shop/migrations/V0002Shorten.java")).contains("-- destructive: " + why);
        assertCompiles(tree);

        tree.with(retained(days, 60));
        record(tree, "lengthen");
        String lengthened = tree.read("shop/migrations/V0003Lengthen.java");
        assertThat(lengthened.split("downgrade = ", -1)[0]).doesNotContain("destructive");
        assertThat(lengthened.split("downgrade = ", -1)[1]).contains("-- destructive: " + why);
    }

    private static String retained(String components, int partitions) {
        return account(components).replace("@PrimaryKey(\"id\")", """
            @DuplicateKey("id") @PartitionBy("date_trunc('day', day)")
            @Property(name = "partition_live_number", value = "%d")""".formatted(partitions));
    }

    @Test
    void changesWithoutAnAlterRequireConsentToARebuild() {
        SourceTree tree = shop(folder, "long id, String note");
        record(tree, "initial");
        tree.with(account("long id, @NotNull String note"));
        assertThatThrownBy(() -> recording(tree).record("require notes", RecordingOptions.NONE))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        recording(tree).record("require notes", REBUILD);
        assertThat(tree.read("shop/migrations/V0002RequireNotes.java"))
                .contains(
                        "-- rebuild: ", "account__cairn_new", "-- grants: from account to account__cairn_new", "SWAP");
        assertCompiles(tree);
    }

    @Test
    void newNotNullColumnsAreFilled() {
        SourceTree tree = shop(folder, "long id, String note");
        record(tree, "initial");
        tree.with(account("long id, String note, @NotNull @Varchar(20) String region"));
        assertThatThrownBy(() -> recording(tree).record("add region", REBUILD))
                .satisfies(MESSAGES::match)
                .asInstanceOf(type(RecordingException.class))
                .returns(Reason.CONSENT, RecordingException::reason);

        recording(tree).record("add region", REBUILD.withFills(List.of("account.region=concat('EU-', note)")));
        assertThat(tree.read("shop/migrations/V0002AddRegion.java"))
                .contains("SELECT `id`, `note`, CAST(concat('EU-', note) AS VARCHAR(20))")
                .doesNotContain("unfilled");
        assertCompiles(tree);
    }

    @Test
    void columnsThatBecomeNotNullAreFilledWhereTheyAreNull() {
        SourceTree tree = shop(folder, "long id, @Varchar(20) String note");
        record(tree, "initial");
        tree.with(account("long id, @NotNull @Varchar(20) String note"));
        recording(tree).record("require notes", REBUILD.withFills(List.of("account.note = 'none'")));
        assertThat(tree.read("shop/migrations/V0002RequireNotes.java"))
                .contains("SELECT `id`, coalesce(`note`, CAST('none' AS VARCHAR(20)))");
        assertCompiles(tree);
    }

    @Test
    void unusedFillValuesAreRejected() {
        SourceTree tree = shop(folder, "long id, String note");
        record(tree, "initial");
        tree.with(account("long id, String note, @NotNull @Varchar(20) String region"));
        assertRefused(tree, "region='EU'");
        assertRefused(tree, "account.regio='EU'");
        assertRefused(tree, "account.region=concat(");
        assertRefused(tree, "account.region=remark");
        assertThatThrownBy(() -> recording(tree)
                        .record("add region", REBUILD.withFills(List.of("account.region='EU'", "account.id=7"))))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        assertThat(tree.files()).hasSize(3);
    }

    private static void assertRefused(SourceTree tree, String fill) {
        assertThatThrownBy(() -> recording(tree).record("add region", REBUILD.withFills(List.of(fill))))
                .satisfies(MESSAGES::match)
                .asInstanceOf(type(RecordingException.class))
                .returns(Reason.USAGE, RecordingException::reason);
    }

    @Test
    void aNoteReportsADowngradeWithoutAFillValue() {
        SourceTree tree = shop(folder, "long id, @NotNull @Varchar(20) String region");
        record(tree, "initial");
        tree.with(account("long id"));
        RecordedFile file = recording(tree).record("drop region", DESTRUCTIVE).orElseThrow();
        assertThat(file.remarks())
                .anyMatch(note -> note.startsWith("The downgrade rebuilds a table and copies its rows: "))
                .contains("The downgrade fails if the table has rows, because account.region is NOT NULL and has no"
                        + " default:"
                        + " record it with --fill account.region=EXPRESSION, or edit the downgrade.");
        assertThat(file.migration().downgrade()).anyMatch(text -> text.startsWith("-- unfilled: account.region\n"));
        assertCompiles(tree);
    }

    @Test
    void downgradesKeepWiderTypesUnlessExactOnesAreRequested() {
        SourceTree tree = shop(folder, "long id, @Varchar(40) String note, int points");
        record(tree, "initial");
        tree.with(account("long id, @Varchar(80) String note, long points, String remark"));
        RecordedFile file =
                recording(tree).record("longer notes", RecordingOptions.NONE).orElseThrow();
        assertThat(file.migration().downgrade())
                .containsExactly(
                        "-- keeps: account.note as varchar(80)\n-- keeps: account.points as bigint(20)",
                        "ALTER TABLE `account` DROP COLUMN `remark`");
        assertThat(file.migration().irreversible()).isEmpty();
        assertThat(file.remarks())
                .hasSize(2)
                .contains("The downgrade keeps account.note as varchar(80): to narrow it again would rebuild the"
                        + " table and lose longer values (--exact-downgrade records that).");
        assertCompiles(tree);
    }

    @Test
    void exactDowngradesNarrowTypesAndLoseNothing() {
        SourceTree tree = shop(folder, "long id, @Varchar(40) String note");
        record(tree, "initial");
        tree.with(account("long id, @Varchar(80) String note"));
        RecordedFile file = recording(tree)
                .record("longer notes", RecordingOptions.NONE.withExactDowngrade(true))
                .orElseThrow();
        assertThat(file.migration().downgrade())
                .anyMatch(text -> text.startsWith("-- rebuild: "))
                .noneMatch(text -> text.contains("-- destructive"));
        assertThat(file.remarks()).anyMatch(note -> note.startsWith("The downgrade rebuilds a table"));
        assertCompiles(tree);
    }

    @Test
    void unreadableGrantsMayBeLostWithConsent() {
        SourceTree tree = shop(folder, "long id, String note");
        record(tree, "initial");
        tree.with(account("long id, @NotNull String note"));
        recording(tree).record("require notes", new RecordingOptions(false, true, true));
        assertThat(tree.read("shop/migrations/V0002RequireNotes.java"))
                .contains("-- grants: from account to account__cairn_new\n")
                .contains("-- grants: loss accepted\n");
        assertCompiles(tree);
    }

    @Test
    void textSurvives() {
        String nasty = "a\\\\b \\\"\\\"\\\" \\t\\u2003\\n x \\uD83D\\uDE00 */ $L {@x} ";
        SourceTree tree = shop(folder, "@Column(comment = \"" + nasty + "\") long id");
        record(tree, "initial \\u002a/ {@link} \"\"\"");
        String ddl = schema(tree).descriptors().get(0).ddl();
        assertThat(schema(tree).migrations().get(0).upgrade().get(0)).isEqualTo(ddl);
    }

    @Test
    void existingFilesAreNeverOverwritten() {
        SourceTree tree = shop(folder, "long id");
        record(tree, "initial");
        tree.with("package shop.migrations;\ninterface V0002Backfill {}\n");
        assertThatThrownBy(() -> recording(tree).recordEmpty("backfill"))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        assertThat(tree.read("shop/migrations/V0002Backfill.java")).doesNotContain("Migration");
        assertThat(tree.files()).noneMatch(file -> file.endsWith(".tmp"));
    }

    @Test
    void errorsInRecordsAreReportedWithTheirPlaces() {
        SourceTree tree = shop(folder, "long idd");
        assertThatThrownBy(() -> recording(tree).record("initial", RecordingOptions.NONE))
                .asInstanceOf(type(RecordingException.class))
                .returns(Reason.SOURCES, RecordingException::reason)
                .extracting(RecordingException::getMessage)
                .asString()
                .contains("Account.java:4: [unknown-column]");
    }

    @Test
    void messagesMustContainLettersOrDigits() {
        SourceTree tree = shop(folder, "long id");
        assertThatThrownBy(() -> recording(tree).record("…", RecordingOptions.NONE))
                .asInstanceOf(type(RecordingException.class))
                .returns(Reason.USAGE, RecordingException::reason);
    }

    @Test
    void unknownMigrationsCannotBeRebased() {
        SourceTree tree = shop(folder, "long id");
        record(tree, "initial");
        assertThatThrownBy(() -> recording(tree).rebase("V0007Nothing"))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        assertThat(recording(tree).rebase("V0001Initial").moves()).isEmpty();
    }

    @Test
    void columnsOfEarlierMigrationsNeedNotBeDeclaredForever() {
        String root = """
            package shop;
            import dev.cairn.annotation.Schema;
            @Schema(name = "shop", value = {%s})
            public interface Shop {}
            """;
        SourceTree tree = shop(folder, "long id")
                .with(root.formatted("Account.class, Click.class, Clicked.class"))
                .with("""
                    package shop;
                    @dev.cairn.annotation.External("lake.web.click")
                    public record Click(long id) {}
                    """)
                .with("""
                    package shop;
                    @dev.cairn.annotation.View(query = "SELECT c.id FROM lake.web.click c JOIN account a ON a.id ="
                            + " c.id")
                    public record Clicked(Long id) {}
                    """);
        record(tree, "initial");
        tree.delete("shop/Click.java");
        tree.delete("shop/Clicked.java");
        tree.with(root.formatted("Account.class"));
        record(tree, "without clicks");
        assertThat(schema(tree).migrations().get(1).upgrade()).containsExactly("DROP VIEW `clicked`");
        assertThat(schema(tree).migrations().get(1).downgrade())
                .singleElement()
                .asString()
                .startsWith("CREATE VIEW `clicked`");
    }

    @Test
    void cyclicRenamesAreRecordedOnce() {
        SourceTree tree = shop(folder, "long id, Integer points, String note");
        record(tree, "initial");
        tree.with(account("long id, @RenamedFrom(\"points\") Integer note, @RenamedFrom(\"note\") String points"));
        record(tree, "other names");
        assertThat(schema(tree).migrations().get(1).upgrade())
                .hasSize(3)
                .allSatisfy(text -> assertThat(text).contains("RENAME COLUMN"));
        assertThat(schema(tree).migrations().get(1).downgrade()).hasSize(3);
    }

    @Test
    void cyclicRenamesOfEqualColumnsCannotBeDetected() {
        SourceTree tree = shop(folder, "long id, @RenamedFrom(\"b\") Integer a, @RenamedFrom(\"a\") Integer b");
        assertThat(tree.compile("-Acairn.pending=off"))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("[renamed-from-present]"));
        tree.with(account("long id, @RenamedFrom(\"a\") Integer b, @RenamedFrom(\"b\") Integer c"));
        assertThat(tree.compile("-Acairn.pending=off")).isEmpty();
    }
}
