package dev.cairn.processor.check;

import dev.cairn.analysis.function.CurrentTimeCalls;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.processor.check.DeclaredSourceResolver.RequestedName;
import dev.cairn.processor.check.value.EnumColumns;
import dev.cairn.processor.check.value.ValueWarningCheck;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Finding;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.processor.model.WrittenSql;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks views and materialized views, each after the objects that its query reads. Objects that depend on one another
 * in a cycle are reported once. An object whose query has an error is replaced by a stub, so that the queries that read
 * the object have no findings with the same cause.
 */
final class DefiningQueryCheck {
    private static final Set<CompileRule> COLUMN_MISMATCH_RULES =
            Set.of(CompileRule.UNMATCHED_COMPONENT, CompileRule.UNMATCHED_OUTPUT, CompileRule.COLUMN_COUNT);

    private final SchemaRoot root;
    private final DeclaredCatalogBuilder catalogBuilder;
    private final DefiningQueryAnalyzer queryAnalyzer;
    private final EnumColumns enumColumns;

    /** The objects that are not in the catalog yet. */
    private final Map<RequestedName, ObjectDeclaration> uncheckedDeclarationByName = new LinkedHashMap<>();

    /** The objects whose check has started, in this order; each object waits for the next one. */
    private final Set<RequestedName> startedNames = new LinkedHashSet<>();

    DefiningQueryCheck(SchemaRoot root, DeclaredCatalogBuilder catalogBuilder, List<ObjectDeclaration> declarations) {
        this.root = root;
        this.catalogBuilder = catalogBuilder;
        this.queryAnalyzer = new DefiningQueryAnalyzer(root, catalogBuilder.databaseName());
        this.enumColumns = EnumColumns.of(root);
        declarations.forEach(
                declaration -> uncheckedDeclarationByName.putIfAbsent(toRequestedName(declaration), declaration));
    }

    private RequestedName toRequestedName(ObjectDeclaration declaration) {
        return new RequestedName(
                declaration.databaseName(catalogBuilder.databaseName()),
                declaration.name().lastPart().text());
    }

    /** Checks all objects, and creates those without errors in the catalog. */
    void check() {
        Deque<RequestedName> nameStack = new ArrayDeque<>();
        for (RequestedName startName : List.copyOf(uncheckedDeclarationByName.keySet())) {
            nameStack.push(startName);
            while (!nameStack.isEmpty()) {
                RequestedName currentName = nameStack.peek();
                ObjectDeclaration declaration = uncheckedDeclarationByName.get(currentName);
                Set<RequestedName> prerequisites =
                        declaration == null ? Set.of() : attemptCheck(currentName, declaration);
                if (prerequisites.isEmpty()) {
                    startedNames.remove(currentName);
                    nameStack.pop();
                } else {
                    prerequisites.forEach(nameStack::push);
                }
            }
        }
    }

    /**
     * Checks an object, and returns an empty set. If other objects must be checked first, returns these, and leaves the
     * object unchecked: its findings are discarded, because the next attempt finds them again.
     */
    private Set<RequestedName> attemptCheck(RequestedName name, ObjectDeclaration declaration) {
        QueryText query = declaration.query();
        Findings objectFindings = new Findings();
        if (declaration.statement() instanceof CreateMaterializedView view) {
            checkColumnNames(declaration, view, objectFindings);
        }
        if (query == null) {
            addObject(name, declaration, objectFindings);
            return Set.of();
        }
        new TruncatedQueryCheck(declaration, query, objectFindings).check(root.checkedTarget());
        if (declaration.isFromSource() && declaration.statement() instanceof CreateMaterializedView view) {
            checkCurrentTime(view, objectFindings);
            TableCheck.checkZeroBuckets(
                    view.distribution(), view.name().lastPart().text(), objectFindings);
        }
        startedNames.add(name);
        DeclaredSourceResolver sourceResolver = createSourceResolver();
        Optional<BoundQuery> analyzedQuery = queryAnalyzer.analyze(declaration, query, sourceResolver, objectFindings);
        if (!sourceResolver.uncheckedNames().isEmpty()) {
            breakCycles(sourceResolver.uncheckedNames());
            return sourceResolver.uncheckedNames();
        }
        Findings mismatches = new Findings();
        analyzedQuery.ifPresent(boundQuery -> {
            new OutputCheck(declaration, query, boundQuery, enumColumns, mismatches).check();
            checkValues(declaration, query, boundQuery, objectFindings);
        });
        if (analyzedQuery.isPresent() && !hasColumnMismatch(mismatches) && !needsStub(declaration, sourceResolver)) {
            catalogBuilder.reportFindings(declaration, mismatches);
            addObject(name, declaration, objectFindings);
        } else {
            uncheckedDeclarationByName.remove(name);
            catalogBuilder.addStub(declaration);
            objectFindings.addAll(mismatches);
            catalogBuilder.reportFindings(declaration, objectFindings);
        }
        return Set.of();
    }

    /**
     * Warns about calls of the current time: the query of a materialized view runs at each refresh, not at each read.
     */
    private static void checkCurrentTime(CreateMaterializedView view, Findings findings) {
        QueryText query = view.queryText();
        for (Expression.Call call : CurrentTimeCalls.findIn(query.query())) {
            findings.addWithExcerpt(
                    WrittenSql.of(query).renderExcerpt(call.span()),
                    CompileRule.CURRENT_TIME,
                    Place.of(query.span()),
                    view.name().lastPart().text(),
                    Sql.render(call));
        }
    }

