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
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Rename.ColumnRename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.Plan;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ClusterObjectKind;
import dev.cairn.sql.ast.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the answers to statements about Iceberg tables with those of a frontend of StarRocks 4.1. */
class IcebergTablesTest {
    private static final Engine ENGINE = new Engine(ServerProfile.DEFAULT);

    private final ClusterTranscript transcript = new ClusterTranscript();

    /** Errors that the server reports in other words, such as those of an internal exception. */
    private static final String OTHER_WORDS = "ERR* ";

    @Test
    void eachStatementIsAnsweredAsRecorded() throws IOException {
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        for (ClusterTranscript.Exchange exchange : ClusterTranscript.read("iceberg-4.1.txt")) {
            String statement = exchange.statement();
            boolean isRead = statement.startsWith("SHOW") || statement.startsWith("DESC");
            if (!isRead) {
                String answer = transcript.answer(statement);
                boolean hasOtherWords = exchange.answer().startsWith(OTHER_WORDS);
                expected.add(statement + "\n" + (hasOtherWords ? OTHER_WORDS.strip() : exchange.answer()));
                actual.add(statement + "\n" + (hasOtherWords ? answer.substring(0, 3) + "*" : answer));
            }
        }
        assertThat(actual).hasSizeGreaterThan(60).containsExactlyElementsOf(expected);
    }

    @Test
    void aTableIsReadAsTheCatalogHasIt() throws IOException {
        int reads = 0;
        String description = "";
        for (ClusterTranscript.Exchange exchange : ClusterTranscript.read("iceberg-4.1.txt")) {
            if (exchange.statement().startsWith("DESC")) {
                description = exchange.answer();
            } else if (exchange.statement().startsWith("SHOW CREATE TABLE")) {
                reads++;
                assertIsReadAsKept(exchange.statement(), description, exchange.answer());
            } else {
                transcript.answer(exchange.statement());
            }
        }
        assertThat(reads).isGreaterThan(5);
    }

    private static StatementResult apply(Catalog catalog, String sql) {
        return ENGINE.apply(catalog, Session.NONE, Sql.parse(sql));
    }

