package dev.cairn.analysis;

import dev.cairn.analysis.expression.ExpressionScope;
import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.source.MatchedColumn;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import java.util.ArrayList;
import java.util.List;

/**
 * The hidden columns that the server adds to a table, one for each expression in its PARTITION BY list. {@code *} does
 * not expand to hidden columns.
 */
final class HiddenPartitionColumns {
    private HiddenPartitionColumns() {}

    /** Returns the hidden columns of a table; none unless PARTITION BY lists expressions. */
    static List<Source.Column> deriveColumns(ServerProfile profile, Table table, List<Source.Column> declaredColumns) {
        if (!(table.partitioning() instanceof Partitioning.ExpressionList expressionList)) {
            return List.of();
        }
        RelationFields fields = new RelationFields(declaredColumns.stream()
                .map(column -> RelationField.ofComputed(column.name(), column.expressionType(), List.of()))
                .toList());
        List<Source.Column> hiddenColumns = new ArrayList<>();
        for (Expression item : expressionList.items()) {
            if (!(item instanceof Expression.Reference)) {
                ExpressionType expressionType = determineType(profile, fields, item);
                hiddenColumns.add(new Source.Column(
                        Partitioning.HIDDEN_COLUMN_PREFIX + hiddenColumns.size(),
                        ExpressionType.ofColumn(expressionType.type(), true, null),
                        false));
            }
        }
        return hiddenColumns;
    }

    private static ExpressionType determineType(ServerProfile profile, RelationFields fields, Expression item) {
        ExpressionScope scope = (name, span) -> {
            MatchedColumn match = fields.find(name, span);
            return new ExpressionScope.ResolvedReference(
                    name, match == null ? ExpressionType.UNKNOWN : match.expressionType());
        };
        try {
            return new ExpressionTyping(profile, scope).determineType(item);
        } catch (Refusal ignored) {
            // The table exists, so its partition expression is valid even though the typing refuses it.
            return ExpressionType.UNKNOWN;
        }
    }
}
