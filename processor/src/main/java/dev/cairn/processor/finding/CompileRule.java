package dev.cairn.processor.finding;

import dev.cairn.finding.FindingRule;
import dev.cairn.finding.Severity;
import java.util.Locale;

/**
 * The diagnostics of the processor. The code is stable: tests, {@code @Allow} and the documentation refer to it. The
 * text quotes the user's own names, and states the problem and then the remedy.
 */
public enum CompileRule implements FindingRule {
    NOT_A_RECORD("not-a-record", Severity.ERROR, "'%s' has @%s, but it is not a record; %s"),
    NO_OBJECT(
            "no-object",
            Severity.ERROR,
            "@%s has no effect on '%s', which does not declare a table or view; add %s, or remove the annotation"),
    GENERIC_RECORD(
            "generic-record",
            Severity.ERROR,
            "'%s' has type parameters, but each column needs one fixed type; declare a record without type"
                    + " parameters"),
    PRIVATE_TYPE(
            "private-type",
            Severity.ERROR,
            "'%s' is private or nested in a private type, so the generated class can't refer to it; remove the"
                    + " private modifier"),
    HIDDEN_TYPE(
            "hidden-type",
            Severity.ERROR,
            "'%s' has the type '%s', which the generated classes can't access; make the type public"),
    NO_COLUMNS("no-columns", Severity.ERROR, "'%s' has no components, so it declares no columns; add a component"),
    NO_COLUMN_FOR_TYPE(
            "no-column-for-type", Severity.ERROR, "'%s' has the type %s, which can't be the type of a column; %s"),
    UNDETERMINED_TYPE("undetermined-type", Severity.ERROR, "'%s' has the type %s, which does not determine %s; add %s"),
    TYPE_MISMATCH(
            "type-mismatch",
            Severity.ERROR,
            "@%s requires %s, but '%s' has another type; remove the annotation, or change the type"),
    LOST_ANNOTATIONS(
            "lost-annotations",
            Severity.ERROR,
            "'%s' is in a class file, from which the annotations on the type arguments can't be read; declare the"
                    + " whole type of the component, as in @SqlType(\"array<varchar(10)>\")"),
    RECURSIVE_RECORD(
            "recursive-record", Severity.ERROR, "'%s' has the type '%s', which contains itself; remove the component"),
    TYPE_TOO_LARGE(
            "type-too-large",
            Severity.ERROR,
            "'%s' has the type '%s', which has more than %s fields, including those of nested records; reduce the"
                    + " nesting, or store a part of it as JSON"),
    NOT_EMBEDDABLE(
            "not-embeddable",
            Severity.ERROR,
            "'%s' has @Embedded, but only a record without type parameters can be embedded; remove @Embedded, or"
                    + " change the type to such a record"),
    UNRESOLVED_TYPE(
            "unresolved-type",
            Severity.ERROR,
            "The type '%s' does not exist; import it, correct its name, or generate it in this compilation"),
    CONTRADICTION("contradiction", Severity.ERROR, "%s and %s exclude each other; remove one of them"),
    NULLABLE_PRIMITIVE(
            "nullable-primitive",
            Severity.ERROR,
            "'%s' has @Nullable on the primitive type %s, which can't be null; %s"),
    NULLABLE_KEY(
            "nullable-key",
            Severity.ERROR,
            "'%s' has @Nullable, but the columns of a primary key are NOT NULL; remove @Nullable"),
    MEANINGLESS("meaningless", Severity.ERROR, "@%s has no effect on %s; remove it"),
    MEANINGLESS_VALUE("meaningless-value", Severity.ERROR, "'%s' has no effect %s; remove it"),
    INCOMPLETE("incomplete", Severity.ERROR, "%s is incomplete; add %s"),
    REFRESH_TIME("refresh-time", Severity.ERROR, "'%s' is not a valid %s; use %s"),
    SYNTAX("syntax", Severity.ERROR, "%s; %s"),
    QUERY_SYNTAX(
            "query-syntax",
            Severity.WARNING,
            "%s; correct the query, unless a newer server supports this clause: Cairn sends the query unchanged and"
                    + " does not check it"),
    BACKQUOTE(
            "backquote",
            Severity.ERROR,
            "'%s' contains a backquote, which is not allowed in names; choose another name"),

