package dev.cairn.processor.check;

import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.function.CurrentTimeCalls;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.processor.check.DeclaredSourceResolver.RequestedName;
import dev.cairn.processor.check.QueryRefusalFindings.RefusedQuery;
import dev.cairn.processor.check.value.EnumColumns;
import dev.cairn.processor.check.value.ValueWarnings;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.Finding;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Checks views and materialized views, each after the objects that its query reads. Objects that wait for one another
 * in a circle are reported once; an object whose query has an error is replaced by a stub, so that the queries that
 * read it get no findings of the same cause.
 */
final class DefiningQueryCheck {
    private static final Set<FindingCode> COLUMN_MISMATCHES =
            Set.of(FindingCode.UNMATCHED_COMPONENT, FindingCode.UNMATCHED_OUTPUT, FindingCode.COLUMN_COUNT);

    private final SchemaRoot root;
    private final DeclaredCatalogCheck catalogCheck;
    private final QueryCheck queryCheck;
    private final EnumColumns enums;

    /** The objects that are not in the catalog yet. */
    private final Map<RequestedName, Declaration> pendingDeclarations = new LinkedHashMap<>();

    /** The objects whose check has begun, in this order; each waits for the object after it. */
    private final Set<RequestedName> openChecks = new LinkedHashSet<>();

    DefiningQueryCheck(SchemaRoot root, DeclaredCatalogCheck catalogCheck, List<Declaration> declarations) {
        this.root = root;
        this.catalogCheck = catalogCheck;
        this.queryCheck = new QueryCheck(root, catalogCheck.database());
        this.enums = EnumColumns.of(root);
        declarations.forEach(declaration -> pendingDeclarations.putIfAbsent(nameOf(declaration), declaration));
    }

    private RequestedName nameOf(Declaration declaration) {
        return new RequestedName(
                declaration.database(catalogCheck.database()),
                declaration.name().lastPart().text());
    }

    void check() {
        Deque<RequestedName> waitingNames = new ArrayDeque<>();
        for (RequestedName startName : List.copyOf(pendingDeclarations.keySet())) {
            waitingNames.push(startName);
            while (!waitingNames.isEmpty()) {
                RequestedName currentName = waitingNames.peek();
                Declaration declaration = pendingDeclarations.get(currentName);
                Set<RequestedName> prerequisites =
                        declaration == null ? Set.of() : checkObject(currentName, declaration);
                if (prerequisites.isEmpty()) {
                    openChecks.remove(currentName);
                    waitingNames.pop();
                } else {
                    prerequisites.forEach(waitingNames::push);
                }
            }
        }
    }

    /** Checks an object, unless others must be checked first; returns those. */
    private Set<RequestedName> checkObject(RequestedName name, Declaration declaration) {
        QueryText query = declaration.query();
        Findings objectFindings = new Findings();
        if (declaration.statement() instanceof CreateMaterializedView view) {
            checkColumnNames(declaration, view, objectFindings);
        }
        if (query == null) {
            createObject(name, declaration, objectFindings);
            return Set.of();
        }
        new TruncationCheck(declaration, query, objectFindings).check(root.profile());
        if (declaration.isSource() && declaration.statement() instanceof CreateMaterializedView view) {
            checkCurrentTime(view, objectFindings);
            TableCheck.checkZeroBuckets(
                    view.distribution(), view.name().lastPart().text(), objectFindings);
        }
        openChecks.add(name);
        DeclaredSourceResolver sources = createSources();
        Optional<BoundQuery> analysedQuery = queryCheck.analyse(declaration, query, sources, objectFindings);
        if (!sources.missingNames().isEmpty()) {
            return breakCycle(sources.missingNames());
        }
        Findings mismatches = new Findings();
        analysedQuery.ifPresent(boundQuery -> {
            new OutputCheck(declaration, query, boundQuery, enums, mismatches).check();
            checkValues(declaration, query, boundQuery, objectFindings);
        });
        if (analysedQuery.isPresent() && !hasColumnMismatch(mismatches) && !needsStub(declaration, sources)) {
            catalogCheck.reportFindings(declaration, mismatches);
            createObject(name, declaration, objectFindings);
        } else {
            pendingDeclarations.remove(name);
            catalogCheck.addStub(declaration);
            objectFindings.addAll(mismatches);
            catalogCheck.reportFindings(declaration, objectFindings);
        }
        return Set.of();
    }

