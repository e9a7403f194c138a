package dev.cairn.embedded.look;

import dev.cairn.catalog.Database;
import dev.cairn.embedded.account.ObjectKind;
import dev.cairn.embedded.protocol.ResultColumnType;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.Identity;
import dev.cairn.sql.ast.Statement.Show;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Answers SHOW DATABASES, SHOW CREATE DATABASE, and the statements that list the objects of a database. */
final class DatabaseShows {
    private final SessionSnapshot snapshot;

    DatabaseShows(SessionSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    ResultBuilder databases(Predicate<String> like) {
        TreeSet<String> names = new TreeSet<>(SessionSnapshot.SYSTEM_DATABASES);
        for (Map.Entry<String, Database> entry : snapshot.catalog().databases()) {
            names.add(entry.getKey());
        }
        ResultBuilder listing = new ResultBuilder().column("Database", ResultColumnType.varchar(20));
        names.stream().filter(like).filter(snapshot::entersDatabase).forEach(listing::row);
        return listing;
    }

    ResultBuilder create(Show show) {
        String name = show.object() == null ? "" : show.object().last().text();
        snapshot.existingDatabase(name);
        String text = "CREATE DATABASE `" + name + "`";
        if (snapshot.profile().sharedData() && !SessionSnapshot.SYSTEM_DATABASES.contains(name)) {
            String volume = snapshot.database(name)
                    .flatMap(database -> database.properties().stream()
                            .filter(property -> property.name().equals("storage_volume"))
                            .findFirst())
                    .map(property -> String.valueOf(property.value()))
                    .orElse("builtin_storage_volume");
            text += "\nPROPERTIES (\"storage_volume\" = \"" + volume + "\")";
        }
        return ResultBuilder.of("Database", "Create Database").row(name, text);
    }

    ResultBuilder tables(Show show, Predicate<String> like) {
        String name = snapshot.databaseName(show.database());
        Optional<Database> database = snapshot.existingDatabase(name);
        ResultBuilder listing = ResultBuilder.of("Tables_in_" + name);
        if (show.full()) {
            listing.column("Table_type", ResultColumnType.varchar(20));
        }
        if (name.equals(InformationSchema.NAME)) {
            InformationSchema.TABLES.stream().filter(like).forEach(table -> row(listing, show, table, "SYSTEM VIEW"));
        } else if (show.temporary()) {
            database.ifPresent(found -> found.temporaries().forEach(entry -> row(listing, show, entry.getKey(), "")));
        } else {
            database.ifPresent(found -> snapshot.visible(found).stream()
                    .filter(object -> like.test(object.name()))
                    .forEach(object -> row(listing, show, object.name(), type(object))));
        }
        return listing;
    }

    private static void row(ResultBuilder listing, Show show, String name, String type) {
        if (show.full()) {
            listing.row(name, type);
        } else {
            listing.row(name);
        }
    }

    /** Returns the type of an object. The type of a materialized view is also VIEW; only its engine differs. */
    static String type(DatabaseObject object) {
        return object.kind() == ObjectKind.TABLE ? "BASE TABLE" : "VIEW";
    }

    static @Nullable String engine(DatabaseObject object) {
        return object.kind() == ObjectKind.VIEW ? null : "StarRocks";
    }

    ResultBuilder status(Show show, Predicate<String> like) {
        ResultBuilder listing = ResultBuilder.of("Name", "Engine")
                .columns(ResultColumnType.BIGINT, "Version")
                .columns(ResultColumnType.varchar(64), "Row_format")
                .columns(ResultColumnType.BIGINT, "Rows", "Avg_row_length", "Data_length", "Max_data_length")
                .columns(ResultColumnType.BIGINT, "Index_length", "Data_free", "Auto_increment")
                .columns(ResultColumnType.DATETIME, "Create_time", "Update_time", "Check_time")
                .columns(ResultColumnType.varchar(64), "Collation")
                .columns(ResultColumnType.BIGINT, "Checksum")
                .columns(ResultColumnType.varchar(64), "Create_options", "Comment");
        String name = snapshot.databaseName(show.database());
        snapshot.database(name)
                .ifPresent(database -> snapshot.visible(database).stream()
                        .filter(object -> like.test(object.name()))
                        .forEach(object -> statusRow(listing, name, object)));
        return listing;
    }

    private void statusRow(ResultBuilder listing, String database, DatabaseObject object) {
        String created = snapshot.identity(database, object.name())
                .map(Identity::created)
                .map(SessionSnapshot::time)
                .orElse(null);
        listing.row(
                object.name(),
                engine(object),
                null,
                "",
                "0",
                "0",
                "0",
                null,
                null,
                null,
                null,
                created,
                created,
                null,
                "utf8_general_ci",
                null,
                "",
                CommentEscaping.comment(CommentText.of(object, snapshot.profile())));
    }
}
