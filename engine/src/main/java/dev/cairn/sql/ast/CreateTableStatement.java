package dev.cairn.sql.ast;

import dev.cairn.sql.ast.CreateClause.CharsetClause;
import dev.cairn.sql.ast.CreateClause.EngineClause;
import dev.cairn.sql.ast.CreateClause.Kind;
import dev.cairn.sql.ast.CreateClause.RollupClause;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A form of CREATE TABLE: its clauses, and typed access to each of them. */
public sealed interface CreateTableStatement extends Statement
        permits Statement.CreateTable, Statement.CreateTableLike, Statement.CreateTableAsSelect {
    CreateTableHead head();

    CreateClauses clauses();

    /** The words up to the name of the table. */
    record CreateTableHead(TableLifetime lifetime, boolean ifNotExists, QualifiedName name) {
        /** Returns the words of a statement that fails if the table exists. */
        public static CreateTableHead of(TableLifetime lifetime, QualifiedName name) {
            return new CreateTableHead(lifetime, false, name);
        }
    }

    default TableLifetime lifetime() {
        return head().lifetime;
    }

    default boolean ifNotExists() {
        return head().ifNotExists;
    }

    default QualifiedName name() {
        return head().name;
    }

    @Override
    default Optional<QualifiedName> changedObject() {
        return Optional.of(name());
    }

    default List<IndexDefinition> indexes() {
        return clauses().indexes();
    }

    default @Nullable Name engine() {
        return clauses()
                .find(Kind.ENGINE, EngineClause.class)
                .map(EngineClause::engine)
                .orElse(null);
    }

    default @Nullable String charset() {
        return clauses()
                .find(Kind.CHARSET, CharsetClause.class)
                .map(CharsetClause::charset)
                .orElse(null);
    }

    default @Nullable KeyClause key() {
        return clauses().find(Kind.KEY, KeyClause.class).orElse(null);
    }

    default @Nullable String comment() {
        return clauses().comment();
    }

    default @Nullable PartitionClause partitioning() {
        return clauses().find(Kind.PARTITIONING, PartitionClause.class).orElse(null);
    }

    default @Nullable Distribution distribution() {
        return clauses().distribution();
    }

    default List<SortItem> orderBy() {
        return clauses().orderBy();
    }

    default List<RollupDefinition> rollups() {
        return clauses()
                .find(Kind.ROLLUPS, RollupClause.class)
                .map(RollupClause::items)
                .orElse(List.of());
    }

    default List<Property> properties() {
        return clauses().properties();
    }
}
