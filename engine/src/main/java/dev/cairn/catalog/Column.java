package dev.cairn.catalog;

import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A column as the server stores it.
 *
 * @param id the name with which it was created: RENAME COLUMN does not change it, and no other column may use it
 * @param key whether it is part of the key, in any key model
 * @param aggregation only a declared one: the implicit REPLACE of PRIMARY and UNIQUE tables is not included
 * @param defaultValue null if the column has no default; never {@link ColumnDefault.Null}
 * @param generated the expression as the server stores it: names, literals and calls, but no parentheses; its output
 *     format depends on the key model
 */
public record Column(
        String name,
        String id,
        Type type,
        boolean key,
        @Nullable Aggregation aggregation,
        boolean nullable,
        @Nullable ColumnDefault defaultValue,
        boolean autoIncrement,
        @Nullable Expression generated,
        String comment) {
    /** Returns a value column without a default, an expression or a comment. */
    public static Column of(String name, Type type, @Nullable Aggregation aggregation, boolean nullable) {
        return new Column(name, name, type, false, aggregation, nullable, null, false, null, "");
    }

    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }

    /**
     * Returns whether another definition is equal. As on the server, the comparison is asymmetric: if this column is
     * not generated, the expression of the other one is ignored.
     */
    public boolean isSame(Column other) {
        return is(other.name)
                && type.equals(other.type)
                && Objects.equals(aggregation, other.aggregation)
                && key == other.key
                && nullable == other.nullable
                && hasSameDefault(other)
                && (generated == null || generated.equals(other.generated))
                && comment.equals(other.comment);
    }

    /** Returns whether the defaults are equal; CURRENT_TIMESTAMP is the same with and without parentheses. */
    public boolean hasSameDefault(Column other) {
        if (defaultValue instanceof ColumnDefault.CurrentTimestamp time
                && other.defaultValue instanceof ColumnDefault.CurrentTimestamp otherTime) {
            return Objects.equals(time.precision(), otherTime.precision());
        }
        return Objects.equals(defaultValue, other.defaultValue);
    }

    /** Returns the definition of this column, with the type and the expression as they are stored. */
    public ColumnDefinition definition() {
        return new ColumnDefinition(
                Name.of(name),
                type,
                null,
                false,
                aggregation,
                nullable,
                defaultValue,
                autoIncrement,
                generated,
                comment,
                Span.NONE);
    }

    public Column named(String newName) {
        return copy(newName, id, type, key, aggregation, generated, comment);
    }

    public Column identified(String newId) {
        return copy(name, newId, type, key, aggregation, generated, comment);
    }

    public Column withType(Type newType) {
        return copy(name, id, newType, key, aggregation, generated, comment);
    }

    public Column withKey(boolean newKey) {
        return copy(name, id, type, newKey, aggregation, generated, comment);
    }

    public Column withAggregation(@Nullable Aggregation newAggregation) {
        return copy(name, id, type, key, newAggregation, generated, comment);
    }

    public Column withGenerated(@Nullable Expression newGenerated) {
        return copy(name, id, type, key, aggregation, newGenerated, comment);
    }

    public Column withComment(String newComment) {
        return copy(name, id, type, key, aggregation, generated, newComment);
    }

    private Column copy(
            String newName,
            String newId,
            Type newType,
            boolean newKey,
            @Nullable Aggregation newAggregation,
            @Nullable Expression newGenerated,
            String newComment) {
        return new Column(
                newName,
                newId,
                newType,
                newKey,
                newAggregation,
                nullable,
                defaultValue,
                autoIncrement,
                newGenerated,
                newComment);
    }
}
