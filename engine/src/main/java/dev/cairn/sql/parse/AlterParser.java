package dev.cairn.sql.parse;

import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.DropPartitions.PartitionSelection;
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
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.query.SharedClauseParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.TokenKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses ALTER TABLE and its clauses. It accepts each clause that the server's grammar has. The engine refuses
 * combinations of clauses, as the server does after parsing.
 */
final class AlterParser {
    private final Cursor cursor;
    private final ExpressionParser expressionParser;
    private final SharedClauseParser clauseParser;
    private final TableClauseParser tableClauseParser;
    private final AlterColumnParser alterColumnParser;
    private final PartitionParser partitionParser;

    AlterParser(
            Cursor cursor,
            ExpressionParser expressionParser,
            ColumnParser columnParser,
            PartitionParser partitionParser) {
        this.cursor = cursor;
        this.expressionParser = expressionParser;
        this.clauseParser = expressionParser.clauseParser();
        this.tableClauseParser = new TableClauseParser(cursor, clauseParser);
        this.alterColumnParser = new AlterColumnParser(cursor, expressionParser, columnParser);
        this.partitionParser = partitionParser;
    }

    /** Parses the statement; the cursor is after ALTER TABLE. */
    Statement parseAlterTable(int start) {
        QualifiedName tableName = cursor.readQualifiedName();
        return new Statement.AlterTable(tableName, parseClauses(), cursor.spanSince(start));
    }

    private List<AlterClause> parseClauses() {
        if (cursor.accept(Keyword.ADD, Keyword.ROLLUP)) {
            return cursor.readCommaList(() -> {
                int start = cursor.position();
                return new AlterClause.AddRollup(tableClauseParser.parseRollup(), cursor.spanSince(start));
            });
        }
        if (cursor.accept(Keyword.DROP, Keyword.ROLLUP)) {
            return cursor.readCommaList(() -> {
                Name rollupName = cursor.readName();
                return new AlterClause.DropRollup(rollupName, rollupName.span());
            });
        }
        return cursor.readCommaList(this::parseClause);
    }

    private AlterClause parseClause() {
        int start = cursor.position();
        Keyword keyword = cursor.keyword();
        if (keyword == null) {
            return parseOptimizeOrReorder(start);
        }
        return switch (keyword) {
            case ADD -> parseAdd(start);
            case DROP -> parseDrop(start);
            case MODIFY -> parseModify(start);
            case RENAME -> parseRename(start);
            case TRUNCATE -> {
                cursor.advance();
                yield new AlterClause.TruncatePartitions(clauseParser.parsePartitionNames(), cursor.spanSince(start));
            }
            case REPLACE ->
                clauseParser.arePartitionNamesAhead(1) ? parseReplacePartitions(start) : parseBranchOrTag(start);
            case SWAP -> {
                cursor.expect(Keyword.SWAP, Keyword.WITH);
                yield new AlterClause.SwapTable(cursor.readName(), cursor.spanSince(start));
            }
            case SET -> {
                cursor.advance();
                yield new AlterClause.SetProperties(clauseParser.parsePropertyList(), cursor.spanSince(start));
            }
            case COMMENT -> {
                cursor.advance();
                cursor.expect(TokenKind.EQUAL);
                yield new AlterClause.SetComment(cursor.readText(), cursor.spanSince(start));
            }
            case AUTO_INCREMENT -> {
                cursor.advance();
                cursor.expect(TokenKind.EQUAL);
                yield new AlterClause.SetAutoIncrement(cursor.readLong(), cursor.spanSince(start));
            }
            case BASE, CUMULATIVE, COMPACT -> parseCompact(start);
            case CREATE -> parseBranchOrTag(start);
            case SPLIT, MERGE, EXECUTE -> parseTabletOrExecute(start);
            default -> parseOptimizeOrReorder(start);
        };
    }

    private AlterClause parseAdd(int start) {
        cursor.advance();
        if (cursor.accept(Keyword.COLUMN)) {
            return alterColumnParser.parseAddColumns(start);
        }
        if (cursor.accept(Keyword.INDEX)) {
            return new AlterClause.AddIndex(tableClauseParser.parseIndex(start), cursor.spanSince(start));
        }
        if (cursor.accept(Keyword.PARTITION, Keyword.COLUMN)) {
            return new AlterClause.ChangePartitionColumns(
                    true, expressionParser.parseExpressions(), cursor.spanSince(start));
        }
        boolean isTemporary = cursor.accept(Keyword.TEMPORARY);
        PartitionDefinition partition;
        if (cursor.accept(Keyword.PARTITIONS)) {
            partition = partitionParser.parsePartitionBatch();
        } else if (cursor.isAt(Keyword.PARTITION)) {
            partition = partitionParser.parsePartition();
        } else {
            throw cursor.unexpectedTokenError();
        }
        Distribution distribution = tableClauseParser.parseDistribution();
        List<Property> properties = clauseParser.parseProperties();
        return new AlterClause.AddPartition(isTemporary, partition, distribution, properties, cursor.spanSince(start));
    }

