package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.engine.column.ColumnComparison;
import dev.cairn.engine.column.FastEvolution;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.Cost;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.partition.TemporaryPartitions;
import dev.cairn.engine.table.ShortKeyProperty;
import dev.cairn.engine.view.DependentMaterializedViews;
import dev.cairn.engine.view.InactiveReason;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The clauses of an ALTER TABLE that change columns, indexes and bloom filters: together they are one change. */
public final class SchemaChange {
    private final AlterTableContext alteration;
    private final List<? extends AlterClause> clauses;
    private final SchemaDraft draft;

    private SchemaChange(AlterTableContext alteration, List<? extends AlterClause> clauses) {
        this.alteration = alteration;
        this.clauses = clauses;
        this.draft = new SchemaDraft(alteration);
    }

    public static StatementResult apply(AlterTableContext alteration, List<? extends AlterClause> clauses) {
        return new SchemaChange(alteration, clauses).apply();
    }

    private StatementResult apply() {
        for (AlterClause clause : clauses) {
            takeProperties(clause);
            TemporaryPartitions.requireNone(alteration.table(), clause.span());
            if (clause instanceof AlterClause.ModifyColumnComment comment) {
                requireAlone(clause, "MODIFY COLUMN COMMENT");
                return comment(comment);
            }
            if (clause instanceof AlterClause.Reorder reorder && Reordering.isSortKey(draft, reorder)) {
                requireAlone(clause, "MODIFY SORT KEY COLUMNS");
                return reordered(alteration.to(
                        alteration.table().withSortKey(Reordering.sortKey(draft, reorder)), Cost.COLUMN_JOB));
            }
            carryOut(clause);
        }
        return finish();
    }

    private void takeProperties(AlterClause clause) {
        if (!(clause instanceof AlterClause.AddIndex) && !(clause instanceof AlterClause.DropIndex)) {
            draft.take(propertiesOf(clause), clause.span());
        }
    }

    private static List<Property> propertiesOf(AlterClause clause) {
        if (clause instanceof AlterClause.AddColumn add) {
            return add.properties();
        }
        if (clause instanceof AlterClause.AddColumns add) {
            return add.properties();
        }
        if (clause instanceof AlterClause.DropColumn drop) {
            return drop.properties();
        }
        if (clause instanceof AlterClause.ModifyColumn modify) {
            return modify.properties();
        }
        if (clause instanceof AlterClause.Reorder reorder) {
            return reorder.properties();
        }
        if (clause instanceof AlterClause.AddField add) {
            return add.properties();
        }
        if (clause instanceof AlterClause.DropField drop) {
            return drop.properties();
        }
        return clause instanceof AlterClause.SetProperties set ? set.properties() : List.of();
    }

    private void requireAlone(AlterClause clause, String what) {
        if (clauses.size() > 1) {
            throw Refusal.execution(clause.span(), what + " can not be combined with other alter operations");
        }
    }

    private StatementResult comment(AlterClause.ModifyColumnComment clause) {
        Table table = alteration.table();
        if (table.column(clause.column().text()).isEmpty()) {
            throw Refusal.execution(clause.column().span(), "Column[" + clause.column() + "] does not exists");
        }
        List<Column> columns = table.columns().stream()
                .map(column -> column.is(clause.column().text()) ? column.withComment(clause.comment()) : column)
                .toList();
        return alteration.to(table.withColumns(columns));
    }

    private void carryOut(AlterClause clause) {
        if (clause instanceof AlterClause.AddColumn add) {
            ColumnAddition.add(draft, add);
        } else if (clause instanceof AlterClause.AddColumns add) {
            ColumnAddition.add(draft, add);
        } else if (clause instanceof AlterClause.DropColumn drop) {
            ColumnRemoval.remove(draft, drop);
        } else if (clause instanceof AlterClause.ModifyColumn modify) {
            ColumnModification.modify(draft, modify);
        } else if (clause instanceof AlterClause.AddField add) {
            FieldChange.add(draft, add);
        } else if (clause instanceof AlterClause.DropField drop) {
            FieldChange.drop(draft, drop);
        } else {
            draft.rewriteData();
            rewrite(clause);
        }
    }

    private void rewrite(AlterClause clause) {
        if (clause instanceof AlterClause.Reorder reorder) {
            Reordering.reorder(draft, reorder);
        } else if (clause instanceof AlterClause.AddIndex add) {
            IndexChange.add(draft, add);
        } else if (clause instanceof AlterClause.DropIndex drop) {
            IndexChange.drop(draft, drop);
        }
    }

    private StatementResult finish() {
        Table before = alteration.table();
        Span at = clauses.get(0).span();
        draft.properties().keySet().forEach(property -> ShortKeyProperty.check(draft.before(), property, at));
        boolean indexesChanged = !identities(draft.indexes()).equals(identities(before.indexes()));
        BloomFilterChange filters = BloomFilterChange.of(draft, at);
        SchemaChangeCheck check = new SchemaChangeCheck(draft, at);
        List<String> sortKey = before.sortKey();
        boolean changed = indexesChanged;
        if (isAltered(before.columns(), draft.base(), indexesChanged, filters)) {
            sortKey = check.checkTable();
            changed = true;
        }
        List<Rollup> rollups = new ArrayList<>();
        for (Rollup rollup : before.rollups()) {
            ColumnListDraft columns = Objects.requireNonNull(draft.rollups().get(rollup.name()));
            if (isAltered(rollup.columns(), columns, indexesChanged, filters)) {
                check.checkRollup(rollup, columns);
                changed = true;
            }
            rollups.add(rollup.withColumns(columns.columns()));
        }
        if (!changed) {
            return alteration.unchanged();
        }
        Table after = before.withColumns(draft.base().columns())
                .withRollups(rollups)
                .withIndexes(draft.indexes())
                .withSortKey(sortKey);
        return reordered(ColumnChangePropagation.told(alteration, replicated(filters.applied(after)), cost()));
    }

    /** Views that read a table are told when the order of its columns is changed, before that is done. */
    private StatementResult reordered(StatementResult applied) {
        if (clauses.stream().noneMatch(AlterClause.Reorder.class::isInstance)) {
            return applied;
        }
        String table = alteration.table().name();
        return new StatementResult(
                DependentMaterializedViews.of(applied.catalog())
                        .inactivated(alteration.database().name(), table, InactiveReason.reordered(table)),
                applied.session(),
                applied.cost());
    }

    private static boolean isAltered(
            List<Column> before, ColumnListDraft columns, boolean indexesChanged, BloomFilterChange filters) {
        return !isSame(before, columns.columns()) || (filters.changes() ? filters.concerns(columns) : indexesChanged);
    }

    private static boolean isSame(List<Column> before, List<Column> after) {
        if (before.size() != after.size()) {
            return false;
        }
        for (int i = 0; i < before.size(); i++) {
            if (!ColumnComparison.isSame(before.get(i), after.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static Set<IndexDefinition> identities(List<IndexDefinition> indexes) {
        return new HashSet<>(indexes);
    }

    /** A shared-nothing table with a GIN index can't have replicated storage: it loses it with the next rewrite. */
    private Table replicated(Table table) {
        boolean gin = table.indexes().stream().anyMatch(index -> index.kind() == IndexDefinition.Kind.GIN);
        boolean loses = gin && !draft.metadataOnly() && !alteration.profile().sharedData();
        return loses ? table.withProperties(table.properties().with("replicated_storage", "false")) : table;
    }

    private Cost cost() {
        return draft.metadataOnly() && FastEvolution.isImmediate(alteration) ? Cost.FAST_JOB : Cost.COLUMN_JOB;
    }
}
