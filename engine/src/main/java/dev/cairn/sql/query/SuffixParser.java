package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import dev.cairn.sql.token.TokenKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses what follows an operand: a subscript, an arrow, a field, COLLATE and MATCH.
 *
 * <p>A dot and COLLATE bind more tightly than a sign, and the other suffixes more loosely: {@code -a[1]} is {@code
 * (-a)[1]}.
 */
final class SuffixParser {
    private final Cursor cursor;
    private final ExpressionParser expressionParser;
    private final PrimaryParser primaryParser;

    SuffixParser(Cursor cursor, ExpressionParser expressionParser, PrimaryParser primaryParser) {
        this.cursor = cursor;
        this.expressionParser = expressionParser;
        this.primaryParser = primaryParser;
    }

    /** The suffixes that may follow an operand. */
    enum AllowedSuffixes {
        /** All suffixes, including MATCH, which is the loosest. */
        ALL,
        ALL_BUT_MATCH,
        /** Only the suffixes that bind more tightly than a sign. */
        TIGHT
    }

    /** Parses one suffix and returns the extended expression, or the expression itself if there is no suffix. */
    Expression parseSuffix(Expression base, AllowedSuffixes allowedSuffixes, int start) {
        return switch (cursor.kind()) {
            case DOT, DOT_AND_NAME -> parseFieldAccess(base, start);
            case LEFT_BRACKET -> allowedSuffixes != AllowedSuffixes.TIGHT ? parseSubscript(base, start) : base;
            case ARROW -> allowedSuffixes != AllowedSuffixes.TIGHT ? parseArrow(base, start) : base;
            case WORD -> parseSuffixWord(base, allowedSuffixes, start);
            default -> base;
        };
    }

    private Expression parseFieldAccess(Expression base, int start) {
        Name field = cursor.readNameAfterDot();
        if (field == null) {
            return base;
        }
        if (base instanceof Expression.Reference reference) {
            List<Name> nameParts = new ArrayList<>(reference.name().parts());
            nameParts.add(field);
            return new Expression.Reference(new QualifiedName(nameParts), cursor.spanSince(start));
        }
        expressionParser.addLevels();
        return new Expression.FieldAccess(base, field, cursor.spanSince(start));
    }

    private Expression parseArrow(Expression base, int start) {
        cursor.advance();
        Span span = cursor.span();
        char quote = cursor.kind() == TokenKind.TEXT ? cursor.firstCharacter() : '\'';
        Expression.StringLiteral path = new Expression.StringLiteral(cursor.readText(), quote, span);
        expressionParser.addLevels();
        return new Expression.Arrow(base, path, cursor.spanSince(start));
    }

    private Expression parseSuffixWord(Expression base, AllowedSuffixes allowedSuffixes, int start) {
        if (cursor.keyword() == Keyword.COLLATE) {
            cursor.advance();
            expressionParser.addLevels();
            return new Expression.Collate(base, cursor.readNameOrText(), cursor.spanSince(start));
        }
        boolean isNegated = cursor.keyword() == Keyword.NOT;
        Keyword keyword = isNegated ? cursor.keyword(1) : cursor.keyword();
        boolean isAlias = !isNegated && !primaryParser.mayExpressionBeginAhead();
        if (keyword == null || allowedSuffixes != AllowedSuffixes.ALL || !isMatchKeyword(keyword) || isAlias) {
            return base;
        }
        cursor.skip(isNegated ? 2 : 1);
        Expression pattern = primaryParser.parsePrimary(AllowedSuffixes.ALL_BUT_MATCH);
        expressionParser.addLevels();
        return new Expression.Match(keyword.name(), isNegated, base, pattern, cursor.spanSince(start));
    }

    private static boolean isMatchKeyword(Keyword keyword) {
        return keyword == Keyword.MATCH || keyword == Keyword.MATCH_ANY || keyword == Keyword.MATCH_ALL;
    }

    /** Parses {@code base[index]} or {@code base[start:end]}. */
    private Expression parseSubscript(Expression base, int start) {
        cursor.advance();
        Expression subscript;
        if (cursor.kind() == TokenKind.COLON || (cursor.kind(1) == TokenKind.COLON && isAtInteger())) {
            Integer sliceStart = isAtInteger() ? cursor.readInt() : null;
            cursor.expect(TokenKind.COLON);
            Integer sliceEnd = isAtInteger() ? cursor.readInt() : null;
            cursor.expect(TokenKind.RIGHT_BRACKET);
            subscript = new Expression.Slice(base, sliceStart, sliceEnd, cursor.spanSince(start));
            cursor.recordRefusal(SyntaxRule.UNSUPPORTED_SYNTAX, cursor.spanSince(start), "A subscript", "slices");
        } else {
            Expression index = expressionParser.parseArithmetic();
            cursor.expect(TokenKind.RIGHT_BRACKET);
            subscript = new Expression.Subscript(base, index, cursor.spanSince(start));
        }
        expressionParser.addLevels();
        return subscript;
    }

    private boolean isAtInteger() {
        return cursor.kind() == TokenKind.INTEGER;
    }
}
