package dev.cairn.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Role;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.cluster.ClusterObjectKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** Compares the answers to statements about Iceberg tables with those of a frontend of StarRocks 4.1. */
class IcebergTablesTest {
    private static final Engine ENGINE = new Engine(ServerProfile.DEFAULT);

    /** Marks recorded errors whose words the engine does not repeat, such as those of an internal exception. */
    private static final String REWORDED_ERROR_PREFIX = "ERR* ";

    private static final Catalog SHOP =
            Catalog.EMPTY.withClusterObjects(ClusterObjects.MANAGED_EMPTY).withDatabase(Database.of("shop"));

    private static final String CREATE_VIEW = "CREATE MATERIALIZED VIEW ids REFRESH MANUAL AS SELECT id FROM lake.d.t";

    private ClusterTranscript transcript = new ClusterTranscript();

    @Test
    void eachStatementIsAnsweredAsRecorded() throws IOException {
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        for (ClusterTranscript.Exchange exchange : ClusterTranscript.read("iceberg-4.1.txt")) {
            String statement = exchange.statement();
            boolean isShowStatement = statement.startsWith("SHOW") || statement.startsWith("DESC");
            if (!isShowStatement) {
                String answer = transcript.answerStatement(statement);
                boolean isRewordedError = exchange.answer().startsWith(REWORDED_ERROR_PREFIX);
                expected.add(statement + "\n" + (isRewordedError ? REWORDED_ERROR_PREFIX.strip() : exchange.answer()));
                actual.add(statement + "\n" + (isRewordedError ? answer.substring(0, 3) + "*" : answer));
            }
        }
        assertThat(actual).hasSizeGreaterThan(60).containsExactlyElementsOf(expected);
    }

    /** A server before 4.0 prints partition columns in parentheses, and properties of StarRocks beside those of Iceberg. */
    @Test
    void aTableOfAnOlderServerIsReadAsTheCatalogStoresIt() throws IOException {
        transcript = new ClusterTranscript(ServerProfile.DEFAULT.with(Version.V3_5));
        requireReadAsStored("iceberg-3.5.txt");
    }

    /** A server before 4.0 knows neither functions in PARTITION BY nor ORDER BY nor changes of the partitioning. */
    @Test
    void newerSyntaxIsRefusedForOlderServers() throws IOException {
        ClusterTranscript olderTranscript = new ClusterTranscript(ServerProfile.DEFAULT.with(Version.V3_5));
        int refusedCount = 0;
        for (ClusterTranscript.Exchange exchange : ClusterTranscript.read("iceberg-3.5.txt")) {
            if (!exchange.statement().startsWith("SHOW")
                    && !exchange.statement().startsWith("DESC")) {
                String answer = olderTranscript.answerStatement(exchange.statement());
                assertThat(answer.substring(0, 2))
                        .as(exchange.statement())
                        .isEqualTo(exchange.answer().substring(0, 2));
                refusedCount += answer.contains("needs StarRocks 4.0 or later") ? 1 : 0;
            }
        }
        assertThat(refusedCount).isGreaterThan(5);
    }

    @Test
    void aTableIsReadAsTheCatalogStoresIt() throws IOException {
        requireReadAsStored("iceberg-4.1.txt");
    }

    private void requireReadAsStored(String fileName) throws IOException {
        int readCount = 0;
        String description = "";
        for (ClusterTranscript.Exchange exchange : ClusterTranscript.read(fileName)) {
            if (exchange.statement().startsWith("DESC")) {
                description = exchange.answer();
            } else if (exchange.statement().startsWith("SHOW CREATE TABLE")) {
                readCount++;
                requireReadAsStored(exchange.statement(), description, exchange.answer());
            } else {
                transcript.answerStatement(exchange.statement());
            }
        }
        assertThat(readCount).isGreaterThan(5);
    }

    private void requireReadAsStored(String statement, String description, String answer) {
        String name = statement.substring(statement.lastIndexOf(' ') + 1).replace("`", "");
        Optional<ClusterObject> storedTable =
                transcript.catalog().clusterObjects().find(ClusterObjectKind.ICEBERG_TABLE, name);
        SortedMap<String, ClusterObject> liveTables = ClusterObjectRules.of(ClusterObjectKind.ICEBERG_TABLE)
                .readObjects(
                        sql -> sql.startsWith("DESC")
                                ? parseRows(description)
                                : parseRows(sql.startsWith("SHOW T") ? listTable(name) : answer),
                        Set.of(name.substring(0, name.lastIndexOf('.'))),
                        name::equals);
        ClusterListing listing = ClusterObjectRules.of(ClusterObjectKind.ICEBERG_TABLE)
                .describe(storedTable.orElseThrow())
                .orElseThrow();
        assertThat(listing.rows().stream().map(row -> row.subList(0, 6)).toList())
                .isEqualTo(parseRows(description).stream()
                        .map(row -> listing.columnNames().subList(0, 6).stream()
                                .map(row::text)
                                .toList())
                        .toList());
        ClusterObject table = ClusterSecrets.restoreHiddenParts(storedTable.orElseThrow(), liveTables.get(name));
        assertThat(table.parts()).as(statement).isEqualTo(storedTable.get().parts());
    }

