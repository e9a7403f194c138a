package dev.cairn.sql.cluster;

/**
 * A clause of the statements about a kind of cluster object.
 *
 * @param name the name of one of its parts in comparisons and messages: {@code property}
 * @param words the words with which the clause begins in CREATE, including an equals sign; for a variant, all words
 *     that are possible
 */
public record ClusterClause(String name, Form form, String words, Presence presence) {
    /** Whether a statement may omit a clause, and how the clause is placed. */
    public enum Presence {
        REQUIRED,
        OPTIONAL,
        /** An optional clause. Adjacent clauses of this presence may have any order, and commas separate them. */
        LISTED,
        /** An optional word before the last word of the kind, as in CREATE AGGREGATE FUNCTION. */
        VARIANT
    }

    /** The notation of the content of a clause. */
    public enum Form {
        /** {@code ("a" = "1", "b" = "2")}: a part for each property. */
        PROPERTIES,
        /** The same, or {@code a = "1" b = "2"} without the words of the clause. */
        BARE_PROPERTIES,
        /** {@code (user = 'etl', query_type IN ('select')), (role = 'loader')}: a set, with a part for each element. */
        CONDITIONS,
        /** {@code "text"}. */
        TEXT,
        /** A single word, {@code S3}. */
        WORD,
        /** {@code ('a', 'b')}, in an order that matters. */
        TEXTS,
        /** The name of an object, {@code orders}. */
        NAME,
        /** {@code (p1, p2)}, names in an order that does not matter. */
        NAMES,
        /**
         * {@code (k KEY, v VALUE)}: names in an order that matters, each before the words of its clause. Adjacent
         * clauses of this form share the parentheses.
         */
        MARKED_NAMES,
        /**
         * {@code (k bigint NOT NULL, v varchar(65533) COMMENT "x")}: columns in an order that matters, without words
         * before them. Each column is a part, and the part without a name is the list of the columns' names. In ALTER,
         * that part is the name of the preceding column, and empty for the first column.
         */
        COLUMNS,
        /** {@code k, bucket(v, 4)}: a set of expressions, with a part for each element. */
        ELEMENTS,
        /** {@code (k DESC NULLS LAST, v)}: columns that sort rows. */
        SORT_ITEMS,
        /** {@code (k, v = raw + 1)}: names, some of them with expressions, in an order that matters. */
        ASSIGNMENTS,
        /** An expression. */
        EXPRESSION,
        /** The type of a value, {@code ARRAY<INT>}. */
        TYPE,
        /** A text between two pairs of dollar signs, which are kept. */
        ATTACHMENT,
        /** {@code SCHEDULE START('2026-01-01')}; an interval that follows it shares the first word. */
        START_TIME,
        /** {@code SCHEDULE EVERY(INTERVAL 1 DAY)}. */
        INTERVAL,
        /** A whole statement, which extends to the end of the statement about the object. */
        STATEMENT,
        /** {@code KAFKA ("a" = "1")}: a word, which is a part without a name, and a part for each property. */
        TYPED_PROPERTIES
    }

    /** Returns a clause that a statement may omit. */
    public static ClusterClause optionalClause(String name, Form form, String words) {
        return new ClusterClause(name, form, words, Presence.OPTIONAL);
    }

    /** Returns a clause that each CREATE has. */
    public static ClusterClause requiredClause(String name, Form form, String words) {
        return new ClusterClause(name, form, words, Presence.REQUIRED);
    }

    /** Returns a clause that a statement may omit, one of several that commas separate. */
    public static ClusterClause listedClause(String name, Form form, String words) {
        return new ClusterClause(name, form, words, Presence.LISTED);
    }

    /**
     * Returns a clause that is one of several words.
     *
     * @param words these words, separated by spaces
     */
    public static ClusterClause variantClause(String name, String words) {
        return new ClusterClause(name, Form.WORD, words, Presence.VARIANT);
    }

    public boolean isRequired() {
        return presence == Presence.REQUIRED;
    }

    public boolean isListed() {
        return presence == Presence.LISTED;
    }

    /** Returns whether this clause follows the word SCHEDULE. */
    public boolean followsSchedule() {
        return form == Form.START_TIME || form == Form.INTERVAL;
    }

    public boolean isVariant() {
        return presence == Presence.VARIANT;
    }
}
