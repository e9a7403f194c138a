package dev.cairn.tooling.grants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Consent;
import dev.cairn.Drift;
import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.RecordedHistory;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import dev.cairn.internal.run.preparation.Placeholders;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.processor.model.CheckedQuery.SampledStatement;
import dev.cairn.processor.model.QueryListing;
import dev.cairn.processor.model.QueryListing.ListedInterface;
import dev.cairn.processor.model.QueryListing.ListedSchema;
import dev.cairn.profile.ServerProfile;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.grants.RequiredGrants.MigrationRange;
import dev.cairn.tooling.query.CompiledQueries;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Each role has exactly the privileges that it needs: with all of them everything works, and without one of them
 * something fails.
 */
class RequiredGrantsTest {
    private static final String TABLE_SUFFIX =
            " DISTRIBUTED BY HASH(id) BUCKETS 1 PROPERTIES ('replication_num' = '1')";
    private static final String ORDERS =
            "CREATE TABLE orders (id INT NOT NULL, city VARCHAR(20)) DUPLICATE KEY(id)" + TABLE_SUFFIX;
    private static final String CLIENT = "CREATE TABLE client (id INT NOT NULL) DUPLICATE KEY(id)" + TABLE_SUFFIX;
    private static final String CITIES = "CREATE VIEW cities AS SELECT city FROM orders";
    private static final String SALES =
            "CREATE MATERIALIZED VIEW sales DISTRIBUTED BY HASH(city) BUCKETS 1 REFRESH DEFERRED MANUAL"
                    + " PROPERTIES ('replication_num' = '1') AS SELECT city, count(*) AS n FROM orders GROUP BY city";

    /**
     * The second version rebuilds a table, and the rebuild has to transfer the grants. The third one changes rows by a
     * statement that names a view of the ledger.
     */
    private static final SchemaDescriptor SHOP = new RecordedHistory("shop")
            .version("create", ORDERS, CLIENT, CITIES, SALES)
            .version("keys", ORDERS.replace("DUPLICATE", "PRIMARY"), CLIENT, CITIES, SALES)
            .statements("fill", "UPDATE orders SET city = 'Oslo' WHERE city IS NULL")
            .schema();

    private static final List<String> QUERIES = List.of(
            "SELECT city FROM cities", "INSERT INTO client SELECT id FROM orders", "REFRESH MATERIALIZED VIEW sales");

    private static CompiledQueries createQueries() {
        List<CheckedQuery> checkedQueries = QUERIES.stream()
                .map(sql -> new CheckedQuery(
                        "Shop.query",
                        "query()",
                        new SampledStatement(sql.startsWith("SELECT"), sql, sql, List.of()),
                        List.of(),
                        List.of()))
                .toList();
        return new CompiledQueries(List.of(new QueryListing(
                new ListedInterface("shop.Queries", "shop.Queries_"),
                new ListedSchema("shop.Shop", "shop.ShopSchema", "shop", "4.1"),
                checkedQueries)));
    }

    private static RequiredGrants calculateGrants(SchemaDescriptor schema, int startNumber, int endNumber) {
        return RequiredGrants.calculate(
                schema,
                ServerProfile.DEFAULT.withReplicas(1, 3),
                "shop",
                Placeholders.NONE,
                new MigrationRange(startNumber, endNumber),
                createQueries());
    }

    @Test
    void eachRoleHasItsStatements() {
        RequiredGrants grants = calculateGrants(SHOP, 0, 3);
        assertThat(grants.application().statements())
                .containsExactly(
                        "CREATE ROLE `shop_application` COMMENT \"runs the queries of shop\"",
                        "GRANT INSERT ON TABLE `shop`.`client` TO ROLE `shop_application`",
                        "GRANT SELECT ON TABLE `shop`.`orders` TO ROLE `shop_application`",
                        "GRANT SELECT ON VIEW `shop`.`cities` TO ROLE `shop_application`",
                        "GRANT REFRESH ON MATERIALIZED VIEW `shop`.`sales` TO ROLE `shop_application`");
        assertThat(grants.migrator().statements())
                .containsExactly(
                        "CREATE ROLE `shop_migrator` COMMENT \"migrates shop\"",
                        "GRANT DROP, INSERT, SELECT, ALTER, UPDATE ON ALL TABLES IN DATABASE `shop` TO ROLE"
                                + " `shop_migrator`",
                        "GRANT SELECT, DROP ON ALL VIEWS IN DATABASE `shop` TO ROLE `shop_migrator`",
                        "GRANT ALTER ON ALL MATERIALIZED VIEWS IN DATABASE `shop` TO ROLE `shop_migrator`",
                        "GRANT CREATE TABLE, CREATE VIEW, CREATE MATERIALIZED VIEW ON DATABASE `shop` TO ROLE"
                                + " `shop_migrator`",
                        "GRANT `user_admin` TO ROLE `shop_migrator`");
        assertThat(grants.checker().statements())
                .containsExactly(
                        "CREATE ROLE `shop_checker` COMMENT \"compares the database with shop\"",
                        "GRANT SELECT ON ALL TABLES IN DATABASE `shop` TO ROLE `shop_checker`",
                        "GRANT SELECT ON ALL VIEWS IN DATABASE `shop` TO ROLE `shop_checker`",
                        "GRANT SELECT ON ALL MATERIALIZED VIEWS IN DATABASE `shop` TO ROLE `shop_checker`");
    }

