package dev.cairn.internal.reflection;

import static dev.cairn.internal.reflection.ReflectionServer.nameInShop;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Role;
import dev.cairn.embedded.replay.Replayer;
import dev.cairn.embedded.replay.Transcript;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.sql.Sql;
import dev.cairn.sql.cluster.ClusterObjectKind;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Answers of servers with an unusual configuration or a later version are understood, or reported as gaps. */
class UnusualAnswersTest {
    private static final List<String> SHOW_CREATE_COLUMNS = List.of("Table", "Create Table");

    private static Transcript createTranscript(String... tables) {
        return Transcript.EMPTY
                .with(
                        "SHOW FULL TABLES FROM shop",
                        List.of("Tables_in_shop", "Table_type"),
                        List.of(tables).stream()
                                .map(table -> List.of(table, "BASE TABLE"))
                                .toList())
                .with("SHOW MATERIALIZED VIEWS FROM shop", List.of("name", "refresh_type", "text"), List.of());
    }

    private static String renderTable(String name) {
        return "CREATE TABLE `" + name + "` (\n  `k` int(11) NULL COMMENT \"\"\n) ENGINE=OLAP \nDUPLICATE KEY(`k`)\n"
                + "DISTRIBUTED BY HASH(`k`) BUCKETS 2 \nPROPERTIES (\n\"compression\" = \"LZ4\",\n"
                + "\"fast_schema_evolution\" = \"true\",\n\"replicated_storage\" = \"true\",\n"
                + "\"replication_num\" = \"3\"\n);";
    }

    private static Catalog createCatalog(String... tables) {
        Catalog catalog = Catalog.EMPTY.withDatabase(Database.of("shop"));
        for (String table : tables) {
            String sql = "CREATE TABLE " + table + " (k INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 2";
            catalog = new Engine(ReflectionServer.PROFILE)
                    .apply(catalog, new Session("shop"), Sql.parse(sql))
                    .catalog();
        }
        return catalog;
    }

    private static LiveSchema readSchema(Transcript transcript, Catalog recorded) {
        try (Replayer replayer = Replayer.start(transcript)) {
            ConnectionFactory connections =
                    new ConnectionFactory(TestDataSources.of(replayer.jdbcUrl() + "shop"), "shop", Ticker.system());
            try (ServerConnection connection = connections.open()) {
                return new SchemaReflection(connections, ReflectionServer.PROFILE).readAll(connection, recorded);
            }
        }
    }

    /** If another system manages privileges, GRANT and REVOKE have no effect, and SHOW GRANTS shows too little. */
    @Test
    void rolesAreNotComparedIfAnotherSystemManagesPrivileges() {
        Transcript transcript = createTranscript()
                .with(
                        "ADMIN SHOW FRONTEND CONFIG LIKE 'access_control'",
                        List.of("Key", "AliasNames", "Value", "Type", "IsMutable", "Comment"),
                        List.of(List.of("access_control", "[]", "ranger", "String", "false", "")));
        Catalog expected = createCatalog().withRole(Role.of("analyst", ""));

        LiveSchema live = readSchema(transcript, expected);
        assertThat(live.gaps())
                .extracting(Object::toString)
                .containsExactly(
                        "roles: the privileges of this cluster are managed by Apache Ranger, so roles and their"
                                + " privileges are neither changed nor compared");
        assertThat(new DriftCheck(ReflectionServer.PROFILE, "shop")
                        .compare(live, expected)
                        .hasNoDifferences())
                .isTrue();
    }

    /** If no backend answers, the count of the tasks has no row, while an empty list has the count 0. */
    @Test
    void tasksAreUnknownIfNoBackendCountsThem() {
        String tasksQuery =
                "SELECT TASK_NAME, SCHEDULE, CATALOG, `DATABASE`, DEFINITION, PROPERTIES FROM information_schema.tasks";
        List<String> columns = List.of("TASK_NAME", "SCHEDULE", "CATALOG", "DATABASE", "DEFINITION", "PROPERTIES");
        Catalog expected = createCatalog("a")
                .withClusterObjects(ClusterObjects.MANAGED_EMPTY.withObject(
                        new ClusterObject(ClusterObjectKind.TASK, "shop", "night", new TreeMap<>())));
        for (List<List<String>> countRows : List.of(List.<List<String>>of(), List.of(List.of("0")))) {
            Transcript transcript = createTranscript("a")
                    .with("SHOW CREATE TABLE shop.a", SHOW_CREATE_COLUMNS, List.of(List.of("a", renderTable("a"))))
                    .with(tasksQuery, columns, List.of())
                    .with("SELECT count(*) FROM information_schema.tasks", List.of("count(*)"), countRows);
            assertThat(readSchema(transcript, expected).gaps())
                    .extracting(Object::toString)
                    .isEqualTo(
                            countRows.isEmpty()
                                    ? List.of(
                                            "task night: no backend answers, and only a backend lists objects of this kind")
                                    : List.of());
        }
    }