    SCHEMA_NAME(
            "schema-name",
            Severity.ERROR,
            "'%s' is not a valid name of a schema; use a lower-case letter, followed by at most 39 lower-case"
                    + " letters, digits and underscores"),
    SERVER_VERSION("server-version", Severity.ERROR, "'%s' is not a server version that Cairn supports; use one of %s"),
    SERVER_TARGETS("server-targets", Severity.ERROR, "In @Schema, %s; remove it"),
    MIGRATIONS_PACKAGE(
            "migrations-package",
            Severity.ERROR,
            "'%s' is not a valid name of a package; use a name such as com.acme.migrations"),
    NOT_A_MEMBER(
            "not-a-member",
            Severity.ERROR,
            "'%s' has none of the annotations @Table, @SnapshotTable, @View, @MaterializedView and @External; %s"),
    LISTED_TWICE("listed-twice", Severity.ERROR, "'%s' is listed twice; remove one of the two entries"),
    SAME_NAME("same-name", Severity.ERROR, "'%s' and '%s' both declare %s; rename or remove one of them"),
    TWO_SCHEMAS(
            "two-schemas",
            Severity.WARNING,
            "'%s' is also in the schema '%s', and both schemas would migrate it if they share a database; declare"
                    + " it with @External in one of them"),
    SHARED_SCHEMA_NAME(
            "shared-schema-name",
            Severity.WARNING,
            "'%s' and '%s' both have the name '%s', so they would have one ledger if they share a database; give one of"
                    + " them another name"),
    DESCRIPTOR_NAME(
            "descriptor-name",
            Severity.ERROR,
            "The class %s, which would be generated for '%s', already exists; rename one of them"),
    TOO_MANY_COLUMNS(
            "too-many-columns",
            Severity.ERROR,
            "'%s' has %s columns, so the generated method that writes a row would exceed the 64 kB limit of class"
                    + " files; combine related columns into a STRUCT, a component whose type is a record without"
                    + " @Embedded"),
    MISSING_DESCRIPTOR(
            "missing-descriptor",
            Severity.ERROR,
            "'%s' is not compiled here, and its generated class %s is not on the class path; add that class to the"
                    + " class path, or compile '%s' with Cairn's processor"),
    DESCRIPTOR_FORMAT(
            "descriptor-format",
            Severity.ERROR,
            "%s has the format %s, but this processor reads the format %s; compile '%s' again with this version of"
                    + " the processor"),
    STALE_DESCRIPTOR(
            "stale-descriptor",
            Severity.ERROR,
            "'%s' was generated when '%s' was %s @NullMarked code, which decides between NULL and NOT NULL; compile"
                    + " '%s' again"),
    STALE_SCHEMA(
            "stale-schema",
            Severity.WARNING,
            "'%s' is compiled without '%s', so the generated class of the schema lacks it, or has its previous text;"
                    + " compile '%s' in the same compilation, for example by a build of the whole module"),