    @Test
    void aDowngradeLeadsToTheRolesOfItsTarget() {
        SchemaDescriptor schema = new RecordedHistory("shop")
                .version("create", ORDERS, CLIENT, SALES)
                .version("view", ORDERS, CLIENT, SALES, CITIES)
                .version("another table", ORDERS, CLIENT, SALES, CITIES, CLIENT.replace("client", "visitor"))
                .schema();
        RequiredGrants grants = calculateGrants(schema, 3, 1);
        RequiredGrants targetGrants = calculateGrants(schema, 0, 1);
        assertThat(grants.application().statements())
                .isEqualTo(targetGrants.application().statements());
        assertThat(grants.checker().statements())
                .isEqualTo(targetGrants.checker().statements());
    }

    /**
     * A server lists the Routine Loads of a table only to users who may insert into the table. The loads end when the
     * table is dropped.
     */
    @Test
    void theMigratorSeesTheLoadsThatItsStepsEnd() {
        SchemaDescriptor shop = new RecordedHistory("shop")
                .version("create", ORDERS, CLIENT)
                .version("drop", ORDERS.replace(", city VARCHAR(20)", ""))
                .schema();
        assertThat(calculateGrants(shop, 1, 2).migrator().statements())
                .contains("GRANT DROP, INSERT, ALTER ON ALL TABLES IN DATABASE `shop` TO ROLE `shop_migrator`");
    }

    /** The server lists a rollup with a query for everybody, and shows it with its table. */
    @Test
    void aRollupWithAQueryNeedsNoPrivilegeOnMaterializedViews() {
        SchemaDescriptor shop = new RecordedHistory("shop")
                .version(
                        "create",
                        ORDERS,
                        "CREATE MATERIALIZED VIEW per_city AS SELECT city, count(id) FROM orders GROUP BY city")
                .schema();
        assertThat(calculateGrants(shop, 0, 1).migrator().statements())
                .noneMatch(grant -> grant.contains("ON ALL MATERIALIZED VIEWS"))
                .anyMatch(grant -> grant.contains("ON ALL TABLES"));
    }

    @Test
    void namesOfUsersAndRolesNeedNoValues() {
        SchemaDescriptor shop = new RecordedHistory("shop")
                .version(
                        "create",
                        ORDERS,
                        "CREATE ROLE `${stage}_analyst`",
                        "GRANT SELECT ON TABLE orders TO ROLE `${stage}_analyst`",
                        "GRANT `${stage}_analyst` TO USER ${reporting_user}")
                .schema();
        assertThat(calculateGrants(shop, 0, 1).migrator().statements())
                .containsExactly(
                        "CREATE ROLE `shop_migrator` COMMENT \"migrates shop\"",
                        "GRANT SELECT ON ALL TABLES IN DATABASE `shop` TO ROLE `shop_migrator`",
                        "GRANT DROP ON ALL VIEWS IN DATABASE `shop` TO ROLE `shop_migrator`",
                        "GRANT CREATE TABLE, CREATE VIEW ON DATABASE `shop` TO ROLE `shop_migrator`",
                        "GRANT `user_admin` TO ROLE `shop_migrator`");
    }

    /** The server takes the catalog of the objects from the session. */
    @Test
    void privilegesOnIcebergTablesAreGrantedInTheirCatalog() {
        SchemaDescriptor shop = new RecordedHistory("shop")
                .managingCluster()
                .version("create", ORDERS, "CREATE TABLE lake.sales.customer (id BIGINT)")
                .schema();
        RequiredGrants grants = calculateGrants(shop, 0, 1);
        assertThat(grants.migrator().statements())
                .containsSequence(
                        "SET CATALOG `lake`",
                        "GRANT DROP, SELECT, ALTER ON ALL TABLES IN DATABASE `sales` TO ROLE `shop_migrator`",
                        "GRANT CREATE TABLE ON DATABASE `sales` TO ROLE `shop_migrator`",
                        "SET CATALOG `default_catalog`")
                .contains("GRANT USAGE ON CATALOG `lake` TO ROLE `shop_migrator`");
        assertThat(grants.checker().statements())
                .endsWith(
                        "GRANT USAGE ON CATALOG `lake` TO ROLE `shop_checker`",
                        "SET CATALOG `lake`",
                        "GRANT SELECT ON TABLE `sales`.`customer` TO ROLE `shop_checker`",
                        "SET CATALOG `default_catalog`");
    }

