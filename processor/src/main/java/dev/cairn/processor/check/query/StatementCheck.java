package dev.cairn.processor.check.query;

import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.processor.model.CheckedQuery.GeneratedMethod;
import dev.cairn.processor.model.CheckedQuery.RelationUse;
import dev.cairn.processor.model.CheckedQuery.SampledStatement;
import dev.cairn.processor.model.DeclaredRole;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.ParameterType;
import dev.cairn.processor.model.QueryDeclaration.Method;
import dev.cairn.processor.model.QueryDeclaration.Parameter;
import dev.cairn.processor.model.QueryResult;
import dev.cairn.processor.model.QueryResult.RowType;
import dev.cairn.processor.model.SqlSegment;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.template.RenderedTemplate;
import dev.cairn.sql.template.SqlTemplate;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.SyntaxProblem;
import dev.cairn.sql.token.SyntaxRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the statement of one method. Each text that optional parts can produce is parsed and analyzed, with literals
 * in the place of the parameters.
 */
final class StatementCheck {
    private static final Set<String> QUERY_WORDS = Set.of("SELECT", "WITH", "(");
    private static final Set<String> LISTING_WORDS = Set.of("SHOW", "DESC", "DESCRIBE");
    private static final Set<String> CHANGE_WORDS = Set.of("INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFRESH");

    private final JavaClassName interfaceName;
    private final Method method;
    private final DeclaredSchema schema;
    private final StatementFindings findings;
    private final StatementRelations relations;
    private final StatementAccessCheck accessCheck;

    /**
     * @param interfaceName the interface of the method
     * @param roles the roles with which the statement runs; if the list is empty, privileges are not checked
     */
    StatementCheck(
            JavaClassName interfaceName,
            Method method,
            DeclaredSchema schema,
            List<DeclaredRole> roles,
            Findings findings) {
        this.interfaceName = interfaceName;
        this.method = method;
        this.schema = schema;
        this.relations = new StatementRelations(schema);
        this.findings = new StatementFindings(method, findings);
        this.accessCheck = new StatementAccessCheck(schema, roles, this.findings);
    }

    /**
     * Returns the statement of a method without a check, because its schema could not be read or the statement has
     * errors.
     */
    static CheckedQuery createUncheckedQuery(JavaClassName interfaceName, Method method) {
        return createQuery(
                interfaceName,
                method,
                new SampledStatement(method.isQuery(), method.sql(), method.sql(), List.of()),
                List.of(),
                List.of(),
                new GeneratedMethod(
                        method.name(),
                        method.parameters(),
                        ResultMatcher.createResultInDeclaredOrder(method.result()),
                        List.of(new SqlSegment.Text(method.sql()))));
    }

    /**
     * Checks the statement and returns it with the types of its parameters and results. A statement with errors is
     * returned unchecked, as it is written.
     */
    CheckedQuery check() {
        try {
            return checkTemplate(SqlTemplate.parse(method.sql()));
        } catch (SqlSyntaxException failure) {
            reportSyntaxError(failure);
            return createUncheckedQuery(interfaceName, method);
        }
    }

    private void reportSyntaxError(SqlSyntaxException failure) {
        String remedy = failure.rule() instanceof SyntaxRule rule
                ? switch (rule) {
                    case NESTED_OPTIONAL_PART -> "end the first part before the second one";
                    case INVALID_ORDER_CHOICE -> "give an expression a name in the select list, and list this name";
                    case MISPLACED_ORDER_CHOICE -> "write it as in ORDER BY /*:sort name */ id";
                    default -> "";
                }
                : "";
        if (remedy.isEmpty()) {
            SyntaxProblem problem = SyntaxProblem.of(failure, method.sql());
            findings.addAt(failure.span(), CompileRule.STATEMENT_SYNTAX, problem.problem(), problem.remedy());
        } else {
            findings.addAt(failure.span(), CompileRule.OPTIONAL_PART, failure.problem(), remedy);
        }
    }

