package dev.cairn.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.sample.shop.ShopSchema;
import dev.cairn.upgrade.RecordedMigration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private final List<RecordedMigration> migrations = ShopSchema.SCHEMA.migrations();

    @Test
    void eachMigrationFollowsTheOneBeforeIt() {
        assertThat(migrations).hasSizeGreaterThanOrEqualTo(5);
        for (int i = 1; i < migrations.size(); i++) {
            assertThat(migrations.get(i).number()).isEqualTo(i + 1);
            assertThat(migrations.get(i).parentHash())
                    .isEqualTo(migrations.get(i - 1).hash());
        }
    }

    @Test
    void noChangesArePending() {
        assertThat(ShopSchema.SCHEMA.hasUnrecordedChanges()).isFalse();
    }

    @Test
    void oneMigrationUpdatesRowsAndOneRebuildsATable() {
        assertThat(migrations).anySatisfy(each -> assertThat(each.upgrade()).anyMatch(sql -> sql.contains("UPDATE ")));
        assertThat(migrations)
                .anySatisfy(each -> assertThat(each.upgrade()).anyMatch(sql -> sql.startsWith("-- rebuild: ")));
    }
}
