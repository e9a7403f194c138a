package dev.cairn.processor.check.repair;

import dev.cairn.engine.property.KnownProperty;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.ColumnPart;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Removes the parts of a table that have mistakes, so that the engine finds the next mistake. If a column is removed or
 * the key has a mistake, a new column becomes the first column of the key, so that the key is never empty.
 */
final class TableRepairer {
    private final StatementMistakes mistakes;
    private final CreateTable table;
    private final List<ColumnDefinition> columns = new ArrayList<>();
    private final Set<String> removedNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final @Nullable KeyClause repairedKey;
    private final boolean isKeyRepaired;
    /**
     * Whether a name in the key is neither a column nor a misspelling of one, so that any column may be part of the
     * key.
     */
    private final boolean isKeyUnknown;

    private final boolean mergesRows;

    /** Repairs the columns and the key of a table; {@link #repair} repairs the clauses. */
    TableRepairer(StatementMistakes mistakes, CreateTable table, List<DeclaredColumn> declaredColumns) {
        this.mistakes = mistakes;
        this.table = table;
        this.mergesRows = mergesRows(table);
        for (int i = 0; i < table.columns().size(); i++) {
            addColumn(table.columns().get(i), declaredColumns.get(i));
        }
        columns.removeIf(column -> column.generatedValue() != null
                && containsRemovedName(column.generatedValue().collectColumnNames()));
        List<ColumnDefinition> generatedColumns = new ArrayList<>(columns);
        generatedColumns.removeIf(column -> column.generatedValue() == null);
        columns.removeAll(generatedColumns);
        columns.addAll(generatedColumns);
        this.isKeyRepaired = !removedNames.isEmpty()
                || (table.key() != null && mistakes.affectsAny(table.key().columns()));
        this.isKeyUnknown = table.key() != null
                && table.key().columns().stream()
                        .anyMatch(name -> findIntendedColumn(name).isEmpty());
        this.repairedKey = isKeyRepaired ? repairKey(table.key()) : table.key();
    }

    /**
     * Adds a column to the remaining ones, or its name to the removed ones if it has a mistake. If only its default has
     * a mistake, the column remains without it.
     */
    private void addColumn(ColumnDefinition column, DeclaredColumn declaredColumn) {
        boolean hasMistake = mistakes.affects(column.span())
                || mistakes.affects(column.name().span())
                || declaredColumn.places().placeByPart().entrySet().stream()
                        .anyMatch(partEntry ->
                                partEntry.getKey() != ColumnPart.DEFAULT && mistakes.hasMistakeAt(partEntry.getValue()))
                || (column.generatedValue() != null
                        && mistakes.affectsAny(column.generatedValue().collectColumnNames()));
        Place defaultPlace = declaredColumn.places().placeByPart().get(ColumnPart.DEFAULT);
        if (hasMistake) {
            removedNames.add(column.name().text());
        } else {
            columns.add(
                    defaultPlace != null && mistakes.hasMistakeAt(defaultPlace)
                            ? column.withDefaultValue(null)
                            : column);
        }
    }

    private boolean containsRemovedName(List<Name> names) {
        return names.stream().anyMatch(name -> removedNames.contains(name.text()));
    }

    private boolean mayContainRemovedName(List<Name> names) {
        return isKeyUnknown || mistakes.affectsAny(names) || containsRemovedName(names);
    }

    /**
     * Reorders the columns: a new key column, the remaining key columns in the order of the key, and all others.
     * Returns the key with the new column; null without a declared key.
     */
    private @Nullable KeyClause repairKey(@Nullable KeyClause declaredKey) {
        Name newKeyName = Name.of("key");
        while (isColumn(newKeyName)) {
            newKeyName = Name.of(newKeyName.text() + "_");
        }
        List<Name> remainingKeyNames = new ArrayList<>(List.of(newKeyName));
        List<ColumnDefinition> orderedColumns = new ArrayList<>();
        orderedColumns.add(ColumnDefinition.of(newKeyName, new Type.Scalar(Type.Scalar.Kind.INT), Span.NONE));
        for (Name keyName : declaredKey == null ? List.<Name>of() : declaredKey.columns()) {
            for (ColumnDefinition column : columns) {
                if (findIntendedColumn(keyName)
                                .filter(column.name()::equalsIgnoreCase)
                                .isPresent()
                        && !remainingKeyNames.contains(column.name())) {
                    orderedColumns.add(isColumn(keyName) ? column : column.withNullable(null));
                    remainingKeyNames.add(column.name());
                }
            }
        }
        boolean isAggregate = declaredKey != null && declaredKey.model() == KeyModel.AGGREGATE;
        columns.removeIf(column -> remainingKeyNames.contains(column.name())
                || (isKeyUnknown && isAggregate && column.aggregation() == null));
        columns.addAll(0, orderedColumns);
        return declaredKey == null ? null : new KeyClause(declaredKey.model(), remainingKeyNames, Span.NONE);
    }

