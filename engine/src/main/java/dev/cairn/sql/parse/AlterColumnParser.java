package dev.cairn.sql.parse;

import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.Position;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.query.SharedClauseParser;
import dev.cairn.sql.query.TypeParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import dev.cairn.sql.token.TokenKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses the clauses of ALTER TABLE about columns and the fields of structs. */
final class AlterColumnParser {
    private final Cursor cursor;
    private final SharedClauseParser clauseParser;
    private final ColumnParser columnParser;
    private final TypeParser typeParser;

    AlterColumnParser(Cursor cursor, ExpressionParser expressionParser, ColumnParser columnParser) {
        this.cursor = cursor;
        this.clauseParser = expressionParser.clauseParser();
        this.columnParser = columnParser;
        this.typeParser = expressionParser.typeParser();
    }

    /** Parses the clause; the cursor is after ADD COLUMN. */
    AlterClause parseAddColumns(int start) {
        boolean hasParentheses = cursor.isAt(TokenKind.LEFT_PARENTHESIS);
        List<ColumnDefinition> addedColumns = cursor.readListOrSingleItem(columnParser::parseColumn);
        Position position = hasParentheses ? null : parsePosition();
        Name rollupName = cursor.accept(Keyword.TO) || cursor.accept(Keyword.IN) ? cursor.readName() : null;
        List<Property> properties = clauseParser.parseProperties();
        for (ColumnDefinition column : addedColumns) {
            checkColumnClauses(column, "ADD", rollupName, position == null ? null : "AFTER", properties);
        }
        return hasParentheses
                ? new AlterClause.AddColumns(addedColumns, rollupName, properties, cursor.spanSince(start))
                : new AlterClause.AddColumn(
                        addedColumns.get(0), position, rollupName, properties, cursor.spanSince(start));
    }

    /**
     * Records a refusal of an AUTO_INCREMENT column, and of the clauses that a generated column can't have. If there
     * are several of these clauses, the refusal names the rollup before the position, and the position before the
     * properties.
     *
     * @param positionClause the clause of the position, as the server names it in its message; null if it is absent
     * @param properties the properties, which a generated column can't have; empty if they are permitted
     */
    private void checkColumnClauses(
            ColumnDefinition column,
            String verb,
            @Nullable Name rollupName,
            @Nullable String positionClause,
            List<Property> properties) {
        if (column.isAutoIncrement()) {
            cursor.recordRefusal(SyntaxRule.UNSUPPORTED_SYNTAX, column.span(), verb + " COLUMN", "AUTO_INCREMENT");
        }
        String refusedClause = positionClause;
        if (rollupName != null) {
            refusedClause = "rollupName";
        } else if (positionClause == null && !properties.isEmpty()) {
            refusedClause = "properties";
        }
        if (column.generatedValue() != null && refusedClause != null) {
            cursor.recordRefusal(
                    SyntaxRule.UNSUPPORTED_SYNTAX,
                    column.span(),
                    verb + " COLUMN of a generated column",
                    refusedClause);
        }
    }

    private @Nullable Position parsePosition() {
        if (cursor.accept(Keyword.FIRST)) {
            return new Position.First();
        }
        return cursor.accept(Keyword.AFTER) ? new Position.After(cursor.readName()) : null;
    }

    @Nullable
    Name parseFromRollup() {
        return cursor.accept(Keyword.FROM) ? cursor.readName() : null;
    }

    /** Parses the clause; the cursor is after MODIFY COLUMN. */
    AlterClause parseModifyColumn(int start) {
        Keyword secondKeyword = cursor.keyword(1);
        if (secondKeyword == Keyword.COMMENT && cursor.kind(2) == TokenKind.TEXT && cursor.isNameAhead(0)) {
            Name column = cursor.readName();
            cursor.advance();
            return new AlterClause.ModifyColumnComment(column, cursor.readText(), cursor.spanSince(start));
        }
        if (cursor.keyword(2) == Keyword.FIELD && (secondKeyword == Keyword.ADD || secondKeyword == Keyword.DROP)) {
            return parseModifyField(secondKeyword == Keyword.ADD, start);
        }
        ColumnDefinition column = columnParser.parseColumn();
        Position position = parsePosition();
        Name rollupName = parseFromRollup();
        List<Property> properties = clauseParser.parseProperties();
        checkColumnClauses(column, "MODIFY", rollupName, position == null ? null : "columnPosition", List.of());
        return new AlterClause.ModifyColumn(column, position, rollupName, properties, cursor.spanSince(start));
    }

    AlterClause parseModifyField(boolean isAddition, int start) {
        Name columnName = cursor.readName();
        cursor.skip(2);
        List<String> path = parseFieldPath();
        if (!isAddition) {
            return new AlterClause.DropField(columnName, path, clauseParser.parseProperties(), cursor.spanSince(start));
        }
        Type type = typeParser.parseType();
        Position position = parsePosition();
        return new AlterClause.AddField(
                columnName, path, type, position, clauseParser.parseProperties(), cursor.spanSince(start));
    }

    /** Parses {@code a.[*].b}. */
    private List<String> parseFieldPath() {
        List<String> path = new ArrayList<>();
        for (Name name = cursor.readName(); name != null; name = cursor.readNameAfterDot()) {
            path.add(name.text());
        }
        return path;
    }
}