    /** A GRANT names the kind of the relation, which is unknown. */
    @Test
    void relationsOutsideOfTheSchemaAreListed() {
        SchemaDescriptor shop = new RecordedHistory("shop")
                .version("create", ORDERS)
                .statements(
                        "views",
                        "CREATE VIEW report AS SELECT d.id FROM bi.daily d JOIN lake.web.click c ON c.id = d.id",
                        "CREATE VIEW own AS SELECT id FROM report")
                .schema();
        RequiredGrants grants = calculateGrants(shop, 0, 2);
        assertThat(grants.migrator().externalRelations()).containsExactly("bi.daily", "lake.web.click");
        assertThat(grants.application().externalRelations()).isEmpty();
        assertThat(grants.migrator().statements()).noneMatch(statement -> statement.contains("daily"));
    }

    /** A server lists a function only to users with a privilege on it. */
    @Test
    void theCheckerMayUseTheFunctionsThatItCompares() {
        SchemaDescriptor shop = new RecordedHistory("shop")
                .managingCluster()
                .version(
                        "create",
                        ORDERS,
                        "CREATE FUNCTION net(INT) RETURNS INT PROPERTIES ('symbol' = 'shop.Net', 'type' = 'StarrocksJar',"
                                + " 'file' = 'http://jars/net.jar')")
                .schema();
        assertThat(calculateGrants(shop, 0, 1).checker().statements())
                .endsWith("GRANT USAGE ON ALL FUNCTIONS IN DATABASE `shop` TO ROLE `shop_checker`");
    }

    /** The objects that a statement concerns do not depend on numbers and secrets. */
    @Test
    void valuesOfPropertiesAndPartsNeedNoValues() {
        SchemaDescriptor shop = new RecordedHistory("shop")
                .managingCluster()
                .version(
                        "create",
                        ORDERS.replace("BUCKETS 1", "BUCKETS ${buckets}").replace("'1'", "'${replicas}'"),
                        "CREATE RESOURCE GROUP etl TO (user = '${loader}')"
                                + " WITH ('mem_limit' = '10%', 'cpu_weight' = '1', 'concurrency_limit' = '${limit}')",
                        "CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'hive', 'aws.s3.secret_key' = '${key}')",
                        "SUBMIT TASK fill SCHEDULE EVERY(INTERVAL 1 DAY) AS INSERT INTO orders SELECT id, '${city}' FROM orders")
                .schema();
        assertThat(calculateGrants(shop, 0, 1).migrator().statements())
                .contains(
                        "GRANT CREATE TABLE, CREATE VIEW ON DATABASE `shop` TO ROLE `shop_migrator`",
                        "GRANT CREATE EXTERNAL CATALOG, CREATE RESOURCE GROUP ON SYSTEM TO ROLE `shop_migrator`");
    }

    @Test
    void aMigratorOfAlteredTablesMayAlterTheseAlone() {
        SchemaDescriptor shop = new RecordedHistory("shop")
                .version("create", ORDERS, CLIENT, CITIES, SALES)
                .version(
                        "note",
                        ORDERS.replace("city VARCHAR(20)", "city VARCHAR(20), note STRING"),
                        CLIENT,
                        CITIES,
                        SALES)
                .schema();
        assertThat(calculateGrants(shop, 1, 2).migrator().statements())
                .containsExactly(
                        "CREATE ROLE `shop_migrator` COMMENT \"migrates shop\"",
                        "GRANT ALTER ON TABLE `shop`.`orders` TO ROLE `shop_migrator`",
                        "GRANT DROP ON ALL VIEWS IN DATABASE `shop` TO ROLE `shop_migrator`",
                        "GRANT CREATE VIEW ON DATABASE `shop` TO ROLE `shop_migrator`");
    }

    @Test
    void everythingWorksWithTheRequiredGrants() throws SQLException {
        RequiredGrants grants = calculateGrants(SHOP, 0, 3);
        assertThat(findFailure(
                        grants.migrator().statements(),
                        grants.application().statements(),
                        grants.checker().statements()))
                .isEmpty();
    }

