package dev.cairn.tooling.recording;

import static dev.cairn.tooling.recording.RecordedShop.createShop;
import static dev.cairn.tooling.recording.RecordedShop.loadSchema;
import static dev.cairn.tooling.recording.RecordedShop.openRecorder;
import static dev.cairn.tooling.recording.RecordedShop.record;
import static dev.cairn.tooling.recording.RecordedShop.renderAccount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.processor.SourceTree;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.recording.RecordingException.Reason;
import dev.cairn.upgrade.RecordedMigration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of a schema are recorded, and the migrations lead to the declared state. */
class RecordingTest {
    private static final RecordingOptions DESTRUCTIVE = new RecordingOptions(true, false, false);

    @TempDir
    private Path folder;

    private static List<String> listColumnNames(Catalog catalog) {
        return catalog.findTable("shop", "account").orElseThrow().columns().stream()
                .map(column -> column.name())
                .toList();
    }

    @Test
    void threeVersionsAreRecordedUpgradedAndDowngraded() {
        SourceTree tree = createShop(folder, "long id");
        record(tree, "initial");
        tree.with(renderAccount("long id, String note"));
        record(tree, "add note");
        tree.with(renderAccount("long id, String note, Integer points"));
        record(tree, "add points");

        SchemaDescriptor schema = loadSchema(tree);
        Simulation simulation = new Simulation(
                new Engine(schema.firstTarget()), new Session("shop"), Catalog.EMPTY.withDatabase(Database.of("shop")));
        for (RecordedMigration migration : schema.migrations()) {
            migration.upgrade().forEach(text -> simulation.apply(MigrationAction.parse(text)));
        }
        assertThat(listColumnNames(simulation.catalog())).containsExactly("id", "note", "points");
        schema.migrations().get(2).downgrade().forEach(text -> simulation.apply(MigrationAction.parse(text)));
        assertThat(listColumnNames(simulation.catalog())).containsExactly("id", "note");
        schema.migrations().get(1).downgrade().forEach(text -> simulation.apply(MigrationAction.parse(text)));
        assertThat(listColumnNames(simulation.catalog())).containsExactly("id");
    }

    /** A generated class does not compile after another error, which is no mistake of its own. */
    @Test
    void consequencesInGeneratedClassesAreNotReported() {
        SourceTree tree = createShop(folder, "long id");
        record(tree, "initial");
        tree.with("""
            package shop;
            import absent.Missing;
            public class Unrelated {}
            """).with("""
            package shop;
            import dev.cairn.annotation.*;
            @Queries(Shop.class)
            public interface Accounts {
                @Query("SELECT max(idd) FROM account") Long greatest();
            }
            """).with(renderAccount("long id, String note"));
        assertThatThrownBy(() -> openRecorder(tree).record("add note", RecordingOptions.NO_CONSENT))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("[unknown-column]")
                .hasMessageNotContaining("ShopSchema")
                .hasMessageNotContaining("V0001");
    }

