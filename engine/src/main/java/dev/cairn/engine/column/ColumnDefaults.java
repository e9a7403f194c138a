package dev.cairn.engine.column;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.JsonDefaultSyntax;
import dev.cairn.engine.value.LiteralValueParser;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Defines which defaults a column of a type can have, and how they are stored: the server normalizes a default when it
 * creates the column, and SHOW CREATE prints the normalized one.
 */
final class ColumnDefaults {
    private static final int UUID_LENGTH = 36;
    private static final String NOW_FUNCTION = "now";
    private static final String CURRENT_TIMESTAMP_FUNCTION = "current_timestamp";
    private static final String UUID_FUNCTION = "uuid";
    private static final String NUMERIC_UUID_FUNCTION = "uuid_numeric";

    private final ServerProfile profile;
    private final ColumnDefinition definition;
    private final Type type;

    private ColumnDefaults(ServerProfile profile, ColumnDefinition definition, Type type) {
        this.profile = profile;
        this.definition = definition;
        this.type = type;
    }

    /** Refuses a default that the server refuses; the type is the stored one. */
    static void check(ServerProfile profile, ColumnDefinition definition, Type type) {
        ColumnDefault defaultValue = definition.defaultValue();
        if (defaultValue == null) {
            return;
        }
        try {
            new ColumnDefaults(profile, definition, type).check(defaultValue);
        } catch (InvalidValueException failure) {
            throw Refusal.ofWrapped(
                            definition.span(),
                            ColumnRule.INVALID_DEFAULT_WITH_REASON,
                            failure.rule(),
                            failure.arguments())
                    .withErrorNumberOf(failure.rule());
        }
    }

    /**
     * Returns the default that the server stores; null if it stores none. It stores neither DEFAULT NULL nor a default
     * of a metric type, because metric types have a fixed implicit default.
     */
    static @Nullable ColumnDefault toStoredDefault(
            ServerProfile profile, @Nullable ColumnDefault defaultValue, Type type) {
        if (defaultValue == null
                || defaultValue instanceof ColumnDefault.NullDefault
                || PrimitiveType.of(type).isMetric()) {
            return null;
        }
        if (defaultValue instanceof ColumnDefault.TextDefault textDefault
                && PrimitiveType.of(type) == PrimitiveType.BOOLEAN) {
            return normalizeBoolean(textDefault);
        }
        if (defaultValue instanceof ColumnDefault.FunctionDefault functionDefault) {
            return toStoredFunctionDefault(
                    functionDefault.name().lastPart().text().toLowerCase(Locale.ROOT), defaultValue);
        }
        if (defaultValue instanceof ColumnDefault.CurrentTimestamp currentTimestamp) {
            return currentTimestamp.precision() == null
                    ? new ColumnDefault.CurrentTimestamp(null, false)
                    : currentTimestamp;
        }
        return defaultValue instanceof ColumnDefault.ComputedDefault computedDefault
                ? toStoredComputedDefault(profile, computedDefault, type)
                : defaultValue;
    }

    private static @Nullable ColumnDefault toStoredComputedDefault(
            ServerProfile profile, ColumnDefault.ComputedDefault computedDefault, Type type) {
        Expression expression = computedDefault.expression().unwrap();
        if (expression instanceof Expression.NullLiteral) {
            return null;
        }
        if (expression instanceof Expression.Call call && !ComplexDefaults.isComplexDefault(call)) {
            return toStoredFunctionDefault(CallRewrites.lowerCaseName(call), computedDefault);
        }
        return new ColumnDefault.ComputedDefault(
                ComplexDefaults.convertNumbers(ExpressionPrintStyle.BARE.toStored(profile, expression), type));
    }

    private static ColumnDefault toStoredFunctionDefault(String functionName, ColumnDefault declaredDefault) {
        return switch (functionName) {
            case NOW_FUNCTION, CURRENT_TIMESTAMP_FUNCTION -> new ColumnDefault.CurrentTimestamp(null, false);
            case UUID_FUNCTION, NUMERIC_UUID_FUNCTION ->
                new ColumnDefault.FunctionDefault(new QualifiedName(List.of(Name.ofUnquoted(functionName, Span.NONE))));
            default -> declaredDefault;
        };
    }

    private static ColumnDefault normalizeBoolean(ColumnDefault.TextDefault textDefault) {
        return switch (textDefault.value().toLowerCase(Locale.ROOT)) {
            case "true" -> new ColumnDefault.TextDefault("1");
            case "false" -> new ColumnDefault.TextDefault("0");
            default -> textDefault;
        };
    }

    /**
     * Checks a default.
     *
     * @throws InvalidValueException with the reason that the server gives in its message about an invalid default
     * @throws Refusal if the server gives another message
     */
    private void check(ColumnDefault defaultValue) throws InvalidValueException {
        if (defaultValue instanceof ColumnDefault.TextDefault textDefault) {
            checkTextDefault(textDefault.value());
        } else if (defaultValue instanceof ColumnDefault.FunctionDefault functionDefault) {
            checkFunctionDefault(functionDefault.name().lastPart().text());
        } else if (defaultValue instanceof ColumnDefault.CurrentTimestamp) {
            checkFunctionDefault(CURRENT_TIMESTAMP_FUNCTION);
        } else if (defaultValue instanceof ColumnDefault.ComputedDefault computedDefault) {
            checkComputedDefault(computedDefault.expression().unwrap());
        }
    }

