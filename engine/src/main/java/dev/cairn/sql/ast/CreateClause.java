package dev.cairn.sql.ast;

import dev.cairn.sql.ast.Statement.SortItem;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A clause of CREATE TABLE or CREATE MATERIALIZED VIEW; see {@link CreateClauses}. */
public sealed interface CreateClause
        permits CreateClause.EngineClause,
                CreateClause.CharsetClause,
                KeyClause,
                CreateClause.CommentClause,
                PartitionClause,
                CreateClause.ViewPartitionClause,
                ViewStatement.Refresh,
                Distribution,
                CreateClause.ListClause {
    /** The kinds of clauses, in the order in which they are printed. */
    enum Kind {
        INDEXES(IndexClause.class),
        ENGINE(EngineClause.class),
        CHARSET(CharsetClause.class),
        KEY(KeyClause.class),
        COMMENT(CommentClause.class),
        PARTITIONING(PartitionClause.class),
        VIEW_PARTITIONING(ViewPartitionClause.class),
        DISTRIBUTION(Distribution.class),
        ORDER_BY(SortClause.class),
        REFRESH(ViewStatement.Refresh.class),
        ROLLUPS(RollupClause.class),
        PROPERTIES(PropertyClause.class),
        BROKER_PROPERTIES(BrokerPropertyClause.class);

        private final Class<? extends CreateClause> clauseType;

        Kind(Class<? extends CreateClause> clauseType) {
            this.clauseType = clauseType;
        }

        private static final List<Kind> ALL = List.of(values());

        private static Kind of(CreateClause clause) {
            for (Kind kind : ALL) {
                if (kind.clauseType.isInstance(clause)) {
                    return kind;
                }
            }
            throw new NoSuchElementException(clause.toString());
        }
    }

    default Kind kind() {
        return Kind.of(this);
    }

    /** A clause with a list; an empty list has the same meaning as no clause. */
    sealed interface ListClause<T> extends CreateClause
            permits IndexClause, SortClause, RollupClause, PropertyClause, BrokerPropertyClause {
        List<T> items();

        @Override
        default boolean isEmpty() {
            return items().isEmpty();
        }
    }

    record EngineClause(Name engine) implements CreateClause {}

    record CharsetClause(String charset) implements CreateClause {}

    record CommentClause(String comment) implements CreateClause {}

    /** The indexes between the parentheses, after the columns. */
    record IndexClause(List<IndexDefinition> items) implements ListClause<IndexDefinition> {
        public IndexClause {
            items = List.copyOf(items);
        }
    }

    /**
     * PARTITION BY of a materialized view.
     *
     * @param hasParentheses whether the items are in parentheses
     */
    record ViewPartitionClause(List<Expression> items, boolean hasParentheses) implements CreateClause {
        public ViewPartitionClause {
            items = List.copyOf(items);
        }

        @Override
        public boolean isEmpty() {
            return items.isEmpty();
        }
    }

    record SortClause(List<SortItem> items) implements ListClause<SortItem> {
        public SortClause {
            items = List.copyOf(items);
        }
    }

    record RollupClause(List<RollupDefinition> items) implements ListClause<RollupDefinition> {
        public RollupClause {
            items = List.copyOf(items);
        }
    }

    record PropertyClause(List<Property> items) implements ListClause<Property> {
        public PropertyClause {
            items = List.copyOf(items);
        }
    }

    record BrokerPropertyClause(List<Property> items) implements ListClause<Property> {
        public BrokerPropertyClause {
            items = List.copyOf(items);
        }
    }

    /** Returns the clause of a comment; null for null. */
    static @Nullable CommentClause toCommentClause(@Nullable String comment) {
        return comment == null ? null : new CommentClause(comment);
    }

    /** Returns whether this clause has an empty list, and so the same meaning as no clause. */
    default boolean isEmpty() {
        return false;
    }
}
