package dev.cairn.internal.run;

import static dev.cairn.internal.run.MigrationBench.ORDERS;
import static dev.cairn.internal.run.MigrationBench.TABLE_CLAUSES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Materialized views that a migration makes inactive are activated after it. */
class ViewActivationTest {
    private static final String CREATE_CITIES_VIEW =
            "CREATE MATERIALIZED VIEW cities DISTRIBUTED BY HASH(city) BUCKETS 2"
                    + " REFRESH MANUAL AS SELECT city, id FROM orders";
    private static final String CREATE_ABOVE_VIEW = "CREATE MATERIALIZED VIEW above DISTRIBUTED BY HASH(city) BUCKETS 2"
            + " REFRESH MANUAL AS SELECT city FROM cities";
    private static final String[] SWAP_STATEMENTS = {
        "CREATE TABLE orders__cairn_new (id INT NOT NULL, city VARCHAR(20), note STRING) DUPLICATE KEY(id)"
                + TABLE_CLAUSES,
        "ALTER TABLE orders SWAP WITH orders__cairn_new",
        "DROP TABLE orders__cairn_new"
    };

    @AutoClose
    private final MigrationBench bench = new MigrationBench();

    @Test
    void viewsThatAMigrationMadeInactiveAreActivatedAfterTheirBases() throws SQLException {
        Catalog before = bench.createCatalog(ORDERS, CREATE_CITIES_VIEW, CREATE_ABOVE_VIEW);
        bench.run(before, SWAP_STATEMENTS);

        assertThat(bench.events(Progress.ViewActivated.class))
                .extracting(progress -> ((Progress.ViewActivated) progress).view())
                .containsExactly("shop.cities", "shop.above");
        assertThat(bench.drainStatements())
                .endsWith(
                        "ALTER MATERIALIZED VIEW `shop`.`cities` ACTIVE",
                        "ALTER MATERIALIZED VIEW `shop`.`above` ACTIVE");
    }

    @Test
    void aViewThatCannotBeActivatedIsReported() throws SQLException {
        Catalog before = bench.createCatalog(ORDERS, CREATE_CITIES_VIEW);
        bench.server.faults().add(Trigger.matching(".*`cities` ACTIVE"), Fault.reject(1064, "HY000", "Can not active"));
        bench.run(before, SWAP_STATEMENTS);

        assertThat(bench.warnings())
                .contains(
                        "shop.cities is inactive, and the server can't activate it: 1064: Can not active. Recreate it,"
                                + " or change its query");
    }

    @Test
    void aDeliberatelyInactiveViewStaysInactive() throws SQLException {
        Catalog before = bench.createCatalog(ORDERS, CREATE_CITIES_VIEW);
        bench.run(before, "ALTER MATERIALIZED VIEW cities INACTIVE");

        assertThat(bench.drainStatements()).containsExactly("ALTER MATERIALIZED VIEW `cities` INACTIVE");
        assertThat(bench.events(Progress.ViewActivated.class)).isEmpty();
    }

    @Test
    void aRefreshIsWaitedFor() throws SQLException {
        Catalog before = bench.createCatalog(ORDERS, CREATE_CITIES_VIEW);
        bench.run(before, "REFRESH MATERIALIZED VIEW cities", CREATE_ABOVE_VIEW.replace("MANUAL", "ASYNC"));

        assertThat(bench.drainStatements()).hasSize(2);
        assertThat(bench.warnings()).isEmpty();
    }

    /** The server shows the time of a refresh in seconds, so the previous refresh looks as new as this one. */
    @Test
    void aRefreshThatFailsAtOnceAfterAnotherOneIsNoticed() throws SQLException {
        Catalog before = bench.createCatalog(ORDERS, CREATE_CITIES_VIEW);
        bench.execute("REFRESH MATERIALIZED VIEW cities");
        bench.server.faults().add(Trigger.matching("REFRESH.*"), Fault.failJob("no memory"));
        assertThatThrownBy(() -> bench.run(before, "REFRESH MATERIALIZED VIEW cities"))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("no memory");
    }
}
