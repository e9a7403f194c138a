package dev.cairn.embedded.look;

import static dev.cairn.embedded.protocol.ColumnType.BIGINT;
import static dev.cairn.embedded.protocol.ColumnType.DATETIME;
import static dev.cairn.embedded.protocol.ColumnType.varchar;

import dev.cairn.catalog.Database;
import dev.cairn.embedded.state.Holding;
import dev.cairn.embedded.state.Identity;
import java.util.Map;
import java.util.TreeSet;

/** {@code information_schema.schemata} and {@code tables}. */
final class ObjectTables {
    private final Sight sight;

    ObjectTables(Sight sight) {
        this.sight = sight;
    }

    Listing schemata() {
        Listing listing = new Listing()
                .column("CATALOG_NAME", varchar(512))
                .column("SCHEMA_NAME", varchar(32))
                .column("DEFAULT_CHARACTER_SET_NAME", varchar(32))
                .column("DEFAULT_COLLATION_NAME", varchar(32))
                .column("SQL_PATH", varchar(512));
        TreeSet<String> names = new TreeSet<>(Sight.SYSTEM_DATABASES);
        for (Map.Entry<String, Database> entry : sight.catalog().databases()) {
            names.add(entry.getKey());
        }
        names.stream()
                .filter(sight::entersDatabase)
                .forEach(name -> listing.row("def", name, "utf8", "utf8_general_ci", null));
        return listing;
    }

    Listing tables() {
        Listing listing = new Listing()
                .column("TABLE_CATALOG", varchar(512))
                .column("TABLE_SCHEMA", varchar(64))
                .column("TABLE_NAME", varchar(64))
                .column("TABLE_TYPE", varchar(64))
                .column("ENGINE", varchar(64))
                .column("VERSION", BIGINT)
                .column("ROW_FORMAT", varchar(10))
                .column("TABLE_ROWS", BIGINT)
                .column("AVG_ROW_LENGTH", BIGINT)
                .column("DATA_LENGTH", BIGINT)
                .column("MAX_DATA_LENGTH", BIGINT)
                .column("INDEX_LENGTH", BIGINT)
                .column("DATA_FREE", BIGINT)
                .column("AUTO_INCREMENT", BIGINT)
                .column("CREATE_TIME", DATETIME)
                .column("UPDATE_TIME", DATETIME)
                .column("CHECK_TIME", DATETIME)
                .column("TABLE_COLLATION", varchar(32))
                .column("CHECKSUM", BIGINT)
                .column("CREATE_OPTIONS", varchar(255))
                .column("TABLE_COMMENT", varchar(2048));
        for (Map.Entry<String, Database> entry : sight.catalog().databases()) {
            sight.visible(entry.getValue()).forEach(holding -> table(listing, entry.getKey(), holding));
        }
        InformationSchema.TABLES.forEach(name -> system(listing, name));
        return listing;
    }

    private void table(Listing listing, String database, Holding holding) {
        String created = sight.identity(database, holding.name())
                .map(Identity::created)
                .map(Sight::time)
                .orElse(null);
        listing.row(
                "def",
                database,
                holding.name(),
                DatabaseShows.type(holding),
                DatabaseShows.engine(holding),
                null,
                null,
                0,
                0,
                0,
                null,
                null,
                null,
                null,
                created,
                created,
                null,
                "utf8_general_ci",
                null,
                null,
                Comments.of(holding, sight.profile()));
    }

    private static void system(Listing listing, String name) {
        listing.row(
                "def",
                InformationSchema.NAME,
                name,
                "SYSTEM VIEW",
                "MEMORY",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "utf8_general_ci",
                null,
                null,
                "");
    }
}
