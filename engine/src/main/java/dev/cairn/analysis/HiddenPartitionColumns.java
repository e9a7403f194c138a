package dev.cairn.analysis;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.catalog.Table;
import dev.cairn.sql.Expression;
import java.util.ArrayList;
import java.util.List;

/** The columns that the server adds for the expressions in a list of PARTITION BY: {@code *} passes over them. */
final class HiddenPartitionColumns {
    private static final String PREFIX = "__generated_partition_column_";

    private HiddenPartitionColumns() {}

    static List<Source.Column> of(ServerProfile profile, Table table, List<Source.Column> columns) {
        if (!(table.partitioning() instanceof Partitioning.ListBy list)) {
            return List.of();
        }
        Fields fields = new Fields(columns.stream()
                .map(column -> Field.calculated(column.name(), column.typed(), List.of()))
                .toList());
        List<Source.Column> hidden = new ArrayList<>();
        for (Expression item : list.items()) {
            if (!(item instanceof Expression.Reference)) {
                Typed typed = typed(profile, fields, item);
                hidden.add(new Source.Column(PREFIX + hidden.size(), new Typed(typed.type(), true, null), false));
            }
        }
        return hidden;
    }

    private static Typed typed(ServerProfile profile, Fields fields, Expression item) {
        Scope scope = (name, at) -> {
            Fields.Match match = fields.find(name, at);
            return new Scope.Resolved(name, match == null ? Typed.UNKNOWN : match.typed());
        };
        try {
            return new ExpressionTyping(profile, scope).of(item);
        } catch (Refusal refusal) {
            // The table is there, so what it was made with is right, and the refusal is not.
            return Typed.UNKNOWN;
        }
    }
}
