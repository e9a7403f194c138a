package dev.cairn.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.Database;
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
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the plans that create, change and drop Iceberg tables, and name the changes that no statement makes. */
class IcebergTablePlansTest {
    private static final Engine ENGINE = new Engine(ServerProfile.DEFAULT);

    private static final Catalog SHOP =
            Catalog.EMPTY.withClusterObjects(ClusterObjects.MANAGED_EMPTY).withDatabase(Database.of("shop"));

    private static final String CREATE_VIEW = "CREATE MATERIALIZED VIEW ids REFRESH MANUAL AS SELECT id FROM lake.d.t";

    private static StatementResult apply(Catalog catalog, String sql) {
        return ENGINE.apply(catalog, Session.EMPTY, Sql.parse(sql));
    }

    private static Catalog applyAll(Catalog catalog, String... statements) {
        Catalog newCatalog = catalog;
        for (String statement : statements) {
            newCatalog = ENGINE.apply(newCatalog, new Session("shop"), Sql.parse(statement))
                    .catalog();
        }
        return newCatalog;
    }

    private static Catalog catalogWithTable(String definition) {
        return apply(
                        Catalog.EMPTY.withClusterObjects(ClusterObjects.MANAGED_EMPTY),
                        "CREATE TABLE lake.d.t " + definition)
                .catalog();
    }

    private static Catalog catalogWithVolume(String type, String location, String comment, String properties) {
        return apply(
                        Catalog.EMPTY.withClusterObjects(ClusterObjects.MANAGED_EMPTY),
                        "CREATE STORAGE VOLUME v TYPE = " + type + " LOCATIONS = (" + location + ") COMMENT '" + comment
                                + "' PROPERTIES (" + properties + ")")
                .catalog();
    }

    private static List<String> plan(Catalog oldCatalog, Catalog newCatalog, Rename... renames) {
        Plan plan =
                new Planner(ENGINE, new Session("shop")).plan(oldCatalog, newCatalog, new Renames(List.of(renames)));
        return Stream.concat(
                        plan.impossibleChanges().stream().map(Object::toString),
                        plan.steps().stream()
                                .map(step -> Sql.render(step.action().statement())))
                .toList();
    }

    private static List<String> planOrder(String oldColumns, String newColumns) {
        return plan(catalogWithTable("(" + oldColumns + ")"), catalogWithTable("(" + newColumns + ")")).stream()
                .map(statement -> statement.replace("ALTER TABLE `lake`.`d`.`t` ", ""))
                .toList();
    }

