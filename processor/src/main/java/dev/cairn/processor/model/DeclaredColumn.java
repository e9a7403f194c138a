package dev.cairn.processor.model;

import dev.cairn.sql.ColumnDefinition;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column as a record has it.
 *
 * @param definition as in CREATE TABLE, of views too; its span is the place
 * @param accessor the component's name in Java
 * @param renamedFrom the column's name before
 * @param allowed codes of warnings that are silenced here
 */
public record DeclaredColumn(
        ColumnDefinition definition,
        String accessor,
        JavaType type,
        @Nullable OldName renamedFrom,
        Set<String> allowed,
        Place place) {
    public DeclaredColumn {
        allowed = Set.copyOf(allowed);
    }

    public String name() {
        return definition.name().text();
    }
}
