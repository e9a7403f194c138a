package dev.cairn.internal.reflection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.replay.Replayer;
import dev.cairn.embedded.replay.Transcript;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.plan.part.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The dependents of tables are read from the rows that StarRocks 4.1 prints. */
class DependentReaderTest {
    private static final Set<ObjectName> TABLES =
            Set.of(new ObjectName("shop", "orders"), new ObjectName("shop", "items"));
    private static final String TASKS_QUERY =
            "SELECT TASK_NAME, SCHEDULE, DEFINITION, PROPERTIES FROM information_schema.tasks WHERE `DATABASE` ="
                    + " 'shop'";

    private static final List<String> VIEW_COLUMN_NAMES = List.of("TABLE_SCHEMA", "TABLE_NAME", "DEFINITION");

    private static final Transcript TRANSCRIPT_WITHOUT_DICTIONARIES = Transcript.EMPTY
            .with(
                    "SHOW ROUTINE LOAD FROM shop",
                    List.of("Id", "Name", "TableName", "State", "Progress"),
                    List.of(
                            List.of("1", "clicks", "orders", "PAUSED", "{\"0\":\"4\"}"),
                            List.of("2", "all", "items", "RUNNING", "{\"0\":\"OFFSET_END\"}"),
                            List.of("3", "elsewhere", "parcels", "RUNNING", "{}")))
            .with(
                    "SHOW CREATE ROUTINE LOAD shop.clicks",
                    List.of("Job", "Create Job"),
                    List.of(List.of(
                            "clicks",
                            "CREATE ROUTINE LOAD shop.clicks on orders\n COLUMNS TERMINATED BY ',',\nCOLUMNS (id, tmp,"
                                    + " v=concat(tmp, 'x'))\nPROPERTIES\n(\n\"format\"=\"csv\"\n)\nFROM KAFKA\n(\n);")))
            .with(
                    "SHOW CREATE ROUTINE LOAD shop.`all`",
                    List.of("Job", "Create Job"),
                    List.of(
                            List.of(
                                    "all",
                                    "CREATE ROUTINE LOAD shop.all on items\nPROPERTIES\n(\n\"format\"=\"json\"\n)\nFROM KAFKA\n(\n);")))
            .with(
                    "SHOW PIPES FROM shop",
                    List.of("DATABASE_NAME", "PIPE_ID", "PIPE_NAME", "STATE", "TABLE_NAME"),
                    List.of(
                            List.of("shop", "7", "files", "RUNNING", "shop.orders"),
                            List.of("shop", "8", "others", "RUNNING", "shop.parcels")))
            .with(
                    TASKS_QUERY,
                    List.of("TASK_NAME", "SCHEDULE", "DEFINITION", "PROPERTIES"),
                    List.of(
                            List.of(
                                    "nightly",
                                    "PERIODIC START(2026) EVERY(1 DAYS)",
                                    "INSERT INTO x SELECT v FROM orders",
                                    ""),
                            List.of("once", "MANUAL", "INSERT INTO x SELECT v FROM orders", ""),
                            List.of("mv-12", "PERIODIC", "insert overwrite m select v from orders", "('mvId'='12')")))
            .with(
                    "SELECT TABLE_SCHEMA, TABLE_NAME, VIEW_DEFINITION AS DEFINITION FROM information_schema.views",
                    VIEW_COLUMN_NAMES,
                    List.of(
                            List.of("bi", "report", "SELECT o.V FROM shop.`orders` AS o"),
                            List.of("bi", "elsewhere", "SELECT v FROM orders"),
                            List.of("bi", "reorders", "SELECT v FROM shop.reorders"),
                            List.of("shop", "near", "SELECT w FROM items, orders")))
            .with(
                    "SELECT TABLE_SCHEMA, TABLE_NAME, MATERIALIZED_VIEW_DEFINITION AS DEFINITION FROM"
                            + " information_schema.materialized_views",
                    VIEW_COLUMN_NAMES,
                    List.of(List.of("bi", "sums", "CREATE MATERIALIZED VIEW sums AS SELECT k FROM shop.items")));

    private static final Transcript TRANSCRIPT = TRANSCRIPT_WITHOUT_DICTIONARIES.with(
            "SHOW DICTIONARY",
            List.of(
                    "DictionaryId",
                    "DictionaryName",
                    "CatalogName",
                    "DbName",
                    "dictionaryObject",
                    "dictionaryKeys",
                    "dictionaryValues"),
            List.of(
                    List.of("1", "dict", "default_catalog", "shop", "items", "[id]", "[v, w]"),
                    List.of("2", "dict2", "default_catalog", "other", "items", "[id]", "[v]")));

    private static List<TableDependent> readDependents(Transcript transcript, List<String> problems) {
        try (Replayer replayer = Replayer.start(transcript);
                ServerConnection connection = new ConnectionFactory(
                                TestDataSources.of(replayer.jdbcUrl() + "shop"), "shop", Ticker.system())
                        .open()) {
            return DependentReader.readDependents(connection, TABLES, problems::add);
        }
    }

    @Test
    void allKindsAreRead() {
        List<String> problems = new ArrayList<>();
        List<TableDependent> dependents = readDependents(TRANSCRIPT, problems);
        assertThat(problems).isEmpty();
        assertThat(dependents)
                .extracting(dependent -> dependent + " of " + dependent.tableName())
                .containsExactlyInAnyOrder(
                        "Routine Load shop.clicks (PAUSED, progress {\"0\":\"4\"}) of shop.orders",
                        "Routine Load shop.all (RUNNING, progress {\"0\":\"OFFSET_END\"}) of shop.items",
                        "pipe shop.files (RUNNING) of shop.orders",
                        "dictionary shop.dict of shop.items",
                        "task shop.nightly (PERIODIC START(2026) EVERY(1 DAYS)) of shop.orders",
                        "view bi.report of shop.orders",
                        "view shop.near of shop.items",
                        "view shop.near of shop.orders",
                        "materialized view bi.sums of shop.items");
    }

    @Test
    void aDependentUsesTheColumnsOfItsDefinition() {
        List<TableDependent> dependents = readDependents(TRANSCRIPT, new ArrayList<>());
        assertThat(dependents)
                .filteredOn(dependent -> dependent.mayUseColumn("W"))
                .extracting(dependent -> dependent.name().name())
                .containsExactlyInAnyOrder("all", "files", "dict", "near", "near");
        assertThat(dependents)
                .filteredOn(dependent -> dependent.mayUseColumn("v"))
                .hasSize(6);
    }

    @Test
    void aListThatTheServerRefusesIsAProblem() {
        List<String> problems = new ArrayList<>();
        assertThat(readDependents(
                        TRANSCRIPT_WITHOUT_DICTIONARIES.withRefusal("SHOW DICTIONARY", 5203, "42000", "Access denied"),
                        problems))
                .hasSize(8);
        assertThat(problems).singleElement().asString().startsWith("the dictionaries can't be read: ");
    }
}
