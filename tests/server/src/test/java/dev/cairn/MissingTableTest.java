package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.schema.SchemaDescriptor;
import java.sql.SQLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server reports a missing table only by a message with its name, which may contain any characters. */
class MissingTableTest {
    @AutoClose
    private final World world = new World();

    @ParameterizedTest
    @ValueSource(strings = {"plain", "my table", "a.b", "it's", "is not found"})
    void aMissingTableIsADifference(String name) throws SQLException {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .statements(
                        "table",
                        "CREATE TABLE `" + name + "` (id INT NOT NULL) DUPLICATE KEY(id)"
                                + " DISTRIBUTED BY HASH(id) BUCKETS 1 PROPERTIES ('replication_num' = '1')")
                .schema();
        Migrator migrator = world.createMigrator(schema);
        migrator.upgrade();
        assertThat(migrator.check().isEmpty()).isTrue();

        world.execute("DROP TABLE `" + name + "`");
        assertThat(migrator.check().gaps()).isEmpty();
        assertThat(migrator.check().isEmpty()).isFalse();
    }
}
