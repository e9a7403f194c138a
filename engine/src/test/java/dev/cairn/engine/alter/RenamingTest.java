package dev.cairn.engine.alter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.engine.EngineClient;
import dev.cairn.engine.OrdersTable;
import dev.cairn.sql.ast.KeyModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that RENAME and SWAP update everything that refers to the old name, as on the server. */
class RenamingTest {
    private final EngineClient client = OrdersTable.clientWithTable(KeyModel.DUPLICATE);

    @Test
    void aTableCanBeRenamed() {
        client.execute("ALTER TABLE orders RENAME sales");
        assertThat(client.catalog().findTable("t", "orders")).isEmpty();
        assertThat(client.findLine("sales", "CREATE TABLE")).isEqualTo("CREATE TABLE `sales` (");
    }

    @Test
    void twoTablesCanBeSwapped() {
        client.execute("CREATE TABLE sales (day DATE) DISTRIBUTED BY HASH(day)", "ALTER TABLE sales SWAP WITH orders");
        assertThat(client.findColumnDefinition("orders", "day")).isEqualTo("`day` date NULL");
        assertThat(client.findColumnDefinition("sales", "price")).isEqualTo("`price` decimal(10, 2) NULL");
    }

    @Test
    void renamingAColumnUpdatesAllReferencesToIt() {
        client.execute(
                "CREATE TABLE visits (day DATE, page STRING, hits INT) DUPLICATE KEY(day, page)"
                        + " PARTITION BY date_trunc('day', day) DISTRIBUTED BY HASH(page) ORDER BY (page, day)"
                        + " PROPERTIES('bloom_filter_columns' = 'page', 'unique_constraints' = 'day,page')",
                "ALTER TABLE visits RENAME COLUMN page TO path",
                "ALTER TABLE visits RENAME COLUMN day TO date");
        assertThat(client.findLine("visits", "DUPLICATE KEY")).isEqualTo("DUPLICATE KEY(`date`, `path`)");
        assertThat(client.findLine("visits", "PARTITION BY")).isEqualTo("PARTITION BY date_trunc('day', `date`)");
        assertThat(client.findLine("visits", "DISTRIBUTED BY")).isEqualTo("DISTRIBUTED BY HASH(`path`)");
        assertThat(client.findLine("visits", "ORDER BY")).isEqualTo("ORDER BY(`path`, `date`)");
        assertThat(client.findProperty("visits", "bloom_filter_columns")).isEqualTo("path");
        assertThat(client.findProperty("visits", "unique_constraints")).isEqualTo("default_catalog.t.visits.date,path");
    }

    @Test
    void constraintsUseTheCurrentNameOfATable() {
        client.execute("ALTER TABLE orders SET ('unique_constraints' = 'id')", "ALTER TABLE orders RENAME sales");
        assertThat(client.findProperty("sales", "unique_constraints")).isEqualTo("default_catalog.t.sales.id");
    }

