package dev.cairn.sql.parse;

import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.query.ClauseParser;
import dev.cairn.sql.token.Cursor;
import java.util.List;

/** Parses ALTER TABLE and its clauses, except for those on partitions. */
final class AlterParser {
    private final Cursor cursor;
    private final ClauseParser clauses;
    private final AlterColumnParser columns;
    private final AlterPartitionParser partitions;
    private final OptimizeParser optimizes;

    AlterParser(
            Cursor cursor,
            ClauseParser clauses,
            AlterColumnParser columns,
            AlterPartitionParser partitions,
            OptimizeParser optimizes) {
        this.cursor = cursor;
        this.clauses = clauses;
        this.columns = columns;
        this.partitions = partitions;
        this.optimizes = optimizes;
    }

    /** Parses the statement; the cursor is behind ALTER TABLE. */
    Statement alter(int start) {
        QualifiedName table = cursor.qualifiedName();
        return new Statement.AlterTable(table, list(), cursor.since(start));
    }

    private List<AlterClause> list() {
        if (cursor.at(Keyword.ADD, Keyword.ROLLUP)) {
            return rollups();
        }
        if (cursor.at(Keyword.DROP, Keyword.ROLLUP)) {
            cursor.advance();
            cursor.advance();
            return cursor.separated(() -> {
                Name rollup = cursor.name();
                return new AlterClause.DropRollup(rollup, rollup.span());
            });
        }
        return cursor.separated(this::clause);
    }

    private List<AlterClause> rollups() {
        cursor.expect(Keyword.ADD, Keyword.ROLLUP);
        return cursor.separated(() -> {
            int start = cursor.position();
            return new AlterClause.AddRollup(clauses.rollup(), cursor.since(start));
        });
    }

    private AlterClause clause() {
        int start = cursor.position();
        Keyword word = cursor.keyword();
        if (word == null) {
            return optimizes.clause(start);
        }
        return switch (word) {
            case ADD -> add(start);
            case DROP -> drop(start);
            case MODIFY -> modify(start);
            case RENAME -> rename(start);
            case TRUNCATE -> partitions.truncate(start);
            case REPLACE -> clauses.partitionNamesAt(1) ? partitions.replace(start) : reference(start);
            case SWAP -> {
                cursor.advance();
                cursor.expect(Keyword.WITH);
                yield new AlterClause.Swap(cursor.name(), cursor.since(start));
            }
            case SET -> {
                cursor.advance();
                yield new AlterClause.SetProperties(clauses.propertyList(), cursor.since(start));
            }
            case COMMENT -> {
                cursor.advance();
                cursor.expect(TokenKind.EQUAL);
                yield new AlterClause.SetComment(cursor.text(), cursor.since(start));
            }
            case AUTO_INCREMENT -> {
                cursor.advance();
                cursor.expect(TokenKind.EQUAL);
                yield new AlterClause.SetAutoIncrement(cursor.number(), cursor.since(start));
            }
            case BASE, CUMULATIVE, COMPACT -> compact(start);
            case CREATE -> reference(start);
            case SPLIT, MERGE, EXECUTE -> verbatim(start);
            default -> optimizes.clause(start);
        };
    }

    private AlterClause add(int start) {
        cursor.advance();
        if (cursor.take(Keyword.COLUMN)) {
            return columns.add(start);
        }
        if (cursor.take(Keyword.INDEX)) {
            return new AlterClause.AddIndex(clauses.index(start), cursor.since(start));
        }
        return partitions.add(start);
    }

    private AlterClause drop(int start) {
        cursor.advance();
        if (cursor.take(Keyword.COLUMN)) {
            return columns.drop(start);
        }
        if (cursor.take(Keyword.INDEX)) {
            return new AlterClause.DropIndex(cursor.name(), cursor.since(start));
        }
        if (cursor.take(Keyword.PERSISTENT)) {
            cursor.expect(Keyword.INDEX, Keyword.ON);
            cursor.expect(Keyword.TABLETS);
            return new AlterClause.DropPersistentIndex(cursor.parenthesized(cursor::number), cursor.since(start));
        }
        if (cursor.at(Keyword.BRANCH) || cursor.at(Keyword.TAG)) {
            return rest("DROP", start);
        }
        return partitions.drop(start);
    }

    private AlterClause modify(int start) {
        cursor.advance();
        return cursor.take(Keyword.COLUMN) ? columns.modify(start) : partitions.modify(start);
    }

    private AlterClause rename(int start) {
        cursor.advance();
        if (cursor.take(Keyword.COLUMN)) {
            Name from = cursor.name();
            cursor.expect(Keyword.TO);
            return new AlterClause.RenameColumn(from, cursor.name(), cursor.since(start));
        }
        if (cursor.take(Keyword.PARTITION)) {
            Name from = cursor.name();
            return new AlterClause.RenamePartition(from, cursor.name(), cursor.since(start));
        }
        Name first = cursor.name();
        if (first.is("ROLLUP") && !first.quoted() && cursor.atName(0)) {
            Name from = cursor.name();
            return new AlterClause.RenameRollup(from, cursor.name(), cursor.since(start));
        }
        return new AlterClause.RenameTable(first, cursor.since(start));
    }

    private AlterClause compact(int start) {
        String kind = cursor.at(Keyword.COMPACT) ? null : String.valueOf(cursor.keyword());
        if (kind != null) {
            cursor.advance();
        }
        cursor.expect(Keyword.COMPACT);
        List<Name> names = List.of();
        if (cursor.at(TokenKind.LEFT_PARENTHESIS)) {
            names = cursor.names();
        } else if (cursor.atName(0)) {
            names = List.of(cursor.name());
        }
        return new AlterClause.Compact(kind, names, cursor.since(start));
    }

    /** Parses {@code CREATE OR REPLACE BRANCH …} and the same with TAG. */
    private AlterClause reference(int start) {
        String keyword = String.valueOf(cursor.keyword());
        cursor.advance();
        if (cursor.take(Keyword.OR)) {
            cursor.expect(Keyword.REPLACE);
        }
        if (!cursor.at(Keyword.BRANCH) && !cursor.at(Keyword.TAG)) {
            throw cursor.unexpected();
        }
        return rest(keyword, start);
    }

    private AlterClause verbatim(int start) {
        String keyword = String.valueOf(cursor.keyword());
        boolean execute = cursor.at(Keyword.EXECUTE);
        cursor.advance();
        boolean goesOn = execute ? cursor.atName(0) : cursor.at(Keyword.TABLET) || cursor.at(Keyword.TABLETS);
        if (!goesOn) {
            throw cursor.unexpected();
        }
        return rest(keyword, start);
    }

    private AlterClause rest(String keyword, int start) {
        cursor.skipClause();
        return new AlterClause.Verbatim(keyword, cursor.textSince(start), cursor.since(start));
    }
}
