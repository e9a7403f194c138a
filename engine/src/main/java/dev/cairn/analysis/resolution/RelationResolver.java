package dev.cairn.analysis.resolution;

import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.source.RelationName;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.Alias;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resolves the FROM clause: the columns of each relation, and of all relations together. */
final class RelationResolver {
    private final QueryResolver queryResolver;
    private final EnclosingScope enclosingScope;
    private final TableReferences tableReferences;
    private final TableFunctionResolver tableFunctionResolver;
    private final ValuesResolver valuesResolver;
    private final JoinResolver joinResolver;

    RelationResolver(QueryResolver queryResolver, EnclosingScope enclosingScope) {
        this.queryResolver = queryResolver;
        this.enclosingScope = enclosingScope;
        this.tableReferences = new TableReferences(queryResolver, enclosingScope.commonTables());
        this.tableFunctionResolver = new TableFunctionResolver(queryResolver, enclosingScope);
        this.valuesResolver = new ValuesResolver(queryResolver, enclosingScope);
        this.joinResolver = new JoinResolver(queryResolver, enclosingScope, this);
    }

    /** Returns the columns of FROM with PIVOT; a single unnamed column if the SELECT has no FROM. */
    RelationFields resolveFrom(Select select) {
        if (select.from().isEmpty()) {
            return new RelationFields(
                    List.of(RelationField.ofComputed("", ExpressionType.ofNullable(TypeConstants.NULL), List.of())));
        }
        select.from().forEach(tableReferences::lookUp);
        if (select.from().size() == 1 && select.from().get(0).lateralFunction() != null) {
            throw Refusal.ofExecution(select.from().get(0).span(), QueryRule.TABLE_FUNCTION_ON_THE_LEFT);
        }
        RelationFields fields = joinCommaSeparated(select.from());
        return select.pivot() == null
                ? fields
                : new PivotResolver(queryResolver, enclosingScope).resolve(select.pivot(), fields);
    }

    /** Joins comma-separated relations. A table function among them can refer to the relations before it. */
    private RelationFields joinCommaSeparated(List<Relation> relations) {
        RelationFields fields = resolve(relations.get(0));
        for (int i = 1; i < relations.size(); i++) {
            joinResolver.requireNoLeadingTableFunction(relations.get(i - 1), i - 1);
            Relation relation = relations.get(i);
            Relation.TableFunction function = relation.lateralFunction();
            RelationFields rightFields = function == null ? resolve(relation) : resolveComputed(function, fields);
            fields = fields.append(rightFields);
        }
        return fields;
    }

    RelationFields resolve(Relation relation) {
        if (relation instanceof Relation.Named namedRelation) {
            return resolveNamed(namedRelation);
        }
        if (relation instanceof Relation.Join join) {
            return joinResolver.resolve(join);
        }
        if (relation instanceof Relation.Derived derivedRelation) {
            return resolveDerived(derivedRelation);
        }
        if (relation instanceof Relation.Parenthesized parenthesized) {
            return joinCommaSeparated(parenthesized.relations());
        }
        if (relation instanceof Relation.Lateral lateral) {
            return resolve(lateral.relation());
        }
        return resolveComputed(relation, RelationFields.NONE);
    }

    /** Resolves a relation that is computed without a table, and that may refer to the relations before it. */
    RelationFields resolveComputed(Relation relation, RelationFields visibleFields) {
        RelationName name = RelationName.of(relation);
        RelationFields columns;
        if (relation instanceof Relation.TableFunction function) {
            columns = tableFunctionResolver.resolve(function, name, visibleFields);
        } else if (relation instanceof Relation.Values values) {
            columns = valuesResolver.resolve(values, name);
        } else {
            columns = new RelationFields(List.of(RelationField.ofWildcard(name))); // the columns of FILES are unknown
        }
        return bind(relation, name, columns);
    }

    private RelationFields resolveNamed(Relation.Named namedRelation) {
        return tableReferences.requireFields(namedRelation);
    }

    private RelationFields resolveDerived(Relation.Derived derivedRelation) {
        Alias alias = derivedRelation.alias();
        if (alias == null) {
            throw Refusal.ofAnalysis(derivedRelation.span(), ServerError.DERIVED_TABLE_WITHOUT_ALIAS);
        }
        RelationName name = RelationName.ofTable(alias.name().text());
        RelationFields fields = queryResolver.resolveUnorderedQuery(derivedRelation.query(), enclosingScope);
        return bind(
                derivedRelation,
                name,
                QueryResolver.renameColumns(
                        alias.columns(),
                        fields,
                        name,
                        () -> Refusal.ofAnalysis(
                                derivedRelation.span(),
                                QueryRule.COLUMN_COUNTS_DIFFER,
                                "The query and its list of names")));
    }

    /** Records a relation with its columns in the bindings, and returns the columns as columns of this relation. */
    private RelationFields bind(Relation relation, @Nullable RelationName name, RelationFields columns) {
        BoundRelation boundRelation = BoundRelation.ofComputed(relation, name, columns);
        queryResolver.usage().bindings().recordRelation(relation, boundRelation);
        return boundRelation.fields();
    }

    /** Creates the columns of a relation from their names and types. */
    static List<RelationField> createFields(
            @Nullable RelationName relationName,
            List<String> names,
            List<ExpressionType> types,
            List<RelationField.UsedColumn> origins) {
        List<RelationField> fields = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            ExpressionType expressionType = types.get(i);
            fields.add(new RelationField(
                    names.get(i),
                    relationName,
                    expressionType.asNullable(),
                    RelationField.Visibility.VISIBLE,
                    expressionType.isNullable(),
                    origins));
        }
        return fields;
    }

    static List<String> toTexts(List<Name> names) {
        return names.stream().map(Name::text).toList();
    }
}
