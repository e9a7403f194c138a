package dev.cairn.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.integration.server.DdlTests;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.integration.shop.ShopSchema;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rebuilt table or materialized view has the grants that the old one had right before it was replaced. */
@DdlTests
class RebuildGrantsTest {
    @Test
    void whatIsRevokedDuringARebuildStaysRevoked(FreshDatabase database) throws SQLException {
        String readerRole = database.name() + "_reader";
        String droppedRole = database.name() + "_passing";
        List<String> warnings = new ArrayList<>();
        List<String> grantsDuringRebuild = new ArrayList<>();
        // One step after another, because the copy of the view gets its grants right before it replaces the view.
        MigratorOptions options = MigratorOptions.DEFAULT.connections(1).listener(progress -> {
            if (progress instanceof Progress.Warning warning) {
                warnings.add(warning.message());
            }
            if (progress instanceof Progress.StepEnded stepEnded
                    && stepEnded.step().text().startsWith("-- grants: from setting to ")) {
                grantsDuringRebuild.addAll(readGrants(database, readerRole));
                execute(
                        database,
                        "REVOKE INSERT ON TABLE setting FROM ROLE " + readerRole,
                        "REVOKE SELECT ON MATERIALIZED VIEW daily_sales FROM ROLE " + readerRole,
                        "GRANT DELETE ON TABLE setting TO ROLE " + readerRole + " WITH GRANT OPTION",
                        "DROP ROLE " + droppedRole);
            }
        });
        Migrator migrator = Migrator.of(ShopSchema.SCHEMA, database.dataSource(), options);
        migrator.upgradeTo(5);
        database.execute("CREATE ROLE " + readerRole, "CREATE ROLE " + droppedRole);
        try {
            database.execute(
                    "GRANT SELECT, INSERT ON TABLE setting TO ROLE " + readerRole,
                    "GRANT SELECT, REFRESH ON MATERIALIZED VIEW daily_sales TO ROLE " + readerRole,
                    "GRANT SELECT ON TABLE setting TO ROLE " + droppedRole);

            migrator.upgradeTo(6);

            String tableGrantEnding = " ON TABLE " + database.name() + ".setting TO ROLE '" + readerRole + "'";
            assertThat(grantsDuringRebuild).hasSize(2).noneMatch(grant -> grant.contains("__cairn_"));
            assertThat(readGrants(database, readerRole))
                    .containsExactlyInAnyOrder(
                            "GRANT SELECT" + tableGrantEnding,
                            "GRANT DELETE" + tableGrantEnding + " WITH GRANT OPTION",
                            "GRANT REFRESH ON MATERIALIZED VIEW " + database.name() + ".daily_sales TO ROLE '"
                                    + readerRole + "'");
            assertThat(warnings)
                    .anyMatch(warning -> warning.contains("granted: DELETE to ROLE " + readerRole)
                            && warning.contains("SELECT from ROLE " + droppedRole)
                            && warning.contains("INSERT from ROLE " + readerRole));
        } finally {
            database.execute("DROP ROLE " + readerRole, "DROP ROLE IF EXISTS " + droppedRole);
        }
    }

    private static List<String> readGrants(FreshDatabase database, String role) {
        try {
            return database.rows("SHOW GRANTS FOR ROLE " + role).stream()
                    .map(row -> String.valueOf(row.get(2)))
                    .toList();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void execute(FreshDatabase database, String... statements) {
        try {
            database.execute(statements);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
