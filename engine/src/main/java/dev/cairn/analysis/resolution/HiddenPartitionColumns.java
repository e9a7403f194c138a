package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.expression.Scope;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.Expression;
import java.util.ArrayList;
import java.util.List;

/** The columns that the server adds for the expressions in a list of PARTITION BY: {@code *} passes over them. */
public final class HiddenPartitionColumns {
    private static final String PREFIX = "__generated_partition_column_";

    private HiddenPartitionColumns() {}

    public static List<Source.Column> of(ServerProfile profile, Table table, List<Source.Column> columns) {
        if (!(table.partitioning() instanceof Partitioning.ListBy list)) {
            return List.of();
        }
        RelationFields fields = new RelationFields(columns.stream()
                .map(column -> RelationField.calculated(column.name(), column.typed(), List.of()))
                .toList());
        List<Source.Column> hidden = new ArrayList<>();
        for (Expression item : list.items()) {
            if (!(item instanceof Expression.Reference)) {
                ExpressionType typed = typed(profile, fields, item);
                hidden.add(
                        new Source.Column(PREFIX + hidden.size(), new ExpressionType(typed.type(), true, null), false));
            }
        }
        return hidden;
    }

    private static ExpressionType typed(ServerProfile profile, RelationFields fields, Expression item) {
        Scope scope = (name, at) -> {
            RelationFields.Match match = fields.find(name, at);
            return new Scope.Resolved(name, match == null ? ExpressionType.UNKNOWN : match.typed());
        };
        try {
            return new ExpressionTyping(profile, scope).of(item);
        } catch (Refusal refusal) {
            // The table is there, so what it was made with is right, and the refusal is not.
            return ExpressionType.UNKNOWN;
        }
    }
}
