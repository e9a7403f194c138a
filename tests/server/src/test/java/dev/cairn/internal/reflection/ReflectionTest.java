package dev.cairn.internal.reflection;

import static dev.cairn.internal.reflection.ReflectionServer.name;
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
import dev.cairn.internal.reflection.ShownObject.Absent;
import dev.cairn.internal.reflection.ShownObject.Present;
import dev.cairn.internal.reflection.ShownObject.Unreadable;
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

/** Reads the catalog of a live server. */
class ReflectionTest {
    private static final String CREATE_ORDERS =
            "CREATE TABLE orders (id BIGINT NOT NULL, day DATE, price INT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id)";
    private static final String CREATE_CHEAP = "CREATE VIEW cheap AS SELECT id, price FROM orders WHERE price < 10";
    private static final String CREATE_DAILY =
            "CREATE MATERIALIZED VIEW daily REFRESH MANUAL AS SELECT day, sum(price) AS total FROM orders GROUP BY day";

    private static Present requirePresent(ShownObject shown) {
        assertThat(shown).isInstanceOf(Present.class);
        return (Present) shown;
    }

    @Test
    void readingOneObjectTakesOneStatement() {
        try (ReflectionServer shop = new ReflectionServer().execute(CREATE_ORDERS, CREATE_CHEAP, CREATE_DAILY)) {
            Catalog recorded = shop.applyToCatalog(CREATE_ORDERS, CREATE_CHEAP, CREATE_DAILY);
            for (String object : List.of("orders", "cheap", "daily")) {
                List<ShownObject> shown = new ArrayList<>();
                assertThat(shop.findStatementsOf(
                                () -> shown.add(shop.reflection().readObject(shop.connection, name(object), recorded))))
                        .containsExactly("SHOW CREATE TABLE `shop`.`" + object + "`");
                assertThat(requirePresent(shown.get(0)).object().showCreate(shop.profile))
                        .isEqualTo(SchemaObject.find(recorded, name(object))
                                .orElseThrow()
                                .showCreate(shop.profile));
            }
        }
    }

    @Test
    void aMissingObjectIsAbsent() {
        try (ReflectionServer shop = new ReflectionServer().execute(CREATE_ORDERS)) {
            shop.execute("CREATE MATERIALIZED VIEW per_day AS SELECT day, price FROM orders");
            assertThat(shop.reflection().readObject(shop.connection, name("nowhere"), Catalog.EMPTY))
                    .isEqualTo(new Absent());
            assertThat(shop.reflection()
                            .readObject(shop.connection, new ObjectName("nowhere", "orders"), Catalog.EMPTY))
                    .isEqualTo(new Absent());
            assertThat(shop.reflection().readObject(shop.connection, name("per_day"), Catalog.EMPTY))
                    .as("a synchronous materialized view is no object of its own")
                    .isEqualTo(new Absent());
            assertThat(shop.reflection().readObject(shop.connection, name("Orders"), Catalog.EMPTY))
                    .as("names of tables tell upper from lower case")
                    .isEqualTo(new Absent());
        }
    }

    @Test
    void aTemporaryTableOfTheSameSessionHidesTheObjectOfItsName() {
        try (ReflectionServer shop = new ReflectionServer().execute(CREATE_ORDERS)) {
            shop.execute("CREATE TEMPORARY TABLE orders (k INT) DISTRIBUTED BY HASH (k)");
            assertThat(shop.reflection().readObject(shop.connection, name("orders"), Catalog.EMPTY))
                    .isInstanceOfSatisfying(
                            Unreadable.class,
                            unreadable -> assertThat(unreadable.reason())
                                    .isEqualTo("a temporary table of the same session hides it"));
            try (ServerConnection other = shop.connectionFactory.open()) {
                requirePresent(shop.reflection().readObject(other, name("orders"), Catalog.EMPTY));
            }
        }
    }

