package dev.cairn.engine.row;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.RowSelection;
import dev.cairn.engine.context.ServerState;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.DmlStatement.Delete;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks DELETE in the order of the server. A DELETE from a PRIMARY KEY table deletes the rows that a query returns. A
 * DELETE from any other table is conditional: it accepts only simple conditions on columns.
 */
public record DeleteCheck(ServerState server, Bindings bindings) {
    private static final int MAX_IN_CANDIDATE_COUNT = 10_000;
    private static final RowTarget.TargetRefusalFactory DELETE_REFUSAL_FACTORY =
            new RowTarget.TargetRefusalFactory(RowTarget::createUnsupportedKindRefusal);

    /**
     * Checks a DELETE, and records its resolved references in the bindings.
     *
     * @throws Refusal if the server does not accept the statement
     */
    public void check(Delete delete) {
        RowTarget target = RowTarget.of(server, delete.target(), DELETE_REFUSAL_FACTORY);
        Table table = target.table();
        if (table != null && table.model() != KeyModel.PRIMARY) {
            checkConditionalDelete(delete, table);
            return;
        }
        if (delete.where() == null) {
            throw Refusal.ofAnalysis(delete.span(), CommonRule.REQUIREMENT_MISSING, "DELETE", "a WHERE clause");
        }
        if (table != null && delete.partitions() != null) {
            throw Refusal.ofAnalysis(
                    delete.partitions().span(),
                    CommonRule.UNSUPPORTED,
                    "DELETE",
                    "partitions of a table with PRIMARY KEY");
        }
        RowSelection selection = RowSelection.of(delete);
        List<Expression> keyColumns = new ArrayList<>();
        for (Column column : table == null ? List.<Column>of() : table.columns()) {
            if (column.isKey()) {
                keyColumns.add(selection.qualifyColumn(column.name()));
            }
        }
        selection.analyze(server, keyColumns, bindings);
    }

    /** Checks a DELETE from a table without PRIMARY KEY. */
    private void checkConditionalDelete(Delete delete, Table table) {
        if (delete.partitions() != null && delete.partitions().isTemporary()) {
            throw Refusal.ofAnalysis(
                    delete.partitions().span(), CommonRule.UNSUPPORTED, "DELETE", "temporary partitions");
        }
        if (!delete.using().isEmpty()) {
            throw Refusal.ofAnalysis(
                    delete.span(), CommonRule.UNSUPPORTED, "DELETE", "USING for a table without PRIMARY KEY");
        }
        if (delete.where() == null) {
            throw Refusal.ofAnalysis(delete.span(), CommonRule.REQUIREMENT_MISSING, "DELETE", "a WHERE clause");
        }
        if (!delete.commonTables().isEmpty()) {
            throw Refusal.ofAnalysis(
                    delete.span(), CommonRule.UNSUPPORTED, "DELETE", "WITH for a table without PRIMARY KEY");
        }
        List<Expression.Reference> references = collectReferencesOfSimpleCondition(delete.where());
        List<Name> partitionNames =
                delete.partitions() == null ? List.of() : delete.partitions().names();
        for (Name partitionName : partitionNames) {
            if (!table.mayHavePartition(partitionName)) {
                throw Refusal.ofExecution(
                        partitionName.span(), CommonRule.NOT_FOUND, RuleSubject.PARTITION, partitionName.text());
            }
        }
        references.forEach(reference -> requireComparableColumn(table, reference));
        if (!partitionNames.isEmpty()) {
            new DeleteCondition(table, delete.where()).convertValues();
        }
        bindCondition(delete);
    }

    /** Resolves the references of a condition that the server does not analyze as a query. */
    private void bindCondition(Delete delete) {
        try {
            RowSelection.of(delete).analyze(server, List.of(), bindings);
        } catch (Refusal ignored) {
            // The server accepts the statement, so the references of its condition stay unresolved.
        }
    }

    /**
     * Returns the references in a condition. Refuses any condition but comparisons with literals, IS NULL and IN,
     * combined by AND.
     */
    private static List<Expression.Reference> collectReferencesOfSimpleCondition(Expression condition) {
        List<Expression.Reference> references = new ArrayList<>();
        for (Expression conjunct : condition.conjuncts()) {
            references.add(requireSimpleCondition(conjunct.unwrap()));
        }
        return references;
    }

    /** Returns the reference that the condition compares. */
    private static Expression.Reference requireSimpleCondition(Expression condition) {
        if (condition instanceof Expression.Binary binary && binary.operator().isComparison()) {
            Expression.Reference reference = requireReference(binary.left());
            requireLiteral(binary.right());
            return reference;
        }
        if (condition instanceof Expression.IsNull nullTest) {
            return requireReference(nullTest.value());
        }
        if (condition instanceof Expression.In inPredicate) {
            Expression.Reference reference = requireReference(inPredicate.value());
            if (inPredicate.candidates().size() > MAX_IN_CANDIDATE_COUNT) {
                throw Refusal.ofAnalysis(inPredicate.span(), RowRule.DELETE_CONDITION_UNSUPPORTED);
            }
            inPredicate.candidates().forEach(DeleteCheck::requireLiteral);
            return reference;
        }
        throw Refusal.ofAnalysis(
                condition instanceof Expression.InSubquery inPredicate
                        ? inPredicate.query().span()
                        : condition.span(),
                RowRule.DELETE_CONDITION_UNSUPPORTED);
    }

    private static Expression.Reference requireReference(Expression expression) {
        if (expression.unwrap() instanceof Expression.Reference reference) {
            return reference;
        }
        throw Refusal.ofAnalysis(expression.span(), RowRule.DELETE_CONDITION_UNSUPPORTED);
    }

    private static void requireLiteral(Expression expression) {
        Expression unwrappedExpression = expression.unwrap();
        boolean isNegativeLiteral = unwrappedExpression instanceof Expression.Unary unary
                && unary.operator() == Operator.MINUS
                && ExpressionType.isLiteral(unary.operand());
        if (!isNegativeLiteral
                && !ExpressionType.isLiteral(unwrappedExpression)
                && !(unwrappedExpression instanceof Expression.NullLiteral)) {
            throw Refusal.ofAnalysis(expression.span(), RowRule.DELETE_CONDITION_UNSUPPORTED);
        }
    }

    private static void requireComparableColumn(Table table, Expression.Reference reference) {
        String name = reference.name().lastPart().text();
        Column column = table.findColumn(name)
                .orElseThrow(
                        () -> Refusal.ofExecution(reference.span(), ServerError.UNKNOWN_COLUMN, name, table.name()));
        boolean isMergedValue = !column.isKey() && table.model() != KeyModel.DUPLICATE;
        if (isMergedValue
                || PrimitiveType.of(column.type()).isFloatingPoint()
                || column.type().isNested()) {
            throw Refusal.ofExecution(reference.span(), RowRule.DELETE_COLUMN_NOT_KEY, name);
        }
    }
}
