package dev.cairn.sql.cluster;

import static dev.cairn.sql.cluster.ClusterAlteration.AlterationEffect.ADD;
import static dev.cairn.sql.cluster.ClusterAlteration.AlterationEffect.CLEAR;
import static dev.cairn.sql.cluster.ClusterAlteration.AlterationEffect.REMOVE;
import static dev.cairn.sql.cluster.ClusterAlteration.AlterationEffect.RENAME;
import static dev.cairn.sql.cluster.ClusterAlteration.AlterationEffect.SET;
import static dev.cairn.sql.cluster.ClusterClause.Form.ASSIGNMENTS;
import static dev.cairn.sql.cluster.ClusterClause.Form.ATTACHMENT;
import static dev.cairn.sql.cluster.ClusterClause.Form.BARE_PROPERTIES;
import static dev.cairn.sql.cluster.ClusterClause.Form.COLUMNS;
import static dev.cairn.sql.cluster.ClusterClause.Form.CONDITIONS;
import static dev.cairn.sql.cluster.ClusterClause.Form.ELEMENTS;
import static dev.cairn.sql.cluster.ClusterClause.Form.EXPRESSION;
import static dev.cairn.sql.cluster.ClusterClause.Form.INTERVAL;
import static dev.cairn.sql.cluster.ClusterClause.Form.MARKED_NAMES;
import static dev.cairn.sql.cluster.ClusterClause.Form.NAME;
import static dev.cairn.sql.cluster.ClusterClause.Form.NAMES;
import static dev.cairn.sql.cluster.ClusterClause.Form.PROPERTIES;
import static dev.cairn.sql.cluster.ClusterClause.Form.SORT_ITEMS;
import static dev.cairn.sql.cluster.ClusterClause.Form.START_TIME;
import static dev.cairn.sql.cluster.ClusterClause.Form.STATEMENT;
import static dev.cairn.sql.cluster.ClusterClause.Form.TEXT;
import static dev.cairn.sql.cluster.ClusterClause.Form.TEXTS;
import static dev.cairn.sql.cluster.ClusterClause.Form.TYPE;
import static dev.cairn.sql.cluster.ClusterClause.Form.TYPED_PROPERTIES;
import static dev.cairn.sql.cluster.ClusterClause.Form.WORD;
import static dev.cairn.sql.cluster.ClusterClause.listedClause;
import static dev.cairn.sql.cluster.ClusterClause.optionalClause;
import static dev.cairn.sql.cluster.ClusterClause.requiredClause;
import static dev.cairn.sql.cluster.ClusterPart.PROPERTY_CLAUSE;

import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of objects that a cluster has apart from its databases and roles, with the grammar of their statements.
 * CREATE has the clauses in their order, and ALTER has one of the alterations. The {@code ClusterObjectRules} of a kind
 * define what a server does with these statements.
 */
