package dev.cairn.sql;

import dev.cairn.sql.Manipulation.Assignment;
import dev.cairn.sql.Manipulation.Source;
import dev.cairn.sql.Statement.PartitionNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** INSERT, UPDATE and DELETE. */
final class ManipulationParser {
    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final ClauseParser clauses;

    ManipulationParser(Cursor cursor, ExpressionParser expressions, ClauseParser clauses) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.clauses = clauses;
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
        cursor.expect(Keyword.INSERT);
        return insert(start);
    }

    private Manipulation insert(int start) {
        boolean overwrite = cursor.take(Keyword.OVERWRITE);
        if (!overwrite) {
            cursor.expect(Keyword.INTO);
        }
        QualifiedName target = cursor.qualifiedName();
        PartitionNames partitions = clauses.partitionNamesAt(0) ? clauses.partitionNames() : null;
        Name label = null;
        List<Name> columns = List.of();
        boolean byName = false;
        while (true) {
            if (cursor.take(Keyword.WITH, Keyword.LABEL)) {
                label = cursor.name();
            } else if (cursor.take(Keyword.BY, Keyword.NAME)) {
                byName = true;
            } else if (cursor.at(TokenKind.LEFT_PARENTHESIS) && !cursor.atQueryInParentheses()) {
                columns = cursor.names();
            } else {
                break;
            }
        }
        List<Property> properties = clauses.properties();
        return new Manipulation.Insert(
                overwrite, target, partitions, label, columns, byName, properties, source(), cursor.since(start));
    }

    private Source source() {
        return cursor.take(Keyword.VALUES)
                ? new Source.Rows(cursor.separated(this::row))
                : new Source.Result(expressions.queries().written());
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
        QualifiedName target = cursor.qualifiedName();
        cursor.expect(Keyword.SET);
        List<Assignment> assignments = cursor.separated(this::assignment);
        List<Relation> from = cursor.take(Keyword.FROM) ? expressions.queries().relations() : List.of();
        return new Manipulation.Update(with, target, assignments, from, where(), cursor.since(start));
    }

    private Assignment assignment() {
        Name column = cursor.name();
        cursor.expect(TokenKind.EQUAL);
        return new Assignment(column, valueOrDefault());
    }

    private Manipulation delete(List<Query.CommonTable> with, int start) {
        cursor.expect(Keyword.FROM);
        QualifiedName target = cursor.qualifiedName();
        PartitionNames partitions = clauses.partitionNamesAt(0) ? clauses.partitionNames() : null;
        List<Relation> using =
                cursor.take(Keyword.USING) ? expressions.queries().relations() : List.of();
        return new Manipulation.Delete(with, target, partitions, using, where(), cursor.since(start));
    }

    private @Nullable Expression where() {
        return cursor.take(Keyword.WHERE) ? expressions.expression() : null;
    }
}
