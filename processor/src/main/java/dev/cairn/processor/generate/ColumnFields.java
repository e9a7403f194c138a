package dev.cairn.processor.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.JavaType;
import dev.cairn.sql.ColumnDefinition;
import dev.cairn.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;

/** The fields of a descriptor that are its columns. */
record ColumnFields(ClassName record, Set<String> primaryKey, ValueTypes types) {
    List<FieldSpec> of(List<DeclaredColumn> columns, List<String> names) {
        List<FieldSpec> fields = new ArrayList<>(columns.size());
        for (int column = 0; column < columns.size(); column++) {
            fields.add(of(columns.get(column), names.get(column)));
        }
        return fields;
    }

    private FieldSpec of(DeclaredColumn column, String name) {
        Family family = Family.of(column);
        boolean nullable = isNullable(column);
        return FieldSpec.builder(family.column(record, column, nullable), name, Modifier.PUBLIC, Modifier.FINAL)
                .addJavadoc("$L", documentation(column.definition()))
                .initializer("$L($L$L)", family.factory(nullable), Text.literal(column.name()), metric(column))
                .build();
    }

    /** What can't be read as it is has to be known where it is asked for. */
    private String metric(DeclaredColumn column) {
        boolean unreadable = column.type() == JavaType.Simple.BITMAP
                || column.type() == JavaType.Simple.HLL
                || column.type() == JavaType.Simple.PERCENTILE
                || column.type() == JavaType.Simple.STATE;
        return unreadable ? ", " + types.constant("", column.type()) : "";
    }

    private boolean isNullable(DeclaredColumn column) {
        Boolean said = column.definition().nullable();
        if (said != null) {
            return said;
        }
        return !RowCode.isPrimitive(column.type())
                && !column.definition().autoIncrement()
                && !primaryKey.contains(column.name());
    }

    /** The comment, and then the column without it. */
    private static String documentation(ColumnDefinition column) {
        String ddl = Comment.code(Sql.render(withoutComment(column)));
        String comment = column.comment();
        return comment == null || comment.isEmpty() ? ddl : Comment.of(comment) + "\n\n<p>" + ddl;
    }

    private static ColumnDefinition withoutComment(ColumnDefinition column) {
        return new ColumnDefinition(
                column.name(),
                column.type(),
                column.charset(),
                column.key(),
                column.aggregation(),
                column.nullable(),
                column.defaultValue(),
                column.autoIncrement(),
                column.generated(),
                null,
                column.span());
    }
}
