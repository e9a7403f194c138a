package dev.cairn.sql.query;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Scalar.Kind;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import dev.cairn.sql.token.TokenKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Parses types and normalizes them to the server's terms, so two spellings of a type are equal afterwards: {@code
 * INTEGER} is {@code int}, {@code STRING} is {@code varchar(65533)}.
 */
public final class TypeParser {
    private static final int DEFAULT_DECIMAL_PRECISION = 10;
    private static final int DEFAULT_DECIMALV2_PRECISION = 9;

    private static final Map<Keyword, Kind> SCALAR_KIND_BY_KEYWORD = indexScalarKinds();

    private final Cursor cursor;

    public TypeParser(Cursor cursor) {
        this.cursor = cursor;
    }

    /**
     * The types of the parameters of a function.
     *
     * @param isVariadic whether the last parameter may be repeated
     */
    public record ParameterTypes(List<Type> types, boolean isVariadic) {}

    /** Parses {@code (INT, VARCHAR, ...)}. */
    public ParameterTypes parseParameterTypes() {
        List<Type> types = new ArrayList<>();
        boolean isVariadic = false;
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        while (cursor.kind() != TokenKind.RIGHT_PARENTHESIS && !isVariadic) {
            if (!types.isEmpty()) {
                cursor.expect(TokenKind.COMMA);
                isVariadic = cursor.accept(TokenKind.ELLIPSIS);
            }
            if (!isVariadic) {
                types.add(parseType());
            }
        }
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return new ParameterTypes(types, isVariadic);
    }

    /** Returns whether a type begins here. */
    public boolean isAtType() {
        Keyword keyword = cursor.keyword();
        return keyword != null
                && switch (keyword) {
                    case ARRAY,
                            MAP,
                            STRUCT,
                            DECIMAL,
                            DECIMALV2,
                            DECIMAL32,
                            DECIMAL64,
                            DECIMAL128,
                            DECIMAL256,
                            NUMERIC,
                            NUMBER,
                            CHAR,
                            VARCHAR,
                            VARBINARY,
                            BINARY,
                            STRING,
                            TEXT -> true;
                    default -> SCALAR_KIND_BY_KEYWORD.containsKey(keyword);
                };
    }

    public Type parseType() {
        cursor.enterLevel();
        Type type = parseTypeWithinLevel();
        cursor.leaveLevel();
        return type;
    }

    private Type parseTypeWithinLevel() {
        Keyword keyword = isAtType() ? cursor.keyword() : null;
        if (keyword == null) {
            throw cursor.expectedError("a type");
        }
        cursor.advance();
        return switch (keyword) {
            case ARRAY -> parseArray();
            case MAP -> parseMap();
            case STRUCT -> parseStruct();
            case CHAR -> new Type.Text(Type.Text.Kind.CHAR, parseLength());
            case VARCHAR -> new Type.Text(Type.Text.Kind.VARCHAR, parseLength());
            case VARBINARY, BINARY -> new Type.Text(Type.Text.Kind.VARBINARY, parseLength());
            case STRING, TEXT -> Type.Text.STRING;
            case DECIMAL, NUMERIC, NUMBER -> parseDecimal(Type.Decimal.Kind.DECIMAL, DEFAULT_DECIMAL_PRECISION, 0);
            case DECIMALV2 -> parseDecimal(Type.Decimal.Kind.DECIMALV2, DEFAULT_DECIMALV2_PRECISION, 0);
            case DECIMAL32 -> parseDecimal(Type.Decimal.Kind.DECIMAL32);
            case DECIMAL64 -> parseDecimal(Type.Decimal.Kind.DECIMAL64);
            case DECIMAL128 -> parseDecimal(Type.Decimal.Kind.DECIMAL128);
            case DECIMAL256 -> parseDecimal(Type.Decimal.Kind.DECIMAL256);
            default -> parseScalar(keyword);
        };
    }

    private Type parseScalar(Keyword keyword) {
        switch (keyword) {
            // The width, as in INT(11), has no meaning.
            case TINYINT, SMALLINT, INT, INTEGER, BIGINT, LARGEINT -> parseLength();
            case SIGNED, UNSIGNED -> {
                if (!cursor.accept(Keyword.INT)) {
                    cursor.accept(Keyword.INTEGER);
                }
            }
            default -> {
                // The other types have no width.
            }
        }
        return new Type.Scalar(Objects.requireNonNull(SCALAR_KIND_BY_KEYWORD.get(keyword)));
    }

