package dev.cairn.analysis.source;

import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
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

    /** Up to this number of columns, a linear search is faster than building an index. */
    private static final int MAX_FIELDS_FOR_LINEAR_SEARCH = 16;

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
    public ColumnMatch find(QualifiedName name, Span span) {
        List<ColumnMatch> matches = findCandidates(name);
        if (matches.size() > 1) {
            throw Refusal.ofAnalysis(span, SourceRule.COLUMN_AMBIGUOUS, extractColumnName(name));
        }
        return matches.isEmpty() ? null : matches.get(0);
    }

    /** Returns the columns that a name may refer to: several if it is ambiguous. */
    public List<ColumnMatch> findCandidates(QualifiedName name) {
        List<ColumnMatch> matches = hasStructs ? matchInStructs(name) : matchByColumn(name);
        if (hasMergedColumns && !hasStructs && name.parts().size() == 1 && matches.size() > 1) {
            matches = matches.stream()
                    .filter(match -> allFields.get(match.index()).relationName() == null)
                    .toList();
        }
        if (!matches.isEmpty() || !hasUnknownTypes) {
            return matches;
        }
        ColumnMatch nestedMatch = name.parts().size() > 1 ? matchColumnOfUnknownType(name.parts()) : null;
        ColumnMatch unknownMatch =
                nestedMatch == null && mayHaveUnknownFields ? matchUnknownColumn(name.parts()) : nestedMatch;
        return unknownMatch == null ? List.of() : List.of(unknownMatch);
    }

    /** Returns the name of the column. A name with too many parts for a column counts as a single name. */
    private static String extractColumnName(QualifiedName name) {
        return name.parts().size() > MAX_NAME_PARTS
                ? name.toString()
                : name.lastPart().text();
    }

    private static List<Name> extractQualifier(QualifiedName name) {
        int partCount = name.parts().size();
        return partCount == 1 || partCount > MAX_NAME_PARTS
                ? List.of()
                : name.parts().subList(0, partCount - 1);
    }

    private List<ColumnMatch> matchByColumn(QualifiedName name) {
        String columnName = extractColumnName(name);
        List<Name> qualifier = extractQualifier(name);
        List<ColumnMatch> matches = List.of();
        if (allFields.size() > MAX_FIELDS_FOR_LINEAR_SEARCH) {
            for (int index : computeIndexesByName().getOrDefault(columnName.toLowerCase(Locale.ROOT), List.of())) {
                matches = appendColumnMatch(matches, qualifier, index);
            }
            return matches;
        }
        for (int index = 0; index < allFields.size(); index++) {
            if (allFields.get(index).name().equalsIgnoreCase(columnName)) {
                matches = appendColumnMatch(matches, qualifier, index);
            }
        }
        return matches;
    }

    /**
     * Returns the matches with the column at an index, unless the column is a wildcard or does not match the qualifier.
     * Nearly every name has only one match, for which an immutable list is enough.
     */
    private List<ColumnMatch> appendColumnMatch(List<ColumnMatch> matches, List<Name> qualifier, int index) {
        RelationField field = allFields.get(index);
        if (!field.matchesQualifier(qualifier) || field.isWildcard()) {
            return matches;
        }
        return appendMatch(matches, new ColumnMatch(index, field, field.expressionType(), List.of()));
    }

    /** Returns the matches and one more. A list with several matches is changed and returned itself. */
    private static List<ColumnMatch> appendMatch(List<ColumnMatch> matches, ColumnMatch match) {
        if (matches.isEmpty()) {
            return List.of(match);
        }
        List<ColumnMatch> growableMatches = matches.size() == 1 ? new ArrayList<>(matches) : matches;
        growableMatches.add(match);
        return growableMatches;
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

    private List<ColumnMatch> matchInStructs(QualifiedName name) {
        String columnName = extractColumnName(name);
        List<Name> qualifier = extractQualifier(name);
        List<ColumnMatch> matches = List.of();
        for (int index = 0; index < allFields.size(); index++) {
            RelationField field = allFields.get(index);
            if (field.isStruct()) {
                ColumnMatch match = matchStructColumn(field, index, name.parts());
                matches = match == null ? matches : appendMatch(matches, match);
            } else if (field.name().equalsIgnoreCase(columnName)) {
                matches = appendColumnMatch(matches, qualifier, index);
            }
        }
        return matches;
    }

    /** Matches a name that begins with the column, qualified or not, and continues with fields of structs. */
    private static @Nullable ColumnMatch matchStructColumn(RelationField field, int index, List<Name> nameParts) {
        RelationName relationName = field.relationName();
        if (relationName == null) {
            return null;
        }
        List<Name> qualifiedNameParts = relationName.columnNameParts(field.name());
        if (relationName.catalog() != null) {
            qualifiedNameParts.add(0, Name.of(relationName.catalog()));
        }
        for (int start = 0; start < qualifiedNameParts.size(); start++) {
            List<Name> path = findFieldPath(qualifiedNameParts.subList(start, qualifiedNameParts.size()), nameParts);
            ColumnMatch match = path == null ? null : matchFields(field, index, path);
            if (match != null) {
                return match;
            }
        }
        return null;
    }

    /**
     * Returns the parts after the qualified name of the column; null if the name does not begin with it. Only the name
     * of the table is compared case-sensitively.
     */
    private static @Nullable List<Name> findFieldPath(List<Name> columnNameParts, List<Name> nameParts) {
        if (nameParts.size() < columnNameParts.size()) {
            return null;
        }
        for (int i = 0; i < columnNameParts.size(); i++) {
            boolean isTableName = i == columnNameParts.size() - 2;
            String columnNamePart = columnNameParts.get(i).text();
            boolean isSameName = isTableName
                    ? nameParts.get(i).text().equals(columnNamePart)
                    : nameParts.get(i).equalsIgnoreCase(columnNamePart);
            if (!isSameName) {
                return null;
            }
        }
        return nameParts.subList(columnNameParts.size(), nameParts.size());
    }

    /** Returns the match of a column and a path of fields in it; null if a field does not exist. */
    private static @Nullable ColumnMatch matchFields(RelationField field, int index, List<Name> path) {
        Type type = field.expressionType().type();
        List<String> fieldNames = new ArrayList<>(path.size());
        for (Name part : path) {
            Type.Field nestedField = type instanceof Type.Struct structType
                    ? structType.findField(part.text()).orElse(null)
                    : null;
            if (nestedField == null) {
                return null;
            }
            fieldNames.add(nestedField.name());
            type = nestedField.type();
        }
        ExpressionType expressionType = path.isEmpty()
                ? field.expressionType()
                : new ExpressionType(type, field.expressionType().isNullable(), null, NullCause.FIELD);
        return new ColumnMatch(index, field, expressionType, fieldNames);
    }

    /** Matches a name that begins with a column of unknown type, which may be a struct, and continues with fields. */
    private @Nullable ColumnMatch matchColumnOfUnknownType(List<Name> nameParts) {
        for (int index = 0; index < allFields.size(); index++) {
            RelationField field = allFields.get(index);
            if (field.expressionType().type() == null && !field.isWildcard()) {
                int qualifierLength = countQualifierParts(field, nameParts);
                int columnPosition =
                        nameParts.get(qualifierLength).equalsIgnoreCase(field.name()) ? qualifierLength : 0;
                if (nameParts.get(columnPosition).equalsIgnoreCase(field.name())
                        && columnPosition < nameParts.size() - 1) {
                    return new ColumnMatch(
                            index, field, ExpressionType.UNKNOWN, toTexts(nameParts, columnPosition + 1));
                }
            }
        }
        return null;
    }

    /**
     * Matches a name that may refer to an unknown column: one without a qualifier, or one whose qualifier is not the
     * name of a relation with known columns.
     */
    private @Nullable ColumnMatch matchUnknownColumn(List<Name> nameParts) {
        ColumnMatch bestMatch = null;
        for (int index = 0; index < allFields.size(); index++) {
            RelationField field = allFields.get(index);
            int qualifierLength = countQualifierParts(field, nameParts);
            boolean mayBelongToRelation =
                    qualifierLength > 0 || nameParts.size() == 1 || !isRelationName(nameParts.get(0));
            if (field.isWildcard() && mayBelongToRelation) {
                ColumnMatch match =
                        new ColumnMatch(index, field, ExpressionType.UNKNOWN, toTexts(nameParts, qualifierLength));
                bestMatch = bestMatch == null
                                || bestMatch.path().size() > match.path().size()
                        ? match
                        : bestMatch.path().size() == match.path().size() ? bestMatch.mergeWith(match) : bestMatch;
            }
        }
        return bestMatch;
    }

    private static int countQualifierParts(RelationField field, List<Name> nameParts) {
        return field.relationName() == null ? 0 : field.relationName().countQualifierParts(nameParts);
    }

    private boolean isRelationName(Name name) {
        for (RelationField field : allFields) {
            if (field.relationName() != null && field.relationName().table().equals(name.text())) {
                return true;
            }
        }
        return false;
    }

    private static List<String> toTexts(List<Name> nameParts, int start) {
        return nameParts.subList(start, nameParts.size()).stream()
                .map(Name::text)
                .toList();
    }

    /**
     * A resolved name.
     *
     * @param path the names of the fields inside the column; for a wildcard, the name of the column and of these fields
     */
    public record ColumnMatch(int index, RelationField field, ExpressionType expressionType, List<String> path) {
        /** Returns whether the name may be an unknown column of the relation, but is not qualified by the relation. */
        public boolean isUncertain(QualifiedName name) {
            return field.isWildcard() && path.size() == name.parts().size();
        }

        /** Returns whether the name has a qualifier. */
        public boolean isQualified(QualifiedName name) {
            return name.parts().size() - path.size() > (field.isWildcard() ? 0 : 1);
        }

        /** Returns the match of a name that may refer either to this column or to the column of the other match. */
        public ColumnMatch mergeWith(ColumnMatch other) {
            List<BoundColumn> mergedBaseColumns = new ArrayList<>(field.baseColumns());
            mergedBaseColumns.addAll(other.field.baseColumns());
            return new ColumnMatch(index, field.withBaseColumns(mergedBaseColumns), expressionType, path);
        }

        /** Returns the type of a reference, with the reason why it may be NULL. */
        public ExpressionType determineTypeAt(Span span) {
            return field.determineTypeAt(expressionType, span);
        }

        /**
         * Returns the column as a resolved name.
         *
         * @param level how many queries enclose the name, but not the column
         */
        public ResolvedName.ResolvedColumn toResolvedColumn(int level) {
            return new ResolvedName.ResolvedColumn(field, path, level);
        }
    }
}
