package dev.cairn.embedded.translate.query;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.translate.value.UnsupportedFeatureRefusals;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.CommonTable;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Relation;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The recursive common tables of a query that a frontend can run. Before the query, a frontend writes the rows of each
 * recursive table into a temporary table, and replaces the references to it. It finds the definitions before it has
 * analyzed the query, so it finds none in the list of SELECT, in a view, or within another common table. Nor does it
 * replace references within other common tables, in ON, and below PIVOT.
 */
public final class RecursiveCommonTables {
    /** The tables of a statement that can't have recursive tables. */
    public static final RecursiveCommonTables NONE = new RecursiveCommonTables(new Bindings());

    private final Bindings bindings;
    private final Set<CommonTable> discoveredTables = Collections.newSetFromMap(new IdentityHashMap<>());
    private final IdentityHashMap<CommonTable, RelationFields> columnsByTable = new IdentityHashMap<>();

    private RecursiveCommonTables(Bindings bindings) {
        this.bindings = bindings;
    }

    /**
     * Finds the recursive tables of a query.
     *
     * @throws Refusal if a frontend would not replace a reference to a recursive table
     */
    public static RecursiveCommonTables find(BoundQuery boundQuery) {
        RecursiveCommonTables recursiveCommonTables = new RecursiveCommonTables(boundQuery.bindings());
        recursiveCommonTables.collectColumns(boundQuery.query());
        recursiveCommonTables.collectTables(boundQuery.query(), null);
        return recursiveCommonTables;
    }

    /**
     * Returns the columns of a recursive table.
     *
     * @throws Refusal if a frontend would not find the definition of the table
     */
    public RelationFields requireColumns(CommonTable recursiveTable) {
        if (!discoveredTables.contains(recursiveTable)) {
            throw createRecursionDisabledRefusal(recursiveTable);
        }
        return Objects.requireNonNull(columnsByTable.get(recursiveTable));
    }

    private static Refusal createRecursionDisabledRefusal(CommonTable recursiveTable) {
        return Refusal.ofAnalysis(recursiveTable.span(), EmbeddedRule.RECURSION_DISABLED);
    }

    private void collectColumns(Query query) {
        query.visit(new Query.QueryVisitor() {
            @Override
            public void visitRelation(Relation relation) {
                CommonTable recursiveTable = findRecursiveTable(relation);
                if (recursiveTable != null) {
                    columnsByTable.put(
                            recursiveTable,
                            Objects.requireNonNull(bindings.findBoundRelation(relation))
                                    .fields());
                }
            }
        });
    }

    /**
     * Adds the recursive tables of a query whose definitions a frontend finds. Refuses references to recursive tables
     * that it does not replace.
     *
     * @param recursiveTable the recursive table whose definition contains the query; null outside of such tables
     */
    private void collectTables(Query query, @Nullable CommonTable recursiveTable) {
        for (CommonTable commonTable : query.commonTables()) {
            if (!bindings.isRecursive(commonTable)) {
                requireNoRecursiveReference(commonTable.query());
            } else if (recursiveTable == null) {
                discoveredTables.add(commonTable);
                collectTables(commonTable.query(), commonTable);
            }
        }
        if (!query.commonTables().isEmpty() && query.body() instanceof Query.NestedQuery nestedQuery) {
            requireNoRecursiveReference(nestedQuery.query());
        } else {
            collectTables(query.body(), recursiveTable);
        }
    }

    private void collectTables(Body body, @Nullable CommonTable recursiveTable) {
        if (body instanceof Query.NestedQuery nestedQuery) {
            collectTables(nestedQuery.query(), recursiveTable);
        } else if (body instanceof SetOperation operation) {
            operation.operands().forEach(operand -> collectTables(operand, recursiveTable));
        } else if (body instanceof Select select) {
            if (select.pivot() == null) {
                select.from().forEach(relation -> collectTables(relation, recursiveTable));
            } else {
                requireNoRecursiveReference(Query.of(Select.of(List.of(), select.from(), null, select.span())));
            }
            if (recursiveTable != null) {
                select.expressions().forEach(this::requireNoRecursiveSubquery);
            } else {
                collectTables(select.where());
                collectTables(select.having());
            }
        }
    }

    private void collectTables(Relation relation, @Nullable CommonTable recursiveTable) {
        relation.children().forEach(child -> collectTables(child, recursiveTable));
        if (relation instanceof Relation.Derived derivedRelation) {
            collectTables(derivedRelation.query(), recursiveTable);
        } else {
            relation.expressions().forEach(this::requireNoRecursiveReference);
        }
    }

    private void collectTables(@Nullable Expression condition) {
        if (condition != null) {
            condition.visit(expression -> {
                Query nestedQuery = expression.query();
                if (nestedQuery != null) {
                    collectTables(nestedQuery, null);
                }
            });
        }
    }

    /**
     * Requires that a table does not read itself in a subquery of an expression. The documentation does not describe
     * such a step.
     */
    private void requireNoRecursiveSubquery(Expression expression) {
        Query.visit(expression, new Query.QueryVisitor() {
            @Override
            public void visitRelation(Relation relation) {
                if (findRecursiveTable(relation) != null) {
                    throw UnsupportedFeatureRefusals.createQueryRefusal(
                            "a recursive table that reads itself in a subquery of an expression", expression.span());
                }
            }
        });
    }

    private void requireNoRecursiveReference(Expression expression) {
        Query.visit(expression, new RecursiveReferenceCheck());
    }

    private void requireNoRecursiveReference(Query query) {
        query.visit(new RecursiveReferenceCheck());
    }

    /** Refuses each reference to a recursive table. */
    private final class RecursiveReferenceCheck implements Query.QueryVisitor {
        @Override
        public void visitRelation(Relation relation) {
            CommonTable recursiveTable = findRecursiveTable(relation);
            if (recursiveTable != null) {
                throw createRecursionDisabledRefusal(recursiveTable);
            }
        }
    }

    private @Nullable CommonTable findRecursiveTable(Relation relation) {
        BoundRelation boundRelation = bindings.findBoundRelation(relation);
        CommonTable commonTable = boundRelation == null ? null : boundRelation.commonTable();
        return commonTable != null && bindings.isRecursive(commonTable) ? commonTable : null;
    }
}
