package dev.cairn.sql.ast;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A form of CREATE TABLE: its clauses, and typed access to each of them. */
public sealed interface TableStatement extends Statement
        permits Statement.CreateTable, Statement.CreateTableLike, Statement.CreateTableAsSelect {
    Lifetime lifetime();

    boolean ifNotExists();

    QualifiedName name();

    /** Returns the clauses in the order of the grammar. */
    List<CreateClause> clauses();

    @Override
    default Optional<QualifiedName> changedObject() {
        return Optional.of(name());
    }

    default <C extends CreateClause> Optional<C> clause(Class<C> type) {
        for (CreateClause clause : clauses()) {
            if (type.isInstance(clause)) {
                return Optional.of(type.cast(clause));
            }
        }
        return Optional.empty();
    }

    default List<IndexDefinition> indexes() {
        return clause(CreateClause.IndexClause.class)
                .map(CreateClause.IndexClause::indexes)
                .orElse(List.of());
    }

    default @Nullable Name engine() {
        return clause(CreateClause.EngineClause.class)
                .map(CreateClause.EngineClause::engine)
                .orElse(null);
    }

    default @Nullable String charset() {
        return clause(CreateClause.CharsetClause.class)
                .map(CreateClause.CharsetClause::charset)
                .orElse(null);
    }

    default @Nullable KeyClause key() {
        return clause(KeyClause.class).orElse(null);
    }

    default @Nullable String comment() {
        return clause(CreateClause.CommentClause.class)
                .map(CreateClause.CommentClause::comment)
                .orElse(null);
    }

    default @Nullable PartitionClause partitioning() {
        return clause(PartitionClause.class).orElse(null);
    }

    default @Nullable Distribution distribution() {
        return clause(Distribution.class).orElse(null);
    }

    default List<SortItem> orderBy() {
        return clause(CreateClause.SortClause.class)
                .map(CreateClause.SortClause::items)
                .orElse(List.of());
    }

    default List<RollupDefinition> rollups() {
        return clause(CreateClause.RollupClause.class)
                .map(CreateClause.RollupClause::rollups)
                .orElse(List.of());
    }

    default List<Property> properties() {
        return clause(CreateClause.PropertyClause.class)
                .map(CreateClause.PropertyClause::properties)
                .orElse(List.of());
    }

    default List<Property> brokerProperties() {
        return clause(CreateClause.BrokerPropertyClause.class)
                .map(CreateClause.BrokerPropertyClause::properties)
                .orElse(List.of());
    }
}
