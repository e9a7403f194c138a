package dev.cairn.catalog;

import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Default;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import org.jspecify.annotations.Nullable;

/**
 * A column as the server holds it.
 *
 * @param id the name that it was created with: RENAME COLUMN leaves it, and no other column may take it
 * @param key part of the key, whatever the model
 * @param aggregation only what was said: the implicit REPLACE of PRIMARY and UNIQUE tables is not here
 * @param defaultValue null where there is none; never {@link Default.Null}
 * @param generated the expression as the server keeps it: names, literals and calls, but no parentheses; how it is shown
 *     depends on the key model
 */
public record Column(
        String name,
        String id,
        Type type,
        boolean key,
        @Nullable Aggregation aggregation,
        boolean nullable,
        @Nullable Default defaultValue,
        boolean autoIncrement,
        @Nullable Expression generated,
        String comment) {
    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }

    public Column named(String newName) {
        return new Column(
                newName, id, type, key, aggregation, nullable, defaultValue, autoIncrement, generated, comment);
    }

    public Column identified(String newId) {
        return new Column(
                name, newId, type, key, aggregation, nullable, defaultValue, autoIncrement, generated, comment);
    }

    public Column withType(Type newType) {
        return new Column(
                name, id, newType, key, aggregation, nullable, defaultValue, autoIncrement, generated, comment);
    }

    public Column withKey(boolean newKey) {
        return new Column(
                name, id, type, newKey, aggregation, nullable, defaultValue, autoIncrement, generated, comment);
    }

    public Column withAggregation(@Nullable Aggregation newAggregation) {
        return new Column(
                name, id, type, key, newAggregation, nullable, defaultValue, autoIncrement, generated, comment);
    }

    public Column withGenerated(@Nullable Expression newGenerated) {
        return new Column(
                name, id, type, key, aggregation, nullable, defaultValue, autoIncrement, newGenerated, comment);
    }

    public Column withComment(String newComment) {
        return new Column(
                name, id, type, key, aggregation, nullable, defaultValue, autoIncrement, generated, newComment);
    }
}
