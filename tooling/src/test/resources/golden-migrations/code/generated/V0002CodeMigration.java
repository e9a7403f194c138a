// Generated from shop.migrations.V0002Code by Cairn. Changes to this file are lost at the next compile.
package shop.migrations;

import dev.cairn.upgrade.MigrationStep;
import dev.cairn.upgrade.RecordedMigration;
import javax.annotation.processing.Generated;
import shop.Shop;

/**
 * Migration 2 of {@link Shop}: Code.
 */
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class V0002CodeMigration {
    public static final RecordedMigration MIGRATION = migration();

    private V0002CodeMigration() {
    }

    private static RecordedMigration migration() {
        RecordedMigration.Builder migration = RecordedMigration.of(
                3, V0002CodeMigration.class, 2, "V0002Code", "Code",
                "h1:634c143522fb3bc4249be88cb9da97f4efe6402b104bc692b795f1b92aa68467",
                "h1:5489f50b98cd73e8354be686d70043da54a532c652eb15c86544b5c03bdc99c6");
        migration.upgrade("ALTER TABLE `account` ADD COLUMN `points` int(11) NULL");
        migration.downgrade("ALTER TABLE `account` DROP COLUMN `points`");
        return migration.build(V0002Code::new, MigrationStep.Moment.AFTER_UPGRADE);
    }
}
