package dev.cairn.sql.parse;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.Manipulation.Assignment;
import dev.cairn.sql.ast.Manipulation.InsertTarget;
import dev.cairn.sql.ast.Manipulation.Source;
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

    Manipulation manipulation() {
        int start = cursor.position();
        List<Query.CommonTable> with =
                cursor.take(Keyword.WITH) ? expressions.queries().commonTables() : List.of();
        if (cursor.take(Keyword.UPDATE)) {
            return update(with, start);
        }
        if (cursor.take(Keyword.DELETE)) {
            return delete(with, start);
        }
        if (!with.isEmpty()) {
            throw cursor.unexpectedToken(); // the common tables of an INSERT belong to its query
        }
        cursor.expect(Keyword.INSERT);
        return insert(start);
    }

    private Manipulation insert(int start) {
        List<String> hints = expressions.queries().hints();
        InsertHead head = insertHead();
        List<Property> properties = clauses.properties();
        return new Manipulation.Insert(
                hints,
                head.overwrite(),
                head.insertTarget(),
                head.label(),
                properties,
                source(),
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
    InsertHead insertHead() {
        boolean overwrite = cursor.take(Keyword.OVERWRITE);
        if (!overwrite) {
            cursor.expect(Keyword.INTO);
        }
        boolean withoutTable = isWithoutTable();
        QualifiedName target = withoutTable ? functionTarget() : cursor.qualifiedName();
        if (cursor.take(Keyword.FOR) || cursor.keyword() == Keyword.VERSION) {
            cursor.expect(Keyword.VERSION); // a branch of an Iceberg table
            cursor.expect(Keyword.AS, Keyword.OF);
            cursor.name();
        }
        boolean ofPartitions = !withoutTable && clauses.arePartitionNamesAhead(0);
        List<PartitionKey> keys = ofPartitions ? clauses.partitionKeys() : List.of();
        PartitionNames partitions = ofPartitions && keys.isEmpty() ? clauses.partitionNames() : null;
        int labelOffset = cursor.endOfLast();
        Name label = null;
        List<Name> columns = List.of();
        boolean byName = false;
        while (true) {
            int clause = cursor.position();
            if (cursor.take(Keyword.WITH, Keyword.LABEL)) {
                if (label != null) {
                    throw duplicateClause("WITH LABEL", clause);
                }
                label = cursor.name();
            } else if (cursor.take(Keyword.BY, Keyword.NAME)) {
                if (byName || !columns.isEmpty()) {
                    throw byName ? duplicateClause("BY NAME", clause) : columnsTwice(clause);
                }
                byName = true;
            } else if (cursor.isAt(TokenKind.LEFT_PARENTHESIS)
                    && cursor.isAtName(1)
                    && !cursor.isAtQueryInParentheses()) {
                if (byName || !columns.isEmpty()) {
                    throw byName ? columnsTwice(clause) : duplicateClause("COLUMN LIST", clause);
                }
                columns = cursor.names();
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

    private QualifiedName functionTarget() {
        QualifiedName name = QualifiedName.of(cursor.keyword() == Keyword.FILES ? "FILES" : "BLACKHOLE");
        cursor.advance();
        if (cursor.kind(1) == TokenKind.TEXT) {
            clauses.propertyList();
        } else {
            cursor.expect(TokenKind.LEFT_PARENTHESIS);
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        }
        return name;
    }

    private SqlSyntaxException duplicateClause(String clause, int start) {
        return cursor.error(SyntaxRule.REPEATED, cursor.spanSince(start), "clause", clause);
    }

    private SqlSyntaxException columnsTwice(int start) {
        return cursor.error(SyntaxRule.COLUMNS_AND_BY_NAME, cursor.spanSince(start));
    }

    private Source source() {
        return cursor.take(Keyword.VALUES)
                ? new Source.Rows(cursor.commaList(this::row))
                : new Source.Result(expressions.queries().queryText());
    }

    private List<@Nullable Expression> row() {
        List<@Nullable Expression> values = new ArrayList<>();
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        do {
            values.add(valueOrDefault());
        } while (cursor.take(TokenKind.COMMA));
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return values;
    }

    private @Nullable Expression valueOrDefault() {
        return cursor.take(Keyword.DEFAULT) ? null : expressions.expression();
    }

    private Manipulation update(List<Query.CommonTable> with, int start) {
        List<String> hints = expressions.queries().hints();
        QualifiedName target = cursor.qualifiedName();
        cursor.expect(Keyword.SET);
        List<Assignment> assignments = cursor.commaList(this::assignment);
        boolean reads = cursor.take(Keyword.FROM) && !cursor.take(Keyword.DUAL);
        List<Relation> from = reads ? expressions.queries().relations() : List.of();
        return new Manipulation.Update(with, hints, target, assignments, from, whereClause(), cursor.spanSince(start));
    }

    private Assignment assignment() {
        Name column = cursor.name();
        cursor.expect(TokenKind.EQUAL);
        return new Assignment(column, valueOrDefault());
    }

    private Manipulation delete(List<Query.CommonTable> with, int start) {
        List<String> hints = expressions.queries().hints();
        cursor.expect(Keyword.FROM);
        QualifiedName target = cursor.qualifiedName();
        PartitionNames partitions = clauses.arePartitionNamesAhead(0) ? clauses.partitionNames() : null;
        List<Relation> using =
                cursor.take(Keyword.USING) ? expressions.queries().relations() : List.of();
        return new Manipulation.Delete(with, hints, target, partitions, using, whereClause(), cursor.spanSince(start));
    }

    private @Nullable Expression whereClause() {
        return cursor.take(Keyword.WHERE) ? expressions.expression() : null;
    }
}