    private static String listTable(String name) {
        String[] parts = name.split("\\.", -1);
        return "| Tables_in_" + parts[1] + "=" + parts[2];
    }

    private static List<ClusterObjectRules.AnswerRow> parseRows(String answer) {
        return answer.lines()
                .map(line -> ClusterTranscript.parseRow(line))
                .map(row -> (ClusterObjectRules.AnswerRow)
                        column -> row.getOrDefault(column, "").replace("\\n", "\n"))
                .toList();
    }

    private static StatementResult apply(Catalog catalog, String sql) {
        return ENGINE.apply(catalog, Session.EMPTY, Sql.parse(sql));
    }

    /** An administrator may have created the catalog of a schema's tables. */
    @Test
    void theCatalogMustExistWhereAllCatalogsAreKnown() {
        String createTableSql = "CREATE TABLE lake.d.t (id int)";
        Catalog schema = Catalog.EMPTY.withClusterObjects(ClusterObjects.MANAGED_EMPTY);
        assertThat(apply(schema, createTableSql)
                        .catalog()
                        .clusterObjects()
                        .find(ClusterObjectKind.ICEBERG_TABLE, "lake.d.t"))
                .isPresent();

        Catalog server = schema.withRole(Role.of(Role.ROOT, ""));
        for (String statement : List.of(createTableSql, "DROP TABLE lake.d.t", "DROP TABLE IF EXISTS lake.d.t")) {
            assertThatThrownBy(() -> apply(server, statement))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.errno()).isEqualTo(5078))
                    .hasMessageContaining("Unknown catalog 'lake'");
        }
        assertThatThrownBy(() -> apply(server, "ALTER TABLE lake.d.t ADD COLUMN v int"))
                .hasMessageContaining("database 'lake.d' does not exist");
        Catalog serverWithLake = apply(server, "CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg')")
                .catalog();
        assertThat(apply(serverWithLake, createTableSql).catalog()).isNotEqualTo(serverWithLake);
    }

    @Test
    void aColumnWithParenthesesInItsNameIsNoCall() {
        transcript.answerStatement("CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg')");
        assertThat(transcript.answerStatement(
                        "CREATE TABLE lake.d.t (id int, `price (eur)` int) PARTITION BY (`price (eur)`)"))
                .isEqualTo("OK");
        assertThat(transcript.answerStatement("CREATE TABLE lake.d.u (id int) PARTITION BY (identity(id))"))
                .startsWith("ERR");
    }

    @Test
    void rowsHaveTheirPartitionsAndAWritableFormat() {
        Catalog schema = Catalog.EMPTY.withClusterObjects(ClusterObjects.MANAGED_EMPTY);
        for (String create : List.of(
                "CREATE TABLE lake.d.t (id int, d date, `Big` int) PARTITION BY d, bucket(`Big`, 4)",
                "CREATE TABLE lake.d.u (id int, d date) PARTITION BY d",
                "CREATE TABLE lake.d.n (id int)",
                "CREATE TABLE lake.d.any (id int) PROPERTIES ('write.format.default' = '${format}')",
                "CREATE TABLE lake.d.orc (id int) PROPERTIES ('write.format.default' = 'ORC')",
                "CREATE TABLE lake.d.avro (id int) PROPERTIES ('file_format' = 'avro')")) {
            schema = apply(schema, create).catalog();
        }
        for (String insert : List.of(
                "INSERT INTO lake.d.t VALUES (1, NULL, 2)",
                "INSERT INTO lake.d.t (big, D) VALUES (1, NULL)",
                "INSERT INTO lake.d.t SELECT 1, d, 2 FROM lake.d.u",
                "INSERT INTO lake.d.t BY NAME SELECT id, d FROM lake.d.u",
                "INSERT INTO lake.d.u BY NAME SELECT 1 AS id",
                "INSERT INTO lake.d.u SELECT 1, NULL",
                "INSERT OVERWRITE lake.d.u PARTITION (D = '2020-01-01') SELECT 1",
                "INSERT INTO lake.d.any VALUES (1)")) {
            apply(schema, insert);
        }
        Map<String, String> reasonsByStatement = Map.ofEntries(
                Map.entry("INSERT INTO lake.d.t (id) VALUES (1)", "Must include partition column d"),
                Map.entry("INSERT INTO lake.d.t (id, d) VALUES (1, NULL)", "Must include partition column Big"),
                Map.entry("INSERT INTO lake.d.orc VALUES (1)", "ICEBERG table with parquet file format"),
                Map.entry("INSERT INTO lake.d.avro SELECT 1", "ICEBERG table with parquet file format"),
                Map.entry("INSERT INTO lake.d.u PARTITION (d = '2020-01-01') SELECT 1, NULL", "column count: 1"),
                Map.entry("INSERT INTO lake.d.u PARTITION (id = 1) SELECT NULL", "Can't find partition column id"),
                Map.entry("INSERT INTO lake.d.n PARTITION (id = 1) SELECT 1", "Only 0 partition columns"),
                Map.entry("INSERT INTO lake.d.t PARTITION (d = '2020-01-01') SELECT 1, 2", "Must include all 2"),
                Map.entry("INSERT INTO lake.d.t SELECT id, NULL, 2 FROM lake.d.u", "Staitc insert"),
                Map.entry("INSERT OVERWRITE lake.d.t PARTITION (d = NULL, big = 1) SELECT 1", "Staitc insert"));
        Catalog catalogWithTables = schema;
        reasonsByStatement.forEach((statement, reason) -> assertThatThrownBy(() -> apply(catalogWithTables, statement))
                .as(statement)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(reason));
        String submitPrefix = "SUBMIT TASK t SCHEDULE EVERY (INTERVAL 1 DAY) AS ";
        Session shopSession = new Session("shop");
        Catalog shop = catalogWithTables.withDatabase(Database.of("shop"));
        reasonsByStatement.forEach((statement, reason) -> {
            if (!reason.startsWith("Staitc")) { // only planning finds it
                assertThatThrownBy(() -> ENGINE.apply(shop, shopSession, Sql.parse(submitPrefix + statement)))
                        .as(statement)
                        .isInstanceOf(Refusal.class)
                        .hasMessageContaining(reason);
            } else {
                ENGINE.apply(shop, shopSession, Sql.parse(submitPrefix + statement));
            }
        });
    }

    /**
     * No server checks the statement of a task again, so a migration loses the task if the server refuses its statement
     * when it is submitted a second time.
     */
    @Test
    void rowsAreCheckedWithAllColumnsOfTheTable() {
        Catalog schema = apply(
                        Catalog.EMPTY.withClusterObjects(ClusterObjects.MANAGED_EMPTY),
                        "CREATE TABLE lake.d.t (id int NOT NULL, v int)")
                .catalog();
        apply(schema, "INSERT INTO lake.d.t SELECT 1, 2");
        apply(schema, "INSERT INTO lake.d.t (id) VALUES (1)");
        apply(schema, "DELETE FROM lake.d.t WHERE id = 1");
        Map.of(
                        "INSERT INTO lake.d.t SELECT 1", "column count",
                        "INSERT INTO lake.d.t VALUES (1, 2, 3)", "column count",
                        "INSERT INTO lake.d.t (v) VALUES (1)", "'id'",
                        "INSERT INTO lake.d.t (id, id) VALUES (1, 2)", "'id'",
                        "UPDATE lake.d.t SET v = 1 WHERE id = 1", "does not support update")
                .forEach((statement, reason) -> assertThatThrownBy(() -> apply(schema, statement))
                        .as(statement)
                        .isInstanceOf(Refusal.class)
                        .hasMessageContaining(reason));
    }

    private static Catalog applyAll(Catalog catalog, String... statements) {
        Catalog newCatalog = catalog;
        for (String statement : statements) {
            newCatalog = ENGINE.apply(newCatalog, new Session("shop"), Sql.parse(statement))
                    .catalog();
        }
        return newCatalog;
    }

    @Test
    void noMaterializedViewIsBuiltOverATableWhosePartitioningHasChanged() {
        Catalog shop = applyAll(
                SHOP,
                "CREATE TABLE lake.d.t (id int, d date) PARTITION BY d",
                "CREATE VIEW v AS SELECT id FROM lake.d.t",
                CREATE_VIEW);
        Catalog repartitionedCatalog = applyAll(shop, "ALTER TABLE lake.d.t ADD PARTITION COLUMN bucket(id, 4)");
        String createOverView = "CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT id FROM v";
        for (Catalog catalog : List.of(
                repartitionedCatalog,
                applyAll(repartitionedCatalog, "ALTER TABLE lake.d.t DROP PARTITION COLUMN bucket(id, 4)"),
                applyAll(repartitionedCatalog, "ALTER TABLE lake.d.t RENAME COLUMN d TO e"))) {
            assertThatThrownBy(() -> applyAll(catalog, createOverView))
                    .hasMessageContaining("base iceberg table t has done partition evolution");
            assertThatThrownBy(() -> applyAll(
                            catalog, "ALTER MATERIALIZED VIEW ids INACTIVE", "ALTER MATERIALIZED VIEW ids ACTIVE"))
                    .hasMessageContaining("Can not active materialized view");
        }
        applyAll(shop, "ALTER TABLE lake.d.t RENAME COLUMN d TO e", createOverView);
        applyAll(repartitionedCatalog, "DROP TABLE lake.d.t", "CREATE TABLE lake.d.t (id int)", createOverView);
    }
}
