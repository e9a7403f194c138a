package dev.cairn.processor.check.query;

import dev.cairn.analysis.CatalogSources;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationName;
import dev.cairn.catalog.Refusal;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.QueryRefusals;
import dev.cairn.processor.check.QueryRefusals.RefusedQuery;
import dev.cairn.processor.check.SchemaSources;
import dev.cairn.processor.check.query.ResultMatch.Output;
import dev.cairn.processor.check.query.StatementParameters.Use;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Piece.Membership.EmptyList;
import dev.cairn.processor.model.QueryDeclaration.Method;
import dev.cairn.processor.model.QueryResult;
import dev.cairn.processor.model.SyntaxProblem;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.template.RenderedTemplate;
import dev.cairn.sql.template.SqlTemplate;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The texts that the optional parts of one statement can produce. */
final class StatementVariants {
    private static final Pattern MEMBERSHIP = Pattern.compile("(?is).*\\bIN\\s*$");
    private static final Pattern ROW_COUNT = Pattern.compile("(?is).*\\b(LIMIT|OFFSET)\\s*$");
    private static final int ALL_PARTS = -1;

    /** If one row is allowed, two are read: the second one is an error. On a separate line, because a comment may precede it. */
    private static final String SECOND_ROW = "\nLIMIT 2";

    /** What the runtime sends behind a query for its first page, of 100 rows. */
    private static final String FIRST_PAGE = "\nLIMIT 101 OFFSET 0";

    private final Method method;
    private final DeclaredSchema schema;
    private final QueryRefusals refusals;
    private final StatementFindings findings;
    private final StatementRelations relations;
    private final StatementAccess access;
    private final SqlTemplate template;
    private final StatementParameters parameters;
    private final StatementPieces pieces;
    private @Nullable QualifiedName target;

    StatementVariants(
            DeclaredSchema schema,
            StatementFindings findings,
            StatementRelations relations,
            StatementAccess access,
            StatementParameters parameters,
            StatementPieces pieces) {
        this.method = parameters.method();
        this.schema = schema;
        this.refusals = new QueryRefusals(schema.root());
        this.findings = findings;
        this.relations = relations;
        this.access = access;
        this.template = parameters.template();
        this.parameters = parameters;
        this.pieces = pieces;
    }

    /**
     * The analysis of one text.
     *
     * @param answer null with a failure
     * @param failure why the server would not accept the text; null if it would
     */
    private record Analysed(
            Variant variant,
            ParameterContexts contexts,
            SchemaSources sources,
            @Nullable Answer answer,
            @Nullable RuntimeException failure) {
        Set<Integer> parts() {
            return variant.parts;
        }

        boolean typed() {
            return variant.typed;
        }

        RenderedTemplate text() {
            return variant.text;
        }

        @Nullable
        List<Output> outputs() {
            return answer == null ? null : answer.outputs();
        }

        @Nullable
        Manipulation change() {
            return answer == null ? null : answer.change();
        }

        boolean isAccepted() {
            return failure == null;
        }
    }

    /**
     * One text.
     *
     * @param parts the optional parts that it contains
     * @param typed whether its literals have the types of the parameters
     */
    private record Variant(Set<Integer> parts, boolean typed, RenderedTemplate text) {}

    /**
     * A parsed statement that the server accepts.
     *
     * @param bound null for a statement that changes data
     * @param change null for a query, for TRUNCATE and for REFRESH
     * @param outputs the columns of a query; null for a statement that changes data
     */
    record Answer(
            @Nullable BoundQuery bound,
            @Nullable Manipulation change,
            @Nullable List<Output> outputs) {}

    /**
     * A statement that the server accepts.
     *
     * @param sample its text with all optional parts
     * @param end the text that is sent behind the statement
     * @param sampleEnd the text that is sent behind the sample, with literals
     */
    record Accepted(QueryResult result, RenderedTemplate sample, String end, String sampleEnd) {}

    /** Returns the text with all optional parts. */
    static RenderedTemplate whole(SqlTemplate template, StatementParameters parameters) {
        return rendered(template, parameters, parts(template, ALL_PARTS), true);
    }

