package dev.cairn.processor.check.query;

import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.model.QueryDeclaration.Method;
import dev.cairn.processor.model.QueryResult;
import dev.cairn.processor.model.QueryResult.RowType;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.template.RenderedTemplate;
import dev.cairn.sql.template.SqlTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks the texts that the optional parts of one statement can produce. All texts must return the same columns,
 * because the method has one result type.
 */
final class StatementVariantCheck {
    /**
     * The clause after a query of which a method returns at most one row. It asks for two rows, because the second one
     * is an error. It begins a line, because the statement may end with a comment.
     */
    private static final String TWO_ROWS_LIMIT = "\nLIMIT 2";

    /**
     * The text that the runtime appends to a query for a first page of 100 rows. It asks for one row more, which shows
     * whether there is a next page.
     */
    private static final String FIRST_PAGE_LIMIT = "\nLIMIT 101 OFFSET 0";

    private final Method method;
    private final SqlTemplate template;
    private final StatementFindings findings;
    private final StatementRelations relations;
    private final StatementAccessCheck accessCheck;
    private final StatementParameters parameters;
    private final StatementSegments segments;
    private final VariantAnalyzer variantAnalyzer;
    private final VariantErrorReporter errorReporter;
    private final StatementWarningCheck warningCheck;

    StatementVariantCheck(
            DeclaredSchema schema,
            StatementFindings findings,
            StatementRelations relations,
            StatementAccessCheck accessCheck,
            StatementParameters parameters,
            StatementSegments segments) {
        this.method = parameters.method();
        this.template = parameters.template();
        this.findings = findings;
        this.relations = relations;
        this.accessCheck = accessCheck;
        this.parameters = parameters;
        this.segments = segments;
        this.variantAnalyzer = new VariantAnalyzer(schema, relations, accessCheck, parameters);
        this.errorReporter = new VariantErrorReporter(schema, findings, relations, parameters, variantAnalyzer);
        this.warningCheck = new StatementWarningCheck(schema, findings, parameters, variantAnalyzer);
    }

    /**
     * A statement that the server accepts.
     *
     * @param sample the text of the statement with all optional parts
     * @param suffix the text that is sent after the statement; may be empty
     * @param sampleSuffix the text that is sent after the sample, with literals; may be empty
     */
    record AcceptedStatement(
            QueryResult<RowType> result, RenderedTemplate sample, String suffix, String sampleSuffix) {}

    /**
     * Reports the errors of all texts, and the warnings if there is no error. Returns the statement, which may still
     * have errors in other texts; empty if the server would refuse the text with all optional parts.
     */
    Optional<AcceptedStatement> checkVariants() {
        AnalyzedVariant wholeVariant = variantAnalyzer.analyze(VariantAnalyzer.ALL_PARTS_MASK, true);
        if (!wholeVariant.isAccepted()) {
            // Some functions accept only plain literals.
            AnalyzedVariant uncastVariant = variantAnalyzer.analyze(VariantAnalyzer.ALL_PARTS_MASK, false);
            wholeVariant = uncastVariant.isAccepted() ? uncastVariant : wholeVariant;
        }
        if (!verifyVariant(wholeVariant)
                || !new RepeatedRowCheck(parameters, findings).addRowTo(wholeVariant.dmlStatement(), segments)) {
            return Optional.empty();
        }
        if (!wholeVariant.isTyped()) {
            segments.omitCasts();
        }
        boolean isValid = true;
        boolean acceptsLimit = acceptsLimit(wholeVariant);
        List<AnalyzedVariant> partialVariants = new ArrayList<>();
        for (int partMask = 0; partMask < (1 << template.optionalParts().size()) - 1; partMask++) {
            AnalyzedVariant partialVariant = variantAnalyzer.analyze(partMask, wholeVariant.isTyped());
            findings.enterVariant(template.optionalPartTexts(partialVariant.partIndexes()));
            isValid &= verifyVariant(partialVariant) && verifySameColumns(wholeVariant, partialVariant);
            acceptsLimit &= acceptsLimit(partialVariant);
            partialVariants.add(partialVariant);
        }
        findings.leaveVariant();
        isValid = isValid && verifyPage(acceptsLimit);
        QueryResult<RowType> queryResult = ResultMatcher.createResultInDeclaredOrder(method.result());
        List<QueryOutput> outputs = wholeVariant.outputs();
        if (isValid && outputs != null && verifyKnownColumns(wholeVariant)) {
            queryResult = new ResultMatcher(method, outputs, findings).match();
        }
        if (isValid && !findings.collectedFindings().hasErrors()) {
            warningCheck.checkStatement(wholeVariant, partialVariants);
        }
        String suffix = acceptsLimit && method.returnsAtMostOneRow() ? TWO_ROWS_LIMIT : "";
        return Optional.of(new AcceptedStatement(
                queryResult,
                wholeVariant.renderedTemplate(),
                suffix,
                method.returnsPage() ? FIRST_PAGE_LIMIT : suffix));
    }

