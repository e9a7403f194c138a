package dev.cairn.internal.run;

import static dev.cairn.internal.run.MigrationBench.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Views and materialized views that are replaced keep their grants. */
class GrantTransferTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String CREATE_VIEW = "CREATE VIEW cities (city) AS SELECT city FROM orders";
    private static final String[] RENAME_STATEMENTS = {
        "CREATE VIEW towns (city) AS SELECT city FROM orders", "-- grants: from cities to towns", "DROP VIEW cities"
    };
    private static final String[] INVOKER_CHANGE_STATEMENTS = {
        "CREATE VIEW cities__cairn_new (city) SECURITY INVOKER AS SELECT city FROM orders",
        "-- grants: from cities to cities__cairn_new",
        "DROP VIEW cities",
        "CREATE VIEW cities (city) SECURITY INVOKER AS SELECT city FROM orders",
        "-- grants: from cities__cairn_new to cities",
        "DROP VIEW cities__cairn_new"
    };
    private static final String[] KIND_CHANGE_STATEMENTS = {
        "CREATE VIEW cities_grants__cairn_new (held) AS SELECT 1 AS held",
        "-- grants: from cities to cities_grants__cairn_new",
        "DROP VIEW cities",
        "CREATE MATERIALIZED VIEW cities REFRESH MANUAL AS SELECT city, count(*) AS n FROM orders GROUP BY city",
        "-- grants: from cities_grants__cairn_new to cities",
        "DROP VIEW cities_grants__cairn_new"
    };
    private static final String[] MATERIALIZED_VIEW_STATEMENTS = {
        "CREATE MATERIALIZED VIEW sums__cairn_new REFRESH MANUAL AS SELECT id, count(*) AS n FROM orders GROUP BY id",
        "-- grants: from sums to sums__cairn_new",
        "REFRESH MATERIALIZED VIEW sums__cairn_new WITH SYNC MODE",
        "ALTER MATERIALIZED VIEW sums SWAP WITH sums__cairn_new",
        "DROP MATERIALIZED VIEW sums__cairn_new"
    };

    @AutoClose
    private final MigrationBench bench = new MigrationBench();

    private Catalog before = MigrationBench.empty();

    @BeforeEach
    void createViews() throws SQLException {
        before = bench.createCatalog(
                ORDERS,
                CREATE_VIEW,
                "CREATE MATERIALIZED VIEW sums REFRESH MANUAL AS SELECT id, count(*) AS n FROM orders WHERE id > 0"
                        + " GROUP BY id");
        bench.execute(
                "CREATE ROLE reader",
                "CREATE ROLE newcomer",
                "GRANT SELECT, DROP ON VIEW shop.cities TO ROLE reader",
                "GRANT SELECT, REFRESH ON MATERIALIZED VIEW shop.sums TO ROLE reader");
    }

    private List<String> showGrants() throws SQLException {
        List<String> grants = new ArrayList<>();
        for (String role : List.of("reader", "newcomer")) {
            bench.queryRows("SHOW GRANTS FOR ROLE " + role).forEach(row -> grants.add(row.get(2)));
        }
        return grants;
    }

    /** Executes statements when a step is announced. */
    private void executeDuring(int step, String... statements) {
        bench.setListener(progress -> {
            if (progress instanceof Progress.StepStarted stepStarted
                    && stepStarted.step().number() == step) {
                try {
                    bench.execute(statements);
                } catch (SQLException failure) {
                    throw new IllegalStateException(failure);
                }
            }
        });
    }

    @Test
    void aRenamedViewHasTheGrantsThatTheOldOneHadAtItsEnd() throws SQLException {
        executeDuring(
                3,
                "REVOKE SELECT ON VIEW shop.cities FROM ROLE reader",
                "GRANT SELECT ON VIEW shop.cities TO ROLE newcomer",
                "GRANT ALTER ON VIEW shop.towns TO ROLE newcomer");

        bench.run(before, RENAME_STATEMENTS);

        assertThat(showGrants())
                .contains(
                        "GRANT DROP ON VIEW shop.towns TO ROLE 'reader'",
                        "GRANT SELECT, ALTER ON VIEW shop.towns TO ROLE 'newcomer'")
                .hasSize(3);
        assertThat(bench.warnings()).singleElement().satisfies(MESSAGES::matchText);
    }

    /** A run of an older Cairn had granted the privilege on the new view before it stopped. */
    @Test
    void aRenamedViewDoesNotKeepAPrivilegeThatWasRevokedWhileTheRunWasStopped() throws SQLException {
        bench.server.faults().add(Trigger.matching("(?i)drop view.*"), Fault.reject(1064, "HY000", "injected"));
        assertThatThrownBy(() -> bench.run(before, RENAME_STATEMENTS)).isInstanceOf(StepFailedException.class);
        bench.execute(
                "GRANT SELECT ON VIEW shop.towns TO ROLE reader", "REVOKE SELECT ON VIEW shop.cities FROM ROLE reader");

        bench.runAgain(before, RENAME_STATEMENTS);

        assertThat(showGrants())
                .contains("GRANT DROP ON VIEW shop.towns TO ROLE 'reader'")
                .hasSize(2);
    }

    @Test
    void aViewThatIsCreatedAgainKeepsItsGrants() throws SQLException {
        executeDuring(3, "REVOKE SELECT ON VIEW shop.cities FROM ROLE reader");

        bench.run(before, INVOKER_CHANGE_STATEMENTS);

        assertThat(showGrants())
                .contains("GRANT DROP ON VIEW shop.cities TO ROLE 'reader'")
                .hasSize(2);
    }

    @Test
    void aViewThatBecomesAMaterializedViewKeepsThePrivilegesOfBothKinds() throws SQLException {
        executeDuring(3, "GRANT SELECT ON VIEW shop.cities TO ROLE newcomer");

        bench.run(before, KIND_CHANGE_STATEMENTS);

        assertThat(showGrants())
                .contains(
                        "GRANT DROP, SELECT ON MATERIALIZED VIEW shop.cities TO ROLE 'reader'",
                        "GRANT SELECT ON MATERIALIZED VIEW shop.cities TO ROLE 'newcomer'")
                .hasSize(3);
    }

    @Test
    void thePrivilegesThatTheNewKindDoesNotHaveAreNamed() throws SQLException {
        bench.run(
                before,
                "CREATE VIEW sums_grants__cairn_new (held) AS SELECT 1 AS held",
                "-- grants: from sums to sums_grants__cairn_new",
                "DROP MATERIALIZED VIEW sums",
                "CREATE VIEW sums (id) AS SELECT id FROM orders",
                "-- grants: from sums_grants__cairn_new to sums",
                "DROP VIEW sums_grants__cairn_new");

        assertThat(showGrants())
                .contains("GRANT SELECT ON VIEW shop.sums TO ROLE 'reader'")
                .hasSize(2);
        assertThat(bench.warnings())
                .containsExactly("These privileges on shop.sums end, because a VIEW does not have them: REFRESH of ROLE"
                        + " reader");
    }

    /** Until the run ends, an administrator may grant privileges that the new view lacks. */
    @Test
    void aGrantOnAViewBeforeItsGrantsAreRestoredRemains() throws SQLException {
        executeDuring(6, "GRANT ALTER ON VIEW shop.cities TO ROLE newcomer");

        bench.run(before, INVOKER_CHANGE_STATEMENTS);

        assertThat(showGrants())
                .contains(
                        "GRANT SELECT, DROP ON VIEW shop.cities TO ROLE 'reader'",
                        "GRANT ALTER ON VIEW shop.cities TO ROLE 'newcomer'");
    }

    @Test
    void aRefreshedMaterializedViewGetsTheGrantsOfTheSwap() throws SQLException {
        List<String> grantsDuringRun = new ArrayList<>();
        bench.setListener(progress -> {
            if (progress instanceof Progress.StepStarted stepStarted
                    && stepStarted.step().number() == 3) {
                try {
                    bench.execute("REVOKE REFRESH ON MATERIALIZED VIEW shop.sums FROM ROLE reader");
                    grantsDuringRun.addAll(showGrants());
                } catch (SQLException failure) {
                    throw new IllegalStateException(failure);
                }
            }
        });

        bench.run(before, MATERIALIZED_VIEW_STATEMENTS);

        assertThat(grantsDuringRun).isNotEmpty().noneMatch(grant -> grant.contains("sums__cairn"));
        assertThat(showGrants())
                .contains("GRANT SELECT ON MATERIALIZED VIEW shop.sums TO ROLE 'reader'")
                .hasSize(2);
    }

    @Test
    void aTransferWithoutAReplacementIsMadeAtOnce() throws SQLException {
        bench.run(before, "-- grants: from cities to sums");

        assertThat(showGrants())
                .contains("GRANT REFRESH, DROP, SELECT ON MATERIALIZED VIEW shop.sums TO ROLE 'reader'");
    }
}
