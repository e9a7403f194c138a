package dev.cairn.sql.parse;

import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.ColumnDefinition.Domain;
import dev.cairn.sql.ast.ColumnDefinition.ModelRole;
import dev.cairn.sql.ast.ColumnDefinition.ValueSource;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.query.SharedClauseParser;
import dev.cairn.sql.query.TypeParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import dev.cairn.sql.token.TokenKind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses column definitions in CREATE TABLE, ADD COLUMN and MODIFY COLUMN. The clauses of a column have a fixed order.
 * Combinations of clauses that the server's parser refuses are recorded as refusals.
 */
public final class ColumnParser {
    private static final Map<Keyword, Aggregation.Function> AGGREGATE_FUNCTION_BY_KEYWORD =
            Keyword.indexByKeyword(Aggregation.Function.values());

    private final Cursor cursor;
    private final TypeParser typeParser;
    private final ExpressionParser expressionParser;
    private final SharedClauseParser clauseParser;
    private final TableClauseParser tableClauseParser;

    public ColumnParser(Cursor cursor, ExpressionParser expressionParser) {
        this.cursor = cursor;
        this.expressionParser = expressionParser;
        this.typeParser = expressionParser.typeParser();
        this.clauseParser = expressionParser.clauseParser();
        this.tableClauseParser = new TableClauseParser(cursor, clauseParser);
    }

    /** Parses a complete definition. Records a refusal if it has neither a type nor an aggregate state. */
    ColumnDefinition parseColumn() {
        ColumnDefinition column = parseColumnWithOptionalType();
        refuseMissingType(column);
        return column;
    }

    /** Parses a definition or a name alone, which is sufficient in CREATE TABLE AS SELECT. */
    ColumnDefinition parseColumnWithOptionalType() {
        int start = cursor.position();
        Name name = cursor.readName();
        Type type = isAtType() ? typeParser.parseType() : null;
        if (type == null && cursor.kind() == TokenKind.WORD && cursor.keyword() == null && !isAtAggregateState()) {
            throw cursor.expectedError("a type");
        }
        Name charset = tableClauseParser.acceptCharsetKeywords() ? cursor.readName() : null;
        boolean isKey = cursor.accept(Keyword.KEY);
        Aggregation aggregation = parseAggregation();
        Boolean nullable = parseNullable();
        ValueSource valueSource = parseValueSource();
        String comment = clauseParser.parseComment();
        ColumnDefinition column = new ColumnDefinition(
                name,
                new Domain(type, charset, nullable),
                new ModelRole(isKey, aggregation),
                valueSource,
                comment,
                cursor.spanSince(start));
        checkClauses(column);
        return column;
    }

    private ValueSource parseValueSource() {
        if (cursor.accept(Keyword.DEFAULT)) {
            return new ValueSource(parseDefaultValue(), false, null);
        }
        if (cursor.accept(Keyword.AUTO_INCREMENT)) {
            return new ValueSource(null, true, null);
        }
        return cursor.accept(Keyword.AS)
                ? new ValueSource(null, false, expressionParser.parseExpression())
                : ValueSource.NONE;
    }

    /** Returns whether a type begins here; CHAR SET begins a character set. */
    private boolean isAtType() {
        return typeParser.isAtType() && !(cursor.keyword() == Keyword.CHAR && cursor.keyword(1) == Keyword.SET);
    }

    /** Records a refusal of a column without a type, unless it holds an aggregate state, which implies the type. */
    void refuseMissingType(ColumnDefinition column) {
        if (column.type() == null && !(column.aggregation() instanceof Aggregation.State)) {
            cursor.recordRefusal(SyntaxRule.COLUMN_WITHOUT_TYPE, column.name().span(), column.name());
        }
    }

    private void checkClauses(ColumnDefinition column) {
        Boolean nullable = column.nullable();
        Span nameSpan = column.name().span();
        if (column.aggregation() instanceof Aggregation.State && Boolean.FALSE.equals(nullable)) {
            cursor.recordRefusal(SyntaxRule.AGGREGATE_STATE_NOT_NULL, nameSpan, column.name());
        }
        if (column.isAutoIncrement() && Boolean.TRUE.equals(nullable)) {
            cursor.recordRefusal(SyntaxRule.NULLABLE_AUTO_INCREMENT, nameSpan, column.name());
        }
        if (column.generatedValue() != null && Boolean.FALSE.equals(nullable)) {
            cursor.recordRefusal(SyntaxRule.UNSUPPORTED_SYNTAX, nameSpan, "A generated column", "NOT NULL");
        }
        if (column.generatedValue() != null && column.isKey()) {
            cursor.recordRefusal(SyntaxRule.UNSUPPORTED_SYNTAX, nameSpan, "A generated column", "KEY");
        }
    }

