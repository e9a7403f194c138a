package dev.cairn.engine.column;

import dev.cairn.analysis.function.AggregateState;
import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.StoredTypes;
import dev.cairn.catalog.TypeText;
import dev.cairn.engine.context.NameRules;
import dev.cairn.engine.expression.ExpressionNormalization;
import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.JsonReader;
import dev.cairn.engine.value.LiteralValues;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Aggregation;
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
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Converts a column definition to the column that the server stores, and applies the checks that concern the column
 * alone.
 */
public final class ColumnAnalysis {
    private static final String ONLY_CHARSET = "utf8";
    private static final String KNOWN_CHARSET = "gbk";

    private ColumnAnalysis() {}

    /** The declared type in the server's terms. It is not validated yet, except that such a type can exist at all. */
    public static Type type(ServerProfile profile, ColumnDefinition definition) {
        Type declared = definition.type();
        if (definition.aggregation() instanceof Aggregation.State state) {
            AggregateState resolved = state(profile, state, definition.span());
            return declared == null
                    ? StoredTypes.ofQuery(resolved.type(), false)
                    : StoredTypes.of(profile, declared, definition.span());
        }
        if (declared == null) {
            throw Refusal.analysis(definition.span(), ColumnRule.NO_NAME_OR_TYPE);
        }
        return StoredTypes.ofColumn(profile, declared, definition.span());
    }

    private static AggregateState state(ServerProfile profile, Aggregation.State state, Span at) {
        List<Type> arguments = state.arguments().stream()
                .map(argument -> StoredTypes.of(profile, argument.type(), at))
                .toList();
        return AggregateState.of(state, arguments, at, profile.version());
    }

    /**
     * Checks the definition and returns the column. The column has the aggregation of its role; for UNIQUE and PRIMARY
     * KEY tables the caller removes the implicit one.
     */
    public static Column of(ServerProfile profile, ColumnDefinition definition, Type declared, ColumnRole role) {
        checkName(profile, definition, role);
        checkCharset(definition, declared);
        Aggregation aggregation = stored(profile, role.aggregation(), definition.span());
        Type type = aggregation == Aggregation.Function.SUM ? StoredTypes.ofSum(declared) : declared;
        TypeRules.check(type, definition.span());
        if (role.key() && !TypeRules.canBeKey(profile, type)) {
            boolean floating = PrimitiveType.of(type).isFloatingPoint();
            throw Refusal.analysis(
                    definition.span(),
                    floating ? ColumnRule.FLOATING_POINT_KEY : ColumnRule.KEY_TYPE,
                    definition.name(),
                    TypeText.named(type));
        }
        checkAggregation(profile, definition, type, role);
        checkDefault(profile, definition, type, role);
        return new Column(
                definition.name().text(),
                definition.name().text(),
                type,
                role.key(),
                aggregation,
                isNullable(definition, role) || aggregation == Aggregation.Function.REPLACE_IF_NOT_NULL,
                ColumnDefaults.stored(profile, definition.defaultValue(), type),
                definition.autoIncrement(),
                definition.generated(),
                definition.comment() == null ? "" : definition.comment());
    }

    /** The server stores the name of a state's function and the types of its arguments, but not whether they may be NULL. */
    private static @Nullable Aggregation stored(ServerProfile profile, @Nullable Aggregation declared, Span at) {
        if (!(declared instanceof Aggregation.State state)) {
            return declared;
        }
        return new Aggregation.State(
                state.function().toLowerCase(Locale.ROOT),
                state.arguments().stream()
                        .map(argument -> new Aggregation.Argument(StoredTypes.of(profile, argument.type(), at), null))
                        .toList());
    }

    /**
     * Whether the column is declared nullable. REPLACE_IF_NOT_NULL later makes a column nullable regardless of its
     * declaration.
     */
    static boolean isNullable(ColumnDefinition definition, ColumnRole role) {
        if (definition.aggregation() instanceof Aggregation.State state) {
            return AggregateState.isNullable(state.function());
        }
        Boolean declared = definition.nullable();
        if (declared != null) {
            return declared;
        }
        return !role.primaryKey() && !definition.autoIncrement();
    }

    private static void checkName(ServerProfile profile, ColumnDefinition definition, ColumnRole role) {
        String name = definition.name().text();
        if (role.partition()) {
            NameRules.checkPartitionColumn(profile, name, definition.name().span());
        } else {
            NameRules.checkColumn(profile, name, definition.name().span());
        }
    }

