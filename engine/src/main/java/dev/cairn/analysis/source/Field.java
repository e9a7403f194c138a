package dev.cairn.analysis.source;

import dev.cairn.analysis.type.Typed;
import dev.cairn.sql.ast.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of a relation.
 *
 * @param relation null for what can only be named without one
 * @param nullableExpression as in {@link OutputColumn}
 * @param origins where its values come from
 */
public record Field(
        String name,
        @Nullable RelationName relation,
        Typed typed,
        Visibility visibility,
        boolean nullableExpression,
        List<Cell> origins) {
    public enum Visibility {
        SHOWN,
        /** {@code *} passes it over. */
        HIDDEN,
        /** No column, but however many there may be that nobody knows. */
        WILDCARD
    }

    /** A column of a source that the query uses. */
    public record Cell(Use use, int column) {}

    public static Field wildcard(@Nullable RelationName relation) {
        return new Field("*", relation, Typed.UNKNOWN, Visibility.WILDCARD, true, List.of());
    }

    public static Field calculated(String name, Typed typed, List<Cell> origins) {
        return new Field(name, null, typed, Visibility.SHOWN, typed.nullable(), origins);
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

    Field nullable() {
        return typed.nullable() ? this : withTyped(new Typed(typed.type(), true, typed.state()));
    }

    public Field withTyped(Typed other) {
        return new Field(name, relation, other, visibility, nullableExpression, origins);
    }

    /** As a column of another relation that gives it on: that says of all its columns that they may be NULL. */
    public Field of(@Nullable RelationName other, String newName) {
        return new Field(
                newName, other, new Typed(typed.type(), true, typed.state()), visibility, nullableExpression, origins);
    }
}
