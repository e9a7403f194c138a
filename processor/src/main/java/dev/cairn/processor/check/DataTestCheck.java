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
import dev.cairn.processor.check.refusal.QueryRefusalConverter;
import dev.cairn.processor.check.refusal.QueryRefusalConverter.RefusedQuery;
import dev.cairn.processor.check.value.EnumColumns;
import dev.cairn.processor.check.value.ValueWarningCheck;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.model.DataTestDeclaration;
import dev.cairn.processor.model.DataTestDeclaration.ColumnsRule;
import dev.cairn.processor.model.DataTestDeclaration.ConditionRule;
import dev.cairn.processor.model.DataTestDeclaration.ReferenceRule;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.processor.model.WrittenSql;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.SqlFragment;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks the data tests of an object. Their queries are analyzed like any other query of the schema, so that no server
 * refuses them.
 */
record DataTestCheck(
        SchemaRoot root, SourceResolver declaredSourceResolver, ObjectDeclaration declaration, Findings findings) {
    void check() {
        declaration.dataTests().forEach(this::checkTest);
    }

    private void checkTest(DataTestDeclaration test) {
        if (test.rule() instanceof ConditionRule condition) {
            WrittenSql writtenText = new WrittenSql(
                    condition.writtenCondition(), condition.queryPrefix().length());
            BoundQuery violationsQuery = analyze(test, condition.violationsQuery(), writtenText);
            if (violationsQuery != null) {
                checkConditionType(test, condition);
                // A condition that is NULL for each row never fails.
                new ValueWarningCheck(EnumColumns.of(root), writtenText, test.place(), findings)
                        .check(violationsQuery.bindings());
            }
        } else if (test.rule() instanceof ReferenceRule reference && reportReferenceProblems(test, reference)) {
            return; // the analysis of the query would report the column again, by an alias
        } else if (!(test.rule() instanceof ColumnsRule columnsRule && columnsRule.isImplied())) {
            analyze(test, test.sql(), new WrittenSql(test.sql(), 0));
        }
    }

    /**
     * Reports problems of a reference to another object, and returns whether that object lacks a column. A missing
     * object is not reported here, because the analysis of the query reports it, and neither is a missing column of a
     * key, which the declaration of the key reports.
     */
    private boolean reportReferenceProblems(DataTestDeclaration test, ReferenceRule reference) {
        ObjectName objectName = ObjectName.resolve(reference.referencedObjectName(), new Session(root.name()));
        Source referencedSource;
        try {
            referencedSource =
                    declaredSourceResolver.resolveSource(null, objectName.database(), objectName.name(), Span.NONE);
        } catch (Refusal ignored) {
            return false;
        }
        List<String> columnNames =
                referencedSource.columns().stream().map(Source.Column::name).toList();
        for (String columnName : reference.referencedColumnNames()) {
            if (referencedSource.hasAllColumns() && columnNames.stream().noneMatch(columnName::equalsIgnoreCase)) {
                if (!reference.isToKey()) {
                    findings.add(
                            CompileRule.UNKNOWN_COLUMN,
                            test.place(),
                            reference.referencedObjectName() + "." + columnName,
                            new QueryRefusalConverter(root).suggestColumn(columnName, columnNames));
                }
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
            DataTestDeclaration test, ReferenceRule reference, List<Source.Column> referencedColumns) {
        int columnCount = Math.min(
                reference.columnNames().size(),
                reference.referencedColumnNames().size());
        for (int i = 0; i < columnCount; i++) {
            String columnName = reference.columnNames().get(i);
            String referencedName = reference.referencedColumnNames().get(i);
            Type columnType = findColumnType(columnName);
            Type referencedType = findColumnType(referencedColumns, referencedName);
            if (columnType != null
                    && referencedType != null
                    && !areSameKind(PrimitiveType.of(columnType), PrimitiveType.of(referencedType))) {
                findings.add(
                        CompileRule.REFERENCE_TYPE,
                        test.place(),
                        columnName,
                        TypeFormat.formatForShowCreate(columnType),
                        referencedName,
                        reference.referencedObjectName(),
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

    private static boolean areSameKind(PrimitiveType left, PrimitiveType right) {
        return left.isNumeric() == right.isNumeric()
                && left.isCharacterType() == right.isCharacterType()
                && left.isDateOrDatetime() == right.isDateOrDatetime();
    }

    /** Reports a condition that is not BOOLEAN: the server would cast it. */
    private void checkConditionType(DataTestDeclaration test, ConditionRule condition) {
        String querySql = condition.valuesQuery(declaration.name());
        WrittenSql writtenText = new WrittenSql(condition.writtenCondition(), querySql.indexOf('(') + 1);
        BoundQuery boundQuery = analyze(test, querySql, writtenText);
        Type conditionType =
                boundQuery == null ? null : boundQuery.columns().get(0).type();
        if (conditionType != null && !conditionType.equals(new Type.Scalar(Type.Scalar.Kind.BOOLEAN))) {
            findings.add(
                    CompileRule.DATA_TEST_CONDITION,
                    test.place(),
                    condition.writtenCondition().strip(),
                    TypeFormat.formatForShowCreate(conditionType));
        }
    }

    /**
     * Analyzes a query; if the server would refuse it, reports the refusal and returns null.
     *
     * @param writtenText the part of the query that the user wrote
     */
    private @Nullable BoundQuery analyze(DataTestDeclaration test, String sql, WrittenSql writtenText) {
        DeclaredSourceResolver sourceResolver =
                new DeclaredSourceResolver(declaredSourceResolver, (database, name) -> false, root.hasAllEntries());
        Bindings bindings = new Bindings();
        try {
            Query query =
                    new SqlFragment(sql, test.place().number()).parseQuery().query();
            return new QueryAnalysis(root.checkedTarget(), sourceResolver, root.name())
                    .analyzeExecutable(query, bindings);
        } catch (Refusal refusal) {
            RefusedQuery refusedQuery = new RefusedQuery(
                    "the data test '" + test.name() + "'",
                    writtenText::sourceText,
                    sourceResolver.columnNames(),
                    bindings);
            findings.add(new QueryRefusalConverter(root)
                    .toFinding(refusal, refusedQuery, test.place())
                    .withExcerpt(writtenText.renderExcerpt(refusal.span())));
            return null;
        }
    }
}
