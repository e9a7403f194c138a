package dev.cairn.engine.advice;

import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.ColumnOrigin;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the warnings about a relation in a FROM clause whose conditions let the server prune neither partitions nor
 * ranges of sort keys, although the relation has them.
 */
final class PruningWarningFinder {
    private final Catalog catalog;
    private final List<SelectParts> selects;
    private final SelectParts selectParts;
    private final BoundRelation relation;
    private final Function<BoundRelation, @Nullable Table> tableFinder;
    private final Function<Span, String> sourceText;
    private final ColumnMentions mentions;
    private final PartitionRestriction restriction;

    /**
     * @param selects all SELECTs of the statement, since an outer one may restrict a column of an inner one
     * @param sourceText returns the words to quote for a part of the statement
     */
    PruningWarningFinder(
            Catalog catalog,
            List<SelectParts> selects,
            SelectParts selectParts,
            BoundRelation relation,
            Function<BoundRelation, @Nullable Table> tableFinder,
            Function<Span, String> sourceText) {
        this.catalog = catalog;
        this.selects = selects;
        this.selectParts = selectParts;
        this.relation = relation;
        this.tableFinder = tableFinder;
        this.sourceText = sourceText;
        this.mentions = new ColumnMentions(selects, selectParts, relation);
        this.restriction = new PartitionRestriction(mentions);
    }

    /** Returns the warnings about the relation; empty if the statement names partitions or tablets of it. */
    List<QueryWarning> findWarnings() {
        if (!(relation.relation() instanceof Relation.Named namedRelation)
                || relation.source() == null
                || namedRelation.partitions() != null
                || !namedRelation.section().tabletIds().isEmpty()) {
            return List.of();
        }
        List<QueryWarning> warnings = new ArrayList<>();
        Table table = tableFinder.apply(relation);
        if (table != null) {
            List<String> columnNames = table.partitioning().sourceColumns();
            if (restriction.readsAllPartitions(PartitionRestriction.collectRestrictableColumnNames(table))) {
                warnings.add(createAllPartitionsWarning(namedRelation, table.name(), columnNames));
            }
            warnings.addAll(new KeyColumnConditions(mentions, table, sourceText).findWarnings());
        }
        MaterializedView materializedView = findMaterializedView();
        if (materializedView != null) {
            List<String> columnNames = materializedView.partitionBy().stream()
                    .flatMap(expression -> expression.collectReferenceNames().stream())
                    .distinct()
                    .toList();
            if (restriction.readsAllPartitions(columnNames)) {
                warnings.add(createAllPartitionsWarning(namedRelation, materializedView.name(), columnNames));
            }
        }
        Source source = relation.source();
        if (source.viewQuery() != null) {
            findViewWarning(namedRelation, source.viewQuery().query()).ifPresent(warnings::add);
        }
        return warnings;
    }

    private static QueryWarning createAllPartitionsWarning(
            Relation.Named relation, String tableName, List<String> columnNames) {
        return QueryWarning.of(
                QueryAdviceRule.ALL_PARTITIONS, relation.name().span(), tableName, String.join(" or ", columnNames));
    }

    /**
     * Returns a warning about a view that passes on the rows of one table with its partition column, if no condition
     * restricts this column.
     */
    private Optional<QueryWarning> findViewWarning(Relation.Named namedRelation, Query definition) {
        if (!passesOnRows(definition)) {
            return Optional.empty();
        }
        List<SelectParts> viewSelects = SelectParts.collectIn(definition, selectParts.bindings());
        SelectParts viewParts = viewSelects.get(0);
        BoundRelation baseRelation = viewParts.relations().get(0);
        Table table = tableFinder.apply(baseRelation);
        if (viewSelects.size() > 1
                || table == null
                || table.partitioning().sourceColumns().size() != 1) {
            return Optional.empty();
        }
        List<String> restrictableColumnNames = PartitionRestriction.collectRestrictableColumnNames(table);
        String columnName =
                findViewColumnName(table.partitioning().sourceColumns().get(0));
        PartitionRestriction viewRestriction =
                new PartitionRestriction(new ColumnMentions(viewSelects, viewParts, baseRelation));
        ColumnMentions baseMentions = new ColumnMentions(selects, selectParts, baseRelation);
        if (columnName != null
                && viewRestriction.readsAllPartitions(restrictableColumnNames)
                && restriction.readsAllPartitions(List.of(columnName))
                && restrictableColumnNames.stream().noneMatch(baseMentions::isDerivedColumnMentioned)) {
            return Optional.of(createAllPartitionsWarning(namedRelation, table.name(), List.of(columnName)));
        }
        return Optional.empty();
    }

    /** Returns whether a query reads one named relation, and neither limits nor groups its rows. */
    private static boolean passesOnRows(Query query) {
        return query.limit() == null
                && query.body() instanceof Select select
                && select.groupBy() == null
                && select.from().size() == 1
                && select.from().get(0) instanceof Relation.Named;
    }

    /** Returns the name by which a view passes on a column of its table; null if the view does not pass it on. */
    private @Nullable String findViewColumnName(String columnName) {
        for (RelationField field : relation.fields().fields()) {
            List<ColumnOrigin> origins = field.origins().stream()
                    .map(usedColumn -> usedColumn.sourceUsage().createOrigin(usedColumn.columnIndex()))
                    .filter(origin -> origin.source().viewQuery() == null)
                    .toList();
            if (origins.size() == 1 && origins.get(0).column().name().equalsIgnoreCase(columnName)) {
                return field.name();
            }
        }
        return null;
    }

    private @Nullable MaterializedView findMaterializedView() {
        Source source = relation.source();
        return source == null || source.kind() != Source.Kind.MATERIALIZED_VIEW
                ? null
                : catalog.findMaterializedView(source.database(), source.name()).orElse(null);
    }
}
