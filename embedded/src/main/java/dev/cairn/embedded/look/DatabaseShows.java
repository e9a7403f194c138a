package dev.cairn.embedded.look;

import static dev.cairn.embedded.protocol.ResultColumnType.BIGINT;
import static dev.cairn.embedded.protocol.ResultColumnType.DATETIME;
import static dev.cairn.embedded.protocol.ResultColumnType.varchar;

import dev.cairn.catalog.Database;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.sql.ast.Statement.Show;
import java.util.Optional;
import java.util.function.Predicate;

/** Answers SHOW DATABASES, SHOW CREATE DATABASE, and the statements that list the objects of a database. */
final class DatabaseShows {
    private final SessionSnapshot snapshot;

    DatabaseShows(SessionSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    ResultBuilder databases(Predicate<String> like) {
        ResultBuilder listing = new ResultBuilder().column("Database", varchar(20));
        snapshot.databaseNames().filter(like).forEach(listing::row);
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
            listing.column("Table_type", varchar(20));
        }
        if (name.equals(InformationSchema.NAME)) {
            InformationSchema.TABLES.stream().filter(like).forEach(table -> row(listing, show, table, "SYSTEM VIEW"));
        } else if (show.temporary()) {
            database.ifPresent(owner -> owner.temporaries().forEach(entry -> row(listing, show, entry.getKey(), "")));
        } else {
            database.ifPresent(owner -> snapshot.visible(owner).stream()
                    .filter(object -> like.test(object.name()))
                    .forEach(object -> row(listing, show, object.name(), object.tableType())));
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

    ResultBuilder status(Show show, Predicate<String> like) {
        String name = snapshot.databaseName(show.database());
        return new Listing<DatabaseObject>()
                .column("Name", DatabaseObject::name)
                .column("Engine", DatabaseObject::engine)
                .nulls(BIGINT, "Version")
                .constant("Row_format", varchar(64), "")
                .constant("Rows", BIGINT, "0")
                .constant("Avg_row_length", BIGINT, "0")
                .constant("Data_length", BIGINT, "0")
                .nulls(BIGINT, "Max_data_length", "Index_length", "Data_free", "Auto_increment")
                .column("Create_time", DATETIME, object -> snapshot.created(name, object))
                .column("Update_time", DATETIME, object -> snapshot.created(name, object))
                .nulls(DATETIME, "Check_time")
                .constant("Collation", varchar(64), "utf8_general_ci")
                .nulls(BIGINT, "Checksum")
                .constant("Create_options", varchar(64), "")
                .column("Comment", varchar(64), object -> SessionSnapshot.escaped(snapshot.comment(object)))
                .of(snapshot.database(name).stream()
                        .flatMap(database -> snapshot.visible(database).stream())
                        .filter(object -> like.test(object.name())));
    }
}
