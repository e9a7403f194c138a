package dev.cairn.analysis.source;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import java.util.List;

/**
 * What a name in an expression refers to, and the path of the struct fields that the rest of the name selects: in
 * {@code s.a.b}, {@code s} may be a column, and {@code a} and {@code b} fields of structs.
 */
public sealed interface ResolvedName {
    /** Returns the names of the selected fields, from the outermost to the innermost; empty if no field is selected. */
    List<String> path();

    /**
     * A column of a relation in FROM. If the columns of the relation are unknown, the field is a wildcard, and the path
     * begins with the name of the column.
     *
     * @param level 0 for a column of the query that contains the name, 1 for a column of the directly enclosing query,
     *     and so on
     */
    record ResolvedColumn(RelationField field, List<String> path, int level) implements ResolvedName {
        /** Returns the qualified name of the column, with its path; the written one if the column is not known. */
        public QualifiedName qualifiedName(QualifiedName writtenName) {
            if (field.isWildcard()) {
                return writtenName;
            }
            String column = path.isEmpty() ? field.name() : field.name() + "." + String.join(".", path);
            return field.relationName() == null
                    ? QualifiedName.of(path.isEmpty() ? writtenName.lastPart().text() : column)
                    : new QualifiedName(field.relationName().columnNameParts(column));
        }
    }

    /**
     * An output of the query, in ORDER BY.
     *
     * @param index the position in the select list, after the expansion of stars
     */
    record ResolvedOutput(int index, List<String> path) implements ResolvedName {}

    /**
     * A parameter of a lambda.
     *
     * @param index the position among the parameters
     */
    record LambdaParameter(Expression.Lambda lambda, int index, List<String> path) implements ResolvedName {}
}
