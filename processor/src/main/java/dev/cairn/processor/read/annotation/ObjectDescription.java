package dev.cairn.processor.read.annotation;

import dev.cairn.processor.model.ObjectDeclaration.Kind;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.QueryText;
import org.jspecify.annotations.Nullable;

/**
 * The content of the annotation that declares the object of a record, such as {@code @Table} or {@code @View}.
 *
 * @param comment null if the annotation has none
 * @param matchesColumnsByPosition whether the components match the columns of the query by position rather than by name
 */
public record ObjectDescription(
        WrittenAnnotation annotation,
        Kind kind,
        QualifiedName name,
        @Nullable String comment,
        boolean matchesColumnsByPosition,
        DescribedQuery describedQuery) {
    /**
     * The query of an object.
     *
     * @param writtenText the query as it is written; null if the object does not have a query
     * @param parsedQuery the parsed query; null if the object does not have a query, or if the query can't be parsed
     */
    public record DescribedQuery(
            WrittenAnnotation.@Nullable Text writtenText,
            @Nullable QueryText parsedQuery) {}

    /** Returns the query as it is written; null if the object does not have a query. */
    public WrittenAnnotation.@Nullable Text writtenQuery() {
        return describedQuery.writtenText;
    }

    /** Returns the parsed query; null if the object does not have a query, or if the query can't be parsed. */
    public @Nullable QueryText parsedQuery() {
        return describedQuery.parsedQuery;
    }

    /** Returns the description with another query. */
    public ObjectDescription withQuery(WrittenAnnotation.Text newText, @Nullable QueryText newQuery) {
        return new ObjectDescription(
                annotation, kind, name, comment, matchesColumnsByPosition, new DescribedQuery(newText, newQuery));
    }
}