    private CheckedQuery checkTemplate(SqlTemplate template) {
        StatementParameters parameters = new StatementParameters(method, template, findings);
        boolean isRenderable = parameters.resolve();
        checkPageParameter();
        if (!isRenderable || !verifyKind(template)) {
            return createUncheckedQuery(interfaceName, method);
        }
        StatementSegments segments = new StatementSegments(schema, parameters);
        Optional<Parameter> recordCollection = template.parameters().stream()
                .map(parameters::findRecordCollection)
                .flatMap(Optional::stream)
                .findFirst();
        if (recordCollection.isPresent() && !method.isChecked()) {
            findings.addAt(
                    template.firstWordSpan(),
                    CompileRule.COLLECTION_PARAMETER,
                    recordCollection.get().name(),
                    "and a statement that is not checked can't be repeated for its records",
                    "remove unchecked");
            return createUncheckedQuery(interfaceName, method);
        }
        if (!method.isChecked() || LISTING_WORDS.contains(template.firstWord())) {
            RenderedTemplate sample = VariantAnalyzer.renderWholeText(parameters);
            return createCheckedQuery(
                    ResultMatcher.createResultInDeclaredOrder(method.result()),
                    segments.createSegments(),
                    sample.text(),
                    sample.parameterSqls());
        }
        return new StatementVariantCheck(schema, findings, relations, accessCheck, parameters, segments)
                .checkVariants()
                .map(acceptedStatement -> createCheckedQuery(
                        acceptedStatement.result(),
                        appendSuffix(segments.createSegments(), acceptedStatement.suffix()),
                        acceptedStatement.sample().text() + acceptedStatement.sampleSuffix(),
                        acceptedStatement.sample().parameterSqls()))
                .orElseGet(() -> createUncheckedQuery(interfaceName, method));
    }

    /**
     * Reports a method that returns a page without one PageRequest, or that has a PageRequest without returning a page.
     */
    private void checkPageParameter() {
        List<Parameter> pageParameters = method.parameters().stream()
                .filter(parameter -> parameter.type() == ParameterType.Directive.PAGE)
                .toList();
        if (method.returnsPage() && pageParameters.size() != 1) {
            findings.add(
                    CompileRule.RESULT_TYPE,
                    method.place(),
                    method.name(),
                    "a Page",
                    "but " + (pageParameters.isEmpty() ? "no parameter says" : "several parameters say") + " which one",
                    "declare one parameter PageRequest");
        } else if (!method.returnsPage() && !pageParameters.isEmpty()) {
            findings.add(
                    CompileRule.RESULT_TYPE,
                    method.place(),
                    method.name(),
                    "no Page",
                    "but the parameter '" + pageParameters.get(0).name() + "' asks for one",
                    "return Page, or write LIMIT and OFFSET into the statement");
        }
    }

    private static List<SqlSegment> appendSuffix(List<SqlSegment> segments, String suffix) {
        List<SqlSegment> sentSegments = new ArrayList<>(segments);
        if (!suffix.isEmpty()) {
            sentSegments.add(new SqlSegment.Text(suffix));
        }
        return sentSegments;
    }

    private CheckedQuery createCheckedQuery(
            QueryResult<RowType> result, List<SqlSegment> segments, String sampleText, List<String> literals) {
        return createQuery(
                interfaceName,
                method,
                new SampledStatement(method.isQuery(), method.sql(), sampleText, literals),
                relations.sourceRelations(),
                relations.changedRelations(),
                new GeneratedMethod(method.name(), method.parameters(), result, segments));
    }

    private static CheckedQuery createQuery(
            JavaClassName interfaceName,
            Method method,
            SampledStatement statement,
            List<RelationUse> sourceRelations,
            List<RelationUse> changedRelations,
            GeneratedMethod generatedMethod) {
        return new CheckedQuery(
                String.join(".", interfaceName.simpleNames()) + "." + method.name(),
                method.signature(),
                statement,
                sourceRelations,
                changedRelations,
                generatedMethod);
    }

    /** Returns whether the statement is of the kind that its annotation requires; reports it otherwise. */
    private boolean verifyKind(SqlTemplate template) {
        if (!method.isChecked()) {
            return true;
        }
        String firstWord = template.firstWord();
        boolean changesData = CHANGE_WORDS.contains(firstWord) || (firstWord.equals("WITH") && !method.isQuery());
        boolean returnsRows = QUERY_WORDS.contains(firstWord) || LISTING_WORDS.contains(firstWord);
        if (method.isQuery() ? returnsRows : changesData) {
            return true;
        }
        Span span = template.firstWordSpan();
        if (changesData || returnsRows) {
            findings.addAt(
                    span,
                    CompileRule.STATEMENT_KIND,
                    method.name(),
                    method.isQuery() ? "Query" : "Execute",
                    method.isQuery() ? "changes data" : "returns rows",
                    method.isQuery() ? "use @Execute" : "use @Query");
        } else {
            findings.addAt(
                    span,
                    CompileRule.STATEMENT_KIND,
                    method.name(),
                    method.isQuery() ? "Query" : "Execute",
                    firstWord.isEmpty() ? "is empty" : "begins with " + firstWord,
                    method.isQuery()
                            ? "use SELECT, WITH or SHOW"
                            : "use INSERT, UPDATE, DELETE, TRUNCATE or REFRESH; schema changes belong in migrations");
        }
        return false;
    }
}
