package dev.cairn.migration;

import dev.cairn.sql.ast.Span;
import org.jspecify.annotations.Nullable;

/**
 * Why a chain can't be taken as it is.
 *
 * @param migration the one that says what is wrong, by its name
 * @param index of the statement, where the attribute holds statements
 * @param words what is wrong, and what mends it; a statement's problem in the words of the parser or of the server
 * @param at where in the statement; null where it is none
 * @param meant the unknown name, if that is the problem
 */
public record ChainProblem(
        Kind kind,
        String migration,
        Attribute attribute,
        int index,
        String words,
        @Nullable Span at,
        @Nullable UnknownName meant) {
    public ChainProblem(Kind kind, String migration, Attribute attribute, int index, String words, @Nullable Span at) {
        this(kind, migration, attribute, index, words, at, null);
    }

    public enum Kind {
        /** There is none with the number before. */
        GAP,
        /** Another one has the same number, and was recorded after another one. */
        DUPLICATE,
        /** Two were recorded after the same one: two branches were merged. */
        FORK,
        /** The one before is not any more what it was. */
        EDITED,
        /** The number is none, or not the one that the name says. */
        NUMBER,
        /** More than a class file can hold. */
        TOO_LONG,
        /** No statement. */
        SYNTAX,
        /** The server would not take the statement. */
        REFUSED,
        /** It changes every row of a table, which may not be meant. No problem, but worth a warning. */
        EVERY_ROW,
        /** The downgrade does not lead back. */
        NOT_BACK,
        /** No {@code name=value}. */
        SETTING
    }

    /** What of a migration is wrong. */
    public enum Attribute {
        NUMBER,
        AFTER,
        UPGRADE,
        DOWNGRADE,
        SESSION
    }

    boolean isOfSameStatement(ChainProblem other) {
        return migration.equals(other.migration) && attribute == other.attribute && index == other.index;
    }

    static ChainProblem of(Kind kind, Migration migration, Attribute attribute, String words) {
        return new ChainProblem(kind, migration.name(), attribute, 0, words, null);
    }
}
