package dev.cairn.processor.check;

import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.QuerySources;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.processor.check.QueryRefusals.RefusedQuery;
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
import dev.cairn.processor.model.LineAndColumn;
import dev.cairn.processor.model.Root;
import dev.cairn.sql.SqlFragment;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the data tests of an object: their queries are analysed like any other query of the schema. */
record DataTestCheck(Root root, QuerySources declared, Declaration declaration, Findings findings) {
    void check() {
        declaration.dataTests().forEach(this::check);
    }

    private void check(DataTestDeclaration test) {
        if (test.rule() instanceof Condition condition) {
            int start = condition.prefix().length();
            BoundQuery rows = analyse(test, condition.violationsQuery(), start, condition.text());
            if (rows != null) {
                checkType(test, condition);
                // A condition that is NULL for each row never fails.
                new ValueWarnings(EnumColumns.of(root), condition.text(), start, test.place(), findings)
                        .check(rows.bindings());
            }
        } else if (test.rule() instanceof Reference reference && hasUnknownColumn(test, reference)) {
            return; // the query would name it by an alias
        } else if (!(test.rule() instanceof ColumnRequirement rule && rule.implied())) {
            analyse(test, test.sql(), 0, test.sql());
        }
    }

    /** Reports the first column that the other object lacks; the query reports an object that does not exist. */
    private boolean hasUnknownColumn(DataTestDeclaration test, Reference reference) {
        ObjectName name = ObjectName.of(reference.other(), new Session(root.name()));
        Source other;
        try {
            other = declared.find(null, name.database(), name.name(), Span.NONE);
        } catch (Refusal unknown) {
            return false;
        }
        List<String> columns = other.columns().stream().map(Source.Column::name).toList();
        for (String column : reference.otherColumns()) {
            if (other.complete() && columns.stream().noneMatch(column::equalsIgnoreCase)) {
                findings.add(
                        FindingCode.UNKNOWN_COLUMN,
                        test.place(),
                        reference.other() + "." + column,
                        new QueryRefusals(root).column(column, columns));
                return true;
            }
        }
        checkTypes(test, reference, other.columns());
        return false;
    }

    /** The server compares values of different kinds by their conversion to a number or a text. */
    private void checkTypes(DataTestDeclaration test, Reference reference, List<Source.Column> others) {
        for (int i = 0;
                i
                        < Math.min(
                                reference.columns().size(),
                                reference.otherColumns().size());
                i++) {
            String from = reference.columns().get(i);
            String to = reference.otherColumns().get(i);
            Type ownType = type(from);
            Type other = type(others, to);
            if (ownType != null && other != null && !isSameKind(PrimitiveType.of(ownType), PrimitiveType.of(other))) {
                findings.add(
                        FindingCode.REFERENCE_TYPE,
                        test.place(),
                        from,
                        TypeFormat.formatForShowCreate(ownType),
                        to,
                        reference.other(),
                        TypeFormat.formatForShowCreate(other));
            }
        }
    }

    private @Nullable Type type(String name) {
        for (DeclaredColumn column : declaration.columns()) {
            if (column.name().equalsIgnoreCase(name)) {
                return column.definition().type();
            }
        }
        return null;
    }

    private static @Nullable Type type(List<Source.Column> columns, String name) {
        for (Source.Column column : columns) {
            if (column.name().equalsIgnoreCase(name)) {
                return column.typed().type();
            }
        }
        return null;
    }

    private static boolean isSameKind(PrimitiveType one, PrimitiveType other) {
        return one.isNumeric() == other.isNumeric()
                && one.isCharacters() == other.isCharacters()
                && one.isDate() == other.isDate();
    }

    private static String showPlace(String written, Span at, int start) {
        return LineAndColumn.show(written, spanInside(written, at, start));
    }

    private static String words(String written, Span at, int start) {
        Span inside = spanInside(written, at, start);
        return written.substring(inside.offset(), inside.offset() + inside.length());
    }

    private static Span spanInside(String written, Span at, int start) {
        int from = Math.max(0, Math.min(at.offset() - start, written.length()));
        int to = Math.max(from, Math.min(at.offset() + at.length() - start, written.length()));
        return new Span(1, 1, from, to - from);
    }

    /** The server casts other types to BOOLEAN. */
    private void checkType(DataTestDeclaration test, Condition condition) {
        String query = condition.valuesQuery(declaration.name());
        int start = query.indexOf('(') + 1;
        BoundQuery value = analyse(test, query, start, condition.text());
        Type type = value == null ? null : value.columns().get(0).type();
        if (type != null && !type.equals(new Type.Scalar(Type.Scalar.Kind.BOOLEAN))) {
            findings.add(
                    FindingCode.DATA_TEST_CONDITION,
                    test.place(),
                    condition.text().strip(),
                    TypeFormat.formatForShowCreate(type));
        }
    }

    /**
     * Analyses a query; null if it is refused, which is reported.
     *
     * @param start where the text that the user wrote begins in the query
     */
    private @Nullable BoundQuery analyse(DataTestDeclaration test, String sql, int start, String written) {
        SchemaSources sources = new SchemaSources(declared, (database, name) -> false, root.isComplete());
        Bindings bindings = new Bindings();
        try {
            Query query = new SqlFragment(sql, test.place().number()).query().query();
            return new QueryAnalysis(root.profile(), sources, root.name()).analyseExecutable(query, bindings);
        } catch (Refusal refusal) {
            RefusedQuery refused = new RefusedQuery(
                    "the data test '" + test.name() + "'",
                    span -> words(written, span, start),
                    sources.columns(),
                    bindings);
            findings.add(new QueryRefusals(root)
                    .toFinding(refusal, refused, test.place())
                    .with(showPlace(written, refusal.span(), start)));
            return null;
        }
    }
}
