package dev.cairn.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Consent;
import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.Status.DatabaseState;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.integration.server.DdlTests;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.integration.shop.ShopSchema;
import dev.cairn.upgrade.MigrationException.MissingConsentException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each migration can be reverted by a downgrade. */
@DdlTests
class DowngradeTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static Migrator createMigrator(FreshDatabase database, Consent... consent) {
        return Migrator.of(ShopSchema.SCHEMA, database.dataSource(), MigratorOptions.DEFAULT.consent(consent));
    }

    @Test
    void theDowngradeOfEachMigrationRestoresTheObjects(FreshDatabase database) throws SQLException {
        Migrator migrator = createMigrator(database, Consent.values());
        int lastNumber = ShopSchema.SCHEMA.migrations().size();
        List<Set<String>> objectNamesByNumber = new ArrayList<>();
        for (int number = 0; number <= lastNumber; number++) {
            migrator.upgradeTo(number);
            objectNamesByNumber.add(database.objects().keySet());
        }

        for (int number = lastNumber - 1; number >= 0; number--) {
            assertThat(migrator.downgradeTo(number).to()).isEqualTo(number);

            assertThat(database.objects().keySet()).isEqualTo(objectNamesByNumber.get(number));
            assertThat(migrator.check().differences()).isEmpty();
            assertThat(migrator.status().head().number()).isEqualTo(number);
        }
        migrator.upgrade();
        assertThat(migrator.check().differences()).isEmpty();
        assertThat(migrator.status().databaseState()).isEqualTo(DatabaseState.CURRENT);
    }

    @Test
    void destructiveDowngradesNeedConsent(FreshDatabase database) throws SQLException {
        Migrator migrator = createMigrator(database);
        migrator.upgrade();

        assertThatThrownBy(() -> migrator.downgradeTo(0))
                .isInstanceOf(MissingConsentException.class)
                .satisfies(MESSAGES::match);

        assertThat(migrator.check().differences()).isEmpty();
        assertThat(migrator.status().databaseState()).isEqualTo(DatabaseState.CURRENT);
    }
}
