package dev.cairn.engine.column;

import dev.cairn.analysis.function.AggregateState;
import dev.cairn.analysis.type.TypeMatch;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.StoredTypes;
import dev.cairn.catalog.TypeText;
import dev.cairn.engine.context.NameRules;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Default;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** From a column's definition to the column that the server stores, with all that it checks of a column alone. */
public final class ColumnAnalysis {
    private static final String ONLY_CHARSET = "utf8";
    private static final String KNOWN_CHARSET = "gbk";

    private ColumnAnalysis() {}

    /**
     * The type that a definition says, in the server's terms, as it is before anything is checked but whether such a type
     * can exist at all.
     */
    public static Type type(ServerProfile profile, ColumnDefinition definition) {
        Type declared = definition.type();
        if (definition.aggregation() instanceof Aggregation.State state) {
            AggregateState meant = state(profile, state, definition.span());
            return declared == null
                    ? QueryColumnType.stored(meant.type(), false)
                    : StoredTypes.of(profile, declared, definition.span());
        }
        if (declared == null) {
            throw Refusal.analysis(definition.span(), "No column name or column type in column definition");
        }
        return StoredTypes.ofColumn(profile, declared, definition.span());
    }

    private static AggregateState state(ServerProfile profile, Aggregation.State state, Span at) {
        List<Type> arguments = state.arguments().stream()
                .map(argument -> StoredTypes.of(profile, argument.type(), at))
                .toList();
        return AggregateState.of(state, arguments, at);
    }

    /**
     * The column, checked. Its aggregation is that of the role: for UNIQUE and PRIMARY tables the caller takes the
     * implicit one away.
     */
    public static Column of(ServerProfile profile, ColumnDefinition definition, Type declared, ColumnRole role) {
        checkName(profile, definition, role);
        checkCharset(definition, declared);
        Aggregation aggregation = role.aggregation();
        Type type = aggregation == Aggregation.Function.SUM ? AggregationRules.widened(declared) : declared;
        TypeRules.check(type, definition.span());
        if (role.key() && !TypeRules.canBeKey(profile, type)) {
            throw Refusal.analysis(definition.span(), notAKey(definition.name(), type));
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

    /** Before REPLACE_IF_NOT_NULL makes a column nullable whatever was said. */
    static boolean isNullable(ColumnDefinition definition, ColumnRole role) {
        if (definition.aggregation() instanceof Aggregation.State state) {
            return AggregateState.isNullable(state.function());
        }
        Boolean said = definition.nullable();
        if (said != null) {
            return said;
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
        Name said = definition.charset();
        if (said == null || said.text().equalsIgnoreCase(ONLY_CHARSET)) {
            return;
        }
        String charset = said.text().toLowerCase(Locale.ROOT);
        PrimitiveType primitive = PrimitiveType.of(type);
        if (primitive != PrimitiveType.INVALID_TYPE && !primitive.isCharacters() && primitive != PrimitiveType.HLL) {
            throw Refusal.analysis(
                    said.span(), "character setting is only supported for type varchar in column definition");
        }
        throw Refusal.analysis(
                said.span(),
                charset.equals(KNOWN_CHARSET)
                        ? "charset name " + charset + " is not supported yet in column definition"
                        : "Unknown charset name: " + charset);
    }

    private static String notAKey(Name name, Type type) {
        String refused = "Invalid data type of key column '" + name + "': '" + TypeText.named(type) + "'";
        return PrimitiveType.of(type).isFloatingPoint() ? refused + ", use decimal instead" : refused;
    }

    private static void checkAggregation(
            ServerProfile profile, ColumnDefinition definition, Type type, ColumnRole role) {
        Aggregation aggregation = role.aggregation();
        if (aggregation == null) {
            if (PrimitiveType.of(type).isMetric()) {
                throw Refusal.analysis(
                        definition.span(), "No aggregate function specified for '" + definition.name() + "'");
            }
            return;
        }
        String name = aggregation instanceof Aggregation.Function function ? function.name() : "AGG_STATE_UNION";
        if (role.key()) {
            throw Refusal.analysis(
                    definition.span(),
                    "Cannot specify aggregate function '" + name + "' for key column '" + definition.name() + "'");
        }
        String invalid = "Invalid aggregate function '" + name + "' for '" + definition.name() + "'";
        if (aggregation instanceof Aggregation.Function function && !AggregationRules.takes(function, type)) {
            throw Refusal.analysis(definition.span(), invalid);
        }
        if (aggregation instanceof Aggregation.State state) {
            AggregateState meant = state(profile, state, definition.span());
            if (!TypeMatch.fits(meant.type(), type)) {
                throw Refusal.analysis(
                        definition.span(),
                        invalid + ": return type is not compatible, colunm type: " + TypeText.named(type)
                                + ", return type: " + TypeText.named(meant.result()));
            }
        }
    }

    private static void checkDefault(ServerProfile profile, ColumnDefinition definition, Type type, ColumnRole role) {
        @Nullable Default value = definition.defaultValue();
        boolean ofState = definition.aggregation() instanceof Aggregation.State && value != null;
        if (ofState || (value instanceof Default.Null && !isNullable(definition, role))) {
            throw Refusal.analysis(definition.span(), "Invalid default value for '" + definition.name() + "'");
        }
        ColumnDefaults.check(profile, definition, type);
    }
}
