package dev.cairn.engine.cluster;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Scalar;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A column of an Iceberg table. It is rendered as a column definition without the name:
 * {@code bigint(20) NOT NULL COMMENT "key"}.
 *
 * @param comment empty for a column without a comment
 */
record IcebergColumn(Type type, boolean isNullable, String comment) {
    /** The length that the server gives character types in external catalogs. */
    private static final int MAX_EXTERNAL_TEXT_LENGTH = 1 << 30;

    private static final Type QUERIED_TEXT_TYPE = new Type.Text(Type.Text.Kind.VARCHAR, MAX_EXTERNAL_TEXT_LENGTH);
    private static final Type BINARY_TYPE = new Type.Text(Type.Text.Kind.VARBINARY, Type.Text.UNSPECIFIED_LENGTH);
    /** The parser and the renderer of column definitions need a name, which does not occur in the text. */
    private static final Name DUMMY_NAME = Name.of("c");

    /**
     * Returns the column of a definition without a name.
     *
     * @throws SqlSyntaxException if StarRocks can't parse the definition
     */
    static IcebergColumn parse(String definition) {
        ColumnDefinition columnDefinition = Sql.parseColumn(DUMMY_NAME, definition);
        String comment = columnDefinition.comment() == null ? "" : columnDefinition.comment();
        return of(columnDefinition.type(), !Boolean.FALSE.equals(columnDefinition.nullable()), comment);
    }

    /** Returns the column of a stored definition; empty if StarRocks has no name for its type. */
    static Optional<IcebergColumn> tryParse(String definition) {
        try {
            return Optional.of(parse(definition));
        } catch (SqlSyntaxException ignored) {
            return Optional.empty();
        }
    }

    /** Returns the column that DESC shows; empty if StarRocks has no name for its type. */
    static Optional<IcebergColumn> tryParseDescribed(String typeText, boolean isNullable, String comment) {
        try {
            return Optional.of(of(Sql.parseShownType(typeText), isNullable, comment));
        } catch (SqlSyntaxException ignored) {
            return Optional.empty();
        }
    }

    IcebergColumn withNull() {
        return new IcebergColumn(type, true, comment);
    }

    private static IcebergColumn of(@Nullable Type type, boolean isNullable, String comment) {
        if (type == null) {
            throw new IllegalArgumentException("a column without a type");
        }
        return new IcebergColumn(toStoredType(type), isNullable, comment);
    }

    /** Returns the type as Iceberg stores it; a type that Iceberg can't store is unchanged. */
    private static Type toStoredType(Type type) {
        if (type instanceof Type.Text text) {
            return text.kind() == Type.Text.Kind.VARBINARY ? BINARY_TYPE : Type.Text.STRING;
        }
        if (type instanceof Type.Decimal decimal) {
            return new Type.Decimal(Type.Decimal.Kind.DECIMAL, decimal.precision(), decimal.scale());
        }
        if (type instanceof Scalar scalar) {
            return switch (scalar.kind()) {
                case TINYINT, SMALLINT -> new Scalar(Scalar.Kind.INT);
                case SIGNED -> new Scalar(Scalar.Kind.BIGINT);
                default -> type;
            };
        }
        return type.mapComponentTypes(IcebergColumn::toStoredType);
    }

    /** Returns the type with which queries read the column; all character types have the maximum length. */
    Type queriedType() {
        return toQueriedType(type);
    }

    private static Type toQueriedType(Type type) {
        return type instanceof Type.Text text && text.kind() != Type.Text.Kind.VARBINARY
                ? QUERIED_TEXT_TYPE
                : type.mapComponentTypes(IcebergColumn::toQueriedType);
    }

    /** Returns the type that Iceberg can't store, as the server names it; empty if Iceberg can store the column. */
    Optional<String> findUnsupportedTypeName() {
        return findUnsupportedTypeName(type);
    }

    private static Optional<String> findUnsupportedTypeName(Type type) {
        if (type instanceof Scalar scalar) {
            return switch (scalar.kind()) {
                case BOOLEAN, INT, BIGINT, FLOAT, DOUBLE, DATE, DATETIME, TIME, VARIANT -> Optional.empty();
                default -> Optional.of(scalar.kind().name());
            };
        }
        if (type instanceof Type.Decimal decimal) {
            return decimal.precision() > Type.Decimal.Kind.DECIMAL128.maxDigits()
                    ? Optional.of("DECIMAL256")
                    : Optional.empty();
        }
        return type.componentTypes().stream()
                .flatMap(component -> findUnsupportedTypeName(component).stream())
                .findFirst();
    }

    boolean isScalar() {
        return !type.isNested();
    }

    /** Returns whether the values have an order. */
    boolean isOrdered() {
        return isScalar() && !hasKind(Scalar.Kind.VARIANT);
    }

    boolean containsVariant() {
        return containsVariant(type);
    }

    private static boolean containsVariant(Type type) {
        return (type instanceof Scalar scalar && scalar.kind() == Scalar.Kind.VARIANT)
                || type.componentTypes().stream().anyMatch(IcebergColumn::containsVariant);
    }

    /** Returns whether existing values of this column can be read as the type of another column. */
    boolean mayBePromotedTo(IcebergColumn newColumn) {
        if (type.equals(newColumn.type)) {
            return true;
        }
        if (type instanceof Type.Decimal decimal && newColumn.type instanceof Type.Decimal newDecimal) {
            return decimal.scale() == newDecimal.scale() && decimal.precision() <= newDecimal.precision();
        }
        return (hasKind(Scalar.Kind.INT) && newColumn.hasKind(Scalar.Kind.BIGINT))
                || (hasKind(Scalar.Kind.FLOAT) && newColumn.hasKind(Scalar.Kind.DOUBLE));
    }

    boolean hasKind(Scalar.Kind kind) {
        return type instanceof Scalar scalar && scalar.kind() == kind;
    }

    /** Returns the name of the type in messages of Iceberg: {@code long}. */
    String icebergTypeName() {
        if (type instanceof Type.Decimal decimal) {
            return "decimal(" + decimal.precision() + ", " + decimal.scale() + ")";
        }
        if (type instanceof Type.Text text) {
            return text.kind() == Type.Text.Kind.VARBINARY ? "binary" : "string";
        }
        return type instanceof Scalar scalar
                ? switch (scalar.kind()) {
                    case BIGINT -> "long";
                    case DATETIME -> "timestamp";
                    default -> scalar.kind().name().toLowerCase(Locale.ROOT);
                }
                : Sql.render(type);
    }

    String render() {
        return Sql.renderDefinition(ColumnDefinition.of(DUMMY_NAME, type, Span.NONE)
                .withNullable(isNullable ? null : false)
                .withComment(comment.isEmpty() ? null : comment));
    }
}
