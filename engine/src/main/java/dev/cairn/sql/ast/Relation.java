package dev.cairn.sql.ast;

import dev.cairn.sql.ast.Statement.PartitionNames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A relation that a query reads from, as written in FROM. The analysis resolves it to a {@code BoundRelation}. */
public sealed interface Relation {
    Span span();

    /** Calls the visitor's method for this kind of relation. */
    <R> R accept(Visitor<R> visitor);

    /** Returns the alias; null if the relation has none. */
    default @Nullable Alias alias() {
        return null;
    }

    /** Returns the relations that this one combines, in the order in which they are written. */
    default List<Relation> children() {
        return List.of();
    }

    /** Returns the expressions of the relation itself, without the expressions of its children and of its query. */
    default List<Expression> expressions() {
        return List.of();
    }

    /**
     * Returns the table function if this relation is one without {@code TABLE(…)}, so that it may refer to the
     * relations before it; null for any other relation. The word LATERAL, and parentheses around a single relation,
     * make no difference.
     */
    default @Nullable TableFunction lateralFunction() {
        return null;
    }

    /** A function with a method for each kind of relation. */
    interface Visitor<R> {
        R visitNamed(Named namedRelation);

        R visitDerived(Derived derivedRelation);

        R visitValues(Values values);

        R visitFunction(TableFunction function);

        R visitFiles(Files files);

        R visitParenthesized(Parenthesized parenthesized);

        R visitLateral(Lateral lateral);

        R visitJoin(Join join);
    }

    /**
     * The alias of a relation, optionally with names for its columns; the word AS may precede it.
     */
    record Alias(Name name, List<Name> columns, boolean hasAsKeyword) {
        public Alias {
            columns = List.copyOf(columns);
        }
    }

    /**
     * A table, view, materialized view or common table.
     *
     * @param hint the text between the brackets of {@code [_META_]} or a similar hint; an empty list without a hint
     */
    record Named(
            QualifiedName name,
            ReadTime time,
            TableSection section,
            @Nullable Alias alias,
            List<String> hint,
            Span span)
            implements Relation {
        public Named {
            hint = List.copyOf(hint);
        }

        /** Returns a relation that consists of a name alone. */
        public static Named of(QualifiedName name, Span span) {
            return new Named(name, ReadTime.NOW, TableSection.WHOLE, null, List.of(), span);
        }

        public @Nullable PartitionNames partitions() {
            return section.partitions;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitNamed(this);
        }
    }

    /**
     * The time whose rows are read.
     *
     * @param period {@code FOR VERSION AS OF …}, as written
     * @param beforeTime {@code BEFORE "time"}
     */
    record ReadTime(@Nullable String period, @Nullable String beforeTime) {
        public static final ReadTime NOW = new ReadTime(null, null);
    }

    /**
     * The part of a table that is read.
     *
     * @param partitionKeys {@code PARTITION (k = 1)}, which only tables of external catalogs have
     * @param tabletIds the numbers in {@code TABLET (1, 2)}
     * @param replicaIds the numbers in {@code REPLICA (1, 2)}
     * @param sample {@code SAMPLE ("k" = "v")}, as written
     */
    record TableSection(
            @Nullable PartitionNames partitions,
            List<PartitionKeyValue> partitionKeys,
            List<Long> tabletIds,
            List<Long> replicaIds,
            @Nullable String sample) {
        public static final TableSection WHOLE = new TableSection(null, List.of(), List.of(), List.of(), null);

        public TableSection {
            partitionKeys = List.copyOf(partitionKeys);
            tabletIds = List.copyOf(tabletIds);
            replicaIds = List.copyOf(replicaIds);
        }
    }

    /** The value of a column in a partition. */
    record PartitionKeyValue(Name column, Expression value) {}

