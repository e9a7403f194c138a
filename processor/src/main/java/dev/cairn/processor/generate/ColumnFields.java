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

/** Generates the column fields of a descriptor. */
final class ColumnFields {
    private final Set<String> primaryKey;
    private final ValueTypes types;
    private final List<Field> fields = new ArrayList<>();

    /** @param arguments the arguments of the column's constructor behind the descriptor */
    private record Field(String documentation, ColumnClass type, String name, String arguments) {}

    ColumnFields(List<DeclaredColumn> columns, List<String> names, Set<String> primaryKey, ValueTypes types) {
        this.primaryKey = primaryKey;
        this.types = types;
        for (int column = 0; column < columns.size(); column++) {
            fields.add(field(columns.get(column), names.get(column)));
        }
    }

    private Field field(DeclaredColumn column, String name) {
        ColumnKind kind = ColumnKind.of(column);
        return new Field(
                documentation(column.definition()),
                kind.column(column.type(), isNullable(column)),
                name,
                JavaLiteral.literal(column.name()) + convertedType(column));
    }

    /** The fields in the descriptor of a record. */
    List<FieldSpec> specifications(ClassName record) {
        List<FieldSpec> all = new ArrayList<>();
        for (Field field : fields) {
            TypeName type = field.type().of(record);
            // Type arguments in place of a diamond: javac need not infer them for each column.
            all.add(FieldSpec.builder(type, field.name(), Modifier.PUBLIC, Modifier.FINAL)
                    .addJavadoc("$L", field.documentation())
                    .initializer("new $T(this, $L)", type, field.arguments())
                    .build());
        }
        return all;
    }

    /** The argument with the value type of columns whose values statements convert. */
    private String convertedType(DeclaredColumn column) {
        boolean converted = column.type() == JavaType.Simple.BYTES
                || column.type() == JavaType.Simple.BITMAP
                || column.type() == JavaType.Simple.HLL
                || column.type() == JavaType.Simple.PERCENTILE
                || column.type() == JavaType.Simple.STATE;
        return converted ? ", " + types.constant("", column.type()) : "";
    }

    private boolean isNullable(DeclaredColumn column) {
        Boolean nullable = column.definition().nullable();
        if (nullable != null) {
            return nullable;
        }
        return !column.type().isPrimitive()
                && !column.definition().autoIncrement()
                && !primaryKey.contains(column.name());
    }

    /** The comment, followed by the definition without it. */
    private static String documentation(ColumnDefinition column) {
        String ddl = JavadocText.code(Sql.render(column.withComment(null)));
        String comment = column.comment();
        return comment == null || comment.isEmpty() ? ddl : JavadocText.of(comment) + "\n\n<p>" + ddl;
    }
}
