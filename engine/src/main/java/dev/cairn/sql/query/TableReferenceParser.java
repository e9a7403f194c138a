package dev.cairn.sql.query;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.Alias;
import dev.cairn.sql.ast.Relation.PartitionKey;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.token.Cursor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table in a FROM list and what may follow its name: a time, partitions, tablets, replicas, a sample. */
final class TableReferenceParser {
    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final ClauseParser clauses;
    private final BracketHints hints;

    TableReferenceParser(Cursor cursor, ExpressionParser expressions, ClauseParser clauses) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.clauses = clauses;
        this.hints = new BracketHints(cursor, expressions);
    }

    /** At what follows the name. */
    Relation table(QualifiedName name, int start) {
        String period = period();
        List<PartitionKey> keys = keysHere() ? keys() : List.of();
        PartitionNames partitions = partitionsHere() ? clauses.partitionNames() : null;
        List<Long> tablets = tabletsHere() ? tablets() : List.of();
        boolean replicasHere = cursor.kind(1) == TokenKind.LEFT_PARENTHESIS && cursor.take(Keyword.REPLICA);
        List<Long> replicas = replicasHere ? cursor.parenthesized(cursor::number) : List.of();
        String sample = sample();
        Alias alias = AliasParser.ofTable(cursor);
        String hint = hints.text();
        String before = cursor.take(Keyword.BEFORE) ? cursor.text() : null;
        return new Relation.Named(
                name,
                period,
                partitions,
                keys,
                tablets,
                replicas,
                sample,
                alias,
                hint == null ? List.of() : List.of(hint),
                before,
                cursor.since(start));
    }

    private @Nullable String period() {
        int start = cursor.position();
        boolean said = cursor.take(Keyword.FOR);
        if (!said && !periodHere()) {
            return null;
        }
        if (!cursor.take(Keyword.SYSTEM_TIME) && !cursor.take(Keyword.TIMESTAMP)) {
            cursor.expect(Keyword.VERSION);
        }
        if (cursor.take(Keyword.BETWEEN)) {
            expressions.conjunct();
            cursor.expect(Keyword.AND);
            expressions.expression();
        } else if (cursor.take(Keyword.FROM)) {
            expressions.expression();
            cursor.expect(Keyword.TO);
            expressions.expression();
        } else if (!cursor.take(Keyword.ALL)) {
            cursor.expect(Keyword.AS, Keyword.OF);
            expressions.expression();
        }
        return cursor.textSince(start);
    }

    /** Without FOR the word may also be an alias. */
    private boolean periodHere() {
        Keyword word = cursor.keyword();
        if (word != Keyword.SYSTEM_TIME && word != Keyword.TIMESTAMP && word != Keyword.VERSION) {
            return false;
        }
        Keyword following = cursor.keyword(1);
        return following == Keyword.BETWEEN
                || following == Keyword.FROM
                || following == Keyword.ALL
                || (following == Keyword.AS && cursor.keyword(2) == Keyword.OF);
    }

    private boolean keysHere() {
        return cursor.keyword() == Keyword.PARTITION
                && cursor.kind(1) == TokenKind.LEFT_PARENTHESIS
                && cursor.atName(2)
                && cursor.kind(3) == TokenKind.EQUAL;
    }

    private List<PartitionKey> keys() {
        cursor.expect(Keyword.PARTITION);
        return cursor.parenthesized(() -> {
            Name column = cursor.name();
            cursor.expect(TokenKind.EQUAL);
            return new PartitionKey(column, expressions.primaries().literal());
        });
    }

    private boolean partitionsHere() {
        int ahead = cursor.keyword() == Keyword.TEMPORARY ? 1 : 0;
        Keyword word = cursor.keyword(ahead);
        return word == Keyword.PARTITION
                || (word == Keyword.PARTITIONS
                        && (cursor.kind(ahead + 1) == TokenKind.LEFT_PARENTHESIS
                                || cursor.kind(ahead + 1) == TokenKind.TEXT
                                || cursor.atName(ahead + 1)));
    }

    private boolean tabletsHere() {
        return (cursor.keyword() == Keyword.TABLET || cursor.keyword() == Keyword.TABLETS)
                && (cursor.kind(1) == TokenKind.INTEGER
                        || (cursor.kind(1) == TokenKind.LEFT_PARENTHESIS && cursor.kind(2) == TokenKind.INTEGER));
    }

    private List<Long> tablets() {
        cursor.advance();
        if (cursor.kind() == TokenKind.LEFT_PARENTHESIS) {
            return cursor.parenthesized(cursor::number);
        }
        List<Long> tablets = new ArrayList<>();
        tablets.add(cursor.number());
        while (cursor.kind() == TokenKind.COMMA && cursor.kind(1) == TokenKind.INTEGER) {
            cursor.advance();
            tablets.add(cursor.number());
        }
        return tablets;
    }

    private @Nullable String sample() {
        int start = cursor.position();
        if (!cursor.take(Keyword.SAMPLE)) {
            return null;
        }
        if (cursor.kind() == TokenKind.LEFT_PARENTHESIS) {
            clauses.propertyList();
        }
        return cursor.textSince(start);
    }
}
