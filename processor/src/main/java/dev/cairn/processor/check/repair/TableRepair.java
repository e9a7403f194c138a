package dev.cairn.processor.check.repair;

import dev.cairn.engine.property.KnownProperty;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.ColumnPart;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.ast.CreateClause.IndexClause;
import dev.cairn.sql.ast.CreateClause.PropertyClause;
import dev.cairn.sql.ast.CreateClause.RollupClause;
import dev.cairn.sql.ast.CreateClause.SortClause;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Removes the mistaken parts of a table. If it loses a column, a new column becomes the first one of its key. */
final class TableRepair {
    private static final Span NOWHERE = Span.NONE;

    private final StatementMistakes mistakes;
    private final CreateTable table;
    private final List<ColumnDefinition> columns = new ArrayList<>();
    private final Set<String> removedNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final @Nullable KeyClause key;
    private final boolean isKeyRepaired;
    /** Whether a name in the key is neither a column nor a misspelling of one, so that any column may be part of the key. */
    private final boolean isKeyUnknown;

    private final boolean mergesRows;

    TableRepair(StatementMistakes mistakes, CreateTable table, List<DeclaredColumn> declared) {
        this.mistakes = mistakes;
        this.table = table;
        this.mergesRows = mergesRows(table);
        for (int i = 0; i < table.columns().size(); i++) {
            addColumn(table.columns().get(i), declared.get(i));
        }
        columns.removeIf(column -> column.generatedValue() != null
                && hasRemoved(column.generatedValue().columnReferences()));
        List<ColumnDefinition> generated = new ArrayList<>(columns);
        generated.removeIf(column -> column.generatedValue() == null);
        columns.removeAll(generated);
        columns.addAll(generated);
        this.isKeyRepaired = !removedNames.isEmpty()
                || (table.key() != null && mistakes.affectAny(table.key().columns()));
        this.isKeyUnknown = table.key() != null
                && table.key().columns().stream()
                        .anyMatch(name -> findIntended(name).isEmpty());
        this.key = isKeyRepaired ? repairKey(table.key()) : table.key();
    }

    private void addColumn(ColumnDefinition column, DeclaredColumn declared) {
        boolean mistaken = mistakes.affect(column.span())
                || mistakes.affect(column.name().span())
                || declared.places().parts().entrySet().stream()
                        .anyMatch(part -> part.getKey() != ColumnPart.DEFAULT && mistakes.areAt(part.getValue()))
                || (column.generatedValue() != null
                        && mistakes.affectAny(column.generatedValue().columnReferences()));
        Place value = declared.places().parts().get(ColumnPart.DEFAULT);
        if (mistaken) {
            removedNames.add(column.name().text());
        } else {
            columns.add(value != null && mistakes.areAt(value) ? column.withDefaultValue(null) : column);
        }
    }

    private boolean hasRemoved(List<Name> names) {
        return names.stream().anyMatch(name -> removedNames.contains(name.text()));
    }

    private boolean areRemoved(List<Name> names) {
        return isKeyUnknown || mistakes.affectAny(names) || hasRemoved(names);
    }

    /** Brings the columns into the order of the remaining key. */
    private @Nullable KeyClause repairKey(@Nullable KeyClause declared) {
        Name name = Name.of("key");
        while (isColumn(name)) {
            name = Name.of(name.text() + "_");
        }
        List<Name> names = new ArrayList<>(List.of(name));
        List<ColumnDefinition> ordered = new ArrayList<>();
        ordered.add(ColumnDefinition.of(name, new Type.Scalar(Type.Scalar.Kind.INT), NOWHERE));
        for (Name part : declared == null ? List.<Name>of() : declared.columns()) {
            for (ColumnDefinition column : columns) {
                if (findIntended(part).filter(column.name()::is).isPresent() && !names.contains(column.name())) {
                    ordered.add(isColumn(part) ? column : column.withNullable(null));
                    names.add(column.name());
                }
            }
        }
        boolean aggregates = declared != null && declared.model() == KeyModel.AGGREGATE;
        columns.removeIf(column ->
                names.contains(column.name()) || (isKeyUnknown && aggregates && column.aggregation() == null));
        columns.addAll(0, ordered);
        return declared == null ? null : new KeyClause(declared.model(), names, NOWHERE);
    }

