package dev.cairn.processor.check;

import dev.cairn.catalog.External;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.catalog.StoredTypes;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.sql.ColumnDefinition;
import dev.cairn.sql.Name;
import dev.cairn.sql.QualifiedName;
import dev.cairn.sql.Statement;
import dev.cairn.sql.Statement.CreateTable;
import dev.cairn.sql.Type;
import dev.cairn.sql.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ViewStatement.CreateView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What queries see of an object that isn't made: of an external one, and of one that is wrong, so that what reads from it
 * is not found wrong too.
 */
final class StandIn {
    private static final String INTERNAL = "default_catalog";

    private StandIn() {}

    static External of(Declaration declaration, String database, ServerProfile profile) {
        List<Name> parts = name(declaration.statement()).parts();
        int size = parts.size();
        String catalog = size > 2 ? parts.get(size - 3).text() : INTERNAL;
        List<External.Column> columns = new ArrayList<>(declaration.columns().size());
        for (DeclaredColumn column : declaration.columns()) {
            ColumnDefinition definition = column.definition();
            boolean nullable = !Boolean.FALSE.equals(definition.nullable());
            columns.add(new External.Column(column.name(), type(definition, profile), nullable));
        }
        return new External(
                catalog.equals(INTERNAL) ? null : catalog,
                database(declaration.statement(), database),
                parts.get(size - 1).text(),
                columns,
                true);
    }

    private static @Nullable Type type(ColumnDefinition column, ServerProfile profile) {
        Type type = column.type();
        if (type == null) {
            return null;
        }
        try {
            return StoredTypes.ofColumn(profile, type, column.span());
        } catch (Refusal refused) {
            return null; // said where the column is checked
        }
    }

    /** The database that an object is in; by itself it is the one that is selected. */
    static String database(Statement statement, String selected) {
        return name(statement).qualifier().map(Name::text).orElse(selected);
    }

    static QualifiedName name(Statement statement) {
        if (statement instanceof CreateTable table) {
            return table.name();
        }
        if (statement instanceof CreateView view) {
            return view.name();
        }
        if (statement instanceof CreateMaterializedView view) {
            return view.name();
        }
        if (statement instanceof Statement.Opaque opaque && opaque.target() != null) {
            return opaque.target();
        }
        throw new IllegalArgumentException("no object of a schema: " + statement.getClass());
    }
}
