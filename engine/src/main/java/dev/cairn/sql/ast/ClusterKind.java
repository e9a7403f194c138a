package dev.cairn.sql.ast;

import static dev.cairn.sql.ast.ClusterAlteration.Effect.ADD;
import static dev.cairn.sql.ast.ClusterAlteration.Effect.CLEAR;
import static dev.cairn.sql.ast.ClusterAlteration.Effect.SET;
import static dev.cairn.sql.ast.ClusterClause.Form.CONDITIONS;
import static dev.cairn.sql.ast.ClusterClause.Form.PROPERTIES;
import static dev.cairn.sql.ast.ClusterClause.Form.TEXT;
import static dev.cairn.sql.ast.ClusterClause.Form.TEXTS;
import static dev.cairn.sql.ast.ClusterClause.Form.WORD;
import static dev.cairn.sql.ast.ClusterClause.optional;

import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The kinds of objects that a cluster has beside its databases and roles, with the grammar of their statements: CREATE has the clauses
 * in their order, and ALTER one of the alterations. What a server does with these statements, the {@code ClusterRules} of the kind
 * say.
 */
public enum ClusterKind {
    RESOURCE_GROUP(
            new Words("RESOURCE GROUP", "RESOURCE GROUP", true, false),
            new Access(SecuredKind.RESOURCE_GROUP, Privilege.CREATE_RESOURCE_GROUP),
            List.of(optional("classifier", CONDITIONS, "TO"), ClusterClause.of("property", PROPERTIES, "WITH")),
            List.of(
                    new ClusterAlteration("ADD", "classifier", ADD),
                    new ClusterAlteration("DROP ALL", "classifier", CLEAR),
                    new ClusterAlteration("WITH", "property", SET))),
    STORAGE_VOLUME(
            new Words("STORAGE VOLUME", "STORAGE VOLUME", false, true),
            new Access(SecuredKind.STORAGE_VOLUME, Privilege.CREATE_STORAGE_VOLUME),
            List.of(
                    ClusterClause.of("type", WORD, "TYPE ="),
                    ClusterClause.of("locations", TEXTS, "LOCATIONS ="),
                    optional("comment", TEXT, "COMMENT"),
                    optional("property", PROPERTIES, "PROPERTIES")),
            List.of(new ClusterAlteration("SET", "property", SET), new ClusterAlteration("COMMENT =", "comment", SET))),
    EXTERNAL_CATALOG(
            new Words("EXTERNAL CATALOG", "CATALOG", false, false),
            new Access(SecuredKind.CATALOG, Privilege.CREATE_EXTERNAL_CATALOG),
            List.of(optional("comment", TEXT, "COMMENT"), ClusterClause.of("property", PROPERTIES, "PROPERTIES")),
            List.of(new ClusterAlteration("SET", "property", SET)));

    @SuppressWarnings("ImmutableEnumChecker") // the record is unmodifiable
    private final Words words;

    @SuppressWarnings("ImmutableEnumChecker") // the record is unmodifiable
    private final Access access;

    @SuppressWarnings("ImmutableEnumChecker") // the list is unmodifiable
    private final List<ClusterClause> clauses;

    @SuppressWarnings("ImmutableEnumChecker") // the list is unmodifiable
    private final List<ClusterAlteration> alterations;

    /**
     * The words of the statements.
     *
     * @param created those behind CREATE
     * @param changed those behind ALTER and DROP
     * @param isReplaceable whether there is CREATE OR REPLACE
     * @param isAlteredBySeveralChanges whether one ALTER may have several changes, with commas between them
     */
    private record Words(String created, String changed, boolean isReplaceable, boolean isAlteredBySeveralChanges) {}

    /** The kind of objects on which privileges are granted, and the privilege on the system that CREATE requires. */
    private record Access(SecuredKind kind, Privilege creation) {}

    ClusterKind(Words words, Access access, List<ClusterClause> clauses, List<ClusterAlteration> alterations) {
        this.words = words;
        this.access = access;
        this.clauses = clauses;
        this.alterations = alterations;
    }

    /** Returns the kind as a sentence names it: {@code resource group}. */
    public String title() {
        return words.created.toLowerCase(Locale.ROOT);
    }

    /** Returns the words behind CREATE. */
    public String createWords() {
        return words.created;
    }

    /** Returns the words behind ALTER and DROP. */
    public String changeWords() {
        return words.changed;
    }

    /** Returns whether one statement replaces an object, with OR REPLACE. */
    public boolean isReplaceable() {
        return words.isReplaceable;
    }

    /** Returns whether one ALTER may have several changes, with commas between them. */
    public boolean isAlteredBySeveralChanges() {
        return words.isAlteredBySeveralChanges;
    }

    /** Returns the kind of objects on which privileges are granted. */
    public SecuredKind securedKind() {
        return access.kind;
    }

    /** Returns the privilege on the system that CREATE requires. */
    public Privilege creationPrivilege() {
        return access.creation;
    }

    /** Returns the clauses of CREATE, in their order. */
    public List<ClusterClause> clauses() {
        return clauses;
    }

    public List<ClusterAlteration> alterations() {
        return alterations;
    }

    /** Returns the clause with a name, which the kind must have. */
    public ClusterClause clause(String name) {
        return clauses.stream()
                .filter(clause -> clause.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(title() + " has no clause " + name));
    }

    /** Returns the alteration of a clause with an effect; empty if no statement has this effect. */
    public Optional<ClusterAlteration> findAlteration(String clause, ClusterAlteration.Effect effect) {
        return alterations.stream()
                .filter(alteration -> alteration.clause().equals(clause) && alteration.effect() == effect)
                .findFirst();
    }

    /** Returns the kind with a title. */
    public static Optional<ClusterKind> ofTitle(String title) {
        return Stream.of(values()).filter(kind -> kind.title().equals(title)).findFirst();
    }
}
