package dev.cairn.sql.parse;

import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.DropPartitions.PartitionSelection;
import dev.cairn.sql.ast.AlterClause.Position;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.query.ClauseParser;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses ALTER TABLE and its clauses. */
final class AlterParser {
    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final ClauseParser clauses;
    private final ColumnParser columns;
    private final PartitionParser partitions;

    AlterParser(Cursor cursor, ExpressionParser expressions, ColumnParser columns, PartitionParser partitions) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.clauses = expressions.clauses();
        this.columns = columns;
        this.partitions = partitions;
    }

    /** Parses the statement; the cursor is behind ALTER TABLE. */
    Statement alter(int start) {
        QualifiedName table = cursor.qualifiedName();
        return new Statement.AlterTable(table, list(), cursor.spanSince(start));
    }

    private List<AlterClause> list() {
        if (cursor.take(Keyword.ADD, Keyword.ROLLUP)) {
            return cursor.commaList(() -> {
                int start = cursor.position();
                return new AlterClause.AddRollup(clauses.rollup(), cursor.spanSince(start));
            });
        }
        if (cursor.take(Keyword.DROP, Keyword.ROLLUP)) {
            return cursor.commaList(() -> {
                Name rollup = cursor.name();
                return new AlterClause.DropRollup(rollup, rollup.span());
            });
        }
        return cursor.commaList(this::clause);
    }

    private AlterClause clause() {
        int start = cursor.position();
        Keyword word = cursor.keyword();
        if (word == null) {
            return optimize(start);
        }
        return switch (word) {
            case ADD -> add(start);
            case DROP -> drop(start);
            case MODIFY -> modify(start);
            case RENAME -> rename(start);
            case TRUNCATE -> {
                cursor.advance();
                yield new AlterClause.TruncatePartitions(clauses.partitionNames(), cursor.spanSince(start));
            }
            case REPLACE -> clauses.arePartitionNamesAhead(1) ? replacePartitions(start) : branchOrTag(start);
            case SWAP -> {
                cursor.expect(Keyword.SWAP, Keyword.WITH);
                yield new AlterClause.Swap(cursor.name(), cursor.spanSince(start));
            }
            case SET -> {
                cursor.advance();
                yield new AlterClause.SetProperties(clauses.propertyList(), cursor.spanSince(start));
            }
            case COMMENT -> {
                cursor.advance();
                cursor.expect(TokenKind.EQUAL);
                yield new AlterClause.SetComment(cursor.text(), cursor.spanSince(start));
            }
            case AUTO_INCREMENT -> {
                cursor.advance();
                cursor.expect(TokenKind.EQUAL);
                yield new AlterClause.SetAutoIncrement(cursor.number(), cursor.spanSince(start));
            }
            case BASE, CUMULATIVE, COMPACT -> compact(start);
            case CREATE -> branchOrTag(start);
            case SPLIT, MERGE, EXECUTE -> verbatim(start);
            default -> optimize(start);
        };
    }

    private AlterClause add(int start) {
        cursor.advance();
        if (cursor.take(Keyword.COLUMN)) {
            return addColumns(start);
        }
        if (cursor.take(Keyword.INDEX)) {
            return new AlterClause.AddIndex(clauses.index(start), cursor.spanSince(start));
        }
        if (cursor.take(Keyword.PARTITION, Keyword.COLUMN)) {
            return new AlterClause.PartitionColumns(true, expressions.expressions(), cursor.spanSince(start));
        }
        boolean temporary = cursor.take(Keyword.TEMPORARY);
        PartitionDefinition partition;
        if (cursor.take(Keyword.PARTITIONS)) {
            partition = partitions.everyClause();
        } else if (cursor.isAt(Keyword.PARTITION)) {
            partition = partitions.partition();
        } else {
            throw cursor.unexpectedToken();
        }
        Distribution distribution = clauses.distribution();
        List<Property> properties = clauses.properties();
        return new AlterClause.AddPartition(temporary, partition, distribution, properties, cursor.spanSince(start));
    }

    private AlterClause drop(int start) {
        cursor.advance();
        if (cursor.take(Keyword.COLUMN)) {
            Name column = cursor.name();
            return new AlterClause.DropColumn(column, fromRollup(), clauses.properties(), cursor.spanSince(start));
        }
        if (cursor.take(Keyword.INDEX)) {
            return new AlterClause.DropIndex(cursor.name(), cursor.spanSince(start));
        }
        if (cursor.optional(Keyword.PERSISTENT, Keyword.INDEX, Keyword.ON, Keyword.TABLETS)) {
            return new AlterClause.DropPersistentIndex(
                    cursor.listInParentheses(cursor::number), cursor.spanSince(start));
        }
        if (cursor.isAt(Keyword.BRANCH) || cursor.isAt(Keyword.TAG)) {
            return verbatimSince("DROP", start);
        }
        if (cursor.take(Keyword.PARTITION, Keyword.COLUMN)) {
            return new AlterClause.PartitionColumns(false, expressions.expressions(), cursor.spanSince(start));
        }
        boolean all = cursor.optional(Keyword.ALL, Keyword.TEMPORARY, Keyword.PARTITIONS);
        boolean temporary = all || cursor.take(Keyword.TEMPORARY);
        boolean several = !all && cursor.take(Keyword.PARTITIONS);
        if (!all && !several) {
            cursor.expect(Keyword.PARTITION);
        }
        boolean ifExists = !all && cursor.skipIfExists();
        PartitionSelection selection = all
                ? new PartitionSelection.All()
                : several ? droppedPartitions() : new PartitionSelection.One(cursor.name());
        boolean force = cursor.take(Keyword.FORCE);
        return new AlterClause.DropPartitions(temporary, ifExists, selection, force, cursor.spanSince(start));
    }

    private PartitionSelection droppedPartitions() {
        if (cursor.isAt(Keyword.START)) {
            return new PartitionSelection.Every(partitions.everyClause());
        }
        return cursor.take(Keyword.WHERE)
                ? new PartitionSelection.Where(expressions.expression())
                : new PartitionSelection.Listed(cursor.names());
    }

    private AlterClause modify(int start) {
        cursor.advance();
        if (cursor.take(Keyword.COLUMN)) {
            return modifyColumn(start);
        }
        cursor.expect(Keyword.PARTITION);
        Distribution distribution = clauses.distribution();
        if (distribution != null) {
            return new AlterClause.ModifyPartitionDistribution(distribution, cursor.spanSince(start));
        }
        List<Name> names = List.of();
        if (cursor.isAt(TokenKind.LEFT_PARENTHESIS) && cursor.kind(1) == TokenKind.ASTERISK) {
            cursor.skip(2);
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        } else {
            names = cursor.oneOrMore(cursor::name);
        }
        cursor.expect(Keyword.SET);
        return new AlterClause.ModifyPartitions(names, clauses.propertyList(), cursor.spanSince(start));
    }

    private AlterClause rename(int start) {
        cursor.advance();
        if (cursor.take(Keyword.COLUMN)) {
            Name from = cursor.name();
            cursor.expect(Keyword.TO);
            return new AlterClause.RenameColumn(from, cursor.name(), cursor.spanSince(start));
        }
        if (cursor.take(Keyword.PARTITION)) {
            Name from = cursor.name();
            return new AlterClause.RenamePartition(from, cursor.name(), cursor.spanSince(start));
        }
        Name first = cursor.name();
        if (first.is("ROLLUP") && !first.isQuoted() && cursor.isAtName(0)) {
            Name from = cursor.name();
            return new AlterClause.RenameRollup(from, cursor.name(), cursor.spanSince(start));
        }
        return new AlterClause.RenameTable(first, cursor.spanSince(start));
    }

    private AlterClause replacePartitions(int start) {
        cursor.advance();
        PartitionNames replaced = clauses.partitionNames();
        cursor.expect(Keyword.WITH);
        PartitionNames replacement = clauses.partitionNames();
        List<Property> properties = clauses.properties();
        return new AlterClause.ReplacePartitions(replaced, replacement, properties, cursor.spanSince(start));
    }

    private AlterClause compact(int start) {
        String kind = cursor.isAt(Keyword.COMPACT) ? null : cursor.takeKeyword();
        cursor.expect(Keyword.COMPACT);
        List<Name> names = cursor.isAt(TokenKind.LEFT_PARENTHESIS) || cursor.isAtName(0)
                ? cursor.oneOrMore(cursor::name)
                : List.of();
        return new AlterClause.Compact(kind, names, cursor.spanSince(start));
    }

    // Clauses that are kept as text

    /** Parses {@code CREATE OR REPLACE BRANCH …} and the same with TAG. */
    private AlterClause branchOrTag(int start) {
        String keyword = cursor.takeKeyword();
        cursor.optional(Keyword.OR, Keyword.REPLACE);
        if (!cursor.isAt(Keyword.BRANCH) && !cursor.isAt(Keyword.TAG)) {
            throw cursor.unexpectedToken();
        }
        return verbatimSince(keyword, start);
    }

    private AlterClause verbatim(int start) {
        boolean execute = cursor.isAt(Keyword.EXECUTE);
        String keyword = cursor.takeKeyword();
        boolean valid = execute ? cursor.isAtName(0) : cursor.isAt(Keyword.TABLET) || cursor.isAt(Keyword.TABLETS);
        if (!valid) {
            throw cursor.unexpectedToken();
        }
        return verbatimSince(keyword, start);
    }

    private AlterClause verbatimSince(String keyword, int start) {
        cursor.skipClause();
        return new AlterClause.Verbatim(keyword, cursor.textSince(start), cursor.spanSince(start));
    }

    // Columns and the fields of structs

    /** Parses the clause; the cursor is behind ADD COLUMN. */
    private AlterClause addColumns(int start) {
        boolean several = cursor.isAt(TokenKind.LEFT_PARENTHESIS);
        List<ColumnDefinition> added = cursor.oneOrMore(columns::column);
        Position position = several ? null : position();
        Name rollup = cursor.take(Keyword.TO) || cursor.take(Keyword.IN) ? cursor.name() : null;
        List<Property> properties = clauses.properties();
        for (ColumnDefinition column : added) {
            check(column, "ADD", rollup, position == null ? null : "AFTER", properties);
        }
        return several
                ? new AlterClause.AddColumns(added, rollup, properties, cursor.spanSince(start))
                : new AlterClause.AddColumn(added.get(0), position, rollup, properties, cursor.spanSince(start));
    }

    /** Refuses the clauses that a column with computed values can't have. */
    private void check(
            ColumnDefinition column,
            String verb,
            @Nullable Name rollup,
            @Nullable String position,
            List<Property> properties) {
        if (column.autoIncrement()) {
            cursor.refuse(SyntaxRule.UNSUPPORTED, column.span(), verb + " COLUMN", "AUTO_INCREMENT");
        }
        String clause =
                rollup != null ? "rollupName" : position != null || properties.isEmpty() ? position : "properties";
        if (column.generatedValue() != null && clause != null) {
            cursor.refuse(SyntaxRule.UNSUPPORTED, column.span(), verb + " COLUMN of a generated column", clause);
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

    /** Parses the clause; the cursor is behind MODIFY COLUMN. */
    private AlterClause modifyColumn(int start) {
        Keyword second = cursor.keyword(1);
        if (second == Keyword.COMMENT && cursor.kind(2) == TokenKind.TEXT && cursor.isAtName(0)) {
            Name column = cursor.name();
            cursor.advance();
            return new AlterClause.ModifyColumnComment(column, cursor.text(), cursor.spanSince(start));
        }
        if (cursor.keyword(2) == Keyword.FIELD && (second == Keyword.ADD || second == Keyword.DROP)) {
            return modifyField(second == Keyword.ADD, start);
        }
        ColumnDefinition column = columns.column();
        Position position = position();
        Name rollup = fromRollup();
        List<Property> properties = clauses.properties();
        check(column, "MODIFY", rollup, position == null ? null : "columnPosition", List.of());
        return new AlterClause.ModifyColumn(column, position, rollup, properties, cursor.spanSince(start));
    }

    private AlterClause modifyField(boolean add, int start) {
        Name column = cursor.name();
        cursor.skip(2);
        List<String> path = fieldPath();
        if (!add) {
            return new AlterClause.DropField(column, path, clauses.properties(), cursor.spanSince(start));
        }
        Type type = expressions.types().type();
        Position position = position();
        return new AlterClause.AddField(column, path, type, position, clauses.properties(), cursor.spanSince(start));
    }

    /** Parses {@code a.[*].b}. */
    private List<String> fieldPath() {
        List<String> path = new ArrayList<>();
        for (Name name = cursor.name(); name != null; name = cursor.dotName()) {
            path.add(name.text());
        }
        return path;
    }

    // Clauses that rewrite the whole table, and ORDER BY, which resembles one of them

    private AlterClause optimize(int start) {
        PartitionNames names = clauses.arePartitionNamesAhead(0) ? clauses.partitionNames() : null;
        KeyClause key = clauses.key();
        PartitionClause partitioning = partitions.clause();
        boolean orderFirst = start == cursor.position();
        List<SortItem> orderBy = clauses.orderBy();
        Distribution distribution = clauses.distribution();
        if (orderFirst && distribution == null && !cursor.isAt(Keyword.BETWEEN)) {
            List<Name> order = columns(orderBy);
            if (!order.isEmpty()) {
                Name rollup = fromRollup();
                return new AlterClause.Reorder(order, rollup, clauses.properties(), cursor.spanSince(start));
            }
        }
        if (distribution instanceof Distribution.Hash hash && cursor.optional(Keyword.DEFAULT, Keyword.BUCKETS)) {
            Distribution.Hash withBuckets = new Distribution.Hash(hash.columns(), clauses.bucketCount(), hash.span());
            return new AlterClause.DefaultBuckets(withBuckets, cursor.spanSince(start));
        }
        AlterClause.Between between = null;
        if (cursor.take(Keyword.BETWEEN)) {
            String from = cursor.text();
            cursor.expect(Keyword.AND);
            between = new AlterClause.Between(from, cursor.text());
        }
        if (start == cursor.position()) {
            throw cursor.expectation("a clause of ALTER TABLE");
        }
        AlterClause.OptimizedRows rows = new AlterClause.OptimizedRows(names, between);
        return new AlterClause.Optimize(rows, key, partitioning, orderBy, distribution, cursor.spanSince(start));
    }

    /** Returns the columns if all items are unqualified columns without a direction; otherwise an empty list. */
    private static List<Name> columns(List<SortItem> items) {
        List<Name> columns = new ArrayList<>();
        for (SortItem item : items) {
            if (item.ascending() != null
                    || item.nullsFirst() != null
                    || !(item.value() instanceof Expression.Reference reference)
                    || reference.name().parts().size() > 1) {
                return List.of();
            }
            columns.add(reference.name().lastPart());
        }
        return columns;
    }
}
