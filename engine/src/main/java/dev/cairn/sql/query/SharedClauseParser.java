package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Relation.PartitionKeyValue;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.TokenKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses the clauses that queries and several statements share: properties, comments, orders and lists of partitions. A
 * method named after a clause returns null or an empty list if the clause is absent; a method named after an element
 * requires the element.
 */
public final class SharedClauseParser {
    private final Cursor cursor;
    private final ExpressionParser expressionParser;

    public SharedClauseParser(Cursor cursor, ExpressionParser expressionParser) {
        this.cursor = cursor;
        this.expressionParser = expressionParser;
    }

    /** Parses {@code PROPERTIES ("a" = "b")}. */
    public List<Property> parseProperties() {
        return cursor.accept(Keyword.PROPERTIES) ? parsePropertyList() : List.of();
    }

    /** Parses {@code ("a" = "b")}. */
    public List<Property> parsePropertyList() {
        return cursor.readListInParentheses(this::parseProperty);
    }

    /** Parses {@code "a" = "b"}. */
    public Property parseProperty() {
        int start = cursor.position();
        // The server ignores spaces around the name of a property.
        String name = cursor.readText().trim();
        cursor.expect(TokenKind.EQUAL);
        String value = cursor.readText();
        return new Property(name, cursor.placeholderResolver().resolveProperty(name, value), cursor.spanSince(start));
    }

    /** Parses {@code COMMENT "…"}. */
    public @Nullable String parseComment() {
        return cursor.accept(Keyword.COMMENT) ? cursor.readText() : null;
    }

    /** Parses {@code ORDER BY a, b DESC}. */
    public List<SortItem> parseOrderBy() {
        return cursor.accept(Keyword.ORDER, Keyword.BY) ? cursor.readCommaList(this::parseSortItem) : List.of();
    }

    /** Parses {@code b DESC NULLS LAST}. */
    public SortItem parseSortItem() {
        Span span = cursor.span();
        Expression value =
                cursor.accept(Keyword.ALL) ? new Expression.OrderByAll(span) : expressionParser.parseExpression();
        Boolean isAscending = null;
        if (cursor.accept(Keyword.ASC) || cursor.accept(Keyword.DESC)) {
            isAscending = cursor.keywordAt(cursor.position() - 1) == Keyword.ASC;
        }
        Boolean putsNullsFirst = null;
        if (cursor.accept(Keyword.NULLS)) {
            putsNullsFirst = cursor.accept(Keyword.FIRST);
            if (!putsNullsFirst) {
                cursor.expect(Keyword.LAST);
            }
        }
        return new SortItem(value, isAscending, putsNullsFirst);
    }

    /**
     * Returns whether the words at the given distance begin a list of partitions, such as {@code PARTITION (a)}, rather
     * than PARTITION BY.
     */
    public boolean arePartitionNamesAhead(int distance) {
        int keywordDistance = cursor.keyword(distance) == Keyword.TEMPORARY ? distance + 1 : distance;
        Keyword keyword = cursor.keyword(keywordDistance);
        return (keyword == Keyword.PARTITION || keyword == Keyword.PARTITIONS)
                && cursor.keyword(keywordDistance + 1) != Keyword.BY;
    }

    /** Parses {@code TEMPORARY PARTITIONS (a, b)}. */
    public PartitionNames parsePartitionNames() {
        int start = cursor.position();
        boolean isTemporary = cursor.accept(Keyword.TEMPORARY);
        if (!cursor.accept(Keyword.PARTITIONS)) {
            cursor.expect(Keyword.PARTITION);
        }
        List<Name> names = cursor.readListWithOptionalParentheses(cursor::readNameOrText);
        return new PartitionNames(isTemporary, names, cursor.spanSince(start));
    }

    /**
     * Parses {@code PARTITION (k = 'x')}, values of partition columns; returns an empty list if anything else follows,
     * such as {@code PARTITION (p)}.
     */
    public List<PartitionKeyValue> parsePartitionKeys() {
        boolean isAtKeys = cursor.keyword() == Keyword.PARTITION
                && cursor.kind(1) == TokenKind.LEFT_PARENTHESIS
                && cursor.isNameAhead(2)
                && cursor.kind(3) == TokenKind.EQUAL;
        if (!isAtKeys) {
            return List.of();
        }
        cursor.advance();
        return cursor.readListInParentheses(this::parsePartitionKey);
    }

    private PartitionKeyValue parsePartitionKey() {
        Name columnName = cursor.readName();
        cursor.expect(TokenKind.EQUAL);
        return new PartitionKeyValue(
                columnName, expressionParser.primaryParser().parseLiteral());
    }
}
