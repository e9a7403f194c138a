package dev.cairn.engine.alter;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeText;
import dev.cairn.engine.column.ShortKey;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.Cost;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.table.ShortKeyProperty;
import dev.cairn.engine.value.HashOrder;
import dev.cairn.engine.view.DependentMaterializedViews;
import dev.cairn.engine.view.InactiveReason;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.DropColumn;
import dev.cairn.sql.ast.AlterClause.Reorder;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Applies the clauses of an ALTER TABLE that change columns, indexes and bloom filters, all as a single change. */
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
            alteration.table().requireNoTemporaryPartitions(clause.span());
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
            throw Refusal.execution(clause.span(), AlterRule.NOT_COMBINABLE, what);
        }
    }

    private StatementResult comment(AlterClause.ModifyColumnComment clause) {
        Table table = alteration.table();
        if (table.column(clause.column().text()).isEmpty()) {
            throw Refusal.execution(clause.column().span(), AlterRule.COLUMN_DOES_NOT_EXIST, clause.column());
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
            remove(draft, drop);
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
            new IndexChange(draft).add(add);
        } else if (clause instanceof AlterClause.DropIndex drop) {
            new IndexChange(draft).drop(drop);
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
        return reordered(ColumnChangePropagation.apply(alteration, replicated(filters.applied(after)), cost()));
    }

    /**
     * Deactivates the materialized views that read the table if the statement reorders its columns. The server does
     * this before it applies the new order.
     */
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
            if (!before.get(i).isSame(after.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static Set<IndexDefinition> identities(List<IndexDefinition> indexes) {
        return new HashSet<>(indexes);
    }

    /**
     * Turns off replicated storage when a shared-nothing table with a GIN index is rewritten; the two exclude each
     * other.
     */
    private Table replicated(Table table) {
        boolean gin = table.indexes().stream().anyMatch(index -> index.kind() == IndexDefinition.Kind.GIN);
        boolean loses = gin && !draft.metadataOnly() && !alteration.profile().sharedData();
        return loses ? table.withProperties(table.properties().with("replicated_storage", "false")) : table;
    }

    private Cost cost() {
        return draft.metadataOnly() && alteration.changesMetadataImmediately() ? Cost.FAST_JOB : Cost.COLUMN_JOB;
    }

    // DROP COLUMN, from the table and all its rollups, or from a single rollup

    private static void remove(SchemaDraft draft, DropColumn clause) {
        Name name = clause.column();
        draft.before().requireUnprotected(name, false);
        Optional<ColumnListDraft> target = draft.target(clause.rollup());
        requireNoKey(draft, target.orElse(draft.base()), name, target.isPresent());
        draft.before(name.text()).ifPresent(draft::dropIndexesOn);
        ColumnListDraft first = target.orElse(draft.base());
        if (first.indexOf(name.text()) < 0) {
            throw Refusal.execution(name.span(), AlterRule.DROPPED_COLUMN_NOT_FOUND, name);
        }
        remove(draft, first, name);
        if (target.isEmpty()) {
            draft.rollups().values().forEach(rollup -> remove(draft, rollup, name));
        }
    }

    private static void remove(SchemaDraft draft, ColumnListDraft columns, Name name) {
        columns.remove(name.text()).filter(Column::key).ifPresent(key -> draft.rewriteData());
    }

    private static void requireNoKey(SchemaDraft draft, ColumnListDraft columns, Name name, boolean rollup) {
        KeyModel model = draft.before().model();
        boolean key = (model == KeyModel.AGGREGATE ? columns : draft.base())
                .find(name.text())
                .filter(Column::key)
                .isPresent();
        if (model == KeyModel.PRIMARY) {
            if (key) {
                throw Refusal.execution(name.span(), AlterRule.KEY_OF_PRIMARY_KEY_DROPPED);
            }
            if (draft.before().sortKey().stream().anyMatch(name::is)) {
                throw Refusal.execution(name.span(), AlterRule.SORT_COLUMN_DROPPED);
            }
        } else if (model == KeyModel.UNIQUE && key) {
            throw Refusal.execution(name.span(), AlterRule.KEY_OF_UNIQUE_KEY_DROPPED);
        } else if (model == KeyModel.AGGREGATE && key && replaces(columns)) {
            throw Refusal.execution(name.span(), AlterRule.KEY_DROPPED_BESIDE_REPLACE, rollup ? "rollup" : "table");
        }
    }

    private static boolean replaces(ColumnListDraft columns) {
        return columns.columns().stream().anyMatch(SchemaChange::replaces);
    }

    private static boolean replaces(Column column) {
        return column.aggregation() == Aggregation.Function.REPLACE
                || column.aggregation() == Aggregation.Function.REPLACE_IF_NOT_NULL;
    }

    /** Propagates a change of a table's columns to the materialized views that read them. */
    private static final class ColumnChangePropagation {
        private ColumnChangePropagation() {}

        static StatementResult apply(AlterTableContext alteration, Table after, Cost cost) {
            StatementResult applied = alteration.to(after, cost);
            Collection<String> changed = changed(alteration.table(), after);
            if (changed.isEmpty()) {
                return applied;
            }
            String database = alteration.database().name();
            DependentMaterializedViews dependents = DependentMaterializedViews.of(applied.catalog());
            Catalog catalog;
            if (cost == Cost.FAST_JOB) {
                catalog = dependents.inactivatedBy(database, after.name(), HashOrder.of(changed));
            } else if (alteration.profile().sharedData()) {
                catalog = byName(applied.catalog(), database, after, changed);
            } else {
                catalog = dependents.inactivatedBy(database, after.name(), changed);
            }
            return new StatementResult(catalog, applied.session(), cost);
        }

        /**
         * Deactivates a view as a shared-data server does when it rewrites a table: it compares only the names of the
         * views' own columns, stops at the first view that has one of the changed names, and deactivates no other view.
         */
        private static Catalog byName(Catalog catalog, String database, Table table, Collection<String> changed) {
            Optional<MaterializedView> first = Optional.empty();
            for (MaterializedView view :
                    catalog.database(database).orElseThrow().materializedViews().values()) {
                boolean reads = view.definition().bases().stream().anyMatch(base -> isOf(base, database, table));
                boolean named = view.columns().stream().anyMatch(column -> changed.contains(column.name()));
                if (reads && named && first.isEmpty()) {
                    first = Optional.of(view);
                }
            }
            return first.map(view -> catalog.with(catalog.database(database)
                            .orElseThrow()
                            .with(view.inactivated(InactiveReason.columnsChanged(changed)))))
                    .orElse(catalog);
        }

        private static boolean isOf(BaseRelation base, String database, Table table) {
            return base.is(database, table.name());
        }

        /** The names of columns that were dropped or whose definition has changed. */
        private static Collection<String> changed(Table before, Table after) {
            Set<String> changed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            List<Column> columns = before.columns();
            for (Column column : columns) {
                Optional<Column> now = after.column(column.name());
                if (now.isEmpty() || !column.isSame(now.get())) {
                    changed.add(column.name());
                }
            }
            return changed;
        }
    }

    /**
     * Applies ORDER BY. A list with as many names as the table has columns reorders the columns; any other list is a
     * sort key.
     */
    private static final class Reordering {
        private Reordering() {}

        static boolean isSortKey(SchemaDraft draft, Reorder clause) {
            Table table = draft.before();
            return clause.columns().size()
                    != table.columns().size()
                            + table.partitioning().hiddenExpressions().size();
        }

        static void reorder(SchemaDraft draft, Reorder clause) {
            if (draft.before().model() == KeyModel.PRIMARY) {
                throw Refusal.execution(clause.span(), AlterRule.PRIMARY_KEY_REORDERED);
            }
            ColumnListDraft columns = draft.target(clause.rollup()).orElse(draft.base());
            List<Column> ordered = named(columns, clause.columns());
            if (ordered.size() != columns.size()) {
                throw Refusal.execution(clause.span(), AlterRule.REORDER_WITHOUT_ALL_COLUMNS);
            }
            columns.reorder(ordered);
        }

        static List<String> sortKey(SchemaDraft draft, Reorder clause) {
            List<Column> sorted = named(draft.base(), clause.columns());
            KeyModel model = draft.before().model();
            if (model == KeyModel.PRIMARY) {
                sorted.forEach(column -> requireSortable(column, clause.span()));
            } else if (model != KeyModel.DUPLICATE && !new HashSet<>(sorted).equals(keys(draft))) {
                throw Refusal.execution(clause.span(), AlterRule.SORT_COLUMNS_NOT_KEY, model);
            }
            ShortKey.of(draft.base().columns(), sorted, clause.span());
            return sorted.stream().map(Column::name).toList();
        }

        private static Set<Column> keys(SchemaDraft draft) {
            Set<Column> keys = new HashSet<>(draft.base().columns());
            keys.removeIf(column -> !column.key());
            return keys;
        }

        private static void requireSortable(Column column, Span at) {
            if (!PrimitiveType.of(column.type()).canBePrimaryKey()) {
                throw Refusal.execution(at, AlterRule.SORT_COLUMN_TYPE, column.name(), TypeText.named(column.type()));
            }
        }

        private static List<Column> named(ColumnListDraft columns, List<Name> names) {
            Set<String> seen = new HashSet<>();
            List<Column> sorted = new ArrayList<>(names.size());
            for (Name name : names) {
                sorted.add(columns.find(name.text())
                        .orElseThrow(() -> Refusal.execution(name.span(), AlterRule.FIELD_COLUMN_NOT_FOUND, name)));
                if (!seen.add(name.text().toLowerCase(Locale.ROOT))) {
                    throw Refusal.execution(name.span(), AlterRule.COLUMN_REPEATED, name);
                }
            }
            return sorted;
        }
    }
}