    private static void checkCharset(ColumnDefinition definition, Type type) {
        Name declared = definition.charset();
        if (declared == null || declared.text().equalsIgnoreCase(ONLY_CHARSET)) {
            return;
        }
        String charset = declared.text().toLowerCase(Locale.ROOT);
        PrimitiveType primitive = PrimitiveType.of(type);
        if (primitive != PrimitiveType.INVALID_TYPE && !primitive.isCharacters() && primitive != PrimitiveType.HLL) {
            throw Refusal.analysis(declared.span(), ColumnRule.CHARSET_OUTSIDE_VARCHAR);
        }
        throw Refusal.analysis(
                declared.span(),
                charset.equals(KNOWN_CHARSET) ? ColumnRule.CHARSET_UNSUPPORTED : ColumnRule.CHARSET_UNKNOWN,
                charset);
    }

    private static void checkAggregation(
            ServerProfile profile, ColumnDefinition definition, Type type, ColumnRole role) {
        Aggregation aggregation = role.aggregation();
        if (aggregation == null) {
            if (PrimitiveType.of(type).isMetric()) {
                throw Refusal.analysis(definition.span(), ColumnRule.NO_AGGREGATE_FUNCTION, definition.name());
            }
            return;
        }
        String name = aggregation instanceof Aggregation.Function function ? function.name() : "AGG_STATE_UNION";
        if (role.key()) {
            throw Refusal.analysis(definition.span(), ColumnRule.AGGREGATE_FUNCTION_OF_KEY, name, definition.name());
        }
        if (aggregation instanceof Aggregation.Function function
                && !PrimitiveType.of(type).supports(function)) {
            throw Refusal.analysis(definition.span(), ColumnRule.AGGREGATE_FUNCTION_INVALID, name, definition.name());
        }
        if (aggregation instanceof Aggregation.State state) {
            AggregateState resolved = state(profile, state, definition.span());
            if (!Casts.keepsAll(resolved.type(), type)) {
                throw Refusal.analysis(
                        definition.span(),
                        ColumnRule.STATE_RESULT_INCOMPATIBLE,
                        name,
                        definition.name(),
                        TypeText.named(type),
                        TypeText.named(resolved.result()));
            }
        }
    }

    private static void checkDefault(ServerProfile profile, ColumnDefinition definition, Type type, ColumnRole role) {
        @Nullable ColumnDefault value = definition.defaultValue();
        boolean ofState = definition.aggregation() instanceof Aggregation.State && value != null;
        if (ofState || (value instanceof ColumnDefault.Null && !isNullable(definition, role))) {
            throw Refusal.analysis(definition.span(), ColumnRule.INVALID_DEFAULT, definition.name());
        }
        ColumnDefaults.check(profile, definition, type);
    }

    /** Defines which defaults a column of a type can have, and how they are stored. */
    private static final class ColumnDefaults {
        private static final int UUID_LENGTH = 36;
        private static final String NOW = "now";

        private final ServerProfile profile;
        private final ColumnDefinition column;
        private final Type type;

        private ColumnDefaults(ServerProfile profile, ColumnDefinition column, Type type) {
            this.profile = profile;
            this.column = column;
            this.type = type;
        }

        /** Refuses a default that the server refuses; the type is the stored one. */
        static void check(ServerProfile profile, ColumnDefinition column, Type type) {
            ColumnDefault value = column.defaultValue();
            if (value == null) {
                return;
            }
            try {
                new ColumnDefaults(profile, column, type).check(value);
            } catch (InvalidValueException e) {
                throw Refusal.analysis(column.span(), ColumnRule.INVALID_DEFAULT_VALUE, column.name(), e.problem())
                        .numberedAs(e.rule());
            }
        }

        /**
         * The default that is stored. DEFAULT NULL is stored as no default; metric types have a fixed implicit default.
         */
        static @Nullable ColumnDefault stored(ServerProfile profile, @Nullable ColumnDefault value, Type type) {
            if (value == null
                    || value instanceof ColumnDefault.Null
                    || PrimitiveType.of(type).isMetric()) {
                return null;
            }
            if (value instanceof ColumnDefault.Text text && PrimitiveType.of(type) == PrimitiveType.BOOLEAN) {
                return truth(text);
            }
            if (value instanceof ColumnDefault.Function function) {
                return stored(function.name().last().text().toLowerCase(Locale.ROOT), value);
            }
            if (value instanceof ColumnDefault.CurrentTimestamp now) {
                return now.precision() == null ? new ColumnDefault.CurrentTimestamp(null, false) : now;
            }
            return value instanceof ColumnDefault.Computed computed ? stored(profile, computed) : value;
        }

