package dev.cairn.annotation.cluster;

import dev.cairn.annotation.Property;
import dev.cairn.annotation.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a resource group, which limits the processors and the memory of the queries that its classifiers select.
 * {@link Schema#cluster} lists it.
 *
 * <pre>{@code
 * @ResourceGroup(
 *         cpuWeight = 4,
 *         memLimit = "30%",
 *         concurrencyLimit = 8,
 *         classifiers = {
 *             @ResourceGroup.Classifier(user = "${loader_user}"),
 *             @ResourceGroup.Classifier(role = "loader", queryType = "insert")
 *         })
 * interface Loading {}
 * }</pre>
 *
 * <pre>
 * CREATE RESOURCE GROUP `loading` TO (user = '${loader_user}'), (role = 'loader', query_type IN ('insert'))
 * WITH ("concurrency_limit" = "8", "cpu_weight" = "4", "mem_limit" = "30%")
 * </pre>
 *
 * A number that differs from cluster to cluster is a {@link #properties property} whose value is a placeholder.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface ResourceGroup {
    /** The name of the group. Default: the name of the type in lower case, with underscores between its words. */
    String name() default "";

    /** The share of the processors, relative to other groups ({@code cpu_weight}). Default: none. */
    int cpuWeight() default 0;

    /** The share of the processors in percent ({@code cpu_weight_percent}). Default: none. */
    int cpuWeightPercent() default 0;

    /** The number of cores that only this group uses ({@code exclusive_cpu_cores}). Default: none. */
    int exclusiveCpuCores() default 0;

    /** The share of the cores that only this group uses, in percent ({@code exclusive_cpu_percent}). Default: none. */
    int exclusiveCpuPercent() default 0;

    /** The maximum number of cores that the group uses ({@code max_cpu_cores}). Default: no limit. */
    int maxCpuCores() default 0;

    /** The maximum memory of queries, such as {@code "20%"} ({@code mem_limit}). The server requires it. */
    String memLimit();

    /** The maximum number of concurrent queries ({@code concurrency_limit}). Default: no limit. */
    int concurrencyLimit() default 0;

    /**
     * The seconds of processor time after which a query is cancelled ({@code big_query_cpu_second_limit}). Default: no
     * limit.
     */
    int bigQueryCpuSecondLimit() default 0;

    /**
     * The number of read rows after which a query is cancelled ({@code big_query_scan_rows_limit}). Default: no
     * limit.
     */
    long bigQueryScanRowsLimit() default 0;

    /** The bytes of memory beyond which a query is cancelled ({@code big_query_mem_limit}). Default: no limit. */
    long bigQueryMemLimit() default 0;

    /**
     * The share of the memory limit beyond which queries write to disk, such as {@code "80%"}. Default: the server's
     * threshold.
     */
    String spillMemLimitThreshold() default "";

    /**
     * Selects the queries that run in the group. The server requires a classifier, except for groups of materialized
     * views.
     */
    Classifier[] classifiers() default {};

    /** Further properties, such as {@code type} with the value {@code mv}. Default: none. */
    Property[] properties() default {};

    /** Selects the queries that satisfy all conditions of the classifier, which has at least one condition. */
    @Target({})
    @Retention(RetentionPolicy.CLASS)
    @interface Classifier {
        /** The user who sends the query: a placeholder such as {@code "${loader_user}"}. Default: any. */
        String user() default "";

        /** A role that the user has. Default: any. */
        String role() default "";

        /** The kinds of statements: {@code select}, {@code insert} or both. Default: both. */
        String[] queryType() default {};

        /** The database that the query reads from, or several with commas between them. Default: any. */
        String db() default "";

        /** The addresses of clients, such as {@code "192.168.2.0/24"}. Default: any. */
        String sourceIp() default "";

        /** The estimated processor time, such as {@code "[0, 100)"}. Default: any. */
        String planCpuCostRange() default "";

        /** The estimated memory, such as {@code "[0, 1000)"}. Default: any. */
        String planMemCostRange() default "";
    }
}
