package dev.cairn.processor.generate;

import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.JavaType;
import dev.cairn.sql.ast.Type;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a column can be compared with: its class at run time, and the method that makes one. */
enum ColumnKind {
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

    /** The SQL type decides that values compare with nothing, otherwise the Java type what they compare with. */
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

    /** The class of a column, and whose values it has. */
    ColumnClass column(DeclaredColumn declared, boolean nullable) {
        JavaName enumeration =
                this == ENUMERATION && declared.type() instanceof JavaType.Enumeration type ? type.name() : null;
        return new ColumnClass(nullable ? nullableColumn : column, enumeration);
    }

    /** The method of the descriptor that makes one. */
    String factory(boolean nullable) {
        return nullable ? nullableFactory : factory;
    }
}