public enum ClusterObjectKind {
    RESOURCE_GROUP(
            new StatementWords("RESOURCE GROUP", "RESOURCE GROUP", "DROP"),
            NameScope.CLUSTER,
            Set.of(Feature.NAME_AS_TEXT, Feature.IF_NOT_EXISTS_AND_IF_EXISTS, Feature.REPLACEABLE),
            Access.ofKind(SecuredKind.RESOURCE_GROUP, Privilege.CREATE_RESOURCE_GROUP),
            List.of(
                    optionalClause("classifier", CONDITIONS, "TO"),
                    requiredClause(PROPERTY_CLAUSE, PROPERTIES, "WITH")),
            List.of(
                    new ClusterAlteration("ADD", "classifier", ADD),
                    new ClusterAlteration("DROP ALL", "classifier", CLEAR),
                    new ClusterAlteration("WITH", PROPERTY_CLAUSE, SET))),
    STORAGE_VOLUME(
            new StatementWords("STORAGE VOLUME", "STORAGE VOLUME", "DROP"),
            NameScope.CLUSTER,
            Set.of(Feature.NAME_AS_TEXT, Feature.IF_NOT_EXISTS_AND_IF_EXISTS, Feature.COMMA_SEPARATED_CHANGES),
            Access.ofKind(SecuredKind.STORAGE_VOLUME, Privilege.CREATE_STORAGE_VOLUME),
            List.of(
                    requiredClause("type", WORD, "TYPE ="),
                    requiredClause("locations", TEXTS, "LOCATIONS ="),
                    optionalClause("comment", TEXT, "COMMENT"),
                    optionalClause(PROPERTY_CLAUSE, PROPERTIES, "PROPERTIES")),
            List.of(
                    new ClusterAlteration("SET", PROPERTY_CLAUSE, SET),
                    new ClusterAlteration("COMMENT =", "comment", SET))),
    EXTERNAL_CATALOG(
            new StatementWords("EXTERNAL CATALOG", "CATALOG", "DROP")
                    .withLoss("the privileges on it and on what is in it"),
            NameScope.CLUSTER,
            Set.of(Feature.NAME_AS_TEXT, Feature.IF_NOT_EXISTS_AND_IF_EXISTS),
            Access.ofKind(SecuredKind.CATALOG, Privilege.CREATE_EXTERNAL_CATALOG),
            List.of(
                    optionalClause("comment", TEXT, "COMMENT"),
                    requiredClause(PROPERTY_CLAUSE, PROPERTIES, "PROPERTIES")),
            List.of(new ClusterAlteration("SET", PROPERTY_CLAUSE, SET))),
    ROUTINE_LOAD(
            new StatementWords("ROUTINE LOAD", "ROUTINE LOAD FOR", "STOP").withLoss("its offsets"),
            NameScope.DATABASE,
            Set.of(Feature.BOUND_TO_TABLE, Feature.HAS_OPAQUE_FORMS, Feature.PAUSABLE, Feature.JUXTAPOSED_CHANGES),
            Access.ofTable(Privilege.INSERT),
            List.of(
                    requiredClause("table", NAME, "ON"),
                    listedClause("column separator", TEXT, "COLUMNS TERMINATED BY"),
                    listedClause("row separator", TEXT, "ROWS TERMINATED BY"),
                    listedClause("columns", ASSIGNMENTS, "COLUMNS"),
                    listedClause("partitions", NAMES, "PARTITION"),
                    listedClause("where", EXPRESSION, "WHERE"),
                    optionalClause(PROPERTY_CLAUSE, PROPERTIES, "PROPERTIES"),
                    requiredClause("source", TYPED_PROPERTIES, "FROM")),
            List.of(
                    new ClusterAlteration("COLUMNS TERMINATED BY", "column separator", SET),
                    new ClusterAlteration("ROWS TERMINATED BY", "row separator", SET),
                    new ClusterAlteration("COLUMNS", "columns", SET),
                    new ClusterAlteration("PARTITION", "partitions", SET),
                    new ClusterAlteration("WHERE", "where", SET),
                    new ClusterAlteration("PROPERTIES", PROPERTY_CLAUSE, SET),
                    new ClusterAlteration("FROM", "source", SET))),
    DICTIONARY(
            new StatementWords("DICTIONARY", "DICTIONARY", "DROP"),
            NameScope.CLUSTER,
            Set.of(Feature.HAS_OPAQUE_FORMS),
            Access.NONE,
            List.of(
                    requiredClause("table", NAME, "USING"),
                    requiredClause("key", MARKED_NAMES, "KEY"),
                    requiredClause("value", MARKED_NAMES, "VALUE"),
                    optionalClause(PROPERTY_CLAUSE, PROPERTIES, "PROPERTIES")),
            List.of()),
    FUNCTION(
            new StatementWords("FUNCTION", "FUNCTION", "DROP"),
            NameScope.DATABASE,
            Set.of(
                    Feature.OVERLOADED,
                    Feature.IF_NOT_EXISTS_AND_IF_EXISTS,
                    Feature.REPLACEABLE,
                    Feature.OR_REPLACE_BEFORE_KIND),
            Access.ofKind(SecuredKind.FUNCTION, Privilege.CREATE_FUNCTION),
            SharedClauses.OF_FUNCTION,
            List.of()),
    GLOBAL_FUNCTION(
            new StatementWords("GLOBAL FUNCTION", "GLOBAL FUNCTION", "DROP"),
            NameScope.CLUSTER,
            Set.of(
                    Feature.OVERLOADED,
                    Feature.IF_NOT_EXISTS_AND_IF_EXISTS,
                    Feature.REPLACEABLE,
                    Feature.OR_REPLACE_BEFORE_KIND),
            Access.ofKind(SecuredKind.GLOBAL_FUNCTION, Privilege.CREATE_GLOBAL_FUNCTION),
            SharedClauses.OF_FUNCTION,
            List.of()),
    TASK(
            new StatementWords("task", "SUBMIT", "TASK", "TASK", "DROP"),
            NameScope.CLUSTER_AND_DATABASE,
            Set.of(Feature.IF_EXISTS, Feature.CLAUSES_IN_ANY_ORDER, Feature.HAS_OPAQUE_FORMS),
            Access.NONE,
            List.of(
                    optionalClause("start", START_TIME, "START"),
                    requiredClause("every", INTERVAL, "EVERY"),
                    optionalClause(PROPERTY_CLAUSE, PROPERTIES, "PROPERTIES"),
                    requiredClause("statement", STATEMENT, "AS")),
            List.of(new ClusterAlteration("SET", PROPERTY_CLAUSE, SET))),
    ICEBERG_TABLE(
            new StatementWords("Iceberg table", "TABLE", "TABLE", "DROP").withLoss("its rows"),
            NameScope.EXTERNAL_DATABASE,
            Set.of(Feature.IF_NOT_EXISTS_AND_IF_EXISTS, Feature.FORCED_DROP, Feature.HAS_OPAQUE_FORMS),
            Access.NONE,
            List.of(
                    requiredClause("column", COLUMNS, ""),
                    optionalClause("comment", TEXT, "COMMENT"),
                    optionalClause("partition by", ELEMENTS, "PARTITION BY"),
                    optionalClause("order by", SORT_ITEMS, "ORDER BY"),
                    optionalClause(PROPERTY_CLAUSE, PROPERTIES, "PROPERTIES")),
            List.of(
                    new ClusterAlteration("RENAME COLUMN", "column", RENAME),
                    new ClusterAlteration("DROP PARTITION COLUMN", "partition by", REMOVE),
                    new ClusterAlteration("DROP COLUMN", "column", REMOVE),
                    new ClusterAlteration("MODIFY COLUMN", "column", SET),
                    new ClusterAlteration("ADD PARTITION COLUMN", "partition by", ADD),
                    new ClusterAlteration("ADD COLUMN", "column", ADD),
                    new ClusterAlteration("COMMENT =", "comment", SET),
                    new ClusterAlteration("SET", PROPERTY_CLAUSE, SET)));

