package dev.cairn.analysis.source;

import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The columns in scope, which belong to one relation or to several joined relations. An instance is immutable. If not
 * all columns of a relation are known, as for an external table, an unknown name is not refused: it resolves to a field
 * of unknown type.
 */
public final class RelationFields {
    public static final RelationFields NONE = new RelationFields(List.of());

    /**
     * The maximum number of columns, which no table or view exceeds. Without this limit, a few nested joins would
     * exhaust the memory.
     */
    private static final int MAX_FIELDS = 100_000;

    /**
     * The longest name of a column consists of a catalog, a database, a table and a column. A name with more parts is
     * looked up as a single name.
     */
    public static final int MAX_NAME_PARTS = RelationName.MAX_QUALIFIER_PARTS + 1;

    private final List<RelationField> allFields;
    private final boolean hasMergedColumns;
    private final boolean hasStructs;
    private final boolean mayHaveUnknownFields;
    private final boolean hasUnknownTypes;
    private @Nullable Map<String, List<Integer>> indexesByName;

    public RelationFields(List<RelationField> fields) {
        this(fields, false);
    }

    /**
     * Creates the columns of a relation or of a join.
     *
     * @param hasMergedColumns whether these are the columns of a FULL JOIN with USING, whose merged columns hide the
     *     columns of both sides
     */
    public RelationFields(List<RelationField> fields, boolean hasMergedColumns) {
        this.allFields = List.copyOf(fields);
        this.hasMergedColumns = hasMergedColumns;
        boolean hasStruct = false;
        boolean hasWildcard = false;
        boolean hasUnknownType = false;
        for (RelationField field : this.allFields) {
            hasStruct |= field.isStruct();
            hasWildcard |= field.isWildcard();
            hasUnknownType |= field.expressionType().type() == null;
        }
        this.hasStructs = hasStruct;
        this.mayHaveUnknownFields = hasWildcard;
        this.hasUnknownTypes = hasUnknownType;
    }

    public List<RelationField> fields() {
        return allFields;
    }

    public RelationField get(int index) {
        return allFields.get(index);
    }

    public int size() {
        return allFields.size();
    }

    public boolean hasMergedColumns() {
        return hasMergedColumns;
    }

    /** Returns whether there may be more columns than these. */
    public boolean mayHaveUnknownFields() {
        return mayHaveUnknownFields;
    }

    /**
     * Returns these columns, followed by the other columns.
     *
     * @throws Refusal if there are too many columns
     */
    public RelationFields append(RelationFields otherFields) {
        if (allFields.size() + otherFields.allFields.size() > MAX_FIELDS) {
            throw Refusal.ofExecution(Span.NONE, SourceRule.TOO_MANY_COLUMNS, MAX_FIELDS);
        }
        List<RelationField> joinedFields = new ArrayList<>(allFields.size() + otherFields.allFields.size());
        joinedFields.addAll(allFields);
        joinedFields.addAll(otherFields.allFields);
        return new RelationFields(joinedFields, hasMergedColumns || otherFields.hasMergedColumns);
    }

    /**
     * Creates a copy with other nullability. The fields must otherwise have the names and types of the original ones.
     */
    private RelationFields(RelationFields original, List<RelationField> fields) {
        this.allFields = fields;
        this.hasMergedColumns = original.hasMergedColumns;
        this.hasStructs = original.hasStructs;
        this.mayHaveUnknownFields = original.mayHaveUnknownFields;
        this.hasUnknownTypes = original.hasUnknownTypes;
        this.indexesByName = original.indexesByName;
    }

    /**
     * Returns the columns for the rows in which some columns are not NULL. If one of these columns is on the optional
     * side of an outer join, that side has a row for each of these rows; the join is then no reason why the other
     * columns of the side may be NULL.
     *
     * @param columnIndexes the indexes of the columns that are not NULL
     */
    public RelationFields withNotNullColumns(BitSet columnIndexes) {
        Set<OuterJoinSide> presentSides = Set.of();
        boolean isUnchanged = true;
        for (int i = columnIndexes.nextSetBit(0); i >= 0; i = columnIndexes.nextSetBit(i + 1)) {
            RelationField field = allFields.get(i);
            if (!field.optionalSides().isEmpty()) {
                presentSides = presentSides.isEmpty() ? new HashSet<>() : presentSides;
                presentSides.addAll(field.optionalSides());
            }
            isUnchanged &= field.expressionType().nullCause() == null
                    && field.optionalSides().isEmpty();
        }
        if (isUnchanged) {
            return this;
        }
        List<RelationField> fields = new ArrayList<>(allFields);
        if (presentSides.isEmpty()) {
            for (int i = columnIndexes.nextSetBit(0); i >= 0; i = columnIndexes.nextSetBit(i + 1)) {
                fields.set(i, allFields.get(i).narrowToRows(true, presentSides));
            }
        } else {
            for (int i = 0; i < allFields.size(); i++) {
                fields.set(i, allFields.get(i).narrowToRows(columnIndexes.get(i), presentSides));
            }
        }
        return new RelationFields(this, fields);
    }

    public RelationFields map(UnaryOperator<RelationField> mapping) {
        return new RelationFields(allFields.stream().map(mapping).toList(), hasMergedColumns);
    }

    /** Returns the columns as columns of an optional side of an outer join. */
    public RelationFields withOptionalSide(OuterJoinSide side) {
        List<RelationField> optionalFields = new ArrayList<>(allFields.size());
        List<OuterJoinSide> previousSides = List.of();
        List<OuterJoinSide> sides = List.of(side);
        for (RelationField field : allFields) {
            if (field.optionalSides() != previousSides) {
                previousSides = field.optionalSides();
                sides = new ArrayList<>(previousSides);
                sides.add(side);
            }
            optionalFields.add(field.withOptionalSides(sides));
        }
        return new RelationFields(optionalFields, hasMergedColumns);
    }

    /**
     * Returns the column with this name; null if no column has the name.
     *
     * @throws Refusal if several columns have the name
     */
    @Nullable
    public MatchedColumn find(QualifiedName name, Span span) {
        ColumnSearch search = new ColumnSearch(this, name);
        List<MatchedColumn> matches = search.findCandidates();
        if (matches.size() > 1) {
            throw Refusal.ofAnalysis(span, SourceRule.COLUMN_AMBIGUOUS, search.columnName());
        }
        return matches.isEmpty() ? null : matches.get(0);
    }

    /** Returns the columns that a name may refer to: several if it is ambiguous. */
    public List<MatchedColumn> findCandidates(QualifiedName name) {
        return new ColumnSearch(this, name).findCandidates();
    }

    boolean hasStructs() {
        return hasStructs;
    }

    boolean hasUnknownTypes() {
        return hasUnknownTypes;
    }

    /** Returns the indexes of the columns with a name, ignoring case. */
    List<Integer> findIndexes(String columnName) {
        return computeIndexesByName().getOrDefault(columnName.toLowerCase(Locale.ROOT), List.of());
    }

    private Map<String, List<Integer>> computeIndexesByName() {
        Map<String, List<Integer>> newIndexesByName = indexesByName;
        if (newIndexesByName == null) {
            newIndexesByName = new HashMap<>(allFields.size() * 2);
            for (int index = 0; index < allFields.size(); index++) {
                newIndexesByName
                        .computeIfAbsent(
                                allFields.get(index).name().toLowerCase(Locale.ROOT), unseenName -> new ArrayList<>(1))
                        .add(index);
            }
            indexesByName = newIndexesByName;
        }
        return newIndexesByName;
    }
}
