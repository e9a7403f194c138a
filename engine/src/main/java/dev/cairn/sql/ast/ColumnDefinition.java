package dev.cairn.sql.ast;

import org.jspecify.annotations.Nullable;

/**
 * A column in CREATE TABLE, ADD COLUMN or MODIFY COLUMN. A component is null if its clause is absent.
 *
 * @param key whether the word KEY follows the type
 * @param charset the name in {@code CHARACTER SET utf8}
 * @param generated the expression of AS
 */
public record ColumnDefinition(
        Name name,
        @Nullable Type type,
        @Nullable Name charset,
        boolean key,
        @Nullable Aggregation aggregation,
        @Nullable Boolean nullable,
        @Nullable ColumnDefault defaultValue,
        boolean autoIncrement,
        @Nullable Expression generated,
        @Nullable String comment,
        Span span) {
    /** Returns a column with a type and no other clause. */
    public static ColumnDefinition of(Name name, @Nullable Type type, Span span) {
        return new ColumnDefinition(name, type, null, false, null, null, null, false, null, null, span);
    }

    public ColumnDefinition withName(Name newName) {
        return copy(newName, type, key, aggregation, nullable, defaultValue, autoIncrement, generated, comment);
    }

    public ColumnDefinition withType(@Nullable Type newType) {
        return copy(name, newType, key, aggregation, nullable, defaultValue, autoIncrement, generated, comment);
    }

    public ColumnDefinition withKey(boolean newKey) {
        return copy(name, type, newKey, aggregation, nullable, defaultValue, autoIncrement, generated, comment);
    }

    public ColumnDefinition withAggregation(@Nullable Aggregation newAggregation) {
        return copy(name, type, key, newAggregation, nullable, defaultValue, autoIncrement, generated, comment);
    }

    public ColumnDefinition withNullable(@Nullable Boolean newNullable) {
        return copy(name, type, key, aggregation, newNullable, defaultValue, autoIncrement, generated, comment);
    }

    public ColumnDefinition withDefaultValue(@Nullable ColumnDefault newDefaultValue) {
        return copy(name, type, key, aggregation, nullable, newDefaultValue, autoIncrement, generated, comment);
    }

    public ColumnDefinition withAutoIncrement(boolean newAutoIncrement) {
        return copy(name, type, key, aggregation, nullable, defaultValue, newAutoIncrement, generated, comment);
    }

    public ColumnDefinition withGenerated(@Nullable Expression newGenerated) {
        return copy(name, type, key, aggregation, nullable, defaultValue, autoIncrement, newGenerated, comment);
    }

    public ColumnDefinition withComment(@Nullable String newComment) {
        return copy(name, type, key, aggregation, nullable, defaultValue, autoIncrement, generated, newComment);
    }

    private ColumnDefinition copy(
            Name newName,
            @Nullable Type newType,
            boolean newKey,
            @Nullable Aggregation newAggregation,
            @Nullable Boolean newNullable,
            @Nullable ColumnDefault newDefaultValue,
            boolean newAutoIncrement,
            @Nullable Expression newGenerated,
            @Nullable String newComment) {
        return new ColumnDefinition(
                newName,
                newType,
                charset,
                newKey,
                newAggregation,
                newNullable,
                newDefaultValue,
                newAutoIncrement,
                newGenerated,
                newComment,
                span);
    }
}
