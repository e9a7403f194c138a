package dev.cairn.catalog;

import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.ColumnDefinition.Domain;
import dev.cairn.sql.ast.ColumnDefinition.ModelRole;
import dev.cairn.sql.ast.ColumnDefinition.ValueSource;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A column as the server stores it, with its normalized type and default.
 *
 * @param role whether the column is part of the key, and its declared aggregation
 * @param isNullable whether the column accepts NULL
 * @param valueSource where the value comes from if a statement gives none: a default, AUTO_INCREMENT, or an expression
 */
public record Column(
        ColumnNames names, Type type, ModelRole role, boolean isNullable, ValueSource valueSource, String comment) {
    /**
     * The names of a column.
     *
     * @param id the name with which it was created: RENAME COLUMN does not change it, and no other column may use it
     */
    public record ColumnNames(String name, String id) {
        /** Returns the names of a column that has never been renamed. */
        public static ColumnNames of(String name) {
            return new ColumnNames(name, name);
        }
    }

    /** Returns a value column without a default, an expression or a comment. */
    public static Column of(String name, Type type, @Nullable Aggregation aggregation, boolean isNullable) {
        return new Column(
                ColumnNames.of(name), type, new ModelRole(false, aggregation), isNullable, ValueSource.NONE, "");
    }

    public String name() {
        return names.name;
    }

    /** Returns the name with which the column was created. */
    public String id() {
        return names.id;
    }

    /** Returns whether the column is part of the key, in any key model. */
    public boolean isKey() {
        return role.isKey();
    }

    /**
     * Returns the declared aggregation; null if none is declared, as for the implicit REPLACE of PRIMARY and UNIQUE
     * tables.
     */
    public @Nullable Aggregation aggregation() {
        return role.aggregation();
    }

    /** Returns the default, which is never {@link ColumnDefault.NullDefault}; null if the column has no default. */
    public @Nullable ColumnDefault defaultValue() {
        return valueSource.defaultValue();
    }

    /**
     * Returns whether a new row needs a value for the column, because the column is NOT NULL and the server does not
     * fill it.
     */
    public boolean requiresValue() {
        return !isNullable && defaultValue() == null && !isAutoIncrement() && generatedValue() == null;
    }

    public boolean isAutoIncrement() {
        return valueSource.isAutoIncrement();
    }

    /**
     * Returns the expression of a generated column as the server stores it, which is without parentheses; null for any
     * other column. The server prints the expression in different formats, depending on the key model.
     */
    public @Nullable Expression generatedValue() {
        return valueSource.generatedValue();
    }

    /** Returns the key that identifies a column by its name, regardless of the case. */
    public static String toKey(String columnName) {
        return columnName.toLowerCase(Locale.ROOT);
    }

    /** Returns whether a new row replaces the value of an older row with the same key. */
    public boolean replacesValues() {
        return aggregation() == Aggregation.Function.REPLACE
                || aggregation() == Aggregation.Function.REPLACE_IF_NOT_NULL;
    }

    public boolean isNamed(String otherName) {
        return names.name.equalsIgnoreCase(otherName);
    }

    /**
     * Returns whether another column has the same definition. As on the server, the comparison is asymmetric: if this
     * column is not generated, the expression of the other column is ignored.
     */
    public boolean hasSameDefinition(Column other) {
        return isNamed(other.name())
                && type.equals(other.type)
                && role.equals(other.role)
                && isNullable == other.isNullable
                && hasSameDefault(other)
                && (generatedValue() == null || generatedValue().equals(other.generatedValue()))
                && comment.equals(other.comment);
    }

    /** Returns whether the defaults are equal; CURRENT_TIMESTAMP is the same with and without parentheses. */
    public boolean hasSameDefault(Column other) {
        if (defaultValue() instanceof ColumnDefault.CurrentTimestamp timestamp
                && other.defaultValue() instanceof ColumnDefault.CurrentTimestamp otherTimestamp) {
            return Objects.equals(timestamp.precision(), otherTimestamp.precision());
        }
        return Objects.equals(defaultValue(), other.defaultValue());
    }

    /** Returns the definition of this column, with the type and the expression as they are stored, but without KEY. */
    public ColumnDefinition toDefinition() {
        return new ColumnDefinition(
                Name.of(name()),
                new Domain(type, null, isNullable),
                new ModelRole(false, aggregation()),
                valueSource,
                comment,
                Span.NONE);
    }

    public Column withName(String newName) {
        return withNames(new ColumnNames(newName, id()));
    }

    public Column withId(String newId) {
        return withNames(new ColumnNames(name(), newId));
    }

    public Column withType(Type newType) {
        return new Column(names, newType, role, isNullable, valueSource, comment);
    }

    public Column withKey(boolean isKey) {
        return withModelRole(new ModelRole(isKey, aggregation()));
    }

    public Column withAggregation(@Nullable Aggregation newAggregation) {
        return withModelRole(new ModelRole(isKey(), newAggregation));
    }

    public Column withGeneratedValue(@Nullable Expression newGeneratedValue) {
        return new Column(
                names,
                type,
                role,
                isNullable,
                new ValueSource(defaultValue(), isAutoIncrement(), newGeneratedValue),
                comment);
    }

    public Column withComment(String newComment) {
        return new Column(names, type, role, isNullable, valueSource, newComment);
    }

    private Column withNames(ColumnNames newNames) {
        return new Column(newNames, type, role, isNullable, valueSource, comment);
    }

    private Column withModelRole(ModelRole newRole) {
        return new Column(names, type, newRole, isNullable, valueSource, comment);
    }
}