    KEY_ORDER(
            "key-order",
            Severity.ERROR,
            "'%s' is part of %s but follows %s; key columns come first, in key order: move it before '%s'"),
    UNKNOWN_COLUMN("unknown-column", Severity.ERROR, "There is no column '%s'%s"),
    DUPLICATE_COLUMN(
            "duplicate-column",
            Severity.ERROR,
            "Another column is already called '%s', and StarRocks ignores case in the names of columns; rename this"
                    + " one with @Column(name = \"…\")"),
    REPEATED_PROPERTY(
            "repeated-property", Severity.ERROR, "The property '%s' is set twice; remove one of the two values"),
    PLACEHOLDER(
            "placeholder",
            Severity.ERROR,
            "'%s' has %s; write ${name} or ${name:default} as the complete value, or $${ for the characters ${"),
    BUCKET_NUMBER(
            "bucket-number",
            Severity.ERROR,
            "%s is not a valid number of buckets; use a positive number, or omit it to let the server choose"),
    REPEATED_COLUMN("repeated-column", Severity.ERROR, "'%s' occurs twice in %s; remove one of the two"),
    ILLEGAL_NAME("illegal-name", Severity.ERROR, "'%s' is not a valid name of a %s; %s"),
    KEY_TYPE("key-type", Severity.ERROR, "'%s' has the type %s, which is not allowed in %s; %s"),
    FIRST_COLUMN(
            "first-column",
            Severity.ERROR,
            "The first column '%s' %s, so rows can't be sorted by it; move another column first, or name the"
                    + " columns to sort by with @DuplicateKey"),
    AGGREGATE_MISSING(
            "aggregate-missing",
            Severity.ERROR,
            "'%s' is not part of AGGREGATE KEY and has no aggregate function; add @Aggregate, or add the column to"
                    + " the key"),
    AGGREGATE_ON_KEY(
            "aggregate-on-key",
            Severity.ERROR,
            "'%s' is part of %s, but the columns of a key are never aggregated; %s, or remove the column from the"
                    + " key"),
    AGGREGATE_OUTSIDE(
            "aggregate-outside",
            Severity.ERROR,
            "'%s' has an aggregate function, but the table has %s; %s, or declare an @AggregateKey"),
    AGGREGATE_TYPE(
            "aggregate-type",
            Severity.ERROR,
            "%s can't aggregate '%s', which has the type %s; use it for %s, or choose another function"),
    AGGREGATE_IGNORED(
            "aggregate-ignored",
            Severity.WARNING,
            "REPLACE has no effect on '%s' in a table with %s; remove @Aggregate"),
    IMPLIED_KEY(
            "implied-key",
            Severity.WARNING,
            "@Aggregate turns all other columns of this table into its aggregate key; declare the key with"
                    + " @AggregateKey(%s)"),
    SKETCH_COLUMN(
            "sketch-column",
            Severity.ERROR,
            "'%s' has the type %s, which is not allowed in a table with DUPLICATE KEY; add @AggregateKey to the"
                    + " table and @Aggregate(%s) to the column"),
    RANDOM_DISTRIBUTION(
            "random-distribution",
            Severity.ERROR,
            "Rows with the same %s must be in the same bucket, so they can't be distributed at random; use"
                    + " @DistributedByHash(%s)"),
    DISTRIBUTION_MISSING(
            "distribution-missing", Severity.ERROR, "A table with %s needs a distribution; add @DistributedByHash(%s)"),
    DISTRIBUTION_COLUMN(
            "distribution-column",
            Severity.ERROR,
            "'%s' is not part of %s, so rows with the same key could be in different buckets; distribute by columns"
                    + " of the key"),
    DISTRIBUTION_TYPE(
            "distribution-type",
            Severity.ERROR,
            "'%s' has the type %s, by which rows can't be distributed; use a column whose type is allowed in a key"),
    PARTITION_COLUMN(
            "partition-column",
            Severity.ERROR,
            "'%s' is not part of %s, so rows with the same key could be in different partitions; add it to the key,"
                    + " or partition by columns of the key"),
    PARTITION_TYPE(
            "partition-type",
            Severity.ERROR,
            "'%s' has the type %s, by which a table can't be partitioned; use an integer, a date or a text"),
    PARTITION_OVERLAP(
            "partition-overlap",
            Severity.ERROR,
            "The partition '%s' overlaps another one; let each partition begin where the previous one ends"),
    PARTITION_VALUE_LENGTH(
            "partition-value-length",
            Severity.WARNING,
            "The value '%s' of the partition '%s' has %s bytes, but '%s' can have at most %s, so no row belongs to it;"
                    + " correct the value, or lengthen the column"),
    PARTITION_REPEATED(
            "partition-repeated", Severity.ERROR, "Another partition is already called '%s'; rename this one"),
    ORDER_BY_KEYS(
            "order-by-keys",
            Severity.ERROR,
            "A table with %s is sorted by all columns of its key and by no others; use @OrderBy(%s), in any order"),
    ORDER_BY_UNORDERED(
            "order-by-unordered",
            Severity.WARNING,
            "'%s' has the type %s, by whose values the server can't skip rows, so that sorting by them makes loads"
                    + " slower and no query faster; remove it from @OrderBy"),
    AUTO_INCREMENT_TYPE(
            "auto-increment-type",
            Severity.ERROR,
            "'%s' has the type %s, but an AUTO_INCREMENT column must be BIGINT; change the type to long"),
    AUTO_INCREMENT_TWICE(
            "auto-increment-twice",
            Severity.ERROR,
            "'%s' is already the AUTO_INCREMENT column, and a table can have only one; remove @AutoIncrement from"
                    + " '%s'"),
    GENERATED_ORDER(
            "generated-order",
            Severity.ERROR,
            "'%s' follows the generated column '%s'; generated columns come last: move it before '%s'"),
    GENERATED_KEY(
            "generated-key",
            Severity.ERROR,
            "'%s' is a generated column, which can't be part of %s; remove it from the key, or store an ordinary"
                    + " column instead"),
    GENERATED_MODEL(
            "generated-model",
            Severity.ERROR,
            "'%s' is a generated column, which a table with AGGREGATE KEY can't have; compute the value in a view"),
    GENERATED_NOT_NULL(
            "generated-not-null",
            Severity.ERROR,
            "'%s' is a generated column, which is always nullable; use a reference type without @NotNull, and with"
                    + " @Nullable in @NullMarked code"),
    GENERATED_REFERENCE(
            "generated-reference",
            Severity.ERROR,
            "'%s' is computed from '%s', which is %s; compute it from ordinary columns only"),
    GENERATED_TYPE(
            "generated-type",
            Severity.ERROR,
            "'%s' does not have the type of its expression: %s; change the type, or CAST in the expression"),
    DEFAULT_VALUE("default-value", Severity.ERROR, "The default of '%s' is invalid: %s; %s"),
    DECIMAL_DIGITS("decimal-digits", Severity.ERROR, "'%s' can't have the %s %s; %s"),
    TEXT_LENGTH("text-length", Severity.ERROR, "'%s' can't be %s(%s); use a length of %s"),
    INDEX_COLUMNS(
            "index-columns", Severity.ERROR, "The index '%s' has %s columns, but an index must have exactly one; %s"),
    INDEX_REPEATED(
            "index-repeated",
            Severity.ERROR,
            "There are two indexes %s '%s', but a table can have only one; remove one of them"),
    INDEX_MODEL("index-model", Severity.ERROR, "A %s index is not allowed on '%s' in a table with %s; use it only %s"),
    INDEX_TYPE(
            "index-type",
            Severity.ERROR,
            "'%s' has the type %s, which a %s index does not support; use the index only for %s"),
    INDEX_SWITCH(
            "index-switch",
            Severity.ERROR,
            "%s indexes are disabled by default; if your servers enable them, declare @Schema(experimental = %s)"),
    ROLLUP_MODEL(
            "rollup-model",
            Severity.ERROR,
            "A table with PRIMARY KEY can't have rollups; replace '%s' with a materialized view"),
    UNKNOWN_PROPERTY("unknown-property", Severity.ERROR, "'%s' has no property '%s'%s"),
    PROPERTY_VALUE("property-value", Severity.ERROR, "%s of '%s' is invalid: %s; change the value, or remove the %s"),
    UNKNOWN_TABLE("unknown-table", Severity.ERROR, "There is no table or view '%s' in the schema%s"),
    QUERY_REFUSED("query-refused", Severity.ERROR, "A %s server refuses %s: %s; %s"),
    UNKNOWN_FUNCTION("unknown-function", Severity.ERROR, "There is no function '%s'%s; %s"),
    FUNCTION_SYNTAX("function-syntax", Severity.ERROR, "%s; use the form CREATE FUNCTION name(type, …) RETURNS type"),
    QUERY_CYCLE("query-cycle", Severity.ERROR, "'%s' depends on itself: %s; remove one of these references"),
    CUT_QUERY(
            "cut-query",
            Severity.ERROR,
            "%s contains '%s', a character beyond U+FFFF, after which the server would store the query of '%s' without"
                    + " its end; %s"),
    UNMATCHED_COMPONENT("unmatched-component", Severity.ERROR, "'%s' is not a column of the query%s"),
    UNMATCHED_OUTPUT(
            "unmatched-output",
            Severity.ERROR,
            "The query returns '%s', but the record has no such component; add the component, or remove the column"
                    + " from the query"),
    COMMENT_ORDER(
            "comment-order",
            Severity.ERROR,
            "'%s' has another position in the query, and the server assigns the comments of columns by position;"
                    + " write the components in the order of the query"),
    COLUMN_COUNT(
            "column-count",
            Severity.ERROR,
            "The record has %s columns, but the query returns %s; change one of them, because BY_POSITION matches"
                    + " them one to one"),
    COLUMN_TYPE(
            "column-type", Severity.ERROR, "'%s' has the type %s, which can't hold the %s that the query returns; %s"),
    VARIANT("variant", Severity.ERROR, "In @Variant, %s"),
    VARIANT_COLUMN(
            "variant-column",
            Severity.ERROR,
            "On %s, '%s' is %s, but on %s it is %s; CAST in the query, so that the record has the same columns"
                    + " everywhere"),
    NULLABLE_OUTPUT(
            "nullable-output",
            Severity.WARNING,
            "'%s' is NOT NULL, but the query may return NULL because %s; %s, or wrap the value in coalesce(…)"),
    CURRENT_TIME(
            "current-time",
            Severity.WARNING,
            "In the query of '%s', %s is the time of the last refresh and not that of the query that reads the rows;"
                    + " filter by the current time where the materialized view is read, or add @Allow(\"current-time\")"),
    REFUSED("refused", Severity.ERROR, "A %s server refuses '%s': %s; %s"),
    UNBOUNDED_KEY(
            "unbounded-key",
            Severity.WARNING,
            "'%s' is part of PRIMARY KEY, whose index the server keeps in memory, and can be 65533 bytes long;"
                    + " limit its length with @Varchar"),
    SINGLE_BUCKET(
            "single-bucket",
            Severity.WARNING,
            "All rows of '%s' are in one bucket, so only one thread of one server reads and writes them; omit the"
                    + " number of buckets, or add @Allow(\"single-bucket\") if the table stays small"),
    DISTRIBUTION_REPEATED(
            "distribution-repeated",
            Severity.WARNING,
            "'%s' occurs twice in the distribution, and the second one has no effect; remove it, or name another column"),
    ENUM_LENGTH(
            "enum-length",
            Severity.WARNING,
            "'%s' can have at most %s bytes, but the constant '%s' of '%s' has %s, so that no row can have it; lengthen the"
                    + " column, or write @Varchar without a length"),
    NARROW_JAVA_TYPE(
            "narrow-java-type",
            Severity.WARNING,
            "'%s' has the type %s in the database, whose values %s can't hold, so that a query that finds a greater one fails;"
                    + " use %s, or a smaller type of the column"),
    RETENTION_WITHOUT_PARTITIONS(
            "retention-without-partitions",
            Severity.WARNING,
            "'%s' has no partitions by range, so that '%s' deletes none; partition the table by range, limit a list by"
                    + " partition_retention_condition, or remove the property"),
    NOT_BOOLEAN(
            "not-boolean",
            Severity.WARNING,
            "'%s' is neither true nor false, and the server takes it for false in '%s'; write true or false"),
    REFERENCE_TYPE(
            "reference-type",
            Severity.WARNING,
            "'%s' has the type %s, but '%s' of %s has the type %s, so that their values are converted to be compared; use the"
                    + " same type"),
    ZERO_BUCKETS(
            "zero-buckets",
            Severity.WARNING,
            "buckets = 0 of '%s' means that the server chooses the number of buckets; omit it, or write the number"),
    SINGLE_REPLICA(
            "single-replica",
            Severity.WARNING,
            "With a single replica, the failure of one disk loses rows; remove replication_num, or use a"
                    + " placeholder such as ${replication_num:3}"),
    RENAMED_FROM_ITSELF("renamed-from-itself", Severity.WARNING, "'%s' already has this name; remove @RenamedFrom"),
    RENAMED_FROM_ELSEWHERE(
            "renamed-from-elsewhere",
            Severity.WARNING,
            "'%s' can't have been renamed from '%s', because a rename does not leave its database: the new table has no"
                    + " rows; copy them in the migration with INSERT INTO %1$s … SELECT … FROM %2$s, and remove"
                    + " @RenamedFrom"),
    RENAMED_FROM_RECORDED(
            "renamed-from-recorded",
            Severity.WARNING,
            "'%s' was renamed from '%s' by a recorded migration, so this annotation no longer has an effect; remove"
                    + " @RenamedFrom"),
    RENAMED_FROM_PRESENT(
            "renamed-from-present", Severity.WARNING, "'%s' can't have been renamed from '%s', which still exists; %s"),
    RENAMED_FROM_UNKNOWN("renamed-from-unknown", Severity.WARNING, "'%s' can't have been renamed from '%s', %s%s"),
    MIGRATION_SCHEMA(
            "migration-schema", Severity.ERROR, "'%s' is not the root of a schema; name a type that has @Schema"),
    MIGRATION_ELSEWHERE(
            "migration-elsewhere",
            Severity.ERROR,
            "'%s' is not where '%s' looks for its migrations; make it a top-level type of the package '%s'"),
    SHARED_MIGRATIONS(
            "shared-migrations",
            Severity.ERROR,
            "'%s' and '%s' both have migrations in the package '%s', so their chains can't be distinguished; give"
                    + " one of them its own package with @Schema(migrations = …)"),
    MIGRATION_CODE(
            "migration-code",
            Severity.ERROR,
            "'%s' is a MigrationStep that can't be instantiated; make it a class that is not abstract, with a"
                    + " constructor that is not private, has no parameters and throws nothing"),
    REPEATABLE_DEFINITION(
            "repeatable-definition",
            Severity.ERROR,
            "'%s' runs again whenever its text changes, so it can't create, change or drop tables and views; change the"
                    + " records, and record the change as a migration"),
    REPEATABLE_ROLE(
            "repeatable-role",
            Severity.ERROR,
            "'%s' changes the role '%s', which the recorded migrations of '%s' define, so the server's role would differ"
                    + " from its declaration; declare the change on the type with @Role, and record it as a migration"),
    REPEATABLE_RECORDED(
            "repeatable-recorded",
            Severity.ERROR,
            "'%s' can't be both a recorded and a repeatable migration; remove @RepeatableMigration or @Migration"),
    MIGRATION_MISMATCH(
            "migration-mismatch",
            Severity.ERROR,
            "The records of '%s' have not changed since '%s' was recorded, but the migrations now lead to a"
                    + " different schema; undo the edit of the migration, add the missing statements to it, change"
                    + " the records to match, or record the difference with cairn record. Missing:"),
    RECORDS_BEHIND(
            "records-behind",
            Severity.ERROR,
            "The migration '%s' changes the schema '%s', but the records are still those before it; change the records"
                    + " in the same way, as cairn evolve describes, or undo the migration with cairn record. The"
                    + " migration:"),
    PENDING_CHANGES(
            "pending-changes",
            Severity.WARNING,
            "%s; record the changes with cairn record \"what changed\", mvn cairn:record -Dcairn.message=\"what"
                    + " changed\" or gradle cairnRecord --message=\"what changed\""),
    NOT_AN_INTERFACE(
            "not-an-interface",
            Severity.ERROR,
            "'%s' has @Queries, but it is not an interface that a class of its package can implement; make it an"
                    + " interface that is not private and has no type parameters"),
    QUERIES_SCHEMA("queries-schema", Severity.ERROR, "'%s' is not the root of a schema; name a type that has @Schema"),
    NO_STATEMENT(
            "no-statement",
            Severity.ERROR,
            "'%s' has no statement, so it can't be implemented; add @Query or @Execute, or give it a body"),
    GENERIC_METHOD(
            "generic-method",
            Severity.ERROR,
            "'%s' has type parameters, but a statement has fixed types; declare a method for each type"),
    RESULT_TYPE("result-type", Severity.ERROR, "'%s' returns %s, %s; %s"),
    STATEMENT_SYNTAX(
            "statement-syntax",
            Severity.ERROR,
            "%s; %s, or add unchecked = \"…\" with the reason if only a newer server supports it"),
    STATEMENT_KIND("statement-kind", Severity.ERROR, "'%s' has @%s, but its statement %s; %s"),
    UNKNOWN_PARAMETER("unknown-parameter", Severity.ERROR, "'%s' has no %s '%s'%s"),
    UNUSED_PARAMETER("unused-parameter", Severity.ERROR, "The statement does not use the parameter '%s'; %s"),
    PARAMETER_TYPE("parameter-type", Severity.ERROR, "':%s' is %s, but %s; %s"),
    PARAMETER_NAME(
            "parameter-name",
            Severity.ERROR,
            "':%s' stands where SQL expects a name or a keyword, but a parameter can only be a value; write the name"
                    + " into the statement, and declare a method for each name%s"),
    COLLECTION_PARAMETER("collection-parameter", Severity.ERROR, "':%s' holds several values, %s; %s"),
    OPTIONAL_PART("optional-part", Severity.ERROR, "%s; %s"),
    NULL_PARAMETER(
            "null-parameter",
            Severity.WARNING,
            "':%s' may be null, and a comparison with NULL is never true; write /*? … */ around the comparison, so"
                    + " that it is sent only with a value, or compare with <=>"),
    NULL_ASSIGNMENT("null-assignment", Severity.ERROR, "%s, %s"),
    RESULT_COLUMNS(
            "result-columns",
            Severity.ERROR,
            "'%s' returns %s, which needs a query with %s, but this one returns %s; %s"),
    UNKNOWN_STAR(
            "unknown-star",
            Severity.ERROR,
            "The columns of * are not known, because the schema does not declare the table; name the columns in the"
                    + " query"),
    DUPLICATE_OUTPUT("duplicate-output", Severity.ERROR, "The query returns two columns called %s; %s"),
    UNREADABLE_OUTPUT(
            "unreadable-output",
            Severity.ERROR,
            "StarRocks does not return the %s '%s' itself, and sends NULL or unreadable bytes; %s"),
    NULLABLE_RESULT(
            "nullable-result", Severity.ERROR, "'%s' can't be null, but %s; %s, or wrap the value in coalesce(…)"),
    UNKNOWN_CONSTANT("unknown-constant", Severity.WARNING, "'%s' is not a constant of %s, the enum of %s%s"),
    OTHER_ENUM(
            "other-enum",
            Severity.WARNING,
            "%s holds constants of %s, but %s those of %s, which has no %s; use the same enum in both places"),
    SEED_TABLE("seed-table", Severity.ERROR, "'%s' can't have @Seed, because %s; %s"),
    SEED_COLUMN("seed-column", Severity.ERROR, "The columns of @Seed are wrong: %s%s"),
    SEED_ROW("seed-row", Severity.ERROR, "Row %s of @Seed is wrong: %s; %s"),
    DATA_TEST_CONDITION(
            "data-test-condition",
            Severity.ERROR,
            "The condition of @Check, %s, is %s, not boolean; compare it with a value"),
    DATA_TEST_REFERENCE("data-test-reference", Severity.ERROR, "@References is wrong: %s"),
    DATA_TEST_FRESH("data-test-fresh", Severity.ERROR, "@Fresh is wrong: %s; %s"),
    DATA_TEST_NAME(
            "data-test-name",
            Severity.ERROR,
            "'%s' has two data tests with the name '%s'; remove one of them, or declare another name"),
    NOT_A_ROLE("not-a-role", Severity.ERROR, "'%s' has no @Role; add it, or remove '%1$s' from %s"),
    UNLISTED_ROLE(
            "unlisted-role",
            Severity.ERROR,
            "'%s' is not one of the roles of the schema '%s'; add it to roles of @Schema, or remove it here"),
    ROLE_WITHOUT_SCHEMA(
            "role-without-schema",
            Severity.WARNING,
            "No schema of this compilation lists the role '%s', so no migration creates it; add it to roles of"
                    + " @Schema, or suppress this warning if a schema of another module lists it"),
    NAMED_ROLE(
            "named-role",
            Severity.ERROR,
            "'%s' is the role '%s' of this schema, and includesNamed is for others; write the type in includes"),
    ROLE_CYCLE("role-cycle", Severity.ERROR, "'%s' includes itself: %s; remove one of these references"),
    ROLE_USER(
            "role-user",
            Severity.ERROR,
            "'%s' is not a placeholder, but users differ from cluster to cluster and don't belong to a schema; write a"
                    + " placeholder such as ${reporting_user}, whose value a migrator knows"),
    SHARED_GRANT(
            "shared-grant",
            Severity.ERROR,
            "'%s' is outside of the databases of the schema, but other schemas use the role '%s' too, and would have to"
                    + " declare the same; grant it to a role that is not shared"),
    ROLE_REFUSED("role-refused", Severity.ERROR, "A %s server refuses this part of the role '%s': %s; %s"),
    NOT_A_CLUSTER_OBJECT(
            "not-a-cluster-object",
            Severity.ERROR,
            "'%s' does not declare an object of the cluster; add %s, or remove '%1$s' from cluster of @Schema"),
    CLUSTER_OBJECT_WITHOUT_SCHEMA(
            "cluster-object-without-schema",
            Severity.WARNING,
            "No schema of this compilation lists '%s', so no migration creates it; add it to cluster of @Schema, or"
                    + " suppress this warning if a schema of another module lists it"),
    CLUSTER_REFUSED("cluster-refused", Severity.ERROR, "A %s server refuses this part of the %s: %s%s"),
    CLUSTER_CLAUSE(
            "cluster-clause",
            Severity.ERROR,
            "'%s' can't be written into the statement that creates the object: it needs %s"),
    CLUSTER_UNUSED_FIELD(
            "cluster-unused-field",
            Severity.WARNING,
            "The %s reads '%s' into nothing: its table has no such column, and no expression uses it%s"),
    CLUSTER_OBJECT_OF_SERVER(
            "cluster-object-of-server",
            Severity.ERROR,
            "Each server has the %s, and none can drop it; declare an object of another name, and leave this one to an"
                    + " administrator"),
    CLUSTER_TABLE(
            "cluster-table",
            Severity.ERROR,
            "'%s' is not a table of this schema; name a record with @Table that value of @Schema lists"),
    CLUSTER_RECORD(
            "cluster-record",
            Severity.ERROR,
            "'%s' does not declare a table of an external catalog that the schema reads; %s"),
    CLUSTER_MISTAKE("cluster-mistake", Severity.ERROR, "A server accepts the %s, but it can't work: %s; correct it"),
    FUNCTION_CLASS(
            "function-class",
            Severity.ERROR,
            "A server can't use '%s' as the class of a function: %s; correct it, or declare a class of another project with"
                    + " symbol"),
    FUNCTION_METHOD(
            "function-method", Severity.ERROR, "A server can't use the method '%s' of a function: %s; correct it"),
    VALUE_IN_SOURCE(
            "value-in-source",
            Severity.ERROR,
            "'%s' differs from cluster to cluster, and does not belong in the source; write a placeholder such as %s, whose"
                    + " value a migrator knows"),
    SECRET_IN_SOURCE(
            "secret-in-source",
            Severity.ERROR,
            "'%s' contains a secret, and whoever can read the source would know it; write a placeholder such as %s, whose value"
                    + " a migrator knows"),
    GRANT_PRIVILEGE(
            "grant-privilege",
            Severity.ERROR,
            "%s can't be granted on '%s', because the privileges on a %s are %s; remove this one, or grant it on other"
                    + " objects"),
    GRANT_OBJECT(
            "grant-object", Severity.ERROR, "'%s' is not in the schema; list it in @Schema, or remove it from @Grant"),
    EXTERNAL_GRANT(
            "external-grant",
            Severity.ERROR,
            "'%s' is external, so the schema that owns it grants privileges on it; remove it from @Grant"),
    GRANT_DATABASE(
            "grant-database",
            Severity.WARNING,
            "The database '%s' of '%s' has no object of the schema '%s'; correct the name, or suppress this warning if"
                    + " others own the database"),
    REPEATED_GRANT(
            "repeated-grant", Severity.ERROR, "%s on '%s' is already granted to the role '%s'; remove one of the two"),
    UNREADABLE_VIEW(
            "unreadable-view",
            Severity.WARNING,
            "The role '%s' may read '%s', but not %s, which this view reads with the privileges of its reader; grant"
                    + " SELECT on %3$s too, or remove INVOKER"),
    STATEMENT_ACCESS(
            "statement-access",
            Severity.ERROR,
            "%s may not %s '%s'%s; grant %s on it, or run the statement with another role"),
    UNKNOWN_CODE("unknown-code", Severity.WARNING, "There is no code '%s'%s"),
    ALLOWED_ERROR(
            "allowed-error",
            Severity.WARNING,
            "'%s' is an error, and errors can't be suppressed; remove it from @Allow");

    private final String code;
    private final Severity severity;
    private final String textFormat;

    CompileRule(String code, Severity severity, String textFormat) {
        this.code = code;
        this.severity = severity;
        this.textFormat = textFormat;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public Severity severity() {
        return severity;
    }

    String formatText(Object... arguments) {
        return String.format(Locale.ROOT, textFormat, arguments);
    }
}