    /** Returns true for NULL, false for NOT NULL, and null for neither. */
    private @Nullable Boolean parseNullable() {
        if (cursor.accept(Keyword.NULL)) {
            return true;
        }
        if (!cursor.accept(Keyword.NOT)) {
            return null;
        }
        cursor.expect(Keyword.NULL);
        return false;
    }

    private @Nullable Aggregation parseAggregation() {
        return isAtAggregateState() ? parseAggregateState() : cursor.acceptOneOf(AGGREGATE_FUNCTION_BY_KEYWORD);
    }

    /** Returns whether the state of an aggregate function begins here; it looks like a function call. */
    private boolean isAtAggregateState() {
        return cursor.kind(1) == TokenKind.LEFT_PARENTHESIS && cursor.isNameAhead(0) && !isAtProperties();
    }

    /** Returns whether properties follow, as in {@code ADD COLUMN c INT PROPERTIES ("a" = "b")}. */
    private boolean isAtProperties() {
        return cursor.keyword() == Keyword.PROPERTIES && cursor.kind(2) == TokenKind.TEXT;
    }

    /** Parses {@code avg(bigint)}. */
    public Aggregation.State parseAggregateState() {
        String functionName = cursor.readName().text();
        List<Aggregation.StateArgument> arguments =
                cursor.readListInParentheses(() -> parseAggregateStateArgument(functionName));
        return new Aggregation.State(functionName, arguments);
    }

    private Aggregation.StateArgument parseAggregateStateArgument(String functionName) {
        int start = cursor.position();
        Keyword firstKeyword = cursor.keyword();
        Type type = typeParser.parseType();
        // A decimal whose first keyword is also its last token has no precision. It stands for any decimal, so it can't
        // be the argument of a stored state.
        if (type instanceof Type.Decimal && firstKeyword == cursor.keywordAt(cursor.position() - 1)) {
            cursor.recordRefusal(
                    SyntaxRule.AGGREGATE_STATE_DECIMAL,
                    cursor.spanSince(start),
                    functionName,
                    TypeParser.describeType(type));
        }
        return new Aggregation.StateArgument(type, parseNullable());
    }

    /** Parses a default; the cursor is after DEFAULT. */
    public ColumnDefault parseDefaultValue() {
        int start = cursor.position();
        if (cursor.kind() == TokenKind.TEXT && endsAfterCurrentToken()) {
            return new ColumnDefault.TextDefault(cursor.readDefaultText());
        }
        if (cursor.keyword() == Keyword.NULL && endsAfterCurrentToken()) {
            cursor.advance();
            return new ColumnDefault.NullDefault();
        }
        if (cursor.keyword() == Keyword.CURRENT_TIMESTAMP) {
            return parseCurrentTimestamp(start);
        }
        if (cursor.kind() == TokenKind.LEFT_PARENTHESIS && isAtEmptyCall()) {
            cursor.advance();
            QualifiedName functionName = cursor.readQualifiedName();
            cursor.expect(TokenKind.LEFT_PARENTHESIS);
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
            return new ColumnDefault.FunctionDefault(functionName);
        }
        return new ColumnDefault.ComputedDefault(expressionParser.parseExpression());
    }

    /** Returns whether the token after the current one can't continue an expression. */
    private boolean endsAfterCurrentToken() {
        return switch (cursor.kind(1)) {
            case COMMA, RIGHT_PARENTHESIS, SEMICOLON, END, WORD -> true;
            default -> false;
        };
    }

    private ColumnDefault parseCurrentTimestamp(int start) {
        boolean hasParentheses = cursor.kind(1) == TokenKind.LEFT_PARENTHESIS;
        Expression expression = expressionParser.parseExpression();
        if (!(expression instanceof Expression.Call call)) {
            return new ColumnDefault.ComputedDefault(expression);
        }
        if (call.arguments().isEmpty()) {
            return new ColumnDefault.CurrentTimestamp(null, hasParentheses);
        }
        Integer precision =
                call.arguments().get(0) instanceof Expression.NumberLiteral number ? number.shortIntegerValue() : null;
        if (precision != null) {
            return new ColumnDefault.CurrentTimestamp(precision, hasParentheses);
        }
        throw cursor.error(
                SyntaxRule.EXPECTED_ELEMENT, cursor.spanSince(start), "a number as precision of CURRENT_TIMESTAMP");
    }

    /** Returns whether {@code (uuid())} begins here: a call without arguments, in parentheses. */
    private boolean isAtEmptyCall() {
        int distance = 1;
        while (cursor.isNameAhead(distance) && cursor.kind(distance + 1) == TokenKind.DOT) {
            distance += 2;
        }
        return cursor.isNameAhead(distance)
                && cursor.kind(distance + 1) == TokenKind.LEFT_PARENTHESIS
                && cursor.kind(distance + 2) == TokenKind.RIGHT_PARENTHESIS
                && cursor.kind(distance + 3) == TokenKind.RIGHT_PARENTHESIS;
    }
}
