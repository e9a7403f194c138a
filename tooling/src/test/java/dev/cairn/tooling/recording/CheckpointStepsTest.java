package dev.cairn.tooling.recording;

import static dev.cairn.tooling.recording.RecordedShop.assertCompiles;
import static dev.cairn.tooling.recording.RecordedShop.createShop;
import static dev.cairn.tooling.recording.RecordedShop.openRecorder;
import static dev.cairn.tooling.recording.RecordedShop.record;
import static dev.cairn.tooling.recording.RecordedShop.renderAccount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.processor.SourceTree;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps that a checkpoint keeps have the effect that they had, and none of them is forgotten. */
class CheckpointStepsTest {
    private static final CheckpointOptions KEEPING_OPTIONS =
            CheckpointOptions.UNDECIDED.withDeletion().withKeptSteps(List.of("all"));
    private static final String FIRST_COMPONENTS = "long id, @Varchar(10) String name, @Varchar(10) String country";
    private static final String REORDERED_COMPONENTS = "long id, @Varchar(10) String country, @Varchar(10) String name";

    @TempDir
    private Path folder;

    /** Records the first migration, and adds statements to it. */
    private SourceTree recordInitial(SourceTree tree, String... statements) {
        record(tree, "initial");
        addStatements(tree, "V0001Initial", statements);
        return tree;
    }

    private static void addStatements(SourceTree tree, String migration, String... statements) {
        StringBuilder elements = new StringBuilder("\"\"\"");
        for (String statement : statements) {
            elements.append(", \"\"\"\n").append(statement).append("\"\"\"");
        }
        String source = tree.read("shop/migrations/" + migration + ".java");
        assertThat(source).contains("\"\"\"},\n        downgrade");
        source = source.replace("\"\"\"},\n        downgrade", elements + "},\n        downgrade");
        tree.with(source.replaceAll("(?s)downgrade = .*interface", "irreversible = \"rows\")\ninterface"));
        assertThat(tree.compile()).isEmpty();
    }

    private List<String> keepAll(SourceTree tree) {
        List<String> upgrade = openRecorder(tree)
                .writeCheckpoint("", KEEPING_OPTIONS)
                .migration()
                .upgrade();
        assertCompiles(tree);
        return upgrade;
    }

    private static void recordComponents(SourceTree tree, String components, String message) {
        tree.with(renderAccount(components));
        record(tree, message);
    }

    @Test
    void aKeptInsertByPositionNamesTheColumnsOfItsTime() {
        SourceTree tree = recordInitial(
                createShop(folder, FIRST_COMPONENTS),
                "-- repeatable\nINSERT /*+ SET_VAR(query_timeout = 9) */ INTO account VALUES (1, 'Ada', 'DE')",
                "INSERT INTO account WITH LABEL x SELECT id + 1, name, country FROM account");
        recordComponents(tree, REORDERED_COMPONENTS, "order");

        assertThat(keepAll(tree).subList(1, 3))
                .containsExactly(
                        "-- repeatable\nINSERT /*+ SET_VAR(query_timeout = 9) */ INTO account"
                                + " (`id`, `name`, `country`) VALUES (1, 'Ada', 'DE')",
                        "INSERT INTO account (`id`, `name`, `country`) WITH LABEL x"
                                + " SELECT id + 1, name, country FROM account");
    }

    private void assertNotKept(SourceTree tree, String reason) {
        assertThatThrownBy(() -> openRecorder(tree).writeCheckpoint("", KEEPING_OPTIONS))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("V0001Initial.2")
                .hasMessageContaining(reason);
    }

    @Test
    void aKeptStatementDoesNotReadOtherColumns() {
        SourceTree tree =
                recordInitial(createShop(folder, FIRST_COMPONENTS), "INSERT INTO account SELECT * FROM account");
        recordComponents(tree, REORDERED_COMPONENTS, "order");

        assertNotKept(tree, "its * stands for other columns");
    }

    @Test
    void aKeptStatementDoesNotWriteAnotherColumnOfTheSameName() {
        SourceTree tree = recordInitial(
                createShop(folder, FIRST_COMPONENTS), "UPDATE account SET country = 'DE' WHERE country IS NULL");
        tree.with(renderAccount("long id, @Varchar(10) String name"));
        assertThat(openRecorder(tree).record("drop", new RecordingOptions(true, false, false)))
                .isPresent();
        recordComponents(tree, FIRST_COMPONENTS, "country");

        assertNotKept(tree, "V0002Drop.1 renames, replaces or drops account.country");
    }

