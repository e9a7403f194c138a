package dev.cairn.sql;

import dev.cairn.sql.Statement.PartitionNames;
import dev.cairn.sql.Statement.SortItem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The clauses that several statements have in common; each is null or empty where it does not stand here. */
final class ClauseParser {
    private final Cursor cursor;
    private final ExpressionParser expressions;

    ClauseParser(Cursor cursor, ExpressionParser expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    /** {@code PROPERTIES ("a" = "b")}. */
    List<Property> properties() {
        return cursor.take(Keyword.PROPERTIES) ? propertyList() : List.of();
    }

    /** {@code ("a" = "b")}. */
    List<Property> propertyList() {
        return cursor.parenthesized(this::property);
    }

    private Property property() {
        int start = cursor.position();
        // Blanks around a name are no part of it.
        String name = cursor.text().trim();
        cursor.expect(TokenKind.EQUAL);
        String value = cursor.text();
        return new Property(name, cursor.resolution().property(name, value), cursor.since(start));
    }

    @Nullable
    String comment() {
        return cursor.take(Keyword.COMMENT) ? cursor.text() : null;
    }

    boolean keyHere() {
        return (cursor.at(Keyword.PRIMARY)
                        || cursor.at(Keyword.DUPLICATE)
                        || cursor.at(Keyword.UNIQUE)
                        || cursor.at(Keyword.AGGREGATE))
                && cursor.keyword(1) == Keyword.KEY;
    }

    @Nullable
    KeyClause key() {
        int start = cursor.position();
        if (!keyHere()) {
            return null;
        }
        KeyModel model = KeyModel.valueOf(String.valueOf(cursor.keyword()));
        cursor.advance();
        cursor.expect(Keyword.KEY);
        return new KeyClause(model, cursor.names(), cursor.since(start));
    }

    @Nullable
    Distribution distribution() {
        int start = cursor.position();
        if (!cursor.take(Keyword.DISTRIBUTED, Keyword.BY)) {
            return null;
        }
        if (cursor.take(Keyword.RANDOM)) {
            Buckets buckets = buckets();
            return new Distribution.Random(buckets, cursor.since(start));
        }
        cursor.expect(Keyword.HASH);
        List<Name> columns = cursor.names();
        Buckets buckets = buckets();
        return new Distribution.Hash(columns, buckets, cursor.since(start));
    }

    private @Nullable Buckets buckets() {
        return cursor.take(Keyword.BUCKETS) ? bucketCount() : null;
    }

    Buckets bucketCount() {
        if (cursor.kind() == TokenKind.PLACEHOLDER) {
            return cursor.resolution().buckets(cursor.placeholder());
        }
        return new Buckets.Count(cursor.integer());
    }

    /** {@code ORDER BY (a, b DESC)}. */
    List<SortItem> orderBy() {
        return cursor.take(Keyword.ORDER, Keyword.BY) ? cursor.parenthesized(this::sortItem) : List.of();
    }

    /** {@code a, b DESC}. */
    List<SortItem> sortItems() {
        return expressions.separated(this::sortItem);
    }

    SortItem sortItem() {
        Span start = cursor.span();
        Expression value = cursor.take(Keyword.ALL) ? new Expression.AllColumns(start) : expressions.expression();
        Boolean ascending = null;
        if (cursor.take(Keyword.ASC)) {
            ascending = true;
        } else if (cursor.take(Keyword.DESC)) {
            ascending = false;
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

    /** {@code INDEX name (column) …}, at the name. */
    IndexDefinition index(int start) {
        Name name = cursor.bareName(() -> cursor.kind() == TokenKind.LEFT_PARENTHESIS);
        return index(name, start);
    }

    /** The columns of an index and what follows them. */
    IndexDefinition index(Name name, int start) {
        List<Name> columns = cursor.names();
        IndexDefinition.Kind kind = null;
        List<Property> properties = List.of();
        if (cursor.take(Keyword.USING)) {
            kind = indexKind();
            if (cursor.at(TokenKind.LEFT_PARENTHESIS)) {
                properties = propertyList();
            }
        }
        return new IndexDefinition(name, columns, kind, properties, comment(), cursor.since(start));
    }

    private IndexDefinition.Kind indexKind() {
        if (cursor.take(Keyword.BITMAP)) {
            return IndexDefinition.Kind.BITMAP;
        }
        if (cursor.take(Keyword.GIN)) {
            return IndexDefinition.Kind.GIN;
        }
        if (cursor.take(Keyword.NGRAMBF)) {
            return IndexDefinition.Kind.NGRAMBF;
        }
        cursor.expect(Keyword.VECTOR);
        return IndexDefinition.Kind.VECTOR;
    }

    /** {@code name (columns) DUPLICATE KEY (…) FROM base PROPERTIES (…)}. */
    RollupDefinition rollup() {
        int start = cursor.position();
        Name name = cursor.name();
        List<Name> columns = cursor.names();
        List<Name> duplicateKey = cursor.take(Keyword.DUPLICATE, Keyword.KEY) ? cursor.names() : List.of();
        Name from = cursor.take(Keyword.FROM) ? cursor.name() : null;
        List<Property> properties = properties();
        return new RollupDefinition(name, columns, duplicateKey, from, properties, cursor.since(start));
    }

    /** Whether {@code PARTITION (a)} and the like stands that many tokens on, and not PARTITION BY. */
    boolean partitionNamesAt(int ahead) {
        int at = cursor.keyword(ahead) == Keyword.TEMPORARY ? ahead + 1 : ahead;
        Keyword word = cursor.keyword(at);
        return (word == Keyword.PARTITION || word == Keyword.PARTITIONS) && cursor.keyword(at + 1) != Keyword.BY;
    }

    PartitionNames partitionNames() {
        int start = cursor.position();
        boolean temporary = cursor.take(Keyword.TEMPORARY);
        if (!cursor.take(Keyword.PARTITIONS)) {
            cursor.expect(Keyword.PARTITION);
        }
        List<Name> names = cursor.at(TokenKind.LEFT_PARENTHESIS)
                ? cursor.parenthesized(cursor::nameOrText)
                : cursor.separated(cursor::nameOrText);
        return new PartitionNames(temporary, names, cursor.since(start));
    }

    /** {@code DEFAULT CHARACTER SET = utf8}. */
    @Nullable
    String charset() {
        boolean said = cursor.at(Keyword.DEFAULT) && cursor.keyword(1) != Keyword.COLLATE;
        if (said) {
            cursor.advance();
        }
        if (!charsetWords()) {
            if (said) {
                throw cursor.unexpected();
            }
            return null;
        }
        cursor.take(TokenKind.EQUAL);
        return cursor.nameOrText().text();
    }

    /** Takes {@code CHAR SET}, {@code CHARSET} or {@code CHARACTER SET}. */
    boolean charsetWords() {
        return cursor.take(Keyword.CHARSET)
                || cursor.take(Keyword.CHARACTER, Keyword.SET)
                || cursor.take(Keyword.CHAR, Keyword.SET);
    }
}
