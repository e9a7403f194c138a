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
import dev.cairn.sql.ast.Relation.PartitionKeyValue;
import dev.cairn.sql.ast.Relation.ReadTime;
import dev.cairn.sql.ast.Relation.TableSection;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.TokenKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses the relations of a FROM clause: tables, queries, table functions, and their joins. A comma binds less tightly
 * than JOIN, as on the server.
 */
final class RelationParser {
    private final Cursor cursor;
    private final ExpressionParser expressionParser;
    private final QueryParser queryParser;
    private final AliasParser aliasParser;

    RelationParser(Cursor cursor, ExpressionParser expressionParser, QueryParser queryParser, AliasParser aliasParser) {
        this.cursor = cursor;
        this.expressionParser = expressionParser;
        this.queryParser = queryParser;
        this.aliasParser = aliasParser;
    }

    /** Parses {@code a, LATERAL b, c}. */
    List<Relation> parseRelations() {
        List<Relation> relations = new ArrayList<>();
        relations.add(parseJoins());
        while (cursor.accept(TokenKind.COMMA)) {
            int start = cursor.position();
            boolean isLateral = cursor.accept(Keyword.LATERAL);
            Relation relation = parseJoins();
            relations.add(isLateral ? new Relation.Lateral(relation, cursor.spanSince(start)) : relation);
        }
        return relations;
    }

    /** Parses a relation without joins. */
    private Relation parsePrimary() {
        cursor.enterLevel();
        Relation relation = parsePrimary(cursor.position());
        cursor.leaveLevel();
        return relation;
    }

    private Relation parsePrimary(int start) {
        if (cursor.isAt(TokenKind.LEFT_PARENTHESIS)) {
            return parseParenthesized(start);
        }
        if (cursor.kind(1) == TokenKind.LEFT_PARENTHESIS) {
            if (cursor.keyword() == Keyword.ASSERT_ROWS) {
                cursor.advance();
                return parseDerivedTable(true, start);
            }
            if (cursor.accept(Keyword.TABLE)) {
                return parseWrappedFunction(start);
            }
            if (cursor.accept(Keyword.FILES)) {
                List<Property> properties = expressionParser.clauseParser().parsePropertyList();
                return new Relation.Files(properties, aliasParser.parseRelationAlias(), cursor.spanSince(start));
            }
        }
        QualifiedName name = cursor.readQualifiedName();
        return cursor.isAt(TokenKind.LEFT_PARENTHESIS)
                ? parseFunction(name, parsePositionalArguments(), false, start)
                : parseTable(name, start);
    }

    private Relation parseParenthesized(int start) {
        if (cursor.keyword(1) == Keyword.VALUES) {
            cursor.skip(2);
            List<List<Expression>> rows = cursor.readCommaList(this::parseRow);
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
            return new Relation.Values(rows, aliasParser.parseRelationAlias(), cursor.spanSince(start));
        }
        if (cursor.isAtQueryInParentheses()) {
            return parseDerivedTable(false, start);
        }
        cursor.advance();
        List<Relation> relations = parseRelations();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return new Relation.Parenthesized(relations, cursor.spanSince(start));
    }

    private Relation parseDerivedTable(boolean assertsRows, int start) {
        Query query = queryParser.parseParenthesizedQuery();
        return new Relation.Derived(assertsRows, query, aliasParser.parseRelationAlias(), cursor.spanSince(start));
    }

    private List<Expression> parseRow() {
        return cursor.readListInParentheses(expressionParser::parseExpression);
    }

    // Table functions

    private Relation parseFunction(
            QualifiedName name, List<Relation.TableFunctionArgument> arguments, boolean hasTableKeyword, int start) {
        return new Relation.TableFunction(
                name, arguments, hasTableKeyword, aliasParser.parseRelationAlias(), cursor.spanSince(start));
    }

    /** Parses {@code TABLE(f(…))}; the cursor is after TABLE. */
    private Relation parseWrappedFunction(int start) {
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        QualifiedName name = cursor.readQualifiedName();
        TokenKind signKind = cursor.kind(2);
        boolean areArgumentsNamed =
                cursor.isNameAhead(1) && (signKind == TokenKind.NAMED_ARGUMENT || signKind == TokenKind.EQUAL);
        List<Relation.TableFunctionArgument> arguments =
                areArgumentsNamed ? cursor.readListInParentheses(this::parseNamedArgument) : parsePositionalArguments();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return parseFunction(name, arguments, true, start);
    }

    private List<Relation.TableFunctionArgument> parsePositionalArguments() {
        return parseRow().stream()
                .map(value -> new Relation.TableFunctionArgument(null, false, value))
                .toList();
    }