    /** Warns about values that no row can have. */
    private void checkValues(ObjectDeclaration declaration, QueryText query, BoundQuery boundQuery, Findings findings) {
        if (!declaration.isFromSource()) {
            return;
        }
        new ValueWarningCheck(enumColumns, WrittenSql.of(query), Place.of(query.span()), findings)
                .check(boundQuery.bindings());
    }

    /**
     * Returns whether the columns of the query and of the record differ. The object then becomes a stub, so that the
     * queries that read it are not reported, too.
     */
    private static boolean hasColumnMismatch(Findings mismatches) {
        return mismatches.toList().stream().map(Finding::rule).anyMatch(COLUMN_MISMATCH_RULES::contains);
    }

    /**
     * Returns whether to replace the object with a stub, because it is a rollup of a stub, or because some of its
     * sources may be unreadable.
     */
    private boolean needsStub(ObjectDeclaration declaration, DeclaredSourceResolver sourceResolver) {
        boolean isRollup = declaration.statement() instanceof CreateMaterializedView view && view.isSynchronous();
        return !root.hasAllEntries()
                || (isRollup && sourceResolver.resolvedNames().stream().anyMatch(catalogBuilder::isStub));
    }

    private void addObject(RequestedName name, ObjectDeclaration declaration, Findings objectFindings) {
        uncheckedDeclarationByName.remove(name);
        catalogBuilder.addObject(declaration, catalogBuilder.applyDefaults(declaration), objectFindings);
    }

    private DeclaredSourceResolver createSourceResolver() {
        return new DeclaredSourceResolver(
                catalogBuilder.createSourceResolver(),
                (database, name) -> uncheckedDeclarationByName.containsKey(new RequestedName(database, name)),
                root.hasAllEntries());
    }

    /**
     * Replaces objects with stubs if they themselves wait for the current object, and reports the cycles that they form
     * with it.
     */
    private void breakCycles(Set<RequestedName> uncheckedNames) {
        for (RequestedName uncheckedName : uncheckedNames) {
            if (startedNames.contains(uncheckedName)) {
                reportCycle(uncheckedName);
                ObjectDeclaration declaration = uncheckedDeclarationByName.remove(uncheckedName);
                if (declaration != null) {
                    catalogBuilder.addStub(declaration);
                }
            }
        }
    }

    /** Reports the cycle of the objects that were started from this one on, at the query of this object. */
    private void reportCycle(RequestedName cycleStart) {
        List<String> quotedCycleNames = new ArrayList<>();
        boolean isInCycle = false;
        for (RequestedName startedName : startedNames) {
            isInCycle |= startedName.equals(cycleStart);
            if (isInCycle) {
                quotedCycleNames.add("'" + startedName.name() + "'");
            }
        }
        quotedCycleNames.add("'" + cycleStart.name() + "'");
        ObjectDeclaration declaration = uncheckedDeclarationByName.get(cycleStart);
        QueryText query = declaration == null ? null : declaration.query();
        if (declaration != null && query != null) {
            Findings objectFindings = new Findings();
            objectFindings.add(
                    CompileRule.QUERY_CYCLE,
                    Place.of(query.span()),
                    cycleStart.name(),
                    String.join(" reads ", quotedCycleNames));
            catalogBuilder.reportFindings(declaration, objectFindings);
        }
    }

    /** Checks the query of a snapshot table; does nothing if the query could not be read. */
    void checkSnapshotQuery(ObjectDeclaration declaration) {
        QueryText query = declaration.query();
        if (query == null) {
            return;
        }
        Findings objectFindings = new Findings();
        queryAnalyzer
                .analyze(declaration, query, createSourceResolver(), objectFindings)
                .ifPresent(boundQuery -> {
                    new OutputCheck(declaration, query, boundQuery, enumColumns, objectFindings).check();
                    checkValues(declaration, query, boundQuery, objectFindings);
                });
        catalogBuilder.reportFindings(declaration, objectFindings);
    }

    /** Reports each column that a clause of a materialized view names, but that its record does not have. */
    private static void checkColumnNames(
            ObjectDeclaration declaration, CreateMaterializedView view, Findings findings) {
        List<DeclaredColumn> columns = declaration.columns();
        for (Name name : collectColumnReferences(view)) {
            if (columns.stream().noneMatch(column -> name.equalsIgnoreCase(column.name()))) {
                String suggestion = Suggestion.renderColumnSuffix(name.text(), columns);
                findings.add(CompileRule.UNKNOWN_COLUMN, Place.of(name.span()), name.text(), suggestion);
            }
        }
    }

    private static List<Name> collectColumnReferences(CreateMaterializedView view) {
        List<Name> names = new ArrayList<>();
        for (Expression item : view.partitionBy()) {
            names.addAll(item.collectColumnNames());
        }
        if (view.distribution() instanceof Distribution.Hash hashDistribution) {
            names.addAll(hashDistribution.columns());
        }
        view.orderBy().forEach(item -> names.addAll(item.value().collectColumnNames()));
        for (IndexDefinition index : view.indexes()) {
            names.addAll(index.columns());
        }
        return names;
    }
}
