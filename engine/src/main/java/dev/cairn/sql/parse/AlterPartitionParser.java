package dev.cairn.sql.parse;

import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.DropPartitions.Which;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.query.ClauseParser;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.token.Cursor;
import java.util.List;

/** Parses the clauses of ALTER TABLE that concern partitions. */
final class AlterPartitionParser {
    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final ClauseParser clauses;
    private final PartitionParser partitions;

    AlterPartitionParser(
            Cursor cursor, ExpressionParser expressions, ClauseParser clauses, PartitionParser partitions) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.clauses = clauses;
        this.partitions = partitions;
    }

    /** Parses the clause; the cursor is behind ADD. */
    AlterClause add(int start) {
        if (cursor.take(Keyword.PARTITION, Keyword.COLUMN)) {
            return new AlterClause.PartitionColumns(true, expressions.expressions(), cursor.since(start));
        }
        boolean temporary = cursor.take(Keyword.TEMPORARY);
        PartitionDefinition partition;
        if (cursor.take(Keyword.PARTITIONS)) {
            partition = partitions.every();
        } else if (cursor.at(Keyword.PARTITION)) {
            partition = partitions.partition();
        } else {
            throw cursor.unexpected();
        }
        Distribution distribution = clauses.distribution();
        List<Property> properties = clauses.properties();
        return new AlterClause.AddPartition(temporary, partition, distribution, properties, cursor.since(start));
    }

    /** Parses the clause; the cursor is behind DROP. */
    AlterClause drop(int start) {
        if (cursor.take(Keyword.PARTITION, Keyword.COLUMN)) {
            return new AlterClause.PartitionColumns(false, expressions.expressions(), cursor.since(start));
        }
        if (cursor.take(Keyword.ALL)) {
            cursor.expect(Keyword.TEMPORARY, Keyword.PARTITIONS);
            boolean force = cursor.take(Keyword.FORCE);
            return new AlterClause.DropPartitions(true, false, new Which.All(), force, cursor.since(start));
        }
        boolean temporary = cursor.take(Keyword.TEMPORARY);
        boolean several = cursor.take(Keyword.PARTITIONS);
        if (!several) {
            cursor.expect(Keyword.PARTITION);
        }
        boolean ifExists = cursor.ifExists();
        Which which = several ? which() : new Which.One(cursor.name());
        boolean force = cursor.take(Keyword.FORCE);
        return new AlterClause.DropPartitions(temporary, ifExists, which, force, cursor.since(start));
    }

    private Which which() {
        if (cursor.at(Keyword.START)) {
            return new Which.Every(partitions.every());
        }
        if (cursor.take(Keyword.WHERE)) {
            return new Which.Where(expressions.expression());
        }
        return new Which.Listed(cursor.names());
    }

    /** Parses the clause; the cursor is at TRUNCATE. */
    AlterClause truncate(int start) {
        cursor.advance();
        return new AlterClause.TruncatePartitions(clauses.partitionNames(), cursor.since(start));
    }

    /** Parses the clause; the cursor is at REPLACE. */
    AlterClause replace(int start) {
        cursor.advance();
        PartitionNames replaced = clauses.partitionNames();
        cursor.expect(Keyword.WITH);
        PartitionNames replacement = clauses.partitionNames();
        List<Property> properties = clauses.properties();
        return new AlterClause.ReplacePartitions(replaced, replacement, properties, cursor.since(start));
    }

    /** Parses the clause; the cursor is behind MODIFY. */
    AlterClause modify(int start) {
        cursor.expect(Keyword.PARTITION);
        Distribution distribution = clauses.distribution();
        if (distribution != null) {
            return new AlterClause.ModifyPartitionDistribution(distribution, cursor.since(start));
        }
        List<Name> names = modified();
        cursor.expect(Keyword.SET);
        return new AlterClause.ModifyPartitions(names, clauses.propertyList(), cursor.since(start));
    }

    private List<Name> modified() {
        if (!cursor.at(TokenKind.LEFT_PARENTHESIS)) {
            return List.of(cursor.name());
        }
        if (cursor.kind(1) != TokenKind.ASTERISK) {
            return cursor.names();
        }
        cursor.advance();
        cursor.advance();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return List.of();
    }
}
