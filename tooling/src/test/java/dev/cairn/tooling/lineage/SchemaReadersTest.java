package dev.cairn.tooling.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.RecordedHistory;
import dev.cairn.lineage.Impact.EffectSeverity;
import dev.cairn.lineage.Reader.Kind;
import dev.cairn.profile.ServerProfile;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.query.CompiledQueries;
import dev.cairn.upgrade.GeneratedClassFormat;
import dev.cairn.upgrade.RecordedMigration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Which statements read the objects of a schema, and how its migrations affect them. */
class SchemaReadersTest {
    private static final ServerProfile PROFILE = ServerProfile.DEFAULT.withReplicas(1, 3);

    private static final String ORDERS = "CREATE TABLE orders (id INT NOT NULL, city VARCHAR(20)) DUPLICATE KEY(id)"
            + " DISTRIBUTED BY HASH(id) BUCKETS 1 PROPERTIES ('replication_num' = '1')";
    private static final String CITIES = "CREATE VIEW cities AS SELECT city FROM orders";
    private static final String COUNTS = "CREATE MATERIALIZED VIEW counts DISTRIBUTED BY HASH(city) BUCKETS 1"
            + " REFRESH DEFERRED MANUAL PROPERTIES ('replication_num' = '1')"
            + " AS SELECT city, count(*) AS n FROM cities GROUP BY city";

    private static SchemaReaders collectReaders(SchemaDescriptor schema, SchemaDescriptor... otherSchemas) {
        return SchemaReaders.collect(schema, PROFILE, List.of(otherSchemas), new CompiledQueries(List.of()));
    }

    @Test
    void aViewThatAMigrationHasActivatedAgainIsActive() {
        SchemaDescriptor schema = new RecordedHistory("shop")
                .version("create", ORDERS, CITIES, COUNTS)
                .statements("pause", "ALTER MATERIALIZED VIEW counts INACTIVE")
                .statements("resume", "ALTER MATERIALIZED VIEW counts ACTIVE")
                .statements("filter", "ALTER VIEW cities AS SELECT city FROM orders WHERE id > 0")
                .schema();

        assertThat(collectReaders(schema).analyzeImpact(4, 4).changes())
                .flatExtracting(change -> change.effects())
                .isNotEmpty()
                .noneMatch(effect -> effect.severity() == EffectSeverity.BREAKS);
    }

    @Test
    void tasksOfOtherSchemasAreReaders() {
        SchemaDescriptor shop =
                new RecordedHistory("shop").version("create", ORDERS).schema();
        SchemaDescriptor report = new TaskSchema(
                "report",
                "SUBMIT TASK copy_orders SCHEDULE EVERY(INTERVAL 1 DAY) AS INSERT INTO copy"
                        + " SELECT id FROM shop.orders");

        assertThat(collectReaders(shop, report).statements())
                .singleElement()
                .satisfies(statement -> assertThat(statement.kind()).isEqualTo(Kind.TASK))
                .satisfies(statement -> assertThat(statement.name().name()).isEqualTo("copy_orders"));
    }

    /** A schema that declares only tasks. */
    private static final class TaskSchema extends SchemaDescriptor {
        TaskSchema(String name, String... taskStatements) {
            super(GeneratedClassFormat.CURRENT, name, "4.1", "shared_nothing");
            addClusterStatements(taskStatements);
        }

        @Override
        protected void forEachMigration(Consumer<RecordedMigration> consumer) {
            // This schema has no history.
        }

        @Override
        protected void forEachDescriptor(Consumer<Descriptor<?>> consumer) {
            // This schema has no records.
        }
    }
}