    @Test
    void stepsWhoseEffectTheModelDoesNotRepresentAreListed() {
        String record = """
                package shop;
                import dev.cairn.annotation.*;
                /** Names a class that is generated: {@link AccountTable}. */
                @Table @DuplicateKey("id") @DistributedByHash(value = "id", buckets = 2)
                @PartitionByRange(value = "day", partitions = {
                    @Partition(name = "p1", values = "LESS THAN ('2026-01-01')")
                })
                public record Account(long id, java.time.LocalDate day) {}
                """;
        SourceTree tree = createShop(folder, "long id").with(record);
        record(tree, "initial");
        String widerRecord = record.replace(
                "'2026-01-01')\")",
                "'2026-01-01')\"), @Partition(name = \"p2\", values = \"LESS THAN ('2027-01-01')\")");
        tree.with(widerRecord);
        addStatements(
                tree,
                "V0001Initial",
                "-- allow: migration-refused our server has a patch\nALTER TABLE account SET (\"patched\" = \"x\")",
                "ALTER TABLE account MODIFY PARTITION (p1) SET (\"storage_medium\" = \"SSD\")",
                "ALTER TABLE account ADD PARTITION p2 VALUES LESS THAN ('2027-01-01') (\"storage_medium\" = \"SSD\")",
                "ALTER TABLE account DROP PARTITION IF EXISTS p7");
        tree.with(widerRecord.replace("LocalDate day", "LocalDate day, Integer more"));
        record(tree, "more");

        assertThatThrownBy(() -> openRecorder(tree).writeCheckpoint("", CheckpointOptions.UNDECIDED.withDeletion()))
                .hasMessageContaining(
                        "V0001Initial.2 has an effect that Cairn's model of the server does not represent")
                .hasMessageContaining("V0001Initial.3 sets properties of partitions")
                .hasMessageContaining("V0001Initial.4 sets properties of partitions")
                .hasMessageNotContaining("V0001Initial.5");
        assertThatThrownBy(() -> openRecorder(tree).writeCheckpoint("", KEEPING_OPTIONS))
                .hasMessageContaining("V0001Initial.4", "It can't be kept as it is");
        assertThat(openRecorder(tree)
                        .writeCheckpoint("", KEEPING_OPTIONS.withOmittedSteps(List.of("V0001Initial.4")))
                        .migration()
                        .upgrade())
                .satisfiesExactly(
                        text -> assertThat(text).startsWith("CREATE TABLE"),
                        text -> assertThat(text).startsWith("-- allow: migration-refused"),
                        text -> assertThat(text).startsWith("ALTER TABLE account MODIFY PARTITION"));
        assertCompiles(tree);
    }

    @Test
    void theCopiesOfChangedPartitionsAreNotListed() {
        String record = """
                package shop;
                import dev.cairn.annotation.*;
                /** Names a class that is generated: {@link AccountTable}. */
                @Table @DuplicateKey("id") @DistributedByHash(value = "id", buckets = 2)
                @PartitionByList(value = "city", partitions = {
                    @Partition(name = "north", values = "IN ('Oslo', 'Bergen')"),
                    @Partition(name = "south", values = "IN ('Rome')")
                })
                public record Account(long id, @Varchar(20) String city) {}
                """;
        SourceTree tree = createShop(folder, "long id").with(record);
        record(tree, "initial");
        tree.with(record.replace(", 'Bergen'", "").replace("'Rome'", "'Rome', 'Bergen'"));
        assertThat(openRecorder(tree).record("move", new RecordingOptions(false, true, false)))
                .isPresent();
        assertThat(tree.read("shop/migrations/V0002Move.java"))
                .contains("INSERT INTO `account` TEMPORARY PARTITION", "REPLACE PARTITIONS");

        assertThat(openRecorder(tree)
                        .writeCheckpoint("", CheckpointOptions.UNDECIDED.withDeletion())
                        .migration()
                        .upgrade())
                .singleElement()
                .asString()
                .startsWith("CREATE TABLE")
                .contains("('Rome', 'Bergen')");
        assertCompiles(tree);
    }