    @SuppressWarnings("ImmutableEnumChecker") // the record is unmodifiable
    private final StatementWords words;

    private final NameScope nameScope;

    @SuppressWarnings("ImmutableEnumChecker") // the set is unmodifiable
    private final Set<Feature> features;

    @SuppressWarnings("ImmutableEnumChecker") // a record of constants
    private final Access access;

    @SuppressWarnings("ImmutableEnumChecker") // the list is unmodifiable
    private final List<ClusterClause> clauses;

    @SuppressWarnings("ImmutableEnumChecker") // the list is unmodifiable
    private final List<ClusterAlteration> alterations;

    /**
     * The words of the statements.
     *
     * @param title the name of the kind in a sentence
     * @param createVerb the verb of the creating statement: CREATE or SUBMIT
     * @param createWords the words after {@code createVerb}
     * @param changeWords the words after ALTER and after {@code dropVerb}
     * @param dropVerb the verb of the dropping statement
     * @param dropLoss what is lost with a dropped object although it is created again, as a part of a sentence; null
     *     if nothing is lost
     */
    private record StatementWords(
            String title,
            String createVerb,
            String createWords,
            String changeWords,
            String dropVerb,
            @Nullable String dropLoss) {
        StatementWords(String title, String createVerb, String createWords, String changeWords, String dropVerb) {
            this(title, createVerb, createWords, changeWords, dropVerb, null);
        }

        StatementWords(String title, String createWords, String changeWords, String dropVerb) {
            this(title, "CREATE", createWords, changeWords, dropVerb);
        }

        StatementWords(String createWords, String changeWords, String dropVerb) {
            this(createWords.toLowerCase(Locale.ROOT), createWords, changeWords, dropVerb);
        }

        StatementWords withLoss(String loss) {
            return new StatementWords(title, createVerb, createWords, changeWords, dropVerb, loss);
        }
    }

    /** The clauses that both kinds of functions share. */
    private static final class SharedClauses {
        static final List<ClusterClause> OF_FUNCTION = List.of(
                ClusterClause.variantClause("variant", "AGGREGATE TABLE"),
                requiredClause("returns", TYPE, "RETURNS"),
                optionalClause(PROPERTY_CLAUSE, BARE_PROPERTIES, "PROPERTIES"),
                optionalClause("body", ATTACHMENT, "AS"));

