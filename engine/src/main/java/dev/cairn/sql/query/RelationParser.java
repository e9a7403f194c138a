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
import dev.cairn.sql.ast.Relation.JoinCondition;
import dev.cairn.sql.ast.Relation.JoinOperator;
import dev.cairn.sql.ast.Relation.JoinOperator.Kind;
import dev.cairn.sql.ast.Relation.PartitionKey;
import dev.cairn.sql.ast.Relation.ReadTime;
import dev.cairn.sql.ast.Relation.TableSection;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.token.Cursor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses the relations of a FROM clause: tables, queries, table functions, and their joins. */
final class RelationParser {
    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final QueryParser queries;

    RelationParser(Cursor cursor, ExpressionParser expressions, QueryParser queries) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.queries = queries;
    }

    /** Parses {@code a, LATERAL b, c}. */
    List<Relation> relations() {
        List<Relation> relations = new ArrayList<>();
        relations.add(joins());
        while (cursor.take(TokenKind.COMMA)) {
            int start = cursor.position();
            boolean lateral = cursor.take(Keyword.LATERAL);
            Relation relation = joins();
            relations.add(lateral ? new Relation.Lateral(relation, cursor.spanSince(start)) : relation);
        }
        return relations;
    }

    /** Parses a relation without joins. */
    private Relation primary() {
        cursor.enter();
        Relation relation = primary(cursor.position());
        cursor.leave();
        return relation;
    }

    private Relation primary(int start) {
        if (cursor.isAt(TokenKind.LEFT_PARENTHESIS)) {
            return parenthesis(start);
        }
        if (cursor.kind(1) == TokenKind.LEFT_PARENTHESIS) {
            if (cursor.keyword() == Keyword.ASSERT_ROWS) {
                cursor.advance();
                return derivedTable(true, start);
            }
            if (cursor.take(Keyword.TABLE)) {
                return wrappedFunction(start);
            }
            if (cursor.take(Keyword.FILES)) {
                List<Property> properties = expressions.clauses().propertyList();
                return new Relation.Files(properties, queries.alias(true), cursor.spanSince(start));
            }
        }
        QualifiedName name = cursor.qualifiedName();
        return cursor.isAt(TokenKind.LEFT_PARENTHESIS)
                ? function(name, positional(), false, start)
                : table(name, start);
    }

    private Relation parenthesis(int start) {
        if (cursor.keyword(1) == Keyword.VALUES) {
            cursor.skip(2);
            List<List<Expression>> rows = cursor.commaList(this::row);
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
            return new Relation.Values(rows, queries.alias(true), cursor.spanSince(start));
        }
        if (cursor.isAtQueryInParentheses()) {
            return derivedTable(false, start);
        }
        cursor.advance();
        List<Relation> relations = relations();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return new Relation.Parenthesized(relations, cursor.spanSince(start));
    }

    private Relation derivedTable(boolean assertRows, int start) {
        Query query = queries.inParentheses();
        return new Relation.Derived(assertRows, query, queries.alias(true), cursor.spanSince(start));
    }

    private List<Expression> row() {
        return cursor.listInParentheses(expressions::expression);
    }

    // Table functions

    private Relation function(QualifiedName name, List<Relation.Argument> arguments, boolean wrapped, int start) {
        return new Relation.Function(name, arguments, wrapped, queries.alias(true), cursor.spanSince(start));
    }

    private Relation wrappedFunction(int start) {
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        QualifiedName name = cursor.qualifiedName();
        TokenKind sign = cursor.kind(2);
        boolean named = cursor.isAtName(1) && (sign == TokenKind.NAMED_ARGUMENT || sign == TokenKind.EQUAL);
        List<Relation.Argument> arguments = named ? cursor.listInParentheses(this::namedArgument) : positional();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return function(name, arguments, true, start);
    }

    private List<Relation.Argument> positional() {
        return row().stream()
                .map(value -> new Relation.Argument(null, false, value))
                .toList();
    }

    /** Parses a named argument; if one argument is named, all must be. */
    private Relation.Argument namedArgument() {
        Name name = cursor.name();
        boolean arrow = cursor.take(TokenKind.NAMED_ARGUMENT);
        if (!arrow) {
            cursor.expect(TokenKind.EQUAL);
        }
        return new Relation.Argument(name, arrow, expressions.expression());
    }

    // Joins, which are left-associative

    private Relation joins() {
        int start = cursor.position();
        Relation left = primary();
        int joins = 0;
        for (Kind kind = joinKind(); kind != null; kind = joinKind()) {
            left = join(left, kind, start);
            joins++;
        }
        expressions.addChain(joins);
        return left;
    }

    private Relation join(Relation left, Kind kind, int start) {
        String hint = expressions.primaries().hint();
        boolean lateral = !kind.isAsof() && cursor.take(Keyword.LATERAL);
        Relation right = primary();
        Expression on = null;
        List<Name> using = List.of();
        if (cursor.take(Keyword.ON)) {
            on = expressions.expression();
        } else if (cursor.take(Keyword.USING)) {
            using = cursor.names();
        } else if (!kind.mayLackCondition()) {
            throw cursor.unexpectedToken();
        }
        return new Join(
                new JoinOperator(kind, hint, lateral),
                left,
                right,
                new JoinCondition(on, using),
                cursor.spanSince(start));
    }

    /** Takes the words of a join; returns null if there is no join. */
    private @Nullable Kind joinKind() {
        Keyword word = cursor.keyword();
        if (word == null) {
            return null;
        }
        return switch (word) {
            case CROSS -> {
                cursor.advance();
                yield cursor.take(Keyword.JOIN) ? Kind.CROSS_JOIN : Kind.CROSS;
            }
            case JOIN, INNER -> join(Keyword.INNER, Kind.INNER_JOIN, Kind.JOIN);
            case LEFT -> {
                cursor.advance();
                yield outer(Kind.LEFT_SEMI_JOIN, Kind.LEFT_ANTI_JOIN, Kind.LEFT_OUTER_JOIN, Kind.LEFT_JOIN);
            }
            case RIGHT -> {
                cursor.advance();
                yield outer(Kind.RIGHT_SEMI_JOIN, Kind.RIGHT_ANTI_JOIN, Kind.RIGHT_OUTER_JOIN, Kind.RIGHT_JOIN);
            }
            case FULL -> {
                cursor.advance();
                yield join(Keyword.OUTER, Kind.FULL_OUTER_JOIN, Kind.FULL_JOIN);
            }
            case ASOF -> {
                cursor.advance();
                yield cursor.take(Keyword.LEFT)
                        ? join(Keyword.OUTER, Kind.ASOF_LEFT_OUTER_JOIN, Kind.ASOF_LEFT_JOIN)
                        : join(Keyword.INNER, Kind.ASOF_INNER_JOIN, Kind.ASOF_JOIN);
            }
            case NULL -> {
                cursor.advance();
                cursor.expect(Keyword.AWARE, Keyword.LEFT);
                cursor.expect(Keyword.ANTI, Keyword.JOIN);
                yield Kind.NULL_AWARE_LEFT_ANTI_JOIN;
            }
            default -> null;
        };
    }

    private Kind outer(Kind semiJoin, Kind antiJoin, Kind outerJoin, Kind plainJoin) {
        boolean semi = cursor.take(Keyword.SEMI);
        if (!semi && !cursor.take(Keyword.ANTI)) {
            return join(Keyword.OUTER, outerJoin, plainJoin);
        }
        cursor.expect(Keyword.JOIN);
        return semi ? semiJoin : antiJoin;
    }

    /** Takes an optional word and JOIN. */
    private Kind join(Keyword optional, Kind with, Kind without) {
        Kind kind = cursor.take(optional) ? with : without;
        cursor.expect(Keyword.JOIN);
        return kind;
    }

    // Tables

    /** Parses the clauses behind the name: a time, partitions, tablets, replicas, a sample. */
    private Relation table(QualifiedName name, int start) {
        String period = period();
        List<PartitionKey> keys = expressions.clauses().partitionKeys();
        PartitionNames partitions = isAtPartitions() ? expressions.clauses().partitionNames() : null;
        List<Long> tablets = isAtTablets() ? tablets() : List.of();
        boolean replicasHere = cursor.kind(1) == TokenKind.LEFT_PARENTHESIS && cursor.take(Keyword.REPLICA);
        List<Long> replicas = replicasHere ? cursor.listInParentheses(cursor::number) : List.of();
        String sample = sample();
        Alias alias = queries.alias(false);
        String hint = expressions.primaries().hint();
        String before = cursor.take(Keyword.BEFORE) ? cursor.text() : null;
        return new Relation.Named(
                name,
                new ReadTime(period, before),
                new TableSection(partitions, keys, tablets, replicas, sample),
                alias,
                hint == null ? List.of() : List.of(hint),
                cursor.spanSince(start));
    }

    private @Nullable String period() {
        int start = cursor.position();
        if (!cursor.take(Keyword.FOR) && !isAtPeriod()) {
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
    private boolean isAtPeriod() {
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

    private boolean isAtPartitions() {
        int ahead = cursor.keyword() == Keyword.TEMPORARY ? 1 : 0;
        Keyword word = cursor.keyword(ahead);
        return word == Keyword.PARTITION
                || (word == Keyword.PARTITIONS
                        && (cursor.kind(ahead + 1) == TokenKind.LEFT_PARENTHESIS
                                || cursor.kind(ahead + 1) == TokenKind.TEXT
                                || cursor.isAtName(ahead + 1)));
    }

    private boolean isAtTablets() {
        return (cursor.keyword() == Keyword.TABLET || cursor.keyword() == Keyword.TABLETS)
                && (cursor.kind(1) == TokenKind.INTEGER
                        || (cursor.kind(1) == TokenKind.LEFT_PARENTHESIS && cursor.kind(2) == TokenKind.INTEGER));
    }

    private List<Long> tablets() {
        cursor.advance();
        if (cursor.kind() == TokenKind.LEFT_PARENTHESIS) {
            return cursor.listInParentheses(cursor::number);
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
            expressions.clauses().propertyList();
        }
        return cursor.textSince(start);
    }
}