    /** Parses a named argument; if one argument is named, all must be. */
    private Relation.TableFunctionArgument parseNamedArgument() {
        Name name = cursor.readName();
        boolean hasArrow = cursor.accept(TokenKind.NAMED_ARGUMENT);
        if (!hasArrow) {
            cursor.expect(TokenKind.EQUAL);
        }
        return new Relation.TableFunctionArgument(name, hasArrow, expressionParser.parseExpression());
    }

    // Joins, which are left-associative

    private Relation parseJoins() {
        int start = cursor.position();
        Relation leftRelation = parsePrimary();
        int joinCount = 0;
        for (Kind kind = readJoinKind(); kind != null; kind = readJoinKind()) {
            leftRelation = parseJoin(leftRelation, kind, start);
            joinCount++;
        }
        expressionParser.addChainLevels(joinCount);
        return leftRelation;
    }

    private Relation parseJoin(Relation leftRelation, Kind kind, int start) {
        String hint = expressionParser.primaryParser().parseHint();
        boolean isLateral = !kind.isAsof() && cursor.accept(Keyword.LATERAL);
        Relation rightRelation = parsePrimary();
        Expression onCondition = null;
        List<Name> usingColumns = List.of();
        if (cursor.accept(Keyword.ON)) {
            onCondition = expressionParser.parseExpression();
        } else if (cursor.accept(Keyword.USING)) {
            usingColumns = cursor.readNamesInParentheses();
        } else if (!kind.mayLackCondition()) {
            throw cursor.unexpectedTokenError();
        }
        return new Join(
                new JoinOperator(kind, hint, isLateral),
                leftRelation,
                rightRelation,
                new JoinCondition(onCondition, usingColumns),
                cursor.spanSince(start));
    }

