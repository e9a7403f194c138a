package dev.cairn.integration;

import static dev.cairn.integration.sales.AccountTable.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Migrator;
import dev.cairn.Status.DatabaseState;
import dev.cairn.data.Database;
import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.embedded.junit.FreshDatabase;
import dev.cairn.integration.sales.Account;
import dev.cairn.integration.sales.SalesSchema;
import dev.cairn.integration.shop.ShopSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A copy of an upgraded database can't be distinguished from an upgraded database. */
class PreparedSchemaTest {
    @RegisterExtension
    static final EmbeddedStarRocksExtension STARROCKS = EmbeddedStarRocksExtension.withPreparation(dataSource -> {
        Migrator.of(ShopSchema.SCHEMA, dataSource).upgrade();
        Migrator.of(SalesSchema.SCHEMA, dataSource).upgrade();
        Database.of(dataSource).insert(ACCOUNT, List.of(new Account(1, "NO", "north")));
    });

    private static Migrator createShopMigrator(FreshDatabase database) {
        return Migrator.of(ShopSchema.SCHEMA, database.dataSource());
    }

    /** Returns the statements that SHOW CREATE TABLE shows for all objects except those of the ledgers, by name. */
    private static Map<String, String> readDefinitions(FreshDatabase database, String databaseName)
            throws SQLException {
        Map<String, String> definitions = new TreeMap<>();
        try (Connection connection = database.server().dataSource(databaseName).getConnection();
                Statement statement = connection.createStatement()) {
            for (String objectName : database.server().objects(databaseName)) {
                try (ResultSet definition = statement.executeQuery("SHOW CREATE TABLE `" + objectName + "`")) {
                    definition.next();
                    if (!objectName.startsWith("__cairn_")) {
                        definitions.put(objectName, definition.getString(2));
                    }
                }
            }
        }
        return definitions;
    }

    @Test
    void allObjectsAreThoseOfAnUpgradedDatabase(FreshDatabase database) throws SQLException {
        database.server().createDatabase("upgraded");
        Migrator.of(ShopSchema.SCHEMA, database.server().dataSource("upgraded")).upgrade();
        Migrator.of(SalesSchema.SCHEMA, database.server().dataSource("upgraded"))
                .upgrade();

        assertThat(readDefinitions(database, database.name())).isEqualTo(readDefinitions(database, "upgraded"));
        assertThat(database.server().objects(database.name()))
                .isEqualTo(database.server().objects("upgraded"));
    }

    @Test
    void aMigratorFindsNothingToDo(FreshDatabase database) {
        Migrator migrator = createShopMigrator(database);

        assertThat(migrator.upgrade().isEmpty()).isTrue();
        assertThat(migrator.check().isEmpty()).isTrue();
        assertThat(migrator.status().databaseState()).isEqualTo(DatabaseState.CURRENT);
        assertThat(migrator.status().isHeld()).isFalse();
        assertThat(migrator.history().isComplete()).isTrue();
        assertThat(migrator.history().rows()).hasSameSizeAs(ShopSchema.SCHEMA.migrations());
        assertThat(database.server().log().findMatching("(?i)(create|alter|drop|insert).*"))
                .isEmpty();
    }

    @RepeatedTest(2)
    void aTestMayChangeItsCopy(FreshDatabase database) {
        Migrator migrator = createShopMigrator(database);
        Database db = Database.of(database.dataSource());

        migrator.downgradeTo(5);
        assertThat(migrator.status().databaseState()).isEqualTo(DatabaseState.BEHIND);
        migrator.upgrade();
        db.insert(ACCOUNT, List.of(new Account(2, "PT", "south")));

        assertThat(migrator.check().differences()).isEmpty();
        assertThat(db.from(ACCOUNT).count()).isEqualTo(2);
    }
}
