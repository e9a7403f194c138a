package dev.cairn.processor.check.repair;

import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.CreateClause.IndexClause;
import dev.cairn.sql.ast.CreateClause.PropertyClause;
import dev.cairn.sql.ast.CreateClause.SortClause;
import dev.cairn.sql.ast.CreateClause.ViewPartitionClause;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Removes the parts of a statement that have mistakes, and the parts that depend on them, so that the engine finds the
 * next mistake. A clause depends on the columns that it names.
 *
 * @param mistakes the mistakes that were found
 */
public record StatementRepairer(StatementMistakes mistakes) {
    /**
     * Returns the statement without the parts that have mistakes; the same statement if there are no mistakes, or if it
     * creates neither a table nor a materialized view.
     *
     * @param declaredColumns the columns of the statement, in the same order
     */
    public Statement repair(Statement statement, List<DeclaredColumn> declaredColumns) {
        if (mistakes.places().isEmpty()) {
            return statement;
        }
        if (statement instanceof CreateTable table) {
            return new TableRepairer(mistakes, table, declaredColumns).repair();
        }
        return statement instanceof CreateMaterializedView view ? repairView(view) : statement;
    }

    /**
     * Returns whether a repaired table still has the names of its columns, and its partitioning, on which its readers
     * may depend; true for any other object.
     */
    public static boolean keepsColumnsAndPartitioning(Statement declaredStatement, Statement repairedStatement) {
        return !(declaredStatement instanceof CreateTable declaredTable
                        && repairedStatement instanceof CreateTable repairedTable)
                || (collectColumnNames(declaredTable.columns()).equals(collectColumnNames(repairedTable.columns()))
                        && (declaredTable.partitioning() == null) == (repairedTable.partitioning() == null));
    }

    private static Set<Name> collectColumnNames(List<ColumnDefinition> columns) {
        return columns.stream().map(ColumnDefinition::name).collect(Collectors.toSet());
    }

    private CreateMaterializedView repairView(CreateMaterializedView view) {
        boolean isPartitioned = view.partitionBy().stream()
                .noneMatch(item -> mistakes.affectsAny(item.collectColumnNames()) || mistakes.affects(item.span()));
        return view.withClauses(
                new IndexClause(StatementMistakes.filterOut(view.indexes(), mistakes::affects)),
                isPartitioned ? null : new ViewPartitionClause(List.of(), false),
                view.distribution() instanceof Distribution.Hash hashDistribution
                                && mistakes.affectsAny(hashDistribution.columns())
                        ? new Distribution.Random(hashDistribution.buckets(), hashDistribution.span())
                        : null,
                view.orderBy().stream().anyMatch(mistakes::affects) ? new SortClause(List.of()) : null,
                new PropertyClause(mistakes.repairProperties(view.properties(), isPartitioned)));
    }
}