    @Test
    void removedConstraintsDoNotPreventASwap() {
        client.execute(
                "ALTER TABLE orders SET ('unique_constraints' = 'id')",
                "ALTER TABLE orders SET ('unique_constraints' = '')",
                "CREATE TABLE sales (day DATE) DISTRIBUTED BY HASH(day)",
                "ALTER TABLE orders SWAP WITH sales");
        assertThat(client.findColumnDefinition("orders", "day")).isEqualTo("`day` date NULL");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        RENAME orders                  | 1064 | CommonRule.RENAMED_TO_ITSELF
        RENAME COLUMN nope TO x        | 5509 | ServerError.UNKNOWN_COLUMN
        RENAME COLUMN units TO note    | 1060 | ServerError.DUPLICATE_COLUMN
        SWAP WITH nope                 | 1064 | CommonRule.NOT_FOUND
        SWAP WITH orders               | 1064 | CommonRule.ALREADY_EXISTS
        """)
    void anInvalidRenameOrSwapIsRefused(String clause, int errno, String rule) {
        assertThat(client.refusalOf("ALTER TABLE orders " + clause).errno()).isEqualTo(errno);
        assertThat(client.ruleOf("ALTER TABLE orders " + clause)).isEqualTo(rule);
    }

    @Test
    void foreignKeysFollowTheColumnsThatTheyName() {
        createTablesWithForeignKey("customers", "");
        client.execute(
                "ALTER TABLE customers RENAME COLUMN id TO number", "ALTER TABLE sales RENAME COLUMN payer TO buyer");
        assertThat(client.findProperty("sales", "foreign_key_constraints"))
                .isEqualTo("(buyer) REFERENCES default_catalog.t.customers(number)");
    }

    @Test
    void foreignKeysDoNotNameDroppedColumns() {
        client.execute(
                "CREATE TABLE customers (id INT, name INT, v INT) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id)"
                        + " PROPERTIES('unique_constraints' = 'id,name')",
                "CREATE TABLE sales (id INT, payer INT, named INT) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id)"
                        + " PROPERTIES('foreign_key_constraints' = '(payer,named) REFERENCES customers(id,name)')",
                "ALTER TABLE customers DROP COLUMN name");
        assertThat(client.findProperty("customers", "unique_constraints")).isEqualTo("default_catalog.t.customers.id");
        assertThat(client.findProperty("sales", "foreign_key_constraints"))
                .isEqualTo("(payer) REFERENCES default_catalog.t.customers(id)");
        client.execute("ALTER TABLE sales DROP COLUMN payer");
        assertThat(client.findProperty("sales", "foreign_key_constraints"))
                .isEqualTo("() REFERENCES default_catalog.t.customers()");
    }

    /** The server updates the name of a table in the foreign keys of others only if it has foreign keys itself. */
    @ParameterizedTest
    @CsvSource({"'', customers", "(region) REFERENCES regions(id), people"})
    void foreignKeysFollowARenamedTableThatHasForeignKeysItself(String ownKey, String shown) {
        createTablesWithForeignKey("customers", ownKey);
        client.execute("ALTER TABLE customers RENAME people");
        assertThat(client.findProperty("sales", "foreign_key_constraints"))
                .isEqualTo("(payer) REFERENCES default_catalog.t." + shown + "(id)");
    }

    @ParameterizedTest
    @CsvSource({"'', customers", "(region) REFERENCES regions(id), people"})
    void foreignKeysStayWithASwappedTableThatHasForeignKeysItself(String ownKey, String shown) {
        createTablesWithForeignKey("customers", ownKey);
        client.execute(createCustomersSql("people", ownKey), "ALTER TABLE customers SWAP WITH people");
        assertThat(client.findProperty("sales", "foreign_key_constraints"))
                .isEqualTo("(payer) REFERENCES default_catalog.t." + shown + "(id)");
    }

    @Test
    void foreignKeysToADroppedTableAreRemoved() {
        createTablesWithForeignKey("customers", "");
        client.execute("DROP TABLE customers");
        assertThat(client.catalog()
                        .findTable("t", "sales")
                        .orElseThrow()
                        .properties()
                        .hasProperty("foreign_key_constraints"))
                .isFalse();
    }

    /** Statements about foreign keys look only at the tables that the catalog lists. */
    @Test
    void theTablesWithForeignKeysAreKnownAfterEachStatement() {
        createTablesWithForeignKey("customers", "(region) REFERENCES regions(id)");
        assertThat(client.catalog().findDatabase("t").orElseThrow().tableNamesWithForeignKeys())
                .containsExactly("customers", "sales");
        for (String statement : List.of(
                createCustomersSql("people", ""),
                "ALTER TABLE people SET ('foreign_key_constraints' = '(region) REFERENCES regions(id)')",
                "ALTER TABLE people RENAME persons",
                "ALTER TABLE persons SWAP WITH customers",
                "DROP TABLE persons",
                "RECOVER TABLE persons",
                "ALTER TABLE sales RENAME COLUMN payer TO buyer",
                "DROP TABLE persons FORCE",
                "DROP TABLE regions",
                "DROP TABLE customers",
                "RECOVER TABLE customers")) {
            client.execute(statement);
            Database database = client.catalog().findDatabase("t").orElseThrow();
            List<String> referringTables = new ArrayList<>();
            for (Table table : database.tables().values()) {
                if (table.properties().hasProperty("foreign_key_constraints")) {
                    referringTables.add(table.name());
                }
            }
            assertThat(database.tableNamesWithForeignKeys()).as(statement).containsExactlyElementsOf(referringTables);
        }
    }

    @Test
    void aSwapClearsTheConstraintsOfTheMaterializedViewsThatReadEitherTable() {
        createTablesWithForeignKey("customers", "");
        client.execute(
                createCustomersSql("people", ""),
                "CREATE MATERIALIZED VIEW m REFRESH DEFERRED MANUAL PROPERTIES('unique_constraints' = 'customers.id',"
                        + " 'foreign_key_constraints' = 'sales(payer) REFERENCES customers(id)')"
                        + " AS SELECT sales.payer FROM sales JOIN customers ON sales.payer = customers.id",
                "CREATE MATERIALIZED VIEW n REFRESH DEFERRED MANUAL PROPERTIES('unique_constraints' = 'customers.id')"
                        + " AS SELECT id FROM regions",
                "ALTER TABLE customers SWAP WITH people");
        assertThat(constraint("m", "unique_constraints")).isEmpty();
        assertThat(constraint("m", "foreign_key_constraints")).isEmpty();
        assertThat(constraint("n", "unique_constraints")).isEqualTo("default_catalog.t.customers.id");
    }

    private String constraint(String view, String property) {
        return client.catalog()
                .findDatabase("t")
                .flatMap(database -> database.findMaterializedView(view))
                .flatMap(materializedView -> materializedView.properties().findValue(property))
                .orElseThrow();
    }

    /** Creates the table {@code sales} with a foreign key to another table, which may have a foreign key itself. */
    private void createTablesWithForeignKey(String table, String ownKey) {
        client.execute(
                "CREATE TABLE regions (id INT) PRIMARY KEY(id) DISTRIBUTED BY HASH(id)",
                createCustomersSql(table, ownKey),
                "CREATE TABLE sales (id INT, payer INT) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id)"
                        + " PROPERTIES('foreign_key_constraints' = '(payer) REFERENCES " + table + "(id)')");
    }

    private static String createCustomersSql(String table, String ownKey) {
        return "CREATE TABLE " + table + " (id INT, region INT) PRIMARY KEY(id) DISTRIBUTED BY HASH(id)"
                + (ownKey.isEmpty() ? "" : " PROPERTIES('foreign_key_constraints' = '" + ownKey + "')");
    }
}