        private static @Nullable ColumnDefault stored(ServerProfile profile, ColumnDefault.Computed computed) {
            Expression expression = ungrouped(computed.expression());
            if (expression instanceof Expression.Null) {
                return null;
            }
            if (expression instanceof Expression.Call call && !ComplexDefaults.is(call)) {
                return stored(call.function().last().text().toLowerCase(Locale.ROOT), computed);
            }
            return new ColumnDefault.Computed(ExpressionPrintStyle.BARE.stored(profile, expression));
        }

        private static ColumnDefault stored(String function, ColumnDefault otherwise) {
            return switch (function) {
                case NOW, "current_timestamp" -> new ColumnDefault.CurrentTimestamp(null, false);
                case "uuid", "uuid_numeric" ->
                    new ColumnDefault.Function(new QualifiedName(List.of(new Name(function, false, Span.NONE))));
                default -> otherwise;
            };
        }

        private static ColumnDefault truth(ColumnDefault.Text text) {
            return switch (text.value().toLowerCase(Locale.ROOT)) {
                case "true" -> new ColumnDefault.Text("1");
                case "false" -> new ColumnDefault.Text("0");
                default -> text;
            };
        }

        private void check(ColumnDefault value) throws InvalidValueException {
            if (value instanceof ColumnDefault.Text text) {
                checkText(text.value());
            } else if (value instanceof ColumnDefault.Function function) {
                checkFunction(function.name().last().text());
            } else if (value instanceof ColumnDefault.CurrentTimestamp) {
                checkFunction("current_timestamp");
            } else if (value instanceof ColumnDefault.Computed computed) {
                checkComputed(ungrouped(computed.expression()));
            }
        }

        private void checkText(String text) throws InvalidValueException {
            if (type.isComplex()) {
                throw new InvalidValueException(
                        ColumnRule.DEFAULT_OF_NESTED_TYPE,
                        TypeText.named(type),
                        profile.atLeast(Version.V4_0)
                                ? "requires expression syntax (e.g., [], map{}, row())"
                                : "not supported");
            }
            PrimitiveType primitive = PrimitiveType.of(type);
            switch (primitive) {
                case TINYINT, SMALLINT, INT, BIGINT -> LiteralValues.integer(text, type);
                case LARGEINT -> LiteralValues.largeInteger(text);
                case DATE, DATETIME -> LiteralValues.date(text);
                case BOOLEAN -> LiteralValues.truth(text);
                case FLOAT, DOUBLE -> LiteralValues.checkFloating(text);
                case DECIMALV2, DECIMAL32, DECIMAL64, DECIMAL128, DECIMAL256 -> checkDecimal((Type.Decimal) type, text);
                case CHAR, VARCHAR -> checkLength(text);
                case HLL, BITMAP, VARBINARY -> checkEmpty(text);
                case JSON -> checkJson(text);
                default -> throw new InvalidValueException(ColumnRule.DEFAULT_OF_TYPE, TypeText.named(type));
            }
        }

        private void checkDecimal(Type.Decimal decimal, String text) throws InvalidValueException {
            BigDecimal value = LiteralValues.decimal(text);
            int precision = LiteralValues.precision(value);
            int scale = LiteralValues.scale(value);
            if (decimal.precision() >= precision && decimal.scale() >= scale) {
                return;
            }
            Object[] arguments = {TypeText.named(type), value.toPlainString(), precision, scale};
            if (profile.atLeast(Version.V4_0)) {
                throw Refusal.syntax(column.span(), ColumnRule.DEFAULT_TOO_PRECISE, arguments);
            }
            throw new InvalidValueException(ColumnRule.DEFAULT_TOO_PRECISE, arguments);
        }

        /** Checks the length of a default, which the server counts in UTF-16 units; all other lengths are in bytes. */
        private void checkLength(String text) throws InvalidValueException {
            if (text.length() > ((Type.Text) type).length()) {
                throw new InvalidValueException(ColumnRule.DEFAULT_TOO_LONG, text);
            }
        }

        private void checkEmpty(String text) throws InvalidValueException {
            if (!profile.atLeast(Version.V4_0)) {
                if (PrimitiveType.of(type).isMetric()) {
                    throw Refusal.analysis(column.span(), ColumnRule.INVALID_DEFAULT, column.name());
                }
                throw new InvalidValueException(ColumnRule.DEFAULT_OF_TYPE, TypeText.named(type));
            }
            if (!text.isEmpty()) {
                throw new InvalidValueException(ColumnRule.DEFAULT_NOT_EMPTY, TypeText.named(type));
            }
        }