    /** Reports the errors of all texts; empty if the server would refuse the statement. */
    Optional<Accepted> check() {
        Analysed whole = analysed(ALL_PARTS, true);
        if (!whole.isAccepted()) {
            // Some functions accept only plain literals.
            Analysed plain = analysed(ALL_PARTS, false);
            whole = plain.isAccepted() ? plain : whole;
        }
        Manipulation change = whole.change();
        if (!isSound(whole) || !parameters.repeatRow(change, pieces)) {
            return Optional.empty();
        }
        if (!whole.typed()) {
            pieces.sendPlain();
        }
        boolean sound = true;
        boolean limited = takesLimit(whole);
        List<Analysed> parts = new ArrayList<>();
        for (int combination = 0; combination < (1 << template.parts().size()) - 1; combination++) {
            Analysed part = analysed(combination, whole.typed());
            findings.only(template.texts(part.parts()));
            sound &= isSound(part) && hasSameColumns(whole, part);
            limited &= takesLimit(part);
            parts.add(part);
        }
        findings.whole();
        if (sound && method.returnsPage() && !limited) {
            findings.addAt(
                    template.start(),
                    FindingCode.RESULT_TYPE,
                    method.name(),
                    "a Page",
                    "but the statement takes no LIMIT behind it",
                    "remove its LIMIT, which the PageRequest determines");
            sound = false;
        }
        QueryResult result = ResultMatch.declared(method.returned());
        List<Output> outputs = whole.outputs();
        if (sound && outputs != null && hasKnownColumns(whole)) {
            result = new ResultMatch(method, outputs, findings).match();
        }
        if (sound && !findings.all().anyError()) {
            warn(whole, parts);
        }
        String end = limited && method.returnsAtMostOneRow() ? SECOND_ROW : "";
        return Optional.of(new Accepted(result, whole.text(), end, method.returnsPage() ? FIRST_PAGE : end));
    }

    private void warn(Analysed whole, List<Analysed> parts) {
        StatementWarnings warnings = new StatementWarnings(method, schema, findings, parameters);
        boolean anyNull = template.parameters().stream().anyMatch(parameters::mayBeNull);
        Analysed written = anyNull
                ? with(whole, parameter -> parameters.use(parameter).form().literal())
                : whole;
        if (written.answer() != null) { // a statement that is accepted with NULL only would be another one
            warnings.check(written.text(), written.answer(), written.contexts().bindings());
        }
        boolean warned = warnings.checkRows(whole.text(), whole.answer());
        for (Analysed part : warned ? List.<Analysed>of() : parts) {
            findings.only(template.texts(part.parts()));
            warned = warned || warnings.checkRows(part.text(), part.answer());
        }
        findings.whole();
    }

    /** Whether a LIMIT behind the text limits the whole result. */
    private static boolean takesLimit(Analysed analysed) {
        BoundQuery bound = analysed.answer() == null ? null : analysed.answer().bound();
        Query query = bound == null ? null : bound.query();
        return query != null
                && query.limit() == null
                && (query.body() instanceof Query.Select || query.body() instanceof Query.SetOperation)
                && !analysed.text().text().stripTrailing().endsWith(";");
    }

    private boolean hasKnownColumns(Analysed analysed) {
        for (Query.Item.Star star : analysed.contexts().stars()) {
            if (analysed.contexts().bindings().columns(star).stream().anyMatch(RelationField::isWildcard)) {
                findings.addAt(analysed.text().origin(star.span()), FindingCode.UNKNOWN_STAR);
                return false;
            }
        }
        return true;
    }

    private Analysed analysed(int bits, boolean typed) {
        Set<Integer> parts = parts(template, bits);
        return analysed(new Variant(parts, typed, rendered(template, parameters, parts, typed)));
    }

    /** The same text with other literals. */
    private Analysed with(Analysed original, Function<SqlTemplate.Parameter, String> literals) {
        RenderedTemplate text = template.render(original.parts(), literals);
        return analysed(new Variant(original.parts(), original.typed(), text));
    }

    private Analysed analysed(Variant variant) {
        ParameterContexts contexts = new ParameterContexts(variant.text(), parameters);
        SchemaSources sources = sources();
        try {
            Answer answer = analyse(variant.text(), contexts, sources);
            return new Analysed(variant, contexts, sources, answer, null);
        } catch (SqlSyntaxException | Refusal failure) {
            return new Analysed(variant, contexts, sources, null, failure);
        } finally {
            contexts.read();
        }
    }

    /** Reports the errors of a text; returns whether the server would accept it. */
    private boolean isSound(Analysed analysed) {
        analysed.contexts().check(findings);
        if (analysed.failure() instanceof SqlSyntaxException wrong) {
            report(wrong, analysed.text());
        } else if (analysed.failure() instanceof Refusal refusal) {
            if (!reportParameter(refusal, analysed)) {
                report(refusal, analysed);
            }
        } else {
            collect(analysed);
        }
        return analysed.isAccepted();
    }

    private SchemaSources sources() {
        CatalogSources declared = new CatalogSources(schema.root().profile(), schema.catalog());
        return new SchemaSources(
                declared, (database, name) -> false, schema.root().whole());
    }

