package dev.cairn.embedded.look;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.Answer.Fields.Field;
import dev.cairn.embedded.protocol.ResultColumn;
import dev.cairn.embedded.query.InMemoryRelation;
import dev.cairn.embedded.rows.WireType;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.sql.ast.QualifiedName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Answers COM_FIELD_LIST with the columns of a table. Command-line clients complete names with them. */
public final class FieldLists {
    private final SessionSnapshot snapshot;

    public FieldLists(SessionSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** Returns the columns of a table in the default database. */
    public Answer of(String table) {
        if (table.isEmpty()) {
            return Answer.Failure.of("Empty tableName");
        }
        String name = snapshot.session().database();
        if (name != null && name.equals(InformationSchema.NAME)) {
            return new Answer.Fields(name, table, ofSystem(table));
        }
        Optional<Database> database = name == null ? Optional.empty() : snapshot.database(name);
        if (name == null || database.isEmpty()) {
            return Answer.Failure.of("Unknown database(" + name + ")");
        }
        Optional<DatabaseObject> found = snapshot.lasting(QualifiedName.of(name, table));
        return found.<Answer>map(object -> new Answer.Fields(name, table, fields(object)))
                .orElseGet(() -> Answer.Failure.of("Unknown table(" + table + ")"));
    }

    private List<Field> ofSystem(String table) {
        InMemoryRelation relation = new InformationSchema(snapshot).table(QualifiedName.of(InformationSchema.NAME, table));
        return relation.columns().stream().map(column -> new Field(column, "")).toList();
    }

    private static List<Field> fields(DatabaseObject object) {
        return object.columns().stream().map(FieldLists::field).toList();
    }

    private static Field field(Column column) {
        return new Field(
                new ResultColumn(column.name(), WireType.of(column.type())),
                Objects.requireNonNullElse(ColumnListing.storedDefault(column), ""));
    }
}
