package dev.cairn.plan.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.Plan;
import dev.cairn.profile.ServerProfile;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each plan states which users and roles gain or lose access, whether it begins at a recorded or at a shown catalog.
 */
class PlannedAccessTest {
    private static final String ORDERS_TABLE =
            "CREATE TABLE orders (id INT) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 1";
    private static final String ADDED_TABLE = ORDERS_TABLE.replace("orders", "invoices");
    private static final Engine ENGINE = new Engine(ServerProfile.DEFAULT);
    private static final Session SESSION = new Session("shop");

    private static Catalog createCatalog(String... statements) {
        Simulation simulation = new Simulation(ENGINE, SESSION, Catalog.EMPTY.withDatabase(Database.of("shop")));
        List.of(statements).forEach(statement -> simulation.apply(MigrationAction.parse(statement)));
        return simulation.catalog();
    }

    private static List<String> accessChanges(Plan plan) {
        return plan.steps().stream()
                .flatMap(step -> step.lints().stream())
                .filter(lint -> lint.rule() == LintRule.GAINS_ACCESS || lint.rule() == null)
                .map(lint -> lint.subject() + ": " + lint.message())
                .toList();
    }

    @Test
    void plansOfRecordedAndOfShownCatalogsStateChangesOfAccess() {
        Catalog from = createCatalog(ORDERS_TABLE, "CREATE ROLE ro", "GRANT INSERT ON TABLE orders TO ROLE ro");
        Catalog to = createCatalog(ORDERS_TABLE, "CREATE ROLE ro", "GRANT SELECT ON TABLE orders TO ROLE ro");
        Planner planner = new Planner(ENGINE, SESSION);

        for (Plan plan : List.of(planner.plan(from, to, Renames.NONE), planner.planFromServer(from, to))) {
            assertThat(accessChanges(plan))
                    .containsExactlyInAnyOrder(
                            "Access: ro gains SELECT on orders", "Access: ro loses INSERT on orders");
        }
    }

    @Test
    void aNewTableIsOneOfAllTables() {
        String[] before = {ORDERS_TABLE, "CREATE ROLE ro", "GRANT SELECT ON ALL TABLES IN DATABASE shop TO ROLE ro"};
        Catalog to = createCatalog(
                Stream.concat(Stream.of(before), Stream.of(ADDED_TABLE)).toArray(String[]::new));

        assertThat(accessChanges(new Planner(ENGINE, SESSION).plan(createCatalog(before), to, Renames.NONE)))
                .containsExactly("Access: ro gains SELECT on invoices, through ON ALL TABLES IN DATABASE shop");
    }

    @Test
    void accessDoesNotChangeWithoutRolesAndGrants() {
        assertThat(accessChanges(new Planner(ENGINE, SESSION)
                        .plan(createCatalog(ORDERS_TABLE), createCatalog(ORDERS_TABLE, ADDED_TABLE), Renames.NONE)))
                .isEmpty();
    }
}
