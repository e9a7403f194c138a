package dev.cairn.sql.parse;

import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.ViewStatement.DeclaredViewColumn;
import dev.cairn.sql.query.SharedClauseParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Parses the clauses that CREATE TABLE shares with ALTER TABLE and with materialized views: keys, distributions, sort
 * keys, indexes, rollups and character sets. A method named after a clause returns null or an empty list if the clause
 * is absent; a method named after an element requires the element.
 */
public final class TableClauseParser {
    private static final Map<Keyword, IndexDefinition.Kind> INDEX_KIND_BY_KEYWORD =
            Keyword.indexByKeyword(IndexDefinition.Kind.values());

    private final Cursor cursor;
    private final SharedClauseParser clauseParser;

    public TableClauseParser(Cursor cursor, SharedClauseParser clauseParser) {
        this.cursor = cursor;
        this.clauseParser = clauseParser;
    }

    /** Parses {@code PRIMARY KEY (a, b)}. */
    @Nullable
    KeyClause parseKey() {
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
    @Nullable
    Distribution parseDistribution() {
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
    List<SortItem> parseSortKey() {
        return cursor.accept(Keyword.ORDER, Keyword.BY)
                ? cursor.readListInParentheses(clauseParser::parseSortItem)
                : List.of();
    }

    /** The columns and indexes in the parentheses of CREATE TABLE or CREATE MATERIALIZED VIEW. */
    record ColumnsAndIndexes<C>(List<C> columns, List<IndexDefinition> indexes) {}

    /** Parses the columns, then the indexes. The list of a materialized view can't begin with an index. */
    <C> ColumnsAndIndexes<C> parseColumnsAndIndexes(Supplier<C> columnParser, boolean mayBeginWithIndex) {
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
    IndexDefinition parseIndex(int start) {
        Name name = cursor.readBareName(() -> cursor.kind() == TokenKind.LEFT_PARENTHESIS);
        return parseIndexAfterName(name, start);
    }

    /** Parses the columns of an index and the clauses after them. */
    IndexDefinition parseIndexAfterName(Name name, int start) {
        List<Name> columns = cursor.readNamesInParentheses();
        IndexDefinition.Kind kind = null;
        List<Property> properties = List.of();
        if (cursor.accept(Keyword.USING)) {
            kind = cursor.expectOneOf(INDEX_KIND_BY_KEYWORD);
            properties = cursor.readOptionalList(clauseParser::parseProperty);
        }
        return new IndexDefinition(
                name, columns, kind, properties, clauseParser.parseComment(), cursor.spanSince(start));
    }

    /** Parses {@code name (columns) DUPLICATE KEY (…) FROM base PROPERTIES (…)}. */
    RollupDefinition parseRollup() {
        int start = cursor.position();
        Name name = cursor.readName();
        List<Name> columns = cursor.readNamesInParentheses();
        List<Name> duplicateKey =
                cursor.accept(Keyword.DUPLICATE, Keyword.KEY) ? cursor.readNamesInParentheses() : List.of();
        Name baseRollup = cursor.accept(Keyword.FROM) ? cursor.readName() : null;
        List<Property> properties = clauseParser.parseProperties();
        return new RollupDefinition(name, columns, duplicateKey, baseRollup, properties, cursor.spanSince(start));
    }

    /** Parses {@code DEFAULT CHARACTER SET = utf8}. */
    @Nullable
    String parseCharset() {
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

    /** Accepts {@code CHAR SET}, {@code CHARSET} or {@code CHARACTER SET}; returns false if none of them follows. */
    boolean acceptCharsetKeywords() {
        return cursor.accept(Keyword.CHARSET)
                || cursor.accept(Keyword.CHARACTER, Keyword.SET)
                || cursor.accept(Keyword.CHAR, Keyword.SET);
    }

    /** Parses the name of a column of a view or a materialized view, and its comment. */
    DeclaredViewColumn parseViewColumn() {
        int start = cursor.position();
        Name name = cursor.readName();
        return new DeclaredViewColumn(name, clauseParser.parseComment(), cursor.spanSince(start));
    }
}