    private Answer analyse(RenderedTemplate text, ParameterContexts contexts, SchemaSources sources) {
        if (method.query()) {
            Query query = Sql.parseQuery(text.text());
            BoundQuery bound = new QueryAnalysis(
                            schema.root().profile(), sources, schema.session().database())
                    .executable(query, contexts.bindings());
            return new Answer(bound, null, Output.of(bound, text, schema.enums(), at -> part(text.origin(at))));
        }
        String first = template.firstWord();
        if (first.equals("TRUNCATE") || first.equals("REFRESH")) {
            Statement statement = Sql.parse(text.text());
            schema.engine().apply(schema.catalog(), schema.session(), statement);
            relations.change(changed(statement), List.of());
            access.change(statement, text.origin(changed(statement).span()));
            return new Answer(null, null, null);
        }
        Manipulation manipulation = Sql.parseManipulation(text.text());
        target = manipulation.target();
        contexts.changes(manipulation.target().span());
        schema.engine().check(schema.catalog(), schema.session(), manipulation, contexts.bindings());
        relations.change(manipulation);
        access.change(manipulation, text.origin(manipulation.target().span()));
        return new Answer(null, manipulation, null);
    }

    /** A part of the statement as it is written. */
    private String part(Span at) {
        String sql = template.text();
        int start = Math.min(sql.length(), at.offset());
        return sql.substring(start, Math.min(sql.length(), start + at.length()));
    }

    private static QualifiedName changed(Statement statement) {
        return statement instanceof Statement.TruncateTable truncate
                ? truncate.table()
                : ((ViewStatement.RefreshMaterializedView) statement).name();
    }

    /** Remembers what the analysis of a text says about the way in which the statement is sent. */
    private void collect(Analysed analysed) {
        RenderedTemplate text = analysed.text();
        ParameterContexts contexts = analysed.contexts();
        pieces.stored(contexts.stored());
        pieces.bare(contexts.bare());
        pieces.rowCounts(contexts.rowCounts());
        Manipulation change = analysed.change();
        boolean constants = takesConstants(change);
        contexts.memberships().forEach((parameter, in) -> {
            // Without its condition, NOT IN with an empty list would delete all rows: it remains an exception.
            if (constants || !in.negated()) {
                pieces.membership(
                        text.origin(in.span()),
                        parameter,
                        !constants ? EmptyList.NO_STATEMENT : in.negated() ? EmptyList.TRUE : EmptyList.FALSE);
            }
        });
        for (Query.Item.Star star : contexts.stars()) {
            List<RelationField> columns = contexts.bindings().columns(star);
            if (columns.stream().noneMatch(RelationField::isWildcard)) {
                pieces.replace(text.origin(star.span()), expanded(star, columns));
            }
        }
        contexts.reads().forEach((source, columns) -> {
            relations.read(source, columns);
            access.read(source, change, text.origin(contexts.place(source)));
        });
    }

    /** The condition of DELETE from a table without a primary key consists of comparisons of columns with values. */
    private boolean takesConstants(@Nullable Manipulation change) {
        if (!(change instanceof Manipulation.Delete delete)) {
            return true;
        }
        ObjectName name = ObjectName.of(delete.target(), schema.session());
        return schema.catalog()
                .table(name.database(), name.name())
                .filter(table -> table.model() != KeyModel.PRIMARY)
                .isEmpty();
    }

    /** The columns of a {@code *}, qualified unless they are those of the only relation. */
    private static String expanded(Query.Item.Star star, List<RelationField> columns) {
        Set<Optional<RelationName>> relations = columns.stream()
                .map(column -> Optional.ofNullable(column.relation()))
                .collect(Collectors.toSet());
        boolean only = star.of() == null && relations.size() == 1;
        return columns.stream()
                .map(column -> only || column.relation() == null
                        ? quoted(column.name())
                        : quoted(column.relation().table()) + "." + quoted(column.name()))
                .collect(Collectors.joining(", "));
    }

    private static String quoted(String name) {
        return Name.isPlain(name) ? name : "`" + name + "`";
    }

    private boolean hasSameColumns(Analysed whole, Analysed part) {
        if (names(whole).equals(names(part))) {
            return true;
        }
        findings.addAt(
                template.parts().get(0).span(),
                FindingCode.OPTIONAL_PART,
                "The columns of the result depend on an optional part",
                "move the part behind the select list, or declare two methods");
        return false;
    }