    /** The modules that the sources require are those of the class path. */
    @Test
    void theSourcesMayBeAModule() throws IOException {
        SourceTree tree = createShop(folder, "long id");
        Files.writeString(
                tree.sources().resolve("module-info.java"),
                "module shop { requires dev.cairn.annotations; requires dev.cairn.runtime; }");
        assertThat(openRecorder(tree).record("initial", RecordingOptions.NO_CONSENT))
                .isPresent();
        assertThat(openRecorder(tree).findPendingPlan()).isEmpty();

        Files.writeString(tree.sources().resolve("module-info.java"), "module shop { requires absent; }");
        assertThatThrownBy(() -> openRecorder(tree).findPendingPlan()).hasMessageContaining("module not found: absent");
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
    void rootsMayBeInAnyPackage(String packageName, String root, String expectedFolder) {
        String packageLine = packageName == null ? "" : "package " + packageName + ";\n";
        SourceTree tree = new SourceTree(folder)
                .with(packageLine + "import dev.cairn.annotation.Schema;\n" + root.replace(") ", ")\n"))
                .with(packageLine
                        + "import dev.cairn.annotation.*;\n@Table @PrimaryKey(\"id\") @DistributedByHash(\"id\")\n"
                        + "public record Account(long id) {}");
        if (expectedFolder.equals("refused")) {
            assertThatThrownBy(() -> openRecorder(tree).record("initial", RecordingOptions.NO_CONSENT))
                    .isInstanceOf(RecordingException.class)
                    .hasMessageMatching("(?s).*(is not public|unnamed package).*");
            assertThatThrownBy(() -> openRecorder(tree).draftEmpty("initial").write())
                    .isInstanceOf(RecordingException.class);
            assertThat(tree.files()).hasSize(2);
        } else {
            RecordedFile file = openRecorder(tree)
                    .record("initial", RecordingOptions.NO_CONSENT)
                    .orElseThrow();
            assertThat(file.file()).isEqualTo(tree.sources().resolve(expectedFolder + "V0001Initial.java"));
            assertThat(tree.compile("-Werror", "-Acairn.pending=error")).isEmpty();
        }
    }

    @Test
    void noFileIsWrittenWithoutPendingChanges() {
        SourceTree tree = createShop(folder, "long id");
        record(tree, "initial");
        List<String> files = tree.files();
        assertThat(openRecorder(tree).findPendingPlan()).isEmpty();
        assertThat(openRecorder(tree).record("nothing", DESTRUCTIVE)).isEmpty();
        assertThat(tree.files()).isEqualTo(files);
    }

    @Test
    void pendingChangesCanBeQueried() {
        SourceTree tree = createShop(folder, "long id");
        assertThat(openRecorder(tree).findPendingPlan()).isPresent();
        assertThat(tree.files()).hasSize(2);
    }

    private static String renderState(String constants) {
        return """
            package shop;
            public enum State { %s }
            """.formatted(constants);
    }

    @Test
    void aRemovedConstantIsAnEffectWithoutAStatement() {
        SourceTree tree = createShop(folder, "long id, @Varchar State state, java.util.List<State> past")
                .with(renderState("OPEN, LOST"));
        record(tree, "initial");
        assertThat(tree.read("shop/migrations/shop.queries.jsonl").lines())
                .containsExactly(
                        "{\"format\":1,\"enum\":\"shop.State\",\"database\":\"shop\",\"table\":\"account\",\"column\":\"state\","
                                + "\"constants\":[\"OPEN\",\"LOST\"]}",
                        "{\"format\":1,\"enum\":\"shop.State\",\"database\":\"shop\",\"table\":\"account\",\"column\":\"past\","
                                + "\"path\":[\"ELEMENTS\"],\"constants\":[\"OPEN\",\"LOST\"]}");

        tree.with(renderState("OPEN, LOST, PAID"));
        assertThat(openRecorder(tree).findPendingPlan()).isEmpty();
        assertThat(openRecorder(tree).describeUnrecordedEffects()).isEmpty();

        tree.with(renderState("OPEN, MISSING"));
        assertThat(openRecorder(tree).findPendingPlan()).isEmpty();
        assertThat(openRecorder(tree).describeUnrecordedEffects())
                .containsExactly(
                        "Without a statement",
                        "  Breaks: State no longer has LOST, so rows of account with it can't be read; this counts them:"
                                + " SELECT count(*) FROM shop.account WHERE state = 'LOST'. Change these rows first, or keep"
                                + " the constant until no row has it. If MISSING is its new name: UPDATE shop.account SET"
                                + " state = 'MISSING' WHERE state = 'LOST' [removes-constant]",
                        "  Breaks: State no longer has LOST, so rows of account with it can't be read; this counts them:"
                                + " SELECT count(*) FROM shop.account WHERE arrays_overlap(past, ['LOST']) [removes-constant]");
        assertThat(openRecorder(tree).recordQueries()).isPresent();
        assertThat(openRecorder(tree).describeUnrecordedEffects()).isEmpty();

        tree.with(renderState("OPEN"))
                .with(renderAccount("long id, @Varchar State state, java.util.List<State> past, Integer points"));
        assertThat(openRecorder(tree)
                        .record("points", RecordingOptions.NO_CONSENT)
                        .orElseThrow()
                        .effects()
                        .describeNotableEffects())
                .startsWith("Without a statement")
                .noneMatch(line -> line.startsWith("Metadata only"));
    }

    @Test
    void partitionsOfAnExpressionAreRecordedWithTheTable() {
        SourceTree tree = createShop(folder, "").with("""
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
        SourceTree tree = createShop(folder, "").with(table.formatted(""));
        record(tree, "initial");
        tree.with(table.formatted(", Integer visitors"));
        record(tree, "visitors");
        assertThat(tree.read("shop/migrations/V0002Visitors.java"))
                .contains("ALTER TABLE `account` ADD COLUMN `visitors` int(11) NULL\n");
    }

    @Test
    void aReplacedViewKeepsItsSecurity() {
        SourceTree tree = createShop(folder, "long id, Integer points");
        tree.with(tree.read("shop/Shop.java").replace("Account.class", "{Account.class, Ids.class}"));
        tree.with(renderIds("SELECT id FROM account"));
        record(tree, "initial");
        tree.with(renderIds("SELECT id FROM account WHERE points > 0"));
        record(tree, "filter");
        assertThat(tree.read("shop/migrations/V0002Filter.java").split("-- keeps: SECURITY INVOKER\n", -1))
                .hasSize(3);
    }

    private static String renderIds(String query) {
        return """
            package shop;
            import dev.cairn.annotation.*;
            @View(query = "%s", security = View.Security.INVOKER)
            public record Ids(long id) {}
            """.formatted(query);
    }

    @Test
    void columnsOfEarlierMigrationsNeedNotBeDeclaredForever() {
        String root = """
            package shop;
            import dev.cairn.annotation.Schema;
            @Schema(name = "shop", value = {%s})
            public interface Shop {}
            """;
        SourceTree tree = createShop(folder, "long id")
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
        assertThat(loadSchema(tree).migrations().get(1).upgrade()).containsExactly("DROP VIEW `clicked`");
        assertThat(loadSchema(tree).migrations().get(1).downgrade())
                .singleElement()
                .asString()
                .startsWith("CREATE VIEW `clicked`");
    }

    @Test
    void cyclicRenamesAreRecordedOnce() {
        SourceTree tree = createShop(folder, "long id, Integer points, String note");
        record(tree, "initial");
        tree.with(
                renderAccount("long id, @RenamedFrom(\"points\") Integer note, @RenamedFrom(\"note\") String points"));
        record(tree, "other names");
        assertThat(loadSchema(tree).migrations().get(1).upgrade())
                .hasSize(3)
                .allSatisfy(text -> assertThat(text).contains("RENAME COLUMN"));
        assertThat(loadSchema(tree).migrations().get(1).downgrade()).hasSize(3);
    }

    @Test
    void cyclicRenamesOfEqualColumnsCannotBeDetected() {
        SourceTree tree = createShop(folder, "long id, @RenamedFrom(\"b\") Integer a, @RenamedFrom(\"a\") Integer b");
        assertThat(tree.compile("-Acairn.pending=off"))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("[renamed-from-present]"));
        tree.with(renderAccount("long id, @RenamedFrom(\"a\") Integer b, @RenamedFrom(\"b\") Integer c"));
        assertThat(tree.compile("-Acairn.pending=off")).isEmpty();
    }

    @Test
    void aNewTableMayHaveTheNameOfARenamedOne() {
        String root =
                "package shop;\n@dev.cairn.annotation.Schema(name = \"shop\", value = {%s})\npublic interface Shop {}\n";
        SourceTree tree = createShop(folder, "long id, Integer points");
        record(tree, "initial");
        tree.with(root.formatted("Account.class, Client.class"))
                .with(renderAccount("long id, String note"))
                .with(renderAccount("long id, Integer points")
                        .replace("record Account", "record Client")
                        .replace("@Table", "@RenamedFrom(\"account\") @Table"));
        record(tree, "clients");
        RecordedMigration migration = loadSchema(tree).migrations().get(1);
        assertThat(migration.upgrade()).hasSize(2).first().isEqualTo("ALTER TABLE `account` RENAME `client`");
        assertThat(migration.downgrade()).hasSize(3).last().isEqualTo("ALTER TABLE `client` RENAME `account`");
        assertThat(tree.read("shop/migrations/V0002Clients.java"))
                .contains("Breaks: statements that name shop.account, which is another table afterwards")
                .doesNotContain("irreversible");
        assertThat(tree.compile()).isEmpty();

        tree.with(renderAccount("long id, String note, Integer rank"));
        assertThat(openRecorder(tree).record("rank", RecordingOptions.NO_CONSENT))
                .isPresent();
        assertThat(tree.compile()).singleElement().asString().contains("[renamed-from-recorded]");

        tree.with(renderAccount("long id, String note, Integer rank")
                        .replace("@Table", "@RenamedFrom(\"client\") @Table"))
                .with(tree.read("shop/Client.java").replace("@RenamedFrom(\"account\") ", ""));
        assertThat(tree.compile()).singleElement().asString().contains("[renamed-from-present]");
    }

    @Test
    void aTableAndAViewMayExchangeTheirNames() {
        String root = "package shop;\n@dev.cairn.annotation.Schema(name = \"shop\", value = {Account.class,"
                + " Client.class})\npublic interface Shop {}\n";
        String view = """
                package shop;
                @dev.cairn.annotation.View(query = "SELECT id FROM %s")
                public record %s(long id) {}
                """;
        SourceTree tree =
                createShop(folder, "long id, Integer points").with(root).with(view.formatted("account", "Client"));
        record(tree, "initial");
        tree.with(view.formatted("client", "Account"))
                .with(renderAccount("long id, Integer points")
                        .replace("record Account", "record Client")
                        .replaceAll("AccountTable(.ACCOUNT)?", "Object")
                        .replace("Object;", "null;")
                        .replace("@Table", "@RenamedFrom(\"account\") @Table"));
        assertThat(tree.compile()).singleElement().asString().contains("[pending-changes]", "RENAME");
        record(tree, "clients");
        assertThat(loadSchema(tree).migrations().get(1).upgrade())
                .hasSize(3)
                .contains("DROP VIEW `client`", "ALTER TABLE `account` RENAME `client`");
        assertThat(tree.read("shop/migrations/V0002Clients.java")).doesNotContain("destructive", "irreversible");
        assertThat(tree.compile()).isEmpty();
    }

    @Test
    void errorsInRecordsAreReportedWithTheirPlaces() {
        SourceTree tree = createShop(folder, "long idd");
        assertThatThrownBy(() -> openRecorder(tree).record("initial", RecordingOptions.NO_CONSENT))
                .asInstanceOf(type(RecordingException.class))
                .returns(Reason.SOURCES, RecordingException::reason)
                .extracting(RecordingException::getMessage)
                .asString()
                .contains("Account.java:4: [unknown-column]");
    }
}
