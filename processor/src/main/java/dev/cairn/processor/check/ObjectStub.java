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
 * What queries see of an object that isn't made: of an external one, and of one that is wrong, so that what reads from it
 * is not found wrong too.
 */
final class ObjectStub {
    private ObjectStub() {}

    static ExternalObject of(Declaration declaration, String database, ServerProfile profile) {
        List<ColumnDefinition> columns =
                declaration.columns().stream().map(ObjectStub::definition).toList();
        return ExternalObject.of(name(declaration.statement()), columns, database, profile);
    }

    /** Of a decimal that does not say its digits, the type isn't known. */
    private static ColumnDefinition definition(DeclaredColumn column) {
        ColumnDefinition definition = column.definition();
        boolean known =
                !(definition.type() instanceof Type.Decimal decimal && decimal.precision() == Type.Decimal.UNSAID);
        return known ? definition : definition.withType(null);
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