    private static Map<Keyword, Kind> indexScalarKinds() {
        Map<Keyword, Kind> scalarKindByKeyword = new EnumMap<>(Keyword.class);
        for (Kind kind : Kind.values()) {
            scalarKindByKeyword.put(Keyword.valueOf(kind.name()), kind);
        }
        // No type is spelled NULL: only an expression has it.
        scalarKindByKeyword.remove(Keyword.NULL);
        scalarKindByKeyword.put(Keyword.INTEGER, Kind.INT);
        // To the server, UNSIGNED is a synonym of INT.
        scalarKindByKeyword.put(Keyword.UNSIGNED, Kind.INT);
        return scalarKindByKeyword;
    }

    /** Parses the length of a type in parentheses; returns {@link Type.Text#UNSPECIFIED_LENGTH} without parentheses. */
    private int parseLength() {
        if (!cursor.accept(TokenKind.LEFT_PARENTHESIS)) {
            return Type.Text.UNSPECIFIED_LENGTH;
        }
        int length = cursor.readInt();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return length;
    }

    /** Parses a type with a storage class. The server's default scale of such a type equals its default precision. */
    private Type parseDecimal(Type.Decimal.Kind kind) {
        return parseDecimal(kind, kind.maxDigits(), kind.maxDigits());
    }

    private Type parseDecimal(Type.Decimal.Kind kind, int defaultPrecision, int defaultScale) {
        if (!cursor.accept(TokenKind.LEFT_PARENTHESIS)) {
            return new Type.Decimal(kind, defaultPrecision, defaultScale);
        }
        int precision = cursor.readInt();
        int scale = cursor.accept(TokenKind.COMMA) ? cursor.readInt() : Math.min(precision, defaultScale);
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return new Type.Decimal(kind, precision, scale);
    }

    /** Parses an array type; the cursor is after the word ARRAY. */
    Type.Array parseArray() {
        cursor.expect(TokenKind.LESS);
        Type elementType = parseType();
        cursor.expect(TokenKind.GREATER);
        return new Type.Array(elementType);
    }

    /** Parses a map type; the cursor is after the word MAP. */
    Type.Map parseMap() {
        cursor.expect(TokenKind.LESS);
        int keyStart = cursor.position();
        Type keyType = parseType();
        if (!mayBeMapKey(keyType)) {
            cursor.recordRefusal(SyntaxRule.INVALID_MAP_KEY_TYPE, cursor.spanSince(keyStart), describeType(keyType));
        }
        cursor.expect(TokenKind.COMMA);
        Type valueType = parseType();
        cursor.expect(TokenKind.GREATER);
        return new Type.Map(keyType, valueType);
    }

    private static boolean mayBeMapKey(Type keyType) {
        if (keyType instanceof Type.Scalar scalarType) {
            return switch (scalarType.kind()) {
                case JSON, BITMAP, HLL, PERCENTILE -> false;
                default -> true;
            };
        }
        return keyType instanceof Type.Text || keyType instanceof Type.Decimal;
    }

    private Type parseStruct() {
        cursor.expect(TokenKind.LESS);
        List<Type.Field> fields = new ArrayList<>();
        Set<String> lowerCaseNames = new HashSet<>();
        do {
            Name name = cursor.readBareName(() -> true);
            String lowerCaseName = name.text().toLowerCase(Locale.ROOT);
            if (!lowerCaseNames.add(lowerCaseName)) {
                cursor.recordRefusal(SyntaxRule.REPEATED_ELEMENT, name.span(), "struct field", lowerCaseName);
            }
            fields.add(new Type.Field(name.text(), parseType()));
        } while (cursor.accept(TokenKind.COMMA));
        cursor.expect(TokenKind.GREATER);
        return new Type.Struct(fields);
    }

    /** Returns the name of a type in the messages of the parser. */
    public static String describeType(Type type) {
        if (type instanceof Type.Scalar scalarType) {
            return scalarType.kind() == Type.Scalar.Kind.SIGNED
                    ? "BIGINT"
                    : scalarType.kind().name();
        }
        if (type instanceof Type.Text textType) {
            return textType.length() == Type.Text.UNSPECIFIED_LENGTH
                    ? textType.kind().name()
                    : textType.kind() + "(" + textType.length() + ")";
        }
        if (type instanceof Type.Decimal decimalType) {
            return decimalType.storageClass() + "(" + decimalType.precision() + "," + decimalType.scale() + ")";
        }
        if (type instanceof Type.Array arrayType) {
            return "ARRAY<" + describeType(arrayType.element()) + ">";
        }
        if (type instanceof Type.Map mapType) {
            return "MAP<" + describeType(mapType.key()) + "," + describeType(mapType.value()) + ">";
        }
        return ((Type.Struct) type)
                .fields().stream()
                        .map(field -> field.name() + " " + describeType(field.type()))
                        .collect(Collectors.joining(", ", "STRUCT<", ">"));
    }
}
