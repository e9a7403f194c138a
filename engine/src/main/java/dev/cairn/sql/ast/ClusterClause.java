package dev.cairn.sql.ast;

/**
 * A clause of the statements about a kind of cluster object.
 *
 * @param name what a part of it is called in comparisons and messages: {@code property}
 * @param words the words with which it begins in CREATE, an equals sign included
 */
public record ClusterClause(String name, Form form, String words, boolean isRequired) {
    /** How the content of a clause is written. */
    public enum Form {
        /** {@code ("a" = "1", "b" = "2")}: a part for each property. */
        PROPERTIES,
        /** {@code (user = 'etl', query_type IN ('select')), (role = 'loader')}: a set, with a part for each element. */
        CONDITIONS,
        /** {@code "text"}. */
        TEXT,
        /** A single word, {@code S3}. */
        WORD,
        /** {@code ('a', 'b')}, in an order that matters. */
        TEXTS
    }

    /** Returns a clause that a statement may omit. */
    public static ClusterClause optional(String name, Form form, String words) {
        return new ClusterClause(name, form, words, false);
    }

    /** Returns a clause that each CREATE has. */
    public static ClusterClause of(String name, Form form, String words) {
        return new ClusterClause(name, form, words, true);
    }
}
