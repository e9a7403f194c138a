package dev.cairn.sql.ast;

import dev.cairn.sql.ast.Statement.SortItem;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A clause of CREATE TABLE. A statement has at most one clause of each kind, in the order of {@link Kind}. */
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
        INDEXES(IndexClause.class),
        ENGINE(EngineClause.class),
        CHARSET(CharsetClause.class),
        KEY(KeyClause.class),
        COMMENT(CommentClause.class),
        PARTITIONING(PartitionClause.class),
        DISTRIBUTION(Distribution.class),
        ORDER_BY(SortClause.class),
        ROLLUPS(RollupClause.class),
        PROPERTIES(PropertyClause.class),
        BROKER_PROPERTIES(BrokerPropertyClause.class);

        private static final List<Kind> ALL = List.of(values());

        private final Class<? extends CreateClause> type;

        Kind(Class<? extends CreateClause> type) {
            this.type = type;
        }
    }

    /** A clause with a list; an empty list has the same meaning as no clause. */
    sealed interface ListClause<T> extends CreateClause
            permits IndexClause, SortClause, RollupClause, PropertyClause, BrokerPropertyClause {
        List<T> items();
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

    default Kind kind() {
        for (Kind kind : Kind.ALL) {
            if (kind.type.isInstance(this)) {
                return kind;
            }
        }
        throw new IllegalStateException("No kind of " + this);
    }

    static @Nullable CommentClause comment(@Nullable String comment) {
        return comment == null ? null : new CommentClause(comment);
    }

    /** Returns the clauses in the order of the grammar, without null and empty ones; the last one of a kind counts. */
    static List<CreateClause> inOrder(Iterable<? extends @Nullable CreateClause> clauses) {
        Map<Kind, CreateClause> ordered = new EnumMap<>(Kind.class);
        for (CreateClause clause : clauses) {
            if (clause instanceof ListClause<?> list && list.items().isEmpty()) {
                ordered.remove(clause.kind());
            } else if (clause != null) {
                ordered.put(clause.kind(), clause);
            }
        }
        return List.copyOf(ordered.values());
    }
}
