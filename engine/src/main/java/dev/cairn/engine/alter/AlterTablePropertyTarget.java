package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.partition.PartitionConditionCheck;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyOwner;
import dev.cairn.engine.property.PropertyTarget;
import dev.cairn.engine.table.TimeDriftConstraint;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The target of the properties that an ALTER TABLE sets: the table as it was before the statement. Errors refer to the
 * span of the clause.
 */
final class AlterTablePropertyTarget extends PropertyOwner.TableOwner implements PropertyTarget {
    private final AlterTableContext context;
    private final Span clauseSpan;

    /** @param clauseSpan the span of the clause that sets the properties */
    AlterTablePropertyTarget(AlterTableContext context, Span clauseSpan) {
        super(context.profile(), context.table());
        this.context = context;
        this.clauseSpan = clauseSpan;
    }

    private Table table() {
        return context.table();
    }

    @Override
    public ServerState server() {
        return context.server();
    }

    @Override
    public ResolvedTableName resolvedName() {
        return new ResolvedTableName(InternalCatalog.NAME, context.database().name(), table().name(), clauseSpan);
    }

    @Override
    public boolean isNew() {
        return false;
    }

    @Override
    public List<Column> columns() {
        return table().columns();
    }

    @Override
    public Distribution distribution() {
        return table().distribution();
    }

    @Override
    public Optional<String> findValue(KnownProperty property) {
        return property.findValueIn(table().properties());
    }

    @Override
    public void checkRetentionCondition(String condition, Span span) {
        PartitionConditionCheck.checkRetentionCondition(table(), condition, span);
    }

    @Override
    public void checkTimeDrift(String constraint, Span span) {
        TimeDriftConstraint.parse(constraint, span)
                .check(
                        table().name(),
                        table().columns().stream().collect(Collectors.toMap(Column::name, Column::type)),
                        table().partitioning().columns(),
                        span);
    }
}
