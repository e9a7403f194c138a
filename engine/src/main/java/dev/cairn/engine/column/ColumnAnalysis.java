package dev.cairn.engine.column;

import dev.cairn.analysis.function.AggregateState;
import dev.cairn.analysis.type.CastRules;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.StoredTypeConverter;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.context.NameValidation;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.ColumnDefinition.ModelRole;
import dev.cairn.sql.ast.ColumnDefinition.ValueSource;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Converts a column definition to the column that the server stores, and applies the checks that need only the
 * column itself. Checks that need the other columns come later, as on the server.
 */
public final class ColumnAnalysis {
    public static final String SUPPORTED_CHARSET = "utf8";

    private ColumnAnalysis() {}

    /** Returns the declared type in the server's terms. Its lengths and digits are not validated yet. */
    public static Type determineType(ServerProfile profile, ColumnDefinition definition) {
        Type declaredType = definition.type();
        if (definition.aggregation() instanceof Aggregation.State state) {
            AggregateState resolvedState = resolveState(profile, state, definition.span());
            return declaredType == null
                    ? StoredTypeConverter.convertForQueryResult(resolvedState.type())
                    : StoredTypeConverter.convert(profile, declaredType, definition.span());
        }
        Objects.requireNonNull(declaredType, "the grammar requires a type");
        return StoredTypeConverter.convertForColumn(profile, declaredType, definition.span());
    }

    private static AggregateState resolveState(ServerProfile profile, Aggregation.State state, Span span) {
        List<Type> argumentTypes = state.arguments().stream()
                .map(argument -> StoredTypeConverter.convert(profile, argument.type(), span))
                .toList();
        return AggregateState.resolve(state, argumentTypes, span, profile.version());
    }

    /**
     * Checks the definition and returns the column. The column has the aggregation of its role; for UNIQUE and PRIMARY
     * KEY tables, the caller removes the implicit aggregation.
     */
    public static Column analyze(
            ServerProfile profile, ColumnDefinition definition, Type declaredType, ColumnRole role) {
        requireValidName(profile, definition, role);
        requireSupportedCharset(definition, declaredType);
        Aggregation aggregation = toStoredAggregation(profile, role.aggregation(), definition.span());
        Type type = aggregation == Aggregation.Function.SUM
                ? StoredTypeConverter.convertForSum(declaredType)
                : declaredType;
        TypeRules.check(type, definition.span());
        if (role.isKey() && !TypeRules.canBeKey(profile, type)) {
            throw Refusal.ofAnalysis(
                    definition.span(),
                    ColumnRule.KEY_TYPE_UNSUPPORTED,
                    definition.name(),
                    TypeFormat.formatForMessages(type),
                    PrimitiveType.of(type).isFloatingPoint() ? ", use decimal instead" : "");
        }
        checkAggregation(profile, definition, type, role);
        checkDefault(profile, definition, type, role);
        return new Column(
                Column.ColumnNames.of(definition.name().text()),
                type,
                new ModelRole(role.isKey(), aggregation),
                isNullable(definition, role) || aggregation == Aggregation.Function.REPLACE_IF_NOT_NULL,
                new ValueSource(
                        ColumnDefaults.toStoredDefault(profile, definition.defaultValue(), type),
                        definition.isAutoIncrement(),
                        definition.generatedValue()),
                definition.comment() == null ? "" : definition.comment());
    }

    /**
     * Returns the aggregation as the server stores it. For a state, this is the name of its function and the types
     * of its arguments, but not whether the arguments may be NULL.
     */
    private static @Nullable Aggregation toStoredAggregation(
            ServerProfile profile, @Nullable Aggregation declaredAggregation, Span span) {
        if (!(declaredAggregation instanceof Aggregation.State state)) {
            return declaredAggregation;
        }
        return new Aggregation.State(
                state.function().toLowerCase(Locale.ROOT),
                state.arguments().stream()
                        .map(argument -> new Aggregation.StateArgument(
                                StoredTypeConverter.convert(profile, argument.type(), span), null))
                        .toList());
    }