    private void checkTextDefault(String text) throws InvalidValueException {
        if (type.isNested()) {
            throw new InvalidValueException(
                    ColumnRule.DEFAULT_UNSUPPORTED_FOR_TYPE,
                    TypeFormat.formatForMessages(type),
                    profile.isAtLeast(Version.V4_0) ? " as a text; write an expression: [], map{} or row()" : "");
        }
        PrimitiveType primitive = PrimitiveType.of(type);
        switch (primitive) {
            case TINYINT, SMALLINT, INT, BIGINT -> LiteralValueParser.parseInteger(text, type);
            case LARGEINT -> LiteralValueParser.parseLargeInteger(text);
            case DATE, DATETIME -> LiteralValueParser.parseDateTime(text);
            case BOOLEAN -> LiteralValueParser.parseBoolean(text);
            case FLOAT, DOUBLE -> LiteralValueParser.requireFiniteDouble(text);
            case DECIMALV2, DECIMAL32, DECIMAL64, DECIMAL128, DECIMAL256 ->
                requireFittingDecimal((Type.Decimal) type, text);
            case CHAR, VARCHAR -> requireFittingLength(text);
            case HLL, BITMAP, VARBINARY -> checkBinaryDefault(text);
            case JSON -> checkJsonDefault(text);
            default ->
                throw new InvalidValueException(
                        ColumnRule.DEFAULT_UNSUPPORTED_FOR_TYPE, TypeFormat.formatForMessages(type), "");
        }
    }

    private void requireFittingDecimal(Type.Decimal decimalType, String text) throws InvalidValueException {
        BigDecimal value = LiteralValueParser.parseDecimal(text);
        if (LiteralValueParser.fits(value, decimalType)) {
            return;
        }
        Object[] arguments = {TypeFormat.formatForMessages(type), value.toPlainString()};
        if (profile.isAtLeast(Version.V4_0)) {
            throw Refusal.ofSyntax(definition.span(), ColumnRule.DEFAULT_TOO_LARGE, arguments);
        }
        throw new InvalidValueException(ColumnRule.DEFAULT_TOO_LARGE, arguments);
    }

    /**
     * Requires that a default is short enough. The server counts the length of a default in UTF-16 units, unlike all
     * other lengths, which are in bytes.
     */
    private void requireFittingLength(String text) throws InvalidValueException {
        if (text.length() > ((Type.Text) type).length()) {
            throw new InvalidValueException(ColumnRule.DEFAULT_TOO_LARGE, TypeFormat.formatForMessages(type), text);
        }
    }

    private void checkBinaryDefault(String text) throws InvalidValueException {
        if (!profile.isAtLeast(Version.V4_0)) {
            if (PrimitiveType.of(type).isMetric()) {
                throw Refusal.ofAnalysis(definition.span(), ColumnRule.INVALID_DEFAULT, definition.name());
            }
            throw new InvalidValueException(
                    ColumnRule.DEFAULT_UNSUPPORTED_FOR_TYPE, TypeFormat.formatForMessages(type), "");
        }
        if (!text.isEmpty()) {
            throw new InvalidValueException(
                    ColumnRule.DEFAULT_UNSUPPORTED_FOR_TYPE, TypeFormat.formatForMessages(type), " other than \"\"");
        }
    }

    private void checkJsonDefault(String text) throws InvalidValueException {
        if (!profile.isAtLeast(Version.V4_0)) {
            throw new InvalidValueException(ColumnRule.DEFAULT_UNSUPPORTED_FOR_TYPE, "JSON", "");
        }
        if (!JsonDefaultSyntax.accepts(text)) {
            throw new InvalidValueException(ColumnRule.DEFAULT_NOT_JSON, text);
        }
    }

    private void checkFunctionDefault(String functionName) throws InvalidValueException {
        switch (functionName.toLowerCase(Locale.ROOT)) {
            case CURRENT_TIMESTAMP_FUNCTION -> {} // the server accepts this spelling for every type
            case NOW_FUNCTION -> requireType(functionName, PrimitiveType.DATETIME);
            case UUID_FUNCTION -> {
                requireType(functionName, PrimitiveType.VARCHAR);
                if (((Type.Text) type).length() < UUID_LENGTH) {
                    throw new InvalidValueException(
                            ColumnRule.DEFAULT_UNSUPPORTED_FOR_TYPE,
                            "VARCHAR with a length of less than " + UUID_LENGTH,
                            " by " + functionName + "()");
                }
            }
            case NUMERIC_UUID_FUNCTION -> requireType(functionName, PrimitiveType.LARGEINT);
            default -> throw new InvalidValueException(ColumnRule.DEFAULT_EXPRESSION_UNSUPPORTED, functionName);
        }
    }

    private void requireType(String functionName, PrimitiveType primitive) throws InvalidValueException {
        if (PrimitiveType.of(type) != primitive) {
            throw new InvalidValueException(
                    ColumnRule.DEFAULT_UNSUPPORTED_FOR_TYPE,
                    TypeFormat.formatForMessages(type),
                    " by " + functionName.toLowerCase(Locale.ROOT) + "()");
        }
    }

    private void checkComputedDefault(Expression expression) throws InvalidValueException {
        if (!profile.isAtLeast(Version.V4_0)) {
            throw Refusal.ofSyntax(expression.span(), ColumnRule.DEFAULT_NOT_READABLE, definition.name());
        }
        if (ComplexDefaults.isComplexDefault(expression)) {
            ComplexDefaults.check(expression, type);
        } else if (expression instanceof Expression.Call call) {
            checkFunctionDefault(call.function().lastPart().text());
        } else if (!(expression instanceof Expression.NullLiteral)) {
            throw new InvalidValueException(ColumnRule.DEFAULT_EXPRESSION_UNSUPPORTED, Sql.render(expression));
        }
    }
}
