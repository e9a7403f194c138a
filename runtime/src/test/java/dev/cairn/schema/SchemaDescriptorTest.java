package dev.cairn.schema;

import static dev.cairn.schema.DdlClause.ifExists;
import static dev.cairn.schema.DdlClause.ifNotExists;
import static dev.cairn.schema.DdlClause.orReplace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.upgrade.GeneratedClassFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SchemaDescriptorTest {
    private static final CheapView CHEAP = new CheapView();
    private static final TotalsView TOTALS = new TotalsView();
    private static final CountsTable COUNTS = new CountsTable("COUNTS", false);

    @Test
    void aViewIsCreatedReplacedAndDropped() {
        assertThat(CHEAP.query()).isEqualTo("SELECT id FROM totals WHERE id < 10");
        assertThat(CHEAP.create()).isEqualTo(CHEAP.ddl());
        assertThat(CHEAP.create(orReplace())).startsWith("CREATE OR REPLACE VIEW `shop`.`cheap`");
        assertThat(CHEAP.create(ifNotExists())).startsWith("CREATE VIEW IF NOT EXISTS `shop`.`cheap`");
        assertThat(CHEAP.drop()).isEqualTo("DROP VIEW `shop`.`cheap`");
        assertThat(CHEAP.drop(ifExists())).isEqualTo("DROP VIEW IF EXISTS `shop`.`cheap`");
    }

    @Test
    void aMaterializedViewIsCreatedRefreshedAndDropped() {
        assertThat(TOTALS.query()).isEqualTo("SELECT id FROM item");
        assertThat(TOTALS.create(ifNotExists()))
                .isEqualTo(TOTALS.ddl().replace("MATERIALIZED VIEW", "MATERIALIZED VIEW IF NOT EXISTS"));
        assertThat(TOTALS.refresh()).isEqualTo("REFRESH MATERIALIZED VIEW `totals`");
        assertThat(TOTALS.drop()).isEqualTo("DROP MATERIALIZED VIEW `totals`");
        assertThat(TOTALS.drop(ifExists())).isEqualTo("DROP MATERIALIZED VIEW IF EXISTS `totals`");
    }

    @Test
    void aSnapshotTableIsRefreshedByName() {
        assertThat(COUNTS.columns()).containsExactly(COUNTS.n);
        assertThat(COUNTS.refresh()).isEqualTo("INSERT OVERWRITE `COUNTS` BY NAME\nSELECT count(*) AS n FROM item");
        assertThat(COUNTS.create(ifNotExists())).startsWith("CREATE TABLE IF NOT EXISTS `COUNTS` (");
        assertThat(COUNTS.drop(ifExists())).isEqualTo("DROP TABLE IF EXISTS `COUNTS`");
    }

    @Test
    void aSnapshotTableIsRefreshedByPosition() {
        assertThat(new CountsTable("other", true).refresh())
                .isEqualTo("INSERT OVERWRITE `other` (`n`)\nSELECT count(*) AS n FROM item");
        assertThat(Sql.parse(COUNTS.refresh())).isInstanceOf(Statement.OpaqueStatement.class);
    }

    @Test
    void objectsAreCreatedBeforeTheViewsThatReadThem() {
        assertThat(new ShopSchema().statements())
                .extracting(statement -> statement.lines().findFirst().orElseThrow())
                .containsExactly(
                        "CREATE TABLE `COUNTS` (",
                        "CREATE TABLE `item` (",
                        "CREATE MATERIALIZED VIEW `totals`",
                        "CREATE VIEW `shop`.`cheap` AS SELECT id FROM totals WHERE id < 10");
    }

    @Test
    void propertiesOfTheSchemaAreAddedWhereNoneIsSet() {
        List<String> statements = new ShopSchema().statements();

        assertThat(statements.get(0)).contains("\"replication_num\" = \"1\"").doesNotContain("\"2\"");
        assertThat(statements.get(1)).contains("\"replication_num\" = \"2\"");
        assertThat(statements.get(2)).contains("\"replication_num\" = \"2\"");
        assertThat(statements.get(3)).doesNotContain("replication_num");
    }

    @Test
    void theStatementsBuildTheWholeCatalog() {
        ShopSchema shop = new ShopSchema();
        Engine engine = new Engine(shop.firstTarget());
        Catalog catalog = Catalog.EMPTY.withDatabase(Database.of("shop"));
        for (String statement : shop.statements()) {
            catalog = engine.apply(catalog, new Session("shop"), Sql.parse(statement))
                    .catalog();
        }

        assertThat(catalog.findTable("shop", "item")).isPresent();
        assertThat(catalog.findDatabase("shop").orElseThrow().findView("cheap")).isPresent();
    }

    @Test
    void theServerProfileIsThatOfTheSchemaRoot() {
        ShopSchema shop = new ShopSchema();
        assertThat(shop.name()).isEqualTo("shop");
        assertThat(shop.firstTarget().version()).isEqualTo(Version.V4_0);
        assertThat(shop.firstTarget().isSharedData()).isTrue();
        assertThat(shop.firstTarget().hasGin()).isTrue();
        assertThat(shop.firstTarget().hasVector()).isFalse();
    }

    @Test
    void anExternalTableHasAQualifiedName() {
        ExternalTable external = new ExternalTable();
        assertThat(external.qualifiedName()).hasToString("lake.sales.customer");
        assertThat(external.catalog()).contains("lake");
        assertThat(external).hasToString("lake.sales.customer");
    }

    private static final class ShopSchema extends SchemaDescriptor {
        ShopSchema() {
            super(GeneratedClassFormat.CURRENT, "shop", "4.0", "shared_data");
            addExperimentalFeatures("gin");
            addDefaultProperty("replication_num", "2");
        }

        @Override
        protected void forEachDescriptor(Consumer<Descriptor<?>> consumer) {
            consumer.accept(CHEAP);
            consumer.accept(TOTALS);
            consumer.accept(COUNTS);
            consumer.accept(new ExternalTable());
            consumer.accept(ItemTable.ITEM);
        }
    }

    private record Id(long id) {}

    private static final class CheapView extends ViewDescriptor<Id> {
        CheapView() {
            super(
                    GeneratedClassFormat.CURRENT,
                    "shop",
                    "cheap",
                    "CREATE VIEW `shop`.`cheap` AS\nSELECT id FROM totals WHERE id < 10");
        }

        @Override
        public Id read(Row row) {
            return new Id(row.longAt(0));
        }
    }

    private static final class TotalsView extends MaterializedViewDescriptor<Id> {
        TotalsView() {
            super(GeneratedClassFormat.CURRENT, "", "totals", """
                CREATE MATERIALIZED VIEW `totals`
                DISTRIBUTED BY HASH(`id`) BUCKETS 8
                REFRESH ASYNC
                AS SELECT id FROM item\
                """);
        }

        @Override
        public Id read(Row row) {
            return new Id(row.longAt(0));
        }
    }

    private static final class CountsTable extends SnapshotTableDescriptor<Id> {
        final LongColumn<Id> n = new LongColumn<>(this, "n");

        CountsTable(String name, boolean isByPosition) {
            super(GeneratedClassFormat.CURRENT, "", name, "SELECT count(*) AS n FROM item", isByPosition, """
                CREATE TABLE `COUNTS` (
                  `n` bigint(20) NOT NULL
                )
                DISTRIBUTED BY RANDOM
                PROPERTIES (
                "replication_num" = "1"
                )\
                """);
        }

        @Override
        public Id read(Row row) {
            return new Id(row.longAt(0));
        }
    }

    private static final class ExternalTable extends ExternalDescriptor<Id> {
        ExternalTable() {
            super(GeneratedClassFormat.CURRENT, "lake", "sales", "customer", """
                CREATE TABLE `lake`.`sales`.`customer` (
                  `id` bigint(20) NOT NULL
                )\
                """);
        }

        @Override
        public Id read(Row row) {
            return new Id(row.longAt(0));
        }
    }
}