    /** Returns the column for which a name stands, even if the name is misspelled. */
    private Optional<String> findIntendedColumn(Name name) {
        List<String> columnNames =
                table.columns().stream().map(column -> column.name().text()).toList();
        return isColumn(name) ? Optional.of(name.text()) : Suggestion.findNearest(name.text(), columnNames);
    }

    private boolean isColumn(Name name) {
        return table.columns().stream().anyMatch(column -> column.name().equalsIgnoreCase(name.text()));
    }

    CreateTable repair() {
        PartitionClause partitioning = repairPartitioning();
        Distribution distribution = repairDistribution();
        boolean isPartitioned = partitioning != null || table.partitioning() == null;
        boolean isSameDistribution = distribution == table.distribution();
        return table.withColumns(columns)
                .withoutClause(CreateClause.Kind.PARTITIONING)
                .withoutClause(CreateClause.Kind.DISTRIBUTION)
                .withClauses(
                        new IndexClause(StatementMistakes.filterOut(
                                table.indexes(),
                                index -> mistakes.affects(index) || mayContainRemovedName(index.columns()))),
                        repairedKey,
                        partitioning,
                        distribution,
                        new SortClause(mayKeepOrder() ? table.orderBy() : List.of()),
                        new RollupClause(
                                isKeyRepaired
                                        ? List.of()
                                        : StatementMistakes.filterOut(table.rollups(), mistakes::affects)),
                        new PropertyClause(StatementMistakes.filterOut(
                                mistakes.repairProperties(table.properties(), isPartitioned),
                                property -> mentionsRemovedColumn(property)
                                        || (!isSameDistribution
                                                && KnownProperty.COLOCATE_WITH.isNamed(property.name())))));
    }

    private @Nullable PartitionClause repairPartitioning() {
        PartitionClause partitionClause = table.partitioning();
        if (partitionClause == null
                || mistakes.affects(partitionClause.span())
                || mayContainRemovedName(partitionClause.collectColumnNames())) {
            return null;
        }
        return partitionClause.withPartitions(
                StatementMistakes.filterOut(partitionClause.partitions(), mistakes::affects));
    }

    /**
     * Returns the declared distribution if it has no mistake, and otherwise a distribution by the key; null if the
     * server chooses the distribution itself.
     */
    private @Nullable Distribution repairDistribution() {
        Distribution declaredDistribution = table.distribution();
        boolean isValid = declaredDistribution == null
                ? !mergesRows
                        || !mistakes.affects(
                                table.key() == null ? table.span() : table.key().span())
                : !mistakes.affects(declaredDistribution.span())
                        && !(declaredDistribution instanceof Distribution.Hash hashDistribution
                                && mayContainRemovedName(hashDistribution.columns()));
        if (isValid || (repairedKey == null && !mergesRows)) {
            return isValid ? declaredDistribution : null;
        }
        List<Name> distributionNames = repairedKey == null ? collectImpliedKeyNames() : repairedKey.columns();
        return new Distribution.Hash(
                distributionNames, declaredDistribution == null ? null : declaredDistribution.buckets(), Span.NONE);
    }

    private List<Name> collectImpliedKeyNames() {
        return columns.stream()
                .filter(column -> column.aggregation() == null)
                .map(ColumnDefinition::name)
                .toList();
    }

    /** Returns whether the table has AGGREGATE KEY or UNIQUE KEY; an aggregated column implies AGGREGATE KEY. */
    private static boolean mergesRows(CreateTable table) {
        KeyClause keyClause = table.key();
        return keyClause == null
                ? table.columns().stream().anyMatch(column -> column.aggregation() != null)
                : keyClause.model() == KeyModel.AGGREGATE || keyClause.model() == KeyModel.UNIQUE;
    }

    /** Returns whether ORDER BY may remain. Its columns depend on the key if rows with equal keys are merged. */
    private boolean mayKeepOrder() {
        return table.orderBy().stream()
                        .noneMatch(item -> mistakes.affects(item)
                                || mayContainRemovedName(item.value().collectColumnNames()))
                && !(isKeyRepaired && mergesRows);
    }

    /**
     * Returns whether the value of a property contains the name of a removed column, also as a part of a longer word.
     * At worst, a property too many is left unchecked.
     */
    private boolean mentionsRemovedColumn(Property property) {
        return Stream.of(property.value().split("[^\\p{L}\\p{N}_]+", 0)).anyMatch(removedNames::contains);
    }
}
