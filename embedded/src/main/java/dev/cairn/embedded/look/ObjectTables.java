package dev.cairn.embedded.look;

import static dev.cairn.embedded.protocol.ResultColumnType.BIGINT;
import static dev.cairn.embedded.protocol.ResultColumnType.DATETIME;
import static dev.cairn.embedded.protocol.ResultColumnType.varchar;

import dev.cairn.catalog.Database;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.Identity;
import java.util.Map;
import java.util.TreeSet;

/** The tables {@code information_schema.schemata} and {@code tables}. */
final class ObjectTables {
    private final SessionSnapshot snapshot;

    ObjectTables(SessionSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    ResultBuilder schemata() {
        ResultBuilder listing = new ResultBuilder()
                .column("CATALOG_NAME", varchar(512))
                .column("SCHEMA_NAME", varchar(32))
                .column("DEFAULT_CHARACTER_SET_NAME", varchar(32))
                .column("DEFAULT_COLLATION_NAME", varchar(32))
                .column("SQL_PATH", varchar(512));
        TreeSet<String> names = new TreeSet<>(SessionSnapshot.SYSTEM_DATABASES);
        for (Map.Entry<String, Database> entry : snapshot.catalog().databases()) {
            names.add(entry.getKey());
        }
        names.stream()
                .filter(snapshot::entersDatabase)
                .forEach(name -> listing.row("def", name, "utf8", "utf8_general_ci", null));
        return listing;
    }

    ResultBuilder tables() {
        ResultBuilder listing = new ResultBuilder()
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
        for (Map.Entry<String, Database> entry : snapshot.catalog().databases()) {
            snapshot.visible(entry.getValue()).forEach(object -> table(listing, entry.getKey(), object));
        }
        InformationSchema.TABLES.forEach(name -> system(listing, name));
        return listing;
    }

    private void table(ResultBuilder listing, String database, DatabaseObject object) {
        String created = snapshot.identity(database, object.name())
                .map(Identity::created)
                .map(SessionSnapshot::time)
                .orElse(null);
        listing.row(
                "def",
                database,
                object.name(),
                DatabaseShows.type(object),
                DatabaseShows.engine(object),
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
                CommentText.of(object, snapshot.profile()));
    }

    private static void system(ResultBuilder listing, String name) {
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
