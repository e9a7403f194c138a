package dev.cairn.processor.read.written;

import dev.cairn.processor.model.Declaration.Kind;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.QueryText;
import org.jspecify.annotations.Nullable;

/**
 * The content of the annotation that declares the object of a record: {@code @Table} or another of its kind.
 *
 * @param query null where there is none, or none that the parser knows
 */
public record ObjectDescription(
        WrittenAnnotation annotation,
        Kind kind,
        QualifiedName name,
        @Nullable String comment,
        boolean byPosition,
        @Nullable QueryText query) {}
