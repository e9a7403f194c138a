package dev.cairn.engine.index;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The columns of a table that have a bloom filter.
 *
 * @param columnNames the column names, compared without regard to case
 * @param falsePositiveRate the false positive rate; 0 if there are no columns
 */
public record BloomFilterColumns(NavigableSet<String> columnNames, double falsePositiveRate) {
    /** The default false positive rate, which is also the largest. */
    public static final double DEFAULT_RATE = 0.05;

    private static final double MIN_RATE = 0.0001;

    public static BloomFilterColumns of(Table table) {
        return of(table.properties());
    }

    /** Returns the filters of a table, and the filters that the server keeps for dropped columns. */
    public static BloomFilterColumns ofPresentAndDropped(Table table) {
        BloomFilterColumns currentFilters = of(table);
        BloomFilterColumns droppedFilters = of(table.droppedBloomFilters());
        NavigableSet<String> allNames = toSortedNames(currentFilters.columnNames);
        allNames.addAll(droppedFilters.columnNames);
        return new BloomFilterColumns(
                allNames,
                currentFilters.columnNames.isEmpty()
                        ? droppedFilters.falsePositiveRate
                        : currentFilters.falsePositiveRate);
    }

    private static BloomFilterColumns of(StoredProperties properties) {
        Optional<String> columnList = KnownProperty.BLOOM_FILTER_COLUMNS
                .findValueIn(properties)
                .filter(value -> !Placeholder.isPlaceholder(value));
        if (columnList.isEmpty()) {
            return new BloomFilterColumns(toSortedNames(List.of()), 0);
        }
        double rate = KnownProperty.BLOOM_FILTER_FPP
                .findValueIn(properties)
                .filter(value -> !Placeholder.isPlaceholder(value))
                .map(Double::parseDouble)
                .orElse(DEFAULT_RATE);
        return new BloomFilterColumns(toSortedNames(splitNames(columnList.get())), rate);
    }

    public boolean contains(String columnName) {
        return columnNames.contains(columnName);
    }

    /** Returns the filters with other columns and another rate; a new rate of 0 keeps the current one. */
    public BloomFilterColumns withColumnNames(NavigableSet<String> newColumnNames, double newRate) {
        if (newColumnNames.isEmpty()) {
            return new BloomFilterColumns(newColumnNames, 0);
        }
        double currentRate = falsePositiveRate == 0 ? DEFAULT_RATE : falsePositiveRate;
        return new BloomFilterColumns(newColumnNames, newRate == 0 ? currentRate : newRate);
    }

    /**
     * Returns the filters after a column has been renamed. A filter that was kept for a dropped column with the new
     * name is lost.
     */
    public BloomFilterColumns withRenamedColumn(String oldName, String newName) {
        NavigableSet<String> renamedColumnNames = toSortedNames(columnNames);
        renamedColumnNames.remove(newName);
        if (renamedColumnNames.remove(oldName)) {
            renamedColumnNames.add(newName);
        }
        return new BloomFilterColumns(renamedColumnNames, falsePositiveRate);
    }

    /**
     * Returns the table with these filters. The filters of columns that the table does not have are kept for columns
     * that are added later. A placeholder in the table's property is kept if there are no columns.
     */
    public Table applyTo(Table table) {
        boolean hasPlaceholder = KnownProperty.BLOOM_FILTER_COLUMNS
                .findValueIn(table.properties())
                .filter(Placeholder::isPlaceholder)
                .isPresent();
        if (hasPlaceholder && columnNames.isEmpty()) {
            return table;
        }
        NavigableSet<String> presentNames = toSortedNames(List.of());
        NavigableSet<String> droppedNames = toSortedNames(List.of());
        for (String name : columnNames) {
            table.findColumn(name)
                    .ifPresentOrElse(column -> presentNames.add(column.name()), () -> droppedNames.add(name));
        }
        return table.withProperties(
                        new BloomFilterColumns(presentNames, falsePositiveRate).replacePropertiesIn(table.properties()))
                .withDroppedBloomFilters(new BloomFilterColumns(droppedNames, falsePositiveRate)
                        .replacePropertiesIn(StoredProperties.NONE));
    }