    @Test
    void viewsWithMissingBaseTablesAreObjects() {
        try (ReflectionServer shop =
                new ReflectionServer().execute(CREATE_ORDERS, CREATE_CHEAP, CREATE_DAILY, "DROP TABLE orders")) {
            LiveSchema live = shop.reflection().readDatabases(shop.connection, List.of("shop"));
            assertThat(live.gaps()).isEmpty();
            assertThat(SchemaObject.names(live.catalog())).containsExactly(name("cheap"), name("daily"));
            MaterializedView daily = ((SchemaObject.MaterializedViewObject)
                            SchemaObject.find(live.catalog(), name("daily")).orElseThrow())
                    .view();
            assertThat(daily.inactiveReason()).isEqualTo("base-table dropped: orders");
            assertThat(live.catalog().database("shop").orElseThrow().view("cheap"))
                    .hasValueSatisfying(view -> assertThat(view.columns())
                            .extracting(column -> column.name())
                            .containsExactly("id", "price"));
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
        try (ReflectionServer shop = new ReflectionServer().execute(statements)) {
            LiveSchema live = shop.reflection().readAll(shop.connection, shop.applyToCatalog(statements));
            assertThat(live.gaps()).isEmpty();
            MaterializedView view = live.catalog()
                    .database("shop")
                    .flatMap(database -> database.materializedView("a"))
                    .orElseThrow();
            assertThat(view.columns().get(0).type())
                    .as("known only after all that is between")
                    .isNotNull();
            assertThat(view.definition().bases()).anyMatch(base -> base.refersTo("shop", "orders"));
        }
    }

    @Test
    void aWholeDatabaseTakesOneStatementForEachObjectAndTwo() {
        List<String> statements = new ArrayList<>(List.of(CREATE_ORDERS, CREATE_CHEAP, CREATE_DAILY));
        for (int i = 0; i < 57; i++) {
            statements.add("CREATE TABLE t" + i + " (k INT) DISTRIBUTED BY HASH (k)");
        }
        try (ReflectionServer shop = new ReflectionServer().execute(statements.toArray(String[]::new))) {
            Catalog recorded = shop.applyToCatalog(statements.toArray(String[]::new));
            List<LiveSchema> schemas = new ArrayList<>();
            List<String> sent =
                    shop.findStatementsOf(() -> schemas.add(shop.reflection().readAll(shop.connection, recorded)));
            assertThat(sent).hasSize(60 + 2).doesNotHaveDuplicates().noneMatch(text -> text.contains(";"));
            assertThat(SchemaObject.names(schemas.get(0).catalog())).isEqualTo(SchemaObject.names(recorded));
            assertThat(shop.findStatementsOf(
                            () -> shop.reflection().withMaxConnections(1).readAll(shop.connection, recorded)))
                    .hasSize(60 + 2);
        }
    }

    @Test
    void aWholeDatabaseIsReadOverSeveralConnectionsAtOnce() {
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            statements.add("CREATE TABLE t" + i + " (k INT) DISTRIBUTED BY HASH (k)");
        }
        try (ReflectionServer shop = new ReflectionServer().execute(statements.toArray(String[]::new))) {
            Catalog recorded = shop.applyToCatalog(statements.toArray(String[]::new));
            Faults faults = shop.server.faults();
            faults.add(Trigger.matching("SHOW CREATE TABLE.*").every(), Fault.hold());
            CompletableFuture<LiveSchema> live =
                    CompletableFuture.supplyAsync(() -> shop.reflection().readAll(shop.connection, recorded));
            await().until(() -> faults.countDeferred() == 4);
            assertThat(shop.server.log().matching("SHOW CREATE TABLE.*"))
                    .extracting(LoggedStatement::connection)
                    .doesNotHaveDuplicates();
            faults.clear();
            await().until(() -> {
                faults.runDeferred();
                return live.isDone();
            });
            assertThat(SchemaObject.names(live.join().catalog())).isEqualTo(SchemaObject.names(recorded));
        }
    }

