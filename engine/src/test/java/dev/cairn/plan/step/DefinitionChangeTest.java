package dev.cairn.plan.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import org.junit.jupiter.api.Test;

class DefinitionChangeTest {
    private static final ObjectName T = new ObjectName("shop", "t");

    private final Simulation simulation = new Simulation(
            new Engine(ServerProfile.DEFAULT), new Session("shop"), Catalog.EMPTY.withDatabase(Database.of("shop")));

    private Step step(String sql) {
        simulation.apply(MigrationAction.parse(sql));
        return simulation.steps().get(simulation.steps().size() - 1);
    }

    private Step create() {
        return step("CREATE TABLE t (id INT NOT NULL) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 1");
    }

    @Test
    void aCreatedObjectHasATextAfterItsStatementOnly() {
        Step step = create();

        DefinitionChange change = step.findDefinition(T).orElseThrow();
        assertThat(change.textBefore()).isEmpty();
        assertThat(change.textAfter().orElseThrow()).startsWith("CREATE TABLE `t`");
        assertThat(step.isVisible()).isTrue();
    }

    @Test
    void anAlteredObjectHasTheTextsThatAServerPrints() {
        create();
        Step step = step("ALTER TABLE t ADD COLUMN city VARCHAR(20)");

        DefinitionChange change = step.findDefinition(T).orElseThrow();
        assertThat(change.textBefore().orElseThrow()).doesNotContain("city");
        assertThat(change.textAfter().orElseThrow()).contains("`city` varchar(20) NULL");
        assertThat(step.isVisible()).isTrue();
        assertThat(step.reversalStatements().stream().map(Sql::render))
                .containsExactly("ALTER TABLE `t` DROP COLUMN `city`");
    }

    @Test
    void anObjectThatAStatementDoesNotChangeHasNoEntry() {
        create();
        Step step = step("CREATE VIEW v AS SELECT id FROM t");

        assertThat(step.findDefinition(T)).isEmpty();
        assertThat(step.touchedParts()).extracting(Step.TouchedPart::object).containsExactly(T.withName("v"));
    }
}