    /**
     * {@code (SELECT …) AS a (x, y)}.
     *
     * @param assertsRows whether the word ASSERT_ROWS precedes the query
     */
    record Derived(
            boolean assertsRows, Query query, @Nullable Alias alias, Span span) implements Relation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitDerived(this);
        }
    }

    /** {@code (VALUES (1, 'a'), (2, 'b')) AS t (x, y)}. */
    record Values(List<List<Expression>> rows, @Nullable Alias alias, Span span) implements Relation {
        public Values {
            rows = rows.stream().map(List::copyOf).toList();
        }

        @Override
        public List<Expression> expressions() {
            return rows.stream().flatMap(List::stream).toList();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitValues(this);
        }
    }

    /** {@code unnest(a, b) AS t (x, y)}, also in {@code TABLE(…)}. Arguments may be named. */
    record TableFunction(
            QualifiedName name,
            List<TableFunctionArgument> arguments,
            boolean hasTableKeyword,
            @Nullable Alias alias,
            Span span)
            implements Relation {
        public TableFunction {
            arguments = List.copyOf(arguments);
        }

        @Override
        public List<Expression> expressions() {
            return arguments.stream().map(TableFunctionArgument::value).toList();
        }

        @Override
        public @Nullable TableFunction lateralFunction() {
            return hasTableKeyword ? null : this;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitFunction(this);
        }
    }

    /**
     * An argument of a table function: {@code name => value} with an arrow, {@code name = value}, or only a value.
     */
    record TableFunctionArgument(@Nullable Name name, boolean hasArrow, Expression value) {}

    /** {@code FILES("path" = "…")}. */
    record Files(List<Property> properties, @Nullable Alias alias, Span span) implements Relation {
        public Files {
            properties = List.copyOf(properties);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitFiles(this);
        }
    }

    /** {@code (a JOIN b)}, {@code (a, b)}. */
    record Parenthesized(List<Relation> relations, Span span) implements Relation {
        public Parenthesized {
            relations = List.copyOf(relations);
        }

        @Override
        public List<Relation> children() {
            return relations;
        }

        @Override
        public @Nullable TableFunction lateralFunction() {
            return relations.size() == 1 ? relations.get(0).lateralFunction() : null;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitParenthesized(this);
        }
    }

    /** {@code LATERAL} before an item of the FROM list. */
    record Lateral(Relation relation, Span span) implements Relation {
        @Override
        public List<Relation> children() {
            return List.of(relation);
        }

        @Override
        public @Nullable TableFunction lateralFunction() {
            return relation.lateralFunction();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitLateral(this);
        }
    }

    /**
     * The words between the relations of a join.
     *
     * @param hint the text between the brackets of {@code [BROADCAST]} or {@code [SKEW|…]}, as written
     */
    record JoinOperator(Kind kind, @Nullable String hint, boolean isLateral) {
        /**
         * The kinds of joins by spelling: {@code JOIN} and {@code INNER JOIN} are equivalent. Methods rely on the order
         * of the constants: those without a required condition come first, those of ASOF joins last.
         */
        public enum Kind {
            JOIN("JOIN"),
            INNER_JOIN("INNER JOIN"),
            CROSS("CROSS"),
            CROSS_JOIN("CROSS JOIN"),
            LEFT_JOIN("LEFT JOIN"),
            LEFT_OUTER_JOIN("LEFT OUTER JOIN"),
            RIGHT_JOIN("RIGHT JOIN"),
            RIGHT_OUTER_JOIN("RIGHT OUTER JOIN"),
            FULL_JOIN("FULL JOIN"),
            FULL_OUTER_JOIN("FULL OUTER JOIN"),
            LEFT_SEMI_JOIN("LEFT SEMI JOIN"),
            RIGHT_SEMI_JOIN("RIGHT SEMI JOIN"),
            LEFT_ANTI_JOIN("LEFT ANTI JOIN"),
            RIGHT_ANTI_JOIN("RIGHT ANTI JOIN"),
            NULL_AWARE_LEFT_ANTI_JOIN("NULL AWARE LEFT ANTI JOIN"),
            ASOF_JOIN("ASOF JOIN"),
            ASOF_INNER_JOIN("ASOF INNER JOIN"),
            ASOF_LEFT_JOIN("ASOF LEFT JOIN"),
            ASOF_LEFT_OUTER_JOIN("ASOF LEFT OUTER JOIN");

            private final String text;

            Kind(String text) {
                this.text = text;
            }

            public String text() {
                return text;
            }

            /**
             * Returns whether the join matches the nearest row in time; such a join requires a condition and does not
             * allow LATERAL.
             */
            public boolean isAsof() {
                return compareTo(ASOF_JOIN) >= 0;
            }

            /** Returns whether the result contains each row of the left relation at least once. */
            public boolean keepsLeftRows() {
                return switch (this) {
                    case LEFT_JOIN, LEFT_OUTER_JOIN, FULL_JOIN, FULL_OUTER_JOIN, ASOF_LEFT_JOIN, ASOF_LEFT_OUTER_JOIN ->
                        true;
                    default -> false;
                };
            }

            /**
             * Returns whether the condition is optional. This holds for inner and cross joins, which the server does
             * not distinguish by their words.
             */
            public boolean mayLackCondition() {
                return compareTo(CROSS_JOIN) <= 0;
            }
        }
    }

    /**
     * The words after the relations of a join.
     *
     * @param using the columns of USING; empty if absent
     */
    record JoinCondition(@Nullable Expression on, List<Name> using) {
        public JoinCondition {
            using = List.copyOf(using);
        }
    }

    record Join(JoinOperator operator, Relation left, Relation right, JoinCondition condition, Span span)
            implements Relation {
        public JoinOperator.Kind kind() {
            return operator.kind;
        }

        public @Nullable String hint() {
            return operator.hint;
        }

        public boolean isLateral() {
            return operator.isLateral;
        }

        public @Nullable Expression on() {
            return condition.on;
        }

        public List<Name> using() {
            return condition.using;
        }

        @Override
        public List<Relation> children() {
            return List.of(left, right);
        }

        @Override
        public List<Expression> expressions() {
            return condition.on == null ? List.of() : List.of(condition.on);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitJoin(this);
        }
    }
}
