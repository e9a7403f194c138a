package dev.cairn.processor.check;

import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.source.SourceResolver;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.processor.check.QueryRefusalFindings.RefusedQuery;
import dev.cairn.processor.check.value.EnumColumns;
import dev.cairn.processor.check.value.ValueWarnings;
import dev.cairn.processor.model.DataTestDeclaration;
import dev.cairn.processor.model.DataTestDeclaration.ColumnRequirement;
import dev.cairn.processor.model.DataTestDeclaration.Condition;
import dev.cairn.processor.model.DataTestDeclaration.Reference;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.SqlFragment;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.LineAndColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks the data tests of an object. Their queries are analysed like any other query of the schema, so that no server
 * refuses them.
 */
record DataTestCheck(SchemaRoot root, SourceResolver declaredSources, Declaration declaration, Findings findings) {
    void check() {
        declaration.dataTests().forEach(this::checkTest);
    }

    private void checkTest(DataTestDeclaration test) {
        if (test.rule() instanceof Condition condition) {
            int textStart = condition.queryStart().length();
            BoundQuery violations = analyse(test, condition.violationsQuery(), textStart, condition.writtenCondition());
            if (violations != null) {
                checkConditionType(test, condition);
                // A condition that is NULL for each row never fails.
                new ValueWarnings(EnumColumns.of(root), condition.writtenCondition(), textStart, test.place(), findings)
                        .check(violations.bindings());
            }
        } else if (test.rule() instanceof Reference reference && reportReferenceMistakes(test, reference)) {
            return; // the analysis of the query would report the column again, by an alias
        } else if (!(test.rule() instanceof ColumnRequirement rule && rule.isImplied())) {
            analyse(test, test.sql(), 0, test.sql());
        }
    }

    /**
     * Reports mistakes in a reference to another object, and returns whether that object lacks a column. A missing
     * object is not reported here, because the analysis of the query reports it.
     */
    private boolean reportReferenceMistakes(DataTestDeclaration test, Reference reference) {
        ObjectName name = ObjectName.resolve(reference.referencedObject(), new Session(root.name()));
        Source referencedSource;
        try {
            referencedSource = declaredSources.resolveSource(null, name.database(), name.name(), Span.NONE);
        } catch (Refusal ignored) {
            return false;
        }
        List<String> columns =
                referencedSource.columns().stream().map(Source.Column::name).toList();
        for (String column : reference.referencedColumns()) {
            if (referencedSource.hasAllColumns() && columns.stream().noneMatch(column::equalsIgnoreCase)) {
                findings.add(
                        FindingCode.UNKNOWN_COLUMN,
                        test.place(),
                        reference.referencedObject() + "." + column,
                        new QueryRefusalFindings(root).suggestColumn(column, columns));
                return true;
            }
        }
        checkReferenceTypes(test, reference, referencedSource.columns());
        return false;
    }

    /**
     * Reports columns of different kinds: the server would convert their values to numbers or texts to compare them.
     */
    private void checkReferenceTypes(
            DataTestDeclaration test, Reference reference, List<Source.Column> referencedColumns) {
        for (int i = 0;
                i
                        < Math.min(
                                reference.columns().size(),
                                reference.referencedColumns().size());
                i++) {
            String columnName = reference.columns().get(i);
            String referencedName = reference.referencedColumns().get(i);
            Type columnType = findColumnType(columnName);
            Type referencedType = findColumnType(referencedColumns, referencedName);
            if (columnType != null
                    && referencedType != null
                    && !isSameKind(PrimitiveType.of(columnType), PrimitiveType.of(referencedType))) {
                findings.add(
                        FindingCode.REFERENCE_TYPE,
                        test.place(),
                        columnName,
                        TypeFormat.formatForShowCreate(columnType),
                        referencedName,
                        reference.referencedObject(),
                        TypeFormat.formatForShowCreate(referencedType));
            }
        }
    }

    private @Nullable Type findColumnType(String name) {
        for (DeclaredColumn column : declaration.columns()) {
            if (column.name().equalsIgnoreCase(name)) {
                return column.definition().type();
            }
        }
        return null;
    }

    private static @Nullable Type findColumnType(List<Source.Column> columns, String name) {
        for (Source.Column column : columns) {
            if (column.name().equalsIgnoreCase(name)) {
                return column.expressionType().type();
            }
        }
        return null;
    }

    private static boolean isSameKind(PrimitiveType left, PrimitiveType right) {
        return left.isNumeric() == right.isNumeric()
                && left.isCharacterType() == right.isCharacterType()
                && left.isDateOrDatetime() == right.isDateOrDatetime();
    }

    private static String renderExcerpt(String writtenText, Span span, int textStart) {
        return LineAndColumn.renderExcerpt(writtenText, toTextSpan(writtenText, span, textStart));
    }

    private static String sourceText(String writtenText, Span span, int textStart) {
        Span textSpan = toTextSpan(writtenText, span, textStart);
        return writtenText.substring(textSpan.offset(), textSpan.offset() + textSpan.length());
    }

    private static Span toTextSpan(String writtenText, Span span, int textStart) {
        int startOffset = Math.max(0, Math.min(span.offset() - textStart, writtenText.length()));
        int endOffset =
                Math.max(startOffset, Math.min(span.offset() + span.length() - textStart, writtenText.length()));
        return new Span(1, 1, startOffset, endOffset - startOffset);
    }

    /** Reports a condition that is not BOOLEAN: the server would cast it. */
    private void checkConditionType(DataTestDeclaration test, Condition condition) {
        String query = condition.valuesQuery(declaration.name());
        int textStart = query.indexOf('(') + 1;
        BoundQuery boundQuery = analyse(test, query, textStart, condition.writtenCondition());
        Type type = boundQuery == null ? null : boundQuery.columns().get(0).type();
        if (type != null && !type.equals(new Type.Scalar(Type.Scalar.Kind.BOOLEAN))) {
            findings.add(
                    FindingCode.DATA_TEST_CONDITION,
                    test.place(),
                    condition.writtenCondition().strip(),
                    TypeFormat.formatForShowCreate(type));
        }
    }

    /**
     * Analyses a query; if the server would refuse it, reports the refusal and returns null.
     *
     * @param textStart the offset in the query at which the text of the user begins
     */
    private @Nullable BoundQuery analyse(DataTestDeclaration test, String sql, int textStart, String writtenText) {
        DeclaredSourceResolver sources =
                new DeclaredSourceResolver(declaredSources, (database, name) -> false, root.isComplete());
        Bindings bindings = new Bindings();
        try {
            Query query =
                    new SqlFragment(sql, test.place().number()).parseQuery().query();
            return new QueryAnalysis(root.checkedTarget(), sources, root.name()).analyseExecutable(query, bindings);
        } catch (Refusal refusal) {
            RefusedQuery refusedQuery = new RefusedQuery(
                    "the data test '" + test.name() + "'",
                    span -> sourceText(writtenText, span, textStart),
                    sources.columnNames(),
                    bindings);
            findings.add(new QueryRefusalFindings(root)
                    .toFinding(refusal, refusedQuery, test.place())
                    .withExcerpt(renderExcerpt(writtenText, refusal.span(), textStart)));
            return null;
        }
    }
}
