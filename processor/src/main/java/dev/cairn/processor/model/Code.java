package dev.cairn.processor.model;

import java.util.Locale;

/**
 * Everything that the processor can say. The tag is stable: tests, {@code @Allow} and the documentation use it. The text
 * names the user's own words, says what is wrong, and then what to write instead.
 */
public enum Code {
    KEY_ORDER(
            "key-order",
            Severity.ERROR,
            "'%s' is part of %s but follows the value column '%s'; key columns come first, in key order: move it before"
                    + " '%s'"),
    UNKNOWN_COLUMN("unknown-column", Severity.ERROR, "There is no column '%s'%s"),

    NOT_A_RECORD(
            "not-a-record", Severity.ERROR, "'%s' has @%s but is no record; only a record has columns: write record"),
    NO_OBJECT(
            "no-object",
            Severity.ERROR,
            "@%s says nothing of '%s', which is no table or view; add @Table, @SnapshotTable, @View, @MaterializedView or"
                    + " @External, or remove it"),
    GENERIC(
            "generic-record",
            Severity.ERROR,
            "'%s' has type parameters, and columns have one type each; write a record without them"),
    PRIVATE(
            "private-type",
            Severity.ERROR,
            "'%s' is private, or in something that is, and the class that is generated beside it could not name it; remove"
                    + " private"),
    HIDDEN_TYPE(
            "hidden-type",
            Severity.ERROR,
            "'%s' is of the type '%s', which the generated classes could not name; make the type public"),
    NO_COLUMNS("no-columns", Severity.ERROR, "'%s' has no components, and so no columns; give it one"),
    NO_COLUMN_FOR_TYPE("no-column-for-type", Severity.ERROR, "'%s' is of the type %s, which has no column; %s"),
    TYPE_UNSAID("type-unsaid", Severity.ERROR, "'%s' is a %s, which does not say %s; write %s"),
    TYPE_MISMATCH("type-mismatch", Severity.ERROR, "@%s is for %s, and '%s' is none; remove it, or change the type"),
    LOST_ANNOTATIONS(
            "lost-annotations",
            Severity.ERROR,
            "'%s' was compiled elsewhere, and class files do not tell what its type's annotations say inside < and >; write"
                    + " its whole type there, as in @SqlType(\"array<varchar(10)>\")"),
    RECURSIVE(
            "recursive-record",
            Severity.ERROR,
            "'%s' is a '%s', which contains itself; columns end somewhere: leave it out"),
    NOT_EMBEDDABLE(
            "not-embeddable",
            Severity.ERROR,
            "'%s' has @Embedded but is no record without type parameters; only such a record can be embedded: remove"
                    + " @Embedded, or write a record"),
    UNRESOLVED_TYPE(
            "unresolved-type",
            Severity.ERROR,
            "There is no type '%s'; import it or correct its name, or have it generated in this compile"),
    CONTRADICTION("contradiction", Severity.ERROR, "%s and %s exclude each other; remove one of them"),
    MEANINGLESS("meaningless", Severity.ERROR, "@%s says nothing %s; remove it"),
    MEANINGLESS_VALUE("meaningless-value", Severity.ERROR, "'%s' says nothing %s; remove it"),
    INCOMPLETE("incomplete", Severity.ERROR, "%s says too little; add %s"),
    ALWAYS_NULLABLE(
            "always-nullable", Severity.ERROR, "'%s' can be NULL, as the server makes all columns of its kind, but %s"),
    SYNTAX("syntax", Severity.ERROR, "%s; correct the SQL in"),
    QUERY_SYNTAX(
            "query-syntax",
            Severity.WARNING,
            "%s; the query is taken as it is, and nothing of it is checked: correct it, unless your server is newer and"
                    + " knows it, in"),
    BACKQUOTE("backquote", Severity.ERROR, "'%s' has a backquote, which no name can hold; write another name"),

    SCHEMA_NAME(
            "schema-name",
            Severity.ERROR,
            "'%s' can't name a schema; write a lower-case letter, then at most 39 lower-case letters, digits and"
                    + " underscores"),
    SERVER_VERSION("server-version", Severity.ERROR, "'%s' is no version that Cairn knows; write 3.5, 4.0 or 4.1"),
    MIGRATIONS_PACKAGE(
            "migrations-package", Severity.ERROR, "'%s' is no name of a package; write one, as in com.acme.migrations"),
    NOT_A_MEMBER(
            "not-a-member",
            Severity.ERROR,
            "'%s' is none of @Table, @SnapshotTable, @View, @MaterializedView and @External; annotate it, or remove it from"
                    + " the schema"),
    LISTED_TWICE("listed-twice", Severity.ERROR, "'%s' is listed twice; remove one of the two"),
    SAME_NAME(
            "same-name", Severity.ERROR, "'%s' and '%s' both describe %s; give one of them another name, or remove it"),
    TWO_SCHEMAS(
            "two-schemas",
            Severity.WARNING,
            "'%s' is in the schema '%s' too, and if both come to one database, both will alter it; declare it with @External"
                    + " in one of them"),
    HIDDEN_RECORD(
            "hidden-record",
            Severity.ERROR,
            "'%s' is not public, and so not visible in the package of the schema; make it public, or put both into one"
                    + " package"),
    DESCRIPTOR_NAME(
            "descriptor-name",
            Severity.ERROR,
            "The class %s would be generated for '%s', but there is one already; rename one of them"),
    MISSING_DESCRIPTOR(
            "missing-descriptor",
            Severity.ERROR,
            "'%s' is not compiled here, and the class %s, which was generated where it was, is not on the class path; add it"
                    + " there, or compile '%s' with Cairn's processor"),
    DESCRIPTOR_FORMAT(
            "descriptor-format",
            Severity.ERROR,
            "%s was generated in format %s, and this processor reads format %s; compile '%s' again with the processor of"
                    + " this version");

    /** How bad it is. */
    public enum Severity {
        ERROR,
        WARNING
    }

    private final String tag;
    private final Severity severity;
    private final String text;

    Code(String tag, Severity severity, String text) {
        this.tag = tag;
        this.severity = severity;
        this.text = text;
    }

    public String tag() {
        return tag;
    }

    public Severity severity() {
        return severity;
    }

    String text(Object... arguments) {
        return String.format(Locale.ROOT, text, arguments);
    }
}
