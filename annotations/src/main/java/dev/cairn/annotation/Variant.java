package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a table, a view, a materialized view or a snapshot table differently for some {@link Schema#targets} of its
 * schema. The other annotations of the record apply wherever a variant does not replace them; the columns are the
 * same on all targets.
 *
 * <pre>{@code
 * @View(query = "SELECT city, approx_count_distinct(visitor) AS visitors FROM visit GROUP BY city")
 * @Variant(on = "3.5 shared-data", query = "SELECT city, ndv(visitor) AS visitors FROM visit GROUP BY city")
 * public record CityVisitors(String city, long visitors) {}
 *
 * @Table
 * @DistributedByHash(value = "id", buckets = 8)
 * @Variant(on = "shared-data", properties = @Property(name = "datacache.enable", value = "false"),
 *     distributedByHash = @DistributedByHash(value = "id", buckets = 2))
 * public record Visit(long id, String city, long visitor) {}
 * }</pre>
 *
 * At most one variant of a record applies to each target, and each variant applies to at least one.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(Variant.List.class)
public @interface Variant {
    /**
     * The targets: a version, a run mode, or both, such as {@code 3.5 shared-data}; alternatives are separated by
     * commas.
     */
    String on();

    /**
     * The query of a view, a materialized view or a snapshot table. Its columns have the same names and types as the
     * columns of the record's own query. Default: the record's own query.
     */
    @Sql
    String query() default "";

    /**
     * Properties, each in place of the record's property with the same name. The other properties of the record remain.
     * Default: none.
     */
    Property[] properties() default {};

    /**
     * Automatic partitioning, or the partitioning of a materialized view. At most one annotation. Default: as on the
     * record.
     */
    PartitionBy[] partitionBy() default {};

    /** Partitioning by ranges. At most one annotation. Default: as on the record. */
    PartitionByRange[] partitionByRange() default {};

    /** Partitioning by lists of values. At most one annotation. Default: as on the record. */
    PartitionByList[] partitionByList() default {};

    /** The distribution by a hash of columns. At most one annotation. Default: as on the record. */
    DistributedByHash[] distributedByHash() default {};

    /** The distribution at random. At most one annotation. Default: as on the record. */
    DistributedByRandom[] distributedByRandom() default {};

    /** The container of repeated {@link Variant} annotations. The compiler adds it; do not write it yourself. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.CLASS)
    @interface List {
        /** The variants. */
        Variant[] value();
    }
}