    @Test
    void theDocumentationListsTheChangesThatNoStatementTakesBack() throws IOException {
        Catalog catalog = apply(Catalog.EMPTY.withClusterObjects(ClusterObjects.MANAGED_EMPTY), """
                        CREATE TABLE lake.d.t (id int NOT NULL, part int, a int, b string) PARTITION BY part
                        PROPERTIES ('note' = 'a')""")
                .catalog();
        Map<String, String> irreversibleChanges = new LinkedHashMap<>();
        irreversibleChanges.put("it drops a table, because the rows are lost", "DROP TABLE lake.d.t");
        irreversibleChanges.put("it drops a column, because the values are lost", "ALTER TABLE lake.d.t DROP COLUMN a");
        irreversibleChanges.put("it widens the type of a column", "ALTER TABLE lake.d.t MODIFY COLUMN a bigint");
        irreversibleChanges.put("it removes NOT NULL from a column", "ALTER TABLE lake.d.t MODIFY COLUMN id int");
        irreversibleChanges.put(
                "it sets a property that has no default and was not set before",
                "ALTER TABLE lake.d.t SET ('other' = 'b')");
        irreversibleChanges.put("it raises `format-version`", "ALTER TABLE lake.d.t SET ('format-version' = '3')");
        List<String> documentedChanges = Files.readAllLines(Path.of("..", "docs", "cluster.md")).stream()
                .dropWhile(line -> !line.endsWith(
                        "A migration is irreversible if it makes a change that no statement can revert:"))
                .skip(1)
                .takeWhile(line -> line.startsWith("  - "))
                .map(line -> line.substring("  - ".length()))
                .toList();
        assertThat(documentedChanges).containsExactlyElementsOf(irreversibleChanges.keySet());
        irreversibleChanges
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

    private static boolean isTakenBack(Catalog oldCatalog, String statement) {
        Simulation simulation = new Simulation(ENGINE, Session.EMPTY, oldCatalog);
        simulation.apply(MigrationAction.parse(statement));
        Catalog catalog = simulation.catalog();
        for (Statement reversal : simulation.steps().get(0).reversalStatements()) {
            catalog = ENGINE.apply(catalog, Session.EMPTY, reversal).catalog();
        }
        return catalog.clusterObjects().equals(oldCatalog.clusterObjects());
    }

    @Test
    void aTableIsCreatedAfterItsCatalogAndDroppedBeforeIt() {
        Catalog empty = Catalog.EMPTY.withClusterObjects(ClusterObjects.MANAGED_EMPTY);
        Catalog catalogWithTable = apply(empty, "CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg')")
                .catalog();
        catalogWithTable =
                apply(catalogWithTable, "CREATE TABLE lake.d.t (id int)").catalog();
        assertThat(plan(empty, catalogWithTable))
                .satisfiesExactly(
                        catalog -> assertThat(catalog).startsWith("CREATE EXTERNAL CATALOG"),
                        table -> assertThat(table).startsWith("CREATE TABLE"));
        assertThat(plan(catalogWithTable, empty)).containsExactly("DROP TABLE `lake`.`d`.`t`", "DROP CATALOG `lake`");
    }

    @Test
    void aRenamedColumnKeepsItsValues() {
        Catalog empty = Catalog.EMPTY.withClusterObjects(ClusterObjects.MANAGED_EMPTY);
        Catalog oldCatalog = apply(empty, "CREATE TABLE lake.d.t (id int, a int, b string) PARTITION BY a ORDER BY (a)")
                .catalog();
        ObjectName table = new ObjectName("", "Iceberg table lake.d.t");
        ColumnRename columnRename = new ColumnRename(table, "a", "c");
        Catalog newCatalog = apply(
                        empty, "CREATE TABLE lake.d.t (id int, c bigint, b string) PARTITION BY c ORDER BY (c)")
                .catalog();
        assertThat(plan(oldCatalog, newCatalog, columnRename))
                .containsExactly(
                        "ALTER TABLE `lake`.`d`.`t` RENAME COLUMN `a` TO `c`",
                        "ALTER TABLE `lake`.`d`.`t` MODIFY COLUMN `c` bigint(20)");
        assertThat(plan(newCatalog, newCatalog, columnRename)).isEmpty();

        ColumnRename internalTableRename = new ColumnRename(new ObjectName("d", "t"), "a", "c");
        assertThat(plan(oldCatalog, newCatalog, internalTableRename)).noneMatch(text -> text.contains("RENAME"));
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
                catalogWithTable(
                        "(id bigint NOT NULL, a int, s string, l array<int>, x int) COMMENT 'old' ORDER BY (id)"
                                + " PROPERTIES ('note' = 'n', 'other' = 'o')"),
                catalogWithTable(
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

    @Test
    void aPartitioningThatAMaterializedViewReadsIsKept() {
        Catalog oldCatalog =
                applyAll(SHOP, "CREATE TABLE lake.d.t (id int, d date, e date) PARTITION BY d", CREATE_VIEW);
        Catalog newCatalog = applyAll(
                SHOP,
                "CREATE TABLE lake.d.t (id int, e date, n int) PARTITION BY e",
                "CREATE VIEW v AS SELECT id FROM lake.d.t",
                CREATE_VIEW,
                "CREATE MATERIALIZED VIEW more REFRESH MANUAL AS SELECT id FROM v");
        assertThat(plan(oldCatalog, newCatalog))
                .startsWith(
                        "Iceberg table lake.d.t: PARTITION BY can't change while the materialized views shop.ids, shop.more read"
                                + " the table, because no server refreshes a materialized view after that: keep `d` instead of `e`,"
                                + " or use a view instead of the materialized one",
                        "ALTER TABLE `lake`.`d`.`t` ADD COLUMN `n` int(11)");
        Catalog withoutReader = applyAll(SHOP, "CREATE TABLE lake.d.t (id int, e date, n int) PARTITION BY e");
        assertThat(plan(oldCatalog, withoutReader))
                .contains("ALTER TABLE `lake`.`d`.`t` DROP COLUMN `d`")
                .noneMatch(text -> text.contains("PARTITION BY"));
        assertThat(plan(
                        applyAll(withoutReader, "ALTER TABLE lake.d.t DROP PARTITION COLUMN e"),
                        applyAll(SHOP, "CREATE TABLE lake.d.t (id int, e date, n int)", CREATE_VIEW)))
                .containsExactly("shop.ids: Do not support create materialized view when base iceberg table t has done"
                        + " partition evolution");
    }

    @Test
    void anImpossibleChangeHidesNoOther() {
        assertThat(plan(
                        catalogWithTable("(id bigint, a int) COMMENT 'old' PARTITION BY a"),
                        catalogWithTable(
                                "(id bigint NOT NULL, a int, n int NOT NULL) COMMENT 'new' PARTITION BY n, id")))
                .containsExactly(
                        "Iceberg table lake.d.t: column 'id' permits NULL and can't become NOT NULL: let it permit NULL, as Long"
                                + " does instead of long; column 'n' is new and can't be NOT NULL: let it permit NULL, as Long"
                                + " does instead of long",
                        "ALTER TABLE `lake`.`d`.`t` DROP PARTITION COLUMN `a`",
                        "ALTER TABLE `lake`.`d`.`t` ADD PARTITION COLUMN `id`",
                        "ALTER TABLE `lake`.`d`.`t` COMMENT = \"new\"");
        assertThat(plan(
                        catalogWithVolume("S3", "'s3://a/'", "old", "'enabled' = 'true'"),
                        catalogWithVolume("HDFS", "'hdfs://b/'", "new", "'enabled' = 'false'")))
                .first()
                .asString()
                .startsWith("storage volume v: tables may have their rows in it");
        assertThat(plan(
                        catalogWithVolume("S3", "'s3://a/'", "old", "'enabled' = 'true'"),
                        catalogWithVolume("HDFS", "'hdfs://b/'", "new", "'enabled' = 'false'")))
                .anyMatch(text -> text.contains("COMMENT"))
                .anyMatch(text -> text.contains("enabled"));
    }

    @Test
    void aColumnThatMayHaveBeenRenamedIsNamed() {
        Plan plan = new Planner(ENGINE, Session.EMPTY)
                .plan(
                        catalogWithTable("(id bigint NOT NULL, a int, c int)"),
                        catalogWithTable("(code bigint NOT NULL, b int, a int)"),
                        Renames.NONE);
        assertThat(plan.hints())
                .extracting(Object::toString)
                .containsExactly(
                        "Iceberg table lake.d.t: if \"code\" is what \"id\" was, say so with @RenamedFrom(\"id\")",
                        "Iceberg table lake.d.t: if \"b\" is what \"c\" was, say so with @RenamedFrom(\"c\")");
    }

    @Test
    void anAmbiguousRenameIsReported() {
        Catalog empty = Catalog.EMPTY.withClusterObjects(ClusterObjects.MANAGED_EMPTY);
        Catalog oldCatalog =
                apply(empty, "CREATE TABLE lake.d.t (id int, a int, b int)").catalog();
        Catalog newCatalog =
                apply(empty, "CREATE TABLE lake.d.t (id int, b int)").catalog();
        ObjectName table = new ObjectName("", "Iceberg table lake.d.t");
        assertThat(plan(oldCatalog, newCatalog, new ColumnRename(table, "a", "b")))
                .singleElement()
                .asString()
                .startsWith("Iceberg table lake.d.t: @RenamedFrom(\"a\") makes \"a\" the new \"b\"");
    }

    /** The codec of a format without a property is that of Iceberg. */
    @Test
    void anotherFormatMayHaveAnotherCodec() {
        assertThat(plan(
                        catalogWithTable("(id int) PROPERTIES ('file_format' = 'orc', 'compression_codec' = 'zlib')"),
                        catalogWithTable("(id int) PROPERTIES ('compression_codec' = 'gzip')")))
                .singleElement()
                .asString()
                .contains("\"write.format.default\" = \"parquet\"", "\"write.parquet.compression-codec\" = \"gzip\"");
        assertThat(plan(
                        catalogWithTable(
                                "(id int) PROPERTIES ('file_format' = 'avro', 'compression_codec' = 'snappy')"),
                        catalogWithTable("(id int)")))
                .singleElement()
                .asString()
                .contains("\"write.avro.compression-codec\" = \"gzip\"", "\"write.format.default\" = \"parquet\"");
    }
}
