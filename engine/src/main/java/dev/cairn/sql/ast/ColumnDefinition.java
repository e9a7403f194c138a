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
        @Nullable Default defaultValue,
        boolean autoIncrement,
        @Nullable Expression generated,
        @Nullable String comment,
        Span span) {
    public ColumnDefinition withName(Name newName) {
        return new ColumnDefinition(
                newName,
                type,
                charset,
                key,
                aggregation,
                nullable,
                defaultValue,
                autoIncrement,
                generated,
                comment,
                span);
    }

    public ColumnDefinition withNullable(@Nullable Boolean newNullable) {
        return new ColumnDefinition(
                name,
                type,
                charset,
                key,
                aggregation,
                newNullable,
                defaultValue,
                autoIncrement,
                generated,
                comment,
                span);
    }

    public ColumnDefinition withType(@Nullable Type newType) {
        return new ColumnDefinition(
                name,
                newType,
                charset,
                key,
                aggregation,
                nullable,
                defaultValue,
                autoIncrement,
                generated,
                comment,
                span);
    }

    public ColumnDefinition withDefaultValue(@Nullable Default newDefaultValue) {
        return new ColumnDefinition(
                name,
                type,
                charset,
                key,
                aggregation,
                nullable,
                newDefaultValue,
                autoIncrement,
                generated,
                comment,
                span);
    }

    public ColumnDefinition withGenerated(@Nullable Expression newGenerated) {
        return new ColumnDefinition(
                name,
                type,
                charset,
                key,
                aggregation,
                nullable,
                defaultValue,
                autoIncrement,
                newGenerated,
                comment,
                span);
    }

    public ColumnDefinition withComment(@Nullable String newComment) {
        return new ColumnDefinition(
                name,
                type,
                charset,
                key,
                aggregation,
                nullable,
                defaultValue,
                autoIncrement,
                generated,
                newComment,
                span);
    }
}