        private void checkJson(String text) throws InvalidValueException {
            if (!profile.atLeast(Version.V4_0)) {
                throw new InvalidValueException(ColumnRule.DEFAULT_OF_JSON);
            }
            if (!JsonReader.isDefault(text)) {
                throw new InvalidValueException(ColumnRule.DEFAULT_NOT_JSON, text);
            }
        }

        private void checkFunction(String function) throws InvalidValueException {
            switch (function.toLowerCase(Locale.ROOT)) {
                case "current_timestamp" -> {} // the server accepts this spelling for every type
                case NOW -> requireType(function, PrimitiveType.DATETIME);
                case "uuid" -> {
                    requireType(function, PrimitiveType.VARCHAR);
                    if (((Type.Text) type).length() < UUID_LENGTH) {
                        throw new InvalidValueException(ColumnRule.UUID_TOO_LONG);
                    }
                }
                case "uuid_numeric" -> requireType(function, PrimitiveType.LARGEINT);
                default -> throw new InvalidValueException(ColumnRule.DEFAULT_FUNCTION_UNSUPPORTED, function);
            }
        }

        private void requireType(String function, PrimitiveType primitive) throws InvalidValueException {
            if (PrimitiveType.of(type) != primitive) {
                throw new InvalidValueException(
                        ColumnRule.DEFAULT_FUNCTION_OF_TYPE, function.toLowerCase(Locale.ROOT), TypeText.named(type));
            }
        }

        private void checkComputed(Expression expression) throws InvalidValueException {
            if (!profile.atLeast(Version.V4_0)) {
                throw Refusal.syntax(expression.span(), ColumnRule.DEFAULT_NOT_READABLE, column.name());
            }
            if (ComplexDefaults.is(expression)) {
                ComplexDefaults.check(expression, type);
            } else if (expression instanceof Expression.Call call) {
                checkFunction(call.function().last().text());
            } else if (!(expression instanceof Expression.Null)) {
                throw new InvalidValueException(ColumnRule.DEFAULT_EXPRESSION_UNSUPPORTED, Sql.render(expression));
            }
        }

        private static Expression ungrouped(Expression expression) {
            Expression inner = expression;
            while (inner instanceof Expression.Group group) {
                inner = group.inner();
            }
            return inner;
        }

        /**
         * Checks the defaults of ARRAY, MAP and STRUCT columns: nested literals such as {@code row(1, [2], map{'a':
         * 3})}.
         */
        private static final class ComplexDefaults {
            private static final String ALLOWED =
                    "Only constant expressions (literals, arrays, maps, and row()) are allowed.";

            private ComplexDefaults() {}

            static boolean is(Expression expression) {
                return expression instanceof Expression.ArrayLiteral
                        || expression instanceof Expression.MapLiteral
                        || isRow(expression);
            }

            static void check(Expression expression, Type type) throws InvalidValueException {
                checkForm(expression);
                if (!fits(expression, type)) {
                    throw new InvalidValueException(
                            ColumnRule.DEFAULT_CANNOT_BE_CAST, typeName(expression), TypeText.named(type));
                }
                checkNumbers(expression, type);
            }

            /**
             * Requires that texts in place of numbers can be converted. The server converts the elements of arrays and
             * maps at once, but not the fields of a row.
             */
            private static void checkNumbers(Expression expression, Type type) throws InvalidValueException {
                if (expression instanceof Expression.Group group) {
                    checkNumbers(group.inner(), type);
                } else if (expression instanceof Expression.ArrayLiteral array && type instanceof Type.Array to) {
                    for (Expression element : array.elements()) {
                        checkNumbers(element, to.element());
                    }
                } else if (expression instanceof Expression.MapLiteral map && type instanceof Type.Map to) {
                    for (Expression.Entry entry : map.entries()) {
                        checkNumbers(entry.key(), to.key());
                        checkNumbers(entry.value(), to.value());
                    }
                } else if (expression instanceof Expression.Text text) {
                    checkNumber(text.value(), type);
                }
            }

            private static void checkNumber(String text, Type type) throws InvalidValueException {
                switch (PrimitiveType.of(type)) {
                    case TINYINT, SMALLINT, INT, BIGINT -> LiteralValues.integer(text, type);
                    case LARGEINT -> LiteralValues.largeInteger(text);
                    case FLOAT, DOUBLE -> checkFloating(text);
                    case DECIMALV2, DECIMAL32, DECIMAL64, DECIMAL128, DECIMAL256 -> LiteralValues.decimal(text);
                    default -> {} // converted when a row is written
                }
            }

