// Generated from shop.migrations.V0002Empty by Cairn. Changes to this file are lost at the next compile.
package shop.migrations;

import dev.cairn.upgrade.RecordedMigration;
import javax.annotation.processing.Generated;
import shop.Shop;

/**
 * Migration 2 of {@link Shop}: Empty.
 */
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class V0002EmptyMigration {
    public static final RecordedMigration MIGRATION = migration();

    private V0002EmptyMigration() {
    }

    private static RecordedMigration migration() {
        RecordedMigration.Builder migration = RecordedMigration.of(
                3, V0002EmptyMigration.class, 2, "V0002Empty", "Empty",
                "h1:634c143522fb3bc4249be88cb9da97f4efe6402b104bc692b795f1b92aa68467",
                "h1:0037e5807c8b870c6429da22491c1b34b2bf4d56f8e13612e896168cbb9f9e52");
        migration.upgrade("DELETE FROM `account` WHERE `note` = \"\"");
        migration.irreversible("empty notes are gone");
        return migration.build();
    }
}
