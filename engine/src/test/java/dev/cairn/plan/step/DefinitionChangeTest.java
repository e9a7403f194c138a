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

/** Steps have the definitions of the objects before and after their statements. */
class DefinitionChangeTest {
    private static final ObjectName TABLE_NAME = new ObjectName("shop", "t");

    private final Simulation simulation = new Simulation(
            new Engine(ServerProfile.DEFAULT), new Session("shop"), Catalog.EMPTY.withDatabase(Database.of("shop")));

    private Step applyStatement(String sql) {
        simulation.apply(MigrationAction.parse(sql));
        return simulation.steps().get(simulation.steps().size() - 1);
    }

    private Step createTable() {
        return applyStatement("CREATE TABLE t (id INT NOT NULL) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 1");
    }

    @Test
    void aCreatedObjectHasATextAfterItsStatementOnly() {
        Step step = createTable();

        DefinitionChange change = step.findDefinitionChange(TABLE_NAME).orElseThrow();
        assertThat(change.textBefore()).isEmpty();
        assertThat(change.textAfter().orElseThrow()).startsWith("CREATE TABLE `t`");
        assertThat(step.isVisibleInShowCreate()).isTrue();
    }

    @Test
    void anAlteredObjectHasTheTextsThatAServerPrints() {
        createTable();
        Step step = applyStatement("ALTER TABLE t ADD COLUMN city VARCHAR(20)");

        DefinitionChange change = step.findDefinitionChange(TABLE_NAME).orElseThrow();
        assertThat(change.textBefore().orElseThrow()).doesNotContain("city");
        assertThat(change.textAfter().orElseThrow()).contains("`city` varchar(20) NULL");
        assertThat(step.isVisibleInShowCreate()).isTrue();
        assertThat(step.reversalStatements().stream().map(Sql::render))
                .containsExactly("ALTER TABLE `t` DROP COLUMN `city`");
    }

    @Test
    void anObjectThatAStatementDoesNotChangeHasNoEntry() {
        createTable();
        Step step = applyStatement("CREATE VIEW v AS SELECT id FROM t");

        assertThat(step.findDefinitionChange(TABLE_NAME)).isEmpty();
        assertThat(step.touchedParts()).extracting(Step.TouchedPart::object).containsExactly(TABLE_NAME.withName("v"));
    }
}
