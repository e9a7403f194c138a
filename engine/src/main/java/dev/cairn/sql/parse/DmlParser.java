package dev.cairn.sql.parse;

import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.DmlStatement.Assignment;
import dev.cairn.sql.ast.DmlStatement.InsertDestination;
import dev.cairn.sql.ast.DmlStatement.RowSource;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.PartitionKeyValue;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.query.SharedClauseParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.SyntaxRule;
import dev.cairn.sql.token.TextOrigin;
import dev.cairn.sql.token.TokenKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses INSERT, UPDATE and DELETE. It checks only the syntax; later checks resolve tables and columns. */
final class DmlParser {
    private final Cursor cursor;
    private final ExpressionParser expressionParser;
    private final SharedClauseParser clauseParser;

    DmlParser(Cursor cursor, ExpressionParser expressionParser) {
        this.cursor = cursor;
        this.expressionParser = expressionParser;
        this.clauseParser = expressionParser.clauseParser();
    }

    DmlStatement parseDml() {
        int start = cursor.position();
        List<Query.CommonTable> commonTables =
                cursor.accept(Keyword.WITH) ? expressionParser.queryParser().parseCommonTables() : List.of();
        if (cursor.accept(Keyword.UPDATE)) {
            return parseUpdate(commonTables, start);
        }
        if (cursor.accept(Keyword.DELETE)) {
            return parseDelete(commonTables, start);
        }
        if (!commonTables.isEmpty()) {
            throw cursor.unexpectedTokenError(); // the common tables of an INSERT belong to its query
        }
        cursor.expect(Keyword.INSERT);
        return parseInsert(start);
    }

    private DmlStatement parseInsert(int start) {
        List<String> hints = expressionParser.queryParser().parseHints();
        InsertHead head = parseInsertHead();
        List<Property> properties = clauseParser.parseProperties();
        return new DmlStatement.Insert(
                new DmlStatement.InsertOptions(hints, head.label(), properties),
                head.isOverwrite(),
                head.destination(),
                parseRowSource(),
                cursor.spanSince(start));
    }

    /**
     * The part of an INSERT before its properties and its source.
     *
     * @param clauseOffset the offset in the text where a label or a list of columns may be added
     */
    record InsertHead(
            boolean isOverwrite,
            InsertDestination destination,
            int clauseOffset,
            @Nullable Name label) {}

    /**
     * Parses the beginning of a text, after leading semicolons. The rest of the text is only split into tokens.
     *
     * @throws SqlSyntaxException if the text does not begin like an INSERT, or can't be split into tokens
     */
    static InsertHead parseInsertHead(String insertSql) {
        Cursor cursor = new Cursor(Lexer.tokenize(insertSql), TextOrigin.WRITTEN);
        cursor.skipSemicolons();
        cursor.expect(Keyword.INSERT);
        DmlParser parser = new DmlParser(cursor, new ExpressionParser(cursor));
        parser.expressionParser.queryParser().parseHints();
        return parser.parseInsertHead();
    }

    /** Parses the part up to the properties; the cursor is after INSERT. */
    private InsertHead parseInsertHead() {
        boolean isOverwrite = cursor.accept(Keyword.OVERWRITE);
        if (!isOverwrite) {
            cursor.expect(Keyword.INTO);
        }
        boolean isPseudoTable = isAtPseudoTable();
        QualifiedName targetName = isPseudoTable ? parsePseudoTable() : cursor.readQualifiedName();
        if (cursor.accept(Keyword.FOR) || cursor.keyword() == Keyword.VERSION) {
            cursor.expect(Keyword.VERSION); // a branch of an Iceberg table
            cursor.expect(Keyword.AS, Keyword.OF);
            cursor.readName();
        }
        boolean hasPartitions = !isPseudoTable && clauseParser.arePartitionNamesAhead(0);
        List<PartitionKeyValue> partitionKeys = hasPartitions ? clauseParser.parsePartitionKeys() : List.of();
        PartitionNames partitions =
                hasPartitions && partitionKeys.isEmpty() ? clauseParser.parsePartitionNames() : null;
        int clauseOffset = cursor.endOfPreviousToken();
        Name label = null;
        List<Name> columns = List.of();
        boolean isByName = false;
        while (true) {
            int clauseStart = cursor.position();
            if (cursor.accept(Keyword.WITH, Keyword.LABEL)) {
                if (label != null) {
                    throw duplicateClauseError("WITH LABEL", clauseStart);
                }
                label = cursor.readName();
            } else if (cursor.accept(Keyword.BY, Keyword.NAME)) {
                if (isByName || !columns.isEmpty()) {
                    throw isByName ? duplicateClauseError("BY NAME", clauseStart) : duplicateColumnsError(clauseStart);
                }
                isByName = true;
            } else if (cursor.isAt(TokenKind.LEFT_PARENTHESIS)
                    && cursor.isNameAhead(1)
                    && !cursor.isAtQueryInParentheses()) {
                if (isByName || !columns.isEmpty()) {
                    throw isByName
                            ? duplicateColumnsError(clauseStart)
                            : duplicateClauseError("COLUMN LIST", clauseStart);
                }
                columns = cursor.readNamesInParentheses();
            } else {
                InsertDestination destination =
                        new InsertDestination(isPseudoTable, targetName, partitions, partitionKeys, columns, isByName);
                return new InsertHead(isOverwrite, destination, clauseOffset, label);
            }
        }
    }

