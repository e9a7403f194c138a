package dev.cairn.processor.generate;

import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.JavaType;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Generates the column fields of a descriptor. */
final class ColumnFields {
    private final Set<String> primaryKey;
    private final ValueTypes types;
    private final List<Field> fields = new ArrayList<>();

    /** @param declaration from the name of the field on */
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

    /** The classes of the columns, without duplicates. */
    Set<ColumnClass> types() {
        Set<ColumnClass> all = new LinkedHashSet<>();
        fields.forEach(field -> all.add(field.type()));
        return all;
    }

    /** The source of the fields. */
    String text(Function<ColumnClass, String> named) {
        StringBuilder text = new StringBuilder(2048);
        Map<ColumnClass, String> typeNames = new HashMap<>();
        for (Field field : fields) {
            text.append(text.length() == 0 ? "" : "\n\n").append("    /**\n     * ");
            text.append(SourceLines.documentation(field.documentation(), 1)).append("\n     */\n    public final ");
            text.append(typeNames.computeIfAbsent(field.type(), named)).append(' ');
            text.append(SourceLines.indented(field.declaration(), 1)).append(';');
        }
        return text.toString();
    }

    /** The argument with the value type of columns that are not readable as they are, such as bitmaps. */
    private String metric(DeclaredColumn column) {
        boolean unreadable = column.type() == JavaType.Simple.BITMAP
                || column.type() == JavaType.Simple.HLL
                || column.type() == JavaType.Simple.PERCENTILE
                || column.type() == JavaType.Simple.STATE;
        return unreadable ? ", " + types.constant("", column.type()) : "";
    }

    private boolean isNullable(DeclaredColumn column) {
        Boolean nullable = column.definition().nullable();
        if (nullable != null) {
            return nullable;
        }
        return !RowCode.isPrimitive(column.type())
                && !column.definition().autoIncrement()
                && !primaryKey.contains(column.name());
    }

    /** The comment, followed by the definition without it. */
    private static String documentation(ColumnDefinition column) {
        String ddl = JavadocText.code(Sql.render(column.withComment(null)));
        String comment = column.comment();
        return comment == null || comment.isEmpty() ? ddl : JavadocText.of(comment) + "\n\n<p>" + ddl;
    }

    /** The classes of columns, by the values that they compare with, and their factory methods. */
    private enum ColumnKind {
        BOOLEAN("BooleanColumn", "bool"),
        INTEGRAL("IntegralColumn", "integral"),
        LARGE_INTEGER("LargeIntegerColumn", "largeInteger"),
        DECIMAL("DecimalColumn", "decimal"),
        FLOATING("FloatingColumn", "floating"),
        TEXT("TextColumn", "text"),
        ENUMERATION("EnumColumn", "enumeration"),
        DATE("DateColumn", "date"),
        DATE_TIME("DateTimeColumn", "dateTime"),
        BINARY("BinaryColumn", "binary"),
        PLAIN("PlainColumn", "plain");

        private static final Set<Type.Scalar.Kind> INCOMPARABLE = Set.of(
                Type.Scalar.Kind.JSON,
                Type.Scalar.Kind.BITMAP,
                Type.Scalar.Kind.HLL,
                Type.Scalar.Kind.PERCENTILE,
                Type.Scalar.Kind.VARIANT);

        private final String column;
        private final String nullableColumn;
        private final String factory;
        private final String nullableFactory;

        ColumnKind(String column, String factory) {
            this.column = column;
            this.nullableColumn = "Nullable" + column;
            this.factory = factory;
            this.nullableFactory = "nullable" + factory.substring(0, 1).toUpperCase(Locale.ROOT) + factory.substring(1);
        }

        /** The SQL type decides whether values are comparable, and the Java type with which values. */
        static ColumnKind of(DeclaredColumn column) {
            return isComparable(column.definition().type()) ? of(column.type()) : PLAIN;
        }

        private static boolean isComparable(@Nullable Type type) {
            if (type instanceof Type.Scalar scalar) {
                return !INCOMPARABLE.contains(scalar.kind());
            }
            return !(type instanceof Type.Array || type instanceof Type.Map || type instanceof Type.Struct);
        }

        private static ColumnKind of(JavaType type) {
            if (type instanceof JavaType.Primitive primitive) {
                return of(primitive.kind());
            }
            if (type instanceof JavaType.Simple simple) {
                return of(simple);
            }
            return type instanceof JavaType.Enumeration ? ENUMERATION : PLAIN;
        }

        private static ColumnKind of(JavaType.Primitive.Kind kind) {
            return switch (kind) {
                case BOOLEAN -> BOOLEAN;
                case BYTE, SHORT, INT, LONG -> INTEGRAL;
                case FLOAT, DOUBLE -> FLOATING;
            };
        }

        private static ColumnKind of(JavaType.Simple simple) {
            return switch (simple) {
                case STRING -> TEXT;
                case BIG_DECIMAL -> DECIMAL;
                case BIG_INTEGER -> LARGE_INTEGER;
                case LOCAL_DATE -> DATE;
                case LOCAL_DATE_TIME -> DATE_TIME;
                case BYTES -> BINARY;
                case JSON, BITMAP, HLL, PERCENTILE, STATE -> PLAIN;
            };
        }

        /** The class of a column, with the enum of its values. */
        ColumnClass column(DeclaredColumn declared, boolean nullable) {
            JavaName enumeration =
                    this == ENUMERATION && declared.type() instanceof JavaType.Enumeration type ? type.name() : null;
            return new ColumnClass(nullable ? nullableColumn : column, enumeration);
        }

        /** The factory method of the descriptor. */
        String factory(boolean nullable) {
            return nullable ? nullableFactory : factory;
        }
    }
}