    /** Warns about calls of the current time: the query of a materialized view runs at each refresh, not at each read. */
    private static void checkCurrentTime(CreateMaterializedView view, Findings findings) {
        QueryText query = view.query();
        for (Expression.Call call : CurrentTimeCalls.findIn(query.query())) {
            findings.addWithExcerpt(
                    QueryExcerpt.render(query, call.span()),
                    FindingCode.CURRENT_TIME,
                    Place.of(query.span()),
                    view.name().lastPart().text(),
                    Sql.render(call));
        }
    }

    /** Warns about values that no row can have. */
    private void checkValues(Declaration declaration, QueryText query, BoundQuery boundQuery, Findings findings) {
        if (!declaration.isSource()) {
            return;
        }
        Span writtenSpan = query.span();
        new ValueWarnings(enums, query.text(), writtenSpan.offset(), Place.of(writtenSpan), findings)
                .check(boundQuery.bindings());
    }

    /**
     * Returns whether the columns of query and record differ. Then the object becomes a stub, or each use would be reported
     * again.
     */
    private static boolean hasColumnMismatch(Findings mismatches) {
        return mismatches.toList().stream().map(Finding::rule).anyMatch(COLUMN_MISMATCHES::contains);
    }

    /** Returns whether to replace the object by a stub: it is a rollup of a stub, or some of its sources may be unreadable. */
    private boolean needsStub(Declaration declaration, DeclaredSourceResolver sources) {
        boolean isRollup = declaration.statement() instanceof CreateMaterializedView view
                && view.refresh() == null
                && view.distribution() == null;
        return !root.isComplete() || (isRollup && sources.objectNames().stream().anyMatch(catalogCheck::isStub));
    }

    private void createObject(RequestedName name, Declaration declaration, Findings objectFindings) {
        pendingDeclarations.remove(name);
        catalogCheck.createObject(declaration, catalogCheck.applyDefaults(declaration), objectFindings);
    }

    private DeclaredSourceResolver createSources() {
        return new DeclaredSourceResolver(
                catalogCheck.createSources(),
                (database, name) -> pendingDeclarations.containsKey(new RequestedName(database, name)),
                root.isComplete());
    }

    /** Returns the objects that must be checked first. Those that wait for this object themselves are replaced by stubs. */
    private Set<RequestedName> breakCycle(Set<RequestedName> missingNames) {
        for (RequestedName missingName : missingNames) {
            if (openChecks.contains(missingName)) {
                reportCycle(missingName);
                Declaration declaration = pendingDeclarations.remove(missingName);
                if (declaration != null) {
                    catalogCheck.addStub(declaration);
                }
            }
        }
        return missingNames;
    }

    private void reportCycle(RequestedName cycleStart) {
        List<String> path = new ArrayList<>();
        boolean isInCycle = false;
        for (RequestedName object : openChecks) {
            isInCycle |= object.equals(cycleStart);
            if (isInCycle) {
                path.add("'" + object.name() + "'");
            }
        }
        path.add("'" + cycleStart.name() + "'");
        Declaration declaration = pendingDeclarations.get(cycleStart);
        QueryText query = declaration == null ? null : declaration.query();
        if (declaration != null && query != null) {
            Findings objectFindings = new Findings();
            objectFindings.add(
                    FindingCode.QUERY_CYCLE, Place.of(query.span()), cycleStart.name(), String.join(" reads ", path));
            catalogCheck.reportFindings(declaration, objectFindings);
        }
    }

    void checkSnapshotQuery(Declaration table) {
        QueryText query = table.query();
        if (query == null) {
            return;
        }
        Findings objectFindings = new Findings();
        queryCheck.analyse(table, query, createSources(), objectFindings).ifPresent(boundQuery -> {
            new OutputCheck(table, query, boundQuery, enums, objectFindings).check();
            checkValues(table, query, boundQuery, objectFindings);
        });
        catalogCheck.reportFindings(table, objectFindings);
    }

    /** Each column that a clause of a materialized view names must be a column of its record. */
    private static void checkColumnNames(Declaration declaration, CreateMaterializedView view, Findings findings) {
        List<DeclaredColumn> columns = declaration.columns();
        for (Name name : findColumnReferences(view)) {
            if (columns.stream().noneMatch(column -> name.equalsIgnoreCase(column.name()))) {
                String suggestion = Suggestion.renderColumnEnding(name.text(), columns);
                findings.add(FindingCode.UNKNOWN_COLUMN, Place.of(name.span()), name.text(), suggestion);
            }
        }
    }

