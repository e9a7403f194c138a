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
        DescribedQuery described) {
    /**
     * The query of an object.
     *
     * @param written the query as it is written; null if the object has none
     * @param parsed null if the object has no query, or if the parser does not know its syntax
     */
    public record DescribedQuery(
            WrittenAnnotation.@Nullable Text written,
            @Nullable QueryText parsed) {}

    /** Returns the query as it is written; null if the object has none. */
    public WrittenAnnotation.@Nullable Text writtenQuery() {
        return described.written;
    }

    /** Returns the query; null if the object has none, or if the parser does not know its syntax. */
    public @Nullable QueryText query() {
        return described.parsed;
    }

    /** The description with another query. */
    public ObjectDescription with(WrittenAnnotation.Text otherWritten, @Nullable QueryText otherQuery) {
        return new ObjectDescription(
                annotation, kind, name, comment, isByPosition, new DescribedQuery(otherWritten, otherQuery));
    }
}
