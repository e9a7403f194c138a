package dev.cairn.processor.check;

import dev.cairn.processor.model.AllowedWarning;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.QueryDeclaration;
import dev.cairn.processor.model.QueryDeclaration.Method;
import dev.cairn.processor.model.QueryInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An interface of queries as it is implemented, and its statements in the order of the methods. */
public record CheckedQueries(
        QueryDeclaration declaration, QueryInterface implemented, List<CheckedStatement> statements) {
    public CheckedQueries {
        statements = List.copyOf(statements);
    }

    /**
     * A checked statement.
     *
     * @param sample the whole statement with literals in the place of the parameters
     * @param reads the tables and views that it reads or changes, each with the columns that it names
     */
    public record CheckedStatement(QueryInterface.Method method, String sample, Map<String, List<String>> reads) {}

    /**
     * Checks the statements of an interface; those with errors are implemented, too.
     *
     * @param schema null if it could not be read, so that nothing can be checked
     */
    static CheckedQueries of(QueryDeclaration declaration, @Nullable DeclaredSchema schema, Findings findings) {
        WarningSuppression.check(declaration.allowed(), findings);
        List<CheckedStatement> statements = new ArrayList<>();
        for (Method method : declaration.methods()) {
            WarningSuppression.check(method.allowed(), findings);
            Findings statementFindings = new Findings();
            statements.add(
                    schema == null
                            ? StatementCheck.unchecked(method)
                            : new StatementCheck(method, schema, statementFindings).check());
            List<AllowedWarning> allowed = new ArrayList<>(method.allowed());
            allowed.addAll(declaration.allowed());
            allowed.addAll(schema == null ? List.of() : schema.root().allowed());
            WarningSuppression.keep(statementFindings, allowed, findings);
        }
        List<QueryInterface.Method> methods =
                statements.stream().map(CheckedStatement::method).toList();
        return new CheckedQueries(
                declaration, new QueryInterface(declaration.type(), declaration.exported(), methods), statements);
    }
}
