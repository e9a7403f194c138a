package dev.cairn.migration;

import static dev.cairn.migration.Migrations.CREATE_ORDERS;
import static dev.cairn.migration.Migrations.firstMigration;
import static dev.cairn.migration.Migrations.migrationAfter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.profile.ServerProfile;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordedExternalObjectsTest {
    private static final ExternalObject LAKE_TABLE = new ExternalObject(
            "lake", "web", "clicks", List.of(new ExternalObject.ExternalColumn("id", null, true)), true);

    private static List<String> findProblems(Catalog initialCatalog, Migration... migrations) {
        ChainVerifier verifier =
                new ChainVerifier(new Engine(ServerProfile.DEFAULT), new Session("shop"), initialCatalog);
        return MigrationChain.verify(List.of(migrations), verifier).problems().stream()
                .map(ChainProblem::message)
                .toList();
    }

    private static List<String> findProblems(Migration... migrations) {
        return findProblems(Catalog.EMPTY.withDatabase(Database.of("shop")), migrations);
    }

    @Test
    void formerExternalObjectsNeedNoDeclaration() {
        Migration initial = firstMigration(
                "V0001Initial",
                CREATE_ORDERS,
                "CREATE VIEW clicks AS SELECT o.id, c.at FROM lake.web.clicks c JOIN orders o ON o.id = c.id",
                "CREATE VIEW others AS SELECT * FROM warehouse.stock",
                "CREATE VIEW joined AS SELECT c.id FROM clicks c JOIN others",
                "CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT id, at FROM clicks");
        assertThat(findProblems(initial)).isEmpty();
        assertThat(findProblems(initial, migrationAfter(initial, "V0002Drop", "DROP VIEW clicks", "DROP VIEW others")))
                .isEmpty();
    }

    @Test
    void aChangedExternalTableIsAssumedToHaveHadTheReadColumns() {
        Catalog initialCatalog = Catalog.EMPTY.withDatabase(Database.of("shop")).withExternalObject(LAKE_TABLE);
        String view = "CREATE VIEW v AS SELECT id, at FROM lake.web.clicks";
        assertThat(findProblems(initialCatalog, firstMigration("V0001Initial", view)))
                .isEmpty();
        assertThat(findProblems(
                        initialCatalog,
                        firstMigration("V0001Initial", view.replace("clicks", "clicks WHERE now(1, 2, 3)"))))
                .hasSize(1);
    }

    @Test
    void anObjectMustBeCreatedBeforeAViewReadsIt() {
        Migration readingTooEarly =
                firstMigration("V0001Initial", "CREATE VIEW v AS SELECT id FROM orders", CREATE_ORDERS);
        assertThat(findProblems(readingTooEarly, migrationAfter(readingTooEarly, "V0002More")))
                .hasSize(1);
        Migration renamingTooLate = firstMigration(
                "V0001Initial",
                CREATE_ORDERS,
                "CREATE VIEW v AS SELECT id FROM purchases",
                "ALTER TABLE orders RENAME purchases");
        assertThat(findProblems(renamingTooLate, migrationAfter(renamingTooLate, "V0002More")))
                .hasSize(1);
    }

    @Test
    void onlyTheLastMigrationIsCheckedAgainstDeclaredObjects() {
        Migration initial = firstMigration("V0001Initial", "CREATE VIEW v AS SELECT id FROM legacy");
        assertThat(findProblems(initial)).hasSize(1);
        assertThat(findProblems(initial, migrationAfter(initial, "V0002Drop", "DROP VIEW v")))
                .isEmpty();
    }

    @Test
    void aTableThatALaterMigrationTakesOverWasExternalBefore() {
        Migration reading = firstMigration("V0001Initial", "CREATE VIEW v AS SELECT id FROM orders");
        Migration takingOver = migrationAfter(reading, "V0002TakeOver", CREATE_ORDERS);
        assertThat(findProblems(reading, takingOver)).isEmpty();

        Migration owning = firstMigration("V0001Initial", CREATE_ORDERS);
        Migration handingOver =
                migrationAfter(owning, "V0002HandOver", "-- destructive: drops orders\nDROP TABLE orders");
        Migration stillReading = migrationAfter(handingOver, "V0003View", "CREATE VIEW v AS SELECT id FROM orders");
        assertThat(findProblems(owning, handingOver, stillReading)).hasSize(1);
        assertThat(findProblems(owning, handingOver, stillReading, migrationAfter(stillReading, "V0004More")))
                .hasSize(1);
        assertThat(findProblems(
                        owning,
                        handingOver,
                        stillReading,
                        migrationAfter(stillReading, "V0004TakeBack", CREATE_ORDERS)))
                .isEmpty();
    }
}
