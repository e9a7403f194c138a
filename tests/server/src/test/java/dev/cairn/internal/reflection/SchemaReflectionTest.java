package dev.cairn.internal.reflection;

import static dev.cairn.internal.reflection.ReflectionServer.nameInShop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Faults;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.reflection.show.ShownObject;
import dev.cairn.internal.reflection.show.ShownObject.Absent;
import dev.cairn.internal.reflection.show.ShownObject.Present;
import dev.cairn.internal.reflection.show.ShownObject.Unreadable;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Schema reflection reads the catalog of a live server with few statements, and reports what it cannot read. */
class SchemaReflectionTest {
    private static final String CREATE_ORDERS =
            "CREATE TABLE orders (id BIGINT NOT NULL, day DATE, price INT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id)";
    private static final String CREATE_CHEAP_VIEW =
            "CREATE VIEW cheap AS SELECT id, price FROM orders WHERE price < 10";
    private static final String CREATE_DAILY_VIEW =
            "CREATE MATERIALIZED VIEW daily REFRESH MANUAL AS SELECT day, sum(price) AS total FROM orders GROUP BY day";

    private static Present requirePresent(ShownObject shown) {
        assertThat(shown).isInstanceOf(Present.class);
        return (Present) shown;
    }

    @Test
    void readingOneObjectTakesOneStatement() {
        try (ReflectionServer shopServer =
                new ReflectionServer().execute(CREATE_ORDERS, CREATE_CHEAP_VIEW, CREATE_DAILY_VIEW)) {
            Catalog recorded = shopServer.applyToCatalog(CREATE_ORDERS, CREATE_CHEAP_VIEW, CREATE_DAILY_VIEW);
            for (String object : List.of("orders", "cheap", "daily")) {
                List<ShownObject> shownObjects = new ArrayList<>();
                assertThat(shopServer.findStatementsOf(() -> shownObjects.add(shopServer
                                .reflection()
                                .readObject(shopServer.connection, nameInShop(object), recorded))))
                        .containsExactly("SHOW CREATE TABLE `shop`.`" + object + "`");
                assertThat(requirePresent(shownObjects.get(0)).object().renderShowCreate(shopServer.profile))
                        .isEqualTo(SchemaObject.find(recorded, nameInShop(object))
                                .orElseThrow()
                                .renderShowCreate(shopServer.profile));
            }
        }
    }

    @Test
    void aMissingObjectIsAbsent() {
        try (ReflectionServer shopServer = new ReflectionServer().execute(CREATE_ORDERS)) {
            shopServer.execute("CREATE MATERIALIZED VIEW per_day AS SELECT day, price FROM orders");
            assertThat(shopServer.reflection().readObject(shopServer.connection, nameInShop("nowhere"), Catalog.EMPTY))
                    .isEqualTo(new Absent());
            assertThat(shopServer
                            .reflection()
                            .readObject(shopServer.connection, new ObjectName("nowhere", "orders"), Catalog.EMPTY))
                    .isEqualTo(new Absent());
            assertThat(shopServer.reflection().readObject(shopServer.connection, nameInShop("per_day"), Catalog.EMPTY))
                    .as("a synchronous materialized view is no object of its own")
                    .isEqualTo(new Absent());
            assertThat(shopServer.reflection().readObject(shopServer.connection, nameInShop("Orders"), Catalog.EMPTY))
                    .as("names of tables tell upper from lower case")
                    .isEqualTo(new Absent());
        }
    }

    @Test
    void aTemporaryTableOfTheSameSessionHidesTheObjectOfItsName() {
        try (ReflectionServer shopServer = new ReflectionServer().execute(CREATE_ORDERS)) {
            shopServer.execute("CREATE TEMPORARY TABLE orders (k INT) DISTRIBUTED BY HASH (k)");
            assertThat(shopServer.reflection().readObject(shopServer.connection, nameInShop("orders"), Catalog.EMPTY))
                    .isInstanceOfSatisfying(
                            Unreadable.class,
                            unreadable -> assertThat(unreadable.reason())
                                    .isEqualTo("a temporary table of the same session hides it"));
            try (ServerConnection otherConnection = shopServer.connectionFactory.open()) {
                requirePresent(
                        shopServer.reflection().readObject(otherConnection, nameInShop("orders"), Catalog.EMPTY));
            }
        }
    }

