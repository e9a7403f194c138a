package dev.cairn.processor.generate;

import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.JavaType;
import dev.cairn.sql.ast.Type;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The kinds of columns, by the comparisons that their values support; each kind has a class of the runtime. */
enum ColumnKind {
    PLAIN("Column"),
    EQUALITY("EqualityColumn"),
    ORDERED("OrderedColumn"),
    TEXT("TextColumn"),
    NUMBER("NumberColumn"),
    INT("IntColumn"),
    LONG("LongColumn"),
    DOUBLE("DoubleColumn");

    private static final Set<Type.Scalar.Kind> INCOMPARABLE_KINDS = Set.of(
            Type.Scalar.Kind.JSON,
            Type.Scalar.Kind.BITMAP,
            Type.Scalar.Kind.HLL,
            Type.Scalar.Kind.PERCENTILE,
            Type.Scalar.Kind.VARIANT);

    private final String simpleName;

    ColumnKind(String simpleName) {
        this.simpleName = simpleName;
    }

    /**
     * Returns the kind of a column: the SQL type decides whether the values are comparable, and the Java type decides
     * with which Java values they are compared.
     */
    static ColumnKind of(DeclaredColumn column) {
        Type type = column.definition().type();
        if (!isComparable(type)) {
            return PLAIN;
        }
        ColumnKind kind = ofJavaType(column.javaType());
        return kind == INT || kind == LONG ? toIntegerKind(type, kind) : kind;
    }

    private static boolean isComparable(@Nullable Type type) {
        if (type instanceof Type.Scalar scalarType) {
            return !INCOMPARABLE_KINDS.contains(scalarType.kind());
        }
        return type == null || !type.isNested();
    }

    /** Returns the kind for the range of the SQL type, which may differ from the range of the Java type. */
    private static ColumnKind toIntegerKind(@Nullable Type type, ColumnKind javaKind) {
        if (type instanceof Type.Scalar scalarType) {
            return switch (scalarType.kind()) {
                case TINYINT, SMALLINT, INT -> INT;
                case BIGINT -> LONG;
                default -> javaKind;
            };
        }
        return javaKind;
    }

    private static ColumnKind ofJavaType(JavaType type) {
        if (type instanceof JavaType.Primitive primitive) {
            return switch (primitive.kind()) {
                case BOOLEAN -> EQUALITY;
                case BYTE, SHORT, INT -> INT;
                case LONG -> LONG;
                case FLOAT, DOUBLE -> DOUBLE;
            };
        }
        if (type instanceof JavaType.Simple simpleType) {
            return switch (simpleType) {
                case STRING -> TEXT;
                case BIG_DECIMAL, BIG_INTEGER -> NUMBER;
                case LOCAL_DATE, LOCAL_DATE_TIME -> ORDERED;
                case BYTES -> EQUALITY;
                case JSON, BITMAP, HLL, PERCENTILE, STATE -> PLAIN;
            };
        }
        return type instanceof JavaType.Enumeration ? EQUALITY : PLAIN;
    }

    /** Returns the class of a column with values of a Java type. */
    RuntimeColumnClass toRuntimeColumnClass(JavaType type, boolean isNullable) {
        boolean isGeneric = this == EQUALITY || this == ORDERED || this == NUMBER;
        return new RuntimeColumnClass(simpleName, isNullable, isGeneric ? type : null);
    }
}
