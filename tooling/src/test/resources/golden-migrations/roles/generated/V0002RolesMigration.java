// Generated from shop.migrations.V0002Roles by Cairn. Changes to this file are lost at the next compile.
package shop.migrations;

import dev.cairn.upgrade.RecordedMigration;
import javax.annotation.processing.Generated;
import shop.Shop;

/**
 * Migration 2 of {@link Shop}: Roles.
 */
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class V0002RolesMigration {
    public static final RecordedMigration MIGRATION = migration();

    private V0002RolesMigration() {
    }

    private static RecordedMigration migration() {
        RecordedMigration.Builder migration = RecordedMigration.of(
                3, V0002RolesMigration.class, 2, "V0002Roles", "Roles",
                "h1:59f757c64ec73beabdb1136c610c4e5958b5ffca47b89956e023e14e25487bcd",
                "h1:11c77a8f67562bbccb37ff0ff049bb30e9ae8272c5196df5f566dd342ebafeb0");
        migration.upgrade("ALTER ROLE `analyst` SET COMMENT = \"Reads accounts\"");
        migration.upgrade("GRANT SELECT ON TABLE `account` TO ROLE `analyst`");
        migration.upgrade("""
                -- destructive: revokes UPDATE ON ALL TABLES IN DATABASE ${database} from the role loader
                REVOKE UPDATE ON ALL TABLES IN DATABASE ${database} FROM ROLE `loader`""");
        migration.upgrade("""
                -- destructive: revokes CREATE TABLE ON DATABASE ${database} from the role loader
                REVOKE CREATE TABLE ON DATABASE ${database} FROM ROLE `loader`""");
        migration.upgrade("""
                -- destructive: revokes the role analyst from ROLE loader
                REVOKE `analyst` FROM ROLE `loader`""");
        migration.downgrade("ALTER ROLE `analyst` SET COMMENT = \"Reads what the dashboards show\"");
        migration.downgrade("GRANT UPDATE ON ALL TABLES IN DATABASE ${database} TO ROLE `loader`");
        migration.downgrade("GRANT CREATE TABLE ON DATABASE ${database} TO ROLE `loader`");
        migration.downgrade("GRANT `analyst` TO ROLE `loader`");
        migration.downgrade("REVOKE SELECT ON TABLE `account` FROM ROLE `analyst`");
        return migration.build();
    }
}
