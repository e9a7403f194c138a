package dev.cairn.sql.parse;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.Manipulation.Assignment;
import dev.cairn.sql.ast.Manipulation.InsertTarget;
import dev.cairn.sql.ast.Manipulation.InsertedRows;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.PartitionKey;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.query.ClauseParser;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.SyntaxRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses INSERT, UPDATE and DELETE. */
final class ManipulationParser {
    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final ClauseParser clauses;

    ManipulationParser(Cursor cursor, ExpressionParser expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.clauses = expressions.clauses();
    }

    Manipulation parseManipulation() {
        int start = cursor.position();
        List<Query.CommonTable> with =
                cursor.take(Keyword.WITH) ? expressions.queries().parseCommonTables() : List.of();
        if (cursor.take(Keyword.UPDATE)) {
            return parseUpdate(with, start);
        }
        if (cursor.take(Keyword.DELETE)) {
            return parseDelete(with, start);
        }
        if (!with.isEmpty()) {
            throw cursor.unexpectedToken(); // the common tables of an INSERT belong to its query
        }
        cursor.expect(Keyword.INSERT);
        return parseInsert(start);
    }

    private Manipulation parseInsert(int start) {
        List<String> hints = expressions.queries().parseHints();
        InsertHead head = parseInsertHead();
        List<Property> properties = clauses.parseProperties();
        return new Manipulation.Insert(
                hints,
                head.overwrite(),
                head.insertTarget(),
                head.label(),
                properties,
                parseSource(),
                cursor.spanSince(start));
    }

    /**
     * The part of an INSERT before its properties and its source.
     *
     * @param labelOffset the offset in the text where a label may be added
     */
    record InsertHead(
            boolean overwrite,
            InsertTarget insertTarget,
            int labelOffset,
            @Nullable Name label) {}

    /** Parses the part up to the properties; the cursor is behind INSERT. */
    InsertHead parseInsertHead() {
        boolean overwrite = cursor.take(Keyword.OVERWRITE);
        if (!overwrite) {
            cursor.expect(Keyword.INTO);
        }
        boolean withoutTable = isWithoutTable();
        QualifiedName target = withoutTable ? parseFunctionTarget() : cursor.readQualifiedName();
        if (cursor.take(Keyword.FOR) || cursor.keyword() == Keyword.VERSION) {
            cursor.expect(Keyword.VERSION); // a branch of an Iceberg table
            cursor.expect(Keyword.AS, Keyword.OF);
            cursor.readName();
        }
        boolean ofPartitions = !withoutTable && clauses.arePartitionNamesAhead(0);
        List<PartitionKey> keys = ofPartitions ? clauses.parsePartitionKeys() : List.of();
        PartitionNames partitions = ofPartitions && keys.isEmpty() ? clauses.parsePartitionNames() : null;
        int labelOffset = cursor.endOfLastToken();
        Name label = null;
        List<Name> columns = List.of();
        boolean byName = false;
        while (true) {
            int clause = cursor.position();
            if (cursor.take(Keyword.WITH, Keyword.LABEL)) {
                if (label != null) {
                    throw duplicateClauseError("WITH LABEL", clause);
                }
                label = cursor.readName();
            } else if (cursor.take(Keyword.BY, Keyword.NAME)) {
                if (byName || !columns.isEmpty()) {
                    throw byName ? duplicateClauseError("BY NAME", clause) : duplicateColumnsError(clause);
                }
                byName = true;
            } else if (cursor.isAt(TokenKind.LEFT_PARENTHESIS)
                    && cursor.isAtName(1)
                    && !cursor.isAtQueryInParentheses()) {
                if (byName || !columns.isEmpty()) {
                    throw byName ? duplicateColumnsError(clause) : duplicateClauseError("COLUMN LIST", clause);
                }
                columns = cursor.readNames();
            } else {
                InsertTarget into = new InsertTarget(withoutTable, target, partitions, keys, columns, byName);
                return new InsertHead(overwrite, into, labelOffset, label);
            }
        }
    }

    /** Returns whether the target that begins here is not a table: files or BLACKHOLE. */
    boolean isWithoutTable() {
        Keyword word = cursor.keyword();
        return cursor.kind(1) == TokenKind.LEFT_PARENTHESIS
                && ((word == Keyword.FILES && cursor.kind(2) == TokenKind.TEXT)
                        || (word == Keyword.BLACKHOLE && cursor.kind(2) == TokenKind.RIGHT_PARENTHESIS));
    }

    private QualifiedName parseFunctionTarget() {
        QualifiedName name = QualifiedName.of(cursor.keyword() == Keyword.FILES ? "FILES" : "BLACKHOLE");
        cursor.advance();
        if (cursor.kind(1) == TokenKind.TEXT) {
            clauses.parsePropertyList();
        } else {
            cursor.expect(TokenKind.LEFT_PARENTHESIS);
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        }
        return name;
    }

    private SqlSyntaxException duplicateClauseError(String clause, int start) {
        return cursor.error(SyntaxRule.REPEATED, cursor.spanSince(start), "clause", clause);
    }

    private SqlSyntaxException duplicateColumnsError(int start) {
        return cursor.error(SyntaxRule.COLUMNS_AND_BY_NAME, cursor.spanSince(start));
    }

    private InsertedRows parseSource() {
        return cursor.take(Keyword.VALUES)
                ? new InsertedRows.LiteralRows(cursor.readCommaList(this::parseRow))
                : new InsertedRows.QueriedRows(expressions.queries().parseQueryText());
    }

    private List<@Nullable Expression> parseRow() {
        List<@Nullable Expression> values = new ArrayList<>();
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        do {
            values.add(parseValueOrDefault());
        } while (cursor.take(TokenKind.COMMA));
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return values;
    }

    private @Nullable Expression parseValueOrDefault() {
        return cursor.take(Keyword.DEFAULT) ? null : expressions.parseExpression();
    }

    private Manipulation parseUpdate(List<Query.CommonTable> with, int start) {
        List<String> hints = expressions.queries().parseHints();
        QualifiedName target = cursor.readQualifiedName();
        cursor.expect(Keyword.SET);
        List<Assignment> assignments = cursor.readCommaList(this::parseAssignment);
        boolean reads = cursor.take(Keyword.FROM) && !cursor.take(Keyword.DUAL);
        List<Relation> from = reads ? expressions.queries().parseRelations() : List.of();
        return new Manipulation.Update(
                with, hints, target, assignments, from, parseWhereClause(), cursor.spanSince(start));
    }

    private Assignment parseAssignment() {
        Name column = cursor.readName();
        cursor.expect(TokenKind.EQUAL);
        return new Assignment(column, parseValueOrDefault());
    }

    private Manipulation parseDelete(List<Query.CommonTable> with, int start) {
        List<String> hints = expressions.queries().parseHints();
        cursor.expect(Keyword.FROM);
        QualifiedName target = cursor.readQualifiedName();
        PartitionNames partitions = clauses.arePartitionNamesAhead(0) ? clauses.parsePartitionNames() : null;
        List<Relation> using =
                cursor.take(Keyword.USING) ? expressions.queries().parseRelations() : List.of();
        return new Manipulation.Delete(
                with, hints, target, partitions, using, parseWhereClause(), cursor.spanSince(start));
    }

    private @Nullable Expression parseWhereClause() {
        return cursor.take(Keyword.WHERE) ? expressions.parseExpression() : null;
    }
}
