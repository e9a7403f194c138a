package dev.cairn.sql.parse;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.query.ClauseParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import java.util.List;

/** Parses CREATE, DROP and RECOVER of databases and the short statements on tables. */
final class DatabaseParser {
    private final Cursor cursor;
    private final ClauseParser clauses;

    DatabaseParser(Cursor cursor, ClauseParser clauses) {
        this.cursor = cursor;
        this.clauses = clauses;
    }

    /** Parses the statement; the cursor is behind CREATE DATABASE. */
    Statement create(int start) {
        boolean ifNotExists = cursor.ifNotExists();
        QualifiedName name = cursor.qualifiedName();
        // The server parses a character set and a collation, but ignores them.
        clauses.charset();
        cursor.take(Keyword.DEFAULT);
        if (cursor.take(Keyword.COLLATE)) {
            cursor.take(TokenKind.EQUAL);
            cursor.nameOrText();
        }
        List<Property> properties = clauses.properties();
        return new Statement.CreateDatabase(ifNotExists, name, properties, cursor.since(start));
    }

    /** Parses the statement; the cursor is behind DROP DATABASE. */
    Statement drop(int start) {
        boolean ifExists = cursor.ifExists();
        QualifiedName name = cursor.qualifiedName();
        boolean force = cursor.take(Keyword.FORCE);
        return new Statement.DropDatabase(ifExists, name, force, cursor.since(start));
    }

    /** Parses the statement; the cursor is at USE. */
    Statement use(int start) {
        cursor.advance();
        QualifiedName name = cursor.qualifiedName();
        if (name.parts().size() > 2) {
            cursor.refuse(SyntaxRule.DATABASE_NAME, name.span(), name);
        }
        return new Statement.Use(name, cursor.since(start));
    }

    /** Parses the statement; the cursor is behind DROP TABLE. */
    Statement dropTable(boolean temporary, int start) {
        boolean ifExists = cursor.ifExists();
        QualifiedName table = cursor.qualifiedName();
        boolean force = cursor.take(Keyword.FORCE);
        return new Statement.DropTable(temporary, ifExists, table, force, cursor.since(start));
    }

    /** Parses the statement; the cursor is behind TRUNCATE TABLE. */
    Statement truncate(int start) {
        QualifiedName table = cursor.qualifiedName();
        Statement.PartitionNames partitions = clauses.partitionNamesAt(0) ? clauses.partitionNames() : null;
        return new Statement.TruncateTable(table, partitions, cursor.since(start));
    }

    /** Parses the statement; the cursor is behind CREATE INDEX. */
    Statement createIndex(int start) {
        int indexStart = cursor.position();
        Name name = cursor.name();
        cursor.expect(Keyword.ON);
        QualifiedName table = cursor.qualifiedName();
        return new Statement.CreateIndex(table, clauses.index(name, indexStart), cursor.since(start));
    }

    /** Parses the statement; the cursor is behind DROP INDEX. */
    Statement dropIndex(int start) {
        Name name = cursor.name();
        cursor.expect(Keyword.ON);
        return new Statement.DropIndex(cursor.qualifiedName(), name, cursor.since(start));
    }

    /** Parses the statement; the cursor is at RECOVER. */
    Statement recover(int start) {
        cursor.advance();
        if (cursor.take(Keyword.PARTITION)) {
            Name partition = cursor.name();
            cursor.expect(Keyword.FROM);
            QualifiedName table = cursor.qualifiedName();
            return new Statement.Recover(Statement.Recover.What.PARTITION, table, partition, cursor.since(start));
        }
        if (cursor.take(Keyword.DATABASE) || cursor.take(Keyword.SCHEMA)) {
            QualifiedName database = new QualifiedName(List.of(cursor.name()));
            return new Statement.Recover(Statement.Recover.What.DATABASE, database, null, cursor.since(start));
        }
        cursor.expect(Keyword.TABLE);
        QualifiedName table = cursor.qualifiedName();
        return new Statement.Recover(Statement.Recover.What.TABLE, table, null, cursor.since(start));
    }

    /** Parses the statement; the cursor is behind CANCEL ALTER. */
    Statement cancelAlter(int start) {
        if (cursor.take(Keyword.MATERIALIZED, Keyword.VIEW)) {
            cursor.expect(Keyword.FROM);
            QualifiedName view = cursor.qualifiedName();
            return new Statement.CancelAlter(
                    Statement.CancelAlter.Kind.MATERIALIZED_VIEW, view, List.of(), cursor.since(start));
        }
        cursor.expect(Keyword.TABLE);
        Statement.CancelAlter.Kind kind = null;
        if (cursor.at(Keyword.COLUMN) || cursor.at(Keyword.ROLLUP) || cursor.at(Keyword.OPTIMIZE)) {
            kind = Statement.CancelAlter.Kind.valueOf(String.valueOf(cursor.keyword()));
            cursor.advance();
        }
        cursor.expect(Keyword.FROM);
        QualifiedName table = cursor.qualifiedName();
        List<Long> jobs = cursor.at(TokenKind.LEFT_PARENTHESIS) ? cursor.parenthesized(cursor::number) : List.of();
        return new Statement.CancelAlter(kind, table, jobs, cursor.since(start));
    }
}
