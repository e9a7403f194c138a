package dev.cairn.catalog;

import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Decimal;
import dev.cairn.sql.token.SyntaxRule;

/**
 * Converts declared types to stored types: a decimal gets its storage class, SIGNED becomes an integer type, and the
 * VARCHAR of a column gets a length. Like the server, it refuses an invalid type before any other part of the statement
 * is checked.
 */
public final class StoredTypeConverter {
    private static final int SUM_PRECISION = Decimal.Kind.DECIMAL128.maxDigits();
    private static final Type QUERY_TEXT_TYPE = new Type.Text(Type.Text.Kind.VARCHAR, Type.Text.MAX_LENGTH);
    private static final Type QUERY_DECIMAL_TYPE = new Decimal(Decimal.Kind.DECIMAL128, SUM_PRECISION, 9);

    private StoredTypeConverter() {}

    /**
     * Returns the type of a column. A CHAR or VARCHAR without a length gets the length 1, and a VARBINARY the maximum
     * length (since 4.0). Missing lengths inside nested types stay missing.
     *
     * @throws Refusal if the server does not have the type
     */
    public static Type convertForColumn(ServerProfile profile, Type type, Span span) {
        Type convertedType = convert(profile, type, span);
        if (!(convertedType instanceof Type.Text textType) || textType.length() > 0) {
            return convertedType;
        }
        if (textType.kind() != Type.Text.Kind.VARBINARY) {
            return new Type.Text(textType.kind(), 1);
        }
        boolean getsMaxLength = textType.length() == Type.Text.UNSPECIFIED_LENGTH && profile.isAtLeast(Version.V4_0);
        return getsMaxLength ? new Type.Text(textType.kind(), Type.Text.MAX_LENGTH) : textType;
    }

    /**
     * Returns the type of a value. Missing lengths stay missing.
     *
     * @throws Refusal if the server does not have the type
     */
    public static Type convert(ServerProfile profile, Type type, Span span) {
        if (type instanceof Decimal decimalType) {
            return convertDecimal(profile, decimalType, span);
        }
        if (type instanceof Type.Scalar scalarType
                && scalarType.kind() == Type.Scalar.Kind.VARIANT
                && !profile.isAtLeast(Version.V4_1)) {
            throw Refusal.ofSyntax(span, SyntaxRule.NEWER_THAN_SERVER, "VARIANT", Version.V4_1);
        }
        if (type instanceof Type.Scalar scalarType && scalarType.kind() == Type.Scalar.Kind.SIGNED) {
            return new Type.Scalar(profile.isAtLeast(Version.V4_0) ? Type.Scalar.Kind.BIGINT : Type.Scalar.Kind.INT);
        }
        return type.mapComponentTypes(componentType -> convert(profile, componentType, span));
    }

    /**
     * Returns the type of a SUM column. A sum of decimals becomes a DECIMAL128 with 38 digits, which avoids an
     * overflow.
     */
    public static Type convertForSum(Type type) {
        return type instanceof Decimal decimalType && decimalType.kind() != Decimal.Kind.DECIMALV2
                ? new Decimal(Decimal.Kind.DECIMAL128, SUM_PRECISION, decimalType.scale())
                : type;
    }

    /**
     * Returns the type of a stored column that holds the results of a query. Texts get the maximum length, binaries get
     * none, and a column that is always NULL becomes a VARCHAR. The same applies inside nested types.
     */
    public static Type convertForQueryResult(Type type) {
        return convertForQueryResult(type, false);
    }

    /**
     * Returns the type of a column of a table that holds the results of a query. It differs from
     * {@link #convertForQueryResult} in that floating-point numbers become DECIMAL(38, 9).
     */
    public static Type convertForCreateTableAsSelect(Type type) {
        return convertForQueryResult(type, true);
    }

    private static Type convertForQueryResult(Type type, boolean convertsFloatsToDecimals) {
        return switch (PrimitiveType.of(type)) {
            case CHAR, VARCHAR, NULL_TYPE -> QUERY_TEXT_TYPE;
            case FLOAT, DOUBLE -> convertsFloatsToDecimals ? QUERY_DECIMAL_TYPE : type;
            case VARBINARY -> new Type.Text(Type.Text.Kind.VARBINARY, Type.Text.UNSPECIFIED_LENGTH);
            default ->
                type.mapComponentTypes(componentType -> convertForQueryResult(componentType, convertsFloatsToDecimals));
        };
    }

    private static Decimal convertDecimal(ServerProfile profile, Decimal decimalType, Span span) {
        if (decimalType.kind() == Decimal.Kind.DECIMALV2) {
            return decimalType;
        }
        boolean supportsDecimal256 = profile.isAtLeast(Version.V4_0);
        if (decimalType.kind() == Decimal.Kind.DECIMAL256 && !supportsDecimal256) {
            throw Refusal.ofSyntax(span, SyntaxRule.NEWER_THAN_SERVER, "DECIMAL256", Version.V4_0);
        }
        Decimal.Kind kind = decimalType.kind() == Decimal.Kind.DECIMAL
                ? Decimal.Kind.of(
                        supportsDecimal256
                                ? decimalType.precision()
                                : Math.min(decimalType.precision(), Decimal.Kind.DECIMAL128.maxDigits()))
                : decimalType.kind();
        int maxPrecision = kind.maxDigits();
        if (decimalType.precision() > maxPrecision) {
            throw Refusal.ofExecution(
                    span, CatalogRule.DECIMAL_PRECISION_OUT_OF_RANGE, maxPrecision, decimalType.precision());
        }
        if (decimalType.scale() > decimalType.precision()) {
            throw Refusal.ofExecution(
                    span, CatalogRule.DECIMAL_SCALE_OUT_OF_RANGE, decimalType.precision(), decimalType.scale());
        }
        // The server stores DECIMAL(0) as if it were DECIMAL(1).
        return new Decimal(kind, Math.max(decimalType.precision(), 1), decimalType.scale());
    }
}
