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
import dev.cairn.sql.ast.Relation.PartitionKey;
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
 * Parses the clauses that several statements share; each method returns null or an empty list if its clause is absent.
 */
public final class ClauseParser {
    private static final Map<Keyword, IndexDefinition.Kind> INDEX_KINDS =
            Keyword.indexByKeyword(IndexDefinition.Kind.values());

    private final Cursor cursor;
    private final ExpressionParser expressions;

    public ClauseParser(Cursor cursor, ExpressionParser expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    /** Parses {@code PROPERTIES ("a" = "b")}. */
    public List<Property> properties() {
        return cursor.take(Keyword.PROPERTIES) ? propertyList() : List.of();
    }

    /** Parses {@code ("a" = "b")}. */
    public List<Property> propertyList() {
        return cursor.listInParentheses(this::property);
    }

    private Property property() {
        int start = cursor.position();
        // The server ignores blanks around the name of a property.
        String name = cursor.text().trim();
        cursor.expect(TokenKind.EQUAL);
        String value = cursor.text();
        return new Property(name, cursor.resolver().resolveProperty(name, value), cursor.spanSince(start));
    }

    @Nullable
    public String comment() {
        return cursor.take(Keyword.COMMENT) ? cursor.text() : null;
    }

    @Nullable
    public KeyClause key() {
        int start = cursor.position();
        boolean here = cursor.isAt(Keyword.PRIMARY)
                || cursor.isAt(Keyword.DUPLICATE)
                || cursor.isAt(Keyword.UNIQUE)
                || cursor.isAt(Keyword.AGGREGATE);
        if (!here || cursor.keyword(1) != Keyword.KEY) {
            return null;
        }
        KeyModel model = KeyModel.valueOf(cursor.takeKeyword());
        cursor.advance();
        return new KeyClause(model, cursor.names(), cursor.spanSince(start));
    }

    @Nullable
    public Distribution distribution() {
        int start = cursor.position();
        if (!cursor.take(Keyword.DISTRIBUTED, Keyword.BY)) {
            return null;
        }
        if (cursor.take(Keyword.RANDOM)) {
            return new Distribution.Random(buckets(), cursor.spanSince(start));
        }
        cursor.expect(Keyword.HASH);
        return new Distribution.Hash(cursor.names(), buckets(), cursor.spanSince(start));
    }

    private @Nullable Buckets buckets() {
        return cursor.take(Keyword.BUCKETS) ? bucketCount() : null;
    }

    public Buckets bucketCount() {
        if (cursor.kind() == TokenKind.PLACEHOLDER) {
            return cursor.resolver().resolveBuckets(cursor.placeholder());
        }
        return new Buckets.Count(cursor.integer());
    }

    /** Parses {@code ORDER BY (a, b DESC)}. */
    public List<SortItem> orderBy() {
        return cursor.take(Keyword.ORDER, Keyword.BY) ? cursor.listInParentheses(this::sortItem) : List.of();
    }

    /** Parses {@code ORDER BY a, b DESC}. */
    public List<SortItem> sortItems() {
        return cursor.take(Keyword.ORDER, Keyword.BY) ? cursor.commaList(this::sortItem) : List.of();
    }

    private SortItem sortItem() {
        Span start = cursor.span();
        Expression value = cursor.take(Keyword.ALL) ? new Expression.AllColumns(start) : expressions.expression();
        Boolean ascending = null;
        if (cursor.take(Keyword.ASC) || cursor.take(Keyword.DESC)) {
            ascending = cursor.keywordOf(cursor.position() - 1) == Keyword.ASC;
        }
        Boolean nullsFirst = null;
        if (cursor.take(Keyword.NULLS)) {
            nullsFirst = cursor.take(Keyword.FIRST);
            if (!nullsFirst) {
                cursor.expect(Keyword.LAST);
            }
        }
        return new SortItem(value, ascending, nullsFirst);
    }

    /** The items in the parentheses of a CREATE. */
    public record Items<C>(List<C> columns, List<IndexDefinition> indexes) {}

    /** Parses the columns, then the indexes; a materialized view can't begin with an index. */
    public <C> Items<C> items(Supplier<C> column, boolean indexFirst) {
        List<C> columns = new ArrayList<>();
        List<IndexDefinition> indexes = new ArrayList<>();
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        do {
            int start = cursor.position();
            if ((indexFirst || !columns.isEmpty()) && cursor.take(Keyword.INDEX)) {
                indexes.add(index(start));
            } else if (indexes.isEmpty()) {
                columns.add(column.get());
            } else {
                throw cursor.unexpectedToken();
            }
        } while (cursor.take(TokenKind.COMMA));
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return new Items<>(columns, indexes);
    }

    /** Parses {@code INDEX name (column) …}; the cursor is at the name. */
    public IndexDefinition index(int start) {
        Name name = cursor.bareName(() -> cursor.kind() == TokenKind.LEFT_PARENTHESIS);
        return index(name, start);
    }

    /** Parses the columns of an index and the clauses behind them. */
    public IndexDefinition index(Name name, int start) {
        List<Name> columns = cursor.names();
        IndexDefinition.Kind kind = null;
        List<Property> properties = List.of();
        if (cursor.take(Keyword.USING)) {
            kind = cursor.expectOneOf(INDEX_KINDS);
            properties = cursor.optionalList(this::property);
        }
        return new IndexDefinition(name, columns, kind, properties, comment(), cursor.spanSince(start));
    }

    /** Parses {@code name (columns) DUPLICATE KEY (…) FROM base PROPERTIES (…)}. */
    public RollupDefinition rollup() {
        int start = cursor.position();
        Name name = cursor.name();
        List<Name> columns = cursor.names();
        List<Name> duplicateKey = cursor.take(Keyword.DUPLICATE, Keyword.KEY) ? cursor.names() : List.of();
        Name from = cursor.take(Keyword.FROM) ? cursor.name() : null;
        List<Property> properties = properties();
        return new RollupDefinition(name, columns, duplicateKey, from, properties, cursor.spanSince(start));
    }

    /**
     * Returns whether the words that many tokens ahead begin a list of partitions, such as {@code PARTITION (a)}, and
     * not PARTITION BY.
     */
    public boolean arePartitionNamesAhead(int ahead) {
        int at = cursor.keyword(ahead) == Keyword.TEMPORARY ? ahead + 1 : ahead;
        Keyword word = cursor.keyword(at);
        return (word == Keyword.PARTITION || word == Keyword.PARTITIONS) && cursor.keyword(at + 1) != Keyword.BY;
    }

    public PartitionNames partitionNames() {
        int start = cursor.position();
        boolean temporary = cursor.take(Keyword.TEMPORARY);
        if (!cursor.take(Keyword.PARTITIONS)) {
            cursor.expect(Keyword.PARTITION);
        }
        List<Name> names = cursor.listWithOptionalParentheses(cursor::nameOrText);
        return new PartitionNames(temporary, names, cursor.spanSince(start));
    }

    /** Parses {@code PARTITION (k = 'x')}, values of partition columns; returns an empty list if there is none here. */
    public List<PartitionKey> partitionKeys() {
        boolean here = cursor.keyword() == Keyword.PARTITION
                && cursor.kind(1) == TokenKind.LEFT_PARENTHESIS
                && cursor.isAtName(2)
                && cursor.kind(3) == TokenKind.EQUAL;
        if (!here) {
            return List.of();
        }
        cursor.advance();
        return cursor.listInParentheses(this::partitionKey);
    }

    private PartitionKey partitionKey() {
        Name column = cursor.name();
        cursor.expect(TokenKind.EQUAL);
        return new PartitionKey(column, expressions.primaries().literal());
    }

    /** Parses {@code DEFAULT CHARACTER SET = utf8}. */
    @Nullable
    public String charset() {
        boolean required = cursor.keyword(1) != Keyword.COLLATE && cursor.take(Keyword.DEFAULT);
        if (!charsetWords()) {
            if (required) {
                throw cursor.unexpectedToken();
            }
            return null;
        }
        cursor.take(TokenKind.EQUAL);
        return cursor.nameOrText().text();
    }

    /** Takes {@code CHAR SET}, {@code CHARSET} or {@code CHARACTER SET}. */
    public boolean charsetWords() {
        return cursor.take(Keyword.CHARSET)
                || cursor.take(Keyword.CHARACTER, Keyword.SET)
                || cursor.take(Keyword.CHAR, Keyword.SET);
    }
}