    private StoredProperties replacePropertiesIn(StoredProperties properties) {
        StoredProperties newProperties = properties
                .withoutProperty(KnownProperty.BLOOM_FILTER_COLUMNS.propertyName())
                .withoutProperty(KnownProperty.BLOOM_FILTER_FPP.propertyName());
        if (columnNames.isEmpty()) {
            return newProperties;
        }
        newProperties = newProperties.withProperty(
                KnownProperty.BLOOM_FILTER_COLUMNS.propertyName(), String.join(", ", columnNames));
        return falsePositiveRate == DEFAULT_RATE
                ? newProperties
                : newProperties.withProperty(
                        KnownProperty.BLOOM_FILTER_FPP.propertyName(), Double.toString(falsePositiveRate));
    }

    private static List<String> splitNames(String columnList) {
        return Arrays.stream(columnList.split(",")).map(String::trim).toList();
    }

    /** Returns the names as a sorted set that ignores case. */
    public static NavigableSet<String> toSortedNames(Iterable<String> columnNames) {
        NavigableSet<String> sortedNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        columnNames.forEach(sortedNames::add);
        return sortedNames;
    }

    /**
     * Returns the names of the columns that get a filter, in the order of the list and as the table spells them.
     *
     * @throws InvalidValueException if a column is missing, repeated, or may not have a filter
     */
    public static List<String> parseColumnNames(String columnList, List<Column> columns, KeyModel model)
            throws InvalidValueException {
        Map<String, Column> columnByName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        columns.forEach(column -> columnByName.putIfAbsent(column.name(), column));
        Set<String> seenNames = new HashSet<>();
        List<String> names = new ArrayList<>();
        // Empty names at the end of the list are ignored.
        for (String item : columnList.split(",", 0)) {
            String name = item.trim();
            Column column = columnByName.get(name);
            if (column == null) {
                throw new InvalidValueException(CommonRule.NOT_FOUND, RuleSubject.COLUMN, name);
            }
            requireBloomFilterSupport(column, name, model);
            if (!seenNames.add(column.name())) {
                throw new InvalidValueException(CommonRule.DUPLICATE, RuleSubject.COLUMN, name);
            }
            names.add(column.name());
        }
        return names;
    }

    private static void requireBloomFilterSupport(Column column, String name, KeyModel model)
            throws InvalidValueException {
        if (!PrimitiveType.of(column.type()).supportsBloomFilter()) {
            throw new InvalidValueException(
                    IndexRule.COLUMN_TYPE_UNSUPPORTED,
                    "Bloom filter",
                    name,
                    TypeFormat.formatForMessages(column.type()));
        }
        if (!column.isKey() && model != KeyModel.PRIMARY && model != KeyModel.DUPLICATE) {
            throw new InvalidValueException(IndexRule.INDEX_ON_VALUE_COLUMN, "Bloom filter", name);
        }
    }

    /**
     * Returns the value of {@code bloom_filter_fpp}.
     *
     * @throws Refusal if the value is not a number from 0.0001 to 0.05
     */
    public static double parseRate(String text, Span span) {
        double rate;
        try {
            rate = Double.parseDouble(text);
        } catch (NumberFormatException failure) {
            throw Refusal.ofAnalysis(
                    span, CommonRule.NOT_A_NUMBER, KnownProperty.BLOOM_FILTER_FPP.propertyName(), text);
        }
        if (!(rate >= MIN_RATE && rate <= DEFAULT_RATE)) {
            throw Refusal.ofAnalysis(
                    span,
                    CommonRule.OUT_OF_RANGE,
                    KnownProperty.BLOOM_FILTER_FPP.propertyName(),
                    MIN_RATE + " to " + DEFAULT_RATE,
                    text);
        }
        return rate;
    }
}
