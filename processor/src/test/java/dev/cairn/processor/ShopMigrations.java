package dev.cairn.processor;

import dev.cairn.migration.MigrationHash;
import java.util.List;
import java.util.Locale;

/** Migrations of a schema with one table, with which tests make mistakes. */
final class ShopMigrations {
    static final String CREATE =
            "CREATE TABLE account (id BIGINT NOT NULL) PRIMARY KEY (id)" + " DISTRIBUTED BY HASH(id)";
    static final String FIRST = MigrationHash.of("", List.of(CREATE));
    static final String ADD = "ALTER TABLE account ADD COLUMN a INT";
    static final String SECOND = MigrationHash.of(FIRST, List.of(ADD));

    private ShopMigrations() {}

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

    static MarkedSources created() {
        return shop().and(migration(
                "number = 1, upgrade = \"" + CREATE + "\", downgrade = \"DROP TABLE account\"",
                "interface V0001Initial {}"));
    }

    static String added(int number, String after, String name, String mark) {
        return migration(
                        "number = " + number + ", irreversible = \"test\", upgrade = \""
                                + ADD.replace(" a ", " " + name.toLowerCase(Locale.ROOT) + " ") + "\",\nafter = \""
                                + after + "\"",
                        "interface V000" + number + name + " {}")
                .replace(
                        "after = \"" + after + "\"",
                        "after = \"" + after + "\"" + (mark.isEmpty() ? "" : " // " + mark + "\n"));
    }

    static MarkedSources rows(String statements) {
        return created()
                .and(migration(
                        "number = 2, irreversible = \"test\", after = \"" + FIRST + "\", upgrade = {\"" + ADD + "\",\n"
                                + statements + "}",
                        "interface V0002A {}"));
    }

    static String repeatable(String attributes, String type) {
        return """
            package shop.migrations;
            import dev.cairn.annotation.*;
            @RepeatableMigration(schema = shop.Shop.class, %s)
            %s
            """.formatted(attributes, type);
    }
}
