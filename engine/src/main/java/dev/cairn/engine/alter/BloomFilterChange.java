package dev.cairn.engine.alter;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.index.BloomFilterColumns;
import dev.cairn.engine.materialized.MaterializedViewPropertyNormalizer;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.table.TableRule;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.AlterClause.SetProperties;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.RefusalRule;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The change that {@code bloom_filter_columns} or {@code bloom_filter_fpp} makes to a table's bloom filters. */
final class BloomFilterChange {
    private final AlterTableDraft draft;
    private final Span span;
    private final BloomFilterColumns oldFilters;
    private final BloomFilterColumns newFilters;

    private BloomFilterChange(AlterTableDraft draft, Span span) {
        this.draft = draft;
        this.span = span;
        this.oldFilters = BloomFilterColumns.of(draft.tableBefore());
        this.newFilters = parseRequestedFilters();
    }

    /**
     * Returns the change that the properties in the draft request.
     *
     * @throws Refusal if a column does not exist or can't have a bloom filter, or if the properties change nothing
     */
    static BloomFilterChange of(AlterTableDraft draft, Span span) {
        BloomFilterChange change = new BloomFilterChange(draft, span);
        change.requireKnownColumns();
        change.requireNoNgramIndexes();
        return change;
    }

    /** Returns the view with the bloom filters that the clause sets; null if the clause sets other properties. */
    static @Nullable MaterializedView alterView(ServerState server, MaterializedView view, SetProperties clause) {
        if (clause.properties().stream()
                .noneMatch(property -> KnownProperty.BLOOM_FILTER_COLUMNS.isNamed(property.name()))) {
            return null;
        }
        SetPropertiesDdl.requireSingleFamily(clause);
        String columnList = clause.properties().get(0).value();
        if (columnList.isEmpty()) {
            return view.withProperties(
                    view.properties().withoutProperty(KnownProperty.BLOOM_FILTER_COLUMNS.propertyName()));
        }
        try {
            String normalizedColumns = MaterializedViewPropertyNormalizer.normalizeBloomFilterColumns(view, columnList);
            return view.withProperties(view.properties()
                    .withProperty(KnownProperty.BLOOM_FILTER_COLUMNS.propertyName(), normalizedColumns));
        } catch (InvalidValueException failure) {
            throw Refusal.ofExecution(clause.properties().get(0).span(), failure.rule(), failure.arguments());
        }
    }

    boolean hasChanges() {
        return !newFilters.equals(oldFilters);
    }

    /**
     * Returns whether one of the columns gains or loses a filter, or gets a filter with a different false positive
     * rate.
     */
    boolean affects(ColumnListDraft columnList) {
        return columnList.columns().stream()
                .anyMatch(column -> oldFilters.contains(column.name()) != newFilters.contains(column.name())
                        || (newFilters.contains(column.name())
                                && oldFilters.falsePositiveRate() != newFilters.falsePositiveRate()));
    }

    /**
     * Returns the table with the new filters. The server keeps the filter of a dropped column for the next column of
     * that name, until a statement declares the filters again.
     */
    Table applyTo(Table table) {
        BloomFilterColumns filters =
                hasChanges() ? newFilters : BloomFilterColumns.ofPresentAndDropped(draft.tableBefore());
        return filters.applyTo(table);
    }

    private BloomFilterColumns parseRequestedFilters() {
        Map<String, String> propertyValueByName = draft.properties();
        String columnList = propertyValueByName.get(KnownProperty.BLOOM_FILTER_COLUMNS.propertyName());
        Optional<NavigableSet<String>> columnNames =
                columnList == null ? Optional.empty() : Optional.of(parseColumnNames(columnList));
        String rateText = propertyValueByName.get(KnownProperty.BLOOM_FILTER_FPP.propertyName());
        double rate = rateText == null ? 0 : BloomFilterColumns.parseRate(rateText, span);
        if (columnNames.isEmpty() && rate == 0) {
            return oldFilters;
        }
        BloomFilterColumns requestedFilters =
                oldFilters.withColumnNames(columnNames.orElse(oldFilters.columnNames()), rate);
        // If the table has no filters, the server counts an empty list as a change and does not report "no change".
        boolean isFirstFilter =
                columnNames.isPresent() && oldFilters.columnNames().isEmpty();
        if (!isFirstFilter && requestedFilters.equals(oldFilters)) {
            throw createRefusal(AlterRule.BLOOM_FILTER_UNCHANGED);
        }
        return requestedFilters;
    }

    private NavigableSet<String> parseColumnNames(String columnList) {
        if (columnList.isEmpty()) {
            return BloomFilterColumns.toSortedNames(List.of());
        }
        try {
            return BloomFilterColumns.toSortedNames(BloomFilterColumns.parseColumnNames(
                    columnList,
                    draft.tableColumns().columns(),
                    draft.tableBefore().model()));
        } catch (InvalidValueException failure) {
            throw createRefusal(failure.rule(), failure.arguments());
        }
    }

    private void requireKnownColumns() {
        for (String name : newFilters.columnNames()) {
            if (draft.tableBefore().findColumn(name).isEmpty()) {
                throw createRefusal(CommonRule.NOT_FOUND, RuleSubject.COLUMN, name);
            }
        }
    }

    private void requireNoNgramIndexes() {
        for (IndexDefinition index : draft.indexes()) {
            Name columnName = index.columns().get(0);
            if (index.kind() == IndexDefinition.Kind.NGRAMBF && newFilters.contains(columnName.text())) {
                throw createRefusal(TableRule.TWO_BLOOM_FILTERS, columnName);
            }
        }
    }

    private Refusal createRefusal(RefusalRule rule, Object... arguments) {
        return Refusal.ofExecution(span, rule, arguments);
    }
}
