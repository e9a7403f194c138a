package dev.cairn.processor.check;

import dev.cairn.catalog.ExternalObject;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Type;
import java.util.List;

/**
 * The stub of an external object or of an object with errors, so that the errors of an object are not reported again
 * for the queries that read it.
 */
record ObjectStub(Declaration declaration) {
    /** @param database the selected database */
    ExternalObject createIn(String database, ServerProfile profile) {
        List<ColumnDefinition> columns =
                declaration.columns().stream().map(ObjectStub::createDefinition).toList();
        return ExternalObject.of(declaration.name(), columns, database, profile);
    }

    /** Returns the definition of a column, without its type if this is a decimal of unknown precision. */
    private static ColumnDefinition createDefinition(DeclaredColumn column) {
        ColumnDefinition definition = column.definition();
        boolean isTypeKnown = !(definition.type() instanceof Type.Decimal decimalType
                && decimalType.precision() == Type.Decimal.UNSPECIFIED);
        return isTypeKnown ? definition : definition.withType(null);
    }
}