    /** The column that a name stands for, even if it is misspelt. */
    private Optional<String> findIntended(Name part) {
        List<String> names =
                table.columns().stream().map(column -> column.name().text()).toList();
        return isColumn(part) ? Optional.of(part.text()) : Suggestion.findNearest(part.text(), names);
    }

    private boolean isColumn(Name name) {
        return table.columns().stream().anyMatch(column -> column.name().is(name.text()));
    }

    CreateTable repair() {
        PartitionClause partitioning = repairPartitioning();
        Distribution distribution = repairDistribution();
        boolean partitioned = partitioning != null || table.partitioning() == null;
        boolean sameDistribution = distribution == table.distribution();
        return table.withColumns(columns)
                .without(CreateClause.Kind.PARTITIONING)
                .without(CreateClause.Kind.DISTRIBUTION)
                .with(
                        new IndexClause(StatementMistakes.filterOut(
                                table.indexes(), index -> mistakes.affect(index) || areRemoved(index.columns()))),
                        key,
                        partitioning,
                        distribution,
                        new SortClause(isOrdered() ? table.orderBy() : List.of()),
                        new RollupClause(
                                isKeyRepaired
                                        ? List.of()
                                        : StatementMistakes.filterOut(table.rollups(), mistakes::affect)),
                        new PropertyClause(StatementMistakes.filterOut(
                                mistakes.soundProperties(table.properties(), partitioned),
                                property -> hasRemovedNames(property)
                                        || (!sameDistribution && KnownProperty.COLOCATE_WITH.is(property.name())))));
    }

    private @Nullable PartitionClause repairPartitioning() {
        PartitionClause clause = table.partitioning();
        if (clause == null || mistakes.affect(clause.span()) || areRemoved(clause.columnReferences())) {
            return null;
        }
        return clause.withPartitions(StatementMistakes.filterOut(clause.partitions(), mistakes::affect));
    }

    /** Distributes by the key if the distribution is mistaken and the server would not choose one itself. */
    private @Nullable Distribution repairDistribution() {
        Distribution declared = table.distribution();
        boolean valid = declared == null
                ? !mergesRows
                        || !mistakes.affect(
                                table.key() == null ? table.span() : table.key().span())
                : !mistakes.affect(declared.span())
                        && !(declared instanceof Distribution.Hash hash && areRemoved(hash.columns()));
        if (valid || (key == null && !mergesRows)) {
            return valid ? declared : null;
        }
        List<Name> names = key == null ? impliedKey() : key.columns();
        return new Distribution.Hash(names, declared == null ? null : declared.buckets(), NOWHERE);
    }

    private List<Name> impliedKey() {
        return columns.stream()
                .filter(column -> column.aggregation() == null)
                .map(ColumnDefinition::name)
                .toList();
    }

    private static boolean mergesRows(CreateTable table) {
        KeyClause key = table.key();
        return key == null
                ? table.columns().stream().anyMatch(column -> column.aggregation() != null)
                : key.model() == KeyModel.AGGREGATE || key.model() == KeyModel.UNIQUE;
    }

    /** The columns of ORDER BY depend on the key if rows with equal keys are merged. */
    private boolean isOrdered() {
        return table.orderBy().stream()
                        .noneMatch(item ->
                                mistakes.affect(item) || areRemoved(item.value().columnReferences()))
                && !(isKeyRepaired && mergesRows);
    }

    private boolean hasRemovedNames(Property property) {
        String value = property.value().toLowerCase(Locale.ROOT);
        return removedNames.stream().anyMatch(name -> value.contains(name.toLowerCase(Locale.ROOT)));
    }
}
