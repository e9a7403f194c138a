package shop.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.upgrade.MigrationStep;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import shop.Shop;

/** Code. */
@Migration(
        schema = Shop.class,
        number = 2,
        after = "h1:634c143522fb3bc4249be88cb9da97f4efe6402b104bc692b795f1b92aa68467",
        records = "r1:8a1439f98f37937d",
        upgrade = {"""
            ALTER TABLE `account` ADD COLUMN `points` int(11) NULL
            """},
        downgrade = {"""
            ALTER TABLE `account` DROP COLUMN `points`
            """})
final class V0002Code implements MigrationStep {
    @Override
    public void afterUpgrade(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("UPDATE `account` SET `points` = 0 WHERE `points` IS NULL");
        }
    }

    @Override
    public boolean repeatable() {
        return true;
    }
}
