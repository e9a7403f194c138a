package dev.cairn.migration;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.profile.ServerProfile;
import java.util.ArrayList;
import java.util.List;

/** Creates migrations for tests, each recorded after another one. */
final class Migrations {
    static final String CREATE_ORDERS =
            "CREATE TABLE orders (id BIGINT NOT NULL, note STRING) PRIMARY KEY (id) DISTRIBUTED BY HASH(id)";

    private Migrations() {}

    static Migration firstMigration(String name, String... upgrade) {
        return new Migration(
                new Migration.Position(name, parseNumber(name), ""),
                List.of(upgrade),
                Migration.Reversal.ofIrreversible("test"),
                List.of());
    }

    static Migration migrationAfter(Migration parent, String name, String... upgrade) {
        return new Migration(
                new Migration.Position(name, parseNumber(name), parent.hash()),
                List.of(upgrade),
                Migration.Reversal.ofIrreversible("test"),
                List.of());
    }

    /** Creates a checkpoint that replaces a migration and those before it. */
    static Migration checkpointOf(Migration last, String... upgrade) {
        String name = MigrationNames.of(last.number(), "checkpoint");
        return new Migration(
                new Migration.Position(name, last.number(), ""),
                List.of(upgrade),
                Migration.Reversal.ofIrreversible("test"),
                List.of(),
                "",
                new Migration.Checkpoint(last.hash(), ""));
    }

    private static int parseNumber(String name) {
        return MigrationNames.parseNumber(name).orElse(0);
    }

    static String addColumnSql(String column) {
        return "ALTER TABLE orders ADD COLUMN " + column + " INT";
    }

    /** Verifies migrations, which may be in any order, and returns their chain. */
    static MigrationChain verifyChain(Migration... migrations) {
        return verifyChain(List.of(migrations));
    }

    static MigrationChain verifyChain(List<Migration> migrations) {
        Catalog initialCatalog = Catalog.EMPTY.withDatabase(Database.of("shop"));
        return MigrationChain.verify(
                migrations, new ChainVerifier(new Engine(ServerProfile.DEFAULT), new Session("shop"), initialCatalog));
    }

    static List<String> columnNames(Catalog catalog) {
        List<String> names = new ArrayList<>();
        catalog.findTable("shop", "orders").orElseThrow().columns().forEach(column -> names.add(column.name()));
        return names;
    }
}