    /** An administrator may have created the catalog of a schema's tables. */
    @Test
    void theCatalogMustExistWhereAllCatalogsAreKnown() {
        String create = "CREATE TABLE lake.d.t (id int)";
        Catalog schema = Catalog.EMPTY.withClusterObjects(ClusterObjects.NONE);
        assertThat(apply(schema, create).catalog().clusterObjects().find(ClusterObjectKind.ICEBERG_TABLE, "lake.d.t"))
                .isPresent();

        Catalog server = schema.withRole(Role.of(Catalog.ROOT_ROLE, ""));
        for (String statement : List.of(create, "DROP TABLE lake.d.t", "DROP TABLE IF EXISTS lake.d.t")) {
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
        assertThat(apply(serverWithLake, create).catalog()).isNotEqualTo(serverWithLake);
    }

    @Test
    void theDocumentationListsTheChangesThatNoStatementTakesBack() throws IOException {
        Catalog catalog = apply(Catalog.EMPTY.withClusterObjects(ClusterObjects.NONE), """
                        CREATE TABLE lake.d.t (id int NOT NULL, part int, a int, b string) PARTITION BY part
                        PROPERTIES ('note' = 'a')""")
                .catalog();
        Map<String, String> irreversible = new LinkedHashMap<>();
        irreversible.put("drops a table, whose rows would not come back", "DROP TABLE lake.d.t");
        irreversible.put("drops a column, whose values would not come back", "ALTER TABLE lake.d.t DROP COLUMN a");
        irreversible.put("gives a column a wider type", "ALTER TABLE lake.d.t MODIFY COLUMN a bigint");
        irreversible.put("lets a NOT NULL column permit NULL", "ALTER TABLE lake.d.t MODIFY COLUMN id int");
        irreversible.put(
                "sets a property that has no default and was not set before",
                "ALTER TABLE lake.d.t SET ('other' = 'b')");
        irreversible.put("raises `format-version`", "ALTER TABLE lake.d.t SET ('format-version' = '3')");
        List<String> documentedChanges = Files.readAllLines(Path.of("..", "docs", "cluster.md")).stream()
                .dropWhile(
                        line -> !line.endsWith("A migration is irreversible if it does what no statement takes back:"))
                .skip(1)
                .takeWhile(line -> line.startsWith("  - "))
                .map(line -> line.substring("  - ".length()))
                .toList();
        assertThat(documentedChanges).containsExactlyElementsOf(irreversible.keySet());
        irreversible
                .values()
                .forEach(statement -> assertThat(isTakenBack(catalog, statement))
                        .as(statement)
                        .isFalse());
        for (String statement : List.of(
                "CREATE TABLE lake.d.u (id int)",
                "ALTER TABLE lake.d.t ADD COLUMN c int",
                "ALTER TABLE lake.d.t RENAME COLUMN a TO z",
                "ALTER TABLE lake.d.t MODIFY COLUMN a int COMMENT 'c'",
                "ALTER TABLE lake.d.t MODIFY COLUMN b string AFTER id",
                "ALTER TABLE lake.d.t ADD PARTITION COLUMN a",
                "ALTER TABLE lake.d.t DROP PARTITION COLUMN part",
                "ALTER TABLE lake.d.t COMMENT = 'c'",
                "ALTER TABLE lake.d.t SET ('note' = 'b')",
                "ALTER TABLE lake.d.t SET ('write.format.default' = 'orc')")) {
            assertThat(isTakenBack(catalog, statement)).as(statement).isTrue();
        }
    }

    private static boolean isTakenBack(Catalog before, String statement) {
        Simulation simulation = new Simulation(ENGINE, Session.NONE, before);
        simulation.apply(MigrationAction.parse(statement));
        Catalog catalog = simulation.catalog();
        for (Statement reversal : simulation.steps().get(0).reversalStatements()) {
            catalog = ENGINE.apply(catalog, Session.NONE, reversal).catalog();
        }
        return catalog.clusterObjects().equals(before.clusterObjects());
    }

    @Test
    void rowsHaveTheirPartitionsAndAWritableFormat() {
        Catalog schema = Catalog.EMPTY.withClusterObjects(ClusterObjects.NONE);
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
        Map<String, String> refusals = Map.ofEntries(
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
        Catalog tables = schema;
        refusals.forEach((statement, reason) -> assertThatThrownBy(() -> apply(tables, statement))
                .as(statement)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(reason));
        String task = "SUBMIT TASK t SCHEDULE EVERY (INTERVAL 1 DAY) AS ";
        Session inShop = new Session("shop");
        Catalog shop = tables.withDatabase(Database.of("shop"));
        refusals.forEach((statement, reason) -> {
            if (!reason.startsWith("Staitc")) { // only planning finds it
                assertThatThrownBy(() -> ENGINE.apply(shop, inShop, Sql.parse(task + statement)))
                        .as(statement)
                        .isInstanceOf(Refusal.class)
                        .hasMessageContaining(reason);
            } else {
                ENGINE.apply(shop, inShop, Sql.parse(task + statement));
            }
        });
    }

    /**
     * No server checks the statement of a task again: it is lost if the server refuses it when a migration submits it
     * anew.
     */
    @Test
    void rowsAreCheckedWithAllColumnsOfTheTable() {
        Catalog schema = apply(
                        Catalog.EMPTY.withClusterObjects(ClusterObjects.NONE),
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

    private static List<String> plan(Catalog from, Catalog to, Rename... renames) {
        Plan plan = new Planner(ENGINE, new Session("shop")).plan(from, to, new Renames(List.of(renames)));
        return Stream.concat(
                        plan.impossibleChanges().stream().map(Object::toString),
                        plan.steps().stream()
                                .map(step -> Sql.render(step.action().statement())))
                .toList();
    }

    @Test
    void aTableIsCreatedAfterItsCatalogAndDroppedBeforeIt() {
        Catalog empty = Catalog.EMPTY.withClusterObjects(ClusterObjects.NONE);
        Catalog full = apply(empty, "CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg')")
                .catalog();
        full = apply(full, "CREATE TABLE lake.d.t (id int)").catalog();
        assertThat(plan(empty, full))
                .satisfiesExactly(
                        catalog -> assertThat(catalog).startsWith("CREATE EXTERNAL CATALOG"),
                        table -> assertThat(table).startsWith("CREATE TABLE"));
        assertThat(plan(full, empty)).containsExactly("DROP TABLE `lake`.`d`.`t`", "DROP CATALOG `lake`");
    }

    @Test
    void aRenamedColumnKeepsItsValues() {
        Catalog empty = Catalog.EMPTY.withClusterObjects(ClusterObjects.NONE);
        Catalog from = apply(empty, "CREATE TABLE lake.d.t (id int, a int, b string) PARTITION BY a ORDER BY (a)")
                .catalog();
        ObjectName table = new ObjectName("", "Iceberg table lake.d.t");
        ColumnRename renamed = new ColumnRename(table, "a", "c");
        Catalog to = apply(empty, "CREATE TABLE lake.d.t (id int, c bigint, b string) PARTITION BY c ORDER BY (c)")
                .catalog();
        assertThat(plan(from, to, renamed))
                .containsExactly(
                        "ALTER TABLE `lake`.`d`.`t` RENAME COLUMN `a` TO `c`",
                        "ALTER TABLE `lake`.`d`.`t` MODIFY COLUMN `c` bigint(20)");
        assertThat(plan(to, to, renamed)).isEmpty();

        ColumnRename ofInternalTable = new ColumnRename(new ObjectName("d", "t"), "a", "c");
        assertThat(plan(from, to, ofInternalTable)).noneMatch(text -> text.contains("RENAME"));
    }

    private static Catalog createTable(String definition) {
        return apply(Catalog.EMPTY.withClusterObjects(ClusterObjects.NONE), "CREATE TABLE lake.d.t " + definition)
                .catalog();
    }

    private static List<String> planOrder(String before, String after) {
        return plan(createTable("(" + before + ")"), createTable("(" + after + ")")).stream()
                .map(statement -> statement.replace("ALTER TABLE `lake`.`d`.`t` ", ""))
                .toList();
    }

    @Test
    void columnsThatNoStatementMovesKeepTheirPlaces() {
        assertThat(planOrder("a int, id bigint NOT NULL, s string", "id bigint NOT NULL, s string, a int"))
                .containsExactly("MODIFY COLUMN `a` int(11) AFTER `s`");
        assertThat(planOrder("id bigint NOT NULL, s string, a int", "a int, id bigint NOT NULL, s string"))
                .containsExactly("MODIFY COLUMN `a` int(11) FIRST");
        assertThat(planOrder("a int, s string, l array<int>", "a int, n int, l array<int>, s string"))
                .containsExactly("ADD COLUMN `n` int(11) AFTER `a`", "MODIFY COLUMN `s` varchar(65533) AFTER `l`");
        assertThat(planOrder("a int, n int, l array<int>, s string", "a int, s string, l array<int>"))
                .containsExactly("DROP COLUMN `n`", "MODIFY COLUMN `s` varchar(65533) AFTER `a`");
        assertThat(planOrder(
                        "id bigint NOT NULL, l array<int>, a int", "a int, l array<int>, id bigint NOT NULL, b int"))
                .containsExactly(
                        "Iceberg table lake.d.t: no statement moves a column that is NOT NULL or an ARRAY, a MAP or a STRUCT:"
                                + " keep the order of 'id', 'l'",
                        "ADD COLUMN `b` int(11)");
    }

    @Test
    void asFewColumnsAsPossibleMove() {
        assertThat(planOrder("a int, b int, c int, d int", "b int, c int, d int, a int"))
                .containsExactly("MODIFY COLUMN `a` int(11) AFTER `d`");
        assertThat(planOrder("a int, b int, c int", "b int, a bigint, c int, d int, e int"))
                .containsExactly(
                        "MODIFY COLUMN `a` bigint(20) AFTER `b`", "ADD COLUMN `d` int(11)", "ADD COLUMN `e` int(11)");
        assertThat(planOrder("a int, b int, c int, d int", "d int, x int, c int, y int, b int, a int, z int"))
                .containsExactly(
                        "MODIFY COLUMN `d` int(11) FIRST",
                        "ADD COLUMN `x` int(11) AFTER `d`",
                        "MODIFY COLUMN `c` int(11) AFTER `x`",
                        "ADD COLUMN `y` int(11) AFTER `c`",
                        "MODIFY COLUMN `b` int(11) AFTER `y`",
                        "ADD COLUMN `z` int(11)");
    }

    @Test
    void eachPartThatNoStatementChangesIsNamedBesideTheChangesOfTheOthers() {
        List<String> plan = plan(
                createTable("(id bigint NOT NULL, a int, s string, l array<int>, x int) COMMENT 'old' ORDER BY (id)"
                        + " PROPERTIES ('note' = 'n', 'other' = 'o')"),
                createTable(
                        "(id bigint NOT NULL COMMENT 'key', a int NOT NULL, s int, l array<bigint>, x bigint, n int NOT"
                                + " NULL) COMMENT 'new' ORDER BY (a DESC) PROPERTIES ('other' = 'p')"));
        assertThat(plan.get(0).split("; (?!keep it as)", -1))
                .containsExactly(
                        "Iceberg table lake.d.t: column 'id' is NOT NULL, and no statement changes such a column: keep its"
                                + " type and its comment, or let it permit NULL, as Long does instead of long",
                        "column 'a' permits NULL and can't become NOT NULL: let it permit NULL, as Long does instead of long",
                        "column 's' can't change its type from varchar(65533) to int(11): keep the type, or add a column of"
                                + " another name",
                        "column 'l' can't change from array<int(11)> to array<bigint(20)>: no statement changes a column to or"
                                + " from an ARRAY, a MAP or a STRUCT; keep it as it is, or add a column of another name",
                        "column 'n' is new and can't be NOT NULL: let it permit NULL, as Long does instead of long",
                        "ORDER BY can't change after the creation: keep (`id` ASC NULLS FIRST) instead of (`a` DESC NULLS LAST)",
                        "no statement removes the property 'note': declare it with a value");
        assertThat(plan.subList(1, plan.size()))
                .containsExactly(
                        "ALTER TABLE `lake`.`d`.`t` MODIFY COLUMN `x` bigint(20)",
                        "ALTER TABLE `lake`.`d`.`t` COMMENT = \"new\"",
                        "ALTER TABLE `lake`.`d`.`t` SET (\"other\" = \"p\")");
    }

    private static Catalog send(Catalog catalog, String... statements) {
        Catalog changed = catalog;
        for (String statement : statements) {
            changed = ENGINE.apply(changed, new Session("shop"), Sql.parse(statement))
                    .catalog();
        }
        return changed;
    }

    private static final Catalog SHOP =
            Catalog.EMPTY.withClusterObjects(ClusterObjects.NONE).withDatabase(Database.of("shop"));
    private static final String VIEW = "CREATE MATERIALIZED VIEW ids REFRESH MANUAL AS SELECT id FROM lake.d.t";

    @Test
    void noMaterializedViewIsBuiltOverATableWhosePartitioningHasChanged() {
        Catalog shop = send(
                SHOP,
                "CREATE TABLE lake.d.t (id int, d date) PARTITION BY d",
                "CREATE VIEW v AS SELECT id FROM lake.d.t",
                VIEW);
        Catalog changed = send(shop, "ALTER TABLE lake.d.t ADD PARTITION COLUMN bucket(id, 4)");
        String throughView = "CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT id FROM v";
        for (Catalog catalog : List.of(
                changed,
                send(changed, "ALTER TABLE lake.d.t DROP PARTITION COLUMN bucket(id, 4)"),
                send(changed, "ALTER TABLE lake.d.t RENAME COLUMN d TO e"))) {
            assertThatThrownBy(() -> send(catalog, throughView))
                    .hasMessageContaining("base iceberg table t has done partition evolution");
            assertThatThrownBy(() ->
                            send(catalog, "ALTER MATERIALIZED VIEW ids INACTIVE", "ALTER MATERIALIZED VIEW ids ACTIVE"))
                    .hasMessageContaining("Can not active materialized view");
        }
        send(shop, "ALTER TABLE lake.d.t RENAME COLUMN d TO e", throughView);
        send(changed, "DROP TABLE lake.d.t", "CREATE TABLE lake.d.t (id int)", throughView);
    }

    @Test
    void aPartitioningThatAMaterializedViewReadsIsKept() {
        Catalog before = send(SHOP, "CREATE TABLE lake.d.t (id int, d date, e date) PARTITION BY d", VIEW);
        Catalog after = send(
                SHOP,
                "CREATE TABLE lake.d.t (id int, e date, n int) PARTITION BY e",
                "CREATE VIEW v AS SELECT id FROM lake.d.t",
                VIEW,
                "CREATE MATERIALIZED VIEW more REFRESH MANUAL AS SELECT id FROM v");
        assertThat(plan(before, after))
                .startsWith(
                        "Iceberg table lake.d.t: PARTITION BY can't change while the materialized views shop.ids, shop.more read"
                                + " the table, because no server refreshes a materialized view after that: keep `d` instead of `e`,"
                                + " or use a view instead of the materialized one",
                        "ALTER TABLE `lake`.`d`.`t` ADD COLUMN `n` int(11)");
        Catalog withoutReader = send(SHOP, "CREATE TABLE lake.d.t (id int, e date, n int) PARTITION BY e");
        assertThat(plan(before, withoutReader))
                .contains("ALTER TABLE `lake`.`d`.`t` DROP COLUMN `d`")
                .noneMatch(text -> text.contains("PARTITION BY"));
        assertThat(plan(
                        send(withoutReader, "ALTER TABLE lake.d.t DROP PARTITION COLUMN e"),
                        send(SHOP, "CREATE TABLE lake.d.t (id int, e date, n int)", VIEW)))
                .containsExactly("shop.ids: Do not support create materialized view when base iceberg table t has done"
                        + " partition evolution");
    }

    @Test
    void anImpossibleChangeHidesNoOther() {
        assertThat(plan(
                        createTable("(id bigint, a int) COMMENT 'old' PARTITION BY a"),
                        createTable("(id bigint NOT NULL, a int, n int NOT NULL) COMMENT 'new' PARTITION BY n, id")))
                .containsExactly(
                        "Iceberg table lake.d.t: column 'id' permits NULL and can't become NOT NULL: let it permit NULL, as Long"
                                + " does instead of long; column 'n' is new and can't be NOT NULL: let it permit NULL, as Long"
                                + " does instead of long",
                        "ALTER TABLE `lake`.`d`.`t` DROP PARTITION COLUMN `a`",
                        "ALTER TABLE `lake`.`d`.`t` ADD PARTITION COLUMN `id`",
                        "ALTER TABLE `lake`.`d`.`t` COMMENT = \"new\"");
        assertThat(plan(
                        createVolume("S3", "'s3://a/'", "old", "'enabled' = 'true'"),
                        createVolume("HDFS", "'hdfs://b/'", "new", "'enabled' = 'false'")))
                .first()
                .asString()
                .startsWith("storage volume v: tables may have their rows in it");
        assertThat(plan(
                        createVolume("S3", "'s3://a/'", "old", "'enabled' = 'true'"),
                        createVolume("HDFS", "'hdfs://b/'", "new", "'enabled' = 'false'")))
                .anyMatch(text -> text.contains("COMMENT"))
                .anyMatch(text -> text.contains("enabled"));
    }

    private static Catalog createVolume(String type, String location, String comment, String properties) {
        return apply(
                        Catalog.EMPTY.withClusterObjects(ClusterObjects.NONE),
                        "CREATE STORAGE VOLUME v TYPE = " + type + " LOCATIONS = (" + location + ") COMMENT '" + comment
                                + "' PROPERTIES (" + properties + ")")
                .catalog();
    }

    @Test
    void aColumnThatMayHaveBeenRenamedIsNamed() {
        Plan plan = new Planner(ENGINE, Session.NONE)
                .plan(
                        createTable("(id bigint NOT NULL, a int, c int)"),
                        createTable("(code bigint NOT NULL, b int, a int)"),
                        Renames.NONE);
        assertThat(plan.hints())
                .extracting(Object::toString)
                .containsExactly(
                        "Iceberg table lake.d.t: if \"code\" is what \"id\" was, say so with @RenamedFrom(\"id\")",
                        "Iceberg table lake.d.t: if \"b\" is what \"c\" was, say so with @RenamedFrom(\"c\")");
    }

    /** The codec of a format without a property is that of Iceberg. */
    @Test
    void anotherFormatMayHaveAnotherCodec() {
        assertThat(plan(
                        createTable("(id int) PROPERTIES ('file_format' = 'orc', 'compression_codec' = 'zlib')"),
                        createTable("(id int) PROPERTIES ('compression_codec' = 'gzip')")))
                .singleElement()
                .asString()
                .contains("\"write.format.default\" = \"parquet\"", "\"write.parquet.compression-codec\" = \"gzip\"");
        assertThat(plan(
                        createTable("(id int) PROPERTIES ('file_format' = 'avro', 'compression_codec' = 'snappy')"),
                        createTable("(id int)")))
                .singleElement()
                .asString()
                .contains("\"write.avro.compression-codec\" = \"gzip\"", "\"write.format.default\" = \"parquet\"");
    }

    @Test
    void anAmbiguousRenameIsReported() {
        Catalog empty = Catalog.EMPTY.withClusterObjects(ClusterObjects.NONE);
        Catalog from =
                apply(empty, "CREATE TABLE lake.d.t (id int, a int, b int)").catalog();
        Catalog to = apply(empty, "CREATE TABLE lake.d.t (id int, b int)").catalog();
        ObjectName table = new ObjectName("", "Iceberg table lake.d.t");
        assertThat(plan(from, to, new ColumnRename(table, "a", "b")))
                .singleElement()
                .asString()
                .startsWith("Iceberg table lake.d.t: @RenamedFrom(\"a\") makes \"a\" the new \"b\"");
    }

    private void assertIsReadAsKept(String statement, String description, String answer) {
        String name = statement.substring(statement.lastIndexOf(' ') + 1).replace("`", "");
        Optional<ClusterObject> kept =
                transcript.catalog().clusterObjects().find(ClusterObjectKind.ICEBERG_TABLE, name);
        SortedMap<String, ClusterObject> live = ClusterObjectRules.of(ClusterObjectKind.ICEBERG_TABLE)
                .readObjects(
                        sql -> sql.startsWith("DESC")
                                ? rows(description)
                                : rows(sql.startsWith("SHOW T") ? list(name) : answer),
                        Set.of(name.substring(0, name.lastIndexOf('.'))),
                        name::equals);
        ClusterListing described = ClusterObjectRules.of(ClusterObjectKind.ICEBERG_TABLE)
                .describe(kept.orElseThrow())
                .orElseThrow();
        assertThat(described.rows().stream().map(row -> row.subList(0, 6)).toList())
                .isEqualTo(rows(description).stream()
                        .map(row -> described.columns().subList(0, 6).stream()
                                .map(row::text)
                                .toList())
                        .toList());
        ClusterObject table = ClusterSecrets.withSecretsOf(kept.orElseThrow(), live.get(name));
        assertThat(table.parts()).as(statement).isEqualTo(kept.get().parts());
    }

    private static String list(String name) {
        String[] parts = name.split("\\.", -1);
        return "| Tables_in_" + parts[1] + "=" + parts[2];
    }

    private static List<ClusterObjectRules.ShownRow> rows(String answer) {
        return answer.lines()
                .map(line -> ClusterTranscript.parseRow(line))
                .map(row -> (ClusterObjectRules.ShownRow)
                        column -> row.getOrDefault(column, "").replace("\\n", "\n"))
                .toList();
    }
}