    private static List<Name> findColumnReferences(CreateMaterializedView view) {
        List<Name> names = new ArrayList<>();
        for (Expression item : view.partitionBy()) {
            names.addAll(item.columnReferences());
        }
        if (view.distribution() instanceof Distribution.Hash hashDistribution) {
            names.addAll(hashDistribution.columns());
        }
        view.orderBy().forEach(item -> names.addAll(item.value().columnReferences()));
        for (IndexDefinition index : view.indexes()) {
            names.addAll(index.columns());
        }
        return names;
    }

    /**
     * Finds characters beyond U+FFFF in the statement of a view. The server counts each of them as one character when it finds
     * the query in the statement, but as two when it cuts the query out, so that it stores a query without its end.
     */
    private record TruncationCheck(Declaration declaration, QueryText query, Findings findings) {
        void check(ServerProfile profile) {
            if (!mayBeTruncated(profile)) {
                return;
            }
            checkCharacters(query.text(), Place.of(query.span()), "The query", "write %s in its place");
            for (DeclaredColumn column : declaration.columns()) {
                String comment = Objects.requireNonNullElse(column.definition().comment(), "");
                checkCharacters(comment, column.place(), "The comment of '" + column.name() + "'", "remove it");
            }
            checkCharacters(comment(), declaration.place(), "The comment", "remove it");
            if (findings.toList().stream().noneMatch(finding -> finding.rule() == FindingCode.CUT_QUERY)) {
                checkCharacters(
                        Sql.render(declaration.statement()), declaration.place(), "A property or a name", "remove it");
            }
        }

        private String comment() {
            String comment = declaration.statement() instanceof CreateView view
                    ? view.comment()
                    : ((CreateMaterializedView) declaration.statement()).comment();
            return Objects.requireNonNullElse(comment, "");
        }

        private boolean mayBeTruncated(ServerProfile profile) {
            if (declaration.statement() instanceof CreateMaterializedView view) {
                return view.refresh() != null || view.distribution() != null;
            }
            return profile.atLeast(Version.V4_0); // before, the server stores views as it parsed them
        }

        private void checkCharacters(String text, Place place, String subject, String remedy) {
            text.codePoints()
                    .filter(Character::isSupplementaryCodePoint)
                    .mapToObj(Character::toString)
                    .findFirst()
                    .ifPresent(character -> findings.add(
                            FindingCode.CUT_QUERY,
                            place,
                            subject,
                            character,
                            declaration.name().lastPart().text(),
                            String.format(remedy, renderCharacterCall(character))));
        }

        private static String renderCharacterCall(String character) {
            byte[] bytes = character.getBytes(StandardCharsets.UTF_8);
            return "unhex('" + HexFormat.of().withUpperCase().formatHex(bytes) + "')";
        }
    }

    /** Resolves the names of a query and determines its output columns. */
    private static final class QueryCheck {
        private final ServerProfile profile;
        private final String database;
        private final QueryRefusalFindings refusals;

        /** @param database where names without a database are looked for */
        QueryCheck(SchemaRoot root, String database) {
            this.profile = root.profile();
            this.database = database;
            this.refusals = new QueryRefusalFindings(root);
        }

        /** Returns the output of the query; empty if the server would refuse it. */
        Optional<BoundQuery> analyse(
                Declaration declaration, QueryText query, DeclaredSourceResolver sources, Findings findings) {
            Bindings bindings = new Bindings();
            try {
                return Optional.of(
                        new QueryAnalysis(profile, sources, database).analyseExecutable(query.query(), bindings));
            } catch (Refusal refusal) {
                RefusedQuery refusedQuery = new RefusedQuery(
                        "the query of '" + declaration.name().lastPart().text() + "'",
                        span -> sourceText(query, span),
                        sources.columnNames(),
                        bindings);
                reportRefusal(refusal, refusedQuery, query, findings);
                return Optional.empty();
            }
        }

        private void reportRefusal(Refusal refusal, RefusedQuery refusedQuery, QueryText query, Findings findings) {
            String excerpt = QueryExcerpt.render(query, refusal.span());
            findings.add(refusals.toFinding(refusal, refusedQuery, Place.of(query.span()))
                    .withExcerpt(excerpt));
        }

        /** Returns the text of a span of the query. */
        private static String sourceText(QueryText query, Span span) {
            int start = span.offset() - query.span().offset();
            int end = start + span.length();
            return query.text()
                    .substring(Math.max(0, start), Math.min(end, query.text().length()));
        }
    }
}
