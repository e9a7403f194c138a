package dev.cairn.analysis.source;

import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the columns to which one name may refer, among the columns in scope. */
final class ColumnSearch {
    /** Up to this number of columns, a linear search is faster than building an index. */
    private static final int MAX_FIELDS_FOR_LINEAR_SEARCH = 16;

    private final RelationFields fields;
    private final List<Name> nameParts;

    /** The name of the column. A name with too many parts for a column counts as a single name. */
    private final String columnName;

    private final List<Name> qualifier;

    ColumnSearch(RelationFields fields, QualifiedName name) {
        this.fields = fields;
        this.nameParts = name.parts();
        boolean hasTooManyParts = nameParts.size() > RelationFields.MAX_NAME_PARTS;
        this.columnName = hasTooManyParts ? name.toString() : name.lastPart().text();
        this.qualifier = hasTooManyParts ? List.of() : nameParts.subList(0, nameParts.size() - 1);
    }

    String columnName() {
        return columnName;
    }

    /** Returns the columns that a name may refer to: several if it is ambiguous. */
    List<MatchedColumn> findCandidates() {
        List<MatchedColumn> matches = fields.hasStructs() ? matchInStructs() : matchByColumn();
        if (fields.hasMergedColumns() && !fields.hasStructs() && nameParts.size() == 1 && matches.size() > 1) {
            matches = matches.stream()
                    .filter(match -> fields.get(match.index()).relationName() == null)
                    .toList();
        }
        if (!matches.isEmpty() || !fields.hasUnknownTypes()) {
            return matches;
        }
        MatchedColumn nestedMatch = nameParts.size() > 1 ? matchColumnOfUnknownType() : null;
        MatchedColumn unknownMatch =
                nestedMatch == null && fields.mayHaveUnknownFields() ? matchUnknownColumn() : nestedMatch;
        return unknownMatch == null ? List.of() : List.of(unknownMatch);
    }

    private List<MatchedColumn> matchByColumn() {
        List<MatchedColumn> matches = List.of();
        if (fields.size() > MAX_FIELDS_FOR_LINEAR_SEARCH) {
            for (int index : fields.findIndexes(columnName)) {
                matches = appendColumnMatch(matches, index);
            }
            return matches;
        }
        for (int index = 0; index < fields.size(); index++) {
            if (fields.get(index).name().equalsIgnoreCase(columnName)) {
                matches = appendColumnMatch(matches, index);
            }
        }
        return matches;
    }

    /**
     * Returns the matches with the column at an index, unless the column is a wildcard or does not match the qualifier.
     * Nearly every name has only one match, for which an immutable list is enough.
     */
    private List<MatchedColumn> appendColumnMatch(List<MatchedColumn> matches, int index) {
        RelationField field = fields.get(index);
        if (!field.matchesQualifier(qualifier) || field.isWildcard()) {
            return matches;
        }
        return appendMatch(matches, new MatchedColumn(index, field, field.expressionType(), List.of()));
    }

    /** Returns the matches and one more. A list with several matches is changed and returned itself. */
    private static List<MatchedColumn> appendMatch(List<MatchedColumn> matches, MatchedColumn match) {
        if (matches.isEmpty()) {
            return List.of(match);
        }
        List<MatchedColumn> growableMatches = matches.size() == 1 ? new ArrayList<>(matches) : matches;
        growableMatches.add(match);
        return growableMatches;
    }

    private List<MatchedColumn> matchInStructs() {
        List<MatchedColumn> matches = List.of();
        for (int index = 0; index < fields.size(); index++) {
            RelationField field = fields.get(index);
            if (field.isStruct()) {
                MatchedColumn match = matchStructColumn(field, index);
                matches = match == null ? matches : appendMatch(matches, match);
            } else if (field.name().equalsIgnoreCase(columnName)) {
                matches = appendColumnMatch(matches, index);
            }
        }
        return matches;
    }

    /** Matches a name that begins with the column, qualified or not, and continues with fields of structs. */
    private @Nullable MatchedColumn matchStructColumn(RelationField field, int index) {
        RelationName relationName = field.relationName();
        if (relationName == null) {
            return null;
        }
        List<Name> qualifiedNameParts = relationName.columnNameParts(field.name());
        if (relationName.catalog() != null) {
            qualifiedNameParts.add(0, Name.of(relationName.catalog()));
        }
        for (int start = 0; start < qualifiedNameParts.size(); start++) {
            List<Name> path = findFieldPath(qualifiedNameParts.subList(start, qualifiedNameParts.size()));
            MatchedColumn match = path == null ? null : matchFields(field, index, path);
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
    private @Nullable List<Name> findFieldPath(List<Name> columnNameParts) {
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
    private static @Nullable MatchedColumn matchFields(RelationField field, int index, List<Name> path) {
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
        return new MatchedColumn(index, field, expressionType, fieldNames);
    }

    /** Matches a name that begins with a column of unknown type, which may be a struct, and continues with fields. */
    private @Nullable MatchedColumn matchColumnOfUnknownType() {
        for (int index = 0; index < fields.size(); index++) {
            RelationField field = fields.get(index);
            if (field.expressionType().type() == null && !field.isWildcard()) {
                int qualifierLength = countQualifierParts(field);
                int columnPosition =
                        nameParts.get(qualifierLength).equalsIgnoreCase(field.name()) ? qualifierLength : 0;
                if (nameParts.get(columnPosition).equalsIgnoreCase(field.name())
                        && columnPosition < nameParts.size() - 1) {
                    return new MatchedColumn(index, field, ExpressionType.UNKNOWN, toTexts(columnPosition + 1));
                }
            }
        }
        return null;
    }

    /**
     * Matches a name that may refer to an unknown column: one without a qualifier, or one whose qualifier is not the
     * name of a relation with known columns.
     */
    private @Nullable MatchedColumn matchUnknownColumn() {
        MatchedColumn bestMatch = null;
        for (int index = 0; index < fields.size(); index++) {
            RelationField field = fields.get(index);
            int qualifierLength = countQualifierParts(field);
            boolean mayBelongToRelation =
                    qualifierLength > 0 || nameParts.size() == 1 || !isRelationName(nameParts.get(0));
            if (field.isWildcard() && mayBelongToRelation) {
                MatchedColumn match = new MatchedColumn(index, field, ExpressionType.UNKNOWN, toTexts(qualifierLength));
                bestMatch = bestMatch == null
                                || bestMatch.path().size() > match.path().size()
                        ? match
                        : bestMatch.path().size() == match.path().size() ? bestMatch.mergeWith(match) : bestMatch;
            }
        }
        return bestMatch;
    }

    private int countQualifierParts(RelationField field) {
        return field.relationName() == null ? 0 : field.relationName().countQualifierParts(nameParts);
    }

    private boolean isRelationName(Name name) {
        for (RelationField field : fields.fields()) {
            if (field.relationName() != null && field.relationName().table().equals(name.text())) {
                return true;
            }
        }
        return false;
    }

    private List<String> toTexts(int start) {
        return nameParts.subList(start, nameParts.size()).stream()
                .map(Name::text)
                .toList();
    }
}
