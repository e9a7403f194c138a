package dev.cairn.sql.write;

import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.AddColumn;
import dev.cairn.sql.ast.AlterClause.AddColumns;
import dev.cairn.sql.ast.AlterClause.AddField;
import dev.cairn.sql.ast.AlterClause.DropColumn;
import dev.cairn.sql.ast.AlterClause.DropField;
import dev.cairn.sql.ast.AlterClause.ModifyColumn;
import dev.cairn.sql.ast.AlterClause.Position;
import dev.cairn.sql.ast.AlterClause.Reorder;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes ALTER TABLE: a single clause on the line of the name, several clauses on a line each. */
public final class AlterWriter {
    private static final String ELEMENT = "[*]";

    private AlterWriter() {}

    static void write(SqlTextBuilder out, Statement.AlterTable alter) {
        out.put("ALTER TABLE ").name(alter.table());
        List<AlterClause> clauses = alter.clauses();
        for (int i = 0; i < clauses.size(); i++) {
            out.put(i > 0, ",").put(clauses.size() > 1 ? "\n  " : " ");
            AlterClause clause = clauses.get(i);
            boolean repeated = i > 0 && clause.getClass() == clauses.get(i - 1).getClass();
            clause(out, clause, repeated);
        }
    }

    public static void single(SqlTextBuilder out, AlterClause clause) {
        clause(out, clause, false);
    }

    /** Writes a clause; the words ADD ROLLUP and DROP ROLLUP appear only before the first of several rollups. */
    private static void clause(SqlTextBuilder out, AlterClause clause, boolean repeated) {
        if (clause instanceof AlterClause.AddRollup add) {
            TableWriter.rollup(out.put(!repeated, "ADD ROLLUP "), add.rollup());
        } else if (clause instanceof AlterClause.DropRollup drop) {
            out.put(!repeated, "DROP ROLLUP ").name(drop.rollup());
        } else {
            clause(out, clause);
        }
    }

    private static void clause(SqlTextBuilder out, AlterClause clause) {
        if (!isColumnClause(out, clause) && !isTableClause(out, clause)) {
            AlterPartitionWriter.write(out, clause);
        }
    }

    private static boolean isColumnClause(SqlTextBuilder out, AlterClause clause) {
        if (clause instanceof AddColumn add) {
            ColumnWriter.column(out.put("ADD COLUMN "), add.column());
            position(out, add.position());
            rest(out, " TO ", add.rollup(), add.properties());
        } else if (clause instanceof AddColumns add) {
            out.put("ADD COLUMN (").list(add.columns(), ", ", ColumnWriter::column);
            rest(out.put(")"), " TO ", add.rollup(), add.properties());
        } else if (clause instanceof DropColumn drop) {
            out.put("DROP COLUMN ").name(drop.column());
            rest(out, " FROM ", drop.rollup(), drop.properties());
        } else if (clause instanceof ModifyColumn modify) {
            ColumnWriter.column(out.put("MODIFY COLUMN "), modify.column());
            position(out, modify.position());
            rest(out, " FROM ", modify.rollup(), modify.properties());
        } else if (clause instanceof AlterClause.ModifyColumnComment modify) {
            out.put("MODIFY COLUMN ").name(modify.column()).put(" ").comment(modify.comment());
        } else if (clause instanceof AlterClause.RenameColumn rename) {
            out.put("RENAME COLUMN ").name(rename.from()).put(" TO ").name(rename.to());
        } else if (clause instanceof Reorder reorder) {
            out.put("ORDER BY ").names(reorder.columns());
            rest(out, " FROM ", reorder.rollup(), reorder.properties());
        } else {
            return isFieldClause(out, clause);
        }
        return true;
    }

    private static boolean isFieldClause(SqlTextBuilder out, AlterClause clause) {
        if (clause instanceof AddField add) {
            out.put("MODIFY COLUMN ").name(add.column()).put(" ADD FIELD ");
            TypeWriter.column(path(out, add.path()).put(" "), add.type());
            position(out, add.position());
            out.propertiesBehind(add.properties());
        } else if (clause instanceof DropField drop) {
            out.put("MODIFY COLUMN ").name(drop.column()).put(" DROP FIELD ");
            path(out, drop.path()).propertiesBehind(drop.properties());
        } else {
            return false;
        }
        return true;
    }

    private static SqlTextBuilder path(SqlTextBuilder out, List<String> path) {
        return out.list(path, ".", AlterWriter::pathPart);
    }

    private static void pathPart(SqlTextBuilder out, String part) {
        if (part.equals(ELEMENT)) {
            out.put(ELEMENT);
        } else {
            out.name(part);
        }
    }

    private static void position(SqlTextBuilder out, @Nullable Position position) {
        if (position instanceof Position.First) {
            out.put(" FIRST");
        } else if (position instanceof Position.After after) {
            out.put(" AFTER ").name(after.column());
        }
    }

    private static void rest(SqlTextBuilder out, String word, @Nullable Name rollup, List<Property> properties) {
        if (rollup != null) {
            out.put(word).name(rollup);
        }
        out.propertiesBehind(properties);
    }

    private static boolean isTableClause(SqlTextBuilder out, AlterClause clause) {
        if (clause instanceof AlterClause.AddIndex add) {
            ColumnWriter.index(out.put("ADD "), add.index());
        } else if (clause instanceof AlterClause.DropIndex drop) {
            out.put("DROP INDEX ").name(drop.index());
        } else if (clause instanceof AlterClause.RenameTable rename) {
            out.put("RENAME ").name(rename.to());
        } else if (clause instanceof AlterClause.Swap swap) {
            out.put("SWAP WITH ").name(swap.with());
        } else if (clause instanceof AlterClause.SetProperties set) {
            out.put("SET ").propertyList(set.properties());
        } else if (clause instanceof AlterClause.SetComment set) {
            out.put("COMMENT = ").text(QuotingContext.COMMENT, set.comment());
        } else if (clause instanceof AlterClause.SetAutoIncrement set) {
            out.put("AUTO_INCREMENT = ").put(set.value());
        } else if (clause instanceof AlterClause.RenameRollup rename) {
            out.put("RENAME ROLLUP ").name(rename.from()).put(" ").name(rename.to());
        } else if (clause instanceof AlterClause.Verbatim verbatim) {
            out.put(verbatim.text());
        } else {
            return false;
        }
        return true;
    }
}