    /** Reads the words of a join; returns null and does not move the cursor if no join follows. */
    private @Nullable Kind readJoinKind() {
        Keyword keyword = cursor.keyword();
        if (keyword == null) {
            return null;
        }
        return switch (keyword) {
            case CROSS -> {
                cursor.advance();
                yield cursor.accept(Keyword.JOIN) ? Kind.CROSS_JOIN : Kind.CROSS;
            }
            case JOIN, INNER -> readJoinWords(Keyword.INNER, Kind.INNER_JOIN, Kind.JOIN);
            case LEFT -> {
                cursor.advance();
                yield readLeftOrRightJoinKind(
                        Kind.LEFT_SEMI_JOIN, Kind.LEFT_ANTI_JOIN, Kind.LEFT_OUTER_JOIN, Kind.LEFT_JOIN);
            }
            case RIGHT -> {
                cursor.advance();
                yield readLeftOrRightJoinKind(
                        Kind.RIGHT_SEMI_JOIN, Kind.RIGHT_ANTI_JOIN, Kind.RIGHT_OUTER_JOIN, Kind.RIGHT_JOIN);
            }
            case FULL -> {
                cursor.advance();
                yield readJoinWords(Keyword.OUTER, Kind.FULL_OUTER_JOIN, Kind.FULL_JOIN);
            }
            case ASOF -> {
                cursor.advance();
                yield cursor.accept(Keyword.LEFT)
                        ? readJoinWords(Keyword.OUTER, Kind.ASOF_LEFT_OUTER_JOIN, Kind.ASOF_LEFT_JOIN)
                        : readJoinWords(Keyword.INNER, Kind.ASOF_INNER_JOIN, Kind.ASOF_JOIN);
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

    /** Reads the words after LEFT or RIGHT; returns the kind that they select. */
    private Kind readLeftOrRightJoinKind(Kind semiJoin, Kind antiJoin, Kind outerJoin, Kind plainJoin) {
        boolean isSemi = cursor.accept(Keyword.SEMI);
        if (!isSemi && !cursor.accept(Keyword.ANTI)) {
            return readJoinWords(Keyword.OUTER, outerJoin, plainJoin);
        }
        cursor.expect(Keyword.JOIN);
        return isSemi ? semiJoin : antiJoin;
    }

    /** Reads an optional word and JOIN; returns the kind with or without the word. */
    private Kind readJoinWords(Keyword optionalWord, Kind kindWithWord, Kind kindWithoutWord) {
        Kind kind = cursor.accept(optionalWord) ? kindWithWord : kindWithoutWord;
        cursor.expect(Keyword.JOIN);
        return kind;
    }

    // Tables

    /** Parses the clauses after the name: a time, partitions, tablets, replicas, a sample. */
    private Relation parseTable(QualifiedName name, int start) {
        String period = parsePeriod();
        List<PartitionKeyValue> partitionKeys = expressionParser.clauseParser().parsePartitionKeys();
        PartitionNames partitions =
                isAtPartitions() ? expressionParser.clauseParser().parsePartitionNames() : null;
        List<Long> tabletIds = isAtTablets() ? parseTablets() : List.of();
        boolean hasReplicas = cursor.kind(1) == TokenKind.LEFT_PARENTHESIS && cursor.accept(Keyword.REPLICA);
        List<Long> replicaIds = hasReplicas ? cursor.readListInParentheses(cursor::readLong) : List.of();
        String sample = parseSample();
        Alias alias = aliasParser.parseTableAlias();
        String hint = expressionParser.primaryParser().parseHint();
        String beforeTime = cursor.accept(Keyword.BEFORE) ? cursor.readText() : null;
        return new Relation.Named(
                name,
                new ReadTime(period, beforeTime),
                new TableSection(partitions, partitionKeys, tabletIds, replicaIds, sample),
                alias,
                hint == null ? List.of() : List.of(hint),
                cursor.spanSince(start));
    }

    /**
     * Parses {@code FOR VERSION AS OF 1} or another period, and returns its text; returns null if no period follows.
     */
    private @Nullable String parsePeriod() {
        int start = cursor.position();
        if (!cursor.accept(Keyword.FOR) && !isAtPeriod()) {
            return null;
        }
        if (!cursor.accept(Keyword.SYSTEM_TIME) && !cursor.accept(Keyword.TIMESTAMP)) {
            cursor.expect(Keyword.VERSION);
        }
        if (cursor.accept(Keyword.BETWEEN)) {
            expressionParser.parseConjunct();
            cursor.expect(Keyword.AND);
            expressionParser.parseExpression();
        } else if (cursor.accept(Keyword.FROM)) {
            expressionParser.parseExpression();
            cursor.expect(Keyword.TO);
            expressionParser.parseExpression();
        } else if (!cursor.accept(Keyword.ALL)) {
            cursor.expect(Keyword.AS, Keyword.OF);
            expressionParser.parseExpression();
        }
        return cursor.textSince(start);
    }

    /** Returns whether a period begins here; without FOR, the word may also be an alias. */
    private boolean isAtPeriod() {
        Keyword keyword = cursor.keyword();
        if (keyword != Keyword.SYSTEM_TIME && keyword != Keyword.TIMESTAMP && keyword != Keyword.VERSION) {
            return false;
        }
        Keyword nextKeyword = cursor.keyword(1);
        return nextKeyword == Keyword.BETWEEN
                || nextKeyword == Keyword.FROM
                || nextKeyword == Keyword.ALL
                || (nextKeyword == Keyword.AS && cursor.keyword(2) == Keyword.OF);
    }

    /** Returns whether a list of partitions begins here; PARTITIONS may also be an alias. */
    private boolean isAtPartitions() {
        int distance = cursor.keyword() == Keyword.TEMPORARY ? 1 : 0;
        Keyword keyword = cursor.keyword(distance);
        return keyword == Keyword.PARTITION
                || (keyword == Keyword.PARTITIONS
                        && (cursor.kind(distance + 1) == TokenKind.LEFT_PARENTHESIS
                                || cursor.kind(distance + 1) == TokenKind.TEXT
                                || cursor.isNameAhead(distance + 1)));
    }

    /** Returns whether a list of tablets begins here; TABLET and TABLETS may also be an alias. */
    private boolean isAtTablets() {
        return (cursor.keyword() == Keyword.TABLET || cursor.keyword() == Keyword.TABLETS)
                && (cursor.kind(1) == TokenKind.INTEGER
                        || (cursor.kind(1) == TokenKind.LEFT_PARENTHESIS && cursor.kind(2) == TokenKind.INTEGER));
    }

    private List<Long> parseTablets() {
        cursor.advance();
        if (cursor.kind() == TokenKind.LEFT_PARENTHESIS) {
            return cursor.readListInParentheses(cursor::readLong);
        }
        List<Long> tabletIds = new ArrayList<>();
        tabletIds.add(cursor.readLong());
        while (cursor.kind() == TokenKind.COMMA && cursor.kind(1) == TokenKind.INTEGER) {
            cursor.advance();
            tabletIds.add(cursor.readLong());
        }
        return tabletIds;
    }

    /** Parses {@code SAMPLE (…)}, and returns its text; returns null if it does not follow. */
    private @Nullable String parseSample() {
        int start = cursor.position();
        if (!cursor.accept(Keyword.SAMPLE)) {
            return null;
        }
        if (cursor.kind() == TokenKind.LEFT_PARENTHESIS) {
            expressionParser.clauseParser().parsePropertyList();
        }
        return cursor.textSince(start);
    }
}
