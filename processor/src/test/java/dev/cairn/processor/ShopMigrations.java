package dev.cairn.processor;

import dev.cairn.migration.MigrationHash;
import java.util.List;
import java.util.Locale;

/** Sources of a schema with one table and of its migrations, to which tests add mistakes. */
final class ShopMigrations {
    static final String CREATE_TABLE_SQL =
            "CREATE TABLE account (id BIGINT NOT NULL) PRIMARY KEY (id) DISTRIBUTED BY HASH(id)";
    static final String FIRST_HASH = MigrationHash.of("", List.of(CREATE_TABLE_SQL));
    static final String ADD_COLUMN_SQL = "ALTER TABLE account ADD COLUMN a INT";
    static final String SECOND_HASH = MigrationHash.of(FIRST_HASH, List.of(ADD_COLUMN_SQL));

    private ShopMigrations() {}

    /** Returns the schema without migrations. */
    static MarkedSources shop() {
        return MarkedSources.of("""
            @Schema(name = "shop", value = Account.class)
            public interface Shop {}
            """).and("""
                @Table @PrimaryKey("id") @DistributedByHash("id")
                public record Account(long id) {}
                """);
    }

    static String migration(String attributes, String type) {
        return "package shop.migrations;\n"
                + "import dev.cairn.annotation.*;\n"
                + "import shop.*;\n"
                + "@Migration(schema = Shop.class,\n"
                + attributes + ")\n" + type + "\n";
    }

    /** Returns the schema with the migration that creates its table. */
    static MarkedSources migratedShop() {
        return shop().and(migration(
                "number = 1, upgrade = \"" + CREATE_TABLE_SQL + "\", downgrade = \"DROP TABLE account\"",
                "interface V0001Initial {}"));
    }

    /**
     * Returns a migration that adds a column.
     *
     * @param after the hash of the migration before it
     * @param mark the code of the finding that is expected at the hash, in brackets; empty for none
     */
    static String columnMigration(int number, String after, String name, String mark) {
        return migration(
                        "number = " + number + ", irreversible = \"test\", upgrade = \""
                                + ADD_COLUMN_SQL.replace(" a ", " " + name.toLowerCase(Locale.ROOT) + " ")
                                + "\",\nafter = \""
                                + after + "\"",
                        "interface V000" + number + name + " {}")
                .replace(
                        "after = \"" + after + "\"",
                        "after = \"" + after + "\"" + (mark.isEmpty() ? "" : " // " + mark + "\n"));
    }

    /** Returns the schema with a second migration, which adds a column and then executes statements. */
    static MarkedSources shopWithDataChanges(String statements) {
        return migratedShop()
                .and(migration(
                        "number = 2, irreversible = \"test\", after = \"" + FIRST_HASH + "\", upgrade = {\""
                                + ADD_COLUMN_SQL + "\",\n" + statements + "}",
                        "interface V0002A {}"));
    }

    static String repeatableMigration(String attributes, String type) {
        return """
            package shop.migrations;
            import dev.cairn.annotation.*;
            @RepeatableMigration(schema = shop.Shop.class, %s)
            %s
            """.formatted(attributes, type);
    }
}
