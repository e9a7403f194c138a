package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.source.RelationName;
import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resolves VALUES. The columns of its rows have the common types of the values, and no origin.
 */
public final class ValuesResolver {
    private final QueryResolver queryResolver;
    private final EnclosingScope enclosingScope;

    ValuesResolver(QueryResolver queryResolver, EnclosingScope enclosingScope) {
        this.queryResolver = queryResolver;
        this.enclosingScope = enclosingScope;
    }

    /** Resolves {@code (VALUES (1, 'a'), (2, 'b'))}, a relation of rows that the query itself contains. */
    RelationFields resolve(Relation.Values values, @Nullable RelationName name) {
        QueryScope scope = queryResolver.createScope(RelationFields.NONE, enclosingScope.queryScope());
        ExpressionTyping typing = queryResolver.createTyping(scope, enclosingScope.commonTables());
        values.rows()
                .forEach(row -> row.forEach(value ->
                        recordSubqueryRefusal(value, queryResolver.usage().bindings())));
        List<ExpressionType> firstRowTypes = typing.determineTypes(values.rows().get(0));
        List<ExpressionType> commonTypes = firstRowTypes;
        for (List<Expression> row : values.rows().subList(1, values.rows().size())) {
            if (row.size() != firstRowTypes.size()) {
                throw Refusal.ofAnalysis(values.span(), QueryRule.ROW_LENGTHS_DIFFER);
            }
            commonTypes = combineRowTypes(commonTypes, typing.determineTypes(row), row);
        }
        return new RelationFields(createValueFields(values, name, commonTypes, firstRowTypes));
    }

    /** Records a refusal of the planner if a value of VALUES contains a subquery. */
    public static void recordSubqueryRefusal(Expression value, Bindings bindings) {
        if (RestrictedExpression.QUERY.isIn(value)) {
            bindings.recordPlanRefusal(
                    Refusal.ofAnalysis(value.span(), CommonRule.UNSUPPORTED, "VALUES", "a subquery as a value"));
        }
    }

    private static List<RelationField> createValueFields(
            Relation.Values values,
            @Nullable RelationName relationName,
            List<ExpressionType> types,
            List<ExpressionType> firstRowTypes) {
        List<RelationField> fields = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            fields.add(new RelationField(
                    columnName(values, i),
                    relationName,
                    types.get(i).asNullable(),
                    RelationField.Visibility.VISIBLE,
                    firstRowTypes.get(i).isNullable(),
                    List.of()));
        }
        return fields;
    }

    private static String columnName(Relation.Values values, int index) {
        List<Name> names = values.alias() == null ? List.of() : values.alias().columns();
        return index < names.size() ? names.get(index).text() : "column_" + index;
    }

    /**
     * Returns the common types of a row and of the rows before it, which must have the same length. A null expression
     * stands for DEFAULT, which has no type.
     *
     * @throws Refusal if two values have no common type
     */
    public static List<ExpressionType> combineRowTypes(
            List<ExpressionType> previousTypes,
            List<ExpressionType> rowTypes,
            List<? extends @Nullable Expression> expressions) {
        List<ExpressionType> combinedTypes = new ArrayList<>(rowTypes.size());
        for (int i = 0; i < rowTypes.size(); i++) {
            Expression expression = expressions.get(i);
            combinedTypes.add(
                    expression == null
                            ? previousTypes.get(i)
                            : requireCommonType(previousTypes.get(i), rowTypes.get(i), expression));
        }
        return combinedTypes;
    }

    /**
     * Returns the common type of two values; unknown if one of their types is.
     *
     * @throws Refusal if the values have no common type
     */
    private static ExpressionType requireCommonType(
            ExpressionType leftType, ExpressionType rightType, Expression expression) {
        if (leftType.type() == null || rightType.type() == null) {
            return ExpressionType.UNKNOWN;
        }
        Type commonType = CommonTypes.findCommonType(leftType.type(), rightType.type());
        if (commonType == null) {
            throw Refusal.ofAnalysis(
                    expression.span(),
                    QueryRule.TYPES_INCOMPATIBLE,
                    "The rows",
                    TypeFormat.formatForMessages(leftType.type()),
                    TypeFormat.formatForMessages(rightType.type()));
        }
        NullCause cause = NullCause.firstNonNull(leftType.nullCause(), rightType.nullCause());
        return new ExpressionType(commonType, leftType.isNullable(), leftType.state(), cause);
    }
}
