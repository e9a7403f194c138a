package dev.cairn.embedded.query;

import dev.cairn.embedded.protocol.ResultColumn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A relation in memory. Values are Long, Double, BigDecimal, Boolean, String or null.
 *
 * @param qualifiers the name of the table of each column
 */
public record InMemoryRelation(List<ResultColumn> columns, List<String> qualifiers, List<List<@Nullable Object>> rows) {
    /** The relation of a SELECT without FROM: one row without columns. */
    static final InMemoryRelation ONE_ROW = new InMemoryRelation(List.of(), List.of(List.of()));

    public InMemoryRelation(List<ResultColumn> columns, List<List<@Nullable Object>> rows) {
        this(columns, Collections.nCopies(columns.size(), ""), rows);
    }

    InMemoryRelation called(String name) {
        return new InMemoryRelation(columns, Collections.nCopies(columns.size(), name), rows);
    }

    InMemoryRelation with(List<List<@Nullable Object>> newRows) {
        return new InMemoryRelation(columns, qualifiers, newRows);
    }

    /** Returns the cross join with another relation. */
    InMemoryRelation beside(InMemoryRelation other) {
        List<ResultColumn> allColumns = new ArrayList<>(columns);
        allColumns.addAll(other.columns);
        List<String> allQualifiers = new ArrayList<>(qualifiers);
        allQualifiers.addAll(other.qualifiers);
        List<List<@Nullable Object>> pairs = new ArrayList<>();
        for (List<@Nullable Object> row : rows) {
            for (List<@Nullable Object> otherRow : other.rows) {
                pairs.add(joined(row, otherRow));
            }
        }
        return new InMemoryRelation(allColumns, allQualifiers, pairs);
    }

    static List<@Nullable Object> joined(List<@Nullable Object> row, List<@Nullable Object> otherRow) {
        List<@Nullable Object> pair = new ArrayList<>(row);
        pair.addAll(otherRow);
        return pair;
    }

    /**
     * Returns the position of the first column with this name, in any table or in the given one; -1 if no column has it.
     */
    int column(@Nullable String qualifier, String name) {
        for (int index = 0; index < columns.size(); index++) {
            if (columns.get(index).name().equalsIgnoreCase(name)
                    && (qualifier == null || qualifiers.get(index).equalsIgnoreCase(qualifier))) {
                return index;
            }
        }
        return -1;
    }
}
