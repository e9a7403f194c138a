package dev.cairn.sql.parse;

import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.Position;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.query.ClauseParser;
import dev.cairn.sql.query.TypeParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses the clauses of ALTER TABLE that add, drop and modify columns and their fields. */
final class AlterColumnParser {
    private final Cursor cursor;
    private final TypeParser types;
    private final ColumnParser columns;
    private final ClauseParser clauses;

    AlterColumnParser(Cursor cursor, TypeParser types, ColumnParser columns, ClauseParser clauses) {
        this.cursor = cursor;
        this.types = types;
        this.columns = columns;
        this.clauses = clauses;
    }

    /** Parses the clause; the cursor is behind ADD COLUMN. */
    AlterClause add(int start) {
        if (cursor.at(TokenKind.LEFT_PARENTHESIS)) {
            return addSeveral(start);
        }
        ColumnDefinition column = columns.column();
        Position position = position();
        Name rollup = cursor.take(Keyword.TO) || cursor.take(Keyword.IN) ? cursor.name() : null;
        List<Property> properties = clauses.properties();
        refuseAutoIncrement(column, "ADD");
        if (column.generated() != null) {
            refuse(rollup != null, "rollupName", "ADD", column);
            refuse(position != null, "AFTER", "ADD", column);
            refuse(!properties.isEmpty(), "properties", "ADD", column);
        }
        return new AlterClause.AddColumn(column, position, rollup, properties, cursor.since(start));
    }

    private AlterClause addSeveral(int start) {
        List<ColumnDefinition> added = cursor.parenthesized(columns::column);
        Name rollup = cursor.take(Keyword.TO) || cursor.take(Keyword.IN) ? cursor.name() : null;
        List<Property> properties = clauses.properties();
        for (ColumnDefinition column : added) {
            refuseAutoIncrement(column, "ADD");
            if (column.generated() != null) {
                refuse(rollup != null, "rollupName", "ADD", column);
                refuse(!properties.isEmpty(), "properties", "ADD", column);
            }
        }
        return new AlterClause.AddColumns(added, rollup, properties, cursor.since(start));
    }

    private void refuseAutoIncrement(ColumnDefinition column, String verb) {
        if (column.autoIncrement()) {
            cursor.refuse(SyntaxRule.AUTO_INCREMENT_ALTERED, column.span(), column.name(), verb);
        }
    }

    private void refuse(boolean said, String what, String verb, ColumnDefinition column) {
        if (said) {
            cursor.refuse(SyntaxRule.GENERATED_COLUMN_CLAUSE, column.span(), what, verb);
        }
    }

    private @Nullable Position position() {
        if (cursor.take(Keyword.FIRST)) {
            return new Position.First();
        }
        return cursor.take(Keyword.AFTER) ? new Position.After(cursor.name()) : null;
    }

    private @Nullable Name fromRollup() {
        return cursor.take(Keyword.FROM) ? cursor.name() : null;
    }

    /** Parses the clause; the cursor is behind DROP COLUMN. */
    AlterClause drop(int start) {
        Name column = cursor.name();
        Name rollup = fromRollup();
        List<Property> properties = clauses.properties();
        return new AlterClause.DropColumn(column, rollup, properties, cursor.since(start));
    }

    /** Parses the clause; the cursor is behind MODIFY COLUMN. */
    AlterClause modify(int start) {
        if (cursor.keyword(1) == Keyword.COMMENT && cursor.kind(2) == TokenKind.TEXT && cursor.atName(0)) {
            Name column = cursor.name();
            cursor.advance();
            return new AlterClause.ModifyColumnComment(column, cursor.text(), cursor.since(start));
        }
        if (cursor.keyword(2) == Keyword.FIELD) {
            if (cursor.keyword(1) == Keyword.ADD) {
                return addField(start);
            }
            if (cursor.keyword(1) == Keyword.DROP) {
                return dropField(start);
            }
        }
        ColumnDefinition column = columns.column();
        Position position = position();
        Name rollup = fromRollup();
        List<Property> properties = clauses.properties();
        refuseAutoIncrement(column, "MODIFY");
        if (column.generated() != null) {
            refuse(rollup != null, "rollupName", "MODIFY", column);
            refuse(position != null, "columnPosition", "MODIFY", column);
        }
        return new AlterClause.ModifyColumn(column, position, rollup, properties, cursor.since(start));
    }

    private AlterClause addField(int start) {
        Name column = cursor.name();
        cursor.expect(Keyword.ADD, Keyword.FIELD);
        List<String> path = fieldPath();
        Type type = types.type();
        Position position = position();
        List<Property> properties = clauses.properties();
        return new AlterClause.AddField(column, path, type, position, properties, cursor.since(start));
    }

    private AlterClause dropField(int start) {
        Name column = cursor.name();
        cursor.expect(Keyword.DROP, Keyword.FIELD);
        List<String> path = fieldPath();
        List<Property> properties = clauses.properties();
        return new AlterClause.DropField(column, path, properties, cursor.since(start));
    }

    /** Parses {@code a.[*].b}. */
    private List<String> fieldPath() {
        List<String> path = new ArrayList<>();
        path.add(fieldName());
        while (true) {
            if (cursor.kind() == TokenKind.DOT_AND_NAME) {
                Name name = cursor.dotName();
                if (name != null) {
                    path.add(name.text());
                }
            } else if (cursor.take(TokenKind.DOT)) {
                path.add(fieldName());
            } else {
                return path;
            }
        }
    }

    private String fieldName() {
        return cursor.take(TokenKind.EACH_ELEMENT) ? "[*]" : cursor.name().text();
    }
}
