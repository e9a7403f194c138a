package dev.cairn.processor.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.TypeName;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.JavaType;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;

/**
 * Generates the column fields of a descriptor: one field for each column. The class of a field has the comparisons that
 * the type of the column supports.
 */
final class ColumnFieldGenerator {
    private final Set<String> primaryKeyNames;
    private final ValueAccessGenerator valueAccessGenerator;
    private final List<DescriptorField> fields = new ArrayList<>();

    /** @param arguments the arguments of the column's constructor after the descriptor */
    private record DescriptorField(
            String documentation, RuntimeColumnClass runtimeColumnClass, String fieldName, String arguments) {}

    ColumnFieldGenerator(
            List<DeclaredColumn> columns,
            List<String> fieldNames,
            Set<String> primaryKeyNames,
            ValueAccessGenerator valueAccessGenerator) {
        this.primaryKeyNames = primaryKeyNames;
        this.valueAccessGenerator = valueAccessGenerator;
        for (int columnIndex = 0; columnIndex < columns.size(); columnIndex++) {
            fields.add(createField(columns.get(columnIndex), fieldNames.get(columnIndex)));
        }
    }

    private DescriptorField createField(DeclaredColumn column, String fieldName) {
        ColumnKind kind = ColumnKind.of(column);
        return new DescriptorField(
                renderDocumentation(column.definition()),
                kind.toRuntimeColumnClass(column.javaType(), isNullable(column)),
                fieldName,
                JavaLiteral.render(column.name()) + renderValueTypeArgument(column));
    }

    /** Returns the fields in the descriptor of a record. */
    List<FieldSpec> createFieldSpecs(ClassName recordClass) {
        List<FieldSpec> fieldSpecs = new ArrayList<>();
        for (DescriptorField field : fields) {
            TypeName type = field.runtimeColumnClass().toTypeName(recordClass);
            // Type arguments in place of a diamond: javac need not infer them for each column.
            fieldSpecs.add(FieldSpec.builder(type, field.fieldName(), Modifier.PUBLIC, Modifier.FINAL)
                    .addJavadoc("$L", field.documentation())
                    .initializer("new $T(this, $L)", type, field.arguments())
                    .build());
        }
        return fieldSpecs;
    }

    /**
     * Renders a comma and the constructor argument with the value type, if statements convert the values of the column;
     * returns an empty string for any other column.
     */
    private String renderValueTypeArgument(DeclaredColumn column) {
        boolean isConverted = column.javaType() == JavaType.Simple.BYTES
                || column.javaType() == JavaType.Simple.BITMAP
                || column.javaType() == JavaType.Simple.HLL
                || column.javaType() == JavaType.Simple.PERCENTILE
                || column.javaType() == JavaType.Simple.STATE;
        return isConverted ? ", " + valueAccessGenerator.useConstant("", column.javaType()) : "";
    }

    /**
     * Returns whether the column may be NULL. If its definition does not say so, a primitive value, AUTO_INCREMENT and
     * the primary key are NOT NULL.
     */
    private boolean isNullable(DeclaredColumn column) {
        Boolean nullable = column.definition().nullable();
        if (nullable != null) {
            return nullable;
        }
        return !column.javaType().isPrimitive()
                && !column.definition().isAutoIncrement()
                && !primaryKeyNames.contains(column.name());
    }

    /** Returns the comment of the column, followed by its definition without the comment. */
    private static String renderDocumentation(ColumnDefinition column) {
        String ddl = JavadocText.renderCode(Sql.render(column.withComment(null)));
        String comment = column.comment();
        return comment == null || comment.isEmpty() ? ddl : JavadocText.escape(comment) + "\n\n<p>" + ddl;
    }
}
