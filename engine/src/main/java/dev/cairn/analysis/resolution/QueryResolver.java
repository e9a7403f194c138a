package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.expression.SubqueryResolver;
import dev.cairn.analysis.source.QueryUsageRecorder;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.source.RelationName;
import dev.cairn.analysis.source.SourceResolver;
import dev.cairn.analysis.source.ViewSourceResolver;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.catalog.BaseRelation;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Resolves whole queries: common tables, set operations, and queries in parentheses.
 *
 * @param database the database in use; null if none is selected
 * @param isDirect whether the resolved query is the statement's own query, and not the query of a view
 */
public record QueryResolver(
        ServerProfile profile,
        SourceResolver sourceResolver,
        @Nullable String database,
        QueryUsageRecorder usage,
        boolean isDirect) {
    /**
     * Returns the output columns of the statement's own query or of the query of a view. Records a plan refusal for a
     * subquery that the server can't plan. The order of the rows matters only in the statement's own query.
     */
    public RelationFields resolveTopQuery(Query query) {
        RelationFields fields =
                isDirect ? resolveQuery(query, EnclosingScope.NONE) : resolveUnorderedQuery(query, EnclosingScope.NONE);
        SubqueryPlanCheck.check(query, usage.bindings());
        return fields;
    }

    /**
     * Returns a resolver for the query of a view.
     *
     * @param bases the relations that the view read at its creation; empty if each {@code *} stands for all columns
     */
    QueryResolver createViewResolver(
            @Nullable String viewDatabase, List<BaseRelation> bases, QueryUsageRecorder viewUsage) {
        return new QueryResolver(
                profile, ViewSourceResolver.forView(sourceResolver, bases), viewDatabase, viewUsage, false);
    }

    /**
     * Returns the output columns of a query whose rows need no order. If such a query has an ORDER BY without LIMIT,
     * the server neither applies nor checks this clause.
     */
    RelationFields resolveUnorderedQuery(Query query, EnclosingScope enclosingScope) {
        if (query.limit() == null && !query.orderBy().isEmpty()) {
            usage.bindings().recordIgnoredOrderBy(query);
        }
        return resolveQuery(query, enclosingScope);
    }

    /** Returns the output columns of a query whose ORDER BY matters. */
    RelationFields resolveQuery(Query query, EnclosingScope enclosingScope) {
        if (!query.commonTables().isEmpty()) {
            CommonTables commonTables = new CommonTables(enclosingScope.commonTables());
            EnclosingScope innerScope = new EnclosingScope(commonTables, enclosingScope.queryScope());
            Map<Query.CommonTable, Refusal> planRefusals = addCommonTables(query, commonTables, innerScope);
            RelationFields fields = resolveLimitedBody(query, innerScope);
            recordPlanRefusals(planRefusals, commonTables);
            return fields;
        }
        return resolveLimitedBody(query, enclosingScope);
    }

    /** Records the plan refusals of the common tables that a query reads: a server does not plan any other. */
    private void recordPlanRefusals(Map<Query.CommonTable, Refusal> planRefusals, CommonTables commonTables) {
        planRefusals.forEach((commonTable, planRefusal) -> {
            if (commonTables.find(commonTable.name().text()).orElseThrow().isRead()) {
                usage.bindings().recordPlanRefusal(planRefusal);
            }
        });
    }

    private RelationFields resolveLimitedBody(Query query, EnclosingScope innerScope) {
        RelationFields fields = resolveBody(query.body(), usage.bindings().orderBy(query), innerScope);
        if (query.limit() != null) {
            new LimitResolver(sourceResolver, usage.bindings()).resolve(query, query.limit());
        }
        return fields;
    }

    /** Creates a resolver for the subqueries in an expression. It analyzes each subquery only once. */
    SubqueryResolver createSubqueryResolver(QueryScope scope, @Nullable CommonTables commonTables) {
        IdentityHashMap<Query, RelationFields> fieldsByQuery = new IdentityHashMap<>(1);
        return query -> {
            RelationFields fields = fieldsByQuery.get(query);
            if (fields == null) {
                EnclosingScope innerScope = new EnclosingScope(commonTables, scope);
                fields = usage.traceSeparately(
                                () -> scope.analyzeSubquery(query, () -> resolveQuery(query, innerScope)))
                        .result();
                fieldsByQuery.put(query, fields);
            }
            List<ExpressionType> columnTypes = new ArrayList<>(fields.size());
            for (RelationField field : fields.fields()) {
                usage.addUsedColumns(field.origins());
                columnTypes.add(field.expressionType());
            }
            return columnTypes;
        };
    }

    public ExpressionTyping createTyping(QueryScope scope, @Nullable CommonTables commonTables) {
        return new ExpressionTyping(profile, scope, createSubqueryResolver(scope, commonTables), usage.bindings());
    }

    public QueryScope createScope(RelationFields fields, @Nullable QueryScope enclosingScope) {
        return new QueryScope(fields, enclosingScope, usage, sourceResolver, database);
    }

    RelationFields resolveBody(Body body, List<SortItem> orderBy, EnclosingScope enclosingScope) {
        if (body instanceof Select select) {
            return SelectResolver.resolve(this, select, orderBy, enclosingScope);
        }
        if (body instanceof Query.UnreadBody) {
            return new RelationFields(List.of(RelationField.ofWildcard(null)));
        }
        RelationFields fields = body instanceof SetOperation operation
                ? new SetOperationResolver(this).resolve(operation, enclosingScope)
                : resolveNested((Query.NestedQuery) body, enclosingScope);
        OrderByResolver.checkOutputOrder(this, orderBy, fields, enclosingScope);
        return fields;
    }

    private RelationFields resolveNested(Query.NestedQuery nestedQuery, EnclosingScope enclosingScope) {
        RelationFields innerFields = resolveUnorderedQuery(nestedQuery.query(), enclosingScope);
        return new RelationFields(innerFields.fields().stream()
                .map(field -> field.asColumnOf(null, field.name()))
                .toList());
    }

    /** Adds the common tables of a query, and returns why the server would refuse to plan some of them. */
    private Map<Query.CommonTable, Refusal> addCommonTables(
            Query query, CommonTables commonTables, EnclosingScope innerScope) {
        Map<Query.CommonTable, Refusal> planRefusals = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        for (Query.CommonTable commonTable : query.commonTables()) {
            if (!names.add(commonTable.name().text())) {
                throw Refusal.ofAnalysis(
                        commonTable.name().span(),
                        ServerError.NOT_UNIQUE_TABLE,
                        commonTable.name().text());
            }
        }
        for (Query.CommonTable commonTable : query.commonTables()) {
            boolean wasPlannable = usage.bindings().isPlannable();
            if (!query.isRecursive() || !addIfRecursive(commonTable, commonTables, innerScope)) {
                RelationFields fields = resolveQuery(commonTable.query(), innerScope);
                commonTables.add(commonTable, nameColumns(commonTable, fields));
            }
            if (wasPlannable) {
                usage.bindings().takePlanRefusal().ifPresent(refusal -> planRefusals.put(commonTable, refusal));
            }
        }
        return planRefusals;
    }

    /**
     * Adds a common table that reads itself; returns false for any other common table, which the caller has to add.
     */
    private boolean addIfRecursive(
            Query.CommonTable commonTable, CommonTables commonTables, EnclosingScope innerScope) {
        if (!(commonTable.query().body() instanceof SetOperation union) || union.kind() != SetOperation.Kind.UNION) {
            return false;
        }
        List<Body> operands = union.operands();
        if (operands.stream().skip(1).noneMatch(step -> mayRead(step, commonTable.name()))) {
            return false;
        }
        SetOperationResolver setOperationResolver = new SetOperationResolver(this);
        RelationFields anchorFields = resolveBody(operands.get(0), List.of(), innerScope);
        RelationFields resultFields = anchorFields;
        commonTables.add(commonTable, nameColumns(commonTable, toNullableColumns(commonTable, anchorFields)));
        CommonTables.ResolvedCommonTable recursiveTable =
                commonTables.find(commonTable.name().text()).orElseThrow();
        for (Body recursiveStep : operands.subList(1, operands.size())) {
            RelationFields stepFields = resolveBody(recursiveStep, List.of(), innerScope);
            setOperationResolver.requireCastableStep(union, anchorFields, stepFields);
            resultFields = SetOperationResolver.addRecursiveStep(resultFields, stepFields);
        }
        if (!recursiveTable.isRead()) {
            return false;
        }
        commonTables.add(commonTable, nameColumns(commonTable, resultFields));
        usage.bindings().recordRecursion(commonTable);
        if (!commonTable.query().orderBy().isEmpty() || commonTable.query().limit() != null) {
            throw Refusal.ofAnalysis(
                    commonTable.span(),
                    CommonRule.UNSUPPORTED,
                    "ORDER BY",
                    "the recursive query " + commonTable.name());
        }
        return true;
    }

    /** Returns whether a query names a common table. A common table inside the query may hide the named one. */
    private static boolean mayRead(Body body, Name commonTableName) {
        QualifiedName unqualifiedName = QualifiedName.of(commonTableName.text());
        List<Relation> namingRelations = new ArrayList<>();
        Query.of(body).visit(new Query.QueryVisitor() {
            @Override
            public void visitRelation(Relation relation) {
                if (relation instanceof Relation.Named namedRelation
                        && namedRelation.name().equals(unqualifiedName)) {
                    namingRelations.add(relation);
                }
            }
        });
        return !namingRelations.isEmpty();
    }

    /** Returns the columns that a recursive common table has inside its own query, where each of them may be NULL. */
    private static RelationFields toNullableColumns(Query.CommonTable commonTable, RelationFields anchorFields) {
        NullCause cause = NullCause.of(
                NullCause.Kind.RECURSION, Span.NONE, commonTable.name().text());
        return anchorFields.map(field -> field.expressionType().nullCause() == null
                ? field.withType(field.expressionType().withNullCause(cause))
                : field);
    }

    private static RelationFields nameColumns(Query.CommonTable commonTable, RelationFields fields) {
        return renameColumns(
                commonTable.columns(),
                fields,
                RelationName.ofTable(commonTable.name().text()),
                () -> Refusal.ofAnalysis(commonTable.span(), ServerError.VIEW_COLUMN_COUNT_DIFFERS));
    }

    /**
     * Returns the columns as columns of another relation, with the names in the list unless it is empty. If some of the
     * columns are unknown, the result has a column of unknown type for each name in the list.
     *
     * @param countRefusalSupplier creates the refusal for a list whose size is not the number of columns
     */
    static RelationFields renameColumns(
            List<Name> names,
            RelationFields fields,
            @Nullable RelationName relationName,
            Supplier<Refusal> countRefusalSupplier) {
        if (!names.isEmpty() && fields.mayHaveUnknownFields()) {
            return new RelationFields(names.stream()
                    .map(name -> RelationField.ofComputed(name.text(), ExpressionType.UNKNOWN, List.of())
                            .asColumnOf(relationName, name.text()))
                    .toList());
        }
        if (!names.isEmpty() && names.size() != fields.size()) {
            throw countRefusalSupplier.get();
        }
        List<RelationField> renamedFields = new ArrayList<>(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            RelationField field = fields.get(i);
            String name = names.isEmpty() ? field.name() : names.get(i).text();
            renamedFields.add(field.asColumnOf(relationName, name));
        }
        return new RelationFields(renamedFields);
    }
}