    private AlterClause parseDrop(int start) {
        cursor.advance();
        if (cursor.accept(Keyword.COLUMN)) {
            Name columnName = cursor.readName();
            return new AlterClause.DropColumn(
                    columnName,
                    alterColumnParser.parseFromRollup(),
                    clauseParser.parseProperties(),
                    cursor.spanSince(start));
        }
        if (cursor.accept(Keyword.INDEX)) {
            return new AlterClause.DropIndex(cursor.readName(), cursor.spanSince(start));
        }
        if (cursor.acceptThenExpect(Keyword.PERSISTENT, Keyword.INDEX, Keyword.ON, Keyword.TABLETS)) {
            return new AlterClause.DropPersistentIndex(
                    cursor.readListInParentheses(cursor::readLong), cursor.spanSince(start));
        }
        if (cursor.isAt(Keyword.BRANCH) || cursor.isAt(Keyword.TAG)) {
            return finishVerbatim("DROP", start);
        }
        if (cursor.accept(Keyword.PARTITION, Keyword.COLUMN)) {
            return new AlterClause.ChangePartitionColumns(
                    false, expressionParser.parseExpressions(), cursor.spanSince(start));
        }
        boolean dropsAllTemporary = cursor.acceptThenExpect(Keyword.ALL, Keyword.TEMPORARY, Keyword.PARTITIONS);
        boolean isTemporary = dropsAllTemporary || cursor.accept(Keyword.TEMPORARY);
        boolean dropsSeveralPartitions = !dropsAllTemporary && cursor.accept(Keyword.PARTITIONS);
        if (!dropsAllTemporary && !dropsSeveralPartitions) {
            cursor.expect(Keyword.PARTITION);
        }
        boolean ifExists = !dropsAllTemporary && cursor.acceptIfExists();
        PartitionSelection selection = dropsAllTemporary
                ? new PartitionSelection.AllTemporaryPartitions()
                : dropsSeveralPartitions
                        ? parseDroppedPartitions()
                        : new PartitionSelection.SinglePartition(cursor.readName());
        boolean isForced = cursor.accept(Keyword.FORCE);
        return new AlterClause.DropPartitions(isTemporary, ifExists, selection, isForced, cursor.spanSince(start));
    }

    private PartitionSelection parseDroppedPartitions() {
        if (cursor.isAt(Keyword.START)) {
            return new PartitionSelection.BatchSelection(partitionParser.parsePartitionBatch());
        }
        return cursor.accept(Keyword.WHERE)
                ? new PartitionSelection.ConditionalSelection(expressionParser.parseExpression())
                : new PartitionSelection.ListedPartitions(cursor.readNamesInParentheses());
    }

    private AlterClause parseModify(int start) {
        cursor.advance();
        if (cursor.accept(Keyword.COLUMN)) {
            return alterColumnParser.parseModifyColumn(start);
        }
        cursor.expect(Keyword.PARTITION);
        Distribution distribution = tableClauseParser.parseDistribution();
        if (distribution != null) {
            return new AlterClause.ModifyPartitionDistribution(distribution, cursor.spanSince(start));
        }
        List<Name> partitionNames = List.of();
        if (cursor.isAt(TokenKind.LEFT_PARENTHESIS) && cursor.kind(1) == TokenKind.ASTERISK) {
            cursor.skip(2);
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        } else {
            partitionNames = cursor.readListOrSingleItem(cursor::readName);
        }
        cursor.expect(Keyword.SET);
        return new AlterClause.ModifyPartitions(
                partitionNames, clauseParser.parsePropertyList(), cursor.spanSince(start));
    }

    private AlterClause parseRename(int start) {
        cursor.advance();
        if (cursor.accept(Keyword.COLUMN)) {
            Name oldName = cursor.readName();
            cursor.expect(Keyword.TO);
            return new AlterClause.RenameColumn(oldName, cursor.readName(), cursor.spanSince(start));
        }
        if (cursor.accept(Keyword.PARTITION)) {
            Name oldName = cursor.readName();
            return new AlterClause.RenamePartition(oldName, cursor.readName(), cursor.spanSince(start));
        }
        Name firstName = cursor.readName();
        if (firstName.equalsIgnoreCase("ROLLUP") && !firstName.isQuoted() && cursor.isNameAhead(0)) {
            Name oldName = cursor.readName();
            return new AlterClause.RenameRollup(oldName, cursor.readName(), cursor.spanSince(start));
        }
        return new AlterClause.RenameTable(firstName, cursor.spanSince(start));
    }

    private AlterClause parseReplacePartitions(int start) {
        cursor.advance();
        PartitionNames oldPartitions = clauseParser.parsePartitionNames();
        cursor.expect(Keyword.WITH);
        PartitionNames newPartitions = clauseParser.parsePartitionNames();
        List<Property> properties = clauseParser.parseProperties();
        return new AlterClause.ReplacePartitions(oldPartitions, newPartitions, properties, cursor.spanSince(start));
    }

