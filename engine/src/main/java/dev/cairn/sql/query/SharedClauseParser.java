package dev.cairn.sql.query;

import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Relation.PartitionKeyValue;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.token.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Parses the clauses that several statements share. A method named after a clause returns null or an empty list if the
 * clause is absent; a method named after an element requires the element.
 */
public final class SharedClauseParser {
    private static final Map<Keyword, IndexDefinition.Kind> INDEX_KIND_BY_KEYWORD =
            Keyword.indexByKeyword(IndexDefinition.Kind.values());

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

    private Property parseProperty() {
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

    /** Parses {@code PRIMARY KEY (a, b)}. */
    public @Nullable KeyClause parseKey() {
        int start = cursor.position();
        boolean isAtKeyModel = cursor.isAt(Keyword.PRIMARY)
                || cursor.isAt(Keyword.DUPLICATE)
                || cursor.isAt(Keyword.UNIQUE)
                || cursor.isAt(Keyword.AGGREGATE);
        if (!isAtKeyModel || cursor.keyword(1) != Keyword.KEY) {
            return null;
        }
        KeyModel model = KeyModel.valueOf(cursor.readKeyword());
        cursor.advance();
        return new KeyClause(model, cursor.readNamesInParentheses(), cursor.spanSince(start));
    }

    /** Parses {@code DISTRIBUTED BY HASH (a) BUCKETS 8}. */
    public @Nullable Distribution parseDistribution() {
        int start = cursor.position();
        if (!cursor.accept(Keyword.DISTRIBUTED, Keyword.BY)) {
            return null;
        }
        if (cursor.accept(Keyword.RANDOM)) {
            return new Distribution.Random(parseBuckets(), cursor.spanSince(start));
        }
        cursor.expect(Keyword.HASH);
        return new Distribution.Hash(cursor.readNamesInParentheses(), parseBuckets(), cursor.spanSince(start));
    }

    private @Nullable Buckets parseBuckets() {
        return cursor.accept(Keyword.BUCKETS) ? parseBucketCount() : null;
    }

    /** Parses the number after BUCKETS, which may be a placeholder. */
    public Buckets parseBucketCount() {
        if (cursor.kind() == TokenKind.PLACEHOLDER) {
            return cursor.placeholderResolver().resolveBuckets(cursor.readPlaceholder());
        }
        return new Buckets.Count(cursor.readInt());
    }

    /** Parses {@code ORDER BY (a, b DESC)}. */
    public List<SortItem> parseSortKey() {
        return cursor.accept(Keyword.ORDER, Keyword.BY) ? cursor.readListInParentheses(this::parseSortItem) : List.of();
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

    /** The items in the parentheses of a CREATE. */
    public record ColumnsAndIndexes<C>(List<C> columns, List<IndexDefinition> indexes) {}

    /** Parses the columns, then the indexes. The list of a materialized view can't begin with an index. */
    public <C> ColumnsAndIndexes<C> parseColumnsAndIndexes(Supplier<C> columnParser, boolean mayBeginWithIndex) {
        List<C> columns = new ArrayList<>();
        List<IndexDefinition> indexes = new ArrayList<>();
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        do {
            int start = cursor.position();
            if ((mayBeginWithIndex || !columns.isEmpty()) && cursor.accept(Keyword.INDEX)) {
                indexes.add(parseIndex(start));
            } else if (indexes.isEmpty()) {
                columns.add(columnParser.get());
            } else {
                throw cursor.unexpectedTokenError();
            }
        } while (cursor.accept(TokenKind.COMMA));
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return new ColumnsAndIndexes<>(columns, indexes);
    }

    /** Parses {@code INDEX name (column) …}; the cursor is at the name. */
    public IndexDefinition parseIndex(int start) {
        Name name = cursor.readBareName(() -> cursor.kind() == TokenKind.LEFT_PARENTHESIS);
        return parseIndexAfterName(name, start);
    }

    /** Parses the columns of an index and the clauses after them. */
    public IndexDefinition parseIndexAfterName(Name name, int start) {
        List<Name> columns = cursor.readNamesInParentheses();
        IndexDefinition.Kind kind = null;
        List<Property> properties = List.of();
        if (cursor.accept(Keyword.USING)) {
            kind = cursor.expectOneOf(INDEX_KIND_BY_KEYWORD);
            properties = cursor.readOptionalList(this::parseProperty);
        }
        return new IndexDefinition(name, columns, kind, properties, parseComment(), cursor.spanSince(start));
    }

    /** Parses {@code name (columns) DUPLICATE KEY (…) FROM base PROPERTIES (…)}. */
    public RollupDefinition parseRollup() {
        int start = cursor.position();
        Name name = cursor.readName();
        List<Name> columns = cursor.readNamesInParentheses();
        List<Name> duplicateKey =
                cursor.accept(Keyword.DUPLICATE, Keyword.KEY) ? cursor.readNamesInParentheses() : List.of();
        Name baseRollup = cursor.accept(Keyword.FROM) ? cursor.readName() : null;
        List<Property> properties = parseProperties();
        return new RollupDefinition(name, columns, duplicateKey, baseRollup, properties, cursor.spanSince(start));
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

    /** Parses {@code DEFAULT CHARACTER SET = utf8}. */
    public @Nullable String parseCharset() {
        boolean hasDefaultKeyword = cursor.keyword(1) != Keyword.COLLATE && cursor.accept(Keyword.DEFAULT);
        if (!acceptCharsetKeywords()) {
            if (hasDefaultKeyword) {
                throw cursor.unexpectedTokenError();
            }
            return null;
        }
        cursor.accept(TokenKind.EQUAL);
        return cursor.readNameOrText().text();
    }

    /** Reads {@code CHAR SET}, {@code CHARSET} or {@code CHARACTER SET}. */
    public boolean acceptCharsetKeywords() {
        return cursor.accept(Keyword.CHARSET)
                || cursor.accept(Keyword.CHARACTER, Keyword.SET)
                || cursor.accept(Keyword.CHAR, Keyword.SET);
    }
}
