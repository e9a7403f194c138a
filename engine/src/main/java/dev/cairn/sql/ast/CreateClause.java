package dev.cairn.sql.ast;

import dev.cairn.sql.ast.Statement.SortItem;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A clause of CREATE TABLE. A statement has at most one clause of each kind, in the order of {@link Kind}. */
public sealed interface CreateClause
        permits CreateClause.IndexClause,
                CreateClause.EngineClause,
                CreateClause.CharsetClause,
                KeyClause,
                CreateClause.CommentClause,
                PartitionClause,
                Distribution,
                CreateClause.SortClause,
                CreateClause.RollupClause,
                CreateClause.PropertyClause,
                CreateClause.BrokerPropertyClause {
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

    /** Returns whether it is an empty list, which has the same meaning as no clause. */
    default boolean isEmpty() {
        return false;
    }

    /** The indexes between the parentheses, after the columns. */
    record IndexClause(List<IndexDefinition> indexes) implements CreateClause {
        public IndexClause {
            indexes = List.copyOf(indexes);
        }

        @Override
        public Kind kind() {
            return Kind.INDEXES;
        }

        @Override
        public boolean isEmpty() {
            return indexes.isEmpty();
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

    record SortClause(List<SortItem> items) implements CreateClause {
        public SortClause {
            items = List.copyOf(items);
        }

        @Override
        public Kind kind() {
            return Kind.ORDER_BY;
        }

        @Override
        public boolean isEmpty() {
            return items.isEmpty();
        }
    }

    record RollupClause(List<RollupDefinition> rollups) implements CreateClause {
        public RollupClause {
            rollups = List.copyOf(rollups);
        }

        @Override
        public Kind kind() {
            return Kind.ROLLUPS;
        }

        @Override
        public boolean isEmpty() {
            return rollups.isEmpty();
        }
    }

    record PropertyClause(List<Property> properties) implements CreateClause {
        public PropertyClause {
            properties = List.copyOf(properties);
        }

        @Override
        public Kind kind() {
            return Kind.PROPERTIES;
        }

        @Override
        public boolean isEmpty() {
            return properties.isEmpty();
        }
    }

    record BrokerPropertyClause(List<Property> properties) implements CreateClause {
        public BrokerPropertyClause {
            properties = List.copyOf(properties);
        }

        @Override
        public Kind kind() {
            return Kind.BROKER_PROPERTIES;
        }

        @Override
        public boolean isEmpty() {
            return properties.isEmpty();
        }
    }

    static @Nullable CommentClause comment(@Nullable String comment) {
        return comment == null ? null : new CommentClause(comment);
    }

    /** Returns the clauses in the order of the grammar, without null and empty ones; the last one of a kind counts. */
    static List<CreateClause> inOrder(Iterable<? extends @Nullable CreateClause> clauses) {
        Map<Kind, CreateClause> ordered = new EnumMap<>(Kind.class);
        for (CreateClause clause : clauses) {
            if (clause == null) {
                continue;
            }
            if (clause.isEmpty()) {
                ordered.remove(clause.kind());
            } else {
                ordered.put(clause.kind(), clause);
            }
        }
        return List.copyOf(ordered.values());
    }
}