    @Test
    void viewsWithMissingBaseTablesAreObjects() {
        try (ReflectionServer shopServer = new ReflectionServer()
                .execute(CREATE_ORDERS, CREATE_CHEAP_VIEW, CREATE_DAILY_VIEW, "DROP TABLE orders")) {
            LiveSchema live = shopServer.reflection().readDatabases(shopServer.connection, List.of("shop"));
            assertThat(live.gaps()).isEmpty();
            assertThat(SchemaObject.collectNames(live.catalog()))
                    .containsExactly(nameInShop("cheap"), nameInShop("daily"));
            MaterializedView daily = ((SchemaObject.MaterializedViewObject)
                            SchemaObject.find(live.catalog(), nameInShop("daily"))
                                    .orElseThrow())
                    .view();
            assertThat(daily.inactiveReason()).isEqualTo("base-table dropped: orders");
            assertThat(live.catalog().findDatabase("shop").orElseThrow().findView("cheap"))
                    .hasValueSatisfying(view -> assertThat(view.columns())
                            .extracting(column -> column.name())
                            .containsExactly("id", "price"));
        }
    }

    @Test
    void aListPartitionIsReadWithNull() {
        String template = "CREATE TABLE %s (id INT, c %s) DUPLICATE KEY (id)"
                + " PARTITION BY LIST (c) (PARTITION p VALUES IN (%s)) DISTRIBUTED BY HASH (id)";
        String[] statements = {
            template.formatted("numbers", "INT", "'1', NULL"),
            template.formatted("dates", "DATE", "NULL"),
            template.formatted("texts", "VARCHAR(9)", "'a', NULL"),
            template.formatted("required_texts", "VARCHAR(9) NOT NULL", "'NULL'")
        };
        try (ReflectionServer shopServer = new ReflectionServer().execute(statements)) {
            LiveSchema live = shopServer.reflection().readDatabases(shopServer.connection, List.of("shop"));
            assertThat(live.gaps()).isEmpty();
            Catalog declared = shopServer.applyToCatalog(statements);
            for (String table : List.of("numbers", "dates", "texts", "required_texts")) {
                assertThat(live.catalog().findTable("shop", table).orElseThrow().partitioning())
                        .isEqualTo(
                                declared.findTable("shop", table).orElseThrow().partitioning());
            }
        }
    }

    @Test
    void viewsAreReadAfterTheirBaseTables() {
        String[] statements = {
            CREATE_ORDERS,
            "CREATE VIEW z AS SELECT id, price FROM orders",
            "CREATE VIEW m AS SELECT id FROM z",
            "CREATE MATERIALIZED VIEW a REFRESH MANUAL AS SELECT id FROM m"
        };
        try (ReflectionServer shopServer = new ReflectionServer().execute(statements)) {
            LiveSchema live =
                    shopServer.reflection().readAll(shopServer.connection, shopServer.applyToCatalog(statements));
            assertThat(live.gaps()).isEmpty();
            MaterializedView view = live.catalog()
                    .findDatabase("shop")
                    .flatMap(database -> database.findMaterializedView("a"))
                    .orElseThrow();
            assertThat(view.columns().get(0).type())
                    .as("known only after the views between it and the table")
                    .isNotNull();
            assertThat(view.definition().baseRelations()).anyMatch(base -> base.refersTo("shop", "orders"));
        }
    }

