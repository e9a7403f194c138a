package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.Alias;
import dev.cairn.sql.ast.Relation.Join;
import dev.cairn.sql.ast.Relation.Join.Kind;
import dev.cairn.sql.ast.Relation.PartitionKey;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.token.Cursor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses the relations of a FROM clause. */
final class RelationParser {
    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final QueryParser queries;
    private final ClauseParser clauses;
    private final AliasParser aliases;
    private final TableReferenceParser tables;
    private final JoinParser joins;

    RelationParser(Cursor cursor, ExpressionParser expressions, QueryParser queries, ClauseParser clauses) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.queries = queries;
        this.clauses = clauses;
        this.aliases = new AliasParser(cursor);
        this.tables = new TableReferenceParser(cursor, expressions, clauses, aliases);
        this.joins = new JoinParser(cursor, expressions, this);
    }

    /** Parses {@code a, LATERAL b, c}. */
    List<Relation> relations() {
        List<Relation> relations = new ArrayList<>();
        relations.add(joins.joined());
        while (cursor.take(TokenKind.COMMA)) {
            int start = cursor.position();
            boolean lateral = cursor.take(Keyword.LATERAL);
            Relation relation = joins.joined();
            relations.add(lateral ? new Relation.Lateral(relation, cursor.since(start)) : relation);
        }
        return relations;
    }

    /** Parses a relation without joins. */
    Relation primary() {
        cursor.enter();
        int start = cursor.position();
        Relation relation = primary(start);
        cursor.leave();
        return relation;
    }

    private Relation primary(int start) {
        if (cursor.at(TokenKind.LEFT_PARENTHESIS)) {
            return parenthesis(start);
        }
        if (cursor.kind(1) == TokenKind.LEFT_PARENTHESIS) {
            if (cursor.keyword() == Keyword.ASSERT_ROWS) {
                cursor.advance();
                return derived(true, start);
            }
            if (cursor.take(Keyword.TABLE)) {
                return wrappedFunction(start);
            }
            if (cursor.take(Keyword.FILES)) {
                List<Property> properties = clauses.propertyList();
                Alias alias = aliases.withColumns();
                return new Relation.Files(properties, alias, cursor.since(start));
            }
        }
        QualifiedName name = cursor.qualifiedName();
        return cursor.at(TokenKind.LEFT_PARENTHESIS) ? function(name, start) : tables.table(name, start);
    }

    private Relation parenthesis(int start) {
        if (cursor.keyword(1) == Keyword.VALUES) {
            return values(start);
        }
        if (cursor.atQueryInParentheses()) {
            return derived(false, start);
        }
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        List<Relation> relations = relations();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return new Relation.Parenthesized(relations, cursor.since(start));
    }

    private Relation derived(boolean assertRows, int start) {
        Query query = queries.inParentheses();
        Alias alias = aliases.withColumns();
        return new Relation.Derived(assertRows, query, alias, cursor.since(start));
    }

    private Relation values(int start) {
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        cursor.expect(Keyword.VALUES);
        List<List<Expression>> rows = cursor.separated(this::row);
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        Alias alias = aliases.withColumns();
        return new Relation.Values(rows, alias, cursor.since(start));
    }

    private List<Expression> row() {
        return cursor.parenthesized(expressions::expression);
    }

    private Relation function(QualifiedName name, int start) {
        List<Relation.Argument> arguments =
                row().stream().map(RelationParser::positional).toList();
        Alias alias = aliases.withColumns();
        return new Relation.Function(name, arguments, false, alias, cursor.since(start));
    }

    private Relation wrappedFunction(int start) {
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        QualifiedName name = cursor.qualifiedName();
        List<Relation.Argument> arguments = argumentNameHere(1)
                ? cursor.parenthesized(this::named)
                : row().stream().map(RelationParser::positional).toList();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        Alias alias = aliases.withColumns();
        return new Relation.Function(name, arguments, true, alias, cursor.since(start));
    }

    private static Relation.Argument positional(Expression value) {
        return new Relation.Argument(null, false, value);
    }

    private boolean argumentNameHere(int ahead) {
        TokenKind sign = cursor.kind(ahead + 1);
        return cursor.atName(ahead) && (sign == TokenKind.NAMED_ARGUMENT || sign == TokenKind.EQUAL);
    }

    /** Parses a named argument; if one argument is named, all must be. */
    private Relation.Argument named() {
        Name name = cursor.name();
        boolean arrow = cursor.take(TokenKind.NAMED_ARGUMENT);
        if (!arrow) {
            cursor.expect(TokenKind.EQUAL);
        }
        return new Relation.Argument(name, arrow, expressions.expression());
    }

    /** Parses joins, which are left-associative. */
    private static final class JoinParser {
        private final Cursor cursor;
        private final ExpressionParser expressions;
        private final RelationParser relations;
        private final BracketHints hints;

        JoinParser(Cursor cursor, ExpressionParser expressions, RelationParser relations) {
            this.cursor = cursor;
            this.expressions = expressions;
            this.relations = relations;
            this.hints = new BracketHints(cursor, expressions);
        }

        Relation joined() {
            int start = cursor.position();
            Relation left = relations.primary();
            int joins = 0;
            for (Kind kind = kind(); kind != null; kind = kind()) {
                left = join(left, kind, start);
                joins++;
            }
            expressions.builtChain(joins);
            return left;
        }

        private Relation join(Relation left, Kind kind, int start) {
            String hint = hints.text();
            boolean lateral = !kind.asof() && cursor.take(Keyword.LATERAL);
            Relation right = relations.primary();
            Expression on = null;
            List<Name> using = List.of();
            if (cursor.take(Keyword.ON)) {
                on = expressions.expression();
            } else if (cursor.take(Keyword.USING)) {
                using = cursor.names();
            } else if (!kind.mayLackCondition()) {
                throw cursor.unexpected();
            }
            return new Join(kind, left, lateral, right, hint, on, using, cursor.since(start));
        }

        /** Takes the words of a join; returns null if there is no join. */
        private @Nullable Kind kind() {
            Keyword word = cursor.keyword();
            if (word == null) {
                return null;
            }
            return switch (word) {
                case JOIN, INNER, CROSS -> inner();
                case LEFT -> left();
                case RIGHT -> right();
                case FULL -> {
                    cursor.advance();
                    yield outer() ? Kind.FULL_OUTER_JOIN : Kind.FULL_JOIN;
                }
                case ASOF -> asof();
                case NULL -> {
                    cursor.advance();
                    cursor.expect(Keyword.AWARE, Keyword.LEFT);
                    cursor.expect(Keyword.ANTI, Keyword.JOIN);
                    yield Kind.NULL_AWARE_LEFT_ANTI_JOIN;
                }
                default -> null;
            };
        }

        private Kind inner() {
            if (cursor.take(Keyword.CROSS)) {
                return cursor.take(Keyword.JOIN) ? Kind.CROSS_JOIN : Kind.CROSS;
            }
            boolean said = cursor.take(Keyword.INNER);
            cursor.expect(Keyword.JOIN);
            return said ? Kind.INNER_JOIN : Kind.JOIN;
        }

        private Kind left() {
            cursor.advance();
            if (cursor.take(Keyword.SEMI)) {
                cursor.expect(Keyword.JOIN);
                return Kind.LEFT_SEMI_JOIN;
            }
            if (cursor.take(Keyword.ANTI)) {
                cursor.expect(Keyword.JOIN);
                return Kind.LEFT_ANTI_JOIN;
            }
            return outer() ? Kind.LEFT_OUTER_JOIN : Kind.LEFT_JOIN;
        }

        private Kind right() {
            cursor.advance();
            if (cursor.take(Keyword.SEMI)) {
                cursor.expect(Keyword.JOIN);
                return Kind.RIGHT_SEMI_JOIN;
            }
            if (cursor.take(Keyword.ANTI)) {
                cursor.expect(Keyword.JOIN);
                return Kind.RIGHT_ANTI_JOIN;
            }
            return outer() ? Kind.RIGHT_OUTER_JOIN : Kind.RIGHT_JOIN;
        }

        /** Takes {@code OUTER JOIN} or {@code JOIN}. */
        private boolean outer() {
            boolean said = cursor.take(Keyword.OUTER);
            cursor.expect(Keyword.JOIN);
            return said;
        }

        private Kind asof() {
            cursor.advance();
            if (cursor.take(Keyword.LEFT)) {
                return outer() ? Kind.ASOF_LEFT_OUTER_JOIN : Kind.ASOF_LEFT_JOIN;
            }
            boolean said = cursor.take(Keyword.INNER);
            cursor.expect(Keyword.JOIN);
            return said ? Kind.ASOF_INNER_JOIN : Kind.ASOF_JOIN;
        }
    }

    /**
     * Parses a table in a FROM clause with the clauses behind its name: a time, partitions, tablets, replicas, a
     * sample.
     */
    private static final class TableReferenceParser {
        private final Cursor cursor;
        private final ExpressionParser expressions;
        private final ClauseParser clauses;
        private final AliasParser aliases;
        private final BracketHints hints;

        TableReferenceParser(Cursor cursor, ExpressionParser expressions, ClauseParser clauses, AliasParser aliases) {
            this.cursor = cursor;
            this.expressions = expressions;
            this.clauses = clauses;
            this.aliases = aliases;
            this.hints = new BracketHints(cursor, expressions);
        }

        /** Parses the clauses behind the name. */
        Relation table(QualifiedName name, int start) {
            String period = period();
            List<PartitionKey> keys = keysHere() ? keys() : List.of();
            PartitionNames partitions = partitionsHere() ? clauses.partitionNames() : null;
            List<Long> tablets = tabletsHere() ? tablets() : List.of();
            boolean replicasHere = cursor.kind(1) == TokenKind.LEFT_PARENTHESIS && cursor.take(Keyword.REPLICA);
            List<Long> replicas = replicasHere ? cursor.parenthesized(cursor::number) : List.of();
            String sample = sample();
            Alias alias = aliases.ofTable();
            String hint = hints.text();
            String before = cursor.take(Keyword.BEFORE) ? cursor.text() : null;
            return new Relation.Named(
                    name,
                    period,
                    partitions,
                    keys,
                    tablets,
                    replicas,
                    sample,
                    alias,
                    hint == null ? List.of() : List.of(hint),
                    before,
                    cursor.since(start));
        }

        private @Nullable String period() {
            int start = cursor.position();
            boolean said = cursor.take(Keyword.FOR);
            if (!said && !periodHere()) {
                return null;
            }
            if (!cursor.take(Keyword.SYSTEM_TIME) && !cursor.take(Keyword.TIMESTAMP)) {
                cursor.expect(Keyword.VERSION);
            }
            if (cursor.take(Keyword.BETWEEN)) {
                expressions.conjunct();
                cursor.expect(Keyword.AND);
                expressions.expression();
            } else if (cursor.take(Keyword.FROM)) {
                expressions.expression();
                cursor.expect(Keyword.TO);
                expressions.expression();
            } else if (!cursor.take(Keyword.ALL)) {
                cursor.expect(Keyword.AS, Keyword.OF);
                expressions.expression();
            }
            return cursor.textSince(start);
        }

        /** Returns whether a period begins here; without FOR, the word may also be an alias. */
        private boolean periodHere() {
            Keyword word = cursor.keyword();
            if (word != Keyword.SYSTEM_TIME && word != Keyword.TIMESTAMP && word != Keyword.VERSION) {
                return false;
            }
            Keyword following = cursor.keyword(1);
            return following == Keyword.BETWEEN
                    || following == Keyword.FROM
                    || following == Keyword.ALL
                    || (following == Keyword.AS && cursor.keyword(2) == Keyword.OF);
        }

        private boolean keysHere() {
            return cursor.keyword() == Keyword.PARTITION
                    && cursor.kind(1) == TokenKind.LEFT_PARENTHESIS
                    && cursor.atName(2)
                    && cursor.kind(3) == TokenKind.EQUAL;
        }

        private List<PartitionKey> keys() {
            cursor.expect(Keyword.PARTITION);
            return cursor.parenthesized(() -> {
                Name column = cursor.name();
                cursor.expect(TokenKind.EQUAL);
                return new PartitionKey(column, expressions.primaries().literal());
            });
        }

        private boolean partitionsHere() {
            int ahead = cursor.keyword() == Keyword.TEMPORARY ? 1 : 0;
            Keyword word = cursor.keyword(ahead);
            return word == Keyword.PARTITION
                    || (word == Keyword.PARTITIONS
                            && (cursor.kind(ahead + 1) == TokenKind.LEFT_PARENTHESIS
                                    || cursor.kind(ahead + 1) == TokenKind.TEXT
                                    || cursor.atName(ahead + 1)));
        }

        private boolean tabletsHere() {
            return (cursor.keyword() == Keyword.TABLET || cursor.keyword() == Keyword.TABLETS)
                    && (cursor.kind(1) == TokenKind.INTEGER
                            || (cursor.kind(1) == TokenKind.LEFT_PARENTHESIS && cursor.kind(2) == TokenKind.INTEGER));
        }

        private List<Long> tablets() {
            cursor.advance();
            if (cursor.kind() == TokenKind.LEFT_PARENTHESIS) {
                return cursor.parenthesized(cursor::number);
            }
            List<Long> tablets = new ArrayList<>();
            tablets.add(cursor.number());
            while (cursor.kind() == TokenKind.COMMA && cursor.kind(1) == TokenKind.INTEGER) {
                cursor.advance();
                tablets.add(cursor.number());
            }
            return tablets;
        }

        private @Nullable String sample() {
            int start = cursor.position();
            if (!cursor.take(Keyword.SAMPLE)) {
                return null;
            }
            if (cursor.kind() == TokenKind.LEFT_PARENTHESIS) {
                clauses.propertyList();
            }
            return cursor.textSince(start);
        }
    }
}
