package dev.cairn.analysis.source;

import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.sql.ast.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of a relation.
 *
 * @param relation null for a column that can only be named without a qualifier
 * @param nullableExpression as in {@link OutputColumn}
 * @param origins the columns that its values are derived from
 */
public record RelationField(
        String name,
        @Nullable RelationName relation,
        ExpressionType typed,
        Visibility visibility,
        boolean nullableExpression,
        List<Cell> origins) {
    public enum Visibility {
        SHOWN,
        /** {@code *} does not expand to it. */
        HIDDEN,
        /** A placeholder for any number of unknown columns. */
        WILDCARD
    }

    /** A column of a source that the query uses. */
    public record Cell(SourceUsage use, int column) {}

    public static RelationField wildcard(@Nullable RelationName relation) {
        return new RelationField("*", relation, ExpressionType.UNKNOWN, Visibility.WILDCARD, true, List.of());
    }

    public static RelationField calculated(String name, ExpressionType typed, List<Cell> origins) {
        return new RelationField(name, null, typed, Visibility.SHOWN, typed.nullable(), origins);
    }

    public boolean isWildcard() {
        return visibility == Visibility.WILDCARD;
    }

    public boolean isShown() {
        return visibility != Visibility.HIDDEN;
    }

    boolean isStruct() {
        return typed.type() instanceof Type.Struct;
    }

    RelationField nullable() {
        return typed.nullable() ? this : withTyped(new ExpressionType(typed.type(), true, typed.state()));
    }

    public RelationField withTyped(ExpressionType other) {
        return new RelationField(name, relation, other, visibility, nullableExpression, origins);
    }

    /**
     * Returns this column as a column of another relation that passes it on. All columns of such a relation are
     * nullable.
     */
    public RelationField of(@Nullable RelationName other, String newName) {
        return new RelationField(
                newName,
                other,
                new ExpressionType(typed.type(), true, typed.state()),
                visibility,
                nullableExpression,
                origins);
    }
}