    private AlterClause parseCompact(int start) {
        String compactionKind = cursor.isAt(Keyword.COMPACT) ? null : cursor.readKeyword();
        cursor.expect(Keyword.COMPACT);
        List<Name> partitionNames = cursor.isAt(TokenKind.LEFT_PARENTHESIS) || cursor.isNameAhead(0)
                ? cursor.readListOrSingleItem(cursor::readName)
                : List.of();
        return new AlterClause.Compact(compactionKind, partitionNames, cursor.spanSince(start));
    }

    /** Parses {@code CREATE OR REPLACE BRANCH …}, {@code REPLACE BRANCH …} and the same with TAG. */
    private AlterClause parseBranchOrTag(int start) {
        boolean isCreation = cursor.isAt(Keyword.CREATE);
        String keyword = cursor.readKeyword();
        if (isCreation) {
            cursor.acceptThenExpect(Keyword.OR, Keyword.REPLACE);
        }
        if (!cursor.isAt(Keyword.BRANCH) && !cursor.isAt(Keyword.TAG)) {
            throw cursor.unexpectedTokenError();
        }
        return finishVerbatim(keyword, start);
    }

    /** Parses {@code SPLIT | MERGE TABLETS …} or {@code EXECUTE procedure …}. */
    private AlterClause parseTabletOrExecute(int start) {
        boolean isExecute = cursor.isAt(Keyword.EXECUTE);
        String keyword = cursor.readKeyword();
        boolean isValid =
                isExecute ? cursor.isNameAhead(0) : cursor.isAt(Keyword.TABLET) || cursor.isAt(Keyword.TABLETS);
        if (!isValid) {
            throw cursor.unexpectedTokenError();
        }
        return finishVerbatim(keyword, start);
    }

    private AlterClause finishVerbatim(String keyword, int start) {
        cursor.skipClause();
        return new AlterClause.VerbatimClause(keyword, cursor.textSince(start), cursor.spanSince(start));
    }

    /**
     * Parses a clause that begins with none of the verbs. An ORDER BY with nothing but column names changes the order
     * of columns, DEFAULT BUCKETS after a distribution sets their default number, and any other clauses rewrite the
     * table.
     */
    private AlterClause parseOptimizeOrReorder(int start) {
        PartitionNames partitionNames =
                clauseParser.arePartitionNamesAhead(0) ? clauseParser.parsePartitionNames() : null;
        KeyClause key = tableClauseParser.parseKey();
        PartitionClause partitioning = partitionParser.parseClause();
        boolean startsWithOrderBy = start == cursor.position();
        List<SortItem> orderBy = tableClauseParser.parseSortKey();
        Distribution distribution = tableClauseParser.parseDistribution();
        if (startsWithOrderBy && distribution == null && !cursor.isAt(Keyword.BETWEEN)) {
            List<Name> orderedColumnNames = findPlainColumnNames(orderBy);
            if (!orderedColumnNames.isEmpty()) {
                Name rollupName = alterColumnParser.parseFromRollup();
                return new AlterClause.ReorderColumns(
                        orderedColumnNames, rollupName, clauseParser.parseProperties(), cursor.spanSince(start));
            }
        }
        if (distribution instanceof Distribution.Hash hashDistribution
                && cursor.acceptThenExpect(Keyword.DEFAULT, Keyword.BUCKETS)) {
            Distribution.Hash defaultDistribution = new Distribution.Hash(
                    hashDistribution.columns(), tableClauseParser.parseBucketCount(), hashDistribution.span());
            return new AlterClause.SetDefaultBuckets(defaultDistribution, cursor.spanSince(start));
        }
        AlterClause.OptimizedTimeRange timeRange = null;
        if (cursor.accept(Keyword.BETWEEN)) {
            String startTime = cursor.readText();
            cursor.expect(Keyword.AND);
            timeRange = new AlterClause.OptimizedTimeRange(startTime, cursor.readText());
        }
        if (start == cursor.position()) {
            throw cursor.expectedError("a clause of ALTER TABLE");
        }
        AlterClause.OptimizedRows rows = new AlterClause.OptimizedRows(partitionNames, timeRange);
        return new AlterClause.Optimize(rows, key, partitioning, orderBy, distribution, cursor.spanSince(start));
    }

    /** Returns the columns if all items are unqualified columns without a direction; otherwise an empty list. */
    private static List<Name> findPlainColumnNames(List<SortItem> items) {
        List<Name> columnNames = new ArrayList<>();
        for (SortItem item : items) {
            if (item.isAscending() != null
                    || item.putsNullsFirst() != null
                    || !(item.value() instanceof Expression.Reference reference)
                    || reference.name().parts().size() > 1) {
                return List.of();
            }
            columnNames.add(reference.name().lastPart());
        }
        return columnNames;
    }
}
