package dev.cairn.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Migrator;
import dev.cairn.integration.server.DdlTests;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.integration.shop.ShopSchema;
import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Changes that no ALTER can make are rebuilds. The tables are empty, because a frontend alone copies no rows. */
@DdlTests
class RebuildTest {
    @Test
    void theNewObjectHasTheNameOfTheOldOne(FreshDatabase database) throws SQLException {
        Migrator migrator = Migrator.of(ShopSchema.SCHEMA, database.dataSource());
        migrator.upgradeTo(5);
        assertThat(database.definition("setting")).contains("DEFAULT \"on\"");
        assertThat(database.definition("daily_sales")).doesNotContain("count(*)");
        Set<String> objectNamesBefore = database.objects().keySet();

        migrator.upgradeTo(6);

        assertThat(database.definition("setting")).contains("DEFAULT \"off\"");
        assertThat(database.definition("daily_sales")).contains("count(*)");
        assertThat(database.objects().keySet()).isEqualTo(objectNamesBefore);
        assertThat(migrator.check().differences()).isEmpty();
        assertThat(migrator.check().staged()).isEmpty();
    }
}
