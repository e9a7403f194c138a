package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.schema.SchemaDescriptor;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server on which schemas with objects of the cluster are migrated, with consent to all changes. */
abstract class ClusterObjectFixture {
    World world;

    @BeforeEach
    final void start() throws SQLException {
        world = createWorld();
    }

    @AfterEach
    final void stop() {
        world.close();
    }

    /** Returns a new server, with what the schemas do not manage. */
    World createWorld() throws SQLException {
        return new World();
    }

    MigratorOptions migratorOptions() {
        return World.options().consent(Consent.values()).connections(1);
    }

    final Migrator createMigrator(SchemaDescriptor schema) {
        return createMigrator(world, schema);
    }

    final Migrator createMigrator(World otherWorld, SchemaDescriptor schema) {
        return otherWorld.createMigrator(schema, migratorOptions());
    }

    final void requireNoDifference(SchemaDescriptor schema) {
        assertThat(createMigrator(schema).check().differences()).isEmpty();
    }

    /** Requires one difference, whose description contains the texts. */
    final void requireDifference(SchemaDescriptor schema, String... texts) {
        assertThat(createMigrator(schema).check().differences())
                .extracting(Object::toString)
                .singleElement()
                .asString()
                .contains(texts);
    }

    /** A check of a server after an upgrade. */
    interface UpgradeCheck {
        void run(World world) throws SQLException;
    }

    final void requireContinuation(List<String> statements, SchemaDescriptor before, SchemaDescriptor after)
            throws SQLException {
        requireContinuation(statements, before, after, otherWorld -> {});
    }

    /**
     * Upgrades from one schema to the next while the connection is cut before and after each of the statements, on a
     * new server each time, and requires that nothing differs afterwards.
     *
     * @param statements the regular expressions of the beginnings of statements
     */
    final void requireContinuation(
            List<String> statements, SchemaDescriptor before, SchemaDescriptor after, UpgradeCheck check)
            throws SQLException {
        for (String statement : statements) {
            for (Fault fault : List.of(Fault.cutBefore(), Fault.cutAfter())) {
                try (World otherWorld = createWorld()) {
                    createMigrator(otherWorld, before).upgrade();
                    otherWorld.server.faults().add(Trigger.matching("(?s)" + statement + ".*"), fault);
                    createMigrator(otherWorld, after).upgrade();
                    assertThat(createMigrator(otherWorld, after).check().differences())
                            .describedAs(statement)
                            .isEmpty();
                    check.run(otherWorld);
                }
            }
        }
    }
}
