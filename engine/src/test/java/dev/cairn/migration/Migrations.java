package dev.cairn.migration;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.profile.ServerProfile;
import java.util.ArrayList;
import java.util.List;

/** Migrations for tests, each recorded after another one. */
final class Migrations {
    static final String CREATE =
            "CREATE TABLE orders (id BIGINT NOT NULL, note STRING) PRIMARY KEY (id)" + " DISTRIBUTED BY HASH(id)";

    private Migrations() {}

    static Migration first(String name, String... upgrade) {
        return new Migration(
                new Migration.Position(name, number(name), ""),
                List.of(upgrade),
                Migration.Reversal.ofIrreversible("test"),
                List.of());
    }

    static Migration after(Migration parent, String name, String... upgrade) {
        return new Migration(
                new Migration.Position(name, number(name), parent.hash()),
                List.of(upgrade),
                Migration.Reversal.ofIrreversible("test"),
                List.of());
    }

    /** A checkpoint that replaces a migration and those before it. */
    static Migration checkpoint(Migration last, String... upgrade) {
        String name = MigrationNames.of(last.number(), "checkpoint");
        return new Migration(
                new Migration.Position(name, last.number(), ""),
                List.of(upgrade),
                Migration.Reversal.ofIrreversible("test"),
                List.of(),
                "",
                new Migration.Checkpoint(last.hash(), ""));
    }

    private static int number(String name) {
        return MigrationNames.parseNumber(name).orElse(0);
    }

    static String add(String column) {
        return "ALTER TABLE orders ADD COLUMN " + column + " INT";
    }

    /** Returns the verified chain of migrations in any order. */
    static MigrationChain chain(Migration... migrations) {
        return chain(List.of(migrations));
    }

    static MigrationChain chain(List<Migration> migrations) {
        Catalog empty = Catalog.EMPTY.withDatabase(Database.of("shop"));
        return MigrationChain.verify(
                migrations, new ChainVerifier(new Engine(ServerProfile.DEFAULT), new Session("shop"), empty));
    }

    static List<String> columns(Catalog catalog) {
        List<String> names = new ArrayList<>();
        catalog.table("shop", "orders").orElseThrow().columns().forEach(column -> names.add(column.name()));
        return names;
    }
}
