package dev.cairn.migration;

import dev.cairn.analysis.UnknownFunction;
import dev.cairn.sql.ast.Span;
import org.jspecify.annotations.Nullable;

/**
 * A reason why a chain is not valid.
 *
 * @param message the problem and its remedy; for a statement, the message of the parser or of the server
 * @param unknownName the unknown name, if that is the problem
 * @param function the function that is neither built in nor declared, if that is the problem
 */
public record ChainProblem(
        Kind kind,
        ChainPlace place,
        String message,
        @Nullable NameSuggestions unknownName,
        @Nullable UnknownFunction function) {
    public ChainProblem(Kind kind, ChainPlace place, String message) {
        this(kind, place, message, null, null);
    }

    /**
     * The place of a problem.
     *
     * @param migration the name of the migration in which the problem is
     * @param index the index of the statement, if the attribute holds statements
     * @param at the place in the statement; null if the problem is not in a statement
     */
    public record ChainPlace(
            String migration,
            Attribute attribute,
            int index,
            @Nullable Span at) {
        /** Returns the place of a part of the statement. */
        ChainPlace withPart(Span part) {
            return new ChainPlace(migration, attribute, index, part);
        }
    }

    /** Returns the name of the migration in which the problem is. */
    public String migration() {
        return place.migration;
    }

    public Attribute attribute() {
        return place.attribute;
    }

    /** Returns the index of the statement, if the attribute holds statements. */
    public int index() {
        return place.index;
    }

    /** Returns the place in the statement; null if the problem is not in a statement. */
    public @Nullable Span span() {
        return place.at;
    }

    public enum Kind {
        /** There is no migration with the previous number. */
        GAP,
        /** Two migrations have the same number, but were recorded after different ones. */
        DUPLICATE,
        /** Two migrations were recorded after the same one: two branches were merged. */
        FORK,
        /** The previous migration has changed since this one was recorded. */
        EDITED,
        /** The checkpoint names no hash, or a previous migration. */
        CHECKPOINT,
        /** A checkpoint replaces the migration, which still exists. */
        REPLACED,
        /** The number is not positive, or differs from the one in the name. */
        NUMBER,
        /** The statement is longer than a class file allows. */
        TOO_LONG,
        /** The text is not a statement. */
        SYNTAX,
        /** The server would refuse the statement. */
        REFUSED,
        /** The statement changes every row of a table, which may not be intended. This is a warning. */
        EVERY_ROW,
        /** The statement destroys data without the marker of consent. It does not break the chain. */
        UNMARKED_DESTRUCTION,
        /** The statement gives a built-in role to a user or group. This is a warning. */
        BUILT_IN_ROLE,
        /** The statement contains a password of a user. This is a warning. */
        PASSWORD,
        /** There is a placeholder in a part of the statement in which none is resolved. */
        PLACEHOLDER,
        /** The downgrade does not restore the previous catalog. */
        NOT_BACK,
        /** The servers for which a statement is meant are not written as Cairn reads them. */
        SERVERS,
        /** The setting is not of the form {@code name=value}. */
        SETTING
    }

    /** The attribute of a migration in which the problem is. */
    public enum Attribute {
        NUMBER,
        AFTER,
        CHECKPOINT,
        UPGRADE,
        DOWNGRADE,
        SESSION
    }

    boolean isOfSameStatement(ChainProblem other) {
        return migration().equals(other.migration()) && attribute() == other.attribute() && index() == other.index();
    }

    static ChainProblem of(Kind kind, Migration migration, Attribute attribute, String message) {
        return new ChainProblem(kind, new ChainPlace(migration.name(), attribute, 0, null), message);
    }
}