    @Test
    void aPoolWithASingleConnectionSuffices() throws SQLException {
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            statements.add("CREATE TABLE t" + i + " (k INT) DISTRIBUTED BY HASH (k)");
        }
        try (ReflectionServer shop = new ReflectionServer().execute(statements.toArray(String[]::new))) {
            Catalog recorded = shop.applyToCatalog(statements.toArray(String[]::new));
            Semaphore idle = new Semaphore(1);
            DataSource pool = (DataSource) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (source, open, noArguments) -> {
                        idle.acquire();
                        Connection connection = DriverManager.getConnection(shop.server.jdbcUrl("shop"), "root", "");
                        return Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {Connection.class},
                                (pooledConnection, method, arguments) -> {
                                    if (method.getName().equals("close")) {
                                        idle.release();
                                    }
                                    return method.invoke(connection, arguments);
                                });
                    });
            ConnectionFactory connections = new ConnectionFactory(pool, "shop", Ticker.system());
            try (ServerConnection connection = connections.open()) {
                LiveSchema live = new SchemaReflection(connections, shop.profile).readAll(connection, recorded);
                assertThat(SchemaObject.names(live.catalog())).isEqualTo(SchemaObject.names(recorded));
            }
        }
    }

    @Test
    void reflectionContinuesWithoutALostConnection() {
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            statements.add("CREATE TABLE t" + i + " (k INT) DISTRIBUTED BY HASH (k)");
        }
        try (ReflectionServer shop = new ReflectionServer().execute(statements.toArray(String[]::new))) {
            Catalog recorded = shop.applyToCatalog(statements.toArray(String[]::new));
            int ownConnection = shop.server.log().all().get(0).connection();
            shop.server
                    .faults()
                    .add(
                            Trigger.of(statement -> statement.connection() != ownConnection
                                            && statement.text().startsWith("SHOW CREATE"))
                                    .every(),
                            Fault.cutBefore());
            LiveSchema live = shop.reflection().readAll(shop.connection, recorded);
            assertThat(SchemaObject.names(live.catalog())).isEqualTo(SchemaObject.names(recorded));
            shop.server.faults().clear();
            shop.server.faults().add(Trigger.matching("SHOW CREATE TABLE.*").on(ownConnection), Fault.cutBefore());
            assertThatThrownBy(() -> shop.reflection().withMaxConnections(1).readAll(shop.connection, recorded))
                    .isInstanceOf(ConnectionLostException.class);
        }
    }

    @Test
    void objectsOfCairnAreNoPartOfASchema() {
        try (ReflectionServer shop = new ReflectionServer().execute(CREATE_ORDERS, CREATE_CHEAP, CREATE_DAILY)) {
            shop.execute(
                    "CREATE VIEW __cairn_shop_00000012 AS SELECT 1",
                    "CREATE VIEW __cairn_shop_history AS SELECT 1",
                    "CREATE VIEW __cairn_shop_eu_00000003 AS SELECT 1",
                    "CREATE TABLE orders__cairn_17 (k INT) DISTRIBUTED BY HASH (k)",
                    "CREATE TABLE strangers (k INT) DISTRIBUTED BY HASH (k)");
            LiveSchema live = shop.reflection().readAll(shop.connection, shop.applyToCatalog(CREATE_ORDERS));
            assertThat(SchemaObject.names(live.catalog())).containsExactly(name("orders"));
            assertThat(live.unmanaged())
                    .extracting(ListedObject::toString)
                    .containsExactly("view shop.cheap", "materialized view shop.daily", "table shop.strangers");
            assertThat(live.staged()).extracting(ListedObject::toString).containsExactly("table shop.orders__cairn_17");
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
        try (ReflectionServer shop = new ReflectionServer().execute(statements[0], statements[1])) {
            shop.execute(statements[2]);
            Catalog recorded = shop.applyToCatalog(statements);
            Catalog live = shop.reflection().readAll(shop.connection, recorded).catalog();
            for (String table : List.of("visits", "orders")) {
                assertThat(findRollups(live, table)).isNotEmpty().isEqualTo(findRollups(recorded, table));
            }
            LiveSchema unexpected = shop.reflection().readDatabases(shop.connection, List.of("shop"));
            assertThat(findRollups(unexpected.catalog(), "visits")).isEqualTo(findRollups(recorded, "visits"));
            assertThat(findRollups(unexpected.catalog(), "orders"))
                    .as("the server has taken out the line breaks")
                    .extracting(Rollup::name, Rollup::columns)
                    .containsExactly(tuple(
                            "per_day", findRollups(recorded, "orders").get(0).columns()));
            assertThat(unexpected.gaps()).isEmpty();
        }
    }

    private static List<Rollup> findRollups(Catalog catalog, String table) {
        return catalog.table("shop", table).map(Table::rollups).orElseThrow();
    }

    @Test
    void anObjectHiddenFromTheUserIsAGap() {
        String[] statements = {CREATE_ORDERS, CREATE_CHEAP, CREATE_DAILY, CREATE_ORDERS.replace("orders", "others")};
        try (ReflectionServer shop = new ReflectionServer().execute(statements)) {
            shop.execute(
                    "CREATE USER app IDENTIFIED BY 'secret'",
                    "GRANT SELECT ON VIEW cheap TO USER app",
                    "GRANT SELECT ON TABLE others TO USER app",
                    "GRANT SELECT ON MATERIALIZED VIEW daily TO USER app");
            var connections = shop.createConnections("app", "secret");
            try (ServerConnection connection = connections.open()) {
                LiveSchema live = new SchemaReflection(connections, shop.profile)
                        .readAll(connection, shop.applyToCatalog(statements));
                assertThat(SchemaObject.names(live.catalog()))
                        .containsExactly(name("cheap"), name("daily"), name("others"));
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
        try (ReflectionServer shop = new ReflectionServer().execute(CREATE_ORDERS)) {
            shop.execute("CREATE DATABASE audit", "CREATE TABLE audit.log (k INT) DISTRIBUTED BY HASH (k)");
            Catalog recorded = shop.applyToCatalog(
                    CREATE_ORDERS, "CREATE DATABASE audit", "CREATE TABLE audit.log (k INT) DISTRIBUTED BY HASH (k)");
            assertThat(SchemaObject.names(
                            shop.reflection().readAll(shop.connection, recorded).catalog()))
                    .isEqualTo(SchemaObject.names(recorded));
            shop.execute("DROP DATABASE audit");
            assertThat(shop.reflection()
                            .readAll(shop.connection, recorded)
                            .catalog()
                            .database("audit"))
                    .isEmpty();
        }
    }

    @Test
    void reflectionNeedsAtLeastOneConnection() {
        try (ReflectionServer shop = new ReflectionServer()) {
            SchemaReflection reflection = shop.reflection();
            assertThatThrownBy(() -> reflection.withMaxConnections(0)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
