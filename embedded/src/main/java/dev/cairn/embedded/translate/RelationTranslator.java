package dev.cairn.embedded.translate;

import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.type.CastRules;
import dev.cairn.catalog.Partitioning;
import dev.cairn.embedded.translate.NullAwareJoinTranslator.KeyPair;
import dev.cairn.embedded.translate.query.FullJoinCheck;
import dev.cairn.embedded.translate.query.TranslatedCommonTable;
import dev.cairn.embedded.translate.query.TranslatedQuery;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.NestedComparisonRenderer;
import dev.cairn.embedded.translate.value.RelationRows;
import dev.cairn.embedded.translate.value.UnsupportedFeatureRefusals;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Translates the FROM clause, and adds the columns of its relations to the {@link BoundValues}, where expressions find
 * them. The FROM clause must therefore be translated before any expression of the SELECT.
 */
record RelationTranslator(QueryTranslator queryTranslator) {
    /**
     * Translates a list of relations to a cross join. A table function may refer to the columns of the relations before
     * it.
     */
    String translate(List<Relation> relations) {
        return relations.stream().map(this::translate).collect(Collectors.joining(" CROSS JOIN "));
    }

    private String translate(Relation relation) {
        Relation.TableFunction lateralFunction = relation.lateralFunction();
        if (lateralFunction != null) {
            return new TableFunctionTranslator(this).translateLateral(lateralFunction, "CROSS JOIN", false);
        }
        if (relation instanceof Relation.Named namedRelation) {
            return translateNamed(namedRelation);
        }
        if (relation instanceof Relation.Join join) {
            return translateJoin(join);
        }
        if (relation instanceof Relation.Derived derivedTable) {
            return addDerivedRelation(derivedTable, queryTranslator.translate(derivedTable.query()));
        }
        if (relation instanceof Relation.Lateral lateral) {
            return translate(lateral.relation());
        }
        if (relation instanceof Relation.Parenthesized parenthesized) {
            return "(" + translate(parenthesized.relations()) + ")";
        }
        if (relation instanceof Relation.TableFunction function) {
            return new TableFunctionTranslator(this).translate(function);
        }
        if (relation instanceof Relation.Values values) {
            return translateValues(values);
        }
        throw UnsupportedFeatureRefusals.createQueryRefusal("FILES()", relation.span());
    }

    private BoundRelation requireBoundRelation(Relation relation) {
        return Objects.requireNonNull(queryTranslator.bindings().findBoundRelation(relation));
    }

    private void addColumns(Relation relation, BoundValues.BoundColumns boundColumns) {
        queryTranslator.boundValues().columnsByRelation().put(requireBoundRelation(relation), boundColumns);
    }

    /** Adds the columns of a query, and returns the query as a relation in DuckDB's SQL. */
    private String addDerivedRelation(Relation relation, TranslatedQuery query) {
        String duckDbName = queryTranslator.state().nextName("r");
        addColumns(relation, BoundValues.BoundColumns.of(duckDbName, query.columns()));
        return "(" + query.sql() + ") AS " + duckDbName;
    }

    private String translateNamed(Relation.Named namedRelation) {
        BoundRelation boundRelation = requireBoundRelation(namedRelation);
        if (boundRelation.commonTable() != null) {
            TranslatedCommonTable commonTable = Objects.requireNonNull(
                    queryTranslator.boundValues().translationByCommonTable().get(boundRelation.commonTable()));
            String duckDbName = queryTranslator.state().nextName("r");
            addColumns(namedRelation, BoundValues.BoundColumns.of(duckDbName, commonTable.columns()));
            return commonTable.duckDbName() + " AS " + duckDbName;
        }
        Source source = Objects.requireNonNull(boundRelation.source());
        if (source.viewQuery() != null) {
            return addDerivedRelation(
                    namedRelation, queryTranslator.translate(source.viewQuery().query()));
        }
        List<Name> nameParts = new ArrayList<>(
                List.of(Name.of(source.database()), namedRelation.name().lastPart()));
        if (source.catalog() != null) {
            nameParts.add(0, Name.of(source.catalog()));
        }
        QualifiedName qualifiedName = new QualifiedName(nameParts);
        RelationRows relationRows = queryTranslator.context().tableResolver().resolve(qualifiedName, namedRelation);
        if (relationRows instanceof RelationRows.QueryRows queryRows) {
            return addDerivedRelation(namedRelation, queryTranslator.translateBoundQuery(queryRows.boundQuery()));
        }
        RelationRows.DuckDbRelation duckDbRelation = (RelationRows.DuckDbRelation) relationRows;
        String duckDbName = queryTranslator.state().nextName("r");
        addColumns(
                namedRelation,
                index -> translateColumn(
                        boundRelation.fields().get(index).name(), index, duckDbRelation, duckDbName + "."));
        return duckDbRelation.sql() + " AS " + duckDbName;
    }

