package dev.cairn.processor.check;

import dev.cairn.catalog.ExternalObject;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Type;
import java.util.List;

/**
 * Stands in for an external object, or for an object with errors. Queries that read the object are checked against the
 * columns of its record, and its errors are not reported a second time.
 */
record ObjectStub(ObjectDeclaration declaration) {
    /**
     * Returns the stub as an external object with the columns of the record.
     *
     * @param selectedDatabaseName the name of the database of an object that is declared without one
     */
    ExternalObject toExternalObject(String selectedDatabaseName, ServerProfile profile) {
        List<ColumnDefinition> columns =
                declaration.columns().stream().map(this::createDefinition).toList();
        return ExternalObject.of(declaration.name(), columns, selectedDatabaseName, profile);
    }

    /**
     * Returns the definition of a column, without its type if this is a decimal of unknown precision. As on the server,
     * a column of a primary key is NOT NULL.
     */
    private ColumnDefinition createDefinition(DeclaredColumn column) {
        ColumnDefinition definition =
                isInPrimaryKey(column) ? column.definition().withNullable(false) : column.definition();
        boolean isTypeKnown = !(definition.type() instanceof Type.Decimal decimalType
                && decimalType.precision() == Type.Decimal.UNSPECIFIED_DIGITS);
        return isTypeKnown ? definition : definition.withType(null);
    }

    private boolean isInPrimaryKey(DeclaredColumn column) {
        return declaration.statement() instanceof CreateTable table
                && table.key() != null
                && table.key().model() == KeyModel.PRIMARY
                && table.key().contains(column.name());
    }
}