    /** Returns whether the target that begins here is not a table: files or BLACKHOLE. */
    boolean isAtPseudoTable() {
        Keyword keyword = cursor.keyword();
        return cursor.kind(1) == TokenKind.LEFT_PARENTHESIS
                && ((keyword == Keyword.FILES && cursor.kind(2) == TokenKind.TEXT)
                        || (keyword == Keyword.BLACKHOLE && cursor.kind(2) == TokenKind.RIGHT_PARENTHESIS));
    }

    /**
     * Parses {@code FILES(…)} or {@code BLACKHOLE()}, and returns its name; the properties of the files are dropped.
     */
    private QualifiedName parsePseudoTable() {
        QualifiedName name = QualifiedName.of(cursor.keyword() == Keyword.FILES ? "FILES" : "BLACKHOLE");
        cursor.advance();
        if (cursor.kind(1) == TokenKind.TEXT) {
            clauseParser.parsePropertyList();
        } else {
            cursor.expect(TokenKind.LEFT_PARENTHESIS);
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        }
        return name;
    }

    private SqlSyntaxException duplicateClauseError(String clause, int start) {
        return cursor.error(SyntaxRule.REPEATED_ELEMENT, cursor.spanSince(start), "clause", clause);
    }

    private SqlSyntaxException duplicateColumnsError(int start) {
        return cursor.error(SyntaxRule.COLUMNS_AND_BY_NAME, cursor.spanSince(start));
    }

    private RowSource parseRowSource() {
        return cursor.accept(Keyword.VALUES)
                ? new RowSource.LiteralRows(cursor.readCommaList(this::parseRow))
                : new RowSource.QueriedRows(expressionParser.queryParser().parseQueryText());
    }

    /** Parses the values of a row in parentheses; null stands for DEFAULT. */
    private List<@Nullable Expression> parseRow() {
        List<@Nullable Expression> values = new ArrayList<>();
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        do {
            values.add(parseValueOrDefault());
        } while (cursor.accept(TokenKind.COMMA));
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return values;
    }

    /** Parses an expression; returns null for DEFAULT. */
    private @Nullable Expression parseValueOrDefault() {
        return cursor.accept(Keyword.DEFAULT) ? null : expressionParser.parseExpression();
    }

    private DmlStatement parseUpdate(List<Query.CommonTable> commonTables, int start) {
        List<String> hints = expressionParser.queryParser().parseHints();
        QualifiedName targetName = cursor.readQualifiedName();
        cursor.expect(Keyword.SET);
        List<Assignment> assignments = cursor.readCommaList(this::parseAssignment);
        boolean hasFrom = cursor.accept(Keyword.FROM) && !cursor.accept(Keyword.DUAL);
        List<Relation> fromRelations = hasFrom ? expressionParser.queryParser().parseRelations() : List.of();
        return new DmlStatement.Update(
                commonTables,
                hints,
                targetName,
                assignments,
                fromRelations,
                parseWhereClause(),
                cursor.spanSince(start));
    }

    private Assignment parseAssignment() {
        Name columnName = cursor.readName();
        cursor.expect(TokenKind.EQUAL);
        return new Assignment(columnName, parseValueOrDefault());
    }

    private DmlStatement parseDelete(List<Query.CommonTable> commonTables, int start) {
        List<String> hints = expressionParser.queryParser().parseHints();
        cursor.expect(Keyword.FROM);
        QualifiedName targetName = cursor.readQualifiedName();
        PartitionNames partitions = clauseParser.arePartitionNamesAhead(0) ? clauseParser.parsePartitionNames() : null;
        List<Relation> usingRelations =
                cursor.accept(Keyword.USING) ? expressionParser.queryParser().parseRelations() : List.of();
        return new DmlStatement.Delete(
                commonTables,
                hints,
                targetName,
                partitions,
                usingRelations,
                parseWhereClause(),
                cursor.spanSince(start));
    }

    private @Nullable Expression parseWhereClause() {
        return cursor.accept(Keyword.WHERE) ? expressionParser.parseExpression() : null;
    }
}
