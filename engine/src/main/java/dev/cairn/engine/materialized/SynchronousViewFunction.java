package dev.cairn.engine.materialized;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Type;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The aggregate functions that a synchronous view can call. For all other aggregate functions, the server supports only
 * the union of their states.
 */
enum SynchronousViewFunction {
    SUM(Aggregation.Function.SUM),
    MIN(Aggregation.Function.MIN),
    MAX(Aggregation.Function.MAX),
    COUNT(Aggregation.Function.SUM),
    BITMAP_UNION(Aggregation.Function.BITMAP_UNION),
    BITMAP_AGG(Aggregation.Function.BITMAP_UNION),
    HLL_UNION(Aggregation.Function.HLL_UNION),
    PERCENTILE_UNION(Aggregation.Function.PERCENTILE_UNION);

    /** The aggregation with which the rollup merges the values of the column; counts are summed. */
    final Aggregation.Function storedAggregation;

    SynchronousViewFunction(Aggregation.Function storedAggregation) {
        this.storedAggregation = storedAggregation;
    }

    /** Returns the function of a lower-case name; empty if a synchronous view can't call it. */
    static Optional<SynchronousViewFunction> findByName(String lowerCaseName) {
        return Arrays.stream(values())
                .filter(function -> function.lowerCaseName().equals(lowerCaseName))
                .findFirst();
    }

    String lowerCaseName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the name of the function as the generated name of its column contains it. */
    String columnNamePart() {
        return this == BITMAP_AGG ? BITMAP_UNION.lowerCaseName() : lowerCaseName();
    }

    /** Returns whether the server accepts a call with the argument. */
    boolean accepts(Expression argument, PrimitiveType argumentType) {
        return switch (this) {
            case SUM, MIN, MAX, COUNT -> true;
            case BITMAP_UNION -> isSketchOrColumn(argument, "to_bitmap", argumentType, PrimitiveType.BITMAP);
            case HLL_UNION -> isSketchOrColumn(argument, "hll_hash", argumentType, PrimitiveType.HLL);
            case PERCENTILE_UNION ->
                isSketchOrColumn(argument, "percentile_hash", argumentType, PrimitiveType.PERCENTILE);
            case BITMAP_AGG ->
                argumentType.isInteger()
                        || argumentType == PrimitiveType.LARGEINT
                        || argumentType == PrimitiveType.BOOLEAN;
        };
    }

    /** Returns the form of a call that the server recommends in its error message. */
    String recommendedForm() {
        return switch (this) {
            case SUM, MIN, MAX, COUNT -> lowerCaseName() + "(column)";
            case BITMAP_UNION ->
                "bitmap_union(to_bitmap(column)), type of column only support integer. Or"
                        + " bitmap_union(bitmap_column) in agg table";
            case BITMAP_AGG -> "bitmap_agg(column), type of column only support integer. ";
            case HLL_UNION ->
                "hll_union(hll_hash(column)) column could not be decimal. Or hll_union(hll_column) in agg table";
            case PERCENTILE_UNION ->
                "percentile_union(percentile_hash(column))or percentile_union(hll_column) in agg table";
        };
    }

    /** Returns the type of the column that stores the aggregated argument. */
    Type storedType(Type argumentType) {
        return switch (this) {
            case SUM ->
                switch (PrimitiveType.of(argumentType)) {
                    case TINYINT, SMALLINT, INT -> SynchronousViewColumns.BIGINT;
                    case FLOAT -> new Type.Scalar(Type.Scalar.Kind.DOUBLE);
                    default -> argumentType;
                };
            case MIN, MAX -> argumentType;
            case COUNT -> SynchronousViewColumns.BIGINT;
            case BITMAP_UNION, BITMAP_AGG -> new Type.Scalar(Type.Scalar.Kind.BITMAP);
            case HLL_UNION -> new Type.Scalar(Type.Scalar.Kind.HLL);
            case PERCENTILE_UNION -> new Type.Scalar(Type.Scalar.Kind.PERCENTILE);
        };
    }

    private static boolean isSketchOrColumn(
            Expression argument, String sketchFunction, PrimitiveType argumentType, PrimitiveType requiredType) {
        if (argument instanceof Expression.Reference) {
            return argumentType == requiredType;
        }
        return argument instanceof Call call && CallRewrites.lowerCaseName(call).equals(sketchFunction);
    }
}