    @Test
    void propertiesOfPartitionsInCreateTableAreListed() {
        SourceTree tree = createShop(folder, "long id").with("""
                package shop;
                import dev.cairn.annotation.*;
                /** Names a class that is generated: {@link AccountTable}. */
                @Table @DuplicateKey("id") @DistributedByHash(value = "id", buckets = 2)
                @PartitionByRange(value = "day", partitions = {
                    @Partition(name = "p1", values = "LESS THAN ('2026-01-01')")
                })
                public record Account(long id, java.time.LocalDate day) {}
                """);
        recordInitial(tree);
        String migration = tree.read("shop/migrations/V0001Initial.java");
        tree.with(migration.replace("(\"2026-01-01\")))", "(\"2026-01-01\"))(\"storage_medium\" = \"SSD\"))"));
        assertThat(tree.read("shop/migrations/V0001Initial.java")).isNotEqualTo(migration);
        tree.with(tree.read("shop/Account.java").replace("LocalDate day", "LocalDate day, Integer more"));
        record(tree, "more");

        assertThatThrownBy(() -> openRecorder(tree).writeCheckpoint("", CheckpointOptions.UNDECIDED.withDeletion()))
                .hasMessageContaining("V0001Initial.1 sets properties of partitions");
    }

    @Test
    void keptStatementsPrecedeWhatNeedsThem() {
        SourceTree tree = createShop(folder, FIRST_COMPONENTS);
        tree.with("""
                package shop;
                import dev.cairn.annotation.Schema;
                @Schema(name = "shop", value = Account.class, functions = "CREATE FUNCTION mask(string) RETURNS string")
                public interface Shop {}
                """);
        recordInitial(
                tree,
                "CREATE FUNCTION mask(string) RETURNS string PROPERTIES (\"file\" = \"http://x/y.jar\", \"symbol\" = \"a.B\","
                        + " \"type\" = \"StarrocksJar\")",
                "CREATE RESOURCE GROUP etl TO (user = 'loader') WITH ('cpu_weight' = '1', 'mem_limit' = '10%')",
                "INSERT INTO account VALUES (1, mask('a'), 'DE')",
                "CREATE USER reader",
                "GRANT SELECT ON TABLE account TO USER reader",
                "GRANT INSERT ON ALL TABLES IN DATABASE shop TO USER reader");
        tree.with("""
                package shop;
                import dev.cairn.annotation.Schema;
                @Schema(name = "shop", value = {Account.class, Counts.class, Doubled.class, Masked.class},
                        functions = "CREATE FUNCTION mask(string) RETURNS string")
                public interface Shop {}
                """).with("""
                package shop;
                import dev.cairn.annotation.*;
                @MaterializedView(query = "SELECT country, count(*) AS n FROM account GROUP BY country")
                @Refresh(mode = Refresh.Mode.MANUAL)
                @Property(name = "resource_group", value = "etl")
                public record Counts(@Varchar(10) String country, long n) {}
                """).with("""
                package shop;
                import dev.cairn.annotation.*;
                @View(query = "SELECT n * 2 AS n FROM counts")
                public record Doubled(Long n) {}
                """).with("""
                package shop;
                import dev.cairn.annotation.*;
                @View(query = "SELECT id, mask(name) AS name FROM account")
                public record Masked(long id, String name) {}
                """);
        record(tree, "views");

        assertThat(keepAll(tree))
                .extracting(
                        text -> text.lines().findFirst().orElseThrow().replaceAll(" (\\(|AS|PROPERTIES|VALUES).*", ""))
                .containsExactly(
                        "CREATE FUNCTION mask(string) RETURNS string",
                        "CREATE RESOURCE GROUP etl TO",
                        "CREATE USER reader",
                        "CREATE TABLE `account`",
                        "CREATE VIEW `masked`",
                        "INSERT INTO account",
                        "CREATE MATERIALIZED VIEW `counts`",
                        "CREATE VIEW `doubled`",
                        "GRANT SELECT ON TABLE account TO USER reader",
                        "GRANT INSERT ON ALL TABLES IN DATABASE shop TO USER reader");
    }
}
