package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.property.ForeignKeys;
import dev.cairn.engine.property.UniqueConstraints;
import dev.cairn.sql.ast.Span;
import java.util.Map;

/** SET of the constraints that the optimizer may trust. */
final class ConstraintChange {
    private ConstraintChange() {}

    static String unique(AlterTableContext alteration, String value, Span at) {
        try {
            return UniqueConstraints.text(UniqueConstraints.parse(
                    value,
                    place(alteration, at),
                    ForeignKeys.byName(alteration.table().columns()),
                    at));
        } catch (Refusal refusal) {
            throw Refusal.execution(
                    at, "analyze table unique constraint:" + value + " failed, msg: " + refusal.detail());
        }
    }

    static String foreign(AlterTableContext alteration, String value, Span at) {
        if (value.isEmpty()) {
            return value;
        }
        try {
            Map<String, Column> columns = ForeignKeys.byName(alteration.table().columns());
            return new ForeignKeys(alteration.server(), place(alteration, at), columns, at).normal(value);
        } catch (Refusal refusal) {
            throw Refusal.execution(
                    at, "analyze table foreign key constraint:" + value + " failed, msg: " + refusal.detail());
        }
    }

    private static ResolvedTableName place(AlterTableContext alteration, Span at) {
        return new ResolvedTableName(
                ResolvedTableName.INTERNAL_CATALOG,
                alteration.database().name(),
                alteration.table().name(),
                at);
    }
}
