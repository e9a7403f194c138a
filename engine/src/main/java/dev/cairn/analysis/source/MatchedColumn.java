package dev.cairn.analysis.source;

import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * A column to which a name may refer.
 *
 * @param path the names of the fields inside the column; for a wildcard, the name of the column and of these fields
 */
public record MatchedColumn(int index, RelationField field, ExpressionType expressionType, List<String> path) {
    /** Returns whether the name may be an unknown column of the relation, but is not qualified by the relation. */
    public boolean isUncertain(QualifiedName name) {
        return field.isWildcard() && path.size() == name.parts().size();
    }

    /** Returns whether the name has a qualifier. */
    public boolean isQualified(QualifiedName name) {
        return name.parts().size() - path.size() > (field.isWildcard() ? 0 : 1);
    }

    /** Returns the match of a name that may refer either to this column or to the column of the other match. */
    public MatchedColumn mergeWith(MatchedColumn other) {
        List<BoundColumn> mergedBaseColumns = new ArrayList<>(field.baseColumns());
        mergedBaseColumns.addAll(other.field.baseColumns());
        return new MatchedColumn(index, field.withBaseColumns(mergedBaseColumns), expressionType, path);
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
