package dev.cairn.tooling.recording;

import dev.cairn.catalog.Column;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.ObjectDeclaration;

/**
 * The component of a record that declares a column to be renamed. All methods throw a {@link RecordingException} if no
 * component declares it.
 */
record RenamedComponent(DeclaredSchema schema, ObjectName tableName, Column column) {
    private ObjectDeclaration requireDeclaration() {
        return schema.root().declarations().stream()
                .filter(declaration ->
                        ObjectName.resolve(declaration.name(), schema.session()).equals(tableName))
                .findFirst()
                .orElseThrow(() -> ColumnEvolution.createUsageException("No record declares " + tableName + "."));
    }

    private DeclaredColumn requireDeclaredColumn() {
        return requireDeclaration().columns().stream()
                .filter(candidate -> candidate.name().equalsIgnoreCase(column.name()))
                .findFirst()
                .orElseThrow(() -> ColumnEvolution.createUsageException(
                        "No component declares " + tableName + "." + column.name() + "."));
    }

    /** Returns the simple name of the record. */
    String recordName() {
        return requireDeclaration().recordName().simpleName();
    }

    /** Returns the name of the component. */
    String name() {
        return requireDeclaredColumn().accessor();
    }

    /** Describes, in parentheses, how the component can be NULL; an empty text if it can be already. */
    String describeNullableRemedy() {
        return column.isNullable()
                ? ""
                : " ("
                        + requireDeclaredColumn()
                                .describeNullableRemedy(
                                        requireDeclaration().origin().isNullMarked()) + ")";
    }
}