            private static void checkFloating(String text) throws InvalidValueException {
                try {
                    Double.parseDouble(text);
                } catch (NumberFormatException e) {
                    throw new InvalidValueException(ServerError.NOT_A_NUMBER, text);
                }
                LiteralValues.checkFloating(text);
            }

            /** Returns the name of the type of nested literals before casts; such defaults exist since 4.0. */
            private static String typeName(Expression expression) {
                if (expression instanceof Expression.ArrayLiteral array) {
                    return "ARRAY<" + typeName(array.elements()) + ">";
                }
                if (expression instanceof Expression.MapLiteral map) {
                    List<Expression> parts = map.parts();
                    return "MAP<" + typeName(parts) + ","
                            + typeName(parts.isEmpty() ? parts : parts.subList(1, parts.size())) + ">";
                }
                if (expression instanceof Expression.Call row) {
                    StringJoiner fields = new StringJoiner(", ", "struct<", ">");
                    for (int i = 0; i < row.arguments().size(); i++) {
                        fields.add(
                                "col" + (i + 1) + " " + typeName(row.arguments().get(i)));
                    }
                    return fields.toString();
                }
                if (expression instanceof Expression.Group || expression instanceof Expression.Unary) {
                    return typeName(expression.parts().get(0));
                }
                ExpressionType literal = Objects.requireNonNull(ExpressionType.ofLiteral(expression, Version.V4_0));
                return TypeText.named(Objects.requireNonNull(literal.type()));
            }

            private static String typeName(List<Expression> elements) {
                return elements.isEmpty() ? "BOOLEAN" : typeName(elements.get(0));
            }

            private static boolean isRow(Expression expression) {
                return expression instanceof Expression.Call call
                        && call.function().last().is("row");
            }

            private static void checkForm(Expression expression) throws InvalidValueException {
                if (expression instanceof Expression.Group group) {
                    checkForm(group.inner());
                } else if (expression instanceof Expression.Null) {
                    throw new InvalidValueException(ColumnRule.NULL_IN_NESTED_DEFAULT, ALLOWED);
                } else if (expression instanceof Expression.ArrayLiteral array) {
                    checkForms(array.elements());
                } else if (expression instanceof Expression.MapLiteral map) {
                    for (Expression.Entry entry : map.entries()) {
                        checkForm(entry.key());
                        checkForm(entry.value());
                    }
                } else if (expression instanceof Expression.Call call) {
                    if (!isRow(call)) {
                        throw new InvalidValueException(
                                ColumnRule.FUNCTION_IN_NESTED_DEFAULT,
                                call.function().last().text().toLowerCase(Locale.ROOT),
                                ALLOWED);
                    }
                    checkForms(call.arguments());
                } else if (!ExpressionNormalization.isLiteral(expression)) {
                    throw new InvalidValueException(
                            ColumnRule.EXPRESSION_IN_NESTED_DEFAULT, Sql.render(expression), ALLOWED);
                }
            }

            private static void checkForms(List<Expression> expressions) throws InvalidValueException {
                for (Expression expression : expressions) {
                    checkForm(expression);
                }
            }

            /**
             * Whether the expression has the structure of the type; at this point the server allows any literal for any
             * scalar type.
             */
            private static boolean fits(Expression expression, Type type) {
                if (expression instanceof Expression.Group group) {
                    return fits(group.inner(), type);
                }
                if (expression instanceof Expression.ArrayLiteral array) {
                    return type instanceof Type.Array to
                            && array.elements().stream().allMatch(element -> fits(element, to.element()));
                }
                if (expression instanceof Expression.MapLiteral map) {
                    return type instanceof Type.Map to
                            && map.entries().stream()
                                    .allMatch(entry -> fits(entry.key(), to.key()) && fits(entry.value(), to.value()));
                }
                if (expression instanceof Expression.Call call) {
                    return type instanceof Type.Struct to && fits(call.arguments(), to.fields());
                }
                if (expression instanceof Expression.Text && type instanceof Type.Array) {
                    return true; // a text can be cast to an array, but to no other nested type
                }
                return !type.isComplex();
            }

            private static boolean fits(List<Expression> values, List<Type.Field> fields) {
                if (values.size() != fields.size()) {
                    return false;
                }
                for (int i = 0; i < values.size(); i++) {
                    if (!fits(values.get(i), fields.get(i).type())) {
                        return false;
                    }
                }
                return true;
            }
        }
    }
}