    /** Reports the errors of a text; returns whether the server would accept it. */
    private boolean verifyVariant(AnalyzedVariant variant) {
        errorReporter.report(variant);
        if (variant.isAccepted()) {
            segments.addVariant(variant);
            variant.contexts().findUsedColumnNamesBySource().forEach((source, columnNames) -> {
                relations.addSource(source, columnNames);
                accessCheck.checkRead(
                        source,
                        variant.dmlStatement(),
                        variant.renderedTemplate()
                                .toOriginSpan(variant.contexts().firstSpan(source)));
            });
        }
        return variant.isAccepted();
    }

    /** Returns whether a method that returns a page can append its LIMIT; reports it otherwise. */
    private boolean verifyPage(boolean acceptsLimit) {
        if (!method.returnsPage() || acceptsLimit) {
            return true;
        }
        findings.addAt(
                template.firstWordSpan(),
                CompileRule.RESULT_TYPE,
                method.name(),
                "a Page",
                "but the statement takes no LIMIT after it",
                "remove its LIMIT, which the PageRequest determines");
        return false;
    }

    /** Returns whether a LIMIT after the text limits the whole result. */
    private static boolean acceptsLimit(AnalyzedVariant variant) {
        BoundQuery boundQuery = variant.boundQuery();
        Query query = boundQuery == null ? null : boundQuery.query();
        return query != null
                && query.limit() == null
                && (query.body() instanceof Query.Select || query.body() instanceof Query.SetOperation)
                && !variant.renderedTemplate().text().stripTrailing().endsWith(";");
    }

    /**
     * Returns whether the columns of each star are known; reports a star over a relation whose columns only the server
     * knows.
     */
    private boolean verifyKnownColumns(AnalyzedVariant variant) {
        for (Query.SelectItem.Star star : variant.contexts().stars()) {
            if (variant.contexts().bindings().columns(star).stream().anyMatch(RelationField::isWildcard)) {
                findings.addAt(variant.renderedTemplate().toOriginSpan(star.span()), CompileRule.UNKNOWN_STAR);
                return false;
            }
        }
        return true;
    }

    /** Returns whether two texts have the same columns; reports it otherwise. */
    private boolean verifySameColumns(AnalyzedVariant wholeVariant, AnalyzedVariant partialVariant) {
        if (collectOutputNames(wholeVariant).equals(collectOutputNames(partialVariant))) {
            return true;
        }
        findings.addAt(
                template.optionalParts().get(0).span(),
                CompileRule.OPTIONAL_PART,
                "The columns of the result depend on an optional part",
                "move the part after the select list, or declare two methods");
        return false;
    }

    private static List<String> collectOutputNames(AnalyzedVariant variant) {
        List<QueryOutput> outputs = variant.outputs();
        return outputs == null
                ? List.of()
                : outputs.stream().map(QueryOutput::name).toList();
    }
}