    @Test
    void eachRequiredGrantIsNecessary() throws SQLException {
        RequiredGrants grants = calculateGrants(SHOP, 0, 3);
        List<String> superfluousPrivileges = new ArrayList<>();
        for (List<String> fewer : listReducedGrants(grants.migrator().statements())) {
            if (findFailure(
                            fewer,
                            grants.application().statements(),
                            grants.checker().statements())
                    .isEmpty()) {
                superfluousPrivileges.add("migrator: " + fewer);
            }
        }
        for (List<String> fewer : listReducedGrants(grants.application().statements())) {
            if (findFailure(
                            grants.migrator().statements(),
                            fewer,
                            grants.checker().statements())
                    .isEmpty()) {
                superfluousPrivileges.add("application: " + fewer);
            }
        }
        for (List<String> fewer : listReducedGrants(grants.checker().statements())) {
            if (findFailure(grants.migrator().statements(), grants.application().statements(), fewer)
                    .isEmpty()) {
                superfluousPrivileges.add("checker: " + fewer);
            }
        }
        assertThat(String.join("\n", superfluousPrivileges)).isEmpty();
    }

    /** Returns for each privilege and each role the statements without it. */
    private static List<List<String>> listReducedGrants(List<String> statements) {
        List<List<String>> reducedGrants = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            String statement = statements.get(i);
            if (!statement.startsWith("GRANT ")) {
                continue;
            }
            int on = statement.contains(" ON ") ? statement.indexOf(" ON ") : statement.indexOf(" TO ");
            List<String> privileges =
                    Arrays.asList(statement.substring("GRANT ".length(), on).split(", ", -1));
            for (String omittedPrivilege : privileges) {
                List<String> remainingPrivileges = new ArrayList<>(privileges);
                remainingPrivileges.remove(omittedPrivilege);
                List<String> fewer = new ArrayList<>(statements);
                fewer.remove(i);
                if (!remainingPrivileges.isEmpty()) {
                    fewer.add(i, "GRANT " + String.join(", ", remainingPrivileges) + statement.substring(on));
                }
                reducedGrants.add(fewer);
            }
        }
        return reducedGrants;
    }

    /** Returns the first failure, of the upgrade, the comparison, or a query; empty if everything works. */
    private static String findFailure(List<String> migrator, List<String> application, List<String> checker)
            throws SQLException {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()))) {
            server.createDatabase("shop");
            executeAll(server, "root", migrator);
            executeAll(server, "root", checker);
            createUser(server, "shop_migrator");
            createUser(server, "shop_checker");
            return findFailure(server, application);
        }
    }

    private static void createUser(EmbeddedStarRocks server, String role) throws SQLException {
        executeAll(server, "root", List.of("CREATE USER " + role + "_user DEFAULT ROLE " + role));
    }

    private static String findFailure(EmbeddedStarRocks server, List<String> application) {
        try {
            Migrator.of(SHOP, formatUrl(server, "shop_migrator_user"), options())
                    .upgradeTo(1);
            executeAll(server, "root", application); // the objects that it names exist now
            createUser(server, "shop_application");
            executeAll(server, "root", List.of("GRANT UPDATE ON TABLE shop.orders TO USER shop_application_user"));
            Migrator.of(SHOP, formatUrl(server, "shop_migrator_user"), options())
                    .upgrade();
            if (!readGrants(server, "SHOW GRANTS FOR shop_application_user").contains("UPDATE ON TABLE shop.orders")) {
                return "the rebuild lost a grant";
            }
            executeAll(server, "shop_application_user", QUERIES);
            executeAll(
                    server,
                    "root",
                    List.of(
                            "CREATE TABLE unknown_table (id INT)" + TABLE_SUFFIX,
                            "CREATE VIEW unknown_view AS SELECT 1 AS one",
                            SALES.replace("VIEW sales", "VIEW unknown_sales")));
            Drift drift = Migrator.of(SHOP, formatUrl(server, "shop_checker_user"), options())
                    .check();
            return drift.isEmpty() && drift.unmanaged().size() == 3 ? "" : "the checker finds " + drift;
        } catch (RuntimeException | SQLException failure) {
            return String.valueOf(failure.getMessage());
        }
    }

    private static MigratorOptions options() {
        return MigratorOptions.DEFAULT.author("tester").consent(Consent.values());
    }

    private static String formatUrl(EmbeddedStarRocks server, String user) {
        return server.jdbcUrl("shop") + "?user=" + user;
    }

    private static void executeAll(EmbeddedStarRocks server, String user, List<String> statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(formatUrl(server, user));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String readGrants(EmbeddedStarRocks server, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(formatUrl(server, "root"));
                Statement statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            StringBuilder rows = new StringBuilder();
            while (result.next()) {
                rows.append(result.getString(3)).append('\n');
            }
            return rows.toString();
        }
    }
}
