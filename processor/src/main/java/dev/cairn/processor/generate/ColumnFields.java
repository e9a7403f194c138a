package dev.cairn.processor.generate;

import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.JavaType;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The fields of a descriptor that are its columns. */
final class ColumnFields {
    private final Set<String> primaryKey;
    private final ValueTypes types;
    private final List<Field> fields = new ArrayList<>();

    /** @param declaration from its name on */
    private record Field(String documentation, ColumnClass type, String declaration) {}

    ColumnFields(List<DeclaredColumn> columns, List<String> names, Set<String> primaryKey, ValueTypes types) {
        this.primaryKey = primaryKey;
        this.types = types;
        for (int column = 0; column < columns.size(); column++) {
            fields.add(field(columns.get(column), names.get(column)));
        }
    }

    private Field field(DeclaredColumn column, String name) {
        ColumnKind family = ColumnKind.of(column);
        boolean nullable = isNullable(column);
        return new Field(
                documentation(column.definition()),
                family.column(column, nullable),
                name + " = " + family.factory(nullable) + "(" + JavaLiteral.literal(column.name()) + metric(column)
                        + ")");
    }

    /** Each once. */
    Set<ColumnClass> types() {
        Set<ColumnClass> all = new LinkedHashSet<>();
        fields.forEach(field -> all.add(field.type()));
        return all;
    }

    /** As they stand in the source. */
    String text(Function<ColumnClass, String> named) {
        StringBuilder text = new StringBuilder(2048);
        Map<ColumnClass, String> known = new HashMap<>();
        for (Field field : fields) {
            text.append(text.length() == 0 ? "" : "\n\n").append("    /**\n     * ");
            text.append(SourceLines.documentation(field.documentation(), 1)).append("\n     */\n    public final ");
            text.append(known.computeIfAbsent(field.type(), named)).append(' ');
            text.append(SourceLines.indented(field.declaration(), 1)).append(';');
        }
        return text.toString();
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
        String ddl = JavadocText.code(Sql.render(column.withComment(null)));
        String comment = column.comment();
        return comment == null || comment.isEmpty() ? ddl : JavadocText.of(comment) + "\n\n<p>" + ddl;
    }
}
