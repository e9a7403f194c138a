package dev.cairn.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.lineage.Impact.Effect;
import dev.cairn.lineage.Impact.EffectSeverity;
import dev.cairn.lineage.Impact.PartChange;
import dev.cairn.lineage.Reader.Kind;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ImpactTest {
    private static final Engine ENGINE = new Engine(ServerProfile.DEFAULT);
    private static final Session SESSION = new Session("shop");

    private static final Catalog SHOP = applyAll(
            Catalog.EMPTY.withDatabase(Database.of("shop")).withDatabase(Database.of("report")),
            "CREATE TABLE orders (id BIGINT NOT NULL, city VARCHAR(40), amount INT, status INT, note VARCHAR(9))"
                    + " PRIMARY KEY (id) DISTRIBUTED BY HASH(id)",
            "CREATE TABLE city_orders (city VARCHAR(40), n BIGINT)",
            "CREATE TABLE archive (id BIGINT, note VARCHAR(9))",
            "CREATE VIEW paid AS SELECT id, city, amount FROM orders WHERE status = 2",
            "CREATE VIEW paid_cities AS SELECT DISTINCT city FROM paid",
            "CREATE MATERIALIZED VIEW city_total DISTRIBUTED BY HASH(city) REFRESH ASYNC AS"
                    + " SELECT city, sum(amount) AS total FROM paid GROUP BY city",
            "CREATE MATERIALIZED VIEW report.totals DISTRIBUTED BY HASH(city) REFRESH ASYNC AS"
                    + " SELECT city, total FROM city_total",
            "CREATE VIEW report.overview AS SELECT city, total + 1 AS more FROM shop.city_total",
            "CREATE VIEW report.top_cities AS SELECT city FROM shop.city_orders WHERE n > 10");

    private static final List<ReadingStatement> STATEMENTS = List.of(
            createStatement(
                    Kind.SNAPSHOT_TABLE,
                    "city_orders",
                    "INSERT OVERWRITE city_orders BY NAME SELECT city, count(*) AS n FROM orders GROUP BY city"),
            createStatement(Kind.STATEMENT, "Sales.amounts", "SELECT amount FROM orders"),
            createStatement(Kind.STATEMENT, "Sales.all", "SELECT * FROM orders"),
            createStatement(Kind.STATEMENT, "Sales.count", "SELECT count(*) FROM orders"),
            createStatement(Kind.STATEMENT, "Sales.comment", "UPDATE orders SET note = 'x' WHERE id = 1"),
            createStatement(Kind.STATEMENT, "Sales.archive", "INSERT INTO archive SELECT id, note FROM orders"),
            createStatement(Kind.STATEMENT, "Sales.shown", "SHOW TABLES"));

    private static Catalog applyAll(Catalog catalog, String... statements) {
        Catalog changedCatalog = catalog;
        for (String statement : statements) {
            changedCatalog =
                    ENGINE.apply(changedCatalog, SESSION, Sql.parse(statement)).catalog();
        }
        return changedCatalog;
    }

    private static ReadingStatement createStatement(Kind kind, String name, String sql) {
        return new ReadingStatement(
                kind, new ObjectName(kind == Kind.STATEMENT ? "" : "shop", name), SESSION, Sql.parse(sql));
    }

    private static Impact compareAfter(String... statements) {
        return Impact.compare(buildGraph(SHOP), buildGraph(applyAll(SHOP, statements)));
    }

    private static ReaderGraph buildGraph(Catalog catalog) {
        return ReaderGraph.build(ServerProfile.DEFAULT, catalog, STATEMENTS);
    }

    private static String describe(Impact impact) {
        return impact.changes().stream().map(ImpactTest::describe).collect(Collectors.joining());
    }

    private static String describe(PartChange change) {
        StringBuilder text = new StringBuilder(change.object() + " " + change.part());
        text.append(change.isRenamed() ? " renamed from " + change.formerName() : "");
        text.append(change.isDropped() ? " dropped\n" : change.isAdded() ? " added\n" : "\n");
        for (Effect effect : change.effects()) {
            text.append("  ")
                    .append(effect.severity())
                    .append(' ')
                    .append(effect.reader().name());
            text.append(' ').append(effect.columns()).append(" through ").append(effect.readObject());
            text.append(effect.reason().isEmpty() ? "" : ": ")
                    .append(effect.reason())
                    .append('\n');
        }
        return text.toString();
    }

    @Test
    void aDroppedColumnBreaksItsDirectAndIndirectReaders() {
        assertThat(describe(compareAfter("ALTER TABLE orders DROP COLUMN amount")))
                .isEqualTo("""
            shop.orders column amount dropped
              BREAKS Sales.amounts [amount] through shop.orders: Column 'amount' cannot be resolved
              BREAKS shop.paid [amount] through shop.orders: Column 'amount' cannot be resolved
              BREAKS shop.city_total [city, total] through shop.paid: it reads shop.paid, which breaks
              BREAKS shop.paid_cities [city] through shop.paid: it reads shop.paid, which breaks
              BREAKS report.totals [city, total] through shop.city_total: it becomes inactive: base-mv inactive: city_total
              CHANGES Sales.all [amount] through shop.orders
              CHANGES report.overview [city, more] through shop.city_total: shop.city_total is no longer refreshed
            """);
    }

    @Test
    void aDroppedColumnThatIsOnlyWrittenBreaksTheStatementsThatWriteIt() {
        assertThat(describe(compareAfter("ALTER TABLE orders DROP COLUMN note")))
                .isEqualTo("""
            shop.orders column note dropped
              BREAKS Sales.comment [] through shop.orders: Unknown column 'note' in 'orders'
              BREAKS Sales.archive [note] through shop.orders: Column 'note' cannot be resolved
              CHANGES Sales.all [note] through shop.orders
            """);
    }

    @Test
    void anotherTypeChangesTheReadersThatReturnTheColumn() {
        assertThat(describe(compareAfter("ALTER TABLE orders MODIFY COLUMN amount BIGINT")))
                .isEqualTo("""
            shop.orders column amount
              BREAKS shop.city_total [total] through shop.paid: it becomes inactive: base table schema changed for columns: amount
              BREAKS report.totals [city, total] through shop.city_total: it becomes inactive: base-mv inactive: city_total
              CHANGES Sales.all [amount] through shop.orders: amount becomes bigint(20) instead of int(11)
              CHANGES Sales.amounts [amount] through shop.orders: amount becomes bigint(20) instead of int(11)
              CHANGES shop.paid [amount] through shop.orders: amount becomes bigint(20) instead of int(11)
              CHANGES report.overview [city, more] through shop.city_total: shop.city_total is no longer refreshed
            """);
    }

    @Test
    void aRedefinedViewChangesItsReaders() {
        assertThat(describe(compareAfter("ALTER VIEW paid AS SELECT id, city, amount FROM orders WHERE status = 3")))
                .isEqualTo("""
            shop.paid query
              BREAKS shop.city_total [city, total] through shop.paid: it becomes inactive: base-view changed: paid
              BREAKS report.totals [city, total] through shop.city_total: it becomes inactive: base-mv inactive: city_total
              CHANGES shop.paid_cities [city] through shop.paid
              CHANGES report.overview [city, more] through shop.city_total: shop.city_total is no longer refreshed
            """);
        assertThat(describe(compareAfter(
                        "ALTER VIEW paid AS SELECT id, city, 0 AS amount FROM orders",
                        "ALTER TABLE orders DROP COLUMN status")))
                .isEqualTo("""
            shop.orders column status dropped
              CHANGES Sales.all [status] through shop.orders
              TOUCHES shop.paid [] through shop.orders: it is redefined
            shop.paid query
              BREAKS shop.city_total [city, total] through shop.paid: it becomes inactive: base table schema changed for columns: status
              BREAKS report.totals [city, total] through shop.city_total: it becomes inactive: base-mv inactive: city_total
              CHANGES shop.paid_cities [city] through shop.paid
              CHANGES report.overview [city, more] through shop.city_total: shop.city_total is no longer refreshed
            """);
    }

    @Test
    void droppedObjectsBreakTheirReaders() {
        assertThat(describe(compareAfter("DROP VIEW paid"))).isEqualTo("""
            shop.paid object dropped
              BREAKS shop.city_total [city, total] through shop.paid: it becomes inactive: base-table dropped: paid
              BREAKS shop.paid_cities [city] through shop.paid: Unknown table 'shop.paid'
              BREAKS report.totals [city, total] through shop.city_total: it becomes inactive: base-mv inactive: city_total
              CHANGES report.overview [city, more] through shop.city_total: shop.city_total is no longer refreshed
            """);
        assertThat(describe(compareAfter("DROP TABLE city_orders", "DROP VIEW report.top_cities")))
                .isEqualTo("""
            report.top_cities object dropped
            shop.city_orders object dropped
              BREAKS shop.city_orders [] through shop.city_orders: Table city_orders is not found
            """);
    }

    @Test
    void newColumnsAndPropertiesAffectNoReader() {
        assertThat(describe(compareAfter(
                        "ALTER TABLE orders ADD COLUMN discount INT", "ALTER TABLE orders COMMENT = 'sales'")))
                .isEqualTo("""
            shop.orders column discount added
            shop.orders comment added
            """);
    }

    @Test
    void changedRowsAffectTheReadersOfATable() {
        Impact impact = Impact.compare(
                buildGraph(SHOP), buildGraph(SHOP), List.of(new ObjectName("shop", "city_orders")), Renames.NONE);
        assertThat(describe(impact)).isEqualTo("""
            shop.city_orders rows
              CHANGES report.top_cities [city] through shop.city_orders
            """);
    }

    @Test
    void anExplicitlyDeactivatedViewIsAChangeOfItsOwn() {
        assertThat(describe(compareAfter("ALTER MATERIALIZED VIEW city_total INACTIVE")))
                .isEqualTo("""
            shop.city_total activity
              BREAKS report.totals [city, total] through shop.city_total: it becomes inactive: base-mv inactive: city_total
              CHANGES report.overview [city, more] through shop.city_total: shop.city_total is no longer refreshed
            """);
    }

    @Test
    void worstEffectsHasTheWorstEffectOnEachReader() {
        Impact impact = compareAfter("ALTER TABLE orders DROP COLUMN note", "ALTER TABLE orders DROP COLUMN amount");
        assertThat(impact.mostSevereEffects())
                .filteredOn(effect -> effect.severity() == EffectSeverity.BREAKS)
                .extracting(effect -> effect.reader().name().name())
                .containsExactlyInAnyOrder(
                        "Sales.amounts",
                        "paid",
                        "city_total",
                        "paid_cities",
                        "totals",
                        "Sales.comment",
                        "Sales.archive");
    }

    private static Impact compareRenamed(List<Rename> renames, String... changes) {
        Catalog changedCatalog = applyAll(SHOP, changes);
        List<ReadingStatement> statementsWithNewNames = new ArrayList<>(STATEMENTS);
        statementsWithNewNames.add(createStatement(Kind.STATEMENT, "Sales.sums", "SELECT sum FROM orders"));
        statementsWithNewNames.add(createStatement(Kind.STATEMENT, "Sales.sales", "SELECT amount FROM sales"));
        statementsWithNewNames.add(
                createStatement(Kind.STATEMENT, "Sales.correct", "UPDATE orders SET sum = 0 WHERE id = 1"));
        return Impact.compare(
                ReaderGraph.build(ServerProfile.DEFAULT, SHOP, statementsWithNewNames),
                ReaderGraph.build(ServerProfile.DEFAULT, changedCatalog, statementsWithNewNames),
                List.of(),
                new Renames(renames));
    }

    private static final Rename AMOUNT_TO_SUM =
            new Rename.ColumnRename(new ObjectName("shop", "orders"), "amount", "sum");

    @Test
    void aRenamedColumnBreaksTheReadersOfTheOldName() {
        assertThat(describe(compareRenamed(List.of(AMOUNT_TO_SUM), "ALTER TABLE orders RENAME COLUMN amount TO sum")))
                .isEqualTo("""
            shop.orders column sum renamed from amount
              BREAKS Sales.amounts [amount] through shop.orders: Column 'amount' cannot be resolved
              BREAKS shop.paid [amount] through shop.orders: Column 'amount' cannot be resolved
              BREAKS shop.city_total [city, total] through shop.paid: it reads shop.paid, which breaks
              BREAKS shop.paid_cities [city] through shop.paid: it reads shop.paid, which breaks
              BREAKS report.totals [city, total] through shop.city_total: it becomes inactive: base-mv inactive: city_total
              CHANGES Sales.all [amount] through shop.orders: amount becomes sum
              CHANGES report.overview [city, more] through shop.city_total: shop.city_total is no longer refreshed
              TOUCHES Sales.correct [] through shop.orders: it has the new name
              TOUCHES Sales.sums [sum] through shop.orders: it has the new name
            """);
    }

    @Test
    void aRenamedColumnDoesNotBreakViewsThatFollowIt() {
        assertThat(describe(compareRenamed(
                        List.of(AMOUNT_TO_SUM),
                        "ALTER TABLE orders RENAME COLUMN amount TO sum",
                        "ALTER VIEW paid AS SELECT id, city, sum AS amount FROM orders WHERE status = 2",
                        "ALTER MATERIALIZED VIEW city_total ACTIVE",
                        "ALTER MATERIALIZED VIEW report.totals ACTIVE")))
                .isEqualTo("""
            shop.orders column sum renamed from amount
              BREAKS Sales.amounts [amount] through shop.orders: Column 'amount' cannot be resolved
              CHANGES Sales.all [amount] through shop.orders: amount becomes sum
              TOUCHES shop.paid [amount] through shop.orders: it follows the rename
              TOUCHES Sales.correct [] through shop.orders: it has the new name
              TOUCHES Sales.sums [sum] through shop.orders: it has the new name
            """);
    }

    @Test
    void aColumnThatIsRenamedAndChangedHasBothEffects() {
        assertThat(describe(compareRenamed(
                        List.of(AMOUNT_TO_SUM),
                        "ALTER TABLE orders RENAME COLUMN amount TO sum",
                        "ALTER TABLE orders MODIFY COLUMN sum BIGINT",
                        "ALTER VIEW paid AS SELECT id, city, sum AS amount FROM orders WHERE status = 3")))
                .isEqualTo("""
            shop.orders column sum renamed from amount
              BREAKS Sales.amounts [amount] through shop.orders: Column 'amount' cannot be resolved
              CHANGES Sales.all [amount] through shop.orders: amount becomes sum
              TOUCHES shop.paid [amount] through shop.orders: it is redefined
              TOUCHES Sales.correct [] through shop.orders: it has the new name
              TOUCHES Sales.sums [sum] through shop.orders: it has the new name
            shop.paid query
              BREAKS shop.city_total [city, total] through shop.paid: it becomes inactive: base-view changed: paid
              BREAKS report.totals [city, total] through shop.city_total: it becomes inactive: base-mv inactive: city_total
              CHANGES shop.paid_cities [city] through shop.paid
              CHANGES report.overview [city, more] through shop.city_total: shop.city_total is no longer refreshed
            """);
    }

    @Test
    void aRenamedTableBreaksTheReadersOfTheOldName() {
        Rename ordersToSales = new Rename.ObjectRename(new ObjectName("shop", "sales"), "orders");
        assertThat(describe(compareRenamed(
                        List.of(ordersToSales),
                        "ALTER TABLE orders RENAME sales",
                        "ALTER TABLE sales DROP COLUMN note",
                        "ALTER VIEW paid AS SELECT id, city, amount FROM sales WHERE status = 2",
                        "ALTER MATERIALIZED VIEW city_total ACTIVE",
                        "ALTER MATERIALIZED VIEW report.totals ACTIVE")))
                .isEqualTo("""
            shop.sales object renamed from orders
              BREAKS Sales.comment [note] through shop.sales: Table orders is not found
              BREAKS Sales.all [amount, city, id, note, status] through shop.sales: Unknown table 'shop.orders'
              BREAKS Sales.amounts [amount] through shop.sales: Unknown table 'shop.orders'
              BREAKS Sales.archive [id, note] through shop.sales: Unknown table 'shop.orders'
              BREAKS Sales.count [count(*)] through shop.sales: Unknown table 'shop.orders'
              BREAKS shop.city_orders [city, n] through shop.sales: Unknown table 'shop.orders'
              CHANGES report.top_cities [city] through shop.city_orders: shop.city_orders is no longer refreshed
              TOUCHES shop.paid [amount, city, id] through shop.sales: it follows the rename
              TOUCHES Sales.sales [amount] through shop.sales: it has the new name
            shop.sales column note dropped
              BREAKS Sales.comment [] through shop.sales: Table orders is not found
              BREAKS Sales.all [note] through shop.sales: Unknown table 'shop.orders'
              BREAKS Sales.archive [note] through shop.sales: Unknown table 'shop.orders'
            """);
    }

    @Test
    void aSynchronousMaterializedViewIsAReaderOfItsTable() {
        Catalog catalog = applyAll(
                Catalog.EMPTY.withDatabase(Database.of("shop")),
                "CREATE TABLE readings (id BIGINT, city VARCHAR(40), degrees INT, note VARCHAR(9)) DUPLICATE KEY (id)"
                        + " DISTRIBUTED BY HASH(id)",
                "CREATE MATERIALIZED VIEW noted AS SELECT city, note, degrees FROM readings",
                "CREATE MATERIALIZED VIEW warmest AS SELECT city, max(degrees) FROM readings GROUP BY city",
                "ALTER TABLE readings ADD ROLLUP plain (id, note)");
        assertThat(ReaderGraph.build(ServerProfile.DEFAULT, catalog).readerByName().keySet().stream()
                        .map(ObjectName::toString))
                .containsExactly("shop.noted", "shop.warmest");
        assertThat(describe(compareReadings(catalog, "ALTER TABLE readings DROP COLUMN note")))
                .isEqualTo("""
            shop.readings column note dropped
              BREAKS shop.noted [note] through shop.readings: Column 'note' cannot be resolved
            shop.readings rollup plain
            """);
        assertThat(describe(compareReadings(
                        catalog,
                        "DROP MATERIALIZED VIEW warmest",
                        "ALTER TABLE readings RENAME COLUMN degrees TO celsius",
                        "CREATE MATERIALIZED VIEW warmest AS SELECT city, max(celsius) FROM readings GROUP BY city")))
                .isEqualTo("""
            shop.readings column celsius renamed from degrees
              BREAKS shop.noted [degrees] through shop.readings: Column 'degrees' cannot be resolved
              TOUCHES shop.warmest [mv_max_degrees] through shop.readings
            shop.readings rollup warmest
            """);
    }

    private static Impact compareReadings(Catalog before, String... statements) {
        return Impact.compare(
                ReaderGraph.build(ServerProfile.DEFAULT, before),
                ReaderGraph.build(ServerProfile.DEFAULT, applyAll(before, statements)),
                List.of(),
                new Renames(
                        List.of(new Rename.ColumnRename(new ObjectName("shop", "readings"), "degrees", "celsius"))));
    }
}
