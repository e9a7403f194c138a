package dev.cairn.engine.column;

import dev.cairn.catalog.CatalogRule;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.List;

/**
 * Defines which types a column can have: their depth, lengths and digits, and the types that may be nested in them. The
 * parser accepts more types, because expressions can have them.
 */
public final class TypeRules {
    private static final int MAX_DEPTH = 15;
    private static final int MAX_CHAR_LENGTH = 255;
    private static final int MAX_DECIMALV2_SCALE = 9;

    private TypeRules() {}

    /** Requires that a column can have the type. */
    public static void check(Type type, Span span) {
        if (isTooDeep(type, 0)) {
            throw Refusal.ofAnalysis(span, ColumnRule.TYPE_TOO_DEEP, MAX_DEPTH, formatTruncated(type, 0));
        }
        checkWithComponents(type, span);
        requireReadableFieldNames(type, span);
    }

    /**
     * Requires that the type can be read from the output of SHOW CREATE. The server itself accepts other types, but no
     * later plan could determine what such a column contains.
     */
    public static void requireReadableFieldNames(Type type, Span span) {
        if (hasQuotedFieldName(type) && !isReadableWhenShown(type)) {
            throw Refusal.ofAnalysis(span, ColumnRule.FIELD_NAMES_UNREADABLE, TypeFormat.formatForShowCreate(type));
        }
    }

    private static boolean hasQuotedFieldName(Type type) {
        return !fieldNames(type).stream().allMatch(Name::needsNoBackquotes)
                || !type.allComponentsMatch(componentType -> !hasQuotedFieldName(componentType));
    }

    private static boolean isReadableWhenShown(Type type) {
        try {
            return hasSameFieldNames(type, Sql.parseShownType(TypeFormat.formatForShowCreate(type)));
        } catch (SqlSyntaxException ignored) {
            return false;
        }
    }

    private static boolean hasSameFieldNames(Type type, Type otherType) {
        return fieldNames(type).equals(fieldNames(otherType))
                && (!(type instanceof Type.Nested nestedType)
                        || nestedType.matchesByComponent(otherType, TypeRules::hasSameFieldNames));
    }

    private static List<String> fieldNames(Type type) {
        return type instanceof Type.Struct structType
                ? structType.fields().stream().map(Type.Field::name).toList()
                : List.of();
    }

    /** Returns whether the type is valid for a key column; binary keys are supported since 4.0. */
    public static boolean canBeKey(ServerProfile profile, Type type) {
        boolean isBinary = PrimitiveType.of(type) == PrimitiveType.VARBINARY;
        return PrimitiveType.of(type).canBeKey() && (!isBinary || profile.isAtLeast(ServerProfile.Version.V4_0));
    }

    private static void checkWithComponents(Type type, Span span) {
        if (type instanceof Type.Text text) {
            checkText(text, span);
        } else if (type instanceof Type.Decimal decimalType) {
            checkDecimal(decimalType, span);
        } else if (type instanceof Type.Array arrayType) {
            checkArray(arrayType, span);
        } else if (type instanceof Type.Map mapType) {
            checkMap(mapType, span);
        } else {
            type.componentTypes().forEach(componentType -> checkWithComponents(componentType, span));
        }
    }

    private static void checkText(Type.Text type, Span span) {
        String name = switch (type.kind()) {
            case CHAR -> "Char";
            case VARCHAR -> "Varchar";
            case VARBINARY -> "VARBINARY";
        };
        if (type.length() <= 0 && type.kind() != Type.Text.Kind.VARBINARY) {
            throw Refusal.ofAnalysis(span, CommonRule.MUST_BE_POSITIVE, "The length of " + name);
        }
        int maxLength = type.kind() == Type.Text.Kind.CHAR ? MAX_CHAR_LENGTH : Type.Text.MAX_LENGTH;
        if (type.length() > maxLength) {
            throw Refusal.ofAnalysis(span, ColumnRule.LENGTH_TOO_LARGE, name, maxLength, type.length());
        }
    }

    private static void checkDecimal(Type.Decimal type, Span span) {
        int maxPrecision = type.kind().maxDigits();
        if (type.precision() < 1 || type.precision() > maxPrecision) {
            throw Refusal.ofAnalysis(span, CatalogRule.DECIMAL_PRECISION_OUT_OF_RANGE, maxPrecision, type.precision());
        }
        boolean isDecimalV2 = type.kind() == Type.Decimal.Kind.DECIMALV2;
        int maxScale = isDecimalV2 ? Math.min(MAX_DECIMALV2_SCALE, type.precision()) : type.precision();
        if (type.scale() < 0 || type.scale() > maxScale) {
            throw Refusal.ofAnalysis(span, CatalogRule.DECIMAL_SCALE_OUT_OF_RANGE, maxScale, type.scale());
        }
    }

    private static void checkArray(Type.Array type, Span span) {
        Type innermostType = type.element();
        while (innermostType instanceof Type.Array arrayType) {
            innermostType = arrayType.element();
        }
        checkWithComponents(innermostType, span);
        if (PrimitiveType.of(innermostType).isMetric()) {
            throw Refusal.ofAnalysis(span, ColumnRule.INVALID_TYPE, TypeFormat.formatForShowCreate(type));
        }
    }

    private static void checkMap(Type.Map type, Span span) {
        if (!PrimitiveType.of(type.key()).canBeMapKey()) {
            throw Refusal.ofAnalysis(
                    span, ColumnRule.INVALID_TYPE, TypeFormat.formatForShowCreate(type.key()) + " as key of a MAP");
        }
        checkWithComponents(type.key(), span);
        checkWithComponents(type.value(), span);
    }

    /** Returns whether the type is nested too deeply; the key type of a map does not count. */
    private static boolean isTooDeep(Type type, int depth) {
        if (depth >= MAX_DEPTH) {
            return true;
        }
        return type instanceof Type.Map mapType
                ? isTooDeep(mapType.value(), depth + 1)
                : !type.allComponentsMatch(componentType -> !isTooDeep(componentType, depth + 1));
    }

    /** Returns the text of the type for the error message, truncated at the maximum depth. */
    private static String formatTruncated(Type type, int depth) {
        boolean isAtMaximumDepth = depth >= MAX_DEPTH;
        if (type instanceof Type.Array arrayType) {
            return "array<" + (isAtMaximumDepth ? "..." : formatTruncated(arrayType.element(), depth + 1)) + ">";
        }
        if (type instanceof Type.Map mapType) {
            return "map<"
                    + (isAtMaximumDepth
                            ? "..."
                            : TypeFormat.formatForShowCreate(mapType.key()) + ","
                                    + formatTruncated(mapType.value(), depth + 1))
                    + ">";
        }
        if (type instanceof Type.Struct structType && !isAtMaximumDepth) {
            StringBuilder fields = new StringBuilder();
            for (Type.Field field : structType.fields()) {
                fields.append(fields.length() == 0 ? "" : ", ")
                        .append(field.name())
                        .append(' ');
                fields.append(depth + 1 < MAX_DEPTH ? formatTruncated(field.type(), depth + 1) : "...");
            }
            return "struct<" + fields + ">";
        }
        return type instanceof Type.Struct ? "struct<...>" : TypeFormat.formatForShowCreate(type);
    }
}
