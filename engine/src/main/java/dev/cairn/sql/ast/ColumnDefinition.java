package dev.cairn.sql.ast;

import org.jspecify.annotations.Nullable;

/**
 * A column in CREATE TABLE, ADD COLUMN or MODIFY COLUMN. A nullable component, here or in a nested record, is null if
 * its clause is absent.
 */
public record ColumnDefinition(
        Name name,
        Domain domain,
        ModelRole modelRole,
        ValueSource valueSource,
        @Nullable String comment,
        Span span) {
    /**
     * The values that a column accepts.
     *
     * @param charset the name in {@code CHARACTER SET utf8}
     * @param nullable true for NULL, false for NOT NULL; null if the definition has neither
     */
    public record Domain(
            @Nullable Type type,
            @Nullable Name charset,
            @Nullable Boolean nullable) {}

    /**
     * The role of a column in the key model of its table.
     *
     * @param isKey in a definition, whether the word KEY follows the type; in a table, whether the column belongs to
     *     the key
     */
    public record ModelRole(boolean isKey, @Nullable Aggregation aggregation) {
        public static final ModelRole NONE = new ModelRole(false, null);
    }

    /**
     * The source of values that an INSERT does not provide.
     *
     * @param generatedValue the expression of a generated column, after AS
     */
    public record ValueSource(
            @Nullable ColumnDefault defaultValue,
            boolean isAutoIncrement,
            @Nullable Expression generatedValue) {
        public static final ValueSource NONE = new ValueSource(null, false, null);
    }

    /** Returns a column with a type and no other clause. */
    public static ColumnDefinition of(Name name, @Nullable Type type, Span span) {
        return new ColumnDefinition(name, new Domain(type, null, null), ModelRole.NONE, ValueSource.NONE, null, span);
    }

    public @Nullable Type type() {
        return domain.type;
    }

    public boolean isKey() {
        return modelRole.isKey;
    }

    public @Nullable Aggregation aggregation() {
        return modelRole.aggregation;
    }

    public @Nullable Boolean nullable() {
        return domain.nullable;
    }

    public @Nullable ColumnDefault defaultValue() {
        return valueSource.defaultValue;
    }

    public boolean isAutoIncrement() {
        return valueSource.isAutoIncrement;
    }

    public @Nullable Expression generatedValue() {
        return valueSource.generatedValue;
    }

    public ColumnDefinition withName(Name newName) {
        return new ColumnDefinition(newName, domain, modelRole, valueSource, comment, span);
    }

    public ColumnDefinition withType(@Nullable Type newType) {
        return withDomain(new Domain(newType, domain.charset, domain.nullable));
    }

    public ColumnDefinition withKey(boolean isKey) {
        return withModelRole(new ModelRole(isKey, modelRole.aggregation));
    }

    public ColumnDefinition withAggregation(@Nullable Aggregation newAggregation) {
        return withModelRole(new ModelRole(modelRole.isKey, newAggregation));
    }

    public ColumnDefinition withNullable(@Nullable Boolean newNullable) {
        return withDomain(new Domain(domain.type, domain.charset, newNullable));
    }

    public ColumnDefinition withDefaultValue(@Nullable ColumnDefault newDefaultValue) {
        return withValueSource(
                new ValueSource(newDefaultValue, valueSource.isAutoIncrement, valueSource.generatedValue));
    }

    public ColumnDefinition withAutoIncrement(boolean isAutoIncrement) {
        return withValueSource(new ValueSource(valueSource.defaultValue, isAutoIncrement, valueSource.generatedValue));
    }

    public ColumnDefinition withGeneratedValue(@Nullable Expression newGeneratedValue) {
        return withValueSource(
                new ValueSource(valueSource.defaultValue, valueSource.isAutoIncrement, newGeneratedValue));
    }

    public ColumnDefinition withComment(@Nullable String newComment) {
        return new ColumnDefinition(name, domain, modelRole, valueSource, newComment, span);
    }

    private ColumnDefinition withDomain(Domain newDomain) {
        return new ColumnDefinition(name, newDomain, modelRole, valueSource, comment, span);
    }

    private ColumnDefinition withModelRole(ModelRole newRole) {
        return new ColumnDefinition(name, domain, newRole, valueSource, comment, span);
    }

    private ColumnDefinition withValueSource(ValueSource newSource) {
        return new ColumnDefinition(name, domain, modelRole, newSource, comment, span);
    }
}
