package dev.cairn.sql.ast;

import dev.cairn.sql.ast.Statement.SortItem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A clause of CREATE TABLE; see {@link CreateClauses}. */
public sealed interface CreateClause
        permits CreateClause.EngineClause,
                CreateClause.CharsetClause,
                KeyClause,
                CreateClause.CommentClause,
                PartitionClause,
                Distribution,
                CreateClause.ListClause {
    /** The kinds of clauses, in the order of the grammar. */
    enum Kind {
        INDEXES,
        ENGINE,
        CHARSET,
        KEY,
        COMMENT,
        PARTITIONING,
        DISTRIBUTION,
        ORDER_BY,
        ROLLUPS,
        PROPERTIES,
        BROKER_PROPERTIES
    }

    Kind kind();

    /** A clause with a list; an empty list has the same meaning as no clause. */
    sealed interface ListClause<T> extends CreateClause
            permits IndexClause, SortClause, RollupClause, PropertyClause, BrokerPropertyClause {
        List<T> items();

        @Override
        default boolean isEmpty() {
            return items().isEmpty();
        }
    }

    record EngineClause(Name engine) implements CreateClause {
        @Override
        public Kind kind() {
            return Kind.ENGINE;
        }
    }

    record CharsetClause(String charset) implements CreateClause {
        @Override
        public Kind kind() {
            return Kind.CHARSET;
        }
    }

    record CommentClause(String comment) implements CreateClause {
        @Override
        public Kind kind() {
            return Kind.COMMENT;
        }
    }

    /** The indexes between the parentheses, after the columns. */
    record IndexClause(List<IndexDefinition> items) implements ListClause<IndexDefinition> {
        public IndexClause {
            items = List.copyOf(items);
        }

        @Override
        public Kind kind() {
            return Kind.INDEXES;
        }
    }

    record SortClause(List<SortItem> items) implements ListClause<SortItem> {
        public SortClause {
            items = List.copyOf(items);
        }

        @Override
        public Kind kind() {
            return Kind.ORDER_BY;
        }
    }

    record RollupClause(List<RollupDefinition> items) implements ListClause<RollupDefinition> {
        public RollupClause {
            items = List.copyOf(items);
        }

        @Override
        public Kind kind() {
            return Kind.ROLLUPS;
        }
    }

    record PropertyClause(List<Property> items) implements ListClause<Property> {
        public PropertyClause {
            items = List.copyOf(items);
        }

        @Override
        public Kind kind() {
            return Kind.PROPERTIES;
        }
    }

    record BrokerPropertyClause(List<Property> items) implements ListClause<Property> {
        public BrokerPropertyClause {
            items = List.copyOf(items);
        }

        @Override
        public Kind kind() {
            return Kind.BROKER_PROPERTIES;
        }
    }

    static @Nullable CommentClause comment(@Nullable String comment) {
        return comment == null ? null : new CommentClause(comment);
    }

    /** Returns whether this is an empty list. */
    default boolean isEmpty() {
        return false;
    }
}
