package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.PlaceholderException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a migrator keeps for its next check, and prepares before it is connected, never shows. */
class RepeatedCheckTest {
    private static final String TAIL =
            " (id INT NOT NULL) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final SchemaDescriptor SHOP = new RecordedHistory(World.DATABASE)
            .version("orders", "CREATE TABLE orders" + TAIL)
            .version("items", "CREATE TABLE orders" + TAIL, "CREATE TABLE items" + TAIL)
            .schema();

    private final World world = new World();

    @AfterEach
    void stop() {
        world.close();
    }

    private List<String> found(Migrator migrator) {
        return migrator.check().differences().stream()
                .map(Drift.Difference::toString)
                .toList();
    }

    @Test
    void eachCheckComparesWithTheMigrationsThatAreDone() throws SQLException {
        Migrator migrator = world.migrator(SHOP);
        assertThat(found(migrator)).isEmpty();
        migrator.upgradeTo(1);
        assertThat(found(migrator)).isEmpty();
        migrator.upgrade();
        assertThat(found(migrator)).isEmpty();

        world.execute("DROP TABLE items");
        assertThat(found(migrator)).containsExactly("shop.items: is missing, should be a table");
        world.execute("CREATE TABLE items" + TAIL);
        assertThat(found(migrator)).isEmpty();
        world.execute("ALTER TABLE orders COMMENT = 'by hand'");
        assertThat(found(migrator)).containsExactly("shop.orders, comment: is by hand, should not exist");
    }

    @Test
    void aDatabaseWithAnotherNameThanTheSchemaIsComparedUnderItsOwn() throws SQLException {
        SchemaDescriptor other = new RecordedHistory("store")
                .version("orders", "CREATE TABLE orders" + TAIL)
                .version("items", "CREATE TABLE orders" + TAIL, "CREATE TABLE items" + TAIL)
                .schema();
        Migrator migrator = Migrator.of(other, new ConnectionLog(world.url()), World.options());
        migrator.upgrade();
        assertThat(found(migrator)).isEmpty();
        world.execute("DROP TABLE items");
        assertThat(found(migrator)).containsExactly("shop.items: is missing, should be a table");
    }

    @Test
    void onlyMigrationsThatAreDoneNeedTheirPlaceholders() {
        SchemaDescriptor later = new RecordedHistory(World.DATABASE)
                .statements("orders", List.of("CREATE TABLE orders" + TAIL), List.of())
                .statements("items", List.of("CREATE TABLE items" + TAIL.replace("'1'", "'${replicas}'")), List.of())
                .schema();
        Migrator migrator = world.migrator(later);
        migrator.upgradeTo(1);
        assertThat(found(migrator)).isEmpty();
        world.migrator(later, World.options().placeholder("replicas", "1")).upgrade();
        assertThatThrownBy(migrator::check)
                .isInstanceOf(PlaceholderException.class)
                .hasMessageContaining("${replicas} has no value");
    }
}
