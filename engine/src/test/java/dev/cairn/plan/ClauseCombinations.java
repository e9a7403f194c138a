package dev.cairn.plan;

import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The kinds of clauses that an ALTER TABLE statement combines. */
public final class ClauseCombinations {
    /** The combinations that the planner writes without a recorded answer of a server. */
    public static final Set<String> NEVER_RECORDED = Set.of(
            "DropColumn, ModifyColumn",
            "AddIndex, DropColumn",
            "AddIndex, ModifyColumn",
            "AddIndex, DropColumn, ModifyColumn",
            "AddColumn, AddIndex, DropColumn",
            "AddColumn, AddIndex, ModifyColumn",
            "AddColumn, AddIndex, DropColumn, ModifyColumn",
            "AddIndex, DropIndex",
            "AddField, DropField",
            "AddField",
            // A statement that drops two rollups; frontends of 3.5 and 4.1 accept it.
            "DropRollup");

    /** The combinations for which a server's answer is recorded. */
    public static final Set<String> RECORDED = Set.of(
            "AddColumn",
            "AddColumn, AddIndex",
            "AddColumn, DropColumn",
            "AddColumn, DropColumn, ModifyColumn",
            "AddColumn, ModifyColumn",
            "AddIndex",
            "AddRollup",
            "DropColumn",
            "DropIndex",
            "ModifyColumn");

    private ClauseCombinations() {}

    /** Returns the kinds of the clauses; empty unless the statement is an ALTER TABLE with several clauses. */
    public static Optional<String> describe(Statement statement) {
        if (!(statement instanceof Statement.AlterTable alter)
                || alter.clauses().size() < 2) {
            return Optional.empty();
        }
        return Optional.of(alter.clauses().stream()
                .map(AlterClause::getClass)
                .map(Class::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(", ")));
    }
}
