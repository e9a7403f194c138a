package dev.cairn.embedded.translate.query;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundColumn;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.SelectOutput;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.translate.value.UnsupportedFeatureRefusals;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a server finds the columns of a FULL JOIN with USING. It removes the merged columns by the names that
 * columns have in its plan, which are those of the tables and functions from which the columns come: names in
 * subqueries, common tables and views do not count. If such a name differs, the server returns the values of other
 * columns.
 */
public record FullJoinCheck(Bindings bindings, Relation.Join join) {
    private static final String CAST_NAME = "cast";

    public void requireNamesOfPlan() {
        for (Name column : join.using()) {
            if (!isMerged(planName(bindings.columns(column).get(0)))) {
                throw createRefusal();
            }
        }
        requireOtherNames(join.left());
        requireOtherNames(join.right());
    }

    /** Refuses a column beside the merged ones that has the name of a merged one in the plan. */
    private void requireOtherNames(Relation relation) {
        BoundRelation boundRelation = bindings.findBoundRelation(relation);
        if (boundRelation == null) {
            relation.children().forEach(this::requireOtherNames);
            return;
        }
        for (RelationField field : boundRelation.fields().fields()) {
            if (!isMerged(field.name()) && isMerged(planName(field))) {
                throw createRefusal();
            }
        }
    }

    private Refusal createRefusal() {
        return UnsupportedFeatureRefusals.createQueryRefusal("a FULL JOIN with USING of renamed columns", join.span());
    }

    private boolean isMerged(String columnName) {
        return join.using().stream().anyMatch(column -> column.equalsIgnoreCase(columnName));
    }

    /** Returns the name that a server's plan gives to a column. */
    private String planName(RelationField field) {
        if (field.baseColumns().size() != 1) {
            return field.name();
        }
        BoundColumn column = field.baseColumns().get(0);
        Query query = column.relation().query();
        if (query == null) {
            return field.name();
        }
        SelectOutput output = SelectOutput.of(
                        bindings.resolveReplacement(query.body().firstSelect()), bindings)
                .get(column.index());
        if (isCast(output, field)) {
            return CAST_NAME;
        }
        return output.column() == null ? planName(output.expression()) : planName(output.column());
    }

    /** Returns whether a set operation casts the column of its first operand to the type of another operand. */
    private boolean isCast(SelectOutput firstOutput, RelationField field) {
        ExpressionType outputType = firstOutput.column() == null
                ? bindings.findExpressionType(Objects.requireNonNull(firstOutput.expression()))
                : firstOutput.column().expressionType();
        return outputType != null
                && outputType.type() != null
                && field.expressionType().type() != null
                && PrimitiveType.of(outputType.type())
                        != PrimitiveType.of(field.expressionType().type());
    }

    private static String planName(@Nullable Expression expression) {
        if (expression instanceof Expression.Call call) {
            return CallRewrites.lowerCaseName(call);
        }
        if (expression instanceof Expression.Extract extract) {
            return extract.field().text();
        }
        if (expression instanceof Expression.Cast) {
            return CAST_NAME;
        }
        return expression instanceof Expression.Case ? "case" : "expr";
    }
}
