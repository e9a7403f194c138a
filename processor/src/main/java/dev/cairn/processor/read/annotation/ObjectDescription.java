package dev.cairn.processor.read.annotation;

import dev.cairn.processor.model.Declaration.Kind;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.QueryText;
import org.jspecify.annotations.Nullable;

/**
 * The content of the annotation that declares the object of a record: {@code @Table} or another of its kind.
 */
public record ObjectDescription(
        WrittenAnnotation annotation,
        Kind kind,
        QualifiedName name,
        @Nullable String comment,
        boolean isByPosition,
        DescribedQuery describedQuery) {
    /**
     * The query of an object.
     *
     * @param writtenText the query as it is written; null if the object has none
     * @param parsedQuery null if the object has no query, or if the parser does not know its syntax
     */
    public record DescribedQuery(
            WrittenAnnotation.@Nullable Text writtenText,
            @Nullable QueryText parsedQuery) {}

    /** Returns the query as it is written; null if the object has none. */
    public WrittenAnnotation.@Nullable Text writtenQuery() {
        return describedQuery.writtenText;
    }

    /** Returns the query; null if the object has none, or if the parser does not know its syntax. */
    public @Nullable QueryText query() {
        return describedQuery.parsedQuery;
    }

    /** Returns the description with another query. */
    public ObjectDescription withQuery(WrittenAnnotation.Text newText, @Nullable QueryText newQuery) {
        return new ObjectDescription(
                annotation, kind, name, comment, isByPosition, new DescribedQuery(newText, newQuery));
    }
}