    /**
     * Returns whether the column is declared nullable. REPLACE_IF_NOT_NULL later makes a column nullable regardless of
     * its declaration.
     */
    static boolean isNullable(ColumnDefinition definition, ColumnRole role) {
        if (definition.aggregation() instanceof Aggregation.State state) {
            return AggregateState.isNullable(state.function());
        }
        Boolean declaredNullability = definition.nullable();
        if (declaredNullability != null) {
            return declaredNullability;
        }
        return !role.isPrimaryKeyColumn() && !definition.isAutoIncrement();
    }

    private static void requireValidName(ServerProfile profile, ColumnDefinition definition, ColumnRole role) {
        String name = definition.name().text();
        if (role.isPartitionColumn()) {
            NameValidation.requireValidPartitionColumnName(
                    profile, name, definition.name().span());
        } else {
            NameValidation.requireValidColumnName(
                    profile, name, definition.name().span());
        }
    }

    private static void requireSupportedCharset(ColumnDefinition definition, Type type) {
        Name declaredCharset = definition.domain().charset();
        if (declaredCharset == null || declaredCharset.text().equalsIgnoreCase(SUPPORTED_CHARSET)) {
            return;
        }
        String charset = declaredCharset.text().toLowerCase(Locale.ROOT);
        PrimitiveType primitive = PrimitiveType.of(type);
        if (primitive != PrimitiveType.INVALID_TYPE && !primitive.isCharacterType() && primitive != PrimitiveType.HLL) {
            throw Refusal.ofAnalysis(
                    declaredCharset.span(), CommonRule.SUPPORTED_ONLY_FOR, "CHARACTER SET", "the type VARCHAR");
        }
        throw Refusal.ofAnalysis(declaredCharset.span(), ColumnRule.CHARSET_UNSUPPORTED, charset);
    }

    private static void checkAggregation(
            ServerProfile profile, ColumnDefinition definition, Type type, ColumnRole role) {
        Aggregation aggregation = role.aggregation();
        if (aggregation == null) {
            if (PrimitiveType.of(type).isMetric()) {
                throw Refusal.ofAnalysis(definition.span(), ColumnRule.NO_AGGREGATE_FUNCTION, definition.name());
            }
            return;
        }
        String functionName =
                aggregation instanceof Aggregation.Function function ? function.name() : "AGG_STATE_UNION";
        if (role.isKey()) {
            throw Refusal.ofAnalysis(definition.span(), ColumnRule.KEY_WITH_AGGREGATION, definition.name());
        }
        if (aggregation instanceof Aggregation.Function function
                && !PrimitiveType.of(type).supports(function)) {
            throw Refusal.ofAnalysis(
                    definition.span(), ColumnRule.AGGREGATE_FUNCTION_INVALID, functionName, definition.name());
        }
        if (aggregation instanceof Aggregation.State state) {
            AggregateState resolvedState = resolveState(profile, state, definition.span());
            if (!CastRules.isLossless(resolvedState.type(), type)) {
                throw Refusal.ofAnalysis(
                        definition.span(),
                        ColumnRule.STATE_RESULT_INCOMPATIBLE,
                        functionName,
                        definition.name(),
                        TypeFormat.formatForMessages(type),
                        TypeFormat.formatForMessages(resolvedState.resultType()));
            }
        }
    }

    private static void checkDefault(ServerProfile profile, ColumnDefinition definition, Type type, ColumnRole role) {
        @Nullable ColumnDefault defaultValue = definition.defaultValue();
        boolean isStateDefault = definition.aggregation() instanceof Aggregation.State && defaultValue != null;
        if (isStateDefault || (defaultValue instanceof ColumnDefault.NullDefault && !isNullable(definition, role))) {
            throw Refusal.ofAnalysis(definition.span(), ColumnRule.INVALID_DEFAULT, definition.name());
        }
        ColumnDefaults.check(profile, definition, type);
    }
}
