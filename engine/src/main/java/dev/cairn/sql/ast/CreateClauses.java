package dev.cairn.sql.ast;

import dev.cairn.sql.ast.CreateClause.CommentClause;
import dev.cairn.sql.ast.CreateClause.IndexClause;
import dev.cairn.sql.ast.CreateClause.Kind;
import dev.cairn.sql.ast.CreateClause.PropertyClause;
import dev.cairn.sql.ast.CreateClause.SortClause;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The clauses of a CREATE TABLE or CREATE MATERIALIZED VIEW: at most one of each kind, in their order, and no empty
 * list.
 */
public final class CreateClauses implements Iterable<CreateClause> {
    public static final CreateClauses NONE = new CreateClauses(new EnumMap<>(Kind.class));

    private final Map<Kind, CreateClause> clauseByKind;

    private CreateClauses(EnumMap<Kind, CreateClause> clauseByKind) {
        this.clauseByKind = Collections.unmodifiableMap(clauseByKind);
    }

    /** Returns the clauses without null and empty ones; the last one of a kind counts. */
    public static CreateClauses of(@Nullable CreateClause... clauses) {
        return NONE.withClauses(clauses);
    }

    public static CreateClauses of(Collection<? extends @Nullable CreateClause> clauses) {
        return NONE.withClauses(clauses);
    }

    /**
     * Returns a copy in which each of these clauses replaces the clause of its kind; null changes nothing, and an empty
     * clause removes the clause of its kind.
     */
    public CreateClauses withClauses(@Nullable CreateClause... clauses) {
        return withClauses(Arrays.asList(clauses));
    }

    private CreateClauses withClauses(Collection<? extends @Nullable CreateClause> clauses) {
        EnumMap<Kind, CreateClause> newClauses = copy();
        for (CreateClause clause : clauses) {
            if (clause != null && clause.isEmpty()) {
                newClauses.remove(clause.kind());
            } else if (clause != null) {
                newClauses.put(clause.kind(), clause);
            }
        }
        return new CreateClauses(newClauses);
    }

    public CreateClauses withoutClause(Kind kind) {
        EnumMap<Kind, CreateClause> newClauses = copy();
        newClauses.remove(kind);
        return new CreateClauses(newClauses);
    }

    private EnumMap<Kind, CreateClause> copy() {
        EnumMap<Kind, CreateClause> newClauses = new EnumMap<>(Kind.class);
        newClauses.putAll(clauseByKind);
        return newClauses;
    }

    public boolean hasClause(Kind kind) {
        return clauseByKind.containsKey(kind);
    }

    /** Returns the clause of a kind, which is of this class; empty if the statement has no such clause. */
    public <C> Optional<C> find(Kind kind, Class<C> clauseClass) {
        return Optional.ofNullable(clauseByKind.get(kind)).map(clauseClass::cast);
    }

    public List<IndexDefinition> indexes() {
        return find(Kind.INDEXES, IndexClause.class).map(IndexClause::items).orElse(List.of());
    }

    public @Nullable String comment() {
        return find(Kind.COMMENT, CommentClause.class)
                .map(CommentClause::comment)
                .orElse(null);
    }

    public @Nullable Distribution distribution() {
        return find(Kind.DISTRIBUTION, Distribution.class).orElse(null);
    }

    public List<SortItem> orderBy() {
        return find(Kind.ORDER_BY, SortClause.class).map(SortClause::items).orElse(List.of());
    }

    public List<Property> properties() {
        return find(Kind.PROPERTIES, PropertyClause.class)
                .map(PropertyClause::items)
                .orElse(List.of());
    }

    public boolean isEmpty() {
        return clauseByKind.isEmpty();
    }

    /** Returns whether all clauses are of these kinds. */
    public boolean hasOnlyKinds(Set<Kind> kinds) {
        return kinds.containsAll(clauseByKind.keySet());
    }

    @Override
    public Iterator<CreateClause> iterator() {
        return clauseByKind.values().iterator();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CreateClauses clauses && clauseByKind.equals(clauses.clauseByKind);
    }

    @Override
    public int hashCode() {
        return clauseByKind.hashCode();
    }

    @Override
    public String toString() {
        return clauseByKind.values().toString();
    }
}