        private SharedClauses() {}
    }

    /** The scope in which a name is unique. The qualifier of the name follows from it. */
    private enum NameScope {
        CLUSTER,
        /** The cluster, although statements may qualify the name with the database of the object. */
        CLUSTER_AND_DATABASE,
        /** A database of the cluster, with which statements may qualify the name. */
        DATABASE,
        /** A database of an external catalog; statements qualify the name with both. */
        EXTERNAL_DATABASE
    }

    /** The optional abilities of the statements of a kind. */
    public enum Feature {
        /** IF NOT EXISTS and IF EXISTS. */
        IF_NOT_EXISTS_AND_IF_EXISTS,
        /** IF EXISTS alone. */
        IF_EXISTS,
        /** DROP … FORCE. */
        FORCED_DROP,
        /** OR REPLACE. */
        REPLACEABLE,
        /** One ALTER may have several changes, with commas between them. */
        COMMA_SEPARATED_CHANGES,
        /** One ALTER may have several changes, which follow one another as the clauses of CREATE do. */
        JUXTAPOSED_CHANGES,
        /** OR REPLACE stands before the words of the kind. */
        OR_REPLACE_BEFORE_KIND,
        /** A name may be written as a string literal. */
        NAME_AS_TEXT,
        /**
         * The types of arguments follow a name, and are a part of it: {@code mask(STRING, BIGINT)}. The case of the
         * letters before them does not matter.
         */
        OVERLOADED,
        /** The optional clauses of CREATE may have any order. */
        CLAUSES_IN_ANY_ORDER,
        /**
         * An object follows its table when the table is renamed, and is dropped with the table. Objects of other kinds
         * keep the name of the table.
         */
        BOUND_TO_TABLE,
        /** Statements in a notation that this grammar does not cover are kept as text. */
        HAS_OPAQUE_FORMS,
        /** PAUSE and RESUME change the state of an object, and ALTER requires that it is paused. */
        PAUSABLE
    }

    /**
     * The privileges that statements require.
     *
     * @param kind the kind of objects on which privileges are granted; null if no privilege is granted on them
     * @param creationPrivilege the privilege that CREATE requires, on the database of the name or on the system
     * @param tablePrivilege the privilege on the table that each statement requires
     */
    private record Access(
            @Nullable SecuredKind kind,
            @Nullable Privilege creationPrivilege,
            @Nullable Privilege tablePrivilege) {
        static final Access NONE = new Access(null, null, null);

        static Access ofKind(SecuredKind kind, Privilege creationPrivilege) {
            return new Access(kind, creationPrivilege, null);
        }

        static Access ofTable(Privilege tablePrivilege) {
            return new Access(null, null, tablePrivilege);
        }
    }

    ClusterObjectKind(
            StatementWords words,
            NameScope nameScope,
            Set<Feature> features,
            Access access,
            List<ClusterClause> clauses,
            List<ClusterAlteration> alterations) {
        this.words = words;
        this.nameScope = nameScope;
        this.features = features;
        this.access = access;
        this.clauses = clauses;
        this.alterations = alterations;
    }

    /** Returns the name of the kind in a sentence, such as {@code resource group}. */
    public String title() {
        return words.title;
    }

    /** Returns the verb of the creating statement: CREATE or SUBMIT. */
    public String createVerb() {
        return words.createVerb;
    }

    /** Returns the words after the verb of the creating statement. */
    public String createWords() {
        return words.createWords;
    }

    /** Returns the words after CREATE for a variant; an empty string denotes the kind without a variant. */
    public String createWords(String variant) {
        int lastWordStart = words.createWords.lastIndexOf(' ') + 1;
        return variant.isEmpty()
                ? words.createWords
                : words.createWords.substring(0, lastWordStart) + variant + " "
                        + words.createWords.substring(lastWordStart);
    }

    /** Returns the words after CREATE by the variant of the kind; an empty string is the key of the plain kind. */
    public Map<String, String> createWordsByVariant() {
        Map<String, String> wordsByVariant = new LinkedHashMap<>();
        wordsByVariant.put("", words.createWords);
        findVariantClause()
                .ifPresent(clause -> Stream.of(clause.words().split(" ", -1))
                        .forEach(variant -> wordsByVariant.put(variant, createWords(variant))));
        return wordsByVariant;
    }

