package dev.cairn.sql.ast;

import dev.cairn.sql.ast.CreateClause.BrokerPropertyClause;
import dev.cairn.sql.ast.CreateClause.CharsetClause;
import dev.cairn.sql.ast.CreateClause.CommentClause;
import dev.cairn.sql.ast.CreateClause.EngineClause;
import dev.cairn.sql.ast.CreateClause.IndexClause;
import dev.cairn.sql.ast.CreateClause.ListClause;
import dev.cairn.sql.ast.CreateClause.PropertyClause;
import dev.cairn.sql.ast.CreateClause.RollupClause;
import dev.cairn.sql.ast.CreateClause.SortClause;
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

    private <T> List<T> items(Class<? extends ListClause<T>> type) {
        return clause(type).map(ListClause::items).orElse(List.of());
    }

    default List<IndexDefinition> indexes() {
        return items(IndexClause.class);
    }

    default @Nullable Name engine() {
        return clause(EngineClause.class).map(EngineClause::engine).orElse(null);
    }

    default @Nullable String charset() {
        return clause(CharsetClause.class).map(CharsetClause::charset).orElse(null);
    }

    default @Nullable KeyClause key() {
        return clause(KeyClause.class).orElse(null);
    }

    default @Nullable String comment() {
        return clause(CommentClause.class).map(CommentClause::comment).orElse(null);
    }

    default @Nullable PartitionClause partitioning() {
        return clause(PartitionClause.class).orElse(null);
    }

    default @Nullable Distribution distribution() {
        return clause(Distribution.class).orElse(null);
    }

    default List<SortItem> orderBy() {
        return items(SortClause.class);
    }

    default List<RollupDefinition> rollups() {
        return items(RollupClause.class);
    }

    default List<Property> properties() {
        return items(PropertyClause.class);
    }

    default List<Property> brokerProperties() {
        return items(BrokerPropertyClause.class);
    }
}
