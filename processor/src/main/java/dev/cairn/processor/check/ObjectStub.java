package dev.cairn.processor.check;

import dev.cairn.catalog.ExternalObject;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import java.util.List;

/**
 * Stubs of external objects and of objects with errors, so that the errors of an object are not reported again for the
 * queries that read it.
 */
final class ObjectStub {
    private ObjectStub() {}

    static ExternalObject of(Declaration declaration, String database, ServerProfile profile) {
        List<ColumnDefinition> columns =
                declaration.columns().stream().map(ObjectStub::definition).toList();
        return ExternalObject.of(name(declaration.statement()), columns, database, profile);
    }

    /** The type of a decimal without precision is unknown. */
    private static ColumnDefinition definition(DeclaredColumn column) {
        ColumnDefinition definition = column.definition();
        boolean known =
                !(definition.type() instanceof Type.Decimal decimal && decimal.precision() == Type.Decimal.UNSAID);
        return known ? definition : definition.withType(null);
    }

    /** The database of an object. Default: the selected database. */
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