    @Test
    void unknownSyntaxOfALaterServerIsAGap() {
        Transcript transcript = createTranscript("a", "b", "c")
                .with("SHOW CREATE TABLE shop.a", SHOW_CREATE_COLUMNS, List.of(List.of("a", renderTable("a"))))
                .with(
                        "SHOW CREATE TABLE shop.b",
                        SHOW_CREATE_COLUMNS,
                        List.of(List.of("b", "CREATE TABLE `b` FOLDED TWICE")))
                .with(
                        "SHOW CREATE TABLE shop.c",
                        SHOW_CREATE_COLUMNS,
                        List.of(List.of("c", renderTable("c").replace("`k` int(11) NULL", "`k` hll NULL"))));
        LiveSchema live = readSchema(transcript, createCatalog("a", "b", "c"));
        assertThat(SchemaObject.collectNames(live.catalog())).containsExactly(nameInShop("a"));
        assertThat(live.gaps()).extracting(ReflectionGap::object).containsExactly(nameInShop("b"), nameInShop("c"));
        assertThat(live.gaps().get(0).reason()).startsWith("the output of SHOW CREATE can't be parsed: ");
        assertThat(live.gaps().get(1).reason()).startsWith("the output of SHOW CREATE is not understood: ");
        assertThat(new DriftCheck(ReflectionServer.PROFILE, "shop")
                        .compare(live, createCatalog("a", "b", "c"))
                        .hasNoDifferences())
                .isTrue();
    }

    @Test
    void aTableOfAnotherStorageSystemIsAGap() {
        String createExternalTable = """
            CREATE EXTERNAL TABLE `a` (
              `k` int(11) NULL COMMENT ""
            ) ENGINE=MYSQL
            PROPERTIES (
            "host" = "h",
            "port" = "3306",
            "user" = "u",
            "password" = "",
            "database" = "d",
            "table" = "t"
            );\
            """;
        LiveSchema live = readSchema(
                createTranscript("a")
                        .with(
                                "SHOW CREATE TABLE shop.a",
                                SHOW_CREATE_COLUMNS,
                                List.of(List.of("a", createExternalTable))),
                createCatalog("a"));
        assertThat(live.gaps())
                .extracting(ReflectionGap::toString)
                .containsExactly("shop.a: it is stored in another system, which Cairn does not support");
    }

    @Test
    void aCaseInsensitiveServerKeepsTheRequestedNames() {
        Transcript transcript = createTranscript("orders", "others")
                .with(
                        "SHOW CREATE TABLE shop.Orders",
                        SHOW_CREATE_COLUMNS,
                        List.of(List.of("orders", renderTable("orders"))));
        LiveSchema live = readSchema(transcript, createCatalog("Orders"));
        assertThat(SchemaObject.collectNames(live.catalog())).containsExactly(nameInShop("Orders"));
        assertThat(live.unmanagedObjects()).extracting(ListedObject::toString).containsExactly("table shop.others");
        assertThat(live.gaps()).isEmpty();
    }

    @Test
    void listPartitionsArePrintedInAnyOrder() {
        String sql = "CREATE TABLE a (k INT, s VARCHAR(9) NOT NULL) DUPLICATE KEY (k) PARTITION BY LIST (s)"
                + " (PARTITION p1 VALUES IN ('it''s'), PARTITION p2 VALUES IN ('b')) DISTRIBUTED BY HASH (k) BUCKETS 2";
        Catalog recorded = new Engine(ReflectionServer.PROFILE)
                .apply(Catalog.EMPTY.withDatabase(Database.of("shop")), new Session("shop"), Sql.parse(sql))
                .catalog();
        SchemaObject table = SchemaObject.find(recorded, nameInShop("a")).orElseThrow();
        String shownTable = table.renderShowCreate(ReflectionServer.PROFILE);
        String firstPartition = "  PARTITION p1 VALUES IN ('it's')";
        String secondPartition = "  PARTITION p2 VALUES IN ('b')";
        String reorderedTable =
                shownTable.replace(firstPartition + ",\n" + secondPartition, secondPartition + ",\n" + firstPartition);
        assertThat(reorderedTable).isNotEqualTo(shownTable);

        LiveSchema live = readSchema(
                createTranscript("a")
                        .with("SHOW CREATE TABLE shop.a", SHOW_CREATE_COLUMNS, List.of(List.of("a", reorderedTable))),
                recorded);
        assertThat(live.gaps()).isEmpty();
        assertThat(new DriftCheck(ReflectionServer.PROFILE, "shop")
                        .compare(live, recorded)
                        .hasNoDifferences())
                .isTrue();
    }
}
