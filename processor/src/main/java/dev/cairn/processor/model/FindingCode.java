package dev.cairn.processor.model;

import java.util.Locale;

/**
 * Everything that the processor can say. The tag is stable: tests, {@code @Allow} and the documentation use it. The text
 * names the user's own words, says what is wrong, and then what to write instead.
 */
public enum FindingCode {
    NOT_A_RECORD(
            "not-a-record", Severity.ERROR, "'%s' has @%s but is no record; only a record has columns: write record"),
    NO_OBJECT(
            "no-object",
            Severity.ERROR,
            "@%s says nothing of '%s', which is no table or view; add @Table, @SnapshotTable, @View, @MaterializedView"
                    + " or @External, or remove it"),
    GENERIC(
            "generic-record",
            Severity.ERROR,
            "'%s' has type parameters, and columns have one type each; write a record without them"),
    PRIVATE(
            "private-type",
            Severity.ERROR,
            "'%s' is private, or in something that is, and the class that is generated beside it could not name it;"
                    + " remove private"),
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
            "'%s' was compiled elsewhere, and class files do not tell what its type's annotations say inside < and >;"
                    + " write its whole type there, as in @SqlType(\"array<varchar(10)>\")"),
    RECURSIVE(
            "recursive-record",
            Severity.ERROR,
            "'%s' is a '%s', which contains itself; columns end somewhere: leave it out"),
    TYPE_TOO_LARGE(
            "type-too-large",
            Severity.ERROR,
            "'%s' is a '%s', which has more than %s fields with those of all records in it; leave out levels, or keep"
                    + " a part of it as JSON"),
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
    NULLABLE_PRIMITIVE(
            "nullable-primitive",
            Severity.ERROR,
            "'%s' has @Nullable at the primitive type %s, which can't be null; %s"),
    NULLABLE_KEY(
            "nullable-key",
            Severity.ERROR,
            "'%s' has @Nullable, but the columns of PRIMARY KEY are NOT NULL; remove @Nullable"),
    MEANINGLESS("meaningless", Severity.ERROR, "@%s says nothing %s; remove it"),
    MEANINGLESS_VALUE("meaningless-value", Severity.ERROR, "'%s' says nothing %s; remove it"),
    INCOMPLETE("incomplete", Severity.ERROR, "%s says too little; add %s"),
    SYNTAX("syntax", Severity.ERROR, "%s; correct the SQL"),
    QUERY_SYNTAX(
            "query-syntax",
            Severity.WARNING,
            "%s; the query is sent as it is, and nothing of it is checked: correct it, unless your server is newer and"
                    + " knows this clause"),
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
            "'%s' is none of @Table, @SnapshotTable, @View, @MaterializedView and @External; annotate it, or remove it"
                    + " from the schema"),
    LISTED_TWICE("listed-twice", Severity.ERROR, "'%s' is listed twice; remove one of the two"),
    SAME_NAME(
            "same-name", Severity.ERROR, "'%s' and '%s' both describe %s; give one of them another name, or remove it"),
    TWO_SCHEMAS(
            "two-schemas",
            Severity.WARNING,
            "'%s' is in the schema '%s' too, and if both come to one database, both will alter it; declare it with"
                    + " @External in one of them"),
    DESCRIPTOR_NAME(
            "descriptor-name",
            Severity.ERROR,
            "The class %s would be generated for '%s', but there is one already; rename one of them"),
    TOO_MANY_COLUMNS(
            "too-many-columns",
            Severity.ERROR,
            "'%s' has %s columns, and the method that writes a row of them would be longer than the 64 kB that a class"
                    + " file can hold; make columns that belong together one STRUCT, by a component whose type is a record"
                    + " without @Embedded"),
    MISSING_DESCRIPTOR(
            "missing-descriptor",
            Severity.ERROR,
            "'%s' is not compiled here, and the class %s, which was generated where it was, is not on the class path;"
                    + " add it there, or compile '%s' with Cairn's processor"),
    DESCRIPTOR_FORMAT(
            "descriptor-format",
            Severity.ERROR,
            "%s was generated in format %s, and this processor reads format %s; compile '%s' again with the processor"
                    + " of this version"),
    STALE_DESCRIPTOR(
            "stale-descriptor",
            Severity.ERROR,
            "'%s' was generated while '%s' was %s @NullMarked code, which decides between NULL and NOT NULL; compile"
                    + " '%s' again"),

    KEY_ORDER(
            "key-order",
            Severity.ERROR,
            "'%s' is part of %s but follows %s; key columns come first, in key order: move it before '%s'"),
    UNKNOWN_COLUMN("unknown-column", Severity.ERROR, "There is no column '%s'%s"),
    DUPLICATE_COLUMN(
            "duplicate-column",
            Severity.ERROR,
            "Another column is called '%s' already, and StarRocks does not tell upper from lower case; give this one"
                    + " another name with @Column(name = \"…\")"),
    REPEATED_PROPERTY("repeated-property", Severity.ERROR, "The property '%s' is set twice; remove one of the two"),
    BUCKET_NUMBER(
            "bucket-number",
            Severity.ERROR,
            "%s is no number of buckets; write a positive one, or leave it out and let the server choose"),
    REPEATED_COLUMN("repeated-column", Severity.ERROR, "'%s' stands twice in %s; leave one of them out"),
    ILLEGAL_NAME("illegal-name", Severity.ERROR, "'%s' can't be the name of a %s; %s"),
    KEY_TYPE("key-type", Severity.ERROR, "'%s' is %s, which can't be part of %s; %s"),
    FIRST_COLUMN(
            "first-column",
            Severity.ERROR,
            "'%s' comes first and %s, so rows can't be sorted by it; put another column first, or say what to sort by"
                    + " with @DuplicateKey"),
    AGGREGATE_MISSING(
            "aggregate-missing",
            Severity.ERROR,
            "'%s' is not part of AGGREGATE KEY, so it must say how its values become one; add @Aggregate, or add it to"
                    + " the key"),
    AGGREGATE_ON_KEY(
            "aggregate-on-key",
            Severity.ERROR,
            "'%s' is part of %s, and values of a key are never merged; %s, or take it out of the key"),
    AGGREGATE_OUTSIDE(
            "aggregate-outside",
            Severity.ERROR,
            "'%s' says how its values become one, but the table has %s; %s, or declare an @AggregateKey"),
    AGGREGATE_TYPE("aggregate-type", Severity.ERROR, "%s does not go with '%s', which is %s; it takes %s"),
    AGGREGATE_IGNORED(
            "aggregate-ignored",
            Severity.WARNING,
            "REPLACE of '%s' has no effect in a table with %s; remove @Aggregate"),
    IMPLIED_KEY(
            "implied-key",
            Severity.WARNING,
            "@Aggregate makes this a table with an aggregate key of all other columns; say so with @AggregateKey(%s)"),
    SKETCH_COLUMN(
            "sketch-column",
            Severity.ERROR,
            "'%s' is %s, which a table with DUPLICATE KEY can't hold; give the table an @AggregateKey and the column"
                    + " @Aggregate(%s)"),
    RANDOM_DISTRIBUTION(
            "random-distribution",
            Severity.ERROR,
            "Rows with the same %s must meet in one bucket, so they can't be spread at random; write"
                    + " @DistributedByHash(%s)"),
    DISTRIBUTION_MISSING(
            "distribution-missing",
            Severity.ERROR,
            "A table with %s must say how its rows are spread; add @DistributedByHash(%s)"),
    DISTRIBUTION_COLUMN(
            "distribution-column",
            Severity.ERROR,
            "'%s' is not part of %s, so rows with the same key could be in different buckets; distribute by columns of"
                    + " the key"),
    DISTRIBUTION_TYPE(
            "distribution-type",
            Severity.ERROR,
            "'%s' is %s, which rows can't be distributed by; take a column that could be part of a key"),
    PARTITION_COLUMN(
            "partition-column",
            Severity.ERROR,
            "'%s' is not part of %s, so rows with the same key could be in different partitions; add it to the key, or"
                    + " partition by columns of the key"),
    PARTITION_TYPE(
            "partition-type",
            Severity.ERROR,
            "'%s' is %s, which a table can't be partitioned by; take an integer, a date or a text"),
    PARTITION_OVERLAP(
            "partition-overlap",
            Severity.ERROR,
            "The partition '%s' overlaps another one; let each begin where the one before it ends"),
    PARTITION_REPEATED(
            "partition-repeated",
            Severity.ERROR,
            "Another partition is called '%s' already; give this one another name"),
    ORDER_BY_KEYS(
            "order-by-keys",
            Severity.ERROR,
            "A table with %s is sorted by all columns of its key and by no other; name exactly %s, in any order"),
    AUTO_INCREMENT_TYPE(
            "auto-increment-type",
            Severity.ERROR,
            "'%s' is %s, and the server numbers rows with BIGINT only; make it a long"),
    AUTO_INCREMENT_TWICE(
            "auto-increment-twice",
            Severity.ERROR,
            "'%s' is numbered by the server already, and a table has one such column; remove @AutoIncrement from '%s'"),
    GENERATED_ORDER(
            "generated-order",
            Severity.ERROR,
            "'%s' follows the generated column '%s'; generated columns come last: move it before '%s'"),
    GENERATED_KEY(
            "generated-key",
            Severity.ERROR,
            "'%s' is calculated, so it can't be part of %s; take it out of the key, or have it stored"),
    GENERATED_MODEL(
            "generated-model",
            Severity.ERROR,
            "'%s' is calculated, which a table with AGGREGATE KEY does not allow; calculate it in a view"),
    GENERATED_NOT_NULL(
            "generated-not-null",
            Severity.ERROR,
            "'%s' is calculated and so may be NULL; make it a reference type without @NotNull, and with @Nullable in"
                    + " code that is @NullMarked"),
    GENERATED_REFERENCE(
            "generated-reference",
            Severity.ERROR,
            "'%s' is calculated from '%s', which is %s; calculate it from columns that are stored"),
    GENERATED_TYPE(
            "generated-type",
            Severity.ERROR,
            "'%s' does not take what its expression gives: %s; change the type, or CAST in the expression"),
    DEFAULT_VALUE(
            "default-value",
            Severity.ERROR,
            "The default of '%s' is not taken: %s; write one that the column can hold"),
    DECIMAL_DIGITS(
            "decimal-digits",
            Severity.ERROR,
            "'%s' can't be decimal(%s, %s); on a %s server a decimal has 1 to %s digits, and no more behind the point"
                    + " than in all"),
    TEXT_LENGTH("text-length", Severity.ERROR, "'%s' can't be %s(%s); its length is 1 to %s bytes%s"),
    INDEX_COLUMNS("index-columns", Severity.ERROR, "The index '%s' is on %s columns, but each index is on one; %s"),
    INDEX_REPEATED(
            "index-repeated",
            Severity.ERROR,
            "There are two indexes %s '%s', and a table has one at most; remove one of them"),
    INDEX_MODEL("index-model", Severity.ERROR, "A %s index can't be on '%s' in a table with %s: it is only for %s"),
    INDEX_TYPE("index-type", Severity.ERROR, "'%s' is %s, which a %s index can't be on; it takes %s"),
    INDEX_SWITCH(
            "index-switch",
            Severity.ERROR,
            "%s indexes are switched off in servers as they come; where yours have them on, say"
                    + " @Schema(experimental = %s)"),
    ROLLUP_MODEL(
            "rollup-model",
            Severity.ERROR,
            "A table with PRIMARY KEY has no rollups; take a materialized view instead of '%s'"),
    UNKNOWN_PROPERTY("unknown-property", Severity.ERROR, "'%s' has no property '%s'%s"),
    PROPERTY_VALUE(
            "property-value",
            Severity.ERROR,
            "The property '%s' = '%s' of '%s' is not taken: %s; write another value, or remove it"),
    UNKNOWN_TABLE("unknown-table", Severity.ERROR, "There is no '%s' in the schema%s"),
    QUERY_REFUSED(
            "query-refused",
            Severity.ERROR,
            "A %s server refuses the query of '%s': %s; correct it, or say in @Schema what your servers are"),
    UNKNOWN_FUNCTION("unknown-function", Severity.ERROR, "There is no function '%s'%s; %s"),
    FUNCTION_SYNTAX("function-syntax", Severity.ERROR, "%s; write CREATE FUNCTION name(type, …) RETURNS type"),
    QUERY_CYCLE("query-cycle", Severity.ERROR, "'%s' is made from itself: %s; break the circle"),
    UNMATCHED_COMPONENT("unmatched-component", Severity.ERROR, "'%s' is no column of the query%s"),
    UNMATCHED_OUTPUT(
            "unmatched-output",
            Severity.ERROR,
            "The query gives '%s', for which the record has no component; add one, or leave it out of the query"),
    COMMENT_ORDER(
            "comment-order",
            Severity.ERROR,
            "The server takes comments of columns by position, and '%s' is not where the query gives it; write the"
                    + " components in the order of the query"),
    COLUMN_COUNT(
            "column-count",
            Severity.ERROR,
            "The record has %s columns and the query gives %s; by position each component takes one"),
    COLUMN_TYPE(
            "column-type",
            Severity.ERROR,
            "'%s' is %s, which can't hold the %s that the query gives; make it %s, or CAST in the query"),
    NULLABLE_OUTPUT(
            "nullable-output",
            Severity.WARNING,
            "'%s' can't be NULL, but the query may give NULL; %s, or wrap it in coalesce(…) in the query"),
    REFUSED(
            "refused",
            Severity.ERROR,
            "A %s server refuses '%s': %s; correct it, or say in @Schema what your servers are"),
    UNBOUNDED_KEY(
            "unbounded-key",
            Severity.WARNING,
            "'%s' is part of PRIMARY KEY, of which the server holds an index in memory, and may be 65533 bytes long;"
                    + " say how long it can be with @Varchar"),
    SINGLE_BUCKET(
            "single-bucket",
            Severity.WARNING,
            "All rows of '%s' are in one bucket, so one thread of one server reads and writes them; leave the number to"
                    + " the server, or @Allow(\"single-bucket\") if the table stays small"),
    SINGLE_REPLICA(
            "single-replica",
            Severity.WARNING,
            "With one replica, one lost disk loses rows; leave replication_num to the server, or write a placeholder"
                    + " such as ${replication_num:3}"),
    RENAMED_FROM_ITSELF("renamed-from-itself", Severity.WARNING, "'%s' has that name now; remove @RenamedFrom"),
    RENAMED_FROM_RECORDED(
            "renamed-from-recorded",
            Severity.WARNING,
            "A recorded migration has made '%s' of '%s', so this has no effect any more; remove @RenamedFrom"),
    RENAMED_FROM_PRESENT(
            "renamed-from-present",
            Severity.WARNING,
            "'%s' can't have been renamed from '%s', which is still there; remove @RenamedFrom"),
    MIGRATION_SCHEMA("migration-schema", Severity.ERROR, "'%s' is no root of a schema; name the type that has @Schema"),
    MIGRATION_ELSEWHERE(
            "migration-elsewhere",
            Severity.ERROR,
            "'%s' would not be found: the migrations of '%s' are the top-level types of the package '%s'; move it"
                    + " there"),
    SHARED_MIGRATIONS(
            "shared-migrations",
            Severity.ERROR,
            "'%s' and '%s' both have their migrations in the package '%s', and a chain can't be told from another;"
                    + " give one of them a package of its own with @Schema(migrations = …)"),
    MIGRATION_CODE(
            "migration-code",
            Severity.ERROR,
            "'%s' is a MigrationStep that can't be made: write a class that is not abstract, with a constructor that"
                    + " has no parameters, throws nothing and is not private"),
    MIGRATION_NUMBER("migration-number", Severity.ERROR, "%s"),
    MIGRATION_GAP("migration-gap", Severity.ERROR, "%s"),
    MIGRATION_DUPLICATE("migration-duplicate", Severity.ERROR, "%s"),
    MIGRATION_FORK("migration-fork", Severity.ERROR, "%s"),
    MIGRATION_EDITED("migration-edited", Severity.ERROR, "%s"),
    MIGRATION_SETTING("migration-setting", Severity.ERROR, "%s"),
    MIGRATION_TOO_LONG("migration-too-long", Severity.ERROR, "%s"),
    MIGRATION_BACK("migration-back", Severity.ERROR, "%s"),
    MIGRATION_SYNTAX("migration-syntax", Severity.ERROR, "%s; correct the SQL"),
    MIGRATION_REFUSED(
            "migration-refused",
            Severity.ERROR,
            "After the statements before it, a %s server refuses this one: %s; correct the SQL"),
    EVERY_ROW(
            "every-row",
            Severity.WARNING,
            "The UPDATE changes every row of '%s': add the condition that is missing, or write WHERE TRUE if all rows"
                    + " are meant"),
    MIGRATION_ASTRAY(
            "migration-astray",
            Severity.ERROR,
            "The records of '%s' are what '%s' was recorded for, but the migrations lead elsewhere: undo what was"
                    + " edited there, or add what is missing, or let the records say it too; or record it with cairn"
                    + " record, as one more migration. Missing is"),
    PENDING(
            "pending-changes",
            Severity.WARNING,
            "%s; record them with cairn record \"what changed\", or mvn cairn:record -Dcairn.message=\"what changed\""),
    UNKNOWN_CODE("unknown-code", Severity.WARNING, "Nothing has the code '%s'%s"),
    ALLOWED_ERROR(
            "allowed-error", Severity.WARNING, "'%s' is an error, and errors can't be silenced; remove it from @Allow");

    /** The severity of a finding. */
    public enum Severity {
        ERROR,
        WARNING
    }

    private final String tag;
    private final Severity severity;
    private final String text;

    FindingCode(String tag, Severity severity, String text) {
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