    @Test
    void aWholeDatabaseTakesOneStatementForEachObjectAndTwo() {
        List<String> statements = new ArrayList<>(List.of(CREATE_ORDERS, CREATE_CHEAP_VIEW, CREATE_DAILY_VIEW));
        for (int i = 0; i < 57; i++) {
            statements.add("CREATE TABLE t" + i + " (k INT) DISTRIBUTED BY HASH (k)");
        }
        try (ReflectionServer shopServer = new ReflectionServer().execute(statements.toArray(String[]::new))) {
            Catalog recorded = shopServer.applyToCatalog(statements.toArray(String[]::new));
            List<LiveSchema> schemas = new ArrayList<>();
            List<String> sentStatements = shopServer.findStatementsOf(
                    () -> schemas.add(shopServer.reflection().readAll(shopServer.connection, recorded)));
            assertThat(sentStatements).hasSize(60 + 2).doesNotHaveDuplicates().noneMatch(text -> text.contains(";"));
            assertThat(SchemaObject.collectNames(schemas.get(0).catalog()))
                    .isEqualTo(SchemaObject.collectNames(recorded));
            assertThat(shopServer.findStatementsOf(() ->
                            shopServer.reflection().withMaxConnections(1).readAll(shopServer.connection, recorded)))
                    .hasSize(60 + 2);
        }
    }