    /** Returns a stored column, or the hidden column of an expression of PARTITION BY, which is not stored. */
    private DuckDbExpression translateColumn(
            String columnName, int index, RelationRows.DuckDbRelation duckDbRelation, String qualifier) {
        List<RelationRows.SourceColumn> columns = duckDbRelation.columns();
        if (index < columns.size() && columns.get(index).name().equalsIgnoreCase(columnName)) {
            return columns.get(index).value(qualifier);
        }
        for (RelationRows.SourceColumn column : columns) {
            if (column.name().equalsIgnoreCase(columnName)) {
                return column.value(qualifier);
            }
        }
        int hiddenIndex = Integer.parseInt(columnName.substring(Partitioning.HIDDEN_COLUMN_PREFIX.length()));
        return queryTranslator.translateOverRow(
                duckDbRelation.hiddenExpressions().get(hiddenIndex), columns, qualifier);
    }

    private String translateValues(Relation.Values values) {
        List<Type> types = determineColumnTypes(values);
        ExpressionTranslator expressionTranslator = new ExpressionTranslator(queryTranslator);
        List<String> rows = new ArrayList<>();
        for (List<Expression> row : values.rows()) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                DuckDbExpression cell =
                        expressionTranslator.translate(row.get(i)).castTo(types.get(i));
                // The first row determines the types of the columns.
                cells.add(rows.isEmpty() ? cell.columnSql() : cell.sql());
            }
            rows.add("(" + String.join(", ", cells) + ")");
        }
        String columnListSql = IntStream.range(0, types.size())
                .mapToObj(TranslatedQuery::columnName)
                .collect(Collectors.joining(", ", "(", ")"));
        return addComputedRelation(values, "(VALUES " + String.join(", ", rows) + ")", columnListSql, types);
    }

    List<Type> determineColumnTypes(Relation relation) {
        List<Type> types = new ArrayList<>();
        requireBoundRelation(relation).fields().fields().forEach(field -> types.add(requireType(field)));
        return types;
    }

    /** Returns the type of a column; refuses the query if the type is unknown. */
    static Type requireType(RelationField field) {
        Type type = field.expressionType().type();
        if (type == null) {
            throw UnsupportedFeatureRefusals.createQueryRefusal("the column " + field.name(), Span.NONE);
        }
        return type;
    }

    /** Adds the columns of a relation that DuckDB's SQL computes, and returns the SQL with the relation's name. */
    String addComputedRelation(Relation relation, String sql, String columnListSql, List<Type> types) {
        String duckDbName = queryTranslator.state().nextName("r");
        List<TranslatedQuery.QueryColumn> columns =
                types.stream().map(TranslatedQuery.QueryColumn::new).toList();
        addColumns(relation, BoundValues.BoundColumns.of(duckDbName, columns));
        return sql + " AS " + duckDbName + columnListSql;
    }

    private String translateJoin(Relation.Join join) {
        String leftSql = translate(join.left());
        Relation.TableFunction function = join.right().lateralFunction();
        if (function != null) {
            boolean keepsRows = joinOperator(join).equals("LEFT JOIN");
            boolean hasCondition =
                    join.on() != null && !(join.on() instanceof Expression.BooleanLiteral on && on.value());
            String functionSql = new TableFunctionTranslator(this)
                    .translateLateral(function, hasCondition ? "INNER JOIN" : "CROSS JOIN", keepsRows);
            return leftSql + " CROSS JOIN " + functionSql + (hasCondition ? translateJoinCondition(join) : "");
        }
        String rightSql = translate(join.right());
        boolean mergesColumns = !join.using().isEmpty()
                && joinOperator(join).equals("FULL JOIN")
                && queryTranslator.context().profile().isAtLeast(Version.V4_0);
        if (mergesColumns) {
            new FullJoinCheck(queryTranslator.bindings(), join).requireNamesOfPlan();
        }
        boolean isSwapped = join.kind() == Relation.JoinOperator.Kind.RIGHT_SEMI_JOIN
                || join.kind() == Relation.JoinOperator.Kind.RIGHT_ANTI_JOIN;
        String sql = isSwapped
                ? rightSql + " " + joinOperator(join) + " " + parenthesizeIfJoin(join.left(), leftSql)
                : leftSql + " " + joinOperator(join) + " " + parenthesizeIfJoin(join.right(), rightSql);
        return sql + translateJoinCondition(join);
    }

    private static String parenthesizeIfJoin(Relation relation, String sql) {
        return relation instanceof Relation.Join ? "(" + sql + ")" : sql;
    }

    private static String joinOperator(Relation.Join join) {
        boolean hasCondition = join.on() != null || !join.using().isEmpty();
        return switch (join.kind()) {
            case JOIN, INNER_JOIN, CROSS, CROSS_JOIN -> hasCondition ? "INNER JOIN" : "CROSS JOIN";
            case LEFT_JOIN, LEFT_OUTER_JOIN -> "LEFT JOIN";
            case RIGHT_JOIN, RIGHT_OUTER_JOIN -> "RIGHT JOIN";
            case FULL_JOIN, FULL_OUTER_JOIN -> "FULL JOIN";
            case LEFT_SEMI_JOIN, RIGHT_SEMI_JOIN -> "SEMI JOIN";
            case LEFT_ANTI_JOIN, RIGHT_ANTI_JOIN, NULL_AWARE_LEFT_ANTI_JOIN -> "ANTI JOIN";
            case ASOF_JOIN, ASOF_INNER_JOIN -> "ASOF JOIN";
            case ASOF_LEFT_JOIN, ASOF_LEFT_OUTER_JOIN -> "ASOF LEFT JOIN";
        };
    }

    private String translateJoinCondition(Relation.Join join) {
        boolean isNullAware = join.kind() == Relation.JoinOperator.Kind.NULL_AWARE_LEFT_ANTI_JOIN;
        if (join.on() != null) {
            JoinSides sides = new JoinSides(queryTranslator, join);
            if (joinOperator(join).startsWith("ASOF")) {
                new AsofJoinCheck(sides).requireComparedRelations(join.on());
            }
            ExpressionTranslator expressionTranslator = new ExpressionTranslator(queryTranslator);
            return " ON "
                    + (isNullAware
                            ? new NullAwareJoinTranslator(expressionTranslator, sides).translate(join.on())
                            : new ConditionTranslator(expressionTranslator).translateJoinCondition(join.on()));
        }
        if (!join.using().isEmpty()) {
            List<KeyPair> keyPairs =
                    join.using().stream().map(this::translateUsing).toList();
            List<String> conditions = isNullAware
                    ? NullAwareJoinTranslator.renderMatches(keyPairs, List.of())
                    : keyPairs.stream().map(KeyPair::equalitySql).toList();
            return " ON " + String.join(" AND ", conditions);
        }
        return joinOperator(join).equals("CROSS JOIN") ? "" : " ON TRUE";
    }

    /** Returns the condition that a column of USING has the same value on both sides. */
    private KeyPair translateUsing(Name columnName) {
        List<RelationField> sides = queryTranslator.bindings().columns(columnName);
        DuckDbExpression leftValue = queryTranslator.boundValues().translateColumn(sides.get(0), columnName.span());
        DuckDbExpression rightValue = queryTranslator.boundValues().translateColumn(sides.get(1), columnName.span());
        Type comparedType = requireCommonType(
                queryTranslator
                        .context()
                        .queryAnalysis()
                        .settings()
                        .createComparisonTypes()
                        .findUsingType(leftValue.type(), rightValue.type()),
                columnName);
        String leftSql = castIfNecessary(leftValue, comparedType).sql();
        String rightSql = castIfNecessary(rightValue, comparedType).sql();
        return new KeyPair(
                leftSql,
                rightSql,
                comparedType.isNested()
                        ? NestedComparisonRenderer.renderKeyEquality(leftSql, rightSql, comparedType)
                        : leftSql + " = " + rightSql);
    }

    private static DuckDbExpression castIfNecessary(DuckDbExpression value, Type type) {
        return value.castTo(CastRules.determineCastType(value.type(), type));
    }

    private static Type requireCommonType(@Nullable Type commonType, Name name) {
        if (commonType == null) {
            throw UnsupportedFeatureRefusals.createQueryRefusal("USING (" + name + ")", name.span());
        }
        return commonType;
    }
}
