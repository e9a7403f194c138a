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

/** Each plan says who gains and who loses what by it, whatever it was made from. */
class PlannedAccessTest {
    private static final String TABLE =
            "CREATE TABLE orders (id INT) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 1";
    private static final String LATER = TABLE.replace("orders", "invoices");
    private static final Engine ENGINE = new Engine(ServerProfile.DEFAULT);
    private static final Session SESSION = new Session("shop");

    private static Catalog catalog(String... statements) {
        Simulation simulation = new Simulation(ENGINE, SESSION, Catalog.EMPTY.withDatabase(Database.of("shop")));
        List.of(statements).forEach(statement -> simulation.apply(MigrationAction.parse(statement)));
        return simulation.catalog();
    }

    private static List<String> access(Plan plan) {
        return plan.steps().stream()
                .flatMap(step -> step.lints().stream())
                .filter(lint -> lint.rule() == LintRule.GAINS_ACCESS || lint.rule() == null)
                .map(lint -> lint.subject() + ": " + lint.message())
                .toList();
    }

    @Test
    void ofRecordedAndOfShownCatalogs() {
        Catalog from = catalog(TABLE, "CREATE ROLE ro", "GRANT INSERT ON TABLE orders TO ROLE ro");
        Catalog to = catalog(TABLE, "CREATE ROLE ro", "GRANT SELECT ON TABLE orders TO ROLE ro");
        Planner planner = new Planner(ENGINE, SESSION);

        for (Plan plan : List.of(planner.plan(from, to, Renames.NONE), planner.planFromServer(from, to))) {
            assertThat(access(plan))
                    .containsExactlyInAnyOrder(
                            "Access: ro gains SELECT on orders", "Access: ro loses INSERT on orders");
        }
    }

    @Test
    void ofATableThatIsOneOfAll() {
        String[] before = {TABLE, "CREATE ROLE ro", "GRANT SELECT ON ALL TABLES IN DATABASE shop TO ROLE ro"};
        Catalog to = catalog(Stream.concat(Stream.of(before), Stream.of(LATER)).toArray(String[]::new));

        assertThat(access(new Planner(ENGINE, SESSION).plan(catalog(before), to, Renames.NONE)))
                .containsExactly("Access: ro gains SELECT on invoices, through ON ALL TABLES IN DATABASE shop");
    }

    @Test
    void noneWithoutRolesAndGrants() {
        assertThat(access(new Planner(ENGINE, SESSION).plan(catalog(TABLE), catalog(TABLE, LATER), Renames.NONE)))
                .isEmpty();
    }
}