    private static List<String> names(Analysed analysed) {
        List<Output> outputs = analysed.outputs();
        return outputs == null ? List.of() : outputs.stream().map(Output::name).toList();
    }

    private void report(SqlSyntaxException wrong, RenderedTemplate text) {
        Span origin = text.origin(wrong.at());
        Optional<SqlTemplate.Parameter> parameter =
                text.parameterAround(wrong.at()).or(() -> unparenthesized(origin));
        if (parameter.isEmpty()) {
            SyntaxProblem problem = SyntaxProblem.of(wrong, template.text(), origin);
            findings.addAt(origin, FindingCode.STATEMENT_SYNTAX, problem.text(), problem.remedy());
            return;
        }
        String before = before(parameter.get());
        Matcher rowCount = ROW_COUNT.matcher(before);
        if (rowCount.matches()) {
            String part = parameters.mayBeNull(parameter.get())
                    ? "write /*? " + rowCount.group(1) + " :" + parameter.get().path() + " */, or "
                    : "";
            reportType(parameter.get(), "LIMIT and OFFSET take a number of rows", part + "change it to int or long");
        } else if (MEMBERSHIP.matcher(before).matches()) {
            String list = "write IN (:" + parameter.get().path() + ")";
            reportType(parameter.get(), "IN takes a list in parentheses", list);
        } else {
            findings.addAt(
                    parameter.get().span(),
                    FindingCode.PARAMETER_NAME,
                    parameter.get().path());
        }
    }

    private String before(SqlTemplate.Parameter parameter) {
        return template.text().substring(0, parameter.span().offset());
    }

    /** The parameter after an IN without parentheses, at which the parser gives up. */
    private Optional<SqlTemplate.Parameter> unparenthesized(Span wrong) {
        return template.parameters().stream()
                .filter(parameter -> MEMBERSHIP.matcher(before(parameter)).matches()
                        && before(parameter).stripTrailing().length() == wrong.offset() + wrong.length())
                .findFirst();
    }

    private void reportType(SqlTemplate.Parameter parameter, String problem, String remedy) {
        String declared = parameters.use(parameter).text();
        String type =
                parameters.mayBeNull(parameter) ? "a nullable " + declared : StatementParameters.article(declared);
        findings.addAt(parameter.span(), FindingCode.PARAMETER_TYPE, parameter.path(), type, problem, remedy);
    }

    /** Reports a parameter that is the reason of a refusal: with NULL in its place, the statement is accepted. */
    private boolean reportParameter(Refusal refusal, Analysed refused) {
        for (SqlTemplate.Parameter suspect : template.parameters()) {
            Analysed other = with(refused, parameter -> {
                ParameterForm form = parameters.use(parameter).form();
                return parameter.equals(suspect) ? "NULL" : refused.typed() ? form.literal() : form.plainLiteral();
            });
            if (other.isAccepted()) {
                if (!other.contexts().check(findings)) {
                    findings.addAt(
                            suspect.span(),
                            FindingCode.PARAMETER_TYPE,
                            suspect.path(),
                            StatementParameters.article(parameters.use(suspect).text()),
                            "a " + schema.root().profile().version() + " server refuses it there: " + refusal.detail(),
                            "change its type");
                }
                return true;
            }
        }
        return false;
    }

    private void report(Refusal refusal, Analysed analysed) {
        Span at = analysed.text().origin(refusal.at());
        Set<String> columns = new LinkedHashSet<>(analysed.sources().columns());
        columns.addAll(analysed.contexts().columns());
        columns.addAll(target == null ? List.of() : relations.columns(target));
        String subject = (method.query() ? "the query" : "the statement") + " of '" + method.name() + "'";
        RefusedQuery refused = new RefusedQuery(
                subject,
                span -> part(analysed.text().origin(span)),
                columns,
                analysed.contexts().bindings());
        findings.addAt(at, refusals.of(refusal, refused, method.sqlPlace()));
    }

    /** The optional parts whose bits are set. */
    private static Set<Integer> parts(SqlTemplate template, int bits) {
        return IntStream.range(0, template.parts().size())
                .filter(part -> (bits & (1 << part)) != 0)
                .boxed()
                .collect(Collectors.toSet());
    }

    /** @param typed whether literals have the types of the parameters */
    private static RenderedTemplate rendered(
            SqlTemplate template, StatementParameters parameters, Set<Integer> parts, boolean typed) {
        return template.render(parts, parameter -> {
            Use use = parameters.use(parameter);
            if (parameters.mayBeNull(parameter)) {
                return typed ? use.form().nullLiteral() : use.form().plainNull();
            }
            return typed ? use.form().literal() : use.form().plainLiteral();
        });
    }
}