    /** Returns the clause that is a word before the last one of the kind; empty if the kind has none. */
    public Optional<ClusterClause> findVariantClause() {
        return clauses.stream().filter(ClusterClause::isVariant).findFirst();
    }

    /** Returns the words after ALTER, after the verb that drops, and after PAUSE and RESUME. */
    public String changeWords() {
        return words.changeWords;
    }

    /** Returns the verb that drops: DROP or STOP. */
    public String dropVerb() {
        return words.dropVerb;
    }

    public boolean hasFeature(Feature feature) {
        return features.contains(feature);
    }

    /**
     * Returns what is lost with a dropped object although CREATE creates it again, as a part of a sentence; empty if
     * CREATE describes the object completely.
     */
    public Optional<String> dropLoss() {
        return Optional.ofNullable(words.dropLoss);
    }

    /** Returns whether each object has a table, which exists before it. */
    public boolean hasTable() {
        return clauses.stream().anyMatch(clause -> clause.name().equals(ClusterPart.TABLE.clause()));
    }

    /** Returns whether each object runs a statement about the tables and views of a database, which exist before it. */
    public boolean hasStatement() {
        return clauses.stream().anyMatch(clause -> clause.form() == STATEMENT);
    }

    /** Returns whether names are unique in a database of the cluster. */
    public boolean isNamedInDatabase() {
        return nameScope == NameScope.DATABASE;
    }

    /** Returns whether names are unique in a database of an external catalog. */
    public boolean isNamedInExternalDatabase() {
        return nameScope == NameScope.EXTERNAL_DATABASE;
    }

    /** Returns whether statements may qualify a name with a database of the cluster. */
    public boolean hasQualifiedNames() {
        return isNamedInDatabase() || nameScope == NameScope.CLUSTER_AND_DATABASE;
    }

    /** Returns whether each object belongs to a database, which may be one of an external catalog. */
    public boolean hasDatabase() {
        return hasTable() || hasStatement() || isNamedInDatabase() || isNamedInExternalDatabase();
    }

    /**
     * Returns whether each object loads rows from a source into its table. Objects of other kinds with a table read the
     * table.
     */
    public boolean fillsTable() {
        return clauses.stream().anyMatch(clause -> clause.form() == TYPED_PROPERTIES);
    }

    /** Returns the clause of the columns of an object, which then has rows; empty if its kind has none. */
    public Optional<ClusterClause> findColumnClause() {
        return clauses.stream().filter(clause -> clause.form() == COLUMNS).findFirst();
    }

    /** Returns the kind of objects on which privileges are granted; empty if no privilege is granted on them. */
    public Optional<SecuredKind> securedKind() {
        return Optional.ofNullable(access.kind);
    }

    /**
     * Returns the privilege that CREATE requires, on the database of the name or on the system; empty if it does not
     * require a privilege.
     */
    public Optional<Privilege> creationPrivilege() {
        return Optional.ofNullable(access.creationPrivilege);
    }

    /** Returns the privilege on the table that each statement requires; empty if it requires none. */
    public Optional<Privilege> tablePrivilege() {
        return Optional.ofNullable(access.tablePrivilege);
    }

    /** Returns the clauses of CREATE, in their order. */
    public List<ClusterClause> clauses() {
        return clauses;
    }

    public List<ClusterAlteration> alterations() {
        return alterations;
    }

    /**
     * Returns the clause with a name.
     *
     * @throws IllegalArgumentException if the kind has no such clause
     */
    public ClusterClause requireClause(String name) {
        return clauses.stream()
                .filter(clause -> clause.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(title() + " has no clause " + name));
    }

    /** Returns the alteration of a clause with an effect; empty if no statement has this effect. */
    public Optional<ClusterAlteration> findAlteration(String clause, ClusterAlteration.AlterationEffect effect) {
        return alterations.stream()
                .filter(alteration -> alteration.clause().equals(clause) && alteration.effect() == effect)
                .findFirst();
    }

    /** Returns the kind with a title; empty if no kind has it. */
    public static Optional<ClusterObjectKind> findByTitle(String title) {
        return Stream.of(values()).filter(kind -> kind.title().equals(title)).findFirst();
    }
}