    @Test
    void aWholeDatabaseIsReadOverSeveralConnectionsAtOnce() {
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            statements.add("CREATE TABLE t" + i + " (k INT) DISTRIBUTED BY HASH (k)");
        }
        try (ReflectionServer shopServer = new ReflectionServer().execute(statements.toArray(String[]::new))) {
            Catalog recorded = shopServer.applyToCatalog(statements.toArray(String[]::new));
            Faults faults = shopServer.server.faults();
            faults.add(Trigger.matching("SHOW CREATE TABLE.*").every(), Fault.holdCommit());
            CompletableFuture<LiveSchema> liveFuture = CompletableFuture.supplyAsync(
                    () -> shopServer.reflection().readAll(shopServer.connection, recorded));
            await().until(() -> faults.countDeferred() == 4);
            assertThat(shopServer.server.log().findMatching("SHOW CREATE TABLE.*"))
                    .extracting(LoggedStatement::connection)
                    .doesNotHaveDuplicates();
            faults.clear();
            await().until(() -> {
                faults.runDeferred();
                return liveFuture.isDone();
            });
            assertThat(SchemaObject.collectNames(liveFuture.join().catalog()))
                    .isEqualTo(SchemaObject.collectNames(recorded));
        }
    }

    @Test
    void aPoolWithASingleConnectionSuffices() throws SQLException {
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            statements.add("CREATE TABLE t" + i + " (k INT) DISTRIBUTED BY HASH (k)");
        }
        try (ReflectionServer shopServer = new ReflectionServer().execute(statements.toArray(String[]::new))) {
            Catalog recorded = shopServer.applyToCatalog(statements.toArray(String[]::new));
            Semaphore idleConnections = new Semaphore(1);
            DataSource pool = (DataSource) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (source, open, noArguments) -> {
                        idleConnections.acquire();
                        Connection connection =
                                DriverManager.getConnection(shopServer.server.jdbcUrl("shop"), "root", "");
                        return Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {Connection.class},
                                (pooledConnection, method, arguments) -> {
                                    if (method.getName().equals("close")) {
                                        idleConnections.release();
                                    }
                                    return method.invoke(connection, arguments);
                                });
                    });
            ConnectionFactory connectionFactory = new ConnectionFactory(pool, "shop", Ticker.system());
            try (ServerConnection connection = connectionFactory.open()) {
                LiveSchema live =
                        new SchemaReflection(connectionFactory, shopServer.profile).readAll(connection, recorded);
                assertThat(SchemaObject.collectNames(live.catalog())).isEqualTo(SchemaObject.collectNames(recorded));
            }
        }
    }

    @Test
    void reflectionContinuesWithoutALostConnection() {
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            statements.add("CREATE TABLE t" + i + " (k INT) DISTRIBUTED BY HASH (k)");
        }
        try (ReflectionServer shopServer = new ReflectionServer().execute(statements.toArray(String[]::new))) {
            Catalog recorded = shopServer.applyToCatalog(statements.toArray(String[]::new));
            int ownConnection = shopServer.server.log().all().get(0).connection();
            shopServer
                    .server
                    .faults()
                    .add(
                            Trigger.of(statement -> statement.connection() != ownConnection
                                            && statement.text().startsWith("SHOW CREATE"))
                                    .every(),
                            Fault.cutBefore());
            LiveSchema live = shopServer.reflection().readAll(shopServer.connection, recorded);
            assertThat(SchemaObject.collectNames(live.catalog())).isEqualTo(SchemaObject.collectNames(recorded));
            shopServer.server.faults().clear();
            shopServer
                    .server
                    .faults()
                    .add(Trigger.matching("SHOW CREATE TABLE.*").on(ownConnection), Fault.cutBefore());
            assertThatThrownBy(() ->
                            shopServer.reflection().withMaxConnections(1).readAll(shopServer.connection, recorded))
                    .isInstanceOf(ConnectionLostException.class);
        }
    }

    @Test
    void objectsOfCairnAreNoPartOfASchema() {
        try (ReflectionServer shopServer =
                new ReflectionServer().execute(CREATE_ORDERS, CREATE_CHEAP_VIEW, CREATE_DAILY_VIEW)) {
            shopServer.execute(
                    "CREATE VIEW __cairn_shop_00000012 AS SELECT 1",
                    "CREATE VIEW __cairn_shop_history AS SELECT 1",
                    "CREATE VIEW __cairn_shop_eu_00000003 AS SELECT 1",
                    "CREATE TABLE orders__cairn_17 (k INT) DISTRIBUTED BY HASH (k)",
                    "CREATE TABLE strangers (k INT) DISTRIBUTED BY HASH (k)");
            LiveSchema live =
                    shopServer.reflection().readAll(shopServer.connection, shopServer.applyToCatalog(CREATE_ORDERS));
            assertThat(SchemaObject.collectNames(live.catalog())).containsExactly(nameInShop("orders"));
            assertThat(live.unmanagedObjects())
                    .extracting(ListedObject::toString)
                    .containsExactly("view shop.cheap", "materialized view shop.daily", "table shop.strangers");
            assertThat(live.temporaryObjects())
                    .extracting(ListedObject::toString)
                    .containsExactly("table shop.orders__cairn_17");
        }
    }

    @Test
    void rollupsAreReadAlthoughTheTextOfTheirTableLacksThem() {
        String[] statements = {
            "CREATE TABLE visits (page INT, day DATE, n BIGINT SUM) AGGREGATE KEY (page, day) DISTRIBUTED BY HASH"
                    + " (page) ROLLUP (by_day (day, n))",
            CREATE_ORDERS,
            "CREATE MATERIALIZED VIEW per_day AS\nSELECT day,\n\tsum(price)\nFROM orders\nGROUP BY day"
        };
        try (ReflectionServer shopServer = new ReflectionServer().execute(statements[0], statements[1])) {
            shopServer.execute(statements[2]);
            Catalog recorded = shopServer.applyToCatalog(statements);
            Catalog live = shopServer
                    .reflection()
                    .readAll(shopServer.connection, recorded)
                    .catalog();
            for (String table : List.of("visits", "orders")) {
                assertThat(findRollups(live, table)).isNotEmpty().isEqualTo(findRollups(recorded, table));
            }
            LiveSchema liveWithoutExpectation =
                    shopServer.reflection().readDatabases(shopServer.connection, List.of("shop"));
            assertThat(findRollups(liveWithoutExpectation.catalog(), "visits"))
                    .isEqualTo(findRollups(recorded, "visits"));
            assertThat(findRollups(liveWithoutExpectation.catalog(), "orders"))
                    .as("the server has taken out the line breaks")
                    .extracting(Rollup::name, Rollup::columns)
                    .containsExactly(tuple(
                            "per_day", findRollups(recorded, "orders").get(0).columns()));
            assertThat(liveWithoutExpectation.gaps()).isEmpty();
        }
    }

    /** A server lists the rollups of the first partition. */
    @Test
    void rollupsOfATableWithoutPartitionsAreReadFromItsDescription() {
        String[] statements = {
            "CREATE TABLE visits (page INT, day DATE, n BIGINT) DUPLICATE KEY (page, day) PARTITION BY RANGE (day) ()"
                    + " DISTRIBUTED BY HASH (page) ROLLUP (by_page (page, n))",
            "CREATE MATERIALIZED VIEW per_day AS SELECT day, sum(n) FROM visits GROUP BY day"
        };
        try (ReflectionServer shopServer = new ReflectionServer().execute(statements[0])) {
            shopServer.execute(statements[1]);
            Catalog recorded = shopServer.applyToCatalog(statements);
            LiveSchema live = shopServer.reflection().readAll(shopServer.connection, recorded);
            assertThat(findRollups(live.catalog(), "visits")).hasSize(2).isEqualTo(findRollups(recorded, "visits"));
            assertThat(live.gaps()).isEmpty();
            LiveSchema liveWithoutExpectation =
                    shopServer.reflection().readDatabases(shopServer.connection, List.of("shop"));
            assertThat(findRollups(liveWithoutExpectation.catalog(), "visits"))
                    .extracting(Rollup::name)
                    .containsExactly("by_page");
            assertThat(liveWithoutExpectation.gaps())
                    .extracting(ReflectionGap::reason)
                    .containsExactly("its rollup per_day can't be reconstructed, because servers do not show the"
                            + " rollups of a table that has no partition");
        }
    }

    private static List<Rollup> findRollups(Catalog catalog, String table) {
        return catalog.findTable("shop", table).map(Table::rollups).orElseThrow();
    }

    @Test
    void anObjectHiddenFromTheUserIsAGap() {
        String[] statements = {
            CREATE_ORDERS, CREATE_CHEAP_VIEW, CREATE_DAILY_VIEW, CREATE_ORDERS.replace("orders", "others")
        };
        try (ReflectionServer shopServer = new ReflectionServer().execute(statements)) {
            shopServer.execute(
                    "CREATE USER app IDENTIFIED BY 'secret'",
                    "GRANT SELECT ON VIEW cheap TO USER app",
                    "GRANT SELECT ON TABLE others TO USER app",
                    "GRANT SELECT ON MATERIALIZED VIEW daily TO USER app");
            var userConnectionFactory = shopServer.createConnections("app", "secret");
            try (ServerConnection connection = userConnectionFactory.open()) {
                LiveSchema live = new SchemaReflection(userConnectionFactory, shopServer.profile)
                        .readAll(connection, shopServer.applyToCatalog(statements));
                assertThat(SchemaObject.collectNames(live.catalog()))
                        .containsExactly(nameInShop("cheap"), nameInShop("daily"), nameInShop("others"));
                assertThat(live.gaps()).hasSize(2);
                assertThat(live.gaps().get(0).toString())
                        .startsWith(
                                "shop.orders: Access denied; you need (at least one of) the ANY privilege(s) on TABLE"
                                        + " orders");
                assertThat(live.gaps().get(1))
                        .hasToString(
                                "shop.daily: whether it is active can't be determined: the user needs SELECT on all of its base"
                                        + " relations");
            }
        }
    }

    @Test
    void aMissingDatabaseIsEmpty() {
        try (ReflectionServer shopServer = new ReflectionServer().execute(CREATE_ORDERS)) {
            shopServer.execute("CREATE DATABASE audit", "CREATE TABLE audit.log (k INT) DISTRIBUTED BY HASH (k)");
            Catalog recorded = shopServer.applyToCatalog(
                    CREATE_ORDERS, "CREATE DATABASE audit", "CREATE TABLE audit.log (k INT) DISTRIBUTED BY HASH (k)");
            assertThat(SchemaObject.collectNames(shopServer
                            .reflection()
                            .readAll(shopServer.connection, recorded)
                            .catalog()))
                    .isEqualTo(SchemaObject.collectNames(recorded));
            shopServer.execute("DROP DATABASE audit");
            assertThat(shopServer
                            .reflection()
                            .readAll(shopServer.connection, recorded)
                            .catalog()
                            .findDatabase("audit"))
                    .isEmpty();
        }
    }

    @Test
    void reflectionNeedsAtLeastOneConnection() {
        try (ReflectionServer shopServer = new ReflectionServer()) {
            SchemaReflection reflection = shopServer.reflection();
            assertThatThrownBy(() -> reflection.withMaxConnections(0)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
